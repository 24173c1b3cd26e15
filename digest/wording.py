"""How one form of an utterance differs from another: cut, bracketed, reworded, or not at all.

The one rule to know: forms are held against each other word by word in order,
and a word that says otherwise keeps them apart, however much they share: a
"not" that the other form lacks, or another number, day or month.

Words in brackets are the editor's. They, the dots of a cut, and the place where
an attribution splits a quotation may stand for words that were spoken.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from digest.model import Wording
from digest.retyping import is_slip, retyped_words
from digest.words import terms_and_stems

LIKE: Final = 0.65  # share of their words that two forms have in common, from which they are one
LIKE_UNKNOWN: Final = 0.8  # the same, where nobody says whose the words of one form are
# The fewer the words, the more of them must be shared: so many are enough for so much.
_LEAST_LIKE = ((12, LIKE), (8, 0.72), (5, 0.85))
_WORD, _STOP_WORD = 1.0, 0.2  # weights of a word, and of one without meaning of its own
_INSERTED = 6  # words in brackets; more than these are the speaker's own aside
_OMITTED = 40  # words left out at one place; behind more of them, another utterance begins

_CLAUSE = 7  # words between two that both forms have; more are a clause that one leaves out
_BESIDE = 3  # words beside those that both have: moved there, or another number or date
_MOVED = 0.75  # of a content word that both have in another place
_LONGEST = 1500  # words; a longer text is a speech, and only looked for as it stands
_SEEN = 0.75  # of a form's words that count, whatever the other leaves out

_LETTERS_CHANGED = re.compile(r"\[(\w{1,3})\](?=\w)|(?<=\w)\[(\w{1,3})\]")  # "[W]e", "want[ed]"
_EDITED = re.compile(r"(\[[^\[\]()]{0,120}\]|\([^\[\]()]{0,120}\))|…|\.\s?\.\s?\.")
_NEGATIVE = frozenset("not no never nobody none nothing neither nor without".split())
_DATES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december hundred thousand million billion
    trillion""".split()
)
_PAIRS = """accept:reject accepted:rejected after:before allies:enemies always:never best:worst
    better:worse bought:sold buy:sell close:open closed:open down:up east:west eastern:western
    enemies:friends enter:leave everybody:nobody everyone:nobody export:import exports:imports
    fall:rise falling:rising fell:rose fewer:more first:last friend:enemy guilty:innocent
    higher:lower husband:wife illegal:legal impossible:possible increase:decrease
    increased:decreased inside:outside less:more lift:impose lose:win losing:winning lost:won
    north:south northern:southern older:younger raise:cut raised:cut right:wrong right:left
    strong:weak stronger:weaker""".split()
_OPPOSITES = {tuple(pair.split(":")[::way]) for pair in _PAIRS for way in (1, -1)}
_OPPOSED = frozenset(word for pair in _OPPOSITES for word in pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The words of an utterance as one article gives them, in one spelling.

    ``terms`` are the same words, content words as stems, ``weights`` what each counts for,
    ``content`` the stems among them.
    ``telling`` are the places of words that may say otherwise, as "not" does.
    ``gaps`` are the places before which words may be missing, ``bracketed``
    those of them where the editor put others; ``printed`` has the editor's words too.
    """

    words: tuple[str, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    content: frozenset[str]
    telling: frozenset[int] = frozenset()
    gaps: frozenset[int] = frozenset()
    bracketed: frozenset[int] = frozenset()
    spelled: str
    printed: str

    def __len__(self) -> int:
        return len(self.words)


def read_form(parts: Sequence[str]) -> Form:
    """Return the form of a quotation, from its parts where an attribution splits it."""
    words: list[str] = []
    gaps: set[int] = set()
    bracketed: set[int] = set()
    for number, part in enumerate(parts):
        if number:
            gaps.add(len(words))
        at = 0
        part = _LETTERS_CHANGED.sub(r"\1\2", part)
        for edit in _EDITED.finditer(part):
            inside = edit.group(1)
            if inside and len(retyped_words(inside)) > _INSERTED:
                continue
            words += retyped_words(part[at : edit.start()])
            at = edit.end()
            gaps.add(len(words))
            if inside:
                bracketed.add(len(words))
        words += retyped_words(part[at:])
    terms, weights = _terms(words)
    spelled = f" {' '.join(words)} "
    return Form(
        words=tuple(words),
        terms=terms,
        weights=weights,
        content=frozenset(t for t, weight in zip(terms, weights, strict=True) if weight == _WORD),
        telling=frozenset(i for i, word in enumerate(words) if _is_telling(word)),
        gaps=frozenset(gaps),
        bracketed=frozenset(bracketed),
        spelled=spelled,
        printed=f" {' '.join(retyped_words(' '.join(parts)))} " if bracketed else spelled,
    )


def _terms(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the words with stems for content words, and the weight of each."""
    terms, stems = terms_and_stems(" ".join(words))
    if len(terms) != len(words):  # East Asian words, which come in pieces
        return tuple(words), (_WORD,) * len(words)
    left = iter((*stems, ""))
    stem = next(left)
    weights = []
    for term in terms:
        weights.append(_WORD if term == stem else _STOP_WORD)
        if term == stem:
            stem = next(left)
    return terms, tuple(weights)


def compare_contained(form: Form, whole: Form) -> Wording | None:
    """Tell how the form gives the words of the whole, None where it has words that those lack.

    Words left out must lie at either end, or where the form shows a gap.
    """
    if not form.words:
        return None
    if form.printed == whole.printed:
        return "whole"
    if form.words == whole.words:
        return "bracketed" if form.bracketed else "whole"
    if form.printed in whole.printed:
        return "part"
    if form.spelled in whole.spelled:
        return "bracketed" if form.bracketed else "part"
    at = 0
    for start, end in _pieces(form):
        piece = f" {' '.join(form.words[start:end])} "
        found = whole.spelled.find(piece, at)
        if found < 0 or (start and whole.spelled.count(" ", at, found) > _OMITTED):
            return None
        at = found + len(piece) - 1
    return "bracketed" if form.bracketed else "cut"


def _pieces(form: Form) -> Iterator[tuple[int, int]]:
    edges = sorted({0, *form.gaps, len(form)})
    yield from pairwise(edges)


def likeness(one: Form, other: Form) -> float:
    """Return the share (0 to 1) of their words that both forms have, the longer where it is likest.

    It is 0 where a negation, a number or a date of the one is not in the other.
    """
    form, whole = sorted((one, other), key=lambda form: (len(form), form.spelled))
    pairs = _align(form, whole)
    if not pairs:
        return 0.0
    low, high = _window(whole, pairs)
    kept = [(i, j) for i, j in pairs if low <= j < high]
    if _contradict(form, whole, kept):
        return 0.0
    shared = sum(form.weights[i] for i, _ in kept)
    shared += _MOVED * _count_moved(form, whole, kept, low, high)
    return min(1.0, shared / _total(form, whole, kept, low, high))


def _count_moved(form: Form, whole: Form, kept: list[tuple[int, int]], low: int, high: int) -> int:
    """Count the content words that both have, each in another place."""
    near = range(max(0, low - _BESIDE), min(len(whole), high + _BESIDE))
    met, met_there = {i for i, _ in kept}, {j for _, j in kept}
    left = Counter(t for i, t in enumerate(form.terms) if form.weights[i] == _WORD and i not in met)
    there = Counter(
        whole.terms[j] for j in near if whole.weights[j] == _WORD and j not in met_there
    )
    return (left & there).total()


def _total(form: Form, whole: Form, kept: list[tuple[int, int]], low: int, high: int) -> float:
    """Return the mean weight of both sides, without what stands at a gap of the other."""
    mine = sum(form.weights)
    theirs = sum(whole.weights[low:high])
    least = max(mine * _SEEN, 1.0)
    before = (-1, low - 1)
    for i, j in [*kept, (len(form), high)] if form.gaps or whole.gaps else ():
        if _has_gap(form, before[0] + 1, i):
            theirs -= sum(whole.weights[before[1] + 1 : j])
        if _has_gap(whole, before[1] + 1, j):
            mine -= sum(form.weights[before[0] + 1 : i])
        before = (i, j)
    return max((mine + theirs) / 2, least)


def _has_gap(form: Form, start: int, end: int) -> bool:
    return any(start <= gap <= end for gap in form.gaps)


def _align(form: Form, whole: Form) -> list[tuple[int, int]]:
    """Return the places of the words that both have in order, slips of the keyboard among them."""
    if max(len(form), len(whole)) > _LONGEST:
        return []
    return _with_slips(form, whole, _shared_terms(form.terms, whole.terms))


def _shared_terms(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of as many terms as both have in order.

    A row of the table is the bits of one number (Hyyrö, "Bit-Parallel LCS-length
    Computation Revisited", 2004), so that time grows with the length, not its square.
    """
    places: dict[str, int] = {}
    for i, term in enumerate(one):
        places[term] = places.get(term, 0) | (1 << i)
    every = (1 << len(one)) - 1
    rows = [every]
    for term in other:
        row = rows[-1]
        met = row & places.get(term, 0)
        rows.append(((row + met) | (row - met)) & every)
    pairs = []
    i, j = len(one) - 1, len(other)
    while i >= 0 and j:
        if rows[j] >> i & 1:
            i -= 1
        elif not rows[j - 1] >> i & 1:
            j -= 1
        else:
            j -= 1
            pairs.append((i, j))
            i -= 1
    return pairs[::-1]


def _with_slips(form: Form, whole: Form, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add the words that stand alone in the same place of both and differ by a slip."""
    more = [
        (a, b)
        for (i, j), (k, m) in pairwise([(-1, -1), *pairs, (len(form), len(whole))])
        if k - i == m - j > 1
        for a, b in zip(range(i + 1, k), range(j + 1, m), strict=True)
        if form.weights[a] == whole.weights[b] == _WORD and is_slip(form.terms[a], whole.terms[b])
    ]
    return sorted([*pairs, *more])


def _window(whole: Form, pairs: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch of the whole that the form is like: without words met far off.

    It is the one with most in common for its length, where what is met counts
    for and what lies between against it.
    """
    best, ends = 0.0, (pairs[0][1], pairs[0][1] + 1)
    gained, start, last = 0.0, pairs[0][1], pairs[0][1]
    for _, j in pairs:
        gained -= LIKE * sum(whole.weights[last + 1 : j])
        if gained <= 0:
            gained, start = 0.0, j
        gained += (2 - LIKE) * whole.weights[j]
        last = j
        if gained > best:
            best, ends = gained, (start, j + 1)
    return ends


def _contradict(form: Form, whole: Form, kept: list[tuple[int, int]]) -> bool:
    """Tell whether one form denies what the other says, or gives another number or date.

    What is looked at are the words between two that both have. A negation may
    have moved to the stretch beside.
    """
    if form.telling.issubset(i for i, _ in kept) and whole.telling.issubset(j for _, j in kept):
        return False
    runs = list(_unmatched(form, whole, kept))
    sides = [tuple(not _NEGATIVE.isdisjoint(words) for words in run) for run in runs]
    for place, (mine, theirs) in enumerate(sides):
        beside = [sides[at] for at in (place - 1, place + 1) if 0 <= at < len(sides)]
        if mine != theirs and (theirs, mine) not in beside:
            return True
    i, j = kept[-1]
    runs.append((form.words[i + 1 : i + 1 + _BESIDE], whole.words[j + 1 : j + 1 + _BESIDE]))
    numbers = [tuple(set(filter(_is_number, words)) for words in run) for run in runs]
    if any(mine - theirs and theirs - mine for mine, theirs in numbers):
        return True
    return any((a, b) in _OPPOSITES for mine, theirs in runs for a in mine for b in theirs)


def _unmatched(
    form: Form, whole: Form, kept: list[tuple[int, int]]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the words of either side between those that both have, an added clause left out."""
    i, j = kept[0]
    yield form.words[max(0, i - 1) : i], whole.words[max(0, j - 1) : j]
    for (i, j), (k, m) in pairwise(kept):
        mine, theirs = form.words[i + 1 : k], whole.words[j + 1 : m]
        if len(mine) <= _CLAUSE and len(theirs) <= _CLAUSE:
            yield mine, theirs


def _is_telling(word: str) -> bool:
    return word in _NEGATIVE or word in _OPPOSED or _is_number(word)


def _is_number(word: str) -> bool:
    return word in _DATES or (word[0].isdigit() and word != "1")


def is_like(one: Form, other: Form, *, least: float = LIKE) -> bool:
    """Tell whether the two forms are one utterance, retyped or translated once more."""
    short, long = sorted((one, other), key=len)
    asked = next((share for count, share in _LEAST_LIKE if len(short) >= count), None)
    if asked is None or _most_alike(short, long) < max(asked, least):
        return False
    return likeness(one, other) >= max(asked, least)


def _most_alike(short: Form, long: Form) -> float:
    """Return what the likeness cannot exceed, were all content words that both have in order."""
    whole = sum(short.weights)
    shared = whole - _WORD * len(short.content - long.content)
    if short.gaps or long.gaps:
        return shared / (_SEEN * whole)
    return 2 * shared / (whole + shared)


def compare(form: Form, whole: Form) -> Wording:
    """Return how the form gives the words of the whole, of which it is known to be a form."""
    contained = compare_contained(form, whole)
    if contained:
        return contained
    pairs = _align(form, whole)
    if not pairs or not _stands_in(form, whole, pairs):
        return "reworded"
    if form.bracketed:
        return "bracketed"
    inside = pairs[-1][1] - pairs[0][1] + 1 > len(pairs)
    return "cut" if inside else "part" if len(pairs) < len(whole) else "whole"


def _stands_in(form: Form, whole: Form, pairs: list[tuple[int, int]]) -> bool:
    """Tell whether the whole has all words of the form, or brackets in their place."""
    alike = all(
        form.words[i] == whole.words[j] or is_slip(form.words[i], whole.words[j]) for i, j in pairs
    )
    edges = [(-1, -1), *pairs, (len(form), len(whole))]
    return alike and all(
        k - i == 1 or any(j + 1 <= gap <= m for gap in whole.bracketed)
        for (i, j), (k, m) in pairwise(edges)
    )
