"""Runs that are killed at every step of a conversation; what the next one makes of it."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from digest.deliverers.mails import Mail
from digest.deliverers.outbox import Key, MemoryOutbox, State, state_found
from digest.deliverers.smtp import deliver_smtp
from tests.post_office import (
    PATIENCE,
    FileOutbox,
    Office,
    Peer,
    Script,
    mail,
    obeying,
    office,
    read_states,
    server_at,
)

ROOT = Path(__file__).resolve().parent.parent
MAILS = tuple(mail(f"reader{n}@press.example", id=f"<{n}@desk.example>") for n in range(5))

# A run whose outbox is a file: a line for every state, on disk before anything goes on.
RUN = """
import os, sys
from digest.deliverers.smtp import deliver_smtp
from tests.post_office import FileOutbox, mail, server_at

class Port:
    port = int(sys.argv[1])

mails = [mail(f"reader{n}@press.example", id=f"<{n}@desk.example>") for n in range(5)]
outbox = FileOutbox(sys.argv[2])
deliver_smtp(outbox.due(mails), server_at(Port), recorder=outbox)
"""


def start(opened: Office, outbox: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RUN, str(opened.port), str(outbox)], cwd=ROOT)


class Killer:
    """Kills the run when the server comes to a step of the third mail."""

    def __init__(self) -> None:
        self._run: subprocess.Popen[bytes] | None = None
        self._is_started = threading.Event()
        self._left = 3

    def kill(self, opened: Office, outbox: Path) -> int:
        """Start a run and return how it ended."""
        self._run = start(opened, outbox)
        self._is_started.set()
        return self._run.wait(PATIENCE)

    def at(self, verb: str) -> Script:
        def answer(peer: Peer) -> None:
            self._left -= 1
            if self._left == 0 and self._is_started.wait(PATIENCE) and self._run:
                self._run.send_signal(signal.SIGKILL)
                self._run.wait(PATIENCE)
            peer.say("250 ok")

        return obeying({verb: answer})


def finish(opened: Office, path: Path) -> FileOutbox:
    outbox = FileOutbox(path)
    deliver_smtp(outbox.due(MAILS), server_at(opened), recorder=outbox)
    outbox.close()
    return outbox


def key(sent: Mail) -> Key:
    return sent.message_id, sent.recipients[0]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
def test_killed_before_the_text_the_next_run_sends_it(tmp_path: Path, verb: str) -> None:
    killer = Killer()
    with office(killer.at(verb), obeying()) as opened:
        assert killer.kill(opened, tmp_path / "outbox") == -signal.SIGKILL
        outbox = finish(opened, tmp_path / "outbox")

    assert set(outbox.states.values()) == {"sent"}
    assert len(outbox.states) == len(opened.taken) == len(set(opened.taken)) == len(MAILS)


def test_killed_when_the_dot_was_sent_the_mail_is_uncertain_and_never_sent_again(
    tmp_path: Path,
) -> None:
    killer = Killer()
    with office(killer.at("DOT"), obeying()) as opened:
        assert killer.kill(opened, tmp_path / "outbox") == -signal.SIGKILL
        found = read_states(tmp_path / "outbox")
        outbox = finish(opened, tmp_path / "outbox")

    assert found[key(MAILS[2])] == "sending"
    assert [outbox.states[key(one)] for one in MAILS] == [
        *("sent", "sent", "uncertain", "sent", "sent"),
    ]
    recipients = [line for line in opened.heard if line.startswith("RCPT")]
    assert len(recipients) == len(set(recipients)) == len(MAILS)


@pytest.mark.parametrize(("calls", "uncertain"), [(1, 1), (2, 0), (5, 1)])
def test_killed_at_any_note_nothing_is_lost_or_doubled(
    tmp_path: Path, calls: int, uncertain: int
) -> None:
    killing = RUN.replace(
        "deliver_smtp(outbox",
        "written = outbox._write\n"
        f"left = [None] * {calls}\n"
        "def write():\n"
        "    written()\n"
        "    left.pop()\n"
        "    left or os.kill(os.getpid(), 9)\n"
        "outbox._write = write\n"
        "deliver_smtp(outbox",
    )
    path = tmp_path / "outbox"
    with office(obeying()) as opened:
        command = [sys.executable, "-c", killing, str(opened.port), str(path)]
        run = subprocess.run(command, cwd=ROOT, check=False)
        outbox = finish(opened, path)

    states = list(outbox.states.values())
    assert run.returncode == -signal.SIGKILL
    assert states.count("uncertain") == uncertain
    assert states.count("sent") == len(opened.taken) == len(set(opened.taken))
    assert len(states) == len(MAILS)


def test_only_new_goes_out_by_itself() -> None:
    states: tuple[State, ...] = ("new", "sending", "sent", "uncertain", "failed")
    found = [state_found(state) for state in states]

    assert found == ["new", "uncertain", "sent", "uncertain", "failed"]
    outbox = MemoryOutbox(dict(zip(map(key, MAILS), states, strict=True)))
    assert outbox.due(MAILS) == MAILS[:1]
