"""Cut the narration around quotations into sentences and classed words.

The one rule to know: quoted words are masked first and count as one token, so
nothing somebody said is ever taken for who said it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from digest import cues

_LONGEST_NAME = 4  # words
_GERUND = 6  # letters; "Throwing the ball" begins a sentence, "King" is a name
_BEHIND_GERUND = frozenset({"det", "prep", "pron", "object"})
MASK = "\x02"  # stands for each character of a quotation, marks included
NAMED = "\x03"  # the same for what stands in marks and is a name: Ed “Tank” Moss
_TOKEN = re.compile(
    r"\x02+|\x03+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[.'’&/-][^\W_]+)*(?:[’'](?!\w))?\.?|--+|[^\s]"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]\x02\x03]{0,200}[)\]]")
_SENTENCE_END = re.compile(r"[.!?…:]['’)\]]*(?=\s+\S)|;(?=\s)")


class Token(NamedTuple):
    """A word or mark, with its place in the text and its class."""

    text: str
    low: str
    start: int
    end: int
    kind: str  # word classes of ``_kind``


def mask(text: str, start: int, end: int, quotations: Sequence[tuple[int, int, str]]) -> str:
    """Return the paragraph with quotations masked and brackets blanked, at unchanged length.

    Each quotation comes with the character that stands for it, ``MASK`` or ``NAMED``.
    """
    parts, at = [], start
    for left, right, letter in quotations:
        parts += [text[at:left], letter * (right - left)]
        at = right
    parts.append(text[at:end])
    return _BRACKETS.sub(lambda found: " " * len(found.group()), "".join(parts))


def split_masked(
    masked: str, full_stops: frozenset[int], calls: frozenset[int] = frozenset()
) -> list[tuple[int, int]]:
    """Return the sentences of a masked paragraph.

    ``full_stops`` are the ends of the quotations that end like a sentence,
    ``calls`` those of them that end in a question or exclamation or break off,
    after which the sentence may go on with who said it. After a full stop it
    does only where nothing else follows: “It is late.” Keil said.
    """
    ends = set()
    for found in _SENTENCE_END.finditer(masked):
        if _ends_sentence(masked, found.start(), found.end()):
            ends.add(found.end())
    for stop in full_stops:
        rest = masked[stop : stop + 160].lstrip()
        if (
            not rest
            or rest[0] == MASK
            or (
                rest[0].isupper()
                and not (_attributes(rest) if stop in calls else _only_attributes(rest))
            )
        ):
            ends.add(stop)
    spans, start = [], 0
    for end in sorted(ends | {len(masked)}):
        if masked[start:end].strip():
            spans.append((start, end))
            start = end
    return spans


def _ends_sentence(masked: str, stop: int, end: int) -> bool:
    rest = masked[end : end + 3].lstrip()
    if masked[stop] in ":;":
        return masked[stop] == ";" and _has_verb(masked[end : end + 200])
    if not rest or rest[0].islower():
        return False
    if masked[stop] != ".":
        return True
    before = masked[max(0, stop - 12) : stop + 1].split()
    word = before[-1] if before else ""
    if re.fullmatch(r"(?:[^\W\d_]\.)+", word):
        return False if len(word) == 2 else rest[0] == MASK
    return word.lower().lstrip("(“\"'") not in cues.ABBREVIATIONS


def _has_verb(rest: str) -> bool:
    """Tell whether a clause follows, up to the next stop, and not one more item of a list."""
    found = re.split(r"[.;\x02]", rest, maxsplit=1)[0].lower().split()
    return any(w in cues.CUE_FORMS or w in cues.AUXILIARIES - {"to", "on", "as"} for w in found)


def _attributes(rest: str) -> bool:
    """Tell whether the words after a question or exclamation say who said it."""
    found = rest.split()
    named = _leading_names(found)
    if named and found[named - 1].endswith(","):  # an apposition: "Keil, the minister, said"
        close = next((i for i in range(named, len(found)) if found[i].endswith(",")), len(found))
        found = found[close:]
    return any(word.strip(",.") in cues.CUE_FORMS for word in found[1:5])


def _only_attributes(rest: str) -> bool:
    """Tell whether a name and a verb of saying make the whole sentence: "Keil said."."""
    found = rest.split()
    named = _leading_names(found)
    if not named or named >= len(found):
        return False
    return found[named].endswith(".") and found[named][:-1] in cues.CUE_FORMS


def _leading_names(found: Sequence[str]) -> int:
    """Return how many of the words are capitalized, up to a comma."""
    for i, word in enumerate(found[:_LONGEST_NAME]):
        if not word[0].isupper():
            return i
        if word.endswith(","):
            return i + 1
    return min(len(found), _LONGEST_NAME)


def _is_plural(token: Token) -> bool:
    return token.low in cues.SPEAKING_NOUNS or token.low in {"groups", "screens", "images", "lines"}


def read_tokens(masked: str, start: int, end: int, offset: int) -> list[Token]:
    """Return the tokens of a sentence; offsets are those of the article."""
    tokens: list[Token] = []
    before = ""
    for found in _TOKEN.finditer(masked, start, end):
        text = found.group()
        at = offset + found.start()
        stopped = text[-1] == "." and len(text) > 1 and not _abbreviated(text)
        if stopped:
            text = text[:-1]
        if text[0] == MASK:
            tokens.append(Token(MASK, MASK, at, at + len(text), "quote"))
            before = MASK
            continue
        low, kind = _read_word(text, not tokens)
        if kind == "cue" and before in _OWNERS and low not in cues.PARTICIPLES:
            kind = "noun"  # "her reply"
        before = low
        tokens.append(Token(text, low, at, at + len(text), kind))
        if stopped:
            last = offset + found.end()
            tokens.append(Token(".", ".", last - 1, last, "stop"))
    return _without_capital(tokens)


def _without_capital(tokens: list[Token]) -> list[Token]:
    """Take the first word for a noun where a noun follows: "Small groups", "Pollsters agree"."""
    if len(tokens) < 2 or tokens[0].kind != "name":
        return tokens
    low = tokens[0].low
    if low.endswith("ing") and len(low) >= _GERUND and tokens[1].kind in _BEHIND_GERUND:
        return [tokens[0]._replace(kind="noun"), *tokens[1:]]
    if tokens[1].kind != "noun":
        return tokens
    following = tokens[1].text
    verbal = following.endswith("ed") or (following.endswith("s") and not _is_plural(tokens[1]))
    if tokens[0].text.isupper() or "'" in tokens[0].low or not following.islower() or verbal:
        return tokens
    return [tokens[0]._replace(kind="noun"), *tokens[1:]]


@lru_cache(maxsize=2048)
def _abbreviated(text: str) -> bool:
    return text.lower() in cues.ABBREVIATIONS or bool(re.fullmatch(r"(?:[^\W\d_]\.)+", text))


@lru_cache(maxsize=8192)
def _read_word(text: str, is_first: bool) -> tuple[str, str]:
    """Return the word in lower case with straight apostrophes, and its class."""
    low = text.lower().replace("’", "'")
    return low, _kind(text, low, is_first)


_CLASSES = {
    **dict.fromkeys(cues.BINDING | cues.PREPOSITIONS, "prep"),
    **dict.fromkeys(cues.AUXILIARIES - {"to", "on"}, "aux"),
    **dict.fromkeys(cues.ADVERBS, "adv"),
    **dict.fromkeys(cues.TIMES, "time"),
    **dict.fromkeys(cues.SUBORDINATORS, "sub"),
    **dict.fromkeys(cues.RELATIVES | {"what"}, "rel"),
    **dict.fromkeys(cues.CONJUNCTIONS, "conj"),
    **dict.fromkeys(cues.DETERMINERS, "det"),
    **dict.fromkeys(cues.PRONOUNS - {"who"}, "pron"),
    **dict.fromkeys("i've i'm he's she's they're we're we've i'll he'd she'd it's".split(), "pron"),
    **dict.fromkeys("him them me us himself herself themselves you".split(), "object"),
    **dict.fromkeys("— – -- - … ―".split(), "dash"),
    **dict.fromkeys(", ".split(), "comma"),
    **dict.fromkeys(". ; : ! ?".split(), "stop"),
    "according": "according",
    "per": "according",
}


_OWNERS = frozenset("a an the his her its their my our".split())
_NAMES_TOO = frozenset({"det", "aux", "adv", "prep", "sub"})


def _is_adverb(low: str) -> bool:
    return low.endswith("ly") and low not in cues.LY_NAMES | {"family", "ally", "assembly"}


def _kind(text: str, low: str, is_first: bool) -> str:
    if text[0] == NAMED:
        return "name"
    known = _CLASSES.get(low) or ("aux" if low.endswith("n't") else None)
    if (
        known in {"det", "aux", "adv", "prep", "sub"}
        and text[0].isupper()
        and not is_first
        and low != "i"
    ):
        return "name"  # "Channel Three", "Will Abara"
    if known:
        return known
    if text[0].isupper():
        lowered = is_first and (low in cues.CUE_FORMS or _is_adverb(low))
        return "name" if not lowered else "adv" if _is_adverb(low) else "cue"
    if low in cues.CUE_FORMS:
        return "cue"
    if _is_adverb(low) and len(low) > 4:
        return "adv"
    if text[0].isdigit():
        return "number"
    return "noun" if text[0].isalpha() else "other"
