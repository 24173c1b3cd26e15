"""Find for each quotation the words of the text that say whose it is.

The one rule to know: evidence is looked for behind the quotation, then before
it, in its own sentence; then in the sentence or paragraph that it continues.
The nearest name is never evidence.
"""

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from digest import cues
from digest.clauses import Token
from digest.names import split_mention
from digest.passages import Passage, Sentence
from digest.phrases import Phrase, is_possessive, is_speaking_noun, left_phrase, right_phrase
from digest.subjects import (
    Attribution,
    main_subject,
)

# A noun for the words themselves, right before them: "issued a statement, “…”".
_UTTERED = re.compile(r"\b(?:statement|tweet|message|letter|memo|e-?mail|post|reply|response),$")
_SIGNED = re.compile(
    r"[-–—―]{1,2}\s?((?:[^\W\d_a-z][\w’'.-]*\s){0,4}[^\W\d_a-z][\w’'-]+)(?=[,.]|\s?$|\n)"
)
_BRACKETED = re.compile(r"\s?\(([^(),;\d]{4,80})[,)]")
_DASHES = frozenset("—–-")
_LED = frozenset(",:—–")  # what the narration ends with where it leads up to a quotation

Reason = Literal[
    "turn", "label", "behind", "before", "within", "split", "sentence", "goes on",
    "sentence before", "lead-in", "paragraph before", "colon", "possessive", "signature",
    "below", "nothing",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the text says of one quotation's speaker.

    ``reason`` names the place where it says so. ``mention`` is the span of
    the words that name the speaker, ``via`` of who passed the words on.
    ``link`` is the quotation whose speaker this one shares, ``split`` tells
    that both are parts of one. ``stands`` tells that a verb of saying governs
    the quotation, ``whole`` that it is no fragment of the writer's sentence,
    ``announced`` that the narration leads up to it. ``loose`` evidence has no
    verb of saying: it counts only for somebody known to speak, else the link
    does. ``unsaid`` tells that the narration denies or only supposes the words.
    """

    reason: Reason = "nothing"
    mention: tuple[int, int] | None = None
    cue: str = ""
    via: tuple[int, int] | None = None
    link: int | None = None
    split: bool = False
    stands: bool = False
    whole: bool = False
    announced: bool = False
    loose: bool = False
    unsaid: bool = False


def find_evidence(passage: Passage, i: int) -> Evidence:
    """Return what the text says of the speaker of quotation ``i``."""
    sentence = passage.sentence(i)
    label = passage.labels.get(passage.runs[i].open)
    if label:
        return Evidence(
            reason="label", mention=label, cue=":", stands=True, whole=True, announced=True
        )
    if sentence.bare:
        return _signed(passage, i) or _from_context(passage, i)
    lead, post = _lead(passage, i), _post(passage, i)
    chosen = next((a for a in (lead, post) if a and not a.passed_on), None) or lead or post
    leads = lead and _announces(passage, i, lead) and not _trails(passage, i)
    if post and not post.passed_on and not leads:
        chosen = post
    if chosen is None:
        return _without_cue(passage, i)
    return _from_verb(passage, i, chosen, is_behind=chosen is post)


def _from_verb(passage: Passage, i: int, chosen: Attribution, *, is_behind: bool) -> Evidence:
    sentence = passage.sentence(i)
    part = _is_split(passage, i, chosen)
    announced = _announces(passage, i, chosen)
    found = Evidence(
        reason="split" if part else "behind" if is_behind else "before" if announced else "within",
        cue=chosen.word,
        split=part,
        stands=True,
        whole=is_behind or announced,
        unsaid=chosen.unsaid and not is_behind,
    )
    if chosen.subject is None:
        link = i - 1 if i - 1 in sentence.runs else _paragraph_before(passage, i)
        return _left_out(passage, i, replace(found, reason="goes on", link=link))
    return replace(
        found,
        mention=chosen.subject,
        via=None if chosen.passed_on else chosen.via or _passed_on(sentence, chosen),
        link=i - 1 if part else None,
        announced=announced,
    )


def _left_out(passage: Passage, i: int, found: Evidence) -> Evidence:
    """Let the subject of the sentence before speak where this one names none."""
    home = passage.home[i]
    before = passage.sentences[home - 1] if home else None
    if found.link is not None or before is None or before.runs:
        return found
    if before.paragraph != passage.sentences[home].paragraph:
        return found
    subject = main_subject(before.tokens, len(before.tokens))
    if subject is None:
        return found
    return replace(found, reason="lead-in", mention=_span(before, subject), loose=True)


def _lead(passage: Passage, i: int) -> Attribution | None:
    """Return the last verb of saying before the quotation, in its sentence."""
    left, right = passage.before(i)
    near = [a for a in passage.sentence(i).attributions if left <= a.cue[0] < right]
    return near[-1] if near else None


def _post(passage: Passage, i: int) -> Attribution | None:
    """Return the verb of saying right behind the quotation, with its subject beside it."""
    left, right = passage.behind(i)
    for a in passage.sentence(i).attributions:
        if not left <= a.cue[0] < right:
            continue
        first = min(a.cue[0], a.subject[0]) if a.subject else a.cue[0]
        between = passage.text[left:first].strip(" ,—–-\u00a0\n").lower()
        beside = a.subject and a.subject[0] >= left and _only_adverbs(between)
        return a if beside else None
    return None


def _only_adverbs(between: str) -> bool:
    found = between.split()
    return len(found) <= 3 and all(
        w in cues.ADVERBS or w.endswith("ly") or w in {"as", "a", "the"} for w in found
    )


def _trails(passage: Passage, i: int) -> bool:
    """Tell whether what follows says whose the words are: “…,” or, not led up to, “…?”."""
    left, right = passage.before(i)
    led = passage.text[left:right].rstrip()[-1:]
    last = passage.text[passage.runs[i].end - 1]
    return last == "," or (last in "?!" and led not in {",", ":"})


def _announces(passage: Passage, i: int, attribution: Attribution) -> bool:
    """Tell whether the narration leads straight into the quotation: "he said: “…”"."""
    left, right = passage.before(i)
    if not left <= attribution.cue[0] < right:
        return False
    text = passage.text
    return (
        text[left:right].rstrip()[-1:] in {",", ":", "—"}
        or not text[attribution.cue[1] : right].strip(" ,:")
    )  # fmt: skip


def _passed_on(sentence: Sentence, chosen: Attribution) -> tuple[int, int] | None:
    """Return who passed the words on: "according to the Post", "…, the Post reported"."""
    later = (
        a.subject
        for a in sentence.attributions
        if a.passed_on or (a.word == "reported" and a.cue[0] > chosen.cue[1])
    )
    return next((subject for subject in later if subject not in {None, chosen.subject}), None)


def _is_split(passage: Passage, i: int, chosen: Attribution) -> bool:
    """Tell whether the attribution stands between this quotation and the one it completes."""
    return i > 0 and i - 1 in passage.sentence(i).runs and _post(passage, i - 1) is chosen


def _without_cue(passage: Passage, i: int) -> Evidence:
    """Look for the speaker of a quotation that no verb of saying stands beside."""
    sentence = passage.sentence(i)
    signed = _signed(passage, i)
    if signed:
        return signed
    owned = _owned(passage, i)
    if owned:
        return owned
    if i - 1 in sentence.runs:
        stands, split = bool(sentence.attributions), _is_broken_off(passage, i)
        return Evidence(reason="sentence", link=i - 1, stands=stands, split=split)
    led = _led_up_to(passage, i)
    if led:
        return led
    later = [a for a in sentence.attributions if a.cue[0] >= passage.runs[i].close and a.subject]
    if later:
        return Evidence(
            reason="within", mention=later[0].subject, cue=later[0].word, stands=True
        )  # fmt: skip
    if not sentence.attributions and _opens_sentence(passage, i):
        return _from_context(passage, i)
    empty = next((a for a in sentence.attributions if a.subject is None), None)
    if empty and main_subject(sentence.tokens, sentence.index(passage.runs[i].open)) is None:
        link = _paragraph_before(passage, i)
        going_on = Evidence(reason="goes on", cue=empty.word, link=link, stands=True)
        return _left_out(passage, i, going_on)
    return Evidence()


def _is_broken_off(passage: Passage, i: int) -> bool:
    """Tell whether only a remark between dashes parts the quotation from the one before."""
    left, right = passage.before(i)
    between = passage.text[left:right].strip()
    return between[:1] in _DASHES and between[-1:] in _DASHES


def _led_up_to(passage: Passage, i: int) -> Evidence | None:
    """Take the name or subject of narration that leads up to the quotation without a verb."""
    sentence = passage.sentence(i)
    left, right = passage.before(i)
    lead = passage.text[left:right].rstrip()
    if lead[-1:] not in _LED - {","} and not _UTTERED.search(lead):
        return None
    k = sentence.index(right)
    subject = _named_before(sentence, k) or main_subject(sentence.tokens, k)
    if subject is None:
        return None
    return Evidence(
        reason="colon",
        mention=_span(sentence, subject),
        cue=":",
        stands=True,
        whole=True,
        announced=True,
        loose=True,
    )


def _owned(passage: Passage, i: int) -> Evidence | None:
    """Take the name whose words the writer takes up: "Keil's “stay at home” speech"."""
    sentence = passage.sentence(i)
    k = sentence.index(passage.runs[i].open)
    tokens = sentence.tokens
    if not k or tokens[k - 1].kind != "name" or not is_possessive(tokens[k - 1]):
        return None
    owner = left_phrase(tokens, k - 1)
    if owner is None:
        return None
    stands = bool(sentence.attributions)
    start, end = _span(sentence, owner)
    ending = 2 if tokens[k - 1].low.endswith("'s") else 1
    mention = (start, end - ending)
    return Evidence(reason="possessive", mention=mention, cue="’s", stands=stands, loose=True)


def _span(sentence: Sentence, phrase: Phrase) -> tuple[int, int]:
    return sentence.tokens[phrase[0]].start, sentence.tokens[phrase[1]].end


def _opens_sentence(passage: Passage, i: int) -> bool:
    return not passage.text[passage.sentence(i).start : passage.runs[i].open].strip()


def _named_before(sentence: Sentence, k: int) -> Phrase | None:
    """Return the name right before a colon: "… pollster Jo Reeve: “…”"."""
    tokens = sentence.tokens
    if k < 2 or tokens[k - 1].text != ":" or tokens[k - 2].kind != "name":
        return None
    first, office = k - 2, False
    while first and (tokens[first - 1].kind == "name" or is_speaking_noun(tokens[first - 1].low)):
        first -= 1
        office = office or tokens[first].kind == "noun"
    leads = office or first == 0 or _leads_to_name(tokens[first - 1])
    return (first, k - 2) if leads else None


def _leads_to_name(token: Token) -> bool:
    return token.kind in {"comma", "dash", "stop", "conj", "quote"} or token.low in {"from", "by"}


def _signed(passage: Passage, i: int) -> Evidence | None:
    """Take the name that signs a quotation: “…” — Jo Reeve, or (Jo Reeve), or on the line below."""
    beside = _in_brackets(passage, i) or _behind_dash(passage, i)
    below = None if beside else _below(passage, i)
    if not beside and not below:
        return None
    return Evidence(
        reason="signature" if beside else "below",
        mention=beside or below,
        cue="—",
        stands=True,
        whole=True,
    )


def _in_brackets(passage: Passage, i: int) -> tuple[int, int] | None:
    found = _BRACKETED.match(passage.text, passage.runs[i].close)
    named = found and len(split_mention(found.group(1))[1].split()) > 1
    return found.span(1) if found and named else None


def _behind_dash(passage: Passage, i: int) -> tuple[int, int] | None:
    sentence = passage.sentence(i)
    k = sentence.index(passage.runs[i].close)
    after = sentence.tokens[k : k + 10]
    if not 1 < len(after) < 10 or after[0].kind != "dash":
        return None
    named = list(takewhile(lambda token: token.kind == "name", after[1:]))
    return (named[0].start, named[-1].end) if named else None


def _below(passage: Passage, i: int) -> tuple[int, int] | None:
    home = passage.home[i]
    alone = passage.sentences[home].bare and i + 1 not in passage.sentences[home].runs
    if not alone or home + 1 >= len(passage.sentences):
        return None
    below = passage.sentences[home + 1]
    found = _SIGNED.match(passage.text, below.start, below.end)
    apart = below.paragraph > passage.sentences[home].paragraph
    return found.span(1) if found and apart else None


def _from_context(passage: Passage, i: int) -> Evidence:
    """Look for the speaker of a quotation that stands alone in its sentence."""
    home = passage.home[i]
    sentence = passage.sentences[home]
    if i - 1 in sentence.runs:
        return Evidence(reason="split", link=i - 1, split=True, stands=True, whole=True)
    before = passage.sentences[home - 1] if home else None
    if before is None or before.paragraph != sentence.paragraph:
        return _from_paragraph_before(passage, i)
    if before.runs:
        split = _is_attributed(passage, before)
        return Evidence(
            reason="goes on", link=before.runs[-1], split=split, stands=True, whole=True
        )
    return replace(_from_narration(before), link=_earlier_in_paragraph(passage, i))


def _earlier_in_paragraph(passage: Passage, i: int) -> int | None:
    """Return the quotation before, where the same paragraph holds it."""
    same = i > 0 and passage.sentence(i - 1).paragraph == passage.sentence(i).paragraph
    return i - 1 if same else None


def _is_attributed(passage: Passage, sentence: Sentence) -> bool:
    last = sentence.runs[-1]
    beside = _post(passage, last) or _lead(passage, last)
    return sentence.bare or beside is not None


def _from_narration(before: Sentence) -> Evidence:
    """Take the subject of the sentence before a quotation, a verb of saying or none."""
    said = _first_said(before)
    if said:
        return said
    last = len(before.tokens)
    subject = _named_before(before, last) or _concerned(before) or main_subject(before.tokens, last)
    if subject is None:
        return Evidence(whole=True)
    mention = _span(before, subject)
    return Evidence(reason="lead-in", mention=mention, stands=True, whole=True, loose=True)


def _concerned(sentence: Sentence) -> Phrase | None:
    """Return the name of whom the sentence is about: "For Jo Reeve, the choice is simple"."""
    tokens = sentence.tokens
    about = len(tokens) > 1 and tokens[0].low in {"for", "to"} and tokens[1].kind == "name"
    return right_phrase(tokens, 1) if about else None


def _first_said(before: Sentence) -> Evidence | None:
    named = next((a for a in before.attributions if a.subject and not a.passed_on), None)
    if named is None:
        return None
    return Evidence(
        reason="sentence before", mention=named.subject, cue=named.word, stands=True, whole=True
    )


def _paragraph_before(passage: Passage, i: int) -> int | None:
    """Return the last quotation of the paragraph before, which an unsaid subject continues."""
    here = passage.sentence(i).paragraph
    return i - 1 if i and passage.sentence(i - 1).paragraph >= here - 1 else None


def _from_paragraph_before(passage: Passage, i: int) -> Evidence:
    home = passage.home[i]
    if not home:
        return Evidence(whole=True)
    before = passage.sentences[home - 1]
    announced = passage.text[before.start : before.end].rstrip().endswith(":")
    if announced and not before.runs:
        return _from_narration(before)
    link = _paragraph_before(passage, i)
    if link is not None and passage.sentence(link).paragraph < passage.sentences[home].paragraph:
        split = not passage.runs[link].closed
        return Evidence(
            reason="paragraph before", link=link, split=split, stands=True, whole=True
        )  # fmt: skip
    said = None if before.runs else _first_said(before)
    return said or Evidence(whole=True)
