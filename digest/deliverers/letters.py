"""A mail as it goes on the wire, and why one cannot.

One rule: nothing in an address or a text can become a command, or a second mail.
"""

import re
from dataclasses import dataclass, field

from digest.deliverers.mails import Mail

LONGEST_LINE = 998  # bytes without CRLF, RFC 5321 4.5.3.1.6
LONGEST_ADDRESS = 254  # characters, RFC 5321 4.5.3.1.3 less the angle brackets

# The local part without what would need quoting; who has such an address has another one.
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f-\x9f@<>\"(),:;\\\[\]]{1,64}@[^\s@<>]{1,253}")
_DOMAIN = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}", re.IGNORECASE)
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n|\0")
_NAMES = {b"\r": "CR", b"\n": "LF", b"\0": "NUL"}
_FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail with its addresses as servers want them.

    ``recipients`` has these by the addresses as given. ``fault`` is why nobody can get it,
    ``faults`` why single recipients cannot.
    """

    sender: str
    recipients: dict[str, str]
    fault: str
    faults: dict[str, str]
    data: bytes = field(repr=False)
    needs_utf8: bool
    needs_8bit: bool


def write_letter(mail: Mail) -> Letter:
    """Return the mail ready for its way, or with its faults."""
    recipients: dict[str, str] = {}
    faults: dict[str, str] = {}
    for recipient in mail.recipients:
        try:
            recipients[recipient] = envelope_address(recipient)
        except ValueError as err:
            faults[recipient] = str(err)
    sender, fault = "", find_fault(mail.data)
    try:
        sender = envelope_address(mail.sender) if mail.sender else ""
    except ValueError as err:
        fault = f"sender: {err}"
    data = mail.data if mail.data.endswith(b"\r\n") else mail.data + b"\r\n"
    headers = data.partition(b"\r\n\r\n")[0]
    return Letter(
        sender=sender,
        recipients=recipients,
        fault=fault,
        faults=faults,
        data=data,
        needs_utf8=not (headers.isascii() and sender.isascii()),
        needs_8bit=not data.isascii(),
    )


def envelope_address(address: str) -> str:
    """Return a bare address as mail servers want it, its domain in ASCII.

    Raises ValueError for what is no address, whatever it would do to a command line.
    """
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST_ADDRESS:
        raise ValueError(f"not a bare mail address: {address[:100]!r}")
    local, _, domain = address.rpartition("@")
    if local.startswith("-"):  # programs would read it as an option
        raise ValueError(f"a mail address that begins with '-': {address[:100]!r}")
    return f"{local}@{_ascii_domain(domain)}"


def find_fault(data: bytes) -> str:
    """Return why the bytes cannot travel as a mail, or nothing.

    A bare CR or LF is read as a line end by some servers and not by others, which lets a
    second mail hide inside the first.
    """
    if not data:
        return "the mail is empty"
    bare = _BARE.search(data)
    if bare:
        return f"the mail has a bare {_NAMES[bare[0]]} at byte {bare.start():,}; lines end in CRLF"
    longest = max(map(len, data.split(b"\r\n")))
    if longest > LONGEST_LINE:
        return f"the mail has a line of {longest:,} bytes, at most {LONGEST_LINE} can be sent"
    return ""


def stuff_dots(data: bytes) -> bytes:
    """Double the dot that begins a line, as a single one would end the mail."""
    return _FIRST_DOT.sub(b"..", data)


def _ascii_domain(domain: str) -> str:
    if not domain.isascii():
        import idna

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as err:
            raise ValueError(f"not a domain: {domain[:100]!r}") from err
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(f"not a domain: {domain[:100]!r}")
    return domain
