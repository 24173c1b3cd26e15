"""Prove what was printed against the sources.

Every sentence and quote is compared twice: with the article's text at the
recorded offsets, and, letter by letter, with the bytes that came in, so that
neither the choosing nor the cleaning can have made anything up.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from digest.headlines import cut_title
from digest.independence import count_voices
from digest.model import (
    UNKNOWN_OUTLET,
    Article,
    Digest,
    DisputedSpeaker,
    EventDigest,
    Quote,
    Source,
    Span,
    Statement,
    Verified,
)
from digest.namesakes import without_article
from digest.words import spell_out, words

PARTS = " … "  # between the parts of a split quotation, here and in ``statements``
SHARED = 0.4  # of the words of the shorter; a translation made anew keeps about half
SHOWN = 60  # characters of a failing text that a message quotes

# Cleaning may take a stage direction from between two sentences, never from within one.
_BREAK = re.compile(r"(?<=[.!?…:”\"])\s|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An article as it is read now, its quotes, and the letters of the bytes it came from.

    Reported speech is among the quotes where a digest may hold some.
    """

    article: Article
    quotes: tuple[Quote, ...] = field(repr=False)
    letters: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How many sentences and quotes were compared, and what is wrong, one line each."""

    checked: int
    failures: tuple[str, ...]

    def as_verified(self) -> Verified:
        """Return the count that a digest carries."""
        return Verified(checked=self.checked, failed=len(self.failures))


def fold_letters(text: str) -> str:
    """Return the letters and digits of a text alone, lower-cased, in NFC.

    What typesetting and cleaning may change (blanks, line breaks, marks) is gone;
    no word can be added, taken or moved without a difference.
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text).lower()))


def count_printed(events: Iterable[EventDigest]) -> int:
    """Return how many sentences and quotes of the events are compared."""
    return sum(1 for event in events for _ in _printed(event))


def verify_digest(
    digest: Digest, find_original: Callable[[Source], Original | str]
) -> Verification:
    """Compare all that the digest prints of its sources with them.

    ``find_original`` gives the source as it is now, or says in a few words why it cannot.
    """
    checked = 0
    failures: list[str] = []
    for event in digest.events:
        found = {source.id: find_original(source) for source in event.articles}
        originals = {key: one for key, one in found.items() if isinstance(one, Original)}
        for source in event.articles:
            failures += _check_source(source, found[source.id])
        places = list(_printed(event))
        checked += len(places)
        for text, span in (*places, *_figures(event)):
            failures += _check_place(text, span, originals, found)
        failures += _check_event(event, originals)
        failures += _check_counts(event, originals)
    return Verification(checked=checked, failures=tuple(failures))


def _printed(event: EventDigest) -> Iterator[tuple[str, Span]]:
    """Yield every text that is printed as a source's own, with its place."""
    for sentence in event.summary:
        own = Span(article=sentence.article, start=sentence.start, end=sentence.end)
        yield sentence.text, own
    for statement in event.statements:
        for quote in statement.quotes:
            yield quote.text, Span(article=quote.article, start=quote.start, end=quote.end)


def _figures(event: EventDigest) -> Iterator[tuple[str, Span]]:
    """Yield the numbers printed as the articles' own; they are compared, and not counted."""
    for figure in event.figures:
        for value in figure.values:
            yield value.text, Span(article=value.article, start=value.start, end=value.end)


def _check_source(source: Source, found: Original | str) -> Iterator[str]:
    if isinstance(found, str):
        yield f"{source.id}: {found}"
        return
    article = found.article
    if article.sha256 != source.sha256:
        yield f"{source.id}: the source has changed since the digest was made"
    for name in ("title", "outlet", "published", "url", "authors", "kind"):
        printed, told = getattr(source, name), getattr(article, name)
        if printed != told:
            yield f"{source.id}: {name} is printed as '{_short(printed)}', not '{_short(told)}'"


def _check_place(
    text: str, span: Span, originals: dict[str, Original], found: dict[str, Original | str]
) -> Iterator[str]:
    original = originals.get(span.article)
    if original is None:
        if span.article not in found:
            yield f"{span.article}: not among the event's articles, but cited for '{_short(text)}'"
        else:
            yield f"{span.article}: cannot be compared: '{_short(text)}'"
        return
    place = f"{span.article} {span.start}-{span.end}"
    if not text or span.start < 0 or original.article.text[span.start : span.end] != text:
        yield f"{place}: does not read '{_short(text)}'"
    elif not all(fold_letters(piece) in original.letters for piece in _BREAK.split(text)):
        yield f"{place}: not in the source's own bytes: '{_short(text)}'"


def _check_event(event: EventDigest, originals: dict[str, Original]) -> Iterator[str]:
    texts = {key: original.article.text for key, original in originals.items()}
    for sentence in event.summary:
        for span in sentence.also:
            if words(texts.get(span.article, "")[span.start : span.end]) != words(sentence.text):
                yield f"{span.article} {span.start}-{span.end}: not also '{_short(sentence.text)}'"
    if event.title not in _titles(event):
        yield f"{event.id}: no article of the event has the title '{_short(event.title)}'"
    said = " | ".join(
        spell_out(part)
        for original in originals.values()
        for part in (original.article.title, original.article.text)
    )
    for statement in event.statements:
        yield from _check_statement(statement, said)
        yield from _check_speaker(statement, originals)
        for other in statement.disputed:
            yield from _check_dispute(statement, other, event, originals)


def _check_counts(event: EventDigest, originals: dict[str, Original]) -> Iterator[str]:
    """Compare what is said of outlets with the articles; those that are gone are told elsewhere."""
    if len(originals) < len(event.articles):
        return
    articles = {key: replace(one.article, id=key) for key, one in originals.items()}
    copies = {source.id: source.copy_of for source in event.articles if source.copy_of}
    outlets, independent = count_voices(articles.values(), copies)
    if (event.outlets, event.independent) != (outlets, independent):
        yield (
            f"{event.id}: printed as reported by {event.outlets} outlets, {event.independent} "
            f"independent, not {outlets} and {independent}"
        )
    yield from _check_carried(event, articles, copies)


def _check_carried(
    event: EventDigest, articles: Mapping[str, Article], copies: Mapping[str, str]
) -> Iterator[str]:
    for sentence in event.summary:
        places = {sentence.article, *(span.article for span in sentence.also)}
        found = _voices(places, articles, copies)
        if found != (sentence.outlets, sentence.independent):
            yield (
                f"'{_short(sentence.text)}' is printed as told by {sentence.outlets} outlets, "
                f"{sentence.independent} independent, not {found[0]} and {found[1]}"
            )
    for statement in event.statements:
        places = {quote.article for quote in statement.quotes}
        carriers = {articles[key].outlet for key in places if key in articles}
        if {outlet or UNKNOWN_OUTLET for outlet in carriers} != set(statement.outlets):
            yield f"the statement '{_short(statement.text)}' is not carried by the outlets named"
        independent = _voices(places, articles, copies)[1]
        if independent != statement.independent:
            yield (
                f"the statement '{_short(statement.text)}' is printed as carried by "
                f"{statement.independent} independent outlets, not {independent}"
            )


def _voices(
    places: Collection[str], articles: Mapping[str, Article], copies: Mapping[str, str]
) -> tuple[int, int]:
    carriers = [articles[key] for key in sorted(places) if key in articles]
    originals = [articles[one] for key in places if (one := copies.get(key, "")) in articles]
    return count_voices(carriers, copies, event=originals)


def _titles(event: EventDigest) -> set[str]:
    """Return the titles of the articles, whole and as a headline may cut them."""
    whole = {source.title for source in event.articles}
    return whole | {cut_title(source.title, source.outlet) for source in event.articles}


def _check_statement(statement: Statement, said: str) -> Iterator[str]:
    if not _is_made_of(statement.text, {quote.text for quote in statement.quotes}):
        yield f"the statement '{_short(statement.text)}' is none of its quotes"
    if statement.speaker is None:
        return
    speaker = statement.speaker
    for name in (speaker.name, speaker.role, *speaker.aliases):
        if name and spell_out(name) not in said:
            yield f"no article of the event says '{_short(name)}', given as speaker"


def _is_made_of(text: str, parts: Collection[str]) -> bool:
    """Tell whether the text is one of the parts, or several with PARTS between them.

    A part may hold that sign itself.
    """
    starts, seen = [0], {0}
    while starts:
        at = starts.pop()
        for end in (at + len(part) for part in parts if part and text.startswith(part, at)):
            if end == len(text):
                return True
            following = end + len(PARTS)
            if following not in seen and text.startswith(PARTS, end):
                seen.add(following)
                starts.append(following)
    return False


def _check_speaker(statement: Statement, originals: dict[str, Original]) -> Iterator[str]:
    """Find the quotation and its speaker again in the articles that carry the words."""
    found = {_bare(quote.speaker) for _, quote in _found_again(statement, originals)}
    names = _names(statement)
    if not found and all(placed.article in originals for placed in statement.quotes):
        kind = "reported speech" if statement.kind == "indirect" else "quotation"
        yield f"'{_short(statement.text)}' is no {kind} in the articles named for it"
    if found and found.isdisjoint(names):
        heard = " or ".join(sorted(name or "nobody" for name in found))
        printed = statement.speaker.name if statement.speaker else "nobody"
        said = _short(statement.text)
        yield f"'{said}' is given to '{printed}', where the articles say '{heard}'"


def _check_dispute(
    statement: Statement,
    other: DisputedSpeaker,
    event: EventDigest,
    originals: dict[str, Original],
) -> Iterator[str]:
    """Find the words given to the other speaker, in every outlet that is said to do so."""
    givers = {
        originals[article].article.outlet or UNKNOWN_OUTLET
        for rival in event.statements
        if rival is not statement and _shares(statement, rival)
        if _bare(other.name) in _names(rival)
        for article, quote in _found_again(rival, originals)
        if _bare(quote.speaker) in _names(rival)
    }
    for outlet in other.outlets or ("",):
        if outlet not in givers:
            said, name = _short(statement.text), _short(other.name)
            yield f"'{said}' is not given to '{name}' by '{_short(outlet)}', as the digest says"


def _shares(statement: Statement, rival: Statement) -> bool:
    """Tell whether the words of some quotes are so far the same that they may be one utterance."""
    return any(
        len(mine & theirs) >= SHARED * min(len(mine), len(theirs)) > 0
        for mine in (set(words(quote.text)) for quote in statement.quotes)
        for theirs in (set(words(quote.text)) for quote in rival.quotes)
    )


def _found_again(
    statement: Statement, originals: dict[str, Original]
) -> Iterator[tuple[str, Quote]]:
    """Yield the quotes that the articles have at the statement's places, of its kind."""
    reported = statement.kind == "indirect"
    for placed in statement.quotes:
        if placed.article in originals:
            for quote in originals[placed.article].quotes:
                beside = quote.start < placed.end and placed.start < quote.end
                if beside and (quote.kind == "indirect") is reported:
                    yield placed.article, quote


def _names(statement: Statement) -> set[str | None]:
    """Return what the speaker is called; "the source" of one article is "a source" of another."""
    speaker = statement.speaker
    return {_bare(name) for name in (speaker.name, *speaker.aliases)} if speaker else {None}


def _bare(name: str | None) -> str | None:
    return None if name is None else without_article(name)


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
