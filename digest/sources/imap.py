"""Mails from a mailbox on a server (IMAP).

One rule: looking changes nothing there. Mails are read without being marked
as read, unless that is asked for; how far was read is a value given back to the
caller, who gives it again next time. The password is asked for when it is
needed, and stands in no message.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias

from digest.errors import DigestError, InputError, RefusedError, TemporaryError
from digest.model import Payload, Skipped

LARGEST_MAIL = 20 * 1024 * 1024  # bytes, as of a mail on disk
LARGEST_TOTAL = 200 * 1024 * 1024  # bytes of one visit, which are held in memory
MOST_MAILS = 500  # of one visit; the rest comes with the next
TIMEOUT = 30.0  # seconds that the server may be silent
ASKED_AT_ONCE = 100  # mails whose sizes are asked for in one command

Security: TypeAlias = Literal["tls", "starttls", "none"]
PORTS = {"tls": 993, "starttls": 143, "none": 143}

_LOCAL = frozenset(["localhost", "127.0.0.1", "::1"])
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where mails are, and which of them are wanted.

    ``days`` back from the day of the visit, 0 for all; ``security`` "none" is refused but on
    this machine, unless ``plain_allowed``. ``name`` stands in the names of articles.
    """

    host: str
    user: str
    folder: str = "INBOX"
    security: Security = "tls"
    port: int = 0
    days: int = 2
    unseen_only: bool = False
    mark_seen: bool = False
    plain_allowed: bool = False
    most: int = MOST_MAILS
    timeout: float = TIMEOUT
    name: str = ""
    certificates: str = ""

    @property
    def label(self) -> str:
        """How the mailbox is called in messages and in the names of articles."""
        return f"imap:{self.name or f'{self.host}/{self.folder}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxPosition:
    """How far a folder was read: the last mail's number, and the folder's own that it holds for."""

    validity: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The mails of one visit in their order, what was left out, and how far it came."""

    found: tuple[Payload | Skipped, ...]
    position: MailboxPosition


def fetch_mails(
    mailbox: Mailbox,
    password: Callable[[], str],
    *,
    today: date,
    position: MailboxPosition = MailboxPosition(),  # frozen
) -> Fetched:
    """Return the mails that came since ``position``, each once.

    Raises RefusedError where the login or the folder is refused, TemporaryError where the
    server cannot be reached or breaks off, InputError where it is not what was said.
    """
    with _plain_errors(mailbox), _connected(mailbox) as server:
        _log_in(server, mailbox, password)
        validity = _select(server, mailbox)
        if validity != position.validity:  # the folder was made anew: its numbers mean others
            position = MailboxPosition(validity=validity)
        wanted = _search(server, mailbox, today, position)[: mailbox.most]
        found: list[Payload | Skipped] = []
        total = 0
        for number, size in _sizes(server, wanted):
            if total + min(size, LARGEST_MAIL) > LARGEST_TOTAL:
                break
            one = _fetch(server, mailbox, number, size)
            total += len(one.data) if isinstance(one, Payload) else 0
            found.append(one)
            position = replace(position, last=max(position.last, number))
        return Fetched(found=tuple(found), position=position)


class _Server(imaplib.IMAP4):
    """A server whose answers are no larger than a mail, whatever size it announces."""

    def read(self, size: int) -> bytes:
        """Return so many bytes of the answer."""
        if size > LARGEST_MAIL + 1:
            raise self.abort(f"an answer of {size} bytes")
        return super().read(size)


class _SecureServer(_Server, imaplib.IMAP4_SSL):
    """The same, through TLS."""


@contextmanager
def _connected(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    server = _connect(mailbox)
    try:
        yield server
    finally:
        try:
            server.logout()  # closes the connection too, where it succeeds
        except (imaplib.IMAP4.error, OSError):
            _close(server)


def _close(server: imaplib.IMAP4) -> None:
    with suppress(OSError):
        server.shutdown()


def _connect(mailbox: Mailbox) -> imaplib.IMAP4:
    port = mailbox.port or PORTS[mailbox.security]
    if mailbox.security == "none" and not (mailbox.plain_allowed or mailbox.host in _LOCAL):
        raise InputError(f"{mailbox.label}: a login without encryption goes to this machine only")
    context = ssl.create_default_context(cafile=mailbox.certificates or None)
    if mailbox.security == "tls":
        return _SecureServer(mailbox.host, port, ssl_context=context, timeout=mailbox.timeout)
    server = _Server(mailbox.host, port, timeout=mailbox.timeout)
    if mailbox.security == "starttls":
        try:
            server.starttls(context)
        except BaseException:
            _close(server)
            raise
    return server


def _log_in(server: imaplib.IMAP4, mailbox: Mailbox, password: Callable[[], str]) -> None:
    """Log in; what the server says of it is not repeated, as it may repeat the password."""
    secret = password()
    try:
        if secret.isascii() and mailbox.user.isascii():
            server.login(mailbox.user, secret)
        else:  # the LOGIN command knows ASCII only
            server.authenticate("PLAIN", lambda _: f"\0{mailbox.user}\0{secret}".encode())
    except (imaplib.IMAP4.abort, OSError):
        raise
    except (imaplib.IMAP4.error, UnicodeError):
        refused = RefusedError(f"{mailbox.label}: login refused for {mailbox.user!r}")
    else:
        return
    raise refused  # outside, so that no exception with the password hangs on it


def _select(server: imaplib.IMAP4, mailbox: Mailbox) -> int:
    """Open the folder and return the number that its mails' numbers hold for."""
    quoted = '"' + _modified_utf7(mailbox.folder).replace("\\", "\\\\").replace('"', '\\"') + '"'
    status, _ = server.select(quoted, readonly=not mailbox.mark_seen)
    if status != "OK":
        raise RefusedError(f"{mailbox.label}: no such folder, or not allowed: {mailbox.folder!r}")
    _, told = server.response("UIDVALIDITY")
    value = told[0] if told else None
    return int(value) if isinstance(value, bytes) and value.isdigit() else 0


def _search(
    server: imaplib.IMAP4, mailbox: Mailbox, today: date, position: MailboxPosition
) -> list[int]:
    """Return the numbers of the wanted mails, oldest first."""
    wanted = ["UID", f"{position.last + 1}:*"]
    if mailbox.days:
        since = today - timedelta(days=mailbox.days)
        wanted += ["SINCE", f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"]
    if mailbox.unseen_only:
        wanted.append("UNSEEN")
    status, lines = server.uid("SEARCH", *wanted)
    if status != "OK":
        raise InputError(f"{mailbox.label}: the server does not search: {_told(lines)}")
    numbers = {int(each) for line in lines if line for each in line.split() if each.isdigit()}
    # "n:*" gives the last mail even where it is older than n.
    return sorted(number for number in numbers if number > position.last)


def _sizes(server: imaplib.IMAP4, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the numbers with the sizes of their mails; those gone meanwhile are left out."""
    for start in range(0, len(numbers), ASKED_AT_ONCE):
        asked = numbers[start : start + ASKED_AT_ONCE]
        _, lines = server.uid("FETCH", ",".join(map(str, asked)), "(UID RFC822.SIZE)")
        sizes: dict[int, int] = {}
        for line in lines or ():
            told = line if isinstance(line, bytes) else b""
            number, size = _UID.search(told), _SIZE.search(told)
            if number and size:
                sizes[int(number[1])] = int(size[1])
        yield from ((number, sizes[number]) for number in asked if number in sizes)


def _fetch(server: imaplib.IMAP4, mailbox: Mailbox, number: int, size: int) -> Payload | Skipped:
    item = f"{mailbox.label}#{number}"
    if size > LARGEST_MAIL:
        return Skipped(item=item, step="read", reason=f"larger than {LARGEST_MAIL >> 20} MB")
    # A partial fetch, as a server may be wrong about the size.
    body = "BODY[]" if mailbox.mark_seen else "BODY.PEEK[]"
    _, answer = server.uid("FETCH", str(number), f"({body}<0.{LARGEST_MAIL + 1}>)")
    mail = next((part[1] for part in answer or () if isinstance(part, tuple)), None)
    if not isinstance(mail, bytes):
        return Skipped(item=item, step="read", reason="the server does not give this mail")
    if len(mail) > LARGEST_MAIL:
        return Skipped(item=item, step="read", reason=f"larger than {LARGEST_MAIL >> 20} MB")
    return Payload(file=mailbox.label, data=mail, member=str(number), media_type="message/rfc822")


@contextmanager
def _plain_errors(mailbox: Mailbox) -> Iterator[None]:
    """Turn what goes wrong on the wire into our errors, which name the mailbox."""
    try:
        yield
    except DigestError:
        raise
    except ssl.SSLCertVerificationError as err:
        told = err.verify_message or "not verified"
        raise RefusedError(f"{mailbox.label}: its certificate is refused: {told.lower()}") from err
    except ssl.SSLError as err:
        raise TemporaryError(f"{mailbox.label}: no secure connection: {err.reason or err}") from err
    except TimeoutError as err:
        silent = f"silent for {mailbox.timeout:g} seconds"
        raise TemporaryError(f"{mailbox.label}: the server is {silent}") from err
    except imaplib.IMAP4.abort as err:
        raise TemporaryError(f"{mailbox.label}: the server broke off") from err
    except imaplib.IMAP4.error as err:
        raise InputError(f"{mailbox.label}: {_short(err)}") from err
    except OSError as err:
        told = (err.strerror or type(err).__name__).lower()
        raise TemporaryError(f"{mailbox.label}: cannot be reached: {told}") from err


def _modified_utf7(name: str) -> str:
    """Return a folder's name as IMAP writes it ("Entwürfe" as "Entw&APw-rfe")."""
    from base64 import b64encode

    pieces: list[str] = []
    for run in re.findall(r"[\x20-\x7e]{1,2000}|[^\x20-\x7e]{1,2000}", name[:2000]):
        if run[0].isascii() and run[0].isprintable():
            pieces.append(run.replace("&", "&-"))
        else:
            encoded = b64encode(run.encode("utf-16-be")).decode("ascii")
            pieces.append(f"&{encoded.rstrip('=').replace('/', ',')}-")
    return "".join(pieces)


def _told(lines: Sequence[Any]) -> str:
    first = lines[0] if lines else b""
    return (
        " ".join(first.decode("utf-8", "replace").split())[:200] if isinstance(first, bytes) else ""
    )


def _short(err: Exception) -> str:
    return " ".join(str(err).lower().split())[:200]
