"""Find the quotations of an article and whose words they are.

The one rule to know: where the article does not say who speaks, the speaker
is None. What stands in marks without being speech (titles, nicknames, words
mentioned, so-called things) is a quotation, to be protected, but not a quote.
"""

import re
from dataclasses import dataclass, replace

from digest import cues
from digest.attribution import Evidence, Passage
from digest.marks import pair_marks, paragraphs
from digest.model import Article, Quote, QuoteKind
from digest.names import is_description
from digest.speakers import Meant, People
from digest.words import spell_out, words

_FRAGMENT = 6  # words; what is shorter needs a verb of saying to be a quote
_NARRATED = re.compile(r"(?:he|she|they|it|the \w+) (\w+)[.,]", re.IGNORECASE)
_TITLE_CASE = re.compile(r"[^\W\d_a-z][\w’'.-]*")
_SO_CALLED = re.compile(r"\bwhat \w+ calls? (?:the |an? )?$")
_NICKNAMED = re.compile(r"\b[^\W\d_a-z]\w+ $")
_SMALL_WORDS = frozenset("a an the of in on at for to and or with by from is".split())


@dataclass(frozen=True, slots=True)
class _Spoken:
    meant: Meant
    mention: str
    cue: str
    group: int


def find_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans, marks included, of all that stands in quotation marks."""
    return tuple(
        (run.open, run.close)
        for start, end in paragraphs(text)
        for run in pair_marks(text, start, end)
    )


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """Return the quotes of an article in the order of its text.

    A turn that does not ask is one quote of its speaker; marks inside turns
    are left alone.
    """
    spans = tuple((turn.start, turn.end) for turn in article.turns)
    passage = Passage(article.text, spans)
    found = [*_turn_quotes(article), *_marked_quotes(article, passage)]
    return tuple(sorted(found, key=lambda quote: (quote.start, quote.end)))


def _turn_quotes(article: Article) -> list[Quote]:
    return [
        Quote(
            article=article.id, start=turn.start, end=turn.end,
            text=article.text[turn.start : turn.end],
            speaker=turn.speaker or None, role=turn.role, mention=turn.speaker, cue=":",
        )
        for turn in article.turns
        if not turn.asks and turn.start < turn.end
    ]  # fmt: skip


def _marked_quotes(article: Article, passage: Passage) -> list[Quote]:
    if not passage.runs:
        return []
    people = People(passage.narration, [(s.start, s.end) for s in passage.sentences])
    spoken: list[_Spoken] = []
    kept: list[tuple[int, Evidence]] = []
    for i in range(len(passage.runs)):
        evidence = passage.evidence(i)
        spoken.append(_speaker(passage, people, spoken, i, evidence))
        if is_quote(passage, i, evidence) and not _is_term(passage, i, spoken[i]):
            kept.append((i, evidence))
    found = [_quote(article, passage, i, evidence, spoken[i], people) for i, evidence in kept]
    return _without_invented_names(found, f"{article.title}\n{article.text}")


def _without_invented_names(found: list[Quote], text: str) -> list[Quote]:
    """Give up a speaker or role that stands nowhere in the text.

    Damaged text can have a stretch cut out of a name ("Jo (Laughter.) Keil").
    """
    spelled = spell_out(text)
    names = {name for quote in found for name in (quote.speaker, quote.role) if name}
    real = {name for name in names if spell_out(name) in spelled}
    return [
        replace(
            quote,
            speaker=quote.speaker if quote.speaker in real else None,
            role=quote.role if quote.role in real else "",
        )
        for quote in found
    ]


def _speaker(
    passage: Passage, people: People, spoken: list[_Spoken], i: int, evidence: Evidence
) -> _Spoken:
    linked = spoken[evidence.link] if evidence.link is not None else None
    group = linked.group if linked and evidence.split else i
    if evidence.mention is None:
        if linked is None:
            return _Spoken(Meant(name=None), "", evidence.cue, group)
        return _Spoken(linked.meant, linked.mention, evidence.cue or linked.cue, group)
    left, right = evidence.mention
    mention = " ".join(passage.text[left:right].split())
    if linked and evidence.split:
        return _Spoken(linked.meant, mention, evidence.cue, group)
    if mention.lower() in {"he", "she"} and _goes_on(passage, people, spoken, i, left):
        return _Spoken(spoken[i - 1].meant, mention, evidence.cue, group)
    meant = people.resolve(mention, left)
    if evidence.loose and not people.speaks(meant, mention):
        meant = Meant(name=None)
    people.heard(meant, left)
    return _Spoken(meant, mention, evidence.cue, group)


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
    people: People,
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
        role=(people.role_of(name) if name else "") or said.meant.role,
        mention=said.mention,
        cue=said.cue,
        via=via,
        group=said.group,
    )


def _kind(passage: Passage, i: int, evidence: Evidence) -> QuoteKind:
    """Tell a clause of its own from a fragment inside the writer's sentence."""
    run = passage.runs[i]
    first = passage.text[run.start]
    if evidence.split or (evidence.whole and not first.islower()):
        return "direct"
    before = passage.text[passage.sentences[passage.home[i]].start : run.open].rstrip()
    opens = not before or before[-1] in ",:"
    return "direct" if evidence.stands and (opens or not first.islower()) else "mixed"


def is_quote(passage: Passage, i: int, evidence: Evidence) -> bool:
    """Tell speech from what merely stands in marks."""
    run = passage.runs[i]
    said = passage.text[run.start : run.end]
    count = len(words(said))
    if not count or _is_narration(said):
        return False
    before = passage.text[max(0, run.open - 40) : run.open]
    after = passage.text[run.close : run.close + 2]
    if _is_title(said) and not evidence.announced:
        return False
    if _is_called(before) and not (evidence.announced and evidence.whole):
        return False
    if count == 1 and evidence.link == i - 1 and not evidence.whole and _is_apart(passage, i):
        return False
    if count <= 2 and _NICKNAMED.search(before) and after[:1] == " " and after[1:].isupper():
        return False
    return count >= _FRAGMENT or evidence.stands or evidence.whole


def _is_term(passage: Passage, i: int, said: _Spoken) -> bool:
    """Tell whether a single marked word belongs to a document: it describes ‘scour’."""
    run = passage.runs[i]
    text = passage.text[run.start : run.end]
    alone = len(words(text)) == 1 and text[-1] not in ".!?"
    return alone and said.meant.name is not None and is_description(said.meant.name)


def _is_apart(passage: Passage, i: int) -> bool:
    """Tell whether more than "and" stands between the quotation and the one before."""
    between = passage.text[passage.runs[i - 1].close : passage.runs[i].open]
    return len(words(between)) > 2


def _is_narration(said: str) -> bool:
    """Tell whether the marks hold the writer's own words, as translation engines leave them."""
    found = _NARRATED.match(said.lstrip())
    return found is not None and found.group(1).lower() in cues.CUE_FORMS


def _is_called(before: str) -> bool:
    last = before.rstrip(" ,:“\"'").lower().split()
    named = bool(last) and last[-1] in cues.TITLE_NOUNS
    return named or _SO_CALLED.search(before) is not None


def _is_title(said: str) -> bool:
    found = said.rstrip(",.").split()
    if len(found) < 2 or found[-1][-1] in "!?":
        return False
    return all(_TITLE_CASE.fullmatch(w) or w in _SMALL_WORDS for w in found)
