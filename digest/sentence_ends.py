"""Decide whether a mark ends a sentence, by the word before it and the word after it.

What is plain is decided here: a title before a name, "No. 2", a question that
its own "asked" follows. Punkt decides the rest, with parameters from our
table, so that nothing is downloaded.

One rule: a word in small letters never begins a sentence, unless all the text
is written so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

LONGEST_WORD = 40  # characters looked at before and after a mark; enough for any abbreviation

# These end a sentence whatever follows: Chinese and Japanese, Arabic, Urdu, Hindi,
# Ethiopic, Burmese, Khmer.
SURE = "。！？｡؟۔।॥።။។"
CLOSERS = "\"'’”»›)]}」』）】〉》"
OPENERS = "\"'“‘«‹„‚([{¿¡「『（【"
_QUOTE_CLOSERS = frozenset("\"'’”»›")
_QUOTE_OPENERS = frozenset("\"'“‘«‹„‚")

# A run of marks with the closing marks behind it, then a blank or an opening mark.
# The look-behinds keep a long run of points from being tried at each of them.
_CLOSING = f"[{re.escape(CLOSERS)}]*+"
_OMISSION = r"(?:\s?(?:…|\.\s?\.\s?\.)(?=\s))?"
END = re.compile(
    rf"(?:(?<!\.\s)\.(?:\s\.){{2,}}+(?=\s)"
    rf"|(?<![.!?…])[.!?…]++{_CLOSING}(?=[\s“«„]|\Z){_OMISSION}"
    rf"|(?<=[.!?]”)(?=[^\W\d_a-z])|(?<=[a-z0-9])[.!?](?=\"[A-Z])"
    rf"|[{SURE}]++{_CLOSING})"
)
# "iPhone", "eBay", an address: a beginning in spite of its first letter.
BRAND = re.compile(r"[a-z]{1,2}[A-Z]|https?:|www\.")

_FOLLOWING = re.compile(
    rf"((?:[{re.escape(OPENERS)}]\s?)*+)[$€£¥#@]?([^\W\d_]{{1,{LONGEST_WORD}}}|\d|\S)?(\.)?"
)
_BEFORE = re.compile(r"[^\s\"“‘«„(\[{/—–-]+\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ITEM_NUMBER = re.compile(r"\d{1,3}|[^\W\d_]")
_NEVER_FIRST = frozenset((",", ";", ":", ")", "]"))
_WORD_I = "I"
_ANY_ABBREVIATION = "etc"
# Japanese goes on behind a quotation that ends with its own stop: 「協力する。」と述べた.
_CORNERS = frozenset("」』")
_JOINED = frozenset("とっ、，")

# Who said it, after a question or a shout: "Abara asked.", "Prime Minister Oru Keil told us".
# Behind "said", a clause of its own makes it a new sentence: "Abara said he would".
_CALLED = (
    "ask|wonder|shout|yell|cri|demand|joke|exclaim|add|plead|repli|quipp|tweet|declar|scream"
    "|call|inquir"
)
_ATTRIBUTION = re.compile(
    r"(?:[^\W\d_a-z][\w.’'-]{0,30} (?:of |de |van |bin |al-)?){1,6}"
    rf"(?:(?:{_CALLED})(?:ed|es|s)\b(?! (?:that|if|whether)\b)"
    r"|(?:said|says|told|wrote|writes|asks|cries)\b"
    r"(?! (?:that|he|she|it|they|the|there|we|I|a|an|his|her)\b))"
)
_SHOUTED_NAMES = frozenset(("yahoo", "jeopardy", "wham"))  # names with a mark of their own
# Words in small letters even before a number: "She said no. 20 others said yes."
_ALSO_WORDS = frozenset(("no", "sat", "sun", "mar"))

# Languages whose sentence ends Punkt has no parameters for; their marks say enough.
_TERMINATORS_ONLY = frozenset(
    "amharic arabic armenian bengali burmese chinese georgian hebrew hindi japanese khmer korean"
    " lao marathi nepali persian punjabi tamil telugu thai urdu".split()
)
# Languages that write "15. November": a short number and its point are one word.
_ORDINAL_POINTS = frozenset(
    "czech danish estonian finnish german hungarian norwegian polish slovak slovene turkish".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the sentences of a language end; ``name`` says by whose data.

    ``ends`` asks Punkt about a word with its point and the word that follows.
    """

    name: str
    ordinal_points: bool
    table: dict[str, frozenset[str]]
    ends: Callable[[str, str], bool]

    def opens(self, following: str) -> bool:
        """Return whether a word with a capital begins a sentence even after an abbreviation."""
        return self.ends(f"{_ANY_ABBREVIATION}.", following)

    def lists(self, name: str, word: str) -> bool:
        """Return whether the table holds a word in lower case under that name."""
        return word in self.table.get(name, ())


def ends_sentence(
    text: str, start: int, mark: int, stop: int, after: int, rules: Rules, caseless: bool
) -> bool:
    """Return whether the sentence from ``start`` ends with the marks from ``mark`` to ``stop``.

    ``after`` is where the next word or its opening marks stand. ``caseless``
    tells that the text has no capitals to go by.
    """
    marks = text[mark:stop]
    follow = _FOLLOWING.match(text, after)
    if not marks or marks[0] in SURE or follow is None:
        return not (marks[-1:] in _CORNERS and text[after] in _JOINED)
    following = follow[2] or ""
    if following in _NEVER_FIRST:
        return False
    if following[:1].islower() and not caseless:
        return BRAND.match(text, follow.start(2)) is not None
    between_quotes = _closes(marks) and bool(_QUOTE_OPENERS & set(follow[1]))
    before = _BEFORE.search(text, max(start, mark - LONGEST_WORD), mark)
    word = before[0].lstrip("'’") if before else ""
    if "!" in marks or "?" in marks:
        return _ends_after_call(word, marks, follow, text[after : after + 200], rules)
    if between_quotes:
        return True
    if "…" in marks or ".." in marks.replace(" ", ""):
        after_point = not text[mark - 1 : mark].isspace() and marks[:2] in (". ", ".…")
        return after_point or _ends_after_dots(following, rules)
    if not word:
        return True
    if before and before.start() == start and _ITEM_NUMBER.fullmatch(word):
        return False
    return _ends_after_point(word, follow, ")" in marks, rules)


def _closes(marks: str) -> bool:
    return bool(_QUOTE_CLOSERS & set(marks))


def _ends_after_call(word: str, marks: str, follow: re.Match[str], rest: str, rules: Rules) -> bool:
    """Decide after "!" or "?"."""
    following = follow[2] or ""
    if _closes(marks) and not follow[1]:
        return rules.opens(following) or _ATTRIBUTION.match(rest) is None
    return word.lower() not in _SHOUTED_NAMES or rules.opens(following)


def _ends_after_dots(following: str, rules: Rules) -> bool:
    return following != _WORD_I and rules.opens(following)


def _ends_after_point(word: str, follow: re.Match[str], bracket: bool, rules: Rules) -> bool:
    """Decide after a word and its point, by the word that follows.

    ``bracket`` is whether one closes between them: "(D-Va.) Tuesday".
    """
    following = follow[2] or ""
    low, capital = word.lower(), word[:1].isupper()
    if rules.lists("joining", low) or (rules.lists("titles", low) and capital):
        return False
    if rules.lists("numbered", low) and following[:1].isdigit():
        return not capital and low in _ALSO_WORDS
    if rules.lists("states", low) and capital:
        if bracket or follow[1].startswith("("):
            return rules.opens(following)
        return following[:1].isalpha() and not rules.lists("titles", following.lower())
    if rules.lists("times", low):
        return following[:1].isalpha() and not rules.lists("after_times", following.lower())
    if len(word) == 1 and capital and word != _WORD_I:
        return not (len(following) == 1 and follow[3]) and rules.opens(following)
    if _INITIALS.fullmatch(word):
        return rules.opens(following)
    if rules.ordinal_points and word.isdigit() and len(word) < 3:
        return rules.opens(following)
    return rules.ends(f"{word}.", following)


@cache
def find_rules(language: str) -> Rules:
    """Return the rules of a language by its ``language_name``; English ones where we have none."""
    from nltk.tokenize.punkt import PunktParameters

    if language in _TERMINATORS_ONLY:
        return _make_rules(language, "terminators only", PunktParameters(), {})
    found = None if language == "english" else _machine_parameters(language)
    if found is not None:
        return _make_rules(language, f"{language} from this machine", found, {})
    table = _english_table()
    return _make_rules(language, "english", _english_parameters(table), table)


def _make_rules(
    language: str, name: str, parameters: Any, table: dict[str, frozenset[str]]
) -> Rules:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    parameters.abbrev_types.add(_ANY_ABBREVIATION)
    punkt = PunktSentenceTokenizer(parameters)

    @lru_cache(maxsize=1 << 16)
    def ends(word: str, following: str) -> bool:
        return bool(punkt.text_contains_sentbreak(f"{word} {following or '—'}"))

    return Rules(name=name, ordinal_points=language in _ORDINAL_POINTS, table=table, ends=ends)


def _english_table() -> dict[str, frozenset[str]]:
    from digest.tables import read_table

    table = read_table("english_sentences")
    return {
        name: frozenset(" ".join(lines).split()) for name, lines in table.items() if name != "about"
    }


def _english_parameters(table: dict[str, frozenset[str]]) -> Any:
    from nltk.tokenize import punkt

    parameters = punkt.PunktParameters()
    parameters.abbrev_types = set(table["abbreviations"])
    parameters.sent_starters = set(table["starters"])
    for word in table["lower_case"]:
        parameters.add_ortho_context(word, punkt._ORTHO_BEG_UC | punkt._ORTHO_MID_LC)
    return parameters


def _machine_parameters(language: str) -> Any:
    """Return the parameters that nltk finds for a language, or None; nothing is downloaded."""
    from nltk.data import find
    from nltk.tokenize.punkt import load_punkt_params

    try:
        return load_punkt_params(find(f"tokenizers/punkt_tab/{language}/"))
    except (LookupError, OSError, ValueError):
        return None
