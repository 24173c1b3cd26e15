"""The days and the ages that articles tell: two reports of one event tell the same.

One rule: a text is read by the numbers of its words, so that a day costs
nothing to find; only ages are looked for in the text itself.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from digest.counting_words import WEEKDAYS
from digest.dates import MONTHS
from digest.model import Article
from digest.vectors import Matrix, Numbering, Numbers, count_terms
from digest.word_numbers import Bags, NumberedTexts
from digest.words import terms_and_telling

LEAD_WORDS, READ_WORDS = 150, 500  # as far as weekdays and dates are read
READ = 3_000  # characters; as far as ages are read
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_OLD = re.compile(r"(\d{1,3})[ -]{1,3}year[ -]{1,3}old")  # "25-year-old", "25 - year - old"
_BETWEEN_COMMAS = re.compile(r", (\d{1,2}),")  # "Jo Keil, 25,"
_NAME_BEFORE = re.compile(r"[A-Z]\w{1,30}\Z")
_MONTH = 100  # a date is its month times this, and its day


def told_weekdays(texts: NumberedTexts) -> Matrix:
    """Return for each text which weekdays its lead names."""
    days = _numbers_of(texts, {day: place for place, day in enumerate(sorted(WEEKDAYS), 1)})
    bags = texts.terms.first(LEAD_WORDS)
    places = np.flatnonzero(days[bags.words])
    return _once(_owners(bags, places), days[bags.words[places]], len(bags))


def told_dates(texts: NumberedTexts) -> Matrix:
    """Return for each text the days of the year that it names ("March 4"), whatever the year."""
    bags = texts.terms.first(READ_WORDS)
    months = _numbers_of(texts, MONTHS)
    known = {term: int(found[1]) for term in texts.words.known if (found := _DAY.fullmatch(term))}
    days = _numbers_of(texts, known, plain=True)
    places = np.flatnonzero(months[bags.words])
    owners = _owners(bags, places)
    month = months[bags.words[places]].astype(np.int64) * _MONTH
    dates: list[Numbers] = []
    for beside in (places - 1, places + 1):
        inside = (bags.starts[owners] <= beside) & (beside < bags.starts[owners + 1])
        day = days[bags.words[np.where(inside, beside, places)]]
        values: Numbers = np.where(inside & (day > 0), month + day, 0)
        dates.append(values)
    return _once(np.tile(owners, 2), np.concatenate(dates), len(bags))


def told_ages(articles: Sequence[Article]) -> Matrix:
    """Return for each text the ages that it tells of people."""
    counts = count_terms([_ages(one.text[:READ]) for one in articles], Numbering())
    return _ones(counts)


def _ages(text: str) -> list[str]:
    ages = _OLD.findall(text)
    for match in _BETWEEN_COMMAS.finditer(text):
        if _NAME_BEFORE.search(text, max(0, match.start() - 40), match.start()):
            ages.append(match[1])
    return ages


def _numbers_of(
    texts: NumberedTexts, words: dict[str, int], *, plain: bool = False
) -> NDArray[np.int16]:
    """Return for every word of the texts its number in ``words``, 0 for one that is not there.

    The words of texts are stems; ``plain`` says that ``words`` are so, too.
    """
    found = np.zeros(max(len(texts.words.known), 1), dtype=np.int16)
    for word, number in words.items():
        stem = word if plain else terms_and_telling(word)[0][0]
        place = texts.words.known.get(stem)
        if place is not None:
            found[place] = number
    return found


def _owners(bags: Bags, places: Numbers) -> Numbers:
    """Return the texts in which the words at these places stand."""
    found: Numbers = np.searchsorted(bags.starts, places, side="right") - 1
    return found


def _once(owners: Numbers, values: Numbers | NDArray[np.int16], count: int) -> Matrix:
    """Return 1 for each value above 0 of each owner, however often it stands there."""
    told = values > 0
    shape = (count, int(values.max(initial=0)) + 1)
    ones = np.ones(int(told.sum()))
    return _ones(csr_array((ones, (owners[told], values[told])), shape=shape))


def _ones(counts: Matrix) -> Matrix:
    counts.sum_duplicates()
    return csr_array((np.ones(len(counts.data)), counts.indices, counts.indptr), counts.shape)
