"""Which watched names, words and phrases a text mentions, and where.

One rule: words are asked for whole, whatever signs, breaks and capitals stand
between them. In Chinese, Japanese and Korean writing, which has no blanks
between words, a term is found inside a run, too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from digest.model import Article, EventDigest
from digest.words import spell_out

_APART = r"[\W_]{1,20}"  # signs and blanks between two words of a term
_NOT_BEHIND, _NOT_BEFORE = r"(?<![^\W_])", r"(?![^\W_])"  # a letter or digit
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3]")
_KEPT_PATTERNS = 256  # of the events of a digest; each is used for every line of its event

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A name, word or phrase that is watched, with what it is also called.

    However many of its forms are mentioned, it counts once. ``highlight`` says whether
    it is marked where it is printed, ``section`` whether the events that mention it are
    a section of their own.
    """

    name: str
    aliases: tuple[str, ...] = ()
    highlight: bool = True
    section: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and what it is also called, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


def as_terms(watch: Iterable[Term | str]) -> tuple[Term, ...]:
    """Return the terms, plain words among them as terms of one form; of one name the first."""
    terms = [Term(name=one) if isinstance(one, str) else one for one in watch]
    by_name: dict[str, Term] = {}
    for term in terms:
        by_name.setdefault(spell_out(term.name), term)
    return tuple(by_name.values())


def is_mentioned(forms: Iterable[str], spelled: Sequence[str]) -> bool:
    """Tell whether one of the forms stands in one of the texts, which ``spell_out`` gave."""
    asked = [_as_asked(form) for form in forms]
    return any(form in text for form in asked if form.strip() for text in spelled)


def find_forms(text: str, forms: Sequence[str]) -> tuple[Stretch, ...]:
    """Return where forms stand in the text, in order; of those that overlap the first, longest."""
    pattern = _pattern(tuple(forms))
    return tuple(found.span() for found in pattern.finditer(text)) if pattern else ()


def with_watched(
    event: EventDigest, watch: Iterable[Term | str], articles: Sequence[Article] = ()
) -> EventDigest:
    """Return the event with the names of the terms that it mentions, and the words to mark.

    It mentions what stands in its printed words, or in its articles, as far as they are given.
    """
    terms = as_terms(watch)
    if not terms:
        return replace(event, watched=(), marked=())
    printed = [spell_out(text) for text in printed_words(event)]
    known = printed + [spell_out(text) for one in articles for text in (one.title, one.text)]
    forms = (form for term in terms if term.highlight for form in term.forms)
    return replace(
        event,
        watched=tuple(term.name for term in terms if is_mentioned(term.forms, known)),
        marked=tuple(dict.fromkeys(form for form in forms if is_mentioned([form], printed))),
    )


def printed_titles(event: EventDigest) -> Iterator[str]:
    """Yield the event's title and those of its articles."""
    yield event.title
    for source in event.articles:
        yield source.title


def printed_texts(event: EventDigest) -> Iterator[str]:
    """Yield the sentences and the words of statements, in all forms in which they are printed."""
    for sentence in event.summary:
        yield sentence.text
    for statement in event.statements:
        yield statement.text
        for quote in statement.quotes:
            yield quote.text


def printed_words(event: EventDigest) -> Iterator[str]:
    """Yield the titles, and then the sentences and statements."""
    yield from printed_titles(event)
    yield from printed_texts(event)


def _as_asked(form: str) -> str:
    spelled = spell_out(form)
    return spelled.strip() if _UNSPACED.search(form) else spelled


@lru_cache(maxsize=_KEPT_PATTERNS)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds any of the forms, the longest first; None where none has a word."""
    by_length = sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form))
    patterns = [pattern for form in by_length if (pattern := _pattern_of(form))]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _pattern_of(form: str) -> str:
    pattern = _APART.join(re.escape(word) for word in spell_out(form).split())
    if not pattern or _UNSPACED.search(form):
        return pattern
    return f"{_NOT_BEHIND}{pattern}{_NOT_BEFORE}"
