"""In which state a mail is for a recipient, and which states call for it to go out.

One rule: only "new" goes out by itself. "sending" that is found by a later run means that
the run before was killed in between: it becomes "uncertain", and a person decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from digest.deliverers.mails import Mail, Outcome, Result

State = Literal["new", "sending", "sent", "uncertain", "failed"]
Key = tuple[str, str]
"""Message-ID and recipient: what is sent once."""

STATE_AFTER: Mapping[Outcome, State] = {
    "sent": "sent",
    "uncertain": "uncertain",
    "later": "new",
    "refused": "failed",
}


def state_found(state: State) -> State:
    """Return what a state left by an earlier run means to this one."""
    return "uncertain" if state == "sending" else state


class MemoryOutbox:
    """An outbox for programs that keep their own books: the states of this process.

    ``states`` are those an earlier run left behind.
    """

    def __init__(self, states: Mapping[Key, State] | None = None) -> None:
        self.states = {key: state_found(state) for key, state in (states or {}).items()}
        self.replies: dict[Key, str] = {}

    def due(self, mails: Iterable[Mail]) -> tuple[Mail, ...]:
        """Return the mails with the recipients to whom they are still to go."""
        left = (replace(mail, recipients=tuple(self._new(mail))) for mail in mails)
        return tuple(mail for mail in left if mail.recipients)

    def sending(self, mail: Mail, recipients: Sequence[str]) -> None:
        """Note who may get the mail from here on."""
        self.states.update({(mail.message_id, one): "sending" for one in recipients})

    def done(self, mail: Mail, results: Sequence[Result]) -> None:
        """Note what became of it."""
        for result in results:
            key = (mail.message_id, result.recipient)
            self.states[key] = STATE_AFTER[result.outcome]
            self.replies[key] = result.reply

    def _new(self, mail: Mail) -> Iterable[str]:
        return (
            one
            for one in dict.fromkeys(mail.recipients)
            if self.states.get((mail.message_id, one), "new") == "new"
        )
