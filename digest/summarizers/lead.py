"""Score sentences by their place: what stands first tells most.

The baseline that a summarizer of news has to beat.
"""

from collections.abc import Sequence

from digest.model import Sentence


def score_sentences(sentences: Sequence[Sentence]) -> tuple[float, ...]:
    """Return 1 / (1 + place in its article) a sentence; sentences come article by article."""
    places: dict[str, int] = {}
    scores = []
    for sentence in sentences:
        place = places.get(sentence.article, 0)
        places[sentence.article] = place + 1
        scores.append(1 / (1 + place))
    return tuple(scores)
