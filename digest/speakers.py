"""Know the people of one article, and whom a name, a description or a pronoun means there.

The one rule to know: a pronoun is given to a person only where gender and
number allow it and the person stood in the sentences just before; otherwise
the answer is None.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from digest import cues, names
from digest.subjects import is_speaking_noun

_PARTICLE = r"(?:(?:de|da|di|del|der|van|von|la|le|al|bin|bint|el|dos|ten|ter) ){0,2}"
_CAPITAL = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Gen|Col|Sgt|Capt|Maj|Adm|Prof|Rev|Hon|Jr|Sr|St|Sens|Reps)\."
    r"|(?:[^\W\d_a-z]\.)+|[^\W\d_a-z](?:[^\W_]|[’'-](?=[^\W_]))*)"
)
_NAME = re.compile(rf"\b{_CAPITAL}(?:[ \u00a0]{_PARTICLE}{_CAPITAL}){{0,9}}")
_GENDERED = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:He|She)\b")
_APPOSITION = re.compile(r", ((?:an? |the |his |her |its |their )?[^,.;:\x02()\n]{4,90})[,.\x02]")
_WORD_BEFORE = re.compile(r"([\w’'.]+|[,;:—–\x02])\s*$")
_WORD_AFTER = re.compile(r"\s{0,3}([\w’'.]{1,40}|,)")
# Lower-case words inside an office: "national security adviser".
_ROLE_WORDS = frozenset(
    "prime foreign finance defense defence interior health trade energy national security vice "
    "deputy former acting interim senior chief press state federal campaign policy party "
    "executive supreme central general attorney climate economic presidential".split()
)
_HONORIFICS = frozenset("mr mrs ms miss mx dr messrs".split())
# What a mention is worth as the person meant by the next pronoun; a bare one is worth 1.
_POSSESSIVE, _OBJECT = 0.8, 0.6  # "Keil's", "with Keil"
_SAYING, _ACTING, _OPENING = 2.0, 1.5, 0.8  # "Keil said", "Keil has", and first in its sentence
_SPOKE, _CARRIED = 1.6, 1.5  # the last quotation's speaker, the person a sentence's "he" meant
_LEAD_IN = 30  # characters that may stand before the subject of a sentence
_NEAR = 7  # sentences before a pronoun in which its person is looked for
_SURE = 1.2  # what certainty of gender, or of being a person, adds
_REPEATED = 0.25  # what further mentions add to the strongest
_MOST_NAMESAKES, _MOST_PERSONS = 50, 300  # an article with more is no article
_FADE = 0.62  # what a mention is worth with each sentence it lies farther back


@dataclass(slots=True)
class _Person:
    words: tuple[str, ...]
    forms: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    pronouns: Counter[str] = field(default_factory=Counter)
    count: int = 0
    certain: bool = False

    @property
    def gender(self) -> str:
        if self.titles:
            return min(self.titles, key=lambda g: (-self.titles[g], g))
        m, f = self.pronouns["m"], self.pronouns["f"]
        return "m" if m > 2 * f + 1 else "f" if f > 2 * m + 1 else ""


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    words: tuple[str, ...]
    gender: str
    sentence: int
    prominence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Who a mention means: a full name with role, a description, or nobody (name None)."""

    name: str | None
    role: str = ""


class People:
    """The persons of an article, found in its narration."""

    def __init__(self, narration: str, sentences: Sequence[tuple[int, int]]) -> None:
        """Take the article's text with quotations masked, and its sentences in order."""
        self._starts = [start for start, _ in sentences]
        self._narration = narration
        self._persons: dict[tuple[str, ...], _Person] = {}
        self._by_word: dict[str, list[_Person]] = defaultdict(list)
        self._mentions = list(self._find_mentions(narration))
        self._index()
        self._trail: list[tuple[int, int, float, _Person]] = []
        self._follow_pronouns(sentences)
        self._spoke: list[tuple[int, float, _Person]] = []
        self._subjects = [m.start() for m in _SUBJECT.finditer(narration)]
        self._followed = 0

    def resolve(self, mention: str, at: int) -> Meant:
        """Return whom the mention at this place means."""
        low = mention.lower().strip()
        if low in {"i", "we", "it"}:
            return Meant(name=None)
        if low in {"he", "she", "they", "who"}:
            self._follow_subjects(at)
            person = self._antecedent(low, at)
            return self._meant(person) if person else Meant(name=None)
        role, name = names.split_mention(mention)
        if name and not names.is_body(name):
            return self._named(mention, role, name)
        if name:
            return Meant(name=_tidy(mention))
        described = self._by_role(low)
        if described:
            return self._meant(described)
        return Meant(name=self._introduced(low, at) or _tidy(mention))

    def _introduced(self, description: str, at: int) -> str:
        """Return how "the official" was brought in: "An official familiar with the talks"."""
        article, _, noun = description.partition(" ")
        if article != "the" or not noun.isalpha() or not is_speaking_noun(noun):
            return ""
        before = self._narration[max(0, at - 3000) : at]
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

    def _find_mentions(self, narration: str) -> Iterable[_Mention]:
        last = -1  # the sentence of the mention before
        for found in _NAME.finditer(narration):
            start, text = _without_lead(found.start(), found.group())
            name = names.split_mention(text)[1] if text else ""
            if not name or names.is_body(name):
                continue
            words = names.name_words(name)
            if not words or len(words) > 5:
                continue
            sentence = bisect_right(self._starts, start) - 1
            weight = self._prominence(start, found.end(), sentence, is_first=sentence > last)
            yield _Mention(start, found.end(), words, names.gender(text), sentence, weight)
            last = sentence

    def _prominence(self, start: int, end: int, sentence: int, *, is_first: bool) -> float:
        """Weigh the place of a mention: subjects are taken up again, objects less often."""
        first = self._starts[max(0, sentence)]
        before = _WORD_BEFORE.search(self._narration, max(first, start - 25), start)
        after = _WORD_AFTER.match(self._narration, end)
        following = after.group(1).lower() if after else ""
        weight = 1.0
        leading = before.group(1).lower() if before else ""
        if self._narration[end : end + 2] in {"’s", "'s"}:
            weight = _POSSESSIVE
        elif leading in cues.PREPOSITIONS:
            weight = _OBJECT
        elif following in cues.CUE_FORMS or leading in cues.CUE_FORMS:
            weight = _SAYING
        elif following in cues.AUXILIARIES or following.endswith("ed"):
            weight = _ACTING
        opens = is_first and start - first < _LEAD_IN and weight != _OBJECT
        return weight + _OPENING if opens else weight

    def _index(self) -> None:
        for mention in self._mentions:
            if len(mention.words) > 1:
                self._enter(mention, self._full_person(mention.words))
        for mention in self._mentions:
            if len(mention.words) == 1:
                person = self._pick(mention.words[0], mention.gender)
                self._enter(mention, person or self._new(mention.words))

    def _full_person(self, words: tuple[str, ...]) -> _Person:
        if words in self._persons:
            return self._persons[words]
        for person in self._by_word.get(words[-1], [])[:_MOST_NAMESAKES]:
            if len(person.words) > 1 and names.same_person(
                " ".join(w.title() for w in words), " ".join(w.title() for w in person.words)
            ):
                self._persons[words] = person
                return person
        return self._new(words)

    def _new(self, words: tuple[str, ...]) -> _Person:
        person = self._persons[words] = _Person(words)
        for word in dict.fromkeys((words[-1], words[0])):
            self._by_word[word].append(person)
        return person

    def _enter(self, mention: _Mention, person: _Person) -> None:
        person.count += 1
        shown = self._narration[mention.start : mention.end]
        role, name = names.split_mention(shown)
        if len(mention.words) > 1 or len(person.words) == 1:
            person.forms[name] += 1
        if mention.gender:
            person.titles[mention.gender] += 1
        if role:
            person.certain = True
            kept = _role(role)
            if kept:
                person.roles[kept] += 1
        before = _role_before(self._narration, mention.start)
        if before and not role:
            person.certain = True
            person.roles[before] += 1
        apposition = _APPOSITION.match(self._narration, mention.end)
        if apposition and _is_role(apposition.group(1)) and len(mention.words) > 1:
            person.roles[_tidy_role(apposition.group(1))] += 1
            person.certain = True

    def _pick(self, word: str, gender: str) -> _Person | None:
        """Return the likeliest bearer of a surname: the one named most, never against gender."""
        found = [
            person
            for person in self._by_word.get(word, [])[:_MOST_NAMESAKES]
            if not (gender and person.gender and gender != person.gender)
        ]
        found = [person for person in found if person.words[-1] == word] or found
        full = [person for person in found if len(person.words) > 1] or found
        return min(full, key=lambda p: (-p.count, p.words), default=None)

    def _person_of(self, mention: _Mention) -> _Person | None:
        if len(mention.words) > 1:
            return self._persons.get(mention.words)
        return self._pick(mention.words[0], mention.gender)

    def _follow_pronouns(self, sentences: Sequence[tuple[int, int]]) -> None:
        """Learn genders: a pronoun speaks for the person named just before in its sentence."""
        for mention in self._mentions:
            person = self._person_of(mention)
            if person:
                self._trail.append((mention.start, mention.sentence, mention.prominence, person))
        starts = [entry[0] for entry in self._trail]
        for found in _GENDERED.finditer(self._narration):
            at = bisect_right(starts, found.start()) - 1
            if at < 0:
                continue
            here = bisect_right(self._starts, found.start()) - 1
            if here - self._trail[at][1] <= 1:
                word = found.group().lower()
                self._trail[at][3].pronouns["m" if word in cues.MALE else "f"] += 1

    def speaks(self, meant: Meant, mention: str) -> bool:
        """Tell whether it is a known person, or a description of somebody who speaks."""
        if meant.name is None:
            return False
        if self._persons.get(names.name_words(meant.name)):
            return True
        return any(is_speaking_noun(word) for word in mention.lower().split())

    def heard(self, meant: Meant, at: int) -> None:
        """Remember that a person spoke here: who spoke last is who "he" is next."""
        if meant.name is None:
            return
        words = names.name_words(meant.name)
        person = self._persons.get(words)
        if person:
            self._spoke.append((bisect_right(self._starts, at) - 1, _SPOKE, person))

    def role_of(self, name: str) -> str:
        """Return the fullest role that the article gives the person by now."""
        person = self._persons.get(names.name_words(name))
        return self._meant(person).role if person else ""

    def named_between(self, start: int, end: int) -> bool:
        """Tell whether the narration names a person there."""
        i = bisect_right(self._trail, start, key=lambda entry: entry[0])
        return i < len(self._trail) and self._trail[i][0] < end

    def _follow_subjects(self, at: int) -> None:
        """Carry persons on through the sentences that begin with "he" or "she" before ``at``."""
        while self._followed < len(self._subjects) and self._subjects[self._followed] < at:
            start = self._subjects[self._followed]
            self._followed += 1
            sentence = bisect_right(self._starts, start) - 1
            if start - self._starts[max(0, sentence)] > 4:
                continue
            pronoun = "she" if self._narration[start] in "Ss" else "he"
            person = self._antecedent(pronoun, start)
            if person:
                self._spoke.append((sentence, _CARRIED, person))

    def _antecedent(self, pronoun: str, at: int) -> _Person | None:
        if pronoun == "they":
            return None
        wanted = {"he": "m", "she": "f"}.get(pronoun, "")
        here = bisect_right(self._starts, at) - 1
        worth: dict[tuple[str, ...], list[float]] = defaultdict(list)
        for sentence, weight, person in self._candidates(at):
            if not 0 <= here - sentence <= _NEAR or (wanted and person.gender not in {"", wanted}):
                continue
            sure = _SURE if wanted and person.gender == wanted else 1.0
            worth[person.words].append(sure * weight * _FADE ** (here - sentence))
        scores = {
            words: max(found) + _REPEATED * (sum(found) - max(found))
            for words, found in worth.items()
        }
        best = max(scores, key=lambda words: (scores[words], words), default=None)
        return self._persons[best] if best else None

    def _candidates(self, at: int) -> Iterable[tuple[int, float, _Person]]:
        """Yield sentence, weight and person of what was named, heard or meant before ``at``."""
        stop = bisect_right(self._trail, at, key=lambda entry: entry[0])
        for _, sentence, weight, person in self._trail[max(0, stop - 40) : stop]:
            yield (
                sentence,
                weight * (_SURE if len(person.words) > 1 or person.certain else 1),
                person,
            )
        yield from self._spoke[-4:]

    def _named(self, mention: str, role: str, name: str) -> Meant:
        words = names.name_words(name)
        person = self._persons.get(words) if len(words) > 1 else None
        if person is None and len(words) == 1:
            person = self._pick(words[0], names.gender(mention))
        if person is None:
            return Meant(name=name, role=_role(role))
        if _role(role):
            person.roles[_role(role)] += 1
        return self._meant(person)

    def _meant(self, person: _Person) -> Meant:
        shown = min(person.forms, key=lambda f: (-len(f.split()), -person.forms[f], f), default="")
        roles = person.roles
        role = min(roles, key=lambda r: (-min(len(r.split()), 9), -roles[r], r), default="")
        return Meant(name=shown or None, role=role)

    def _by_role(self, description: str) -> _Person | None:
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
            if len(person.words) > 1 and any(head in role.lower().split() for role in person.roles)
        }
        return next(iter(bearers.values())) if len(bearers) == 1 else None


def find_names(text: str) -> frozenset[str]:
    """Return the full names of persons in the text, each form once, without titles."""
    found = set()
    for match in _NAME.finditer(text):
        _, shown = _without_lead(match.start(), match.group())
        name = names.split_mention(shown)[1] if shown else ""
        if 1 < len(names.name_words(name)) < 5 and not names.is_body(name) and not name.isupper():
            found.add(re.sub(r"\s+", " ", name))
    return frozenset(found)


def _role_before(narration: str, start: int) -> str:
    """Return the office in lower case right before a name: "Veldian president" Jo Reeve."""
    found = narration[max(0, start - 70) : start].replace("\n", " . ").split(" ")
    if start > 70:
        found = found[1:]  # it may be half a word
    if len(found) < 2 or found[-1] or found[-2] not in names.TITLES:
        return ""
    words: list[str] = []
    for word in reversed(found[:-1]):
        fits = word in names.TITLES or word in _ROLE_WORDS or word[:1].isupper()
        if not fits or word[-1:] in ".,;:" or len(words) == 6:
            break
        words.insert(0, word)
    return _without_lead(0, " ".join(words))[1]


def _without_lead(start: int, text: str) -> tuple[int, str]:
    """Drop what is capitalized only because it opens a sentence, and days and months."""
    while text:
        word = re.split(r"[ \u00a0]", text, maxsplit=1)[0]
        low = word.lower()
        known = (
            low in cues.PREPOSITIONS | cues.CONJUNCTIONS | cues.SUBORDINATORS | cues.DETERMINERS
            or low in cues.ADVERBS | cues.PRONOUNS | cues.TIMES | cues.RELATIVES | cues.AUXILIARIES
            or (low.endswith("ly") and len(low) > 5)
            or low in cues.CUE_FORMS  # "Asked whether", "Noting that"
        )
        if not known:
            return start, text
        rest = text[len(word) :].lstrip(" \u00a0")
        start += len(text) - len(rest)
        text = rest
    return start, text


def _is_role(text: str) -> bool:
    """Tell whether the words between two commas are an office: "the minister of ports"."""
    found = text.lower().split()
    if found[0] in cues.CONJUNCTIONS or names.split_mention(text)[1]:
        return False
    return (
        len(found) <= 14
        and any(w.strip("’'s.,") in names.TITLES for w in found)
        and not ({"who", "which", "said", "told", "was", "is"} & set(found[:3]))
    )


def _role(role: str) -> str:
    kept = _tidy_role(role)
    return "" if kept.lower().strip(".") in _HONORIFICS else kept


def _tidy_role(text: str) -> str:
    return re.sub(r"^(?:the|an?|his|her|its|their) ", "", _tidy(text), flags=re.IGNORECASE)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,.;:—–-")
