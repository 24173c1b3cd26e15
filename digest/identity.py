"""One article once, though it comes by feed, by mail and as a page.

One rule: an address alone proves nothing, as pages name wrong ones. Two
articles are one where they have one address and the shorter says little that
the longer does not; then the longer stays, and takes over what only the other tells.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import reduce
from hashlib import sha256
from itertools import pairwise

from digest.model import Article, Link, Origin, Payload, Skipped
from digest.web.canonical import same_page_key
from digest.words import words

SHARED = 0.5  # share of the shorter article's pairs of words that the longer one has
_TOLD_BY_OTHERS = ("outlet", "published", "authors", "place", "agency")


def each_once(
    articles: Iterable[Article], *, apart: Set[str] = frozenset()
) -> tuple[tuple[Article, ...], tuple[Skipped, ...]]:
    """Return the articles, of each page the longest alone, and a note for each one left out.

    They stay in their order. Of two equally long the first stays; one without an address
    is only itself, as are those whose ids are ``apart``. One without a text is not given,
    and only completes others.
    """
    every = tuple(articles)
    pages: dict[str, list[Article]] = {}
    for article in every:
        key = same_page_key(article.url) if article.url and article.id not in apart else ""
        if key:
            pages.setdefault(key, []).append(article)
    staying: dict[str, Article] = {}
    notes: list[Skipped] = []
    for page in pages.values():
        for one, others in _same(page):
            staying[one.id] = completed(one, others)
            notes += [_note(other, one) for other in others]
    gone = {note.item for note in notes}
    kept = (staying.get(one.id, one) for one in every if one.id not in gone)
    return tuple(one for one in kept if one.text), tuple(note for note in notes if note.reason)


def completed(article: Article, others: Iterable[Article]) -> Article:
    """Return the article with what only the others, shorter forms of it, tell about it."""
    return reduce(_completed, others, article)


def stub_of(link: Link, payload: Payload) -> Article:
    """Return what an entry of a feed without a text tells, as an article without one."""
    return Article(
        id=link.item,
        file=payload.file,
        text="",
        title=link.title,
        published=link.published,
        authors=link.authors,
        outlet=link.outlet,
        url=link.url,
        language=link.language,
        sha256=sha256(payload.data).hexdigest(),
    )


def _same(page: Sequence[Article]) -> list[tuple[Article, list[Article]]]:
    """Return each article of an address that stays, with those that it stands for."""
    found: list[tuple[Article, list[Article]]] = []
    for article in sorted(page, key=lambda one: -len(one.text)):
        home = next((others for one, others in found if _is_within(article, one)), None)
        if home is None:
            found.append((article, []))
        else:
            home.append(article)
    return found


def _is_within(shorter: Article, longer: Article) -> bool:
    if shorter.part_of == longer.id or longer.part_of == shorter.id:
        return False  # an interview pasted below its report, at the same address
    if shorter.text == longer.text:
        return True
    pairs = set(pairwise(words(shorter.text)))
    shared = pairs & set(pairwise(words(longer.text)))
    return not pairs or len(shared) >= SHARED * len(pairs)


def _completed(article: Article, other: Article) -> Article:
    missing = {
        name: getattr(other, name)
        for name in _TOLD_BY_OTHERS
        if getattr(other, name) and not getattr(article, name)
    }
    if article.title_derived and other.title and not other.title_derived:
        missing |= {"title": other.title, "title_derived": False}
    if not missing:
        return article
    found = tuple((name, other.id) for name in missing)
    origin = Origin(id=other.id, file=other.file, sha256=other.sha256)
    return replace(
        article,
        **missing,
        evidence=(*article.evidence, *found),
        completed_from=(*article.completed_from, origin),
    )


def _note(other: Article, one: Article) -> Skipped:
    told = f"the same article as '{one.id}', which has more of its text" if other.text else ""
    return Skipped(item=other.id, step="note", reason=told)
