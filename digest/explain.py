"""Say in plain words whose a quote is held to be, and why.

One rule: what stands in « » are the article's own words, at the place given behind them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TypeAlias

from digest.model import Article, Quote
from digest.renderers.printable import clean, shorten
from digest.renderers.view import UNATTRIBUTED

Line: TypeAlias = tuple[tuple[str, str], ...]
"""Pieces of text, each with how a terminal shows it ("" for plainly)."""

# The reasons of ``attribution``: where the words stand that name the speaker, or what leads there.
PLACES: Mapping[str, str] = {
    "turn": "the label of the turn",
    "label": "the label before the quotation",
    "behind": "behind the quotation",
    "before": "leading up to the quotation",
    "within": "in the sentence that the quotation is a part of",
    "split": "between the parts of one quotation",
    "sentence": "in one sentence with the quotation before",
    "goes on": "goes on from the quotation in the sentence before",
    "sentence before": "in the sentence before",
    "lead-in": "subject of the sentence before, which leads up to the quotation",
    "paragraph before": "goes on from the quotation in the paragraph before",
    "colon": "leading up to the quotation, without a verb of saying",
    "possessive": "right before the quotation, as whose words these are",
    "signature": "signed behind the quotation",
    "below": "signed on the line below",
    "reported": "reported without quotation marks",
    "nothing": "the article does not say whose words these are",
}
# Those of ``speakers``: how it is known whom these words mean.
MEANINGS: Mapping[str, str] = {
    "name": "named there",
    "part of a name": '"{mention}" is {speaker}',
    "pronoun": '"{mention}" means {speaker}',
    "role": '"{mention}" is {speaker}, whose office no one else has here',
    "description": "described there, and not named",
}

_SHOWN = 60  # characters of a quote
_NAMING = 80  # characters of the words that name its speaker
_NEAR = 120  # characters between the speaker and the verb; "Keil, who has run the ports, said"
_LINKS = frozenset({"split", "sentence", "goes on", "paragraph before"})
_BY_NAME = frozenset({"name", "part of a name"})
_MARKS = frozenset('"“”„«»\n')


def explain_quotes(article: Article, quotes: Sequence[Quote]) -> Iterator[Line]:
    """Yield for each quote a line that says whose it is, and one that says why."""
    for quote in quotes:
        yield _heading(article, quote)
        yield ((f"    {_why(article, quote)}", ""),)


def _heading(article: Article, quote: Quote) -> Line:
    words = shorten(clean(quote.text), limit=_SHOWN)
    place = f"{clean(article.id)} {quote.start}-{quote.end} {quote.kind}"
    said = f" {words}" if quote.kind == "indirect" else f' "{words}"'
    if quote.speaker is None:
        return ((place, "dim"), (said, ""), (" — ", ""), (UNATTRIBUTED, "italic yellow"))
    role = f", {clean(quote.role)}" if quote.role else ""
    sure = f" ({quote.confidence:.2f})"
    name = clean(quote.speaker)
    return ((place, "dim"), (said, ""), (" — ", ""), (name, "bold"), (role, ""), (sure, "dim"))


def _why(article: Article, quote: Quote) -> str:
    if quote.speaker is None or not quote.evidence:
        unknown = f'; nobody is known for "{_short(quote.mention)}"' if quote.mention else ""
        return PLACES["nothing"] + unknown
    via = [f"passed on by {clean(quote.via)}"] if quote.via else []
    return "; ".join([*_reasons(quote, _naming(article, quote)), *via])


def _reasons(quote: Quote, naming: str) -> list[str]:
    """Return where the words stand that name the speaker, and whom they mean."""
    places = [reason for reason in quote.evidence if reason in PLACES]
    links = list(takewhile(_LINKS.__contains__, places[:-1]))
    own, before = places[len(links)], places[len(links) + 1 :]
    found = [PLACES[own] + naming]
    if links:
        linked = "for that one" if len(links) == 1 else "for the first of them"
        found = [PLACES[links[0]], f"{linked}, {found[0]}"]
    if before:
        return [*found, f'"{_short(quote.mention)}" is who speaks in the quotation before']
    return [*found, *(_meaning(quote, one) for one in quote.evidence if one in MEANINGS)]


def _meaning(quote: Quote, reason: str) -> str:
    speaker, mention = clean(quote.speaker or ""), _short(quote.mention)
    if reason in _BY_NAME:
        reason = "name" if speaker.lower() in mention.lower() else "part of a name"
    return MEANINGS[reason].format(mention=mention, speaker=speaker)


def _naming(article: Article, quote: Quote) -> str:
    """Return the words that name the speaker, the verb among them, and where they stand."""
    if quote.named_at is None:
        return ""
    start, end = _with_verb(article.text, *quote.named_at, quote.cue)
    return f": «{_short(article.text[start:end])}» at {start}"


def _with_verb(text: str, start: int, end: int, verb: str) -> tuple[int, int]:
    """Widen the span of a mention to the verb of saying beside it, in the same narration."""
    if not verb:
        return start, end
    behind = text.find(verb, end, end + _NEAR)
    before = text.rfind(verb, max(0, start - _NEAR), start)
    spans = [(start, behind + len(verb))] if behind >= 0 else []
    spans += [(before, end)] if before >= 0 else []
    plain = [span for span in spans if _MARKS.isdisjoint(text[span[0] : span[1]])]
    return min(plain, key=lambda span: span[1] - span[0], default=(start, end))


def _short(words: str) -> str:
    return shorten(clean(words), limit=_NAMING)
