"""The period of a digest: which stretches of time it tells, and which were missed.

One rule: a stretch begins where the one before ends; where the settings leave a hole
between two, it is because they ask for one.

- "since last" goes from the end of the last edition to the second of the run, that second
  included, since what a run reads is first seen then. The first edition ever tells the last
  24 hours: the local day alone would leave a first digest at six in the morning nearly empty.
- "yesterday" is the last local day that is over, and so is made once however often it runs.
- A number of hours is cut where an edition told them already, and longer by up to two hours
  where only a late cron job or a day of 25 hours would leave a hole. Another hole is meant:
  whoever asks for the last 12 hours once a day does not want the night.
- A day is missed if no edition ends in it. The editions of missed days end at the hour at
  which the last one ended, as they would have if the runs had not been missed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

from digest.daily.local_days import MIDNIGHT, LocalDays

Period: TypeAlias = Literal["since last", "yesterday"] | int
CatchUp: TypeAlias = Literal["combined", "each", "none"]
Span: TypeAlias = tuple[datetime, datetime]  # the first moment in it, and the first behind it

SECOND = timedelta(seconds=1)  # the smallest step of time that the state keeps
FIRST_EVER = timedelta(hours=24)  # told by the first edition of all
SMALL_HOLE = timedelta(hours=2)  # a day of 25 hours, and a run that begins an hour late


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How editions follow each other, as the settings of these names say."""

    zone: tzinfo = UTC
    day_starts: time = MIDNIGHT
    period: Period = "since last"
    catch_up: CatchUp = "combined"
    not_after: int | None = None  # hours

    @property
    def days(self) -> LocalDays:
        """The local days."""
        return LocalDays(self.zone, self.day_starts)


def spans_since(since: datetime | None, now: datetime, rhythm: Rhythm) -> Iterator[Span]:
    """Yield what editions would have told, had no run been missed, from the end of the last one.

    The oldest comes first; there is none where the time up to now is told already. ``since``
    is None before the first edition ever.
    """
    since = since.astimezone(UTC) if since else None
    if rhythm.period == "yesterday":
        yield from _days_until(now, rhythm.days, since)
        return
    if since and since > now:
        return
    for end in (*_missed_ends(since, now, rhythm), now + SECOND):
        begin = _begin(end, rhythm.period, since)
        yield begin, end
        since = end


def _days_until(now: datetime, days: LocalDays, since: datetime | None) -> Iterator[Span]:
    """Yield the days that are over and were not told, or not to their end."""
    today = days.day_of(now)
    day = days.day_of(since) if since else days.before(today)
    while day < today:
        begin = days.begin_of(day)
        yield max(begin, since or begin), days.end_of(day)
        day = days.after(day)


def _missed_ends(since: datetime | None, now: datetime, rhythm: Rhythm) -> Iterator[datetime]:
    """Yield the ends of the editions that were missed, at the hour at which the last one ended."""
    if not since:
        return
    today = rhythm.days.day_of(now)
    missed = rhythm.days.after(rhythm.days.day_of(since - SECOND))
    local = since.astimezone(rhythm.zone)
    ends, day = LocalDays(rhythm.zone, local.time()), local.date()
    while missed < today:
        day, missed = ends.after(day), rhythm.days.after(missed)
        if ends.begin_of(day) <= now:  # not so where it lies behind a day that began with a jump
            yield ends.begin_of(day)


def _begin(end: datetime, period: Period, since: datetime | None) -> datetime:
    if not isinstance(period, int):
        return since or end - FIRST_EVER
    begin = end - timedelta(hours=period)
    return since if since and begin - since <= SMALL_HOLE else begin
