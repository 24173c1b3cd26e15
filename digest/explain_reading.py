"""Show what an article was taken for, and what of its source was left out by which rule.

One rule: every line of the source is shown or counted, in its order; what
stays is plain, what a rule took is named with the rule.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from digest.characters import clean_characters
from digest.explain import Line
from digest.model import Article
from digest.renderers.printable import clean, shorten
from digest.verify import fold_letters

AROUND = "not the article"  # what a page holds besides: menus, lists, notes of its site
_SHOWN = 300  # characters of a line of the source
_FEW = 3  # lines around the article that are shown each; more are counted
_FIELDS = ("title", "outlet", "date", "author", "url", "language", "kind", "form", "place")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A stretch of the source; ``rule`` is what took it, "" where it stays."""

    text: str
    rule: str = ""


def explain_reading(article: Article, seen: str) -> Iterator[Line]:
    """Yield the article's fields with where they were found, and its source as a diff.

    ``seen`` is all that a reader of the source sees, a line for each of its lines.
    """
    yield ((clean(article.id), "bold"),)
    yield from _fields(article)
    for rule, run in groupby(_compared(article, seen), lambda shown: shown.rule):
        yield from _as_lines(rule, list(run))


def _fields(article: Article) -> Iterator[Line]:
    found = {
        "title": article.title,
        "outlet": article.outlet,
        "date": article.published or "",
        "author": ", ".join(article.authors),
        "url": article.url,
        "language": article.language,
        "kind": article.kind,
        "form": article.form,
        "place": article.place,
    }
    evidence = dict(article.evidence)
    if article.title_derived:
        evidence["title"] = "the first sentence, as none is given"
    for name in _FIELDS:
        if found[name]:
            told = f"  ({clean(evidence[name])})" if name in evidence else ""
            yield ((f"  {name:<9} ", "dim"), (clean(found[name]), ""), (told, "dim"))


def _compared(article: Article, seen: str) -> Iterator[_Shown]:
    """Yield the lines of the source, each as what stays of it and what does not."""
    letters, place = fold_letters(article.text), 0
    taken = [(fold_letters(removed.text), removed.rule) for removed in article.removed]
    for line in clean_characters(seen).split("\n"):
        folded = fold_letters(line)
        if not folded:
            continue
        found = letters.find(folded, place)
        if found >= 0:
            place = found + len(folded)
            yield _Shown(line)
        else:
            shown = _divided(line, article, letters, place) or [_Shown(line, _rule(folded, taken))]
            yield from shown


def _rule(folded: str, taken: Sequence[tuple[str, str]]) -> str:
    """Return the rule that took a whole line: as it stands, within a paragraph, or most of it."""
    fits: tuple[Callable[[str], bool], ...] = (
        lambda letters: letters == folded,
        lambda letters: folded in letters,
        lambda letters: letters in folded and len(letters) * 2 > len(folded),
    )
    found = (rule for fit in fits for letters, rule in taken if letters and fit(letters))
    return next(found, AROUND)


def _divided(line: str, article: Article, letters: str, place: int) -> list[_Shown]:
    """Return a line of which something stays, in pieces; nothing where none stays."""
    for removed in article.removed:
        start = line.find(removed.text)
        if start < 0 or not removed.text:
            continue
        before, behind = line[:start], line[start + len(removed.text) :]
        stays = fold_letters(before) + fold_letters(behind)
        if stays and letters.find(stays, place) >= 0:
            pieces = [_Shown(before), _Shown(removed.text, removed.rule), _Shown(behind)]
            return [piece for piece in pieces if piece.text.strip()]
    return []


def _as_lines(rule: str, run: Sequence[_Shown]) -> Iterator[Line]:
    texts = [shorten(clean(shown.text.strip()), limit=_SHOWN) for shown in run]
    if not rule:
        yield from (((f"    {text}", ""),) for text in texts)
    elif rule == AROUND and len(run) > _FEW:
        yield ((f"  … {len(run)} lines around it: {texts[0][:60]} … {texts[-1][:60]}", "dim"),)
    else:
        yield from (((f"  - {text}", "red"), (f"  [{rule}]", "dim")) for text in texts)
