"""Where quotations stand in a paragraph, so that cleaning keeps out of them.

In doubt a stretch counts as quoted: a mark that is never closed protects the
rest of its paragraph. Nothing here decides who speaks.
"""

import re
from collections.abc import Sequence

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "‘": "’", "「": "」", "『": "』", '"': '"', "``": "''"}
_MARK = re.compile(r"[“”„«»\"「」『』]|(?<!\w)‘|’(?!\w)|``|''")
DOUBLE_MARKS = re.compile(r"[“”„«»\"「」『』]|``")
LONGEST_VERSE = 10  # paragraphs; a quotation over more is a mark that was forgotten


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the quotations of a paragraph, marks included, outermost only."""
    spans: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for mark in _MARK.finditer(text):
        if opened is None:
            if mark[0] in _CLOSERS:
                opened = (mark.start(), _CLOSERS[mark[0]])
        elif mark[0] in opened[1]:
            spans.append((opened[0], mark.end()))
            opened = None
    if opened:
        spans.append((opened[0], len(text)))
    return tuple(spans)


def quoted_paragraphs(paragraphs: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the paragraphs inside a quotation begun above and ended below."""
    inside: set[int] = set()
    opened: int | None = None
    for number, paragraph in enumerate(paragraphs):
        marks = DOUBLE_MARKS.findall(paragraph)
        if not marks:
            continue
        if opened is not None and number - opened <= LONGEST_VERSE and _goes_on(paragraph, marks):
            inside.update(range(opened + 1, number))
        opened = number if _is_open(marks) else None
    return frozenset(inside)


def _goes_on(paragraph: str, marks: Sequence[str]) -> bool:
    """Tell whether the first mark closes what an earlier paragraph opened."""
    if marks[0] in "”»」』":
        return True
    return marks[0] == '"' and not paragraph.startswith('"') and len(marks) % 2 == 1


def _is_open(marks: Sequence[str]) -> bool:
    if marks[-1] in "“„«「『":
        return True
    return marks[-1] == '"' and marks.count('"') % 2 == 1
