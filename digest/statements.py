"""Merge the quotes of one event into statements: who said what, carried by whom.

The one rule to know: a form of the words joins a longer one of the same
speaker when its words stand in it, or when both are one utterance retyped or
translated twice; words that nobody is named for join those of a speaker. The
longest form is the statement's text, verbatim.

What is told in indirect speech joins only its like, on the same words. A quote
of fewer than four words is no statement by itself, unless several outlets
carry it and it has a speaker.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest

from digest.model import (
    DisputedSpeaker,
    PlacedQuote,
    Prepared,
    Quote,
    QuoteKind,
    Speaker,
    Statement,
    Wording,
)
from digest.utterances import (
    Utterance,
    find_utterances,
    is_described,
    is_one_voice,
    names_a_person,
)
from digest.wording import (
    LIKE,
    LIKE_UNKNOWN,
    Form,
    compare,
    compare_contained,
    is_like,
    likeness,
    read_form,
)

_SHORTEST = 4  # words of a statement; "thank you" in two articles is not one utterance
_ABOUT = 0.8  # of the longest form's words: a form without brackets that is about as long
_OWN = 8  # words from which two quotations of one article are two utterances
_UNSURE, _SURE = 0.8, 0.9  # confidence: below the one, nobody disputes one above the other
_LIKE_DISPUTED = 0.85  # two people may say much the same; nearly the same words are one's
_RARE_TERMS, _SHARE = 8, 0.3  # of a form, and how many of them one in other words must have
_MOST_PLACES, _MOST_NEAR = 150, 16  # forms that are looked at, and compared, for one


@dataclass(slots=True)
class _Group:
    """The forms of one statement, the longest first."""

    members: list[Utterance]
    speaker: Speaker | None

    @property
    def longest(self) -> Utterance:
        return self.members[0]

    @property
    def named(self) -> list[Utterance]:
        """The members that are given to the speaker."""
        return [member for member in self.members if member.speaker == self.speaker]

    def take(self, members: Iterable[Utterance]) -> None:
        self.members = sorted([*self.members, *members], key=_longest_first)


class _Near:
    """Finds the forms that may be like a form: those that share its rarest words."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._counts = Counter(term for form in forms for term in set(form.terms))
        self._places: dict[str, list[int]] = defaultdict(list)

    def add(self, form: Form, number: int) -> None:
        for term in sorted(set(form.terms)):
            if self._counts[term] > 1:
                self._places[term].append(number)

    def find(self, form: Form, *, share: float) -> list[int]:
        """Return the numbers of the forms with so many of the rarest words, most first."""
        shared = sorted((self._counts[term], term) for term in set(form.terms))
        rarest = [term for count, term in shared if count > 1][:_RARE_TERMS]
        places: list[int] = []
        asked = 0
        for term in rarest:
            places += self._places[term][:_MOST_PLACES]
            asked += 1
            if len(places) >= _MOST_PLACES:
                break
        least = share * asked
        near = [(-count, number) for number, count in Counter(places).items() if count >= least]
        return [number for _, number in nsmallest(_MOST_NEAR, near)]


def merge_quotes(prepared: Sequence[Prepared]) -> tuple[Statement, ...]:
    """Return the statements of an event, those of one speaker together.

    Speakers come by how many outlets carry them, then by where the event first
    quotes them, words without a speaker last; the statements of a speaker
    likewise. The order in which the articles come does not change the result.
    """
    found = find_utterances(prepared)
    said = _merge_reworded(_merge_contained([each for each in found if each.kind != "indirect"]))
    said, disputes = _settle(said)
    told = _merge_contained([each for each in found if each.kind == "indirect"])
    disputes += [()] * len(told)
    pairs = zip([*said, *told], disputes, strict=True)
    return _in_order([(group, others) for group, others in pairs if _stands_alone(group)])


def _longest_first(utterance: Utterance) -> tuple[int, bool, tuple[datetime, str, int]]:
    return (-len(utterance.form), utterance.speaker is None, utterance.place)


def _merge_contained(utterances: Sequence[Utterance]) -> list[_Group]:
    """Group what stands in a longer form with it."""
    groups: list[_Group] = []
    near = _Near({each.form.spelled: each.form for each in utterances}.values())
    equal: dict[str, list[int]] = defaultdict(list)
    for utterance in sorted(utterances, key=_longest_first):
        form = utterance.form
        homes = [i for i in equal[form.spelled] if _takes(groups[i], utterance)]
        homes = homes or [i for i in near.find(form, share=1) if _takes(groups[i], utterance)]
        if homes:
            home = min(homes, key=lambda i: _home_rank(groups[i], utterance, i))
            groups[home].members.append(utterance)
            groups[home].speaker = groups[home].speaker or utterance.speaker
            continue
        equal[form.spelled].append(len(groups))
        near.add(form, len(groups))
        groups.append(_Group([utterance], utterance.speaker))
    return groups


def _takes(group: _Group, utterance: Utterance) -> bool:
    if group.speaker and utterance.speaker and group.speaker != utterance.speaker:
        return False
    if len(utterance.form) < _SHORTEST and not (group.speaker and utterance.speaker):
        return False
    return compare_contained(utterance.form, group.longest.form) is not None


def _home_rank(group: _Group, utterance: Utterance, number: int) -> tuple[bool, bool, int]:
    here = any(member.article.id == utterance.article.id for member in group.members)
    return (group.speaker != utterance.speaker, not here, number)


def _merge_reworded(groups: list[_Group]) -> list[_Group]:
    """Join groups whose longest forms are one utterance in other words, the likest first.

    An article that has both as quotations of their own says that they are two.
    """
    forms = [group.longest.form for group in groups]
    pairs = sorted(
        (-round(likeness(forms[i], forms[j]), 6), i, j)
        for i, j in _near_pairs(forms)
        if _are_alike(groups[i], groups[j])
    )
    joined: dict[int, int] = {}
    for _, left, right in pairs:
        i, j = sorted((_root(joined, left), _root(joined, right)))
        one, other = groups[i], groups[j]
        if i != j and _articles(one).isdisjoint(_articles(other)) and _are_alike(one, other):
            one.take(other.members)
            one.speaker = one.speaker or other.speaker
            joined[j] = i
    return [group for i, group in enumerate(groups) if i not in joined]


def _root(joined: dict[int, int], number: int) -> int:
    while number in joined:
        number = joined[number]
    return number


def _near_pairs(forms: Sequence[Form]) -> list[tuple[int, int]]:
    near = _Near(forms)
    for number, form in enumerate(forms):
        near.add(form, number)
    pairs = {
        (min(number, other), max(number, other))
        for number, form in enumerate(forms)
        for other in near.find(form, share=_SHARE)
        if other != number
    }
    return sorted(pairs)


def _size(form: Form) -> tuple[int, str]:
    return (len(form), form.spelled)


def _are_alike(one: _Group, other: _Group) -> bool:
    if one.speaker and other.speaker and one.speaker != other.speaker:
        return False
    least = LIKE if one.speaker and other.speaker else LIKE_UNKNOWN
    return is_like(one.longest.form, other.longest.form, least=least)


def _articles(group: _Group) -> set[str]:
    """Return the articles that have the words as a quotation of their own, no fragment."""
    return {
        member.article.id
        for member in group.members
        if member.kind == "direct" and len(member.form) >= _OWN
    }


_Disputes = tuple[_Group, ...]


def _settle(groups: list[_Group]) -> tuple[list[_Group], list[_Disputes]]:
    """Return the groups, and for each the others to whose speakers outlets give its words.

    A group whose speaker is hardly known joins the one of a sure speaker, one
    whose speaker is described that of the speaker whom the description fits.
    """
    named = [group for group in groups if group.speaker]
    pairs = [(named[i], named[j]) for i, j in _pairs_of_same_words(named)]
    joined: dict[int, _Group] = {}
    for winner, loser in sorted(_winners(pairs), key=lambda both: tuple(map(_voice_rank, both))):
        if id(loser) not in joined and _home(joined, winner) is not loser:
            joined[id(loser)] = winner
    kept = [group for group in groups if id(group) not in joined]
    for group in groups:
        home = _home(joined, group)
        if home is not group:
            home.take(group.members)
    others: dict[int, list[_Group]] = defaultdict(list)
    for one, other in ((_home(joined, a), _home(joined, b)) for a, b in pairs):
        if one.speaker != other.speaker and _article_ids(one).isdisjoint(_article_ids(other)):
            others[id(one)].append(other)
            others[id(other)].append(one)
    return kept, [tuple(others[id(group)]) for group in kept]


def _pairs_of_same_words(groups: Sequence[_Group]) -> Iterator[tuple[int, int]]:
    """Yield the groups of different speakers that say the same words, by number."""
    forms = [max(group.named, key=lambda each: len(each.form)).form for group in groups]
    for i, j in _near_pairs(forms):
        short, long = sorted((forms[i], forms[j]), key=_size)
        if groups[i].speaker == groups[j].speaker or len(short) < _SHORTEST:
            continue
        if compare_contained(short, long) or is_like(short, long, least=_LIKE_DISPUTED):
            yield i, j


def _winners(pairs: Iterable[tuple[_Group, _Group]]) -> Iterator[tuple[_Group, _Group]]:
    """Yield, winner first, the pairs in which it is plain whose the words of both are."""
    for pair in pairs:
        first, second = sorted(pair, key=_voice_rank)
        if is_one_voice(first.named[0], second.named[0]):
            yield first, second
        elif _article_ids(first).isdisjoint(_article_ids(second)):
            for sure, unsure in ((first, second), (second, first)):
                if _confidence(sure) >= _SURE and _is_unsure(unsure):
                    yield sure, unsure


def _is_unsure(group: _Group) -> bool:
    """Tell whether another may have spoken; who is described is left unnamed on purpose."""
    return _confidence(group) < _UNSURE and not is_described(group.named[0])


def _voice_rank(group: _Group) -> tuple[bool, float, int, tuple[datetime, str, int]]:
    """Rank who is named before who is described, the surer and the widelier carried first."""
    named = group.named
    return (
        not names_a_person(named[0]),
        -_confidence(group),
        -len({each.outlet for each in named}),
        min(each.place for each in named),
    )


def _confidence(group: _Group) -> float:
    return max(each.confidence for each in group.named)


def _article_ids(group: _Group) -> set[str]:
    return {each.article.id for each in group.named}


def _home(joined: dict[int, _Group], group: _Group) -> _Group:
    while id(group) in joined:
        group = joined[id(group)]
    return group


def _stands_alone(group: _Group) -> bool:
    if len(group.longest.form) >= _SHORTEST:
        return True
    return len({each.outlet for each in group.members}) > 1 and group.speaker is not None


def _in_order(groups: Sequence[tuple[_Group, _Disputes]]) -> tuple[Statement, ...]:
    by_speaker: dict[str | None, list[tuple[_Group, _Disputes]]] = defaultdict(list)
    for group, others in groups:
        by_speaker[group.speaker.name if group.speaker else None].append((group, others))
    ranked = sorted(by_speaker.values(), key=_speaker_rank)
    return tuple(
        _statement(group, others)
        for held in ranked
        for group, others in sorted(held, key=lambda each: _rank([each[0]]))
    )


def _speaker_rank(held: Sequence[tuple[_Group, _Disputes]]) -> tuple[object, ...]:
    groups = [group for group, _ in held]
    return (groups[0].speaker is None, *_rank(groups))


def _rank(groups: Sequence[_Group]) -> tuple[int, tuple[datetime, str, int]]:
    members = [member for group in groups for member in group.members]
    return (-len({each.outlet for each in members}), min(each.place for each in members))


def _statement(group: _Group, others: _Disputes) -> Statement:
    most = max(len(member.form) for member in group.members)
    printed = min(group.members, key=lambda each: _printed_rank(each, most))
    rest = [member for member in group.members if member is not printed]
    members = [printed, *sorted(rest, key=lambda each: each.place)]
    quotes = [(quote, member) for member in members for quote in member.quotes]
    return Statement(
        speaker=group.speaker,
        text=" … ".join(part.text for part in printed.quotes),
        kind=_kind(members),
        quotes=tuple(
            PlacedQuote(
                article=quote.article,
                start=quote.start,
                end=quote.end,
                text=quote.text,
                wording=_wording(quote, member, printed) if member is not printed else "whole",
            )
            for quote, member in quotes
        ),
        outlets=_outlets(members),
        via=next((quote.via for quote, _ in quotes if quote.via), ""),
        disputed=_disputed(others),
    )


def _wording(quote: Quote, member: Utterance, printed: Utterance) -> Wording:
    """Compare the words with those printed: all parts of a quotation at once, as they were said.

    Where one of several parts has other words, the parts are compared one by one.
    """
    together = compare(member.form, printed.form)
    if len(member.quotes) == 1 or together in ("whole", "part", "cut"):
        return together
    alone = read_form([quote.text])
    return "part" if compare_contained(alone, printed.form) == "part" else together


def _printed_rank(utterance: Utterance, most: int) -> tuple[object, ...]:
    """Rank the longest form first, but one without brackets before one about as long."""
    form = utterance.form
    plain = not form.bracketed and len(form) >= _ABOUT * most
    parts = len(utterance.quotes)
    return (not plain, -len(form), parts, utterance.speaker is None, utterance.place)


def _kind(members: Sequence[Utterance]) -> QuoteKind:
    kinds = {each.kind for each in members}
    return "direct" if "direct" in kinds else "mixed" if "mixed" in kinds else "indirect"


def _disputed(others: _Disputes) -> tuple[DisputedSpeaker, ...]:
    """List the other speakers by name, each with the outlets that name this speaker."""
    by_name: dict[str, list[Utterance]] = defaultdict(list)
    for other in others:
        if other.speaker:
            by_name[other.speaker.name] += other.named
    return tuple(
        DisputedSpeaker(name=name, outlets=_outlets(members))
        for name, members in sorted(by_name.items())
    )


def _outlets(members: Sequence[Utterance]) -> tuple[str, ...]:
    """Return the outlets of the utterances, who published first before the others."""
    first: dict[str, datetime] = {}
    for member in members:
        first[member.outlet] = min(member.published, first.get(member.outlet, member.published))
    return tuple(sorted(first, key=lambda outlet: (first[outlet], outlet)))
