"""How many outlets report an event, and how many of them know it for themselves.

One rule: whatever repeats another's text is no witness. A copy or rewrite
speaks with its original's voice, all that is credited to one agency with the
agency's, and an outlet of several names is one.
"""

from collections.abc import Iterable, Mapping

from digest.model import Article
from digest.outlets import credited_agency, outlet_key


def count_voices(
    articles: Iterable[Article], copies: Mapping[str, str], *, event: Iterable[Article] = ()
) -> tuple[int, int]:
    """Count the outlets of some articles of an event, and how many of them are independent.

    ``copies`` gives the original of each copy, by ids. ``event`` are all articles of the
    event: in them a copy's original is found that is not among ``articles``.
    """
    chosen = tuple(articles)
    voices = {article.id: _voice(article) for article in (*event, *chosen)}
    originals = {copies.get(article.id, article.id) for article in chosen}
    outlets = {_outlet(article) for article in chosen}
    return len(outlets), len({voices.get(one, f"\0{one}") for one in originals})


def _voice(article: Article) -> str:
    agency = article.agency or credited_agency(article.authors, article.text)
    return outlet_key(agency) or _outlet(article)


def _outlet(article: Article) -> str:
    return outlet_key(article.outlet) or f"\0{article.id}"
