"""Articles from the web, and what is remembered of it between runs.

One rule: nothing is opened before the first address is asked for, and a state
folder that cannot be used costs the memory of it, never the articles.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.errors import DigestError
from digest.model import Payload, Skipped
from digest.reading_child import Parsed
from digest.sources.settings import SourceSettings
from digest.state import Database, open_archive, open_state
from digest.web.addresses import shown
from digest.web.fetching import Kind, Unchanged, Web
from digest.web.poll_store import SqliteBodies, SqlitePolls
from digest.web.polls import Bodies, Failing, MemoryBodies, MemoryPolls, Polls, utc_now
from digest.web.readings import Readings

_EPOCH = datetime.fromtimestamp(0, UTC)
FRESH = timedelta(hours=6)  # a page that a feed names seldom changes after its first hours
LARGEST_ARCHIVE = 2 * 1024**3  # bytes of fetched bodies, packed


class Remote:
    """The web as a source, open until the end of ``stack``."""

    def __init__(
        self,
        settings: SourceSettings,
        stack: ExitStack,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._notes: list[Skipped] = []
        state = self._open(settings, stack, open_state)
        archive = self._open(settings, stack, open_archive)
        self._readings = Readings(archive) if archive else None
        self.bodies: Bodies = SqliteBodies(archive) if archive else MemoryBodies()
        self.polls: Polls = SqlitePolls(state) if state else MemoryPolls()
        days = settings.keep_days
        self._prune(_EPOCH if days is None else clock() - timedelta(days=days))
        self.web = stack.enter_context(
            Web(
                settings.web,
                polls=self.polls,
                bodies=self.bodies,
                clock=clock,
                retry_now=settings.retry_now,
            )
        )

    @property
    def notes(self) -> tuple[Skipped, ...]:
        """What could not be remembered."""
        return (*self._notes, *self.web.notes)

    def now(self) -> datetime:
        """Return this moment, as the remote's clock has it."""
        return self._clock()

    def fetch_all(self, urls: Iterable[str], kind: Kind) -> Iterator[Payload | Skipped]:
        """Yield what is at the addresses, in their order, new or as it was."""
        for found in self.web.fetch_all(urls, kind):
            yield found.payload if isinstance(found, Unchanged) else found

    def listed(self, urls: Sequence[str]) -> Iterator[Payload | Skipped]:
        """Yield what is at addresses that the user listed, in their order.

        Where nobody waits for it, a source that fails is a note until that persists; then it
        is said, and again after a week.
        """
        # What somebody lists is asked for as a feed is: robots.txt speaks of what is followed.
        for found in self.fetch_all(urls, "feed"):
            if isinstance(found, Skipped) and not self._settings.retry_now:
                yield replace(found, step="note")
            else:
                yield found
        if not self._settings.retry_now:
            failing = self.web.failing(urls, runs=self._settings.failing_runs)
            self.web.mark_told(failing)
            yield from map(_persisting, failing)
        for url, address in self.web.moved(urls):
            reason = f"has moved for good to {shown(address)}: name that instead"
            yield Skipped(item=shown(url), step="note", reason=reason)

    def pages(self, urls: Iterable[str]) -> Iterator[Payload | Skipped]:
        """Yield the pages at the addresses; one that was read lately is not asked for again."""
        every = tuple(dict.fromkeys(urls))
        kept = {url: payload for url in every if (payload := self._lately(url))}
        kind: Kind = "page" if self._settings.robots else "feed"
        fetched = self.fetch_all([url for url in every if url not in kept], kind)
        for url in every:
            yield kept[url] if url in kept else next(fetched)

    def known(self, payload: Payload) -> Parsed | None:
        """Return what was read out of the same bytes before."""
        if self._readings is None:
            return None
        try:
            return self._readings.get(payload)
        except DigestError as err:
            self._forget(err)
            return None

    def keep(self, payload: Payload, parsed: Parsed) -> None:
        """Remember what was read; bytes that held no article are fetched anew the next time."""
        if not parsed.articles and not parsed.links:
            self.web.distrust(payload.file)
        elif self._readings:
            try:
                self._readings.put(payload, parsed, self._clock())
            except DigestError as err:
                self._forget(err)

    def payload_of(self, url: str, sha256_hex: str) -> Payload | None:
        """Return the bytes that an address once gave, None where they are no longer kept."""
        data = self.bodies.get(sha256_hex)
        poll = self.polls.get(url)
        if data is None:
            return None
        return Payload(file=url, data=data, url=poll.answered_by, media_type=poll.media_type)

    def _lately(self, url: str) -> Payload | None:
        poll = self.polls.get(url)
        is_fresh = poll.last_ok and poll.last_ok > self._clock() - FRESH and not poll.failures
        return self.payload_of(url, poll.body_sha256) if is_fresh else None

    def _open(
        self, settings: SourceSettings, stack: ExitStack, opened: Callable[[Path], Database]
    ) -> Database | None:
        if not settings.state:
            return None
        try:
            database = opened(Path(settings.state))
        except DigestError as err:
            self._notes.append(Skipped(item=settings.state, step="remember", reason=str(err)))
            return None
        stack.callback(database.close)
        self._notes += database.notes
        return database

    def _prune(self, before: datetime) -> None:
        """Drop what is too old; where that cannot be, it is tried again the next time."""
        try:
            self.polls.prune(before)
            self.bodies.prune(before, LARGEST_ARCHIVE)
            if self._readings:
                self._readings.prune(before)
        except DigestError as err:
            self._notes.append(Skipped(item="archive", step="remember", reason=str(err)))

    def _forget(self, err: DigestError) -> None:
        self._notes.append(Skipped(item="archive", step="remember", reason=str(err)))
        self._readings = None


def _persisting(failing: Failing) -> Skipped:
    runs = f"{failing.runs} runs in a row, since {failing.since:%Y-%m-%d}"
    return Skipped(
        item=failing.name or shown(failing.url),
        step="fetch",
        reason=f"fails: {failing.reason} ({runs})",
    )
