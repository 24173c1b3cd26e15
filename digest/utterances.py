"""The utterances of an event: quotations, their split parts together, and whose they are.

The one rule to know: a speaker is one person for the whole event, under the
fullest name that its articles give. A courtesy title before a bare surname
("Mr. Keil") is no part of the name, but tells whose it is.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest.dates import instant
from digest.model import UNKNOWN_OUTLET, Article, Prepared, Quote, QuoteKind, Speaker
from digest.names import NAME_WORD, gender, is_body, is_description, name_words, plain_word
from digest.namesakes import merge_speakers, same_person
from digest.people import find_names
from digest.retyping import is_slip
from digest.wording import Form, read_form
from digest.words import words

_GREETING = re.compile(
    r"(?:good (?:morning|afternoon|evening|day)|hello|hi|welcome|thanks|thank you|you['’]re welcome"
    r"|(?:it['’]s )?(?:a |my )?pleasure)\b[^.!?]{0,90}(?:[.!?,]?$|[.!?]\s+)",
    re.IGNORECASE,
)
_GREETING_WORDS = 12  # a longer sentence that begins with thanks says something more
_COURTESIES = frozenset("mr mrs ms miss".split())
_BEHIND_HEAD = re.compile(r",| (?:of|for|from|at|in|to|with|who|whose|on|that|close|familiar)\b")
_DEFINITE = re.compile(r"(?:the|his|her|their|this|that)\b|[^\W_]{1,20}['’]s?\s", re.IGNORECASE)
_WRITTEN = frozenset(  # what somebody wrote; who, is not told
    """affidavit announcement blog complaint document documents email filing indictment lawsuit
    letter memo message note post posting release report statement tweet warrant""".split()
)
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One quotation of one article; ``callings`` are the words of its speaker's roles."""

    article: Article
    quotes: tuple[Quote, ...]
    form: Form
    speaker: Speaker | None
    callings: frozenset[str] = frozenset()

    @property
    def outlet(self) -> str:
        """Return who published it."""
        return self.article.outlet or UNKNOWN_OUTLET

    @property
    def place(self) -> tuple[datetime, str, int]:
        """Return where it stands in the event: by time, article and offset."""
        return (self.published, self.article.id, self.quotes[0].start)

    @property
    def published(self) -> datetime:
        """Return the time of publication: without zone as UTC, undated last."""
        when = self.article.published
        return instant(when, UTC) if when else _LATEST

    @property
    def kind(self) -> QuoteKind:
        """Return the plainest kind among the parts."""
        kinds = {quote.kind for quote in self.quotes}
        return "direct" if "direct" in kinds else "mixed" if "mixed" in kinds else "indirect"

    @property
    def confidence(self) -> float:
        """Return how sure the speaker is."""
        return max(quote.confidence for quote in self.quotes)


def find_utterances(prepared: Sequence[Prepared]) -> tuple[Utterance, ...]:
    """Return the utterances of an event; greetings and thanks are left out."""
    names = _names_by_quote([quote for each in prepared for quote in each.quotes])
    speakers = _find_speakers(prepared, names)
    callings: dict[str, set[str]] = defaultdict(set)
    for full, role in names.values():
        callings[speakers[full].name].update(map(plain_word, NAME_WORD.findall(role)))
    found = []
    for each in prepared:
        for parts in _whole_quotations(each.quotes):
            kept = tuple(part for part in map(_trimmed, parts) if part.text)
            form = read_form([part.text for part in kept])
            if not form.words:
                continue
            key = _key(kept[0])
            speaker = speakers[names[key][0]] if key in names else None
            called = frozenset(callings[speaker.name]) if speaker else frozenset()
            found.append(
                Utterance(
                    article=each.article, quotes=kept, form=form, speaker=speaker, callings=called
                )
            )
    return tuple(found)


def is_described(utterance: Utterance) -> bool:
    """Tell whether the speaker has no name there: "a senior official"."""
    return utterance.speaker is not None and is_description(utterance.speaker.name)


def names_a_person(utterance: Utterance) -> bool:
    """Tell whether the speaker has a name, and is no body."""
    name = utterance.speaker.name if utterance.speaker else ""
    return bool(name) and not is_description(name) and not is_body(name)


def is_one_voice(one: Utterance, other: Utterance) -> bool:
    """Tell whether the speakers of the same words may well be one, or one the other's voice.

    "A spokesman" is Jo Keil, spokesman of the port, and "police" are Tom Reeve, a police
    sergeant; "the minister" is whoever is named, and a statement whose it is.
    """
    if not one.speaker or not other.speaker:
        return False
    named, unnamed = names_a_person(one), names_a_person(other)
    if named and unnamed:
        return _is_fuller(one.speaker.name, other.speaker.name)
    return _describes(one, other) or _describes(other, one)


def _is_fuller(one: str, other: str) -> bool:
    """Tell whether one name has all words of the other, but for a slip: "Bettie Mae Page"."""
    short, long = sorted((name_words(one), name_words(other)), key=len)
    if not short or not _same_word(short[-1], long[-1]):
        return False
    rest = iter(long)
    return all(any(_same_word(word, each) for each in rest) for word in short)


def _same_word(one: str, other: str) -> bool:
    return one == other or is_slip(one, other)


def _describes(vague: Utterance, told: Utterance) -> bool:
    """Tell whether the vague one describes, or is the body of, the other's speaker."""
    if not vague.speaker or not told.speaker or names_a_person(vague):
        return False
    name, other = vague.speaker.name, told.speaker.name
    spelled = set(name_words(name))
    if not is_description(name):
        return spelled <= (told.callings if names_a_person(told) else set(name_words(other)))
    if not _WRITTEN.isdisjoint(spelled):
        return True
    head = _head(name)
    if not names_a_person(told):
        return is_description(other) and (head == _head(other) or spelled <= set(name_words(other)))
    return head in told.callings or (not head.endswith("s") and bool(_DEFINITE.match(name)))


def _head(description: str) -> str:
    found = NAME_WORD.findall(_BEHIND_HEAD.split(description, maxsplit=1)[0])
    return plain_word(found[-1]) if found else ""


_Key = tuple[str, str, str]  # article, speaker, title: whom a quote's speaker is told by


def _key(quote: Quote) -> _Key:
    return (quote.article, quote.speaker or "", _courtesy(quote))


def _courtesy(quote: Quote) -> str:
    """Return the courtesy title that stands before the bare name where it is mentioned."""
    name = quote.speaker or ""
    if not quote.mention.endswith(name) or len(name_words(name)) != 1:
        return ""
    title = quote.mention.removesuffix(name).strip()
    return title if plain_word(title) in _COURTESIES else ""


def _names_by_quote(quotes: Sequence[Quote]) -> dict[_Key, tuple[str, str]]:
    """Return name and role for each speaker of an article, the name with its courtesy title.

    A title that one mention of a name has goes for the others of the article,
    unless the article has a Mr. and a Mrs. of that name.
    """
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    roles: dict[_Key, str] = {}
    for quote in sorted(quotes, key=lambda quote: (len(quote.role), quote.role)):
        if quote.speaker:
            article, name, title = _key(quote)
            titles[article, name].update(filter(None, [title]))
            roles[article, name, title] = quote.role
    found = {}
    for (article, name, title), role in sorted(roles.items()):
        known = sorted(titles[article, name])
        told = {gender(f"{each} {name}") for each in known}
        full = title or (known[0] if len(told) == 1 else "")
        found[article, name, title] = (f"{full} {name}".strip(), role)
    return found


def _find_speakers(
    prepared: Sequence[Prepared], names: Mapping[_Key, tuple[str, str]]
) -> dict[str, Speaker]:
    """Return the speaker for each name of ``names``, which may begin with a courtesy title."""
    bare = {full: name for (_, name, _), (full, _) in sorted(names.items()) if full != name}
    spoken = {(article, name) for article, name, _ in names}
    merged = merge_speakers([*sorted(names.values()), *_other_forms(prepared, spoken)])
    return {full: _without_title(full, merged, bare) for full, _ in names.values()}


def _without_title(full: str, merged: Mapping[str, Speaker], bare: Mapping[str, str]) -> Speaker:
    """Return the speaker without courtesy titles, unless only a title tells two apart."""
    speaker = merged[full]
    name = bare.get(speaker.name, speaker.name)
    alone = _untitled(name, merged, bare)
    if alone:
        return alone
    if name != speaker.name:
        return replace(speaker, aliases=(name,))
    forms = {bare.get(alias, alias) for alias in speaker.aliases}
    return replace(speaker, aliases=tuple(sorted(forms - {name})))


def _untitled(name: str, merged: Mapping[str, Speaker], bare: Mapping[str, str]) -> Speaker | None:
    """Return the one person of a bare name who has no other, None where they are several."""
    titled = [full for full, known in bare.items() if known == name and merged[full].name in bare]
    plain = merged.get(name)
    if len({gender(full) for full in titled}) != 1:
        return None
    if plain and plain.name != name and plain.name not in bare:
        return None
    held = [*(merged[full] for full in sorted(titled)), *([plain] if plain else [])]
    return Speaker(name=name, role=max((each.role for each in held), key=lambda r: (len(r), r)))


def _other_forms(
    prepared: Sequence[Prepared], spoken: Collection[tuple[str, str]]
) -> Iterable[tuple[str, str]]:
    """Yield the names in the articles that stand for one of the speakers, once an article.

    ``spoken`` pairs the ids of articles with the names of those who speak in them.
    """
    known = {name for _, name in spoken if len(name_words(name)) > 1 and not is_description(name)}
    parts = {word for name in known for word in name_words(name)}
    for each in prepared:
        for form in sorted(find_names(each.article.text)):
            if (each.article.id, form) in spoken:
                continue
            near = not parts.isdisjoint(name_words(form))
            if form in known or (near and any(same_person(form, name) for name in known)):
                yield form, ""


def _whole_quotations(quotes: Sequence[Quote]) -> Iterable[tuple[Quote, ...]]:
    """Put the parts of split quotations together."""
    alone = [(quote,) for quote in quotes if quote.group < 0]
    grouped: dict[int, list[Quote]] = defaultdict(list)
    for quote in sorted(quotes, key=lambda quote: quote.start):
        if quote.group >= 0:
            grouped[quote.group].append(quote)
    return [*alone, *map(tuple, grouped.values())]


def _trimmed(quote: Quote) -> Quote:
    """Return the quote without greetings before it and the writer's comma after it.

    What is left may be empty.
    """
    start = 0
    while found := _GREETING.match(quote.text, start):
        if len(words(found.group())) > _GREETING_WORDS:
            break
        start = found.end()
    text = quote.text[start:].rstrip(", \n")
    start += quote.start
    return replace(quote, start=start, end=start + len(text), text=text)
