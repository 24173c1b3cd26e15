"""Which sentences can be printed without the text around them."""

import time

import pytest

from digest import standing as standing_rules
from digest.model import Prepared, Sentence
from digest.standing import Standing, find_passages
from tests.make import prepared

FLOOD = "The dam above Oru Bay broke on Tuesday and flooded the whole lower town."
QUOTED = "Cracks in the wall above the town were known to all of them"


def standing(text: str, *, statements_follow: bool = False) -> Standing:
    article = prepared(text)
    whole = Sentence(article="a", start=0, end=len(text), text=text)
    alone = Prepared(article=article.article, sentences=(whole,), quotes=article.quotes)
    return find_passages(alone, statements_follow=statements_follow)[0].standing


@pytest.mark.parametrize(
    "text",
    [
        FLOOD,
        "Hereford's council, which owns the wall, met on Tuesday night in the hall.",
        "Then-minister Ada Pell had been warned of the cracks a year before that.",
        "It was not clear on Tuesday how many people had been in the lower town.",
        "It took the boats of the navy nine hours to reach the lower town.",
        "There were at least four hundred people on the roofs by nightfall.",
        "This week the council of Oru Bay will meet to talk about the wall.",
        "Later this month the council of Oru Bay will decide about the wall.",
        "Both the council and the navy had been warned of cracks in the wall.",
        "The former minister Ada Pell said the wall had been inspected in the spring.",
        "The decision to open the gates was taken by the harbor master at noon.",
        "In addition to boats, the navy of Toryun sent two helicopters to the bay.",
        "In response to the flood, the navy of Toryun sent two helicopters to the bay.",
        "Those who had stayed in the lower town were taken off their roofs by boats.",
        "“We had no warning at all,” said Ada Pell, who runs the inn by the harbor.",
    ],
)
def test_a_plain_sentence_stands_alone(text: str) -> None:
    assert standing(text) is Standing.ALONE


@pytest.mark.parametrize(
    "text",
    [
        "He said that the wall had been inspected twice in the spring.",
        "But the wall had been inspected twice in the last two years.",
        "Meanwhile, the harbor of Oru Bay was closed to all ships on Tuesday.",
        "The latter had warned of cracks in the wall above the town in spring.",
        "The former, who is now a judge, had warned of cracks in the wall.",
        "It was rebuilt after the war with money from a fund of the province.",
        "Three are still on the roof of the school and wait for a boat.",
        "In addition, the navy of Toryun sent two helicopters to the bay.",
        "In response, the navy of Toryun sent two helicopters to the bay.",
        "These had been found by an inspector of the province in the spring.",
        "“It had been cracked for years,” said Ada Pell, who runs the inn by the harbor.",
        "The decision was taken by the harbor master at noon on Tuesday.",
    ],
)
def test_a_sentence_that_leans_on_another_stands_behind_it(text: str) -> None:
    assert standing(text) is Standing.BEHIND


@pytest.mark.parametrize(
    "text",
    [
        "Was the wall of the dam inspected at all in the last two years?",
        "The inspector asked who “had looked at the wall of the dam at all?”",
        "The council gave these reasons for the wall not being built in spring:",
        "The wall of the dam above the town had been cracked for years …",
        "The dam broke.",
        f"“{QUOTED}.”",
        f"{FLOOD[:-1]} {' and so on' * 20}.",
    ],
)
def test_questions_fragments_and_bare_quotations_stand_nowhere(text: str) -> None:
    assert standing(text) is Standing.NEVER


def test_what_is_mostly_a_quotation_is_left_to_the_statements() -> None:
    said = f"“{QUOTED},” said the inspector."
    mixed = "Cracks in the wall were “known to all” of the council, said the inspector."

    assert standing(said) is Standing.ALONE
    assert standing(said, statements_follow=True) is Standing.NEVER
    assert standing(mixed, statements_follow=True) is Standing.ALONE


def passages(text: str, *, statements_follow: bool = False) -> list[tuple[int, str, Standing]]:
    found = find_passages(prepared(text), statements_follow=statements_follow)
    return [(one.place, " ".join(s.text for s in one.sentences), one.standing) for one in found]


def test_each_sentence_of_an_article_is_in_one_passage() -> None:
    leaning = "It had been cracked for more than a dozen years."

    assert passages(f"{FLOOD} {leaning} Who knew?") == [
        (0, FLOOD, Standing.ALONE),
        (1, leaning, Standing.BEHIND),
        (2, "Who knew?", Standing.NEVER),
    ]


def test_the_sentences_of_a_quotation_stay_together_with_its_speaker() -> None:
    said = "Ada Pell, who runs the inn, said: “Nobody came to look at it. We asked them twice.”"

    assert passages(f"{FLOOD} {said} {FLOOD}") == [
        (0, FLOOD, Standing.ALONE),
        (1, said, Standing.ALONE),
        (3, FLOOD, Standing.ALONE),
    ]
    assert passages(said, statements_follow=True) == [(0, said, Standing.NEVER)]


def test_a_quotation_without_its_speaker_is_not_printed() -> None:
    found = passages(f"{FLOOD} “Nobody came to look at it at all. We had asked them twice before.”")

    assert [standing for _, _, standing in found] == [Standing.ALONE, Standing.NEVER]


def test_a_quotation_that_runs_on_for_long_or_into_the_next_paragraph_is_not_printed() -> None:
    long = " ".join(["We asked them twice to come."] * 9)
    over = "Ada Pell said: “Nobody came to look.\n\nWe asked them twice to come and look at it.”"

    assert {standing for _, _, standing in passages(f"Ada Pell said: “{long}”")} == {Standing.NEVER}
    assert {standing for _, _, standing in passages(over)} == {Standing.NEVER}


@pytest.mark.parametrize(
    "text",
    [
        *("“" * 50_000, "“" + "a. " * 16_000, "“" + "." * 50_000, "." * 50_000, '"' * 50_000),
        *("both " + "a" * 50_000, "both " + "a " * 25_000, "neither " + "a " * 25_000),
        *("the " * 12_500, "it was " * 7_000, "s that " * 7_000, "a" * 50_000 + "s that"),
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()

    for pattern in (standing_rules._LEANING, standing_rules._OF_THE_SPEAKER):
        pattern.match(text)
    for pattern in (standing_rules._ENDED, standing_rules._OPEN_ENDED):
        pattern.search(text)
    standing_rules._BARE_QUOTATION.match(text)

    assert time.process_time() - started < 0.5  # linear patterns take under a tenth
