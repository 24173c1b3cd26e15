"""Who is the same person under different spellings.

The one rule to know: a doubt keeps two names apart. Forms of one name are
joined on surname and given name together; a bare surname, or a form that
leaves out what tells two people apart, joins only where a single person fits.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from digest.given_names import is_given_name
from digest.model import Speaker
from digest.name_forms import POSSESSIVE, Unit, read_name
from digest.name_likeness import GLUED_ARTICLE, fits_bare, same_full, without_son
from digest.names import (
    NAME_WORD,
    TITLES,
    fold,
    gender,
    is_body,
    is_description,
    name_words,
    plain_word,
    split_mention,
)
from digest.spellings import bones

_COURTESIES = frozenset("mr mrs ms miss mx dr sir dame lord lady madam".split())
_QUALIFIERS = frozenset("vice deputy former ex acting first".split())  # two offices of one word
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_LONGEST_ROLE = 12  # words; what is longer has swallowed a clause


@dataclass(slots=True)
class _Person:
    """The names found for one person: full ones, and those that only they fit."""

    full: list[str]
    others: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return self.full + self.others


def same_person(one: str, other: str) -> bool:
    """Tell whether the two mentions can name one person.

    True for a bare surname and a full name that holds it: whether somebody
    else of that surname is meant, only ``merge_speakers`` can tell.
    """
    left, right = read_name(one), read_name(other)
    if not left.units or not right.units or {left.gender, right.gender} == {"m", "f"}:
        return False
    if len(left.units) == 1 or len(right.units) == 1:
        return fits_bare(*((left, right) if len(left.units) < len(right.units) else (right, left)))
    return same_full(left, right)


def merge_speakers(mentions: Iterable[tuple[str, str]]) -> dict[str, Speaker]:
    """Return for each name the speaker it belongs to, from (name, role) as often as they occur.

    The shown name is the commonest of the full forms, its role the fullest;
    ties fall to the longer, to that of the commonest words, then to the alphabet.
    """
    counts: Counter[str] = Counter()
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for name, role in mentions:
        counts[name] += 1
        roles[name][role] += bool(role)
    found: dict[str, Speaker] = {}
    for names in _group(counts, roles):
        spelled = _spellings(names, counts)
        shown = min(names, key=lambda name: _shown_rank(name, counts, spelled))
        same = without_article(shown)
        others = tuple(sorted(one for one in names if without_article(one) != same))
        speaker = Speaker(name=shown, role=_best_role(names, roles), aliases=others)
        found.update(dict.fromkeys(names, speaker))
    return found


def without_article(name: str) -> str:
    """Return the name without the article before it."""
    return _ARTICLE.sub("", name)


def _group(counts: Counter[str], roles: dict[str, Counter[str]]) -> list[list[str]]:
    """Group the names: full ones where all agree, then bare surnames where one person fits."""
    full = [name for name in counts if _is_full(name)]
    marked = [name for name in full if read_name(name).suffix]
    first = {name for name in full if any(same_person(name, each) for each in marked)}
    full.sort(key=lambda name: (name not in first, _fullest_rank(name, counts)))
    people, alone = _people(full, _full_keys)
    near = _Index(_bare_keys)
    for person in people:
        for name in person.full:
            near.add(name, person)
    single: list[str] = []
    for name in sorted(counts.keys() - set(full), key=lambda n: _fullest_rank(n, counts)):
        if _is_thing(name):
            alone[_spelling(name)].append(name)
            continue
        fitting = _fitting(name, near, roles)
        if len(fitting) == 1:
            fitting[0].others.append(name)
        else:
            single.append(name)
    more, doubtful = _people(single, _bare_keys)
    groups = [person.names for person in people + more]
    return groups + list(alone.values()) + list(doubtful.values())


def _is_thing(name: str) -> bool:
    """Tell whether the name describes, or is a body's: such names are one by spelling only."""
    name = POSSESSIVE.sub("", name)
    if is_description(name):
        return True
    name = split_mention(name)[1]
    parts = name_words(name)
    return len(parts) > 1 and is_body(name) and not any(map(is_given_name, parts))


def _is_full(name: str) -> bool:
    return not _is_thing(name) and len(read_name(name).units) > 1


def _fullest_rank(name: str, counts: Counter[str]) -> tuple[int, int, int, str]:
    spelled = sum(1 for unit in read_name(name).units if len(unit.core) > 1)
    return (-spelled, -counts[name], -len(name), name)


def _people(
    full: Sequence[str], keys: Callable[[str], frozenset[str]]
) -> tuple[list[_Person], dict[str, list[str]]]:
    """Return the persons of the names, and the names that more than one of them fits."""
    people: list[_Person] = []
    alone: dict[str, list[str]] = defaultdict(list)
    near = _Index(keys)
    for name in full:
        homes = [person for person in near.find(name) if _agrees(name, person)]
        if len(homes) > 1:
            alone[_spelling(name)].append(name)
            continue
        if homes:
            homes[0].full.append(name)
        else:
            people.append(_Person([name]))
        near.add(name, (homes or people)[-1])
    return people, alone


def _agrees(name: str, person: _Person) -> bool:
    """Tell whether the name fits all names of the person, so that no chain joins two people."""
    same = [each for each in person.full if same_person(name, each)]
    return bool(same) and all(
        each in same or _are_within(name, each, person.full[0]) or _is_style(name, each, same)
        for each in person.full
    )


def _are_within(one: str, other: str, whole: str) -> bool:
    """Tell whether both leave out words of the whole: "John Lee" and "Lee Ka-chiu" do."""
    if not same_person(one, whole):
        return False
    left, right, all_of = (read_name(name) for name in (one, other, whole))
    return left.suffix == right.suffix == all_of.suffix and {
        unit.core for unit in left.units + right.units
    } <= {unit.core for unit in all_of.units}


def _is_style(name: str, marked: str, same: Sequence[str]) -> bool:
    """Tell whether only the formal style parts the two, and a short form is known of both.

    "Joseph Biden" is Joseph R. Biden Jr. where "Joe Biden" is.
    """
    plain, formal = read_name(name), read_name(marked)
    return (
        bool(formal.suffix)
        and len(plain.units) == 2 < len(formal.units)
        and not any(read_name(each).suffix for each in (name, *same))
        and same_full(plain, replace(formal, suffix=""))
    )


class _Index:
    """Finds the persons whose names may be like a name, by keys that such names share."""

    def __init__(self, keys: Callable[[str], frozenset[str]]) -> None:
        self._keys = keys
        self._people: dict[str, list[_Person]] = defaultdict(list)

    def add(self, name: str, person: _Person) -> None:
        for key in self._keys(name):
            if not any(person is known for known in self._people[key]):
                self._people[key].append(person)

    def find(self, name: str) -> list[_Person]:
        found = {id(p): p for key in sorted(self._keys(name)) for p in self._people.get(key, ())}
        return sorted(found.values(), key=lambda person: person.full[0])


@lru_cache(maxsize=2048)
def _full_keys(name: str) -> frozenset[str]:
    read = read_name(name)
    surnames = read.units[1:] if len(read.units) > 2 else read.units[-1:]
    keys = {key for unit in surnames for key in _unit_keys(unit)}
    if len(read.units) == 2:  # the family name may stand first elsewhere
        keys.add("/".join(sorted(bones(unit.core) for unit in read.units)))
    keys |= {read.joined, "".join(read.parts)}
    return frozenset(keys.union(*(each.families for each in read.east_asian)))


@lru_cache(maxsize=2048)
def _bare_keys(name: str) -> frozenset[str]:
    read = read_name(name)
    keys = {key for unit in read.units for key in _unit_keys(unit)}
    given = read.east_asian or any(len(unit.pieces) > 1 for unit in read.units)
    return frozenset(keys | ({"a given name of syllables"} if given else set()))


def _unit_keys(unit: Unit) -> tuple[str, str, str]:
    short = GLUED_ARTICLE.sub("", unit.core, count=1)
    return bones(unit.core), bones(short), bones(without_son(unit).core)


def _fitting(name: str, near: _Index, roles: dict[str, Counter[str]]) -> list[_Person]:
    """Return the persons whom a name of one word can mean, as its title narrows them down."""
    fitting = [
        person for person in near.find(name) if any(same_person(name, n) for n in person.full)
    ]
    told = _told_gender([name], roles)
    if told:
        fitting = [p for p in fitting if _told_gender(p.full, roles) in (told, "")]
        certain = [p for p in fitting if _told_gender(p.full, roles) == told]
        fitting = certain if len(certain) == 1 else fitting
    if len(fitting) < 2:
        return fitting
    offices = _offices([name], roles)
    return [p for p in fitting if offices and offices <= _offices(p.full, roles)] or fitting


def _told_gender(names: Sequence[str], roles: dict[str, Counter[str]]) -> str:
    told = {gender(name) for name in names}
    told |= {
        gender(f"{role} X") for name in names for role in roles[name] if len(role.split()) == 1
    }
    told.discard("")
    return min(told) if len(told) == 1 else ""


def _offices(names: Sequence[str], roles: dict[str, Counter[str]]) -> frozenset[str]:
    """Return the words of office in the roles of the names, and what changes their meaning."""
    said = [role for name in names for role in (*roles[name], split_mention(name)[0])]
    words = {plain_word(word) for role in said for word in NAME_WORD.findall(role)}
    return frozenset(words & ((TITLES - _COURTESIES) | _QUALIFIERS))


def _spelling(name: str) -> str:
    return without_article(POSSESSIVE.sub("", fold(name)))


def _spellings(names: Iterable[str], counts: Counter[str]) -> Counter[str]:
    """Count each word of the names as it is written."""
    spelled: Counter[str] = Counter()
    for name in names:
        spelled.update(dict.fromkeys(name.split(), counts[name]))
    return spelled


def _shown_rank(
    name: str, counts: Counter[str], spelled: Counter[str]
) -> tuple[bool, bool, bool, bool, int, int, float, str]:
    """Rank full names first, then the commonest, then those whose words are the commonest."""
    units, words = read_name(name).units, name.split()
    return (
        len(units) < 2,
        name.isupper(),
        POSSESSIVE.search(name) is not None,
        all(len(unit.core) == 1 for unit in units[:-1]),
        -counts[name],
        -len(name),
        -sum(spelled[word] for word in words) / max(1, len(words)),
        name,
    )


def _best_role(names: Sequence[str], roles: dict[str, Counter[str]]) -> str:
    found: Counter[str] = Counter()
    for name in names:
        found.update({role: count for role, count in roles[name].items() if role})
    return min(found, key=lambda role: (-_role_words(role), -found[role], role), default="")


def _role_words(role: str) -> int:
    count = len(role.split())
    return count if count <= _LONGEST_ROLE else 0
