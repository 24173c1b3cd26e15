"""How alike two articles are: the features from which one event is told from two.

The one rule to know: every feature is of the two articles alone, weighted by
the background's frequencies, so that other articles of the day change nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from math import log

import numpy as np
from scipy.sparse import csr_array

from digest import cues
from digest.model import Article
from digest.publication import published_at
from digest.told_days import told_ages, told_dates, told_weekdays
from digest.vectors import (
    Floats,
    Matrix,
    Numbering,
    Numbers,
    background_counts,
    background_idf,
    count_numbers,
    count_terms,
    number_terms,
    weighted,
)
from digest.word_numbers import Bags, NumberedTexts, WordNumbers, followed, number_words

READ, READ_STEMS = 3_000, 300  # characters, content words; the rest is background
LEAD, LEAD_STEMS = 900, 85  # the same; the first lines say what happened
TOP, TOP_STEMS = 400, 40  # the same of what the other article must tell too
OPENING_STEMS = 12  # they stand for the title that an article lacks
PLAIN = 0.5  # how much a name of stop words alone tells
FAR = 3  # days; further apart, two reports are likelier of two events
SECONDS_A_DAY = 86_400
_CHUNK = 20_000  # pairs compared at once
_TEXTS_AT_ONCE = 2_000  # while their names become numbers; bounds the memory
_USUAL_LENGTH = 7.5  # ln of characters

FEATURES = (
    "body", "lead", "names", "title", "lead names", "numbers", "days", "far", "days squared",
    "length", "no title", "title told", "title told by both", "lead told by both",
    "names told", "names told by both", "rarest name", "root body", "root lead names",
    "root numbers", "lead and names", "undated", "same weekday", "other weekday", "same date",
    "other date", "same age", "other age",
)  # fmt: skip

# A capitalized word and those that follow it: "Central Bank", "Bank of Oru Bay".
_NAME = re.compile(r"[A-Z][\w’'-]*(?: (?:(?:of|the|de|and) )?[A-Z][\w’'-]*)*")
# A number, and the word or number behind it.
_NUMBER = re.compile(
    r"(\d[\d,.]*"
    r"|(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen)(?![a-z]))"
    r"(?=[^a-z\d]*([a-z]+|\d[\d,.]*)?)"
)
_LEADING = (
    cues.DETERMINERS
    | cues.PREPOSITIONS
    | cues.PRONOUNS
    | cues.CONJUNCTIONS
    | cues.SUBORDINATORS
    | cues.ADVERBS
    | cues.TIMES
    | {"i", "police", "there"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What of each article is compared: a row an article."""

    body: Matrix
    lead: Matrix
    title: Matrix
    names: Matrix
    lead_names: Matrix
    numbers: Matrix
    held_body: Matrix  # 1 for each stem in it
    held_names: Matrix
    title_shares: Matrix  # of what the title tells, the share of each stem
    lead_shares: Matrix
    name_shares: Matrix
    rarity: Matrix  # of each name in it
    told: tuple[Matrix, ...]  # 1 for each weekday of the lead, each date, each age
    days: Floats
    lengths: Floats
    titled: Floats


def read_likeness(articles: Sequence[Article], known: NumberedTexts | None = None) -> Likeness:
    """Return what the articles are compared by, in their order.

    ``known`` are the words of their texts, where they have been numbered before.
    """
    texts = known or number_words(one.text for one in articles)
    words = texts.words
    given = [_given_title(one) for one in articles]
    titled = np.array([float(bool(title)) for title in given])
    titles = words.read(given).stems
    told = followed(titles, texts.stems.first(READ_STEMS))
    titles = followed(titles, texts.stems.first(OPENING_STEMS).only(titled == 0))
    body, title, lead, opening = (
        count_numbers(bags.words, bags.starts, len(words.known))
        for bags in (told, titles, followed(titles, told.first(LEAD_STEMS)), told.first(TOP_STEMS))
    )
    people, counted = Numbering(), Numbering()
    all_names, first_names, top_names = _count_names(articles, given, people)
    numbers = count_terms([_numbers(one.text[:READ]) for one in articles], counted)
    rare, figure = _rarities(people, words), _rarities(counted, words)
    telling = background_idf(background_counts(words.known))
    return Likeness(
        body=_tfidf(body, telling),
        lead=_tfidf(lead, telling),
        title=_tfidf(title, telling),
        names=_tfidf(all_names, rare),
        lead_names=_tfidf(first_names, rare),
        numbers=_tfidf(numbers, figure),
        held_body=_held(body, np.ones(len(telling))),
        held_names=_held(all_names, np.ones(len(rare))),
        title_shares=_shares(title, telling),
        lead_shares=_shares(opening, telling),
        name_shares=_shares(top_names, rare),
        rarity=_held(all_names, rare),
        told=(told_weekdays(texts), told_dates(texts), told_ages(articles)),
        days=np.array([published_at(one, UTC) for one in articles]) / SECONDS_A_DAY,
        lengths=np.array([log(1 + len(one.text)) for one in articles]),
        titled=titled,
    )


def _count_names(
    articles: Sequence[Article], titles: Sequence[str], numbering: Numbering
) -> Iterator[Matrix]:
    """Yield how often each name stands in the articles, in their leads and in their tops."""
    parts = [(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))]
    for at in range(0, len(articles), _TEXTS_AT_ONCE):
        some = slice(at, at + _TEXTS_AT_ONCE)
        told = zip(titles[some], articles[some], strict=True)
        runs = [_names(f"{title}. {one.text[:READ]}") for title, one in told]
        names, starts = number_terms([[name for _, name in each] for each in runs], numbering)
        at_places = np.array([place for each in runs for place, _ in each], dtype=np.int32)
        parts.append((names.astype(np.int32), at_places, np.diff(starts)))
    names32, places, sizes = (np.concatenate(each) for each in zip(*parts, strict=True))
    opened = np.repeat([len(f"{title}. ") for title in titles], sizes)
    bags = Bags(names32, np.concatenate(([0], np.cumsum(sizes))))
    for most in (READ, LEAD, TOP):
        kept = bags.kept(places < opened + most)
        yield count_numbers(kept.words, kept.starts, len(numbering))


def _rarities(names: Iterable[str], words: WordNumbers) -> Floats:
    """Return how much each name tells: as much as the rarest of its words."""
    stems = words.read(names).stems
    idf = background_idf(background_counts(words.known))[stems.words]
    found = np.full(len(stems), PLAIN)
    some = np.flatnonzero(stems.sizes())
    found[some] = np.maximum.reduceat(idf, stems.starts[some]) if len(some) else PLAIN
    return found


def compare(likeness: Likeness, rows: Numbers, columns: Numbers) -> Floats:
    """Return the features of each pair of articles, a row a pair, in the order of FEATURES."""
    parts = [
        _compare_some(likeness, rows[at : at + _CHUNK], columns[at : at + _CHUNK])
        for at in range(0, len(rows), _CHUNK)
    ]
    return np.vstack(parts) if parts else np.zeros((0, len(FEATURES)))


def _compare_some(likeness: Likeness, rows: Numbers, columns: Numbers) -> Floats:
    def of(one: Matrix, other: Matrix, first: Numbers, second: Numbers) -> Floats:
        size = (len(first), max(one.shape[1], other.shape[1]))
        left, right = (_wide(part, size) for part in (one[first], other[second]))
        return np.asarray(left.multiply(right).sum(axis=1)).ravel()

    def alike(one: Matrix) -> Floats:
        return of(one, one, rows, columns)

    def told(shares: Matrix, held: Matrix) -> tuple[Floats, Floats]:
        there = of(shares, held, rows, columns)
        back = of(shares, held, columns, rows)
        return np.maximum(there, back), np.minimum(there, back)

    body, lead, names = alike(likeness.body), alike(likeness.lead), alike(likeness.names)
    lead_names, numbers = alike(likeness.lead_names), alike(likeness.numbers)
    title_most, title_least = told(likeness.title_shares, likeness.held_body)
    _, lead_least = told(likeness.lead_shares, likeness.held_body)
    names_most, names_least = told(likeness.name_shares, likeness.held_names)
    between = np.abs(likeness.days[rows] - likeness.days[columns])
    undated = np.isnan(between)
    apart = np.nan_to_num(between)
    days = np.log1p(apart)
    return np.column_stack(
        (
            body, lead, names, alike(likeness.title), lead_names, numbers,
            days, (apart > FAR).astype(float), 0.1 * days**2,
            np.minimum(likeness.lengths[rows], likeness.lengths[columns]) - _USUAL_LENGTH,
            1.0 - likeness.titled[rows] * likeness.titled[columns],
            title_most, title_least, lead_least, names_most, names_least,
            _rarest(likeness, rows, columns), np.sqrt(body), np.sqrt(lead_names), np.sqrt(numbers),
            np.sqrt(lead * lead_names), undated.astype(float),
            *(part for held in likeness.told for part in _agreement(held, rows, columns)),
        )
    )  # fmt: skip


def _agreement(held: Matrix, rows: Numbers, columns: Numbers) -> tuple[Floats, Floats]:
    """Return whether two articles tell one thing of a kind alike, and whether only others."""
    same = np.asarray(held[rows].multiply(held[columns]).sum(axis=1)).ravel() > 0
    tells = np.diff(held.indptr) > 0
    return same.astype(float), (tells[rows] & tells[columns] & ~same).astype(float)


def _given_title(article: Article) -> str:
    """Return the title that the outlet gave; one derived from the text says nothing new."""
    return "" if article.title_derived else article.title


def _wide(matrix: Matrix, size: tuple[int, int]) -> Matrix:
    return csr_array((matrix.data, matrix.indices, matrix.indptr), shape=size)


def _rarest(likeness: Likeness, rows: Numbers, columns: Numbers) -> Floats:
    """Return how rare the rarest name is that both articles hold."""
    shared = likeness.rarity[rows].multiply(likeness.held_names[columns])
    return np.asarray(shared.max(axis=1).toarray()).ravel() / 8


def _tfidf(counts: Matrix, weights: Floats) -> Matrix:
    return weighted(_like(counts, 1 + np.log(counts.data)), _fitting(counts, weights))


def _held(counts: Matrix, weights: Floats) -> Matrix:
    return _like(counts, _fitting(counts, weights)[counts.indices])


def _shares(counts: Matrix, weights: Floats) -> Matrix:
    data = counts.data * _fitting(counts, weights)[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    sums = np.bincount(rows, weights=data, minlength=counts.shape[0])
    return _like(counts, data / np.maximum(sums, 1e-9)[rows])


def _fitting(counts: Matrix, weights: Floats) -> Floats:
    return (
        weights[: counts.shape[1]] if len(weights) >= counts.shape[1] else np.ones(counts.shape[1])
    )


def _like(counts: Matrix, data: Floats) -> Matrix:
    return csr_array((data, counts.indices, counts.indptr), shape=counts.shape)


def _names(text: str) -> list[tuple[int, str]]:
    """Return the runs of capitalized words and the words of them, each with its place."""
    return [(match.start(), name) for match in _NAME.finditer(text) for name in _read_run(match[0])]


@lru_cache(maxsize=1 << 16)
def _read_run(run: str) -> tuple[str, ...]:
    """Return a run of capitalized words as a name, and the words of it where it has several."""
    words = run.replace("’s", "").replace("'s", "").lower().split()
    while words and words[0] in _LEADING:
        del words[0]
    if len(words) < 2:
        return tuple(words)
    return (" ".join(words), *(word for word in words if len(word) > 2))


def _numbers(text: str) -> list[str]:
    """Return the numbers with the word behind each, and those of two digits and more alone."""
    telling = []
    for match in _NUMBER.finditer(text.lower()):
        number, noun = match[1].rstrip(".,"), match[2] or ""
        if len(number) > 1 and number[0].isdigit():
            telling.append(number)
        noun = noun.rstrip(".,")
        if len(noun) > 2:
            telling.append(f"{number} {noun[:6]}")
    return telling
