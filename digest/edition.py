"""Put the events of a day into one digest: what comes first, and for which day."""

from collections.abc import Sequence

from digest.config import Settings
from digest.dates import instant, local_day
from digest.model import Digest, EventDigest, Period, Skipped, Verified


def make_edition(
    events: Sequence[EventDigest], skipped: Sequence[Skipped], settings: Settings, *, today: str
) -> Digest:
    """Return the digest, not yet verified.

    Its day is the one of the settings, or that of the newest article, or ``today``
    where no article is dated. Events that more independent outlets report come first,
    then those with more articles, then the latest. The skipped come in the order of their names.
    """
    period = _period(events, settings)
    return Digest(
        title=settings.title,
        day=settings.day or _newest_day(period, settings) or today,
        timezone=settings.timezone,
        period=period,
        events=tuple(sorted(events, key=lambda event: _importance(event, settings))),
        skipped=tuple(sorted(skipped, key=lambda one: (one.step, one.item, one.reason))),
        verified=Verified(checked=0, failed=0),
    )


def _importance(event: EventDigest, settings: Settings) -> tuple[int, int, float, str]:
    last = event.last_published
    latest = instant(last, settings.zone).timestamp() if last else 0.0
    return (-event.independent, -len(event.articles), -latest, event.id)


def _period(events: Sequence[EventDigest], settings: Settings) -> Period:
    published = [
        moment
        for event in events
        for moment in (event.first_published, event.last_published)
        if moment
    ]
    published.sort(key=lambda moment: (instant(moment, settings.zone), moment))
    if not published:
        return Period()
    return Period(from_=published[0], to=published[-1])


def _newest_day(period: Period, settings: Settings) -> str:
    return local_day(period.to, settings.zone).isoformat() if period.to else ""
