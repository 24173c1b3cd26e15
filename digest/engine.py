"""Map a step over values, in this process or in several.

The one place that knows how many processes there are. Results come in the
order of the inputs, and only a window of inputs is read ahead.
"""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Protocol, TypeVar

from digest.known_outlets import encode_additions, know_in_this_process

Value = TypeVar("Value")
Result = TypeVar("Result")

READ_AHEAD = 8  # inputs a process; enough to keep all busy, little to keep in memory


class Mapper(Protocol):
    """What ``open_mapper`` gives: map, and nothing else."""

    def __call__(
        self, step: Callable[[Value], Result], values: Iterable[Value], /
    ) -> Iterator[Result]:
        """Yield step(value) for each value, in order."""


@contextmanager
def open_mapper(jobs: int = 1) -> Iterator[Mapper]:
    """Yield the built-in map for one job, and a pool of ``jobs`` processes for more.

    The processes start afresh (spawn): a fork would copy the locks of a host's threads.
    """
    if jobs == 1:
        yield map
        return
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_set_up,
        initargs=(encode_additions(),),
    )
    try:
        yield _PoolMapper(pool, window=jobs * READ_AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


class _PoolMapper:
    def __init__(self, pool: ProcessPoolExecutor, *, window: int) -> None:
        self._pool = pool
        self._window = window

    def __call__(
        self, step: Callable[[Value], Result], values: Iterable[Value], /
    ) -> Iterator[Result]:
        waiting: deque[Future[Result]] = deque()
        for value in values:
            waiting.append(self._pool.submit(step, value))
            if len(waiting) >= self._window:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _set_up(outlets: str) -> None:
    """Leave interrupts to the parent, and know the outlets that it knows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    know_in_this_process(outlets)
