"""What a pattern says about all the texts that it fits, read from its parse tree.

Exhaustive where examples cannot be: which words the texts can begin with, and
whether each of them holds one of some signs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

ANY = "\x00"  # a first word that the pattern leaves open
_REPEATED = 2  # times beyond the least; enough to see what can follow


def first_words(source: str) -> frozenset[str]:
    """Return the words that texts of the pattern can begin with, lower case, "0" for numbers."""
    whole: set[str] = set()
    begun = _grow({""}, _parser.parse(source), whole)
    return frozenset("0" if word[:1].isdigit() else word.lower() for word in whole | begun)


def always_holds(source: str, signs: Sequence[str]) -> bool:
    """Tell whether each text of the pattern holds one of the signs."""
    return _holds(_parser.parse(source), signs, exact=True)


def _grow(begun: set[str], tree: Iterable[tuple[Any, Any]], whole: set[str]) -> set[str]:
    """Return how the first word may go on behind the tree; words that end in it join ``whole``."""
    for code, value in tree:
        if not begun:
            break
        begun = _grown(begun, code, value, whole)
    return begun


def _grown(begun: set[str], code: Any, value: Any, whole: set[str]) -> set[str]:
    if code is op.LITERAL:
        return _with(begun, chr(value), whole)
    if code is op.IN:
        return set[str]().union(*(_with(begun, one, whole) for one in set(_members(value))))
    if code is op.BRANCH:
        return set[str]().union(*(_grow(begun, branch, whole) for branch in value[1]))
    if code is op.SUBPATTERN:
        return _grow(begun, value[3], whole)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, part = value
        return _repeated(begun, least, most, part, whole)
    if code is op.AT and value is op.AT_BOUNDARY:
        whole |= begun - {""}
        return begun & {""}
    if code in (op.ANY, op.NOT_LITERAL):
        return _with(begun, ANY, whole)
    return begun  # the rest has no width


def _repeated(begun: set[str], least: int, most: int, tree: Any, whole: set[str]) -> set[str]:
    after = set(begun) if least == 0 else set()
    for count in range(1, min(most, least + _REPEATED) + 1):
        begun = _grow(begun, tree, whole)
        after |= begun if count >= least else set()
    return after


def _with(begun: set[str], character: str, whole: set[str]) -> set[str]:
    if character == ANY:
        whole.add(ANY)
        return set()
    if character.isalnum():
        return {word + character for word in begun}
    whole |= begun - {""}
    return begun & {""}


def _members(items: Sequence[tuple[Any, Any]]) -> Iterator[str]:
    for code, value in items:
        if code is op.LITERAL:
            yield chr(value)
        elif (code, value) == (op.CATEGORY, op.CATEGORY_DIGIT) or value == (48, 57):
            yield "0"
        elif code is op.CATEGORY and value in (op.CATEGORY_NOT_WORD, op.CATEGORY_SPACE):
            yield " "
        else:
            yield ANY


def _holds(tree: Iterable[tuple[Any, Any]], signs: Sequence[str], *, exact: bool) -> bool:
    run = ""
    for code, value in tree:
        if code is op.LITERAL and (exact or not chr(value).isalpha()):
            run += chr(value)
            if any(sign in run for sign in signs):
                return True
            continue
        run = ""
        if _part_holds(code, value, signs, exact=exact):
            return True
    return False


def _part_holds(code: Any, value: Any, signs: Sequence[str], *, exact: bool) -> bool:
    if code is op.BRANCH:
        return all(_holds(branch, signs, exact=exact) for branch in value[1])
    if code is op.SUBPATTERN:
        return _holds(value[3], signs, exact=exact and not value[1] & re.IGNORECASE)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        return value[0] > 0 and _holds(value[2], signs, exact=exact)
    if code is op.IN:
        return all(kind is op.LITERAL and chr(one) in signs for kind, one in value)
    return False
