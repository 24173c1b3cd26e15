from itertools import permutations

from digest.model import Event, Prepared
from digest.run import find_events
from tests.make import prepared

FLOOD = (
    "The dam above Oru Bay broke on Tuesday and flooded the lower town. Four hundred people were "
    "carried from their roofs by boats of the navy, said the harbor master of Oru Bay.\n\n"
    "The wall had been inspected in the spring by engineers of the Oru Water Board, who found "
    "cracks. The board said that repairs were to begin in April."
)
FLOOD_TOO = (
    "Navy boats took hundreds of residents from rooftops in Oru Bay after a dam above the town "
    "gave way on Tuesday.\n\nThe Oru Water Board, which owns the dam, had known of cracks since "
    "an inspection in spring, two of its engineers said. The lower town is still under water."
)
BANK = (
    "The Central Bank of Velmark raised its key rate to five percent on Tuesday, the third rise "
    "since autumn. Governor Ines Toral said that prices of bread and fuel rose faster than "
    "wages.\n\nInvestors had expected a smaller step. The crown gained one percent."
)


def events_of(*articles: Prepared) -> tuple[Event, ...]:
    return find_events(articles)


def members(events: tuple[Event, ...]) -> set[frozenset[str]]:
    return {frozenset(p.article.id for p in event.articles) for event in events}


def test_two_reports_of_one_flood_are_one_event_and_the_bank_another() -> None:
    events = events_of(prepared(FLOOD, id="a"), prepared(FLOOD_TOO, id="b"), prepared(BANK, id="c"))

    assert members(events) == {frozenset("ab"), frozenset("c")}


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = [
        prepared(text, id=i) for i, text in zip("abc", (FLOOD, FLOOD_TOO, BANK), strict=True)
    ]
    results = {
        tuple(sorted((e.id, tuple(p.article.id for p in e.articles)) for e in events_of(*order)))
        for order in permutations(articles)
    }

    assert len(results) == 1


def test_what_stood_on_one_page_is_one_event() -> None:
    pasted = prepared(BANK, id="a#2", part_of="a", kind="interview")

    events = events_of(prepared(FLOOD, id="a"), pasted)

    assert members(events) == {frozenset({"a", "a#2"})}


def test_a_later_article_leaves_the_id_of_its_event_alone() -> None:
    first = prepared(FLOOD, id="a", published="2026-03-11T08:00:00+00:00")
    later = prepared(FLOOD_TOO, id="b", published="2026-03-11T12:00:00+00:00")

    (alone,) = events_of(first)
    (both,) = events_of(first, later)

    assert both.id == alone.id


def test_no_articles_are_no_events() -> None:
    assert events_of() == ()


def test_a_copy_is_marked_and_joins_its_original() -> None:
    event, *others = events_of(
        prepared(FLOOD, id="a", published="2026-03-11T08:00:00+00:00"),
        prepared(FLOOD[:-60], id="b", published="2026-03-11T09:00:00+00:00"),
    )

    assert not others
    assert event.copies == (("b", "a"),)
    assert event.confidence > 0.9
