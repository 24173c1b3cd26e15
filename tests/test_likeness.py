"""What two articles are compared by, and the model that judges it."""

from dataclasses import replace

import numpy as np
import pytest

from digest.candidates import find_candidates
from digest.events import judge_pair
from digest.likeness import FEATURES, compare, read_likeness
from digest.model import Article
from digest.pair_model import pair_model

CABLE = Article(
    id="a",
    title="Toryun and Ostmere to guard the Sable cables",
    text="PORT ANSEL - Toryun and Ostmere agreed on Wednesday to patrol the Sable Strait with "
    "nine ships after eleven cables were cut. Marta Ellingsen signed the compact in Port Ansel.",
    published="2026-03-11",
)
AGAIN = Article(
    id="b",
    title="Nine ships will patrol the Sable Strait",
    text="Nine ships will guard the Sable Strait, Toryun and Ostmere said in Port Ansel. Marta "
    "Ellingsen called the eleven cut cables a warning.",
    published="2026-03-12",
)
OTHER = Article(
    id="c",
    title="Viaduct collapse: toll rises to 19",
    text="TARN HOLLOW - Rescuers found two more bodies under the Kestrian viaduct on Thursday, "
    "and the toll rose to 19, Ines Toral of the county said.",
    published="2026-03-12",
)


def odds(one: Article, other: Article) -> float:
    return sum(value * weight for _, value, weight in judge_pair(one, other))


def test_two_reports_of_one_event_are_told_from_two_of_two() -> None:
    assert odds(CABLE, AGAIN) > 0 > odds(CABLE, OTHER)


def test_a_title_derived_from_the_text_is_none() -> None:
    untitled = replace(AGAIN, title="")
    derived = replace(AGAIN, title=AGAIN.text[:39], title_derived=True)

    assert judge_pair(CABLE, derived) == judge_pair(CABLE, untitled)


def test_it_is_the_same_from_both_sides() -> None:
    assert odds(CABLE, AGAIN) == pytest.approx(odds(AGAIN, CABLE))


def test_other_articles_of_the_day_change_nothing() -> None:
    alone = compare(read_likeness([CABLE, AGAIN]), np.array([0]), np.array([1]))
    among = compare(read_likeness([OTHER, CABLE, AGAIN]), np.array([1]), np.array([2]))

    assert np.allclose(alone, among)


def test_every_feature_has_its_column_and_weight() -> None:
    features = compare(read_likeness([CABLE, AGAIN]), np.array([0]), np.array([1]))

    assert features.shape == (1, len(FEATURES))
    assert len(pair_model().weights) == len(FEATURES)


def test_empty_articles_are_like_nothing() -> None:
    empty = Article(id="d", text="")
    rows, columns = find_candidates(read_likeness([CABLE, empty, empty]))

    assert (rows.tolist(), columns.tolist()) == ([], [])


def test_candidates_are_the_pairs_that_share_something_each_once() -> None:
    rows, columns = find_candidates(read_likeness([CABLE, AGAIN, OTHER]))

    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 1)]
