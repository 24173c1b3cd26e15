"""The words of a quotation, however a newsroom typed them.

The one rule to know: two texts give the same words when one differs from the
other only in marks, capitals, contractions, British or American spelling, and
numbers in words or figures. The words are for comparing alone: "or" for "our"
at the end of a word is no spelling, as long as both sides get it.
"""

import re
from functools import lru_cache
from typing import Final

from digest.names import fold
from digest.words import WORD, document_frequency

_FOLDED: Final = str.maketrans("’‘ʼ`´", "'''''")
_PERCENT = re.compile(r"\s?%|\bper cent\b")
_PIECE = re.compile(r"[^\W_]+")
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_WITH_IS = frozenset("it that he she there what who here how where this when".split())
_WHOLE_WORDS = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
    "u.s": ("united", "states"),
    "u.k": ("united", "kingdom"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "ok": ("okay",),
}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {word: str(n) for n, word in enumerate(_ONES)}
_NUMBERS |= {word: str(n) for n, word in zip(range(20, 100, 10), _TENS, strict=True)}
_NUMBERS |= {"dozen": "12"}
_DIGITS = frozenset("123456789")
_ROUND = frozenset(str(n) for n in range(20, 100, 10))
_AMERICAN = dict(
    pair.split(":")
    for pair in """ageing:aging aluminium:aluminum amongst:among burnt:burned centre:center
    centres:centers cheque:check cheques:checks defence:defense defences:defenses dreamt:dreamed
    enrol:enroll enrolment:enrollment fibre:fiber fibres:fibers fulfil:fulfill grey:gray
    instalment:installment judgement:judgment kilometre:kilometer kilometres:kilometers
    learnt:learned licence:license licences:licenses litre:liter litres:liters
    manoeuvre:maneuver manoeuvres:maneuvers metre:meter metres:meters mould:mold
    offence:offense offences:offenses plough:plow practise:practice practised:practiced
    pretence:pretense programme:program programmes:programs sceptical:skeptical sceptics:skeptics
    skilful:skillful spoilt:spoiled theatre:theater theatres:theaters towards:toward
    tyre:tire tyres:tires whilst:while""".split()
)
_OUR = re.compile(
    r"^((?:dis|mis)?(?:arm|behavi|cand|clam|col|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb"
    r"|od|parl|ranc|rig|rum|sav|savi|splend|tum|val|vap|vig))our"
)
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")
_YSE = re.compile(r"(?<=al)ys(?=(?:e|ed|es|ing)$)")
_DOUBLED = re.compile(r"(?<=[a-z]{2}[aeiou])ll(?=(?:ed|er|ers|ing|or|ors|ous)$)")
_OGUE = re.compile(r"(?<=[a-z]{2}[aeiou]l)ogue(?=s?$)|(?<=tal)ogue(?=s?$)")

_SLIP = 4  # letters of a word in which one may be wrong
_TWO_SLIPS = 8  # letters of a word in which two may be wrong
_COMMONER = 50  # times, that the right word stands in more articles than its misspelling


def retyped_words(text: str) -> tuple[str, ...]:
    """Return the words of the text in order, in one spelling."""
    plain = _PERCENT.sub(" percent", text.lower().translate(_FOLDED))
    found = [each for word in WORD.findall(plain) for each in _spelled(word)]
    return tuple(_numbers_joined(found))


@lru_cache(maxsize=1 << 15)
def _spelled(word: str) -> tuple[str, ...]:
    """Return the words that a word as typed stands for: "don't" is "do not"."""
    if word in _WHOLE_WORDS:
        return _WHOLE_WORDS[word]
    if word[0].isdigit():
        return (word.replace(",", ""),)
    base, _, ending = word.partition("'")
    if base.endswith("n") and ending == "t":
        return (*_in_pieces(base[:-1]), "not")
    if ending in _ENDINGS:
        return (*_in_pieces(base), _ENDINGS[ending])
    if ending == "s":
        return (base, "is") if base in _WITH_IS else _in_pieces(base)
    return _in_pieces(word)


def _in_pieces(word: str) -> tuple[str, ...]:
    return tuple(_american(piece) for piece in _PIECE.findall(fold(word)))


def _american(word: str) -> str:
    if word in _AMERICAN:
        return _AMERICAN[word]
    for pattern, ending in ((_ISE, "iz"), (_YSE, "yz"), (_DOUBLED, "l"), (_OGUE, "og")):
        word = pattern.sub(ending, word, count=1)
    return _NUMBERS.get(word) or _OUR.sub(r"\1or", word)


def _numbers_joined(words: list[str]) -> list[str]:
    """Join tens with the ones behind them: "twenty-two" is 22."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _ROUND and word in _DIGITS:
            joined[-1] = joined[-1][0] + word
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=1 << 14)
def is_slip(one: str, other: str) -> bool:
    """Tell whether one word is the other with a slip of the keyboard, going by the letters.

    One of them must be no word, or hardly ever seen: "million" is no slip for "billion".
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SLIP or len(longer) - len(shorter) > 1 + (len(shorter) >= _TWO_SLIPS):
        return False
    if any(letter.isdigit() for letter in one + other):
        return False
    few, many = sorted(document_frequency().get(word, 0) for word in (one, other))
    if few and few * _COMMONER > many:
        return False
    return _edits(shorter, longer) <= 1 + (len(shorter) >= _TWO_SLIPS)


def _edits(one: str, other: str) -> int:
    """Count the letters to change, add, drop or swap with their neighbor."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != facing))
            if i > 1 < j and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
