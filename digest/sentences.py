"""Split an article into sentences, each at its place in the text.

Paragraph by paragraph: every mark that could end a sentence is put to
``sentence_ends``, with the text around it.

One rule: a sentence may end inside a quotation, but is then not ``whole``: it
cannot be printed alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from digest.clean_rules import match_opening
from digest.model import Article, Sentence
from digest.sentence_ends import (
    BRAND,
    CLOSERS,
    END,
    OPENERS,
    SURE,
    Rules,
    ends_sentence,
    find_rules,
)
from digest.spans import Spans
from digest.words import language_name, terms_and_stems

# Characters; lines of a text that was wrapped are no longer, and those of a list are shorter.
LONGEST_WRAPPED = 120
SHORTEST_WRAPPED = 30
HEAD = 3  # paragraphs among which a dateline may stand, below a title and a byline

_BLANK = re.compile(r"\s*")
_BULLET = re.compile(r"(?:[-*•·▪◦‣●■]|\d{1,2}[.)])\s")
_LIST_MARK = re.compile(r"[-*•·▪◦‣●■]\s+")
# Closing marks that a blank divides from their sentence: any at the end of a line,
# elsewhere those that cannot open.
_LOOSE_MARKS = re.compile(r"[\"'“”’»]+(?=\n|\Z)|[”’»]+(?=\s)")
_PAIRS = ("()", "[]", "“”", "«»", "「」", "『』", "（）")


def split_sentences(
    article: Article, quotations: Sequence[tuple[int, int]]
) -> tuple[Sentence, ...]:
    """Return the sentences in the order of the text.

    ``quotations`` are the spans of what stands in quotation marks, marks
    included. In transcripts only the turns are split, never their labels. The
    dateline at the head of an article is part of no sentence.
    """
    rules = find_rules(language_name(article.language))
    shelter = _Shelter(quotations)
    caseless = article.text == article.text.lower()
    return tuple(
        _as_sentence(article, first, last, shelter, caseless)
        for start, end in _behind_dateline(article.text, _paragraphs(article))
        for first, last in _spans(article.text, start, end, rules, shelter, caseless)
    )


def sentence_rules(language: str) -> str:
    """Return what tells the sentences of a language apart, for a note to the reader.

    "english", "german from this machine" where nltk finds Punkt data for
    German, or "terminators only" for writing that Punkt has no data for.
    """
    return find_rules(language_name(language)).name


def is_balanced(text: str) -> bool:
    """Say whether every mark that the text opens is closed in it, and every one closed opened."""
    if any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS):
        # German closes with the mark that English opens with.
        return "„" in text and text.count("„") == text.count("“") + text.count("”")
    tex = text.count("``") == text.count("''")
    return tex and text.count('"') % 2 == 0 and ("‘" not in text or "’" in text)


class _Shelter(Spans):
    """The spans of the quotations, and where the marks around them end."""

    def __init__(self, quotations: Sequence[tuple[int, int]]) -> None:
        super().__init__(quotations)
        self.closings = frozenset(end for _, end in quotations)


def _as_sentence(
    article: Article, start: int, end: int, shelter: _Shelter, caseless: bool
) -> Sentence:
    text = article.text[start:end]
    terms, stems = terms_and_stems(text, language=article.language)
    return Sentence(
        article=article.id,
        start=start,
        end=end,
        text=text,
        whole=shelter.is_clear(start, end) and _is_complete(text, caseless),
        terms=terms,
        stems=stems,
    )


def _paragraphs(article: Article) -> Iterator[tuple[int, int]]:
    """Yield the spans of the paragraphs, those of the turns where there are any.

    An empty line divides them, and so does a line break where the next line's
    first word would still have had room: the text is then not wrapped.
    """
    width = _wrapped_width(article.text)
    for start, end in [(t.start, t.end) for t in article.turns] or [(0, len(article.text))]:
        label = start - article.text.rfind("\n", 0, start) - 1
        lines = article.text[start:end].splitlines(keepends=True)
        begin = at = start
        for before, line in pairwise(lines):
            at += len(before)
            if _divides(before, line, width - label):
                yield begin, at
                begin = at
            label = 0
        yield begin, end


def _behind_dateline(text: str, paragraphs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, the first ones without the dateline that opens them."""
    for number, (start, end) in enumerate(paragraphs):
        if number < HEAD:
            start = _skip_blanks(text, start, end)
            opening = match_opening(text[start:end])
            if opening and start + opening[1].end() < end:
                start += opening[1].end()
        yield start, end


def _wrapped_width(text: str) -> int:
    """Return how long the lines of a wrapped text may be, 0 for a text that is not wrapped.

    Nine of ten lines must be short, and tell the width: the tenth may be a
    heading or the address of a picture.
    """
    lengths = sorted(len(line.rstrip()) for line in text.splitlines() if line.strip())
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return width if SHORTEST_WRAPPED <= width <= LONGEST_WRAPPED else 0


def _divides(before: str, line: str, room: int) -> bool:
    first, _, _ = line.strip().partition(" ")
    length = len(before.rstrip())
    if not first or not before.strip() or room <= 0 or length > LONGEST_WRAPPED:
        return True
    fits = length + 1 + len(first) <= room
    return fits or _BULLET.match(line.lstrip()) is not None


def _spans(
    text: str, start: int, end: int, rules: Rules, shelter: _Shelter, caseless: bool
) -> Iterator[tuple[int, int]]:
    """Yield the sentences between two places, without the blanks around them."""
    start = looked = _first_word(text, start, end)
    worded = False
    for match in END.finditer(text, start, end):
        mark, stop = match.start(), _with_closing(text, match.end(), end, shelter)
        after = _skip_blanks(text, stop, end)
        worded = worded or _has_word(text, looked, stop)
        looked = max(looked, stop)
        if stop <= start or not worded:
            continue
        if after == end or ends_sentence(text, start, mark, stop, after, rules, caseless):
            yield start, stop
            start, worded = after, False
    stop = start + len(text[start:end].rstrip())
    if _has_word(text, start, stop):
        yield start, stop


def _first_word(text: str, start: int, end: int) -> int:
    start = _skip_blanks(text, start, end)
    mark = _LIST_MARK.match(text, start, end)
    return mark.end() if mark else start


def _skip_blanks(text: str, start: int, end: int) -> int:
    blank = _BLANK.match(text, start, end)
    return blank.end() if blank else start


def _has_word(text: str, start: int, stop: int) -> bool:
    return any(character.isalnum() for character in text[start:stop])


def _with_closing(text: str, stop: int, end: int, shelter: _Shelter) -> int:
    """Return the place behind the closing marks that a blank divides from their sentence."""
    while True:
        after = _skip_blanks(text, stop, end)
        loose = _LOOSE_MARKS.match(text, after, end)
        if loose:
            stop = loose.end()
        elif after + 1 in shelter.closings and text[after] in CLOSERS:
            stop = after + 1
        else:
            return stop


def _is_complete(text: str, caseless: bool) -> bool:
    """Return whether a sentence can be printed alone: begun, ended, its marks in pairs."""
    first = text.lstrip(OPENERS + " $€£¥#@")[:1]
    begun = first.isalnum() and (caseless or not first.islower() or bool(BRAND.match(text)))
    ended = text.rstrip(CLOSERS + "“ ")[-1:] in frozenset(".!?…" + SURE)
    return begun and ended and is_balanced(text)
