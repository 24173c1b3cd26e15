"""Read all articles under the paths that were given.

One rule: nothing is lost silently. What cannot be read is kept with its reason.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from digest.errors import InputError
from digest.following import pages_to_follow
from digest.formats import detect, is_guarded
from digest.guard import Guard
from digest.identity import each_once, stub_of
from digest.model import Article, Link, Payload, Skipped
from digest.reading_child import Parsed, Work
from digest.sources import Sources, SourceSettings, is_web

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Watch = Callable[[Iterable[Item], str, int], Iterable[Item]]
"""Passes items on and shows them to the user: items, name of the step, how many (0 = unknown)."""


def unwatched(items: Iterable[Item], _step: str, _count: int) -> Iterable[Item]:
    """Pass items on and show nothing."""
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: articles in input order, and what was skipped.

    ``payloads`` are the bytes of what was read in this process, by name; of the rest only
    what a reader sees is kept, in ``texts`` by the sha256 of the articles, where asked for.
    ``named_by`` tells of pages that were followed which feed or sitemap named them.
    """

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    payloads: dict[str, Payload] = field(default_factory=dict, repr=False)
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    paths: tuple[str, ...] = ()
    named_by: dict[str, str] = field(default_factory=dict, repr=False)

    def require_articles(self) -> None:
        """Raise InputError where there is nothing to work on, with the reason."""
        if self.articles:
            return
        if not self.skipped:
            where = ", ".join(f"'{path}'" for path in self.paths)
            raise InputError(f"nothing to read in {where}: name articles or a folder of them")
        first = self.skipped[0]
        more = f" (and {len(self.skipped) - 1} more)" if len(self.skipped) > 1 else ""
        raise InputError(f"no usable article: {first.item}: {first.reason}{more}")


def read(
    paths: Sequence[str],
    *,
    jobs: int | None = None,
    with_texts: bool = False,
    settings: SourceSettings | None = None,
    watch: Watch[Any] = unwatched,
) -> Reading:
    """Read all articles under the paths; of two with one id the first stays.

    ``jobs`` counts the processes for pages and the like, as many as there are cores where it
    is None; ``with_texts`` keeps what their readers see, to prove a digest with. An article
    that comes in several ways is given once, with its longest text.
    """
    started = monotonic()
    found = _Found()
    with Guard(jobs) as guard, Sources(settings) as sources:
        every = _read_all(guard, sources, paths, found, "prove" if with_texts else "parse")
        for payload, parsed in watch(every, "reading", 0):
            found.take(payload, parsed)
        found.skipped += sources.notes
    articles, notes = each_once(found.articles.values(), apart=found.rows)
    seconds = monotonic() - started
    counts = len(articles), len(found.skipped)
    logger.info("read articles=%d skipped=%d seconds=%.2f", *counts, seconds)
    return Reading(
        articles=articles,
        skipped=(*found.left_out(), *notes),
        payloads=found.payloads,
        texts=found.texts,
        paths=tuple(paths),
        named_by=found.named_by,
    )


def unpacked(guard: Guard, payloads: Iterable[Payload | Skipped]) -> Iterator[Payload | Skipped]:
    """Yield the payloads, containers in their parts."""
    for payload in payloads:
        yield from guard.unpack(payload)


_Read = Iterator[tuple[Payload | Skipped, Parsed]]


def _read_all(
    guard: Guard, sources: Sources, paths: Sequence[str], found: "_Found", work: Work
) -> _Read:
    """Yield each payload with what stands in it: of the paths, then the pages they name."""

    def parsed(payloads: Iterable[Payload | Skipped], work: Work) -> _Read:
        fresh = found.each_once(unpacked(guard, payloads))
        yield from guard.parse(fresh, work=work, known=sources.known)

    if not any(map(is_web, paths)):
        yield from parsed(sources.payloads(paths), work)
        return
    named: list[tuple[Payload, tuple[Link, ...]]] = []
    for step in (sources.payloads(paths), _lists(sources, named)):
        for payload, one in parsed(step, "explore"):
            if isinstance(payload, Payload) and is_web(payload.file):
                sources.remote.keep(payload, one)
                named.append((payload, one.links))
            yield payload, one
    found.followed = pages_to_follow(named, sources.settings, sources.remote.now())
    found.named_by = {link.url: payload.file for payload, links in named for link in links}
    pages = sources.remote.pages(link.url for link in found.followed)
    for payload, one in parsed(pages, "prove"):
        if isinstance(payload, Payload):
            sources.remote.keep(payload, one)
        yield payload, one


def _lists(
    sources: Sources, named: Sequence[tuple[Payload, tuple[Link, ...]]]
) -> Iterator[Payload | Skipped]:
    """Yield the sitemaps that indexes of them name, once these have been read."""
    lists = [link.url for _, links in named for link in links if link.is_list]
    if lists:
        yield from sources.remote.fetch_all(lists, "feed")


class _Found:
    """What has been read so far."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.skipped: list[Skipped] = []
        self.payloads: dict[str, Payload] = {}
        self.texts: dict[str, str] = {}
        self.rows: set[str] = set()  # ids of articles that stand in rows, which are all given
        self.followed: tuple[Link, ...] = ()
        self.named_by: dict[str, str] = {}
        self._names: set[str] = set()

    def each_once(self, payloads: Iterable[Payload | Skipped]) -> Iterator[Payload | Skipped]:
        """Yield the payloads whose names did not come before."""
        for payload in payloads:
            if isinstance(payload, Skipped):
                yield payload
            elif payload.name not in self._names:
                self._names.add(payload.name)
                yield payload

    def take(self, payload: Payload | Skipped, parsed: Parsed) -> None:
        """Keep what stands in a payload."""
        self.skipped += parsed.skipped
        self.texts |= parsed.texts
        if isinstance(payload, Payload) and not is_guarded(payload):
            self.payloads[payload.name] = payload
        is_row = isinstance(payload, Payload) and detect(payload) in ("jsonl", "csv")
        for article in parsed.articles:
            same = self.articles.setdefault(article.id, article)
            if same is not article:
                reason = f"its id is that of an article in '{same.file}'"
                self.skipped.append(Skipped(item=article.id, step="read", reason=reason))
            elif is_row:
                self.rows.add(article.id)
        if isinstance(payload, Payload):
            for link in parsed.links:
                if link.item and link.item not in self.articles:
                    self.articles[link.item] = stub_of(link, payload)

    def left_out(self) -> Iterator[Skipped]:
        """Yield what was left out, but for entries of feeds whose pages were read instead."""
        pages = {article.file for article in self.articles.values()}
        told = {link.item for link in self.followed if link.url in pages}
        yield from (one for one in self.skipped if one.step != "read" or one.item not in told)
