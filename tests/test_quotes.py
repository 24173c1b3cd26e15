"""Quotes: what is one, whose it is, where it stands; more in test_quote_cases.py."""

import itertools
import re
import time
import typing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import (
    attribution,
    clauses,
    marks,
    names,
    passages,
    people,
    quotes,
    roles,
    speakers,
    statements,
    unspoken,
)
from digest.attribution import Reason
from digest.model import Article, Turn
from digest.quotes import RELIABILITY, find_quotations, find_quotes
from digest.speakers import How
from tests.linear import seconds_to_scan

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def article(text: str, turns: tuple[Turn, ...] = ()) -> Article:
    return Article(id="a", text=text, turns=turns)


def test_parts_of_a_split_quotation_share_a_group() -> None:
    text = "“The money,” Jon Abara said, “is gone.” “Good,” Marta Keil said."

    first, second, other = find_quotes(article(text))

    assert first.group == second.group
    assert other.group != first.group


def test_fragment_in_the_writers_sentence_is_mixed() -> None:
    text = "Keil called it “a gift to smugglers”. “We will not pay,” she said."

    kinds = [quote.kind for quote in find_quotes(article(text))]

    assert kinds == ["mixed", "direct"]


def test_second_hand_quote_names_who_passed_it_on() -> None:
    text = "“The door is open,” Marta Keil said, according to state broadcaster NTV."

    (quote,) = find_quotes(article(text))

    assert (quote.speaker, quote.via) == ("Marta Keil", "state broadcaster NTV")


def test_surname_takes_the_full_name_and_the_role_of_its_article() -> None:
    text = "Veldian President Marta Keil arrived.\n\n“We will not pay,” Keil said."

    (quote,) = find_quotes(article(text))

    assert (quote.speaker, quote.role) == ("Marta Keil", "Veldian President")
    assert quote.mention == "Keil"


def test_role_in_lower_case_is_found() -> None:
    text = "Tiran security adviser Jo Marsh left early. “We are watching,” Marsh said."

    (quote,) = find_quotes(article(text))

    assert (quote.speaker, quote.role) == ("Jo Marsh", "Tiran security adviser")


def test_bare_surname_with_title_keeps_to_the_gender() -> None:
    text = (
        "Bill Varga and Hillary Varga arrived.\n\n“I am glad,” Mrs. Varga said.\n\n"
        "“So am I,” Mr. Varga said."
    )

    first, second = find_quotes(article(text))

    assert (first.speaker, second.speaker) == ("Hillary Varga", "Bill Varga")


def test_turns_are_quotes_and_marks_inside_them_are_not() -> None:
    text = "Q  Was it “fast”?\n\nOFFICIAL:  I would say “convergence” is the word here."
    start = text.index("I would")
    turns = (
        Turn(speaker="Q", start=3, end=17, asks=True),
        Turn(speaker="Official", role="", start=start, end=len(text)),
    )

    (quote,) = find_quotes(article(text, turns))

    assert (quote.speaker, quote.cue, quote.kind) == ("Official", ":", "direct")
    assert quote.text == text[start:]


def test_every_run_in_marks_is_protected_speech_or_not() -> None:
    text = "Ed “Tank” Moss said “no” in the 'Long Road' show."

    spans = find_quotations(text)

    assert [text[a:b] for a, b in spans] == ["“Tank”", "“no”", "'Long Road'"]


def test_hard_wrapped_quotation_stays_one() -> None:
    text = (
        "“We built the port with our own hands, and we will not give it\n"
        "away to anyone who comes with a ship and a flag and a bill,”\n"
        "Marta Keil said."
    )

    (quote,) = find_quotes(article(text))

    assert quote.speaker == "Marta Keil"
    assert quote.text.endswith("and a bill,")


PIECES = [*"“”‘’\"'`«»„.,?!:;— \n\n()aéZ", "Keil ", "said ", "he ", "“We "]
MARKED = st.lists(st.sampled_from(PIECES), max_size=200).map("".join)


@given(MARKED | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_exact_offsets_in_order(text: str) -> None:
    spans = find_quotations(text)
    found = find_quotes(article(text), indirect=True)

    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert all(text[q.start : q.end] == q.text for q in found)
    assert all("\n\n" not in q.text for q in found)


@given(MARKED)
@settings(max_examples=300, deadline=None)
def test_a_speaker_has_evidence_and_nobody_has_none(text: str) -> None:
    found = find_quotes(article(text), indirect=True)

    assert all((q.speaker is None) == (not q.evidence) for q in found)
    assert all((q.speaker is None) == (q.confidence == 0) for q in found)
    assert all(q.named_at is None or q.speaker for q in found)


@given(MARKED)
@settings(max_examples=300, deadline=None)
def test_asking_for_indirect_speech_changes_no_other_quote(text: str) -> None:
    marked = find_quotes(article(text))
    all_of_them = find_quotes(article(text), indirect=True)

    assert tuple(q for q in all_of_them if q.kind != "indirect") == marked


def test_evidence_leads_from_the_quotation_to_the_name() -> None:
    text = "Marta Keil arrived late. “We will not pay,” she said.\n\n“We never did.”"

    first, second = find_quotes(article(text))

    assert first.evidence == ("behind", "pronoun")
    assert second.evidence == ("paragraph before", "behind", "pronoun")
    assert first.named_at is not None
    assert text[slice(*first.named_at)] == "she"
    assert 0 < second.confidence < first.confidence < 1


def test_every_reason_has_its_reliability() -> None:
    reasons = {*typing.get_args(Reason), *typing.get_args(How), "reported"} - {"nothing"}

    assert reasons == set(RELIABILITY)


def test_reported_speech_is_indirect_and_only_given_when_asked_for() -> None:
    text = "Marta Keil said the pact would last. “We are glad,” she added."

    reported, quoted = find_quotes(article(text), indirect=True)

    assert (reported.kind, reported.speaker, reported.text) == (
        "indirect", "Marta Keil", "the pact would last",
    )  # fmt: skip
    assert find_quotes(article(text)) == (quoted,)


@pytest.mark.parametrize(
    "mention",
    [
        "a spokesman for Marta Keil",
        "an aide to Marta Keil",
        "one Keil adviser",
        "a friend of Marta Keil",
        "Marta Keil’s lawyer",
        "a former member of the Keil campaign",
    ],
)
def test_who_speaks_for_somebody_is_not_that_person(mention: str) -> None:
    text = f"Marta Keil left early. “It was a long day for all of us,” {mention} said."

    (quote,) = find_quotes(article(text))

    assert quote.speaker == mention


MODULES = (
    attribution, clauses, marks, names, passages, people, quotes, roles, speakers, statements,
    unspoken,
)  # fmt: skip
PATTERNS = [
    (f"{module.__name__}.{name}", value)
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
]
WORST = [
    "a",
    "A ",
    "A.",
    " ",
    ", ",
    "“",
    "'",
    "(",
    "([",
    "A-",
    "A’",
    "\n",
    "a\n",
    "A de la ",
    "Hi ",
]


@pytest.mark.parametrize(
    "before",
    ["guards,D.C. ", "Marta Keil,(Port Ansel)said: "],
    ids=["name behind a comma", "nothing but a bracket behind a name"],
)
def test_damaged_narration_is_no_error(before: str) -> None:
    text = f'{before}"We stay,"'

    assert [quote.text for quote in find_quotes(Article(id="a", text=text))] == ["We stay,"]


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[p[0] for p in PATTERNS])
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    assert seconds_to_scan(pattern, WORST) < 0.5  # seconds; a quadratic pattern takes many


@pytest.mark.parametrize(
    "unit",
    ["“a,” he said, ", "“We “A, ", "said Aa and Bb and ", "“a” Ab Smith said. ", "the A of "],
)
def test_long_line_without_end_is_read_in_linear_time(unit: str) -> None:
    start = time.perf_counter()
    find_quotes(article(unit * (50_000 // len(unit))))

    assert time.perf_counter() - start < 5


needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real articles are not here")


def seed(prefix: str) -> Article:
    (path,) = SEEDS.glob(f"{prefix}*")
    return article(path.read_text(encoding="utf-8").partition("Hot news now")[0])


@needs_seeds
@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        (
            "001",
            ["Joe Biden"] * 2
            + ["Shigeru Ishiba"]
            + ["Xi Jinping"] * 2
            + ["Jake Sullivan", "Joe Biden"],
        ),
        ("002", ["Jake Sullivan"] * 4),
        (
            "003",
            ["The leaders of the three countries"] * 5
            + ["Yoon Seok-yeol"] * 6
            + ["Joe Biden"] * 4
            + ["Shigeru Ishiba"] * 4,
        ),
        ("004", ["Jake Sullivan"]),
    ],
)
def test_real_article_names_every_speaker(prefix: str, expected: list[str]) -> None:
    assert [quote.speaker for quote in find_quotes(seed(prefix))] == expected


def test_a_name_that_stands_nowhere_is_no_speaker() -> None:
    text = "“We will not sign that paper today,” said Ines (Laughter.) Toral of the union."

    (quote,) = find_quotes(Article(id="a", text=text))

    assert quote.speaker is None or quote.speaker in text
