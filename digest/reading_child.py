"""The child process that reads what could do harm: one payload at a time, as its parent asks.

One rule: whatever happens in here, the parent gets an answer or the pipe closes.
Frames on standard input and output are eight bytes of length and a message.
"""

import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, TypeAlias

import msgspec

from digest.known_outlets import know_in_this_process
from digest.model import Article, Link, Payload, Skipped

OUT_OF_MEMORY = 12  # status with which a child ends that may not fill more
LENGTH = 8  # bytes of a frame's length

Work: TypeAlias = Literal["parse", "prove", "explore", "unpack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a child is asked.

    To "parse" a payload, to "prove" it with its visible texts besides, to "explore" it with
    the pages that it names as well, or to "unpack" it.
    """

    work: Work
    payload: Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What stands in one payload: articles, what was left out, and what its reader sees.

    ``texts`` are given by the sha256 of the articles, and ``links`` where they were asked for.
    """

    articles: tuple[Article, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A child's answer; of several to one task all but the last have ``more`` to come.

    ``filled`` is how many bytes of memory the child has filled at most so far.
    """

    parsed: Parsed | None = None
    member: Payload | None = None
    more: bool = False
    filled: int = 0


def write_frame(pipe: BinaryIO, message: bytes) -> None:
    """Write one message, and all of it."""
    pipe.write(len(message).to_bytes(LENGTH, "little"))
    pipe.write(message)
    pipe.flush()


def parse(payload: Payload, work: Work) -> Parsed:
    """Return what stands in a payload; what no format foresaw is a Skipped as well."""
    from digest.formats import named_links, parse_payload, source_texts

    try:
        found = parse_payload(payload)
        texts = dict(source_texts(payload)) if work != "parse" else {}
        links = named_links(payload) if work == "explore" else ()
    except MemoryError:
        raise
    except Exception as err:  # a library's complaint about bytes that nobody foresaw
        if os.environ.get("DIGEST_DEBUG"):
            raise
        reason = f"cannot be read: its bytes upset the reader ({type(err).__name__})"
        return Parsed(skipped=(Skipped(item=payload.name, step="read", reason=reason),))
    return sorted_out(found, texts, links)


def sorted_out(
    found: Iterable[Article | Skipped],
    texts: dict[str, str] | None = None,
    links: tuple[Link, ...] = (),
) -> Parsed:
    """Return what a format found, articles apart from what was left out."""
    both = tuple(found)
    return Parsed(
        articles=tuple(one for one in both if isinstance(one, Article)),
        skipped=tuple(one for one in both if isinstance(one, Skipped)),
        texts=texts or {},
        links=links,
    )


def unpack(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield what a container holds."""
    from digest.formats import CONTAINERS, detect

    try:
        yield from CONTAINERS[detect(payload)](payload)
    except MemoryError:
        raise
    except Exception as err:
        if os.environ.get("DIGEST_DEBUG"):
            raise
        reason = f"cannot be unpacked further: its bytes upset the reader ({type(err).__name__})"
        yield Skipped(item=payload.name, step="read", reason=reason)


def _answers(task: Task) -> Iterator[Answer]:
    if task.work == "unpack":
        for found in unpack(task.payload):
            if isinstance(found, Payload):
                yield Answer(member=found, more=True)
            else:
                yield Answer(parsed=Parsed(skipped=(found,)), more=True)
        yield Answer(filled=_filled())
    else:
        parsed = parse(task.payload, task.work)
        yield Answer(parsed=parsed, filled=_filled())


def _filled() -> int:
    """Return the largest memory of this program so far, in bytes.

    What the system counts for the process goes on from that of the parent before it.
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            peak = next(line for line in status if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * 1024
    except (OSError, StopIteration, ValueError):  # no Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(memory: int, outlets: str) -> None:
    """Answer tasks until standard input ends, filling no more than so many bytes of memory.

    ``outlets`` are those that the parent knows, as it encoded them.
    """
    know_in_this_process(outlets)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(5000)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    tasks = msgspec.msgpack.Decoder(Task)
    encoder = msgspec.msgpack.Encoder()
    while length := sys.stdin.buffer.read(LENGTH):
        task = tasks.decode(sys.stdin.buffer.read(int.from_bytes(length, "little")))
        for answer in _answers(task):
            write_frame(answers, encoder.encode(answer))


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), sys.argv[2])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
