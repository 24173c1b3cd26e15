import time
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.clean import clean
from digest.clean_rules import PLACES, Place, Rule, rules_of
from digest.quotation_spans import quoted_spans
from tests.pattern_trees import ANY, always_holds, first_words

CASE_FILES = sorted((Path(__file__).parent / "cases" / "clean").glob("*.md"))
# Recorded by name in the code, where no single pattern finds them.
BY_STRUCTURE = {"teaser list", "reaction counter", "heading mark"}
RULES = tuple((place, rule) for place in PLACES for rule in rules_of(place))


class Case(NamedTuple):
    rule: str
    text: str
    leaves: str | None  # None: all of it


def _read_cases(file: Path) -> list[Case]:
    cases: list[Case] = []
    rule = ""
    blocks: list[tuple[str, list[str]]] = []
    for line in [*file.read_text(encoding="utf-8").splitlines(), "## "]:
        if line.startswith("## "):
            cases += _cases_of(rule, blocks)
            rule, blocks = line[3:], []
        elif line in ("take", "leaves", "keep"):
            blocks.append((line, []))
        elif line.startswith("    "):
            blocks[-1][1].append(line[4:])
    return cases


def _cases_of(rule: str, blocks: list[tuple[str, list[str]]]) -> list[Case]:
    texts = [(name, "\n\n".join(lines)) for name, lines in blocks]
    taken = [text for name, text in texts if name == "take"]
    left = [text for name, text in texts if name == "leaves"]
    cases = [Case(rule, text, leaves) for text, leaves in zip(taken, left, strict=True)]
    return cases + [Case(rule, text, None) for name, text in texts if name == "keep"]


CASES = [case for file in CASE_FILES for case in _read_cases(file)]


def _id(value: Rule | str) -> str:
    return value if isinstance(value, str) else value.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.text[:30]}")
def test_case(case: Case) -> None:
    cleaned = clean(case.text)

    if case.leaves is None:
        assert cleaned.text == case.text
        assert cleaned.removed == ()
    else:
        assert cleaned.text == case.leaves
        assert case.rule in {removed.rule for removed in cleaned.removed}


def test_every_rule_has_a_case_for_and_against_it() -> None:
    names = {rule.name for _, rule in RULES} | BY_STRUCTURE

    assert {case.rule for case in CASES if case.leaves is not None} == names
    assert {case.rule for case in CASES if case.leaves is None} == names


def test_every_pattern_has_a_case_for_it() -> None:
    taken = [case for case in CASES if case.leaves is not None]
    removed = [(one.rule, one.text) for case in taken for one in clean(case.text).removed]

    for _, rule in RULES:
        texts = [text for name, text in removed if name == rule.name]
        texts += [case.text for case in taken if case.rule == rule.name]
        unused = [one.pattern for one in rule.patterns if not any(map(one.search, texts))]
        assert not unused, rule.name


@pytest.mark.parametrize(("place", "rule"), RULES, ids=_id)
def test_first_words_and_signs_hide_nothing_that_a_rule_fits(place: Place, rule: Rule) -> None:
    begun = [first_words(source) for source in rule.sources]

    assert not rule.begins or rule.begins == frozenset().union(*begun)
    assert not rule.holds or all(always_holds(one, rule.holds) for one in rule.sources)
    assert not rule.begins or place not in ("between", "markup"), "these stand anywhere"


def test_what_a_pattern_tells_of_its_texts() -> None:
    assert first_words(r"(?i:[\[(]?(?:>> )?Read (?:more|on)|\d min|see\b)") == {"read", "0", "see"}
    assert ANY in first_words(r"[A-Z]\w{1,9} writes")
    assert always_holds(r"(?:a@|\[b@c)[.]?", ["@"])
    assert not always_holds(r"(?:a@|b)", ["@"])
    assert not always_holds(r"(?i:by)", ["by"])


def test_there_are_more_than_a_hundred_rules() -> None:
    assert len({rule.name for _, rule in RULES}) > 100


def test_what_noise_tells_becomes_facts() -> None:
    cleaned = clean(
        "TARN HOLLOW, Kestria, March 11 (Sentrel) - The bridge fell.\n"
        "(Updates death toll in paragraph 2.)\n"
        "Reporting by Viktor Anselm in Tarn Hollow; Editing by Jo Vail\n"
        "© 2026 Sentrel. All rights reserved."
    )

    assert cleaned.text == "The bridge fell."
    assert dict(cleaned.facts) == {
        "place": "TARN HOLLOW, Kestria",
        "date": "March 11",
        "agency": "Sentrel",
        "year": "2026",
        "owner": "Sentrel",
        "author": "Viktor Anselm in Tarn Hollow",
        "update": "Updates death toll in paragraph 2.",
    }


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "MADRID, 15 nov. (EFE) - Los ministros se reunieron.\nCon información de AFP",
            {"place": "MADRID", "date": "15 nov.", "agency": "EFE", "contributor": "AFP"},
        ),
        (
            "Par Ada Birk et Jean Sable\nLes ministres se sont réunis.\n(avec AFP)",
            {"author": "Ada Birk et Jean Sable", "contributor": "AFP"},
        ),
        (
            "Berlin (dpa) - Die Minister trafen sich.\nDieser Artikel wurde aktualisiert.",
            {
                "place": "Berlin",
                "agency": "dpa",
                "update": "Dieser Artikel wurde aktualisiert.",
            },
        ),
        (
            "Lisboa, 15 dez 2024 (Lusa) - Os ministros reuniram-se.\n\nLusa/Fim",
            {"place": "Lisboa", "date": "15 dez 2024", "agency": "Lusa"},
        ),
        (
            "(ANSA) - ROMA, 15 NOV - I ministri si sono riuniti.",
            {"agency": "ANSA", "place": "ROMA", "date": "15 NOV"},
        ),
        (
            "They met.\nThis report by The Canadian Press was first published March 11, 2026.",
            {"agency": "The Canadian Press", "date": "March 11, 2026"},
        ),
    ],
)
def test_noise_in_other_languages_tells_the_same_facts(text: str, facts: dict[str, str]) -> None:
    cleaned = clean(text)

    assert dict(cleaned.facts) == facts


def test_wrapped_lines_are_joined_only_where_the_next_word_did_not_fit() -> None:
    text = (
        "The ferry left the old harbor at noon with ninety people and\n"
        "eleven cars on board, and it was seen for the last time off\n"
        "the long-\nrange buoy.\n"
        "\n"
        "Customs House\n"
        "Port Ansel\n"
    )

    assert clean(text).text.split("\n\n") == [
        (
            "The ferry left the old harbor at noon with ninety people and eleven cars on board, "
            "and it was seen for the last time off the long-"
        ),
        "range buoy.",
        "Customs House",
        "Port Ansel",
    ]


def test_paragraph_that_a_page_broke_is_joined() -> None:
    text = (
        "The three met for an hour. She congratulated Prime\nMinister Halloran on his election.\n"
        "They also spoke about the threats that they have\n\naddressed before."
    )

    assert clean(text).text == (
        "The three met for an hour. She congratulated Prime Minister Halloran on his election.\n\n"
        "They also spoke about the threats that they have addressed before."
    )


def test_noise_inside_a_quotation_over_lines_stays() -> None:
    verse = "He read aloud, “The sea is old\nAdvertisement\nand we are not,” and left."

    assert "Advertisement" in clean(verse).text


def test_characters_are_made_plain_and_marks_kept() -> None:
    text = "Caf\u0065\u0301\xa0“one”\u200b,\u2009it\u00adself\u202e donâ€™t ‘stop’"

    assert clean(text).text == "Café “one”, itself don’t ‘stop’"


def test_joiners_stay_between_letters_that_need_them() -> None:
    assert clean("می\u200cخواهم").text == "می\u200cخواهم"
    assert clean("fe\u200crry").text == "ferry"


PIECES = st.sampled_from(
    [
        *("The ferry left at noon. ", "and the sea was calm", "“We wait,” she said. ", " “open "),
        *("Related", "Advertisement", "(Laughter.)", "(Calder) -- ", "©2026 Calder L.P.", "**"),
        *("PORT ANSEL (MP) — ", "- 0dog", "- I’m sad", "By Ada Birk", "[email protected]", "Q    "),
        *("MS. BIRK: ", "Sandoval writes for the Meridian Press. ", "(END)", "https://a.example/b"),
        *("\n", "\n\n", " ", '"', "”", "’", "\xa0", "\u200b", "Prime", "Minister Vail", "long-"),
        *(
            "She spoke of the forty islands in the north and of the ",
            "END",
            "# ",
            "[a](http://b.c)",
        ),
    ]
)


NOISE = st.sampled_from([case.text for case in CASES if case.leaves is not None])
LINES = st.lists(st.one_of(PIECES, NOISE.map("\n{}\n".format)), max_size=40)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(LINES.map("".join))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = clean(text)

    again = clean(once.text)

    assert again.text == once.text
    assert again.removed == ()


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_letter_is_lost_and_none_comes_in(text: str) -> None:
    cleaned = clean(text)

    letters = sorted(filter(str.isalnum, text))
    kept = cleaned.text + "".join(removed.text for removed in cleaned.removed)
    assert sorted(filter(str.isalnum, kept)) == letters


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_quotations_come_through_whole(text: str) -> None:
    line = text.replace("\n", " ").replace("\xa0", " ").replace("\u200b", "")
    paragraph = " ".join(line.split())
    quoted = [paragraph[start:end] for start, end in quoted_spans(paragraph) if start]

    cleaned = clean(paragraph).text

    assert all(quotation.strip() in cleaned for quotation in quoted)


HOSTILE = (
    *("A", "a ", "A a ", "By ", "(", "((", "(A", " — ", "“", "- 1", "http://", "*", "**a", "["),
    *("[a](", "![a", ", A", "A.", "and A", "©", "Q ", "1", "/", "\u200c", "Ã", "=", "A in B, "),
)


def _heads(rule: Rule) -> set[str]:
    """Return how what the rule takes begins, so that the hostile text is read beyond its start."""
    taken = [case.text for case in CASES if case.rule == rule.name and case.leaves is not None]
    lines = [line for text in taken for line in text.split("\n\n")]
    return {"", "(", *lines, *(" ".join(line.split()[:3]) + " " for line in lines)}


@pytest.mark.parametrize(("place", "rule"), RULES, ids=_id)
def test_patterns_are_linear(place: Place, rule: Rule) -> None:
    for head, unit, pattern in product(sorted(_heads(rule)), HOSTILE, rule.patterns):
        text = head + unit * (50_000 // len(unit))
        started = time.perf_counter()
        if place in ("between", "markup"):
            list(pattern.finditer(text))
        else:
            pattern.fullmatch(text)
            pattern.match(text)
        assert time.perf_counter() - started < 1.0, (pattern.pattern, head, unit)
