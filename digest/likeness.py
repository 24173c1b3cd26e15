"""How alike two articles are: the features from which one event is told from two.

The one rule to know: every feature is of the two articles alone, weighted by
the background's frequencies, so that other articles of the day change nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
from scipy.sparse import csr_array

from digest import cues
from digest.model import Article
from digest.publication import published_at
from digest.vectors import (
    Floats,
    Matrix,
    Numbering,
    Numbers,
    background_counts,
    background_idf,
    count_terms,
    weighted,
)
from digest.words import stems

READ = 3_000  # characters; what stands farther down is background
LEAD, LEAD_STEMS = 900, 85  # characters, content words; the first lines say what happened
TOP, TOP_STEMS = 400, 40  # the same of what the other article must tell too
OPENING = 120  # characters; they stand for the title that an article lacks
FAR = 3  # days; further apart, two reports are likelier of two events
SECONDS_A_DAY = 86_400
_CHUNK = 20_000  # pairs compared at once
_USUAL_LENGTH = 7.5  # ln of characters

FEATURES = (
    "body", "lead", "names", "title", "lead names", "numbers", "days", "far", "days squared",
    "length", "no title", "title told", "title told by both", "lead told by both",
    "names told", "names told by both", "rarest name", "root body", "root lead names",
    "root numbers", "lead and names", "undated",
)  # fmt: skip

# A capitalized word and those that follow it: "Central Bank", "Bank of Oru Bay".
_NAME = re.compile(r"[A-Z][\w’'-]*(?: (?:(?:of|the|de|and) )?[A-Z][\w’'-]*)*")
_NUMBER = re.compile(r"[a-z]+|\d[\d,.]*")
_COUNTS = frozenset("two three four five six seven eight nine ten eleven twelve dozen".split())
_LEADING = frozenset(
    word.capitalize()
    for word in cues.DETERMINERS
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
    days: Floats
    lengths: Floats
    titled: Floats


def read_likeness(articles: Sequence[Article]) -> Likeness:
    """Return what the articles are compared by, in their order."""
    given = [_given_title(one) for one in articles]
    texts = [one.text[:READ] for one in articles]
    stemmed = [stems(f"{title}\n{text}") for title, text in zip(given, texts, strict=True)]
    titles = [stems(title or text[:OPENING]) for title, text in zip(given, texts, strict=True)]
    leads = [(*title, *body[:LEAD_STEMS]) for title, body in zip(titles, stemmed, strict=True)]
    tops = [body[:TOP_STEMS] for body in stemmed]
    opened = [len(f"{title}. ") for title in given]
    runs = [_names(f"{title}. {text}") for title, text in zip(given, texts, strict=True)]
    named = [[name for _, name in each] for each in runs]
    first, top = (
        [
            [name for at, name in each if at < start + most]
            for each, start in zip(runs, opened, strict=True)
        ]
        for most in (LEAD, TOP)
    )
    words, people, counted = Numbering(), Numbering(), Numbering()
    body, title, lead, opening = (
        count_terms(bags, words) for bags in (stemmed, titles, leads, tops)
    )
    all_names, first_names, top_names = (count_terms(bags, people) for bags in (named, first, top))
    numbers = count_terms([_numbers(text) for text in texts], counted)
    telling = background_idf(background_counts(words)) if words else np.ones(1)
    rare = np.array([_rarity(name) for name in people] or [1.0])
    figure = np.array([_rarity(term) for term in counted] or [1.0])
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
        days=np.array([published_at(one, UTC) for one in articles]) / SECONDS_A_DAY,
        lengths=np.array([log(1 + len(one.text)) for one in articles]),
        titled=np.array([float(bool(title)) for title in given]),
    )


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
        )
    )  # fmt: skip


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
    found: list[tuple[int, str]] = []
    for match in _NAME.finditer(text):
        words = match.group().replace("’s", "").replace("'s", "").split()
        while words and words[0] in _LEADING:
            del words[0]
        if not words:
            continue
        found.append((match.start(), " ".join(words).lower()))
        if len(words) > 1:
            found.extend((match.start(), word.lower()) for word in words if len(word) > 2)
    return found


def _numbers(text: str) -> list[str]:
    """Return the numbers with the word behind each, and those of two digits and more alone."""
    found = [token.rstrip(".,") for token in _NUMBER.findall(text.lower())]
    telling = [token for token in found if len(token) > 1 and token[0].isdigit()]
    for number, noun in pairwise(found):
        if (number[0].isdigit() or number in _COUNTS) and len(noun) > 2:
            telling.append(f"{number} {noun[:6]}")
    return telling


@lru_cache(maxsize=1 << 16)
def _rarity(name: str) -> float:
    """Return how much a name tells: as much as the rarest of its words."""
    return max(map(_word_rarity, name.split()), default=1.0)


@lru_cache(maxsize=1 << 16)
def _word_rarity(word: str) -> float:
    found = stems(word)
    return float(background_idf(background_counts(found[:1]))[0]) if found else 0.5
