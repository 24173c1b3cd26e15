"""Read all articles under the paths that were given.

One rule: nothing is lost silently. What cannot be read is kept with its reason.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from digest.errors import InputError
from digest.formats import is_guarded
from digest.guard import Guard
from digest.model import Article, Payload, Skipped
from digest.reading_child import Parsed
from digest.sources import read_payloads

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
    """

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    payloads: dict[str, Payload] = field(default_factory=dict, repr=False)
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    paths: tuple[str, ...] = ()

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
    watch: Watch[Any] = unwatched,
) -> Reading:
    """Read all articles under the paths; of two with one id the first stays.

    ``jobs`` counts the processes for pages and the like, as many as there are cores where it
    is None; ``with_texts`` keeps what their readers see, to prove a digest with.
    """
    started = monotonic()
    found = _Found()
    with Guard(jobs) as guard:
        payloads = _each_once(unpacked(guard, paths))
        for payload, parsed in watch(guard.parse(payloads, with_texts=with_texts), "reading", 0):
            found.take(payload, parsed)
    seconds = monotonic() - started
    counts = len(found.articles), len(found.skipped)
    logger.info("read articles=%d skipped=%d seconds=%.2f", *counts, seconds)
    return Reading(
        articles=tuple(found.articles.values()),
        skipped=tuple(found.skipped),
        payloads=found.payloads,
        texts=found.texts,
        paths=tuple(paths),
    )


def unpacked(guard: Guard, paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    """Yield the payloads under the paths, containers in their parts."""
    for payload in read_payloads(paths):
        yield from guard.unpack(payload)


def _each_once(payloads: Iterable[Payload | Skipped]) -> Iterator[Payload | Skipped]:
    names: set[str] = set()
    for payload in payloads:
        if isinstance(payload, Skipped):
            yield payload
        elif payload.name not in names:
            names.add(payload.name)
            yield payload


class _Found:
    """What has been read so far."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.skipped: list[Skipped] = []
        self.payloads: dict[str, Payload] = {}
        self.texts: dict[str, str] = {}

    def take(self, payload: Payload | Skipped, parsed: Parsed) -> None:
        """Keep what stands in a payload."""
        self.skipped += parsed.skipped
        self.texts |= parsed.texts
        if isinstance(payload, Payload) and not is_guarded(payload):
            self.payloads[payload.name] = payload
        for article in parsed.articles:
            same = self.articles.setdefault(article.id, article)
            if same is not article:
                reason = f"its id is that of an article in '{same.file}'"
                self.skipped.append(Skipped(item=article.id, step="read", reason=reason))
