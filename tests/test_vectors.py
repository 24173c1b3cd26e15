"""Texts as rows of numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.vectors import (
    Numbering,
    article_parts,
    background_counts,
    background_idf,
    count_terms,
    own_idf,
    tfidf,
    weighted,
)
from digest.words import stems

BAGS = [("dam", "town", "dam"), (), ("town", "boat")]


def test_terms_are_numbered_and_counted_row_by_row() -> None:
    numbering = Numbering()

    counts = count_terms(BAGS, numbering)

    assert list(numbering) == ["dam", "town", "boat"]
    assert counts.toarray().tolist() == [[2, 1, 0], [0, 0, 0], [0, 1, 1]]
    assert count_terms([], Numbering()).shape == (0, 1)


def test_weighted_rows_have_length_one_or_none() -> None:
    rows = weighted(count_terms(BAGS, Numbering()), np.array([3.0, 4.0, 1.0])).toarray()

    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1, 0, 1])
    assert rows[0].tolist() == pytest.approx([6 / 52**0.5, 4 / 52**0.5, 0])


def test_a_column_is_cut_where_another_article_begins() -> None:
    columns = count_terms([("dam",), ("dam", "town"), ("town",), ("dam",)], Numbering()).tocsc()

    starts, parts = article_parts(columns, np.array([0, 0, 1, 1]))

    assert starts.tolist() == [0, 2, 3, 4]
    assert parts.tolist() == [0, 0, 1, 1]


def test_a_common_stem_tells_less_than_a_rare_one() -> None:
    common, rare, unseen = background_idf(background_counts(["year", "missil", "zzyzx"]))

    assert 0 < common < rare < unseen


@given(st.text(max_size=300))
def test_every_stem_tells_something(text: str) -> None:
    assert (background_idf(background_counts(stems(text))) > 0).all()


def test_without_a_background_what_fewer_rows_hold_tells_more() -> None:
    dam, town, boat = own_idf(count_terms(BAGS, Numbering()))

    assert 0 < town < dam == boat


def test_equal_bags_are_as_alike_as_can_be() -> None:
    rows = tfidf([("dam", "town"), ("town", "dam"), ("boat",), ()])

    assert (rows @ rows.T).toarray()[0].tolist() == pytest.approx([1, 1, 0, 0])
