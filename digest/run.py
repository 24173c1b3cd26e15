"""One run: read, prepare, group, digest, verify, render, write.

The steps know nothing of each other; here they are put in order. What is
given up on the way is kept and told at the end.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any

from digest.config import Settings
from digest.edition import make_edition
from digest.engine import Mapper, open_mapper
from digest.errors import InputError
from digest.formats.clusters import Cluster, parse_clusters
from digest.guard import Guard
from digest.model import Digest, Skipped
from digest.originals import KnownOriginals, ReadOriginals
from digest.reading import Reading, Watch, read, unwatched
from digest.renderers.json import decode_digest
from digest.sources import Sources, SourceSettings, read_payloads
from digest.stages import find_events, find_groups, log_step, prepare_articles
from digest.steps import digest_event
from digest.verify import Verification, verify_digest

__all__ = [
    "Reading",
    "build",
    "find_events",
    "find_groups",
    "make_digest",
    "parse_known",
    "prepare_articles",
    "read",
    "read_clusters",
    "verify",
]

logger = logging.getLogger(__name__)


def read_clusters(paths: Sequence[str]) -> tuple[tuple[Cluster, ...], tuple[Skipped, ...]]:
    """Read groups of documents from JSONL files, in order, and what was left out of them.

    Raises InputError where no row is usable.
    """
    found: list[Cluster | Skipped] = []
    for payload in read_payloads(paths):
        found += (payload,) if isinstance(payload, Skipped) else parse_clusters(payload)
    clusters = tuple(one for one in found if isinstance(one, Cluster))
    skipped = tuple(one for one in found if isinstance(one, Skipped))
    if not clusters:
        reason = f"{skipped[0].item}: {skipped[0].reason}" if skipped else "the input is empty"
        raise InputError(f"no usable row: {reason}")
    return clusters, skipped


def parse_known(content: bytes, name: str) -> tuple[str, ...]:
    """Return the sentences of the summaries of a digest.json, or the lines of a text.

    ``name`` is the file's, for InputError where it is neither.
    """
    if content.lstrip().startswith(b"{"):
        digest = decode_digest(content, name)
        return tuple(told.text for event in digest.events for told in event.summary)
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as err:
        raise InputError(f"{name}: neither a digest.json nor text in UTF-8") from err
    return tuple(line.strip() for line in lines if line.strip())


def build(
    paths: Sequence[str],
    settings: Settings,
    *,
    sources: SourceSettings | None = None,
    watch: Watch[Any] = unwatched,
) -> tuple[Digest, Reading]:
    """Make the digest of all articles under the paths, and say what was read.

    Raises InputError where there is no usable article.
    """
    reading = read(paths, jobs=settings.jobs, with_texts=True, settings=sources, watch=watch)
    reading.require_articles()
    with open_mapper(settings.jobs or 1) as mapper:
        return make_digest(reading, settings, mapper=mapper, watch=watch), reading


def make_digest(
    reading: Reading, settings: Settings, *, mapper: Mapper = map, watch: Watch[Any] = unwatched
) -> Digest:
    """Make the digest of what was read; nothing read gives a digest without events."""
    prepared = prepare_articles(reading.articles, mapper=mapper, watch=watch)
    events = find_events(prepared)
    started = monotonic()
    step = partial(digest_event, settings=settings)
    told = tuple(watch(mapper(step, events), "summarizing", len(events)))
    notes = tuple(note for one in prepared for note in one.notes)
    today = datetime.now(UTC).astimezone(settings.zone).date().isoformat()
    digest = make_edition(told, reading.skipped + notes, settings, today=today)
    originals = KnownOriginals(prepared, reading, indirect=settings.indirect)
    verification = verify_digest(digest, originals.find)
    for failure in verification.failures:
        logger.error("not verified: %s", failure)
    log_step("digested", started, events=len(told), checked=verification.checked)
    return replace(digest, verified=verification.as_verified())


def verify(
    digest: Digest, paths: Sequence[str] = (), *, sources: SourceSettings | None = None
) -> Verification:
    """Compare a digest with its sources, read again from where it says or from ``paths``."""
    with Guard() as guard, Sources(sources) as opened:
        result = verify_digest(digest, ReadOriginals(guard, opened, paths).find)
    if result.checked == digest.verified.checked:
        return result
    told = f"says that {digest.verified.checked} sentences and quotes were verified, but has"
    return replace(result, failures=(*result.failures, f"the digest {told} {result.checked}"))
