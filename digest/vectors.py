"""Texts as vectors of weighted stems.

Weights are tf-idf with the background frequencies of ``words``: frequencies
taken from the few articles at hand would make an event's own words weightless.
"""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from digest.words import idf

Matrix: TypeAlias = csr_array[np.float64, tuple[int, int]]


def tfidf(bags: Sequence[Sequence[str]]) -> Matrix:
    """Return one row a bag of stems: (1 + ln tf) * idf, of length 1; zeros for an empty bag.

    A product of two rows is the cosine of their bags (Salton and Buckley 1988).
    """
    columns: dict[str, int] = {}
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for bag in bags:
        row = {stem: (1 + log(count)) * idf(stem) for stem, count in Counter(bag).items()}
        length = sqrt(sum(weight * weight for weight in row.values())) or 1.0
        for stem, weight in row.items():
            indices.append(columns.setdefault(stem, len(columns)))
            data.append(weight / length)
        starts.append(len(indices))
    shape = (len(bags), max(len(columns), 1))
    return csr_array((np.array(data), np.array(indices), np.array(starts)), shape=shape)
