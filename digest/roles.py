"""Offices and callings beside a name: "Veldian president Jo Reeve", "Keil, the minister".

The one rule to know: a role is taken from the words right before a name or in
the apposition right behind it, never from further off.
"""

import re
from functools import lru_cache

from digest import cues, names

APPOSITION = re.compile(
    r", ((?:an? |the |his |her |its |their )?[^,.;:\x02()\n]{4,90})(?:[,.\x02]| (?:said|told)\b)"
)
# Words that make an office another one than its bare name says.
_UNDER = frozenset("vice deputy assistant associate under".split())
_GONE = frozenset("former ex ex-president onetime".split())
_HONORIFICS = frozenset("mr mrs ms miss mx dr messrs".split())
# Lower-case words inside an office: "national security adviser".
_ROLE_WORDS = frozenset(
    "prime foreign finance defense defence interior health trade energy national security vice "
    "deputy former acting interim senior chief press state federal campaign policy party "
    "executive supreme central general attorney climate economic presidential transport education "
    "environment justice labor labour agriculture culture housing tourism ports police union "
    "regional provincial municipal associate assistant managing".split()
)
_GERUND = 6  # letters; "Choosing Keil" begins a sentence, "King" is a name
_REACH = 70  # characters before a name in which its role stands


def role_before(narration: str, start: int) -> str:
    """Return the office in lower case right before a name: "Veldian president" Jo Reeve."""
    found = narration[max(0, start - _REACH) : start].replace("\n", " . ").split(" ")
    if start > _REACH:
        found = found[1:]  # it may be half a word
    if len(found) < 2 or found[-1] or found[-2] not in names.TITLES:
        return ""
    words: list[str] = []
    for word in reversed(found[:-1]):
        fits = word in names.TITLES or word in _ROLE_WORDS or word[:1].isupper()
        if not fits or word[-1:] in ".,;:" or len(words) == 6:
            break
        words.insert(0, word)
    return without_lead(0, " ".join(words))[1]


def role_behind(narration: str, end: int) -> str:
    """Return the office in the apposition that follows a name."""
    found = APPOSITION.match(narration, end)
    return tidy_role(found.group(1)) if found and _is_role(found.group(1)) else ""


def role_in(mention: str) -> str:
    """Return the role that a mention's words before the name give; a courtesy title is none."""
    kept = tidy_role(mention)
    return "" if kept.lower().strip(".") in _HONORIFICS else kept


def bears(role: str, description: str) -> bool:
    """Tell whether the role is the office described, word for word, but for "the" and "former".

    No vice president is "the president", and no aide to somebody else "the top aide".
    """
    held, asked = set(role.lower().split()), set(description.lower().split()) - {"the"}
    gone = not _GONE.isdisjoint(held) and _GONE.isdisjoint(asked)
    return asked - _GONE <= held and not gone and _UNDER & held == _UNDER & asked


def without_lead(start: int, text: str) -> tuple[int, str]:
    """Drop what is capitalized only because it opens a sentence, and days and months."""
    while text:
        word = text.split(None, 1)[0]
        gerund = word.endswith("ing") and len(word) >= _GERUND and len(word) < len(text)
        if not gerund and not _is_lead(word):
            return start, text
        rest = text[len(word) :].lstrip()
        start += len(text) - len(rest)
        text = rest
    return start, text


_LEADS = (
    cues.PREPOSITIONS | cues.CONJUNCTIONS | cues.SUBORDINATORS | cues.DETERMINERS | cues.ADVERBS
    | cues.PRONOUNS | cues.TIMES | cues.RELATIVES | cues.AUXILIARIES | cues.CUE_FORMS
    | {"according"}
)  # fmt: skip


@lru_cache(maxsize=2048)
def _is_lead(word: str) -> bool:
    low = word.lower()
    return low in _LEADS or (low.endswith("ly") and len(low) > 5 and low not in cues.LY_NAMES)


def _is_role(text: str) -> bool:
    """Tell whether the words between two commas are an office: "the minister of ports"."""
    found = text.lower().split()
    if not found or found[0] in cues.CONJUNCTIONS or names.split_mention(text)[1]:
        return False
    return (
        len(found) <= 14
        and any(names.plain_word(w.strip(".,")) in names.TITLES for w in found)
        and not ({"who", "which", "said", "told", "was", "is"} & set(found[:3]))
    )


def tidy_role(text: str) -> str:
    """Return the role without the article or possessive before it."""
    return re.sub(r"^(?:the|an?|his|her|its|their) ", "", tidy(text), flags=re.IGNORECASE)


def tidy(text: str) -> str:
    """Return the words with single blanks and without marks around them."""
    return re.sub(r"\s+", " ", text).strip(" ,.;:—–-")
