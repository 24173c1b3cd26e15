"""How the outlets' words of one statement differ, and whom else they are given to, in words.

One rule: an outlet that carries the whole statement is not named for a shorter form beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.model import DisputedSpeaker, Statement, Wording
from digest.renderers.printable import TITLE, clean
from digest.words import words

# What is said of an outlet whose words differ so from those printed, in the order of saying it.
# Of "reworded" the words themselves are given.
PHRASES: Mapping[Wording, str] = {
    "part": "shorter in",
    "cut": "cut in",
    "bracketed": "with an editor’s brackets in",
}
_MOST_FORMS = 3  # that are printed in full; of others, only the outlets
_PARTS = " … "


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Other words for a statement, with the ids of the articles that have them.

    ``text`` is "" for all that is named only.
    """

    text: str
    articles: tuple[str, ...]


def other_forms(statement: Statement) -> tuple[Form, ...]:
    """Return the other words, each once, in the order of the quotes; the last ones only named."""
    found = _all_forms(statement)
    if len(found) <= _MOST_FORMS:
        return found
    others = tuple(article for form in found[_MOST_FORMS:] for article in form.articles)
    return (*found[:_MOST_FORMS], Form(text="", articles=others))


def differences_in_words(statement: Statement, outlets: Mapping[str, str]) -> str:
    """Return "shorter in Post and Herald; cut in Times", "" where nothing is to be said.

    ``outlets`` has the outlet of each article. Other words are left to ``other_forms``.
    """
    wordings = _wordings(statement)
    whole = {outlets[article] for article, held in wordings.items() if "whole" in held}
    phrases = []
    for wording, phrase in PHRASES.items():
        named = [outlets[article] for article, held in wordings.items() if wording in held]
        named = [outlet for outlet in dict.fromkeys(named) if outlet not in whole]
        if named:
            phrases.append(f"{phrase} {in_line(named)}")
    return "; ".join(phrases)


def dispute_in_words(disputed: Iterable[DisputedSpeaker]) -> str:
    """Return "Times gives these words to Tom Reeve", "" where nobody does."""
    return "; ".join(
        f"{in_line([clean(outlet, limit=TITLE) for outlet in other.outlets]) or 'others'} "
        f"{'gives' if len(other.outlets) == 1 else 'give'} these words to "
        f"{clean(other.name, limit=TITLE)}"
        for other in disputed
    )


def in_line(names: Sequence[str]) -> str:
    """Return "Post, Herald and Times"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _wordings(statement: Statement) -> dict[str, tuple[Wording, ...]]:
    """Return for each article how its words differ; what is whole somewhere is whole there."""
    held: dict[str, list[Wording]] = {}
    for quote in statement.quotes:
        held.setdefault(quote.article, []).append(quote.wording)
    return {
        article: ("whole",) if "whole" in found else tuple(dict.fromkeys(found))
        for article, found in held.items()
    }


def _all_forms(statement: Statement) -> tuple[Form, ...]:
    texts: dict[tuple[str, ...], str] = {}
    articles: dict[tuple[str, ...], list[str]] = {}
    for article, text in _reworded(statement):
        said = words(text)
        texts.setdefault(said, text)
        articles.setdefault(said, []).append(article)
    return tuple(Form(text=text, articles=tuple(articles[said])) for said, text in texts.items())


def _reworded(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield each article whose words are others, with the words; split parts are joined."""
    for article, held in _wordings(statement).items():
        if "reworded" in held:
            parts = [
                quote.text
                for quote in statement.quotes
                if quote.article == article and quote.wording == "reworded"
            ]
            yield article, _PARTS.join(parts)
