"""The time of day and the zone behind a date, as people and machines write them.

One rule: a zone that goes by a name of several ("IST") is refused, never chosen.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LARGEST_OFFSET = 14 * 60  # minutes from Greenwich, on the islands of Kiribati
MIDNIGHT_AFTER = 24  # "24:00" is the end of the day, and the start of the next

# Minutes east of Greenwich. IST, AST and the like name several zones and are left out,
# and so are the letters of the military zones, which mails have used both ways round.
_NAMES_OF_ZONES = {
    0: "z ut utc gmt wet",
    60: "bst west cet mez",
    120: "cest mesz eet",
    180: "eest msk мск",
    -180: "brt",
    -240: "edt",
    -300: "est cdt",
    -360: "cst mdt",
    -420: "mst pdt",
    -480: "pst akdt",
    -540: "akst",
    -600: "hst",
    420: "wib",
    480: "hkt sgt awst",
    540: "jst kst",
    570: "acst",
    600: "aest",
    630: "acdt",
    660: "aedt",
    720: "nzst",
    780: "nzdt",
}
_ZONES = {name: east for east, names in _NAMES_OF_ZONES.items() for name in names.split()}
# What a name of several zones is in a language, minutes east of Greenwich.
_LOCAL_ZONES = {("cst", "zh"): 480, ("ist", "hi"): 330, ("ist", "en-in"): 330}
# "ET" is EST or EDT, as the day has it.
_CIVIL_ZONES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_NO_ZONE = frozenset(["", "uhr", "uur", "h", "hs", "hrs", "hours", "local time", "год", "ч"])
_HALVES = {"上午": "a", "午前": "a", "오전": "a", "下午": "p", "午後": "p", "오후": "p"}

_TIME = re.compile(
    r"(?:(?P<front>上午|下午|午前|午後|오전|오후) ?)?(?P<h>\d{1,2})"
    r"(?:(?P<hmark> ?h ?)(?P<hm>\d\d)?(?: ?min)?(?![a-z\d])"
    r"|(?P<cjk> ?[時时點点시])(?: ?(?P<cm>\d{1,2}) ?[分분](?: ?(?P<cs>\d{1,2}) ?[秒초])?)?"
    r"|[:.](?P<m>\d\d)(?:[:.](?P<s>\d\d)(?:[.,]\d{1,9})?)?(?!\d)"
    r"|:(?P<m1>\d\d?):(?P<s1>\d\d?)(?!\d))?"  # "20:0:0"
    r"(?: ?(?P<half>[ap])\.? ?m\b\.?)?",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?(?!\d)(?:[.,]\d{1,9})?")
_OFFSET = re.compile(
    r"(?P<utc>gmt|utc)? ?(?P<sign>[+−-])(?P<h>\d\d?)(?::?(?P<m>[0-5]\d))?(?!\d) ?(?P<rest>.*)"
)
_SAID_AGAIN = re.compile(r"[(\[].{1,60}[)\]]|[a-z]{2,5}|")


def has_hour_mark(text: str) -> bool:
    """Tell whether a time is written "18h36", as nobody does who puts the month first."""
    found = _TIME.search(text)
    return bool(found and found["hmark"])


def read_clock(text: str, day: date, whole: str, *, language: str = "") -> datetime:
    """Return the moment that a time of day, and what stands behind it, is on a day.

    ``whole`` is the date as it was written, for the ValueError that refuses it.
    """
    found = _COMPACT_TIME.match(text) or _TIME.match(text)
    if not found:
        raise ValueError(f"not a time of day: {text!r} in {whole!r}")
    parts = found.groupdict()
    half = _HALVES.get(parts.get("front") or "") or (parts.get("half") or "").lower()
    minute = parts["m"] or parts.get("hm") or parts.get("cm") or parts.get("m1")
    if not (minute or half or parts.get("hmark") or parts.get("cjk")):
        raise ValueError(f"not a time of day: {text!r} in {whole!r}")
    hour = int(parts["h"])
    if half and not 1 <= hour <= 12:
        raise ValueError(f"not a time of day: {text!r} in {whole!r}")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    second = parts["s"] or parts.get("cs") or parts.get("s1")
    day, clock = _time(day, hour, int(minute or 0), int(second or 0), whole)
    return datetime.combine(day, clock, _zone(text[found.end() :], day, whole, language))


def _time(day: date, hour: int, minute: int, second: int, whole: str) -> tuple[date, time]:
    try:
        if hour == MIDNIGHT_AFTER and not minute and not second:
            return day + timedelta(days=1), time()
        return day, time(hour, minute, second)
    except ValueError as err:
        raise ValueError(f"no such time of day: {whole!r}") from err


def _zone(text: str, day: date, whole: str, language: str) -> tzinfo | None:
    name = text.strip(" ,").lower()
    offset = _OFFSET.fullmatch(name[1:-1] if name.startswith("(") else name)
    if offset and (offset["utc"] or len(offset["h"]) == 2):
        return _offset_zone(offset, whole)
    name = name.strip("()[] ").replace(".", "")
    if name in _NO_ZONE:
        return None
    for told in (language, language.split("-")[0]):
        if (name, told) in _LOCAL_ZONES:
            return _fixed(_LOCAL_ZONES[name, told])
    if name in _ZONES:
        return _fixed(_ZONES[name])
    if name in _CIVIL_ZONES:
        noon = datetime.combine(day, time(12), ZoneInfo(_CIVIL_ZONES[name]))
        return timezone(noon.utcoffset() or timedelta())
    raise ValueError(f"unknown time zone {text.strip()!r} in {whole!r}")


def _offset_zone(offset: re.Match[str], whole: str) -> tzinfo:
    """Return the zone of "+0900 (KST)", which says it twice; both must say the same."""
    minutes = int(offset["h"]) * 60 + int(offset["m"] or 0)
    minutes = minutes if offset["sign"] == "+" else -minutes
    again = offset["rest"].strip(" ()[].")
    if abs(minutes) > LARGEST_OFFSET:
        raise ValueError(f"no such time zone: {whole!r}")
    if not _SAID_AGAIN.fullmatch(offset["rest"]):
        raise ValueError(f"unknown time zone {offset['rest']!r} in {whole!r}")
    if again in _ZONES and again != "cst" and _ZONES[again] != minutes:
        raise ValueError(f"two time zones: {whole!r}")
    return _fixed(minutes)


def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
