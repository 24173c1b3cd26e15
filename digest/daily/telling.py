"""How things stand, in lines for people: runs, deliveries, silent sources."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime

from digest.daily.books import Books
from digest.settings.secrets import Secret
from digest.settings.values import SettingsFile
from digest.sources import SourceSettings
from digest.web.addresses import shown


def tell_status(settings: SettingsFile, books: Books, *, most: int) -> Iterator[str]:
    """Yield how the last runs ended, what waits, and which sources have been silent."""
    yield from (f"note: {one.item}: {one.reason}" for one in books.notes)
    yield from _runs(settings, books, most)
    yield from _editions(settings, books, most)
    yield from _outbox(books)
    yield from _sources(settings, books)


def _runs(settings: SettingsFile, books: Books, most: int) -> Iterator[str]:
    runs = books.ledger.runs(most)
    if not runs:
        yield "no run yet"
    for one in runs:
        ended = "did not end" if one.code is None else f"exit {one.code}"
        yield f"run {_when(one.started, settings)}  {ended}  {one.told}".rstrip()


def _editions(settings: SettingsFile, books: Books, most: int) -> Iterator[str]:
    for one in books.ledger.editions(most)[::-1]:
        sent = books.ledger.sent(one.key)
        told = f"{one.state}, {sent} delivered" if one.state == "made" else one.state
        yield f"digest {one.key}  until {_when(one.end, settings)}  {told}"


def _outbox(books: Books) -> Iterator[str]:
    waiting = books.ledger.waiting()
    for state in ("new", "uncertain", "failed"):
        count = sum(1 for one in waiting if one.state == state)
        if count:
            yield f"outbox: {count} {state} (digest outbox)"


def _sources(settings: SettingsFile, books: Books) -> Iterator[str]:
    addresses = [one.place for one in settings.sources if one.kind in ("feed", "page", "sitemap")]
    if not addresses:
        return
    from digest.sources.remote import Remote

    with ExitStack() as stack:
        polls = Remote(SourceSettings(state=str(books.folder)), stack, clock=books.clock).polls
        for address in addresses:
            if isinstance(address, Secret):
                continue  # whoever reads this may not know it
            poll = polls.get(str(address))
            if poll.failures and poll.first_failed:
                since = _when(poll.first_failed, settings)
                yield f"source {shown(poll.url)}  silent since {since}: {poll.reason}"
            elif poll.last_ok is None:
                yield f"source {shown(str(address))}  never read"


def _when(moment: datetime, settings: SettingsFile) -> str:
    return moment.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M")
