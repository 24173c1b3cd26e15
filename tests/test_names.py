"""Names: whose they are under many spellings, and whose they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.names import gender, is_description, merge_speakers, same_person, split_mention

TRIPLES = [
    ("Yoon Suk Yeol", "Yoon Suk-yeol", "Yoon Seok-yeol"),
    ("Shigeru Ishiba", "Ishiba Shigeru", "Prime Minister Ishiba"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"),
    ("Muammar Gaddafi", "Muammar Qaddafi", "Muammar Kadhafi"),
    ("Mohammed Salman", "Muhammad Salman", "Mohamed Salman"),
    ("Joe Biden", "Joseph Biden", "President Biden"),
    ("Kamala Harris", "Kamala D. Harris", "Sen. Kamala Harris"),
    ("José Álvarez", "Jose Alvarez", "Mr. Alvarez"),
    ("Jean-Luc Moreau", "Jean Luc Moreau", "Moreau"),
    ("Dmitry Volkov", "Dmitri Volkov", "Dmitriy Volkov"),
    ("Kim Jong Un", "Kim Jong-un", "Kim Jong Eun"),
    ("J. Marsh", "Jo Marsh", "Minister Jo Marsh"),
]
PAIRS = [
    ("Bill Clinton", "Hillary Clinton"),
    ("Mr. Clinton", "Mrs. Clinton"),
    ("Bill Clinton", "Mrs. Clinton"),
    ("George W. Bush", "Jeb Bush"),
    ("Kim Jong Un", "Kim Yo Jong"),
    ("Kim Jong Un", "Kim Jong Il"),
    ("Donald Trump", "Donald Trump Jr."),
    ("Donald Trump", "Ivanka Trump"),
    ("Daniel Keil", "Danielle Keil"),
    ("Robert Lee", "Roberta Lee"),
    ("Maria Keil", "Mario Keil"),
    ("Tom Reeve", "Tom Marsh"),
    ("Joe", "Joe Biden"),
]


@pytest.mark.parametrize("names", TRIPLES, ids=[t[0] for t in TRIPLES])
def test_spellings_of_one_name_are_one_person(names: tuple[str, str, str]) -> None:
    first, second, third = names

    assert same_person(first, second)
    assert same_person(second, third)
    assert same_person(third, first)


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=["/".join(p) for p in PAIRS])
def test_two_people_stay_two(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


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
