"""Read what could do harm in child processes, each with a clock and a limit of memory.

One rule: a payload that takes too long or too much costs itself alone; it is
told as skipped, and the others go on.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from digest.child import Child, ChildFailedError, Limits
from digest.formats import CONTAINERS, FORMATS, detect, is_guarded, parse_payload
from digest.known_outlets import encode_additions
from digest.model import Payload, Skipped
from digest.reading_child import Parsed, Work, sorted_out

READ_AHEAD = 4  # payloads a child; enough to keep it busy, little to keep in memory
DEEPEST = 5  # containers inside one another: a mail's, in a mailbox, in two archives, and one


class Guard:
    """Processes that read payloads; ``jobs`` of them at once, as many as the machine has cores.

    What can do no harm (plain text, rows) is read in this process, so that nothing is started
    for it. Results come in the order of the payloads, whatever ``jobs`` is.
    """

    def __init__(self, jobs: int | None = None, *, limits: Limits | None = None) -> None:
        limits = limits or Limits()
        outlets = encode_additions()  # here, as the threads below do not know who knows them
        self._jobs = jobs or len(os.sched_getaffinity(0))
        self._threads = ThreadPoolExecutor(self._jobs, thread_name_prefix="reading")
        self._idle: SimpleQueue[Child] = SimpleQueue()
        self._children = [Child(limits, outlets) for _ in range(self._jobs)]
        for child in self._children:
            self._idle.put(child)
        # One for each level, as the outer ones are not at their end while an inner one is asked.
        self._unpackers = [Child(limits, outlets) for _ in range(DEEPEST)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes; what they were at is lost."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in (*self._children, *self._unpackers):
            child.end()

    def parse(
        self,
        payloads: Iterable[Payload | Skipped],
        *,
        work: Work = "parse",
        known: Callable[[Payload], Parsed | None] = lambda _: None,
    ) -> Iterator[tuple[Payload | Skipped, Parsed]]:
        """Yield each payload with what stands in it, in their order; a Skipped passes through.

        What is ``known`` of a payload is not read again.
        """
        waiting: deque[tuple[Payload | Skipped, Future[Parsed]]] = deque()
        for payload in payloads:
            waiting.append((payload, self._begin(payload, work, known)))
            while len(waiting) >= self._jobs * READ_AHEAD or (waiting and waiting[0][1].done()):
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()

    def unpack(self, payload: Payload | Skipped, depth: int = 0) -> Iterator[Payload | Skipped]:
        """Yield a payload, or in its place what it holds, and what that holds."""
        name = "" if isinstance(payload, Skipped) else detect(payload)
        if name not in CONTAINERS or name in FORMATS:  # a mail is both: itself, and what it holds
            yield payload
        if isinstance(payload, Skipped) or name not in CONTAINERS:
            return
        if depth < DEEPEST:
            for member in self._members(payload, depth):
                yield from self.unpack(member, depth + 1)
        elif name not in FORMATS:
            reason = f"lies more than {DEEPEST} archives deep; unpack it first"
            yield Skipped(item=payload.name, step="read", reason=reason)

    def _members(self, payload: Payload, depth: int) -> Iterator[Payload | Skipped]:
        try:
            for answer in self._unpackers[depth].ask("unpack", payload):
                if answer.member:
                    yield answer.member
                elif answer.parsed:
                    yield from answer.parsed.skipped
        except ChildFailedError as err:
            yield Skipped(item=payload.name, step="read", reason=str(err))

    def _begin(
        self,
        payload: Payload | Skipped,
        work: Work,
        known: Callable[[Payload], Parsed | None],
    ) -> Future[Parsed]:
        done: Future[Parsed] = Future()
        if isinstance(payload, Skipped):
            done.set_result(Parsed(skipped=(payload,)))
        elif (before := known(payload)) is not None:
            done.set_result(before)
        elif is_guarded(payload):
            return self._threads.submit(self._ask, payload, work)
        else:
            done.set_result(sorted_out(parse_payload(payload)))
        return done

    def _ask(self, payload: Payload, work: Work) -> Parsed:
        child = self._idle.get()
        try:
            (answer,) = child.ask(work, payload)
        except ChildFailedError as err:
            skipped = Skipped(item=payload.name, step="read", reason=str(err))
            return Parsed(skipped=(skipped,))
        finally:
            self._idle.put(child)
        return answer.parsed or Parsed()
