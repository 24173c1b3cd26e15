"""Fetch many addresses: hosts side by side, the addresses of one host in turn.

One rule: what comes back is in the order that was asked, and one address can
neither stop nor delay the others.
"""

import logging
import ssl
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from types import TracebackType
from typing import Literal, Self

from digest.errors import DigestError
from digest.model import Payload, Skipped
from digest.web.addresses import Address, Resolve, look_up, parse_address, shown
from digest.web.answers import Answer, Conditions, Declined, Failed, Fetched
from digest.web.politeness import Turns
from digest.web.polls import (
    Bodies,
    Failing,
    MemoryBodies,
    MemoryPolls,
    Poll,
    Polls,
    after,
    failing_among,
    mark_told,
    utc_now,
    waits_until,
    without_marks,
)
from digest.web.settings import WebSettings

logger = logging.getLogger(__name__)

Kind = Literal["feed", "page"]
"""A feed was listed by the user; a page is asked for only where its robots.txt allows."""

# Some servers give whichever of a feed and a page is named first.
_ACCEPT: dict[Kind, str] = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5",
}
READ_AHEAD = 32  # addresses beyond the one that is waited for; bounds what is in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server says that nothing changed; ``payload`` is what it sent the last time."""

    payload: Payload


Found = Payload | Skipped | Unchanged


class Web:
    """The web within the settings, with what is remembered of it.

    Without ``polls`` and ``bodies`` nothing is remembered beyond the run. ``clock``
    gives aware datetimes; ``tls`` is whom to trust, and by default the system's list.
    ``retry_now`` asks what failed before without waiting, as somebody does who has just
    mended the network; servers that asked for time get it all the same.
    """

    def __init__(
        self,
        settings: WebSettings | None = None,
        *,
        polls: Polls | None = None,
        bodies: Bodies | None = None,
        clock: Callable[[], datetime] = utc_now,
        resolve: Resolve = look_up,
        tls: ssl.SSLContext | None = None,
        retry_now: bool = False,
    ) -> None:
        self.settings = settings or WebSettings()
        self._polls = MemoryPolls() if polls is None else polls
        self._bodies = _ForgivingBodies(MemoryBodies() if bodies is None else bodies)
        self._clock = clock
        self._resolve = resolve
        self._tls = tls
        self._retry_now = retry_now

    def __enter__(self) -> Self:
        # The HTTP library is imported here, so that a run without the web starts quickly.
        from digest.web.client import Client
        from digest.web.robots import Robots

        self._turns = Turns(self.settings.delay)
        self._client = Client(
            self.settings,
            turns=self._turns,
            resolve=self._resolve,
            tls=self._tls,
            clock=self._clock,
        )
        self._robots = Robots(
            self.settings.robot,
            fetch=self._client.fetch,
            turns=self._turns,
            polls=self._polls,
            bodies=self._bodies,
            clock=self._clock,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    @property
    def notes(self) -> tuple[Skipped, ...]:
        """What could not be remembered."""
        return self._bodies.notes

    def fetch(self, url: str, kind: Kind) -> Found:
        """Return what is at one address."""
        try:
            parse_address(url)
        except ValueError as err:
            return _skipped(url, str(err))
        now = self._clock()
        poll = self._polls.get(url)
        until = waits_until(poll, now)
        if until and not self._retry_now:
            return _skipped(url, f"not asked before {_told(until)}: {poll.reason}")
        answer = self._ask(poll, kind)
        if isinstance(answer, Declined):
            return _skipped(url, answer.reason)
        if isinstance(answer, Failed) and self._turns.is_stopped:
            return _skipped(url, "the run was ended")  # which is no failure of the address
        if isinstance(answer, Fetched):
            self._bodies.put(answer.data, now)  # first: a poll names only a body that is there
        poll = after(poll, answer, now)
        self._polls.put(poll)
        logger.debug("fetch url=%s answer=%s", shown(url), type(answer).__name__)
        return self._found(poll, answer, now)

    def fetch_all(self, urls: Iterable[str], kind: Kind) -> Iterator[Found]:
        """Yield what is at the addresses, in their order, each once.

        Whoever leaves the iteration before its end ends this ``Web``.
        """
        asked = tuple(dict.fromkeys(urls))
        hosts = [_host(url) for url in asked]
        started = monotonic()
        counts: Counter[str] = Counter()
        with ThreadPoolExecutor(self.settings.parallel, thread_name_prefix="web") as pool:
            schedule = _Schedule(hosts, self._turns, most=self.settings.parallel)
            try:
                for index in range(len(asked)):
                    while not schedule.is_done(index):
                        for ready in schedule.ready(index):
                            schedule.begin(ready, pool.submit(self.fetch, asked[ready], kind))
                        schedule.wait()
                    found = schedule.take(index)
                    counts[type(found).__name__] += 1
                    yield found
            except BaseException:  # whoever asked has gone: nobody waits for what is under way
                self._client.close()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        logger.info(
            "fetch fetched=%d unchanged=%d skipped=%d seconds=%.2f",
            *(counts[name] for name in ("Payload", "Unchanged", "Skipped")),
            monotonic() - started,
        )

    def distrust(self, url: str) -> None:
        """Have the body fetched anew the next time, as this one could not be read."""
        self._polls.put(without_marks(self._polls.get(url)))

    def failing(
        self, urls: Iterable[str], names: Mapping[str, str] | None = None, *, runs: int = 3
    ) -> tuple[Failing, ...]:
        """Return the addresses that failed so many runs in a row, each to be told by the week."""
        return failing_among(self._polls, urls, self._clock(), names, runs=runs)

    def mark_told(self, told: Iterable[Failing]) -> None:
        """Remember that the reader was told, for a week."""
        mark_told(self._polls, told, self._clock())

    def moved(self, urls: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the addresses that have moved for good, each with its new one."""
        polls = (self._polls.get(url) for url in urls)
        return tuple((poll.url, poll.address) for poll in polls if poll.address != poll.url)

    def _ask(self, poll: Poll, kind: Kind) -> Answer:
        def gate(address: Address) -> str:
            reason = self._reason_to_wait(address)
            if reason or kind == "feed":
                return reason
            return self._robots.reason_against(address)

        conditions = self._conditions(poll)
        answer = self._client.fetch(
            poll.address, conditions=conditions, gate=gate, asked=poll.url, accept=_ACCEPT[kind]
        )
        if isinstance(answer, Failed) and answer.retry_after:
            self._leave_alone(answer)
        return answer

    def _conditions(self, poll: Poll) -> Conditions | None:
        """Return the marks of the last body where that is still at hand."""
        if poll.conditions and self._bodies.get(poll.body_sha256) is not None:
            return poll.conditions
        return None

    def _found(self, poll: Poll, answer: Answer, now: datetime) -> Found:
        if isinstance(answer, Fetched):
            return _payload(poll, answer.data)
        if isinstance(answer, Failed):
            return _skipped(poll.url, _reason(poll, answer))
        kept = self._bodies.get(poll.body_sha256)
        if kept is None:
            self.distrust(poll.url)
            return _skipped(poll.url, "unchanged, but no longer kept; the next run has it again")
        self._bodies.touch(poll.body_sha256, now)
        return Unchanged(payload=_payload(poll, kept))

    def _reason_to_wait(self, address: Address) -> str:
        """Return why a whole server is left alone, "" where it may be asked."""
        until = waits_until(self._polls.get(address.origin), self._clock())
        return f"its server asks to be left alone until {_told(until)}" if until else ""

    def _leave_alone(self, answer: Failed) -> None:
        """Remember how long a server wants no requests, for all its addresses."""
        origin = parse_address(answer.url).origin
        failed = replace(answer, asked=origin)
        self._polls.put(after(Poll(url=origin), failed, self._clock()))


class _Schedule:
    """Which address may be begun: the first whose host is neither busy nor resting."""

    def __init__(self, hosts: list[str], turns: Turns, *, most: int) -> None:
        self._hosts = hosts
        self._turns = turns
        self._most = most
        self._waiting = list(range(len(hosts)))
        self._running: dict[Future[Found], int] = {}
        self._done: dict[int, Future[Found]] = {}
        self._next_due = 0.0

    def is_done(self, index: int) -> bool:
        return index in self._done

    def ready(self, first: int) -> list[int]:
        """Return what may be begun now, while ``first`` is waited for."""
        now = monotonic()
        busy = {self._hosts[index] for index in self._running.values()}
        found: list[int] = []
        self._next_due = float("inf")
        for index in self._waiting:
            if len(found) + len(self._running) >= self._most or index > first + READ_AHEAD:
                break
            host = self._hosts[index]
            if host in busy:
                continue
            busy.add(host)  # whether begun or resting, the host's later addresses wait
            due = self._turns.due(host)
            if due <= now or self._turns.is_stopped:
                found.append(index)
            else:
                self._next_due = min(self._next_due, due)
        return found

    def begin(self, index: int, future: Future[Found]) -> None:
        self._waiting.remove(index)
        self._running[future] = index

    def wait(self) -> None:
        """Wait until an address is done, or a host has rested."""
        pause = max(0.0, self._next_due - monotonic())
        if not self._running:
            self._turns.pause(pause)
            return
        done, _ = wait(
            self._running,
            timeout=None if pause == float("inf") else pause,
            return_when=FIRST_COMPLETED,
        )
        for future in done:
            self._done[self._running.pop(future)] = future

    def take(self, index: int) -> Found:
        return self._done.pop(index).result()


class _ForgivingBodies:
    """Bodies that fall back to memory: a damaged or full archive does not end a run."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self.notes: tuple[Skipped, ...] = ()

    def get(self, sha256_hex: str) -> bytes | None:
        try:
            return self._bodies.get(sha256_hex)
        except DigestError as err:
            return self._instead(err).get(sha256_hex)

    def put(self, data: bytes, now: datetime) -> str:
        try:
            return self._bodies.put(data, now)
        except DigestError as err:
            return self._instead(err).put(data, now)

    def touch(self, sha256_hex: str, now: datetime) -> bool:
        try:
            return self._bodies.touch(sha256_hex, now)
        except DigestError as err:
            return self._instead(err).touch(sha256_hex, now)

    def prune(self, before: datetime, largest: int) -> int:
        try:
            return self._bodies.prune(before, largest)
        except DigestError as err:
            return self._instead(err).prune(before, largest)

    def _instead(self, err: DigestError) -> Bodies:
        self.notes = (Skipped(item="archive", step="remember", reason=str(err)),)
        self._bodies = MemoryBodies()
        return self._bodies


def _payload(poll: Poll, data: bytes) -> Payload:
    return Payload(file=poll.url, data=data, url=poll.answered_by, media_type=poll.media_type)


def _host(url: str) -> str:
    try:
        return parse_address(url).host
    except ValueError:
        return ""


def _reason(poll: Poll, answer: Failed) -> str:
    where = "" if answer.url in (poll.url, poll.address) else f" (at {shown(answer.url)})"
    since = poll.first_failed
    if since and poll.failures > 1:
        return f"{answer.reason}{where}; {poll.failures} runs in a row, since {_told(since)}"
    return f"{answer.reason}{where}"


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _skipped(url: str, reason: str) -> Skipped:
    return Skipped(item=shown(url), step="fetch", reason=reason)
