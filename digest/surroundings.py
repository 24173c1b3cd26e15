"""Read the names, places and times that stand around a number.

The one rule to know: what tells one thing from another of its kind is a name
of its own; "New", "City" and "President" are parts of many.
"""

from collections.abc import Sequence
from functools import lru_cache

from digest.amounts import Token
from digest.counting_words import FUNCTION, ORDINALS, PERIODS, RELATIVE, WEEKDAYS
from digest.dates import MONTHS
from digest.words import stems

_PARTS_OF_NAMES = frozenset(
    "new north south east west northern southern eastern western central san santa los las la el "
    "al city county state states united st saint mount lake port cape president minister prime "
    "governor mayor police mr mrs ms dr general senator judge sheriff department ministry "
    "street".split()
)
_PLACING = frozenset("in at near of from outside off".split())
_NO_NAMES = WEEKDAYS | MONTHS.keys() | FUNCTION | _PARTS_OF_NAMES


@lru_cache(maxsize=1 << 15)
def stem_of(word: str) -> str:
    """Return the stem of a lower-case word, "" for a stop word."""
    found = stems(word)
    return found[-1] if found else ""


def names_between(tokens: Sequence[Token], left: int, right: int) -> frozenset[str]:
    """Return the stems of the capitalized words, the first of the sentence aside."""
    found = {stem_of(tokens[k].low) for k in range(max(left, 1), right) if _is_name(tokens[k])}
    if left == 0 and right > 1 and _is_name(tokens[0]) and tokens[1].text[0].isupper():
        found.add(stem_of(tokens[0].low))
    return frozenset(found) - {""}


def places_between(tokens: Sequence[Token], left: int, right: int) -> frozenset[str]:
    """Return the stems of the names behind "in", "near", "of"."""
    found = set()
    open_ = False
    for token in tokens[left:right]:
        open_ = token.low in _PLACING or (open_ and token.text[0].isupper())
        if open_ and _is_name(token):
            found.add(stem_of(token.low))
    return frozenset(found) - {""}


def times_between(
    tokens: Sequence[Token], left: int, right: int, *, months: bool
) -> frozenset[str]:
    """Return years, "last week", "second quarter" and, where wanted, months by three letters."""
    found = set()
    for k in range(left, right):
        token = tokens[k]
        behind = tokens[k + 1].low if k + 1 < right else ""
        if token.is_number and len(token.text) == 4 and token.text[:2] in ("18", "19", "20"):
            found.add(token.text)
        if token.low in RELATIVE and (behind in PERIODS or token.low == "ago"):
            found.add(f"{token.low} {behind}" if behind in PERIODS else token.low)
        if token.low in ORDINALS and behind in PERIODS:
            found.add(token.low)
        if months and token.low in MONTHS and token.text[0].isupper():
            found.add(token.low[:3])
    return frozenset(found)


def _is_name(token: Token) -> bool:
    return token.text[0].isupper() and token.low not in _NO_NAMES
