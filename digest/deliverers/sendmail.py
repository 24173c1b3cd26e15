"""Hand mails to a program that takes them as sendmail does.

One rule: the program gets the whole mail at once, from a file. Fed through a pipe, it
would take the half that we had written when we were killed for the whole.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from digest.deliverers.letters import Letter, write_letter
from digest.deliverers.mails import (
    Mail,
    Outcome,
    Recorder,
    Result,
    one_line,
    results_for,
    without_result,
)
from digest.errors import RefusedError, UsageError

# sysexits.h: service unavailable, system error, input/output error, temporary failure.
_LATER = (69, 71, 74, 75)
_CANNOT_RUN = 126
# What these say is of us: usage, configuration, cannot be run, not found.
_MISUSED = (64, 78, _CANNOT_RUN, 127)
_NO_PERMISSION = 77
_KILLED = 128  # and above: what a shell makes of a signal
_TAIL = 4096  # bytes of what the program says
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ")  # and no secret beside them


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendmail:
    """The program and its first arguments; ``-i -f SENDER -- RECIPIENTS`` follow.

    ``longest`` is how many seconds a mail may take; then the program is killed.
    """

    command: tuple[str, ...] = ("/usr/sbin/sendmail",)
    longest: float = 60.0


def deliver_sendmail(mails: Iterable[Mail], program: Sendmail, *, recorder: Recorder) -> None:
    """Hand over the mails in order; the recorder learns what becomes of each.

    Raises UsageError or RefusedError where the program cannot be run as it is set up; the
    mail in hand and those after it stay for later.
    """
    command = _find(program.command)
    for mail in mails:
        letter = write_letter(mail)
        refused = tuple(_refuse(letter, mail.recipients))
        fit = without_result(mail.recipients, refused)
        if not fit:
            recorder.done(mail, refused)
            continue
        arguments = ("-i", "-f", letter.sender, "--", *(letter.recipients[one] for one in fit))
        with tempfile.TemporaryFile() as text, tempfile.TemporaryFile() as said:
            text.write(letter.data.replace(b"\r\n", b"\n"))  # what programs on Unix expect
            text.seek(0)
            recorder.sending(mail, fit)  # from here on nothing of ours can fail
            code = _run((*command, *arguments), text, said, program.longest)
            outcome, reply = _outcome(code, _last_line(said), program.longest)
        recorder.done(mail, refused + results_for(fit, outcome, reply))
        _stop_if_misused(code, reply)


def _find(command: Sequence[str]) -> tuple[str, ...]:
    path = shutil.which(command[0]) if command else None
    if path is None:
        named = " ".join(command[:1])
        raise UsageError(f"sendmail command '{named}' is no program that can be run")
    return (path, *command[1:])


def _refuse(letter: Letter, recipients: Iterable[str]) -> Iterator[Result]:
    """Yield who cannot get the mail, as it or the address cannot travel."""
    for recipient in recipients:
        fault = letter.fault or letter.faults.get(recipient, "")
        if fault:
            yield Result(recipient=recipient, outcome="refused", reply=fault)


def _run(command: Sequence[str], text: IO[bytes], said: IO[bytes], longest: float) -> int | None:
    """Return the exit code, or none where it took too long."""
    try:
        process = subprocess.Popen(
            command,
            stdin=text,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=_environment(),
            start_new_session=True,  # so that it can be ended with all it started
        )
    except OSError as err:
        said.write(f"cannot be run: {(err.strerror or 'broken').lower()}".encode())
        return _CANNOT_RUN
    try:
        return process.wait(longest)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it with all it started, if it is still there."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _outcome(code: int | None, said: str, longest: float) -> tuple[Outcome, str]:
    if code is None:
        return "uncertain", f"took longer than {longest:g} seconds, and was killed"
    if code == 0:
        return "sent", said
    reply = f"ended with code {code}: {said}" if said else f"ended with code {code}"
    if code < 0 or code > _KILLED:
        return "uncertain", reply
    if code in _LATER or code in _MISUSED or code == _NO_PERMISSION:
        return "later", reply
    return "refused", reply


def _stop_if_misused(code: int | None, reply: str) -> None:
    if code == _NO_PERMISSION:
        raise RefusedError(f"sendmail command {reply}")
    if code in _MISUSED:
        raise UsageError(f"sendmail command {reply}")


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {"LC_ALL": "C", **passed}


def _last_line(said: IO[bytes]) -> str:
    size = said.seek(0, os.SEEK_END)
    said.seek(max(0, size - _TAIL))
    lines = said.read(_TAIL).decode("utf-8", "replace").split("\n")
    return next((line for line in map(one_line, reversed(lines)) if line), "")
