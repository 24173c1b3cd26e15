"""Days as people somewhere live them, each a stretch of time from its beginning to the next.

One rule: a day begins at the first moment at which clocks there read its date and the hour
at which days begin, or later. So a day has 23, 24 or 25 hours; an hour that is skipped begins
where clocks jump over it, one that is repeated at its first round; and a date that no clock
ever showed (30 December 2011 in Samoa) is no day.

Moments are in UTC: Python compares two times of one zone by what clocks read, which is wrong
across a change of the clocks.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MIDNIGHT = time()
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LocalDays:
    """The days of a zone, where what is before the hour ``starts`` belongs to the day before."""

    zone: tzinfo
    starts: time = MIDNIGHT

    def day_of(self, moment: datetime) -> date:
        """Return the day in which a moment lies."""
        day = moment.astimezone(self.zone).date()
        while moment < self.begin_of(day):
            day = self.before(day)
        while moment >= self.end_of(day):  # clocks set back over midnight
            day = self.after(day)
        return day

    def begin_of(self, day: date) -> datetime:
        """Return the first moment of a day, in UTC."""
        return first_moment(datetime.combine(day, self.starts), self.zone)

    def end_of(self, day: date) -> datetime:
        """Return the first moment behind a day, in UTC."""
        return self.begin_of(self.after(day))

    def after(self, day: date) -> date:
        """Return the next day that there is."""
        day += _DAY
        return day if self.has(day) else self.after(day)

    def before(self, day: date) -> date:
        """Return the last day before that there is."""
        day -= _DAY
        return day if self.has(day) else self.before(day)

    def has(self, day: date) -> bool:
        """Tell whether clocks ever showed that date."""
        midnight = first_moment(datetime.combine(day, MIDNIGHT), self.zone)
        return midnight.astimezone(self.zone).date() == day


def first_moment(wall: datetime, zone: tzinfo) -> datetime:
    """Return the first moment, in UTC, at which clocks in a zone read so much, or more."""
    before = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    behind = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if before <= behind:  # one moment, or two of which this is the first
        return before
    # Clocks jump over it, somewhere between the two: where they do, they first read more.
    seconds = range(int((before - behind).total_seconds()) + 1)
    jump = bisect_left(
        seconds, True, key=lambda second: _reads(behind + timedelta(seconds=second), zone) >= wall
    )
    return behind + timedelta(seconds=jump)


def _reads(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
