"""What is handed over, what became of it, and who must be told when.

One rule: "sending" is recorded before the last byte that makes a mail the server's goes
out, and what the server answered right after. Whoever was killed in between left
"sending" behind, and nobody can know whether that mail arrived: it is uncertain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Outcome = Literal["sent", "uncertain", "later", "refused"]

_SHOWN = 200  # characters of a server's reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to be handed over, byte for byte.

    ``message_id`` tells it from all others. ``sender`` is where bounces go (may be empty),
    ``recipients`` are bare addresses; the headers of ``data`` may say otherwise. A post to
    a chat is one too: its recipient is the name that the settings give the chat.
    """

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a mail for one recipient; ``reply`` is one line and holds no secret."""

    recipient: str
    outcome: Outcome
    reply: str


class Recorder(Protocol):
    """Who writes down what happens, before it is too late to.

    An error raised in ``sending`` keeps the mail from going out.
    """

    def sending(self, mail: Mail, recipients: Sequence[str]) -> None:
        """From here on these recipients may get the mail; must be on disk when it returns."""

    def done(self, mail: Mail, results: Sequence[Result]) -> None:
        """The results of one attempt, to be written in one transaction.

        They take the place of "sending". After "later" the same run may try again.
        """


def results_for(recipients: Sequence[str], outcome: Outcome, reply: str) -> tuple[Result, ...]:
    """Return the same result for each of the recipients."""
    return tuple(Result(recipient=one, outcome=outcome, reply=reply) for one in recipients)


def without_result(recipients: Iterable[str], results: Iterable[Result]) -> tuple[str, ...]:
    """Return the recipients of whom none of the results tells, each once."""
    told = {result.recipient for result in results}
    return tuple(one for one in dict.fromkeys(recipients) if one not in told)


def one_line(text: str) -> str:
    """Return what a server said as one short line of visible characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
