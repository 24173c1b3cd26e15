"""LexRank: a sentence is central when central sentences are like it.

Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text
Summarization", JAIR 22 (2004), in the form that sumy gives it: term
frequencies divided by the sentence's highest, idf from the sentences
themselves, an edge where the cosine passes a threshold. Unlike sumy's, the
scores belong to places, not to texts, and the iteration runs until it stands.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from scipy.sparse import csr_array

from digest.model import Sentence

EDGE = 0.1  # cosine above which two sentences are neighbors; the paper's best on DUC 2003 and 2004
STANDING = 1e-9  # change of the scores' vector below which the iteration has converged
MOST_ROUNDS = 1000  # a bipartite graph would swing forever


def score_sentences(sentences: Sequence[Sentence]) -> tuple[float, ...]:
    """Return one score a sentence, in the order given; equal sentences score alike."""
    if not sentences:
        return ()
    bags = [Counter(sentence.stems) for sentence in sentences]
    edges = _edges(_vectors(bags))
    degrees = np.maximum(edges.sum(axis=1), 1.0)
    transposed = (edges / degrees[:, None]).T.tocsr()
    scores = np.full(len(bags), 1.0 / len(bags))
    for _ in range(MOST_ROUNDS):
        following = transposed @ scores
        following /= np.linalg.norm(following) or 1.0
        moved = np.linalg.norm(following - scores)
        scores = following
        if moved < STANDING:
            break
    return tuple(round(float(score), 9) for score in scores)


def _vectors(bags: Sequence[Counter[str]]) -> csr_array:
    """Return the rows tf / max tf * idf, each of length 1, idf as ln(N / (1 + n))."""
    holders = Counter(stem for bag in bags for stem in bag)
    columns = {stem: column for column, stem in enumerate(holders)}
    data, indices, starts = [], [], [0]
    for bag in bags:
        highest = max(bag.values(), default=1)
        for stem, count in bag.items():
            data.append(count / highest * log(len(bags) / (1 + holders[stem])))
            indices.append(columns[stem])
        starts.append(len(indices))
    rows = csr_array(
        (np.array(data, dtype=float), np.array(indices, dtype=int), np.array(starts)),
        shape=(len(bags), max(len(columns), 1)),
    )
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    lengths[lengths == 0] = 1.0
    return csr_array(rows / lengths[:, None])


def _edges(vectors: csr_array) -> csr_array:
    cosines = csr_array(vectors @ vectors.T)
    cosines.data = (cosines.data > EDGE).astype(float)
    cosines.eliminate_zeros()
    return cosines
