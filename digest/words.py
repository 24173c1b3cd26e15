"""The words of a text, for comparing: lower-cased, without marks and case endings.

One rule: two texts say the same words when ``words`` gives the same tuple,
whatever quotation marks, dashes, blanks and capitals a typesetter chose.

``stems`` are for measuring likeness: content words only, without their
endings, so that "launches" meets "launched". ``terms`` keep the stop words
between them, for what counts neighbors. The background says in how many of
many news articles a stem stands, and so how much it tells.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Set
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

_KEPT_WORDS = 1 << 17  # of a language; a day of news holds about half as many, at 150 bytes each
_KEPT_READERS = 16  # languages of a day, and more
_NO_CACHE = 0  # of the stemmer itself: each word is asked for once
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
    return terms_and_stems(text, language=language)[1]


def terms_and_stems(text: str, *, language: str = "en") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all words of the text, content words as stems, and the stems alone."""
    return _reader(language_name(language)).read(text)


def terms_and_telling(text: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Return all words of an English text, and for each whether it is a content word."""
    return _reader("english").read_marked(text)


def language_name(language: str) -> str:
    """Return the English name, lower-case, by which word data is filed ("de-AT": "german").

    "" and "und" are taken as English; a code that we have no rule for is "other".
    """
    code = language.lower().replace("_", "-").partition("-")[0]
    return "english" if code in ("", "und") else _LANGUAGES.get(code, "other")


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
def _reader(language: str) -> "WordReader":
    return find_reader(_stemmer(language), _stop_words(language))


@lru_cache(maxsize=_KEPT_READERS)
def find_reader(stem: Callable[[str], str], stop_words: frozenset[str]) -> "WordReader":
    """Return the reader of this stemmer and these stop words, with the words that it knows."""
    return WordReader(stem, stop_words)


class WordReader:
    """Reads words with one stemmer and one list of stop words, each word once.

    A stop word has no stem, and is its own term.
    """

    def __init__(self, stem: Callable[[str], str], stop_words: Set[str]) -> None:
        self._stem = stem
        self._stop_words = stop_words
        self._terms: dict[str, str] = {}
        self._stems: dict[str, str] = {}  # "" for a stop word
        self._parts: dict[str, tuple[str, ...]] = {}  # of words that are several in one

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return all words of the text, content words as stems, and the stems alone."""
        (terms,), (stems,) = self.read_all((text,))
        return terms, stems

    def read_all(self, texts: Iterable[str]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """Return the terms and the stems of many texts, in less time than one by one."""
        found = [WORD.findall(text.lower()) for text in texts]
        self._learn(chain.from_iterable(found))
        several = self._parts.keys()
        found = [words if several.isdisjoint(words) else self._apart(words) for words in found]
        terms = [tuple(map(self._terms.__getitem__, words)) for words in found]
        stems = [tuple(filter(None, map(self._stems.__getitem__, words))) for words in found]
        return terms, stems

    def read_marked(self, text: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
        """Return all words of the text, and for each whether it has a stem."""
        found = WORD.findall(text.lower())
        self._learn(found)
        words = found if self._parts.keys().isdisjoint(found) else self._apart(found)
        terms = tuple(map(self._terms.__getitem__, words))
        return terms, tuple(bool(self._stems[word]) for word in words)

    def _apart(self, words: Iterable[str]) -> list[str]:
        return list(chain.from_iterable(self._parts.get(word) or (word,) for word in words))

    def _learn(self, words: Iterable[str]) -> None:
        """Work out those of the words that are not known yet."""
        if len(self._terms) > _KEPT_WORDS:
            self._forget()
        new = {w for w in frozenset(words) if w not in self._terms and w not in self._parts}
        if not new:
            return
        plain = {word for word in new if word.isascii() and word.isalpha()}
        self._keep(plain, plain)
        others = new - plain
        parts = {word: _read_parts(word, self._stop_words) for word in others}
        single = [word for word in others if len(parts[word]) == 1]
        self._keep(single, [parts[word][0] for word in single])
        for word in others.difference(single):
            self._parts[word] = parts[word]
            self._keep(parts[word], parts[word])

    def _keep(self, words: Iterable[str], forms: Iterable[str]) -> None:
        for word, form in zip(words, forms, strict=True):
            if form in self._stop_words:
                self._terms[word], self._stems[word] = form, ""
            else:
                self._terms[word] = self._stems[word] = self._stem(form)

    def _forget(self) -> None:
        for known in (self._terms, self._stems, self._parts):
            known.clear()


def _read_parts(word: str, stop_words: Set[str]) -> tuple[str, ...]:
    folded = word if word.isascii() else word.translate(_FOLDED)
    return (folded,) if folded in stop_words else tuple(map(_plain, _parts(folded)))


def _parts(word: str) -> tuple[str, ...]:
    if not word.isascii() and _EAST_ASIAN.fullmatch(word):
        return tuple(word[at : at + 2] for at in range(len(word) - 1))
    if "-" not in word:
        return (word,)
    parts = tuple(word.split("-"))
    # "b-1b" and "f-16" name one thing; "short-range" and "short range" must meet.
    return parts if min(map(len, parts)) > 1 else (word,)


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    if "." in word and _INITIALS.fullmatch(word):
        return word.removesuffix("'s").replace(".", "")
    return word


def compiled_stemmer(stemmer: object) -> Callable[[str], str] | None:
    """Return the compiled form of one of nltk's Snowball stemmers in sumy's wrapping, or None."""
    owner = type(getattr(getattr(stemmer, "_stemmer", None), "__self__", None))
    if owner.__module__ != "nltk.stem.snowball":
        return None
    found = _stemmer(owner.__name__.removesuffix("Stemmer").lower())
    return None if found is str else found


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    if language not in Stemmer.algorithms():
        return str
    stem: Callable[[str], str] = Stemmer.Stemmer(language, _NO_CACHE).stemWord
    return stem


@cache
def _stop_words(language: str) -> frozenset[str]:
    # sumy's own reader imports an HTTP client and a list of countries (0.1 s).
    from importlib.resources import files

    listed = files("sumy").joinpath("data", "stopwords", f"{language}.txt")
    if not listed.is_file():
        return frozenset()
    return frozenset(listed.read_text(encoding="utf-8").split("\n")) - {""}
