"""The steps over all articles: each prepared, and all grouped into events.

One rule: how long a step took is logged, and changes nothing.
"""

import logging
from collections.abc import Sequence
from time import monotonic
from typing import Any

from digest.engine import Mapper
from digest.events import Group, group_articles
from digest.model import Article, Event, Prepared
from digest.reading import Watch, unwatched
from digest.steps import prepare

logger = logging.getLogger(__name__)


def prepare_articles(
    articles: Sequence[Article], *, mapper: Mapper = map, watch: Watch[Any] = unwatched
) -> tuple[Prepared, ...]:
    """Split the articles into sentences and find their quotes."""
    started = monotonic()
    found = tuple(watch(mapper(prepare, articles), "finding sentences and quotes", len(articles)))
    log_step("prepared", started, articles=len(found))
    return found


def find_groups(articles: Sequence[Article]) -> tuple[Group, ...]:
    """Group the articles into events."""
    started = monotonic()
    groups = group_articles(articles)
    log_step("grouped", started, articles=len(articles), events=len(groups))
    return groups


def find_events(prepared: Sequence[Prepared]) -> tuple[Event, ...]:
    """Group the prepared articles into events."""
    known = {one.article.id: one for one in prepared}
    groups = find_groups([one.article for one in prepared])
    return tuple(group.as_event(known) for group in groups)


def log_step(step: str, started: float, **counts: int) -> None:
    """Log what a step did, and in how many seconds."""
    told = " ".join(f"{name}={count}" for name, count in counts.items())
    logger.info("%s %s seconds=%.2f", step, told, monotonic() - started)
