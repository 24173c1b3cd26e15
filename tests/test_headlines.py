import re
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import headlines
from digest.headlines import choose_headline, cut_title, weakness
from digest.model import Event, Prepared
from tests.make import article, prepared

FLOOD = (
    "The dam above Oru Bay broke on Tuesday and flooded the lower town. "
    "Four hundred people were carried from their roofs by boats of the navy."
)
HARBOR = (
    "The harbor master of Ardvale resigned over the price of berths. "
    "Shipowners welcomed the step and asked for talks."
)
PLAIN = "Dam above Oru Bay breaks"


def told(title: str, text: str = FLOOD, **fields: object) -> Prepared:
    made = prepared(text, id=title, title=title, **fields)
    derived = replace(made.article, title_derived=title.startswith("derived"))
    return replace(made, article=derived)


def headline(*articles: Prepared, copies: tuple[tuple[str, str], ...] = ()) -> str:
    return choose_headline(Event(id="e", articles=articles, copies=copies)).title


@pytest.mark.parametrize(
    ("title", "outlet", "cut"),
    [
        ("Dam above Oru Bay breaks | Meridian Press", "", PLAIN),
        ("Dam above Oru Bay breaks - Elin Post", "", PLAIN),
        ("Dam above Oru Bay breaks - The Elin", "Elin", PLAIN),
        ("Dam above Oru Bay breaks — Elin", "The Elin", PLAIN),
        ("Dam above Oru Bay breaks | World News | elinpost.example", "", PLAIN),
        ("Dam above Oru Bay breaks :: Elin Radio", "", PLAIN),
        ("Dam above Oru Bay breaks - OruTV.example", "", PLAIN),
        ("WATCH: Dam above Oru Bay breaks", "", PLAIN),
        ("UPDATE 2-Dam above Oru Bay breaks", "", PLAIN),
        ("Breaking news: Dam above Oru Bay breaks", "", PLAIN),
        ("BREAKING: UPDATE 1-Dam above Oru Bay breaks | Elin Post", "", PLAIN),
    ],
)
def test_labels_and_names_of_outlets_are_cut(title: str, outlet: str, cut: str) -> None:
    assert cut_title(title, outlet) == cut


@pytest.mark.parametrize(
    "title",
    [
        PLAIN,
        "Opinion: The dam was never safe",
        "Talks resume - the harbor waits for the post",
        "Dam holds - for now, says the evening post",
        "Oru Bay: four hundred saved",
        "Watch towers fall along the coast",
        "Update on the dam expected",
        "Oru 3 - Elin 2",
        "Tremor reaches 5.1 - 6.2",
        "Two sides | one river",
        "Ships collide – Twelve Sailors Missing",
        "WATCH: Fire",
        "",
        " | ",
    ],
)
def test_what_belongs_to_a_title_stays(title: str) -> None:
    assert cut_title(title, "") == title


@given(st.text(alphabet="WATCH: UPDATE 1-|–abc Post.", max_size=80), st.sampled_from(["", "Post"]))
def test_a_cut_title_stands_in_the_title_and_is_never_empty(title: str, outlet: str) -> None:
    cut = cut_title(title, outlet)

    assert cut in title
    assert bool(cut) == bool(title)


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Did the dam break too soon?", "a question"),
        ("Oru Bay flood: live updates", "a live report"),
        ("LIVE: dam above Oru Bay breaks", "a live report"),
        ("The night of the flood, as it happened", "a live report"),
        ("What we know about the dam", "a list of what is known"),
        ("Five things to know about the flood", "a list of what is known"),
        ("In pictures: the flood of Oru Bay", "pictures"),
        ("Photos: the flood of Oru Bay", "pictures"),
        ("Opinion: The dam was never safe", "an opinion or a column"),
        ("Morning briefing: the dam and the price of bread", "an opinion or a column"),
        ("Live wires kill two in Oru Bay", ""),
        ("Photos of the dam prove neglect, court says", ""),
        ("Those who live below the dam", ""),
        ("Letters from the dam builder found", ""),
        (PLAIN, ""),
    ],
)
def test_titles_of_the_article_more_than_of_the_event_are_known(title: str, what: str) -> None:
    assert weakness(article(FLOOD, title=title)) == what


def test_the_title_of_the_article_most_like_the_others_is_the_headline() -> None:
    found = headline(told("Berths cost more", HARBOR), told(PLAIN), told("Flood in Oru Bay"))

    assert found == PLAIN


def test_given_before_derived_report_before_transcript_original_before_copy() -> None:
    copied = (("A copy of it", "given"),)

    assert headline(told("derived title"), told("given", HARBOR)) == "given"
    assert headline(told("A transcript", kind="transcript"), told("given", HARBOR)) == "given"
    assert headline(told("A copy of it"), told("given", HARBOR), copies=copied) == "given"


@pytest.mark.parametrize("title", ["Did the dam break?", "LIVE: the flood", "What we know so far"])
def test_a_weak_title_gives_way_to_one_nearly_as_central(title: str) -> None:
    longer = FLOOD + " The water board met at night."

    assert headline(told(title), told("Dam gives way", longer), told(PLAIN, longer)) != title


def test_a_weak_title_stays_where_no_other_is_near() -> None:
    assert headline(told("Did the dam break?")) == "Did the dam break?"
    assert headline(told("derived one"), told("What we know so far")) == "What we know so far"


def test_a_headline_is_cut_and_says_why_it_is_one() -> None:
    question, report = told("Did the dam break?"), told("WATCH: Dam gives way")

    chosen = choose_headline(Event(id="e", articles=(question, report)))

    assert chosen.title == "Dam gives way"
    assert chosen.article == report.article.id
    assert "but its title is a question" in chosen.reasons[1]


def test_articles_without_words_still_give_a_headline() -> None:
    assert headline(told("?!", "…"), told("—", "…")) in {"?!", "—"}
    assert headline(told("", "…")) == ""


def test_every_pattern_is_linear() -> None:
    patterns = [
        *headlines._WEAK.values(),
        *(one for one in vars(headlines).values() if isinstance(one, re.Pattern)),
    ]
    worst = ("live " * 10_000, "UPDATE " * 7_000, " - " * 17_000, "a." * 25_000, "| ?" * 17_000)

    for pattern in patterns:
        for text in worst:
            started = perf_counter()
            sum(1 for _ in pattern.finditer(text))
            assert perf_counter() - started < 0.5, pattern.pattern
    assert len(patterns) >= 7
