"""Choose sentences that together say what the articles say most.

What is said is counted in pairs of neighboring words (Gillick and Favre, "A
Scalable Global Model for Summarization", 2009), stop words among them. A pair
that several articles hold weighs

    articles with it * (sum of its sentences' scores) ** MASS * (1 + first place) ** -EARLY

and counts once, however often it is chosen. Sentences are taken one by one,
always the one whose pairs not yet told weigh most for its length, times its
score. One rule: all sentences vote, but only the allowed ones are chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from digest.vectors import (
    Floats,
    Matrix,
    Numbering,
    Numbers,
    article_parts,
    count_terms,
    number_terms,
)

Flags = NDArray[np.bool_]

MASS = 0.75  # power of the scores of the sentences that hold a pair
EARLY = 0.3  # power of the first place at which a pair stands
EARLY_SENTENCE = 0.3  # power of a sentence's own place
SINGLE = 0.1  # weight of a pair that one article alone holds, where there are others
REPETITION = 1.5  # power of what is new in a sentence, against the chosen one most like it
SAME = 0.65  # share of stems, of the shorter of two sentences, from which they say the same
TIE = 1e-9  # relative; sums differ by less when the same terms add up in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The sentences of an event, article by article, a number each in every array.

    ``terms`` are as in ``Sentence``, ``stems`` the counts of each sentence's. ``behind`` is the
    position of the sentence that must be chosen before, or -1; ``costs`` are words, or 1 where
    sentences are counted.
    """

    terms: Sequence[Sequence[str]]
    stems: Matrix
    owners: Numbers
    places: Numbers
    scores: Floats
    allowed: Flags
    behind: Numbers
    costs: Floats


def choose_covering(
    candidates: Candidates,
    *,
    budget: float,
    slack: float = 0.0,
    told: Sequence[Sequence[str]] = (),
    by_scores: bool = False,
    first: int | None = None,
) -> list[int]:
    """Return the positions of the chosen sentences, in the order of choice.

    Choosing ends when the budget is reached, which the last sentence may pass by ``slack``
    and the first by any length. ``told`` are the terms of sentences that the reader knows:
    their pairs count for nothing. With ``by_scores`` neither places nor the number of
    articles matter. ``first`` is chosen before all others. Ties go to what stands first.
    """
    choice = _Choice(candidates, told, by_scores=by_scores)
    left = budget
    while left > 0:
        run = choice.best_run(left + slack) if choice.chosen or first is None else (first,)
        if not run:
            break
        for index in run:
            choice.take(index)
            left -= float(candidates.costs[index])
    return choice.chosen


def share_told(stems: Sequence[Sequence[str]], known: Sequence[Sequence[str]]) -> Floats:
    """Return how much each bag of stems repeats the known one that it is most like, 0 to 1.

    The share is that of the shorter of the two.
    """
    likeness = _Likeness(count_terms([*stems, *known], Numbering()))
    for index in range(len(stems), len(stems) + len(known)):
        likeness.add(index)
    return likeness.highest[: len(stems)]


class _Choice:
    """What is chosen so far, and what each sentence would add to it."""

    def __init__(
        self, candidates: Candidates, told: Sequence[Sequence[str]], *, by_scores: bool
    ) -> None:
        self.chosen: list[int] = []
        self._costs = candidates.costs
        self._behind = candidates.behind
        self._waiting = candidates.allowed.copy()
        self._likeness = _Likeness(candidates.stems)
        self._pairs, known = _find_pairs(candidates.terms, told)
        self._weights = _mass(self._pairs, candidates)
        self._worth = candidates.scores
        if not by_scores:
            self._weights *= _support(self._pairs, candidates)
            self._worth = candidates.scores * (1.0 + candidates.places) ** -EARLY_SENTENCE
        self._weights[known] = 0.0

    def best_run(self, room: float) -> tuple[int, ...]:
        """Return what adds most for its length: a sentence, or one and that which leans on it.

        It fits into the room, unless it is one sentence and the first.
        """
        new = (1 - self._likeness.highest) ** REPETITION
        adds = np.asarray(self._pairs @ self._weights) * self._worth * new
        open_ = self._waiting & (self._likeness.highest < SAME) & (adds > 0)
        stands = (self._behind < 0) | np.isin(self._behind, self.chosen)
        fits = (self._costs <= room) | (not self.chosen)
        single = np.where(open_ & stands & fits, adds / self._costs, 0.0)
        leaning = np.flatnonzero(open_ & ~stands)
        before = self._behind[leaning]
        costs = self._costs[before] + self._costs[leaning]
        fits = open_[before] & stands[before] & (costs <= room)
        double = np.where(fits, (adds[before] + adds[leaning]) / costs, 0.0)
        values = np.concatenate((single, double))
        highest = values.max(initial=0.0)
        if highest <= 0:
            return ()
        best = int(np.argmax(values >= highest * (1 - TIE)))
        at = best - len(single)
        return (best,) if at < 0 else (int(before[at]), int(leaning[at]))

    def take(self, index: int) -> None:
        self.chosen.append(index)
        self._waiting[index] = False
        starts = self._pairs.indptr
        self._weights[self._pairs.indices[starts[index] : starts[index + 1]]] = 0.0
        self._likeness.add(index)


def _find_pairs(
    bags: Sequence[Sequence[str]], told: Sequence[Sequence[str]]
) -> tuple[Matrix, Numbers]:
    """Return which sentence (row) holds which pair (column), and the columns that are told."""
    numbering = Numbering()
    terms, starts = number_terms([*bags, *told], numbering)
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    inside = rows[1:] == rows[:-1]
    keys = (terms[:-1] * len(numbering) + terms[1:])[inside]
    found, columns = np.unique(keys, return_inverse=True)
    rows = rows[:-1][inside]
    held = rows < len(bags)
    shape = (len(bags), max(len(found), 1))
    incidence = csr_array((np.ones(int(held.sum())), (rows[held], columns[held])), shape=shape)
    incidence.sum_duplicates()
    incidence.data[:] = 1.0
    return incidence, np.unique(columns[~held])


def _mass(pairs: Matrix, candidates: Candidates) -> Floats:
    return np.asarray(pairs.T @ candidates.scores) ** MASS


def _support(pairs: Matrix, candidates: Candidates) -> Floats:
    """Return how many articles hold each pair, less the later it first stands."""
    columns = pairs.tocsc()
    _, held_by = article_parts(columns, candidates.owners)
    articles = np.bincount(held_by, minlength=columns.shape[1]).astype(np.float64)
    if len(np.unique(candidates.owners)) > 1:
        articles[articles == 1] = SINGLE
    first = np.zeros(columns.shape[1])
    held = np.flatnonzero(np.diff(columns.indptr))
    if len(held):
        places = candidates.places[columns.indices].astype(np.float64)
        first[held] = np.minimum.reduceat(places, columns.indptr[held])
    return articles * (1.0 + first) ** -EARLY


class _Likeness:
    """How much each sentence repeats the chosen one that it is most like, from 0 to 1."""

    def __init__(self, counts: Matrix) -> None:
        ones = np.ones(len(counts.data))
        self._held = csr_array((ones, counts.indices, counts.indptr), shape=counts.shape)
        self._sizes = np.maximum(np.diff(counts.indptr), 1)
        self.highest = np.zeros(counts.shape[0])

    def add(self, chosen: int) -> None:
        own = self._held.indices[self._held.indptr[chosen] : self._held.indptr[chosen + 1]]
        there = np.zeros(self._held.shape[1])
        there[own] = 1.0
        shares = (self._held @ there) / np.minimum(self._sizes, max(len(own), 1))
        self.highest = np.maximum(self.highest, shares)
