"""Turns of a transcript or interview: who speaks, and whether they ask.

Pure on the text: a turn spans the words after its label, over paragraphs, to
the next label. Labels are made readable; a surname is completed only where
the text names one such person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from digest.labels import Label, asks, find_labels, is_loud
from digest.model import ArticleKind, Turn

ASKED_MOST = 0.6  # share of somebody's turns that end in a question mark, to count as the asker
ASKED_LEAST = 0.2  # and at most so many of the other's

_LINE = re.compile(r"[^\n]+")
_HONORIFIC = re.compile(r"(?:mr|mrs|ms|miss|dr|prof|sir|dame|lord|lady)\.? ", re.IGNORECASE)
_TITLES = frozenset(
    "president vice prime minister secretary foreign defense defence admiral general ambassador "
    "governor senator chairman chair chancellor premier director colonel captain mayor spokesman "
    "spokeswoman spokesperson official officials press king queen prince commissioner".split()
)
_NO_GIVEN_NAME = _TITLES | frozenset(
    "the and but when for with said says that mr mrs ms dr".split()
)
_SMALL = frozenset("of the and for de van von der in to".split())
_INTERVIEW = re.compile(r"\b(?:interview|q ?& ?a|in conversation|talks to)\b", re.IGNORECASE)
_UNNAMED = {"Q": "Reporter", "QUESTION": "Reporter", "QUESTIONS": "Reporter", "A": ""}


def find_turns(text: str, *, context: str = "") -> tuple[Turn, ...]:
    """Return the turns of the text, in order; none where it is no conversation.

    ``context`` is what stands around the text, such as its title: it may name
    in full whom the labels name by surname, and with a role.
    """
    lines = list(_LINE.finditer(text))
    labels = find_labels([line[0].strip() for line in lines])
    if not labels:
        return ()
    first = lines[next(iter(labels))].start()
    around = f"{context}\n{text[:first]}"
    names = {
        label.name: _speaker(label.name, around, text) for label in dict.fromkeys(labels.values())
    }
    return _with_askers(tuple(_turns(text, lines, labels, names)), text)


def kind_of(turns: Sequence[Turn], *, labels_loud: bool, title: str = "") -> ArticleKind:
    """Return what a text with these turns is: official transcripts have loud labels."""
    if not turns:
        return "report"
    return "interview" if _INTERVIEW.search(title) or not labels_loud else "transcript"


def has_loud_labels(text: str, turns: Sequence[Turn]) -> bool:
    """Tell whether most turns are labelled in capitals."""
    loud = 0
    for turn in turns:
        line = text[text.rfind("\n", 0, turn.start) + 1 : turn.start].strip()
        loud += is_loud(line.rstrip(":： "))
    return loud * 2 > len(turns)


def _turns(
    text: str,
    lines: Sequence[re.Match[str]],
    labels: dict[int, Label],
    names: dict[str, tuple[str, str]],
) -> Iterator[Turn]:
    numbers = [*labels, len(lines)]
    for number, after in pairwise(numbers):
        line, label = lines[number], labels[number]
        indent = len(line[0]) - len(line[0].lstrip())
        start = line.start() + indent + label.speech
        spoken = text[start : lines[after - 1].end()]
        start += len(spoken) - len(spoken.lstrip())
        if spoken.strip():
            name, role = names[label.name]
            end = start + len(spoken.strip())
            yield Turn(speaker=name, role=role, start=start, end=end, asks=asks(label.name))


def _with_askers(turns: tuple[Turn, ...], text: str) -> tuple[Turn, ...]:
    """Mark the one of two who only asks, where no label says so."""
    speakers = sorted({turn.speaker for turn in turns})
    if len(speakers) != 2 or any(turn.asks for turn in turns):
        return turns
    least, most = sorted(speakers, key=lambda name: (_share_asked(turns, name, text), name))
    if _share_asked(turns, most, text) < ASKED_MOST:
        return turns
    if _share_asked(turns, least, text) > ASKED_LEAST:
        return turns
    return tuple(replace(turn, asks=turn.speaker == most) for turn in turns)


def _share_asked(turns: Sequence[Turn], speaker: str, text: str) -> float:
    ends = [text[turn.end - 1] in "?？؟" for turn in turns if turn.speaker == speaker]
    return sum(ends) / len(ends)


def _speaker(label: str, around: str, text: str) -> tuple[str, str]:
    """Return the readable name and the role of a label."""
    if label.upper() in _UNNAMED:
        return _UNNAMED[label.upper()], ""
    plain = " ".join(label.split())
    if is_loud(plain) and plain.isascii():
        plain = " ".join(_readable(word, number, text) for number, word in enumerate(plain.split()))
    titles, surname = _split_titles(plain)
    full = _full_name(surname, around, text) if surname else ""
    name = full or plain
    return name, _role(name, around) or (" ".join(titles) if full else "")


def _readable(word: str, number: int, text: str) -> str:
    if number and word.lower() in _SMALL:
        return word.lower()
    if "." in word[:-1] or word in ("US", "UN", "EU", "UK", "NATO"):
        return word
    plain = word.strip("().,")
    mixed = re.search(rf"\b{re.escape(plain)}\b", text, re.IGNORECASE) if "MC" in plain else None
    if mixed and not mixed[0].isupper():
        return word.replace(plain, mixed[0])
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def _split_titles(name: str) -> tuple[list[str], str]:
    """Split "President Kell" into its titles and the surname, "" where it is no lone surname."""
    rest = _HONORIFIC.sub("", name, count=1)
    titles: list[str] = []
    words = rest.split()
    while words and words[0].lower() in _TITLES:
        titles.append(words.pop(0))
    if len(words) != 1 or words[0].lower() in _TITLES or (rest == name and not titles):
        return titles, ""
    return titles, words[0]


def _full_name(surname: str, around: str, text: str) -> str:
    """Return the one full name with the surname that the text gives, "" for none or several."""
    pattern = re.compile(rf"\b([A-Z][a-zà-ÿ][\w’'-]*(?: [A-Z]\.)?) {re.escape(surname)}\b")
    found = {
        f"{match[1]} {surname}"
        for place in (around, text)
        for match in pattern.finditer(place)
        if match[1].lower() not in _NO_GIVEN_NAME
    }
    return found.pop() if len(found) == 1 else ""


def _role(name: str, around: str) -> str:
    """Return the apposition after a name in the title or above the first turn."""
    found = re.search(rf"{re.escape(name)}, ((?:[^\W\d_]|[ ’'&-]){{3,80}})(?=[,.;\n]|\Z)", around)
    return found[1].strip() if found and len(found[1].split()) <= 10 else ""
