"""Sign mails for the domain they come from (DKIM, RFC 6376).

Most mail servers sign for their users, and then nothing is to be done here. One rule: the
signature covers what a reader goes by, and those headers cannot be added a second time.
"""

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from digest.errors import UsageError

# RFC 8058 asks that both headers of unsubscribing be covered.
SIGNED = tuple(
    b"from to subject date message-id mime-version content-type list-id list-unsubscribe"
    b" list-unsubscribe-post".split()
)
_ONCE = (b"from", b"to", b"subject", b"date", b"message-id")  # covered against a second one
_LARGEST_KEY = 16 * 1024  # bytes; an RSA key of 4096 bits has 3,272
_LABELS = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """A private RSA key (PEM), and where its public half stands: SELECTOR._domainkey.DOMAIN."""

    domain: str
    selector: str
    pem: bytes = field(repr=False)


def load_key(path: Path, *, domain: str, selector: str) -> DkimKey:
    """Return the key in a file, after making sure that it can sign and is not open to all."""
    for name, given in (("domain", domain), ("selector", selector)):
        if not _LABELS.fullmatch(given):
            raise UsageError(
                f"dkim {name} is {given[:80]!r}: give the name as it stands in the DNS"
            )
    key = DkimKey(domain=domain, selector=selector, pem=_read(path))
    try:
        sign_mail(b"From: nobody@localhost\r\n\r\n", key)
    except UsageError as err:
        raise UsageError(f"'{path}': {err}") from err
    return key


def sign_mail(data: bytes, key: DkimKey) -> bytes:
    """Return the mail with its signature before it.

    The signature tells the time at which it was made, so it is made once, when the mail is
    put into the outbox. Raises UsageError where the key is none, or dkimpy is missing.
    """
    try:
        import dkim
    except ImportError as err:
        raise UsageError("to sign mails (DKIM) install eventdigest[dkim]") from err
    try:
        header = dkim.sign(
            data,
            key.selector.encode("ascii"),
            key.domain.encode("ascii"),
            key.pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*_present(data), *_ONCE],
        )
    except (dkim.DKIMException, ValueError, AssertionError, LookupError) as err:
        raise UsageError("not a private RSA key (PEM) that can sign mails") from err
    return bytes(header) + data


def _present(data: bytes) -> list[bytes]:
    """Return the headers of the mail that are to be signed, each as often as it is there."""
    from email.parser import BytesHeaderParser

    names = [name.lower().encode() for name in BytesHeaderParser().parsebytes(data)]
    return [name for name in names if name in SIGNED]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            pem = file.read(_LARGEST_KEY)
    except OSError as err:
        raise UsageError(f"cannot read the dkim key '{path}': {err.strerror or err}") from err
    if mode & stat.S_IRWXO:
        raise UsageError(f"the dkim key '{path}' is open to all users (chmod o= '{path}')")
    return pem.replace(b"\r\n", b"\n")  # as dkimpy wants it
