"""Texts as numbers of their words, for what compares many texts.

One rule: a piece of text between blanks is read once, however often it
stands there; the words are those of ``words.terms_and_stems``, by the rules
for English whatever the language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from digest.vectors import Numbering, Numbers, number_terms
from digest.words import terms_and_telling

TEXTS_AT_ONCE = 1_000  # read before their pieces are given up; bounds the memory

_Words = NDArray[np.int32]
_Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bags:
    """The number of every word, text after text; where each text starts, and then the end."""

    words: _Words
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def sizes(self) -> Numbers:
        """Return how many words each text has."""
        found: Numbers = np.diff(self.starts)
        return found

    def take(self, order: Sequence[int] | Numbers) -> "Bags":
        """Return the texts at these places, in this order."""
        chosen = np.asarray(order, dtype=np.int64)
        sizes = self.sizes()[chosen]
        return Bags(self.words[_places(self.starts[chosen], sizes)], _starts(sizes))

    def first(self, most: int) -> "Bags":
        """Return the first words of each text."""
        sizes = np.minimum(self.sizes(), most)
        return Bags(self.words[_places(self.starts[:-1], sizes)], _starts(sizes))

    def only(self, chosen: Sequence[bool] | _Marks) -> "Bags":
        """Return the texts that are chosen, the others without a word."""
        return self.kept(np.repeat(np.asarray(chosen, dtype=bool), self.sizes()))

    def kept(self, marks: _Marks) -> "Bags":
        """Return the words that are marked, text by text."""
        ends = np.concatenate(([0], np.cumsum(marks)))
        return Bags(self.words[marks], ends[self.starts])


def followed(one: Bags, other: Bags) -> Bags:
    """Return each text of the first bags with its text of the other behind it."""
    sizes = np.column_stack((one.sizes(), other.sizes())).ravel()
    firsts = np.column_stack((one.starts[:-1], other.starts[:-1] + len(one.words))).ravel()
    both = np.concatenate((one.words, other.words))
    return Bags(both[_places(firsts, sizes)], _starts(sizes)[::2])


@dataclass(frozen=True, slots=True)
class NumberedTexts:
    """All words of some texts, and their content words alone, by the numbers of ``words``."""

    words: "WordNumbers"
    terms: Bags
    stems: Bags

    def take(self, order: Sequence[int]) -> "NumberedTexts":
        """Return the texts at these places, in this order."""
        return NumberedTexts(self.words, self.terms.take(order), self.stems.take(order))


class WordNumbers:
    """Numbers words in the order of their first standing."""

    def __init__(self) -> None:
        self.known = Numbering()
        self._pieces = Numbering()
        self._flat: list[_Words] = []  # the words of the pieces, one list a reading
        self._marks: list[_Marks] = []
        self._sizes: list[Numbers] = []

    def read(self, texts: Iterable[str]) -> NumberedTexts:
        """Return the words of the texts and which of them are content words."""
        left = iter(texts)
        pieces, sizes = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int64)]
        while some := list(islice(left, TEXTS_AT_ONCE)):
            found, starts = number_terms([text.lower().split() for text in some], self._pieces)
            pieces.append(found.astype(np.int32))
            sizes.append(np.diff(starts))
        self._learn()
        return self._spread(Bags(np.concatenate(pieces), _starts(np.concatenate(sizes))))

    def _learn(self) -> None:
        """Read the words of the pieces that came since the last time."""
        known = sum(map(len, self._sizes))
        words = list(map(terms_and_telling, islice(self._pieces, known, None)))
        numbers = [self.known[term] for terms, _ in words for term in terms]
        self._flat.append(np.array(numbers, dtype=np.int32))
        self._marks.append(np.array([mark for _, marks in words for mark in marks], dtype=bool))
        self._sizes.append(np.array([len(terms) for terms, _ in words], dtype=np.int64))

    def _spread(self, pieces: Bags) -> NumberedTexts:
        """Put the words of each piece in its place."""
        flat, marks = np.concatenate(self._flat), np.concatenate(self._marks)
        sizes = np.concatenate(self._sizes)
        lengths = sizes[pieces.words]
        places = _places(_starts(sizes)[pieces.words], lengths)
        terms = Bags(flat[places], _starts(lengths)[pieces.starts])
        return NumberedTexts(self, terms, terms.kept(marks[places]))


def number_words(texts: Iterable[str]) -> NumberedTexts:
    """Return the words of the texts, by numbers of their own."""
    return WordNumbers().read(texts)


def _starts(sizes: Numbers) -> Numbers:
    found: Numbers = np.concatenate(([0], np.cumsum(sizes)))
    return found


def _places(firsts: Numbers, sizes: Numbers) -> Numbers:
    """Return the places of runs that start at ``firsts``, run after run."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    found: Numbers = np.arange(total) - np.repeat(ends - sizes - firsts, sizes)
    return found
