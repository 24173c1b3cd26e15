"""The words of a text, for comparing: lower-cased, without marks and case endings.

One rule: two texts say the same words when ``words`` gives the same tuple,
whatever quotation marks, dashes, blanks and capitals a typesetter chose.

``stems`` are for measuring likeness: content words only, without their
endings, so that "launches" meets "launched". ``idf`` says how much one of them
tells, by how many news articles hold it.
"""

import math
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import chain
from types import MappingProxyType

# Letters and digits, joined by an apostrophe, point, comma or hyphen between them:
# "korea's", "u.s", "10,000", "seok-yeol".
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_FOLDED = str.maketrans("’‘ʼ", "'''")

# "u.s", "n.k": initials with points between them, said as one word elsewhere ("us", "nk").
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+(?:'s)?")
# Chinese, Japanese and Korean writing, where a run of characters holds many words.
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3]{3,}")

_KEPT_STEMS = 1 << 17  # words a language; a day of news holds about half as many, at 150 bytes each
_UNSEEN = 1  # documents; a stem that the background lacks tells a little more than its rarest
_LANGUAGES = {
    "am": "amharic",
    "ar": "arabic",
    "bn": "bengali",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "it": "italian",
    "ja": "japanese",
    "ka": "georgian",
    "km": "khmer",
    "ko": "korean",
    "lo": "lao",
    "mr": "marathi",
    "my": "burmese",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pa": "punjabi",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sl": "slovene",
    "sv": "swedish",
    "ta": "tamil",
    "te": "telugu",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "ur": "urdu",
    "zh": "chinese",
}


def words(text: str) -> tuple[str, ...]:
    """Return the words of the text in order, lower-cased, apostrophes made straight."""
    return tuple(WORD.findall(text.lower().translate(_FOLDED)))


def spell_out(text: str) -> str:
    """Return the words with nothing but a blank around each, so that ``in`` asks for whole ones.

    ``spell_out("Jo Keil") in spell_out(text)`` whatever signs, breaks and capitals stand between.
    """
    return f" {' '.join(_PLAIN_WORD.findall(text.lower()))} "


def count_words(text: str) -> int:
    """Count the words as an editor would: what stands between blanks.

    Chinese, Japanese and Korean writing without blanks counts a word for two characters.
    """
    return sum(
        sum(max(1, len(run) // 2) for run in _EAST_ASIAN.findall(piece)) or 1
        for piece in text.split()
    )


def stems(text: str, *, language: str = "en") -> tuple[str, ...]:
    """Return the stems of the text's content words, in order.

    ``language`` is an ISO 639-1 code. Parts of a hyphenated word count one by
    one; Chinese, Japanese and Korean runs give each two neighboring characters.
    """
    stems_of = _stems_of_word(language_name(language))
    return tuple(chain.from_iterable(map(stems_of, WORD.findall(text.lower()))))


def language_name(language: str) -> str:
    """Return the English name, lower-case, by which word data is filed ("de-AT": "german").

    "" and "und" are taken as English; a code that we have no rule for is "other".
    """
    code = language.lower().replace("_", "-").partition("-")[0]
    return "english" if code in ("", "und") else _LANGUAGES.get(code, "other")


def idf(stem: str) -> float:
    """Return how much an English stem tells: the logarithm of documents by documents with it.

    Always above zero; highest for a stem that the background table lacks.
    """
    frequency, documents = _background()
    return math.log((documents + 1) / frequency.get(stem, _UNSEEN))


def document_frequency() -> Mapping[str, int]:
    """Return in how many documents of the background each English stem stands."""
    return _background()[0]


def document_count() -> int:
    """Return how many documents the background has."""
    return _background()[1]


@cache
def _background() -> tuple[Mapping[str, int], int]:
    from digest.tables import read_table

    table = read_table("document_frequency")
    frequency = {
        stem: int(count)
        for count, lines in table["stems"].items()
        for line in lines
        for stem in line.split()
    }
    return MappingProxyType(frequency), table["documents"]


@cache
def _stems_of_word(language: str) -> Callable[[str], tuple[str, ...]]:
    """Return the function from a lower-cased word to its stems; none for a stop word."""
    stop_words = _stop_words(language)
    stem = _stemmer(language)

    @lru_cache(maxsize=_KEPT_STEMS)
    def stems_of(word: str) -> tuple[str, ...]:
        folded = word.translate(_FOLDED)
        if folded in stop_words:
            return ()
        parts = (_plain(part) for part in _parts(folded))
        return tuple(stem(part) for part in parts if part not in stop_words)

    return stems_of


def _parts(word: str) -> tuple[str, ...]:
    if _EAST_ASIAN.fullmatch(word):
        return tuple(word[at : at + 2] for at in range(len(word) - 1))
    parts = tuple(word.split("-"))
    # "b-1b" and "f-16" name one thing; "short-range" and "short range" must meet.
    return parts if min(map(len, parts)) > 1 else (word,)


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    if _INITIALS.fullmatch(word):
        return word.removesuffix("'s").replace(".", "")
    return word


def _stemmer(language: str) -> Callable[[str], str]:
    from nltk.stem import snowball

    if language not in snowball.SnowballStemmer.languages:
        return str
    stem: Callable[[str], str] = snowball.SnowballStemmer(language).stem
    return stem


def _stop_words(language: str) -> frozenset[str]:
    # sumy's own reader imports an HTTP client and a list of countries (0.1 s).
    from importlib.resources import files

    listed = files("sumy").joinpath("data", "stopwords", f"{language}.txt")
    if not listed.is_file():
        return frozenset()
    return frozenset(listed.read_text(encoding="utf-8").split("\n")) - {""}
