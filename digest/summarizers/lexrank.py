"""LexRank of articles, and of the documents of programs written for sumy.

``centrality`` holds the method. Here stand what sentences are compared by,
and the bias of the jump: early sentences, words of the titles, words asked for.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from digest.centrality import rank_rows
from digest.coverage import Candidates, choose_covering
from digest.model import Place, Prepared
from digest.vectors import (
    Floats,
    Matrix,
    Numbering,
    background_counts,
    background_idf,
    count_terms,
    own_idf,
    weighted,
)
from digest.words import compiled_stemmer, find_reader, stems

Bag: TypeAlias = tuple[str, ...]

DAMPING = 0.85  # of a step that follows likeness; the rest jumps by the bias
DAMPING_ABOUT = 0.4  # where the reader says what about: what is asked for weighs more
OWN = 1.0  # weight of likeness within an article; 0.3 to 1 do alike on four sets
POSITION = 0.3  # power of the place in the article by which the bias falls
TITLE = 4.0  # weight of likeness to the titles in the bias, against 1 for any sentence
ABOUT = 1000.0  # the same for the words asked for, so that nearly all jumps go there
KNOWN = 0.5  # share of words that the background must know; else it is of another language
DECIMALS = 12


def score_articles(articles: Sequence[Prepared], *, about: str = "") -> dict[Place, float]:
    """Return the score of every sentence by its place; all scores add up to 1.

    ``about`` are words that the reader asks for. The same articles in the same order give
    the same scores, and in another order the same to twelve decimals.
    """
    sentences = [sentence for prepared in articles for sentence in prepared.sentences]
    counts = _Counts.of(
        [sentence.stems for sentence in sentences],
        [stem for prepared in articles for stem in _title_stems(prepared)],
        stems(about),
    )
    scores = _score(counts, [len(prepared.sentences) for prepared in articles])
    places = ((sentence.article, sentence.start) for sentence in sentences)
    return dict(zip(places, scores.tolist(), strict=True))


class LexRankSummarizer:
    """For programs written for sumy: called as ``sumy.summarizers.lex_rank.LexRankSummarizer``.

    Chooses sentences that together cover the document, where sumy's takes the highest
    ratings, and so does not repeat itself. Words are ours, read from the sentences' text.
    """

    def __init__(self, stemmer: Callable[[str], str] = str.lower) -> None:
        if not callable(stemmer):
            raise TypeError("Stemmer has to be a callable object")
        self._stemmer = compiled_stemmer(stemmer) or stemmer
        self._stop_words: frozenset[str] = frozenset()

    @property
    def stop_words(self) -> frozenset[str]:
        """The words, lower-cased, by which sentences are not compared."""
        return self._stop_words

    @stop_words.setter
    def stop_words(self, words: Iterable[str]) -> None:
        self._stop_words = frozenset(word.lower() for word in words)

    def __call__(self, document: Any, sentences_count: Any) -> tuple[Any, ...]:
        """Return the sentences chosen from sumy's document, in its order.

        ``sentences_count`` is a number, a share such as "20%" or, as in sumy, a function.
        """
        reader = find_reader(self._stemmer, self._stop_words)
        terms, bags = reader.read_all(map(str, document.sentences))
        _, headings = reader.read_all(map(str, document.headings))
        counts = _Counts.of(bags, list(chain.from_iterable(headings)), ())
        scores = _score(counts, [len(bags)])
        wanted = _count(sentences_count, len(bags))
        order = _order(terms, counts.sentences, scores, wanted)
        if callable(sentences_count):
            return _picked(document, order, sentences_count)
        return tuple(document.sentences[index] for index in sorted(order[:wanted]))


class _Counts(NamedTuple):
    """How often each stem stands in each sentence, in the titles, and in what is asked for."""

    stems: Numbering
    rows: Matrix

    @classmethod
    def of(cls, bags: Sequence[Bag], titles: Sequence[str], asked: Sequence[str]) -> "_Counts":
        stems = Numbering()
        return cls(stems, count_terms([*bags, titles, asked], stems))

    @property
    def sentences(self) -> Matrix:
        return csr_array(self.rows[:-2])


def _score(counts: _Counts, lengths: Sequence[int]) -> Floats:
    """Return the scores of the sentences, which come article by article, of these lengths."""
    if not sum(lengths):
        return np.empty(0)
    vectors = weighted(counts.rows, _idf(counts))
    rows = csr_array(vectors[:-2])
    titles, asked = (vectors[[index]].toarray()[0] for index in (-2, -1))
    places = np.concatenate([np.arange(1.0, length + 1) for length in lengths])
    bias = np.ones(len(places)) if asked.any() else places**-POSITION
    bias *= 1 + TITLE * np.asarray(rows @ titles)
    bias *= 1 + ABOUT * np.asarray(rows @ asked)
    owners = np.repeat(np.arange(len(lengths)), lengths)
    damping = DAMPING_ABOUT if asked.any() else DAMPING
    return np.round(rank_rows(rows, owners, bias, own=OWN, damping=damping), DECIMALS)


def _idf(counts: _Counts) -> Floats:
    """Return the weights of the background, or the sentences' own if it knows few of the words."""
    documents = background_counts(counts.stems)
    used = np.bincount(counts.rows.indices, counts.rows.data, minlength=len(documents))
    if used[documents > 0].sum() < KNOWN * used.sum():
        return own_idf(counts.rows)
    return background_idf(documents)


def _title_stems(prepared: Prepared) -> tuple[str, ...]:
    article = prepared.article
    return () if article.title_derived else stems(article.title, language=article.language)


def _count(wanted: Any, available: int) -> int:
    """Return how many sentences sumy would return; all of them for a function of the user's."""
    from sumy.utils import ItemsCount

    return available if callable(wanted) else len(ItemsCount(wanted)(range(available)))


def _order(terms: list[Bag], stems: Matrix, scores: Floats, count: int) -> list[int]:
    """Return the chosen sentences in the order of choice, then the others by their scores."""
    size = len(scores)
    candidates = Candidates(
        terms=terms,
        stems=stems,
        owners=np.zeros(size, dtype=np.int64),
        places=np.arange(size),
        scores=scores,
        allowed=np.ones(size, dtype=bool),
        behind=np.full(size, -1),
        costs=np.ones(size),
    )
    chosen = choose_covering(candidates, budget=count)
    others = np.setdiff1d(np.arange(size), chosen)
    return [*chosen, *others[np.argsort(-scores[others], kind="stable")].tolist()]


def _picked(document: Any, order: Sequence[int], pick: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Let the user's function choose, as sumy does, from sentences with their ratings."""
    from sumy.summarizers._summarizer import AbstractSummarizer

    rating = {index: -place for place, index in enumerate(order)}
    best = AbstractSummarizer._get_best_sentences(range(len(order)), pick, rating)
    return tuple(document.sentences[index] for index in best)
