"""Which editions are due: the stretches of time that digests tell, one after the other.

One rule: an edition begins where the one before ends, and no moment is in two. What was
missed lies behind the last edition too, and so is told, or said to be left out. Which
article is told in which edition, `belonging.py` decides.

How it is decided:

- An edition is labeled with the local day of its last second. Its key is that day, and
  "2026-03-12-2" for the second of the day. A time in the key would give a run that was killed
  another key when it is repeated, and so a second mail.
- Of the stretches that `periods.py` finds, "combined" tells all in one edition, "none" the
  newest only, and "each" every one in its own, at most 14 in one run: the oldest then tells
  all days before it too. Only the newest of a run is mailed.
- While the clock is behind the end of the last edition, nothing is due. An edition that ends
  more than 26 hours ahead was made by a wrong clock, as no two zones are farther apart: it does
  not count, and the next one follows the last that does. What it told stays told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from digest.daily.periods import SECOND, CatchUp, Rhythm, Span, spans_since
from digest.errors import UsageError
from digest.model import Skipped

FARTHEST_AHEAD = timedelta(hours=26)  # from the westernmost zone to the easternmost
CORRECTED = timedelta(minutes=5)  # by which clocks are set back without anybody's doing
MOST_EDITIONS = 14  # of one run; more digests nobody reads


class Made(Protocol):
    """An edition that was made, as any table may keep it."""

    @property
    def key(self) -> str:
        """What names it alone, for ever."""

    @property
    def begin(self) -> datetime:
        """The first moment in it."""

    @property
    def end(self) -> datetime:
        """The first moment behind it."""

    @property
    def made(self) -> datetime:
        """The ``now`` of the run that made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A digest to be made: what is published from ``begin`` up to, but not at, ``end``.

    Both are in UTC. ``key`` is its own for ever, ``day`` the local day (ISO 8601) that it is
    labeled with; ``days`` are several where missed ones are told with it. ``is_late`` says
    that it comes too late to be mailed. ``is_again`` marks a day that somebody looks at once
    more: such an edition changes nothing of what is told, and is no ``previous`` one.
    """

    key: str
    day: str
    begin: datetime
    end: datetime
    made: datetime
    days: tuple[str, ...]
    is_late: bool = False
    is_again: bool = False
    previous: Made | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The editions to be made now, oldest first; why there is none, and what is to be said."""

    editions: tuple[Edition, ...] = ()
    why_none: str = ""
    notes: tuple[Skipped, ...] = ()


def due_editions(now: datetime, rhythm: Rhythm, made: Sequence[Made]) -> Due:
    """Return what is due, after the editions that were made: all of them, or the last 50.

    They are given in the order in which they were made, which is that of their ends only
    as long as clocks are right.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    trusted = [one for one in made if one.end <= now + FARTHEST_AHEAD]
    last = max(trusted, key=lambda one: one.end) if trusted else None
    notes = _of_wrong_clock(made[-1:], trusted, rhythm)
    if last and last.end > now + CORRECTED:
        note = _of_clock_behind(now, last, rhythm)
        return Due(why_none=note.reason, notes=(*notes, note))
    spans = tuple(spans_since(last.end if last else None, now, rhythm))
    if not spans:
        return Due(why_none=f"digest {last.key if last else ''} is made already", notes=notes)
    groups = _caught_up(spans, rhythm.catch_up)
    editions = tuple(_editions(groups, now, rhythm, made, last))
    notes += tuple(_of_missed(spans, groups, rhythm)) + tuple(_of_late(editions, rhythm))
    return Due(editions=editions, notes=notes)


def edition_of_day(day: str, now: datetime, rhythm: Rhythm, made: Sequence[Made]) -> Edition:
    """Return the edition of a day again, under the same key, so that nothing is mailed again.

    Where none was made under that day, it is the whole local day as far as it has gone, to
    be looked at and not to be mailed: its articles may have been told under other days.
    Raises UsageError for a day that is none, or has not begun.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    before = next((one for one in made if one.key == day), None)
    begin, end = (before.begin, before.end) if before else _whole_day(day, now, rhythm)
    return Edition(
        key=day,
        day=day,
        begin=begin.astimezone(UTC),
        end=end.astimezone(UTC),
        made=now,
        days=(day,),
        is_late=before is None,
        is_again=True,
    )


def _whole_day(day: str, now: datetime, rhythm: Rhythm) -> Span:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        wanted = None
    if not wanted or wanted.isoformat() != day:  # "20260312" would be a key of its own
        raise UsageError(f"day is not a date: '{day}' (like 2026-03-12)")
    if not rhythm.days.has(wanted):
        raise UsageError(f"day is {day}: clocks in {rhythm.zone} went past it")
    begin = rhythm.days.begin_of(wanted)
    if begin > now:
        raise UsageError(f"day is {day}, which has not begun in {rhythm.zone}")
    return begin, min(rhythm.days.end_of(wanted), now + SECOND)


def _caught_up(spans: Sequence[Span], catch_up: CatchUp) -> tuple[Sequence[Span], ...]:
    """Return the spans that each edition tells."""
    if catch_up == "combined":
        return (spans,)
    if catch_up == "none":
        return (spans[-1:],)
    oldest = max(1, len(spans) - MOST_EDITIONS + 1)
    return (spans[:oldest], *((span,) for span in spans[oldest:]))


def _editions(
    groups: Sequence[Sequence[Span]],
    now: datetime,
    rhythm: Rhythm,
    made: Sequence[Made],
    last: Made | None,
) -> Iterator[Edition]:
    taken = {one.key for one in made}
    too_late = timedelta.max if rhythm.not_after is None else timedelta(hours=rhythm.not_after)
    previous = last
    for group in groups:
        end = group[-1][1]
        days = _labels(group, rhythm)
        edition = Edition(
            key=_free_key(days[-1], taken),
            day=days[-1],
            begin=group[0][0],
            end=end,
            made=now,
            days=days,
            is_late=group is not groups[-1] or now - end > too_late,
            previous=previous,
        )
        yield edition
        taken.add(edition.key)
        previous = edition


def _labels(spans: Sequence[Span], rhythm: Rhythm) -> tuple[str, ...]:
    """Return the days of the last seconds of spans."""
    days = (rhythm.days.day_of(end - SECOND).isoformat() for _, end in spans)
    return tuple(dict.fromkeys(days))


def _free_key(day: str, taken: set[str]) -> str:
    key, number = day, 1
    while key in taken:
        number += 1
        key = f"{day}-{number}"
    return key


def _of_wrong_clock(
    newest: Sequence[Made], trusted: Sequence[Made], rhythm: Rhythm
) -> tuple[Skipped, ...]:
    """Say that an edition is not counted, until the next one is made."""
    hours = FARTHEST_AHEAD // timedelta(hours=1)
    return tuple(
        Skipped(
            item=f"digest {one.key}",
            step="clock",
            reason=f"ends at {_told(one.end, rhythm)}, more than {hours} hours ahead; "
            "it is not counted, as the clock was wrong then, or is now",
        )
        for one in newest
        if one not in trusted
    )


def _of_clock_behind(now: datetime, last: Made, rhythm: Rhythm) -> Skipped:
    reason = (
        f"it is {_told(now, rhythm)}, before digest {last.key} ends; "
        f"nothing is made until {_told(last.end, rhythm)}: set the clock"
    )
    return Skipped(item="clock", step="clock", reason=reason)


def _of_missed(
    spans: Sequence[Span], groups: Sequence[Sequence[Span]], rhythm: Rhythm
) -> Iterator[Skipped]:
    if rhythm.catch_up == "none" and len(spans) > 1:
        reason = "missed, and left out, as run.catch_up is 'none'"
        yield Skipped(item=_from_to(_labels(spans[:-1], rhythm)), step="days", reason=reason)
    if rhythm.catch_up == "each" and len(groups[0]) > 1:
        reason = f"missed, and told in one digest, as a run makes at most {MOST_EDITIONS}"
        yield Skipped(item=_from_to(_labels(groups[0], rhythm)), step="days", reason=reason)


def _of_late(editions: Sequence[Edition], rhythm: Rhythm) -> Iterator[Skipped]:
    *older, newest = editions
    if older:
        reason = "missed; made now, and not mailed, as a newer one follows"
        yield Skipped(item=_from_to([one.key for one in older]), step="days", reason=reason)
    if newest.is_late:
        reason = f"made, and not mailed: its time ended more than {rhythm.not_after} hours ago"
        yield Skipped(item=f"digest {newest.key}", step="days", reason=f"{reason} (run.not_after)")


def _from_to(days: Sequence[str]) -> str:
    return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def _told(moment: datetime, rhythm: Rhythm) -> str:
    return moment.astimezone(rhythm.zone).isoformat(sep=" ", timespec="minutes")
