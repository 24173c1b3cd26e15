"""A connection on which every wait ends in time, and every byte is counted.

One rule: no secret passes into a message. What goes wrong is said of the server, never
of what was sent to it.
"""

import ipaddress
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic

from digest.errors import UsageError
from digest.web.addresses import Address, Resolve, look_up, vet
from digest.web.settings import WebSettings

MOST_NUMBERS = 4  # addresses of one host that are tried
_PIECE = 64 * 1024  # bytes that are sent or read at once


class WireError(Exception):
    """A connection is of no more use; the message says why."""


class UntrustedError(WireError):
    """Whoever is there may not be asked, or is not provably the one who was."""


class Wire:
    """One connection. All times are points on the monotonic clock.

    ``own_number`` is the address of this end; ``is_local`` where the other is on this machine.
    """

    def __init__(self, connected: socket.socket) -> None:
        self.own_number = str(connected.getsockname()[0])
        peer = str(connected.getpeername()[0]).partition("%")[0]
        self.is_local = ipaddress.ip_address(peer).is_loopback
        # What is sent in two parts, text and dot, must not wait for the first to be confirmed.
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = connected
        self._unread = bytearray()

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken."""
        return isinstance(self._socket, ssl.SSLSocket)

    def start_tls(self, context: ssl.SSLContext, host: str, *, until: float) -> None:
        """Speak TLS from here on, with the host that the certificate must name."""
        self._unread.clear()  # what came before is nobody's word (RFC 3207, 4.2)
        try:
            self._socket.settimeout(_left(until))
            self._socket = context.wrap_socket(self._socket, server_hostname=host)
        except ssl.SSLCertVerificationError as err:
            reason = err.verify_message.lower().rstrip(".")
            raise UntrustedError(f"its certificate is not to be trusted: {reason}") from err
        except (OSError, ValueError) as err:  # ValueError: a name that no certificate can have
            raise WireError(f"no secure connection: {_reason(err)}") from err

    def send(self, data: bytes, *, until: float) -> None:
        """Send all of it."""
        view = memoryview(data)
        try:
            while view:
                self._socket.settimeout(_left(until))
                self._socket.sendall(view[:_PIECE])
                view = view[_PIECE:]
        except OSError as err:
            raise WireError(_reason(err)) from err

    def read_line(self, *, most: int, until: float) -> bytes:
        """Return a line with its end; raises WireError where it is longer than ``most``."""
        end, seen = self._unread.find(b"\n"), 0
        while end < 0:
            seen = len(self._unread)
            if seen > most:
                raise WireError("its reply has no end")
            self._receive(until)
            end = self._unread.find(b"\n", seen)
        line = bytes(self._unread[: end + 1])
        del self._unread[: end + 1]
        if len(line) > most:
            raise WireError("its reply has no end")
        return line

    def has_news(self) -> bool:
        """Say, without waiting, whether the other end has said something or has hung up."""
        if self._unread:
            return True
        try:
            self._socket.settimeout(0)
            self._unread += self._socket.recv(_PIECE)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True  # of nothing, where it has hung up

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._socket.close()

    def _receive(self, until: float) -> None:
        try:
            self._socket.settimeout(_left(until))
            piece = self._socket.recv(_PIECE)
        except OSError as err:
            raise WireError(_reason(err)) from err
        if not piece:
            raise WireError("closed the connection")
        self._unread += piece


def connect(host: str, port: int, *, until: float, resolve: Resolve) -> Wire:
    """Return a connection to the first of the host's numbers that answers."""
    last = WireError("no such host")
    for number in _numbers(host, port, resolve)[:MOST_NUMBERS]:
        try:
            connected = socket.create_connection((number, port), _left(until))
        except OSError as err:
            last = WireError(f"no connection: {_reason(err)}")
            continue
        try:
            return Wire(connected)
        except OSError as err:  # it was closed at once
            connected.close()
            last = WireError(_reason(err))
    raise last


def any_number(host: str, port: int) -> Sequence[str]:
    """Return all numbers of a host."""
    return list(dict.fromkeys(look_up(host, port)))


def vetted_numbers(settings: WebSettings) -> Resolve:
    """Return what gives the numbers of hosts that the settings allow: public ones, and some."""

    def resolve(host: str, port: int) -> Sequence[str]:
        address = Address(scheme="https", host=host, port=port, target="/")
        return vet(address, settings, look_up)

    return resolve


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return what trusts the system's authorities, or those in the file and no others."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except ssl.SSLError as err:
        raise UsageError(f"'{ca_file}' holds no certificates (PEM)") from err
    except OSError as err:
        raise UsageError(f"cannot read '{ca_file}': {err.strerror or err}") from err


def _numbers(host: str, port: int, resolve: Resolve) -> Sequence[str]:
    try:
        return resolve(host, port)
    except UnicodeError as err:  # a name with an empty label, or an endless one
        raise WireError("no such host") from err
    except ValueError as err:
        raise UntrustedError(str(err)) from err
    except OSError as err:
        raise WireError("no such host, or no name server can be reached") from err


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _reason(err: Exception) -> str:
    if isinstance(err, TimeoutError):
        return "no answer in time"
    if isinstance(err, ssl.SSLError):
        return (err.reason or "tls failed").lower().replace("_", " ")
    if isinstance(err, ConnectionResetError | BrokenPipeError):
        return "closed the connection"
    return (getattr(err, "strerror", None) or "broken").lower()
