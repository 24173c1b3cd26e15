"""Find the verbs of saying in a sentence and the noun phrases that are their subjects.

The one rule to know: the subject is the phrase beside the verb where one
stands there as a clause begins, else the first phrase of the clause; the
nearest name is not asked.
"""

from dataclasses import dataclass

from digest import cues
from digest.clauses import Token
from digest.names import TITLES

FARTHEST = 40  # tokens between a subject and its verb; beyond that it is somebody else's

Phrase = tuple[int, int]  # indexes of the first and last token


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A verb of saying and the span of its subject; the span is empty where none was found.

    ``subject`` and ``cue`` are spans in the article. ``passed_on`` says that
    the subject only passes the words on ("according to state television").
    """

    subject: tuple[int, int] | None
    cue: tuple[int, int]
    word: str
    passed_on: bool = False


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
_BINDS_RIGHT = {"of", "for", "from", "at", "with"}
_NOMINAL = {"name", "noun", "number"}


def find_attributions(tokens: list[Token]) -> list[Attribution]:
    """Return the verbs of saying of one sentence, with their subjects, in order."""
    found: list[Attribution] = []
    for k, token in enumerate(tokens):
        if token.kind == "according":
            subject = _right_phrase(tokens, k + (2 if token.low == "according" else 1))
            if subject:
                found.append(_attribution(tokens, k, subject, passed_on=True))
        elif token.text in cues.WEAK_CUES:
            subject = _subject_of_weak(tokens, k)
            if subject:
                found.append(_attribution(tokens, k, subject))
        elif _is_cue(tokens, k):
            found.append(_attribution(tokens, k, _subject(tokens, k)))
    return found


def _is_cue(tokens: list[Token], k: int) -> bool:
    token = tokens[k]
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    if token.low in cues.HALTING_CUES:
        return _halts(tokens, k)
    return token.kind == "cue" or (following is not None and (token.low, following.low) in _PAIRED)


def _halts(tokens: list[Token], k: int) -> bool:
    return k + 1 >= len(tokens) or tokens[k + 1].kind in {"comma", "quote", "stop", "dash"}


def _attribution(
    tokens: list[Token], k: int, subject: Phrase | None, *, passed_on: bool = False
) -> Attribution:
    if subject and not _can_speak(tokens, subject):
        subject = None
    span = (tokens[subject[0]].start, tokens[subject[1]].end) if subject else None
    token = tokens[k]
    return Attribution(
        subject=span, cue=(token.start, token.end), word=token.text, passed_on=passed_on
    )


def _can_speak(tokens: list[Token], phrase: Phrase) -> bool:
    held = tokens[phrase[0] : phrase[1] + 1]
    return held[0].kind in {"det", "pron"} or any(
        t.kind == "name" or is_speaking_noun(t.low) or t.low.endswith("s") for t in held
    )


def _subject(tokens: list[Token], k: int) -> Phrase | None:
    """Return the subject of the verb at ``k``."""
    j = _before_verb(tokens, k)
    participle = tokens[k].low in cues.PARTICIPLES
    if participle and k == 0:
        return _subject_ahead(tokens)
    if not participle and _opens(tokens, j):
        phrase = _right_phrase(tokens, k + 1)
        if phrase and tokens[phrase[1]].kind in _NOMINAL | {"pron"}:
            return phrase
    if j >= 0 and tokens[j].low == "who":
        return _antecedent(tokens, j)
    if j >= 0 and tokens[j].kind in _NOMINAL | {"pron"}:
        phrase = left_phrase(tokens, j)
        if phrase and _starts_clause(tokens, phrase[0], participle=participle):
            return phrase
    return main_subject(tokens, k)


def _subject_of_weak(tokens: list[Token], k: int) -> Phrase | None:
    """Return the subject of a word that is a verb only right behind a name or pronoun."""
    j = _before_verb(tokens, k)
    written = j >= 0 and is_speaking_noun(tokens[j].low) and _halts(tokens, k)  # "the report read"
    beside = j >= 0 and tokens[j].kind in {"name", "pron"} and not _is_possessive(tokens[j])
    if not (beside or written):
        return None
    phrase = left_phrase(tokens, j)
    starts = phrase and _starts_clause(tokens, phrase[0], participle=False)
    return phrase if starts else main_subject(tokens, k)


def _before_verb(tokens: list[Token], k: int) -> int:
    """Return the token before the verb, its auxiliaries, adverbs and times ("on Monday")."""
    j = k - 1
    while j >= 0 and (tokens[j].kind in {"aux", "adv", "time"} or tokens[j].low == "to"):
        j -= 1
    if 0 < j < k - 1 and tokens[j].kind == "prep" and tokens[j - 1].kind in _NOMINAL | {"pron"}:
        j -= 1
    return j


def _opens(tokens: list[Token], j: int) -> bool:
    """Tell whether the verb after ``j`` opens what follows a quotation, its subject behind it."""
    if j < 0 or tokens[j].kind == "quote":
        return True
    return tokens[j].kind in {"comma", "dash"} and j > 0 and tokens[j - 1].kind == "quote"


def _antecedent(tokens: list[Token], who: int) -> Phrase | None:
    back = who - 2 if who and tokens[who - 1].kind == "comma" else who - 1
    return left_phrase(tokens, back) if back >= 0 else None


def _subject_ahead(tokens: list[Token]) -> Phrase | None:
    """Return the subject behind a lead-in that opens the sentence: "Noting it, Keil said …"."""
    comma = next((i for i, t in enumerate(tokens) if t.kind == "comma"), None)
    if comma is None:
        return None
    for i in range(comma + 1, len(tokens)):
        if tokens[i].kind == "name":
            return _right_phrase(tokens, i)
        if tokens[i].kind in {"quote", "stop", "cue", "comma"}:
            return None
    return None


def _starts_clause(tokens: list[Token], i: int, *, participle: bool) -> bool:
    if i == 0:
        return True
    before = tokens[i - 1].kind
    if before == "cue":
        return not participle  # "posted a note reading": the note is no speaker
    return before in {
        "quote", "comma", "dash", "stop", "conj", "sub", "time", "adv", "rel", "other",
    }  # fmt: skip


def left_phrase(tokens: list[Token], j: int) -> Phrase | None:
    """Return the noun phrase that ends at ``j``, with what binds to it from the left."""
    if tokens[j].kind == "pron":
        return j, j
    i = j
    while j - i < FARTHEST:
        i = _back_over_nominals(tokens, i, j)
        before = tokens[i - 1].low if i else ""
        if i < 2:
            break
        if before in cues.BINDING and tokens[i - 2].kind in _NOMINAL:
            i -= 2
        elif before == "and" and tokens[i - 2].kind == "name":
            start = _back_over_nominals(tokens, i - 2, j)
            return (start if _starts_clause(tokens, start, participle=False) else i), j
        else:
            break
    return (i, j) if tokens[i].kind != "prep" else None


def _back_over_nominals(tokens: list[Token], i: int, j: int) -> int:
    while i > 0 and tokens[i - 1].kind in _NOMINAL and j - i < FARTHEST:
        i -= 1
    while i > 0 and tokens[i - 1].kind == "det":
        i -= 1
    return i


def _is_possessive(token: Token) -> bool:
    return token.low.endswith("'s")


def _right_phrase(tokens: list[Token], i: int) -> Phrase | None:
    """Return the noun phrase that starts at ``i``, with what binds to it from the right."""
    while i < len(tokens) and tokens[i].kind == "time" and tokens[i].text[0].islower():
        i += 1
    if i >= len(tokens):
        return None
    if tokens[i].kind == "pron":
        return i, i
    start = _past_determiners(tokens, i)
    j = _past_nominals(tokens, start)
    if j == start:
        return None
    while j < len(tokens) and tokens[j].low in _BINDS_RIGHT and j - i < FARTHEST:
        noun = _past_determiners(tokens, j + 1)
        stop = _past_nominals(tokens, noun)
        if stop == noun:
            break
        j = stop
    if tokens[start].kind == "name" and j + 1 < len(tokens) and tokens[j].low == "and":
        joint = tokens[j + 1].kind == "name"
        j = _past_nominals(tokens, j + 1) if joint else j
    return i, j - 1


def _past_determiners(tokens: list[Token], i: int) -> int:
    while i < len(tokens) and tokens[i].kind == "det":
        i += 1
    return i


def _past_nominals(tokens: list[Token], j: int) -> int:
    """Step over names and nouns; after a name, a noun that names no office is likelier a verb."""
    named = False
    while j < len(tokens) and tokens[j].kind in _NOMINAL:
        token = tokens[j]
        follows = _leads_to_name(tokens, j)
        if named and token.kind == "noun" and not follows and not is_speaking_noun(token.low):
            break
        if token.kind == "noun" and token.low.endswith("ing") and not named:
            break
        named = (named or token.kind == "name") and not _is_possessive(token)
        j += 1
    return j


def _leads_to_name(tokens: list[Token], j: int) -> bool:
    """Tell whether nouns lead on to a name: "party boss Jo Reeve"."""
    ahead = tokens[j + 1 : j + 4]
    name = next((n for n, t in enumerate(ahead) if t.kind == "name"), None)
    return name is not None and all(t.kind == "noun" for t in ahead[:name])


def is_speaking_noun(word: str) -> bool:
    """Tell whether the noun is one for who speaks."""
    return word in cues.SPEAKING_NOUNS or word.rstrip("s") in TITLES or word in TITLES


def main_subject(tokens: list[Token], k: int) -> Phrase | None:
    """Return the subject of the clause before token ``k``: its first phrase after a lead-in."""
    i = _clause_start(tokens, k)
    while i < k:
        token = tokens[i]
        if token.kind in {"sub", "prep", "time"} or _is_lead_in(tokens, i):
            put = k < len(tokens) and tokens[k].low in {"put", "puts"}  # "as Keil put it"
            i = i + 1 if put and token.low == "as" else _past_lead_in(tokens, i, k)
        elif token.kind in {"pron", "det"} or token.kind in _NOMINAL:
            phrase = _right_phrase(tokens, i)
            if phrase is None or not _is_place(tokens, phrase) or phrase[1] + 2 >= k:
                return _with_name(tokens, phrase, k) if phrase and phrase[1] < k else None
            i = phrase[1] + 2
        else:
            i += 1
    return None


def _with_name(tokens: list[Token], phrase: Phrase, k: int) -> Phrase:
    """Take in the name set behind an office: "the farmer, Jo Reeve, told"."""
    first, last = phrase
    after = last + 2
    if tokens[last].kind == "name" or after >= k or tokens[last + 1].kind != "comma":
        return phrase
    stop = _past_nominals(tokens, after)
    named = stop > after and all(t.kind == "name" for t in tokens[after:stop])
    return (first, stop - 1) if named and tokens[stop].kind == "comma" else phrase


def _clause_start(tokens: list[Token], k: int) -> int:
    for back in range(k - 1, max(-1, k - FARTHEST), -1):
        if tokens[back].kind == "quote" or tokens[back].text in {";", "("}:
            return back + 1
    return max(0, k - 4 * FARTHEST)


def _past_lead_in(tokens: list[Token], i: int, k: int) -> int:
    """Step over "on Friday," or "in the harbor" before the subject."""
    comma = next((c for c in range(i, k) if tokens[c].kind == "comma"), None)
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
    phrase = _right_phrase(tokens, i + 1)
    return phrase[1] + 1 if phrase else i + 1
