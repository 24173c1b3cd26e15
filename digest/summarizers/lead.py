"""Score sentences by their place: what stands first tells most.

The baseline that a summarizer of news has to beat, and for a single article none does.
"""

from collections.abc import Sequence

from digest.model import Place, Prepared


def score_articles(articles: Sequence[Prepared]) -> dict[Place, float]:
    """Return 1 / (1 + place in its article) by the place of each sentence."""
    return {
        (sentence.article, sentence.start): 1 / (1 + place)
        for prepared in articles
        for place, sentence in enumerate(prepared.sentences)
    }
