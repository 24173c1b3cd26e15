"""The kinds of text that settings are: zones, addresses, languages, phrases.

One rule: a kind is a type that carries its own check, so that whatever setting has
that type is checked, and a wrong one is told with the path at which it stands.
"""

import ipaddress
import re
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta

LONGEST_LINE = 300  # characters of a name or a title
LONGEST_ADDRESS = 4_000  # characters of a web address, as elsewhere when it is asked for
LONGEST_MAILBOX = 320  # characters: 64 before the "@", 255 behind it
LONGEST_CONTACT = 200  # characters; servers cut or refuse long headers
SHOWN = 80  # characters of a value that a message repeats
SUBJECT_FIELDS = ("title", "day", "lead", "events")

Check = Callable[[str], None]
"""Raises ValueError with the reason where a text is not of its kind."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HOST = re.compile(r"=?\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?){0,30}")
_LOCAL_PART = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}")
_LIST_ID = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,9}")
_WAY_OUT = re.compile(r"(?:https://|mailto:)[!-;=?-~]{1,900}")
_CREDENTIAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}")
_FIELD = re.compile(r"\{([^{}]{0,40})\}")


def quoted(value: object) -> str:
    """Return a value as messages show it: short, in quotes, and printable."""
    if isinstance(value, int | float):
        large = isinstance(value, int) and abs(value) > 10**18
        return "a number that large" if large else str(value).lower()
    text = "".join(one if one.isprintable() else "\ufffd" for one in str(value)[: SHOWN + 1])
    return f"'{text[: SHOWN - 1]}…'" if len(text) > SHOWN else f"'{text}'"


def fill_subject(template: str, **values: object) -> str:
    """Return a subject with its {title}, {day}, {lead} and {events} put in, each once.

    What is put in is never looked at again, so a headline with braces stays as it is.
    """
    return _FIELD.sub(lambda found: str(values[found[1]]), template)


def check_line(text: str) -> None:
    """Refuse what cannot stand on one line, or is nothing."""
    if not text.strip():
        raise ValueError("is empty: give a text or leave it out")
    if len(text) > LONGEST_LINE:
        raise ValueError(f"has {len(text):,} characters: give up to {LONGEST_LINE}")
    if _CONTROL.search(text):
        raise ValueError(f"has a line break or a control character: {quoted(text)}")


def check_zone(text: str) -> None:
    """Refuse what is no time zone."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as err:
        raise ValueError(f"unknown time zone {quoted(text)} (like Europe/Berlin or UTC)") from err


def check_clock(text: str) -> None:
    """Refuse what is no time of day."""
    if not _CLOCK.fullmatch(text):
        raise ValueError(f"not a time of day: {quoted(text)} (like 00:00 or 05:30)")


def check_language(text: str) -> None:
    """Refuse what is no code of a language."""
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f"not the code of a language: {quoted(text)} (like en or pt)")


def check_phrase(text: str) -> None:
    """Refuse what holds no word."""
    check_line(text)
    if not any(character.isalnum() for character in text):
        raise ValueError(f"holds no word: {quoted(text)}")


def check_mail_address(text: str) -> None:
    """Refuse what is not one plain mail address; letters beyond ASCII are allowed (RFC 6531)."""
    local, at, domain = text.rpartition("@")
    plain = at and _LOCAL_PART.fullmatch(local) and not _CONTROL.search(text)
    if not plain or len(text) > LONGEST_MAILBOX or not _is_host(domain):
        raise ValueError(f"not a mail address: {quoted(text)} (like desk@embassy.example)")


def check_mailbox(text: str) -> None:
    """Refuse what is neither a mail address nor a name with one in angle brackets."""
    name, bracket, rest = text.partition("<")
    if not bracket:
        check_mail_address(text)
        return
    address, closed, after = rest.partition(">")
    if not closed or after or not name.strip() or _CONTROL.search(name) or set(name) & set('@,;:"'):
        right = "like Press Office <press@embassy.example>"
        raise ValueError(f"not a name with a mail address: {quoted(text)} ({right})")
    check_mail_address(address)


def check_web_address(text: str) -> None:
    """Refuse what cannot be asked for over http; an address with a password is not repeated."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError as err:
        raise ValueError("not a web address: its host or port cannot be read") from err
    if "@" in parts.netloc:
        raise ValueError("a web address with a user name or password, which are never sent")
    spaced = any(letter.isspace() for letter in text) or _CONTROL.search(text)
    if parts.scheme not in ("http", "https") or not host or spaced or len(text) > LONGEST_ADDRESS:
        # What stands behind the "?", or before an "@", may be a secret.
        shown = "" if "@" in text else f": {quoted(text.partition('?')[0])}"
        raise ValueError(f"not a web address{shown} (like https://herald.example/feed)")


def check_contact(text: str) -> None:
    """Refuse what tells no server whom to write to."""
    try:
        (check_mail_address if "//" not in text else check_web_address)(text)
    except ValueError as err:
        raise ValueError(f"neither a mail nor a web address: {quoted(text)}") from err
    if not text.isascii() or len(text) > LONGEST_CONTACT:
        right = f"up to {LONGEST_CONTACT} letters of ASCII, for it goes into a header"
        raise ValueError(f"cannot be sent: {quoted(text)} (give {right})")


def check_host(text: str) -> None:
    """Refuse what is no host name; "=" before it means that host alone."""
    if not _is_host(text) or "." not in text:
        raise ValueError(f"not a host: {quoted(text)} (like herald.example)")


def check_server(text: str) -> None:
    """Refuse what is neither the name nor the number of a server."""
    if not (_is_host(text) and text[0] != "=") and not _is_number(text):
        raise ValueError(f"not the name of a server: {quoted(text)} (like mail.embassy.example)")


def check_allowed(text: str) -> None:
    """Refuse what names neither a host nor a network."""
    right = f"not a host or a network: {quoted(text)} (like wiki.embassy.example or 10.1.0.0/16)"
    try:
        ipaddress.ip_network(text)
    except ValueError as err:
        # "10.1.0.5/16" and "10.1" are slips of networks, not names
        numbered = text.rstrip(".")[-1:].isdigit()
        if numbered or not text.isascii() or not _is_host(text) or text[0] == "=":
            raise ValueError(right) from err


def check_list_id(text: str) -> None:
    """Refuse what cannot stand in List-Id (RFC 2919)."""
    if not _LIST_ID.fullmatch(text):
        raise ValueError(f"not the id of a list: {quoted(text)} (like digest.embassy.example)")


def check_way_out(text: str) -> None:
    """Refuse what cannot stand in List-Unsubscribe (RFC 2369)."""
    if not _WAY_OUT.fullmatch(text):
        raise ValueError(f"no https: or mailto: address: {quoted(text)}")


def check_subject(text: str) -> None:
    """Refuse a subject that asks for what nobody knows."""
    check_line(text)
    for name in _FIELD.findall(text):
        if name not in SUBJECT_FIELDS:
            known = ", ".join(f"{{{one}}}" for one in SUBJECT_FIELDS)
            raise ValueError(f"unknown field {quoted(f'{{{name}}}')} (known: {known})")


def check_credential(text: str) -> None:
    """Refuse what is no name of a file in a folder of credentials; it may be the secret itself."""
    if not _CREDENTIAL.fullmatch(text):
        raise ValueError("not the name of a credential (like smtp)")


def check_variable(text: str) -> None:
    """Refuse what is no name of a variable of the environment; it may be the secret itself."""
    if not _VARIABLE.fullmatch(text):
        raise ValueError("not the name of a variable (like SMTP_PASSWORD)")


def check_argument(text: str) -> None:
    """Refuse what cannot be handed to a program."""
    if not text or "\0" in text:
        raise ValueError("is empty" if not text else "has a NUL character")


def _is_host(text: str) -> bool:
    return len(text) <= 254 and _HOST.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _kind(name: str, check: Check, **schema: Any) -> Meta:
    """Return what makes a text one of a kind: its name for people, and its check."""
    return Meta(title=name, extra={"check": check}, extra_json_schema={"minLength": 1, **schema})


Line: TypeAlias = Annotated[str, _kind("text", check_line)]
Zone: TypeAlias = Annotated[str, _kind("time zone", check_zone)]
Clock: TypeAlias = Annotated[str, _kind("time of day", check_clock, pattern=f"^{_CLOCK.pattern}$")]
Language: TypeAlias = Annotated[
    str, _kind("language", check_language, pattern=f"^{_LANGUAGE.pattern}$")
]
Phrase: TypeAlias = Annotated[str, _kind("word or phrase", check_phrase)]
MailAddress: TypeAlias = Annotated[str, _kind("mail address", check_mail_address)]
Mailbox: TypeAlias = Annotated[str, _kind("mail address", check_mailbox)]
WebAddress: TypeAlias = Annotated[
    str, _kind("web address", check_web_address, pattern="^https?://")
]
Contact: TypeAlias = Annotated[str, _kind("mail or web address", check_contact)]
Host: TypeAlias = Annotated[str, _kind("host", check_host)]
Server: TypeAlias = Annotated[str, _kind("server", check_server)]
Allowed: TypeAlias = Annotated[str, _kind("host or network", check_allowed)]
ListId: TypeAlias = Annotated[str, _kind("id of a list", check_list_id)]
WayOut: TypeAlias = Annotated[str, _kind("https: or mailto: address", check_way_out)]
Subject: TypeAlias = Annotated[str, _kind("text with fields", check_subject)]
Credential: TypeAlias = Annotated[str, _kind("name", check_credential)]
Variable: TypeAlias = Annotated[str, _kind("variable", check_variable)]
Argument: TypeAlias = Annotated[str, _kind("text", check_argument)]
Command: TypeAlias = Annotated[
    tuple[Argument, ...],
    Meta(min_length=1, title="program and its arguments", extra={"is_program": True}),
]
Port: TypeAlias = Annotated[int, Meta(ge=1, le=65_535)]
Days: TypeAlias = Annotated[int, Meta(ge=1, le=3_650)]
Hours: TypeAlias = Annotated[int, Meta(ge=1, le=744)]  # a month of 31 days
Seconds: TypeAlias = Annotated[float, Meta(gt=0, le=3_600)]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=100_000)]
