"""The steps that run anywhere: one article, then one event.

Both take values and give values, so that ``engine`` may run them in this
process, in a pool or on a cluster, and nobody can tell from the result.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from digest.config import Settings
from digest.copies import find_copies
from digest.dates import instant
from digest.excerpts import excerpt_turns
from digest.independence import count_independent, count_outlets
from digest.model import (
    Article,
    Event,
    EventDigest,
    Prepared,
    Sentence,
    Skipped,
    Source,
    Span,
    SummarySentence,
)
from digest.quotes import find_quotations, find_quotes
from digest.sentences import sentence_rules, split_sentences
from digest.statements import merge_quotes
from digest.summaries import choose_sentences, score_sentences
from digest.vectors import tfidf
from digest.words import stems, words


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
    """Return what is printed of one event."""
    articles = [prepared.article for prepared in event.articles]
    dated = [article.published for article in articles if article.published]
    dated.sort(key=lambda published: instant(published, settings.zone))
    scores = score_sentences(_originals(event), settings)
    told = choose_sentences(_tellers(event), scores, settings, in_digest=True)
    everywhere = _places_of_words(event)
    return EventDigest(
        id=event.id,
        title=_headline(event),
        first_published=dated[0] if dated else None,
        last_published=dated[-1] if dated else None,
        outlets=count_outlets(articles),
        independent=count_independent(articles, dict(event.copies)),
        summary=tuple(_as_printed(sentence, everywhere) for sentence in told),
        statements=merge_quotes([excerpt_turns(one, scores) for one in _speaking(event, settings)]),
        figures=(),
        articles=_sources(event, settings.zone),
    )


def summarize(
    articles: Sequence[Prepared], settings: Settings, *, known: Sequence[str] = ()
) -> tuple[tuple[Sentence, float], ...]:
    """Return the sentences that sum up the articles, as they are printed, with their scores.

    Copies among the articles are left out first. ``known`` are sentences that the reader
    has read: what they say is not told again.
    """
    copies = {copy for copy, _ in find_copies(articles)}
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

    def place(article: Article) -> tuple[bool, float, str, str, str]:
        moment = instant(article.published, zone).timestamp() if article.published else 0.0
        undated = not article.published
        return (undated, moment, article.outlet.casefold(), article.sha256, article.id)

    ordered = sorted((prepared.article for prepared in event.articles), key=place)
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
        )
        for number, article in enumerate(ordered, start=1)
    )


def _headline(event: Event) -> str:
    """Return the title of the article that is most like the others.

    A title that an outlet gave goes before one derived from a first sentence, a report's
    before a transcript's, an original's before a copy's.
    """
    copies = {copy for copy, _ in event.copies}
    articles = [prepared.article for prepared in event.articles]
    vectors = tfidf([stems(f"{article.title}\n{article.text}") for article in articles])
    likeness = (vectors @ vectors.T).toarray().sum(axis=1).tolist()

    def rank(index: int) -> tuple[bool, bool, bool, float, int]:
        article = articles[index]
        return (
            article.title_derived or not article.title,
            article.kind != "report",
            article.id in copies,
            -round(likeness[index], 9),
            index,
        )

    return articles[min(range(len(articles)), key=rank)].title


def _originals(event: Event) -> Sequence[Prepared]:
    copies = {copy for copy, _ in event.copies}
    return [prepared for prepared in event.articles if prepared.article.id not in copies]


def _tellers(event: Event) -> Sequence[Prepared]:
    """Return the articles that tell the event: its reports that are no copies, where it has any."""
    own = _originals(event)
    return [prepared for prepared in own if prepared.article.kind == "report"] or own


def _speaking(event: Event, settings: Settings) -> Sequence[Prepared]:
    """Return the articles with their quotes, reported speech among them where it is asked for."""
    if not settings.indirect:
        return event.articles
    return [replace(one, quotes=find_quotes(one.article, indirect=True)) for one in event.articles]


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
