"""Hand mails to a program that takes them as sendmail does.

One rule: the program gets the whole mail at once, from a file. Fed through a pipe, it
would take the half that we had written when we were killed for the whole.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
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
)
from digest.errors import RefusedError, UsageError

# sysexits.h: service unavailable, system error, input/output error, temporary failure.
_LATER = (69, 71, 74, 75)
# What these say is of us: usage, cannot be run, not found, configuration.
_MISUSED = (64, 78, 126, 127)
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
    path = shutil.which(program.command[0]) if program.command else None
    if path is None:
        named = " ".join(program.command[:1])
        raise UsageError(f"sendmail command '{named}' is no program that can be run")
    for mail in mails:
        letter = write_letter(mail)
        unfit = {one: letter.fault or letter.faults.get(one, "") for one in mail.recipients}
        results = [
            Result(recipient=one, outcome="refused", reply=fault)
            for one, fault in unfit.items()
            if fault
        ]
        fit = [one for one, fault in unfit.items() if not fault]
        trouble = None
        if fit:
            recorder.sending(mail, fit)
            code, said = _run([path, *program.command[1:]], letter, fit, program.longest)
            outcome, reply = _outcome(code, said)
            results += results_for(fit, outcome, reply)
            trouble = _trouble(code, reply)
        recorder.done(mail, results)
        if trouble:
            raise trouble


def _run(
    command: Sequence[str], letter: Letter, recipients: Sequence[str], longest: float
) -> tuple[int | None, str]:
    """Return the exit code, none where it took too long, and the last line on stderr."""
    addresses = [letter.recipients[one] for one in recipients]
    arguments = [*command, "-i", "-f", letter.sender, "--", *addresses]
    with tempfile.TemporaryFile() as mail, tempfile.TemporaryFile() as said:
        mail.write(letter.data.replace(b"\r\n", b"\n"))  # what programs on Unix expect
        mail.seek(0)
        try:
            process = subprocess.Popen(
                arguments,
                stdin=mail,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=_environment(),
                start_new_session=True,  # an interrupted run must not interrupt it
            )
        except OSError as err:
            return 126, f"cannot be run: {(err.strerror or 'broken').lower()}"
        try:
            code = process.wait(longest)
        except subprocess.TimeoutExpired:
            return None, f"took longer than {longest:g} seconds, and was killed"
        finally:
            _end(process)
        return code, _last_line(said)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it with all it started, if it is still there."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _outcome(code: int | None, said: str) -> tuple[Outcome, str]:
    if code is None:
        return "uncertain", said
    if code == 0:
        return "sent", said
    reply = f"ended with code {code}: {said}" if said else f"ended with code {code}"
    if code < 0 or code > _KILLED:
        return "uncertain", reply
    if code in _LATER or code in _MISUSED or code == _NO_PERMISSION:
        return "later", reply
    return "refused", reply


def _trouble(code: int | None, reply: str) -> RefusedError | UsageError | None:
    if code == _NO_PERMISSION:
        return RefusedError(f"sendmail command {reply}")
    if code in _MISUSED:
        return UsageError(f"sendmail command {reply}")
    return None


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {"LC_ALL": "C", **passed}


def _last_line(said: IO[bytes]) -> str:
    size = said.seek(0, os.SEEK_END)
    said.seek(max(0, size - _TAIL))
    lines = said.read(_TAIL).decode("utf-8", "replace").split("\n")
    return next((line for line in map(one_line, reversed(lines)) if line), "")
