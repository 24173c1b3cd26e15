import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import Settings
from digest.edition import make_edition, order_events
from digest.errors import UsageError
from digest.importance import add_recency, score_event
from digest.model import Article, EventDigest, Statement
from tests.make import article
from tests.sample_digest import HAN, museum_event, statement

POINTS = re.compile(r"^\+(\d+\.\d\d) ")
NEWEST = datetime(2026, 3, 12, 9, tzinfo=UTC)


def added_up(reasons: tuple[str, ...]) -> float:
    found = [POINTS.match(reason) for reason in reasons]
    return round(sum(float(points[1]) for points in found if points), 2)


def score(*articles: Article, independent: int = 1, watch: tuple[str, ...] = ()) -> float:
    return score_event(articles or (article("x"),), (), independent=independent, watch=watch)[0]


def told(key: str, *, score: float = 1.0, hours: float | None = 0) -> EventDigest:
    """Return an event whose newest article is so many hours older than the newest of all."""
    last = None if hours is None else (NEWEST - timedelta(hours=hours)).isoformat()
    return replace(
        museum_event(), id=key, score=score, first_published=last, last_published=last, reasons=()
    )


@given(st.integers(0, 500), st.integers(1, 2_000), st.integers(0, 300), st.floats(0, 5_000))
def test_a_score_is_what_its_reasons_add_up_to(
    independent: int, count: int, spoken: int, hours: float
) -> None:
    articles = [article("Water rose.", title="Dam breaks")] * count
    said = [statement("We knew", HAN, "Post")] * spoken

    points, reasons = score_event(articles, said, independent=independent, watch=["dam", "water"])
    event = replace(told("a", score=points, hours=hours), reasons=reasons)
    whole = add_recency(event, NEWEST, UTC)

    assert added_up(reasons) == points
    assert added_up(whole.reasons) == whole.score
    assert len(whole.reasons) == 6


def test_more_independent_outlets_weigh_more() -> None:
    scores = [score(independent=count) for count in range(20)]

    assert scores == sorted(scores)
    assert len(set(scores)) == 20


def test_fifty_copies_weigh_less_than_a_second_witness() -> None:
    copied = score(*[article("The dam broke.")] * 50, independent=1)

    assert copied < score(*[article("The dam broke.")] * 2, independent=2)


def test_only_statements_of_known_speakers_count() -> None:
    known, unknown = statement("We knew", HAN, "Post"), statement("We knew", None, "Post")

    def scored(said: Statement) -> float:
        return score_event([article("x")], [said], independent=1)[0]

    assert scored(known) > scored(unknown) == score()


def test_a_watched_word_is_found_whole_and_whatever_its_capitals() -> None:
    flood = article("The DAM broke.", title="Flood in the Oru-Bay")

    assert score(flood, watch=("dam",)) > score(flood)
    assert score(flood, watch=("oru bay",)) > score(flood, watch=("dam",))
    assert score(flood, watch=("dam", "flood")) > score(flood, watch=("flood",))
    assert score(flood, watch=("da", "floods", "bay the")) == score(flood)


def test_a_word_watched_twice_counts_once() -> None:
    flood = article("The dam broke.")

    assert score(flood, watch=("dam", "dam")) == score(flood, watch=("dam",))


@pytest.mark.parametrize("term", ["", " ", "—", "?"])
def test_nothing_cannot_be_watched(term: str) -> None:
    with pytest.raises(UsageError, match=r"^watch is '.*': give a word or a phrase$"):
        Settings(watch=("dam", term))


def test_recency_halves_in_a_day() -> None:
    gains = [
        add_recency(told("a", score=0.0, hours=hours), NEWEST, UTC).score for hours in (0, 24, 48)
    ]

    assert gains == [1.0, 0.5, 0.25]


def test_recency_is_told_in_words() -> None:
    told_of = [
        add_recency(told("a", hours=hours), NEWEST, UTC).reasons[-1]
        for hours in (0, 0.001, 0.5, 1, 47, 48, None)
    ]

    assert told_of == [
        "+1.00 has the newest article of all",
        "+1.00 newest article 1 minute older than the newest of all",
        "+0.99 newest article 30 minutes older than the newest of all",
        "+0.97 newest article 1 hour older than the newest of all",
        "+0.26 newest article 47 hours older than the newest of all",
        "+0.25 newest article 2 days older than the newest of all",
        "+0.00 undated",
    ]


def test_events_come_by_score_and_ties_by_id() -> None:
    events = [told("c", score=1.0), told("b", score=1.0), told("a", score=0.5), told("d", score=2)]

    ordered = order_events(events, Settings())

    assert [event.id for event in ordered] == ["d", "b", "c", "a"]
    assert order_events(events[::-1], Settings()) == ordered


def test_of_two_alike_the_newer_comes_first() -> None:
    made = make_edition(
        [told("old", hours=30), told("undated", hours=None), told("new", hours=1)],
        (),
        Settings(),
        today="2026-03-12",
    )

    assert [event.id for event in made.events] == ["new", "old", "undated"]


def test_where_nothing_is_dated_the_score_alone_decides() -> None:
    events = [told("a", score=1.0, hours=None), told("b", score=2.0, hours=None)]

    ordered = order_events(events, Settings())

    assert [(event.id, event.score) for event in ordered] == [("b", 2.0), ("a", 1.0)]
