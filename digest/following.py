"""Which pages to fetch of those that feeds and sitemaps name.

One rule: a feed that holds whole articles needs no pages; one that holds only
their beginnings does, the newest first and not without end.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from digest.dates import instant
from digest.formats.detection import detect
from digest.model import Link, Payload
from digest.sources.settings import SourceSettings

ONLY_TEASERS = 0.8  # share of a feed's entries from which it holds nothing else


def pages_to_follow(
    named: Iterable[tuple[Payload, Sequence[Link]]], settings: SourceSettings, now: datetime
) -> tuple[Link, ...]:
    """Return the links whose pages are to be fetched, of what was read: payloads and their links.

    In the order in which they are named, those of sitemaps newest first; each page once.
    """
    every = tuple(named)
    read = {payload.file for payload, _ in every}
    found: dict[str, Link] = {}
    for payload, links in every:
        is_sitemap = detect(payload) == "sitemap"
        for link in (
            _newest(links, settings, now) if is_sitemap else _lacking(payload, links, settings)
        ):
            if link.url not in read:
                found.setdefault(link.url, link)
    return tuple(found.values())


def _lacking(payload: Payload, links: Sequence[Link], settings: SourceSettings) -> Sequence[Link]:
    """Return the links of one feed that lead to what it does not hold."""
    follow = settings.follow_of.get(payload.file, settings.follow)
    teasers = [link for link in links if link.is_teaser]
    if follow == "never" or not links:
        return ()
    if follow == "always":
        return links[: settings.most_followed]
    holds_nothing_else = len(teasers) >= ONLY_TEASERS * len(links)
    return teasers[: settings.most_followed] if holds_nothing_else else ()


def _newest(links: Iterable[Link], settings: SourceSettings, now: datetime) -> Sequence[Link]:
    """Return the links of one sitemap, newest first; undated and old ones are left out."""
    since = now - timedelta(days=settings.days)
    dated = [(instant(link.published, UTC), link) for link in links if link.published]
    ordered = sorted(dated, key=lambda pair: (-pair[0].timestamp(), pair[1].url))
    return [link for moment, link in ordered if moment >= since][: settings.most_followed]
