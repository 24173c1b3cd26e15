"""Texts as numbers of their words, for what compares many texts.

One rule: a piece of text between blanks is read once, however often it
stands there; the words are those of ``words.terms_and_stems``, by the rules
for English whatever the language.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from digest.vectors import Numbering, Numbers, number_terms
from digest.words import terms_and_telling

AT_ONCE = 4_000_000  # characters read before their pieces are given up; bounds the memory

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
        self._flat = np.zeros(0, dtype=np.int32)  # the words of the pieces, piece after piece
        self._marks = np.zeros(0, dtype=bool)
        self._starts = np.zeros(1, dtype=np.int64)

    def read(self, texts: Iterable[str]) -> NumberedTexts:
        """Return the words of the texts and which of them are content words."""
        terms, stems = [_NOTHING], [_NOTHING]
        for some in _portions(texts):
            pieces, starts = number_terms([text.lower().split() for text in some], self._pieces)
            self._learn()
            words, marks = self._spread(Bags(pieces.astype(np.int32), starts))
            terms.append(words)
            stems.append(words.kept(marks))
        return NumberedTexts(self, _joined(terms), _joined(stems))

    def _learn(self) -> None:
        """Read the words of the pieces that came since the last time."""
        words = list(map(terms_and_telling, islice(self._pieces, len(self._starts) - 1, None)))
        numbers = [self.known[term] for terms, _ in words for term in terms]
        marks = [mark for _, marks in words for mark in marks]
        sizes = np.array([len(terms) for terms, _ in words], dtype=np.int64)
        self._flat = np.concatenate((self._flat, np.array(numbers, dtype=np.int32)))
        self._marks = np.concatenate((self._marks, np.array(marks, dtype=bool)))
        self._starts = np.concatenate((self._starts, self._starts[-1] + np.cumsum(sizes)))

    def _spread(self, pieces: Bags) -> tuple[Bags, _Marks]:
        """Put the words of each piece in its place; mark the content words."""
        lengths = np.diff(self._starts)[pieces.words]
        places = _places(self._starts[pieces.words], lengths)
        words = Bags(self._flat[places], _starts(lengths)[pieces.starts])
        return words, self._marks[places]


_NOTHING = Bags(np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64))


def _portions(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the texts in lists of about so many characters as are read at once."""
    some: list[str] = []
    length = 0
    for text in texts:
        some.append(text)
        length += len(text)
        if length > AT_ONCE:
            yield some
            some, length = [], 0
    if some:
        yield some


def _joined(parts: Sequence[Bags]) -> Bags:
    """Return all texts of all parts."""
    sizes = np.concatenate([part.sizes() for part in parts])
    return Bags(np.concatenate([part.words for part in parts]), _starts(sizes))


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
