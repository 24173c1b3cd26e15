"""Figures that differ: the labeled pairs, and what always holds."""

from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import reading
from digest.amounts import find_amounts, may_hold_amounts, split_tokens
from digest.counted import read_counted
from digest.figures import MOST_FIGURES, find_figures
from digest.model import Figure, Prepared, Turn
from digest.steps import prepare
from tests.make import article, prepared

CASES = Path(__file__).parent / "cases" / "figures.md"
REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
PAIRS_LEAST = 160
PRECISION_LEAST = 0.95
RECALL_LEAST = 0.85
SLOWEST = 5.0  # seconds for 50 KB of the worst; what is quadratic takes minutes


@dataclass(frozen=True, kw_only=True)
class Pair:
    title: str
    texts: tuple[str, str]
    expected: str  # "" where nothing is to be shown


def read_pairs() -> list[Pair]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, first, second, expected = block.strip().split("\n")[:4]
        texts = first.removeprefix("A: "), second.removeprefix("B: ")
        expected = expected.removeprefix("-> ")
        found.append(Pair(title=title, texts=texts, expected="" if expected == "-" else expected))
    return found


PAIRS = read_pairs()


def told(*texts: str) -> tuple[Figure, ...]:
    """Return the figures of articles by independent outlets, published an hour apart."""
    return find_figures(
        [
            prepared(
                text, id=f"{hour}", outlet=f"O{hour}", published=f"2026-03-11T0{hour}:00:00+00:00"
            )
            for hour, text in enumerate(texts)
        ],
        copies={},
    )


def shown(figure: Figure) -> str:
    return " | ".join(value.text for value in figure.values)


def score(pairs: list[Pair]) -> tuple[float, float]:
    """Return precision and recall over the pairs."""
    found = [(shown(figure), pair.expected) for pair in pairs for figure in told(*pair.texts)]
    right = sum(text == expected for text, expected in found)
    return right / len(found), right / sum(bool(pair.expected) for pair in pairs)


def test_the_pairs_are_many_and_half_of_them_show_nothing() -> None:
    different = [pair for pair in PAIRS if pair.expected]

    assert len(PAIRS) >= PAIRS_LEAST
    assert len({pair.texts for pair in PAIRS}) == len(PAIRS)
    assert len(different) <= len(PAIRS) / 2


@pytest.mark.parametrize("part", [PAIRS, PAIRS[2::3]], ids=["all", "kept aside"])
def test_what_is_shown_differs_and_most_of_what_differs_is_shown(part: list[Pair]) -> None:
    precision, recall = score(part)

    assert precision >= PRECISION_LEAST
    assert recall >= RECALL_LEAST


CROSSED = "The storm killed {} people as it crossed the islands of Dalvia, officials said."


def test_the_text_is_verbatim_with_its_hedge_and_the_value_has_a_unit() -> None:
    first = "The talks in Port Ansel lasted just over 40 minutes, an aide said."
    second = "They held 41-minute talks in Port Ansel."
    (figure,) = told(first, second)

    assert figure.about == "talks minutes"
    assert [(v.text, v.value, v.unit) for v in figure.values] == [
        ("just over 40 minutes", 40.0, "minute"),
        ("41-minute", 41.0, "minute"),
    ]
    assert first[slice(figure.values[0].start, figure.values[0].end)] == "just over 40 minutes"


def test_the_label_is_the_noun_and_what_befell_it_in_the_first_article() -> None:
    (figure,) = told(
        "Morvane sent 9,000 Tiran troops to the Sable border on Monday.",
        "Morvane has sent 11,000 Tiran soldiers to the Sable border.",
    )

    assert figure.about == "sent Tiran troops"


def test_a_copy_gives_no_value() -> None:
    event = [
        prepared(CROSSED.format("14"), id="own"),
        prepared(CROSSED.format("17"), id="copy"),
    ]

    assert find_figures(event, copies={"copy": "own"}) == ()
    assert len(find_figures(event, copies={})) == 1


def test_equal_values_stand_beside_a_different_one_but_not_alone() -> None:
    (figure,) = told(*map(CROSSED.format, ("14", "fourteen", "17")))

    assert shown(figure) == "14 | fourteen | 17"
    assert told(*map(CROSSED.format, ("14", "fourteen"))) == ()


def test_an_article_that_has_both_numbers_does_not_differ() -> None:
    update = CROSSED.format("17") + " In the morning it had been 14 people killed."

    assert told(CROSSED.format("14"), update) == ()


def test_two_numbers_of_one_article_are_no_difference() -> None:
    assert told(CROSSED.format("14") + " " + CROSSED.format("17")) == ()


def test_values_come_in_the_order_of_publication_and_undated_ones_last() -> None:
    event = [
        prepared(CROSSED.format("19"), id="a", published=None),
        prepared(CROSSED.format("17"), id="b", published="2026-03-11T12:00:00+01:00"),
        prepared(CROSSED.format("14"), id="c", published="2026-03-11T10:30:00+00:00"),
    ]
    (figure,) = find_figures(event, copies={})

    assert [value.article for value in figure.values] == ["c", "b", "a"]


def test_what_a_reporter_asks_is_no_value() -> None:
    asked = prepare(
        replace(
            article(CROSSED.format("14"), id="a"),
            turns=(Turn(speaker="Q", start=0, end=90, asks=True),),
        )
    )

    assert find_figures([asked, prepared(CROSSED.format("17"), id="b")], copies={}) == ()


def test_other_languages_are_left_alone() -> None:
    foreign = prepared(CROSSED.format("14"), id="a")
    foreign = replace(foreign, article=replace(foreign.article, language="nl"))

    assert find_figures([foreign, prepared(CROSSED.format("17"), id="b")], copies={}) == ()


def test_no_more_than_so_many_figures_those_of_most_articles_first() -> None:
    towns = "Elin Tira Sellin Vantora Karst Orne Grell Oskel Maro Hwansu".split()
    lines = ["The flood destroyed {} houses in the harbor of " + town + "." for town in towns]
    first = " ".join(line.format(20 + 2 * n) for n, line in enumerate(lines))
    second = " ".join(line.format(51 + 2 * n) for n, line in enumerate(lines))
    figures = told(first, second, lines[9].format(75))

    assert len(figures) == MOST_FIGURES
    assert [len(figure.values) for figure in figures] == [3] + [2] * (MOST_FIGURES - 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("up to 12,000 troops", [("up to 12,000", 12000.0, "")]),
        ("the 10,000-plus troops", [("10,000-plus", 10000.0, "")]),
        ("two hundred and six men", [("two hundred and six", 206.0, "")]),
        ("a dozen boats, twenty-three men", [("a dozen", 12.0, ""), ("twenty-three", 23.0, "")]),
        ("it cost US$1.2bn", [("US$1.2bn", 1.2e9, "dollar")]),
        ("nearly half a billion crowns", [("nearly half a billion crowns", 5e8, "crown")]),
        ("six and a half hours", [("six and a half hours", 6.5, "hour")]),
        ("an hour and a half", [("an hour and a half", 1.5, "hour")]),
        ("rose 40 per cent", [("40 per cent", 40.0, "percent")]),
        ("on Nov. 15, at noon", [("Nov. 15", 1115.0, "date")]),
        ("on 1 June", [("1 June", 601.0, "date")]),
        ("10 to 12 people", [("10 to 12", 10.0, "")]),
        ("at 6:12 a.m. the 15th B-1B of 555-0142", []),
        ("a 34-year-old on Highway 41 in 1908, the Group of 20", []),
        ("3,4,5 and 1,23 and " + "9" * 400, []),
    ],
)
def test_numbers_are_read_with_hedge_and_unit(
    text: str, found: list[tuple[str, float, str]]
) -> None:
    amounts = find_amounts(split_tokens(text, 0))

    assert [(text[a.start : a.end], a.value, a.unit) for a in amounts] == found


PARTS = (
    "14 17 twelve 1.2 million 40 $ % minutes hours people killed troops injured at least up to "
    "of the and , . - in Kestria Elin Nov. June meeting lasted a half dozen "
    "10,000 rose to fund crowns one"
).split()
TEXTS = st.lists(st.sampled_from(PARTS), max_size=30).map(" ".join)


@given(st.lists(TEXTS, min_size=2, max_size=4), st.randoms())
def test_order_of_input_changes_nothing_and_every_text_stands_where_it_says(
    texts: list[str], random: Random
) -> None:
    event = [prepared(text, id=str(n), outlet=f"O{n}") for n, text in enumerate(texts)]
    shuffled: list[Prepared] = list(event)
    random.shuffle(shuffled)
    figures = find_figures(event, copies={})

    assert find_figures(shuffled, copies={}) == figures
    for figure in figures:
        assert len({value.article for value in figure.values}) == len(figure.values) > 1
        for value in figure.values:
            assert texts[int(value.article)][value.start : value.end] == value.text


@pytest.mark.parametrize(
    "worst",
    "1,111|111,|twenty-|one |5 people killed |a million |at least |half a |10-12 |Nov. |of 5 |a.|"
    "'a|5 men in New York |killed |and a half ".split("|"),
)
def test_the_worst_sentence_is_read_in_linear_time(worst: str) -> None:
    text = worst * (50_000 // len(worst))
    started = perf_counter()
    may_hold_amounts(text)
    tokens = split_tokens(text, 0)
    read_counted("a", tokens, find_amounts(tokens))

    assert perf_counter() - started < SLOWEST


def test_values_come_in_the_order_of_the_sources() -> None:
    seoul = timezone(timedelta(hours=9))
    event = [
        prepared(CROSSED.format("14"), id="b", outlet="B", published="2026-03-11T05:00:00+00:00"),
        prepared(CROSSED.format("17"), id="a", outlet="A", published="2026-03-11T10:00:00"),
    ]
    (here,) = find_figures(event, copies={}, zone=seoul)
    (there,) = find_figures(event, copies={})

    assert [value.article for value in here.values] == ["a", "b"]
    assert [value.article for value in there.values] == ["b", "a"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real articles are not here")
def test_the_real_articles_differ_in_troops_and_minutes() -> None:
    event = [prepare(one) for one in reading.read([str(REAL)]).articles]
    figures = find_figures(event, copies={})

    assert {value.text for figure in figures for value in figure.values} == {
        "just over 40 minutes",
        "41-minute",
        "10,000-plus",
        "Up to 12,000",
    }
