"""Make strangers' text fit to print.

One rule: every visible character stays as it stands. What goes are control
characters and the marks that turn the writing direction; what is too long to
set is cut, and the cut says how much is missing.
"""

import re
import unicodedata

TITLE = 300  # characters; a headline of an article is 60 to 120
TEXT = 20_000  # characters; the longest answer in a transcript is about 5,000
LEAD = 400  # characters; a sentence of fifty words stays whole in the top box
LONGEST_WORD = 500  # letters; laying out one word takes time with the square of its length

_BLANKS = "\t\n\v\f\r\x85\u2028\u2029"
_TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_REPLACED: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None),
    **dict.fromkeys(map(ord, _TURNS), None),
    **dict.fromkeys((0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xFDD0, 0xFDF0)), None),
    **dict.fromkeys((plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)), None),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half characters, from broken file names
    **dict.fromkeys(map(ord, _BLANKS), " "),
}
_RUN_OF_BLANKS = re.compile(" {2,}")
# Scripts without blanks between words (from U+2E80 on) break anywhere and are no long words.
_TOO_LONG = re.compile(rf"[^\s\u2e80-\uffff]{{{LONGEST_WORD + 1},}}")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>\\^`{|}]{1,2000}", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def clean(text: str, *, limit: int = TEXT) -> str:
    """Return the visible text on one line, at most about ``limit`` characters of it."""
    text = _RUN_OF_BLANKS.sub(" ", text.translate(_REPLACED)).strip(" ")
    text = _TOO_LONG.sub(_cut_word, text)
    if len(text) <= limit:
        return text
    return f"{text[:limit].rstrip()}… [{len(text) - limit:,} more characters]"


def shorten(text: str, *, limit: int) -> str:
    """Return the text cut after a word to at most ``limit`` characters, "…" included."""
    if len(text) <= limit:
        return text
    whole_words = text[: limit - 1].rpartition(" ")[0]
    kept = whole_words if len(whole_words) > limit // 2 else text[: limit - 1]
    return kept.rstrip(" ,;:–—-") + "…"


def safe_link(address: str) -> str:
    """Return the address if it is a web or mail address and nothing else, otherwise ""."""
    address = address.strip(" \t\r\n")
    if address != address.translate(_REPLACED):
        return ""
    return address if _LINK.fullmatch(address) else ""


def safe_language(tag: str) -> str:
    """Return the language tag, or "und" where it is none."""
    return tag if _LANGUAGE.fullmatch(tag) else "und"


def direction(text: str) -> str:
    """Return "rtl" where the first letter with a direction is of a script from right to left."""
    for character in text[:1000]:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def _cut_word(match: re.Match[str]) -> str:
    word = match.group()
    return f"{word[:LONGEST_WORD]}… [{len(word) - LONGEST_WORD:,} more characters]"
