"""Speakers: whom a name, a description or a pronoun means in its article."""

from digest.people import find_names
from digest.speakers import People


def people(*sentences: str) -> tuple[People, str]:
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return People(text, spans), text


def test_pronoun_means_the_subject_before_it() -> None:
    known, text = people("Mr. Reeve met Mr. Abara on the quay.", "He was surprised.")

    assert known.resolve("he", text.index("He")).name == "Reeve"


def test_pronoun_never_goes_against_gender() -> None:
    known, text = people("Mr. Reeve met Ms. Keil.", "She was surprised.")

    assert known.resolve("she", text.index("She")).name == "Keil"


def test_pronoun_without_a_person_near_means_nobody() -> None:
    known, _ = people("The harbor was closed.", "It rained.")

    assert known.resolve("he", 30).name is None


def test_they_and_we_are_nobody_by_name() -> None:
    known, text = people("Tom Reeve met Marta Keil.", "They left.")

    assert known.resolve("they", text.index("They")).name is None
    assert known.resolve("we", text.index("They")).name is None


def test_last_speaker_is_meant_before_others() -> None:
    known, text = people("Tom Reeve spoke.", "Javo Abara left with a friend.", "He was late.")
    known.heard(known.resolve("Tom Reeve", 0), 18)

    assert known.resolve("he", text.index("He")).name == "Tom Reeve"


def test_definite_description_means_the_one_who_bears_the_role() -> None:
    known, _ = people("Marta Keil, the minister of ports, arrived.", "Tom Reeve did not.")

    assert known.resolve("the minister", 50).name == "Marta Keil"
    assert known.resolve("a minister", 50).name == "a minister"


def test_description_of_two_people_stays_a_description() -> None:
    known, _ = people("Senator Jo Marsh met Senator Tom Reeve in the hall.")

    assert known.resolve("the senator", 40).name == "the senator"


def test_body_is_not_taken_for_a_person() -> None:
    known, text = people("Tom Reeve wrote to the White House.", "He waited.")

    assert known.resolve("he", text.index("He")).name == "Tom Reeve"
    assert known.resolve("The White House", 20).name == "The White House"


def test_names_are_full_forms_without_titles() -> None:
    text = "On Monday President Seo Min-jae met Dr. Jo Marsh of Harbor University in Port Elin."

    assert {"Seo Min-jae", "Jo Marsh"} <= find_names(text)
    assert "Harbor University" not in find_names(text)
