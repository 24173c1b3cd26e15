"""Which edition tells an article: nothing is told twice, nothing is lost.

One rule: an article is told in the edition of the moment at which it was published, or, if it
came too late for that, in the first one made after it was first seen.

The moment. ``moment_of`` gives each article one, from what it said of itself at first sight and
from when that was. Both are stored once and never moved, or else an outlet that corrects a date
would move its article into a second edition, or out of the only one. The moment is the latest
at which the article can have been published: as it says, but not after somebody saw it. So
a clock or zone that is ahead, or a date in the future, holds no article back; and a bare day
is its last second, or the first sight on that day. At its first second, as it is shown, such
an article would lie before an edition of the same day, and be late each time. Without a date,
or with one from before 1990, the moment is the first sight.

The edition. Moments lie in one edition each, as editions neither overlap nor, but where they
are meant to, leave holes. That alone would lose what a slow feed brings after its edition was
made. So an article from a time that is told already is late news if it was not there to be
told: first seen after the last edition was made, and published within three days before this
one. If it was there, then it was told, or passed over for a reason that holds again: it had
been published before the first edition ever, or in days left out, or it is too old. Who asks
needs to remember three things only: when an article was first seen, as the ``now`` of that run;
when an edition was made, as the ``now`` of its run; and which edition told the article.

What follows from it: each run keeps what it read and finds "later", because its source may not
have it any more when its edition is made. And a run in which nothing is due reads nothing.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, TypeAlias

from digest.daily.days import Edition
from digest.daily.local_days import LocalDays
from digest.daily.periods import SECOND
from digest.dates import FIRST_YEAR, instant

LATEST = timedelta(days=3)  # between publication and the edition; what comes later is no news

Fate: TypeAlias = Literal["news", "later", "told", "passed over", "left out", "too old"]
"""What becomes of an article: it is told now, or may be by the next edition, or never.

"told" was by another edition, "passed over" by one that had it before it, "left out" lies in
a time that no digest tells, "too old" came more than three days late.
"""


def moment_of(published: str | None, first_seen: datetime, zone: tzinfo) -> datetime:
    """Return when an article counts as published, in UTC and never after it was first seen.

    ``published`` is as in ``Article``; what it says without a zone is read in ``zone``.
    """
    seen = first_seen.astimezone(UTC).replace(microsecond=0)
    try:
        said = _latest(published, zone) if published else seen
    except (ValueError, OverflowError):  # no date, or one at the end of the calendar
        return seen
    return min(said, seen) if said.year >= FIRST_YEAR else seen


def fate_in(
    edition: Edition,
    moment: datetime,
    first_seen: datetime,
    *,
    told_in: str = "",
    is_backlog: bool = False,
) -> Fate:
    """Return what becomes of an article when an edition is made.

    ``told_in`` is the key of the edition that told it. ``is_backlog`` marks what a source
    holds when it is read for the first time: its past is no late news.
    """
    if edition.is_again:  # all that it told, and what has come since from its time
        is_in = told_in == edition.key or edition.begin <= moment < edition.end
        return "news" if is_in else "left out"
    if told_in:
        return "told"
    if moment >= edition.end:
        return "later"
    if moment >= edition.begin:
        return "news"
    return _fate_of_late(edition, moment, first_seen, is_backlog=is_backlog)


def place_article(
    editions: Iterable[Edition],
    moment: datetime,
    first_seen: datetime,
    *,
    told_in: str = "",
    is_backlog: bool = False,
) -> tuple[Fate, Edition | None]:
    """Return what becomes of an article in the editions of one run, and which one tells it.

    They come oldest first, as from ``due_editions``: what is late for all is told in the first.
    """
    for edition in editions:
        fate = fate_in(edition, moment, first_seen, told_in=told_in, is_backlog=is_backlog)
        if fate != "later":
            return fate, edition if fate == "news" else None
    return "later", None


def _fate_of_late(
    edition: Edition, moment: datetime, first_seen: datetime, *, is_backlog: bool
) -> Fate:
    previous = edition.previous
    if previous is None:
        return "left out"
    if is_backlog or first_seen.replace(microsecond=0) <= previous.made:
        return "passed over"
    if moment >= previous.end:  # behind it, and yet before this one: a hole that is meant
        return "left out"
    return "news" if moment >= edition.begin - LATEST else "too old"


def _latest(published: str, zone: tzinfo) -> datetime:
    try:
        day = date.fromisoformat(published)
    except ValueError:
        return instant(published, zone).astimezone(UTC)
    return LocalDays(zone).end_of(day) - SECOND
