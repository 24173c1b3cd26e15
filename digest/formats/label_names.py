"""Whom the labels of a conversation name: "PRESIDENT OKELLO" is Samuel Okello.

A label is completed only where the text names one such person in full, and
never from what somebody is called in another text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from digest.labels import full_labels, is_loud

LONGEST_NAME = 3  # words; a headline's verb and object would make it longer
LONGEST_ROLE = 10  # words

TITLES = frozenset(
    "president vice prime minister secretary foreign defense defence admiral general ambassador "
    "governor senator chairman chair chancellor premier director colonel captain mayor spokesman "
    "spokeswoman spokesperson official officials press king queen prince commissioner".split()
)
_NO_GIVEN_NAME = TITLES | frozenset(
    "the and but when for with said says that mr mrs ms dr if as why how what who where after "
    "before while did does has is was will ask thank thanks from by to in on at of not no".split()
)
_SMALL = frozenset("of the and for de van von der in to".split())
_BEHIND_NAME = frozenset(
    "about after and at before by during for from in of on over to upon with".split()
)
_HONORIFIC = re.compile(r"(?:mr|mrs|ms|miss|dr|prof|sir|dame|lord|lady)\.? ", re.IGNORECASE)
_COURTESY = re.compile(r"(?:mr|mrs|ms|miss|dr|prof)\b", re.IGNORECASE)
_NO_NAME = re.compile(r"\w{5}ing\Z|[’']s\Z")  # "President Okello Announcing ..."; not "Ling"
_FULL_NAME = re.compile(r"\b([A-Z][a-zà-ÿ][\w’'-]*(?: [A-Z]\.)?) (?=([^\W\d_][\w’'-]*))")
_MIXED = re.compile(r"\b(?:Mc|Mac)[A-Z][\w’'-]*")
_INTRODUCED = re.compile(rf"(?:\b[a-z]+|,|\b(?:Gov|Sen|Rep|Gen|Prof)\.) {_FULL_NAME.pattern}")
_NAMES = r"((?:[A-Z][a-z]{0,3}\. |[^\W\d_a-z][\w’'-]* ?){1,8})"
_INTERVIEWED = re.compile(
    rf"\b(?i:interview|q ?& ?a|press conference|briefing|call) (?i:with) {_NAMES}"
)
_HELD = rf"\b(?:[Bb]y|[Ww]ith|[Oo]f|[Ff]rom) (?:[Tt]he )?%s {_NAMES}"
_UNNAMED = {"Q": "Reporter", "QUESTION": "Reporter", "QUESTIONS": "Reporter"}
_ANSWERS = frozenset(("A", "ANSWER"))


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text tells of the people in it: full names by surname, and what stands above.

    Who is ``introduced`` above is named in running text, not in a headline's capitals.
    """

    around: str
    full: Mapping[str, Set[str]]
    introduced: Mapping[str, Set[str]]
    mixed: Mapping[str, str]


def name_labels(labels: Iterable[str], *, around: str, text: str) -> dict[str, tuple[str, str]]:
    """Return the readable name and the role behind each label, "" where there is none.

    ``around`` is the title and what stands above the first label.
    """
    told = _read(around, text)
    return {label: _name_label(full, told) for label, full in full_labels(labels).items()}


def find_guest(around: str) -> str:
    """Return whom the title says the interview is with, "" where that is nobody or several."""
    return _only(_name_in(found, around) for found in _INTERVIEWED.finditer(around))


def _read(around: str, text: str) -> _Told:
    everywhere = (*_FULL_NAME.findall(around), *_FULL_NAME.findall(text))
    return _Told(
        around=around,
        full=_by_surname(everywhere),
        introduced=_by_surname(_INTRODUCED.findall(around)),
        mixed={name.upper(): name for name in _MIXED.findall(text)},
    )


def _by_surname(names: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for given, surname in names:
        if given.lower() not in _NO_GIVEN_NAME:
            plain = surname.removesuffix("’s").removesuffix("'s")
            found[plain].add(f"{given} {plain}")
    return found


def _name_label(label: str, told: _Told) -> tuple[str, str]:
    if label.upper() in _UNNAMED:
        return _UNNAMED[label.upper()], ""
    if label.upper() in _ANSWERS:
        guest = find_guest(told.around)
        return guest, _role(guest, told.around) if guest else ""
    label, _, office = (part.strip() for part in label.partition(","))
    plain, office = _in_small_letters(label, told), _in_small_letters(office, told)
    titles, surname = _split_titles(plain)
    full = _only(told.full.get(surname, ())) if surname else _named_above(plain, told)
    name = full or plain
    return name, office or _role(name, told.around) or (" ".join(titles) if full else "")


def _only(names: Iterable[str]) -> str:
    """Return the one name, "" for none or several."""
    distinct = set(names)
    return distinct.pop() if len(distinct) == 1 else ""


def _in_small_letters(label: str, told: _Told) -> str:
    words = label.split()
    if is_loud(label) and label.isascii():
        words = [_readable(word, number, told) for number, word in enumerate(words)]
    return " ".join(words)


def _readable(word: str, number: int, told: _Told) -> str:
    if number and word.lower() in _SMALL:
        return word.lower()
    if "." in word[:-1] or word in ("US", "UN", "EU", "UK", "NATO"):
        return word
    plain = word.strip("().,")
    if plain in told.mixed:
        return word.replace(plain, told.mixed[plain])
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def _split_titles(name: str) -> tuple[list[str], str]:
    """Split "President Kell" into its titles and the surname, "" where it is no lone surname."""
    rest = _HONORIFIC.sub("", name, count=1)
    titles: list[str] = []
    words = rest.split()
    while words and words[0].lower() in TITLES:
        titles.append(words.pop(0))
    if len(words) != 1 or words[0].lower() in TITLES or (rest == name and not titles):
        return titles, ""
    return titles, words[0]


def _named_above(name: str, told: _Told) -> str:
    """Return who "The President" is, or a lone surname's full name, "" where it is not told."""
    words = name.split()
    if len(words) == 1:
        return _only(told.introduced.get(name, ()))
    office = name.removeprefix("The ")
    if office == name or not TITLES.issuperset(word.lower() for word in words[1:]):
        return ""
    if f"and {office} " in told.around:  # two presidents
        return ""
    held = re.finditer(_HELD % re.escape(office), told.around)
    return _only(_name_in(found, told.around) for found in held)


def _name_in(found: re.Match[str], around: str) -> str:
    """Return the name in a run of capitalized words, without the titles before it."""
    words = found[1].split()
    ends = [number for number, word in enumerate(words) if word.lower() in _BEHIND_NAME]
    joined = words[ends[0]] if ends else around[found.end() : found.end() + 4].strip()
    if joined.lower() in ("and", "&") and found.re is _INTERVIEWED:
        return ""
    words = words[: ends[0]] if ends else words
    titled = [n for n, word in enumerate(words) if word.lower() in TITLES or _COURTESY.match(word)]
    words = words[titled[-1] + 1 :] if titled else words
    if not 1 < len(words) <= LONGEST_NAME or any(map(_NO_NAME.search, words)):
        return ""
    return " ".join(words)


def _role(name: str, around: str) -> str:
    """Return the apposition after a name in the title or above the first turn."""
    if name not in around:
        return ""
    found = re.search(rf"{re.escape(name)}, ((?:[^\W\d_]|[ ’'&-]){{3,80}})(?=[,.;\n]|\Z)", around)
    return found[1].strip() if found and len(found[1].split()) <= LONGEST_ROLE else ""
