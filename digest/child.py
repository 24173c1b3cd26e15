"""A child process that is asked to read one payload after another.

One rule: a child that takes too long, fills too much or breaks is ended, and
the next question starts a new one.
"""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

import msgspec

from digest.model import Payload
from digest.reading_child import LENGTH, OUT_OF_MEMORY, Answer, Task, Work

MEBIBYTE = 1024 * 1024
_PIECE = 1 << 20  # bytes read from a pipe at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one payload may take: ``seconds`` for an answer, where a usual page takes 0.05, and
    bytes of ``memory``, where a large page takes 100 MB. A child that has filled ``renewed_at``
    bytes is replaced.
    """

    seconds: float = 10.0
    memory: int = 400 * MEBIBYTE
    renewed_at: int = 250 * MEBIBYTE


class ChildFailedError(Exception):
    """A child ended or had to be; the message says why, for the reader of the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Started:
    """A process, and our ends of the pipes to and from it."""

    process: subprocess.Popen[bytes]
    tasks: int
    answers: int
    limits: Limits


class Child:
    """One child process; started when it is first asked.

    ``outlets`` are those that it is to know, as ``known_outlets`` encodes them.
    """

    def __init__(self, limits: Limits, outlets: str) -> None:
        self._limits = limits
        self._outlets = outlets
        self._started: _Started | None = None
        self._decoder = msgspec.msgpack.Decoder(Answer)

    def ask(self, work: Work, payload: Payload) -> Iterator[Answer]:
        """Yield the answers to a task. Raises ChildFailedError, after which it is new again."""
        started = self._started = self._started or _start(self._limits, self._outlets)
        try:
            _send(started, msgspec.msgpack.encode(Task(work=work, payload=payload)))
            answer = Answer(more=True)
            while answer.more:
                answer = self._decoder.decode(_receive(started))
                yield answer
        except (ChildFailedError, GeneratorExit):  # half an answer may be left in the pipe
            self.end()
            raise
        if answer.filled > self._limits.renewed_at:
            self.end()

    def end(self) -> None:
        """End the process, whatever it does."""
        started, self._started = self._started, None
        if started is None:
            return
        started.process.kill()
        started.process.wait()
        os.close(started.tasks)
        os.close(started.answers)


def _start(limits: Limits, outlets: str) -> _Started:
    their_tasks, tasks = os.pipe()
    answers, their_answers = os.pipe()
    process = subprocess.Popen(
        # -P: modules come from where ours do, never from the folder that the user works in.
        [
            sys.executable,
            "-P",
            "-m",
            "digest.reading_child",
            str(limits.memory),
            outlets,
        ],
        stdin=their_tasks,
        stdout=their_answers,
        stderr=None if os.environ.get("DIGEST_DEBUG") else subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    os.close(their_tasks)
    os.close(their_answers)
    os.set_blocking(tasks, False)  # a child that does not read must not hold us
    return _Started(process=process, tasks=tasks, answers=answers, limits=limits)


def _send(started: _Started, message: bytes) -> None:
    frame = memoryview(len(message).to_bytes(LENGTH, "little") + message)
    until = monotonic() + started.limits.seconds
    try:
        while frame:
            _wait(started, until, started.tasks, select.POLLOUT)
            frame = frame[os.write(started.tasks, frame[:_PIECE]) :]
    except OSError as err:
        raise ChildFailedError(_why_ended(started)) from err


def _receive(started: _Started) -> bytes:
    until = monotonic() + started.limits.seconds
    length = int.from_bytes(_receive_bytes(started, LENGTH, until), "little")
    return _receive_bytes(started, length, until)


def _receive_bytes(started: _Started, count: int, until: float) -> bytes:
    pieces: list[bytes] = []
    while count:
        _wait(started, until, started.answers, select.POLLIN)
        piece = os.read(started.answers, min(count, _PIECE))
        if not piece:
            raise ChildFailedError(_why_ended(started))
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _wait(started: _Started, until: float, pipe: int, event: int) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    left = until - monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        seconds = started.limits.seconds
        raise ChildFailedError(f"takes longer than {seconds:.0f} seconds to read; left out")


def _why_ended(started: _Started) -> str:
    process = started.process
    with suppress(subprocess.TimeoutExpired):
        process.wait(1)
    if process.returncode == OUT_OF_MEMORY:
        return f"takes more than {started.limits.memory // MEBIBYTE} MB to read; left out"
    return f"ends the process that reads it (status {process.returncode}); left out"
