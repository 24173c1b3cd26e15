"""Group articles into events.

Two articles report one event when a logistic model of their features says so
(``likeness``, ``pair_model``); groups are joined by average link
(``linkage``). Copies and the parts of a page follow what they belong to, so
that they neither join nor part others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from itertools import chain
from math import exp

import numpy as np

from digest.candidates import EXACT, NEAREST, find_candidates
from digest.copies import find_copies, find_rewrites
from digest.likeness import FEATURES, compare, read_likeness
from digest.linkage import link_groups
from digest.model import Article, Event, Prepared
from digest.pair_model import pair_model
from digest.publication import publication_order
from digest.vectors import Floats, Numbers
from digest.word_numbers import NumberedTexts, number_words

PULL = 2.0  # log-odds that a large group adds to the mean with a single article
RESERVE = 0.5  # log-odds taken off the mean of two large groups
REWRITTEN = 0.6  # cosine of bodies; who only rewords a report keeps its names and facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Articles that report one event; the fields are those of ``Event``."""

    id: str
    articles: tuple[Article, ...]
    copies: tuple[tuple[str, str], ...]
    confidence: float

    def as_event(self, prepared: Mapping[str, Prepared]) -> Event:
        """Return the event with its articles as they were prepared, given by id."""
        return Event(
            id=self.id,
            articles=tuple(prepared[article.id] for article in self.articles),
            copies=self.copies,
            confidence=self.confidence,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """Pairs of articles by place, the log-odds that they report one event, how alike they are."""

    one: Numbers
    other: Numbers
    odds: Floats
    bodies: Floats


def group_articles(articles: Iterable[Article]) -> tuple[Group, ...]:
    """Return the articles event by event, with what are copies and rewrites among them.

    The order in which the articles come does not change the result. Articles of one
    page are of one event. An event's id is made of its first article alone, so that it
    stays when later articles join.
    """
    ordered = sorted(articles, key=lambda one: publication_order(one, UTC))
    texts = number_words(one.text for one in ordered)
    copies = dict(find_copies(ordered, texts.terms))
    leads = _leaders(ordered, copies)
    own = sorted(set(leads))
    judged = _judge_pairs([ordered[i] for i in own], texts.take(own))
    labels = _link(judged, len(own))
    copies |= _rewrites(ordered, own, labels, judged)
    surest = dict(zip(own, _surest(labels, judged).tolist(), strict=True))
    groups: dict[int, list[int]] = defaultdict(list)
    label = dict(zip(own, labels.tolist(), strict=True))
    for index, leader in enumerate(leads):
        groups[label[leader]].append(index)
    return tuple(
        Group(
            id=_event_id(ordered[members[0]]),
            articles=tuple(ordered[i] for i in members),
            copies=tuple(
                (ordered[i].id, ordered[_last(copies, i)].id) for i in members if i in copies
            ),
            confidence=_likelihood(min(surest.get(i, np.inf) for i in members)),
        )
        for members in groups.values()
    )


def _leaders(articles: Sequence[Article], copies: Mapping[int, int]) -> list[int]:
    """Return for each article the one whose event it shares: itself, its original, its page."""
    place = {article.id: index for index, article in enumerate(articles)}
    leader = dict(copies)
    for index, article in enumerate(articles):
        page = place.get(article.part_of)
        if page is not None and _last(leader, index) != _last(leader, page):
            leader[_last(leader, index)] = _last(leader, page)
    return [_last(leader, index) for index in range(len(articles))]


def _last(following: Mapping[int, int], index: int) -> int:
    """Follow an article to the one that follows nobody."""
    while index in following:
        index = following[index]
    return index


def _judge_pairs(articles: Sequence[Article], texts: NumberedTexts) -> _Judged:
    """Compare the pairs of articles that are worth it."""
    likeness = read_likeness(articles, texts)
    one, other = find_candidates(likeness)
    features = compare(likeness, one, other)
    return _Judged(
        one=one,
        other=other,
        odds=pair_model().judge(features),
        bodies=features[:, FEATURES.index("body")],
    )


def _link(judged: _Judged, count: int) -> Numbers:
    """Return the number of its event for each article."""
    most = count if count <= EXACT else NEAREST
    pairs = zip(judged.one.tolist(), judged.other.tolist(), judged.odds.tolist(), strict=True)
    labels = link_groups(
        count, pairs, floor=pair_model().floor, compared=most, pull=PULL, reserve=RESERVE
    )
    return np.array(labels, dtype=np.int64)


def _rewrites(
    articles: Sequence[Article],
    own: Sequence[int],
    labels: Numbers,
    judged: _Judged,
) -> dict[int, int]:
    """Return the rewrites within the events, each with its original."""
    alike = (labels[judged.one] == labels[judged.other]) & (judged.bodies >= REWRITTEN)
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other in zip(judged.one[alike].tolist(), judged.other[alike].tolist(), strict=True):
        pairs[int(labels[one])].append((own[one], own[other]))
    found = (find_rewrites(articles, each) for each in pairs.values())
    return dict(chain.from_iterable(found))


def _surest(labels: Numbers, judged: _Judged) -> Floats:
    """Return for each article the best log-odds with one of its event, infinite if it is alone."""
    joined = labels[judged.one] == labels[judged.other]
    best = np.full(len(labels), -np.inf)
    for side in (judged.one, judged.other):
        np.maximum.at(best, side[joined], judged.odds[joined])
    return np.where(np.isneginf(best), np.inf, best)


def _likelihood(odds: float) -> float:
    return round(1 / (1 + exp(-odds)), 3)


_FIRST, _SECOND = np.array([0]), np.array([1])


def judge_pair(one: Article, other: Article) -> tuple[tuple[str, float, float], ...]:
    """Return each feature of two articles with its value and weight, then ("", 1, intercept).

    The sum of values times weights is the log-odds that they report one event.
    """
    likeness = read_likeness((one, other))
    values = compare(likeness, _FIRST, _SECOND)[0].tolist()
    model = pair_model()
    return (*zip(FEATURES, values, model.weights, strict=True), ("", 1.0, model.intercept))


def _event_id(first: Article) -> str:
    return "event-" + sha256(f"{first.sha256}\n{first.text}".encode()).hexdigest()[:12]
