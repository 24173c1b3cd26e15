"""Read what a number counts or measures from the sentence around it.

The one rule to know: what cannot be read is left out. A part of a whole, a
rate, an addition, a supposition and an earlier state are other things than
the plain number, and are told apart by ``roles`` or dropped.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from digest.amounts import NUMBER_WORDS, Amount, Token
from digest.counting_words import (
    ACTS,
    ADDING,
    CHANGES,
    DENIED,
    DETERMINERS,
    DIRECT,
    EARLIER,
    ENDS,
    FUNCTION,
    GENERIC,
    IRREGULAR,
    LINKS,
    NEEDED,
    NO_PLURAL,
    PART_WORDS,
    PEOPLE,
    PERSON,
    RATES,
    SAME_NOUNS,
    SAYING,
    SEVERITY,
    SIZES,
    SPORTS,
    SUPPOSED,
    TIMES_OF_RATE,
    WEEKDAYS,
)
from digest.surroundings import names_between, places_between, stem_of, times_between
from digest.units import MONEY


class Counted(NamedTuple):
    """A number in an article, and what it counts or measures.

    ``heads`` are stems of the noun counted ("troop") or of what has the size ("meeting"),
    ``qualifiers`` of the words with it, ``act`` is what befell it, ``verb`` the word
    before the number, ``near`` are the stems of the clause, ``names`` the names there, ``places``
    those of them behind the number and "in" or "of", ``times``
    the years and such. ``label`` names it in the article's words, "" without a noun; ``words``
    are those of the clause, each behind its stem.
    """

    article: str
    amount: Amount
    family: str
    heads: frozenset[str]
    qualifiers: frozenset[str]
    act: str
    verb: str
    near: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    times: frozenset[str]
    roles: frozenset[str]
    label: str
    words: tuple[tuple[str, str], ...]


_BESIDE = 6  # tokens on either side in which "each" is looked for
_REACH = 10  # tokens behind the number in which its place is looked for
_LONGEST_CLAUSE = 60  # tokens on either side
_LOOK = 8  # tokens on either side in which the verb is looked for
_LONGEST_NOUN = 5  # words of a noun phrase


def read_counted(article: str, tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Counted]:
    """Return what the amounts of a sentence count, those that it can be told of."""
    taken = frozenset(k for amount in amounts for k in range(amount.first, amount.last + 1))
    found = (_Reader(article, tokens, taken, amount).read() for amount in amounts)
    return [one for one in found if one]


class _Reader:
    """Reads around one amount of a sentence."""

    def __init__(
        self, article: str, tokens: Sequence[Token], taken: frozenset[int], amount: Amount
    ) -> None:
        self.article = article
        self.tokens = tokens
        self.amount = amount
        self.others = taken
        self.left, self.right = self._clause()

    def read(self) -> Counted | None:
        """Return what the number counts; None where that cannot be told."""
        roles = self._roles()
        noun: tuple[int, ...] | None = self._measured() or ()
        act_at = None
        if not self.amount.unit:
            noun, act_at = self._count()
        if roles is None or noun is None:
            return None
        act = _act_of(self._low(act_at)) if act_at is not None else self._act_of_size()
        words = self._words()
        return Counted(
            article=self.article,
            amount=self.amount,
            family=self.amount.family or "count",
            heads=self._heads(noun),
            qualifiers=self._qualifiers(noun),
            act=act,
            verb=self._verb(),
            near=frozenset(stem for stem, _ in words),
            names=names_between(self.tokens, self.left, self.right),
            places=places_between(self.tokens, self.amount.last + 1, self._end_of_places()),
            times=times_between(
                self.tokens, self.left, self.right, months=self.amount.family != "date"
            ),
            roles=roles,
            label=self._label(noun, act_at),
            words=words,
        )

    def _heads(self, noun: tuple[int, ...]) -> frozenset[str]:
        if not noun:
            return frozenset()
        word = self._low(noun[-1])
        if not self.amount.unit and word in GENERIC:
            return frozenset({PEOPLE})
        return frozenset({_canonical(word)})

    def _qualifiers(self, noun: tuple[int, ...]) -> frozenset[str]:
        """Return the stems of what is said with the noun: "cable" ships, counts "of fraud"."""
        words = [self._low(k) for k in noun[:-1]]
        if noun and not self.amount.unit and self._low(noun[-1] + 1) == "of":
            words.append(self._low(noun[-1] + 2))
        kept = {stem_of(SAME_NOUNS.get(word, word)) for word in words if word not in ACTS}
        clause = (self._low(k) for k in range(self.left, self.right))
        kept -= {"", *self._heads(noun)}
        return frozenset(kept) | {word[:6] for word in clause if word in SEVERITY}

    def _label(self, noun: tuple[int, ...], act_at: int | None) -> str:
        """Return the words of the noun and of what befell it, as they stand."""
        kept = sorted({*noun, *([] if act_at is None else [act_at])})
        parts: list[str] = []
        for before, k in zip([None, *kept], kept, strict=False):
            hyphen = before is not None and k == before + 2 and self._low(k - 1) == "-"
            if before is not None:
                parts.append("-" if hyphen else " ")
            parts.append(self.tokens[k].text if k else self.tokens[k].low)
        if noun and self.amount.family == "minute":
            parts.append(f" {self.amount.unit}s")
        return "".join(parts)

    def _clause(self) -> tuple[int, int]:
        """Return the tokens of the part of the sentence between marks, without who says it."""
        left, right = self.amount.first, self.amount.last + 1
        farthest = max(0, left - _LONGEST_CLAUSE), min(len(self.tokens), right + _LONGEST_CLAUSE)
        while left > farthest[0] and self.tokens[left - 1].text not in ENDS:
            left -= 1
        while right < farthest[1] and self.tokens[right].text not in ENDS:
            right += 1
        for k in range(self.amount.first - 1, left - 1, -1):
            if self.tokens[k].low in ("said", "says", "told") or self.tokens[k].low == "that":
                left = k + 1
                break
        for k in range(self.amount.last + 1, right):
            if self.tokens[k].text == "," and _is_attribution(self.tokens[k + 1 : right]):
                right = k
                break
            if self.tokens[k].low == "according":
                right = k
                break
        return left, right

    def _count(self) -> tuple[tuple[int, ...] | None, int | None]:
        """Return the tokens of the noun counted, its head last, and that of what befell it."""
        first, at = self.amount.first, self.amount.last + 1
        if self._low(first - 1) == "magnitude":
            return (first - 1,), None
        if self._low(first - 1) == "of" and self._low(first - 2) == "magnitude":
            return (first - 2,), None
        noun = self._plural(at)
        if noun is None:
            return self._nounless(at)
        if self._low(noun[-1]) in NUMBER_WORDS | SPORTS:
            return None, None
        named = next((k for k in noun if self._low(k) in ACTS), None)
        return noun, self._act(noun[-1]) if named is None else named

    def _nounless(self, at: int) -> tuple[tuple[int, ...] | None, int | None]:
        """Read "9 killed", "14 dead" and "the number of dead to 34"."""
        following = self._low(at)
        if following in DIRECT:
            return (at,), at
        if following in FUNCTION or not following or following in ".,;":
            toll = self._toll()
            if toll is not None:
                return (toll,), toll
        return None, None

    def _toll(self) -> int | None:
        if self._low(self.amount.first - 1) not in {
            "to",
            "at",
            "of",
            "was",
            "is",
            "reached",
            "hit",
        }:
            return None
        for k in range(self.amount.first - 1, max(self.left, self.amount.first - 12) - 1, -1):
            if self._low(k) in ("toll", "dead", "deaths", "injured", "missing"):
                return k
        return None

    def _plural(self, at: int) -> tuple[int, ...] | None:
        """Return the words from ``at`` to the noun in the plural that they lead to."""
        found: list[int] = []
        singular = self.amount.value == 1
        for k in range(at, min(at + 2 * _LONGEST_NOUN, len(self.tokens))):
            token = self.tokens[k]
            if token.text == "-":
                continue
            if not token.text[0].isalpha() or token.low in FUNCTION or k in self.others:
                break
            found.append(k)
            if len(found) > _LONGEST_NOUN:
                return None
            if token.low in PERSON if singular else self._is_plural(k):
                return tuple(found) if not self._is_owner(k) else None
        return None

    def _is_plural(self, k: int) -> bool:
        token = self.tokens[k]
        low = token.low
        ends = low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s"))
        if not (low in IRREGULAR or (ends and low not in NO_PLURAL)):
            return False
        following = self._low(k + 1)
        if low in ACTS and low in IRREGULAR and following.endswith("s"):
            return following in FUNCTION  # "six missing hikers"
        if token.text[0].isupper():
            return following in FUNCTION | ACTS.keys() or not following[:1].isalpha()
        return True

    def _is_owner(self, k: int) -> bool:
        return self._low(k + 1) in ("'", "’", "-")

    def _act(self, head: int) -> int | None:
        """Return the token of what befell those counted: "killed 9", "9 people were killed"."""
        before = self.amount.first - 1
        if self._is_act(before):
            return before
        for k in range(head + 1, min(head + _LOOK, self.right)):
            if self._is_act(k) and self._low(k) != "cut":
                return k
            if k in self.others or self._low(k) in {",", "and", "by", "who", "that"}:
                break
        for k in range(before, max(self.left, before - 5) - 1, -1):
            if self._is_act(k):
                return k
            if k in self.others or self._low(k) in {",", "and", "by", "after", "when", "who"}:
                break
        return None

    def _is_act(self, k: int) -> bool:
        low = self._low(k)
        if "down" in (low, self._low(k + 1)):
            return low == "down" and self._low(k - 1) == "shot"
        if low == "lives":
            return self._low(k - 1) in ("the", "their", "many")
        return low in ACTS and low not in ("up", "last")

    def _verb(self) -> str:
        """Return the stem of the last content word before the number."""
        for k in reversed(self._before(5)):
            low = self._low(k)
            if k in self.others or not low[0].isalpha():
                break
            if stem_of(low) and low not in LINKS:
                return stem_of(low)
        return ""

    def _act_of_size(self) -> str:
        if not self.amount.unit:
            return ""
        for k in reversed(self._before(5)):
            if k in self.others or not self._low(k)[0].isalpha():
                break
            if ACTS.get(self._low(k), "") in CHANGES:
                return ACTS[self._low(k)]
        return ""

    def _measured(self) -> tuple[int, ...] | None:
        """Return the words for what has the size, the last one its head."""
        if self.amount.family == "date":
            return None
        at = self.amount.last + 1
        following = self._low(at)
        if following == "of" or (following in ("in", "worth") and self.amount.family in MONEY):
            more = at + (2 if self._low(at + 1) == "of" else 1)
            return self._run(more)
        run = self._run(at)
        if run and (self.amount.joined or self.amount.family in MONEY):
            return run
        if following in SIZES:
            return (at,)
        if self._low(self.amount.first - 1) in ("of", "worth"):
            return self._run_before(self.amount.first - 2)
        if {"lasted", "last", "lasts"} & {self._low(k) for k in self._before(4)}:
            return self._subject()
        return None

    def _before(self, count: int) -> range:
        return range(max(self.left, self.amount.first - count), self.amount.first)

    def _run(self, at: int) -> tuple[int, ...] | None:
        found: list[int] = []
        for k in range(at, min(at + 4, self.right)):
            token = self.tokens[k]
            if token.low == "-":
                continue
            if not token.text[0].isalpha() or token.low in FUNCTION or k in self.others:
                break
            if (found and token.low.endswith(("ed", "ly"))) or token.low in LINKS | WEEKDAYS:
                break
            found.append(k)
        return tuple(found) or None

    def _run_before(self, at: int) -> tuple[int, ...] | None:
        found: list[int] = []
        for k in range(at, max(self.left, at - 3) - 1, -1):
            token = self.tokens[k]
            if not token.text[0].isalpha() or token.low in FUNCTION or k in self.others:
                break
            if found and (token.low.endswith("ed") or not stem_of(token.low)):
                break
            found.append(k)
        return tuple(reversed(found)) or None

    def _subject(self) -> tuple[int, ...] | None:
        """Return the first noun phrase of the clause, up to its first preposition."""
        found: list[int] = []
        for k in range(self.left, self.amount.first):
            low = self._low(k)
            if low in FUNCTION and not found:
                continue
            if low in FUNCTION or low in ACTS or not low[0].isalpha():
                break
            found.append(k)
        return tuple(found[-3:]) or None

    def _roles(self) -> frozenset[str] | None:
        """Return the ways in which the number is not the plain one; None where it is a part."""
        first, last = self.amount.first, self.amount.last
        clause = {self._low(k) for k in range(self.left, self.right)}
        before = [self._low(k) for k in range(max(0, first - 5), first)]
        behind = [self._low(k) for k in range(last + 1, min(last + 4, len(self.tokens)))]
        if PART_WORDS & set(before) or (behind[:1] == ["of"] and not self.amount.unit):
            return None
        if self._low(self.left) == "of" or before[-1:] in (["by"], ["than"]):
            return None
        if before[-1:] == ["from"] and (self.amount.unit or not _of_many(before)):
            return None
        beside = {*before, *(self._low(k) for k in range(last + 1, last + _BESIDE))}
        if before[-2:] in (["out", "of"], ["one", "of"]) or EARLIER & clause or NEEDED & beside:
            return None
        if before[-1:] and before[-1] in DETERMINERS and self.amount.value < 10:
            return None
        roles = {"other"} if (ADDING & set(behind[:2] + before[-1:])) else set()
        if behind[:1] == ["more"]:
            roles.add("other")
        if self._is_rate():
            roles.add("rate")
        roles |= {"supposed"} if SUPPOSED & clause else set()
        roles |= {"against"} if "against" in behind else set()
        denial = {self._low(k) for k in range(max(0, self.left - 3), self.left)}
        return None if DENIED & (clause | denial) else frozenset(roles)

    def _is_rate(self) -> bool:
        for k in range(self.amount.last + 1, min(self.amount.last + 6, self.right)):
            low = self._low(k)
            if low in ("a", "an", "per") and self._low(k + 1) in TIMES_OF_RATE:
                return True
        first, last = self.amount.first, self.amount.last
        near = (*range(max(self.left, first - _BESIDE), first), *range(last + 1, last + _BESIDE))
        return bool(RATES & {self._low(k) for k in near if k < self.right})

    def _words(self) -> tuple[tuple[str, str], ...]:
        """Return the words of the clause, numbers aside, each behind its stem."""
        found = []
        for k in range(self.left, self.right):
            token = self.tokens[k]
            if k in self.others or not token.text[0].isalpha():
                continue
            stem = stem_of(SAME_NOUNS.get(token.low, token.low))
            if stem:
                found.append((stem, token.text if k else token.low))
        return tuple(found)

    def _end_of_places(self) -> int:
        """Return where to look no further for "in Kestria": at the next number or mark."""
        for k in range(self.amount.last + 1, min(self.amount.last + _REACH, self.right)):
            if k in self.others or self.tokens[k].text == ",":
                return k
        return min(self.amount.last + _REACH, self.right)

    def _low(self, k: int) -> str:
        return self.tokens[k].low if 0 <= k < len(self.tokens) else ""


def _act_of(word: str) -> str:
    return "downed" if word == "down" else ACTS[word]


def _of_many(before: Sequence[str]) -> bool:
    """Tell "leaders from 18 countries" from "rose from 18"."""
    return len(before) > 1 and before[-2].endswith("s")


def _canonical(word: str) -> str:
    return stem_of(SAME_NOUNS.get(word, word)) or word


def _is_attribution(tokens: Iterable[Token]) -> bool:
    return any(token.low in SAYING for token in tokens)
