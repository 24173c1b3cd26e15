"""Dates and times as the reader sees them, in the digest's zone.

One rule: a time is never given more exactly than the article gives it. A time
without zone stays as it is and says so; a day stays a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNDATED = "undated"
_NO_ZONE = "(zone not given)"
_DAY_LENGTH = len("2024-11-15")
_MORNING = time(6)  # a briefing is dated before its readers come to work
# Month and day names of our own: strftime's depend on the machine's locale.
_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    day: str
    clock: str = ""
    zone: str = ""


def day_in_words(day: str) -> str:
    """Return "Friday, 15 November 2024" for "2024-11-15"."""
    value = date.fromisoformat(day)
    month = _MONTHS.split()[value.month - 1]
    return f"{_WEEKDAYS.split()[value.weekday()]}, {value.day} {month} {value.year}"


def short_day(day: str) -> str:
    """Return "15 Nov 2024" for "2024-11-15"."""
    return _day_of(date.fromisoformat(day))


def day_and_month(day: str, *, year_of: str) -> str:
    """Return "15 November" for "2024-11-15", with the year where the other day has another."""
    value = date.fromisoformat(day)
    told = f"{value.day} {_MONTHS.split()[value.month - 1]}"
    return told if year_of[:4] == day[:4] else f"{told} {value.year}"


def zone_in_words(timezone: str, day: str) -> str:
    """Return "Asia/Seoul (KST, UTC+09:00)", as it is at noon of the day."""
    noon = datetime.combine(date.fromisoformat(day), time(12), ZoneInfo(timezone))
    name, offset = _zone_of(noon), _offset_of(noon)
    if timezone in (name, offset):
        return timezone
    return f"{timezone} ({offset})" if name == offset else f"{timezone} ({name}, {offset})"


def moment_in_words(published: str | None, timezone: str) -> str:
    """Return "15 Nov 2024, 08:29 KST", or less where the article tells less."""
    moment = _read(published, timezone)
    return UNDATED if moment is None else _join(moment)


def span_in_words(first: str | None, last: str | None, timezone: str) -> str:
    """Return the stretch between two publications, the shared day and zone given once."""
    start, end = _read(first, timezone), _read(last, timezone)
    if start is None or end is None or start == end:
        known = start or end
        return UNDATED if known is None else _join(known)
    if start.day == end.day and start.clock and end.clock and start.zone == end.zone:
        return f"{start.day}, {start.clock} to {end.clock} {start.zone}"
    return f"{_join(start)} to {_join(end)}"


def issue_time(day: str, timezone: str, last_published: str | None) -> datetime:
    """Return six in the morning of the day, or the last publication where that came later that day.

    A mail must not be older than the articles it quotes.
    """
    zone = ZoneInfo(timezone)
    morning = datetime.combine(date.fromisoformat(day), _MORNING, zone)
    last = _parse(last_published)
    if last is None or last.tzinfo is None:
        return morning
    last = _move(last, zone).replace(microsecond=0)
    return last if last.date() == morning.date() and last > morning else morning


def _read(published: str | None, timezone: str) -> _Moment | None:
    value = _parse(published)
    if value is None or published is None:
        return None
    if len(published) <= _DAY_LENGTH:
        return _Moment(day=_day_of(value))
    if value.tzinfo is None:
        return _Moment(day=_day_of(value), clock=f"{value:%H:%M}", zone=_NO_ZONE)
    local = _move(value, ZoneInfo(timezone))
    return _Moment(day=_day_of(local), clock=f"{local:%H:%M}", zone=_zone_of(local))


def _parse(published: str | None) -> datetime | None:
    if published is None:
        return None
    try:
        return datetime.fromisoformat(published)
    except ValueError:
        return None


def _move(value: datetime, zone: ZoneInfo) -> datetime:
    try:
        return value.astimezone(zone)
    except OverflowError:  # the first and the last day of the calendar have no neighbor
        return value


def _join(moment: _Moment) -> str:
    return f"{moment.day}, {moment.clock} {moment.zone}" if moment.clock else moment.day


def _day_of(value: date) -> str:
    return f"{value.day} {_MONTHS.split()[value.month - 1][:3]} {value.year}"


def _zone_of(value: datetime) -> str:
    """Return the zone's letters where it has some ("KST"); others are called "-03"."""
    name = value.tzname() or ""
    return name if name.isalpha() else _offset_of(value)


def _offset_of(value: datetime) -> str:
    minutes = (value.utcoffset() or timedelta()) // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
