"""Find what is reported without quotation marks: "Keil said the pact would last".

The one rule to know: a report is taken only where its sentence says outright
who spoke and where the reported words begin and end; in doubt nothing is taken.

So a sentence with a quotation in the reported words gives none (the quotation
is a quote of its own), nor does one that may go on in the writer's own words
(", but …", ", which …"), nor wishes, refusals, suppositions and questions.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digest import cues
from digest.clauses import Token
from digest.passages import Passage, Sentence
from digest.phrases import is_speaking_noun
from digest.subjects import Attribution, find_attributions

# Verbs after which any clause is what was said: "said the pact would last".
_SAYING = frozenset("say says said saying".split())
# Verbs whose object is who was told; "told" has always one.
_TOLD = frozenset("tell tells told telling".split())
_TELLING = _TOLD | frozenset("warn warns warned warning assured reminded informed".split())
_ASKING = frozenset({"asks", "asked"})
# Verbs that report speech where "that", a pronoun or an auxiliary shows the clause.
_REPORTING = frozenset(
    """added adds adding agreed alleged alleges announced announces announcing argue argued argues
    arguing asserted asserts asserting acknowledge acknowledged acknowledges acknowledging admits
    admitted admitting boasted cautioned claim claimed claiming claims complained complaining
    conceded concedes concluded confirmed confirming confirms contend contended contends declared
    declares declaring denied denies deny denying disclosed emphasized emphasizes emphasizing
    estimated estimates explained explaining explains insist insisted insisting insists joked
    maintain maintained maintains noted notes noting observed pledged predicted predicting predicts
    promised promising recalled recalls reiterated remarked repeated replied reported reporting
    responded revealed stated stating stressed stresses stressing suggest suggested suggesting
    suggests testified tweeted vowed vowing wrote""".split()
)
_VERBS = _SAYING | _TELLING | _ASKING | _REPORTING
_ANNOUNCING = _VERBS | {"according", "per"}
# Verbs that follow what was said: "The pact would last, Keil added."
_TRAILING = _SAYING | {"told"} | _REPORTING
# Verbs that begin something new behind "and", without reporting a clause themselves.
_NEW_VERBS = _VERBS | frozenset("accused called criticized declined questioned urged".split())
# Beside the verb these make of it a wish, a refusal, hearsay or a passive.
_UNSAID = frozenset(
    """not never would could can may might should must will to was were is are be been being
    hardly barely rarely reportedly allegedly supposedly""".split()
)
_NOBODY = frozenset("no nobody nothing neither none few nor any".split())
# Nouns for people and bodies that speak, beyond those that announce quotations.
_SPEAKERS = frozenset(
    """administration advocates allies association board colleagues council court department
    employee employees executive executives families family foundation friend friends government
    investigators member members newspaper officer officers opponents organization people students
    team union unions veterans woman worker workers""".split()
)
# Nouns that end what is set between the verb and the words: "said in a statement Monday".
_OCCASIONS = frozenset(
    """briefing call conference debate email hearing interview letter memo message post rally
    release report reporters speech statement tweet video""".split()
)
_OCCASION_PREPOSITIONS = frozenset("in on at during to after before from by via".split())
# What is said in one of these words is no clause: "said nothing new", "said yes".
_NO_CLAUSE = frozenset("goodbye how little much nothing so something to what which why yes".split())
# Behind a comma these begin a clause that may be the writer's.
_WRITERS = frozenset(
    "although as but despite even or so though unless when whereas which while whose yet".split()
)
_FINITE = cues.AUXILIARIES - frozenset("to on as so far just even not never quick".split())
_CONTRACTED = ("n't", "'ll", "'d", "'re", "'ve", "'m")
_NOMINAL = frozenset({"name", "noun", "number"})
_CLAUSE_STARTS = _NOMINAL | {"pron", "det", "adv"}
_CLAUSE_BREAKS = frozenset({"comma", "conj", "time", "stop", "adv"})
_AUXILIARY = frozenset({"aux", "adv", "time"})
_MARKS = str.maketrans(dict.fromkeys(",.;:—–\x02", " "))  # what may touch a word
_LONGEST, _LONGEST_TEXT = 150, 1500  # tokens, characters; what is longer is a list or damaged
_SHORTEST, _SENTENCE = 3, 5  # words of a report, of what needs no known verb to be a sentence
_LEAD_WORDS = 6  # tokens before "he said," that only lead in: "At the time, he said, …"
_DATELINE = 16  # tokens in which a dateline ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Indirect:
    """Reported words: their span, that of who is said to have said them, and the verb.

    ``via`` is the span of who passed them on, where the sentence names somebody.
    """

    start: int
    end: int
    subject: tuple[int, int]
    cue: str
    via: tuple[int, int] | None = None


def find_indirect(passage: Passage) -> tuple[Indirect, ...]:
    """Return the reports of a passage in the order of its text.

    A report inside a report is left out: who said that others spoke said it all.
    """
    kept: list[Indirect] = []
    for sentence in passage.sentences:
        if _is_worth_reading(passage.narration, sentence):
            found = _Reader(passage.narration, sentence).reports()
            for report in sorted(found, key=lambda report: (report.start, -report.end)):
                if not kept or report.start >= kept[-1].end:
                    kept.append(report)
    return tuple(kept)


def _is_worth_reading(narration: str, sentence: Sentence) -> bool:
    if sentence.end - sentence.start > _LONGEST_TEXT:
        return False
    found = narration[sentence.start : sentence.end].lower().translate(_MARKS).split()
    return not _ANNOUNCING.isdisjoint(found)


class _Reader:
    """Reads the reports of one sentence; numbers are indexes of its tokens."""

    def __init__(self, narration: str, sentence: Sentence) -> None:
        self._narration = narration
        self._tokens = sentence.tokens
        self._attributions = sentence.attributions
        self._cues = frozenset(found.cue[0] for found in self._attributions)
        self._body = _behind_dateline(self._tokens)

    def reports(self) -> Iterator[Indirect]:
        """Yield the reports, which may lie inside one another."""
        if not 0 < len(self._tokens) <= _LONGEST or self._tokens[-1].text == "?":
            return
        for found in self._attributions:
            if found.passed_on or found.word.lower() in _VERBS:
                k = self._index(found.cue[0])
                report = self._told(found, k) or self._inverted(found, k)
                if report:
                    yield report

    def _index(self, at: int) -> int:
        return bisect_left(self._tokens, at, key=lambda token: token.start)

    def _phrase(self, span: tuple[int, int]) -> tuple[int, int]:
        return self._index(span[0]), self._index(span[1]) - 1

    def _told(self, found: Attribution, k: int) -> Indirect | None:
        if found.subject is None:
            return None
        first, last = self._phrase(found.subject)
        if first < self._body or not self._is_clear(first, last):
            return None
        if found.passed_on:
            return self._sourced(found, k, last)
        spoken = (found, first, last, k)
        return self._led(*spoken) or self._trailed(*spoken) if last < k else None

    def _led(self, found: Attribution, first: int, last: int, k: int) -> Indirect | None:
        """Read "Keil said that the pact would last"."""
        beside = self._joins(last, k) and self._opens_clause(first)
        if not beside and not self._is_apart(last, k):
            return None
        i = self._content_start(k)
        return self._from(i, found) if i is not None else None

    def _trailed(self, found: Attribution, first: int, last: int, k: int) -> Indirect | None:
        """Read "The pact would last, Keil said" and "But now, Keil said, the pact would last"."""
        if self._low(k) not in _TRAILING or self._kind(first - 1) != "comma":
            return None
        if not self._joins(last, k):
            return None
        tail = self._past_object(k + 1) if self._low(k) == "told" else k + 1
        if self._low(k) in _SAYING | _TOLD:
            tail = self._past_adjuncts(tail)
        short = first - 1 - self._body <= _LEAD_WORDS
        if short and not self._has_verb(self._body, first - 1) and self._kind(tail) == "comma":
            return self._from(tail + 1, found) if self._is_said(tail + 1) else None
        return self._before(first - 1, found) if self._closes(tail) else None

    def _inverted(self, found: Attribution, k: int) -> Indirect | None:
        """Read "The pact would last, said Keil"."""
        if self._tokens[k].low not in _SAYING or self._kind(k - 1) != "comma":
            return None
        behind = find_attributions(self._tokens[k:])  # as if a quotation stood before
        subject = behind[0].subject if behind else None
        if subject is None:
            return None
        first, last = self._phrase(subject)
        set_off = self._kind(last + 1) == "comma"
        if first < k or not self._is_clear(first, last):
            return None
        if set_off and self._kind(last + 2) not in _NOMINAL | {"det", "rel"}:
            return None
        if not set_off and not self._closes(last + 1):
            return None
        return self._before(k - 1, replace(found, subject=subject))

    def _sourced(self, found: Attribution, k: int, last: int) -> Indirect | None:
        """Read "The pact would last, according to Keil" and the same the other way round."""
        if k == self._body or (k == self._body + 1 and self._kind(k - 1) == "conj"):
            follows = self._kind(last + 1) == "comma" and self._is_said(last + 2)
            return self._from(last + 2, found) if follows else None
        if self._kind(k - 1) != "comma":
            return None
        described = self._kind(last + 1) == "comma" and self._kind(last + 2) in {"det", "rel"}
        if last + 1 < len(self._tokens) and self._kind(last + 1) != "stop" and not described:
            return None
        return self._before(k - 1, found)

    def _from(self, i: int, found: Attribution) -> Indirect | None:
        """Take what begins at ``i``, where its end is sure."""
        end = self._content_end(i)
        if end is None or (end < len(self._tokens) and not self._has_verb(i, end)):
            return None
        return self._report(i, end, found)

    def _before(self, end: int, found: Attribution) -> Indirect | None:
        """Take the sentence up to ``end``, unless another report stands there."""
        plain = self._kind(self._body) in _NOMINAL | {"det", "pron"}
        if not (plain and end - self._body >= _SENTENCE) and not self._is_clause(self._body, end):
            return None
        stop = self._tokens[end].start
        others = (a for a in self._attributions if a.subject and a.cue[0] < stop)
        if any(other.word.lower() in _VERBS for other in others):
            return None
        return self._report(self._body, end, found)

    def _report(self, i: int, end: int, found: Attribution) -> Indirect | None:
        while end > i and self._tokens[end - 1].kind in {"comma", "stop", "dash"}:
            end -= 1
        held = self._tokens[i:end]
        broken = any(t.kind in {"quote", "stop", "dash"} or t.text in '"“”' for t in held)
        broken = broken or len(held) < _SHORTEST or held[-1].kind in {"sub", "conj"}
        if broken or found.subject is None:
            return None
        later = (a for a in self._attributions if a.passed_on and a.cue[0] >= held[-1].end)
        via = None if found.passed_on else next((a.subject for a in later), None)
        return Indirect(
            start=held[0].start, end=held[-1].end, subject=found.subject, cue=found.word, via=via
        )

    def _kind(self, i: int) -> str:
        return self._tokens[i].kind if 0 <= i < len(self._tokens) else ""

    def _low(self, i: int) -> str:
        return self._tokens[i].low if 0 <= i < len(self._tokens) else ""

    def _is_clear(self, first: int, last: int) -> bool:
        """Tell whether the phrase names a person or body, or describes somebody who speaks."""
        held = self._tokens[first : last + 1]
        if held[0].kind == "pron":
            return held[0].low in {"he", "she", "they"}
        if any(t.low in _NOBODY for t in held) or held[-1].low.endswith(("'s", "s'")):
            return False
        if held[0].low == "that" or (first and self._tokens[first - 1].end == held[0].start):
            return False  # "now that Keil", the rest of "1,400 teachers"
        joint = any(t.low == "and" for t in held)
        if joint and self._kind(first - 1) == "comma" and self._kind(first - 2) == "name":
            return False  # the end of "Abara, Reeve and Keil"
        bound = (n for n in range(1, len(held)) if held[n].low in cues.BINDING)
        head = held[next(bound, len(held)) - 1]
        opens = first == self._body and head is held[0]
        if opens and head.low.endswith("ing"):
            return False
        if is_speaking_noun(head.low) or head.low in _SPEAKERS:
            return True
        return head.kind == "name" and not (opens and f" {head.low} " in self._narration)

    def _joins(self, last: int, k: int) -> bool:
        """Tell whether the verb follows the subject at once or behind words set off by commas."""
        between = self._between(last, k)
        return between is not None and (
            not between or (len(between) > 2 and between[0].kind == "comma" == between[-1].kind)
        )

    def _between(self, last: int, k: int) -> list[Token] | None:
        """Return what stands between subject and verb, or None where nothing was said."""
        b = k
        while b > last + 1 and (self._kind(b - 1) in _AUXILIARY or "n't" in self._low(b - 1)):
            b -= 1
        if any(t.low in _UNSAID or "n't" in t.low for t in self._tokens[b:k]):
            return None
        return [] if b == last + 2 and self._low(b - 1) == "on" else self._tokens[last + 1 : b]

    def _is_apart(self, last: int, k: int) -> bool:
        """Tell whether the subject has a verb before this one: "and said", ", saying"."""
        between = self._between(last, k)
        if not between or self._joins(last, k):
            return False
        if between[-1].kind == "comma":
            return self._low(k) in cues.PARTICIPLES
        finite = self._low(k)[-1] in "ds"  # not "asked her to come and say"
        return finite and len(between) > 1 and between[-1].low in {"and", "but"}

    def _opens_clause(self, first: int) -> bool:
        """Tell whether a main clause begins with the subject."""
        if first == self._body:
            return True
        before = self._tokens[first - 1]
        lead = self._tokens[self._body : first]
        if before.low == "and" and not self._is_clause(self._body, first - 1):
            return False  # "Abara and Keil", the first of them described
        if lead[0].kind == "sub" and all(t.kind != "comma" for t in lead):
            return False
        return self._kind(first - 2) != "quote" and before.kind in _CLAUSE_BREAKS

    def _content_start(self, k: int) -> int | None:
        """Return where the words reported by the verb at ``k`` begin."""
        verb = self._tokens[k].low
        behind = self._past_object(k + 1) if verb in _TELLING | _ASKING else k + 1
        if verb in _TOLD and behind == k + 1:
            return None
        i = self._past_adjuncts(behind)
        if verb in _ASKING:
            return i if self._low(i) in {"whether", "if"} else None
        if self._low(i) == "that":
            return i + 1
        loose = self._kind(i - 1) not in {"time", "adv"} and self._low(i - 1) not in _OCCASIONS
        if (i > behind and loose) or (verb in _TELLING and behind == k + 1):
            return None
        plain = self._is_said(i) if verb in _SAYING else self._is_plain_clause(i)
        return i if plain else None

    def _past_object(self, i: int) -> int:
        """Step over who was told."""
        if self._kind(i) == "object":
            return i + 1
        first = i
        while self._kind(i) in _NOMINAL or (
            i == first and self._kind(i) == "det" and self._low(i) != "that"
        ):
            i += 1
            if self._low(i - 1) in _OCCASIONS:
                break
        return i

    def _past_adjuncts(self, i: int) -> int:
        """Step over when and where it was said: "on Monday in a statement"."""
        while True:
            dated = self._kind(i) == "det" and self._kind(i + 1) == "time"
            if (self._kind(i) in {"time", "adv"} and self._low(i) != "there") or dated:
                i += 1
                continue
            stop = self._past_noun(i + 1) if self._low(i) in _OCCASION_PREPOSITIONS else i + 1
            if stop == i + 1:
                return i
            i = stop

    def _past_noun(self, i: int) -> int:
        while self._kind(i) in _NOMINAL | {"det", "time", "object"} and self._low(i) != "that":
            i += 1
            dated = self._kind(i - 1) == "time" and self._kind(i) not in {"time", "number"}
            if dated or self._low(i - 1) in _OCCASIONS:
                break
        return i

    def _is_said(self, i: int) -> bool:
        """Tell whether what follows "said" can be a clause."""
        if self._low(i) in _NO_CLAUSE:
            return False
        if self._kind(i) in {"prep", "sub", "adv"} or self._low(i) == "no":
            return self._has_verb(i, len(self._tokens))
        return self._kind(i) in _NOMINAL | {"pron", "det", "time", "other"}

    def _is_plain_clause(self, i: int) -> bool:
        """Tell whether a finite verb follows before anything that begins another clause."""
        if self._kind(i) not in _CLAUSE_STARTS:
            return False
        for token in self._tokens[i:]:
            if _is_finite(token):
                return True
            if token.kind in {"rel", "comma", "sub", "conj"} or token.low.endswith("ing"):
                break
        return self._kind(i) == "pron"

    def _is_clause(self, i: int, end: int) -> bool:
        """Tell whether the tokens can stand as a sentence."""
        starts = _CLAUSE_STARTS | {"time", "sub", "prep"}
        return (self._kind(i) in starts or self._low(i) == "even") and self._has_verb(i, end)

    def _has_verb(self, i: int, end: int) -> bool:
        return any(map(_is_verbal, self._tokens[i:end]))

    def _closes(self, i: int) -> bool:
        """Tell whether nothing follows, or only ", adding …"."""
        if i >= len(self._tokens) - 1 and self._kind(i) in {"", "stop"}:
            return True
        following = self._low(i + 1)
        return self._kind(i) == "comma" and following in cues.PARTICIPLES & _VERBS

    def _content_end(self, i: int) -> int | None:
        """Return the index behind the reported words, or None in doubt."""
        for j in range(i, len(self._tokens)):
            if self._ends_before(j):
                return j
            if self._is_doubtful(j):
                return None
        return len(self._tokens)

    def _ends_before(self, j: int) -> bool:
        """Tell whether ", according to", ", who", ", adding" or "and added" begins here."""
        comma = self._kind(j) == "comma"
        following = self._low(j + 1)
        if comma and (
            self._kind(j + 1) == "according"
            or following == "who"
            or following in cues.PARTICIPLES & _VERBS
        ):
            return True
        joint = j + 1 if comma else j
        if self._low(joint) not in {"and", "but"} or self._low(joint + 1) not in _NEW_VERBS:
            return False
        return self._tokens[joint + 1].start in self._cues

    def _is_doubtful(self, j: int) -> bool:
        """Tell whether the words from here may be the writer's, or somebody's own."""
        last = j == len(self._tokens) - 1
        if self._kind(j) == "quote" or self._low(j) == "but":
            return True
        if self._kind(j) != "comma" or last:
            return self._kind(j) in {"stop", "dash"} and not last
        following = self._low(j + 1)
        if following == "and":
            return self._low(j + 2) != "that" and self._kind(j + 2) != "aux"
        if following in _WRITERS:
            return True
        if following.endswith("ing") and self._kind(j + 1) in {"noun", "cue", "other"}:
            return True
        explained = following in {"a", "an", "the"}
        return explained and all(t.kind != "comma" for t in self._tokens[j + 1 :])


def _is_finite(token: Token) -> bool:
    return token.low in _FINITE or token.low.endswith(_CONTRACTED)


def _is_verbal(token: Token) -> bool:
    return token.kind == "cue" or token.low.endswith("ed") or _is_finite(token)


def _behind_dateline(tokens: Sequence[Token]) -> int:
    """Return the index of the first token behind "LIMA, Peru (NTV) —"."""
    if tokens and tokens[0].text.isupper() and len(tokens[0].text) > 2:
        for i, token in enumerate(tokens[:_DATELINE]):
            if token.kind == "dash":
                return i + 1
    return 0
