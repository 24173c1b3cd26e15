"""Find for each quotation the words of the text that say whose it is.

The one rule to know: evidence is looked for behind the quotation, then before
it, in its own sentence; then in the sentence or paragraph that it continues.
The nearest name is never evidence.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from digest import cues
from digest.clauses import Token, mask, read_tokens, split_masked
from digest.marks import Run, pair_marks, paragraphs
from digest.subjects import Attribution, find_attributions, is_speaking_noun, main_subject

_LABEL = re.compile(r"([A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{1,30}){0,4}):\s{1,4}")
_ENDS = frozenset(".!?…")
_MOST_RUNS = 40  # quotations in one sentence; what has more is no prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the text says of one quotation's speaker.

    ``mention`` is the span of the words that name the speaker, ``via`` of who
    passed the words on. ``link`` is the quotation whose speaker this one
    shares, ``split`` tells that both are parts of one. ``stands`` tells that
    a verb of saying governs the quotation, ``whole`` that it is no fragment
    of the writer's sentence, ``announced`` that the narration leads up to it. ``loose``
    evidence has no verb of saying: it counts only for somebody known to speak.
    """

    mention: tuple[int, int] | None = None
    cue: str = ""
    via: tuple[int, int] | None = None
    link: int | None = None
    split: bool = False
    stands: bool = False
    whole: bool = False
    announced: bool = False
    loose: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence of the narration with the quotations in it."""

    start: int
    end: int
    paragraph: int
    runs: range
    tokens: list[Token] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)

    def parse(self, masked: str, offset: int) -> None:
        """Read the words and the verbs of saying; ``masked`` is the paragraph at ``offset``."""
        self.tokens = read_tokens(masked, self.start - offset, self.end - offset, offset)
        self.attributions = find_attributions(self.tokens)

    @property
    def bare(self) -> bool:
        """Tell whether it holds nothing but quotations."""
        return bool(self.runs) and all(t.kind in {"quote", "stop", "comma"} for t in self.tokens)

    def index(self, at: int) -> int:
        """Return the index of the first token at or behind the place."""
        return bisect_left(self.tokens, at, key=lambda token: token.start)


class Passage:
    """An article cut into sentences, its quotations masked."""

    def __init__(self, text: str, left_out: Sequence[tuple[int, int]]) -> None:
        """Read the paragraphs of the text that touch none of the spans left out."""
        self.text = text
        self.runs: list[Run] = []
        self.sentences: list[Sentence] = []
        self.home: list[int] = []  # sentence of each run
        self._first: list[int] = []  # index of each paragraph's first sentence
        self._labels: dict[int, tuple[int, int]] = {}
        masked: list[str] = []
        at = number = 0
        for start, end in paragraphs(text):
            if any(start < right and left < end for left, right in left_out):
                continue
            masked += [" " * (start - at), self._read_paragraph(start, end, number)]
            at = end
            number += 1
        self.narration = "".join(masked)

    def _read_paragraph(self, start: int, end: int, number: int) -> str:
        runs = [self._without_label(run) for run in pair_marks(self.text, start, end)]
        masked = mask(self.text, start, end, [(run.open, run.close) for run in runs])
        k, stop = len(self.runs), len(self.runs) + len(runs)
        self.runs.extend(runs)
        found: list[Sentence] = []
        for left, right in split_masked(masked, *self._stops(runs, start)):
            first = k
            while k < stop and self.runs[k].open < start + right and k - first < _MOST_RUNS:
                k += 1
            found.append(Sentence(start + left, start + right, number, range(first, k)))
            while k < stop and self.runs[k].open < start + right:  # too many for one sentence
                last = min(k + _MOST_RUNS, bisect_left(self.runs, start + right, key=_opening))
                found[-1].end = self.runs[k].open
                found.append(Sentence(self.runs[k].open, start + right, number, range(k, last)))
                k = last
        self._first.append(len(self.sentences))
        for sentence in found if runs else found[-1:]:
            sentence.parse(masked, start)
        for sentence in found:
            self.home.extend([len(self.sentences)] * len(sentence.runs))
            self.sentences.append(sentence)
        return masked

    def _stops(self, runs: Sequence[Run], start: int) -> tuple[frozenset[int], frozenset[int]]:
        """Return where quotations end like a sentence, and which of these are exclamations."""
        last = {run.close - start: self.text[run.end - 1] for run in runs}
        stops = frozenset(at for at, mark in last.items() if mark in _ENDS)
        return stops, frozenset(at for at in stops if last[at] in "!?")

    def opens_paragraph(self, i: int) -> Sentence:
        """Return the first sentence of the paragraph that quotation ``i`` stands in."""
        return self.sentences[self._first[self.sentences[self.home[i]].paragraph]]

    def _without_label(self, run: Run) -> Run:
        """Leave out a speaker's label inside the marks: "KEIL: No."."""
        found = _LABEL.match(self.text, run.start, run.end)
        if not found or found.end() == run.end:
            return run
        self._labels[run.open] = found.span(1)
        return replace(run, start=found.end())

    def evidence(self, i: int) -> Evidence:
        """Return what the text says of the speaker of quotation ``i``."""
        sentence = self.sentences[self.home[i]]
        if self.runs[i].open in self._labels:
            label = self._labels[self.runs[i].open]
            return Evidence(mention=label, cue=":", stands=True, whole=True, announced=True)
        if sentence.bare:
            return self._from_context(i)
        lead, post = self._lead(i), self._post(i)
        via = self._passed_on(sentence)
        chosen = next((a for a in (lead, post) if a and not a.passed_on), None) or lead or post
        if lead and post and not post.passed_on and not self._announces(i, lead):
            chosen = post
        if chosen is None:
            return self._without_cue(i)
        if chosen.passed_on:
            via = None
        whole = chosen is post or self._announces(i, chosen)
        part = self._is_split(i, chosen)
        if chosen.subject is None:
            link = i - 1 if i - 1 in sentence.runs else self._paragraph_before(i)
            return Evidence(cue=chosen.word, link=link, split=part, stands=True, whole=whole)
        return Evidence(
            mention=chosen.subject,
            cue=chosen.word,
            via=via,
            link=i - 1 if part else None,
            split=part,
            stands=True,
            whole=whole,
            announced=self._announces(i, chosen),
        )

    def _zone(self, i: int, *, before: bool) -> tuple[int, int]:
        """Return the narration between quotation ``i`` and its neighbor in the sentence."""
        sentence, run = self.sentences[self.home[i]], self.runs[i]
        if before:
            left = self.runs[i - 1].close if i - 1 in sentence.runs else sentence.start
            return left, run.open
        right = self.runs[i + 1].open if i + 1 in sentence.runs else sentence.end
        return run.close, right

    def _lead(self, i: int) -> Attribution | None:
        """Return the last verb of saying before the quotation, in its sentence."""
        sentence = self.sentences[self.home[i]]
        left, right = self._zone(i, before=True)
        near = [a for a in sentence.attributions if left <= a.cue[0] < right]
        return near[-1] if near else None

    def _post(self, i: int) -> Attribution | None:
        """Return the verb of saying right behind the quotation, with its subject beside it."""
        sentence = self.sentences[self.home[i]]
        left, right = self._zone(i, before=False)
        for a in sentence.attributions:
            if not left <= a.cue[0] < right:
                continue
            first = min(a.cue[0], a.subject[0]) if a.subject else a.cue[0]
            between = self.text[left:first].strip(" ,—–-\u00a0\n").lower()
            if a.subject and a.subject[0] >= left and self._only_adverbs(between):
                return a
            return None
        return None

    def _only_adverbs(self, between: str) -> bool:
        found = between.split()
        return len(found) <= 3 and all(
            w in cues.ADVERBS or w.endswith("ly") or w in {"as", "a", "the"} for w in found
        )

    def _announces(self, i: int, attribution: Attribution) -> bool:
        """Tell whether the narration leads straight into the quotation: "he said: “…”"."""
        left, right = self._zone(i, before=True)
        if not left <= attribution.cue[0] < right:
            return False
        return self.text[left:right].rstrip()[-1:] in {",", ":", "—"} or not self.text[
            attribution.cue[1] : right
        ].strip(" ,:")

    def _passed_on(self, sentence: Sentence) -> tuple[int, int] | None:
        return next((a.subject for a in sentence.attributions if a.passed_on), None)

    def _is_split(self, i: int, chosen: Attribution) -> bool:
        """Tell whether the attribution stands between this quotation and the one it completes."""
        sentence = self.sentences[self.home[i]]
        if i - 1 not in sentence.runs or i == 0:
            return False
        before = self._post(i - 1)
        return before is chosen

    def _without_cue(self, i: int) -> Evidence:
        sentence = self.sentences[self.home[i]]
        left, right = self._zone(i, before=True)
        lead = self.text[left:right].rstrip()
        signature = self._signature(i)
        if signature:
            return Evidence(mention=signature, cue="—", stands=True, whole=True)
        if i - 1 in sentence.runs:
            return Evidence(link=i - 1, stands=bool(sentence.attributions))
        if lead.endswith(":"):
            k = sentence.index(right)
            subject = self._named_before(sentence, k) or main_subject(sentence.tokens, k)
            if subject:
                span = (sentence.tokens[subject[0]].start, sentence.tokens[subject[1]].end)
                return Evidence(
                    mention=span, cue=":", stands=True, whole=True, announced=True, loose=True
                )
        later = [a for a in sentence.attributions if a.cue[0] >= self.runs[i].close and a.subject]
        if later:
            return Evidence(mention=later[0].subject, cue=later[0].word, stands=True)
        empty = [a for a in sentence.attributions if a.subject is None]
        if empty:
            return Evidence(cue=empty[0].word, link=self._paragraph_before(i), stands=True)
        return Evidence()

    def _named_before(self, sentence: Sentence, k: int) -> tuple[int, int] | None:
        """Return the name right before a colon: "… pollster Jo Reeve: “…”"."""
        if k < 2 or sentence.tokens[k - 1].text != ":" or sentence.tokens[k - 2].kind != "name":
            return None
        first = k - 2
        while first and (
            sentence.tokens[first - 1].kind == "name"
            or is_speaking_noun(sentence.tokens[first - 1].low)
        ):
            first -= 1
        return first, k - 2

    def _signature(self, i: int) -> tuple[int, int] | None:
        """Return the name in “…” — Jo Reeve, nurse."""
        sentence, run = self.sentences[self.home[i]], self.runs[i]
        k = sentence.index(run.close)
        after = sentence.tokens[k : k + 10]
        if not 1 < len(after) < 10 or after[0].kind != "dash":
            return None
        named = list(takewhile(lambda token: token.kind == "name", after[1:]))
        return (named[0].start, named[-1].end) if named else None

    def _from_context(self, i: int) -> Evidence:
        """Look for the speaker of a quotation that stands alone in its sentence."""
        home = self.home[i]
        sentence = self.sentences[home]
        if i - 1 in sentence.runs:
            return Evidence(link=i - 1, split=True, stands=True, whole=True)
        before = self.sentences[home - 1] if home else None
        if before is None or before.paragraph != sentence.paragraph:
            return self._from_paragraph_before(i)
        if before.runs:
            return Evidence(
                link=before.runs[-1],
                split=self._is_attributed_behind(before),
                stands=True,
                whole=True,
            )
        return self._from_narration(before)

    def _is_attributed_behind(self, sentence: Sentence) -> bool:
        return (
            sentence.bare
            or self._post(sentence.runs[-1]) is not None
            or self._lead(sentence.runs[-1]) is not None
        )

    def _from_narration(self, before: Sentence) -> Evidence:
        named = [a for a in before.attributions if a.subject and not a.passed_on]
        if named:
            return Evidence(mention=named[0].subject, cue=named[0].word, stands=True, whole=True)
        subject = main_subject(before.tokens, len(before.tokens))
        if subject is None:
            return Evidence(whole=True)
        span = (before.tokens[subject[0]].start, before.tokens[subject[1]].end)
        return Evidence(mention=span, stands=True, whole=True, loose=True)

    def _paragraph_before(self, i: int) -> int | None:
        """Return the last quotation of the paragraph before, which an unsaid subject continues."""
        here = self.sentences[self.home[i]].paragraph
        if i and self.sentences[self.home[i - 1]].paragraph >= here - 1:
            return i - 1
        return None

    def _from_paragraph_before(self, i: int) -> Evidence:
        home = self.home[i]
        if not home:
            return Evidence(whole=True)
        before = self.sentences[home - 1]
        announced = self.text[before.start : before.end].rstrip().endswith(":")
        if announced and not before.runs:
            return self._from_narration(before)
        link = self._paragraph_before(i)
        if (
            link is not None
            and self.sentences[self.home[link]].paragraph < self.sentences[home].paragraph
        ):
            continues = not self.runs[link].closed
            return Evidence(link=link, split=continues, stands=True, whole=True)
        named = [a for a in before.attributions if a.subject and not a.passed_on]
        if named and not before.runs:
            return Evidence(mention=named[0].subject, cue=named[0].word, stands=True, whole=True)
        return Evidence(whole=True)


def _opening(run: Run) -> int:
    return run.open
