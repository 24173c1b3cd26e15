"""Take the noise out of a text and keep what it tells.

Credits, datelines and update notes become facts about the article; counters,
buttons and disclaimers go. Every removal is recorded with the rule that made
it, nothing inside a quotation is touched, and cleaning a clean text changes
nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.characters import clean_characters
from digest.clean_rules import LONGEST_LINE, Place, Rule, find_rule, match_opening, stretch_rules
from digest.labels import read_label
from digest.model import Removed
from digest.paragraphs import is_ended, join_broken, split_paragraphs
from digest.quotation_spans import DOUBLE_MARKS, quoted_paragraphs, quoted_spans

HEAD = 6  # paragraphs among which a byline may stand
LONGEST_CLOSING = 800  # characters of a paragraph's end in which credits may stand
LONGEST_TEASER = 150  # characters of a headline below "Related"
LONGEST_REACTION = 30  # characters of a bullet among reaction counters
MOST_PASSES = 6  # a removal can lay another one bare; real texts need two
_STRETCHES: tuple[Place, ...] = ("markup", "between")

_SENTENCE_START = re.compile(r"(?<=[.!?”’\")\]»]) (?=[\[(©*A-ZÀ-ÖØ-Þ=—–-])")
_SPACES = re.compile(r" {2,}")
_MARKUP_HEADING = re.compile(r"(#{1,6}) (?=\S)")
# "Download the app, the ministry advised.": somebody's words, whatever they look like.
_REPORTED = re.compile(
    r", (?:\S{1,30} ){1,8}(?:said|says|told|asked|added|wrote|warned|urged|advised|argued)"
    r"(?: \S{1,20}){0,3}[.!?]\Z|"
    r", (?:dijo|afirmó|pidió|disse|afirmou|pediu|sagte|erklärte|schrieb|ha detto|ha chiesto|a dit|"
    r"a déclaré|dit|disait)\b[^,]{0,60}[.!?]\Z"
)
_REACTION = re.compile(
    r"[-•*] ?(?i:i['’]?m (?:sad|angry|sorry|happy|touched|moved|surprised|upset)|i "
    r"(?:like|love|recommend|hate) (?:it|this)|i want (?:a )?follow-up[\w ]{0,20}|(?:sad|"
    r"angry|happy|like|love|wow|haha|surprised|recommend(?:ed)?|cheering))"
)
_COUNTER = re.compile(r"[-•*] ?\d{1,6} ?(?:dogs?|개|people|times|likes?|votes?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text in paragraphs, what was taken out, and the facts that told.

    A fact is a pair of the field's name and its value, in the order of the
    text: agency, place, date, author, contributor, owner, update, byline_outlet.
    """

    text: str
    removed: tuple[Removed, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


class _Log:
    """What the rules took out of one text, and the facts in it."""

    def __init__(self) -> None:
        self.removed: list[Removed] = []
        self.facts: list[tuple[str, str]] = []

    def take(self, rule: str, text: str, match: re.Match[str] | None = None) -> None:
        self.removed.append(Removed(rule=rule, text=text))
        for name, value in match.groupdict().items() if match else ():
            if value and name != "text":
                self.facts.append((name, value.strip()))


def clean(text: str) -> Cleaned:
    """Return the text of one article without its noise."""
    return clean_paragraphs(split_paragraphs(clean_characters(text)))


def clean_paragraphs(paragraphs: Sequence[str]) -> Cleaned:
    """Return the paragraphs without their noise, divided by one empty line."""
    log = _Log()
    before: tuple[str, ...] = tuple(paragraphs)
    for _ in range(MOST_PASSES):
        after = _one_pass(before, log)
        if after == before:
            break
        before = after
    return Cleaned(text="\n\n".join(before), removed=tuple(log.removed), facts=tuple(log.facts))


def _one_pass(paragraphs: tuple[str, ...], log: _Log) -> tuple[str, ...]:
    for step in (
        _without_reactions,
        _without_noise,
        _without_teasers,
        _without_head,
        _without_tail,
    ):
        found = _Log()
        kept = tuple(step(paragraphs, found))
        # Where noise splits a sentence, its halves would run together: then both stay apart.
        if kept != paragraphs and join_broken(kept) == kept:
            paragraphs = kept
            log.removed += found.removed
            log.facts += found.facts
    return paragraphs


def _without_reactions(paragraphs: Sequence[str], log: _Log) -> Iterator[str]:
    """Leave out runs of short bullets in which reactions and their counts alternate."""
    run: list[str] = []
    for paragraph in [*paragraphs, ""]:
        if paragraph.startswith(("-", "•", "*")) and len(paragraph) <= LONGEST_REACTION:
            run.append(paragraph)
            continue
        known = any(_REACTION.fullmatch(line) for line in run)
        if known and any(_COUNTER.fullmatch(line) for line in run):
            for line in run:
                log.take("reaction counter", line)
        else:
            yield from run
        run = []
        if paragraph:
            yield paragraph


def _without_noise(paragraphs: Sequence[str], log: _Log) -> Iterator[str]:
    protected = quoted_paragraphs(paragraphs)
    for number, paragraph in enumerate(paragraphs):
        if number in protected:
            yield paragraph
            continue
        rest = _without_inline(paragraph, log)
        match = _find_line(rest) if rest else None
        if match is None:  # a slug ("AP-OST--...") would pass for a dateline
            bare = _without_opening(rest, log)
            match = _find_line(bare) if bare and bare != rest else None
            rest = bare
        if match:
            log.take(match[0].name, rest, match[1])
        elif rest:
            yield rest


def _without_inline(paragraph: str, log: _Log) -> str:
    heading = _MARKUP_HEADING.match(paragraph)
    if heading:
        log.take("heading mark", heading[1])
        paragraph = paragraph[heading.end() :]
    whole = paragraph
    for place in _STRETCHES:
        for rule in stretch_rules(place, paragraph):
            paragraph = _without_stretches(rule, paragraph, log, place=place)
    if paragraph == whole:
        return paragraph
    label = read_label(paragraph)
    if label and label.speech == len(paragraph) and log.removed[-1:]:
        return _drop_empty_turn(paragraph, log)
    return paragraph


def _drop_empty_turn(paragraph: str, log: _Log) -> str:
    """Drop the label of somebody who only laughed."""
    if log.removed[-1].rule != "stage direction":
        return paragraph
    log.take("stage direction", paragraph)
    return ""


def _without_stretches(rule: Rule, paragraph: str, log: _Log, *, place: Place) -> str:
    found = list(rule.finditer(paragraph))
    if place == "between":
        found = [match for match in found if _is_between_sentences(match, paragraph)]
    if not found:
        return paragraph
    quoted = quoted_spans(paragraph)
    pieces: list[str] = []
    done = 0
    for match in found:
        if _is_inside(match, quoted):
            continue
        kept = match.groupdict().get("text") or ""
        log.take(rule.name, match[0].replace(kept, "", 1), match)
        pieces += [paragraph[done : match.start()], kept]
        done = match.end()
    pieces.append(paragraph[done:])
    return _SPACES.sub(" ", "".join(pieces)).strip() if done else paragraph


def _is_between_sentences(match: re.Match[str], paragraph: str) -> bool:
    before = paragraph[max(0, match.start() - 3) : match.start()].rstrip()
    return not before or before[-1] in '.!?…:”"' or match.end() == len(paragraph)


def _is_inside(match: re.Match[str], quoted: Sequence[tuple[int, int]]) -> bool:
    low, high = 0, len(quoted)
    while low < high:  # the first quotation that ends after the match begins
        middle = (low + high) // 2
        if quoted[middle][1] <= match.start():
            low = middle + 1
        else:
            high = middle
    return low < len(quoted) and quoted[low][0] <= match.start()


def _without_opening(paragraph: str, log: _Log) -> str:
    opening = match_opening(paragraph)
    if opening is None:
        return paragraph
    rule, match = opening
    log.take(rule.name, match[0].strip(), match)
    return paragraph[match.end() :].strip()


def _without_teasers(paragraphs: Sequence[str], log: _Log) -> Iterator[str]:
    """Leave out "Related" and the like, with the headlines below it where they close the text."""
    closing = len(paragraphs)
    while closing and _is_teaser(paragraphs[closing - 1]):
        closing -= 1
    dropping = False
    for number, paragraph in enumerate(paragraphs):
        heading = _first_match("teaser", paragraph)
        if heading:
            log.take(heading[0].name, paragraph)
            dropping = number >= closing
        elif dropping and number >= closing:
            log.take("teaser list", paragraph)
        else:
            yield paragraph


def _is_teaser(paragraph: str) -> bool:
    """Tell whether a paragraph could be a headline: short, one clause, no statement's full stop."""
    if len(paragraph) > LONGEST_TEASER or DOUBLE_MARKS.search(paragraph):
        return False
    return paragraph.endswith(("?", ":")) or not is_ended(paragraph)


def _without_head(paragraphs: Sequence[str], log: _Log) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        match = _first_match("head", paragraph) if number < HEAD else None
        if match:
            log.take(match[0].name, paragraph, match[1])
        else:
            yield paragraph


def _without_tail(paragraphs: Sequence[str], log: _Log) -> Iterator[str]:
    protected = quoted_paragraphs(paragraphs)
    count = len(paragraphs)
    while count and count - 1 not in protected:
        last = paragraphs[count - 1]
        end = _end_of_text(last, log)
        if end:
            yield from paragraphs[: count - 1]
            yield last[:end]
            return
        count -= 1
    yield from paragraphs[:count]


def _end_of_text(paragraph: str, log: _Log) -> int:
    """Return where the credits begin that close a paragraph, its length where there are none."""
    end = len(paragraph)
    while end:
        start = _closing_start(paragraph, end, log)
        if start is None:
            break
        end = start
    return end


def _closing_start(paragraph: str, end: int, log: _Log) -> int | None:
    low = max(0, end - LONGEST_CLOSING)
    window = paragraph[low:end]
    starts = [match.end() for match in _SENTENCE_START.finditer(window)]
    if low == 0:
        starts.insert(0, 0)
    for start in starts:
        match = _first_match("tail", window[start:])
        if match:
            log.take(match[0].name, window[start:], match[1])
            return max(0, low + start - 1)
    return None


@lru_cache(maxsize=4096)  # noise repeats itself, within a text and from one to the next
def _find_line(paragraph: str) -> tuple[Rule, re.Match[str]] | None:
    found = _first_match("line", paragraph)
    return None if found and _REPORTED.search(paragraph) else found


def _first_match(place: Place, paragraph: str) -> tuple[Rule, re.Match[str]] | None:
    if len(paragraph) > LONGEST_LINE:
        return None
    found = find_rule(place, paragraph)
    # With marks in it: whose words would they be?
    return None if found and DOUBLE_MARKS.search(paragraph) else found
