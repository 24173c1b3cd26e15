"""Ask for one address: redirects, retries, limits; the answer is always a value.

One rule: every hop is vetted like the first, and nobody gets from the public
network into a private one.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from httpcore2 import default_ssl_context

from digest.web.addresses import (
    Address,
    Resolve,
    follow,
    is_public,
    look_up,
    parse_address,
    shown,
    vet,
)
from digest.web.answers import (
    PASSING,
    Answer,
    Conditions,
    Declined,
    Failed,
    Fetched,
    Headers,
    NotModified,
    first_header,
    location_of,
    meaning,
    media_type_of,
    wait_of,
)
from digest.web.decoding import ACCEPTED
from digest.web.politeness import Turns, retry_pause
from digest.web.polls import utc_now
from digest.web.settings import WebSettings
from digest.web.wire import Connections, Limits, Reply, WireError, ask

Gate = Callable[[Address], str]
"""Says why an address is not to be asked; "" where it may be."""

_SENDABLE = re.compile(r"[!-~\x80-\xff](?:[ -~\x80-\xff]{0,1000}[!-~\x80-\xff])?")
_WITH_BODY = frozenset({200, 203})
_EMPTY = frozenset({204, 205})
NOT_MODIFIED = 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
ANYTHING = "*/*"


def always_open(_address: Address) -> str:
    """Let everything be asked."""
    return ""


@dataclass(slots=True, kw_only=True)
class _Journey:
    """How far the way to one asked address has come."""

    asked: str
    address: Address
    accept: str
    seconds_left: float
    moved_to: str = ""
    is_for_good: bool = True  # all redirects so far are permanent
    is_public: bool = False  # a public address was among those asked

    def failed(
        self,
        reason: str,
        *,
        status: int = 0,
        retry_after: float | None = None,
        is_passing: bool = False,
    ) -> Failed:
        return Failed(
            asked=self.asked,
            url=self.address.url,
            reason=reason,
            status=status,
            retry_after=retry_after,
            is_passing=is_passing,
        )


class Client:
    """Asks the web within the settings; safe to use from several threads."""

    def __init__(
        self,
        settings: WebSettings,
        *,
        turns: Turns,
        resolve: Resolve = look_up,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._settings = settings
        self._turns = turns
        self._resolve = resolve
        self._given_tls = tls
        self._clock = clock
        self._connections = Connections()

    def fetch(
        self,
        url: str,
        *,
        conditions: Conditions | None = None,
        gate: Gate = always_open,
        asked: str = "",
        accept: str = ANYTHING,
    ) -> Answer:
        """Return what an address answers.

        ``asked`` is how the address is called in the answer, ``accept`` which forms of
        it are wanted, as the header has them.
        """
        try:
            address = parse_address(url)
        except ValueError as err:
            return Failed(asked=asked or url, url=url, reason=str(err))
        journey = _Journey(
            asked=asked or url,
            address=address,
            accept=accept,
            seconds_left=self._settings.total,
        )
        for _ in range(self._settings.redirects + 1):
            answer = self._hop(journey, conditions, gate)
            if not isinstance(answer, Address):
                return answer
            journey.address = answer
        return journey.failed(f"more than {self._settings.redirects} redirects")

    def close(self) -> None:
        """End what is under way."""
        self._turns.stop()
        self._connections.close()

    def _hop(
        self, journey: _Journey, conditions: Conditions | None, gate: Gate
    ) -> Answer | Address:
        reason = gate(journey.address)
        if reason:
            return Declined(asked=journey.asked, url=journey.address.url, reason=reason)
        if self._turns.is_stopped:  # asked after the end
            return journey.failed("the run was ended")
        if conditions and conditions.url != journey.address.url:
            conditions = None
        reply = self._ask_again(journey, conditions)
        if isinstance(reply, Failed):
            return reply
        if reply.status in _REDIRECTS:
            return _redirected(journey, reply)
        if reply.status == NOT_MODIFIED and conditions:
            return NotModified(
                asked=journey.asked, url=journey.address.url, moved_to=journey.moved_to
            )
        return self._body_or_failure(journey, reply)

    def _body_or_failure(self, journey: _Journey, reply: Reply) -> Fetched | Failed:
        if reply.data:
            return Fetched(
                asked=journey.asked,
                url=journey.address.url,
                data=reply.data,
                status=reply.status,
                media_type=media_type_of(reply.headers),
                etag=first_header(reply.headers, "etag"),
                last_modified=first_header(reply.headers, "last-modified"),
                moved_to=journey.moved_to,
            )
        empty = reply.status in _WITH_BODY or reply.status in _EMPTY
        said = f"answers with nothing ({reply.status})" if empty else meaning(reply.status)
        wait = wait_of(reply.headers, self._clock())
        return journey.failed(said, status=reply.status, retry_after=wait)

    def _ask_again(self, journey: _Journey, conditions: Conditions | None) -> Reply | Failed:
        """Ask, and ask again where trouble may pass at once."""
        for attempt in range(self._settings.retries + 1):
            reply = self._ask(journey, conditions)
            is_last = attempt == self._settings.retries or journey.seconds_left <= 0
            if is_last or self._turns.is_stopped or not self._may_pass(reply):
                break
            url = journey.address.url
            self._turns.pause(retry_pause(url, attempt, self._settings.retry_pause))
        return reply

    def _may_pass(self, reply: Reply | Failed) -> bool:
        if isinstance(reply, Failed):
            return reply.is_passing
        return reply.status in PASSING and wait_of(reply.headers, self._clock()) is None

    def _ask(self, journey: _Journey, conditions: Conditions | None) -> Reply | Failed:
        try:
            numbers = self._vetted(journey)
            with self._turns.turn(journey.address.host):
                started = monotonic()
                try:
                    return self._send(journey, numbers, conditions)
                finally:
                    journey.seconds_left -= monotonic() - started
        except WireError as err:
            return journey.failed(str(err), is_passing=err.is_passing)

    def _send(
        self, journey: _Journey, numbers: Sequence[str], conditions: Conditions | None
    ) -> Reply:
        settings, address = self._settings, journey.address
        limits = Limits(
            connect=settings.connect,
            read=settings.read,
            deadline=monotonic() + journey.seconds_left,
            total=settings.total,
            largest=settings.largest,
        )
        return ask(
            address,
            numbers,
            _headers(settings.user_agent, journey.accept, conditions),
            limits=limits,
            tls=self._tls if address.scheme == "https" else None,
            connections=self._connections,
            wants_body=_WITH_BODY.__contains__,
        )

    def _vetted(self, journey: _Journey) -> Sequence[str]:
        """Return the numbers to connect to; raises WireError where there is none to be asked."""
        address = journey.address
        look_up = partial(_in_time, self._settings.connect, self._resolve)
        try:
            numbers = vet(address, self._settings, look_up)
        except ValueError as err:
            raise WireError(str(err)) from err
        except OSError as err:
            is_passing = isinstance(err, TimeoutError) or err.errno == socket.EAI_AGAIN
            said = "is not answered for" if is_passing else "is not known"
            raise WireError(f"the name {address.host} {said}", is_passing=is_passing) from err
        is_open = all(is_public(ipaddress.ip_address(number)) for number in numbers)
        if journey.is_public and not is_open:
            raise WireError(f"a public address leads into a private network: {shown(address.url)}")
        journey.is_public = journey.is_public or is_open
        return numbers

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given_tls or default_ssl_context()


def _in_time(seconds: float, resolve: Resolve, host: str, port: int) -> Sequence[str]:
    """Look a name up, and wait no longer: the system's own patience is up to a minute."""
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(resolve(host, port))
        except Exception as err:  # goes to whoever waits, below
            answers.put(err)

    Thread(target=work, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(found, Exception):
        raise found
    return found


def _headers(user_agent: str, accept: str, conditions: Conditions | None) -> Headers:
    given = [
        ("User-Agent", user_agent),
        ("Accept", accept),
        ("Accept-Encoding", ACCEPTED),
        ("Connection", "close"),
    ]
    if conditions and _SENDABLE.fullmatch(conditions.etag):
        given.append(("If-None-Match", conditions.etag))
    if conditions and _SENDABLE.fullmatch(conditions.last_modified):
        given.append(("If-Modified-Since", conditions.last_modified))
    return [(name.encode(), value.encode("latin-1")) for name, value in given]


def _redirected(journey: _Journey, reply: Reply) -> Address | Failed:
    location = location_of(reply.headers)
    if not location:
        return journey.failed(f"answers {reply.status}, but not where to go", status=reply.status)
    try:
        found = follow(journey.address, location)
    except ValueError as err:
        return journey.failed(f"redirected to {err}", status=reply.status)
    journey.is_for_good = journey.is_for_good and reply.status in _FOR_GOOD
    if journey.is_for_good:
        journey.moved_to = found.url
    return found
