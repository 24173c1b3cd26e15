"""Watched terms: found whole in all their forms, counted once, marked without a letter changed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import Settings
from digest.errors import UsageError
from digest.importance import score_event, score_for
from digest.mentions import Term, _pattern, as_terms, find_forms, is_mentioned, with_watched
from digest.model import Event
from digest.renderers.marking import mark_words
from digest.renderers.shown import Words
from digest.steps import digest_event
from digest.words import spell_out
from tests.linear import seconds_to_scan
from tests.make import article, prepared
from tests.sample_digest import ferry_event, strike_event

PACT = Term(name="Ardvale Pact", aliases=("the Pact", "Ardvale agreement"))


def found(text: str, *forms: str) -> list[str]:
    return [text[start:end] for start, end in find_forms(text, forms)]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("The dam above Oru Bay broke", "oru bay", ["Oru Bay"]),
        ("ORU-BAY floods; Oru\nBay’s lower town", "Oru Bay", ["ORU-BAY", "Oru\nBay"]),
        ("Orubay and Oru Bayside", "Oru Bay", []),
        ("The port and the airport, ports", "port", ["port"]),
        ("Le café de l’ÉTÉ", "été", ["ÉTÉ"]),
        ("11년 만에 소린과 할매", "소린", ["소린"]),
        ("(a+)+ $& [x]", "a+", ["a"]),
        ("nothing", "!?", []),
    ],
)
def test_a_term_is_found_whole_whatever_signs_and_capitals(
    text: str, form: str, expected: list[str]
) -> None:
    assert found(text, form) == expected
    assert is_mentioned([form], [spell_out(text)]) == bool(expected)


def test_of_forms_that_overlap_the_longest_is_found() -> None:
    text = "The Harbor Council and the Council of the Harbor"

    assert found(text, "Harbor", "Harbor Council", "Council") == [
        "Harbor Council",
        "Council",
        "Harbor",
    ]


@given(st.text(max_size=80), st.lists(st.text(max_size=8), max_size=4))
def test_joined_pieces_are_the_words(text: str, forms: list[str]) -> None:
    words = Words(text=text)
    pieces = mark_words(words, forms).pieces

    assert not pieces or "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


def test_the_pattern_of_forms_reads_its_worst_text_in_no_time() -> None:
    pattern = _pattern(("Oru Bay", "oru oru oru", "a a"))
    assert pattern is not None

    units = ("oru ", "oru-", "oru" + "-" * 20, " ", "-", "a", "a ", "Oru Bay ")
    assert seconds_to_scan(pattern, units) < 0.2


def test_a_term_counts_once_in_all_its_forms() -> None:
    one = article("The Pact was read. The Ardvale agreement holds.", title="The Ardvale Pact")
    plain = score_event([one], (), independent=1)[0]
    points, reasons = score_event([one], (), independent=1, watch=[PACT])

    assert points == pytest.approx(plain + 2)
    assert [reason for reason in reasons if "watched" in reason] == [
        "+2.00 watched 'Ardvale Pact' in a title"
    ]


def test_an_event_names_what_it_mentions_and_marks_what_it_prints() -> None:
    quiet = Term(name="Sorin", highlight=False)
    event = with_watched(strike_event(), [Term(name="Halmae"), quiet, PACT])
    ferry = with_watched(ferry_event(), ["Sorin", Term(name="quay"), "Halmae"])

    assert (event.watched, event.marked) == (("Halmae",), ("Halmae",))
    assert (ferry.watched, ferry.marked) == (("Sorin", "Halmae"), ("Sorin", "Halmae"))
    assert with_watched(ferry, [quiet]).watched == ("Sorin",)
    assert with_watched(ferry, [quiet]).marked == ()
    assert with_watched(ferry, []).watched == ()


def test_a_term_in_a_text_that_is_not_printed_is_named_and_not_marked() -> None:
    told = with_watched(strike_event(), [PACT], [article("They spoke of the Pact.")])

    assert (told.watched, told.marked) == (("Ardvale Pact",), ())


def test_an_event_is_digested_with_what_is_watched() -> None:
    one = prepared("The Pact was read to the council of Oru Bay on Tuesday at noon.")
    digest = digest_event(Event(id="x", articles=(one,)), Settings(watch=(PACT, "Oru Bay")))

    assert digest.watched == ("Ardvale Pact", "Oru Bay")
    assert digest.marked == ("the Pact", "Oru Bay")


def test_a_score_for_other_readers_is_the_one_that_they_would_have_had() -> None:
    articles = [article("The Pact was read at Oru Bay.", title="A dam breaks")]
    points, reasons = score_event(articles, (), independent=1, watch=["dam", "Oru Bay"])
    mine = score_event(articles, (), independent=1, watch=[PACT])
    told = replace(strike_event(), score=points, reasons=reasons)

    theirs = score_for(told, [PACT], articles)
    assert (theirs.score, sorted(theirs.reasons)) == (mine[0], sorted(mine[1]))
    assert score_for(theirs, ["dam", "Oru Bay"], articles).score == points


def test_terms_of_one_name_are_one_and_must_have_words() -> None:
    assert as_terms(["Oru Bay", Term(name="ORU-BAY", highlight=False)]) == (Term(name="Oru Bay"),)
    with pytest.raises(UsageError, match=r"watch is '!': give a word or a phrase"):
        Settings(watch=(Term(name="Oru Bay", aliases=("!",)),))
