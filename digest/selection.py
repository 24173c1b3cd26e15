"""Choose the sentences of a summary by their scores.

Maximal marginal relevance (Carbonell and Goldstein 1998): the best sentence
first, then always the one that is central and says least of what is there
already, while words remain. Only sentences that can stand alone take part.
"""

import re
from collections.abc import Mapping, Sequence, Set

from digest.model import Quote, Sentence
from digest.words import count_words

SHORTEST, LONGEST = 8, 50  # words; a shorter one is a fragment, a longer one tires
REPETITION = 0.7  # weight of what is said already against centrality; 0.5 to 1 do alike
SAME = 0.5  # share of a sentence's stems that are told already from which it repeats them
EARLY = 0.25  # power of the place in the article by which a score falls
QUOTED = 0.4  # share of a sentence in quotation marks from which it is a statement instead

Place = tuple[str, int]  # article id and start of a sentence

# Openings that lean on a sentence that would not be printed.
_LEANING = re.compile(
    r"""[“"'‘(\[—–-]*(?:
    and|but|or|so|yet|nor|also|however|still|then|thus|therefore|meanwhile|moreover|instead|
    otherwise|nevertheless|nonetheless|besides|furthermore|additionally|likewise|similarly|
    consequently|hence|later|earlier|previously|separately|afterwards?|
    he|she|it|they|we|i|you|his|her|its|their|our|my|your|this|that|these|those|such|here|there|
    both|neither|either|another|others|the\ (?:latter|former|move|decision|two|pair|three|others?|
    same|statement|comments?|remarks?|announcement)|
    in\ (?:addition|contrast|response|turn|particular|fact)|for\ (?:example|instance)|
    as\ (?:a\ result|such|well)|at\ the\ same\ time|on\ this\ day|of\ (?:these|those|course)|
    asked|\w{3,20}s\ that|that's|it's|there's|they're|he's|she's|we're|i'm|good|welcome|
    who|which|what|why|how|when\ asked
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def can_stand_alone(sentence: Sentence, quotes: Sequence[Quote] = ()) -> bool:
    """Say whether a reader understands the sentence without the one before it.

    ``quotes`` are those of its article: a sentence that is mostly somebody's words is
    printed as a statement, with its speaker, and not here.
    """
    if not sentence.whole or sentence.text.endswith(("?", ":", "…", "...")):
        return False
    if not SHORTEST <= count_words(sentence.text) <= LONGEST:
        return False
    if _LEANING.match(sentence.text):
        return False
    inside = sum(
        min(quote.end, sentence.end) - max(quote.start, sentence.start)
        for quote in quotes
        if quote.start < sentence.end and sentence.start < quote.end
    )
    return inside < QUOTED * len(sentence.text)


def select_sentences(
    sentences: Sequence[Sentence],
    scores: Mapping[Place, float],
    *,
    budget: int,
    places: Mapping[Place, int],
    moments: Mapping[str, float],
) -> tuple[Sentence, ...]:
    """Return the chosen sentences, in the order in which they read best.

    ``budget`` counts words; the first sentence is taken though it be longer.
    ``scores`` and ``places`` (a sentence's number in its article) go by article and start,
    ``moments`` (when it was published, for those that are dated) by article. First comes
    the opening of the latest report, as tolls rise and plans change; then the others by
    their place in the article, so that openings come before background. Ties go to what
    was chosen first.
    """
    worth = [
        scores[s.article, s.start] * (1 + places[s.article, s.start]) ** -EARLY for s in sentences
    ]
    chosen: list[int] = []
    told: set[str] = set()
    left = list(range(len(sentences)))
    while left:
        overlaps = {i: _overlap(sentences[i], told) for i in left}
        left = [i for i in left if overlaps[i] < SAME]
        left = [i for i in left if not chosen or count_words(sentences[i].text) <= budget]
        if not left:
            break
        best = max(left, key=lambda i: (worth[i] - REPETITION * overlaps[i] * worth[i], -i))
        chosen.append(best)
        left.remove(best)
        told.update(sentences[best].stems)
        budget -= count_words(sentences[best].text)
    return _in_reading_order([sentences[i] for i in chosen], places, moments)


def _in_reading_order(
    chosen: Sequence[Sentence], places: Mapping[Place, int], moments: Mapping[str, float]
) -> tuple[Sentence, ...]:
    def place(sentence: Sentence) -> int:
        return places[sentence.article, sentence.start]

    def newness(sentence: Sentence) -> tuple[bool, float]:
        return place(sentence) == 0, moments.get(sentence.article, float("-inf"))

    first = max(chosen, key=newness, default=None)
    others = sorted((sentence for sentence in chosen if sentence is not first), key=place)
    return (first, *others) if first else ()


def _overlap(sentence: Sentence, told: Set[str]) -> float:
    """Return the share of the sentence's stems that the chosen ones hold already."""
    own = frozenset(sentence.stems)
    return len(own & told) / len(own) if own else 1.0
