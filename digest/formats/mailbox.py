"""Mailboxes (mbox): each letter a payload of its own, numbered from 1.

One rule: a "From " line begins a letter only where it tells a time of day and
a header follows; prose that begins with the word does not. Python's own reader
takes any such line, and wants a file on disk.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from digest.formats.members import member_of
from digest.model import Payload, Skipped

MOST_LETTERS = 5_000
LARGEST_LETTER = 20 * 1024 * 1024  # bytes, as of a letter on disk
LONGEST_LINE = 300  # bytes of a line that begins a letter

_BEGINS = re.compile(rb"^From ", re.MULTILINE)
_TIME = re.compile(rb"\d\d:\d\d")
_HEADER = re.compile(rb">?[A-Za-z][A-Za-z-]{0,60}[: ]")
# Writers put a ">" before such a line of a letter; those of a quoted one have one already.
_ESCAPED = re.compile(rb"^>(?=>{0,20}From )", re.MULTILINE)


def unpack_mailbox(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield the letters in their order."""
    starts = _starts(payload.data)
    letters = pairwise((*starts, (len(payload.data), 0)))
    for number, ((_, start), (end, _)) in enumerate(letters, 1):
        if number > MOST_LETTERS:
            reason = f"holds {len(starts):,} letters; those after {MOST_LETTERS:,} are left out"
            yield Skipped(item=payload.name, step="read", reason=reason)
            return
        letter = member_of(payload, str(number), b"")
        if end - start > LARGEST_LETTER:
            reason = f"a letter larger than {LARGEST_LETTER // (1024 * 1024)} MB"
            yield Skipped(item=letter.name, step="read", reason=reason)
        else:
            text = _ESCAPED.sub(b"", payload.data[start:end])
            yield member_of(payload, str(number), text, media_type="message/rfc822")


def _starts(mailbox: bytes) -> list[tuple[int, int]]:
    """Return where each letter's "From " line begins, and where it ends."""
    found: list[tuple[int, int]] = []
    for line in _BEGINS.finditer(mailbox):
        end = mailbox.find(b"\n", line.end(), line.end() + LONGEST_LINE) + 1
        if end and _TIME.search(mailbox, line.end(), end) and _HEADER.match(mailbox, end):
            found.append((line.start(), end))
    return found
