from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.copies import (
    COMMON,
    MOST_COMPARED,
    MOST_SENTENCES,
    find_copies,
    find_rewrites,
    shared_texts,
)
from digest.lineage import Link, point_at_originals
from digest.model import Prepared
from digest.vectors import Numbering, number_terms
from digest.word_numbers import Bags
from digest.word_runs import RUN, count_shared_runs
from tests.make import prepared

REPORT = """The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour.

Four hundred people were carried from their roofs by boats of the navy before nightfall.

Engineers of the water board had found cracks in the wall during an inspection in spring.

Repairs were to begin in April and would have cost ninety million crowns, the board said.

The harbor stays closed to all ships until divers have searched the channel for debris.

Schools in the upper town will take in families whose houses are still under water."""

REWRITE = """A dam over Oru Bay collapsed Tuesday, flooding the lower town in less than one hour.

Navy boats carried some four hundred people off roofs before night fell on the town.

During a spring inspection, engineers from the water board had discovered cracks in the wall.

According to the board, repairs costing ninety million crowns were due to begin in April.

All ships are kept out of the harbor, closed until divers search the channel for debris.

Families whose houses remain under water will be taken in by schools in the upper town."""

OTHER = """Divers began on Wednesday to search the channel of Oru Bay for debris of houses.

The mayor asked the government for tents, saying schools were full of families.

A former engineer said that he had told the water board of cracks three times.

Insurance companies expect claims of two hundred million crowns from the flood.

The navy has carried nobody from the roofs since Tuesday night, an officer said.

Farmers upstream lost their winter barley when the lake behind the wall ran dry."""


def copies_of(articles: Sequence[Prepared]) -> tuple[tuple[int, int], ...]:
    return find_copies([one.article for one in articles])


def rewrites_of(articles: Sequence[Prepared]) -> tuple[tuple[int, int], ...]:
    pairs = combinations(range(len(articles)), 2)
    return find_rewrites([one.article for one in articles], pairs)


def dated(text: str, id: str, hour: int | None) -> Prepared:
    return prepared(text, id=id, published=f"2026-03-11T{hour:02}:00:00+00:00" if hour else None)


PARAGRAPHS = REPORT.split("\n\n")
OUTLETS = COMMON + 5


def made_up(number: int, sentences: int) -> str:
    """Return sentences of words that no other number has."""
    random = Random(number)

    def word() -> str:
        return "".join(random.choice("bdfglmnprstv") + random.choice("aeiou") for _ in range(4))

    lines = (" ".join(word() for _ in range(10)) for _ in range(sentences))
    return " ".join(f"{line.capitalize()}." for line in lines)


def undated(article: Prepared) -> Prepared:
    return replace(article, article=replace(article.article, published=None))


def on_day(article: Prepared, day: str) -> Prepared:
    return replace(article, article=replace(article.article, published=day))


def test_a_cut_copy_points_at_the_earlier_article() -> None:
    articles = [dated(REPORT, "a", 8), dated(REPORT[:300], "b", 9), dated(OTHER, "c", 10)]

    assert copies_of(articles) == ((1, 0),)


def test_of_undated_articles_the_fullest_is_the_original() -> None:
    articles = [dated(REPORT[:300], "a", None), dated(REPORT, "b", 9)]

    assert copies_of(articles) == ((0, 1),)


def test_of_undated_copies_of_one_length_the_text_decides_not_the_name() -> None:
    swapped = "\n\n".join(REPORT.split("\n\n")[::-1])
    whole, turned = (prepared(text, id="x", published=None) for text in (REPORT, swapped))

    def with_names(*names: str) -> list[Prepared]:
        pairs = zip((whole, turned), names, strict=True)
        return [replace(one, article=replace(one.article, id=name)) for one, name in pairs]

    assert copies_of(with_names("a", "b")) == copies_of(with_names("b", "a")) != ()


def test_a_text_as_long_as_a_book_is_compared_with_nothing() -> None:
    lines = REPORT.split("\n\n")
    long = "\n\n".join(f"{n} {lines[n % 6]}" for n in range(MOST_SENTENCES + 1))

    assert rewrites_of([dated(long, "a", 8), dated(long, "b", 9)]) == ()


def test_all_copies_point_at_one_article_that_is_no_copy() -> None:
    articles = [dated(REPORT, "a", 8), dated(REPORT[:400], "b", 9), dated(REPORT[90:], "c", 10)]

    assert copies_of(articles) == ((1, 0), (2, 0))


def test_a_rewrite_tells_the_same_things_in_the_same_order() -> None:
    articles = [dated(REPORT, "a", 8), dated(REWRITE, "b", 9)]

    assert copies_of(articles) == ()
    assert rewrites_of(articles) == ((1, 0),)


def test_an_independent_report_of_the_same_event_is_neither_copy_nor_rewrite() -> None:
    articles = [dated(REPORT, "a", 8), dated(OTHER, "b", 9)]

    assert copies_of(articles) == ()
    assert rewrites_of(articles) == ()


def test_short_articles_prove_nothing() -> None:
    articles = [dated("Rain is expected.", "a", 8), dated("Rain is expected.", "b", 9)]

    assert copies_of(articles) == ()


def test_a_shared_phrase_makes_no_copies_of_short_articles() -> None:
    phrase = "The dam above Oru Bay broke on Tuesday"
    articles = [dated(f"{phrase}: {made_up(n, 1)[:40]}.", f"a{n}", 8) for n in range(2)]

    assert copies_of(articles) == ()


def test_a_brief_of_one_sentence_is_a_copy() -> None:
    articles = [dated(REPORT, "a", 8), dated(PARAGRAPHS[0], "b", 9)]

    assert copies_of(articles) == ((1, 0),)


def test_a_copy_with_foreign_paragraphs_and_another_title_is_a_copy() -> None:
    local = prepared(f"{REPORT}\n\n{made_up(1, 4)}", id="b", title="River news")

    assert copies_of([dated(REPORT, "a", 8), local]) == ((1, 0),)


def test_a_text_in_more_outlets_than_a_phrase_is_one_text_still() -> None:
    articles = [
        dated(f"{made_up(n, 1)}\n\n{REPORT}\n\n{made_up(n + 99, n % 2)}", f"a{n}", 8 if n else 7)
        for n in range(OUTLETS)
    ]

    assert copies_of(articles) == tuple((n, 0) for n in range(1, OUTLETS))


def test_what_a_site_prints_under_every_article_makes_no_copies() -> None:
    footer = "\n\n".join(PARAGRAPHS[:3])
    articles = [dated(f"{made_up(n, 3)}\n\n{footer}", f"a{n}", 8) for n in range(OUTLETS)]

    assert copies_of(articles) == ()


def test_articles_far_apart_in_time_are_copies_only_when_nearly_whole() -> None:
    some = f"{made_up(1, 3)}\n\n{REPORT}"
    other = on_day(prepared(f"{made_up(2, 3)}\n\n{REPORT}", id="b"), "2026-06-11")
    again = on_day(prepared(some, id="c"), "2026-06-11")

    assert copies_of([dated(some, "a", 8), other]) == ()
    assert copies_of([dated(some, "a", 8), undated(other)]) != ()
    assert copies_of([dated(some, "a", 8), again]) == ((1, 0),)


def test_a_round_up_of_two_reports_does_not_make_one_the_others_copy() -> None:
    round_up = f"{REPORT}\n\n{OTHER}"
    articles = [dated(REPORT, "a", 8), dated(OTHER, "b", 9), dated(round_up, "c", 10)]

    assert copies_of(articles) == ((2, 0),)


def test_an_undated_article_elsewhere_does_not_change_who_is_the_original() -> None:
    dated_pair = [dated(REPORT[:300], "a", 8), dated(REPORT, "b", 9)]
    others = [undated(dated(OTHER, "c", 9)), undated(dated(OTHER[:300], "d", 9))]

    assert copies_of(dated_pair) == ((1, 0),)
    assert copies_of([*dated_pair, *others]) == ((1, 0), (3, 2))


def test_a_copy_points_at_the_original_that_it_shares_most_with() -> None:
    links = [Link(0, 2, 10), Link(1, 2, 30), Link(1, 3, 5)]

    assert point_at_originals(links, sorted) == ((2, 1), (3, 1))


def test_the_same_text_as_a_copy_follows_it_to_the_original() -> None:
    links = [Link(0, 1, 20), Link(1, 2, 50, same_text=True)]

    assert point_at_originals(links, sorted) == ((1, 0), (2, 0))


def test_a_copy_of_a_copy_that_adds_much_is_a_text_of_its_own() -> None:
    links = [Link(0, 1, 20), Link(1, 2, 20)]

    assert point_at_originals(links, sorted) == ((1, 0),)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5), st.booleans())))
def test_no_original_is_a_copy_and_who_is_linked_is_one_or_the_other(
    drawn: list[tuple[int, int, int, bool]],
) -> None:
    links = [Link(*one) for one in drawn if one[0] != one[1]]

    found = dict(point_at_originals(links, sorted))

    assert not found.keys() & set(found.values())
    assert all(link.one in found or link.other in found for link in links)
    assert dict(point_at_originals(links[::-1], sorted)).keys() <= {n for one in drawn for n in one}


@pytest.mark.parametrize("shift", [1, 2, 3])
def test_the_order_of_the_articles_changes_no_copy(shift: int) -> None:
    articles = [
        dated(REPORT, "a", 8),
        dated(REPORT[:400], "b", 9),
        dated(f"{OTHER}\n\n{PARAGRAPHS[0]}", "c", None),
        dated(OTHER[:300], "d", 7),
    ]
    turned = articles[shift:] + articles[:shift]

    def by_id(some: list[Prepared]) -> set[tuple[str, str]]:
        return {(some[one].article.id, some[two].article.id) for one, two in copies_of(some)}

    assert by_id(turned) == by_id(articles) == {("b", "a"), ("d", "c")}


def test_half_reworded_reports_share_text() -> None:
    half = "\n\n".join([*PARAGRAPHS[:2], made_up(1, 6)])
    articles = [dated(half, "a", 9), dated(REPORT, "b", 8), dated(OTHER, "c", 10)]

    ((one, other, share),) = shared_texts(articles)

    assert (one, other) == (0, 1)
    assert 0.15 < share < 0.4


def test_the_words_of_a_speech_are_no_shared_text() -> None:
    speech = f"“{PARAGRAPHS[0]} {PARAGRAPHS[1]}” the mayor said."
    articles = [dated(f"{speech}\n\n{made_up(n, 6)}", f"a{n}", 8) for n in range(2)]
    unmarked = [
        dated(one.article.text.replace("“", "").replace("”", ""), "a", 8) for one in articles
    ]

    assert shared_texts(articles) == ()
    assert shared_texts(unmarked) != ()


def test_a_copy_shares_text_with_nobody_in_its_own_name() -> None:
    half = "\n\n".join([*PARAGRAPHS[:2], made_up(1, 6)])
    articles = [dated(REPORT, "a", 8), dated(REPORT[:-40], "b", 9), dated(half, "c", 10)]

    assert [pair[:2] for pair in shared_texts(articles)] == [(0, 2)]


def test_an_event_without_articles_or_words_has_neither_copies_nor_shared_text() -> None:
    for articles in ([], [dated("...", "a", 8)], [dated("...", "a", 8), dated("—", "b", 8)]):
        assert copies_of(articles) == ()
        assert rewrites_of(articles) == ()
        assert shared_texts(articles) == ()


def test_of_too_many_sentences_for_one_event_the_most_original_are_compared() -> None:
    lines = REPORT.split("\n\n") * 300
    filling = [dated("\n\n".join(lines), f"f{n}", 9) for n in range(6)]
    pair = [dated(REPORT, "a", 7), dated(REWRITE, "b", 8)]
    late = [dated(REPORT, "c", 22), dated(REWRITE, "d", 23)]

    found = rewrites_of([*late, *filling, *pair])

    assert len(filling) * len(lines) > MOST_COMPARED
    assert found[-1] == (len(filling) + 3, len(filling) + 2)
    assert not {0, 1} & {index for one in found for index in one}


def bags(texts: list[list[str]]) -> Bags:
    words, starts = number_terms(texts, Numbering())
    return Bags(words.astype(np.int32), starts)


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=9), max_size=6))
def test_runs_are_counted_as_sets_would(texts: list[list[str]]) -> None:
    runs = [{tuple(text[at : at + RUN]) for at in range(len(text) - RUN + 1)} for text in texts]
    expected = {
        (one, other): (len(runs[one] & runs[other]), *sorted((len(runs[one]), len(runs[other]))))
        for one in range(len(texts))
        for other in range(one + 1, len(texts))
        if runs[one] & runs[other]
    }

    found = count_shared_runs(bags(texts), common=len(texts) + 2, least=1)

    columns = (found.first, found.second, found.few, found.smaller, found.larger)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    assert {(one, other): tuple(rest) for one, other, *rest in rows} == expected
    assert not found.many.any()


def test_a_run_of_many_texts_is_counted_with_the_first_of_them_alone() -> None:
    found = count_shared_runs(bags([["a", "b", "c"]] * 4), common=3, least=1)

    assert found.first.tolist() == [0, 0, 0]
    assert found.second.tolist() == [1, 2, 3]
    assert found.few.tolist() == [0, 0, 0]
    assert found.many.tolist() == [1, 1, 1]
