"""Group articles into events.

Two articles report one event when a logistic model of their features says so
(``likeness``, ``pair_model``); groups are joined by average link
(``linkage``). Copies and the parts of a page follow what they belong to, so
that they neither join nor part others.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from math import exp

import numpy as np

from digest.candidates import EXACT, NEAREST, find_candidates
from digest.copies import find_copies, find_rewrites
from digest.likeness import FEATURES, compare, read_likeness
from digest.linkage import Pair, link_groups
from digest.model import Article, Event, Prepared
from digest.pair_model import pair_model
from digest.publication import publication_order


def group_articles(prepared: Sequence[Prepared]) -> tuple[Event, ...]:
    """Return the events of the articles, each with its copies and rewrites marked.

    The order in which the articles come does not change the result. Articles of one
    page are of one event. An event's id is made of its first article alone, so that it
    stays when later articles join.
    """
    articles = sorted(prepared, key=lambda one: publication_order(one.article, UTC))
    copies = find_copies(articles)
    leads = _leaders(articles, copies)
    own = sorted(set(leads))
    pairs = _judge_pairs([articles[i].article for i in own])
    most = len(own) if len(own) <= EXACT else NEAREST
    labels = link_groups(len(own), pairs, floor=pair_model().floor, compared=most)
    label = dict(zip(own, labels, strict=True))
    groups: dict[int, list[int]] = defaultdict(list)
    for index, leader in enumerate(leads):
        groups[label[leader]].append(index)
    surest = _surest(own, labels, pairs)
    return tuple(_as_event(articles, members, copies, surest) for members in groups.values())


def _leaders(articles: Sequence[Prepared], copies: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each article the one whose event it shares: itself, its original, its page."""
    place = {prepared.article.id: index for index, prepared in enumerate(articles)}
    leader = list(range(len(articles)))
    for copy, original in copies:
        leader[copy] = original
    for index, prepared in enumerate(articles):
        page = place.get(prepared.article.part_of)
        if page is not None:
            leader[_last(leader, index)] = _last(leader, page)
    return [_last(leader, index) for index in range(len(articles))]


def _last(leader: Sequence[int], index: int) -> int:
    while leader[index] != index:
        index = leader[index]
    return index


def _judge_pairs(articles: Sequence[Article]) -> list[Pair]:
    """Return the pairs of articles that are worth comparing, each with its log-odds."""
    if len(articles) < 2:
        return []
    likeness = read_likeness(articles)
    rows, columns = find_candidates(likeness)
    judged = pair_model().judge(compare(likeness, rows, columns))
    return list(zip(rows.tolist(), columns.tolist(), judged.tolist(), strict=True))


_FIRST, _SECOND = np.array([0]), np.array([1])


def judge_pair(one: Article, other: Article) -> tuple[tuple[str, float, float], ...]:
    """Return each feature of two articles with its value and weight, then ("", 1, intercept).

    The sum of values times weights is the log-odds that they report one event.
    """
    likeness = read_likeness((one, other))
    values = compare(likeness, _FIRST, _SECOND)[0].tolist()
    model = pair_model()
    return (*zip(FEATURES, values, model.weights, strict=True), ("", 1.0, model.intercept))


def _surest(
    own: Sequence[int], labels: Sequence[int], pairs: Sequence[Pair]
) -> Mapping[int, float]:
    """Return for each article how surely it belongs: the best log-odds with one of its event."""
    best: dict[int, float] = {}
    for one, other, odds in pairs:
        if labels[one] == labels[other]:
            for item in (one, other):
                best[own[item]] = max(odds, best.get(own[item], odds))
    return best


def _as_event(
    articles: Sequence[Prepared],
    members: Sequence[int],
    copies: Sequence[tuple[int, int]],
    surest: Mapping[int, float],
) -> Event:
    own = tuple(articles[i] for i in members)
    known = {copy: original for copy, original in copies if copy in set(members)}
    fresh = [at for at, i in enumerate(members) if i not in known]
    for rewrite, original in find_rewrites([own[at] for at in fresh]):
        known[members[fresh[rewrite]]] = members[fresh[original]]
    pairs = tuple(
        (articles[copy].article.id, articles[_last_original(known, copy)].article.id)
        for copy in sorted(known)
    )
    odds = [surest[i] for i in members if i in surest]
    return Event(
        id=_event_id(own[0].article),
        articles=own,
        copies=pairs,
        confidence=round(1 / (1 + exp(-min(odds))), 3) if odds else 1.0,
    )


def _last_original(known: dict[int, int], copy: int) -> int:
    """Follow a copy to its original, which a rewrite may have made a rewrite itself."""
    while copy in known:
        copy = known[copy]
    return copy


def _event_id(first: Article) -> str:
    return "event-" + sha256(f"{first.sha256}\n{first.text}".encode()).hexdigest()[:12]
