"""Choosing sentences that together cover what the articles say."""

import numpy as np

from digest.coverage import Candidates, choose_covering, share_told
from digest.vectors import Numbering, count_terms
from digest.words import count_words, terms_and_stems

FLOOD = "The dam above Oru Bay broke on Tuesday and flooded the whole lower town."
AGAIN = "On Tuesday the dam above Oru Bay broke, and the whole lower town was flooded."
NAVY = "Boats of the navy carried four hundred people from their roofs by nightfall."
NAVY_TOO = "Four hundred people were carried from their roofs by boats of the navy."
PRICE = "Engineers put the cost of a new wall at ninety million crowns or more."


def candidates(
    *texts: str,
    articles: str,
    scores: tuple[float, ...] = (),
    barred: tuple[int, ...] = (),
    behind: dict[int, int] | None = None,
) -> Candidates:
    read = [terms_and_stems(text) for text in texts]
    owners = [sorted(set(articles)).index(name) for name in articles]
    return Candidates(
        terms=[terms for terms, _ in read],
        stems=count_terms([stems for _, stems in read], Numbering()),
        owners=np.array(owners, dtype=np.int64),
        places=np.array([articles[:i].count(name) for i, name in enumerate(articles)], dtype=int),
        scores=np.array(scores or [1.0] * len(texts), dtype=float),
        allowed=np.array([index not in barred for index in range(len(texts))], dtype=bool),
        behind=np.array([(behind or {}).get(index, -1) for index in range(len(texts))], dtype=int),
        costs=np.array([count_words(text) for text in texts], dtype=float),
    )


def test_what_several_articles_say_goes_before_what_one_says() -> None:
    found = choose_covering(candidates(PRICE, NAVY, NAVY_TOO, articles="abc"), budget=10)

    assert found in ([1], [2])


def test_what_is_told_is_not_told_again() -> None:
    found = choose_covering(candidates(FLOOD, AGAIN, NAVY, articles="aab"), budget=100)

    assert sorted(found) in ([0, 2], [1, 2])


def test_a_barred_sentence_votes_but_is_not_chosen() -> None:
    found = choose_covering(
        candidates(NAVY, PRICE, NAVY_TOO, articles="abc", barred=(2,)), budget=10
    )

    assert found == [0]


def test_a_leaning_sentence_comes_behind_the_one_before_it_or_not_at_all() -> None:
    leaning = candidates(NAVY, FLOOD, PRICE, articles="aaa", scores=(0.5, 0.1, 0.4), behind={2: 1})

    assert choose_covering(leaning, budget=100) == [0, 1, 2]
    assert choose_covering(leaning, budget=13) == [0]
    assert choose_covering(leaning, budget=27) == [0, 1]


def test_a_strong_leaning_sentence_brings_the_one_before_it_along() -> None:
    leaning = candidates(NAVY, FLOOD, PRICE, articles="aaa", scores=(0.5, 0.1, 9.0), behind={2: 1})

    assert choose_covering(leaning, budget=20, slack=10) == [1, 2]
    assert choose_covering(leaning, budget=30, slack=12) == [1, 2, 0]


def test_the_budget_is_reached_and_passed_by_the_slack_at_most() -> None:
    three = candidates(FLOOD, NAVY, PRICE, articles="abc")  # 14, 13 and 14 words

    assert len(choose_covering(three, budget=14)) == 1
    assert len(choose_covering(three, budget=26)) == 1
    assert len(choose_covering(three, budget=27)) == 2
    assert len(choose_covering(three, budget=26, slack=2)) == 2
    assert len(choose_covering(three, budget=3)) == 1


def test_the_higher_score_wins_where_all_else_is_equal() -> None:
    assert choose_covering(candidates(NAVY, NAVY, articles="ab", scores=(1, 2)), budget=5) == [1]


def test_ties_go_to_what_stands_first() -> None:
    assert choose_covering(candidates(NAVY, NAVY, articles="ab"), budget=5) == [0]


def test_an_opening_goes_before_an_equal_sentence_further_down() -> None:
    assert choose_covering(candidates(PRICE, NAVY, NAVY, articles="aab"), budget=5) == [2]


def test_by_scores_neither_place_nor_company_counts() -> None:
    asked = candidates(PRICE, NAVY, NAVY_TOO, articles="aab", scores=(3.0, 1.0, 1.0))

    assert choose_covering(asked, budget=5) != [0]
    assert choose_covering(asked, budget=5, by_scores=True) == [0]


def test_what_the_reader_knows_counts_for_nothing() -> None:
    known = [terms_and_stems(NAVY)[0]]

    found = choose_covering(candidates(NAVY, PRICE, articles="ab"), budget=100, told=known)

    assert found == [1]


def test_the_share_told_is_of_the_shorter_and_of_the_likest() -> None:
    stems = [("dam", "break", "town"), ("boat", "navy"), ()]
    known = [("dam", "break", "town", "flood"), ("navy", "helicopt", "price"), ("price",)]

    assert share_told(stems, known).tolist() == [1.0, 0.5, 0.0]
    assert share_told(stems, []).tolist() == [0.0, 0.0, 0.0]


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert choose_covering(candidates(articles=""), budget=100) == []
    assert choose_covering(candidates("Flood", articles="a"), budget=100) == []
    assert choose_covering(candidates(FLOOD, articles="a", barred=(0,)), budget=100) == []
