"""Days, editions and what belongs to which: nothing told twice, nothing lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.daily.belonging import Fate, fate_in, moment_of, place_article
from digest.daily.days import MOST_EDITIONS, Due, Edition, Made, due_editions, edition_of_day
from digest.daily.local_days import LocalDays
from digest.daily.periods import SECOND, CatchUp, Period, Rhythm
from digest.errors import UsageError
from tests.case_files import Case, read_cases

CASES = tuple(read_cases("days.md"))
BERLIN, SEOUL, NEW_YORK = map(ZoneInfo, ["Europe/Berlin", "Asia/Seoul", "America/New_York"])
THOROUGH = settings(max_examples=150, deadline=None, derandomize=True)


def cases(group: str) -> Sequence[object]:
    return [pytest.param(case, id=case.title) for case in CASES if case.group == group]


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    """Read a moment of a case: "2026-03-12T06:00+1s" is the second after six."""
    plain = text.removesuffix("+1s")
    moment = datetime.fromisoformat(plain)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return moment.astimezone(UTC) + (SECOND if plain != text else timedelta())


# Days


@pytest.mark.parametrize("case", cases("Which day"))
def test_moment_lies_in_its_local_day(case: Case) -> None:
    zone, starts, moment = case.text.split(" | ")
    days = LocalDays(ZoneInfo(zone), time.fromisoformat(starts))

    assert [days.day_of(datetime.fromisoformat(moment)).isoformat()] == list(case.rows)


@pytest.mark.parametrize("case", cases("How long"))
def test_day_goes_from_its_first_moment_to_the_next_days(case: Case) -> None:
    zone, starts, told = case.text.split(" | ")
    days, day = LocalDays(ZoneInfo(zone), time.fromisoformat(starts)), date.fromisoformat(told)

    begin, end = days.begin_of(day), days.end_of(day)

    length = f"{(end - begin) / timedelta(hours=1):g}"
    shown = [moment.replace(tzinfo=None).isoformat(timespec="minutes") for moment in (begin, end)]
    assert [" | ".join([*shown, length])] == list(case.rows)


ODD = (
    "Africa/Cairo America/Asuncion America/New_York America/St_Johns Asia/Beirut Asia/Kathmandu "
    "Asia/Pyongyang Asia/Seoul Atlantic/Azores Australia/Lord_Howe Europe/Berlin Europe/Volgograd "
    "Pacific/Apia Pacific/Kiritimati UTC"
).split()
ZONES = st.sampled_from(ODD).map(ZoneInfo)
STARTS = st.one_of(
    st.sampled_from([time(), time(0, 30), time(1, 30), time(2, 30), time(5), time(23, 45)]),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
)
# Where zones of those change: what a random year would seldom meet.
TURNS = [
    at(text, ZoneInfo("UTC"))
    for text in (
        "2011-12-30T10:00 2009-11-01T02:31 2018-05-04T15:00 2023-03-26T03:00 2023-10-01T04:00 "
        "2024-04-25T22:00 2024-10-31T21:00 2024-03-30T22:00 2026-03-29T01:00 2026-10-25T01:00 "
        "2026-04-04T15:00 2026-03-08T07:00 2026-11-01T06:00 2020-12-26T22:00 1995-01-01T00:00"
    ).split()
]
MOMENTS = st.one_of(
    st.builds(
        lambda turn, seconds: turn + timedelta(seconds=seconds),
        st.sampled_from(TURNS),
        st.integers(-200_000, 200_000),
    ),
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)


@THOROUGH
@given(ZONES, STARTS, MOMENTS)
@example(ZoneInfo("Pacific/Apia"), time(5), at("2011-12-30T12:00", ZoneInfo("UTC")))
def test_each_moment_lies_in_one_day(zone: ZoneInfo, starts: time, moment: datetime) -> None:
    days = LocalDays(zone, starts)

    day = days.day_of(moment)

    assert days.begin_of(day) <= moment < days.end_of(day)
    assert days.end_of(day) == days.begin_of(days.after(day))
    assert days.before(days.after(day)) == day
    assert timedelta(hours=22) <= days.end_of(day) - days.begin_of(day) <= timedelta(hours=48)
    begins = days.begin_of(day).astimezone(zone)
    assert begins.replace(tzinfo=None) >= datetime.combine(day, starts)
    just_before = (days.begin_of(day) - SECOND).astimezone(zone)
    assert just_before.replace(tzinfo=None) < datetime.combine(day, starts)


# Editions


@dataclass(frozen=True, kw_only=True)
class Past:
    """An edition as a table keeps it."""

    key: str
    begin: datetime
    end: datetime
    made: datetime


def past(key: str, begin: str, end: str, zone: ZoneInfo = BERLIN) -> Past:
    return Past(key=key, begin=at(begin, zone), end=at(end, zone), made=at(end, zone))


def rhythm_of(given: dict[str, str]) -> Rhythm:
    period = given.get("period", "since last")
    return Rhythm(
        zone=ZoneInfo(given["zone"]),
        day_starts=time.fromisoformat(given.get("day_starts", "00:00")),
        period=int(period) if period.isdigit() else cast(Period, period),
        catch_up=cast(CatchUp, given.get("catch_up", "combined")),
        not_after=int(given["not_after"]) if "not_after" in given else None,
    )


@pytest.mark.parametrize("case", cases("What is due"))
def test_editions_are_due_as_told(case: Case) -> None:
    lines = [line.partition(": ")[::2] for line in case.text.splitlines()]
    rhythm = rhythm_of(dict(lines))
    zone = cast(ZoneInfo, rhythm.zone)
    before = [told.split(" | ") for what, told in lines if what == "made"]
    made: list[Made] = [past(key, begin, end, zone) for key, begin, end in before]
    rows = iter(case.rows)

    for run in [told for what, told in lines if what == "run"]:
        due = due_editions(at(run, zone), rhythm, made)
        for edition in due.editions:
            compare(edition, next(rows), zone)
        if not due.editions:
            mark, reason = next(rows).split(" | ")
            assert mark == "-"
            assert reason in due.why_none
        for note in due.notes:
            item, reason = next(rows).removeprefix("! ").split(" | ")
            assert note.item == item
            assert reason in note.reason
        made += due.editions
    assert list(rows) == []


def compare(edition: Edition, row: str, zone: ZoneInfo) -> None:
    key, begin, end, *more = row.split(" | ")
    days = more[0].split() if more and more[0] != "late" else [edition.day]

    assert (edition.key, edition.begin, edition.end) == (key, at(begin, zone), at(end, zone))
    assert edition.is_late == ("late" in more)
    assert list(edition.days) == days
    assert edition.day == days[-1] == edition.key[:10]


def test_missed_days_stand_in_the_one_edition_that_tells_them() -> None:
    made = [past("2026-03-09", "2026-03-08T06:00", "2026-03-09T06:00")]

    (edition,) = due_editions(at("2026-03-12T07:00"), Rhythm(zone=BERLIN), made).editions

    assert edition.day == "2026-03-12"
    assert edition.days == ("2026-03-10", "2026-03-11", "2026-03-12")


def test_each_of_a_long_time_missed_is_fourteen_editions_and_loses_nothing() -> None:
    made = [past("2026-01-09", "2026-01-08T06:00", "2026-01-09T06:00")]
    rhythm = Rhythm(zone=BERLIN, catch_up="each")

    due = due_editions(at("2026-03-12T07:00"), rhythm, made)

    assert len(due.editions) == MOST_EDITIONS == 14
    assert due.editions[0].begin == made[0].end
    assert due.editions[0].days[0] == "2026-01-10"
    assert due.editions[0].key == due.editions[0].days[-1] == "2026-02-27"
    assert [one.item for one in due.notes] == [
        "2026-01-10 to 2026-02-27",
        "2026-02-27 to 2026-03-11",
    ]
    assert "a run makes at most 14" in due.notes[0].reason


def test_a_run_that_was_killed_gets_its_key_again() -> None:
    made = [past("2026-03-12", "2026-03-11T06:00", "2026-03-12T06:00")]

    first, again = (
        due_editions(at(now), Rhythm(zone=BERLIN), made).editions[0].key
        for now in ("2026-03-12T12:00", "2026-03-12T12:10")
    )

    assert first == again == "2026-03-12-2"


def test_wrong_clock_is_told_once_and_what_it_made_stays_behind() -> None:
    made: list[Made] = [past("2030-01-01", "2029-12-31T06:00", "2030-01-01T06:00")]

    first = due_editions(at("2026-03-12T06:00"), Rhythm(zone=BERLIN), made)
    second = due_editions(at("2026-03-13T06:00"), Rhythm(zone=BERLIN), [*made, *first.editions])

    assert [note.step for note in first.notes] == ["clock"]
    assert second.notes == ()
    assert second.editions[0].begin == first.editions[0].end


def test_no_clock_is_silent_for_more_than_a_day_and_a_bit() -> None:
    made = [past("2026-03-13", "2026-03-12T06:00", "2026-03-13T08:00")]

    assert not due_editions(at("2026-03-12T06:00"), Rhythm(zone=BERLIN), made).editions
    assert due_editions(at("2026-03-12T05:59"), Rhythm(zone=BERLIN), made).editions


PERIODS = st.sampled_from(cast(list[Period], ["since last", "yesterday", 24, 30]))
CATCH_UPS = st.sampled_from(cast(list[CatchUp], ["combined", "each"]))
RHYTHMS = st.builds(Rhythm, zone=ZONES, day_starts=STARTS, period=PERIODS, catch_up=CATCH_UPS)
UNBROKEN = RHYTHMS.filter(lambda rhythm: not isinstance(rhythm.period, int))  # hours leave holes
# Between two runs: seconds to two hours, or about a day, or some days missed.
GAPS = st.one_of(
    st.integers(0, 7_200), st.integers(79_200, 93_600), st.integers(1, 20 * 86_400)
).map(lambda seconds: timedelta(seconds=seconds))


def runs(begin: datetime, gaps: Sequence[timedelta], rhythm: Rhythm) -> Iterator[Due]:
    now, made = begin, list[Made]()
    for gap in (timedelta(), *gaps):
        now += gap
        due = due_editions(now, rhythm, made)
        made += due.editions
        yield due


@THOROUGH
@given(RHYTHMS, MOMENTS, st.lists(GAPS, max_size=8))
def test_editions_lie_end_to_end(rhythm: Rhythm, begin: datetime, gaps: list[timedelta]) -> None:
    editions = [one for due in runs(begin, gaps, rhythm) for one in due.editions]

    keys = [one.key for one in editions]
    assert len(set(keys)) == len(keys)
    assert all(one.begin < one.end <= one.made + SECOND for one in editions)
    for one, following in pairwise(editions):
        assert following.previous == one
        if isinstance(rhythm.period, int):
            assert one.end <= following.begin
        else:
            assert one.end == following.begin
        assert one.day <= following.day


@THOROUGH
@given(ZONES, STARTS, MOMENTS, st.lists(GAPS, max_size=8))
def test_hours_leave_no_small_holes(
    zone: ZoneInfo, starts: time, begin: datetime, gaps: list[timedelta]
) -> None:
    rhythm = Rhythm(zone=zone, day_starts=starts, period=24, catch_up="each")
    editions = [one for due in runs(begin, gaps, rhythm) for one in due.editions]

    for one, following in pairwise(editions):
        hole = following.begin - one.end
        assert not hole or timedelta(hours=2) < hole


def test_day_again_is_the_same_edition() -> None:
    made = [past("2026-03-12", "2026-03-11T06:00", "2026-03-12T06:00")]

    again = edition_of_day("2026-03-12", at("2026-04-01T06:00"), Rhythm(zone=BERLIN), made)

    assert (again.key, again.begin, again.end) == ("2026-03-12", made[0].begin, made[0].end)
    assert again.is_again
    assert not again.is_late


def test_day_that_was_never_made_is_the_local_day_and_is_not_mailed() -> None:
    rhythm = Rhythm(zone=BERLIN, day_starts=time(5))

    again = edition_of_day("2026-03-29", at("2026-04-01T06:00"), rhythm, [])

    assert (again.begin, again.end) == (at("2026-03-29T05:00"), at("2026-03-30T05:00"))
    assert again.is_again
    assert again.is_late


def test_day_that_goes_on_is_made_so_far() -> None:
    now = at("2026-04-01T06:00")

    assert edition_of_day("2026-04-01", now, Rhythm(zone=BERLIN), []).end == now + SECOND


@pytest.mark.parametrize(
    ("day", "zone", "reason"),
    [
        ("2026-04-02", "Europe/Berlin", "which has not begun in Europe/Berlin"),
        ("2011-12-30", "Pacific/Apia", "clocks in Pacific/Apia went past it"),
        ("30 March", "Europe/Berlin", "not a date: '30 March'"),
        ("20260330", "Europe/Berlin", "not a date: '20260330'"),
    ],
)
def test_day_that_cannot_be_made_is_refused(day: str, zone: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        edition_of_day(day, at("2026-04-01T06:00"), Rhythm(zone=ZoneInfo(zone)), [])


# What belongs to which


@pytest.mark.parametrize(
    ("published", "seen", "moment"),
    [
        ("2026-03-11T18:29:59-05:00", "2026-03-12T06:00", "2026-03-12T00:29:59"),
        ("2026-03-11T18:36:00", "2026-03-12T06:00", "2026-03-11T18:36:00"),
        ("2026-03-11", "2026-03-12T06:00", "2026-03-11T23:59:59"),
        ("2026-03-12", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("2026-03-29", "2026-03-30T06:00", "2026-03-29T23:59:59"),
        (None, "2026-03-12T06:00", "2026-03-12T06:00"),
        ("", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("15 Nov", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("1970-01-01T00:00:00+00:00", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("1989-12-31", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("1990-01-01T00:00:00+00:00", "2026-03-12T06:00", "1990-01-01T01:00:00"),
        ("2026-03-12T14:00:00+01:00", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("2031-01-01", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("9999-12-31", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("9999-12-31T23:59:59-14:00", "2026-03-12T06:00", "2026-03-12T06:00"),
        ("0001-01-01T00:00:00+14:00", "2026-03-12T06:00", "2026-03-12T06:00"),
    ],
)
def test_article_counts_as_published_when_it_can_have_been(
    published: str | None, seen: str, moment: str
) -> None:
    assert moment_of(published, at(seen), BERLIN) == at(moment)


def test_bare_day_is_that_of_the_zone() -> None:
    assert moment_of("2026-03-11", at("2026-03-20T06:00"), SEOUL) == at("2026-03-11T15:59:59")


@THOROUGH
@given(st.text(max_size=30), MOMENTS, ZONES)
def test_any_date_gives_a_moment_up_to_first_sight(
    published: str, seen: datetime, zone: ZoneInfo
) -> None:
    assert moment_of(published, seen, zone) <= seen


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Lima", "2024-11-15"),
        ("America/New_York", "2024-11-15"),
        ("UTC", "2024-11-15"),
        ("Europe/Berlin", "2024-11-16"),
        ("Asia/Seoul", "2024-11-16"),
    ],
)
def test_evening_transcript_is_told_on_one_day_in_each_zone(zone: str, day: str) -> None:
    place = ZoneInfo(zone)
    rhythm, seen = Rhythm(zone=place, period="yesterday"), at("2024-11-20T06:00")
    editions = [edition_of_day(f"2024-11-{number}", seen, rhythm, []) for number in range(13, 19)]

    moment = moment_of("2024-11-15T18:29:59-05:00", seen, place)
    told = [one.day for one in editions if one.begin <= moment < one.end]

    assert told == [day]


def second_morning(period: Period = "since last", catch_up: CatchUp = "combined") -> Edition:
    """Return the edition that follows one made on 12 March at six."""
    rhythm = Rhythm(zone=BERLIN, period=period, catch_up=catch_up)
    made = due_editions(at("2026-03-12T06:00"), rhythm, []).editions
    return due_editions(at("2026-03-13T06:00"), rhythm, made).editions[-1]


@pytest.mark.parametrize(
    ("published", "seen", "fate"),
    [
        ("2026-03-13T05:00", "2026-03-13T06:00", "news"),
        ("2026-03-13", "2026-03-13T06:00", "news"),
        ("2026-03-12", "2026-03-13T06:00", "news"),
        (None, "2026-03-13T06:00", "news"),
        ("2026-03-13T09:00", "2026-03-13T06:00", "news"),
        ("2026-03-11T20:00", "2026-03-13T06:00", "news"),
        ("2026-03-11", "2026-03-13T06:00", "news"),
        ("2026-03-09T06:01", "2026-03-13T06:00", "news"),
        ("2026-03-09T05:59", "2026-03-13T06:00", "too old"),
        ("2026-03-11T20:00", "2026-03-12T06:00", "passed over"),
        ("2026-03-10T20:00", "2026-03-12T06:00", "passed over"),
        ("2026-03-14T20:00", "2026-03-14T06:00", "later"),
    ],
)
def test_fate_of_an_article_in_the_second_edition(
    published: str | None, seen: str, fate: Fate
) -> None:
    moment = moment_of(published, at(seen), BERLIN)

    assert fate_in(second_morning(), moment, at(seen)) == fate


def test_what_was_told_is_not_told_again() -> None:
    edition, seen = second_morning(), at("2026-03-13T06:00")

    assert fate_in(edition, seen, seen, told_in="2026-03-12") == "told"


def test_the_past_of_a_new_source_is_no_late_news() -> None:
    edition, seen = second_morning(), at("2026-03-13T06:00")

    late, new = at("2026-03-11T20:00"), at("2026-03-12T20:00")

    assert fate_in(edition, late, seen, is_backlog=True) == "passed over"
    assert fate_in(edition, new, seen, is_backlog=True) == "news"


def test_first_edition_tells_nothing_from_before_it() -> None:
    (edition,) = due_editions(at("2026-03-12T06:00"), Rhythm(zone=BERLIN), []).editions

    assert fate_in(edition, at("2026-03-11T06:00"), at("2026-03-12T06:00")) == "left out"
    assert fate_in(edition, at("2026-03-11T06:01"), at("2026-03-12T06:00")) == "news"


def test_days_left_out_do_not_come_back_as_late_news() -> None:
    rhythm = Rhythm(zone=BERLIN, catch_up="none")
    made = [past("2026-03-09", "2026-03-08T06:00", "2026-03-09T06:00")]
    now = at("2026-03-12T06:00")
    (edition,) = due_editions(now, rhythm, made).editions

    assert fate_in(edition, at("2026-03-10T12:00"), now) == "left out"
    assert fate_in(edition, at("2026-03-09T05:00"), now) == "news"  # late for the one before


def test_late_news_stands_in_the_oldest_edition_of_a_run() -> None:
    rhythm = Rhythm(zone=BERLIN, catch_up="each")
    made = [past("2026-03-09", "2026-03-08T06:00", "2026-03-09T06:00")]
    now = at("2026-03-12T06:30")
    editions = due_editions(now, rhythm, made).editions

    late = place_article(editions, at("2026-03-09T03:00"), now)
    missed = place_article(editions, at("2026-03-10T12:00"), now)
    new = place_article(editions, now, now)
    coming = place_article(editions, now + SECOND, now)

    assert late == ("news", editions[0])
    assert missed == ("news", editions[1])
    assert new == ("news", editions[2])
    assert coming == ("later", None)


def test_day_again_tells_what_it_told_and_what_has_come_since_from_its_time() -> None:
    again = replace(second_morning(), is_again=True)
    seen = at("2026-03-20T06:00")
    inside, before = at("2026-03-12T20:00"), at("2026-03-11T20:00")

    assert fate_in(again, inside, seen, told_in="2026-03-14") == "news"
    assert fate_in(again, before, seen, told_in=again.key) == "news"
    assert fate_in(again, before, seen, told_in="2026-03-14") == "left out"


# From run to run


@dataclass(frozen=True, kw_only=True)
class Written:
    """An article: when it was published, what it says of that, and when its source has it."""

    published: datetime
    says: str | None
    there: datetime


@st.composite
def written(draw: st.DrawFn, begin: datetime, zone: ZoneInfo) -> Written:
    published = begin + timedelta(seconds=draw(st.integers(1, 30 * 86_400)))
    local = published.astimezone(zone)
    right = [published.isoformat(), local.isoformat(), local.date().isoformat()]
    says = draw(st.sampled_from([*right, None, "2099-01-01", "1970-01-01T00:00:00+00:00"]))
    slow = timedelta(seconds=draw(st.one_of(st.just(0), st.integers(0, 2 * 86_400))))
    return Written(published=published, says=says, there=published + slow)


def tell(
    articles: Sequence[Written], begin: datetime, gaps: Sequence[timedelta], rhythm: Rhythm
) -> tuple[list[Edition], list[str], list[datetime | None]]:
    """Run as the daily job does; return the editions, and where and when articles were seen."""
    seen: list[datetime | None] = [None] * len(articles)
    told = [""] * len(articles)
    editions: list[Edition] = []
    now = begin
    for gap in (timedelta(), *gaps):
        now += gap
        due = due_editions(now, rhythm, editions).editions
        for number, article in enumerate(articles):
            if not due or article.there > now:
                continue
            first = seen[number] = seen[number] or now
            moment = moment_of(article.says, first, rhythm.zone)
            fate, edition = place_article(due, moment, first, told_in=told[number])
            assert (fate == "told") == bool(told[number])
            told[number] = edition.key if edition else told[number]
        editions += due
    return editions, told, seen


@THOROUGH
@given(st.data(), RHYTHMS, MOMENTS, st.lists(GAPS, max_size=8))
def test_every_article_is_told_once(
    data: st.DataObject, rhythm: Rhythm, begin: datetime, gaps: list[timedelta]
) -> None:
    rhythm = replace(
        rhythm, period="since last" if isinstance(rhythm.period, int) else rhythm.period
    )
    zone = cast(ZoneInfo, rhythm.zone)
    articles = data.draw(st.lists(written(begin, zone), max_size=6))

    # Two more runs, so that "yesterday" has come to the last of them.
    late = [*gaps, timedelta(days=33), timedelta(days=3)]
    editions, told, seen = tell(articles, begin, late, rhythm)

    assert all(told)
    by_key = {one.key: one for one in editions}
    for article, key, first in zip(articles, told, seen, strict=True):
        assert first
        moment = moment_of(article.says, first, zone)
        assert moment < by_key[key].end
        if moment < by_key[key].begin:  # late: the edition of its time was made before
            assert any(one.begin <= moment < one.end and one.made < first for one in editions)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK])
@pytest.mark.parametrize("period", ["since last", "yesterday", 24])
@pytest.mark.parametrize("turn", ["2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01"])
def test_runs_at_half_past_two_tell_each_hour_of_a_change_once(
    zone: ZoneInfo, period: Period, turn: str
) -> None:
    rhythm = Rhythm(zone=zone, period=period)
    day = date.fromisoformat(turn)
    # As cron starts them: in a skipped hour soon after it, in a repeated one once.
    half_past_two = LocalDays(zone, time(2, 30))
    mornings = [half_past_two.begin_of(day + timedelta(days=number)) for number in range(-3, 5)]
    gaps = [later - sooner for sooner, later in pairwise(mornings)]
    midnight = LocalDays(zone).begin_of(day)
    hours = [midnight + timedelta(minutes=30 * number) for number in range(-20, 70)]
    articles = [Written(published=one, says=one.isoformat(), there=one) for one in hours]

    editions, told, _ = tell(articles, mornings[0], gaps, rhythm)

    assert all(told)
    assert sum(len([one for one in told if one == edition.key]) for edition in editions) == 90
    if period == "yesterday":
        length = LocalDays(zone).end_of(day) - midnight
        assert told.count(turn) == length / timedelta(minutes=30)
