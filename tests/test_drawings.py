"""The line of time, who carries what, the index of speakers and the coverage."""

import itertools
import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Skipped, Speaker
from digest.renderers import RENDERERS
from digest.renderers.coverage import count_coverage, index_speakers
from digest.renderers.drawings import APART, LANES, draw_overlap, draw_timeline
from digest.renderers.html import render_html
from digest.renderers.view import view_digest
from tests.sample_digest import digest_of, ferry_event, museum_event, source, statement


@dataclass(frozen=True)
class Listed:
    number: int
    outlet: str = "Harbor Courier"
    when: str = "15 Nov 2024"
    copy_of: str = ""


def listed(count: int) -> list[Listed]:
    return [Listed(number) for number in range(1, count + 1)]


@given(st.dictionaries(st.integers(1, 60), st.floats(-6e10, 6e10), max_size=60))
def test_no_two_numbers_of_a_lane_stand_in_one_place(moments: dict[int, float]) -> None:
    line = draw_timeline(listed(60), moments)

    if len(set(moments.values())) < 2:
        assert line is None
        return
    assert line is not None
    assert sorted(point.number for point in line.points) == sorted(moments)
    assert line.undated == tuple(n for n in range(1, 61) if n not in moments)
    assert line.points[0].x == 0
    assert line.points[-1].x == 100
    assert 1 <= line.lanes <= LANES
    for lane in range(line.lanes):
        places = [point.x for point in line.points if point.lane == lane]
        assert all(after - before >= APART - 0.1 for before, after in itertools.pairwise(places))


def test_the_line_of_time_is_told_in_words() -> None:
    event = view_digest(digest_of(ferry_event())).events[0]

    assert event.timeline is not None
    assert event.timeline.alt.startswith("Published in this order: source ")
    assert all(one.outlet in event.timeline.alt for one in event.sources if one.when != "undated")


def test_who_carries_what_has_a_row_a_source_and_a_column_a_line() -> None:
    sources = listed(3)

    grid = draw_overlap(sources, [sources[:2]], [sources[1:], sources[2:]])

    assert grid is not None
    assert [row.marks for row in grid.rows] == [
        (True, False, False),
        (True, True, False),
        (False, True, True),
    ]
    assert (grid.sentences, grid.statements) == (1, 2)
    assert "Source 3, Harbor Courier: 0 of the sentences, 2 of the statements." in grid.alt
    assert draw_overlap(sources, [sources[:1]], [sources[1:2]]) is None
    assert draw_overlap(sources[:2], [sources[:2]], []) is None
    assert draw_overlap(sources, [], []) is None


def test_a_drawing_of_hostile_names_holds_words_only() -> None:
    bad = "</title><script>alert(1)</script>"
    articles = tuple(replace(one, outlet=f"{bad} {one.number}") for one in ferry_event().articles)
    html = render_html(digest_of(replace(ferry_event(), articles=articles))).decode()

    assert "<svg" in html
    assert "<script" not in html


def test_named_speakers_are_indexed_over_all_events_by_surname() -> None:
    said = [
        statement("We sail.", Speaker(name=name), "Harbor Courier")
        for name in (
            "Jo Weller",
            "a deckhand",
            "Mira Anders",
            "Jo Weller",
            "Port of Oru",
            "Han Seo-yeong",
        )
    ]
    first = replace(ferry_event(), statements=tuple(said))
    second = replace(museum_event(), statements=(said[0],))

    index = index_speakers([first, second])

    assert [(one.name, [(e.number, e.statements) for e in one.events]) for one in index] == [
        ("Mira Anders", [(1, 1)]),
        ("Han Seo-yeong", [(1, 1)]),
        ("Port of Oru", [(1, 1)]),
        ("Jo Weller", [(1, 2), (2, 1)]),
    ]
    assert index_speakers([first]) == ()


def test_coverage_counts_articles_outlets_copies_and_gaps() -> None:
    articles = (
        source(1, "Harbor Courier", "Ferry sails", published="2024-11-15"),
        source(2, "Bay Herald", "Ferry sails", copy_of="Harbor Courier.txt"),
    )
    event = replace(museum_event(), articles=articles, summary=(), statements=())

    coverage = count_coverage(digest_of(event))

    assert (
        coverage.told == "2 articles of 2 outlets, 1 copy among them, 1 undated, 1 event, no gaps"
    )
    assert [(one.outlet, one.articles) for one in coverage.outlets] == [
        ("Bay Herald", 1),
        ("Harbor Courier", 1),
    ]
    assert count_coverage(digest_of()).told == "0 articles of 0 outlets, 0 events, no gaps"


@pytest.mark.parametrize("name", ["html", "text", "mail"])
def test_an_empty_day_without_gaps_is_one_line_and_no_coverage(name: str) -> None:
    empty = RENDERERS[name](digest_of()).decode()
    gap = Skipped(item="a.txt", step="read", reason="no text")
    with_gap = RENDERERS[name](digest_of(skipped=(gap,))).decode()

    assert "There is nothing to report for this day." in empty
    assert "overage" not in re.sub(r"<style>.*?</style>", "", empty, flags=re.DOTALL)
    assert "COVERAGE" not in empty
    assert "1 gap" in with_gap
