"""How a word of a name sounds, whatever alphabet it was brought over from.

The one rule to know: every letter group stands for the sounds that it has in
the usual ways of writing Russian, Arabic, Greek and other names in Latin
letters. Two spellings are alike when their sounds meet one by one; each
stretch of the imagination costs, and a word can pay for few of them.
"""

import re
from functools import lru_cache
from itertools import accumulate
from math import inf
from typing import TypeAlias

# What a letter group says, what it may say, and what leaving it out costs.
Sound: TypeAlias = tuple[frozenset[str], frozenset[str], float]

_STRETCH = 0.25  # for a sound that the letters only may have
_SLIP = 0.15  # for a letter that some ways of writing leave out
_SHORT = 0.4  # for a short vowel between consonants, which Arabic and others do not write
_TOO_FAR = 1.0  # for any word
_LONGEST = 40  # letters; a longer word is no name

# Sounds beyond letters: E ei, x kh, S sh, Z zh, C ch, J dzh, T ts, W shch.
_GROUPS = {
    "schtsch": ("W", "S"), "chtch": ("W", ""), "shch": ("W", "S"), "szcz": ("W", ""),
    "tsch": ("C", ""), "dsch": ("J", ""), "sch": ("S", "WsZ"), "tch": ("C", ""), "dzh": ("J", ""),
    "dj": ("J", "d"), "cz": ("C", ""), "sz": ("Ss", ""), "zs": ("Z", ""),
    "zh": ("Z", "J"),
    "sh": ("S", "s"), "ch": ("C", "xkSh"), "ck": ("k", ""), "kh": ("x", "kh"), "gh": ("g", "k"),
    "ph": ("f", ""), "th": ("t", "s"), "dh": ("d", "zt"), "bh": ("b", ""), "jh": ("J", ""),
    "ts": ("T", ""), "tz": ("T", ""),
    "ei": ("E", "eia"), "ey": ("E", "eia"), "ej": ("E", "eia"), "ai": ("E", "aei"),
    "ay": ("E", "aei"), "aj": ("E", "aei"), "ou": ("uo", ""), "oo": ("u", "o"), "ee": ("i", "e"),
    "a": ("a", "e"), "e": ("e", "ai"), "i": ("i", "e"), "o": ("o", "u"), "u": ("u", "o"),
    "b": ("b", "v"), "c": ("k", "CTsJ"), "d": ("d", ""), "f": ("f", "v"), "g": ("g", "kJhx"),
    "h": ("h", "xg"), "j": ("Jy", "Zi"), "k": ("k", "g"), "l": ("l", ""), "m": ("m", ""),
    "n": ("n", ""), "p": ("p", ""), "q": ("kg", ""), "r": ("r", ""), "s": ("s", "Sz"),
    "t": ("t", "T"), "v": ("v", "wfb"), "w": ("vw", "f"), "y": ("i", "y"), "z": ("z", "ZTs"),
}  # fmt: skip
_SOUNDS = {
    group: (frozenset(says), frozenset(says + may), inf) for group, (says, may) in _GROUPS.items()
}
_VOWELS = "aeiouy"
_LETTERS = re.compile(
    r"schtsch|chtch|shch|szcz|tsch|dsch|sch|tch|dzh|dj|cz|sz|zs|zh|sh|ch|ck|kh|gh|ph|th|dh|bh|jh"
    r"|ts|tz|(?:ei|ey|ai|ay)(?![aeiouy])|[ea]j$|ou|oo|ee|x|[a-z]"
)
# What whole languages do at certain places, made one before the letters are read.
_HABITS = tuple(
    (re.compile(found), made)
    for found, made in (
        (r"[^a-z]+", ""),
        (r"a(?:yee|ee|ei)", "ai"),
        (r"([b-df-hj-np-z])\1", r"\1"),
        (r"aa+", "a"),
        (r"ii+", "i"),
        (r"uu+", "u"),
        (r"[iy][ijy]{1,2}$", "i"),
        (r"i[yj](?=[aeou])", "i"),
        (r"(?:yo|io|jo)(?=(?:v|w|f)$)", "e"),
        (r"(?<=[hsz])o(?=(?:v|w|f)$)", "e"),
        (r"(?<=[eo])f$", "v"),
        (r"(?<=[oa])u(?=sk)", "v"),
        (r"ow(?=[b-df-hj-np-rtvxz])", "ou"),
        (r"enka$", "enko"),
        (r"dz(?=ic)", "dj"),
        (r"ic$", "ich"),
    )
)


@lru_cache(maxsize=1 << 16)
def distance(one: str, other: str) -> float:
    """Return how far two folded words are from one sound: 0 is none, inf no way."""
    if one == other:
        return 0.0
    left, right = sounds(one), sounds(other)
    if not left or not right or bones(one) != bones(other) or not _may_begin_alike(left, right):
        return inf
    return _align(left, right)


def alike(one: str, other: str, *, doubt: float) -> bool:
    """Tell whether two folded words can be spellings of one; ``doubt`` is what they may cost."""
    return distance(one, other) <= doubt


@lru_cache(maxsize=1 << 14)
def sounds(word: str) -> tuple[Sound, ...]:
    """Return the sounds of a folded word, in order."""
    word = word[:_LONGEST]
    for habit, made in _HABITS:
        word = habit.sub(made, word)
    groups = _LETTERS.findall(word)
    return tuple(
        sound
        for i, group in enumerate(groups)
        for sound in _read(group, "".join(groups[:i])[-1:], "".join(groups[i + 1 : i + 2])[:1])
    )


@lru_cache(maxsize=1 << 14)
def bones(word: str) -> str:
    """Return the sounds that every spelling of a word keeps: words that are alike share them."""
    kept = (
        next((bone for bone in _BONES if says <= _BONES[bone]), "") for says, _, _ in sounds(word)
    )
    return "".join(kept)


_BONES = {"p": frozenset("p"), "m": frozenset("m"), "n": frozenset("n"), "l": frozenset("l"),
          "r": frozenset("r")}  # fmt: skip


def _read(group: str, before: str, after: str) -> tuple[Sound, ...]:
    """Return the sounds of one group of letters between the letters around it."""
    vowel_before, vowel_after = before in _VOWELS and before, after in _VOWELS and after
    says, may, _ = _SOUNDS.get(group, _SOUNDS["s"])
    if group == "x":
        return _SOUNDS["k"], _SOUNDS["s"]
    if group == "c" and after and after in "eiy":
        return ((frozenset("s"), frozenset("sTkC"), inf),)
    if group == "h" and before:
        return ((says, may, (_STRETCH if vowel_after else _SLIP) if vowel_before else 0.0),)
    if group in ("y", "j", "i") and vowel_after:
        return (_glide(group, before, after),)
    if group == "w" and vowel_before and vowel_after:
        return ((says, may, _STRETCH),)
    if group == "u" and before == "g" and after and after in "eiy":
        return ((says, may, _SLIP),)
    if group in ("a", "e", "i") and before and after and not vowel_before and not vowel_after:
        return ((says, may, _SHORT),)
    if group == "e" and before and before in "aou":
        return ((says, may, _SLIP),)
    if group == "o" and after == "e":
        return ((frozenset("ou"), may, inf),)
    return ((says, may, inf),)


def _glide(group: str, before: str, after: str) -> Sound:
    says = {"y": "y", "j": "Jy", "i": "iy"}[group]
    may = {"y": "yJi", "j": "JyZi", "i": "iye"}[group]
    lost = _SLIP if after == "e" or (group == "y" and before in _VOWELS) else inf
    return frozenset(says), frozenset(may), lost


def _may_begin_alike(left: tuple[Sound, ...], right: tuple[Sound, ...]) -> bool:
    first, second = left[0], right[0]
    if first[2] < inf or second[2] < inf:
        return True
    return not (first[0].isdisjoint(second[1]) and second[0].isdisjoint(first[1]))


def _align(left: tuple[Sound, ...], right: tuple[Sound, ...]) -> float:
    """Return the least cost of bringing the sounds together one by one, inf if they do not."""
    row = [0.0, *accumulate(sound[2] for sound in right)]
    for mine in left:
        above, row = row, [row[0] + mine[2]]
        for j, theirs in enumerate(right):
            leave = min(above[j + 1] + mine[2], row[j] + theirs[2])
            row.append(min(leave, above[j] + _cost(mine, theirs)))
        if min(row) > _TOO_FAR:
            return inf
    return row[-1]


def _cost(one: Sound, other: Sound) -> float:
    if not one[0].isdisjoint(other[0]):
        return 0.0
    if one[0].isdisjoint(other[1]) and one[1].isdisjoint(other[0]):
        return inf
    return _STRETCH
