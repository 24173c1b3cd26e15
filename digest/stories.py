"""Tell which events go on with an event of an earlier digest.

One rule: names link, days do not part. A follow-up of last month is told by
the rare names and telling words that it shares, whatever lies between, up to
a year. Two events of one type have a type in common, and other names: what
each puts first, the other lacks.

The weights were learned on labelled events, cut into days: is the piece of
today of one event with the piece of an earlier day?
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import islice
from math import exp, log, log1p, sqrt

from digest.model import Article, Event
from digest.names import FEMALE_NAMES, MALE_NAMES, NOT_PERSONS, TITLES
from digest.telling import background_holders, plain_word, telling_names, telling_terms
from digest.words import document_count, document_frequency

LINKED = 0.7  # probability from which a link is made
# Which share of the first names must meet where no person does: words alone, which a type of
# event shares, link nothing. On labelled events it cost no link.
FEWEST_MET = 0.3
LONGEST_PAUSE = 365  # days; what returns after a year is an anniversary or another event
_MOST_CANDIDATES = 12  # earlier events that are compared in full; 25 gave the same links
_COMMON, _COMMON_SHARE = 50, 0.05  # events with a name, from which it finds no candidates
_NAME_FADING = 5  # ranks after which a name counts half
# How many documents of the background each earlier event with the word is worth.
_NAME_HOLDER, _TERM_HOLDER = 4, 2
_FIRST_NAMES, _FIRST_TERMS, _PERSONS_AMONG = 6, 5, 12
_MOST_SHARED_PERSONS = 4
_SHOWN_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierEvent:
    """What is kept of an event to know it again, small enough for thousands.

    ``since`` and ``last`` are the days of its first and last publication, ISO 8601, ""
    for undated. ``names`` and ``terms`` (stems) come most telling first.
    ``articles`` are the marks of its articles, as ``mark_article`` makes them.
    """

    id: str
    since: str
    last: str
    title: str
    names: tuple[str, ...]
    terms: tuple[str, ...]
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """Event ``event`` goes on with earlier event ``follows``, known since that day.

    ``same`` is true where the first article stood in the earlier event: then the
    event keeps that id. ``score`` is the probability of the link, ``reasons`` say
    why in plain words.
    """

    event: str
    follows: str
    since: str
    score: float
    reasons: tuple[str, ...]
    same: bool = False


def remember_event(event: Event, *, link: StoryLink | None = None) -> EarlierEvent:
    """Return what later digests need to know of the event.

    With the ``link`` that was found for it, its story goes on: it is known since the day
    that the link tells, and under the earlier id where it is the same event.
    """
    days = _days(event)
    return EarlierEvent(
        id=link.follows if link and link.same else event.id,
        since=(link.since if link else "") or (days[0] if days else ""),
        last=days[-1] if days else "",
        title=_title(event),
        names=telling_names(event.articles),
        terms=telling_terms(event.articles),
        articles=tuple(mark_article(prepared.article) for prepared in event.articles),
    )


def mark_article(article: Article) -> str:
    """Return a short mark that an article of the same outlet and text has again."""
    return sha256(f"{article.outlet}\n{article.text}".encode()).hexdigest()[:12]


def link_events(events: Sequence[Event], earlier: Sequence[EarlierEvent]) -> tuple[StoryLink, ...]:
    """Return at most one link an event, to the earlier event that it goes on, by event id.

    Of several events whose first article stood in one earlier event, one keeps its id:
    the one that bears it, else the one with most of its articles. ``earlier`` are the
    events of earlier digests, not of this one. The order of neither changes the result.
    """
    ordered = sorted(earlier, key=lambda one: (one.id, one.since, one.last, one.names))
    today = {event.id: remember_event(event) for event in sorted(events, key=lambda e: e.id)}
    kept = _kept_ids(today, ordered)
    archive = _Archive(ordered)
    links = (
        _continued(one, kept[one.id]) if one.id in kept else archive.find_link(one)
        for one in today.values()
    )
    return tuple(link for link in links if link)


def _continued(one: EarlierEvent, kept: tuple[EarlierEvent, bool]) -> StoryLink:
    earlier, same = kept
    return StoryLink(
        event=one.id,
        follows=earlier.id,
        since=earlier.since or one.since,
        score=1.0,
        reasons=("its first article stood in the earlier event",),
        same=same,
    )


def _kept_ids(
    today: Mapping[str, EarlierEvent], earlier: Sequence[EarlierEvent]
) -> dict[str, tuple[EarlierEvent, bool]]:
    """Return the earlier event that holds each event's first article, and who keeps its id."""
    homes: dict[str, list[EarlierEvent]] = defaultdict(list)
    for one in earlier:
        for mark in one.articles:
            homes[mark].append(one)
    found = {
        one.id: min(
            homes[one.articles[0]], key=lambda home: (home.id != one.id, home.since, home.id)
        )
        for one in today.values()
        if one.articles and one.articles[0] in homes
    }
    keepers: dict[str, str] = {}
    for event, home in sorted(found.items(), key=lambda pair: _claim(today[pair[0]], pair[1])):
        keepers.setdefault(home.id, event)
    return {event: (home, keepers[home.id] == event) for event, home in found.items()}


def _claim(one: EarlierEvent, home: EarlierEvent) -> tuple[bool, int, str]:
    """Order events by their right to the id of their home."""
    return (one.id != home.id, -len(set(one.articles) & set(home.articles)), one.id)


# What an event is remembered by


def _days(event: Event) -> list[str]:
    return sorted(p.article.published[:10] for p in event.articles if p.article.published)


def _title(event: Event) -> str:
    """Return the first title that an outlet gave, else the first of all."""
    titled = [p.article for p in event.articles if p.article.title]
    given = [article for article in titled if not article.title_derived]
    return (given or titled)[0].title if titled else ""


# How two remembered events compare

# Weights of what ``compare`` returns, in its order, after the constant.
_CONSTANT = -8.83
_WEIGHTS = (1.5, 3.76, 1.9, 3.72, 3.34, -2.74)


class _Profile:
    """An event with the weights of its names' words and of its terms."""

    def __init__(self, event: EarlierEvent, archive: "_Archive") -> None:
        self.event = event
        self.runs = tuple(tuple(filter(None, map(plain_word, n.split(" ")))) for n in event.names)
        self.names: dict[str, float] = {}  # a word counts as in the first name that has it
        for rank, run in enumerate(self.runs):
            for word in run:
                if word not in self.names:
                    self.names[word] = archive.name_rarity(word) / (1 + rank / _NAME_FADING)
        self.terms = frozenset(event.terms)

    @cached_property
    def persons(self) -> tuple[tuple[str, ...], ...]:
        return tuple(run for run in self.runs[:_PERSONS_AMONG] if _is_person(run))

    @cached_property
    def name_length(self) -> float:
        return sqrt(sum(weight**2 for weight in self.names.values()))


class _Archive:
    """Earlier events, found by the words of their names."""

    def __init__(self, earlier: Sequence[EarlierEvent]) -> None:
        self._size = len(earlier)
        self._name_holders = Counter(
            word
            for one in earlier
            for word in {plain_word(part) for name in one.names for part in name.split(" ")}
        )
        self._term_holders = Counter(term for one in earlier for term in one.terms)
        self._name_rarities: dict[str, float] = {}
        self._profiles = [_Profile(one, self) for one in earlier]
        self._found_by: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, profile in enumerate(self._profiles):
            for word, weight in profile.names.items():
                self._found_by[word].append((number, weight))

    def name_rarity(self, word: str) -> float:
        """Return how much the word of a name tells, in the background and among the events."""
        if word not in self._name_rarities:
            held = _NAME_HOLDER * self._name_holders[word]
            total = document_count() + 1 + _NAME_HOLDER * self._size
            self._name_rarities[word] = log(total / (max(background_holders(word), 1) + held))
        return self._name_rarities[word]

    def term_rarity(self, term: str) -> float:
        """Return how much the stem tells, in the background and among the events."""
        total = document_count() + 1 + _TERM_HOLDER * self._size
        known = max(document_frequency().get(term, 0), 1)
        return log(total / (known + _TERM_HOLDER * self._term_holders[term]))

    def find_link(self, event: EarlierEvent) -> StoryLink | None:
        """Return the link to the earlier event that this one most likely goes on, if any."""
        mine = _Profile(event, self)
        scored = [(self._likelihood(mine, theirs), theirs) for theirs in self._candidates(mine)]
        if not scored:
            return None
        score, best = max(scored, key=lambda one: (one[0], one[1].event.last, one[1].event.id))
        if score < LINKED:
            return None
        return StoryLink(
            event=event.id,
            follows=best.event.id,
            since=best.event.since or event.since,
            score=score,
            reasons=self._reasons(mine, best),
        )

    def _candidates(self, mine: _Profile) -> list[_Profile]:
        shared: dict[int, float] = defaultdict(float)
        for word, weight in mine.names.items():
            found = self._found_by.get(word, ())
            if len(found) <= max(_COMMON, _COMMON_SHARE * self._size):
                for number, theirs in found:
                    shared[number] += weight * theirs
        ordered = sorted(shared, key=lambda number: (-round(shared[number], 9), number))
        profiles = map(self._profiles.__getitem__, ordered)
        near = (one for one in profiles if _may_follow(mine.event, one.event))
        return list(islice(near, _MOST_CANDIDATES))

    def _likelihood(self, mine: _Profile, theirs: _Profile) -> float:
        evidence = self.compare(mine, theirs)
        persons, _, first_names = evidence[:3]
        if not persons and first_names < FEWEST_MET:
            return 0.0
        told = sum(w * value for w, value in zip(_WEIGHTS, evidence, strict=True))
        return round(1 / (1 + exp(-_CONSTANT - told)), 6)

    def compare(self, mine: _Profile, theirs: _Profile) -> tuple[float, ...]:
        """Return what speaks for one story, each about 0 to 1, and last what speaks against."""
        rarest = max((self.name_rarity(w) for w in mine.names if w in theirs.names), default=0.0)
        return (
            _shared_persons(mine, theirs),
            rarest / 8,
            max(_first_names_met(mine, theirs), _first_names_met(theirs, mine)),
            _names_alike(mine, theirs),
            self.telling_terms_shared(mine, theirs),
            min(_strange_terms(mine, theirs), _strange_terms(theirs, mine)),
        )

    def telling_terms_shared(self, mine: _Profile, theirs: _Profile) -> float:
        shared = sorted(
            (self.term_rarity(term) for term in mine.terms if term in theirs.terms), reverse=True
        )
        return log1p(sum(shared[:8]) / 8)

    def _reasons(self, mine: _Profile, theirs: _Profile) -> tuple[str, ...]:
        """Say which names both have, the rarest first, and how long the earlier one rested."""
        shared = _shared_names(mine, theirs)
        shared.sort(
            key=lambda name: (-max(map(self.name_rarity, map(plain_word, name.split()))), name)
        )
        named = ", ".join(_without_parts(shared)[:_SHOWN_NAMES])
        both = sum(term in theirs.terms for term in mine.event.terms)
        reasons = [
            f"both name {named}",
            f"{both} of its {len(mine.terms)} telling words are shared",
        ]
        days = _pause(mine.event, theirs.event)
        if days is not None and days > 0:
            reasons.append(f"{days} day{'s' * (days > 1)} after the last article")
        return tuple(reasons)


def _may_follow(event: EarlierEvent, earlier: EarlierEvent) -> bool:
    """Tell whether the days allow it: not before the earlier event began, nor a year after."""
    if event.last and earlier.since and event.last < earlier.since:
        return False
    pause = _pause(event, earlier)
    return pause is None or pause <= LONGEST_PAUSE


def _pause(event: EarlierEvent, earlier: EarlierEvent) -> int | None:
    if not event.since or not earlier.last:
        return None
    return (date.fromisoformat(event.since) - date.fromisoformat(earlier.last)).days


def _shared_persons(mine: _Profile, theirs: _Profile) -> float:
    """Return how many persons of either bear a surname that the other names."""
    met = sum(run[-1] in theirs.names for run in mine.persons)
    met += sum(run[-1] in mine.names for run in theirs.persons)
    return min(met, _MOST_SHARED_PERSONS) / _MOST_SHARED_PERSONS


def _first_names_met(one: _Profile, other: _Profile) -> float:
    """Return which share of the first names of one the other has, by what they tell."""
    told = met = 0.0
    for run in filter(None, one.runs[:_FIRST_NAMES]):
        weight = max(one.names[word] for word in run)
        told += weight
        met += weight * sum(word in other.names for word in run) / len(run)
    return met / told if told else 0.0


def _strange_terms(one: _Profile, other: _Profile) -> float:
    """Return which share of the first terms of one the other lacks."""
    first = one.event.terms[:_FIRST_TERMS]
    return sum(term not in other.terms for term in first) / _FIRST_TERMS


def _names_alike(one: _Profile, other: _Profile) -> float:
    shared = sum(
        told * other.names[word] for word, told in one.names.items() if word in other.names
    )
    return shared / (one.name_length * other.name_length) if shared else 0.0


def _shared_names(mine: _Profile, theirs: _Profile) -> list[str]:
    """Return the names that both have, or what both have of them."""
    found = []
    for name in mine.event.names:
        both = [word for word in name.split(" ") if plain_word(word) in theirs.names]
        if both:
            found.append(" ".join(both))
    return found


def _without_parts(names: Sequence[str]) -> list[str]:
    """Leave out a name whose words a name before it, or a longer one, has."""
    sets = [set(name.split(" ")) for name in names]
    return [
        name
        for i, name in enumerate(names)
        if not any(
            sets[i] < other or (sets[i] == other and j < i)
            for j, other in enumerate(sets)
            if j != i
        )
    ]


def _is_person(run: tuple[str, ...]) -> bool:
    kept = tuple(word for word in run if word not in TITLES)
    given = kept[:1] and (kept[0] in MALE_NAMES or kept[0] in FEMALE_NAMES)
    return bool(given) and 2 <= len(kept) <= 4 and NOT_PERSONS.isdisjoint(kept)
