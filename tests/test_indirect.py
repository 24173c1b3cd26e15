"""Reported speech: what is taken, whose it is, where it begins and ends."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.indirect import Indirect, find_indirect
from digest.passages import Passage

CASES = Path(__file__).parent / "cases" / "indirect.md"


def cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = block.partition("\n")
        text, _, expected = body.partition("\n->")
        found.append((title, text.strip(), expected.strip().splitlines()))
    return found


def reports(text: str) -> tuple[Indirect, ...]:
    return find_indirect(Passage(text, ()))


def shown(text: str, report: Indirect) -> str:
    parts = [text[slice(*report.subject)], report.cue, text[report.start : report.end]]
    return " | ".join([*parts, text[slice(*report.via)]] if report.via else parts)


@pytest.mark.parametrize(("title", "text", "expected"), cases(), ids=[c[0] for c in cases()])
def test_case(title: str, text: str, expected: list[str]) -> None:
    assert [shown(text, report) for report in reports(text)] == expected


def test_paragraphs_left_out_hold_no_report() -> None:
    turn = "Keil said the dam was safe."
    text = f"{turn}\n\nAbara said the dam was old."

    found = find_indirect(Passage(text, [(0, len(turn))]))

    assert [shown(text, report) for report in found] == ["Abara | said | the dam was old"]


def test_paragraphs_with_and_without_quotations_give_the_same() -> None:
    plain = "Keil said the dam was safe. It rained. Abara said the dam was old."
    quoted = f"{plain} “We stay,” Reeve said."

    assert [shown(plain, r) for r in reports(plain)] == [shown(quoted, r) for r in reports(quoted)]


PIECES = st.lists(
    st.sampled_from(
        'Keil Marta he she they said told adding that according to the ministry , , . . ? — “ ” " '
        "’ ( ) and but who would not dam was safe on Monday \n \n\n LIMA don’t 1,400".split(" ")
    )
    | st.text(max_size=3),
    max_size=60,
)


@settings(deadline=None)
@given(PIECES)
def test_any_text_gives_ordered_spans_within_one_paragraph(pieces: list[str]) -> None:
    text = " ".join(pieces)

    last = 0
    for report in reports(text):
        said = text[report.start : report.end]
        assert last <= report.start < report.end
        assert said == said.strip()
        assert "\n\n" not in said
        assert not any(mark in said for mark in "“”")
        assert text[slice(*report.subject)].strip()
        assert report.cue in text
        last = report.end


UNITS = (
    "Keil said ",
    "Keil said that the dam was safe and ",
    "said Keil, said ",
    ", according to ",
    "Keil, who said on Monday in a statement, ",
    "he, ",
    "Keil said the dam was safe. ",
    "on Monday in the ",
    "A",
    " ",
)


@pytest.mark.parametrize("unit", UNITS)
def test_long_text_is_read_in_linear_time(unit: str) -> None:
    passage = Passage(unit * (50_000 // len(unit)), ())

    begun = time.perf_counter()
    find_indirect(passage)

    assert time.perf_counter() - begun < 1
