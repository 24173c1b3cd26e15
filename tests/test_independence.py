from dataclasses import replace

from digest.independence import count_voices
from digest.model import Article
from tests.make import article

TEXT = "The dam above Oru Bay broke on Tuesday."


def report(id: str, outlet: str, *, agency: str = "", text: str = TEXT) -> Article:
    return article(text, id=id, outlet=outlet, agency=agency)


def test_an_outlet_by_several_names_counts_once() -> None:
    articles = [report("a", "The Courier"), report("b", "Courier"), report("c", "The Herald")]

    assert count_voices(articles, {}) == (2, 2)


def test_articles_of_unknown_outlets_count_each() -> None:
    assert count_voices([report("a", ""), report("b", "")], {}) == (2, 2)


def test_an_agency_and_its_carriers_are_one_voice() -> None:
    articles = [
        report("a", "AP"),
        report("b", "The Courier", agency="Associated Press"),
        report("c", "The Herald", text=f"ORU BAY (AP) — {TEXT}"),
        replace(report("d", "The Star"), authors=("Jo Keil, Associated Press",)),
        report("e", "The Tribune"),
    ]

    assert count_voices(articles, {}) == (5, 2)


def test_a_copy_speaks_with_the_voice_of_its_original() -> None:
    articles = [report("a", "The Courier"), report("b", "The Herald"), report("c", "The Star")]

    assert count_voices(articles, {"b": "a"}) == (3, 2)
    assert count_voices(articles[1:], {"b": "a"}) == (2, 2)


def test_two_copies_of_an_absent_original_are_one_voice() -> None:
    copies = {"b": "a", "c": "a"}

    assert count_voices([report("b", "The Herald"), report("c", "The Star")], copies) == (2, 1)


def test_a_copy_and_another_article_of_its_originals_outlet_are_one_voice() -> None:
    first, copy = report("a", "The Courier"), report("b", "The Herald")
    later = report("c", "Courier")

    assert count_voices([copy, later], {"b": "a"}, event=[first, copy, later]) == (2, 1)


def test_the_voices_of_a_whole_event_are_its_independent_outlets() -> None:
    articles = [
        report("a", "The Courier"),
        report("b", "The Herald", agency="Reuters"),
        report("c", "The Star", agency="Reuters"),
        report("d", "The Tribune"),
    ]

    assert count_voices(articles, {"d": "b"}) == (4, 2)


def test_no_articles_have_no_voices() -> None:
    assert count_voices([], {}) == (0, 0)
