"""Read all articles under the paths that were given.

One rule: nothing is lost silently. What cannot be read is kept with its reason.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from digest.errors import InputError
from digest.formats import parse_payload
from digest.model import Article, Payload, Skipped
from digest.sources import read_payloads

if TYPE_CHECKING:  # it brings the pools of processes with it
    from digest.engine import Mapper

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Watch = Callable[[Iterable[Item], str, int], Iterable[Item]]
"""Passes items on and shows them to the user: items, name of the step, how many (0 = unknown)."""


def unwatched(items: Iterable[Item], _step: str, _count: int) -> Iterable[Item]:
    """Pass items on and show nothing."""
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: articles in input order, what was skipped, and the bytes by file."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    payloads: dict[str, Payload] = field(repr=False)
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


def read(paths: Sequence[str], *, mapper: "Mapper" = map, watch: Watch[Any] = unwatched) -> Reading:
    """Read all articles under the paths; of two with one id the first stays."""
    started = monotonic()
    payloads: dict[str, Payload] = {}
    skipped: list[Skipped] = []

    def usable() -> Iterable[Payload]:
        for payload in read_payloads(paths):
            if isinstance(payload, Skipped):
                skipped.append(payload)
            elif payload.file not in payloads:
                payloads[payload.file] = payload
                yield payload

    articles: dict[str, Article] = {}
    for found in watch(mapper(parse_payload, usable()), "reading", 0):
        for one in found:
            if isinstance(one, Skipped):
                skipped.append(one)
            elif one.id in articles:
                reason = f"its id is that of an article in '{articles[one.id].file}'"
                skipped.append(Skipped(item=one.id, step="read", reason=reason))
            else:
                articles[one.id] = one
    seconds = monotonic() - started
    logger.info("read articles=%d skipped=%d seconds=%.2f", len(articles), len(skipped), seconds)
    return Reading(
        articles=tuple(articles.values()),
        skipped=tuple(skipped),
        payloads=payloads,
        paths=tuple(paths),
    )
