"""Find the quotations of an article and whose words they are.

The one rule to know: where the article does not say who speaks, the speaker
is None. What stands in marks without being speech (titles, nicknames, words
mentioned, so-called things) is a quotation, to be protected, but not a quote.
"""

from dataclasses import dataclass, replace
from math import prod

from digest.attribution import Evidence, find_evidence
from digest.indirect import Indirect, find_indirect
from digest.marks import pair_marks, paragraphs
from digest.model import Article, Quote, QuoteKind
from digest.names import is_description
from digest.passages import Passage
from digest.speakers import NOBODY, Meant, People
from digest.unspoken import is_called, is_narration, is_nickname, is_title
from digest.words import spell_out, words

# How often an attribution was right for each reason, on annotated articles; the reasons of one
# quote count one after the other. Where it rests on a link, the link's own reason is one of them.
RELIABILITY = {
    "turn": 0.98, "label": 0.98, "behind": 0.99, "split": 0.97, "before": 0.96, "within": 0.94,
    "sentence": 0.97, "goes on": 0.99, "sentence before": 0.93, "paragraph before": 0.95,
    "lead-in": 0.85, "colon": 0.87, "possessive": 0.85, "signature": 0.97, "below": 0.97,
    "reported": 0.97, "name": 1.0, "part of a name": 0.99, "pronoun": 0.9, "role": 0.85,
    "description": 0.9,
}  # fmt: skip
_CLAUSE = 3  # words; what is shorter and starts in lower case is no clause
_FRAGMENT = 6  # words; what is shorter needs a verb of saying to be a quote


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """Whose a quotation is, why, and the place of the words that say so."""

    meant: Meant = NOBODY
    mention: str = ""
    cue: str = ""
    group: int
    why: tuple[str, ...] = ()
    named_at: tuple[int, int] | None = None


def find_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans, marks included, of all that stands in quotation marks."""
    return tuple(
        (run.open, run.close)
        for start, end in paragraphs(text)
        for run in pair_marks(text, start, end)
    )


def find_quotes(article: Article, *, indirect: bool = False) -> tuple[Quote, ...]:
    """Return the quotes of an article in the order of its text.

    A turn that does not ask is one quote of its speaker; marks inside turns
    are left alone. ``indirect`` adds what is reported without marks; it
    changes nothing in the others.
    """
    spans = tuple((turn.start, turn.end) for turn in article.turns)
    passage = Passage(article.text, spans)
    found = [*_turn_quotes(article), *_written_quotes(article, passage, indirect=indirect)]
    return tuple(sorted(found, key=lambda quote: (quote.start, quote.end)))


def _turn_quotes(article: Article) -> list[Quote]:
    return [
        Quote(
            article=article.id, start=turn.start, end=turn.end,
            text=article.text[turn.start : turn.end],
            speaker=turn.speaker or None, role=turn.role, mention=turn.speaker, cue=":",
            confidence=RELIABILITY["turn"] if turn.speaker else 0.0,
            evidence=("turn",) if turn.speaker else (),
        )
        for turn in article.turns
        if not turn.asks and turn.start < turn.end
    ]  # fmt: skip


def _written_quotes(article: Article, passage: Passage, *, indirect: bool) -> list[Quote]:
    """Return the quotes in marks, and the reports without, of the narration."""
    if not passage.runs and not indirect:
        return []
    people = People(passage.narration, [(s.start, s.end) for s in passage.sentences])
    found: list[Quote] = []
    spoken: list[_Spoken] = []
    for i in range(len(passage.runs)):
        evidence = find_evidence(passage, i)
        spoken.append(_speaker(passage, people, spoken, i, evidence))
        if is_quote(passage, i, evidence) and not _is_term(passage, i, spoken[i]):
            found.append(_quote(article, passage, i, evidence, spoken[i]))
    found = [_with_role(quote, people) for quote in found]
    if indirect:  # last, as what they add to the people must change nothing in the others
        reported = (_report_quotes(article, people, one) for one in find_indirect(passage))
        found += [_with_role(quote, people) for quotes in reported for quote in quotes]
    return _without_invented_names(found, f"{article.title}\n{article.text}")


def _report_quotes(article: Article, people: People, report: Indirect) -> list[Quote]:
    """Return the report as a quote; none where the text does not tell whose it is."""
    left, right = report.subject
    mention = " ".join(article.text[left:right].split())
    meant = people.resolve(mention, left)
    if meant.name is None:
        return []
    why = ("reported", meant.how)
    return [
        Quote(
            article=article.id,
            start=report.start,
            end=report.end,
            text=article.text[report.start : report.end],
            kind="indirect",
            speaker=meant.name,
            role=meant.role,
            mention=mention,
            cue=report.cue,
            via=article.text[report.via[0] : report.via[1]] if report.via else "",
            confidence=_confidence(why),
            evidence=why,
            named_at=report.subject,
        )
    ]


def _with_role(quote: Quote, people: People) -> Quote:
    """Give the fullest role that the whole article tells."""
    role = people.role_of(quote.speaker) if quote.speaker else ""
    return replace(quote, role=role) if role and role != quote.role else quote


def _without_invented_names(found: list[Quote], text: str) -> list[Quote]:
    """Give up a speaker or role that stands nowhere in the text.

    Damaged text can have a stretch cut out of a name ("Jo (Laughter.) Keil").
    """
    spelled = spell_out(text)
    names = {name for quote in found for name in (quote.speaker, quote.role) if name}
    real = {name for name in names if spell_out(name) in spelled}
    if real == names:
        return found
    return [
        replace(
            quote,
            speaker=quote.speaker if quote.speaker in real else None,
            role=quote.role if quote.role in real else "",
            confidence=quote.confidence if quote.speaker in real else 0.0,
            evidence=quote.evidence if quote.speaker in real else (),
            named_at=quote.named_at if quote.speaker in real else None,
        )
        for quote in found
    ]


def _speaker(
    passage: Passage, people: People, spoken: list[_Spoken], i: int, evidence: Evidence
) -> _Spoken:
    linked = spoken[evidence.link] if evidence.link is not None else None
    group = linked.group if linked and evidence.split else i
    if evidence.mention is None:
        return _inherited(linked, evidence, group)
    left, right = evidence.mention
    mention = " ".join(passage.text[left:right].split())
    said = _Spoken(mention=mention, cue=evidence.cue, group=group, named_at=evidence.mention)
    if linked and evidence.split:
        why = (evidence.reason, *linked.why[-1:]) if linked.why else ()
        return replace(said, meant=linked.meant, why=why)
    if mention.lower() in {"he", "she", "they"} and _goes_on(passage, people, spoken, i, left):
        return replace(said, meant=spoken[i - 1].meant, why=(evidence.reason, *spoken[i - 1].why))
    meant = people.resolve(mention, left)
    if evidence.loose and not people.speaks(meant, mention):
        between = passage.sentences[max(0, passage.home[i] - 1)].start
        own = linked and not people.named_between(between, passage.runs[i].open)
        return _inherited(linked if own else None, evidence, group)
    people.heard(meant, left)
    return replace(said, meant=meant, why=(evidence.reason, meant.how) if meant.name else ())


def _inherited(linked: _Spoken | None, evidence: Evidence, group: int) -> _Spoken:
    if linked is None:
        return _Spoken(cue=evidence.cue, group=group)
    reason = "goes on" if evidence.reason == "nothing" else evidence.reason
    why = (reason, *linked.why) if linked.why else ()
    return replace(linked, cue=evidence.cue or linked.cue, group=group, why=why)


def _goes_on(passage: Passage, people: People, spoken: list[_Spoken], i: int, at: int) -> bool:
    """Tell whether "he" is the several speakers of the quotation before.

    Translation engines make one person of the leaders who spoke together.
    """
    sentence = passage.sentences[passage.home[i]]
    first = passage.opens_paragraph(i)
    name = spoken[i - 1].meant.name if i else None
    if name is None or not is_description(name) or people.named_between(first.start, at):
        return False
    return passage.sentences[passage.home[i - 1]].paragraph == sentence.paragraph


def _quote(
    article: Article,
    passage: Passage,
    i: int,
    evidence: Evidence,
    said: _Spoken,
) -> Quote:
    text, run = article.text, passage.runs[i]
    via = text[evidence.via[0] : evidence.via[1]] if evidence.via else ""
    name = said.meant.name
    return Quote(
        article=article.id,
        start=run.start,
        end=run.end,
        text=text[run.start : run.end],
        kind=_kind(passage, i, evidence),
        speaker=name,
        role=said.meant.role,
        mention=said.mention,
        cue=said.cue,
        via=via,
        group=said.group,
        confidence=_confidence(said.why),
        evidence=said.why,
        named_at=said.named_at if name else None,
    )


def _confidence(why: tuple[str, ...]) -> float:
    return round(prod(RELIABILITY[reason] for reason in why), 2) if why else 0.0


def _kind(passage: Passage, i: int, evidence: Evidence) -> QuoteKind:
    """Tell a clause of its own from a fragment inside the writer's sentence."""
    run = passage.runs[i]
    first = passage.text[run.start]
    said = passage.text[run.start : run.end]
    if (
        first.islower()
        and len(words(said)) < _CLAUSE
        and not evidence.whole
        and said[-1] not in ",.!?"
    ):
        return "mixed"
    if evidence.split or (evidence.whole and not first.islower()):
        return "direct"
    before = passage.text[passage.sentences[passage.home[i]].start : run.open].rstrip()
    opens = not before or before[-1] in ",:"
    return "direct" if evidence.stands and (opens or not first.islower()) else "mixed"


def is_quote(passage: Passage, i: int, evidence: Evidence) -> bool:
    """Tell speech from what merely stands in marks."""
    text, run = passage.text, passage.runs[i]
    said = text[run.start : run.end]
    count = len(words(said))
    if not count or is_narration(said) or is_nickname(text, run):
        return False
    if evidence.unsaid and count <= _CLAUSE:
        return False
    called = is_called(text, run)
    if is_title(said) and (called or not evidence.announced):
        return False
    if called and not (evidence.announced and evidence.whole):
        return False
    if count == 1 and evidence.link == i - 1 and not evidence.whole and _is_apart(passage, i):
        return False
    return count >= _FRAGMENT or evidence.stands or evidence.whole


def _is_term(passage: Passage, i: int, said: _Spoken) -> bool:
    """Tell whether a single marked word belongs to a document: it describes ‘scour’."""
    run = passage.runs[i]
    text = passage.text[run.start : run.end]
    alone = len(words(text)) == 1 and text[-1] not in ",.!?"
    return alone and said.meant.name is not None and is_description(said.meant.name)


def _is_apart(passage: Passage, i: int) -> bool:
    """Tell whether more than "and" stands between the quotation and the one before."""
    between = passage.text[passage.runs[i - 1].close : passage.runs[i].open]
    return len(words(between)) > 2
