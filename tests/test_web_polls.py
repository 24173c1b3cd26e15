"""What is remembered of an address: waits, moves, and a month of failures."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from digest.state import open_archive, open_state
from digest.web.answers import Failed, Fetched, NotModified
from digest.web.poll_store import SqliteBodies, SqlitePolls
from digest.web.polls import (
    LONGEST_WAIT,
    Bodies,
    MemoryBodies,
    MemoryPolls,
    Poll,
    Polls,
    after,
    failing_among,
    mark_told,
    waits_until,
    without_marks,
)

URL = "https://news.example/feed"
NEW = "https://new.example/feed"
START = datetime(2031, 3, 4, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def _fetched(data: bytes = b"<rss/>", *, moved_to: str = "", etag: str = '"1"') -> Fetched:
    return Fetched(
        asked=URL, url=moved_to or URL, data=data, media_type="text/xml", etag=etag,
        last_modified="noon", moved_to=moved_to,
    )  # fmt: skip


def _failed(status: int = 500, *, retry_after: float | None = None) -> Failed:
    return Failed(asked=URL, url=URL, reason="answers 500", status=status, retry_after=retry_after)


@pytest.fixture(params=["memory", "sqlite"])
def polls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Polls]:
    if request.param == "memory":
        yield MemoryPolls()
        return
    database = open_state(tmp_path)
    yield SqlitePolls(database)
    database.close()


@pytest.fixture(params=["memory", "sqlite"])
def bodies(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bodies]:
    if request.param == "memory":
        yield MemoryBodies()
        return
    database = open_archive(tmp_path)
    yield SqliteBodies(database)
    database.close()


# Answers


def test_a_body_and_its_marks_are_remembered() -> None:
    poll = after(Poll(url=URL), _fetched(), START)

    assert poll.conditions is not None
    assert (poll.conditions.url, poll.conditions.etag) == (URL, '"1"')
    assert poll.conditions.last_modified == "noon"
    assert (poll.last_ok, poll.next_allowed, poll.failures) == (START, None, 0)
    assert len(poll.body_sha256) == 64


def test_unchanged_keeps_the_body_and_moves_the_time() -> None:
    poll = after(Poll(url=URL), _fetched(), START)

    later = after(poll, NotModified(asked=URL, url=URL), START + DAY)

    assert later.body_sha256 == poll.body_sha256
    assert later.conditions == poll.conditions
    assert later.last_ok == START + DAY


def test_both_marks_go_where_the_body_could_not_be_read() -> None:
    poll = without_marks(after(Poll(url=URL), _fetched(), START))

    assert poll.conditions is None
    assert poll.body_sha256


def test_a_failure_keeps_the_body_and_tells_since_when() -> None:
    poll = after(Poll(url=URL), _fetched(), START)

    once = after(poll, _failed(), START + DAY)
    twice = after(once, _failed(), START + 2 * DAY)

    assert twice.conditions == poll.conditions
    assert (twice.failures, twice.first_failed, twice.last_ok) == (2, START + DAY, START)


def test_waits_double_up_to_less_than_a_day() -> None:
    poll, now, waits = Poll(url=URL), START, []
    for _ in range(12):
        poll = after(poll, _failed(), now)
        assert poll.next_allowed is not None
        waits.append(poll.next_allowed - now)
        now = poll.next_allowed

    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes[:9] == [5, 10, 20, 40, 80, 160, 320, 640, 1280]
    assert waits[9:] == [LONGEST_WAIT] * 3
    assert timedelta(hours=20) < LONGEST_WAIT < timedelta(hours=23)


@pytest.mark.parametrize(
    ("failed", "wait"),
    [
        (_failed(503, retry_after=90.0), timedelta(seconds=90)),
        (_failed(503, retry_after=1e300), LONGEST_WAIT),
        (_failed(429, retry_after=10 * 86400.0), LONGEST_WAIT),
        (_failed(503, retry_after=0.0), timedelta(0)),
        (_failed(410), LONGEST_WAIT),
    ],
)
def test_servers_say_how_long_they_are_left_alone(failed: Failed, wait: timedelta) -> None:
    poll = after(Poll(url=URL), failed, START)

    assert poll.next_allowed == START + wait
    assert waits_until(poll, START + wait) is None


def test_a_time_set_by_a_wrong_clock_is_not_believed() -> None:
    poll = Poll(url=URL, next_allowed=START + timedelta(days=4000))

    assert waits_until(poll, START) is None
    assert waits_until(Poll(url=URL, next_allowed=START + DAY / 4), START) == START + DAY / 4


@pytest.mark.parametrize("every", [timedelta(minutes=15), timedelta(hours=23), DAY])
def test_a_source_that_fails_for_a_month_is_asked_every_day_and_recovers(
    every: timedelta,
) -> None:
    poll, now, tried = Poll(url=URL), START, []
    while now < START + timedelta(days=30):
        if waits_until(poll, now) is None:
            tried.append(now)
            poll = after(poll, _failed(), now)
        now += every

    gaps = [later - sooner for sooner, later in pairwise(tried)]
    assert max(gaps) <= DAY
    assert len(tried) <= 45
    well = after(poll, _fetched(), now)
    assert (well.failures, well.first_failed, well.next_allowed, well.reason) == (0, None, None, "")


# Moves


def test_a_permanent_redirect_is_believed_the_third_time() -> None:
    poll = Poll(url=URL)
    asked = []
    for run in range(4):
        asked.append(poll.address)
        moved_to = NEW if poll.address == URL else ""
        poll = after(poll, _fetched(moved_to=moved_to), START + run * DAY)

    assert asked == [URL, URL, URL, NEW]
    assert poll.address == NEW


def test_a_redirect_that_changes_its_mind_is_not_believed() -> None:
    poll = Poll(url=URL)
    for moved_to in (NEW, NEW, "https://third.example/", NEW, "", NEW, NEW):
        poll = after(poll, _fetched(moved_to=moved_to), START)

    assert poll.address == URL


def test_the_old_address_is_asked_again_where_the_new_one_fails() -> None:
    poll = Poll(url=URL, moved_to=NEW, moves=3)

    assert poll.address == NEW
    assert after(poll, _failed(404), START).address == URL


def test_a_second_move_is_followed_at_once() -> None:
    poll = Poll(url=URL, moved_to=NEW, moves=3)

    assert after(poll, _fetched(moved_to="https://third.example/"), START).address == (
        "https://third.example/"
    )


# Telling


def test_the_reader_is_told_after_three_runs_and_then_weekly(polls: Polls) -> None:
    told = []
    for day in range(30):
        now = START + day * DAY
        polls.put(after(polls.get(URL), _failed(), now))
        failing = failing_among(polls, [URL, NEW], now, {URL: "Ardvale Herald"})
        mark_told(polls, failing, now)
        told += [(day, each.name, each.since, each.runs) for each in failing]

    assert told == [(day, "Ardvale Herald", START, day + 1) for day in (2, 9, 16, 23)]


def test_one_good_answer_ends_the_telling(polls: Polls) -> None:
    for day in range(5):
        polls.put(after(polls.get(URL), _failed(), START + day * DAY))
    polls.put(after(polls.get(URL), _fetched(), START + 5 * DAY))

    assert failing_among(polls, [URL], START + 5 * DAY) == ()


# Keeping


def test_polls_come_back_as_they_were(polls: Polls) -> None:
    full = Poll(
        url=URL, etag="\xff'\"", last_modified="noon", answered_by=NEW, media_type="a/b",
        body_sha256="0" * 64, last_tried=START, last_ok=START - DAY, next_allowed=START + DAY,
        failures=3, first_failed=START, reason="hm", told=START, moved_to=NEW, moves=2,
    )  # fmt: skip
    polls.put(Poll(url=URL))
    polls.put(full)

    assert polls.get(URL) == full
    assert polls.get(NEW) == Poll(url=NEW)


def test_polls_that_were_not_asked_for_long_are_forgotten(polls: Polls) -> None:
    for day in range(3):
        polls.put(Poll(url=f"{URL}/{day}", last_tried=START + day * DAY))

    assert polls.prune(START + DAY) == 1
    assert polls.get(f"{URL}/0").last_tried is None
    assert polls.get(f"{URL}/1").last_tried == START + DAY


def test_bodies_are_kept_by_what_they_are(bodies: Bodies) -> None:
    name = bodies.put(b"the same" * 100, START)

    assert bodies.put(b"the same" * 100, START + DAY) == name
    assert bodies.get(name) == b"the same" * 100
    assert bodies.get("0" * 64) is None


def test_bodies_are_dropped_by_age_and_by_size(bodies: Bodies) -> None:
    names = [bodies.put(_noise(day), START + day * DAY) for day in range(5)]
    bodies.touch(names[0], START + 9 * DAY)

    assert bodies.prune(START + 2 * DAY, 10**6) == 1
    assert [bodies.get(name) is not None for name in names] == [True, False, True, True, True]
    assert bodies.prune(START, 3000) == 2
    assert [bodies.get(name) is not None for name in names] == [True, False, False, False, True]


def _noise(seed: int) -> bytes:
    """Return 1,280 bytes that cannot be packed."""
    return b"".join(sha256(f"{seed} {number}".encode()).digest() for number in range(40))


def test_memory_keeps_the_newest_bodies() -> None:
    bodies = MemoryBodies(largest=3000)

    names = [bodies.put(_noise(day), START + day * DAY) for day in range(4)]

    assert [bodies.get(name) is not None for name in names] == [False, False, True, True]
    assert bodies.touch(names[2], START)
    assert not bodies.touch(names[0], START)


def test_what_a_damaged_poll_still_tells_is_used(tmp_path: Path) -> None:
    database = open_state(tmp_path)
    polls = SqlitePolls(database)
    polls.put(Poll(url=URL, etag='"1"', last_modified="noon", failures=2))
    with database.writing() as connection:
        connection.execute("UPDATE polls SET next_allowed = 1 << 62, etag = CAST(x'ff' AS TEXT)")

    poll = polls.get(URL)

    assert (poll.next_allowed, poll.etag, poll.last_modified) == (None, "\ufffd", "noon")
    database.close()


def test_a_body_that_was_tampered_with_is_not_given(tmp_path: Path) -> None:
    database = open_archive(tmp_path)
    bodies = SqliteBodies(database)
    name = bodies.put(b"what was read", START)
    with database.writing() as connection:
        connection.execute("UPDATE bodies SET packed = substr(packed, 1, 5)")

    assert bodies.get(name) is None
    database.close()
