"""A command whose standard output is articles, JSONL as a rule.

One rule: the command is given as a list of arguments and no shell sees it; it
has a clock, a limit of what it may write, and nothing of ours in its
environment. Whatever it started ends with it.
"""

import os
import selectors
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import monotonic

from digest.errors import InputError, UsageError
from digest.formats.detection import LOOKED_AT, detect
from digest.model import Payload, Skipped
from digest.sources.files import LARGEST_FILE, LARGEST_MANY

LONGEST = 60.0  # seconds
LONGEST_COMPLAINT = 300  # characters of the last line on standard error
_KEPT_COMPLAINT = 4096  # bytes from the end of standard error
_PIECE = 64 * 1024  # bytes read at once
# What a program needs to find itself, its files and its language; secrets are in other names.
_ENVIRONMENT = (
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE"),
    *("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command to read from; ``environment`` is what it gets besides the usual.

    ``name`` is how its articles are named: "command:wires".
    """

    name: str
    arguments: tuple[str, ...]
    folder: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    longest: float = LONGEST


class _FailedError(Exception):
    """What a command gave cannot be used; the message says why."""


def read_command(command: Command) -> Iterator[Payload | Skipped]:
    """Yield what the command writes, or why that cannot be used.

    Raises InputError where there is no such command.
    """
    file = f"command:{command.name}"
    try:
        yield Payload(file=file, data=_run(command, file))
    except _FailedError as err:
        yield Skipped(item=file, step="read", reason=str(err))


def _run(command: Command, file: str) -> bytes:
    process = _start(command)
    complaint = _Complaint()
    try:
        written = _collect(process, complaint, file, monotonic() + command.longest)
        status = process.returncode
    except TimeoutError as err:
        raise _FailedError(f"takes longer than {command.longest:g} seconds") from err
    finally:
        _end(process)
    if status:
        told = f"status {status}" if status > 0 else f"signal {-status}"
        raise _FailedError(f"ended with {told}{complaint.told}")
    if not written.strip():
        raise _FailedError(f"wrote nothing{complaint.told}")
    return written


def _start(command: Command) -> subprocess.Popen[bytes]:
    if not command.arguments:
        raise InputError(f"command:{command.name}: names no program")
    try:
        return subprocess.Popen(
            command.arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=command.folder or None,
            env=_environment(os.environ, command.environment),
            start_new_session=True,  # a group of its own, to be ended as one
        )
    except (OSError, ValueError) as err:
        reason = (getattr(err, "strerror", "") or str(err)).lower()
        program = command.arguments[0]
        raise InputError(f"command:{command.name}: cannot start {program!r}: {reason}") from err


def _environment(ours: Mapping[str, str], more: Sequence[tuple[str, str]]) -> dict[str, str]:
    usual = {key: ours[key] for key in ours if key in _ENVIRONMENT or key.startswith("LC_")}
    return usual | dict(more)


def _collect(
    process: subprocess.Popen[bytes], complaint: "_Complaint", file: str, until: float
) -> bytes:
    """Return standard output, and wait for the end. Raises TimeoutError and _FailedError."""
    written = BytesIO()
    with selectors.DefaultSelector() as selector:
        for pipe in (process.stdout, process.stderr):
            if pipe:
                selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(until - monotonic(), 0))
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                piece = os.read(key.fd, _PIECE)
                if not piece:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    complaint.add(piece)
                else:
                    written.write(piece)
                    _check_size(written, file)
    try:
        process.wait(max(until - monotonic(), 0.1))
    except subprocess.TimeoutExpired as err:
        raise TimeoutError from err
    return written.getvalue()


def _check_size(written: BytesIO, file: str) -> None:
    size = written.tell()
    if size <= LARGEST_FILE:
        return
    head = bytes(written.getbuffer()[:LOOKED_AT])
    is_many = detect(Payload(file=file, data=head)) == "jsonl"
    most = LARGEST_MANY if is_many else LARGEST_FILE
    if size > most:
        raise _FailedError(f"writes more than {most // (1024 * 1024):,} MB")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and all that it started and left running."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()


class _Complaint:
    """The end of standard error."""

    def __init__(self) -> None:
        self._end = b""

    def add(self, piece: bytes) -> None:
        """Keep the last of it."""
        self._end = (self._end + piece)[-_KEPT_COMPLAINT:]

    @property
    def told(self) -> str:
        """Its last line, to stand behind a message; "" where nothing was written."""
        lines = [line for line in self._end.decode("utf-8", "replace").splitlines() if line.strip()]
        plain = "".join(filter(str.isprintable, " ".join(lines[-1].split()))) if lines else ""
        return f": {plain[-LONGEST_COMPLAINT:]}" if plain else ""


def read_command_line(path: str) -> Iterator[Payload | Skipped]:
    """Yield what the command of "command:wires --today" writes, its words as a shell divides them.

    Raises InputError where there is no such command, UsageError where it cannot be divided.
    """
    try:
        arguments = tuple(shlex.split(path.partition(":")[2]))
    except ValueError as err:
        raise UsageError(f"{path!r}: {str(err).lower()}") from err
    if not arguments:
        raise UsageError(f"{path!r} names no command (like 'command:wires --today')")
    yield from read_command(Command(name=Path(arguments[0]).name, arguments=arguments))
