"""Tell whom a name, a description or a pronoun means in its article.

The one rule to know: a pronoun is given to a person only where gender and
number allow it and the person stood in the sentences just before; otherwise
the answer is None.
"""

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from digest import cues, names
from digest.people import Person, Persons
from digest.phrases import is_speaking_noun
from digest.roles import role_in, tidy

_SUBJECT = re.compile(r"\b(?:He|She)\b")
_JOINED = re.compile(
    r"\b[^\W\d_a-z][\w’'-]{0,30}\.? and (?:[^\W\d_a-z][\w’'.-]{1,30} ){0,4}[^\W\d_a-z]"
)
_BODY = re.compile(r"\s?(?:The )?[^\W\d_a-z][\w’'-]{2,30}(?: [^\W\d_a-z][\w’'-]{2,30}){1,5}")
_NEAR_BODY = 2  # sentences before "it" in which its body is looked for
_AGE = re.compile(r"the (\d{2,3})-year-old$")
# Nouns for somebody's words: "Keil's statement" is Keil's, "her reply" hers.
_WORDS_OF = frozenset(
    "response reply reaction answer statement tweet post message letter memo motto slogan word "
    "words remark remarks comment comments dictum verdict explanation advice".split()
)
_POSSESSORS = {"his": "he", "her": "she", "its": "it", "their": "they"}
_SPOKE, _CARRIED = 1.6, 1.5  # the last quotation's speaker, the person a sentence's "he" meant
_NEAR = 7  # sentences before a pronoun in which its person is looked for
_SURE = 1.2  # what certainty of gender, or of being a person, adds
_REPEATED = 0.25  # what further mentions add to the strongest
_FADE = 0.62  # what a mention is worth with each sentence it lies farther back
_MOST_NAMED, _MOST_HEARD = 40, 4  # of the mentions and speakers before a pronoun
_REACH = 3000  # characters before a description in which it was introduced

How = Literal["name", "part of a name", "pronoun", "role", "description"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Who a mention means: a full name with role, a description, or nobody (name None).

    ``how`` tells by what it was found: the name itself, a part of it, a pronoun, a role,
    or the description that stays one.
    """

    name: str | None = None
    role: str = ""
    how: How = "name"


NOBODY = Meant()


class People:
    """Whom the words of an article mean, asked in the order of its text."""

    def __init__(self, narration: str, sentences: Sequence[tuple[int, int]]) -> None:
        """Take the article's text with quotations masked, and its sentences in order."""
        self._starts = [start for start, _ in sentences]
        self._narration = narration
        self._persons = Persons(narration, self._starts)
        self._spoke: list[tuple[int, float, Person]] = []
        self._subjects = [m.start() for m in _SUBJECT.finditer(narration)]
        self._followed = 0

    def resolve(self, mention: str, at: int) -> Meant:
        """Return whom the mention at this place means."""
        low = mention.lower().strip()
        if low in {"i", "we", "they"}:
            return NOBODY
        if low == "it":
            return Meant(name=self._body_before(at), how="pronoun")
        if low in {"he", "she", "who"}:
            self._follow_subjects(at)
            return _meant(self._antecedent(low, at), "pronoun")
        if _JOINED.search(mention):
            return Meant(name=_joint(mention))
        owner = _owner(mention)
        if owner:
            return self.resolve(owner, at)
        role, name = names.split_mention(mention)
        if mention.isupper():
            return self._labeled(mention)
        if name and not names.is_body(name):
            return self._named(mention, role, name)
        if name:
            return Meant(name=tidy(mention))
        return self._described(mention, low, at)

    def speaks(self, meant: Meant, mention: str) -> bool:
        """Tell whether it is a known person, or a description of somebody who speaks."""
        if meant.name is None:
            return False
        known = self._persons.find(meant.name) is not None
        return known or any(is_speaking_noun(word) for word in mention.lower().split())

    def heard(self, meant: Meant, at: int) -> None:
        """Remember that a person spoke here: who spoke last is who "he" is next."""
        person = self._persons.find(meant.name) if meant.name else None
        if person:
            insort(self._spoke, (self._sentence(at), _SPOKE, person), key=_sentence_of)

    def role_of(self, name: str) -> str:
        """Return the fullest role that the article gives the person by now."""
        person = self._persons.find(name)
        return person.role if person else ""

    def named_between(self, start: int, end: int) -> bool:
        """Tell whether the narration names a person there."""
        trail = self._persons.trail
        i = bisect_right(trail, start, key=lambda entry: entry[0].start)
        return i < len(trail) and trail[i][0].start < end

    def _sentence(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _labeled(self, label: str) -> Meant:
        """Return whom a label in capitals means: "KEIL" is the article's Marta Keil, if any."""
        words = names.name_words(label)
        person = self._persons.pick(words[-1], "") if words else None
        if person is None or person.words[-1] != words[-1]:
            return Meant(name=tidy(label))
        return _meant(person, "part of a name")

    def _named(self, mention: str, role: str, name: str) -> Meant:
        words = names.name_words(name)
        person = self._persons.find(name) if len(words) > 1 else None
        if person is None and len(words) == 1:
            person = self._persons.pick(words[0], names.gender(mention))
        if person is None:
            return Meant(name=name, role=role_in(role))
        if role_in(role):
            person.roles[role_in(role)] += 1
        return _meant(person, "name" if len(words) > 1 else "part of a name")

    def _described(self, mention: str, low: str, at: int) -> Meant:
        aged = _AGE.match(low)
        person = self._persons.of_age(aged.group(1)) if aged else self._persons.of_role(low)
        if person:
            return _meant(person, "role")
        return Meant(name=self._introduced(low, at) or tidy(mention), how="description")

    def _body_before(self, at: int) -> str | None:
        """Return the one body that the sentences just before begin with: "The Harbor Board"."""
        here = self._sentence(at)
        found = {
            match.group()
            for start in self._starts[max(0, here - _NEAR_BODY) : here + 1]
            if (match := _BODY.match(self._narration, start)) and match.end() < at
        }
        bodies = {body.strip() for body in found if names.is_body(body)}
        return bodies.pop() if len(bodies) == 1 else None

    def _introduced(self, description: str, at: int) -> str:
        """Return how "the official" was brought in: "An official familiar with the talks"."""
        article, _, noun = description.partition(" ")
        if article != "the" or not noun.isalpha() or not is_speaking_noun(noun):
            return ""
        before = self._narration[max(0, at - _REACH) : at]
        found = list(re.finditer(rf"\b[Aa]n? (?:[a-z-]{{1,20}} ){{0,2}}{noun}\b", before))
        if not found:
            return ""
        held = found[-1].group().split()
        for word in before[found[-1].end() :].split()[:8]:
            if word in cues.CUE_FORMS or word in cues.AUXILIARIES - {"to"}:
                return " ".join(held)
            held.append(word.rstrip(".,;:"))
            if held[-1] != word:
                return " ".join(held)
        return found[-1].group()

    def _follow_subjects(self, at: int) -> None:
        """Carry persons on through the sentences that begin with "he" or "she" before ``at``."""
        while self._followed < len(self._subjects) and self._subjects[self._followed] < at:
            start = self._subjects[self._followed]
            self._followed += 1
            sentence = self._sentence(start)
            if start - self._starts[max(0, sentence)] > 4:
                continue
            pronoun = "she" if self._narration[start] in "Ss" else "he"
            person = self._antecedent(pronoun, start)
            if person:
                insort(self._spoke, (sentence, _CARRIED, person), key=_sentence_of)

    def _antecedent(self, pronoun: str, at: int) -> Person | None:
        """Return the likeliest person that a pronoun at this place takes up."""
        wanted = {"he": "m", "she": "f"}.get(pronoun, "")
        here = self._sentence(at)
        worth: dict[tuple[str, ...], list[float]] = defaultdict(list)
        persons: dict[tuple[str, ...], Person] = {}
        for sentence, weight, person in self._candidates(at):
            if not 0 <= here - sentence <= _NEAR or (wanted and person.gender not in {"", wanted}):
                continue
            sure = _SURE if wanted and person.gender == wanted else 1.0
            worth[person.words].append(sure * weight * _FADE ** (here - sentence))
            persons[person.words] = person
        scores = {
            words: max(found) + _REPEATED * (sum(found) - max(found))
            for words, found in worth.items()
        }
        best = max(scores, key=lambda words: (scores[words], words), default=None)
        if best is None or self._is_one_of_two(persons[best], persons.values(), at):
            return None
        return persons[best]

    def _candidates(self, at: int) -> Iterator[tuple[int, float, Person]]:
        """Yield sentence, weight and person of what was named, heard or meant before ``at``."""
        trail = self._persons.trail
        stop = bisect_right(trail, at, key=lambda entry: entry[0].start)
        for mention, person in trail[max(0, stop - _MOST_NAMED) : stop]:
            sure = _SURE if len(person.words) > 1 or person.certain else 1
            yield mention.sentence, mention.prominence * sure, person
        yield from self._heard_before(at)[-_MOST_HEARD:]

    def _heard_before(self, at: int) -> list[tuple[int, float, Person]]:
        """Return who spoke, or was carried on as "he", up to this sentence, earliest first."""
        return self._spoke[: bisect_right(self._spoke, self._sentence(at), key=_sentence_of)]

    def _is_one_of_two(self, best: Person, others: Iterable[Person], at: int) -> bool:
        """Tell whether the last sentence joins the person to another who fits as well.

        After "Sandoval and Kostka left together." nobody can tell who "he" is.
        """
        trail = self._persons.trail
        stop = bisect_right(trail, at, key=lambda entry: entry[0].start)
        for (one, first), (two, second) in pairwise(trail[max(0, stop - _MOST_NAMED) : stop]):
            if two.sentence < self._sentence(at) - 1 or first is second:
                continue
            joined = self._narration[one.end : two.start].strip() == "and"
            heard = any(person in (first, second) for _, _, person in self._heard_before(at)[-1:])
            rivals = best in (first, second) and all(
                any(p is o for o in others) for p in (first, second)
            )
            if joined and rivals and not heard:
                return True
        return False


def _sentence_of(heard: tuple[int, float, Person]) -> int:
    return heard[0]


def _meant(person: Person | None, how: How) -> Meant:
    if person is None:
        return NOBODY
    return Meant(name=person.shown or None, role=person.role, how=how)


def _owner(mention: str) -> str:
    """Return whose words the mention means: "Keil" for "Keil's first reply"."""
    found = mention.split()
    if len(found) < 2 or found[-1].lower() not in _WORDS_OF:
        return ""
    if found[0].lower() in _POSSESSORS:
        return _POSSESSORS[found[0].lower()]
    at = next((i for i, word in enumerate(found) if word.endswith(("’s", "'s", "s’", "s'"))), None)
    if at is None or not found[0][0].isupper():
        return ""
    return " ".join(found[: at + 1]).rstrip("s").rstrip("’'")


def _joint(mention: str) -> str:
    """Return the names that "and" joins, as they stand, without what binds to them behind."""
    bound = list(re.finditer(r" (?:of|from|for|at) (?=the |[A-Z])", mention))
    joined = _JOINED.search(mention)
    cut = next((b.start() for b in bound if joined and b.start() > joined.start()), len(mention))
    return tidy(mention[:cut])
