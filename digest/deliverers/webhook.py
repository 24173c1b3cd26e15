"""Post to a chat, or to any program that takes JSON at an address.

One rule: the address is a secret, as whoever knows it may post. It is asked for when it
is needed, and messages tell its host only.
"""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from time import monotonic

import digest
from digest.deliverers.mails import Mail, Outcome, Recorder, results_for
from digest.deliverers.wire import (
    UntrustedError,
    Wire,
    WireError,
    connect,
    tls_context,
    vetted_numbers,
)
from digest.errors import RefusedError, UsageError
from digest.web.addresses import Address, Resolve, parse_address
from digest.web.settings import WebSettings

LONGEST_PAUSE = 60.0  # seconds that a server may ask us to wait within a run
_LARGEST_HEAD = 64 * 1024  # bytes of an answer's status and headers
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?=[ \r\n])")
_PHRASES = {int(status): status.phrase for status in HTTPStatus}
_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that takes posts.

    ``address`` gives it when it is needed. ``resolve`` decides which hosts may be asked:
    public ones, unless ``vetted_numbers`` is given other settings. ``is_open`` allows http:,
    for a network of one's own. ``connect``, ``reply`` and ``total`` are seconds, ``pauses``
    those before each further attempt.
    """

    address: Callable[[], str] = field(repr=False)
    is_open: bool = False
    ca_file: Path | None = None
    connect: float = 10.0
    reply: float = 30.0
    total: float = 180.0
    pauses: tuple[float, ...] = (2.0, 10.0)
    resolve: Resolve = field(default=vetted_numbers(WebSettings()), repr=False)


def deliver_webhook(
    posts: Iterable[Mail],
    webhook: Webhook,
    *,
    recorder: Recorder,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Post the bodies in order; the recorder learns what becomes of each.

    Raises UsageError where the address is none, RefusedError where its host is not to be
    asked or trusted; what is left then stays for later.
    """
    target = _parse(webhook.address(), is_open=webhook.is_open)
    poster = _Poster(webhook, target, recorder)
    waiting = list(posts)
    for pause in (0.0, *webhook.pauses):
        wait = max(pause, poster.asked_pause)
        out_of_time = monotonic() + wait >= poster.deadline
        if not waiting or out_of_time or poster.asked_pause > LONGEST_PAUSE:
            return
        if wait:
            sleep(wait)
        waiting = poster.go_round(waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The status of an answer, and how many seconds it asks us to wait."""

    status: int
    pause: float

    def __str__(self) -> str:
        return f"{self.status} {_PHRASES.get(self.status, '')}".rstrip()

    @property
    def outcome(self) -> Outcome:
        if 200 <= self.status < 300:
            return "sent"
        if self.status == HTTPStatus.GATEWAY_TIMEOUT:  # whoever is behind it may have the post
            return "uncertain"
        return "later" if self.status >= 500 or self.status in _LATER else "refused"


class _Poster:
    """What is known of the address during a delivery."""

    def __init__(self, webhook: Webhook, target: Address, recorder: Recorder) -> None:
        self.deadline = monotonic() + webhook.total
        self.asked_pause = 0.0
        self._webhook = webhook
        self._target = target
        self._recorder = recorder
        self._tls = tls_context(webhook.ca_file) if target.scheme == "https" else None

    def go_round(self, posts: Sequence[Mail]) -> list[Mail]:
        """Try each post once; return those to try again."""
        self.asked_pause = 0.0
        again = []
        for place, post in enumerate(posts):
            try:
                outcome, reply = self._post(post)
            except UntrustedError as err:
                reply = f"{self._target.host}: {err}"
                for left in posts[place:]:
                    self._recorder.done(left, results_for(left.recipients, "later", reply))
                raise RefusedError(reply) from err
            self._recorder.done(post, results_for(post.recipients, outcome, reply))
            if outcome == "later":
                again.append(post)
        return again

    def _post(self, post: Mail) -> tuple[Outcome, str]:
        host = self._target.host
        try:
            wire = self._connect()
        except UntrustedError:
            raise
        except WireError as err:
            return "later", f"{host}: {err}"
        last_byte_sent = False
        try:
            until = self._until(self._webhook.reply)
            wire.send(_head(self._target, len(post.data)) + post.data[:-1], until=until)
            if not wire.has_news():
                self._recorder.sending(post, post.recipients)
                last_byte_sent = True
                until = monotonic() + self._webhook.reply  # to give up now is to never know
                wire.send(post.data[-1:], until=until)
            answer = _read_answer(wire, until=until)
        except WireError as err:
            when = "after the whole post: " if last_byte_sent else ""
            return "uncertain" if last_byte_sent else "later", f"{host}: {when}{err}"
        finally:
            wire.close()
        self.asked_pause = max(self.asked_pause, answer.pause)
        return answer.outcome, f"{host} answers {answer}"

    def _connect(self) -> Wire:
        until = self._until(self._webhook.connect)
        target = self._target
        wire = connect(target.host, target.port, until=until, resolve=self._webhook.resolve)
        if self._tls:
            try:
                wire.start_tls(self._tls, target.host, until=until)
            except WireError:
                wire.close()
                raise
        return wire

    def _until(self, seconds: float) -> float:
        return min(monotonic() + seconds, self.deadline)


def _parse(address: str, *, is_open: bool) -> Address:
    """Return the address in parts; no message repeats what it holds."""
    schemes = ("https", "http") if is_open else ("https",)
    wrong = UsageError(f"the webhook's address is no {' or '.join(schemes)} address")
    try:
        target = parse_address(address.strip())
    except ValueError:
        raise wrong from None  # the reason would repeat a part of it
    if target.scheme not in schemes:
        raise wrong
    return target


def _head(target: Address, length: int) -> bytes:
    lines = (
        f"POST {target.target} HTTP/1.1",
        f"Host: {target.netloc}",
        f"User-Agent: eventdigest/{digest.__version__}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
        "Connection: close",
        "\r\n",
    )
    return "\r\n".join(lines).encode("ascii")


def _read_answer(wire: Wire, *, until: float) -> _Answer:
    """Return what the answer's head says; the words of its body might repeat the address."""
    allowed, status, pause = _LARGEST_HEAD, 100, 0.0
    while status < 200:  # "100 Continue" comes before the answer
        line = wire.read_line(most=allowed, until=until)
        read = _STATUS.match(line)
        if not read:
            raise WireError("its answer is not HTTP")
        status = int(read[1])
        while line.strip():
            allowed -= len(line)
            line = wire.read_line(most=allowed, until=until)
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"retry-after":
                pause = _seconds(value.strip())
    return _Answer(status=status, pause=pause)


def _seconds(value: bytes) -> float:
    """Return the wait that is asked for; a date is taken for longer than a run lasts."""
    return float(value[:9]) if value.isdigit() else LONGEST_PAUSE + 1
