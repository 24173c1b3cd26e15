"""Dates as articles and feeds write them, read strictly into ISO 8601.

One rule: nothing is guessed. A date whose day and month cannot be told apart,
or whose zone is unknown, is refused with a ValueError that says why; a date
without a zone stays without one until somebody names the zone to read it in.

"03/04/2026" is told by the language of what it stands in: month first in
"en-US", day first in "en-GB" and in the languages that write no other way.
Plain "en" leaves it open, as its readers do both.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from digest.clocks import has_hour_mark, read_clock
from digest.date_names import is_weekday, month_named

LONGEST_DATE = 80  # characters; longer stretches are prose
FIRST_YEAR = 1990  # of what reaches us as files and feeds; before it, a clock was wrong
CENTURY_TURNS = 50  # two-digit years from here on are of the last century, as RFC 2822 has it

MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_MONTH_FIRST = frozenset(["en-us", "en-ph"])
_DAY_FIRST = frozenset(
    "cs da de el es fi fr hr id it nb nl nn no pl pt ro ru sk sv tr uk "
    "en-au en-gb en-hk en-ie en-in en-ke en-my en-ng en-nz en-pk en-sg".split()
)

_INVISIBLE = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NAME = r"(?P<month>[^\W\d_]{3,14})\.?"
_OF_DAY = r"(?:(?:le|den|el|il|em|the) )?(?P<d>\d{1,2})(?:st|nd|rd|th|er|[oa])?\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)\.?",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?=\d{6}(?!\d))",  # and the clock without a break
        r"(?P<y>\d{4})\. ?(?P<m>\d{1,2})\. ?(?P<d>\d{1,2})\.?(?!\d)",
        r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号號]",
        r"(?P<y>\d{4}) ?년 ?(?P<m>\d{1,2}) ?월 ?(?P<d>\d{1,2}) ?일",
        rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})(?!\d)",
        rf"{_OF_DAY}[ -](?:(?:de|di|of) |d['’])?{_NAME},?[ -](?:(?:de|del) )?(?P<y>\d{{4}})(?!\d)",
        rf"(?P<y>\d{{4}})\.?[ -]{_NAME}[ -](?P<d>\d{{1,2}})(?!\d)\.?",
        # Two digits are a year where a clock follows, as mails have it: "15 Nov 24 18:29".
        rf"(?P<d>\d{{1,2}}) {_NAME} (?P<y>\d\d)(?= \d\d?:)",
    )
)
# "Friday, 15-Nov-24 18:29:59 GMT"; without its weekday, "24-Nov-15" may begin with the year.
_AFTER_WEEKDAY = re.compile(rf"(?P<d>\d{{1,2}})-{_NAME}-(?P<y>\d\d)(?= \d\d?:)")
# Day and month in figures, the year last: which is which depends on where it was written.
_FIGURES = re.compile(r"(\d{1,2})(?:([/-])(\d{1,2})\2|\. ?(\d{1,2})\. ?)(\d{4})(?!\d)")
# "Nov 15 18:29:59 EST 2024", as C, Java and Ruby print it.
_YEAR_LAST = re.compile(
    rf"(?P<day>{_NAME} \d{{1,2}}) (?P<clock>\d\d?:\d\d(?::\d\d)?)"
    r"(?P<zone> [A-Z]{1,5}| [+-]\d{4})? (?P<y>\d{4})",
    re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(
    r"(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?: ?(?i:[ap]\.?m\b)\.?)?(?: [A-Z]{2,4}(?![A-Za-z]))?)"
    r"(?:,| -| –| \|)? (?P<rest>\S.{7,50})"
)
_CLOCK_WORDS = "at|um|à|a las|a la|as|às|alle ore|alle|ore|om|kl|klo|godz|saat|pukul|в|о"
_BETWEEN = re.compile(rf"(?:T(?=\d)|[ ,|·•;]*(?:(?:{_CLOCK_WORDS}|[-–—])\.? )?)", re.IGNORECASE)
_YEAR_MARK = re.compile(r" ?(?:года|г\.?|року|р\.|r\.)(?=[ ,]|\Z)")  # "2024 г.", "2024 r."
_WEEKDAY = re.compile(
    r"[ ,]{0,2}\(?(?P<name>[^\W\d_]{1,14}(?:-feira)?)\.?\)? ?(?:[.,]{1,2}|(?=\W|\Z)) ?"
)
_EPOCH = re.compile(
    r"(1[0-8]\d{8})(?:\d{3}|\.\d{1,9})?"
)  # 2001 to 2030; a day begins with 19 or 20
_URL_DAY = re.compile(r"[/-]((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")


def read_date(
    text: str, *, language: str = "", epoch: bool = False, day_first: bool | None = None
) -> str:
    """Return the date that is the whole text, in ISO 8601 as far as it tells.

    With zone "2024-11-15T18:29:59-05:00", without "2024-11-15T18:36:00", a day
    "2024-11-15". Raises ValueError for anything else, also for "03/04/2024"
    where the language ("en-US", "fr") does not decide it. ``epoch`` says that a
    program wrote the date, so that ten digits are the seconds since 1970; ``day_first``
    is what ``is_day_first`` found out, which outweighs the language.
    """
    plain = _plain(text)
    seconds = _EPOCH.fullmatch(plain) if epoch else None
    if seconds:
        return datetime.fromtimestamp(int(seconds[1]), UTC).isoformat()
    told = language.lower().replace("_", "-")
    figures = told if day_first is None else ("en-gb" if day_first else "en-us")
    day, rest = _split_day(_in_order(plain), plain, told, figures)
    rest = _without_weekday(_YEAR_MARK.sub("", rest, count=1))
    between = _BETWEEN.match(rest)
    rest = rest[between.end() :] if between else rest
    if not rest:
        return day.isoformat()
    return read_clock(rest, day, plain, language=told).isoformat()


def is_day_first(dates: Iterable[str]) -> bool | None:
    """Tell how dates of one origin are written in figures, None where they do not tell.

    "15/11/2024" tells it for "11/12/2024" beside it.
    """
    told = set()
    for text in dates:
        found = _FIGURES.match(_without_weekday(" ".join(text[:LONGEST_DATE].split())))
        first, second = (int(found[1]), int(found[3] or found[4])) if found else (0, 0)
        if max(first, second) > 12 and first != second:
            told.add(first > 12)
    return told.pop() if len(told) == 1 else None


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


def _plain(text: str) -> str:
    """Return a date without invisible marks, its digits and blanks those of a keyboard."""
    plain = " ".join(text[: 2 * LONGEST_DATE].split())
    if len(plain) > LONGEST_DATE or len(text) > 2 * LONGEST_DATE:
        raise ValueError(f"not a date: {plain[:40] + '…'!r}")
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", plain)).strip()


def _in_order(plain: str) -> str:
    """Return a date with its day before its clock, as most are written."""
    year_last = _YEAR_LAST.fullmatch(_without_weekday(plain))
    if year_last:
        zone = year_last["zone"] or ""
        return f"{year_last['day']}, {year_last['y']} {year_last['clock']}{zone}"
    clock_first = _CLOCK_FIRST.fullmatch(plain)
    return f"{clock_first['rest']} {clock_first['clock']}" if clock_first else plain


def _without_weekday(text: str) -> str:
    found = _WEEKDAY.match(text)
    if found and is_weekday(found["name"]):
        return f"{' ' if found.start() else ''}{text[found.end() :]}"
    return text


def _split_day(text: str, whole: str, language: str, figures_in: str) -> tuple[date, str]:
    """Return the day and what stands behind it; "mar" is March, else the weekday of Spaniards."""
    bare = _without_weekday(text)
    for start, patterns in ((text, _DAYS), (bare, (*_DAYS, _AFTER_WEEKDAY))):
        figures = _FIGURES.match(start)
        if figures:
            return _day_in_figures(figures, start, whole, figures_in), start[figures.end() :]
        for pattern in patterns:
            found = pattern.match(start)
            month = _month(found.groupdict(), language) if found else None
            if found and month:
                return _day(found["y"], month, found["d"], whole), start[found.end() :]
        if bare == text:
            break
    raise ValueError(f"not a date: {whole!r}")


def _month(parts: dict[str, str], language: str) -> int | None:
    name = parts.get("month")
    return month_named(name, language.split("-")[0]) if name else int(parts["m"])


def _day_in_figures(found: re.Match[str], text: str, whole: str, language: str) -> date:
    """Return "15/11/2024" as it can only be read, else as the language does."""
    first, mark, slashed, dotted, year = found.groups()
    second = slashed or dotted
    if int(first) > 12 or first == second or has_hour_mark(text[found.end() :]):
        return _day(year, second, first, whole)
    if int(second) > 12:
        return _day(year, first, second, whole)
    if language in _MONTH_FIRST and mark:
        return _day(year, first, second, whole)
    if _is_day_first(language) or (not mark and language not in _MONTH_FIRST):
        return _day(year, second, first, whole)
    raise ValueError(f"day and month cannot be told apart: {whole!r}")


def _is_day_first(language: str) -> bool:
    if language in _DAY_FIRST:
        return True
    name, _, region = language.partition("-")
    return name in _DAY_FIRST and region != "us"  # Spanish in New York does both


def _day(year: str, month: str | int, day: str, whole: str) -> date:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= CENTURY_TURNS else 2000
    if not 1900 <= number <= 2100:
        raise ValueError(f"not a year of news: {whole!r}")
    try:
        return date(number, int(month), int(day))
    except ValueError as err:
        raise ValueError(f"no such day: {whole!r}") from err
