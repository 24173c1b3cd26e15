"""A name taken apart: units, endings such as "Jr.", and what in it is Korean or Chinese.

The one rule to know: what belongs together is one unit, so that "von der
Leyen", "Ben-Gvir" and "Abdel Fattah" are compared whole, and an Arabic article
stands beside its word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.given_names import is_given_name, is_western
from digest.names import NAME_WORD, PARTICLES, SUFFIXES, gender, plain_word, split_mention
from digest.syllables import families, is_syllables

NUMERALS = frozenset("I II III IV V VI VII VIII IX XI XII XIII XIV XV XVI XXIII".split())
_HONORIFICS = frozenset(
    "begum datuk dato tun daw haji mullah sayyid seyyed shaikh sheikh shri sri u".split()
)
SONS = {"ben": "bin", "ibn": "bin", "bin": "bin", "bint": "bint"}
# "Abdel Fattah", "Abd al-Fattah", "Abdurrashid": servant of one whose name follows.
_SERVANT = re.compile(r"\babd(?:[aeou]l)?[ -]+(?:[aeou][ldrnzst][ -]+)?(?=[a-z]{3})")
_SERVANT_GLUED = re.compile(r"\babd(?:[aeou]l(?!l)|[aeou]([drnzst])(?=\1))(?=[a-z]{3})")
_OF_THE_FAITH = re.compile(r"[ -]?[aeou][ld][ -]?d(?:i|ee)ne?\b")  # "Siraj al-Din", "Nureddine"
_VIETNAMESE = frozenset(
    "bui dang dinh do duong ho hoang huynh le ly mai ngo nguyen pham phan tran trinh truong vo "
    "vu".split()
)
# "al-", "el ", and as they are said before some letters: "az-Zawahiri".
_ARTICLE = re.compile(
    r"(?:(?<=\s)|^)(?:[aeu]l|[ae]([drnzst])(?=-\1)|[ae]sh(?=-sh))-(?=[a-z]{2})"
    r"|(?<=\s)[ae]l (?=[a-z]{2})"
)
POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of a name with what belongs to it: "von der Leyen", "al-Assad", "Jean-Luc"."""

    core: str
    pieces: tuple[str, ...]
    article: bool = False


@dataclass(frozen=True, slots=True)
class EastAsian:
    """A name read as family name and syllables; ``western`` is a second given name."""

    family: str
    families: frozenset[str]
    given: tuple[str, ...]
    western: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What of a mention tells whether two name one person; read once a mention."""

    gender: str
    suffix: str
    units: tuple[Unit, ...]
    joined: str
    parts: tuple[str, ...]
    east_asian: tuple[EastAsian, ...]


@lru_cache(maxsize=2048)
def read_name(mention: str) -> Name:
    """Return the name that the mention holds, taken apart."""
    mention = POSSESSIVE.sub("", mention)
    name = split_mention(mention)[1] or mention
    raw = NAME_WORD.findall(name)
    suffix = _suffix(raw)
    kept = [word for word in raw if plain_word(word) not in SUFFIXES]
    if len(kept) > 1 and kept[-1] == suffix.upper():
        kept.pop()
    units = tuple(_units(kept, shouted=name.isupper()))
    return Name(
        gender=gender(mention),
        suffix=suffix,
        units=units,
        joined="".join(unit.core for unit in units),
        parts=tuple(sorted(piece for unit in units for piece in unit.pieces)),
        east_asian=tuple(_east_asian(units)),
    )


def _suffix(raw: Sequence[str]) -> str:
    found = next((word for word in map(plain_word, raw) if word in SUFFIXES), "")
    shouted = all(word.isupper() for word in raw)
    return found or (
        raw[-1].lower() if len(raw) > 1 and raw[-1] in NUMERALS and not shouted else ""
    )


def _units(raw: Sequence[str], *, shouted: bool) -> Iterable[Unit]:
    """Yield the units of a name, with articles and words for "son of" and "servant of" made one."""
    words = [letter for word in raw for letter in _initials(word, shouted=shouted)]
    if len(words) > 1 and words[0] in _HONORIFICS:
        words = words[1:]
    text = _SERVANT.sub("abdul", " ".join(words))
    text = _SERVANT_GLUED.sub("abdul", text)
    text = _ARTICLE.sub("@", _OF_THE_FAITH.sub("uddin", text))
    binding = (
        PARTICLES
        - {"san", "st", "al"}
        - ({"van"} if words[:1] and words[0] in _VIETNAMESE else set())
    )
    held: list[str] = []
    found = text.split()
    for i, word in enumerate(found):
        more = i + 1 < len(found)
        if more and word in binding and (i or word not in ("ben", "mac")):
            held.append(SONS.get(word, word))
            continue
        yield _unit(word, held)
        held = []


def _unit(word: str, held: Sequence[str]) -> Unit:
    first, _, rest = word.lstrip("@").partition("-")
    if first in SONS and rest and not held:  # "Ben-Gvir"
        held, first, rest = (SONS[first],), rest, ""
    pieces = tuple(re.sub(r"[^\w]", "", piece) for piece in (first, *rest.split("-")) if piece)
    return Unit("".join((*held, *pieces)), (*held, *pieces), word.startswith("@"))


def _initials(word: str, *, shouted: bool) -> tuple[str, ...]:
    plain = plain_word(word)
    letters = plain.split(".")
    if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
        return tuple(letters)
    if len(plain) == 2 and word.isupper() and not shouted:  # "JD Vance"
        return tuple(plain)
    return (plain,) if plain else ()


def _east_asian(units: tuple[Unit, ...]) -> Iterable[EastAsian]:
    """Yield the ways to read the units as family name and syllables."""
    if len(units) < 2:
        return
    ways = [(units[0], units[1:], "")]
    if len(units) > 2 and is_given_name(units[0].core):
        ways.append((units[1], units[2:], units[0].core))
    if not families(units[0].core):
        ways.append((units[-1], units[:-1], ""))
    for family, given, western in ways:
        pieces = tuple(piece for unit in given for piece in unit.pieces)
        known = families(family.core)
        if known and len(pieces) <= 3 and is_syllables(pieces) and not is_western(pieces[0]):
            yield EastAsian(family.core, known, pieces, western)
