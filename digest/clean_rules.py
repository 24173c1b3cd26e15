"""What cleaning knows of noise: named rules, read from the files in ``digest/rules``.

One rule for the rules: a pattern fits a whole paragraph, a whole closing
sentence, or a stretch with a plain beginning and end, and is linear. What a
pattern names (``(?P<agency>...)``) is kept as a field of the article. Every
rule has a case where it applies and one where it must not in
tests/cases/clean. docs/cleaning.md says how to write one.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal, get_args

from digest.quotation_spans import DOUBLE_MARKS

LONGEST_LINE = 500  # characters; longer paragraphs are never noise as a whole
LONGEST_OPENING = 200  # characters of a paragraph's head in which a dateline may stand

# Where a rule looks: at the head of a paragraph; at a whole paragraph, anywhere, above a list of
# headlines, or among the first ones; at the text's end; between sentences; anywhere.
Place = Literal["opening", "line", "teaser", "head", "tail", "between", "markup"]
PLACES: tuple[Place, ...] = get_args(Place)

# In the order in which their rules are tried.
RULE_FILES = (
    *("wires", "pages", "governments"),
    *("spanish", "french", "german", "portuguese", "italian"),
)
TITLE_PREFIX = re.compile(
    r"\((?P<update>(?:LEAD|(?:\d(?:st|nd|rd|th)|URGENT) ?(?:LD|LEAD)?|Yonhap "
    r"(?:Interview|Feature)))\) ?"
)

_KEYS = frozenset({"name", "begins", "holds", "patterns"})
_FRAGMENT = re.compile(r"\{([A-Z]+(?:_[A-Z]+)*)\}")
_FIRST_WORD = re.compile(r"[\W_]{0,6}([^\W_]{0,20})")
_OPENING_SIGN = re.compile(r"[-—–―_(/电]")


@dataclass(frozen=True)
class Rule:
    """A kind of noise: the name under which its removals are recorded, and its patterns.

    ``begins`` and ``holds`` only save time: the patterns are tried on texts
    whose first word is one of the former (lower case, "0" for any number) and
    that hold one of the latter. Empty means any text.
    """

    name: str
    sources: tuple[str, ...]
    begins: frozenset[str] = frozenset()
    holds: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, compiled when the first text comes that they may fit."""
        return tuple(map(re.compile, self.sources))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return how the first pattern that fits the whole text fits it."""
        return next(filter(None, (pattern.fullmatch(text) for pattern in self.patterns)), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where the patterns fit inside the text, in order, none over another."""
        if len(self.patterns) == 1:
            yield from self.patterns[0].finditer(text)
            return
        end = 0
        found = [match for pattern in self.patterns for match in pattern.finditer(text)]
        for match in sorted(found, key=lambda match: match.span()):
            if match.start() >= end:
                yield match
                end = match.end()

    def is_hinted(self, text: str) -> bool:
        """Tell whether the text holds what the rule says it must."""
        for sign in self.holds:
            if sign in text:
                return True
        return not self.holds


class _Index:
    """The rules of one place by the first word of what they fit, in their order."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        words = frozenset[str]().union(*(rule.begins for rule in rules))
        self._by_word = {
            word: tuple(rule for rule in rules if not rule.begins or word in rule.begins)
            for word in words
        }
        self._by_any = tuple(rule for rule in rules if not rule.begins)
        signs = sorted({sign for rule in rules for sign in rule.holds or ("",)})
        self._any_sign = re.compile("|".join(map(re.escape, signs)))

    def rules_for(self, text: str) -> tuple[Rule, ...]:
        return self._by_word.get(first_word(text), self._by_any)

    def hinted(self, text: str) -> list[Rule]:
        """Return the rules whose signs the text holds, whatever its first word."""
        if not self._any_sign.search(text):
            return []
        return [rule for rule in self.rules if rule.is_hinted(text)]


def rules_of(place: Place) -> tuple[Rule, ...]:
    """Return the rules of a place in the order in which they are tried."""
    return _index(place).rules


def find_rule(place: Place, text: str) -> tuple[Rule, re.Match[str]] | None:
    """Return the first rule of a place that fits the whole text, and how."""
    for rule in _index(place).rules_for(text):
        match = rule.fullmatch(text) if rule.is_hinted(text) else None
        if match:
            return rule, match
    return None


def stretch_rules(place: Place, text: str) -> list[Rule]:
    """Return the rules of a place that may fit stretches of the text."""
    return _index(place).hinted(text)


def match_opening(paragraph: str) -> tuple[Rule, re.Match[str]] | None:
    """Return the rule for the dateline or tag that opens a paragraph, and where it fits."""
    head = paragraph[:LONGEST_OPENING]
    if not _OPENING_SIGN.search(head):
        return None
    for rule in _index("opening").rules_for(head):
        for pattern in rule.patterns if rule.is_hinted(head) else ():
            match = pattern.match(head)
            if match and not DOUBLE_MARKS.search(match[0]):
                return rule, match
    return None


def first_word(text: str) -> str:
    """Return the first word behind a few signs, lower case; "0" for a number, "" for none."""
    found = _FIRST_WORD.match(text)
    word = found[1].lower() if found else ""
    return "0" if word[:1].isdigit() else word


@cache
def _index(place: Place) -> _Index:
    return _Index(_all_rules()[place])


@cache
def _all_rules() -> Mapping[Place, Sequence[Rule]]:
    shared = _resolved(_read("fragments")["fragments"], {})
    rules: dict[Place, list[Rule]] = {place: [] for place in PLACES}
    for name in RULE_FILES:
        content = _read(name)
        language = content.pop("language", "")
        fragments = _resolved(content.pop("fragments", {}), shared)
        unknown = content.keys() - rules.keys()
        if unknown:
            raise ValueError(f"rules {name!r} have unknown places: {', '.join(sorted(unknown))}")
        for place in PLACES:
            rules[place] += [_rule(one, language, fragments) for one in content.get(place, ())]
    return rules


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("digest") / "rules" / f"{name}.toml").read_text(encoding="utf-8"))


def _resolved(fragments: Mapping[str, str], known: Mapping[str, str]) -> Mapping[str, str]:
    """Return the known fragments and the new ones, each built from those above it."""
    resolved = dict(known)
    for name, source in fragments.items():
        resolved[name] = _filled(source, resolved)
    return resolved


def _filled(source: str, fragments: Mapping[str, str]) -> str:
    """Put fragments where a pattern names them: ``{MONTH}``."""
    return _FRAGMENT.sub(lambda found: fragments[found[1]], source)


def _rule(entry: Mapping[str, Any], language: str, fragments: Mapping[str, str]) -> Rule:
    unknown = entry.keys() - _KEYS
    if unknown:
        raise ValueError(f"rule {entry['name']!r} has unknown keys: {', '.join(sorted(unknown))}")
    sources: Iterable[str] = entry["patterns"]
    return Rule(
        name=f"{entry['name']} ({language})" if language else entry["name"],
        sources=tuple(_filled(source, fragments) for source in sources),
        begins=frozenset(entry.get("begins", "").split()),
        holds=tuple(entry.get("holds", "").split()),
    )
