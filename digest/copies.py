"""Which articles repeat another, whole, cut or reworded.

A copy shares runs of words with its original; a rewrite tells the same
things in the same order with other words. Neither is a second witness, so
both are named here and counted nowhere as one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from itertools import accumulate, chain, starmap

import numpy as np
from numpy.typing import NDArray

from digest.lineage import Link, find_families, point_at_originals
from digest.model import Article, Prepared
from digest.publication import published_at
from digest.vectors import (
    Floats,
    Matrix,
    background_counts,
    background_idf,
    count_numbers,
    weighted,
)
from digest.word_numbers import Bags, NumberedTexts, number_words
from digest.word_runs import SharedRuns, count_shared_runs

COMMON = 20  # articles; a run of words that more articles hold is a phrase, or widely copied
COPIED = 0.4  # share of the shorter article's runs that stand in the longer one
WIDELY = 0.7  # the same, counting the runs that more than COMMON articles hold
MOSTLY = 0.85  # the same, for two that were published far apart
SAME_TEXT = 0.7  # share of the longer article's runs: hardly anything was added or cut
NEAR = 14.0  # days; copies appear within a week, what a page shows beside its articles for years
FEWEST_SHARED = 8  # runs; fewer may be a title and a dateline

SHARED = 0.15  # share of runs outside quotations; independent reports seldom share as much
MOST_HOLDERS = 300  # articles of one event; a run that more of them hold tells nothing of two

ALIKE = 0.25  # cosine from which a sentence may retell another
FEWEST_SENTENCES = 5  # a shorter article tells its facts in the only order there is
MOST_SENTENCES = 2_000  # a longer one is a book or a year's log, and a report retells neither
MOST_COMPARED = 10_000  # sentences of one event; the time grows with the square of them
RETOLD = 0.62  # share of sentences that retell the other article's, in its order
CLOSENESS = 0.42  # mean cosine of the best matches; independent reports stay below

SECONDS_A_DAY = 86_400
# Where a sentence ends, nearly: a wrong cut changes one of many.
_SENTENCE_END = re.compile(r"(?<=[.!?])['\")\]”’]{0,3}\s+|\n+")


def find_copies(
    articles: Sequence[Article], words: Bags | None = None
) -> tuple[tuple[int, int], ...]:
    """Return pairs (copy, original) of positions in ``articles``, by copy.

    Of those that share text the earliest is the original, or the fullest where one of
    them is undated. An original is never itself a copy. ``words`` are those of the
    articles' texts, where they have been numbered before.
    """
    known = number_words(one.text for one in articles).terms if words is None else words
    return _with_originals(articles, _copied_links(articles, known))


def shared_texts(articles: Sequence[Prepared]) -> tuple[tuple[int, int, float], ...]:
    """Return pairs of articles of one event with text in common, though too little for a copy.

    Each pair comes with the share of the shorter one's word runs, the largest share first.
    Sentences with quotations are left out, as all who heard a speech share its words, and
    copies are, as their originals share what they do.
    """
    known = [prepared.article for prepared in articles]
    copies = dict(find_copies(known))
    own = [index for index in _fullest_first(known) if index not in copies]
    texts = number_words(_outside_quotations(articles[index]) for index in own)
    runs = count_shared_runs(texts.terms, common=MOST_HOLDERS, least=FEWEST_SHARED)
    shares = np.round(runs.few / runs.smaller, 3)
    chosen = shares >= SHARED
    columns = (runs.first[chosen], runs.second[chosen], shares[chosen])
    rows = zip(*(column.tolist() for column in columns), strict=True)
    found = [(*_in_order(own[one], own[other]), share) for one, other, share in rows]
    return tuple(sorted(found, key=lambda pair: (-pair[2], pair)))


def find_rewrites(
    articles: Sequence[Article], pairs: Iterable[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return which (rewrite, original) there are among ``pairs`` of articles, by rewrite.

    They are compared sentence by sentence, roughly cut, the most original articles only
    where together they have more than MOST_COMPARED sentences.
    """
    return _with_originals(articles, starmap(Link, _retelling_pairs(articles, pairs)))


def _with_originals(
    articles: Sequence[Article], links: Iterable[Link]
) -> tuple[tuple[int, int], ...]:
    return point_at_originals(links, lambda family: _most_original_first(articles, family))


def _most_original_first(articles: Sequence[Article], family: Iterable[int]) -> list[int]:
    known = list(family)
    all_dated = all(articles[index].published for index in known)

    def rank(index: int) -> tuple[float, tuple[int, str, str, str]]:
        article = articles[index]
        return (published_at(article, UTC) if all_dated else 0.0, _fullness(article))

    return sorted(known, key=rank)


def _fullest_first(articles: Sequence[Article]) -> list[int]:
    return sorted(range(len(articles)), key=lambda index: _fullness(articles[index]))


def _fullness(article: Article) -> tuple[int, str, str, str]:
    return (-len(article.text), article.sha256, article.text, article.id)


def _in_order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _copied_links(articles: Sequence[Article], words: Bags) -> list[Link]:
    """Return the pairs with enough containment of word runs (Broder 1997).

    Where only phrases tell, a text stands in more than COMMON articles, linked to the
    fullest of them: they are compared again, with the most original one.
    """
    links, by_phrases = _links_among(articles, words, _fullest_first(articles))
    for family in find_families(by_phrases):
        links += _links_among(articles, words, _most_original_first(articles, family))[0]
    return links


def _links_among(
    articles: Sequence[Article], words: Bags, order: Sequence[int]
) -> tuple[list[Link], list[Link]]:
    """Return the links, and those of them that phrases alone make."""
    runs = count_shared_runs(words.take(order), common=COMMON, least=FEWEST_SHARED)
    moments = np.array([published_at(articles[index], UTC) for index in order])
    days = np.abs(moments[runs.first] - moments[runs.second]) / SECONDS_A_DAY
    far = days > NEAR
    by_few = runs.few >= np.where(far, MOSTLY, COPIED) * runs.smaller
    shared = runs.few + runs.many
    by_phrases = ~by_few & (shared >= np.where(far, MOSTLY, WIDELY) * runs.smaller)
    return _as_links(runs, by_few | by_phrases, order), _as_links(runs, by_phrases, order)


def _as_links(runs: SharedRuns, chosen: NDArray[np.bool_], order: Sequence[int]) -> list[Link]:
    shared = runs.few + runs.many
    columns = (runs.first, runs.second, shared, shared >= SAME_TEXT * runs.larger)
    rows = zip(*(column[chosen].tolist() for column in columns), strict=True)
    return [Link(order[one], order[other], count, same) for one, other, count, same in rows]


def _outside_quotations(prepared: Prepared) -> str:
    """Return the sentences that hold no part of a quotation."""
    quoted = [(quote.start, quote.end) for quote in prepared.quotes if quote.kind != "indirect"]
    return " ".join(
        sentence.text
        for sentence in prepared.sentences
        if not any(start < sentence.end and sentence.start < end for start, end in quoted)
    )


def _retelling_pairs(
    articles: Sequence[Article], pairs: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    asked = list(pairs)
    places = sorted(set(chain.from_iterable(asked)))
    sentences = [_SENTENCE_END.split(articles[place].text) for place in places]
    texts = number_words(chain.from_iterable(sentences))
    owners = np.repeat(places, [len(each) for each in sentences])[texts.stems.sizes() > 0]
    lengths = dict(zip(*(x.tolist() for x in np.unique(owners, return_counts=True)), strict=True))
    told = [i for i, count in lengths.items() if FEWEST_SENTENCES <= count <= MOST_SENTENCES]
    ranked = _most_original_first(articles, told)
    totals = accumulate(lengths[index] for index in ranked)
    compared = {i for i, total in zip(ranked, totals, strict=True) if total <= MOST_COMPARED}
    matrix = _as_rows(texts)
    rows = {i: slice(*np.searchsorted(owners, (i, i + 1)).tolist()) for i in compared}
    for one, other in asked:
        if one in rows and other in rows:
            cosines = (matrix[rows[one]] @ matrix[rows[other]].T).toarray()
            if _retells(cosines) or _retells(cosines.T):
                yield one, other


def _as_rows(texts: NumberedTexts) -> Matrix:
    """Return a row of tf-idf a text that has content words."""
    stems = texts.stems.take(np.flatnonzero(texts.stems.sizes()))
    counts = count_numbers(stems.words, stems.starts, len(texts.words.known))
    counts.data = 1 + np.log(counts.data)
    return weighted(counts, background_idf(background_counts(texts.words.known)))


def _retells(cosines: Floats) -> bool:
    """Say whether the rows' sentences retell the columns' in their order."""
    closest, place = cosines.max(axis=1), cosines.argmax(axis=1)
    if closest.mean() < CLOSENESS:
        return False
    matched = place[closest >= ALIKE].tolist()
    return _longest_rise(matched) >= RETOLD * len(closest)


def _longest_rise(numbers: Iterable[int]) -> int:
    """Return the length of the longest subsequence that never falls (Fredman 1975)."""
    tails: list[int] = []
    for number in numbers:
        place = bisect_right(tails, number)
        tails[place : place + 1] = [number]
    return len(tails)
