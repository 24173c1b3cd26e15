"""One HTTP request over one connection to a number that was vetted.

One rule: every wait on the wire ends at the deadline, and every byte is counted. A
server that drips, hangs or sends without end costs a known time and memory.
"""

import errno
import logging
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpcore2

from digest.web.addresses import Address
from digest.web.answers import Headers, header
from digest.web.decoding import PIECE, decoded, size

logger = logging.getLogger(__name__)

MOST_NUMBERS = 3  # addresses of one name that are tried
OVERHEAD = 256 * 1024  # bytes of headers and chunk marks beside a body


class WireError(Exception):
    """No answer; the message says why. ``is_passing`` where another attempt may help."""

    def __init__(self, reason: str, *, is_passing: bool = False) -> None:
        super().__init__(reason)
        self.is_passing = is_passing


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may cost: seconds, and bytes of the decoded body."""

    connect: float
    read: float
    deadline: float  # on the monotonic clock
    total: float  # what the message says of the deadline
    largest: int

    def within(self, seconds: float | None) -> float:
        """Return the shorter of a wait and the time that is left."""
        left = self.deadline - monotonic()
        return left if seconds is None else min(seconds, left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Status, headers and, for the statuses whose body is wanted, the decoded body."""

    status: int
    headers: Headers
    data: bytes = field(default=b"", repr=False)


class Connections:
    """The connections that are open, so that another thread can end them."""

    def __init__(self) -> None:
        self._open: set[_Stream] = set()
        self.is_closed = False

    def add(self, stream: "_Stream") -> None:
        """Remember a connection until it is closed."""
        self._open.add(stream)
        if self.is_closed:
            stream.shut_down()

    def remove(self, stream: "_Stream") -> None:
        """Forget a connection that is closed."""
        self._open.discard(stream)

    def close(self) -> None:
        """End all connections; those who wait on them get an error."""
        self.is_closed = True
        for stream in tuple(self._open):
            stream.shut_down()


def ask(
    address: Address,
    numbers: Sequence[str],
    headers: Headers,
    *,
    limits: Limits,
    tls: ssl.SSLContext | None,
    connections: Connections,
    wants_body: Callable[[int], bool],
) -> Reply:
    """Send one GET and return what is answered; raises WireError where that is nothing usable."""
    wire = _Wire(numbers[:MOST_NUMBERS], limits, connections)
    url = httpcore2.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )
    request = httpcore2.Request(
        "GET",
        url,
        headers=[(b"Host", address.netloc.encode()), *headers],
        extensions={"timeout": {"connect": limits.connect, "read": limits.read, "write": 5.0}},
    )
    connection = httpcore2.HTTPConnection(url.origin, ssl_context=tls, network_backend=wire)
    with _as_wire_error(address, limits):
        try:
            response = connection.handle_request(request)
            data = _body(response, limits) if wants_body(response.status) else b""
        finally:
            connection.close()
    return Reply(status=response.status, headers=response.headers, data=data)


def _body(response: httpcore2.Response, limits: Limits) -> bytes:
    announced = header(response.headers, "content-length")
    if announced.isdecimal() and int(announced) > limits.largest:
        raise WireError(f"larger than {size(limits.largest)}: it announces {size(int(announced))}")
    encodings = header(response.headers, "content-encoding").split(",")
    try:
        return b"".join(decoded(response.iter_stream(), encodings, largest=limits.largest))
    except ValueError as err:
        raise WireError(str(err)) from err


class _Wire(httpcore2.NetworkBackend):
    """Connects to the numbers it was given, whatever name the request has."""

    def __init__(self, numbers: Sequence[str], limits: Limits, connections: Connections) -> None:
        self._numbers = numbers
        self._limits = limits
        self._connections = connections
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:
        last: Exception = httpcore2.ConnectTimeout("deadline")
        for number in self._numbers:
            left = self._limits.within(timeout)
            if left <= 0 or self._connections.is_closed:
                break
            try:
                stream = self._backend.connect_tcp(number, port, left)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as err:
                last = err
            else:
                return _Stream(stream, self._limits, self._connections)
        raise last


class _Stream(httpcore2.NetworkStream):
    """A connection that knows how long it may last and how much it may carry."""

    def __init__(
        self, stream: httpcore2.NetworkStream, limits: Limits, connections: Connections
    ) -> None:
        self._stream = stream
        self._limits = limits
        self._connections = connections
        self._left = 2 * limits.largest + OVERHEAD
        connections.add(self)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        piece = self._stream.read(min(max_bytes, PIECE), self._time(timeout))
        self._left -= len(piece)
        if self._left < 0:
            raise WireError("its answer has no end")
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._time(timeout))

    def close(self) -> None:
        self._connections.remove(self)
        self._stream.close()

    def shut_down(self) -> None:
        """End the connection from another thread, which wakes whoever reads from it."""
        with suppress(OSError):
            self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            inner = self._stream.start_tls(ssl_context, server_hostname, self._time(timeout))
        except BaseException:
            self.close()
            raise
        self._connections.remove(self)
        return _Stream(inner, self._limits, self._connections)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _time(self, seconds: float | None) -> float:
        left = self._limits.within(seconds)
        if left <= 0:
            raise httpcore2.ReadTimeout("deadline")
        return left


@contextmanager
def _as_wire_error(address: Address, limits: Limits) -> Iterator[None]:
    """Say in one line what went wrong; details of the libraries go to the log."""
    try:
        yield
    except httpcore2.TimeoutException as err:
        raise _too_slow(err, limits) from err
    except httpcore2.ConnectError as err:
        raise _not_connected(err) from err
    except (httpcore2.NetworkError, OSError) as err:
        raise WireError("the connection broke") from err
    except httpcore2.ProtocolError as err:
        logger.debug("protocol error host=%s error=%s", address.host, str(err)[:200])
        raise _not_http(str(err)) from err


def _too_slow(err: Exception, limits: Limits) -> WireError:
    if limits.within(None) <= 0:
        return WireError(f"took longer than {limits.total:g} s")
    if isinstance(err, httpcore2.ConnectTimeout):
        return WireError(f"no connection within {limits.connect:g} s", is_passing=True)
    return WireError(f"sent nothing for {limits.read:g} s")


def _not_connected(err: Exception) -> WireError:
    cause = err.__cause__ or err
    if isinstance(cause, ssl.SSLCertVerificationError):
        return WireError(f"its certificate is not to be trusted: {cause.verify_message.lower()}")
    if isinstance(cause, ssl.SSLError):
        return WireError(f"no secure connection: {(cause.reason or 'TLS failed').lower()}")
    if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
        return WireError("it refuses the connection", is_passing=True)
    said = (getattr(cause, "strerror", None) or "no connection").lower()
    return WireError(f"no connection: {said}", is_passing=True)


def _not_http(said: str) -> WireError:
    """Return what h11's words for a broken answer mean to a reader."""
    if "without sending a response" in said:
        return WireError("closed the connection without an answer")
    if "peer closed" in said or "incomplete" in said:
        return WireError("its answer broke off")
    if "too long" in said:
        return WireError("its headers have no end")
    return WireError("its answer is not proper HTTP")
