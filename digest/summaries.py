"""The summary of an event's articles: score every sentence, choose, put in order.

One rule: nothing depends on the order in which the articles come, or on their ids.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from digest.config import Settings
from digest.model import Place, Prepared, Sentence
from digest.publication import published_at
from digest.selection import (
    in_reading_order,
    latest_opening,
    select_opening,
    select_sentences,
)
from digest.standing import find_passages
from digest.summarizers import find_summarizer
from digest.words import terms_and_stems


def score_sentences(articles: Sequence[Prepared], settings: Settings) -> Mapping[Place, float]:
    """Score all sentences of the articles against one another; others score nothing."""
    summarizer = find_summarizer(settings.summarizer)
    return defaultdict(float, summarizer.score(_in_order(articles, settings), settings.about))


def choose_sentences(
    articles: Sequence[Prepared],
    scores: Mapping[Place, float],
    settings: Settings,
    *,
    known: Sequence[str] = (),
    news: Set[Place] | None = None,
    in_digest: bool = False,
) -> tuple[Sentence, ...]:
    """Return the summary, in the order to read it.

    The opening of a single report is its best summary. ``known`` are sentences that the
    reader has read, ``news``, where given, the places of the only ones to be told.
    ``in_digest`` statements follow, which quotations are left to, and the
    latest report opens, as tolls rise and plans change, unless something is asked for.
    """
    summarizer = find_summarizer(settings.summarizer)
    ordered = _in_order(articles, settings)
    passages = [find_passages(one, statements_follow=in_digest) for one in ordered]
    if summarizer.covering and _is_single_report(ordered) and not settings.about and not known:
        return select_opening(passages[0], words=settings.words)
    moments = _moments(articles, settings)
    asked = bool(settings.about)
    opens = in_digest and not asked
    chosen = select_sentences(
        passages,
        scores,
        words=settings.words,
        covering=summarizer.covering,
        asked=asked,
        first=latest_opening(passages, scores, moments) if opens else None,
        known=[_as_known(text) for text in known],
        news=news,
    )
    return in_reading_order(chosen, scores, _places(articles), moments, asked=asked)


def _is_single_report(articles: Sequence[Prepared]) -> bool:
    return len(articles) == 1 and articles[0].article.kind == "report"


def _in_order(articles: Sequence[Prepared], settings: Settings) -> list[Prepared]:
    """Return the articles, earliest first, ties by what they say; of equal texts one.

    Texts too short for ``copies`` to call them so would vote for themselves here.
    """
    moments = _moments(articles, settings)

    def place(prepared: Prepared) -> tuple[float, str, str, str, str]:
        article = prepared.article
        moment = moments.get(article.id, 0.0)
        return (moment, article.outlet, article.title, article.text, article.id)

    distinct: dict[tuple[tuple[str, ...], ...], Prepared] = {}
    for prepared in sorted(articles, key=place):
        distinct.setdefault(tuple(one.terms for one in prepared.sentences), prepared)
    return list(distinct.values())


def _moments(articles: Sequence[Prepared], settings: Settings) -> dict[str, float]:
    """Return when each dated article was published, in seconds."""
    return {
        prepared.article.id: published_at(prepared.article, settings.zone)
        for prepared in articles
        if prepared.article.published
    }


def _places(articles: Sequence[Prepared]) -> dict[Place, int]:
    return {
        (sentence.article, sentence.start): place
        for prepared in articles
        for place, sentence in enumerate(prepared.sentences)
    }


def _as_known(text: str) -> Sentence:
    terms, own = terms_and_stems(text)
    return Sentence(article="", start=0, end=len(text), text=text, terms=terms, stems=own)
