"""Dates as articles write them, read strictly into ISO 8601.

One rule: nothing is guessed. A date whose day and month cannot be told apart,
or whose zone is unknown, is refused with a ValueError that says why; a date
without a zone stays without one until somebody names the zone to read it in.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LONGEST_DATE = 80  # characters; longer stretches are prose

MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

# Minutes east of Greenwich. IST, AST and the like name several zones and are left out.
_ZONES = {
    "z": 0,
    "ut": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "bst": 60,
    "west": 60,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "jst": 540,
    "kst": 540,
    "hkt": 480,
    "sgt": 480,
    "aest": 600,
    "aedt": 660,
}
# "ET" is EST or EDT, as the day has it.
_CIVIL_ZONES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}

_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]{0,2} ", re.IGNORECASE
)
_DAYS = (
    re.compile(r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?P<y>\d{4})\. ?(?P<m>\d{1,2})\. ?(?P<d>\d{1,2})\.?(?!\d)"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    re.compile(r"(?P<y>\d{4})년 ?(?P<m>\d{1,2})월 ?(?P<d>\d{1,2})일"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)"),
    re.compile(
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -](?P<y>\d{4})(?!\d)"
    ),
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?:(?P<hmark>h)(?P<hm>\d\d)?(?:min)?|[:.](?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d{1,9})?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?(?!\d)")
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d\d):?(\d\d)?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:T(?=\d)|[ ,|]*(?:(?:at|[-–—]) )?)", re.IGNORECASE)
_URL_DAY = re.compile(r"[/-]((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")


def read_date(text: str) -> str:
    """Return the date that is the whole text, in ISO 8601 as far as it tells.

    With zone "2024-11-15T18:29:59-05:00", without "2024-11-15T18:36:00", a day
    "2024-11-15". Raises ValueError for anything else, also for "03/04/2024".
    """
    plain = " ".join(text[: LONGEST_DATE + 1].split())
    if len(plain) > LONGEST_DATE:
        raise ValueError(f"not a date: {plain[:40] + '…'!r}")
    weekday = _WEEKDAY.match(plain)
    rest = plain[weekday.end() :] if weekday else plain
    day, rest = _split_day(rest, plain)
    between = _BETWEEN.match(rest)
    rest = rest[between.end() :] if between else rest
    if not rest:
        return day.isoformat()
    clock, rest = _split_time(rest, plain)
    return datetime.combine(day, clock, _zone(rest, day, plain)).isoformat()


def date_in_url(url: str) -> str | None:
    """Return the day that stands in a web address ("/2024/11/15/"), if one does."""
    found = _URL_DAY.search(url[:2000])
    if not found:
        return None
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return None


def instant(published: str, zone: tzinfo) -> datetime:
    """Return the moment of an article's ``published``, with its zone.

    A time without zone is read in ``zone``; a day is its start there.
    """
    try:
        moment = datetime.fromisoformat(published)
    except ValueError as err:
        raise ValueError(f"not an ISO 8601 date: {published!r}") from err
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def local_day(published: str, zone: tzinfo) -> date:
    """Return the day in ``zone`` on which an article's ``published`` falls."""
    return instant(published, zone).astimezone(zone).date()


def _split_day(text: str, whole: str) -> tuple[date, str]:
    slashed = _SLASHED.match(text)
    if slashed:
        return _slashed_day(slashed, text, whole), text[slashed.end() :]
    for pattern in _DAYS:
        found = pattern.match(text)
        if found:
            parts = found.groupdict()
            month = MONTHS.get(parts["month"].lower()) if parts.get("month") else parts["m"]
            if month:
                return _day(parts["y"], month, parts["d"], whole), text[found.end() :]
    raise ValueError(f"not a date: {whole!r}")


def _slashed_day(found: re.Match[str], text: str, whole: str) -> date:
    """Day first where only that can be, or where the hour is written "18h36"."""
    first, second, year = found.groups()
    clock = _TIME.search(text, found.end())
    if int(first) > 12 or first == second or (clock and clock["hmark"]):
        return _day(year, second, first, whole)
    if int(second) > 12:
        return _day(year, first, second, whole)
    raise ValueError(f"day and month cannot be told apart: {whole!r}")


def _day(year: str, month: str | int, day: str, whole: str) -> date:
    if not 1900 <= int(year) <= 2100:
        raise ValueError(f"not a year of news: {whole!r}")
    try:
        return date(int(year), int(month), int(day))
    except ValueError as err:
        raise ValueError(f"no such day: {whole!r}") from err


def _split_time(text: str, whole: str) -> tuple[time, str]:
    found = _COMPACT_TIME.match(text) or _TIME.match(text)
    if not found:
        raise ValueError(f"not a time of day: {text!r} in {whole!r}")
    parts = found.groupdict()
    minute = parts["m"] or parts.get("hm")
    half = (parts.get("half") or "").lower()
    if not minute and not half and not parts.get("hmark"):
        raise ValueError(f"not a time of day: {text!r} in {whole!r}")
    hour = int(parts["h"])
    if half and not 1 <= hour <= 12:
        raise ValueError(f"not a time of day: {text!r} in {whole!r}")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(minute or 0), int(parts["s"] or 0)), text[found.end() :].strip()
    except ValueError as err:
        raise ValueError(f"no such time of day: {whole!r}") from err


def _zone(text: str, day: date, whole: str) -> tzinfo | None:
    name = text.strip("() ").lower()
    offset = _OFFSET.match(name)
    if offset:  # "+0900 (KST)" says it twice
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return _fixed(-minutes if offset[1] == "-" else minutes, whole)
    name = name.replace(".", "")
    if name in ("", "uhr", "local time", "hrs"):
        return None
    if name in _ZONES:
        return _fixed(_ZONES[name], whole)
    if name in _CIVIL_ZONES:
        noon = datetime.combine(day, time(12), ZoneInfo(_CIVIL_ZONES[name]))
        return timezone(noon.utcoffset() or timedelta())
    raise ValueError(f"unknown time zone {text!r} in {whole!r}")


def _fixed(minutes: int, whole: str) -> tzinfo:
    if abs(minutes) >= 24 * 60:
        raise ValueError(f"no such time zone: {whole!r}")
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
