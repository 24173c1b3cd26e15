"""What readers were told of an event by earlier digests, small enough to keep for a year.

One rule: what stood in an article of an earlier digest is no news, printed or
not. So all sentences of the articles are kept, word by word those that were
printed, of the others no more than it takes to know them again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from digest.heard import ToldNumber, bag_of, numbers_in, pack_bag
from digest.model import Event, EventDigest, Figure, Statement
from digest.namesakes import same_person
from digest.stories import EarlierEvent, remember_event
from digest.wording import Form, compare_contained, is_like, read_form
from digest.words import spell_out

# What is kept of an event that goes on for months, the newest of it.
MOST_SENTENCES, MOST_STATEMENTS, MOST_FIGURES = 300, 500, 100
MOST_HEARD, MOST_NUMBERS, MOST_ARTICLES = 3_000, 1_000, 2_000
_T = TypeVar("_T")
_LONGER = 1.5  # times the words told, from which a quotation has more to say than they


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStatement:
    """Words that were printed as a statement; ``speaker`` is "" for nobody's."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFigure:
    """Numbers that were printed as differing."""

    about: str
    values: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """An event as earlier digests told it.

    ``since`` and ``last`` are the days of the first and the last of them, ISO 8601.
    ``story`` is the id of the event with which its story began, which may be its own;
    ``earlier`` is by what it is known again. ``sentences`` were printed; ``heard`` are
    all sentences of its articles, packed, and ``numbers`` what these count.
    """

    id: str
    title: str
    since: str
    last: str
    story: str
    earlier: EarlierEvent
    sentences: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    numbers: tuple[ToldNumber, ...] = ()
    statements: tuple[ToldStatement, ...] = ()
    figures: tuple[ToldFigure, ...] = ()

    @property
    def articles(self) -> tuple[str, ...]:
        """The marks of the articles that were told, as ``mark_article`` makes them."""
        return self.earlier.articles


def remember(
    event: Event, event_digest: EventDigest | None, told: ToldEvent | None, day: str
) -> ToldEvent:
    """Return what later digests need to know of what was told of the event on the day.

    ``told`` is what it goes on from. Without an ``event_digest`` there was no news: then
    only its articles are added to that. ValueError where there is neither.
    """
    earlier = remember_event(event)
    heard, numbers = _heard_of(event)
    if event_digest is None:
        if told is None:
            raise ValueError(f"nothing was told of event '{event.id}'")
        return _with_heard(told, earlier.articles, heard, numbers)
    now = ToldEvent(
        id=event.id,
        title=event_digest.title,
        since=told.since if told else day,
        last=max(day, told.last) if told else day,
        story=told.story if told else event.id,
        earlier=replace(earlier, since=(told.earlier.since if told else "") or earlier.since),
        sentences=tuple(one.text for one in event_digest.summary),
        heard=heard,
        numbers=numbers,
        statements=tuple(_told_statements(event_digest.statements)),
        figures=tuple(_told_figure(one) for one in event_digest.figures),
    )
    return joined(now, told) if told and told.id == event.id else now


def joined(told: ToldEvent, *others: ToldEvent) -> ToldEvent:
    """Return all that was told in these events, under the id, title and names of the first.

    The others come before it in time; of too much, the oldest goes.
    """
    every = (*others, told)
    articles = _newest((mark for one in every for mark in one.articles), MOST_ARTICLES)
    return replace(
        told,
        since=min(one.since for one in every),
        last=max(one.last for one in every),
        earlier=replace(told.earlier, articles=articles),
        sentences=_newest((text for one in every for text in one.sentences), MOST_SENTENCES),
        heard=_newest((bag for one in every for bag in one.heard), MOST_HEARD),
        numbers=_newest((number for one in every for number in one.numbers), MOST_NUMBERS),
        statements=_newest((said for one in every for said in one.statements), MOST_STATEMENTS),
        figures=_newest((figure for one in every for figure in one.figures), MOST_FIGURES),
    )


class ToldWords:
    """Knows words and numbers again that were told."""

    def __init__(self, told: ToldEvent) -> None:
        self._statements = [(one.speaker, read_form([one.text])) for one in told.statements]
        self._figures: dict[str, set[tuple[float, str]]] = {}
        for figure in told.figures:
            self._figures.setdefault(spell_out(figure.about), set()).update(figure.values)

    def has_said(self, parts: Sequence[str], speaker: str) -> bool:
        """Tell whether the words were told as those of that speaker, or of nobody.

        Words of nobody were told whoever was named for them.
        """
        form = read_form(parts)
        return any(
            _may_be(speaker, other) and _is_told(form, known) for other, known in self._statements
        )

    def has_figure(self, figure: Figure) -> bool:
        """Tell whether all its numbers were told of the same."""
        told = self._figures.get(spell_out(figure.about), set())
        return all((value.value, value.unit) in told for value in figure.values)


def _is_told(form: Form, told: Form) -> bool:
    if compare_contained(form, told) is not None:
        return True
    return len(form) <= _LONGER * len(told) and is_like(form, told)


def _may_be(one: str, other: str) -> bool:
    return not one or not other or one == other or same_person(one, other)


def _heard_of(event: Event) -> tuple[tuple[str, ...], tuple[ToldNumber, ...]]:
    every = [sentence for prepared in event.articles for sentence in prepared.sentences]
    bags = (pack_bag(bag) for one in every if (bag := bag_of(one.stems)))
    numbers = (number for one in every for number in numbers_in(one.text))
    return _newest(bags, MOST_HEARD), _newest(numbers, MOST_NUMBERS)


def _with_heard(
    told: ToldEvent,
    articles: Iterable[str],
    heard: Iterable[str],
    numbers: Iterable[ToldNumber],
) -> ToldEvent:
    marks = _newest((*told.articles, *articles), MOST_ARTICLES)
    return replace(
        told,
        earlier=replace(told.earlier, articles=marks),
        heard=_newest((*told.heard, *heard), MOST_HEARD),
        numbers=_newest((*told.numbers, *numbers), MOST_NUMBERS),
    )


def _told_statements(statements: Iterable[Statement]) -> Iterator[ToldStatement]:
    """Yield the words of each statement, and the other words that outlets have for it."""
    for said in statements:
        speaker = said.speaker.name if said.speaker else ""
        reworded = (quote.text for quote in said.quotes if quote.wording == "reworded")
        for text in dict.fromkeys((said.text, *reworded)):
            yield ToldStatement(speaker=speaker, text=text)


def _told_figure(figure: Figure) -> ToldFigure:
    values = ((value.value, value.unit) for value in figure.values)
    return ToldFigure(about=figure.about, values=tuple(dict.fromkeys(values)))


def _newest(found: Iterable[_T], most: int) -> tuple[_T, ...]:
    """Return each once, where it came first, at most so many of the last ones."""
    return tuple(dict.fromkeys(found))[-most:]
