"""Tell what stands in quotation marks without being speech.

The one rule to know: titles, nicknames, words mentioned and so-called things
are told by their look and by the word before them, never by who is near.
"""

import re

from digest import cues
from digest.marks import Run
from digest.words import words

_TITLE_CASE = re.compile(r"[^\W\d_a-z][\w’'.-]*[:,!?]?|\d+[:,]?")
_SO_CALLED = re.compile(r"\bwhat \w+ calls? (?:the |an? )?$")
_NICKNAMED = re.compile(r"\b[^\W\d_a-z]\w+ $")
_NARRATED = re.compile(r"(?:he|she|they|it|the \w+) (\w+)[.,]", re.IGNORECASE)
_SINGING = frozenset("sang sings singing hummed hums humming".split())
_NARRATING = frozenset(
    "said says added adds told stressed noted explained continued emphasized stated asked".split()
)
_SMALL_WORDS = frozenset("a an the of in on at for to and or with by from is".split())
_BEFORE = 40  # characters in which the word before a quotation is looked for


def is_title(said: str) -> bool:
    """Tell whether the words are written like a title: "Long Road to the Sea"."""
    found = said.rstrip(",.").split()
    if len(found) < 2 or found[-1][-1] in "!?":
        return False
    return all(_TITLE_CASE.fullmatch(w) or w in _SMALL_WORDS for w in found)


def is_called(text: str, run: Run) -> bool:
    """Tell whether the word before says that a work, a label or a word follows."""
    before = _before(text, run)
    last = before.rstrip(" ,:“\"'").lower().split()
    named = bool(last) and last[-1] in cues.TITLE_NOUNS | _SINGING
    return named or _SO_CALLED.search(before) is not None


def is_nickname(text: str, run: Run) -> bool:
    """Tell whether it stands between two names: Ed “Tank” Moss."""
    after = text[run.close : run.close + 2]
    if after[:1] != " " or not after[1:].isupper() or not _NICKNAMED.search(_before(text, run)):
        return False
    return len(words(text[run.start : run.end])) <= 2


def is_narration(said: str) -> bool:
    """Tell whether the marks hold the writer's own words, as translation engines leave them."""
    found = _NARRATED.match(said.lstrip())
    return found is not None and found.group(1).lower() in _NARRATING


def is_name_in_marks(text: str, run: Run) -> bool:
    """Tell whether it is a nickname or title inside the writer's sentence, and so part of it."""
    if is_nickname(text, run):
        return True
    said = text[run.start : run.end]
    before = _before(text, run).rstrip()
    if not is_title(said) or (said[-1] in ",.!?" and not is_called(text, run)):
        return False
    last = before.split()[-1:] or [""]
    return before[-1:].isalpha() and last[0].lower() not in cues.CUE_FORMS


def _before(text: str, run: Run) -> str:
    return text[max(0, run.open - _BEFORE) : run.open]
