"""Make the digest of one edition out of the articles that are news in it.

One rule: what was told is known by the books alone; nothing here asks the clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from digest.daily.days import Edition
from digest.daily.intake import Intake
from digest.edition import make_edition
from digest.engine import open_mapper
from digest.model import Article, Digest, Skipped
from digest.news import find_news, remember_news
from digest.originals import KnownOriginals
from digest.sections import Rules, watch_rules, with_sections
from digest.settings.mapping import digest_settings
from digest.settings.values import SettingsFile
from digest.settings.watch import Section
from digest.stages import find_events, prepare_articles
from digest.told import ToldEvent
from digest.verify import verify_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDigest:
    """A digest, the articles that it was made of, and what later ones need to know of it."""

    digest: Digest
    articles: tuple[Article, ...] = field(repr=False)
    remembered: tuple[ToldEvent, ...] = field(repr=False)


def make_digest(
    settings: SettingsFile,
    edition: Edition,
    intake: Intake,
    articles: Sequence[Article],
    told: Sequence[ToldEvent],
    notes: Iterable[Skipped] = (),
) -> MadeDigest:
    """Return the digest of an edition, proven against its sources."""
    chosen = digest_settings(settings, day=edition.day)
    with open_mapper(settings.run.jobs or 1) as mapper:
        prepared = prepare_articles(articles, mapper=mapper)
        found = find_news(find_events(prepared), told, chosen, mapper=mapper)
    by_id = {one.id: one for one in articles}
    skipped = (
        *intake.reading.skipped,
        *notes,
        *(note for one in prepared for note in one.notes),
        *(one.note for one in found if one.note),
    )
    told_now = [one.digest for one in found if one.digest]
    made = make_edition(told_now, skipped, chosen, today=edition.day)
    if settings.most_events is not None:
        made = _shortened(made, settings.most_events)
    made = with_sections(
        made,
        by_id,
        [*watch_rules(chosen.watch), *map(_rules, settings.sections)],
        settings.other_section,
        source_names=intake.source_names,
    )
    originals = KnownOriginals(prepared, intake.reading, indirect=chosen.indirect)
    proven = replace(made, verified=verify_digest(made, originals.find).as_verified())
    return MadeDigest(
        digest=proven,
        articles=tuple(articles),
        remembered=remember_news(found, edition.day, printed={one.id for one in made.events}),
    )


def _rules(section: Section) -> Rules:
    return Rules(
        name=section.name,
        words=section.words,
        outlets=section.outlets,
        languages=section.languages,
        sources=section.sources,
        most_events=section.most_events,
    )


def _shortened(digest: Digest, most: int) -> Digest:
    """Return the digest with its first events, the others named among the skipped."""
    left_out = tuple(
        Skipped(item=event.title, step="note", reason=f"beyond the first {most} events")
        for event in digest.events[most:]
    )
    return replace(digest, events=digest.events[:most], skipped=(*digest.skipped, *left_out))
