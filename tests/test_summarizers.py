import pytest
from sumy.summarizers.lex_rank import LexRankSummarizer

from digest.errors import UsageError
from digest.summarizers import find_summarizer
from digest.summarizers.lexrank import score_sentences
from tests.make import sentence

TEXTS = (
    "The dam above Oru Bay broke on Tuesday and flooded the lower town.",
    "The lower town was flooded when the dam broke above Oru Bay.",
    "Rescue boats reached the lower town before the flood fell.",
    "Parliament debated the price of salt.",
    "Boats were sent by the navy to the flooded town.",
    "A dam inspector had warned of cracks above Oru Bay in the spring.",
)


def test_scores_are_those_of_sumy_once_it_has_converged() -> None:
    sentences = [sentence(text) for text in TEXTS]
    bags = [list(one.stems) for one in sentences]
    reference = LexRankSummarizer()
    matrix = reference._create_matrix(
        bags, reference.threshold, reference._compute_tf(bags), reference._compute_idf(bags)
    )

    expected = reference.power_method(matrix, 1e-12)

    assert score_sentences(sentences) == pytest.approx(expected.tolist(), abs=1e-6)


def test_what_most_others_resemble_scores_highest() -> None:
    scores = score_sentences([sentence(text) for text in TEXTS])

    assert max(range(len(TEXTS)), key=scores.__getitem__) == 1


def test_equal_sentences_score_alike() -> None:
    scores = score_sentences([sentence(text, article=a) for text in TEXTS for a in "ab"])

    assert scores[0::2] == scores[1::2]


def test_no_sentences_give_no_scores_and_empty_ones_do_not_fail() -> None:
    assert score_sentences([]) == ()
    assert len(score_sentences([sentence("Of the and"), sentence("And of")])) == 2


def test_lead_scores_by_place_in_each_article() -> None:
    sentences = [sentence(text, article=a) for a in "ab" for text in TEXTS[:3]]

    assert find_summarizer("lead")(sentences) == (1, 1 / 2, 1 / 3, 1, 1 / 2, 1 / 3)


def test_an_unknown_summarizer_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"unknown summarizer 'lexrnak' \(known: lead, lexrank\)"):
        find_summarizer("lexrnak")
