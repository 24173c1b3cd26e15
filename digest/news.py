"""What is new in the events of today: an update tells only what no earlier digest told.

One rule: an update stands by itself. All that it prints stands in articles that
it lists, and what it counts are these; of an earlier digest it says no more than
the days on which that told the event.

Listed are the articles that add something: a sentence, a statement. Beside them
stand only originals of today that such an article copies, so that a copy never
counts as a voice of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, pairwise
from typing import Any

from digest.config import Settings
from digest.heard import Bag, Heard, bag_of, numbers_in, unpack_bag
from digest.importance import score_event
from digest.model import (
    Event,
    EventDigest,
    Prepared,
    Sentence,
    Skipped,
    Statement,
    UpdateOf,
)
from digest.standing import SHORTEST
from digest.steps import digest_event, tell_event
from digest.stories import link_events, mark_article
from digest.told import ToldEvent, ToldWords, joined, remember
from digest.words import count_words, terms_and_stems, words

__all__ = [
    "News",
    "ToldEvent",
    "digest_news",
    "find_news",
    "follow_events",
    "remember",
    "remember_news",
    "what_is_new",
]

# Share of a sentence's stems that one heard sentence has, from which it says no news. Known names
# are left out: they are all that a verdict has in common with the accident. A new name counts.
SAID = 0.5
# What turns a story, even where the rest of the sentence was heard ("is fighting for her life",
# "has died"): such a word is news when the story has had none of its line.
_TURNS = """
    dead death deadly died fatal fatally killed
    arrested custody detained jailed
    charged indicted sued
    acquitted convicted guilty sentenced
    confessed pleaded surrendered
    missing vanished
    freed released rescued
    dismissed fired ousted resigned
    agreed approved signed
    banned rejected vetoed
    canceled cancelled postponed suspended
    elected defeated
""".strip().splitlines()
_CAPITAL_NOUNS = frozenset({"de", "lb"})
_SHORTEST_QUOTE = 4  # words; a shorter quote is no statement by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An event of today, what earlier digests told of it, and what this one tells.

    The event has the id under which it is told. ``told`` is None for a new event,
    ``digest`` where there is no news.
    """

    event: Event
    told: ToldEvent | None
    digest: EventDigest | None

    def remembered(self, day: str) -> ToldEvent:
        """Return what later digests need to know, after this one, of that day, was made."""
        return remember(self.event, self.digest, self.told, day)

    @property
    def note(self) -> Skipped | None:
        """What is said of an event that is left out."""
        if self.digest is not None or self.told is None:
            return None
        count = len(self.event.articles)
        reason = f"{count} article{'s' * (count > 1)} without news since {self.told.last}"
        return Skipped(item=self.told.title, step="note", reason=reason)


def digest_news(
    events: Sequence[Event], told_events: Sequence[ToldEvent], settings: Settings
) -> tuple[EventDigest, ...]:
    """Return what is printed: new events whole, of the others what is new, if anything.

    The order of neither changes what is told of an event; scores lack their recency.
    """
    found = find_news(events, told_events, settings)
    return tuple(one.digest for one in found if one.digest)


def find_news(
    events: Sequence[Event],
    told_events: Sequence[ToldEvent],
    settings: Settings,
    *,
    mapper: Callable[..., Iterable[Any]] = map,
) -> tuple[News, ...]:
    """Return the events, in their order, with what was told and what is to be told."""
    followed = follow_events(events, told_events)
    return tuple(mapper(partial(_tell, settings=settings), followed))


def remember_news(
    found: Iterable[News], day: str, *, printed: Collection[str] | None = None
) -> tuple[ToldEvent, ...]:
    """Return what later digests need to know after that of the day, one for each id, by id.

    Several events may go on with one, or repeat it: what was told of all of them is kept.
    ``printed`` are the ids of the events that found room in the digest, all where it is None;
    what found none was not told, and may still be told tomorrow.
    """
    kept: dict[str, ToldEvent] = {}
    for news in sorted(found, key=lambda one: (one.digest is not None, one.event.id)):
        if news.digest is None or printed is None or news.digest.id in printed:
            now = news.remembered(day)
            kept[now.id] = joined(now, kept[now.id]) if now.id in kept else now
    return tuple(kept[key] for key in sorted(kept))


def follow_events(
    events: Sequence[Event], told_events: Sequence[ToldEvent]
) -> tuple[tuple[Event, ToldEvent | None], ...]:
    """Return each event with all that was told of its story, None for a new one.

    An event whose first article was told keeps the id under which it was.
    """
    by_id = {one.id: one for one in told_events}
    stories: dict[str, list[ToldEvent]] = defaultdict(list)
    for one in told_events:
        stories[one.story].append(one)
    links = {link.event: link for link in link_events(events, [t.earlier for t in told_events])}
    found: list[tuple[Event, ToldEvent | None]] = []
    for event in events:
        link = links.get(event.id)
        if link is None:
            found.append((event, None))
            continue
        kept = replace(event, id=link.follows) if link.same else event
        found.append((kept, _whole_story(by_id[link.follows], stories)))
    return tuple(found)


def what_is_new(event: Event, told: ToldEvent, settings: Settings) -> EventDigest | None:
    """Return what is printed of an event that earlier digests told, None without news.

    New are sentences that say what no sentence of an article told before said, or another
    number of the same; statements; and figures that differ.
    """
    reader = _Reader(told, event)
    news = _newsworthy(event, reader)
    if news is None:
        return None
    digest = tell_event(
        news,
        settings,
        own=_own(news, reader),
        known=reader.known,
        news={(one.article, one.start) for one in _sentences(news) if reader.is_news(one)},
    )
    digest = _only_new(digest, reader)
    if not (digest.summary or digest.statements or digest.figures):
        return None
    articles = [prepared.article for prepared in news.articles]
    score, reasons = score_event(
        articles, digest.statements, independent=digest.independent, watch=settings.watch
    )
    update = UpdateOf(id=told.id, title=told.title, since=told.since, last=told.last)
    return replace(digest, score=score, reasons=reasons, update_of=update)


def _tell(followed: tuple[Event, ToldEvent | None], settings: Settings) -> News:
    event, told = followed
    digest = digest_event(event, settings) if told is None else what_is_new(event, told, settings)
    return News(event=event, told=told, digest=digest)


def _whole_story(told: ToldEvent, stories: Mapping[str, Iterable[ToldEvent]]) -> ToldEvent:
    """Return what was told under all ids that the story has had, the oldest first."""
    others = (one for one in stories[told.story] if one.id != told.id)
    return joined(told, *sorted(others, key=lambda one: (one.last, one.id)))


class _Reader:
    """One who has read the earlier digests, and all articles behind them."""

    def __init__(self, told: ToldEvent, event: Event) -> None:
        self._articles = frozenset(told.articles)
        old = [one for each in event.articles if not self.is_new(each) for one in each.sentences]
        again = [*told.sentences, *(one.text for one in old)]
        bags = [*map(unpack_bag, told.heard), *(bag_of(terms_and_stems(one)[1]) for one in again)]
        numbers = (number for text in again for number in numbers_in(text))
        self._heard = Heard(bags, (*told.numbers, *numbers))
        unheard = (line for line in _turns() if not any(map(self._heard.holds, line)))
        self._turns: Bag = frozenset(chain.from_iterable(unheard))
        self._names = frozenset(filter(self._heard.holds, bag_of(_name_stems(event))))
        self.words = ToldWords(told)
        repeated = (one.text for one in _sentences(event) if not self.is_news(one))
        self.known = tuple(dict.fromkeys((*told.sentences, *repeated)))

    def is_new(self, prepared: Prepared) -> bool:
        """Tell whether the article was told by no earlier digest."""
        return mark_article(prepared.article) not in self._articles

    def is_news(self, sentence: Sentence) -> bool:
        """Tell whether it says what no sentence heard says, another number, or a turn of events."""
        every = bag_of(sentence.stems)
        telling = every - self._names or every
        if self._heard.share(telling) < SAID or not every.isdisjoint(self._turns):
            return True
        return self._heard.counts_otherwise(sentence.text)

    def adds(self, prepared: Prepared) -> bool:
        """Tell whether the article has a sentence or a quote that may be printed as new."""
        return any(self._new_quotes(prepared)) or any(
            count_words(one.text) >= SHORTEST and self.is_news(one) for one in prepared.sentences
        )

    def _new_quotes(self, prepared: Prepared) -> Iterator[bool]:
        for quote in prepared.quotes:
            long_enough = len(words(quote.text)) >= _SHORTEST_QUOTE
            yield long_enough and not self.words.has_said([quote.text], quote.speaker or "")


@cache
def _turns() -> tuple[Bag, ...]:
    return tuple(bag_of(terms_and_stems(line)[1]) for line in _TURNS)


def _newsworthy(event: Event, reader: _Reader) -> Event | None:
    """Return the event as it is told by the articles that add something, None without any."""
    adding = {one.article.id for one in event.articles if reader.is_new(one) and reader.adds(one)}
    if not adding:
        return None
    listed = adding | {original for copy, original in event.copies if copy in adding}
    return replace(
        event,
        articles=tuple(one for one in event.articles if one.article.id in listed),
        copies=tuple((copy, one) for copy, one in event.copies if copy in listed and one in listed),
    )


def _own(news: Event, reader: _Reader) -> Sequence[Prepared]:
    """Return the new articles, without the copies of one another.

    A copy of an article that was told is one that goes on with it, and has news.
    """
    new = {one.article.id for one in news.articles if reader.is_new(one)}
    copies = {copy for copy, original in news.copies if original in new}
    return [one for one in news.articles if one.article.id in new - copies]


def _only_new(digest: EventDigest, reader: _Reader) -> EventDigest:
    new = [one for one in digest.statements if not _was_said(one, reader.words)]
    return replace(
        digest,
        statements=tuple(one for one in digest.statements if one in new or _is_rival(one, new)),
        figures=tuple(one for one in digest.figures if not reader.words.has_figure(one)),
    )


def _was_said(statement: Statement, told: ToldWords) -> bool:
    return told.has_said([statement.text], statement.speaker.name if statement.speaker else "")


def _is_rival(statement: Statement, new: Iterable[Statement]) -> bool:
    """Tell whether a new statement gives the words of this one to somebody else."""
    disputed = {other.name for other in statement.disputed}
    return any(
        one.speaker is not None
        and one.speaker.name in disputed
        and statement.speaker is not None
        and statement.speaker.name in {other.name for other in one.disputed}
        for one in new
    )


def _name_stems(event: Event) -> Iterator[str]:
    """Yield the stems of words with a capital inside a sentence; German gives it to all nouns."""
    for prepared in event.articles:
        if prepared.article.language in _CAPITAL_NOUNS:
            continue
        for sentence in prepared.sentences:
            for before, word in pairwise(sentence.text.split()):
                inside = before[-1].isalpha() or before[-1] == ","
                if inside and word[0].isupper() and not word.isupper():
                    yield from terms_and_stems(word)[1]


def _sentences(event: Event) -> Iterator[Sentence]:
    for prepared in event.articles:
        yield from prepared.sentences
