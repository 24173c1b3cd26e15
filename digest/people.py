"""Find the persons of an article: every mention of a name, and whose it is.

The one rule to know: a lone surname is the person's whom the article names
most with it, and never against a courtesy title's gender.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from digest import cues, names
from digest.namesakes import same_person
from digest.roles import bears, role_before, role_behind, role_in, without_lead

_PARTICLE = r"(?:(?:de|da|di|del|der|van|von|la|le|al|bin|bint|el|dos|ten|ter) ){0,2}"
_CAPITAL = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Gen|Col|Sgt|Capt|Maj|Adm|Prof|Rev|Hon|Jr|Sr|St|Sens|Reps)\."
    r"|(?:[^\W\d_a-z]\.)+|[^\W\d_a-z](?:[^\W_]|(?:-|[’'](?!s\b))(?=[^\W_]))*)"
)
_NAME = re.compile(rf"\b{_CAPITAL}(?:[ \u00a0]{_PARTICLE}{_CAPITAL}){{0,9}}")
_GENDERED = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_FIRST_LETTERS = re.compile(r"[^\W\d_][\w’'-]*")
_AGED = re.compile(r", (\d{2,3})\b")
# What sets a person apart who was just named: "Keil, president of the port", "Keil — who".
_INTRODUCED = re.compile(
    r"\s?[,(—–-]{1,2} ?(?:who|whose|an?|the|president|director|head|leader|chair\w{0,6}"
    r"|\w{1,20} (?:of|at))\b"
)
_WORD_AFTER = re.compile(r"\s{0,3}([\w’'.]{1,40}|,)")
# What a mention is worth as the person meant by the next pronoun; a bare one is worth 1.
_POSSESSIVE, _OBJECT = 0.8, 0.6  # "Keil's", "with Keil"
_SAYING, _ACTING, _OPENING = 2.0, 1.5, 0.8  # "Keil said", "Keil has", and first in its sentence
# Verbs that stand before their subject: “…,” said Keil.
_INVERTED = frozenset(
    "said says added adds wrote writes tweeted replied recalled explained argued noted asked "
    "warned insisted answered declared".split()
)
_OPENING_AT = 2  # characters of marks that may stand before the first word of a sentence
_REACH = 25  # characters before a name in which the word before it stands
_LEAD_IN = 30  # characters that may stand before the subject of a sentence
_MOST_NAMESAKES, _MOST_PERSONS = 50, 300  # an article with more is no article
_HEADLINE = 5  # words; what has fewer, all with capitals, may be a name alone
_SMALL_WORDS = (
    cues.PREPOSITIONS | cues.CONJUNCTIONS | cues.SUBORDINATORS | frozenset({"a", "an", "the", "as"})
)
_LONGEST_NAME = 5  # words


@dataclass(slots=True)
class Person:
    """Somebody named: the words of the name, its forms, roles and signs of gender, counted."""

    words: tuple[str, ...]
    forms: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    pronouns: Counter[str] = field(default_factory=Counter)
    count: int = 0
    certain: bool = False
    age: str = ""

    @property
    def gender(self) -> str:
        """Return "m", "f" or "": by title, else by the given name and pronouns near."""
        if self.titles:
            return min(self.titles, key=lambda g: (-self.titles[g], g))
        m, f = self.pronouns["m"], self.pronouns["f"]
        if len(self.words) == 1 and not (m and f):
            given = names.given_gender(self.words[0])
            if given and not (m if given == "f" else f):
                return given
        return "m" if m > 2 * f + 1 else "f" if f > 2 * m + 1 else ""

    @property
    def shown(self) -> str:
        """Return the fullest form of the name, the commonest of these; "" where none was kept."""
        forms = self.forms
        return min(forms, key=lambda f: (-len(f.split()), -forms[f], f), default="")

    @property
    def role(self) -> str:
        """Return the fullest role, the commonest of these."""
        roles = self.roles
        return min(roles, key=lambda r: (-min(len(r.split()), 9), -roles[r], r), default="")


class Mention(NamedTuple):
    """A name in the narration; ``prominence`` weighs it as what a pronoun takes up."""

    start: int
    end: int
    words: tuple[str, ...]
    gender: str
    sentence: int
    prominence: float


class Persons:
    """The persons named in an article's narration."""

    def __init__(self, narration: str, starts: Sequence[int]) -> None:
        """Take the narration, quotations masked, and where its sentences start."""
        self._narration = narration
        self._starts = starts
        self._persons: dict[tuple[str, ...], Person] = {}
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        self._by_age: dict[str, list[Person]] = defaultdict(list)
        self._headlines: dict[int, bool] = {}  # by sentence
        mentions = self._named_only(list(self._find_mentions()))
        self._index(mentions)
        self.trail = [(one, person) for one in mentions if (person := self._person_of(one))]
        self._learn_genders()

    def find(self, name: str) -> Person | None:
        """Return the person of this full name, in any of its forms."""
        return self._persons.get(names.name_words(name))

    def pick(self, word: str, gender: str) -> Person | None:
        """Return the likeliest bearer of a surname: the one named most, never against gender."""
        found = [
            person
            for person in self._by_word.get(word, [])[:_MOST_NAMESAKES]
            if not (gender and person.gender and gender != person.gender)
        ]
        found = [person for person in found if person.words[-1] == word] or found
        full = [person for person in found if len(person.words) > 1] or found
        return min(full, key=lambda p: (-p.count, p.words), default=None)

    def of_role(self, description: str) -> Person | None:
        """Return the one person whose role a definite description repeats: "the minister"."""
        found = description.split()
        if len(found) < 2 or found[0] not in {"the", "former"} or len(found) > 5:
            return None
        head = found[-1]
        if head not in names.TITLES or head.endswith("s"):
            return None
        bearers = {
            id(person): person
            for person in list(self._persons.values())[:_MOST_PERSONS]
            if len(person.words) > 1 and any(bears(role, description) for role in person.roles)
        }
        return next(iter(bearers.values())) if len(bearers) == 1 else None

    def of_age(self, age: str) -> Person | None:
        """Return the one person whose age the article gives so: "Jo Reeve, 54, a nurse"."""
        bearers = self._by_age.get(age, [])
        return bearers[0] if len(bearers) == 1 else None

    def _find_mentions(self) -> Iterator[Mention]:
        last = -1  # the sentence of the mention before
        for found in _NAME.finditer(self._narration):
            read = _read_mention(found.group())
            if read is None:
                continue
            lead, words, gender = read
            start = found.start() + lead
            sentence = bisect_right(self._starts, start) - 1
            weight = self._prominence(start, found.end(), sentence, is_first=sentence > last)
            yield Mention(start, found.end(), words, gender, sentence, weight)
            last = sentence

    def _prominence(self, start: int, end: int, sentence: int, *, is_first: bool) -> float:
        """Weigh the place of a mention: subjects are taken up again, objects less often."""
        first = self._starts[max(0, sentence)]
        before = self._narration[max(first, start - _REACH) : start].rsplit(None, 1)
        after = _WORD_AFTER.match(self._narration, end)
        following = after.group(1).lower() if after else ""
        leading = before[-1].lstrip("(\"“‘'[\x02").lower() if before else ""
        weight = 1.0
        if self._narration[end : end + 2] in {"’s", "'s"}:
            weight = _POSSESSIVE
        elif leading in cues.PREPOSITIONS or leading in cues.PARTICIPLES:
            weight = _OBJECT
        elif following in cues.CUE_FORMS or leading in _INVERTED:
            weight = _SAYING
        elif following in cues.AUXILIARIES or following.endswith("ed"):
            weight = _ACTING
        if weight < _ACTING and _INTRODUCED.match(self._narration, end):
            weight = _ACTING
        opens = is_first and start - first < _LEAD_IN and weight != _OBJECT
        return weight + _OPENING if opens else weight

    def _named_only(self, mentions: list[Mention]) -> list[Mention]:
        """Leave out lone words that are capitalized only where a sentence begins: "Pollsters"."""
        told = [one for one in mentions if not self._is_in_headline(one)]
        known = {
            word
            for one in told
            if len(one.words) > 1 or one.gender or not self._opens_sentence(one)
            for word in one.words
        }
        full = {one.words for one in told}
        return [
            one
            for one in mentions
            if (one.words in full if len(one.words) > 1 else one.words[0] in known)
            or (one.prominence >= _ACTING + _OPENING and len(one.words) == 1)
        ]

    def _is_in_headline(self, mention: Mention) -> bool:
        """Tell whether the sentence has capitals throughout, so that no name ends in it."""
        at = max(0, mention.sentence)
        if at not in self._headlines:
            self._headlines[at] = self._is_headline(at)
        return self._headlines[at]

    def _is_headline(self, at: int) -> bool:
        start = self._starts[at]
        stop = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._narration)
        capitals = 0
        for found in _FIRST_LETTERS.finditer(self._narration, start, min(stop, start + 200)):
            if found.group().islower() and found.group() not in _SMALL_WORDS:
                return False
            capitals += found.group()[0].isupper()
        return capitals >= _HEADLINE

    def _opens_sentence(self, mention: Mention) -> bool:
        return mention.start - self._starts[max(0, mention.sentence)] <= _OPENING_AT

    def _index(self, mentions: Sequence[Mention]) -> None:
        for mention in mentions:
            if len(mention.words) > 1:
                self._enter(mention, self._full_person(mention.words))
        for mention in mentions:
            if len(mention.words) == 1:
                person = self.pick(mention.words[0], mention.gender)
                self._enter(mention, person or self._new(mention.words))

    def _full_person(self, words: tuple[str, ...]) -> Person:
        if words in self._persons:
            return self._persons[words]
        for person in self._by_word.get(words[-1], [])[:_MOST_NAMESAKES]:
            if len(person.words) > 1 and same_person(_titled(words), _titled(person.words)):
                self._persons[words] = person
                return person
        return self._new(words)

    def _new(self, words: tuple[str, ...]) -> Person:
        person = self._persons[words] = Person(words)
        for word in dict.fromkeys((words[-1], words[0])):
            self._by_word[word].append(person)
        return person

    def _enter(self, mention: Mention, person: Person) -> None:
        person.count += 1
        role, name = names.split_mention(self._narration[mention.start : mention.end])
        if len(mention.words) > 1 or len(person.words) == 1:
            person.forms[name] += 1
        if mention.gender:
            person.titles[mention.gender] += 1
        before = "" if role else role_before(self._narration, mention.start)
        behind = role_behind(self._narration, mention.end) if len(mention.words) > 1 else ""
        person.certain = person.certain or bool(role or before or behind)
        for kept in (role_in(role) if role else "", before, behind):
            if kept:
                person.roles[kept] += 1
        aged = _AGED.match(self._narration, mention.end)
        if aged and not person.age:
            person.age = aged.group(1)
            self._by_age[person.age].append(person)

    def _person_of(self, mention: Mention) -> Person | None:
        if len(mention.words) > 1:
            return self._persons.get(mention.words)
        return self.pick(mention.words[0], mention.gender)

    def _learn_genders(self) -> None:
        """Let a pronoun speak for the person named just before it."""
        starts = [mention.start for mention, _ in self.trail]
        for found in _GENDERED.finditer(self._narration):
            at = bisect_right(starts, found.start()) - 1
            if at < 0:
                continue
            mention, person = self.trail[at]
            here = bisect_right(self._starts, found.start()) - 1
            if here - mention.sentence <= 1:
                person.pronouns["m" if found.group().lower() in cues.MALE else "f"] += 1


@lru_cache(maxsize=4096)
def _read_mention(text: str) -> tuple[int, tuple[str, ...], str] | None:
    """Return where the mention begins in capitalized words, the words of its name, its gender."""
    start, text = without_lead(0, text)
    name = names.split_mention(text)[1] if text else ""
    if not name or names.is_body(name) or name.isupper():
        return None
    words = names.name_words(name)
    return (start, words, names.gender(text)) if 0 < len(words) <= _LONGEST_NAME else None


def find_names(text: str) -> frozenset[str]:
    """Return the full names of persons in the text, each form once, without titles."""
    found = set()
    for match in _NAME.finditer(text):
        _, shown = without_lead(match.start(), match.group())
        name = names.split_mention(shown)[1] if shown else ""
        if 1 < len(names.name_words(name)) < _LONGEST_NAME and not names.is_body(name):
            found.add(re.sub(r"\s+", " ", name))
    return frozenset(name for name in found if not name.isupper())


def _titled(words: tuple[str, ...]) -> str:
    return " ".join(word.title() for word in words)
