"""Group articles into events.

Two articles report one event when their words, their first lines and their
names are alike and their dates near. Groups are joined by average link
(UPGMA): the components of a threshold graph would grow together into one.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from digest.copies import find_copies, find_rewrites
from digest.dates import instant
from digest.model import Article, Event, Prepared
from digest.vectors import tfidf
from digest.words import stems

JOINED = 0.24  # mean similarity from which two groups are one event
LEAD = 900  # characters; the first lines say what happened
BODY_SHARE, LEAD_SHARE, NAMES_SHARE = 0.4, 0.3, 0.3
FADING = 3.0  # days after which most of the penalty for distance in time is reached
DISTANT = 0.2  # the whole penalty for distance in time
SECONDS_A_DAY = 86_400

# A capitalized word and those that follow it: "Central Bank", "Oru Bay".
_NAMES = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")

Similarities = NDArray[np.float64]


def group_articles(prepared: Sequence[Prepared]) -> tuple[Event, ...]:
    """Return the events of the articles, each with its copies and rewrites marked.

    The order in which the articles come does not change the result. Articles of one
    page are of one event. An event's id is made of its first article alone, so that it
    stays when later articles join.
    """
    articles = sorted(prepared, key=_first_published)
    if not articles:
        return ()
    similar = _similarities(articles)
    copies = find_copies(articles)
    for copy, original in copies:
        similar[copy, original] = similar[original, copy] = 1.0
    groups: dict[int, list[int]] = defaultdict(list)
    for index, label in enumerate(_join(similar)):
        groups[label].append(index)
    return tuple(_as_event(articles, members, copies, similar) for members in groups.values())


def _first_published(prepared: Prepared) -> tuple[float, str, str, str]:
    article = prepared.article
    first = instant(article.published, UTC).timestamp() if article.published else float("inf")
    return (first, article.outlet, article.sha256, article.id)


def _as_event(
    articles: Sequence[Prepared],
    members: Sequence[int],
    copies: Sequence[tuple[int, int]],
    similar: Similarities,
) -> Event:
    own = tuple(articles[i] for i in members)
    known = {copy: original for copy, original in copies if copy in members}
    fresh = [i for i in members if i not in known]
    for rewrite, original in find_rewrites([articles[i] for i in fresh]):
        known[fresh[rewrite]] = fresh[original]
    pairs = tuple(
        (articles[copy].article.id, articles[_last_original(known, copy)].article.id)
        for copy in sorted(known)
    )
    return Event(
        id=_event_id(own[0].article),
        articles=own,
        copies=pairs,
        confidence=_weakest_membership(similar, members),
    )


def _last_original(known: dict[int, int], copy: int) -> int:
    """Follow a copy to its original, which a rewrite may have made a rewrite itself."""
    while copy in known:
        copy = known[copy]
    return copy


def _event_id(first: Article) -> str:
    return "event-" + sha256(f"{first.sha256}\n{first.text}".encode()).hexdigest()[:12]


def _weakest_membership(similar: Similarities, members: Sequence[int]) -> float:
    if len(members) == 1:
        return 1.0
    block = similar[np.ix_(members, members)]
    means = (block.sum(axis=1) - block.diagonal()) / (len(members) - 1)
    return round(float(min(1.0, means.min())), 3)


def _join(similar: Similarities) -> list[int]:
    """Return a group number an article: average link, cut where similarity falls below JOINED."""
    if len(similar) == 1:
        return [0]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = 1.0 - np.clip(similar, 0.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    return [int(label) for label in fcluster(tree, 1.0 - JOINED, criterion="distance")]


def _similarities(articles: Sequence[Prepared]) -> Similarities:
    bodies = tfidf([[s for x in a.sentences for s in x.stems] for a in articles])
    leads = tfidf([_lead_stems(a.article) for a in articles])
    names = tfidf([_names(a.article.text) for a in articles])
    mixed = (
        BODY_SHARE * (bodies @ bodies.T).toarray()
        + LEAD_SHARE * (leads @ leads.T).toarray()
        + NAMES_SHARE * (names @ names.T).toarray()
    )
    similar: Similarities = np.round(mixed * _nearness(articles), 9)
    _join_pages(articles, similar)
    return similar


def _lead_stems(article: Article) -> tuple[str, ...]:
    return stems(f"{article.title}\n{article.title}\n{article.text[:LEAD]}")


def _names(text: str) -> list[str]:
    return [name for name in _NAMES.findall(text) if len(name) > 1]


def _nearness(articles: Sequence[Prepared]) -> Similarities:
    """Return 1 for the same moment, falling with the days between; 1 where a date is missing."""
    days = np.array(
        [
            instant(a.article.published, UTC).timestamp() / SECONDS_A_DAY
            if a.article.published
            else np.nan
            for a in articles
        ]
    )
    apart = np.nan_to_num(np.abs(days[:, None] - days[None, :]), nan=0.0)
    nearness: Similarities = 1.0 - DISTANT * (1.0 - np.exp(-apart / FADING))
    return nearness


def _join_pages(articles: Sequence[Prepared], similar: Similarities) -> None:
    """Make what stood on one page as alike as can be, seen from every other article."""
    place = {prepared.article.id: index for index, prepared in enumerate(articles)}
    for index, prepared in enumerate(articles):
        page = place.get(prepared.article.part_of)
        if page is not None:
            similar[index, :] = similar[page, :]
            similar[:, index] = similar[:, page]
            similar[index, page] = similar[page, index] = 1.0
