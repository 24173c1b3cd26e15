"""How many outlets report an event, and how many of them know it for themselves.

One rule: whatever repeats another's text is no witness. A copy or rewrite
counts for nothing, and all that comes from one agency counts once.
"""

from collections.abc import Collection, Iterable

from digest.model import Article


def count_outlets(articles: Iterable[Article]) -> int:
    """Count the outlets; an article whose outlet is unknown has one of its own."""
    return len({_outlet(article) for article in articles})


def count_independent(articles: Iterable[Article], copies: Collection[str]) -> int:
    """Count the outlets and agencies of the articles that are not among ``copies`` (ids)."""
    own = (article for article in articles if article.id not in copies)
    return len({article.agency.casefold() or _outlet(article) for article in own})


def _outlet(article: Article) -> str:
    return article.outlet.casefold() or f"\0{article.id}"
