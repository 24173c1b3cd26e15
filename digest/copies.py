"""Which articles repeat another, whole, cut or reworded.

A copy shares runs of words with its original; a rewrite tells the same
things in the same order with other words. Neither is a second witness, so
both are named here and counted nowhere as one.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from itertools import accumulate, combinations

import numpy as np
from numpy.typing import NDArray

from digest.dates import instant
from digest.model import Article, Prepared
from digest.vectors import tfidf
from digest.words import words

SHINGLE = 3  # words; three survive light rewording, four lose heavy rewrites
COMMON = 20  # articles; a run of words that more articles hold is a phrase, not a copy
COPIED = 0.4  # share of the shorter article's runs that stand in the longer one
FEWEST_RUNS = 12  # below this a shared share says nothing

ALIKE = 0.25  # cosine from which a sentence may retell another
FEWEST_SENTENCES = 5  # a shorter article tells its facts in the only order there is
MOST_SENTENCES = 2_000  # a longer one is a book or a year's log, and a report retells neither
RETOLD = 0.62  # share of sentences that retell the other article's, in its order
CLOSENESS = 0.42  # mean cosine of the best matches; independent reports stay below


def find_copies(articles: Sequence[Prepared]) -> tuple[tuple[int, int], ...]:
    """Return pairs (copy, original) of positions in ``articles``, by copy.

    Of two that share text the earlier is the original, or the fuller where one is
    undated. An original is never itself a copy.
    """
    return _point_at_originals(articles, _sharing_pairs(articles))


def find_rewrites(articles: Sequence[Prepared]) -> tuple[tuple[int, int], ...]:
    """Return pairs (rewrite, original) among the articles of one event, by rewrite.

    Compares every two articles sentence by sentence: for the articles of one
    event only, as it costs the product of their lengths.
    """
    return _point_at_originals(articles, _retelling_pairs(articles))


def _point_at_originals(
    articles: Sequence[Prepared], pairs: Iterable[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    linked: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        linked[one].add(other)
        linked[other].add(one)
    original: dict[int, int] = {}
    for index in _most_original_first(articles, linked):
        if index not in original:
            for copy in linked[index] - original.keys() - set(original.values()):
                original[copy] = index
    return tuple(sorted(original.items()))


def _most_original_first(articles: Sequence[Prepared], indices: Iterable[int]) -> list[int]:
    chosen = sorted(indices)
    all_dated = all(articles[i].article.published for i in chosen)

    def rank(index: int) -> tuple[float, int, str, str, str]:
        article = articles[index].article
        first = instant(article.published, UTC).timestamp() if article.published else 0.0
        moment, length = first if all_dated else 0.0, len(article.text)
        return (moment, -length, article.sha256, article.text, article.id)

    return sorted(chosen, key=rank)


def _sharing_pairs(articles: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    """Yield the pairs with enough containment of word runs (Broder 1997)."""
    runs = [_runs(prepared.article) for prepared in articles]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, article_runs in enumerate(runs):
        for run in article_runs:
            holders[run].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for indices in holders.values():
        if 1 < len(indices) <= COMMON:
            shared.update(combinations(indices, 2))
    for (one, other), count in shared.items():
        smaller = min(len(runs[one]), len(runs[other]))
        if smaller >= FEWEST_RUNS and count >= COPIED * smaller:
            yield one, other


def _runs(article: Article) -> frozenset[tuple[str, ...]]:
    found = words(article.text)
    return frozenset(zip(*(found[offset:] for offset in range(SHINGLE)), strict=False))


def _retelling_pairs(articles: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    bags = {i: [s.stems for s in one.sentences if s.stems] for i, one in enumerate(articles)}
    compared = [i for i, bag in bags.items() if FEWEST_SENTENCES <= len(bag) <= MOST_SENTENCES]
    matrix = tfidf([stems for index in compared for stems in bags[index]])
    ends = list(accumulate(len(bags[index]) for index in compared))
    for place, one in enumerate(compared[:-1]):
        end = ends[place]
        with_later = (matrix[end - len(bags[one]) : end] @ matrix[end:].T).toarray()
        for other, last in zip(compared[place + 1 :], ends[place + 1 :], strict=True):
            cosines = with_later[:, last - len(bags[other]) - end : last - end]
            if _retells(cosines) or _retells(cosines.T):
                yield one, other


def _retells(cosines: NDArray[np.float64]) -> bool:
    """Say whether the rows' sentences retell the columns' in their order."""
    closest, place = cosines.max(axis=1), cosines.argmax(axis=1)
    if closest.mean() < CLOSENESS:
        return False
    matched = place[closest >= ALIKE].tolist()
    return _longest_rise(matched) >= RETOLD * len(closest)


def _longest_rise(numbers: Iterable[int]) -> int:
    """Return the length of the longest subsequence that never falls (Fredman 1975)."""
    tails: list[int] = []
    for number in numbers:
        place = bisect_right(tails, number)
        tails[place : place + 1] = [number]
    return len(tails)
