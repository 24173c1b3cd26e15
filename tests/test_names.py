"""Names: whose they are under many spellings, and whose they are not."""

import itertools
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import name_forms, name_likeness, names, namesakes, spellings, syllables
from digest.names import gender, is_body, is_description, split_mention
from digest.namesakes import merge_speakers, same_person
from digest.spellings import bones, distance
from tests.linear import seconds_to_scan


def _read_cases() -> dict[str, list[tuple[str, ...]]]:
    """Return the names of each line, by the heading that the line stands under."""
    text = (Path(__file__).parent / "cases" / "names.md").read_text(encoding="utf-8")
    found = {}
    for part in text.split("\n## ")[1:]:
        heading, *lines = part.splitlines()
        found[heading] = [tuple(line.split(" | ")) for line in lines if line]
    return found


CASES = _read_cases()
TRIPLES = CASES["one person"]
PAIRS = CASES["two people"]
EVERY_NAME = sorted({name for line in TRIPLES + PAIRS for name in line})
PATTERNS = [
    (f"{module.__name__}.{name}", pattern)
    for module in (names, name_forms, name_likeness, namesakes, spellings, syllables)
    for name, pattern in sorted(vars(module).items())
    if isinstance(pattern, re.Pattern)
]
WORST = ("abd ", "abd-al-", "al-", "a", "an", " ", "-", "(", "'s", ", of ", "Keil ", "K. ", "oo")


def _merge(*forms: str) -> set[str]:
    """Return the names shown for the forms, each met once and without a role."""
    return {speaker.name for speaker in merge_speakers([(form, "") for form in forms]).values()}


@pytest.mark.parametrize("forms", TRIPLES, ids=[t[0] for t in TRIPLES])
def test_spellings_of_one_name_are_one_person(forms: tuple[str, ...]) -> None:
    assert all(same_person(one, other) for one, other in itertools.permutations(forms, 2))
    assert len(_merge(*forms)) == 1


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=["/".join(p) for p in PAIRS])
def test_two_people_stay_two(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)
    assert len(_merge(one, other)) == 2


def test_two_people_stay_two_when_all_meet_in_one_event() -> None:
    merged = merge_speakers([(name, "") for name in EVERY_NAME])

    assert [pair for pair in PAIRS if merged[pair[0]] == merged[pair[1]]] == []


@pytest.mark.parametrize(
    ("mention", "role", "name"),
    [
        (
            "White House national security adviser Jo Marsh",
            "White House national security adviser",
            "Jo Marsh",
        ),
        ("US President Jo Marsh", "US President", "Jo Marsh"),
        ("Sen. Jon Abara (D-Ohio)", "Sen.", "Jon Abara"),
        ("Rep. Jon Abara of Maryland", "Rep.", "Jon Abara"),
        ("Secretary of State Jo Marsh", "Secretary of State", "Jo Marsh"),
        ("Keil’s campaign manager Tom Reeve", "Keil’s campaign manager", "Tom Reeve"),
        ("a senior official", "a senior official", ""),
        ("the Keil campaign", "the Keil campaign", ""),
        ("Ursula von der Leyen", "", "Ursula von der Leyen"),
        ("President von der Leyen", "President", "von der Leyen"),
        ("Foreign Minister Faris al-Keil", "Foreign Minister", "Faris al-Keil"),
        ("Park Min Ho", "", "Park Min Ho"),
    ],
)
def test_mention_is_role_and_name(mention: str, role: str, name: str) -> None:
    assert split_mention(mention) == (role, name)


def test_gender_is_told_by_titles_and_plain_given_names_only() -> None:
    assert [gender(m) for m in ("Mrs. Keil", "Mr. Keil", "Bill Keil", "Yul Keil", "Keil")] == [
        "f", "m", "m", "", "",
    ]  # fmt: skip


def test_surname_joins_the_only_person_it_can_mean() -> None:
    merged = merge_speakers([("Marta Keil", "minister of ports"), ("Keil", "minister")])

    assert merged["Keil"] == merged["Marta Keil"]
    assert merged["Keil"].name == "Marta Keil"
    assert merged["Keil"].role == "minister of ports"
    assert merged["Keil"].aliases == ("Keil",)


def test_surname_of_two_people_joins_neither() -> None:
    merged = merge_speakers([("Bill Varga", ""), ("Hillary Varga", ""), ("Varga", "")])

    assert merged["Bill Varga"] != merged["Hillary Varga"]
    assert merged["Varga"].name == "Varga"


def test_commonest_full_form_is_shown() -> None:
    merged = merge_speakers([("Seo Min-jae", ""), ("Seo Min Jae", ""), ("Seo Min Jae", "")])

    assert {speaker.name for speaker in merged.values()} == {"Seo Min Jae"}


def test_described_speakers_are_merged_by_their_words_only() -> None:
    merged = merge_speakers([("a senior official", ""), ("A senior official", ""), ("an aide", "")])

    assert merged["a senior official"] == merged["A senior official"]
    assert merged["an aide"] != merged["a senior official"]


def test_an_article_before_a_body_makes_no_other_name() -> None:
    merged = merge_speakers([("the Strait Operators’ Association", "")] * 2 + [
        ("The Strait Operators’ Association", "")
    ])  # fmt: skip

    (speaker,) = set(merged.values())
    assert speaker.aliases == ()


def test_description_is_told_from_a_name() -> None:
    described = ["a senior official", "The leaders of the two islands", "officials"]

    assert all(is_description(each) for each in described)
    assert not is_description("Marta Keil")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_are_compared_alike_from_both_sides(one: str, other: str) -> None:
    assert same_person(one, other) == same_person(other, one)
    assert all(isinstance(part, str) for part in split_mention(one))


@given(st.permutations([("Marta Keil", "a"), ("Keil", ""), ("Jo Marsh", ""), ("M. Keil", "b c")]))
def test_order_of_mentions_changes_nothing(mentions: list[tuple[str, str]]) -> None:
    assert merge_speakers(mentions) == merge_speakers(sorted(mentions))


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        (["Joe Biden"] * 9 + ["Joseph R. Biden Jr."], "Joe Biden"),
        (["Yoon"] * 20 + ["Yoon Suk Yeol"], "Yoon Suk Yeol"),
        (["MARTA KEIL"] * 5 + ["Marta Keil"], "Marta Keil"),
        (["M. Keil"] * 5 + ["Marta Keil", "Keil’s", "KEIL"], "Marta Keil"),
        (["MARTA KEIL"] * 5 + ["KEIL"], "MARTA KEIL"),
        (["Joe Biden", "Joseph Biden", "Joseph R. Biden Jr."], "Joseph R. Biden Jr."),
        (["John Lee", "Lee Ka-chiu", "John Lee Ka-chiu"], "John Lee Ka-chiu"),
        (["Madonna", "MADONNA", "Madonna’s"], "Madonna"),
        (["Lula", "Luiz Inácio Lula da Silva"], "Luiz Inácio Lula da Silva"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_person_is_shown_by_the_fullest_of_the_common_forms(
    forms: list[str], shown: str
) -> None:
    assert _merge(*forms) == {shown}


def test_title_and_gender_tell_which_of_two_a_surname_means() -> None:
    merged = merge_speakers(
        [("Bill Varga", ""), ("Hillary Varga", ""), ("Mrs. Varga", ""), ("Varga", "Mr.")]
    )

    assert merged["Mrs. Varga"].name == "Hillary Varga"
    assert merged["Varga"].name == "Bill Varga"


def test_office_tells_which_of_two_a_surname_means() -> None:
    merged = merge_speakers(
        [("Jo Varga", "President"), ("Max Varga", "brother"), ("President Varga", "")]
    )

    assert merged["President Varga"].name == "Jo Varga"


@pytest.mark.parametrize("form", ["George Bush", "G. Bush", "Bush", "BUSH", "Bush’s"])
def test_form_that_fits_two_people_joins_neither(form: str) -> None:
    merged = merge_speakers([("George W. Bush", ""), ("George H.W. Bush", ""), (form, "")])

    assert merged[form].aliases == ()
    assert len(set(merged.values())) == 3


def test_chain_of_likeness_does_not_make_two_people_one() -> None:
    merged = merge_speakers([("John A. Marsh", ""), ("John Marsh", ""), ("John B. Marsh", "")])

    assert merged["John A. Marsh"] != merged["John B. Marsh"]


def test_bodies_are_merged_by_spelling_only() -> None:
    assert len(_merge("Defense Ministry", "Ministry", "Foreign Ministry")) == 3
    assert len(_merge("White House", "the White House", "House")) == 2


def test_role_shown_is_the_fullest_that_is_no_clause() -> None:
    merged = merge_speakers(
        [
            ("Keil", "minister"),
            ("Marta Keil", "minister of ports and fisheries"),
            ("Marta Keil", "minister " + "who had never once been asked about any of it " * 2),
        ]
    )

    assert merged["Keil"].role == "minister of ports and fisheries"


def test_a_family_name_that_reads_like_a_place_or_an_article_is_a_name() -> None:
    assert not is_body("Park Min-ho")
    assert is_body("Hyde Park")
    assert is_body("Park Police")
    assert not is_description("An Min-ho")
    assert not is_description("A. B. Keil")
    assert is_description("an official")


def test_last_name_that_reads_like_a_title_tells_no_gender() -> None:
    assert gender("Jo King") == ""
    assert gender("King Keil") == "m"


@given(st.lists(st.sampled_from(EVERY_NAME), min_size=2, max_size=12))
def test_every_mention_has_its_speaker_in_any_order(forms: list[str]) -> None:
    mentions = [(form, "") for form in forms]
    merged = merge_speakers(mentions)

    assert merged == merge_speakers(mentions[::-1])
    for name, speaker in merged.items():
        assert name in (speaker.name, *speaker.aliases)
        assert speaker.name not in speaker.aliases


@given(st.sampled_from(EVERY_NAME), st.sampled_from(EVERY_NAME))
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert same_person(one, other) == same_person(other, one)


LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)


@given(LETTERS, LETTERS)
def test_words_that_sound_alike_share_what_every_spelling_keeps(one: str, other: str) -> None:
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one)
    assert distance(one, other) == float("inf") or bones(one) == bones(other)


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[p[0] for p in PATTERNS])
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    assert seconds_to_scan(pattern, WORST) < 0.5  # seconds; a quadratic pattern takes many


def test_long_names_take_no_long_time() -> None:
    start = time.perf_counter()
    for unit in WORST:
        text = unit * (20_000 // len(unit))
        same_person(f"Jo {text}", f"{text} Keil")
        merge_speakers([(text, text), (f"Jo {text}", "")])

    assert time.perf_counter() - start < 10  # seconds; a quadratic step takes minutes
