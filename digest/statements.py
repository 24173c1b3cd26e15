"""Merge the quotes of one event into statements: who said what, carried by whom.

The one rule to know: a shorter quote joins a longer one when its words stand
in it unbroken, or nearly all of them do, and no two people would be named for
them. The longest form is the statement's text, verbatim.

A quote of fewer than four words is no statement by itself, unless several
outlets carry it and it has a speaker; greetings and thanks never are.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from digest.dates import instant
from digest.model import UNKNOWN_OUTLET, Article, PlacedQuote, Prepared, Quote, Speaker, Statement
from digest.names import is_description, merge_speakers, name_words, same_person
from digest.speakers import find_names
from digest.words import words

_SHORTEST = 4  # words of a statement; "thank you" in two articles is not one utterance
_LOOSE = 8  # words from which a quote may differ a little from the one it joins
_SHARED = 0.75  # of its runs of three words that such a quote must share
_GREETING = re.compile(
    r"(?:good (?:morning|afternoon|evening|day)|hello|hi|welcome|thanks|thank you|you['’]re welcome"
    r"|(?:it['’]s )?(?:a |my )?pleasure)\b[^.!?]{0,90}(?:[.!?,]?$|[.!?]\s+)",
    re.IGNORECASE,
)
_GREETING_WORDS = 12  # a longer sentence that begins with thanks says something more
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Utterance:
    """One quotation of one article, its split parts together."""

    article: Article
    quotes: tuple[Quote, ...]
    words: tuple[str, ...]
    speaker: Speaker | None

    @property
    def place(self) -> tuple[datetime, str, int]:
        return (_published(self.article), self.article.id, self.quotes[0].start)


@dataclass(slots=True)
class _Group:
    longest: _Utterance
    members: list[_Utterance] = field(default_factory=list)
    runs: frozenset[tuple[str, ...]] = frozenset()


def merge_quotes(prepared: Sequence[Prepared]) -> tuple[Statement, ...]:
    """Return the statements of an event, those of one speaker together.

    Speakers come by how many outlets carry them, then by how much they said,
    then by where the event first quotes them; words without a speaker last.
    The order in which the articles come does not change the result.
    """
    groups: list[_Group] = []
    by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for utterance in sorted(_utterances(prepared), key=_longest_first):
        runs = _runs(utterance.words)
        near = sorted({i for run in runs for i in by_run[run]}) if runs else range(len(groups))
        home = next((i for i in near if _belongs(utterance, groups[i])), None)
        if home is None:
            home = len(groups)
            groups.append(_Group(utterance, runs=runs))
            for run in runs:
                by_run[run].append(home)
        groups[home].members.append(utterance)
    return _in_order([group for group in groups if _stands_alone(group)])


def _utterances(prepared: Sequence[Prepared]) -> Iterable[_Utterance]:
    quotes = [quote for each in prepared for quote in each.quotes]
    roles: dict[tuple[str, str], str] = {}
    for q in sorted(quotes, key=lambda q: (len(q.role), q.role)):
        if q.speaker:
            roles[q.article, q.speaker] = q.role
    named = [(name, role) for (_, name), role in sorted(roles.items())]
    speakers = merge_speakers([*named, *_other_forms(prepared, roles)])
    for each in prepared:
        for parts in _whole_quotations(each.quotes):
            kept = tuple(part for part in map(_trimmed, parts) if part.text)
            said = words(" ".join(part.text for part in kept))
            if said:
                speaker = speakers.get(kept[0].speaker) if kept[0].speaker else None
                yield _Utterance(each.article, kept, said, speaker)


def _other_forms(
    prepared: Sequence[Prepared], spoken: Collection[tuple[str, str]]
) -> Iterable[tuple[str, str]]:
    """Yield the names in the articles that stand for one of the speakers, once an article.

    ``spoken`` pairs the ids of articles with the names of those who speak in them.
    """
    known = {name for _, name in spoken if len(name_words(name)) > 1 and not is_description(name)}
    parts = {word for name in known for word in name_words(name)}
    for each in prepared:
        for form in sorted(find_names(each.article.text)):
            if (each.article.id, form) in spoken:
                continue
            near = not parts.isdisjoint(name_words(form))
            if form in known or (near and any(same_person(form, name) for name in known)):
                yield form, ""


def _whole_quotations(quotes: Sequence[Quote]) -> Iterable[tuple[Quote, ...]]:
    """Put the parts of split quotations together."""
    alone = [(quote,) for quote in quotes if quote.group < 0]
    grouped: dict[int, list[Quote]] = defaultdict(list)
    for quote in sorted(quotes, key=lambda quote: quote.start):
        if quote.group >= 0:
            grouped[quote.group].append(quote)
    return [*alone, *map(tuple, grouped.values())]


def _trimmed(quote: Quote) -> Quote:
    """Return the quote without greetings before it and the writer's comma after it.

    What is left may be empty.
    """
    start = 0
    while found := _GREETING.match(quote.text, start):
        if len(words(found.group())) > _GREETING_WORDS:
            break
        start = found.end()
    text = quote.text[start:].rstrip(", \n")
    start += quote.start
    return replace(quote, start=start, end=start + len(text), text=text)


def _longest_first(utterance: _Utterance) -> tuple[int, bool, tuple[datetime, str, int]]:
    return (-len(utterance.words), utterance.speaker is None, utterance.place)


def _belongs(utterance: _Utterance, group: _Group) -> bool:
    mine, theirs = utterance.speaker, group.longest.speaker
    if mine and theirs and mine.name != theirs.name:
        return False
    if len(utterance.words) < _SHORTEST and not (mine and theirs):
        return False
    if _contains(group.longest.words, utterance.words):
        return True
    runs = _runs(utterance.words)
    return len(utterance.words) >= _LOOSE and len(runs & group.runs) >= _SHARED * len(runs)


def _contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    first, length = part[0], len(part)
    return any(
        word == first and whole[i : i + length] == part
        for i, word in enumerate(whole[: len(whole) - length + 1])
    )


def _runs(said: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(said, said[1:], said[2:], strict=False))


def _stands_alone(group: _Group) -> bool:
    if len(group.longest.words) >= _SHORTEST:
        return True
    outlets = {_outlet(member.article) for member in group.members}
    return len(outlets) > 1 and group.longest.speaker is not None


def _in_order(groups: list[_Group]) -> tuple[Statement, ...]:
    by_speaker: dict[str | None, list[_Group]] = defaultdict(list)
    for group in groups:
        speaker = _speaker(group)
        by_speaker[speaker.name if speaker else None].append(group)
    ranked = sorted(by_speaker.items(), key=lambda item: _speaker_rank(*item))
    return tuple(_statement(group) for _, held in ranked for group in sorted(held, key=_group_rank))


def _speaker_rank(name: str | None, groups: list[_Group]) -> tuple[object, ...]:
    outlets = {_outlet(member.article) for group in groups for member in group.members}
    first = min(member.place for group in groups for member in group.members)
    return (name is None, -len(outlets), -len(groups), first, name or "")


def _group_rank(group: _Group) -> tuple[int, tuple[datetime, str, int]]:
    outlets = {_outlet(member.article) for member in group.members}
    return (-len(outlets), min(member.place for member in group.members))


def _speaker(group: _Group) -> Speaker | None:
    return next((member.speaker for member in group.members if member.speaker), None)


def _statement(group: _Group) -> Statement:
    parts = group.longest.quotes
    others = sorted(
        (member for member in group.members if member is not group.longest),
        key=lambda member: member.place,
    )
    placed = [*parts, *(quote for member in others for quote in member.quotes)]
    return Statement(
        speaker=_speaker(group),
        text=" … ".join(part.text for part in parts),
        kind="direct" if any(part.kind == "direct" for part in parts) else "mixed",
        quotes=tuple(
            PlacedQuote(article=q.article, start=q.start, end=q.end, text=q.text) for q in placed
        ),
        outlets=_outlets(group.members),
        via=next((quote.via for quote in placed if quote.via), ""),
    )


def _outlets(members: Sequence[_Utterance]) -> tuple[str, ...]:
    first: dict[str, datetime] = {}
    for member in members:
        outlet, when = _outlet(member.article), _published(member.article)
        first[outlet] = min(when, first.get(outlet, when))
    return tuple(sorted(first, key=lambda outlet: (first[outlet], outlet)))


def _outlet(article: Article) -> str:
    return article.outlet or UNKNOWN_OUTLET


def _published(article: Article) -> datetime:
    """Return the time of publication, for ordering: without zone as UTC, undated last."""
    return instant(article.published, UTC) if article.published else _LATEST
