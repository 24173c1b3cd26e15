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
from digest.reading_child import LENGTH, MOST_MEMORY, OUT_OF_MEMORY, Answer, Task, Work

LONGEST = 10.0  # seconds for one answer; a usual page takes 0.05
RENEWED_AT = 250 * 1024 * 1024  # bytes: a child that has filled so much is replaced
_PIECE = 1 << 20  # bytes read from a pipe at once


class ChildFailedError(Exception):
    """A child ended or had to be; the message says why, for the reader of the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Started:
    """A process, and our ends of the pipes to and from it."""

    process: subprocess.Popen[bytes]
    tasks: int
    answers: int


class Child:
    """One child process; started when it is first asked."""

    def __init__(self) -> None:
        self._started: _Started | None = None
        self._decoder = msgspec.msgpack.Decoder(Answer)

    def ask(self, work: Work, payload: Payload) -> Iterator[Answer]:
        """Yield the answers to a task. Raises ChildFailedError, after which it is new again."""
        started = self._started = self._started or _start()
        try:
            _send(started, msgspec.msgpack.encode(Task(work=work, payload=payload)))
            answer = Answer(more=True)
            while answer.more:
                answer = self._decoder.decode(_receive(started))
                yield answer
        except (ChildFailedError, GeneratorExit):  # half an answer may be left in the pipe
            self.end()
            raise
        if answer.filled > RENEWED_AT:
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


def _start() -> _Started:
    their_tasks, tasks = os.pipe()
    answers, their_answers = os.pipe()
    process = subprocess.Popen(
        # -P: modules come from where ours do, never from the folder that the user works in.
        [sys.executable, "-P", "-m", "digest.reading_child"],
        stdin=their_tasks,
        stdout=their_answers,
        stderr=None if os.environ.get("DIGEST_DEBUG") else subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    os.close(their_tasks)
    os.close(their_answers)
    os.set_blocking(tasks, False)  # a child that does not read must not hold us
    return _Started(process=process, tasks=tasks, answers=answers)


def _send(started: _Started, message: bytes) -> None:
    frame = memoryview(len(message).to_bytes(LENGTH, "little") + message)
    until = monotonic() + LONGEST
    try:
        while frame:
            _wait(until, started.tasks, select.POLLOUT)
            frame = frame[os.write(started.tasks, frame[:_PIECE]) :]
    except OSError as err:
        raise ChildFailedError(_why_ended(started.process)) from err


def _receive(started: _Started) -> bytes:
    until = monotonic() + LONGEST
    length = int.from_bytes(_receive_bytes(started, LENGTH, until), "little")
    return _receive_bytes(started, length, until)


def _receive_bytes(started: _Started, count: int, until: float) -> bytes:
    pieces: list[bytes] = []
    while count:
        _wait(until, started.answers, select.POLLIN)
        piece = os.read(started.answers, min(count, _PIECE))
        if not piece:
            raise ChildFailedError(_why_ended(started.process))
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _wait(until: float, pipe: int, event: int) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    left = until - monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise ChildFailedError(f"takes longer than {LONGEST:.0f} seconds to read; left out")


def _why_ended(process: subprocess.Popen[bytes]) -> str:
    with suppress(subprocess.TimeoutExpired):
        process.wait(1)
    if process.returncode == OUT_OF_MEMORY:
        return f"takes more than {MOST_MEMORY >> 20} MB of memory to read; left out"
    return f"ends the process that reads it (status {process.returncode}); left out"
