from dataclasses import replace
from pathlib import Path

import pytest

from digest.config import Settings
from digest.errors import UsageError
from digest.explain_events import (
    PairReason,
    PairVerdict,
    compare_pair,
    explain_events,
    explain_groups,
    explain_pair,
    named_pair,
)
from digest.model import Event, Prepared
from digest.steps import digest_event
from tests.make import article, prepared
from tests.test_cli import GOOD, digest, said

FLOOD = (
    "The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour.\n\n"
    "“We had warned the board of cracks for years,” said Marta Keil, the harbor master."
)
VERDICT = PairVerdict(
    score=0.75,
    reasons=(
        PairReason(name="lead", value=0.5, weight=2.0, share=1.0),
        PairReason(name="days apart", value=3.0, weight=-0.9, share=-2.7),
        PairReason(name="title", value=0.0001, weight=1.0, share=0.0001),
    ),
    notes=("different places: Oru Bay, Elin",),
)


def read_out(lines: object) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]  # type: ignore[attr-defined]


def flood() -> Event:
    one = prepared(FLOOD, id="one.txt", title="Dam breaks | Elin Post", outlet="Elin Post")
    two = prepared(FLOOD, id="two.txt", title="Flood", outlet="Bay Herald", published=None)
    return Event(id="event-1", articles=(one, two), copies=(("two.txt", "one.txt"),))


def test_an_event_is_told_with_its_score_headline_and_articles() -> None:
    event = replace(flood(), confidence=0.613)
    told = replace(digest_event(event, Settings()), score=1.5, reasons=("+1.50 of something",))

    lines = read_out(explain_events([told], [event], timezone="UTC"))

    assert lines == [
        "1. Dam breaks  event-1",
        "    score 1.50",
        "      +1.50 of something",
        "    Reported by 2 outlets, 1 independent",
        "    headline of [1]: alike to the others by 0.90",
        "    [1] Elin Post, 11 Mar 2026, 09:00 UTC  one.txt",
        "    [2] Bay Herald, undated, copy of 1  two.txt",
        "    weakest member: belongs with 0.613",
    ]


def test_events_are_told_in_the_order_of_their_scores_whatever_theirs() -> None:
    late = prepared("A quake shook Elin.", id="c", title="Quake", outlet="Times", published=None)
    events = [Event(id="event-2", articles=(late,)), flood()]

    lines = read_out(explain_groups(events, None))

    assert [line for line in lines if "event-" in line] == [
        "1. Dam breaks  event-1",
        "2. Quake  event-2",
    ]
    assert "    headline of [1]: the only article" in lines
    assert read_out(explain_groups(events[::-1], None)) == lines


def test_a_pair_is_told_feature_by_feature_the_weightiest_first() -> None:
    (one, two), home = flood().articles, flood()

    lines = read_out(
        explain_pair((one.article, two.article), VERDICT, [home], timezone="UTC"),
    )

    assert lines == [
        "one.txt Elin Post, 11 Mar 2026, 09:00 UTC",
        "    Dam breaks | Elin Post",
        "two.txt Bay Herald, undated",
        "    Flood",
        "alike enough: +0.750, more than 0 is needed (likelihood 67.9%)",
        "    days apart     3.000 ×   -0.900 =  -2.700",
        "    lead           0.500 ×   +2.000 =  +1.000",
        "    different places: Oru Bay, Elin",
        "joined: both are in event-1",
    ]


def test_two_that_are_alike_may_yet_be_kept_apart() -> None:
    one, two = flood().articles
    apart = [Event(id="event-1", articles=(one,)), Event(id="event-2", articles=(two,))]

    lines = read_out(explain_groups(apart, ("two.txt", "one.txt")))

    assert lines[0].startswith("two.txt")
    assert lines[-1] == "not joined: they are in event-2 and event-1"


def test_the_sum_is_made_of_its_reasons_and_a_copy_is_named_as_one() -> None:
    one, two = (prepared.article for prepared in flood().articles)

    verdict = compare_pair(one, two, [flood()])

    assert verdict.score == pytest.approx(sum(r.value * r.weight for r in verdict.reasons))
    assert verdict.notes == ("two.txt is a copy of one.txt",)
    assert compare_pair(two, one, []).notes == ()


def test_the_parts_of_a_page_are_named_as_such() -> None:
    report, interview = article("x", id="a"), article("y", id="a#2", part_of="a")

    assert compare_pair(report, interview, []).notes == ("a#2 stands under a, on one page",)


def test_control_characters_of_strangers_do_not_reach_the_terminal() -> None:
    bad: Prepared = prepared(FLOOD, id="a\x1b[2J", title="Dam\x1b]0;x\x07", outlet="\u202eElin")
    event = Event(id="event-1", articles=(bad,))
    pair = (bad.article, article("x", id="b", outlet=""))
    home = Event(id="event-1", articles=(bad, prepared("x", id="b")))

    lines = [
        *read_out(explain_groups([event], None)),
        *read_out(explain_pair(pair, VERDICT, [home], timezone="UTC")),
    ]

    assert not {"\x1b", "\x07", "\u202e"} & set("".join(lines))


@pytest.mark.parametrize(
    ("paths", "ids", "pair"),
    [
        (["all"], [], None),
        (["all", "more"], [], None),
        (["all"], ["x", "y"], ("x", "y")),
        (["all", "x"], ["y", "z"], ("y", "z")),
        (["x", "y"], [], ("x", "y")),
        (["x", "y", "z"], [], None),
        (["x"], [], None),
        (["x", "all"], [], None),
    ],
)
def test_two_articles_that_are_named_are_the_pair(
    paths: list[str], ids: list[str], pair: tuple[str, str] | None
) -> None:
    assert named_pair(paths, ids, {"x", "y", "z"}) == pair


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["nope", "x"], "'nope' is no file or folder, nor the id of an article in those"),
        (["x"], "--explain takes two ids or none, got 1: 'x'"),
        (["x", "x"], "--explain takes two ids or none, got 1: 'x'"),
        (["x", "y", "z"], "--explain takes two ids or none, got 3: 'x, y, z'"),
    ],
)
def test_what_names_no_two_articles_is_told(ids: list[str], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        named_pair(["all"], ids, {"x", "y", "z"})

    assert str(refused.value) == message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("one", "two"):
        (tmp_path / "in" / f"{name}.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_the_command_explains_all_or_two(folder: Path) -> None:
    whole = digest("events", "in", "--explain", cwd=folder)
    two = digest("events", "in", "--explain", "in/one.txt", "in/two.txt", cwd=folder)

    assert (whole.returncode, whole.stderr, two.returncode, two.stderr) == (0, "", 0, "")
    assert whole.stdout.startswith("1. ")
    assert "copy of 1" in whole.stdout
    assert two.stdout.startswith("in/one.txt ")
    assert "\njoined: both are in event-" in two.stdout


@pytest.mark.parametrize("arguments", [["in", "--explain", "a", "b"], ["--explain", "a", "b"]])
def test_an_unknown_id_is_one_clear_line(folder: Path, arguments: list[str]) -> None:
    result = digest("events", *arguments, cwd=folder)

    assert result.returncode == 2
    assert "'a'" in said(result)
