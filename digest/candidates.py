"""Choose the pairs of articles that are worth comparing.

The one rule to know: a few articles are all compared where they share
anything; of many, each is compared with those it shares most rare words and
names with, so that the cost stays near linear.
"""

import numpy as np
from scipy.sparse import csr_array, hstack

from digest.likeness import Likeness
from digest.vectors import Floats, Matrix, Numbers

EXACT = 2_000  # articles up to which every pair that shares enough is compared
NEAREST = 50  # others that an article of more is compared with
LEAST = 0.2  # sum of cosines of bodies, leads and names below which two articles share nothing
_BLOCK = 1_000  # rows of a product at once
_COMMON, _COMMON_SHARE = 200, 0.005  # articles; a term that more hold finds nobody


def find_candidates(likeness: Likeness) -> tuple[Numbers, Numbers]:
    """Return the pairs to compare, each once: the smaller row numbers, and the greater."""
    count = likeness.body.shape[0]
    mixed = csr_array(hstack((likeness.body, likeness.lead, likeness.names)))
    if count > EXACT:
        mixed = _without_common(mixed, max(_COMMON, int(_COMMON_SHARE * count)))
    turned = csr_array(mixed.T)
    pairs = [
        _best(csr_array(mixed[at : at + _BLOCK] @ turned), at, count)
        for at in range(0, count, _BLOCK)
    ]
    both = np.unique(np.concatenate(pairs)) if pairs else np.zeros(0, dtype=np.int64)
    return both // count, both % count


def _without_common(matrix: Matrix, most: int) -> Matrix:
    holders = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = matrix.copy()
    kept.data = np.where(holders[kept.indices] <= most, kept.data, 0.0)
    kept.eliminate_zeros()
    return kept


def _best(products: Matrix, first: int, count: int) -> Numbers:
    """Return the pairs of a block as one number each: smaller times ``count`` plus greater."""
    rows = np.repeat(np.arange(products.shape[0]), np.diff(products.indptr)) + first
    columns, values = products.indices.astype(np.int64), products.data
    chosen = (columns != rows) & (values > LEAST)
    if count > EXACT:
        chosen &= values >= _cutoffs(products)[rows - first]
    one, other = rows[chosen], columns[chosen]
    found: Numbers = np.minimum(one, other) * count + np.maximum(one, other)
    return found


def _cutoffs(products: Matrix) -> Floats:
    """Return for each row the value of its last neighbor that still counts."""
    cutoffs = np.zeros(products.shape[0])
    for row in range(products.shape[0]):
        values = products.data[products.indptr[row] : products.indptr[row + 1]]
        if len(values) > NEAREST:
            cutoffs[row] = np.partition(values, -NEAREST)[-NEAREST]
    return cutoffs
