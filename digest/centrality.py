"""LexRank over rows of weighted words: a row is central when central rows are like it.

Continuous LexRank (Erkan and Radev, "LexRank: Graph-based Lexical Centrality
as Salience in Text Summarization", JAIR 22, 2004) with a biased jump
(Otterbacher, Erkan and Radev 2005). With rows x of tf * idf, each of length 1:

    W[i, j] = x[i] . x[j]             between articles
            = own * x[i] . x[j]       within one
    p = damping * W D^-1 p + (1 - damping) * b        D: the column sums of W

One rule: W is never built. W v is X (X' v) less a share of the same product
taken article by article, so time and memory grow with the words alone.
"""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csc_array

from digest.vectors import Floats, Matrix, Numbers, article_parts

CLOSE = 1e-13  # length of what is left over, against that of what is asked; then we have it
MOST_ROUNDS = 500  # for a damping of .85 about 30 are enough, whatever the rows


def rank_rows(rows: Matrix, owners: Numbers, bias: Floats, *, own: float, damping: float) -> Floats:
    """Return the stationary distribution over the rows, which have length 1 or 0.

    ``owners`` gives each row's article and never falls. A row of zeros, like nothing,
    always jumps. What the jumps bring back is in proportion to the solution x of
    (I - damping W D^-1) x = b, which D makes symmetric: conjugate gradients find it.
    """
    like = _likeness(rows, owners, own)
    sums = like(np.ones(len(bias)))
    sums[sums <= 0] = 1.0
    root = np.sqrt(sums)
    found = _solve(lambda v: v - damping * like(v / root) / root, bias / root)
    scores = found * root
    return np.asarray(scores / scores.sum())


def _solve(product: Callable[[Floats], Floats], right: Floats) -> Floats:
    """Return x with product(x) = right, for a positive product (Hestenes and Stiefel 1952)."""
    found = right.copy()
    left_over = right - product(found)
    way = left_over.copy()
    size = left_over @ left_over
    enough = CLOSE**2 * (right @ right)
    for _ in range(MOST_ROUNDS):
        if size <= enough:
            break
        change = product(way)
        step = size / (way @ change)
        found += step * way
        left_over -= step * change
        size, before = left_over @ left_over, size
        way = left_over + size / before * way
    return found


def _likeness(rows: Matrix, owners: Numbers, own: float) -> Callable[[Floats], Floats]:
    """Return the function v -> W v.

    A column of Y is a term as one article has it; the articles' columns of a term add up to
    the term's in X. So X'v are sums of Y'v, and W v = Y (the sum - (1 - own) * Y'v).
    """
    columns = rows.tocsc()
    transposed = columns.T
    if own == 1:
        return lambda vector: np.asarray(columns @ (transposed @ vector))
    starts, terms = article_parts(columns, owners)
    by_article = csc_array(
        (columns.data, columns.indices, np.append(starts, len(columns.data))),
        shape=(rows.shape[0], len(terms)),
    )
    by_terms = by_article.T

    def product(vector: Floats) -> Floats:
        parts = np.asarray(by_terms @ vector)
        sums = np.bincount(terms, weights=parts, minlength=rows.shape[1])
        return np.asarray(by_article @ (sums[terms] - (1 - own) * parts))

    return product
