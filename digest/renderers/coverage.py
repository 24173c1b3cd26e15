"""What the end of a briefing tells: who said something anywhere, and what was read.

One rule: people of two events are one only where their names are the same.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from digest.given_names import is_given_name
from digest.model import UNKNOWN_OUTLET, Digest, EventDigest
from digest.name_forms import read_name
from digest.names import is_body, is_description
from digest.renderers.printable import TITLE, clean

FEWEST_SPEAKERS = 6  # of one event; fewer are seen at a glance


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An event in which somebody speaks, and how many statements are theirs."""

    number: int
    anchor: str
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A named speaker, with the first role that is told, and the events."""

    name: str
    role: str
    events: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCount:
    """An outlet and how many of the articles are its own."""

    outlet: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read: a sentence of counts, and the outlets, the most read first."""

    told: str
    outlets: tuple[OutletCount, ...]


def index_speakers(events: Sequence[EventDigest]) -> tuple[IndexEntry, ...]:
    """Return those who are named as speakers, by surname, bodies by their whole name.

    Empty where there are so few that the event itself shows them.
    """
    found: dict[str, Counter[int]] = defaultdict(Counter)
    roles: dict[str, str] = {}
    for number, event in enumerate(events, start=1):
        for statement in event.statements:
            speaker = statement.speaker
            if speaker and _is_name(speaker.name):
                found[speaker.name][number] += 1
                roles[speaker.name] = roles.get(speaker.name) or speaker.role
    if len(events) < 2 and len(found) < FEWEST_SPEAKERS:
        return ()
    return tuple(
        IndexEntry(
            name=clean(name, limit=TITLE),
            role=clean(roles[name], limit=TITLE),
            events=tuple(
                Mention(number=number, anchor=f"event-{number}", statements=count)
                for number, count in sorted(found[name].items())
            ),
        )
        for name in sorted(found, key=_sorting)
    )


def count_coverage(digest: Digest) -> Coverage:
    """Return what the digest was made of."""
    sources = [source for event in digest.events for source in event.articles]
    counts = Counter(clean(source.outlet, limit=TITLE) or UNKNOWN_OUTLET for source in sources)
    copies = sum(source.copy_of is not None for source in sources)
    undated = sum(source.published is None for source in sources)
    told = [
        f"{_counted(len(sources), 'article')} of {_counted(len(counts), 'outlet')}",
        *([f"{_counted(copies, 'copy', 'copies')} among them"] if copies else []),
        *([f"{undated:,} undated"] if undated else []),
        f"{_counted(len(digest.events), 'event')}",
        f"{_counted(len(digest.skipped), 'gap')}" if digest.skipped else "no gaps",
    ]
    by_count = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Coverage(
        told=", ".join(told),
        outlets=tuple(OutletCount(outlet=name, articles=count) for name, count in by_count),
    )


def _is_name(name: str) -> bool:
    """Tell whether the name is one by which a reader looks somebody up."""
    return not is_description(name) and not name.rpartition(" ")[2][:1].islower()


def _sorting(name: str) -> tuple[str, str]:
    """Return the surname, where the name's language has it, then the name."""
    read = read_name(name)
    if is_body(name) or not read.units:
        return name.lower(), name
    for way in read.east_asian:  # "Jo Keil" may be read so, too
        if len(way.given) > 1 or not is_given_name(way.family):
            return way.family, name
    return read.units[-1].core, name


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"
