"""Put the events of a day into one digest: what comes first, and for which day.

One rule: events come by their score, and every score says what it is made of.
"""

from collections.abc import Sequence
from datetime import tzinfo

from digest.config import Settings
from digest.dates import instant, local_day
from digest.importance import add_recency
from digest.model import Digest, EventDigest, Period, Skipped, Verified


def make_edition(
    events: Sequence[EventDigest], skipped: Sequence[Skipped], settings: Settings, *, today: str
) -> Digest:
    """Return the digest, not yet verified.

    Its day is the one of the settings, or that of the newest article, or ``today``
    where no article is dated. Events come by score, to which their recency is added here;
    ties go by id. The skipped come in the order of their names.
    """
    period = find_period(events, settings.zone)
    return Digest(
        title=settings.title,
        day=settings.day or _newest_day(period, settings) or today,
        timezone=settings.timezone,
        period=period,
        events=order_events(events, settings),
        skipped=tuple(sorted(skipped, key=lambda one: (one.step, one.item, one.reason))),
        verified=Verified(checked=0, failed=0),
    )


def order_events(events: Sequence[EventDigest], settings: Settings) -> tuple[EventDigest, ...]:
    """Return the events by score, after adding to each its recency among them; ties go by id."""
    period = find_period(events, settings.zone)
    newest = instant(period.to, settings.zone) if period.to else None
    scored = [add_recency(event, newest, settings.zone) for event in events]
    return tuple(sorted(scored, key=lambda event: (-event.score, event.id)))


def find_period(events: Sequence[EventDigest], zone: tzinfo) -> Period:
    """Return the time from the first to the last publication of the events."""
    published = [
        moment
        for event in events
        for moment in (event.first_published, event.last_published)
        if moment
    ]
    published.sort(key=lambda moment: (instant(moment, zone), moment))
    if not published:
        return Period()
    return Period(from_=published[0], to=published[-1])


def _newest_day(period: Period, settings: Settings) -> str:
    return local_day(period.to, settings.zone).isoformat() if period.to else ""
