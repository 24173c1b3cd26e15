"""The parts of a digest: which event stands under which heading, and who gets which.

One rule: an event stands in one section, the first that any of its rules fits;
what fits none comes last. Nothing is left out without being told.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from digest.edition import find_period
from digest.importance import score_for
from digest.mentions import Term, as_terms, is_mentioned, printed_words, with_watched
from digest.model import Article, Digest, EventDigest, Skipped, Verified
from digest.outlets import outlet_key
from digest.verify import count_printed
from digest.words import spell_out

OTHER = "Other news"  # the heading of what fits no section, where no other is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A section and what belongs to it: an event of which an article fits any of the rules.

    ``words`` are words and phrases in its title or text, ``outlets`` who published it,
    ``languages`` in which it is written ("pt" fits "pt-BR"), ``sources`` the names of those
    from which it came. ``most_events`` is None for all.
    """

    name: str
    words: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    most_events: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Events by section, the sections that have any, and what found no room in them."""

    events: tuple[EventDigest, ...]
    sections: tuple[str, ...]
    left_out: tuple[Skipped, ...] = ()


def watch_rules(watch: Iterable[Term | str]) -> tuple[Rules, ...]:
    """Return the sections of the watched terms that have one of their own."""
    return tuple(
        Rules(name=term.name, words=term.forms) for term in as_terms(watch) if term.section
    )


def arrange(
    events: Sequence[EventDigest],
    articles: Mapping[str, Article],
    rules: Sequence[Rules],
    other_section: str = OTHER,
    *,
    source_names: Mapping[str, str] | None = None,
) -> Arrangement:
    """Return the events with their sections, in the order of these, in each by score.

    ``articles`` and ``source_names``, the sources they came from, go by article id. Where
    no event fits any section, there are none.
    """
    places = [_Place(event, articles, source_names or {}) for event in events]
    headed = [replace(at.event, section=at.find_section(rules)) for at in places]
    if not any(event.section for event in headed):
        return Arrangement(events=_by_score(headed), sections=())
    headed = [event if event.section else replace(event, section=other_section) for event in headed]
    kept: list[EventDigest] = []
    left_out: list[Skipped] = []
    most = {one.name: one.most_events for one in rules}
    for name in (*most, other_section):
        own = _by_score(event for event in headed if event.section == name)
        room = most.get(name)
        kept += own[:room]
        left_out += [_no_room(one, len(own), room) for one in own[room:] if room is not None]
    return Arrangement(events=tuple(kept), sections=_headings(kept), left_out=tuple(left_out))


def with_sections(
    digest: Digest,
    articles: Mapping[str, Article],
    rules: Sequence[Rules],
    other_section: str = OTHER,
    *,
    source_names: Mapping[str, str] | None = None,
) -> Digest:
    """Return the digest with its events in sections, and what found no room among the skipped."""
    made = arrange(digest.events, articles, rules, other_section, source_names=source_names)
    skipped = (*digest.skipped, *made.left_out) if made.left_out else digest.skipped
    return replace(
        _with_events(digest, made.events),
        sections=made.sections,
        skipped=tuple(sorted(skipped, key=lambda one: (one.step, one.item, one.reason))),
    )


def for_recipient(
    digest: Digest,
    sections: Collection[str],
    watch: Iterable[Term | str],
    *,
    articles: Mapping[str, Article] | None = None,
    other_section: str = OTHER,
) -> Digest:
    """Return the digest of one group: its sections, all where none is named, and what it watches.

    ``watch`` are all terms that it watches; those that a digest for everybody was scored by
    count no longer. They are looked for in the articles (by id), or in what is printed where
    these are not given. Events that mention a term with a section go there, before all others.
    """
    terms = as_terms(watch)
    own = [term for term in terms if term.section]
    events = [_as_watched(event, terms, own, articles or {}) for event in digest.events]
    names = [*(term.name for term in own), *digest.sections]
    if any(event.section for event in events):
        events = [one if one.section else replace(one, section=other_section) for one in events]
        names.append(other_section)
    wanted = [name for name in dict.fromkeys(names) if not sections or name in sections]
    if not any(event.section for event in events):
        kept = _by_score(events) if not sections or other_section in sections else ()
    else:
        kept = tuple(
            event for name in wanted for event in _by_score(e for e in events if e.section == name)
        )
    return replace(_with_events(digest, kept), sections=_headings(kept))


class _Place:
    """An event with what the rules ask of its articles."""

    def __init__(
        self, event: EventDigest, articles: Mapping[str, Article], source_names: Mapping[str, str]
    ) -> None:
        self.event = event
        known = [articles[source.id] for source in event.articles if source.id in articles]
        texts = (text for one in known for text in (one.title, one.text))
        self._spelled = [spell_out(text) for text in (*texts, *printed_words(event))]
        self._outlets = {outlet_key(source.outlet) for source in event.articles}
        self._languages = {source.language.lower() for source in event.articles}
        self._sources = {source_names.get(source.id, "") for source in event.articles}

    def find_section(self, rules: Sequence[Rules]) -> str:
        """Return the name of the first section that fits, "" where none does."""
        return next((one.name for one in rules if any(self._fits(one))), "")

    def _fits(self, rules: Rules) -> Iterator[bool]:
        yield is_mentioned(rules.words, self._spelled)
        yield any(outlet_key(outlet) in self._outlets for outlet in rules.outlets)
        yield any(_is_in(language, self._languages) for language in rules.languages)
        yield not self._sources.isdisjoint(rules.sources)


def _is_in(language: str, tags: Iterable[str]) -> bool:
    asked = language.lower()
    return any(tag == asked or tag.startswith(f"{asked}-") for tag in tags)


def _as_watched(
    event: EventDigest,
    terms: Sequence[Term],
    own: Sequence[Term],
    articles: Mapping[str, Article],
) -> EventDigest:
    """Return the event for those who watch the terms, in the section of the first of their own."""
    known = [articles[source.id] for source in event.articles if source.id in articles]
    event = score_for(with_watched(event, terms, known), terms, known)
    section = next((term.name for term in own if term.name in event.watched), event.section)
    return replace(event, section=section)


def _with_events(digest: Digest, events: tuple[EventDigest, ...]) -> Digest:
    """Return the digest of these of its events.

    What failed its proof is not kept by event, so that none of the digests made of one counts
    as sounder than the whole. One that was not yet proven stays so.
    """
    checked = count_printed(events) if digest.verified.checked else 0
    return replace(
        digest,
        events=events,
        period=find_period(events, ZoneInfo(digest.timezone)),
        verified=Verified(checked=checked, failed=min(digest.verified.failed, checked)),
    )


def _by_score(events: Iterable[EventDigest]) -> tuple[EventDigest, ...]:
    return tuple(sorted(events, key=lambda event: (-event.score, event.id)))


def _headings(events: Iterable[EventDigest]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.section for event in events if event.section))


def _no_room(event: EventDigest, events: int, most: int | None) -> Skipped:
    reason = f"section '{event.section}' has {events} events, and room for {most}"
    return Skipped(item=event.title, step="note", reason=reason)
