"""Choose the sentences of a summary by their scores, and the order they are read in.

Two ways of choosing: covering what the articles say (``coverage``), or simply
from the highest score down, which is what a lead or sumy's ranking is.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain
from statistics import fmean

import numpy as np

from digest.coverage import Candidates, choose_covering, share_told
from digest.model import Place, Sentence
from digest.standing import Passage, Standing
from digest.vectors import Numbering, count_terms
from digest.words import count_words

OVER, OVER_SHARE = 12, 0.2  # words, and share of the budget, by which the last one may pass it
OPENING_OVER, OPENING_SHARE = 20, 0.34  # the same for an opening, where skipping one shows
TELLING = 0.7  # share of the best chosen score from which an opening tells the event
KNOWN = 0.5  # share of stems in a sentence that the reader knows, from which one is not news


def select_sentences(
    articles: Sequence[Sequence[Passage]],
    scores: Mapping[Place, float],
    *,
    words: int,
    covering: bool = True,
    asked: bool = False,
    first: Passage | None = None,
    known: Sequence[Sentence] = (),
    news: Set[Place] | None = None,
) -> tuple[Sentence, ...]:
    """Return the chosen sentences in the order of choice.

    A passage is taken while fewer than ``words`` words are, and passes them by a dozen at
    most; the first may be longer. Where the reader ``asked`` for something the scores alone
    decide, not what stands first or in several articles. ``first`` is chosen before all
    others. What ``known`` sentences say already is not told again; where ``news`` are given, the
    places of sentences that are, nothing else is told. Where nothing can stand
    alone and nothing is known, the first whole sentence is all.
    """
    passages = list(chain.from_iterable(articles))
    candidates = _candidates(articles, scores, known, news)
    if first and not candidates.allowed[passages.index(first)]:
        first = None  # told already
    if covering:
        chosen = choose_covering(
            candidates,
            budget=words,
            slack=_slack(words),
            told=[sentence.terms for sentence in known],
            by_scores=asked,
            first=passages.index(first) if first else None,
        )
    else:
        chosen = _choose_in_order(candidates, words)
    if not chosen and not known:
        return _first_whole(passages)
    return tuple(sentence for index in chosen for sentence in passages[index].sentences)


def select_opening(passages: Sequence[Passage], *, words: int) -> tuple[Sentence, ...]:
    """Return the opening of an article: what can be printed, in order, while words remain.

    The last sentence may pass the words by twenty, so that none is skipped for its length.
    """
    chosen: list[int] = []
    left = float(words)
    slack = min(OPENING_OVER, OPENING_SHARE * words)
    for index, passage in enumerate(passages):
        cost = _count_words(passage)
        stands = passage.standing is Standing.ALONE or (
            passage.standing is Standing.BEHIND and chosen[-1:] == [index - 1]
        )
        if stands and left > 0 and (not chosen or cost <= left + slack):
            chosen.append(index)
            left -= cost
    found = tuple(sentence for index in chosen for sentence in passages[index].sentences)
    return found or _first_whole(passages)


def _first_whole(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    sentences = chain.from_iterable(passage.sentences for passage in passages)
    return tuple(sentence for sentence in sentences if sentence.whole)[:1]


def in_reading_order(
    chosen: Sequence[Sentence],
    scores: Mapping[Place, float],
    places: Mapping[Place, int],
    moments: Mapping[str, float],
    *,
    asked: bool = False,
) -> tuple[Sentence, ...]:
    """Return the sentences as they read best.

    ``places`` are the sentences' numbers in their articles, ``moments`` when those that are
    dated were published. First comes the opening of the latest report, as tolls rise and
    plans change, unless it says too little of the event (a scene, a greeting); of several
    the shortest. Then come the others by their place in the article, openings before
    background. Where the reader ``asked`` for something, what has most of it comes first. A
    sentence stays behind the one before it in its article where both are chosen. Ties go to
    what was chosen first.
    """
    if asked:
        by_score = sorted(
            _runs(chosen, places), key=lambda run: -max(scores[s.article, s.start] for s in run)
        )
        return tuple(chain.from_iterable(by_score))
    runs = sorted(_runs(chosen, places), key=lambda run: places[run[0].article, run[0].start])
    best = max((scores[s.article, s.start] for s in chosen), default=0.0)

    def opens(run: Sequence[Sentence]) -> bool:
        place = run[0].article, run[0].start
        return places[place] == 0 and scores[place] >= TELLING * best

    def newness(run: Sequence[Sentence]) -> tuple[float, int]:
        return moments.get(run[0].article, float("-inf")), -count_words(run[0].text)

    first = max(filter(opens, runs), key=newness, default=[])
    return (*first, *chain.from_iterable(run for run in runs if run is not first))


def latest_opening(
    articles: Sequence[Sequence[Passage]],
    scores: Mapping[Place, float],
    moments: Mapping[str, float],
) -> Passage | None:
    """Return the opening of the latest report if it stands alone and tells of the event.

    None where fewer than two reports are dated, or the latest one opens with a scene.
    """
    openings = [passages[0] for passages in articles if passages]
    dated = [one for one in openings if one.sentences[0].article in moments]
    dated.sort(key=lambda one: moments[one.sentences[0].article])
    if len({moments[one.sentences[0].article] for one in dated}) < 2:
        return None
    latest = dated[-1]
    best = max(_score(one, scores) for one in openings)
    tells = _score(latest, scores) >= TELLING * best
    return latest if tells and latest.standing is Standing.ALONE else None


def _runs(chosen: Sequence[Sentence], places: Mapping[Place, int]) -> list[list[Sentence]]:
    """Return the chosen sentences joined where one follows another in its article."""
    there = {(s.article, places[s.article, s.start]): s for s in chosen}
    runs = []
    for article, place in there:
        if (article, place - 1) not in there:
            run = []
            while (article, place) in there:
                run.append(there[article, place])
                place += 1
            runs.append(run)
    return runs


def _candidates(
    articles: Sequence[Sequence[Passage]],
    scores: Mapping[Place, float],
    known: Sequence[Sentence],
    news: Set[Place] | None,
) -> Candidates:
    passages = list(chain.from_iterable(articles))
    behind = [
        index - 1 if passage.standing is Standing.BEHIND else -1
        for index, passage in enumerate(passages)
    ]
    allowed = [
        passage.standing is Standing.ALONE
        or (passage.standing is Standing.BEHIND and passage.place > 0)
        for passage in passages
    ]
    stems = [_joined(sentence.stems for sentence in one.sentences) for one in passages]
    if news is None:
        is_new = share_told(stems, [sentence.stems for sentence in known]) < KNOWN
    else:
        places = [{(s.article, s.start) for s in one.sentences} for one in passages]
        is_new = np.array([not news.isdisjoint(own) for own in places], dtype=bool)
    return Candidates(
        terms=[_joined(sentence.terms for sentence in one.sentences) for one in passages],
        stems=count_terms(stems, Numbering()),
        owners=np.repeat(np.arange(len(articles)), [len(own) for own in articles]),
        places=np.array([passage.place for passage in passages], dtype=np.int64),
        scores=np.array([_score(passage, scores) for passage in passages], dtype=np.float64),
        allowed=np.array(allowed, dtype=bool) & is_new,
        behind=np.array(behind, dtype=np.int64),
        costs=np.array([_count_words(passage) for passage in passages], dtype=np.float64),
    )


def _joined(bags: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(bags))


def _score(passage: Passage, scores: Mapping[Place, float]) -> float:
    return fmean(scores[sentence.article, sentence.start] for sentence in passage.sentences)


def _count_words(passage: Passage) -> int:
    return sum(count_words(sentence.text) for sentence in passage.sentences)


def _choose_in_order(candidates: Candidates, words: int) -> list[int]:
    """Return the highest scores first, ties as they stand, while words remain."""
    chosen: list[int] = []
    left = float(words)
    for index in np.argsort(-candidates.scores, kind="stable").tolist():
        cost, behind = float(candidates.costs[index]), int(candidates.behind[index])
        fits = not chosen or (left > 0 and cost <= left + _slack(words))
        if candidates.allowed[index] and fits and (behind < 0 or behind in chosen):
            chosen.append(index)
            left -= cost
    return chosen


def _slack(words: int) -> float:
    return min(OVER, OVER_SHARE * words)
