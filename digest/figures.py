"""Find the figures in which independent articles of one event differ.

The one rule to know: a difference is shown only where both numbers are of one
thing, as far as the words around them tell, and neither article has the
other's number as well. Nobody is corrected: the texts stand side by side.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, tzinfo
from functools import lru_cache
from math import log

from digest.amounts import find_amounts, may_hold_amounts, split_tokens
from digest.counted import Counted, read_counted
from digest.counting_words import MAGNITUDE, TO_PEOPLE
from digest.dates import MONTHS
from digest.model import Article, Figure, FigureValue, Prepared
from digest.publication import publication_order
from digest.surroundings import stem_of
from digest.units import MONEY
from digest.words import document_count, document_frequency

_MONTH_STEMS = frozenset(month[:3] for month in MONTHS)
_CAPITALIZED = re.compile(r"\b[A-Z][^\W\d_]+")
MOST_FIGURES = 8  # of an event
MOST_NUMBERS = 60  # of an article, its first ones; what has more is a table
_ENGLISH = ("en", "und", "")
_WIDEST = 3.0  # times the smaller number; what differs more is another thing
_WIDEST_ELSE = 2.5  # without an act that tells what befell those counted
_WIDEST_SIZE = 2.0  # of money, lengths and times
_WIDEST_QUAKE = 1.15  # of magnitudes
_WIDEST_SHARE = 1.6  # of percents
_WIDEST_LENGTH = 1.5  # where nothing but "41-minute meeting" says that it is one meeting
_WIDEST_DATES = 31  # days
_CLOSE = 0.02  # share; a converted unit is rounded ("35 km", "22 miles")
# What must be shared beside the noun, in nats of the rarity of words: little where the same
# befell those counted, more where nothing says so.
_SHARED_SIZE = 2.0
_SHARED = 5.0
_SHARED_NOUNLESS = 9.0
_SHARED_ACTLESS = 11.0
_OF_PEOPLE = 10.0  # "killed" tells as much: an event has one toll
_OF_LENGTH = 10.0  # so does "a 41-minute meeting"
_LONGEST_LABEL = 4  # words, where there is no noun
_RARE = 3.0  # nats; a word that tells less does not bring two numbers together
_RIVAL = 0.8  # share of the likeness of the best, from which an article's next one rivals it


def find_figures(
    articles: Sequence[Prepared], *, copies: Mapping[str, str], zone: tzinfo = UTC
) -> tuple[Figure, ...]:
    """Return what independent articles put different numbers to, most articles first.

    ``copies`` maps the id of a copy to that of its original, which stands for it.
    Values come in the order of publication, times without a zone read in ``zone``. The
    order of the articles does not matter.
    """
    own = [one for one in articles if one.article.id not in copies]
    own = sorted(own, key=lambda one: publication_order(one.article, zone))
    counted = [found for prepared in own for found in _read_article(prepared)]
    names = {prepared.article.id: _names_in(prepared.article.text) for prepared in own}
    groups = _Grouping(counted, names).groups()
    by_id = {prepared.article.id: prepared.article for prepared in own}
    figures = [_as_figure(group, by_id) for group in groups]
    figures.sort(key=lambda figure: -len(figure.values))
    return tuple(figures[:MOST_FIGURES])


def _names_in(text: str) -> frozenset[str]:
    return frozenset(stem_of(word.lower()) for word in _CAPITALIZED.findall(text))


def _read_article(prepared: Prepared) -> list[Counted]:
    """Return the numbers of an article with what they count; those of a question are left out."""
    article = prepared.article
    if article.language not in _ENGLISH:
        return []
    asked = [(turn.start, turn.end) for turn in article.turns if turn.asks]
    found = []
    for sentence in prepared.sentences:
        if not may_hold_amounts(sentence.text):
            continue
        if any(start <= sentence.start < end for start, end in asked):
            continue
        tokens = split_tokens(sentence.text, sentence.start)
        found += read_counted(article.id, tokens, find_amounts(tokens))
    return found[:MOST_NUMBERS]


class _Grouping:
    """Puts the numbers of one thing together, at most one of an article."""

    def __init__(self, counted: Sequence[Counted], names: Mapping[str, Set[str]]) -> None:
        self._counted = counted
        self._at: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._of_article: dict[str, list[int]] = defaultdict(list)
        self._said: dict[str, set[tuple[str, float]]] = defaultdict(set)
        self._names = names
        for index, one in enumerate(counted):
            self._of_article[one.article].append(index)
            self._said[one.article].add(_plain_value(one))
            for anchor in _anchors(one):
                self._at[one.family, anchor].append(index)

    def groups(self) -> list[tuple[Counted, ...]]:
        """Return the groups in which numbers differ, in the order of their first numbers."""
        taken: set[int] = set()
        found = []
        for index in range(len(self._counted)):
            if index in taken:
                continue
            members = self._gather(index, taken)
            group = tuple(self._counted[k] for k in members)
            if len(group) > 1 and _differ(group):
                taken.update(k for member in members for k in self._repeated(member))
                found.append(group)
        return found

    def _repeated(self, member: int) -> list[int]:
        """Return the places where the article gives this number for the like."""
        one = self._counted[member]
        anchors = {*_anchors(one)}
        return [
            k
            for k in self._of_article[one.article]
            if _plain_value(self._counted[k]) == _plain_value(one)
            and (one.amount.unit or anchors & {*_anchors(self._counted[k])})
        ]

    def _gather(self, first: int, taken: set[int]) -> list[int]:
        """Return the number and what other articles give for the same, the likest of each."""
        one = self._counted[first]
        near = {k for anchor in _anchors(one) for k in self._at[one.family, anchor]}
        scored: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for k in sorted(near - taken):
            other = self._counted[k]
            if other.article == one.article or k < first:
                continue
            likeness = self._likeness(one, other)
            if likeness > 0:
                scored[other.article].append((-likeness, k))
        members = [first]
        for choices in scored.values():
            _, best = min(choices)
            if self._is_rivaled(choices) or self._is_rivaled(self._others_like(best, first)):
                continue
            if all(self._fits(best, member) for member in members):
                members.append(best)
        return sorted(members)

    def _likeness(self, one: Counted, other: Counted) -> float:
        return _likeness(one, other) if self._names_agree(one, other) else 0.0

    def _names_agree(self, one: Counted, other: Counted) -> bool:
        """Tell whether the names beside the numbers may be those of one place or body.

        Of the dead, "in Kestria" and "at Tarn Hollow" may be where an article has both.
        """
        if one.places and other.places and not one.places & other.places:
            return False
        if not one.names or not other.names or one.names & other.names:
            return True
        known = one.names & self._names[other.article] or other.names & self._names[one.article]
        return bool(known) and one.act in TO_PEOPLE and one.act == other.act

    def _others_like(self, best: int, first: int) -> list[tuple[float, int]]:
        """Return the numbers in the article of ``first`` that are like ``best``, as scored."""
        one, article = self._counted[best], self._counted[first].article
        near = {k for anchor in _anchors(one) for k in self._at[one.family, anchor]}
        near = {k for k in near if self._counted[k].article == article}
        scored = ((-self._likeness(one, self._counted[k]), k) for k in near)
        return sorted(pair for pair in scored if pair[0] < 0)

    def _is_rivaled(self, choices: Sequence[tuple[float, int]]) -> bool:
        """Tell whether an article has two numbers that are about as like."""
        best, index = min(choices)
        return any(
            likeness <= _RIVAL * best and not _is_equal(self._counted[index], self._counted[k])
            for likeness, k in choices
        )

    def _fits(self, left: int, right: int) -> bool:
        one, other = self._counted[left], self._counted[right]
        if one.article == other.article or self._likeness(one, other) <= 0:
            return False
        if _is_equal(one, other):
            return True
        return (
            _plain_value(other) not in self._said[one.article]
            and _plain_value(one) not in self._said[other.article]
        )


def _plain_value(one: Counted) -> tuple[str, float]:
    return one.family, one.amount.base


def _anchors(one: Counted) -> Iterable[str]:
    """Return what two numbers must share one of to be compared at all."""
    if one.act:
        yield f"act {one.act}"
    yield from sorted(one.heads)
    if one.amount.unit:
        yield from sorted(stem for stem in one.near if _weight(stem) >= _RARE)


def _differ(group: Sequence[Counted]) -> bool:
    return any(not _is_equal(group[0], other) for other in group[1:])


def _is_equal(one: Counted, other: Counted) -> bool:
    close = _CLOSE if one.amount.unit != other.amount.unit else 1e-9
    return all(
        abs(left - right) <= close * max(abs(left), abs(right))
        for left, right in (
            (one.amount.base, other.amount.base),
            (one.amount.top, other.amount.top),
        )
    )


def _likeness(one: Counted, other: Counted) -> float:
    """Return how much tells that the two numbers are of one thing, 0 where something denies it."""
    if one.family != other.family or one.roles != other.roles or not _times_agree(one, other):
        return 0.0
    if one.act != other.act and one.act and other.act:
        return 0.0
    if not _in_reach(one, other):
        return 0.0
    if one.heads and other.heads:
        return _likeness_of_nouns(one, other)
    if one.heads or other.heads:
        return _likeness_to_noun(one, other)
    if one.verb not in other.near or other.verb not in one.near:
        return 0.0
    shared = _told_by(one.near & other.near)
    return shared if shared >= _SHARED_NOUNLESS else 0.0


def _likeness_to_noun(one: Counted, other: Counted) -> float:
    """Compare "a repair fund of 480 million" with "pay 475 million into a fund for repairs"."""
    headed, bare = (one, other) if one.heads else (other, one)
    if one.family not in MONEY | {"speed", "kilogram", "hectare"}:
        return 0.0
    if not headed.heads | headed.qualifiers <= bare.near:
        return 0.0
    shared = _told_by(one.near & other.near)
    return shared if shared >= _SHARED_NOUNLESS else 0.0


def _likeness_of_nouns(one: Counted, other: Counted) -> float:
    if not one.heads & other.heads:
        return 0.0
    alike = one.qualifiers == other.qualifiers
    if not alike and one.qualifiers and other.qualifiers:
        return 0.0
    shared = _told_by((one.near & other.near) - one.heads)
    if one.act in TO_PEOPLE and one.act == other.act:
        return _OF_PEOPLE + shared if alike else 0.0
    if _is_short(one) and _is_short(other) and alike and _is_within(one, other, _WIDEST_LENGTH):
        return _OF_LENGTH + shared
    return shared if shared >= _least_shared(one, other) else 0.0


def _least_shared(one: Counted, other: Counted) -> float:
    """Return how much must be shared beside the noun."""
    alike = one.qualifiers == other.qualifiers
    if one.family == "percent" and not (one.verb in other.near and other.verb in one.near):
        return _SHARED_ACTLESS
    if one.family != "count":
        return _SHARED_SIZE if alike and one.qualifiers else _SHARED
    if MAGNITUDE in one.heads:
        return _SHARED_SIZE
    if one.act and one.act == other.act:
        return _SHARED if alike else _SHARED_ACTLESS
    return _SHARED_ACTLESS


def _is_short(one: Counted) -> bool:
    return one.amount.unit in ("second", "minute", "hour", "day")


def _in_reach(one: Counted, other: Counted) -> bool:
    if one.family == "date":
        return abs(_day_of_year(one) - _day_of_year(other)) <= _WIDEST_DATES
    if one.family != "count":
        return _is_within(one, other, _WIDEST_SHARE if one.family == "percent" else _WIDEST_SIZE)
    if MAGNITUDE in one.heads:
        return _is_within(one, other, _WIDEST_QUAKE)
    same_act = one.act and one.act == other.act
    return _is_within(one, other, _WIDEST if same_act else _WIDEST_ELSE)


def _is_within(one: Counted, other: Counted, times: float) -> bool:
    low, high = sorted((one.amount.base, other.amount.base))
    return low > 0 and high <= times * low


def _day_of_year(one: Counted) -> float:
    month, day = divmod(one.amount.base, 100)
    return month * 31 + day


def _times_agree(one: Counted, other: Counted) -> bool:
    """Years and "last week" must be the same; a month need not be named by both."""
    if one.times - _MONTH_STEMS != other.times - _MONTH_STEMS:
        return False
    months, others = one.times & _MONTH_STEMS, other.times & _MONTH_STEMS
    return not months or not others or months == others


def _told_by(shared: Iterable[str]) -> float:
    return sum(map(_weight, sorted(shared)))


@lru_cache(maxsize=1 << 15)
def _weight(stem: str) -> float:
    return log((document_count() + 1) / (document_frequency().get(stem, 0) + 1))


def _as_figure(group: Sequence[Counted], articles: Mapping[str, Article]) -> Figure:
    return Figure(
        about=_label(group),
        values=tuple(_as_value(one, articles[one.article].text) for one in group),
    )


def _as_value(one: Counted, text: str) -> FigureValue:
    amount = one.amount
    return FigureValue(
        text=text[amount.start : amount.end],
        value=amount.value,
        unit=amount.unit,
        article=one.article,
        start=amount.start,
        end=amount.end,
    )


def _label(group: Sequence[Counted]) -> str:
    """Return what is counted, in the words of the first article that has a noun for it."""
    label = next((one.label for one in group if one.label), "")
    if label:
        return label
    shared = frozenset.intersection(*(one.near for one in group))
    words = [word for stem, word in group[0].words if stem in shared]
    return " ".join(words[:_LONGEST_LABEL])
