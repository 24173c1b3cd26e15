import pytest

from digest.model import Sentence
from digest.selection import can_stand_alone, select_sentences
from tests.make import quote, sentence

FLOOD = "The dam above Oru Bay broke on Tuesday and flooded the whole lower town."
FLOOD_AGAIN = "On Tuesday the dam above Oru Bay broke, and the whole lower town was flooded."
NAVY = "Boats of the navy carried four hundred people from their roofs by nightfall."
PRICE = "Engineers put the cost of a new wall at ninety million crowns or more."


def chosen(
    *texts: str,
    scores: tuple[float, ...],
    budget: int = 100,
    articles: str = "aaaaaa",
    moments: dict[str, float] | None = None,
) -> list[str]:
    sentences = [
        sentence(text, article=article, start=100 * i)
        for i, (text, article) in enumerate(zip(texts, articles, strict=False))
    ]
    keys = [(one.article, one.start) for one in sentences]
    places = {key: articles[:i].count(key[0]) for i, key in enumerate(keys)}
    found = select_sentences(
        sentences,
        dict(zip(keys, scores, strict=True)),
        budget=budget,
        places=places,
        moments=moments or {},
    )
    return [one.text for one in found]


def test_a_sentence_that_says_the_same_again_is_left_out() -> None:
    assert chosen(FLOOD, FLOOD_AGAIN, NAVY, scores=(0.9, 0.8, 0.3)) == [FLOOD, NAVY]


def test_the_budget_counts_words_and_is_kept() -> None:
    assert chosen(FLOOD, NAVY, PRICE, scores=(0.9, 0.5, 0.8), budget=28) == [FLOOD, PRICE]


def test_the_first_sentence_is_taken_though_longer_than_the_budget() -> None:
    assert chosen(FLOOD, scores=(0.9,), budget=3) == [FLOOD]


def test_sentences_are_printed_in_the_order_of_their_places() -> None:
    assert chosen(FLOOD, NAVY, PRICE, scores=(0.2, 0.3, 0.9)) == [FLOOD, NAVY, PRICE]


def test_the_opening_of_the_latest_report_comes_first() -> None:
    texts, scores = (FLOOD, NAVY, PRICE), (0.9, 0.3, 0.5)

    assert chosen(*texts, scores=scores, articles="aab", moments={"a": 1.0, "b": 2.0}) == [
        PRICE,
        FLOOD,
        NAVY,
    ]
    assert chosen(*texts, scores=scores, articles="aab", moments={"a": 1.0}) == [
        FLOOD,
        PRICE,
        NAVY,
    ]


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert chosen(scores=()) == []


@pytest.mark.parametrize(
    "text",
    [
        "He said that the wall had been inspected twice in the spring.",
        "But the wall had been inspected twice in the last two years.",
        "“They did nothing, and the wall had been cracked for years.",
        "Meanwhile, the harbor of Oru Bay was closed to all ships on Tuesday.",
        "Was the wall of the dam inspected at all in the last two years?",
        "The dam broke.",
        "The latter had warned of cracks in the wall above the town in spring.",
    ],
)
def test_a_sentence_that_leans_on_another_cannot_stand_alone(text: str) -> None:
    assert not can_stand_alone(sentence(text))


@pytest.mark.parametrize(
    "text",
    [FLOOD, NAVY, "Hereford's council, which owns the wall, met on Tuesday night in the hall."],
)
def test_a_plain_sentence_can_stand_alone(text: str) -> None:
    assert can_stand_alone(sentence(text))


def test_half_a_quotation_cannot_stand_alone() -> None:
    half: Sentence = sentence(FLOOD, whole=False)

    assert not can_stand_alone(half)


def test_what_is_mostly_a_quotation_is_left_to_the_statements() -> None:
    words = "Cracks in the wall above the town were known to all of them"
    whole = sentence(f"“{words},” said the inspector.")

    assert not can_stand_alone(whole, [quote(words, start=1)])
    assert can_stand_alone(whole, [quote("Cracks in", start=1)])
