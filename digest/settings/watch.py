"""Settings of what the digest is about: sections, and what is watched."""

from typing import Annotated, ClassVar

from digest.settings.kinds import Count, Language, Line, Phrase
from digest.settings.tables import Table, told


class Section(Table, frozen=True, kw_only=True):
    """A part of the digest: one [[sections]] for each, in their order. An event goes to the
    first that any of its rules fits; what fits none comes last.
    """

    name: Annotated[Line, told("Its heading.", "Harbor")]
    words: Annotated[
        tuple[Phrase, ...],
        told("Words or phrases of which an article of the event has one.", ["port", "dock strike"]),
    ] = ()
    outlets: Annotated[
        tuple[Line, ...], told("Outlets of which one reports the event.", ["The Herald"])
    ] = ()
    languages: Annotated[
        tuple[Language, ...], told("Languages in which one of its articles is written.", ["pt"])
    ] = ()
    sources: Annotated[
        tuple[Line, ...],
        told("Names of sources from which one of its articles comes.", ["The Herald's feed"]),
    ] = ()
    most_events: Annotated[
        Count | None, told("How many events it has at most; all if unset.", 10)
    ] = None


class Watch(Table, frozen=True, kw_only=True):
    """What is watched: one [[watch]] for each name, word or phrase. Events that mention it
    come sooner. A plain list of terms does for a start.
    """

    in_short: ClassVar[str] = "term"

    term: Annotated[Phrase, told("The name, word or phrase.", "Oru Bay")]
    aliases: Annotated[
        tuple[Phrase, ...], told("What it is also called.", ["Orubai", "Bay of Oru"])
    ] = ()
    highlight: Annotated[bool, told("Whether it is marked where it is printed.")] = True
    section: Annotated[
        bool, told("Whether the events that mention it are a section of their own.")
    ] = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The term and what it is also called, each once."""
        return tuple(dict.fromkeys((self.term, *self.aliases)))
