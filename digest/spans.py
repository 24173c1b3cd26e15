"""Stretches of a text, asked many times for what they cover."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Spans:
    """Spans (start, end) of a text, joined where they overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def is_clear(self, start: int, end: int) -> bool:
        """Say whether neither place lies within a span."""
        return not self._covers(start) and not self._covers(end)

    def covered(self, start: int, end: int) -> int:
        """Return how many characters between the places lie in spans."""
        reached = range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        return sum(min(self._ends[i], end) - max(self._starts[i], start) for i in reached)

    def _covers(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and self._starts[at] < place < self._ends[at]
