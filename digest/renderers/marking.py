"""Mark watched words where an event's sentences, statements and title print them.

One rule: no letter changes. The words are cut into pieces that, joined, are
the words; a template marks some of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.mentions import find_forms
from digest.renderers.shown import EventView, Line, Piece, SaidView, SpeakerView, Words


def mark_event(event: EventView, forms: Sequence[str]) -> EventView:
    """Return the event with these words marked, whole and whatever their capitals."""
    if not forms:
        return event
    return replace(
        event,
        title=mark_words(event.title, forms),
        lead=_mark_line(event.lead, forms) if event.lead else None,
        summary=tuple(_mark_line(line, forms) for line in event.summary),
        speakers=tuple(_mark_speaker(speaker, forms) for speaker in event.speakers),
    )


def mark_words(words: Words, forms: Sequence[str]) -> Words:
    """Return the words with their pieces."""
    pieces = tuple(_cut(words.text, forms))
    return replace(words, pieces=pieces) if any(piece.watched for piece in pieces) else words


def _cut(text: str, forms: Sequence[str]) -> Iterator[Piece]:
    at = 0
    for start, end in find_forms(text, forms):
        if at < start:
            yield Piece(text=text[at:start], watched=False)
        yield Piece(text=text[start:end], watched=True)
        at = end
    if at < len(text):
        yield Piece(text=text[at:], watched=False)


def _mark_line(line: Line, forms: Sequence[str]) -> Line:
    return replace(line, words=mark_words(line.words, forms))


def _mark_speaker(speaker: SpeakerView, forms: Sequence[str]) -> SpeakerView:
    return replace(speaker, said=tuple(_mark_said(said, forms) for said in speaker.said))


def _mark_said(said: SaidView, forms: Sequence[str]) -> SaidView:
    others = tuple(replace(form, words=mark_words(form.words, forms)) for form in said.forms)
    return replace(said, words=mark_words(said.words, forms), forms=others)
