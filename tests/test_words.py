"""Words and stems: what counts as the same, and how much a stem tells."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.words import (
    count_words,
    document_count,
    document_frequency,
    language_name,
    spell_out,
    stems,
    words,
)


def test_the_same_words_in_another_typesetting_are_the_same() -> None:
    assert words("It’s “10,000” SEOK-YEOL, isn’t it?") == words("it's 10,000 Seok-yeol - isn't it")


def test_words_keep_their_order_and_lose_their_marks() -> None:
    assert words("The U.S. envoy’s plan: (go)!") == ("the", "u.s", "envoy's", "plan", "go")


def test_stems_meet_across_endings() -> None:
    assert stems("Launches launched launching") == ("launch",) * 3


def test_stop_words_have_no_stem() -> None:
    assert stems("He said that they are not where we were, isn’t it?") == ()


def test_a_possessive_meets_its_name() -> None:
    assert stems("Lowport’s harbor") == stems("Lowport's harbor") == stems("Lowport harbor")


def test_the_parts_of_a_compound_count_one_by_one() -> None:
    assert stems("short-range missiles") == stems("short range missiles")


def test_the_name_of_a_thing_keeps_its_hyphen() -> None:
    assert stems("a B-1B bomber and an F-16") == ("b-1b", "bomber", "f-16")


def test_numbers_meet_with_and_without_their_comma() -> None:
    assert stems("10,000 troops") == stems("10000 troops") == ("10000", "troop")


def test_initials_meet_with_and_without_their_points() -> None:
    assert stems("the D.C. office; N.K.'s fleet") == stems("the DC office; NK fleet")


def test_chinese_words_are_two_neighboring_characters() -> None:
    assert stems("三国会晤", language="zh") == ("三国", "国会", "会晤")


def test_another_language_has_its_own_stop_words_and_endings() -> None:
    assert stems("Die Schiffe und das Schiff", language="de") == ("schiff", "schiff")


def test_a_language_without_stemmer_keeps_its_words() -> None:
    assert stems("Merhaba dünya", language="x-none") == ("merhaba", "dünya")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *(("en", "english"), ("de-AT", "german"), ("pt_BR", "portuguese"), ("nb", "norwegian")),
        *(("", "english"), ("und", "english"), ("zh", "chinese"), ("../x", "other")),
    ],
)
def test_languages_go_by_their_english_name(code: str, name: str) -> None:
    assert language_name(code) == name


def test_the_background_counts_documents() -> None:
    counts = document_frequency().values()

    assert len(counts) > 5_000
    assert 3 <= min(counts) <= max(counts) <= document_count()


def test_the_background_holds_stems_as_they_are_made() -> None:
    # A table of another stemmer would leave most stems of a plain text unseen.
    text = "The ministers promised economic cooperation, security talks and new investments."

    assert set(stems(text)) <= set(document_frequency())


def test_importing_words_imports_no_library() -> None:
    code = "import sys, digest.words; print({'nltk', 'sumy', 'numpy'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


@given(st.text(max_size=300), st.sampled_from(("en", "de", "zh", "ar", "x-y", "../en")))
def test_any_text_in_any_language_has_stems(text: str, language: str) -> None:
    found = stems(text, language=language)

    assert all(stem and stem == stem.strip() for stem in found)
    assert found == stems(text, language=language)


def test_words_are_counted_between_blanks_and_by_twos_in_chinese() -> None:
    assert count_words("The 9,000-ton ship left.") == 4
    assert count_words("洪水淹没了下城") == 3
    assert count_words("") == 0


@pytest.mark.parametrize("text", ["said Jo\nKeil.", "JO KEIL:", "(jo “Keil”)", "Jo  Keil’s son"])
def test_a_name_stands_in_a_text_whatever_signs_are_between(text: str) -> None:
    assert spell_out("Jo Keil") in spell_out(text)


@pytest.mark.parametrize("text", ["Jo Keiler", "Banjo Keil", "Jo met Keil", "JoKeil", ""])
def test_a_name_does_not_stand_in_part_of_another(text: str) -> None:
    assert spell_out("Jo Keil") not in spell_out(text)
