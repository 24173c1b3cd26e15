"""Statements across outlets as the case file has them."""

from collections.abc import Sequence

import pytest

from digest.model import Prepared, Statement
from digest.statements import merge_quotes
from digest.wording import compare_contained, is_like, read_form
from tests.case_files import FOLDER, Case, read_cases
from tests.make import prepared

PAIRS = FOLDER / "wordings.md"
DAY = "2026-03-11"
FIELDS = {"outlets", "wording", "disputed", "aliases", "role", "kind", "via"}
CASES_LEAST = 3  # of each way in which an utterance reaches several outlets


def articles_of(case: Case) -> list[str]:
    return case.text.removeprefix("@ ").split("\n@ ")


def read_event(case: Case) -> list[Prepared]:
    event = []
    for number, block in enumerate(articles_of(case)):
        head, _, text = block.partition("\n")
        outlet, hour = head.split(" | ")
        published = f"{DAY}T{hour}:00+00:00"
        event.append(prepared(text, id=f"{number}", outlet=outlet, published=published))
    return event


CASES_READ = list(read_cases("statements.md"))


def speaker_of(statement: Statement) -> str:
    return statement.speaker.name if statement.speaker else "-"


def wording_of(statement: Statement, event: Sequence[Prepared]) -> str:
    outlets = {one.article.id: one.article.outlet for one in event}
    found = dict.fromkeys(f"{outlets[one.article]}:{one.wording}" for one in statement.quotes)
    order = {outlet: place for place, outlet in enumerate(statement.outlets)}
    return ",".join(sorted(found, key=lambda pair: order[pair.split(":")[0]]))


def disputed_in(statement: Statement) -> str:
    named = (f"{one.name} ({','.join(one.outlets)})" for one in statement.disputed)
    return "; ".join(named) or "-"


def field_of(name: str, statement: Statement, event: Sequence[Prepared]) -> str:
    speaker = statement.speaker
    match name:
        case "outlets":
            return ",".join(statement.outlets)
        case "wording":
            return wording_of(statement, event)
        case "disputed":
            return disputed_in(statement)
        case "aliases":
            return ",".join(speaker.aliases) if speaker else "-"
        case "role":
            return (speaker.role if speaker else "") or "-"
        case "kind":
            return statement.kind
        case _:
            return statement.via or "-"


@pytest.mark.parametrize("case", CASES_READ, ids=lambda case: f"{case.group}: {case.title}")
def test_event_gives_the_statements_a_reader_would_list(case: Case) -> None:
    event = read_event(case)
    found = merge_quotes(event)

    assert [(speaker_of(one), one.text) for one in found] == case.expected
    assert [
        {name: field_of(name, one, event) for name in asked}
        for one, asked in zip(found, case.fields, strict=True)
    ] == case.fields


@pytest.mark.parametrize("case", CASES_READ, ids=lambda case: f"{case.group}: {case.title}")
def test_order_of_the_articles_does_not_matter(case: Case) -> None:
    event = read_event(case)

    assert merge_quotes(event[::-1]) == merge_quotes(event)


def test_every_group_has_its_cases() -> None:
    groups = [case.group for case in CASES_READ]

    assert min(map(groups.count, groups)) >= CASES_LEAST


def test_every_line_of_the_cases_can_be_compared() -> None:
    for case in CASES_READ:
        everything = "\n".join(articles_of(case))

        assert case.rows, case.title
        assert all(part in everything for _, text in case.expected for part in text.split(" … ")), (
            case.title
        )
        assert all(asked.keys() <= FIELDS for asked in case.fields), case.title


def read_pairs(heading: str) -> list[tuple[str, str]]:
    part = PAIRS.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = [block.split("\n") for block in part.strip().split("\n\n")]
    return [(one, other) for one, other in blocks]


def are_one(one: str, other: str) -> bool:
    short, long = sorted((read_form([one]), read_form([other])), key=len)
    return compare_contained(short, long) is not None or is_like(short, long)


@pytest.mark.parametrize(
    ("half", "precision", "recall"), [("worked on", 0.8, 0.8), ("kept aside", 0.8, 0.65)]
)
def test_other_wordings_are_told_from_other_utterances(
    half: str, precision: float, recall: float
) -> None:
    one, two = read_pairs(f"One utterance, {half}"), read_pairs(f"Two utterances, {half}")
    right = sum(are_one(*pair) for pair in one)
    wrong = sum(are_one(*pair) for pair in two)

    assert right / (right + wrong) >= precision
    assert right / len(one) >= recall


def test_each_half_has_as_many_pairs_of_either_kind() -> None:
    headings = [
        f"{kind}, {half}"
        for kind in ("One utterance", "Two utterances")
        for half in ("worked on", "kept aside")
    ]

    assert {len(read_pairs(heading)) for heading in headings} == {16}
