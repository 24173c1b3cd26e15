"""sumy's own LexRank, for comparison.

Its formulas, threshold and stopping are its own; only the words are ours, and
the scores go by place, where sumy's go by text. Time and memory grow with the
square of the sentences.
"""

from collections.abc import Sequence

from digest.model import Place, Prepared


def score_articles(articles: Sequence[Prepared]) -> dict[Place, float]:
    """Return sumy's rating by the place of each sentence."""
    from sumy.summarizers.lex_rank import LexRankSummarizer

    sentences = [sentence for prepared in articles for sentence in prepared.sentences]
    if not sentences:
        return {}
    rank = LexRankSummarizer()
    bags = [list(sentence.stems) for sentence in sentences]
    frequencies, idf = rank._compute_tf(bags), rank._compute_idf(bags)
    matrix = rank._create_matrix(bags, rank.threshold, frequencies, idf)
    ratings = rank.power_method(matrix, rank.epsilon).tolist()
    return {(s.article, s.start): rating for s, rating in zip(sentences, ratings, strict=True)}
