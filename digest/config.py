"""What the user chose for one digest, checked in one place."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.errors import UsageError
from digest.mentions import Term, as_terms
from digest.summarizers import find_summarizer
from digest.words import words

FEWEST_WORDS, MOST_WORDS = 20, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a digest; UsageError names one that cannot be.

    ``day`` is ISO 8601; empty for the day of the newest article in ``timezone``, so
    that the same articles always give the same digest. ``words`` is about how many
    words each event's summary has; ``about`` are words that it should be about.
    ``watch`` are words or phrases, or terms with other forms, that move up the events which
    mention them.
    ``indirect`` says whether reported speech without quotation marks is printed too.
    ``jobs`` counts processes and never changes the result: None is one for the steps, and
    one for each core while pages are read.
    """

    title: str = "Daily digest"
    day: str = ""
    timezone: str = "UTC"
    words: int = 120
    summarizer: str = "lexrank"
    about: str = ""
    watch: tuple[Term | str, ...] = ()
    indirect: bool = False
    jobs: int | None = None

    def __post_init__(self) -> None:
        find_summarizer(self.summarizer)
        _check_zone(self.timezone)
        if self.day:
            _check_day(self.day)
        if not FEWEST_WORDS <= self.words <= MOST_WORDS:
            raise UsageError(f"words is {self.words}: give {FEWEST_WORDS} to {MOST_WORDS}")
        if self.jobs is not None and self.jobs < 1:
            raise UsageError(f"jobs is {self.jobs}: give 1 or more")
        _check_watch(self.watch)
        if not self.title.strip():
            raise UsageError("title is empty: give a title or leave it out")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin and times are shown."""
        return ZoneInfo(self.timezone)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as err:
        raise UsageError(f"unknown time zone '{name}' (like Europe/Berlin or UTC)") from err


def _check_watch(watch: tuple[Term | str, ...]) -> None:
    for form in (form for term in as_terms(watch) for form in term.forms):
        if not words(form):
            raise UsageError(f"watch is '{form}': give a word or a phrase")


def _check_day(day: str) -> None:
    try:
        parsed = date.fromisoformat(day)
    except ValueError as err:
        raise UsageError(f"day is not a date: '{day}' (like 2026-03-12)") from err
    if parsed.isoformat() != day:
        raise UsageError(f"day is not written as YYYY-MM-DD: '{day}'")
