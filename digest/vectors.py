"""Texts as rows of numbers: how often each stem stands in them, and how much that tells.

Weights are by the background of ``words``: frequencies taken from the few
articles at hand would make an event's own words weightless. ``own_idf`` is for
languages that the background does not know.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from digest.words import document_count, document_frequency

Matrix: TypeAlias = csr_array[np.float64, tuple[int, int]]
ColumnMatrix: TypeAlias = csc_array[np.float64]
Numbers: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

UNSEEN = 1  # documents; a stem that the background lacks tells a little more than its rarest


class Numbering(dict[str, int]):
    """Numbers the strings that are asked for, from 0, in the order of the first asking."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number


def number_terms(bags: Sequence[Sequence[str]], numbering: Numbering) -> tuple[Numbers, Numbers]:
    """Return the number of every term, bag after bag, and where each bag starts; then the end."""
    sizes = np.fromiter(map(len, bags), dtype=np.int64, count=len(bags))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    terms = map(numbering.__getitem__, chain.from_iterable(bags))
    return np.fromiter(terms, dtype=np.int64, count=int(starts[-1])), starts


def count_terms(bags: Sequence[Sequence[str]], numbering: Numbering) -> Matrix:
    """Return one row a bag, one column a term of the numbering: how often it stands there."""
    columns, starts = number_terms(bags, numbering)
    return count_numbers(columns, starts, len(numbering))


def count_numbers(columns: Numbers | NDArray[np.int32], starts: Numbers, terms: int) -> Matrix:
    """Return the same of terms that are numbers already; a bag ends where the next starts."""
    shape = (len(starts) - 1, max(terms, 1))
    ones = np.ones(len(columns), dtype=np.float64)
    counts: Matrix = csr_array((ones, columns, starts), shape=shape)
    counts.sum_duplicates()
    return counts


def article_parts(columns: ColumnMatrix, owners: Numbers) -> tuple[Numbers, Numbers]:
    """Cut each column where another article's rows begin: starts of the parts, their columns.

    ``owners`` gives each row's article and never falls.
    """
    column = np.repeat(np.arange(columns.shape[1]), np.diff(columns.indptr))
    owner = owners[columns.indices]
    fresh = np.ones(len(column), dtype=bool)
    fresh[1:] = (column[1:] != column[:-1]) | (owner[1:] != owner[:-1])
    return np.flatnonzero(fresh), column[fresh]


def tfidf(bags: Sequence[Sequence[str]]) -> Matrix:
    """Return one row a bag of stems, of length 1: (1 + ln count) * idf; zeros for an empty bag.

    A product of two rows is the cosine of their bags (Salton and Buckley 1988).
    """
    numbering = Numbering()
    rows = count_terms(bags, numbering)
    rows.data = 1 + np.log(rows.data)
    return weighted(rows, background_idf(background_counts(numbering)))


def weighted(counts: Matrix, weights: Floats) -> Matrix:
    """Return the rows times the weights of their columns, each then of length 1 or 0."""
    data = counts.data * weights[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=data**2, minlength=counts.shape[0]))
    lengths[lengths == 0] = 1.0
    found: Matrix = csr_array((data / lengths[rows], counts.indices, counts.indptr), counts.shape)
    return found


def background_counts(terms: Iterable[str]) -> Floats:
    """Return in how many documents of the background each term stands; 0 for one it lacks."""
    return np.fromiter(map(document_frequency().get, terms, repeat(0)), dtype=np.float64)


def background_idf(counts: Floats) -> Floats:
    """Return how much terms with these counts tell: ln of documents by documents with it.

    Always above zero; highest for a term that the background lacks.
    """
    return np.log((document_count() + 1) / np.maximum(counts, UNSEEN))


def own_idf(counts: Matrix) -> Floats:
    """Return ln of rows by rows with the term, above zero for all."""
    holders = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.log((counts.shape[0] + 1) / np.maximum(holders, 0.5))
