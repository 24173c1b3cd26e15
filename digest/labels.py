"""Labels before what people say: "MODERATOR:", "Q    ", "[00:12:31] KEIL:", "Dr. Jane Lee:".

One line that looks like a label is none ("Two things: first ..."); labels
are believed only together, as the lines of one text that bear each other out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from digest.dates import MONTH_NAMES

LONGEST_LABEL = 70  # characters
MOST_PROSE_ABOVE = 1  # sentences that end above the remarks of an official
FEWEST_LINES = 4  # labelled lines of a talk in which nobody is called an asker or by an office
SHORTEST_WRAPPED = 40  # characters of a line that goes on in the next

_TIME = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
# What may stand before a label: the time in a recording, the number of a question, bold marks.
_BEFORE = re.compile(rf"(?:\[{_TIME}\]|\({_TIME}\)|{_TIME}(?!\d)|\d{{1,2}}[.)])?[ \t]*\*{{0,2}}")
_LETTER = re.compile(
    r"(Q)(?: ?\d{1,2})?(?::\*{0,2}\s*|\.\*{0,2}\s+| (?=[ A-Z“\"(—–’'‘]|[a-z]+[ ,?])\s*)|"
    r"(A)(?: ?\d{1,2})?:\*{0,2}\s*"
)
_LABEL = re.compile(r"([^\W\d_][^:：\n“”\"«»?!;=<>|]{0,69})[:：](?:\*{0,2}(?:\s+|\Z)|(?<=：))")
_TIMED = re.compile(
    rf"([^\W\d_][^:：\n“”\"«»?!;=<>|\d]{{0,50}}?)[ \t]{{1,9}}(?:\[{_TIME}\]|\({_TIME}\)|{_TIME})"
    r"[:：]?(?:\s+|\Z)"
)
# Believed only beside sure ones: "A. Yes." and "A    Yes." below a Q, "QWhy not?" above an "A:".
_LOOSE = re.compile(r"(A)(?: ?\d{1,2})?(?:\.\s+| \s*(?=[A-Z“\"(—’]))|(Q)(?=[A-Z][a-z]{0,15}[ ’',])")
_ASKING = re.compile(
    r"(?:THE )?(?:Q|QUESTIONS?|QUESTIONER|REPORTERS?|INTERVIEWER|EDITOR|MODERATOR|HOST|ANCHOR|"
    r"PRESS|JOURNALIST|CORRESPONDENT|AUDIENCE(?: MEMBER)?|PARTICIPANT|CALLER|OPERATOR|PRESENTER|"
    r"ANNOUNCER|NARRATOR|FACILITATOR|.{1,50} (?:EDITOR|INTERVIEWER|REPORTER|HOST|ANCHOR|"
    r"CORRESPONDENT|MODERATOR|JOURNALIST|PRESENTER)|记者|主持人|问|記者|司会)"
    r"(?: ?#?(?:\d{1,2}|ONE|TWO|THREE|FOUR|FIVE))?"
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
    "subject from website delivered language location copyright in on at after interview "
    "transcript exclusive podcast video live opening remarks tickets deadline "
    "step tip myth pros cons day part chapter section rule phase round week option price "
    "pricing".split()
)
_MONTHS = frozenset(MONTH_NAMES)
# A number closes the label of one of several ("OFFICIAL 2", "SPEAKER #1"); others date a line.
_COUNTED = re.compile(r"\D+(?: #?\d{1,2})?")
_TALKED = re.compile(
    r"[?？؟]|\b(?:I|we|my|our|me|us|I[’']\w{1,2}|we[’']\w{1,2})\b", re.IGNORECASE
)  # "you" is said to readers too


class Label(NamedTuple):
    """The name before a colon at the head of a line, and where the speech begins in the line.

    What stands in brackets behind the name ("in French", a party) is no part of it.
    """

    name: str
    speech: int


def read_label(line: str) -> Label | None:
    """Return what could be a label at the head of the line."""
    head = line[: LONGEST_LABEL + 2]
    if ":" not in head and "：" not in head and not head.startswith("Q"):
        return None
    start = _start_of_label(line)
    letter = _LETTER.match(line[: start + LONGEST_LABEL], start)
    if letter:
        return Label(letter[1] or letter[2], letter.end())
    found = _LABEL.match(line[: start + LONGEST_LABEL + 40], start)
    if found and _is_name(found[1]):
        return Label(_bare(found[1]), found.end())
    timed = _TIMED.match(line[: start + LONGEST_LABEL], start)
    if timed and _is_name(timed[1]):
        return Label(_bare(timed[1]), timed.end())
    return None


def find_labels(lines: Sequence[str]) -> dict[int, Label]:
    """Return the labels by number of their line; empty where the text is no conversation."""
    found = {number: label for number, line in enumerate(lines) if (label := read_label(line))}
    if any(label.name in ("Q", "A") for label in found.values()):
        found = _with_loose(found, lines)
    kept = _believed(found, lines)
    return kept if _is_conversation(kept, lines) else {}


def asks(name: str) -> bool:
    """Tell whether a label is that of somebody who asks or leads."""
    return _ASKING.fullmatch(name.strip("*. ").upper()) is not None


def is_loud(name: str) -> bool:
    """Tell whether a label stands in capitals, as official transcripts have them."""
    outside = name.split("(")[0]
    return outside.upper() == outside and any(letter.isalpha() for letter in outside)


def full_labels(names: Iterable[str]) -> dict[str, str]:
    """Return each label with the one longer label that ends with its lone surname, else itself.

    An office may stand behind it: "JO KEIL, RADIO HOST" is the full label of "KEIL".
    """
    distinct = tuple(dict.fromkeys(names))
    longer: defaultdict[str, set[str]] = defaultdict(set)
    for name in distinct:
        before, _, surname = name.split(",")[0].rpartition(" ")
        if before:
            longer[surname].add(name)
    return {
        name: next(iter(longer[name])) if len(longer.get(name, ())) == 1 else name
        for name in distinct
    }


def _start_of_label(line: str) -> int:
    found = _BEFORE.match(line[:40])
    return found.end() if found else 0


def _bare(name: str) -> str:
    return name.split("(")[0].split("[")[0].strip(" \t*")


def _is_name(text: str) -> bool:
    name = _bare(text)
    words = name.split()
    if not words or len(words) > 8 or words[0].lower() in _NO_SPEAKER:
        return False
    if text.count("(") != text.count(")"):
        return False
    if not _COUNTED.fullmatch(name) or (name[-1].isdigit() and _MONTHS & set(name.lower().split())):
        return False
    return all(word[0].isupper() or not word[0].islower() or word in _ROLE_WORDS for word in words)


def _with_loose(found: dict[int, Label], lines: Sequence[str]) -> dict[int, Label]:
    """Add what is a Q or an A only because it stands between others."""
    possible = dict(found)
    for number, line in enumerate(lines):
        start = _start_of_label(line)
        loose = _LOOSE.match(line[: start + LONGEST_LABEL], start)
        if loose and number not in found:
            possible[number] = Label(loose[1] or loose[2], loose.end())
    ordered = sorted(possible)
    kept: dict[int, Label] = {}
    above = ""
    for place, number in enumerate(ordered):
        label = possible[number]
        below = possible[ordered[place + 1]].name if place + 1 < len(ordered) else ""
        if (
            number in found
            or (label.name == "A" and above == "Q")
            or (label.name, below) == ("Q", "A")
        ):
            kept[number] = label
            above = label.name
    return kept


def _believed(found: Mapping[int, Label], lines: Sequence[str]) -> dict[int, Label]:
    """Keep the labels of the text's own kind: capitals, or names that come again."""
    counts = Counter(label.name for label in found.values())
    names = [name for name in counts if name not in ("Q", "A")]
    full = full_labels(names)
    loud = sum(counts[name] for name in names if is_loud(name))
    is_official = loud * 2 >= sum(counts[name] for name in names)
    kept: dict[int, Label] = {}
    for (number, label), block in zip(found.items(), _blocks(found, lines), strict=True):
        name = label.name
        is_named = " " in name or full.get(name, name) != name
        once = is_loud(name) if is_official else is_named and _is_ended(block)
        if once or counts[name] > 1 or name in ("Q", "A") or asks(name):
            kept[number] = label
    return kept


def _is_conversation(labels: Mapping[int, Label], lines: Sequence[str]) -> bool:
    if not labels:
        return False
    full = full_labels(label.name for label in labels.values())
    counts = Counter(full[label.name] for label in labels.values())
    blocks = list(_blocks(labels, lines))
    if sum(map(_is_ended, blocks)) * 2 <= len(labels):  # "Clinton: 1,234" is a table
        return False
    asking = sum(1 for name in counts if asks(name))
    if asking == len(counts):  # the answers stand unlabelled below the questions
        return False
    if asking:
        return any(map(is_loud, counts)) or _is_talk(blocks)
    if all(is_loud(name) and _OFFICE.search(name) for name in counts):
        return _opens_text(labels, lines) or (len(labels) > 2 and _takes_turns(counts))
    return len(labels) >= FEWEST_LINES and _takes_turns(counts) and _is_talk(blocks)


def _blocks(labels: Mapping[int, Label], lines: Sequence[str]) -> Iterator[str]:
    """Yield the first paragraph behind each label, which may be wrapped at a margin."""
    for number, label in labels.items():
        said = lines[number][label.speech :].strip()
        at = number + 1
        while not said and at < len(lines) and at not in labels:
            said = lines[at].strip()  # the label has a line of its own
            at += 1
        block = [said]
        while at < len(lines) and at not in labels and len(lines[at - 1]) >= SHORTEST_WRAPPED:
            block.append(lines[at])
            at += 1
        yield " ".join(block).strip()


def _is_ended(block: str) -> bool:
    return block != "" and block[-1] in '.!?…—-–”"’)]。！？؟'


def _is_talk(blocks: Sequence[str]) -> bool:
    """Tell whether people ask and say "I" or "we", as entries of a list do not."""
    return sum(1 for block in blocks if _TALKED.search(block)) * 4 >= len(blocks)


def _takes_turns(counts: Counter[str]) -> bool:
    """Tell whether most labels are of people who speak again; headings come once."""
    if len(counts) < 2:
        return False
    again = sum(count for count in counts.values() if count > 1)
    return again * 2 >= counts.total()


def _opens_text(labels: Mapping[int, Label], lines: Sequence[str]) -> bool:
    """Tell whether an official's remarks begin the text, below at most a few lines."""
    above = [line for line in lines[: min(labels)] if line.strip()]
    return len(above) <= 4 and sum(map(_is_ended, above)) <= MOST_PROSE_ABOVE
