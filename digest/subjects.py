"""Find the verbs of saying in a sentence and the noun phrases that are their subjects.

The one rule to know: the subject is the phrase beside the verb where one
stands there as a clause begins, else the first phrase of the clause; the
nearest name is not asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from digest import cues
from digest.clauses import Token
from digest.phrases import (
    FARTHEST,
    NOMINAL,
    Phrase,
    back_over_nominals,
    is_past,
    is_possessive,
    is_speaking_noun,
    left_phrase,
    name_before,
    right_phrase,
    starts_clause,
    with_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A verb of saying and the span of its subject; the span is empty where none was found.

    ``subject``, ``cue`` and ``via`` are spans in the article, ``via`` that of
    who passes the words on. ``passed_on`` says that the subject does only that
    ("according to state television"); ``unsaid`` that nothing was said ("would
    not say", "asked whether she would say").
    """

    subject: tuple[int, int] | None
    cue: tuple[int, int]
    word: str
    via: tuple[int, int] | None = None
    passed_on: bool = False
    unsaid: bool = False


# Two words that make a verb of saying.
_PAIRED = {
    (verb, word)
    for verbs, word in (
        ("put puts", "it"),
        ("shot shoots fired fires", "back"),
        ("went goes", "on"),
        ("chimed cut", "in"),
    )
    for verb in verbs.split()
}
_WRITTEN = {"read", "reads", "states", "notes"}
# Between these and "saying" stands the one who says it: "a video of Keil saying".
_SHOWN_BY = {"of", "from", "with", "shows", "showing", "showed", "hearing", "heard"}
_TOPICAL = {"regarding", "concerning"}  # what follows, up to the comma, is no subject
_QUOTING = {"quoted", "quotes", "quoting", "cited", "cites", "citing"}
# Beside a verb of saying they make it a thing not said, or not yet.
_NEGATIONS = frozenset("not never no nobody none neither nor without unless whether if".split())
_MODALS = frozenset("would could might may can should must will shall".split())
_REFUSALS = frozenset("refused declined refuses declines stopped short failed avoided".split())
_SAYING_KINDS = {"cue", "according"}
_ODD_CUES = cues.WEAK_CUES | cues.HALTING_CUES | _QUOTING | {verb for verb, _ in _PAIRED}
_CLAUSE = 6  # tokens before the verb in which these are looked for


def find_attributions(tokens: list[Token]) -> list[Attribution]:
    """Return the verbs of saying of one sentence, with their subjects, in order."""
    found: list[Attribution] = []
    for k, token in enumerate(tokens):
        one = _read_verb(tokens, k, found) if _may_say(token) else None
        if one:
            found.append(one)
    return found


def _read_verb(tokens: list[Token], k: int, found: list[Attribution]) -> Attribution | None:
    """Return the verb of saying at ``k``, if it is one; ``found`` are those before it."""
    token = tokens[k]
    quoting = _quoting(tokens, k) if token.low in _QUOTING else None
    if quoting:
        return quoting
    passing = found[-1].via if found else None
    if passing and token.low == "saying" and tokens[k - 1].low == "as":
        return None  # "was quoted by the Post as saying"
    if token.kind == "according":
        subject = right_phrase(tokens, k + (2 if token.low == "according" else 1))
        return _attribution(tokens, k, subject, passed_on=True) if subject else None
    if token.text in cues.WEAK_CUES:
        subject = _subject_of_weak(tokens, k)
        return _attribution(tokens, k, subject) if subject else None
    if not (_is_cue(tokens, k) or _is_manner(tokens, k)):
        return None
    subject = _shared_subject(tokens, k, found) or _subject(tokens, k, found)
    known = passing is not None and _span(tokens, subject) == passing
    return None if known else _attribution(tokens, k, subject)


def _may_say(token: Token) -> bool:
    """Tell the few words that may be verbs of saying from the others, quickly."""
    if token.kind in _SAYING_KINDS or token.low in _ODD_CUES:
        return True
    return token.kind == "noun" and token.low.endswith("ed")


def _attribution(
    tokens: list[Token],
    k: int,
    subject: Phrase | None,
    *,
    via: Phrase | None = None,
    passed_on: bool = False,
) -> Attribution:
    if subject and not _can_speak(tokens, subject):
        subject = None
    token = tokens[k]
    return Attribution(
        subject=_span(tokens, subject),
        cue=(token.start, token.end),
        word=token.text,
        via=_span(tokens, via),
        passed_on=passed_on,
        unsaid=_is_unsaid(tokens, k, subject),
    )


def _span(tokens: list[Token], phrase: Phrase | None) -> tuple[int, int] | None:
    return (tokens[phrase[0]].start, tokens[phrase[1]].end) if phrase else None


def _can_speak(tokens: list[Token], phrase: Phrase) -> bool:
    held = tokens[phrase[0] : phrase[1] + 1]
    return held[0].kind in {"det", "pron"} or any(
        t.kind == "name" or is_speaking_noun(t.low) or t.low.endswith("s") for t in held
    )


def _is_unsaid(tokens: list[Token], k: int, subject: Phrase | None) -> bool:
    """Tell whether the verb is denied or only supposed."""
    if subject and tokens[subject[0]].low in _NEGATIONS:
        return True
    first = max(0, k - _CLAUSE)
    for i in range(k - 1, first - 1, -1):
        token = tokens[i]
        if token.kind in {"quote", "stop"} or (token.kind == "comma" and i < k - 1):
            return False
        if token.low in _NEGATIONS | _MODALS | _REFUSALS or token.low.endswith("n't"):
            return token.text.islower() or i == 0
    return False


def _quoting(tokens: list[Token], k: int) -> Attribution | None:
    """Read who is quoted, and by whom: "quoted Keil as saying", "was quoted by the Post as"."""
    if k + 1 >= len(tokens):
        return None
    if tokens[k + 1].low == "by":
        via = right_phrase(tokens, k + 2)
        subject = left_phrase(tokens, _before_verb(tokens, k)) if via and k > 1 else None
        return _attribution(tokens, k, subject, via=via) if subject else None
    quoted = right_phrase(tokens, k + 1)
    if quoted is None:
        return None
    after = quoted[1] + 1
    after += after < len(tokens) and tokens[after].kind == "comma"
    if after < len(tokens) and tokens[after].low == "as":
        return _attribution(tokens, k, quoted, via=main_subject(tokens, k))
    if k == 0 and after > quoted[1] + 1:
        return _attribution(tokens, k, quoted, via=right_phrase(tokens, after))
    return None


def _shared_subject(tokens: list[Token], k: int, found: list[Attribution]) -> Phrase | None:
    """Return the subject of the verb right before: "…, Keil said, adding"."""
    last = found[-1] if found else None
    if last is None or last.subject is None or last.passed_on or not k:
        return None
    joined = tokens[k - 1].kind == "conj" or (
        tokens[k - 1].kind == "adv" and tokens[k - 2].kind == "conj"
    )
    if tokens[k].low in cues.PARTICIPLES:
        at = next(i for i in range(k - 1, -1, -1) if tokens[i].start <= last.cue[0])
        between = [token.kind for token in tokens[at + 1 : k]]
        joined = bool(between) and set(between) <= {"comma", "adv", "time", "conj", "prep"}
    return _phrase_of(tokens, last) if joined else None


def _phrase_of(tokens: list[Token], attribution: Attribution) -> Phrase | None:
    if attribution.subject is None:
        return None
    left, right = attribution.subject
    first = next(i for i, token in enumerate(tokens) if token.start == left)
    return first, next(i for i, token in enumerate(tokens) if token.end == right)


def _is_cue(tokens: list[Token], k: int) -> bool:
    token = tokens[k]
    if token.kind == "name":
        return False
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    if k and is_possessive(tokens[k - 1]) and token.low not in cues.PARTICIPLES:
        return False  # "Keil's remark"
    if token.low in cues.HALTING_CUES:
        return _halts(tokens, k) or _follows_quote(tokens, k)
    return token.kind == "cue" or (following is not None and (token.low, following.low) in _PAIRED)


def _is_manner(tokens: list[Token], k: int) -> bool:
    """Tell whether a verb of any kind closes what follows a quotation: “Why?” Keil pressed."""
    token = tokens[k]
    if token.kind != "noun" or not is_past(token) or not _halts(tokens, k):
        return False
    return tokens[k - 1].kind in {"name", "pron"} and _follows_quote(tokens, k)


def _follows_quote(tokens: list[Token], k: int) -> bool:
    """Tell whether nothing but the subject stands between a quotation and the verb."""
    j = k - 1
    while j >= 0 and k - j < 6 and tokens[j].kind in NOMINAL | {"det", "pron"}:
        j -= 1
    return 0 <= j < k - 1 and tokens[j].kind == "quote"


def _halts(tokens: list[Token], k: int) -> bool:
    return k + 1 >= len(tokens) or tokens[k + 1].kind in {"comma", "quote", "stop", "dash"}


def _subject(tokens: list[Token], k: int, found: Sequence[Attribution]) -> Phrase | None:
    """Return the subject of the verb at ``k``."""
    j = _before_verb(tokens, k)
    participle = tokens[k].low in cues.PARTICIPLES
    special = _of_participle(tokens, k, j, found) if participle else None
    if special or (participle and k == 0):
        return special
    if not participle and _opens(tokens, j):
        phrase = right_phrase(tokens, k + 1)
        if phrase and tokens[phrase[1]].kind in NOMINAL | {"pron"}:
            if not _goes_on(tokens, phrase[1] + 1):
                return phrase
            return main_subject(tokens, j) if j > 0 and tokens[j].kind == "quote" else None
    if j >= 0 and tokens[j].low == "who":
        return _antecedent(tokens, j)
    if j >= 0 and tokens[j].kind in NOMINAL | {"pron"}:
        phrase = left_phrase(tokens, j)
        if phrase and starts_clause(tokens, phrase[0], participle=participle):
            return name_before(tokens, phrase)
    return main_subject(tokens, k)


def _of_participle(
    tokens: list[Token], k: int, j: int, found: Sequence[Attribution]
) -> Phrase | None:
    """Return the subject that only "saying" and its like may have, ``j`` being the token before."""
    if k == 0:
        return _subject_ahead(tokens)
    if tokens[j].kind == "comma" and found:
        return _subject_before(tokens, k, found[-1])
    if j > 0 and tokens[j].kind == "name":
        first = back_over_nominals(tokens, j, j)
        return (first, j) if first and tokens[first - 1].low in _SHOWN_BY else None
    return None


def _subject_before(tokens: list[Token], k: int, last: Attribution) -> Phrase | None:
    """Return whose words the fragment before is, which the participle goes on from.

    "Keil called it “late”, adding" has a quotation between the two verbs.
    """
    quoted = any(t.kind == "quote" and t.start > last.cue[0] for t in tokens[:k])
    return _phrase_of(tokens, last) if quoted and not last.passed_on else None


def _subject_of_weak(tokens: list[Token], k: int) -> Phrase | None:
    """Return the subject of a word that is a verb only right behind a name or pronoun."""
    j = _before_verb(tokens, k)
    if j == k - 1 and tokens[k].low in _WRITTEN and _opens(tokens, j):
        return right_phrase(tokens, k + 1)  # "reads a note on the door"
    if j < 0:
        return None
    speaks = is_speaking_noun(tokens[j].low) or tokens[j].kind == "noun"
    written = tokens[k].low in _WRITTEN and speaks and _halts(tokens, k)  # "the report read"
    beside = tokens[j].kind in {"name", "pron"} and not is_possessive(tokens[j])
    if not (beside or written):
        return None
    phrase = left_phrase(tokens, j)
    starts = phrase and starts_clause(tokens, phrase[0], participle=False)
    return phrase if starts else main_subject(tokens, k)


def _before_verb(tokens: list[Token], k: int) -> int:
    """Return the token before the verb, its auxiliaries, adverbs and times ("on Monday")."""
    j = k - 1
    while j >= 0 and (tokens[j].kind in {"aux", "adv", "time"} or tokens[j].low == "to"):
        j -= 1
    if 0 < j < k - 1 and tokens[j].kind == "prep" and tokens[j - 1].kind in NOMINAL | {"pron"}:
        j -= 1
    return j


def _opens(tokens: list[Token], j: int) -> bool:
    """Tell whether the verb after ``j`` opens what follows a quotation, its subject behind it."""
    if j < 0 or tokens[j].kind == "quote":
        return True
    return tokens[j].kind in {"comma", "dash"} and j > 0 and tokens[j - 1].kind == "quote"


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Tell whether a verb follows, so that the phrase begins what is said: said "Keil could"."""
    return i < len(tokens) and tokens[i].kind == "aux"


def _antecedent(tokens: list[Token], who: int) -> Phrase | None:
    back = who - 2 if who and tokens[who - 1].kind == "comma" else who - 1
    phrase = left_phrase(tokens, back) if back >= 0 else None
    joint = phrase and any(t.low == "and" for t in tokens[phrase[0] : phrase[1]])
    return (back_over_nominals(tokens, back, back), back) if joint else phrase


def _subject_ahead(tokens: list[Token]) -> Phrase | None:
    """Return the subject behind a lead-in that opens the sentence: "Noting it, Keil said …"."""
    comma = next((i for i, t in enumerate(tokens) if t.kind == "comma"), None)
    if comma is None:
        return None
    for i in range(comma + 1, len(tokens)):
        if tokens[i].kind == "name":
            return right_phrase(tokens, i)
        if tokens[i].kind in {"quote", "stop", "cue", "comma"}:
            return None
    return None


def main_subject(tokens: list[Token], k: int) -> Phrase | None:
    """Return the subject of the clause before token ``k``: its first phrase after a lead-in."""
    i = _clause_start(tokens, k)
    while i < k:
        token = tokens[i]
        if token.kind in {"sub", "prep", "time"} or _is_lead_in(tokens, i):
            i = i + 1 if _is_as(tokens, i, k) else _past_lead_in(tokens, i, k)
        elif token.kind in {"pron", "det"} or token.kind in NOMINAL:
            phrase = right_phrase(tokens, i)
            if phrase is None or not _is_place(tokens, phrase) or phrase[1] + 2 >= k:
                return with_name(tokens, phrase, k) if phrase and phrase[1] < k else None
            i = phrase[1] + 2
        else:
            i += 1
    return None


def _is_as(tokens: list[Token], i: int, k: int) -> bool:
    """Tell whether it is the "as" of "as Keil put it" or "As Keil, the minister, noted, “…”"."""
    if tokens[i].low != "as" or k >= len(tokens):
        return False
    return tokens[k].low in {"put", "puts"} or (i == 0 and _halts(tokens, k))


def _clause_start(tokens: list[Token], k: int) -> int:
    for back in range(k - 1, max(-1, k - FARTHEST), -1):
        if tokens[back].kind == "quote" or tokens[back].text in {";", "("}:
            return back + 1
    return max(0, k - 4 * FARTHEST)


def _past_lead_in(tokens: list[Token], i: int, k: int) -> int:
    """Step over "on Friday," or "in the harbor" before the subject."""
    comma = next((c for c in range(i, k) if tokens[c].kind == "comma"), None)
    if comma is not None and tokens[i].low in _TOPICAL:
        return comma + 1
    return comma + 1 if comma is not None and comma + 1 < k else _past_phrase(tokens, i)


def _is_place(tokens: list[Token], phrase: Phrase) -> bool:
    """Tell whether the phrase is the state in "Dayton, Ohio,"."""
    first, last = phrase
    word = tokens[first]
    return (
        first == last > 0
        and tokens[first - 1].kind == "comma"
        and (word.low in cues.PLACES or (word.text.isupper() and len(word.text) == 2))
    )


def _is_lead_in(tokens: list[Token], i: int) -> bool:
    return tokens[i].low.endswith("ing") and tokens[i].kind in {"noun", "name", "cue"} and i == 0


def _past_phrase(tokens: list[Token], i: int) -> int:
    phrase = right_phrase(tokens, i + 1)
    return phrase[1] + 1 if phrase else i + 1
