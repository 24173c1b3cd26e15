"""Whether two names, taken apart, can be spellings of one.

The one rule to know: surname and given name must both agree. Where the
surnames are one, the given names decide, so their spellings may differ less;
what one form leaves out agrees with anything, what both say must agree.
"""

import re
from collections.abc import Iterable, Sequence

from digest.given_names import forms_of_one, is_given_name, is_japanese, is_romance, is_western
from digest.name_forms import NUMERALS, SONS, EastAsian, Name, Unit
from digest.spellings import alike
from digest.syllables import same_given

GLUED_ARTICLE = re.compile(r"[ae]l(?=[a-z]{4})")  # "ElBaradei"
_SLIGHT = 0.15  # of doubt: a letter that some ways of writing leave out


def fits_bare(single: Name, full: Name) -> bool:
    """Tell whether a name of one unit can stand for the full one, or spells the same one."""
    (unit,) = single.units
    if len(full.units) == 1:
        numerals = {single.suffix, full.suffix} - {""}
        return len(numerals) < 2 and _same_surname(unit, full.units[0], doubt=_SLIGHT)
    if any(_is_family(unit, name) or _is_given(unit, name) for name in full.east_asian):
        return True
    if _same_surname(unit, full.units[-1], doubt=_bare_doubt(unit)):
        return True
    if is_given_name(unit.core):
        return False
    return any(_same_surname(unit, each, doubt=0) for each in full.units[:-1])


def _bare_doubt(unit: Unit) -> float:
    return 0.25 if len(unit.core) > 5 else 0.15 if len(unit.core) > 3 else 0


def _is_family(unit: Unit, name: EastAsian) -> bool:
    return unit.core == name.family


def _is_given(unit: Unit, name: EastAsian) -> bool:
    """Tell whether the unit is the given name alone: "Suk-yeol" for Yoon Seok-yeol."""
    return len(unit.pieces) > 1 and any(
        same_given(unit.pieces, name.given, family, distant=False) for family in name.families
    )


def same_full(one: Name, other: Name) -> bool:
    """Tell whether two names of several units can be one person's."""
    if not _suffixes_agree(one, other):
        return False
    if one.joined == other.joined:
        return True
    if one.parts == other.parts:
        return _may_swap(one.parts)
    if one.east_asian and other.east_asian:
        return any(_same_east_asian(a, b) for a in one.east_asian for b in other.east_asian)
    if _is_western_half(one, other) or _is_western_half(other, one) or _same_western(one, other):
        return True
    if len(one.units) == len(other.units):
        return _same_swapped(one.units, other.units)
    return _is_cut(*sorted((one.units, other.units), key=len))


def _suffixes_agree(one: Name, other: Name) -> bool:
    """Tell whether "Jr." and its like leave it open that the two are one.

    A son is told from his father by it; only the formal style, which also
    spells the given name out and adds a middle one, means nothing by it.
    """
    if one.suffix == other.suffix or (one.suffix and other.suffix):
        return one.suffix == other.suffix
    plain, marked = sorted((one, other), key=lambda name: name.suffix)
    if marked.suffix.upper() in NUMERALS and is_given_name(marked.units[-1].core):
        return True
    formal = len(marked.units) > 2 and len(plain.units) == 2
    return formal and plain.units[0].core != marked.units[0].core


def _same_east_asian(one: EastAsian, other: EastAsian) -> bool:
    if one.western and other.western and not _same_given_word(one.western, other.western):
        return False
    distant = one.family != other.family
    return any(
        same_given(one.given, other.given, family, distant=distant)
        for family in sorted(one.families & other.families)
    )


def _same_western(one: Name, other: Name) -> bool:
    """Tell whether surname and given names agree."""
    mine, theirs = one.units[-1], other.units[-1]
    if len(one.units) == len(other.units) == 2:  # "Anwar bin Ibrahim" is "Anwar Ibrahim" too
        mine, theirs = without_son(mine), without_son(theirs)
    return _same_given_names(one.units[:-1], other.units[:-1]) and _same_surname(
        mine, theirs, doubt=_doubt(mine.core, theirs.core)
    )


def _is_western_half(half: Name, whole: Name) -> bool:
    """Tell whether the one is the other without its Chinese given name: "John Lee"."""
    return len(half.units) == 2 and any(
        name.western
        and half.units[1].core == name.family
        and _same_given_word(half.units[0].core, name.western)
        for name in whole.east_asian
    )


def without_son(unit: Unit) -> Unit:
    """Return the unit without "bin" before it, which not all of the press writes."""
    if unit.pieces[0] != "bin":
        return unit
    return Unit("".join(unit.pieces[1:]), unit.pieces[1:], unit.article)


def _same_surname(one: Unit, other: Unit, *, doubt: float) -> bool:
    if one.core == other.core:
        return True
    forms = forms_of_one(one.core, other.core)
    if forms is not None:
        return forms and not is_western(one.core) and not is_western(other.core)
    if alike(one.core, other.core, doubt=doubt):
        return True
    if one.article == other.article:
        return False
    bare, glued = sorted((one, other), key=lambda unit: unit.article, reverse=True)
    return alike(bare.core, GLUED_ARTICLE.sub("", glued.core, count=1), doubt=doubt)


def _doubt(one: str, other: str) -> float:
    """Return what the spellings of a surname may cost: the longer, the less it is by chance."""
    length = min(len(one), len(other))
    if length < 4 or (length == 4 and len(one) == len(other)):
        return 0.15
    return 0.25 if length < 6 else 0.5 if length < 9 else 0.75


def _same_given_names(one: tuple[Unit, ...], other: tuple[Unit, ...]) -> bool:
    """Tell whether the given names agree, the first with the first, and no middle ones differ."""
    if len(one) == len(other) == len(one[0].pieces) == len(other[0].pieces) == 1:
        return _same_given_word(one[0].core, other[0].core)
    first = max(len(one[0].pieces), len(other[0].pieces))
    left, right = ([piece for unit in given for piece in unit.pieces] for given in (one, other))
    if "".join(left) == "".join(right):
        return True
    if min(len(left), len(right)) < first:
        return _same_given_word("".join(left), "".join(right)) if len(left) != len(right) else False
    if all(map(_same_given_word, left, right)):
        return True
    short, long = sorted((left, right), key=len)
    return _goes_by_second(short, long)


def _goes_by_second(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether the one name is the other's second: "Javad" for Mohammad Javad."""
    if len(short) != 1 or len(long) != 2 or len(short[0]) == 1:
        return False
    if not _same_given_word(short[0], long[1]):
        return False
    if len(long[0]) == 1 or forms_of_one(long[0], "mohammed"):
        return True
    return not is_given_name(short[0])


def _same_given_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    known = forms_of_one(one, other)
    if known is not None:
        return known
    if one.rstrip("h").endswith("a") != other.rstrip("h").endswith("a"):  # "Felipe", "Felipa"
        return False
    length = min(len(one), len(other))
    return alike(one, other, doubt=0.15 if length < 5 else 0.25 if length < 7 else 0.5)


def _is_cut(short: tuple[Unit, ...], long: tuple[Unit, ...]) -> bool:
    """Tell whether the shorter is the longer without its second surname, or without given names.

    "Pedro Sánchez" for Pedro Sánchez Pérez, "López Obrador" for Andrés Manuel
    López Obrador, "Tamim bin Hamad" without the house he is of.
    """
    cores, longer = [unit.core for unit in short], [unit.core for unit in long]
    iberian = is_romance(longer[0]) or any(core.endswith("ez") for core in longer[1:])
    if longer[: len(cores)] == cores and len(longer) - len(cores) < 3:
        son = short[-1].pieces[0] in SONS.values()
        one_more = len(longer) - len(cores) == 1 and not is_western(longer[0])
        return son or ((iberian or one_more) and not is_given_name(cores[-1]))
    wide = iberian or len(longer) > 3
    return wide and longer[-len(cores) :] == cores and not is_given_name(cores[0])


def _may_swap(words: Iterable[str]) -> bool:
    """Tell whether another order of the words is no other name: "Thomas James" is one."""
    kept = tuple(words)
    return any(map(is_japanese, kept)) or not all(map(is_given_name, kept))


def _same_swapped(one: tuple[Unit, ...], other: tuple[Unit, ...]) -> bool:
    """Tell whether two names of two words are one, with the family name once in front."""
    if len(one) != 2:
        return False
    pairs = ((one[0].core, other[1].core), (one[1].core, other[0].core))
    if not all(len(a) > 1 < len(b) and alike(a, b, doubt=0.25) for a, b in pairs):
        return False
    return _may_swap(unit.core for unit in one + other)
