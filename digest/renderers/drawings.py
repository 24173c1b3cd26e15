"""What page and PDF draw of an event: who reported when, and who carries what.

One rule: a drawing shows nothing that the words do not tell as well; its
``alt`` is for those who do not see it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

LANES = 4  # rows of numbers over the line of time; what finds no room stays a dot
APART = 3.4  # percent of the line between two numbers of one row
MOST_ROWS, MOST_COLUMNS = 20, 40  # sources and lines; more are too small to see
_FEWEST_ROWS = 3  # two sources are compared faster by reading


class Numbered(Protocol):
    """A source as it is listed."""

    @property
    def number(self) -> int:
        """Its number in the event."""

    @property
    def outlet(self) -> str:
        """Its outlet's name."""

    @property
    def when(self) -> str:
        """When it was published, in words."""

    @property
    def copy_of(self) -> str:
        """Which source it copies, "" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A source on the line of time: ``x`` in percent, ``lane`` from 0, None without a number."""

    number: int
    x: float
    lane: int | None
    copied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """When the sources of an event were published, in order, from ``start`` to ``end``."""

    start: str
    end: str
    points: tuple[Point, ...]
    lanes: int
    undated: tuple[int, ...]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A source, and which of the columns it carries."""

    number: int
    outlet: str
    marks: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Which sources carry which sentences of the summary, and which statements behind them."""

    rows: tuple[Row, ...]
    sentences: int
    statements: int
    alt: str


def draw_timeline(sources: Iterable[Numbered], moments: Mapping[int, float]) -> Timeline | None:
    """Return the sources on a line of time, None where they are all of one moment.

    ``moments`` are seconds since 1970 by the numbers of those sources that are dated.
    """
    known = list(sources)
    dated = ((moments[one.number], one) for one in known if one.number in moments)
    ordered = sorted(dated, key=lambda one: (one[0], one[1].number))
    if not ordered or ordered[0][0] == ordered[-1][0]:
        return None
    first, length = ordered[0][0], ordered[-1][0] - ordered[0][0]
    ends = [-APART] * LANES
    points = []
    for moment, source in ordered:
        x = round(100 * (moment - first) / length, 1)
        lane = next((at for at, end in enumerate(ends) if x - end >= APART), None)
        if lane is not None:
            ends[lane] = x
        points.append(Point(number=source.number, x=x, lane=lane, copied=bool(source.copy_of)))
    told = "; ".join(f"source {one.number}, {one.outlet}, {one.when}" for _, one in ordered)
    return Timeline(
        start=ordered[0][1].when,
        end=ordered[-1][1].when,
        points=tuple(points),
        lanes=1 + max(point.lane or 0 for point in points),
        undated=tuple(one.number for one in known if one.number not in moments),
        alt=f"Published in this order: {told}.",
    )


def draw_overlap(
    sources: Sequence[Numbered],
    sentences: Sequence[Sequence[Numbered]],
    statements: Sequence[Sequence[Numbered]],
) -> Overlap | None:
    """Return who carries what, None where nothing is carried by two, or by too few or many.

    ``sentences`` and ``statements`` are given by the sources that carry them.
    """
    carried = [{one.number for one in line} for line in (*sentences, *statements)]
    if not _FEWEST_ROWS <= len(sources) <= MOST_ROWS or not 0 < len(carried) <= MOST_COLUMNS:
        return None
    if max(map(len, carried)) < 2:
        return None
    rows = tuple(
        Row(
            number=source.number,
            outlet=source.outlet,
            marks=tuple(source.number in line for line in carried),
        )
        for source in sources
    )
    return Overlap(
        rows=rows,
        sentences=len(sentences),
        statements=len(statements),
        alt=" ".join(_told(row, len(sentences)) for row in rows),
    )


def _told(row: Row, sentences: int) -> str:
    told, said = sum(row.marks[:sentences]), sum(row.marks[sentences:])
    counts = f"{told} of the sentences, {said} of the statements"
    return f"Source {row.number}, {row.outlet}: {counts}."
