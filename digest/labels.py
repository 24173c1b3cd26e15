"""Labels before what people say: "MODERATOR:", "Q    ", "Dr. Jane Lee:".

One line that looks like a label is none ("Two things: first ..."); labels
are believed only together, as the lines of one text that bear each other out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_LABEL = 70  # characters

_Q = re.compile(r"(Q)(?: ?\d{1,2})?(?:[:.]| (?=[ A-Z“\"(—–’'‘]|[a-z]+[ ,?]))\s*")
_LABEL = re.compile(r"([^\W\d_][^:：\n“”\"«»?!;=<>|]{0,69})[:：](?:\s+|\Z|(?<=：))")
_ASKING = re.compile(
    r"(?:Q|QUESTIONS?|REPORTERS?|INTERVIEWER|EDITOR|MODERATOR|HOST|ANCHOR|PRESS|JOURNALIST|"
    r"CORRESPONDENT|AUDIENCE(?: MEMBER)?|.{1,50} (?:EDITOR|INTERVIEWER|REPORTER|HOST|ANCHOR|"
    r"CORRESPONDENT|MODERATOR|JOURNALIST)|记者|主持人|问|記者|司会)"
    r"(?: ?#?(?:\d{1,2}|ONE|TWO|THREE))?"
)
_OFFICE = re.compile(
    r"\b(?:PRESIDENT|MR|MRS|MS|DR|SECRETARY|MINISTER|ADMIRAL|GENERAL|AMBASSADOR|OFFICIAL|"
    r"OFFICIALS|SPOKESPERSON|SPOKESMAN|SPOKESWOMAN|GOVERNOR|SENATOR|CHAIR|CHAIRMAN|PREMIER|"
    r"CHANCELLOR|DIRECTOR|COLONEL|KING|QUEEN|PRINCE|LEADER|COMMISSIONER|MAYOR)\b"
)
_ROLE_WORDS = frozenset(
    "editor reporter official interviewer spokesman spokeswoman spokesperson correspondent host "
    "moderator anchor journalist of the and for de van von der bin al la to in".split()
)
# Words that stand before a colon at the head of a line without speaking.
_NO_SPEAKER = frozenset(
    "note notes update updated correction corrections clarification photo photos image related "
    "source sources read watch listen also see editor's title headline date published posted by "
    "author authors url link section category tags topics caption credit contact breaking "
    "summary background analysis opinion fact example warning here what where when why how and "
    "but so then now monday tuesday wednesday thursday friday saturday sunday email tel phone "
    "subject from website delivered language location copyright".split()
)


class Label(NamedTuple):
    """The name before a colon at the head of a line, and where the speech begins in the line."""

    name: str
    speech: int


def read_label(line: str) -> Label | None:
    """Return what could be a label at the head of the line."""
    head = line[: LONGEST_LABEL + 2]
    if ":" not in head and "：" not in head and not head.startswith("Q"):
        return None
    asked = _Q.match(line[:LONGEST_LABEL])
    if asked:
        return Label("Q", asked.end())
    found = _LABEL.match(line[: LONGEST_LABEL + 40])
    if not found or not _is_name(found[1]):
        return None
    return Label(found[1].strip(), found.end())


def find_labels(lines: Sequence[str]) -> dict[int, Label]:
    """Return the labels by number of their line; empty where the text is no conversation."""
    found = {number: label for number, line in enumerate(lines) if (label := read_label(line))}
    loud = {number: label for number, label in found.items() if is_loud(label.name)}
    if len(loud) * 2 >= len(found):
        return loud if _is_conversation(loud, lines) else {}
    counts = Counter(label.name for label in found.values())
    sure = {
        number: label
        for number, label in found.items()
        if counts[label.name] > 1 or asks(label.name) or " " in label.name
    }
    return sure if _is_conversation(sure, lines) else {}


def asks(name: str) -> bool:
    """Tell whether a label is that of somebody who asks or leads."""
    return _ASKING.fullmatch(name.strip("*. ").upper()) is not None


def is_loud(name: str) -> bool:
    """Tell whether a label stands in capitals, as official transcripts have them."""
    outside = name.split("(")[0]
    return outside.upper() == outside and any(letter.isalpha() for letter in outside)


def _is_name(text: str) -> bool:
    words = text.split("(")[0].split()
    if not words or len(words) > 8 or words[0].lower() in _NO_SPEAKER:
        return False
    return all(word[0].isupper() or not word[0].islower() or word in _ROLE_WORDS for word in words)


def _is_conversation(labels: dict[int, Label], lines: Sequence[str]) -> bool:
    counts = Counter(label.name for label in labels.values())
    if not counts:
        return False
    asking = sum(1 for name in counts if asks(name))
    if asking and asking < len(counts):
        return True
    if asking and counts["Q"] > 1:  # the answers stand unlabelled below the questions
        return False
    if len(counts) > 1:
        spoken = sum(1 for number, label in labels.items() if _is_speech(lines[number], label))
        repeated = len(labels) > 3 and max(counts.values()) > 1
        return repeated and spoken * 2 > len(labels)  # "Clinton: 1,234" is a table
    (name,) = counts  # one speaker: an official's remarks, from the top
    first = next(number for number, line in enumerate(lines) if number in labels)
    above = sum(1 for line in lines[:first] if line.strip())
    return is_loud(name) and _OFFICE.search(name) is not None and above <= 4


def _is_speech(line: str, label: Label) -> bool:
    speech = line.rstrip()[label.speech :]
    return not speech or (len(speech) > 15 and speech[-1] in '.!?…—-–”"’)]。！？؟')
