"""What mail servers answer.

One rule: a reply is a code of three digits, however long, odd or hostile its words are;
what has no such code is no reply, and the conversation is over.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from digest.deliverers.mails import Outcome, one_line
from digest.deliverers.wire import Wire, WireError

LONGEST = 4 * 1024 * 1024  # bytes; it has its code at the end even when it has 1 MB
_KEPT_LINES = 200  # of a reply; servers announce about ten extensions
_KEPT = 1000  # bytes of a line; RFC 5321 allows 512
_REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply: its code, its lines without codes, and what of them may be shown."""

    code: int
    lines: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}".rstrip()

    @property
    def is_good(self) -> bool:
        """Whether it says yes (2xx)."""
        return 200 <= self.code < 300

    @property
    def is_question(self) -> bool:
        """Whether it wants more (3xx)."""
        return 300 <= self.code < 400

    @property
    def is_passing(self) -> bool:
        """Whether it says not now (4xx)."""
        return 400 <= self.code < 500

    @property
    def outcome(self) -> Outcome:
        """What a reply that is no question (3xx) means for a mail."""
        return "sent" if self.is_good else "later" if self.is_passing else "refused"


def read_reply(wire: Wire, secrets: Collection[str], *, until: float) -> Reply:
    """Return the next reply; its ``text`` is withheld where it repeats a secret."""
    lines: list[str] = []
    codes: set[int] = set()
    allowed, has_more = LONGEST, True
    while has_more:
        line = wire.read_line(most=allowed, until=until)
        allowed -= len(line)
        read = _REPLY.fullmatch(line.rstrip(b"\r\n"))
        if not read:
            words = _shown(line.decode("utf-8", "replace"), secrets)
            raise WireError(f"not the reply of a mail server: {words!r}")
        codes.add(int(read[1]))
        if len(lines) < _KEPT_LINES:
            lines.append((read[3] or b"")[:_KEPT].decode("utf-8", "replace"))
        has_more = read[2] == b"-"
    if len(codes) > 1:
        raise WireError(f"a reply with several codes: {', '.join(map(str, sorted(codes)))}")
    return Reply(code=codes.pop(), lines=tuple(lines), text=_shown(" ".join(lines), secrets))


def _shown(text: str, secrets: Collection[str]) -> str:
    joined = "".join(text.split())  # a secret may be broken over lines
    if any(secret in text or secret in joined for secret in secrets):
        return "(its words repeat the login, and are not shown)"
    return one_line(text)
