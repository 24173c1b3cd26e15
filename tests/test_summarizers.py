"""The ways of scoring, and the class for programs written for sumy."""

from typing import Any

import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.summarizers.lex_rank import LexRankSummarizer as SumysOwn

from digest.errors import UsageError
from digest.model import Prepared
from digest.summarizers import SUMMARIZERS, find_summarizer
from digest.summarizers.lexrank import LexRankSummarizer, score_articles
from digest.words import compiled_stemmer
from tests.make import prepared

TEXTS = (
    "The dam above Oru Bay broke on Tuesday and flooded the lower town.",
    "The lower town was flooded when the dam broke above Oru Bay.",
    "Rescue boats reached the lower town before the flood fell.",
    "Parliament debated the price of salt.",
    "Boats were sent by the navy to the flooded town.",
    "A dam inspector had warned of cracks above Oru Bay in the spring.",
)


def articles(*texts: str, **fields: object) -> list[Prepared]:
    return [prepared(text, id=f"a{number}", **fields) for number, text in enumerate(texts)]


def scores_of(found: list[Prepared], name: str = "lexrank", about: str = "") -> list[float]:
    scores = find_summarizer(name).score(found, about)
    return [scores[s.article, s.start] for one in found for s in one.sentences]


def test_scores_add_up_to_one_and_the_most_central_is_highest() -> None:
    scores = scores_of(articles(*TEXTS))

    assert sum(scores) == pytest.approx(1)
    assert scores.index(max(scores)) in (0, 1)
    assert max(scores) > 1.1 * scores[3]


def test_an_early_sentence_outweighs_an_equal_one_further_down() -> None:
    first, second = scores_of(articles(f"{TEXTS[0]} {TEXTS[3]}", f"{TEXTS[3]} {TEXTS[0]}"))[::3]

    assert first > second


def test_words_of_the_title_weigh() -> None:
    plain = scores_of(articles(*TEXTS))
    titled = scores_of(articles(*TEXTS, title="Parliament debates salt"))

    assert titled[3] > plain[3]


def test_a_derived_title_is_a_sentence_already_and_weighs_nothing_more() -> None:
    from dataclasses import replace

    found = articles(*TEXTS)
    derived = [
        replace(one, article=replace(one.article, title="Parliament", title_derived=True))
        for one in found
    ]

    assert scores_of(derived) == scores_of(found)


def test_what_the_reader_asks_for_scores_highest() -> None:
    scores = scores_of(articles(*TEXTS), about="salt prices")

    assert scores.index(max(scores)) == 3


def test_the_order_of_the_articles_does_not_change_the_scores() -> None:
    found = articles(*TEXTS)

    assert score_articles(found[::-1]) == pytest.approx(score_articles(found), abs=1e-12)


def test_words_of_a_language_that_the_background_lacks_are_weighed_by_the_articles() -> None:
    german = (
        "Der Damm oberhalb der Bucht brach am Dienstag und überflutete die Unterstadt.",
        "Die Unterstadt wurde überflutet, als der Damm oberhalb der Bucht am Dienstag brach.",
        "Am Dienstag beriet das Parlament der Hauptstadt über den Preis von Salz.",
    )

    scores = scores_of(articles(*german))

    assert scores.index(min(scores)) == 2


def test_no_sentences_give_no_scores_and_empty_ones_do_not_fail() -> None:
    assert score_articles([]) == {}
    assert len(score_articles(articles("Of the and.", "And of."))) == 2


def test_lead_scores_by_place_in_each_article() -> None:
    text = " ".join(TEXTS[:3])

    assert scores_of(articles(text, text), "lead") == [1, 1 / 2, 1 / 3, 1, 1 / 2, 1 / 3]


def test_sumy_scores_as_sumy_does() -> None:
    found = articles(*TEXTS)
    own = SumysOwn()
    bags = [list(s.stems) for one in found for s in one.sentences]
    matrix = own._create_matrix(bags, 0.1, own._compute_tf(bags), own._compute_idf(bags))

    assert scores_of(found, "sumy") == own.power_method(matrix, 0.1).tolist()
    assert find_summarizer("sumy").score([], "") == {}


def test_an_unknown_summarizer_is_refused_with_the_known_ones() -> None:
    known = ", ".join(sorted(SUMMARIZERS))

    with pytest.raises(UsageError, match=rf"unknown summarizer 'lexrnak' \(known: {known}\)"):
        find_summarizer("lexrnak")


class Words(Tokenizer):  # type: ignore[misc]  # sumy has no types
    """sumy's tokenizer without the data that it would download."""

    def __init__(self) -> None:
        self._language = "english"


def document(*texts: str, heading: str = "") -> Any:
    sentences = [SumySentence(text, Words()) for text in texts]
    if heading:
        sentences.insert(0, SumySentence(heading, Words(), is_heading=True))
    return ObjectDocumentModel([Paragraph(sentences)])


def summarizer() -> LexRankSummarizer:
    made = LexRankSummarizer(Stemmer("english"))
    made.stop_words = ["the", "of", "on", "and", "was", "by", "to", "in", "had", "were"]
    return made


def test_the_class_is_called_as_sumys_and_gives_the_documents_sentences() -> None:
    found = summarizer()(document(*TEXTS), 2)

    assert all(isinstance(one, SumySentence) for one in found)
    assert len(found) == 2
    assert [TEXTS.index(str(one)) for one in found] == sorted(TEXTS.index(str(o)) for o in found)


def test_the_class_does_not_tell_a_thing_twice() -> None:
    found = {str(one) for one in summarizer()(document(*TEXTS), 2)}

    assert len(found & set(TEXTS[:2])) == 1


def test_the_class_takes_shares_and_functions_for_the_count() -> None:
    assert len(summarizer()(document(*TEXTS), "50%")) == 3
    assert len(summarizer()(document(*TEXTS), 100)) == 6
    assert len(summarizer()(document(*TEXTS), lambda infos: infos[:1])) == 1
    assert summarizer()(document(), 3) == ()


def test_the_class_heeds_stop_words_stemmer_and_headings() -> None:
    plain = LexRankSummarizer()
    plain.stop_words = ["Dam", "TOWN"]
    salt = summarizer()(document(*TEXTS, heading="Parliament, salt, price debated"), 3)

    assert plain.stop_words == {"dam", "town"}
    assert len(plain(document(*TEXTS), 2)) == 2
    assert TEXTS[3] in {str(one) for one in salt}


def test_the_class_refuses_a_stemmer_that_is_none() -> None:
    with pytest.raises(TypeError, match="callable"):
        LexRankSummarizer("english")  # type: ignore[arg-type]


def test_sumys_snowball_stemmers_are_replaced_by_compiled_ones() -> None:
    compiled = compiled_stemmer(Stemmer("english"))

    assert compiled is not None
    assert compiled("flooded") == "flood"
    assert compiled_stemmer(Stemmer("czech")) is None
    assert compiled_stemmer(str.lower) is None
