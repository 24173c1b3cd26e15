"""Turn a digest into what its readers see of it.

One rule: whatever is somebody's goes through ``clean`` here, and nowhere later.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import tzinfo
from zoneinfo import ZoneInfo

from digest.dates import instant
from digest.model import (
    UNKNOWN_OUTLET,
    Digest,
    EventDigest,
    Figure,
    Skipped,
    Source,
    Speaker,
    Statement,
    SummarySentence,
    UpdateOf,
    Verified,
)
from digest.renderers.coverage import count_coverage, index_speakers
from digest.renderers.dates import (
    UNDATED,
    day_and_month,
    day_in_words,
    moment_in_words,
    short_day,
    span_in_words,
    zone_in_words,
)
from digest.renderers.drawings import draw_overlap, draw_timeline
from digest.renderers.marking import mark_event
from digest.renderers.printable import (
    LEAD,
    TITLE,
    clean,
    direction,
    safe_language,
    safe_link,
    shorten,
)
from digest.renderers.shown import (
    DigestView,
    EventView,
    FigureView,
    FormView,
    Line,
    SaidView,
    SkippedView,
    SourceView,
    SpeakerView,
    Words,
)
from digest.renderers.variants import (
    Form,
    differences_in_words,
    dispute_in_words,
    in_line,
    other_forms,
)

TOP_EVENTS = 3  # readers have 90 seconds: three events, three lines each
_MOST_SHARED = 3  # articles with which a source is said to share text
UNATTRIBUTED = "unattributed"
_LANGUAGE = "en"  # of our own words; what is in another one is marked


def view_digest(digest: Digest) -> DigestView:
    """Return what readers see of the digest."""
    seen: dict[str, str] = {}
    events = tuple(
        view_event(event, number, digest.timezone, seen=seen, day=digest.day)
        for number, event in enumerate(digest.events, start=1)
    )
    period = span_in_words(digest.period.from_, digest.period.to, digest.timezone)
    return DigestView(
        language=_LANGUAGE,
        title=clean(digest.title, limit=TITLE) or "Digest",
        short_title=shorten(clean(digest.title, limit=TITLE), limit=60) or "Digest",
        day=day_in_words(digest.day),
        short_day=short_day(digest.day),
        zone=zone_in_words(digest.timezone, digest.day),
        period="" if period == UNDATED else period,
        events=events,
        top=_top(digest, events) if len(events) > 1 else (),
        index=index_speakers(digest.events),
        coverage=count_coverage(digest),
        skipped=tuple(_view_skipped(skipped) for skipped in digest.skipped),
        verified=_verified_in_words(digest.verified),
        sound=not digest.verified.failed,
        has_sections=bool(digest.sections),
        has_marks=any(event.marked for event in digest.events),
    )


def view_event(
    event: EventDigest,
    number: int,
    timezone: str,
    *,
    seen: dict[str, str] | None = None,
    day: str = "",
) -> EventView:
    """Return what readers see of one event.

    ``seen`` has the sources that gave a link before, and is added to. ``day`` is the digest's.
    """
    seen = {} if seen is None else seen
    anchor = f"event-{number}"
    numbers = {source.id: source.number for source in event.articles}
    sources = {
        source.id: _view_source(source, anchor, numbers, timezone, seen)
        for source in sorted(event.articles, key=lambda source: source.number)
    }
    languages = {source.id: source.language for source in event.articles}
    summary = tuple(_view_sentence(sentence, sources, languages) for sentence in event.summary)
    statements = tuple(
        _view_statement(statement, f"{anchor}-statement-{place}", sources, languages)
        for place, statement in enumerate(event.statements, start=1)
    )
    carried = [line.sources for line in summary], [said.sources for said in statements]
    view = EventView(
        number=number,
        anchor=anchor,
        title=_words(clean(event.title, limit=TITLE) or "(no title)", _title_language(event)),
        reported=_reported_in_words(event),
        when=span_in_words(event.first_published, event.last_published, timezone),
        lead=_view_lead(summary),
        summary=summary,
        figures=tuple(_view_figure(figure, sources) for figure in event.figures),
        speakers=_group_by_speaker(event.statements, statements),
        timeline=draw_timeline(sources.values(), dict(_moments(event, ZoneInfo(timezone)))),
        overlap=draw_overlap(tuple(sources.values()), *carried),
        sources=tuple(sources.values()),
        update=_update_in_words(event.update_of, day) if event.update_of else "",
        watched=in_line([clean(term, limit=TITLE) for term in event.watched]),
        section=clean(event.section, limit=TITLE),
    )
    return mark_event(view, event.marked)


def _top(digest: Digest, events: Sequence[EventView]) -> tuple[EventView, ...]:
    """Return the first events; where they stand in sections, those with the highest scores."""
    if not digest.sections:
        return tuple(events[:TOP_EVENTS])
    ranked = sorted(zip(digest.events, events, strict=True), key=lambda one: -one[0].score)
    return tuple(view for _, view in ranked[:TOP_EVENTS])


def _update_in_words(update: UpdateOf, day: str) -> str:
    """Return "First told 10 March; new since 11 March", the year with days of another one."""
    since, last = (day_and_month(one, year_of=day) for one in (update.since, update.last))
    return f"First told {since}; new since {'then' if since == last else last}"


def _view_source(
    source: Source,
    event_anchor: str,
    numbers: Mapping[str, int],
    timezone: str,
    seen: dict[str, str],
) -> SourceView:
    link = safe_link(source.url)
    place = f"{event_anchor.removeprefix('event-')}.{source.number}"
    repeats = seen.setdefault(link, place) if link else place
    original = numbers.get(source.copy_of) if source.copy_of is not None else None
    return SourceView(
        number=source.number,
        anchor=f"{event_anchor}-source-{source.number}",
        outlet=clean(source.outlet, limit=TITLE) or UNKNOWN_OUTLET,
        title=_words(clean(source.title, limit=TITLE) or "(no title)", source.language),
        derived=source.title_derived,
        when=moment_in_words(source.published, timezone),
        link=link,
        note="link not shown: not a web or mail address" if source.url and not link else "",
        repeats="" if repeats == place else repeats,
        # An outlet that names itself as the author is told once.
        authors=clean(", ".join(a for a in source.authors if a != source.outlet), limit=TITLE),
        kind="" if source.kind == "report" else source.kind,
        copy_of=_copy_in_words(source, original),
        shares=_shares_in_words(source, numbers),
    )


def _copy_in_words(source: Source, original: int | None) -> str:
    if source.copy_of is None:
        return ""
    return "copy of another article" if original is None else f"copy of {original}"


def _shares_in_words(source: Source, numbers: Mapping[str, int]) -> str:
    """Return "shares text with 3 (31% of the shorter) and 5 (12%)", "" where all is its own.

    A copy's original is named as that already.
    """
    others = [one for one in source.shares_text if one.article != source.copy_of]
    shared = [
        f"{numbers[one.article]} ({one.share:.0%}{'' if place else ' of the shorter'})"
        for place, one in enumerate(others[:_MOST_SHARED])
    ]
    more = len(others) - len(shared)
    listed = in_line([*shared, f"{more:,} more"] if more else shared)
    return listed and f"shares text with {listed}"


def _view_sentence(
    sentence: SummarySentence,
    sources: Mapping[str, SourceView],
    languages: Mapping[str, str],
) -> Line:
    places = (sentence.article, *(span.article for span in sentence.also))
    return Line(
        words=_words(clean(sentence.text), languages[sentence.article]),
        sources=_in_order(sources[article] for article in places),
        voices=_voices_in_words(sentence.outlets, sentence.independent),
    )


def _view_lead(summary: tuple[Line, ...]) -> Line | None:
    if not summary:
        return None
    first = summary[0]
    words = first.words
    return Line(
        words=Words(text=shorten(words.text, limit=LEAD), lang=words.lang, dir=words.dir),
        sources=first.sources,
    )


def _view_figure(figure: Figure, sources: Mapping[str, SourceView]) -> FigureView:
    return FigureView(
        about=clean(figure.about, limit=TITLE),
        values=tuple(
            Line(
                words=_words(clean(value.text, limit=TITLE), _LANGUAGE),
                sources=(sources[value.article],),
            )
            for value in figure.values
        ),
    )


def _moments(event: EventDigest, zone: tzinfo) -> Iterator[tuple[int, float]]:
    """Yield the number of each dated source and when it was published, in seconds since 1970."""
    for source in event.articles:
        with suppress(ValueError, OverflowError):  # a saved digest may have been edited
            if source.published is not None:
                yield source.number, instant(source.published, zone).timestamp()


def _group_by_speaker(
    statements: tuple[Statement, ...], views: tuple[SaidView, ...]
) -> tuple[SpeakerView, ...]:
    """Return the speakers in the order of their first statement, what is nobody's at the end."""
    groups: dict[Speaker | None, list[SaidView]] = {}
    for statement, said in zip(statements, views, strict=True):
        groups.setdefault(statement.speaker, []).append(said)
    in_order = sorted(groups.items(), key=lambda group: group[0] is None)
    return tuple(_view_speaker(speaker, tuple(said)) for speaker, said in in_order)


def _view_speaker(speaker: Speaker | None, said: tuple[SaidView, ...]) -> SpeakerView:
    if speaker is None:
        return SpeakerView(name=UNATTRIBUTED, role="", aliases="", known=False, said=said)
    return SpeakerView(
        name=clean(speaker.name, limit=TITLE),
        role=clean(speaker.role, limit=TITLE),
        aliases=clean(", ".join(speaker.aliases), limit=TITLE),
        known=True,
        said=said,
    )


def _view_statement(
    statement: Statement,
    anchor: str,
    sources: Mapping[str, SourceView],
    languages: Mapping[str, str],
) -> SaidView:
    language = languages[statement.quotes[0].article] if statement.quotes else _LANGUAGE
    outlets = {article: source.outlet for article, source in sources.items()}
    return SaidView(
        words=_words(clean(statement.text), language),
        anchor=anchor,
        reported=statement.kind == "indirect",
        via=clean(statement.via, limit=TITLE),
        outlets=clean(", ".join(statement.outlets)),
        voices=_voices_in_words(len(statement.outlets), statement.independent),
        sources=_in_order(sources[quote.article] for quote in statement.quotes),
        differs=differences_in_words(statement, outlets),
        forms=tuple(_view_form(form, sources, languages) for form in other_forms(statement)),
        disputed=dispute_in_words(statement.disputed),
    )


def _view_form(
    form: Form, sources: Mapping[str, SourceView], languages: Mapping[str, str]
) -> FormView:
    carriers = _in_order(sources[article] for article in form.articles)
    return FormView(
        words=_words(clean(form.text), languages[form.articles[0]]),
        outlets=in_line(list(dict.fromkeys(source.outlet for source in carriers))),
        sources=carriers,
    )


def _view_skipped(skipped: Skipped) -> SkippedView:
    return SkippedView(
        item=clean(skipped.item, limit=TITLE),
        step=clean(skipped.step, limit=TITLE),
        reason=clean(skipped.reason, limit=2 * TITLE),
    )


def _words(text: str, language: str) -> Words:
    tag = safe_language(language)
    foreign = tag.partition("-")[0].lower() != _LANGUAGE
    if direction(text) == "rtl":
        return Words(text=text, lang=tag if foreign else "und", dir="rtl")
    return Words(text=text, lang=tag, dir="auto") if foreign else Words(text=text)


def _title_language(event: EventDigest) -> str:
    """Return the language of the source whose title the event has."""
    return next((s.language for s in event.articles if event.title in s.title), _LANGUAGE)


def _in_order(sources: Iterable[SourceView]) -> tuple[SourceView, ...]:
    """Return each source once, by number."""
    by_number = {source.number: source for source in sources}
    return tuple(by_number[number] for number in sorted(by_number))


def _reported_in_words(event: EventDigest) -> str:
    return f"Reported by {_voices_in_words(event.outlets, event.independent) or '1 outlet'}"


def _voices_in_words(outlets: int, independent: int) -> str:
    """Return "3 outlets, 2 independent", "" where one outlet stands for itself."""
    return "" if outlets == 1 else f"{outlets:,} outlets, {independent:,} independent"


def _verified_in_words(verified: Verified) -> str:
    sound = verified.checked - verified.failed
    return f"{sound:,} of {verified.checked:,} sentences and quotes verified"
