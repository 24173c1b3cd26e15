"""Cut an article into sentences of narration with its quotations masked.

The one rule to know: a sentence of the narration goes on over the quotations
in it, so that "“It is late,” Keil said, “and dark.”" is one sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from digest.clauses import MASK, NAMED, Token, mask, read_tokens, split_masked
from digest.marks import Run, pair_marks, paragraphs
from digest.subjects import Attribution, find_attributions
from digest.unspoken import is_name_in_marks

_LABEL = re.compile(r"([A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{1,30}){0,4}):\s{1,4}")
_BARE = re.compile(r"[\x02\s,.;:!?]*")
_ENDS = frozenset(".!?…")
_MOST_RUNS = 40  # quotations in one sentence; what has more is no prose


class Sentence:
    """A sentence of the narration with the quotations in it; its words are read when asked for."""

    __slots__ = (
        "_attributions",
        "_masked",
        "_offset",
        "_tokens",
        "end",
        "paragraph",
        "runs",
        "start",
    )

    def __init__(self, masked: str, offset: int, span: tuple[int, int], paragraph: int) -> None:
        """Take the masked paragraph, which starts at ``offset``, and the span in the article."""
        self._masked = masked
        self._offset = offset
        self._tokens: list[Token] | None = None
        self._attributions: list[Attribution] | None = None
        self.start, self.end = span
        self.paragraph = paragraph
        self.runs = range(0)

    @property
    def tokens(self) -> list[Token]:
        """Return its words and marks, each quotation as one."""
        if self._tokens is None:
            start, end = self.start - self._offset, self.end - self._offset
            self._tokens = read_tokens(self._masked, start, end, self._offset)
        return self._tokens

    @property
    def attributions(self) -> list[Attribution]:
        """Return its verbs of saying, in order."""
        if self._attributions is None:
            self._attributions = find_attributions(self.tokens)
        return self._attributions

    @property
    def bare(self) -> bool:
        """Tell whether it holds nothing but quotations."""
        start, end = self.start - self._offset, self.end - self._offset
        return bool(self.runs) and _BARE.fullmatch(self._masked, start, end) is not None

    def index(self, at: int) -> int:
        """Return the index of the first token at or behind the place."""
        return bisect_left(self.tokens, at, key=_start)


class Passage:
    """An article cut into sentences, its quotations masked."""

    def __init__(self, text: str, left_out: Sequence[tuple[int, int]]) -> None:
        """Read the paragraphs of the text that touch none of the spans left out."""
        self.text = text
        self.runs: list[Run] = []
        self.sentences: list[Sentence] = []
        self.home: list[int] = []  # sentence of each run
        self._first: list[int] = []  # index of each paragraph's first sentence
        self.labels: dict[int, tuple[int, int]] = {}
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
        paired = pair_marks(self.text, start, end)
        named = [run for run in paired if is_name_in_marks(self.text, run)]
        letters = [(run.open, run.close, NAMED if run in named else MASK) for run in paired]
        masked = mask(self.text, start, end, letters)
        runs = [self._without_label(run) for run in paired if run not in named]
        k, stop = len(self.runs), len(self.runs) + len(runs)
        self.runs.extend(runs)
        self._first.append(len(self.sentences))
        for left, right in split_masked(masked, *self._stops(runs, start)):
            sentence = Sentence(masked, start, (start + left, start + right), number)
            k = self._enter(sentence, k, stop)
            while k < stop and self.runs[k].open < start + right:  # too many for one sentence
                self.sentences[-1].end = self.runs[k].open
                rest = (self.runs[k].open, start + right)
                k = self._enter(Sentence(masked, start, rest, number), k, stop)
        return masked

    def _enter(self, sentence: Sentence, k: int, stop: int) -> int:
        """Add the sentence with its quotations from ``k`` on; return the first that is not its."""
        last = min(k + _MOST_RUNS, stop)
        while last > k and self.runs[last - 1].open >= sentence.end:
            last -= 1
        sentence.runs = range(k, last)
        self.home.extend([len(self.sentences)] * len(sentence.runs))
        self.sentences.append(sentence)
        return last

    def _stops(self, runs: Sequence[Run], start: int) -> tuple[frozenset[int], frozenset[int]]:
        """Return where quotations end like a sentence, and which of these are exclamations."""
        last = {run.close - start: self.text[run.end - 1] for run in runs}
        stops = frozenset(at for at, mark in last.items() if mark in _ENDS)
        return stops, frozenset(at for at in stops if last[at] != ".")

    def opens_paragraph(self, i: int) -> Sentence:
        """Return the first sentence of the paragraph that quotation ``i`` stands in."""
        return self.sentences[self._first[self.sentences[self.home[i]].paragraph]]

    def sentence(self, i: int) -> Sentence:
        """Return the sentence that quotation ``i`` stands in."""
        return self.sentences[self.home[i]]

    def before(self, i: int) -> tuple[int, int]:
        """Return the narration between quotation ``i`` and what precedes it in its sentence."""
        sentence = self.sentence(i)
        left = self.runs[i - 1].close if i - 1 in sentence.runs else sentence.start
        return left, self.runs[i].open

    def behind(self, i: int) -> tuple[int, int]:
        """Return the narration between quotation ``i`` and what follows it in its sentence."""
        sentence = self.sentence(i)
        right = self.runs[i + 1].open if i + 1 in sentence.runs else sentence.end
        return self.runs[i].close, right

    def _without_label(self, run: Run) -> Run:
        """Leave out a speaker's label inside the marks: "KEIL: No."."""
        found = _LABEL.match(self.text, run.start, run.end)
        if not found or found.end() == run.end:
            return run
        self.labels[run.open] = found.span(1)
        return replace(run, start=found.end())


def _start(token: Token) -> int:
    return token.start
