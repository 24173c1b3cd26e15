"""Cut the turns of a transcript or interview down to what a briefing can hold.

A turn may run over a page. What is printed is its most central run of whole
sentences, word for word; the rest stays where the offsets lead.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from digest.model import Place, Prepared, Quote, Sentence
from digest.words import count_words

MOST_WORDS = 60  # of an excerpt; about what a report quotes at a stretch
FEWEST_WORDS = 8  # a shorter answer ("No, it did not.") says nothing without its question
MOST_TURNS = 6  # of one speaker in one article


def excerpt_turns(prepared: Prepared, scores: Mapping[Place, float]) -> Prepared:
    """Return the article with its turns cut to excerpts, and of each speaker only the best.

    ``scores`` gives each sentence's score by article and start. Quotes outside turns
    stay as they are. Ties go to what was said earlier.
    """
    if not prepared.article.turns:
        return prepared
    kept: list[Quote] = []
    excerpts: dict[str | None, list[tuple[float, Quote]]] = defaultdict(list)
    for quote in prepared.quotes:
        if not _is_turn(quote, prepared):
            kept.append(quote)
            continue
        excerpt, score = _most_central_run(quote, prepared.sentences, scores)
        if count_words(excerpt.text) >= FEWEST_WORDS:
            excerpts[quote.speaker].append((score, excerpt))
    for found in excerpts.values():
        found.sort(key=lambda one: (-one[0], one[1].start))
        kept += [quote for _, quote in found[:MOST_TURNS]]
    return replace(prepared, quotes=tuple(sorted(kept, key=lambda quote: quote.start)))


def _is_turn(quote: Quote, prepared: Prepared) -> bool:
    return any(
        turn.start <= quote.start and quote.end <= turn.end for turn in prepared.article.turns
    )


def _most_central_run(
    quote: Quote, sentences: Sequence[Sentence], scores: Mapping[Place, float]
) -> tuple[Quote, float]:
    """Return the run of sentences with the highest sum of scores, and that sum."""
    inside = [s for s in sentences if quote.start <= s.start and s.end <= quote.end]
    runs = list(_runs(inside))
    if not runs:
        return quote, 0.0
    sums = [sum(scores[s.article, s.start] for s in run) for run in runs]
    best = max(range(len(runs)), key=lambda i: (sums[i], -i))
    first, last = runs[best][0], runs[best][-1]
    text = quote.text[first.start - quote.start : last.end - quote.start]
    return replace(quote, start=first.start, end=last.end, text=text), sums[best]


def _runs(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Yield, from each sentence on, as many of its paragraph as an excerpt may hold."""
    for index, first in enumerate(sentences):
        words = count_words(first.text)
        end = index + 1
        while end < len(sentences) and _goes_on(sentences[end - 1], sentences[end]):
            words += count_words(sentences[end].text)
            if words > MOST_WORDS:
                break
            end += 1
        yield sentences[index:end]


def _goes_on(sentence: Sentence, following: Sentence) -> bool:
    """Say whether one blank is all that stands between two sentences, so no paragraph ends."""
    return following.start - sentence.end == 1
