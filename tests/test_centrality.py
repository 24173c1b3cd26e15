"""Continuous LexRank: the sparse products give what the paper's matrix gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array

from digest.centrality import rank_rows
from digest.vectors import (
    Matrix,
    Numbering,
    background_counts,
    background_idf,
    count_terms,
    weighted,
)

WORDS = st.sampled_from([f"word{number}" for number in range(12)])
BAG = st.lists(WORDS, max_size=9)
ARTICLES = st.lists(st.lists(BAG, min_size=1, max_size=5), min_size=1, max_size=5)


def rows_of(bags: list[list[str]]) -> Matrix:
    stems = Numbering()
    counts = count_terms(bags, stems)
    return weighted(counts, background_idf(background_counts(stems)))


def ranked(
    articles: list[list[list[str]]], bias: list[float], *, own: float, damping: float
) -> NDArray[np.float64]:
    bags = [bag for article in articles for bag in article]
    owners = np.repeat(np.arange(len(articles)), [len(article) for article in articles])
    rows = rows_of(bags)
    return rank_rows(rows, owners, np.array(bias[: len(bags)]), own=own, damping=damping)


def dense(
    articles: list[list[list[str]]], bias: list[float], *, own: float, damping: float
) -> NDArray[np.float64]:
    """Solve the paper's equation with the whole matrix; a row like nothing always jumps."""
    bags = [bag for article in articles for bag in article]
    owners = np.repeat(np.arange(len(articles)), [len(article) for article in articles])
    vectors = rows_of(bags).toarray()
    matrix = vectors @ vectors.T
    matrix[owners[:, None] == owners[None, :]] *= own
    jump = np.array(bias[: len(bags)]) / sum(bias[: len(bags)])
    sums = matrix.sum(axis=0)
    steps = np.where(sums > 0, matrix / np.where(sums > 0, sums, 1.0), jump[:, None])
    system = np.eye(len(bags)) - damping * steps
    return np.asarray(np.linalg.solve(system, (1 - damping) * jump))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    ARTICLES,
    st.lists(st.floats(0.01, 10), min_size=25, max_size=25),
    st.floats(0.05, 1),
    st.floats(0, 0.95),
)
def test_scores_are_those_of_the_dense_equation(
    articles: list[list[list[str]]], bias: list[float], own: float, damping: float
) -> None:
    found = ranked(articles, bias, own=own, damping=damping)

    assert found == pytest.approx(dense(articles, bias, own=own, damping=damping), abs=1e-10, rel=0)
    assert found.sum() == pytest.approx(1, abs=1e-10)


def test_what_most_others_resemble_scores_highest() -> None:
    articles = [[["dam", "break", "town"], ["price", "salt"]], [["dam", "town"]], [["dam", "boat"]]]

    found = ranked(articles, [1.0] * 4, own=0.5, damping=0.85)

    assert found.argmax() == 2
    assert found[2] > found[0] > found[1] == pytest.approx(1 / 4)  # like nothing: the bias


def test_likeness_within_an_article_counts_for_less() -> None:
    twice = [["dam", "town"], ["dam", "town"]]
    one, two = [twice, [["boat"]]], [[twice[0]], [twice[1]], [["boat"]]]
    bias = [1.0, 1.0, 3.0]

    within = ranked([*one, [["dam", "boat"]]], [*bias, 1.0], own=0.1, damping=0.85)
    across = ranked([*two, [["dam", "boat"]]], [*bias, 1.0], own=0.1, damping=0.85)

    assert within[3] > across[3]


def test_without_steps_the_scores_are_the_bias() -> None:
    found = ranked([[["dam"], ["town"]], [["boat"]]], [1.0, 2.0, 5.0], own=1.0, damping=0.0)

    assert found.tolist() == pytest.approx([1 / 8, 2 / 8, 5 / 8])


def test_ten_thousand_rows_need_no_matrix_of_their_likeness() -> None:
    import tracemalloc

    generator = np.random.default_rng(1)
    columns = generator.zipf(1.3, size=100_000) % 20_000
    starts = np.arange(0, 100_001, 10)
    rows = csr_array((np.full(100_000, 10**-0.5), columns, starts), shape=(10_000, 20_000))
    tracemalloc.start()

    scores = rank_rows(rows, np.repeat(np.arange(100), 100), np.ones(10_000), own=0.5, damping=0.85)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert scores.sum() == pytest.approx(1)
    assert peak < 30e6  # the matrix alone would take 800
