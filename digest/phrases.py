"""Noun phrases of a tokenized sentence: where one begins and ends, and the name it holds.

The one rule to know: a phrase reaches as far as its words bind ("the head of
the port, Jo Reeve"), and a word that may be a verb ends it.
"""

from digest import cues
from digest.clauses import Token
from digest.names import TITLES

FARTHEST = 40  # tokens of a phrase, or between a subject and its verb

Phrase = tuple[int, int]  # indexes of the first and last token

_PAST = frozenset(
    "known calling sent made gave took went came saw held led met ran won lost stood sat began "
    "broke drew fell got grew kept rose sought spent struck threw wore brought chose".split()
)
NOMINAL = {"name", "noun", "number"}
_BINDS_RIGHT = {"of", "for", "from", "at", "with"}
# How an unnamed source is described: "an official close to the talks".
_NEAR = {"close", "familiar", "involved", "briefed"}
_GIVING = (("named",), ("known", "as"), ("calling", "himself"), ("calling", "herself"))
# Nouns for what is written, behind which no name of its own follows.
_WRITTEN = frozenset(
    "report statement letter memo email document ad sign note study poll post tweet message "
    "article editorial column book law bill court paper".split()
)
_LONGEST_NAME = 4  # words


def left_phrase(tokens: list[Token], j: int) -> Phrase | None:
    """Return the noun phrase that ends at ``j``, with what binds to it from the left."""
    if tokens[j].kind == "pron":
        return j, j
    i = j
    while j - i < FARTHEST:
        i = back_over_nominals(tokens, i, j)
        before = tokens[i - 1].low if i else ""
        if i < 2:
            break
        if before in cues.BINDING and tokens[i - 2].kind in NOMINAL | {"det"}:
            i -= 2
            i += tokens[i].kind == "det"  # "one of the aides"
            if tokens[i].kind == "prep":
                i -= 1
                break
        elif before == "and" and (tokens[i - 2].kind == "name" or _is_second_office(tokens, i, j)):
            return _joint_phrase(tokens, i, j)
        else:
            break
    return (i, j) if tokens[i].kind != "prep" else None


def _joint_phrase(tokens: list[Token], i: int, j: int) -> Phrase:
    """Return the phrase up to ``j`` with the names that "and" joins to it at ``i``."""
    start = back_over_nominals(tokens, i - 2, j)
    while start > 1 and tokens[start - 1].kind == "comma" and tokens[start - 2].kind == "name":
        if j - start > FARTHEST:
            break
        start = back_over_nominals(tokens, start - 2, j)  # "of Dalvia, Orvane and Tiran"
    if starts_clause(tokens, start, participle=False):
        return start, j
    if start > 1 and tokens[start - 1].low in cues.BINDING and tokens[start - 2].kind in NOMINAL:
        longer = left_phrase(tokens, start - 2)  # "the Institute for Science and Security"
        if longer and starts_clause(tokens, longer[0], participle=False):
            return longer[0], j
    return i, j


def _is_second_office(tokens: list[Token], i: int, j: int) -> bool:
    """Tell whether "and" joins two offices of one: "the senator and presidential candidate"."""
    offices = is_speaking_noun(tokens[i - 2].low) and is_speaking_noun(tokens[j].low)
    return offices and tokens[i].kind != "det"


def right_phrase(tokens: list[Token], i: int) -> Phrase | None:
    """Return the noun phrase that starts at ``i``, with what binds to it from the right."""
    while i < len(tokens) and tokens[i].kind == "time" and tokens[i].text[0].islower():
        i += 1
    if i >= len(tokens):
        return None
    if tokens[i].kind == "pron":
        return i, i
    start = _past_determiners(tokens, i)
    if i < start < len(tokens) and tokens[start].low == "of":  # "one of the aides"
        start = _past_determiners(tokens, start + 1)
    j = _past_nominals(tokens, start)
    if j == start:
        return None
    j = _past_bound(tokens, i, j)
    named = _name_behind(tokens, i, start, j) or _name_given(tokens, i, j)
    if named:
        return named
    if tokens[start].kind == "name" and j + 1 < len(tokens) and tokens[j].low == "and":
        j = _past_nominals(tokens, j + 1) if tokens[j + 1].kind == "name" else j
    return i, j - 1


def _past_bound(tokens: list[Token], i: int, j: int) -> int:
    """Step over what binds to a phrase: "of the port", "of Dalvia, Orvane and Tiran"."""
    while j < len(tokens) and j - i < FARTHEST:
        near = tokens[j].low in _NEAR and j + 1 < len(tokens) and tokens[j + 1].kind == "prep"
        if tokens[j].low not in _BINDS_RIGHT and not near:
            break
        noun = _past_determiners(tokens, j + 1 + near)
        stop = _past_nominals(tokens, noun)
        if stop == noun:
            break
        j = _past_list(tokens, stop)
    return j


def _past_list(tokens: list[Token], j: int) -> int:
    """Step over further names of a list that ends in "and": "Dalvia, Orvane and Tiran"."""
    at = j
    while at + 1 < len(tokens) and tokens[at].kind == "comma" and tokens[at + 1].kind == "name":
        at = _past_nominals(tokens, at + 1)
    if at + 1 < len(tokens) and tokens[at].low == "and" and tokens[at + 1].kind == "name":
        return _past_nominals(tokens, at + 1) if at > j else j
    return j


def _name_behind(tokens: list[Token], first: int, start: int, j: int) -> Phrase | None:
    """Return the name set behind an office: said "the minister's aide, Jo Reeve, who"."""
    if j + 1 >= len(tokens) or tokens[j].kind != "comma":
        return None
    head = _head(tokens, start, j)
    if head.kind != "noun" or head.low in _WRITTEN or is_plural(head):
        return None
    stop = past_names(tokens, j + 1)
    ends = stop >= len(tokens) or tokens[stop].kind in {"comma", "stop"}
    return (first, stop - 1) if 2 <= stop - j - 1 <= _LONGEST_NAME and ends else None


def _name_given(tokens: list[Token], first: int, j: int) -> Phrase | None:
    """Return the name that is given to a noun: "a man known as Jo", "an aide named Jo Reeve"."""
    while first < j and tokens[j - 1].low in {"known", "calling", "named"}:
        j -= 1
    given = next((g for g in _GIVING if tuple(t.low for t in tokens[j : j + len(g)]) == g), None)
    if given is None or j == first:
        return None
    stop = past_names(tokens, j + len(given))
    return (first, stop - 1) if stop > j + len(given) else None


def name_before(tokens: list[Token], phrase: Phrase) -> Phrase:
    """Return the name that an office explains: "Jo Reeve, the head of the port said"."""
    first = phrase[0]
    if first < 2 or _is_named_office(tokens, phrase):
        return phrase
    office = tokens[first].kind in {"det", "noun"} or is_speaking_noun(tokens[first].low)
    comma = first - 1
    while comma and tokens[comma].kind in {"noun", "conj"}:  # "president and CEO of"
        comma -= 1
    if not office or tokens[comma].kind != "comma":
        return phrase
    start = comma
    while start and tokens[start - 1].kind == "name":
        start -= 1
    names_clause = start < comma - 1 and (start == 0 or tokens[start - 1].kind == "quote")
    return (start, comma - 1) if names_clause else phrase


def with_name(tokens: list[Token], phrase: Phrase, k: int) -> Phrase:
    """Take in the name set behind an office before token ``k``: "the farmer, Jo Reeve, told"."""
    first, last = phrase
    after = last + 2
    if after >= k or tokens[last + 1].kind != "comma":
        return phrase
    if _head(tokens, first, last + 1).kind == "name":
        return phrase
    stop = past_names(tokens, after)
    set_off = after < stop < len(tokens) and tokens[stop].kind == "comma"
    return (first, stop - 1) if set_off else phrase


def starts_clause(tokens: list[Token], i: int, *, participle: bool) -> bool:
    """Tell whether a clause may begin with the phrase that starts at ``i``."""
    if i == 0:
        return True
    before = tokens[i - 1].kind
    if before == "cue":
        return not participle  # "posted a note reading": the note is no speaker
    if before == "det" and _is_that(tokens, i - 1):
        return True
    if tokens[i - 1].low in {"who", "which"}:
        return False  # who is the subject already
    return before in {
        "quote", "comma", "dash", "stop", "conj", "sub", "time", "adv", "rel", "other",
    }  # fmt: skip


def back_over_nominals(tokens: list[Token], i: int, j: int) -> int:
    """Return where the run of names and nouns up to ``i``, with its determiners, begins."""
    while i > 0 and tokens[i - 1].kind in NOMINAL and j - i < FARTHEST:
        i -= 1
    while i > 0 and tokens[i - 1].kind == "det" and not _is_that(tokens, i - 1):
        i -= 1
    return i


def past_names(tokens: list[Token], i: int) -> int:
    """Return the first token from ``i`` on that is no name."""
    while i < len(tokens) and tokens[i].kind == "name":
        i += 1
    return i


def is_possessive(token: Token) -> bool:
    """Tell whether the word ends in an apostrophe, with or without s."""
    return token.low.endswith(("'s", "s'"))


def is_speaking_noun(word: str) -> bool:
    """Tell whether the noun is one for who speaks."""
    return word in cues.SPEAKING_NOUNS or word.rstrip("s") in TITLES or word in TITLES


def is_past(token: Token) -> bool:
    """Tell whether the word looks like a verb in the past, and no verb of saying."""
    return token.low in _PAST or (token.low.endswith("ed") and "-" not in token.low)


def is_plural(token: Token) -> bool:
    """Tell whether the word looks like a plural, or a verb in the present."""
    return token.low.endswith("s") and not token.low.endswith("ss")


def _is_that(tokens: list[Token], i: int) -> bool:
    """Tell whether it is the "that" of a clause: "so late that Keil said"."""
    return tokens[i].low == "that" and tokens[i + 1].kind in {"name", "pron"}


def _head(tokens: list[Token], first: int, stop: int) -> Token:
    """Return the noun that the phrase is about: "spokesman" of "a spokesman for Jo Reeve"."""
    bound = next((i for i in range(first, stop) if tokens[i].low in _BINDS_RIGHT), stop)
    return tokens[max(first, bound - 1)]


def _is_named_office(tokens: list[Token], phrase: Phrase) -> bool:
    """Tell whether the phrase ends in a name of its own: "the minister Jo Reeve"."""
    first, last = phrase
    if last < first + 2 or tokens[last].kind != "name":
        return False
    return is_speaking_noun(tokens[last - 1].low)


def _past_determiners(tokens: list[Token], i: int) -> int:
    while i < len(tokens) and tokens[i].kind == "det":
        i += 1
    return i


def _past_nominals(tokens: list[Token], j: int) -> int:
    """Step over names and nouns; after a name, a noun that names no office is likelier a verb."""
    named, start = False, j
    while j < len(tokens) and tokens[j].kind in NOMINAL:
        token = tokens[j]
        noun = token.kind == "noun"
        if noun and token.low in _NEAR and j > start:
            break
        if named and noun and not _leads_on(tokens, j):
            break
        if noun and is_past(token) and (named or (j > start and not _leads_on(tokens, j))):
            break
        if noun and token.low.endswith("ing") and not named:
            break
        named = (named or token.kind == "name") and not is_possessive(token)
        j += 1
    return j


def _leads_on(tokens: list[Token], j: int) -> bool:
    """Tell whether a noun is followed by what the phrase is about, a name or an office."""
    following = tokens[j + 1 : j + 2]
    nominal = bool(following) and following[0].kind in NOMINAL
    return (nominal and _leads_to_name(tokens, j)) or _leads_to_office(tokens, j)


def _leads_to_office(tokens: list[Token], j: int) -> bool:
    """Tell whether nouns lead on to one for who speaks: "White House press secretary"."""
    for token in tokens[j : j + 5]:
        if is_speaking_noun(token.low):
            return True
        if token.kind != "noun" or is_past(token) or is_plural(token):
            return False
    return False


def _leads_to_name(tokens: list[Token], j: int) -> bool:
    """Tell whether nouns lead on to a name: "party boss Jo Reeve"."""
    ahead = tokens[j + 1 : j + 4]
    name = next((n for n, t in enumerate(ahead) if t.kind == "name"), None)
    if name is None or not all(t.kind == "noun" for t in ahead[:name]):
        return False
    last = ahead[name - 1] if name else tokens[j]
    verbal = is_past(last) or is_plural(last)
    return not verbal or j == 0 or tokens[j - 1].kind != "name"
