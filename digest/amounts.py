"""Find numbers with their hedges and units in the words of a sentence.

The one rule to know: what may be a name, a rank, a clock time, an address, an
age or a vague number is no amount; the text of an amount is as it stands,
from the first word of its hedge to the last of its unit.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from digest.dates import MONTHS
from digest.units import LONGEST_UNIT, SIGNS, UNIT_FORMS

_TOKEN = re.compile(
    r"(?P<number>\d+(?:,\d+)*(?:\.\d+)?)"
    r"|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]"
)


class Token(NamedTuple):
    """A word, number or mark; ``start`` and ``end`` are places in the article."""

    text: str
    low: str
    start: int
    end: int
    is_number: bool


class Amount(NamedTuple):
    """A number with its unit, "" for a bare one; ``first`` and ``last`` are its tokens.

    ``family`` is what can be compared, ``base`` and ``top`` the value there ("two hours" is 120
    of the family "minute"); they differ in a range. ``joined`` says that a hyphen binds
    the unit to what follows ("41-minute talks"). A date is month and day, 1115.
    """

    start: int
    end: int
    value: float
    unit: str
    family: str
    base: float
    top: float
    first: int
    last: int
    joined: bool = False


_SMALL = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: value * 10.0
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES |= {"dozen": 12.0, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9}  # only behind a sign of money
NUMBER_WORDS = _SMALL.keys() | _TENS.keys() | _SCALES.keys()

# Words before a number that belong to it.
_HEDGES = {
    tuple(hedge.split("_"))
    for hedge in (
        "at_least at_most more_than less_than fewer_than no_fewer_than no_less_than no_more_than "
        "not_more_than up_to as_many_as as_much_as as_few_as about around approximately roughly "
        "some nearly almost close_to over under just_over just_under well_over well_under "
        "just_about just_more_than just_less_than a_little_over a_little_more_than little_over "
        "slightly_more_than slightly_over slightly_under slightly_less_than an_estimated estimated "
        "exactly only upward_of upwards_of in_excess_of as_high_as nearer_to"
    ).split()
}
_LONGEST_HEDGE = max(map(len, _HEDGES))
_MOST_HEDGES = 2  # "at least about"
_HEDGES_BEHIND = {("-", "plus"), ("+",), ("or", "more"), ("or", "so"), ("or", "fewer")}

_LONGEST = 20  # characters of a number; what is longer is a code
_GREATEST = 1e16
_WIDEST_RANGE = 3  # times; "2-41" is something else
_YEARS = (1500, 2100)  # four digits between these, without a comma, are a year
# Behind these a number is a name, behind the others it is a time or an age.
_NAMING = frozenset(
    "no number article section chapter page highway route flight room channel interstate phase "
    "type level grade district block title version line gate lot apartment floor aged age ages "
    "psalm verse track step round week day game part volume".split()
)
_NAMED_BY_OF = frozenset("group gang big".split())  # "the Group of 20"
_BEGINNING_WORDS = NUMBER_WORDS | {"hour", "half"}
_BEGINNING = NUMBER_WORDS | {"a", "an", "half"} | MONTHS.keys()
_DIGIT = re.compile(r"\d")
_PLAIN_WORD = re.compile(r"[a-z]+")
_CLOCKS = frozenset("am pm a.m. p.m. a.m p.m o'clock o’clock".split())
_OPENERS = frozenset("\"“‘'([$€£¥₩~—–…")  # may touch a number from the left


def split_tokens(sentence: str, offset: int) -> list[Token]:
    """Return the words, numbers and marks of a sentence that begins at ``offset``."""
    return [
        Token(
            found.group(),
            found.group().lower(),
            offset + found.start(),
            offset + found.end(),
            found["number"] is not None,
        )
        for found in _TOKEN.finditer(sentence)
    ]


def may_hold_amounts(sentence: str) -> bool:
    """Tell sentences without any number, quickly."""
    if _DIGIT.search(sentence):
        return True
    return not _BEGINNING_WORDS.isdisjoint(_PLAIN_WORD.findall(sentence.lower()))


def find_amounts(tokens: Sequence[Token]) -> list[Amount]:
    """Return the amounts among the tokens, in order."""
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        if not (tokens[at].is_number or tokens[at].low in _BEGINNING):
            at += 1
            continue
        amount = _date(tokens, at) or _amount(tokens, at)
        if amount:
            found.append(amount)
        at = amount.last + 1 if amount else _behind_number(tokens, at)
    return found


def _amount(tokens: Sequence[Token], at: int) -> Amount | None:
    read = _read_number(tokens, at)
    if not read or _names_something(tokens, at):
        return None
    value, last = read
    top, last = _read_range(tokens, value, last)
    sign = at > 0 and tokens[at - 1].text in SIGNS and _touch(tokens, at - 1)
    if sign:
        last, scale = _short_scale(tokens, last)
        unit, family, size = SIGNS[tokens[at - 1].text], SIGNS[tokens[at - 1].text], 1.0
        value, top, joined = value * scale, top * scale, False
    else:
        value, top, last, unit, family, size, joined = _unit(tokens, value, top, last)
    if _is_no_amount(tokens, at, last, unit) or not 0 < top < _GREATEST:
        return None
    first = _first_of_hedge(tokens, _first_of_sign(tokens, at) if sign else at)
    last = _last_of_hedge(tokens, last)
    return Amount(
        start=tokens[first].start,
        end=tokens[last].end,
        value=value,
        unit=unit,
        family=family,
        base=value * size,
        top=top * size,
        first=first,
        last=last,
        joined=joined,
    )


def _read_number(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Return the number that begins at ``at`` and its last token."""
    token = tokens[at]
    if token.is_number:
        value = _digits(token) if _stands_free(tokens, at) else None
        return None if value is None else _scaled(tokens, value, at)
    if token.low in ("a", "an", "half"):
        return _read_article(tokens, at)
    return _read_words(tokens, at)


def _digits(token: Token) -> float | None:
    """Return the value of "1,200.5"; None where the commas part no thousands."""
    groups = token.text.partition(".")[0].split(",")
    parted = len(groups) == 1 or (len(groups[0]) < 4 and all(len(g) == 3 for g in groups[1:]))
    return float(token.text.replace(",", "")) if parted and len(token.text) < _LONGEST else None


def _read_words(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Read "twenty-three", "two hundred and six", "half" apart."""
    total, part, last = 0.0, 0.0, -1
    k = at
    while k < len(tokens):
        low = tokens[k].low
        if low in _SMALL and (part == 0 or (part % 100 >= 20 and _SMALL[low] < 10) or part >= 100):
            part += _SMALL[low]
        elif low in _TENS and part % 100 == 0:
            part += _TENS[low]
        elif low in _SCALES and last >= 0:
            scale = _SCALES[low]
            part *= scale
            if scale >= 1000:
                total, part = total + part, 0.0
        elif last >= 0 and low in ("-", "and") and _goes_on(tokens, k, part):
            k += 1
            continue
        else:
            break
        last, k = k, k + 1
    return (total + part, last) if last >= 0 else None


def _goes_on(tokens: Sequence[Token], k: int, part: float) -> bool:
    """Tell whether a number goes on behind "-" or "and"."""
    following = tokens[k + 1].low if k + 1 < len(tokens) else ""
    if tokens[k].low == "-":
        return part % 100 >= 20 and 0 < _SMALL.get(following, 0) < 10
    return part >= 100 and part % 100 == 0 and (following in _SMALL or following in _TENS)


def _read_article(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Read "a dozen", "half a million", "half an hour", "an hour"."""
    value = 1.0
    k = at
    if tokens[k].low == "half":
        value, k = 0.5, k + 1
        if k < len(tokens) and tokens[k].low in ("a", "an"):
            k += 1
        if k == at + 1 and not (k < len(tokens) and tokens[k].low in ("dozen", "-")):
            return None
    else:
        k += 1
    if k >= len(tokens):
        return None
    if tokens[k].low in _SCALES and tokens[k].low not in ("mn", "bn", "tn", "mln"):
        scaled = value * _SCALES[tokens[k].low]
        return _scaled(tokens, scaled, k)
    named = tokens[at].low == "half" or tokens[k].low == "hour"
    return (value, k - 1) if named and tokens[k].low in ("hour", "mile", "century") else None


def _scaled(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int]:
    """Take in "million", and "and a half" behind the number."""
    low = [token.low for token in tokens[last + 1 : last + 4]]
    if low == ["and", "a", "half"]:
        value, last = value + 0.5, last + 3
        low = [token.low for token in tokens[last + 1 : last + 4]]
    while low and low[0] in _SCALES:
        value, last, low = value * _SCALES[low[0]], last + 1, low[1:]
    return value, last


def _read_range(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int]:
    """Return the upper end of "10 to 12" and "10-12", and its last token."""
    joins = ("to", "-", "–")
    if last + 2 < len(tokens) and tokens[last + 1].low in joins and tokens[last + 2].is_number:
        if tokens[last + 1].low != "to" and not _touch(tokens, last + 1):
            return value, last
        digits = _digits(tokens[last + 2])
        top, end = _scaled(tokens, digits or 0.0, last + 2)
        if value < top < value * _WIDEST_RANGE:
            return top, end
    return value, last


def _short_scale(tokens: Sequence[Token], last: int) -> tuple[int, float]:
    behind = tokens[last + 1].low if last + 1 < len(tokens) else ""
    return (last + 1, _SHORT_SCALES[behind]) if behind in _SHORT_SCALES else (last, 1.0)


def _unit(
    tokens: Sequence[Token], value: float, top: float, last: int
) -> tuple[float, float, int, str, str, float, bool]:
    """Take in the unit behind a number, where one stands."""
    low = [token.low for token in tokens[last + 1 : last + 5]]
    if low[:3] == ["and", "a", "half"]:
        value, top, last = value + 0.5, top + 0.5, last + 3
        low = [token.low for token in tokens[last + 1 : last + 5]]
    joined = low[:1] == ["-"]
    skipped = 1 if joined else 0
    for count in range(LONGEST_UNIT, 0, -1):
        form = tuple(low[skipped : skipped + count])
        if len(form) == count and form in UNIT_FORMS:
            unit, family, size = UNIT_FORMS[form]
            last += skipped + count
            if [token.low for token in tokens[last + 1 : last + 4]] == ["and", "a", "half"]:
                value, top, last = value + 0.5, top + 0.5, last + 3  # "an hour and a half"
            return value, top, last, unit, family, size, joined
    return value, top, last, "", "", 1.0, False


def _is_no_amount(tokens: Sequence[Token], at: int, last: int, unit: str) -> bool:
    """Tell ages, years, clock times and numbers that are part of a word or a name."""
    following = [token.low for token in tokens[last + 1 : last + 3]]
    if following[:2] == ["-", "old"] or following[:1] == ["old"]:
        return True
    if unit:
        return False
    token = tokens[at]
    if following and following[0] in _CLOCKS:
        return True
    if token.is_number and at > 1 and tokens[at - 1].text[0].isupper() and "," not in token.text:
        return True  # "Boeing 737"
    if following[:1] == ["-"] and following[1:] != ["plus"]:
        return True  # "three-country", "nine-member"
    plain = token.is_number and at == last and "," not in token.text and "." not in token.text
    return plain and _YEARS[0] <= float(token.text) <= _YEARS[1]


def _names_something(tokens: Sequence[Token], at: int) -> bool:
    """Tell "Highway 41", "No. 7", "Group of 20", "Boeing 737"."""
    k = at - 1
    if k >= 0 and tokens[k].text == "." and tokens[k].start == tokens[k - 1].end:
        k -= 1
        return k >= 0 and tokens[k].low in _NAMING
    if k < 0:
        return False
    if tokens[k].low == "of":
        return k > 0 and tokens[k - 1].low in _NAMED_BY_OF
    return tokens[k].low in _NAMING


def _stands_free(tokens: Sequence[Token], at: int) -> bool:
    """Tell a number from the digits of "B-1", "G20", "555-0142", "6:12" and "15th"."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    if before and before.end == token.start and before.text not in _OPENERS:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if not after or after.start != token.end:
        return True
    behind = tokens[at + 2] if at + 2 < len(tokens) else None
    if after.text in (":", "/", ".") and behind and behind.start == after.end:
        return not (behind.is_number or after.text == "/")
    if after.text[0].isalpha():
        return after.low in _SCALES or after.low in _SHORT_SCALES or (after.low,) in UNIT_FORMS
    return not after.is_number


def _touch(tokens: Sequence[Token], k: int) -> bool:
    return k + 1 < len(tokens) and tokens[k].end == tokens[k + 1].start


def _first_of_sign(tokens: Sequence[Token], at: int) -> int:
    """Return the first token of "US$3", "$3"."""
    sign = at - 1
    letters = sign > 0 and tokens[sign - 1].end == tokens[sign].start
    return sign - 1 if letters and tokens[sign - 1].text.isalpha() else sign


def _first_of_hedge(tokens: Sequence[Token], at: int) -> int:
    for _ in range(_MOST_HEDGES):
        for count in range(min(_LONGEST_HEDGE, at), 0, -1):
            if tuple(token.low for token in tokens[at - count : at]) in _HEDGES:
                at -= count
                break
    return at


def _last_of_hedge(tokens: Sequence[Token], last: int) -> int:
    for count in (2, 1):
        if tuple(token.low for token in tokens[last + 1 : last + 1 + count]) in _HEDGES_BEHIND:
            return last + count
    return last


def _date(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read "Nov. 15" and "15 November"; the year, if any, is no part of it."""
    token = tokens[at]
    if token.low in MONTHS and token.text[0].isupper():
        day = at + 1
        if day < len(tokens) and tokens[day].text == "." and tokens[day].start == token.end:
            day += 1
        return _as_date(tokens, at, day, month=at, day=day)
    if token.is_number and at + 1 < len(tokens) and tokens[at + 1].text[0].isupper():
        return _as_date(tokens, at, at + 1, month=at + 1, day=at)
    return None


def _as_date(
    tokens: Sequence[Token], first: int, last: int, *, month: int, day: int
) -> Amount | None:
    number = MONTHS.get(tokens[month].low)
    if not number or day >= len(tokens) or not tokens[day].is_number:
        return None
    if len(tokens[day].text) > 2 or not 1 <= int(tokens[day].text) <= 31:
        return None
    if not _stands_free(tokens, day):
        return None
    value = number * 100.0 + int(tokens[day].text)
    start, end = tokens[first].start, tokens[last].end
    return Amount(start, end, value, "date", "date", value, value, first, last)


def _behind_number(tokens: Sequence[Token], at: int) -> int:
    """Return where to go on behind what is no amount: not inside "twenty-three"."""
    read = _read_words(tokens, at)
    return read[1] + 1 if read else at + 1
