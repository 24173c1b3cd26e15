"""Cut the narration around quotations into sentences and classed words.

The one rule to know: quoted words are masked first and count as one token, so
nothing somebody said is ever taken for who said it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from digest import cues

MASK = "\x02"  # stands for each character of a quotation, marks included
_TOKEN = re.compile(
    r"\x02+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[.'’&/-][^\W_]+)*(?:[’'](?!\w))?\.?|--+|[^\s]"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]\x02]{0,200}[)\]]")
_SENTENCE_END = re.compile(r"[.!?…:]['’)\]]*(?=\s+\S)|;(?=\s)")


class Token(NamedTuple):
    """A word or mark, with its place in the text and its class."""

    text: str
    low: str
    start: int
    end: int
    kind: str  # word classes of ``_kind``


def mask(text: str, start: int, end: int, quotations: Sequence[tuple[int, int]]) -> str:
    """Return the paragraph with quotations masked and brackets blanked, at unchanged length."""
    parts, at = [], start
    for left, right in quotations:
        parts += [text[at:left], MASK * (right - left)]
        at = right
    parts.append(text[at:end])
    return _BRACKETS.sub(lambda found: " " * len(found.group()), "".join(parts))


def split_masked(
    masked: str, full_stops: frozenset[int], calls: frozenset[int] = frozenset()
) -> list[tuple[int, int]]:
    """Return the sentences of a masked paragraph.

    ``full_stops`` are the ends of the quotations that end like a sentence,
    ``calls`` those of them that end in a question or exclamation, after which
    the sentence may go on with who asked or exclaimed.
    """
    ends = set()
    for found in _SENTENCE_END.finditer(masked):
        if _ends_sentence(masked, found.start(), found.end()):
            ends.add(found.end())
    for stop in full_stops:
        rest = masked[stop : stop + 40].lstrip()
        if (
            not rest
            or rest[0] == MASK
            or (rest[0].isupper() and not (stop in calls and _attributes(rest)))
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
        return masked[stop] == ";"
    if not rest or rest[0].islower():
        return False
    if masked[stop] != ".":
        return True
    before = masked[max(0, stop - 12) : stop + 1].split()
    word = before[-1] if before else ""
    if re.fullmatch(r"(?:[^\W\d_]\.)+", word):
        return False if len(word) == 2 else rest[0] == MASK
    return word.lower().lstrip("(“\"'") not in cues.ABBREVIATIONS


def _attributes(rest: str) -> bool:
    """Tell whether the words after a question or exclamation say who said it."""
    found = [word.strip(",.") for word in rest.split()[:5]]
    return any(word in cues.CUE_FORMS for word in found[1:5])


def read_tokens(masked: str, start: int, end: int, offset: int) -> list[Token]:
    """Return the tokens of a sentence; offsets are those of the article."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(masked, start, end):
        text, at = found.group(), found.start()
        if text.endswith(".") and len(text) > 1 and text[0] != MASK and not _abbreviated(text):
            tokens.append(_token(text[:-1], offset + at, not tokens))
            tokens.append(Token(".", ".", offset + found.end() - 1, offset + found.end(), "stop"))
        else:
            tokens.append(_token(text, offset + at, not tokens))
    return tokens


def _abbreviated(text: str) -> bool:
    return text.lower() in cues.ABBREVIATIONS or bool(re.fullmatch(r"(?:[^\W\d_]\.)+", text))


def _token(text: str, start: int, is_first: bool) -> Token:
    low = text.lower().replace("’", "'")
    return Token(text, low, start, start + len(text), _kind(text, low, is_first))


_CLASSES = {
    **dict.fromkeys(cues.BINDING | cues.PREPOSITIONS, "prep"),
    **dict.fromkeys(cues.AUXILIARIES - {"to", "on"}, "aux"),
    **dict.fromkeys(cues.ADVERBS, "adv"),
    **dict.fromkeys(cues.TIMES, "time"),
    **dict.fromkeys(cues.SUBORDINATORS, "sub"),
    **dict.fromkeys(cues.RELATIVES, "rel"),
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


def _kind(text: str, low: str, is_first: bool) -> str:
    if text[0] == MASK:
        return "quote"
    known = _CLASSES.get(low)
    if known == "det" and text[0].isupper() and not is_first:
        return "name"  # "Channel Three"
    if known:
        return known
    if text[0].isupper():
        lowered = is_first and (low in cues.CUE_FORMS or low.endswith("ly"))
        return "name" if not lowered else "adv" if low.endswith("ly") else "cue"
    if low in cues.CUE_FORMS:
        return "cue"
    if low.endswith("ly") and len(low) > 4 and low not in {"family", "ally", "assembly"}:
        return "adv"
    if text[0].isdigit():
        return "number"
    return "noun" if text[0].isalpha() else "other"
