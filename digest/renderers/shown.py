"""What the templates of page, PDF, mail and text are given: a digest as its readers see it.

One rule: every string in here is clean (no control characters, no unsafe
link, no endless word), so that no template has to think of it. Escaping is
the templates' own work.
"""

from dataclasses import dataclass
from itertools import groupby

from digest.renderers.coverage import Coverage, IndexEntry
from digest.renderers.drawings import Overlap, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of somebody's words, which is marked where it is ``watched``."""

    text: str
    watched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Somebody's words. ``lang`` and ``dir`` are "" where they are those of the digest.

    ``pieces`` are the same words letter by letter, empty where nothing in them is watched.
    """

    text: str
    lang: str = ""
    dir: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source in the list of its event.

    ``link`` is "" where there is none to follow, ``note`` then says why one
    that was given is not shown. ``repeats`` names the source that gave the
    same link before. ``shares`` says with which others it has text in common.
    """

    number: int
    anchor: str
    outlet: str
    title: Words
    derived: bool
    when: str
    link: str
    note: str
    repeats: str
    authors: str
    kind: str
    copy_of: str
    shares: str

    @property
    def label(self) -> str:
        """What a reader sees of the source when pointing at its number."""
        return f"{self.outlet}, {self.when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence with the sources that carry it.

    ``voices`` says how many outlets they are, "" where one.
    """

    words: Words
    sources: tuple[SourceView, ...]
    voices: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """Other words for a statement, with the outlets that have them."""

    words: Words
    outlets: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """A statement; ``voices`` as in ``Line``.

    ``reported`` words stand in no marks. ``differs`` and ``forms`` tell how other outlets
    have them, ``disputed`` whom else they are given to; each is empty where all agree.
    """

    words: Words
    anchor: str
    reported: bool
    via: str
    outlets: str
    voices: str
    sources: tuple[SourceView, ...]
    differs: str
    forms: tuple[FormView, ...]
    disputed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerView:
    """A speaker with all that is quoted. The ``name`` of nobody is "unattributed"."""

    name: str
    role: str
    aliases: str
    known: bool
    said: tuple[SaidView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """What different numbers are put to, and the numbers with their sources."""

    about: str
    values: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event. ``lead`` is its first sentence, cut to the top box; None without a summary.

    ``update`` says when an event that goes on was told, ``watched`` which watched terms it
    mentions; both in words, and "" where there is nothing to say. ``section`` is its heading.
    """

    number: int
    anchor: str
    title: Words
    reported: str
    when: str
    lead: Line | None
    summary: tuple[Line, ...]
    figures: tuple[FigureView, ...]
    speakers: tuple[SpeakerView, ...]
    timeline: Timeline | None
    overlap: Overlap | None
    sources: tuple[SourceView, ...]
    update: str = ""
    watched: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """Events under one heading, which is "" where the digest has no sections."""

    name: str
    anchor: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedView:
    """What was left out, where, and why."""

    item: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """The whole briefing. ``top`` is empty where one event needs no box above it.

    ``has_sections`` says whether its events stand under headings, ``has_marks`` whether
    words of it are marked.
    """

    language: str
    title: str
    short_title: str
    day: str
    short_day: str
    zone: str
    period: str
    events: tuple[EventView, ...]
    top: tuple[EventView, ...]
    index: tuple[IndexEntry, ...]
    coverage: Coverage
    skipped: tuple[SkippedView, ...]
    verified: str
    sound: bool
    has_sections: bool = False
    has_marks: bool = False

    @property
    def has_updates(self) -> bool:
        """Whether an event goes on with one of an earlier digest."""
        return any(event.update for event in self.events)

    @property
    def sections(self) -> tuple[SectionView, ...]:
        """The events by section, all under one without a heading where there are none."""
        groups = groupby(self.events, key=lambda event: event.section)
        return tuple(
            SectionView(name=name, anchor=f"section-{number}", events=tuple(events))
            for number, (name, events) in enumerate(groups, start=1)
        )
