"""What is remembered of each address from one run to the next.

One rule: nothing is given up. However long an address fails, it is asked again
within a day, and one good answer makes all well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Protocol

from digest.web.answers import Answer, Conditions, Failed, Fetched, NotModified

FIRST_WAIT = timedelta(minutes=5)  # after the first failure; doubled by each further one
# A day, less what two daily runs may lie closer together: an hour where summer time
# begins, and some minutes of a slow start.
LONGEST_WAIT = timedelta(hours=22)
BELIEVED_MOVES = 3  # times in a row that a permanent redirect leads to one address
TOLD_AGAIN = timedelta(days=7)
GONE = 410
LARGEST_MEMORY = 16 * 1024 * 1024  # bytes of bodies; without an archive few are asked for again


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """An address as the last run left it; times are aware, and None for never.

    ``answered_by`` is where the body came from in the end, which ``etag``,
    ``last_modified`` and ``media_type`` describe; ``body_sha256`` names the body itself.
    ``failures`` counts the runs in a row that failed, ``reason`` says how the last did.
    ``moves`` counts how often in a row a permanent redirect led to ``moved_to``.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    answered_by: str = ""
    media_type: str = ""
    body_sha256: str = ""
    last_tried: datetime | None = None
    last_ok: datetime | None = None
    next_allowed: datetime | None = None
    failures: int = 0
    first_failed: datetime | None = None
    reason: str = ""
    told: datetime | None = None
    moved_to: str = ""
    moves: int = 0

    @property
    def address(self) -> str:
        """What to ask: the new address, once it has been confirmed."""
        return self.moved_to if self.moves >= BELIEVED_MOVES else self.url

    @property
    def conditions(self) -> Conditions | None:
        """The marks of the body we have, None where the server gave none."""
        if not (self.etag or self.last_modified):
            return None
        return Conditions(url=self.answered_by, etag=self.etag, last_modified=self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A source that keeps failing, to be told to the reader."""

    url: str
    name: str
    since: datetime
    runs: int
    reason: str


class Polls(Protocol):
    """Where polls are kept."""

    def get(self, url: str) -> Poll:
        """Return what is known of an address, a fresh poll for a new one."""

    def put(self, poll: Poll) -> None:
        """Remember a poll in place of the one before it."""

    def prune(self, before: datetime) -> int:
        """Forget addresses that were not asked since, and return how many."""


class Bodies(Protocol):
    """Where the bodies are kept that were read, by their sha256."""

    def get(self, sha256_hex: str) -> bytes | None:
        """Return a body, None where it is no longer kept."""

    def put(self, data: bytes, now: datetime) -> str:
        """Keep a body, and return its sha256."""

    def touch(self, sha256_hex: str, now: datetime) -> bool:
        """Remember that a body was used again; say whether it is kept at all."""

    def prune(self, before: datetime, largest: int) -> int:
        """Drop what was not used since, then the oldest beyond ``largest`` bytes."""


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def waits_until(poll: Poll, now: datetime) -> datetime | None:
    """Return until when an address is left alone, None where it may be asked.

    A time further away than any wait was set by a clock that was wrong.
    """
    until = poll.next_allowed
    if until is None or until <= now or until > now + LONGEST_WAIT:
        return None
    return until


def after(poll: Poll, answer: Answer, now: datetime) -> Poll:
    """Return what to remember once an address has answered."""
    poll = replace(poll, last_tried=now)
    if isinstance(answer, Fetched):
        return _recovered(
            replace(
                _moved(poll, answer.moved_to),
                etag=answer.etag,
                last_modified=answer.last_modified,
                answered_by=answer.url,
                media_type=answer.media_type,
                body_sha256=sha256(answer.data).hexdigest(),
            ),
            now,
        )
    if isinstance(answer, NotModified):
        return _recovered(_moved(poll, answer.moved_to), now)
    if isinstance(answer, Failed):
        return _failed(poll, answer, now)
    return poll


def without_marks(poll: Poll) -> Poll:
    """Return a poll that fetches the body anew, as what came could not be read."""
    return replace(poll, etag="", last_modified="")


def failing_among(
    polls: Polls,
    urls: Iterable[str],
    now: datetime,
    names: Mapping[str, str] | None = None,
    *,
    runs: int = 3,
) -> tuple[Failing, ...]:
    """Return the sources that fail for so many runs or longer, each again after a week."""
    found = [polls.get(url) for url in dict.fromkeys(urls)]
    return tuple(
        Failing(
            url=poll.url,
            name=(names or {}).get(poll.url, ""),
            since=poll.first_failed,
            runs=poll.failures,
            reason=poll.reason,
        )
        for poll in found
        if poll.first_failed and poll.failures >= runs and _is_news(poll, now)
    )


def mark_told(polls: Polls, told: Iterable[Failing], now: datetime) -> None:
    """Remember that the reader was told of these sources."""
    for each in told:
        polls.put(replace(polls.get(each.url), told=now))


class MemoryPolls:
    """Polls for one run."""

    def __init__(self) -> None:
        self._polls: dict[str, Poll] = {}

    def get(self, url: str) -> Poll:
        """Return what is known of an address, a fresh poll for a new one."""
        return self._polls.get(url, Poll(url=url))

    def put(self, poll: Poll) -> None:
        """Remember a poll in place of the one before it."""
        self._polls[poll.url] = poll

    def prune(self, before: datetime) -> int:
        """Forget addresses that were not asked since, and return how many."""
        old = [url for url, poll in self._polls.items() if is_older(poll, before)]
        for url in old:
            del self._polls[url]
        return len(old)


class MemoryBodies:
    """Bodies for one run: the newest of them, up to ``largest`` bytes."""

    def __init__(self, largest: int = LARGEST_MEMORY) -> None:
        self._largest = largest
        self._bodies: dict[str, tuple[datetime, bytes]] = {}
        self._lock = Lock()

    def get(self, sha256_hex: str) -> bytes | None:
        """Return a body, None where it is no longer kept."""
        found = self._bodies.get(sha256_hex)
        return found[1] if found else None

    def put(self, data: bytes, now: datetime) -> str:
        """Keep a body, and return its sha256."""
        name = sha256(data).hexdigest()
        with self._lock:
            self._bodies[name] = (now, data)
            self._keep(self._bodies, self._largest)
        return name

    def touch(self, sha256_hex: str, now: datetime) -> bool:
        """Remember that a body was used again; say whether it is kept at all."""
        with self._lock:
            found = self._bodies.get(sha256_hex)
            if found:
                self._bodies[sha256_hex] = (now, found[1])
            return found is not None

    def prune(self, before: datetime, largest: int) -> int:
        """Drop what was not used since, then the oldest beyond ``largest`` bytes."""
        with self._lock:
            count = len(self._bodies)
            used = {name: kept for name, kept in self._bodies.items() if kept[0] >= before}
            self._keep(used, largest)
            return count - len(self._bodies)

    def _keep(self, bodies: dict[str, tuple[datetime, bytes]], largest: int) -> None:
        room = largest
        self._bodies = {}
        for name, kept in sorted(bodies.items(), key=lambda each: each[1][0], reverse=True):
            room -= len(kept[1])
            if room >= 0:
                self._bodies[name] = kept


def is_older(poll: Poll, before: datetime) -> bool:
    """Say whether an address was last asked before a time."""
    return poll.last_tried is None or poll.last_tried < before


def _recovered(poll: Poll, now: datetime) -> Poll:
    return replace(
        poll, last_ok=now, next_allowed=None, failures=0, first_failed=None, reason="", told=None
    )


def _moved(poll: Poll, moved_to: str) -> Poll:
    """Count a permanent redirect; asked at its new address already, the poll has none."""
    if poll.moves >= BELIEVED_MOVES:
        return replace(poll, moved_to=moved_to or poll.moved_to)
    if not moved_to:
        return replace(poll, moved_to="", moves=0)
    moves = poll.moves + 1 if moved_to == poll.moved_to else 1
    return replace(poll, moved_to=moved_to, moves=moves)


def _failed(poll: Poll, answer: Failed, now: datetime) -> Poll:
    failures = poll.failures + 1
    wait = LONGEST_WAIT if answer.status == GONE else _backoff(failures)
    if answer.retry_after is not None:
        wait = min(timedelta(seconds=min(answer.retry_after, 1e9)), LONGEST_WAIT)
    return replace(
        poll,
        failures=failures,
        first_failed=poll.first_failed or now,
        reason=answer.reason,
        next_allowed=now + wait,
        moved_to="",  # the new address may be what fails: the old one is asked next
        moves=0,
    )


def _backoff(failures: int) -> timedelta:
    doubled = FIRST_WAIT * (1 << min(failures - 1, 10))
    return min(doubled, LONGEST_WAIT)


def _is_news(poll: Poll, now: datetime) -> bool:
    return poll.told is None or not poll.told <= now < poll.told + TOLD_AGAIN
