"""Turns of a transcript or interview: who speaks, and whether they ask.

Pure on the text: a turn spans the words after its label, over paragraphs, to
the next label, but never a report that goes on below it: where most of a text
is the writer's, it is no conversation.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise

from digest.formats.label_names import TITLES, find_guest, name_labels
from digest.labels import Label, asks, find_labels, full_labels, is_loud
from digest.model import ArticleKind, Turn

ASKED_MOST = 0.6  # share of somebody's turns that end in a question mark, to count as the asker
ASKED_LEAST = 0.2  # and at most so many of the others'
FEWEST_QUESTIONS = 3  # of the asker among more than two
SPOKEN_LEAST = 0.5  # share of a text that is said in turns; below, a report quotes a few lines
LONGEST_LAST = 4  # times the longest other turn; a longer last one is the report that goes on

_LINE = re.compile(r"[^\n]+")
_LINE_BREAK = re.compile(r"\n")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
_INTERVIEW = re.compile(r"\b(?:interview|q ?& ?a|in conversation|talks to)\b", re.IGNORECASE)
# A line that is nobody's words: "(BEGIN VIDEO CLIP)", "[Music]", "END".
_ASIDE = re.compile(r"\([^()\n]{1,120}\)\.?|\[[^\[\]\n]{1,120}\]\.?|\(?END\)?|# ?# ?#|-30-|\*{3}")
_DIRECTION = (
    r"[(\[](?:(?:[Tt]hrough|[Vv]ia|[Aa]s|[Ss]peak(?:s|ing)|[Ss]poke|[Ii]n)(?: an?| the| in)? ?"
    r"(?:[Ii]nterpret|[Tt]ranslat|[A-Z][a-z]{1,9}(?:ish|ese|an|ch|ic|ew|in)\b)|[Ii]naudible|"
    r"[Ii]ndiscernible|[Ll]augh(?:s|ter|ing)\b|[Aa]pplause|[Cc]ross-?talk|[Pp]auses?\b|"
    r"[Cc]huckles|[Ss]ighs\b|[Nn]ods\b|[Oo]ff[ -]mic|[Mm]usic\b|[Gg]estures|[Cc]oughs|[Ss]miles|"
    r"[Ss]hrugs|[Ss]hakes h(?:is|er) head)[^()\[\]\n]{0,40}[)\]]"
)
_OPENING_DIRECTION = re.compile(rf"(?:{_DIRECTION})\.?\s*")
_CLOSING_DIRECTION = re.compile(rf"(?<=[.!?…—–”\"])\s{{1,3}}(?:{_DIRECTION})\.?\Z")
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b", re.IGNORECASE)
_MARKS = {"“": "”", '"': '"', "«": "»", "„": "“”"}
_ENDS = '.!?…”"’)。！？؟'
_LONGEST_DIRECTION = 100  # characters
# "― Jo Reeve, nurse" below what she says.
_SIGNATURE = re.compile(
    r"[―—–-]{1,2} ?([^\W\d_a-z][\w’'.-]*(?: [^\W\d_][\w’'.-]*){0,2} [^\W\d_a-z][\w’'-]*)"
    r"(?:, ([^.\n]{3,60}))?"
)

Span = tuple[int, int]


def find_turns(text: str, *, context: str = "") -> tuple[Turn, ...]:
    """Return the turns of the text, in order; none where it is no conversation.

    ``context`` is what stands around the text, such as its title: it may name
    in full whom the labels name by surname, and with a role.
    """
    lines = list(_LINE.finditer(text))
    labels = find_labels([line[0].strip() for line in lines])
    if not labels:
        return _signed_turns(text, lines)
    first = lines[next(iter(labels))].start()
    around = f"{context}\n{text[:first]}"
    said = _without_narration(list(_said(text, lines, labels)), text)
    if not _is_mostly_spoken([span for _, spans in said for span in spans], text, labels):
        return ()
    names = name_labels((label for label, _ in said), around=around, text=text)
    full = full_labels(names)
    turns = tuple(
        Turn(
            speaker=names[label][0],
            role=names[label][1],
            start=start,
            end=end,
            asks=asks(full[label]),
        )
        for label, spans in said
        for start, end in _runs(spans, text)
    )
    return _with_askers(turns, text, guest=find_guest(around))


def kind_of(turns: Sequence[Turn], *, labels_loud: bool, title: str = "") -> ArticleKind:
    """Return what a text with these turns is: official transcripts have loud labels."""
    if not turns:
        return "report"
    return "interview" if _INTERVIEW.search(title) or not labels_loud else "transcript"


def has_loud_labels(text: str, turns: Sequence[Turn]) -> bool:
    """Tell whether most turns are labelled in capitals."""
    loud = 0
    for turn in turns:
        before = text[max(0, turn.start - 200) : turn.start].rstrip()
        loud += is_loud(before[before.rfind("\n") + 1 :].rstrip(":： "))
    return loud * 2 > len(turns)


def _signed_turns(text: str, lines: Sequence[re.Match[str]]) -> tuple[Turn, ...]:
    """Return the words of several who sign below them; none where a report goes on between."""
    turns: list[Turn] = []
    divider = _divider(text)
    end = 0
    for line in lines:
        signed = _SIGNATURE.fullmatch(line[0].strip())
        if not signed:
            continue
        above = list(_paragraphs(text, end, line.start(), divider))
        start, stop = _signed_words(text, above if turns else above[-1:])
        end = line.end()
        if start == stop or text[start] in _MARKS or not _FIRST_PERSON.search(text[start:stop]):
            return ()
        turns.append(Turn(speaker=signed[1], role=signed[2] or "", start=start, end=stop))
    spoken = sum(turn.end - turn.start for turn in turns)
    is_page = len({turn.speaker for turn in turns}) > 1 and spoken >= SPOKEN_LEAST * len(text)
    return tuple(turns) if is_page else ()


def _signed_words(text: str, above: Sequence[Span]) -> Span:
    """Return the span of the paragraphs above a signature, without headings before them."""
    found = list(dropwhile(lambda span: text[span[1] - 1] not in _ENDS, above))
    return (found[0][0], found[-1][1]) if found else (0, 0)


def _divider(text: str) -> re.Pattern[str]:
    """Return what divides paragraphs: empty lines where there are any, else every line's end."""
    return _EMPTY_LINES if _EMPTY_LINES.search(text) else _LINE_BREAK


def _said(
    text: str, lines: Sequence[re.Match[str]], labels: dict[int, Label]
) -> Iterator[tuple[str, list[Span]]]:
    """Yield each label with the paragraphs down to the next one."""
    divider = _divider(text)
    for number, after in pairwise([*labels, len(lines)]):
        line, label = lines[number], labels[number]
        indent = len(line[0]) - len(line[0].lstrip())
        start = line.start() + indent + label.speech
        yield label.name, list(_paragraphs(text, start, lines[after - 1].end(), divider))


def _paragraphs(text: str, start: int, end: int, divider: re.Pattern[str]) -> Iterator[Span]:
    breaks = [found.span() for found in divider.finditer(text, start, end)]
    for (_, left), (right, _) in pairwise([(start, start), *breaks, (end, end)]):
        part = text[left:right]
        if part.strip():
            left += len(part) - len(part.lstrip())
            yield left, left + len(part.strip())


def _without_narration(
    said: list[tuple[str, list[Span]]], text: str
) -> list[tuple[str, list[Span]]]:
    """Take the writer's own paragraphs out of the turns that they follow."""
    told = [
        (label, _before_third_person(label, _inside_marks(spans, text), text))
        for label, spans in said
    ]
    cut = sum(1 for (_, spans), (_, kept) in zip(said, told, strict=True) if len(kept) < len(spans))
    if cut > 1:  # turns stand in the report one by one, and it goes on below each
        return [(label, spans[:1]) for label, spans in told]
    *others, (label, spans) = told
    longest = max((_length(spans) for _, spans in others), default=0)
    if len(others) > 2 and len(spans) > 1 and _length(spans) > LONGEST_LAST * longest:
        return [*others, (label, spans[:1])]
    return told


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _inside_marks(spans: list[Span], text: str) -> list[Span]:
    """Return what stands inside the marks where a turn is given in them, else the turn."""
    if not spans:
        return spans
    start, end = spans[0]
    closing = _MARKS.get(text[start], "")
    inside = text[start + 1 : end - 1]
    if end - start < 3 or text[end - 1] not in closing or any(mark in inside for mark in closing):
        return spans
    return [(start + 1, end - 1)] if closing else spans


def _before_third_person(label: str, spans: list[Span], text: str) -> list[Span]:
    """Return the paragraphs before one that speaks of the speaker by name."""
    surname = label.split(",")[0].split()[-1]
    if len(surname) < 3 or surname.lower() in TITLES or asks(label):
        return spans
    named = re.compile(rf"\b{re.escape(surname)}\b", re.IGNORECASE if is_loud(label) else 0)
    for number, (start, end) in enumerate(spans):
        part = text[start:end]
        if number and named.search(part) and not _FIRST_PERSON.search(part):
            return spans[:number]
    return spans


def _is_mostly_spoken(spans: Iterable[Span], text: str, labels: dict[int, Label]) -> bool:
    spoken = _length(spans)
    return spoken >= SPOKEN_LEAST * (len(text) - sum(label.speech for label in labels.values()))


def _runs(spans: Sequence[Span], text: str) -> Iterator[Span]:
    """Yield what is said, over paragraphs, between lines that are nobody's words."""
    run: list[Span] = []
    for span in [*spans, None]:
        if span and not _ASIDE.fullmatch(text, *span):
            run.append(span)
            continue
        if run:
            start, end = _without_directions(text, run[0][0], run[-1][1])
            if start < end:
                yield start, end
        run = []


def _without_directions(text: str, start: int, end: int) -> Span:
    """Return the span without the stage directions at its ends."""
    while opening := _OPENING_DIRECTION.match(text, start, end):
        start = opening.end()
    while closing := _CLOSING_DIRECTION.search(text, max(start, end - _LONGEST_DIRECTION), end):
        end = closing.start()
    return start, end


def _with_askers(turns: tuple[Turn, ...], text: str, *, guest: str) -> tuple[Turn, ...]:
    """Mark who only asks, where no label says so."""
    speakers = sorted({turn.speaker for turn in turns})
    if len(speakers) < 2 or any(turn.asks for turn in turns):
        return turns
    guests = [name for name in speakers if guest and name.endswith(guest)]
    if len(speakers) == 2 and len(guests) == 1:
        return tuple(replace(turn, asks=turn.speaker != guests[0]) for turn in turns)
    fewest = FEWEST_QUESTIONS if len(speakers) > 2 else 1
    counts = Counter(turn.speaker for turn in turns)
    asked = Counter(turn.speaker for turn in turns if text[turn.end - 1] in "?？؟")
    askers = {
        name
        for name in speakers
        if counts[name] >= fewest and asked[name] >= ASKED_MOST * counts[name]
    }
    others = [name for name in speakers if name not in askers]
    answers = sum(counts[name] for name in others)
    if not others or sum(asked[name] for name in others) > ASKED_LEAST * answers:
        return turns
    return tuple(replace(turn, asks=turn.speaker in askers) for turn in turns)
