"""Lines into paragraphs.

A line goes on in the next one only where the typesetter had no choice: the
text is hard-wrapped and the next word did not fit, or the line stops where no
sentence can. Otherwise one line is one paragraph.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from digest.labels import find_labels

NARROWEST, WIDEST = 40, 120  # characters of a hard-wrapped line
SLACK = 3  # characters by which a wrapped line may fall short of the width
BROKEN_FROM = 40  # characters; a shorter line that stops early is a heading

_ENDED = re.compile(r"[.!?。！？।؟…:][\"”’»)\]]{0,3}\Z")
_NEVER_JOINED = re.compile(r"[-*•·–—] |https?://|#{1,6} |\*\*|\d{1,2}[.)] |[©(\[]|--")
# Words after which no sentence ends: a page broke the line there.
_GOES_ON = re.compile(
    r"(?:^| )(?:the|a|an|of|and|or|for|with|from|his|her|their|our|its|by|at|as|that|than|"
    r"Prime|Vice|Foreign|Defen[cs]e|President|Minister|Secretary|Senator|General|Admiral|"
    r"Mr\.|Mrs\.|Ms\.|Dr\.|Gen\.|Sen\.|Rep\.|Gov\.|Lt\.|Col\.|Adm\.)\Z"
)


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, blanks inside them single."""
    lines = text.split("\n")
    labelled = find_labels([line.strip() for line in lines])
    width = _wrap_width([line.rstrip() for line in lines])
    return join_broken(_unwrapped(lines, labelled, width))


def join_broken(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Join paragraphs that a page broke inside a sentence."""
    parts: list[list[str]] = []
    length = 0  # of the paragraph that is being put together
    for paragraph in paragraphs:
        if parts and length >= BROKEN_FROM and _goes_on(parts[-1][-1], paragraph):
            parts[-1].append(paragraph)
            length += len(paragraph) + 1
        else:
            parts.append([paragraph])
            length = len(paragraph)
    return tuple(" ".join(part) for part in parts)


def is_ended(paragraph: str) -> bool:
    """Tell whether a paragraph ends as a sentence does; headings do not."""
    return _ENDED.search(paragraph[-8:]) is not None


def _unwrapped(lines: Sequence[str], labelled: Iterable[int], width: int) -> Iterator[str]:
    starts = set(labelled)
    block: list[str] = []
    for number, line in enumerate(lines):
        fits = block and line.strip() and number not in starts
        if fits and width and _is_wrapped(lines[number - 1].strip(), line.strip(), width):
            block.append(line)
            continue
        if block:
            yield _one_line(block)
        block = [line] if line.strip() else []
    if block:
        yield _one_line(block)


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the width at which the lines are wrapped, 0 where they are not."""
    inner = [
        line
        for line, after in pairwise(lines)
        if line and after.strip() and not _NEVER_JOINED.match(line)
    ]
    if len(inner) < 2:
        return 0
    lengths = sorted(map(len, inner))
    width = lengths[-1 - len(lengths) // 50]  # one line in fifty may be an overlong word
    full = sum(1 for length in lengths if length >= 0.7 * width)
    open_lines = sum(1 for line in inner if not is_ended(line))
    looks_wrapped = NARROWEST <= width <= WIDEST and full * 10 >= len(inner) * 6
    return width if looks_wrapped and open_lines * 2 > len(inner) else 0


def _is_wrapped(line: str, after: str, width: int) -> bool:
    if _NEVER_JOINED.match(after) and not after.startswith(("(", "[")):
        return False
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width - SLACK


def _goes_on(line: str, after: str) -> bool:
    if _NEVER_JOINED.match(after):
        return False
    end = line[-20:]
    if is_ended(end) and not _GOES_ON.search(end):
        return False
    if after[0].islower() and (end[-1].isalnum() or end[-1] == ","):
        return True
    return after[0].isalpha() and _GOES_ON.search(end) is not None


def _one_line(block: Sequence[str]) -> str:
    joined: list[str] = []
    for line in block:
        words = line.split()
        if joined and _is_hyphenated(joined[-1], words[0]):
            joined[-1] += words.pop(0)
        joined.extend(words)
    return " ".join(joined)


def _is_hyphenated(word: str, after: str) -> bool:
    """Tell whether "long-" and "range" were one word before the wrap."""
    ends_open = len(word) > 2 and word.endswith("-") and word[-2].isalnum()
    return ends_open and after[0].isalnum() and after not in ("and", "or", "to")
