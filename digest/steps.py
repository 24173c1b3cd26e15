"""The steps that run anywhere: one article, then one event.

Both take values and give values, so that ``engine`` may run them in this
process, in a pool or on a cluster, and nobody can tell from the result.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from datetime import tzinfo

from digest.config import Settings
from digest.copies import find_copies, shared_texts
from digest.dates import instant
from digest.excerpts import excerpt_turns
from digest.figures import find_figures
from digest.headlines import choose_headline
from digest.importance import score_event
from digest.independence import count_voices
from digest.mentions import with_watched
from digest.model import (
    Article,
    Event,
    EventDigest,
    Place,
    Prepared,
    Sentence,
    SharedText,
    Skipped,
    Source,
    Span,
    Statement,
    SummarySentence,
)
from digest.publication import publication_order
from digest.quotes import find_quotations, find_quotes
from digest.sentences import sentence_rules, split_sentences
from digest.statements import merge_quotes
from digest.summaries import choose_sentences, score_sentences
from digest.words import words


def prepare(article: Article) -> Prepared:
    """Return the article with its sentences and quotes."""
    quotations = find_quotations(article.text)
    return Prepared(
        article=article,
        sentences=split_sentences(article, quotations),
        quotes=find_quotes(article),
        notes=_language_notes(article),
    )


def digest_event(event: Event, settings: Settings) -> EventDigest:
    """Return what is printed of one event, its score still without its recency."""
    return tell_event(event, settings, own=_originals(event))


def tell_event(
    event: Event,
    settings: Settings,
    *,
    own: Sequence[Prepared],
    known: Sequence[str] = (),
    news: Set[Place] | None = None,
) -> EventDigest:
    """Return what is printed of an event, its summary chosen from its ``own`` articles.

    ``known`` are sentences that the reader has read, ``news``, where given, the places
    of the only ones to be told.
    """
    articles = [prepared.article for prepared in event.articles]
    dated = [article.published for article in articles if article.published]
    dated.sort(key=lambda published: instant(published, settings.zone))
    scores = score_sentences(own, settings)
    told = choose_sentences(_tellers(own), scores, settings, known=known, news=news, in_digest=True)
    everywhere = _places_of_words(event)
    said = merge_quotes([excerpt_turns(one, scores) for one in _speaking(event, settings)])
    outlets, independent = count_voices(articles, dict(event.copies))
    score, reasons = score_event(articles, said, independent=independent, watch=settings.watch)
    printed = EventDigest(
        id=event.id,
        title=choose_headline(event).title,
        first_published=dated[0] if dated else None,
        last_published=dated[-1] if dated else None,
        outlets=outlets,
        independent=independent,
        summary=tuple(_with_voices(_as_printed(one, everywhere), event) for one in told),
        statements=tuple(_with_independent(one, event) for one in said),
        figures=find_figures(event.articles, copies=dict(event.copies), zone=settings.zone),
        articles=_sources(event, settings.zone),
        score=score,
        reasons=reasons,
    )
    return with_watched(printed, settings.watch, articles)


def summarize(
    articles: Sequence[Prepared], settings: Settings, *, known: Sequence[str] = ()
) -> tuple[tuple[Sentence, float], ...]:
    """Return the sentences that sum up the articles, as they are printed, with their scores.

    Copies among the articles are left out first. ``known`` are sentences that the reader
    has read: what they say is not told again.
    """
    copies = {copy for copy, _ in find_copies([one.article for one in articles])}
    own = [prepared for index, prepared in enumerate(articles) if index not in copies]
    scores = score_sentences(own, settings)
    told = choose_sentences(own, scores, settings, known=known)
    return tuple((one, scores[one.article, one.start]) for one in told)


def _language_notes(article: Article) -> tuple[Skipped, ...]:
    if article.language in ("en", "und"):
        return ()
    reason = (
        f"language '{article.language}': sentences by {sentence_rules(article.language)}, "
        "quotes and summary by rules made for English"
    )
    return (Skipped(item=article.id, step="language", reason=reason),)


def _sources(event: Event, zone: tzinfo) -> tuple[Source, ...]:
    """List the articles, earliest first, the undated last."""
    originals = dict(event.copies)
    shared = _texts_in_common(event)

    articles = [prepared.article for prepared in event.articles]
    ordered = sorted(articles, key=lambda article: publication_order(article, zone))
    return tuple(
        Source(
            id=article.id,
            number=number,
            outlet=article.outlet,
            title=article.title,
            title_derived=article.title_derived,
            published=article.published,
            url=article.url,
            authors=article.authors,
            kind=article.kind,
            copy_of=originals.get(article.id),
            sha256=article.sha256,
            file=article.file,
            language=article.language,
            shares_text=tuple(shared[article.id]),
            completed_from=article.completed_from,
        )
        for number, article in enumerate(ordered, start=1)
    )


def _texts_in_common(event: Event) -> dict[str, list[SharedText]]:
    """Return by article, the largest share first, with which others it shares text."""
    ids = [prepared.article.id for prepared in event.articles]
    shared = defaultdict(list)
    for one, other, share in shared_texts(event.articles):
        shared[ids[one]].append(SharedText(article=ids[other], share=share))
        shared[ids[other]].append(SharedText(article=ids[one], share=share))
    return shared


def _originals(event: Event) -> Sequence[Prepared]:
    copies = {copy for copy, _ in event.copies}
    return [prepared for prepared in event.articles if prepared.article.id not in copies]


def _tellers(own: Sequence[Prepared]) -> Sequence[Prepared]:
    """Return the articles that tell the event: the reports, where it has any."""
    return [prepared for prepared in own if prepared.article.kind == "report"] or own


def _speaking(event: Event, settings: Settings) -> Sequence[Prepared]:
    """Return the articles with their quotes, reported speech among them where it is asked for."""
    if not settings.indirect:
        return event.articles
    return [replace(one, quotes=find_quotes(one.article, indirect=True)) for one in event.articles]


def _voices(event: Event, ids: Collection[str]) -> tuple[int, int]:
    """Count the outlets of the articles with these ids, and the independent ones of them."""
    copies = dict(event.copies)
    originals = {copies[key] for key in ids if key in copies}
    articles = [prepared.article for prepared in event.articles]
    return count_voices(
        [article for article in articles if article.id in ids],
        copies,
        event=[article for article in articles if article.id in originals],
    )


def _with_voices(sentence: SummarySentence, event: Event) -> SummarySentence:
    carriers = {sentence.article, *(span.article for span in sentence.also)}
    outlets, independent = _voices(event, carriers)
    return replace(sentence, outlets=outlets, independent=independent)


def _with_independent(statement: Statement, event: Event) -> Statement:
    _, independent = _voices(event, {quote.article for quote in statement.quotes})
    return replace(statement, independent=independent)


def _places_of_words(event: Event) -> dict[tuple[str, ...], list[Span]]:
    places = defaultdict(list)
    for prepared in event.articles:
        for sentence in prepared.sentences:
            span = Span(article=sentence.article, start=sentence.start, end=sentence.end)
            places[words(sentence.text)].append(span)
    return places


def _as_printed(
    sentence: Sentence, everywhere: dict[tuple[str, ...], list[Span]]
) -> SummarySentence:
    here = Span(article=sentence.article, start=sentence.start, end=sentence.end)
    return SummarySentence(
        text=sentence.text,
        article=sentence.article,
        start=sentence.start,
        end=sentence.end,
        also=tuple(span for span in everywhere[words(sentence.text)] if span != here),
    )
