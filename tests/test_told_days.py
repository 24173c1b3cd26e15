"""The days and ages that articles tell."""

import re

import pytest

from digest.model import Article
from digest.told_days import (
    _BETWEEN_COMMAS,
    _DAY,
    _OLD,
    told_ages,
    told_dates,
    told_weekdays,
)
from digest.word_numbers import number_words
from tests.linear import seconds_to_scan


def dates(text: str) -> list[int]:
    return sorted(told_dates(number_words([text])).indices.tolist())


def ages(text: str) -> int:
    return int(told_ages([Article(id="a", text=text)]).nnz)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It broke on March 4 and again on 12 April.", [304, 412]),
        ("On Sept. 3rd, 2024, the third of May, the 5th May", [505, 903]),
        ("It fell on January 31, and January 31 was cold.", [131]),
        ("In March, 400 people walked 12 miles.", []),
        ("Ends in March", []),
        ("", []),
    ],
)
def test_days_of_the_year(text: str, told: list[int]) -> None:
    assert dates(text) == told


def test_a_date_does_not_go_across_two_texts() -> None:
    assert told_dates(number_words(["It ends in March", "4 boats came"])).nnz == 0


def test_weekdays_of_the_lead() -> None:
    held = told_weekdays(
        number_words(["On Tuesday, and Tuesday", "On Sunday", "x " * 200 + "Monday"])
    )

    assert held.sum(axis=1).tolist() == [1, 1, 0]
    assert held[[0]].multiply(held[[1]]).nnz == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A 25-year-old man and Jo Keil, 31, were hurt.", 2),
        ("a 25 - year - old, the 25-year-old", 1),
        ("on March, 12, and in all, 14, of them", 1),
        ("It is 25 years old.", 0),
    ],
)
def test_ages(text: str, count: int) -> None:
    assert ages(text) == count


@pytest.mark.parametrize("pattern", [_OLD, _BETWEEN_COMMAS, _DAY])
def test_patterns_take_time_in_step_with_the_text(pattern: re.Pattern[str]) -> None:
    assert seconds_to_scan(pattern, ["A", "Aa, ", "1", "1-", ", 1", "1 year ", "Ab, 1"]) < 1
