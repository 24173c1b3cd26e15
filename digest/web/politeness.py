"""Turns: one request at a time to a host, and a pause before the next.

One rule: nobody holds two turns at once, so nobody waits for somebody who waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event, Lock
from time import monotonic

LONGEST_DELAY = 10.0  # seconds; a robots.txt may ask for more and gets this


@dataclass(slots=True)
class _Lane:
    """A host's requests, one behind the other."""

    delay: float
    free_at: float = 0.0  # on the monotonic clock
    lock: Lock = field(default_factory=Lock)


class Turns:
    """Who may ask a host, and when."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._lanes: dict[str, _Lane] = {}
        self._lock = Lock()
        self._stopped = Event()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until the host may be asked, and keep others from asking meanwhile."""
        lane = self._lane(host)
        with lane.lock:
            self.pause(lane.free_at - monotonic())
            try:
                yield
            finally:
                lane.free_at = monotonic() + lane.delay

    def pause(self, seconds: float) -> None:
        """Wait, unless all is to end."""
        if seconds > 0:
            self._stopped.wait(seconds)

    def due(self, host: str) -> float:
        """Return when the host may be asked next, on the monotonic clock."""
        return self._lane(host).free_at

    def slow_down(self, host: str, delay: float) -> None:
        """Keep the pause between two requests as long as the host asks for."""
        lane = self._lane(host)
        lane.delay = max(lane.delay, min(delay, LONGEST_DELAY))

    def stop(self) -> None:
        """End all pauses."""
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        """Say whether all is to end."""
        return self._stopped.is_set()

    def _lane(self, host: str) -> _Lane:
        with self._lock:
            return self._lanes.setdefault(host, _Lane(self._delay))


def retry_pause(url: str, attempt: int, base: float) -> float:
    """Return the seconds before a retry: twice as long each time, half to one and a half of it.

    The address decides, so that many addresses of one server do not come back at once
    and a run can be repeated.
    """
    drawn = int.from_bytes(sha256(f"{attempt} {url}".encode()).digest()[:4], "big") / 2**32
    return base * (1 << attempt) * (0.5 + drawn)
