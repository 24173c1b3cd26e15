"""Mailboxes by their addresses: "imaps://press@mail.example/INBOX".

One rule: a password never stands in an address. It is asked for when it is
needed: from the environment, a file that it names, or a credential of systemd.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digest.errors import UsageError
from digest.model import Payload, Skipped
from digest.sources.imap import Mailbox, fetch_mails

PASSWORD = "DIGEST_IMAP_PASSWORD"  # noqa: S105  # the name of the variable


def read_mailbox(address: str, *, days: int) -> Iterator[Payload | Skipped]:
    """Yield the mails of the last days; raises as ``fetch_mails`` does."""
    mailbox = mailbox_at(address, days=days)
    yield from fetch_mails(mailbox, read_password, today=datetime.now(UTC).date()).found


def mailbox_at(address: str, *, days: int) -> Mailbox:
    """Return the mailbox of an address; raises UsageError for one that is none."""
    try:
        parts = urlsplit(address)
        port = parts.port or 0
    except ValueError as err:
        raise UsageError(f"not a mailbox: {err} (like imaps://press@mail.example/INBOX)") from err
    if parts.password is not None:
        raise UsageError(f"a password stands in the address: take it out, and set {PASSWORD}")
    if not parts.hostname or not parts.username:
        raise UsageError(
            "a mailbox needs a user and a host (like imaps://press@mail.example/INBOX)"
        )
    return Mailbox(
        host=parts.hostname,
        user=unquote(parts.username),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        security="tls" if parts.scheme.lower() == "imaps" else "starttls",
        port=port,
        days=days,
    )


def read_password() -> str:
    """Return the password of the mailbox; raises UsageError where there is none."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    named = os.environ.get(f"{PASSWORD}_FILE") or (folder and f"{folder}/imap_password")
    if not named:
        raise UsageError(f"the mailbox needs a password: set {PASSWORD} or {PASSWORD}_FILE")
    try:
        return Path(named).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as err:
        raise UsageError(f"cannot read the password in {named}: {type(err).__name__}") from err
