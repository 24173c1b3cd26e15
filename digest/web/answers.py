"""What comes of asking for an address, as values.

One rule: trouble of the network is a value with one clear line, never an exception,
and no line shows what an address keeps secret.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Headers = Sequence[tuple[bytes, bytes]]

LONGEST_HEADER = 1000  # characters of a value that we keep; an ETag has about 40
_SECONDS = re.compile(r"\d{1,9}")
PASSING = frozenset({502, 503, 504})  # what a second attempt may find mended
MEANINGS = {
    401: "it asks for a login",
    402: "it asks for money",
    403: "it refuses programs like ours, or all",
    404: "there is no such page",
    410: "gone for good",
    429: "too many requests",
    451: "withheld for legal reasons",
    500: "an error of the server",
    502: "its server is not reached",
    503: "its server is overloaded or down",
    504: "its server is too slow",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The marks of the body we have, in the server's own words.

    They are sent only to ``url``, whose body they describe: another address may use the same.
    """

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body: ``url`` is where it came from in the end.

    ``media_type`` is as the server gave it, with its charset. ``moved_to`` is how far
    permanent redirects alone lead from the address asked, empty without one.
    """

    asked: str
    url: str
    data: bytes = field(repr=False)
    status: int = 200
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The body is the one that the conditions describe."""

    asked: str
    url: str
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No body; ``status`` is 0 where nothing was answered.

    ``retry_after`` are the seconds that the server wants to be left alone, and ``url``
    who said so; ``is_passing`` says that another attempt may help at once.
    """

    asked: str
    url: str
    reason: str
    status: int = 0
    retry_after: float | None = None
    is_passing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """It was not asked, for a reason that is no failure of its."""

    asked: str
    url: str
    reason: str


Answer = Fetched | NotModified | Failed | Declined


def header(headers: Headers, name: str) -> str:
    """Return the values of a header joined by commas; "" for one too long to be meant."""
    wanted = name.lower().encode("ascii")
    found = [value.strip() for key, value in headers if key.lower() == wanted]
    joined = b", ".join(found)
    return "" if len(joined) > LONGEST_HEADER else joined.decode("latin-1")


def first_header(headers: Headers, name: str) -> str:
    """Return the first value of a header that may stand once."""
    wanted = name.lower().encode("ascii")
    found = next((value for key, value in headers if key.lower() == wanted), b"")
    return "" if len(found) > LONGEST_HEADER else found.strip().decode("latin-1")


def location_of(headers: Headers) -> str:
    """Return where a redirect leads, which many servers write in UTF-8."""
    found = next((value for key, value in headers if key.lower() == b"location"), b"")
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        return found.decode("latin-1")


def media_type_of(headers: Headers) -> str:
    """Return the Content-Type as far as it is plain ASCII."""
    given = first_header(headers, "content-type")
    return given if given.isascii() and given.isprintable() else ""


def wait_of(headers: Headers, now: datetime) -> float | None:
    """Return the seconds that Retry-After asks for, given in seconds or as a date."""
    given = first_header(headers, "retry-after")
    if _SECONDS.fullmatch(given):
        return float(given)
    try:
        until = parsedate_to_datetime(given)
    except (ValueError, OverflowError, TypeError, IndexError):  # all of which odd dates raise
        return None
    if until.tzinfo is None:  # "-0000"
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def meaning(status: int) -> str:
    """Return a status as a line: "answers 410: gone for good"."""
    said = MEANINGS.get(status)
    return f"answers {status}: {said}" if said else f"answers {status}"
