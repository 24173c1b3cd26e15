"""Which passages of an article a reader understands without the text around them.

One rule: a sentence that leans on the one before it ("He said", "But") may be
printed, but only right behind that one, as its article has them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from digest.model import Prepared, Sentence
from digest.sentences import is_balanced
from digest.spans import Spans
from digest.words import count_words

SHORTEST, LONGEST = 8, 60  # words; a shorter one is a fragment, a longer one tires
MOST_SENTENCES = 4  # of a quotation that is printed with its speaker
QUOTED = 0.4  # share in quotation marks from which it is a statement instead


class Standing(Enum):
    """Whether a passage can be printed by itself, only behind the one before it, or not."""

    ALONE = "alone"
    BEHIND = "behind"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is printed together: a sentence, or those that one quotation runs through.

    ``place`` is the number of its first sentence in the article, from 0.
    """

    sentences: tuple[Sentence, ...]
    place: int
    standing: Standing


# Openings that lean on a sentence before, and what makes some of them stand after all.
_LEANING = re.compile(
    r"""[“"'‘(\[—–-]*(?:
    and|but|or|so|yet|nor|also|however|still|then|thus|therefore|meanwhile|moreover|instead|
    otherwise|nevertheless|nonetheless|besides|furthermore|additionally|likewise|similarly|
    consequently|hence|previously|separately|afterwards?|
    (?:earlier|later)(?!\ (?:this|in|on)\b)|
    it(?!\ (?:took|takes|(?:is|was|wasn['’]t|isn['’]t|remains|became)\ (?:not\ )?
        (?:until|un?clear|clear|unknown|known|possible|likely|the\ first))\b)|
    he|she|they|we|i|you|his|her|its|their|our|my|your|that|these|such|here|
    (?:that|it|there|they|he|she|we)['’]s|(?:they|we)['’]re|i['’]m|
    this(?!\ (?:\w+ing|week|weekend|month|year|spring|summer|fall|autumn|winter)\b)|
    those(?!\ (?:who|killed|injured|wounded|arrested)\b)|
    there(?!\ (?:is|are|was|were|has|have|had|will)\b)|
    both(?!\ (?:\w+\ ){1,3}and\b)|neither(?!\ (?:\w+\ ){1,3}nor\b)|either|another|others|
    the\ latter|the\ former(?=,|\ (?:is|was|has|had|said|will|would)\b)|
    the\ (?:two|pair|three|others?|same)|
    the\ (?:move|decision|statement|comments?|remarks?|announcement)
        (?!\ (?:to|by|of|on|over|whether|that)\b)|
    in\ (?:addition|contrast|response)(?!\ to\b)|in\ (?:turn|particular|fact)|
    for\ (?:example|instance)|as\ (?:a\ result|such|well)(?!\ (?:of|as)\b)|at\ the\ same\ time|
    on\ this\ day|of\ (?:these|those)|
    (?:one|two|three|four|five|six|seven|eight|nine|ten|some|many|most|several|few|all|none|each)
        \ (?:is|are|was|were|has|have|had|will|would|could|of\ (?:them|those|these))|
    asked|when\ asked|which|\w{3,20}s\ that|good|welcome
    )\b(?!-)""",
    re.IGNORECASE | re.VERBOSE,
)
# In a quotation these mean its speaker, whom the sentence names.
_OF_THE_SPEAKER = re.compile(
    r"""[“"‘']+(?:i|we|you|our|my|your|(?:we|i)['’]\w+)\b""", re.IGNORECASE | re.VERBOSE
)
_ENDED = re.compile(r"""[.!?]["'”’)]{0,3}\Z""")
_OPEN_ENDED = re.compile(r"""(?:[?:…]|\.\.\.)["'”’)]{0,3}\Z""")  # a question, or goes on
# Whole in quotation marks: whose words they are stands elsewhere.
_BARE_QUOTATION = re.compile(r"""["“«„][^"”»]*[.!?,…]["”»“]\Z""")


def find_passages(prepared: Prepared, *, statements_follow: bool) -> tuple[Passage, ...]:
    """Return the passages of an article: every sentence, in order, in one of them.

    Where ``statements_follow``, as in a digest, what is mostly somebody's words is left to
    them; elsewhere only what holds nothing else.
    """
    quotations = Spans((quote.start, quote.end) for quote in prepared.quotes)
    found: list[Passage] = []
    place = 0
    while place < len(prepared.sentences):
        together = _together(prepared, place, quotations)
        standing = _find_standing(prepared.article.text, together)
        start, end = together[0].start, together[-1].end
        if statements_follow and quotations.covered(start, end) >= QUOTED * (end - start):
            standing = Standing.NEVER
        found.append(Passage(sentences=together, place=place, standing=standing))
        place += len(together)
    return tuple(found)


def _together(prepared: Prepared, place: int, quotations: Spans) -> tuple[Sentence, ...]:
    """Return a sentence with those behind it that close what it opens, if they soon do."""
    first, *others = prepared.sentences[place : place + MOST_SENTENCES]
    taken = [first]
    for sentence in others if not first.whole else ():
        text = prepared.article.text[first.start : sentence.end]
        taken.append(sentence)
        if sentence.whole or "\n" in text:
            break
        outside = quotations.is_clear(first.start, sentence.end)
        if outside and is_balanced(text) and _ENDED.search(text):
            return tuple(taken)
    return (first,)


def _find_standing(article: str, together: Sequence[Sentence]) -> Standing:
    text = article[together[0].start : together[-1].end]
    if len(together) == 1 and not together[0].whole:
        return Standing.NEVER
    if not SHORTEST <= count_words(text) <= LONGEST:
        return Standing.NEVER
    if _OPEN_ENDED.search(text) or _BARE_QUOTATION.match(text):
        return Standing.NEVER
    leans = _LEANING.match(text) and not _OF_THE_SPEAKER.match(text)
    return Standing.BEHIND if leans else Standing.ALONE
