"""How much an event matters to the reader, as a sum that can be read out.

One rule: a score is what its reasons add up to. Those who know an event for
themselves weigh most; copies, quotes and mentions can only break near ties.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from math import log2

from digest.dates import instant
from digest.mentions import Term, as_terms, is_mentioned, printed_texts, printed_titles
from digest.model import Article, EventDigest, Statement
from digest.words import spell_out

OUTLETS_WEIGHT = 1.0  # times log2(1 + independent outlets): the tenth adds less than the second
ARTICLES_WEIGHT = 0.1  # times log2(articles)
STATEMENTS_WEIGHT = 0.1  # times log2(1 + statements whose speaker is known)
RECENCY_WEIGHT = 1.0  # for the newest event of the day
HALF_LIFE = 24.0  # hours after which half of that is left
WATCHED_TITLE, WATCHED_TEXT = 2.0, 1.0  # for each watched term; one in a title weighs three outlets
_WATCHED = "watched"  # with which the reasons begin that a watched term gives
_DIGITS = 2  # of every part, so that the printed parts add up to the printed sum

_WATCHED_REASON = re.compile(rf"\+(\d{{1,3}}\.\d{{{_DIGITS}}}) {_WATCHED} '")

Part = tuple[float, str]
"""Points and what they are for."""


def score_event(
    articles: Sequence[Article],
    statements: Iterable[Statement],
    *,
    independent: int,
    watch: Sequence[Term | str] = (),
) -> tuple[float, tuple[str, ...]]:
    """Return the score of an event and its reasons, without its recency.

    What is watched is found whole, whatever its capitals, and counts once in all its forms.
    """
    spoken = sum(statement.speaker is not None for statement in statements)
    parts = [
        (OUTLETS_WEIGHT * log2(1 + independent), _count(independent, "independent outlet")),
        (ARTICLES_WEIGHT * log2(max(1, len(articles))), _count(len(articles), "article")),
        (
            STATEMENTS_WEIGHT * log2(1 + spoken),
            f"{_count(spoken, 'statement')} with a known speaker",
        ),
        *_watched((one.title for one in articles), (one.text for one in articles), watch),
    ]
    return _add_up((round(points, _DIGITS), why) for points, why in parts)


def score_for(
    event: EventDigest, watch: Sequence[Term | str], articles: Sequence[Article] = ()
) -> EventDigest:
    """Return the event with its score for readers who watch these terms, and no others.

    Terms are looked for in the articles, or in what is printed where none are given.
    """
    kept = [reason for reason in event.reasons if not _WATCHED_REASON.match(reason)]
    gone = sum(float(found[1]) for one in event.reasons if (found := _WATCHED_REASON.match(one)))
    titles = [one.title for one in articles] or list(printed_titles(event))
    texts = [one.text for one in articles] or list(printed_texts(event))
    points, reasons = _add_up(_watched(titles, texts, watch))
    score = round(event.score - gone + points, _DIGITS)
    return replace(event, score=score, reasons=(*kept, *reasons))


def add_recency(event: EventDigest, newest: datetime | None, zone: tzinfo) -> EventDigest:
    """Return the event with its recency in its score.

    ``newest`` is the last publication of the whole digest, None where nothing is dated;
    ``zone`` is where times without a zone are read.
    """
    points, why = _recency(event.last_published, newest, zone)
    reason = _in_words(points, why)
    return replace(
        event, score=round(event.score + points, _DIGITS), reasons=(*event.reasons, reason)
    )


def _recency(last: str | None, newest: datetime | None, zone: tzinfo) -> Part:
    if last is None or newest is None:
        return 0.0, "undated"
    hours = max(0.0, (newest - instant(last, zone)).total_seconds() / 3600)
    points = round(RECENCY_WEIGHT * 0.5 ** (hours / HALF_LIFE), _DIGITS)
    if hours == 0:
        return points, "has the newest article of all"
    return points, f"newest article {_span(hours)} older than the newest of all"


def _watched(
    titles: Iterable[str], texts: Iterable[str], watch: Sequence[Term | str]
) -> Iterator[Part]:
    if not watch:
        return
    headings, bodies = [*map(spell_out, titles)], [*map(spell_out, texts)]
    for term in as_terms(watch):
        if is_mentioned(term.forms, headings):
            yield WATCHED_TITLE, f"{_WATCHED} '{term.name}' in a title"
        elif is_mentioned(term.forms, bodies):
            yield WATCHED_TEXT, f"{_WATCHED} '{term.name}' in the text"


def _add_up(parts: Iterable[Part]) -> tuple[float, tuple[str, ...]]:
    found = tuple(parts)
    score = round(sum(points for points, _ in found), _DIGITS)
    return score, tuple(_in_words(points, why) for points, why in found)


def _in_words(points: float, why: str) -> str:
    return f"+{points:.{_DIGITS}f} {why}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _span(hours: float) -> str:
    if hours < 1:
        return _count(max(1, round(hours * 60)), "minute")
    if hours < 2 * HALF_LIFE:
        return _count(round(hours), "hour")
    return _count(round(hours / 24), "day")
