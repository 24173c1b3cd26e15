"""The lines of a PDF: what stands on every page, what is the title, where paragraphs end.

One rule: a PDF knows letters at places, and nothing of lines or paragraphs.
All here is told from the places: how far apart lines stand, where they begin,
and how large they are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import hypot
from statistics import median
from typing import TYPE_CHECKING, Any

from digest.outlets import has_outlet_name
from digest.paragraphs import is_ended
from digest.words import document_frequency, stems

if TYPE_CHECKING:
    from pypdf import PageObject

EDGE = 3  # rows at each end of a page among which running lines stand
ROW = 3  # points within which lines stand beside each other
SHARE_RUNNING = 0.4  # of the pages on which a running line stands
LARGER = 1.2  # times the size of the text: a title
SAME_SIZE = 0.07  # of the size; typesetters stretch lines a little
WIDER_GAP = 1.3  # times the usual distance of lines: a new paragraph
INDENT = 0.7  # times the size: a line set in begins a paragraph
SHORT = 0.75  # of the usual length: a line that ends early may end a paragraph
TITLE_WITHIN = 15  # lines of the first page
LONGEST_TITLE = 220  # characters

_NUMBER = re.compile(r"\d{1,6}")
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|seite|p\.|página|-|–|—|\|) ?)?\d{1,4}"
    r"(?: ?(?:/|of|von|de|sur) ?\d{1,4})?(?: ?[-–—|])?",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:for immediate release|(?:press|news|media) (?:release|statement|advisory|note)s?|"
    r"statement|communiqu[eé](?: de presse)?|pressemitteilung|nota de prensa|newsletter)[:.]?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[•‣▪■●◦*–—-]|\d{1,2}[.)]|\([a-z0-9]\)) ")
_HYPHENS = ("‐", "-", "\xad")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, where it begins (in points, from the bottom left), and its size."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def page_lines(page: "PageObject") -> tuple[Line, ...]:
    """Return the lines of a page in pypdf's order."""
    lines: list[Line] = []
    open_line = [Line("")]

    def take(text: str, above: list[float], own: list[float], _font: Any, size: float) -> None:
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append(open_line[0])
                open_line[0] = Line("")
            if piece:
                open_line[0] = _lengthened(open_line[0], piece, above, own, size)

    page.extract_text(visitor_text=take)
    return (*lines, open_line[0])


def split_running(
    pages: Sequence[Sequence[Line]],
) -> tuple[list[list[Line]], tuple[str, ...]]:
    """Return the pages without what stands on many of them, and page numbers; and that.

    They are taken from the edges inwards, until a line of the text is met.
    """
    edges = [_edges(page) for page in pages]
    counts = Counter(key for rows in edges for key in {_key(line) for row in rows for line in row})
    full = sum(1 for page in pages if page)
    least = max(2, SHARE_RUNNING * full)

    def runs(line: Line) -> bool:
        is_number = full > 1 and bool(_PAGE_NUMBER.fullmatch(line.text.strip()[:40]))
        return is_number or counts[_key(line)] >= least

    running: set[int] = set()
    for rows in edges:
        for side in (rows[:EDGE], rows[EDGE:][::-1]):
            for row in takewhile(lambda row: all(map(runs, row)), side):
                running |= set(map(id, row))
    kept = [[line for line in page if id(line) not in running] for page in pages]
    taken = (line.text.strip() for page in pages for line in page if id(line) in running)
    return kept, tuple(taken)


def find_title(pages: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
    """Return the lines of the title: the largest near the top, if larger than the text."""
    lines = [line for page in pages[:1] for line in page[:TITLE_WITHIN]]
    body = _body_size(pages)
    sizes = sorted({line.size for line in lines if line.size >= LARGER * body}, reverse=True)
    for size in sizes if body else ():
        title = _run_of(lines, size)
        text = " ".join(line.text.strip() for line in title)
        if len(text) <= LONGEST_TITLE and len(text.split()) > 2 and not _is_letterhead(text):
            return title
    return ()


def join_paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text, a line a paragraph; words divided at the end of a line are whole."""
    gap = _usual_gap(pages)
    lines = [line for page in pages for line in page]
    widths = [len(line.text) for line in lines]
    width = median(widths) if widths else 0
    whole = {word for line in lines for word in line.text.split()}
    paragraphs: list[str] = []
    before: Line | None = None
    for line in lines:
        text = " ".join(line.text.split())
        if before and not _begins(line, before, gap, width):
            paragraphs[-1] = _joined(paragraphs[-1], text, whole)
        else:
            paragraphs.append(text)
        before = line
    return "\n".join(paragraphs)


def _lengthened(line: Line, piece: str, above: list[float], own: list[float], size: float) -> Line:
    """Return the line with a piece at its end; it stands where its first letters do."""
    if line.text.strip() or not piece.strip():
        return Line(line.text + piece, line.x, line.y, line.size)
    x = own[4] * above[0] + own[5] * above[2] + above[4]
    y = own[4] * above[1] + own[5] * above[3] + above[5]
    across = own[2] * above[0] + own[3] * above[2]
    upwards = own[2] * above[1] + own[3] * above[3]
    return Line(line.text + piece, x, y, round(abs(size) * hypot(across, upwards), 1))


def _edges(page: Sequence[Line]) -> list[list[Line]]:
    """Return the outermost rows of a page from top to bottom, as many at each end."""
    rows: dict[int, list[Line]] = {}
    for line in page:
        rows.setdefault(_row(line), []).append(line)
    ordered = [rows[place] for place in sorted(rows, reverse=True)]
    return [*ordered[:EDGE], *ordered[-EDGE:]] if len(ordered) > 2 * EDGE else []


def _key(line: Line) -> tuple[str, float, int]:
    """Return what a line has in common with its like on other pages: all but numbers."""
    return _NUMBER.sub("#", "".join(line.text[:300].split()).lower()), line.size, _row(line)


def _row(line: Line) -> int:
    return round(line.y / ROW)


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page:
            letters[line.size] += len(line.text)
    return max(sorted(letters), key=lambda size: letters[size], default=0.0)


def _run_of(lines: Sequence[Line], size: float) -> tuple[Line, ...]:
    """Return the first lines in a row that are of the size."""
    run: list[Line] = []
    for line in lines:
        if abs(line.size - size) <= SAME_SIZE * size:
            run.append(line)
        elif run:
            break
    return tuple(run)


def _is_letterhead(text: str) -> bool:
    is_name = len(text.split()) <= 4 and has_outlet_name(text)
    return is_name or bool(_GENERIC.fullmatch(text[:80]))


def _usual_gap(pages: Sequence[Sequence[Line]]) -> float:
    gaps = [
        before.y - line.y
        for page in pages
        for before, line in pairwise(page)
        if 0 < before.y - line.y < 4 * max(line.size, 1)
    ]
    # The smaller half: in a text of short paragraphs most gaps are between those.
    return sorted(gaps)[len(gaps) // 3] if gaps else 0.0


def _begins(line: Line, before: Line, gap: float, width: float) -> bool:
    """Tell whether a line begins a paragraph."""
    ended = is_ended(before.text.rstrip())
    if _BULLET.match(line.text) or abs(line.size - before.size) > SAME_SIZE * before.size:
        return True
    if len(before.text) < SHORT * width and (ended or line.text[:1].isupper()):
        return True  # the next word would have had its place there
    fallen = before.y - line.y
    if fallen <= 0 or fallen > 8 * max(gap, line.size):  # the next column or page
        return ended
    if gap and fallen > WIDER_GAP * gap:
        return True
    return ended and line.x - before.x > INDENT * line.size > 0


def _joined(start: str, end: str, whole: set[str]) -> str:
    if not start.endswith(_HYPHENS) or not end[:1].islower() or not start[-2:-1].isalpha():
        return f"{start}{end}" if start.endswith(_HYPHENS[1]) else f"{start} {end}"
    left, right = start.rsplit(" ", 1)[-1][:-1], end.split(" ", 1)[0]
    if start[-1] != "-" or not _keeps_hyphen(left, right, whole):
        return start[:-1] + end
    return start + end


def _keeps_hyphen(left: str, right: str, whole: set[str]) -> bool:
    """Tell "long-range" from "govern-ment": as the text writes it elsewhere, else as others do."""
    plain = right.rstrip(".,;:!?)”’\"'")
    if left + plain in whole or _is_known(left + plain):
        return False
    return f"{left}-{plain}" in whole or (_is_known(left) and _is_known(plain))


def _is_known(word: str) -> bool:
    known = document_frequency()
    return bool(stems(word)) and all(known.get(stem, 0) for stem in stems(word))
