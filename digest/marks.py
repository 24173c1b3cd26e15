"""Pair the quotation marks of a text, paragraph by paragraph.

The one rule to know: a mark is paired inside its own paragraph only, so a
mark that is missing or doubled harms that paragraph and no other. What stands
inside another quotation belongs to it and is not a quotation of its own.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from digest.cues import CUE_FORMS

_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_DOUBLE = re.compile(r"[“”„‟\"«»]|``|''(?!')|’’|‘‘")
_SINGLE = re.compile(r"[‘’'`‹›]")
_OPENS = {"“", "„", "‟", "«", "``", "‘‘"}
_CLOSES = {"”", "»", "’’"}
# What a line that was cut in mid sentence does not end with.
_LINE_STOPS = ".!?:…”\"’'»)"
# What a line begins with that does not go on from the one before.
_LINE_STARTS = "“”\"‘'«„-–—―•*"
# Characters: a line cut at a margin is about this long, a list item or a verse is not.
_WRAPPED_LEAST, _WRAPPED_MOST = 45, 100
# Words whose leading apostrophe stands for left-out letters.
_ELIDED = re.compile(r"(?:\d|(?:em|til|tis|twas|cause|bout|round|n|cuz)\b)", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,?!] ")
_ATTRIBUTED = (
    5  # words after the end of a clause among which a verb of saying tells of an attribution
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A quotation inside one paragraph: marks at ``open`` and up to ``close``, words between.

    ``closed`` is false where the closing mark is missing.
    """

    open: int
    start: int
    end: int
    close: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    opens: bool


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the paragraphs.

    An empty line ends one. So does a single line break, unless the line
    before it was cut in mid sentence or the block is wrapped at a margin.
    """
    return tuple(span for block in _BLOCK.finditer(text) for span in _lines(text, *block.span()))


def pair_marks(text: str, start: int, end: int) -> tuple[Run, ...]:
    """Return the outermost quotations of the paragraph, in order."""
    runs = [run for run in _pair_doubles(text, start, end) if run.start < run.end]
    singles = _pair_singles(text, start, end, runs)
    return tuple(_outermost(runs + singles))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    ends = [start + found.start() for found in re.finditer(r"\n", text[start:end])]
    starts = [start, *(at + 1 for at in ends)]
    lengths = [stop - begin for begin, stop in zip(starts, ends, strict=False)]
    wrapped = bool(lengths) and all(_WRAPPED_LEAST <= n <= _WRAPPED_MOST for n in lengths)
    begin = start
    for stop in ends:
        line = text[begin:stop].rstrip()
        cut = len(line) >= _WRAPPED_LEAST and line[-1] not in _LINE_STOPS
        cut = cut and text[stop + 1] not in _LINE_STARTS
        if not wrapped and not cut:
            yield begin, stop
            begin = stop + 1
    yield begin, end


def _double_marks(text: str, start: int, end: int) -> list[_Mark]:
    marks: list[_Mark] = []
    depth = 0
    low = False  # „ is open, so that “ closes
    for found in _DOUBLE.finditer(text, start, end):
        mark = found.group()
        before = text[found.start() - 1] if found.start() > start else " "
        after = text[found.end()] if found.end() < end else " "
        if mark in {'"', "''"} and before.isdigit() and not depth:
            continue  # inches, seconds of arc
        opens = _is_opening(
            mark, before, after, is_open=depth > 0, is_low=low, is_first=found.start() == start
        )
        low = (mark == "„" or low) if opens else False
        depth = depth + 1 if opens else max(0, depth - 1)
        marks.append(_Mark(found.start(), found.end(), opens))
    return marks


def _is_opening(
    mark: str, before: str, after: str, *, is_open: bool, is_low: bool, is_first: bool
) -> bool:
    leads = (before.isspace() or before in "([—–-/:") and not after.isspace()
    if mark == "“" and (is_low or (is_open and not before.isspace() and not after.isalnum())):
        return False
    if mark in _OPENS:
        return True
    if mark in _CLOSES:
        return not is_open and before.isspace() and (after.isalnum() or is_first)
    if leads:
        return not (is_open and not after.isalnum() and after not in "['‘“$#@.…")
    trails = not before.isspace()
    return not is_open and not trails


def _pair_doubles(text: str, start: int, end: int) -> list[Run]:
    """Match the marks like brackets, then mend the openings that nothing closes."""
    marks = _double_marks(text, start, end)
    stack: list[_Mark] = []
    pairs: list[tuple[_Mark, _Mark]] = []
    for mark in marks:
        if mark.opens:
            stack.append(mark)
        elif stack:
            pairs.append((stack.pop(), mark))
    runs = [_without_doubled(text, one, two) for one, two in pairs]
    starts = [mark.start for mark in marks]
    for mark in stack:
        later = bisect_left(starts, mark.end)
        stop = starts[later] if later < len(starts) else end
        runs.extend(_mend(text, mark, stop, at_end=later == len(starts)))
    return _outermost(runs)


def _without_doubled(text: str, one: _Mark, two: _Mark) -> Run:
    """Return the quotation between two marks; marks set twice at both ends are not its words."""
    start, end = one.end, two.start
    while end - start > 1 and text[start] in '“„«"' and text[end - 1] in '”»"“':
        inner = text[start + 1 : end - 1]
        if any(mark in inner for mark in '“”«»"'):
            break
        start, end = start + 1, end - 1
    return Run(open=one.start, start=start, end=end, close=two.end)


def _mend(text: str, mark: _Mark, stop: int, *, at_end: bool) -> Iterator[Run]:
    """Yield what an opening that is never closed still quotes, if anything.

    At the end of a paragraph it is the rest, unless an attribution stands in
    it. Before another opening it is a full sentence or nothing: translation
    engines leave marks like “We “The talks went well,”.
    """
    said = text[mark.end : stop].rstrip()
    if not said:
        return
    if at_end and _holds_attribution(said):
        return
    if not at_end and said[-1] not in ".,!?…":
        return
    last = mark.end + len(said)
    yield Run(open=mark.start, start=mark.end, end=last, close=last, closed=False)


def _holds_attribution(said: str) -> bool:
    """Tell whether an attribution stands in the words: "…, Chief Jo Reeve said."."""
    for found in _CLAUSE_END.finditer(said):
        following = said[found.end() : found.end() + 80].split()[:_ATTRIBUTED]
        if following and following[0] in CUE_FORMS:
            return True
        for before, word in pairwise(following):
            named = before[0].isupper() or before in {"he", "she", "they"}
            if named and following[0] != "as" and word.rstrip(".,") in CUE_FORMS:
                return True
    return False


def _outermost(runs: list[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.open, -run.close)):
        if not kept or run.open >= kept[-1].close:
            kept.append(run)
    return kept


def _pair_singles(text: str, start: int, end: int, taken: list[Run]) -> list[Run]:
    """Pair ‘ ’ and ' ' outside the double marks; apostrophes are neither."""
    runs: list[Run] = []
    pending: int | None = None
    inside = 0  # index of the first double-marked run that may still lie ahead
    weak: int | None = None  # a possessive that could also close
    for found in _SINGLE.finditer(text, start, end):
        at = found.start()
        while inside < len(taken) and taken[inside].close <= at:
            inside += 1
        if inside < len(taken) and taken[inside].open <= at:
            continue
        role = _single_role(text, at, start, end)
        if role == "open":
            if pending is not None and weak is not None:
                runs.append(_single_run(pending, weak))
            pending, weak = at, None
        elif role == "close" and pending is not None:
            if _is_possessive(text, at, end):
                weak = at if weak is None else weak
            else:
                runs.append(_single_run(pending, at))
                pending, weak = None, None
    if pending is not None and weak is not None:
        runs.append(_single_run(pending, weak))
    elif pending is not None and pending == start and _next_opens(text, end):
        runs.append(Run(open=start, start=start + 1, end=end, close=end, closed=False))
    return [run for run in runs if run.start < run.end and _is_clear(text, run, taken)]


def _is_clear(text: str, run: Run, taken: list[Run]) -> bool:
    """Tell whether a run crosses no double mark; one that ends in a stop may enclose them."""
    first = bisect_right(taken, run.open, key=lambda other: other.open)
    inside = first < len(taken) and taken[first].open < run.close
    if first and taken[first - 1].close > run.open:
        return False
    if not inside:
        return True
    last = bisect_left(taken, run.close, key=lambda other: other.open) - 1
    return taken[last].close <= run.end and text[run.end - 1] in ".,!?…"


def _single_role(text: str, at: int, start: int, end: int) -> str:
    mark = text[at]
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark in "‘'`‹" and not before.isalnum() and before not in ".,!?" and after.isalnum():
        return "" if mark != "‘" and _ELIDED.match(text, at + 1) else "open"
    if mark in "’'›" and not before.isspace() and not after.isalnum():
        return "" if text[max(start, at - 3) : at].lower() in {" ’n", " 'n"} else "close"
    return ""


def _is_possessive(text: str, at: int, end: int) -> bool:
    """Tell whether the mark may belong to a plural: "the workers' strike"."""
    following = text[at + 1 : min(at + 3, end)]
    return (
        text[at - 1] in "sS"
        and len(following) == 2
        and following[0] == " "
        and following[1].isalpha()
    )


def _single_run(start: int, end: int) -> Run:
    return Run(open=start, start=start + 1, end=end, close=end + 1)


def _next_opens(text: str, end: int) -> bool:
    return text[end : end + 3].lstrip()[:1] in {"‘", "'"}
