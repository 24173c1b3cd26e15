import random
import time
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import telling
from digest.model import Event, Prepared
from digest.run import find_events
from digest.stories import (
    EarlierEvent,
    StoryLink,
    link_events,
    mark_article,
    remember_event,
)
from tests.make import prepared

BREACH = (
    "The reservoir dam above Tarn Hollow broke on Tuesday, and the sluice keeper Ines Toral was "
    "swept away. Toral had warned of seepage in the dam for a year, said her deputy, Oskar Brandl."
    "\n\nThe Vessel Water Board owns the reservoir in Upper Velmark. Brandl said "
    "that the sluice had been jammed."
)
TRIAL = (
    "Two engineers of the Vessel Water Board are charged with the death of the sluice keeper Ines "
    "Toral at Tarn Hollow. They ignored her warnings of seepage in the reservoir dam, the charge "
    "says.\n\nOskar Brandl, who was her deputy, will be heard on the jammed sluice."
)
OTHER_BREACH = (
    "A reservoir dam above Kelm broke on Friday, and a sluice keeper, Maro Dunst, is missing. The "
    "Orlen Power Company, which owns the dam, had found seepage in it in the spring.\n\n"
    "Mayor Piet Vanlo said that the sluice of the reservoir in Upper Velmark had been jammed."
)
RATES = (
    "The Central Bank of Velmark raised its key rate to five percent. Governor Sela Ortun said "
    "that prices of bread rose faster than wages. Investors had expected a smaller step."
)


def event(*articles: Prepared, id: str = "") -> Event:
    return Event(id=id or f"event-{articles[0].article.id}", articles=articles)


def told(text: str, *, id: str, day: str | None, outlet: str = "The Courier") -> Event:
    return event(prepared(text, id=id, published=day and f"{day}T09:00:00+00:00", outlet=outlet))


BROKEN = told(BREACH, id="breach", day="2026-03-10")
KNOWN = remember_event(BROKEN)


def test_an_event_is_remembered_with_its_first_and_last_day() -> None:
    later = prepared(TRIAL, id="b", published="2026-03-12", title="Engineers charged")
    first = prepared(BREACH, id="a", published="2026-03-11T23:30:00-05:00")

    remembered = remember_event(event(first, later, id="event-1"))

    assert (remembered.id, remembered.since, remembered.last) == (
        "event-1",
        "2026-03-11",
        "2026-03-12",
    )


def test_the_names_of_an_event_are_whole_and_without_titles_and_common_words() -> None:
    assert set(KNOWN.names) == {
        "Tarn Hollow",
        "Ines Toral",
        "Oskar Brandl",
        "Vessel Water Board",
        "Upper Velmark",
    }


def test_what_a_page_says_of_itself_is_no_name() -> None:
    page = f"{RATES}\n\nCopyright Oru Nine News. Follow Oru Nine on Twitter."
    remembered = remember_event(told(page, id="a", day="2026-03-10", outlet="Oru Nine"))

    assert not {name for name in remembered.names if "Oru" in name or "Twitter" in name}
    assert "Sela Ortun" in remembered.names


def test_a_late_follow_up_links_by_its_names() -> None:
    trial = told(TRIAL, id="trial", day="2026-09-02")

    (link,) = link_events([trial], [KNOWN, remember_event(told(RATES, id="r", day="2026-09-01"))])

    assert (link.event, link.follows, link.since) == ("event-trial", "event-breach", "2026-03-10")
    assert not link.same


def test_a_link_says_why_in_plain_words() -> None:
    (link,) = link_events([told(TRIAL, id="trial", day="2026-03-13")], [KNOWN])

    names, words, days = link.reasons
    assert names.startswith("both name ")
    assert {"Ines Toral", "Tarn Hollow"} <= set(names.removeprefix("both name ").split(", "))
    assert words.endswith("telling words are shared")
    assert days == "3 days after the last article"


def test_two_events_of_one_type_with_other_names_and_places_stay_apart() -> None:
    other = told(OTHER_BREACH, id="other", day="2026-03-13")

    assert "Upper Velmark" in set(KNOWN.names) & set(remember_event(other).names)
    assert link_events([other], [KNOWN]) == ()


def test_of_two_earlier_events_of_one_type_the_one_with_the_names_is_followed() -> None:
    other = remember_event(told(OTHER_BREACH, id="other", day="2026-03-12"))

    (link,) = link_events([told(TRIAL, id="trial", day="2026-03-13")], [other, KNOWN])

    assert link.follows == KNOWN.id


@pytest.mark.parametrize(("day", "linked"), [("2027-03-10", True), ("2027-03-11", False)])
def test_after_a_year_an_event_is_another(day: str, linked: bool) -> None:
    links = link_events([told(TRIAL, id="trial", day=day)], [KNOWN])

    assert bool(links) is linked


def test_an_event_does_not_follow_one_that_came_after_it() -> None:
    assert link_events([told(TRIAL, id="trial", day="2026-03-09")], [KNOWN]) == ()


def test_an_undated_event_links_by_its_names_alone() -> None:
    (link,) = link_events([told(TRIAL, id="trial", day=None)], [KNOWN])

    assert (link.follows, link.since, len(link.reasons)) == (KNOWN.id, "2026-03-10", 2)


def test_an_event_whose_first_article_was_in_the_earlier_one_keeps_its_id() -> None:
    second = prepared(TRIAL, id="trial", published="2026-03-11T09:00:00+00:00")
    earlier = remember_event(event(*BROKEN.articles, second))
    third = prepared(RATES, id="r", published="2026-03-12T09:00:00+00:00")

    (link,) = link_events([event(second, third)], [earlier])

    assert (link.follows, link.same, link.score) == ("event-breach", True, 1.0)


def test_of_two_pieces_of_an_earlier_event_one_keeps_the_id_and_the_other_follows() -> None:
    second = prepared(TRIAL, id="trial", published="2026-03-11T09:00:00+00:00")
    earlier = remember_event(event(*BROKEN.articles, second))

    links = link_events([event(second), event(*BROKEN.articles)], [earlier])

    assert [(one.event, one.follows, one.same) for one in links] == [
        ("event-breach", "event-breach", True),
        ("event-trial", "event-breach", False),
    ]


def test_a_remembered_follow_up_carries_on_the_first_day() -> None:
    trial = told(TRIAL, id="trial", day="2026-09-02")
    (link,) = link_events([trial], [KNOWN])

    remembered = remember_event(trial, link=link)
    (next_link,) = link_events([told(TRIAL + " ", id="appeal", day="2027-08-01")], [remembered])

    assert (remembered.id, remembered.since, remembered.last) == (
        "event-trial",
        "2026-03-10",
        "2026-09-02",
    )
    assert (next_link.follows, next_link.since) == ("event-trial", "2026-03-10")


def test_a_remembered_same_event_keeps_the_earlier_id() -> None:
    link = StoryLink(
        event="event-new", follows="event-old", since="2026-03-01", score=1.0, reasons=(), same=True
    )

    assert remember_event(replace(BROKEN, id="event-new"), link=link).id == "event-old"


def test_the_mark_of_an_article_is_of_its_outlet_and_text() -> None:
    one = prepared(BREACH, id="a").article

    assert mark_article(replace(one, id="b", title="Another")) == mark_article(one)
    assert mark_article(replace(one, outlet="The Herald")) != mark_article(one)
    assert mark_article(replace(one, text=TRIAL)) != mark_article(one)


def test_the_order_of_events_and_of_earlier_events_changes_nothing() -> None:
    texts = {"breach": BREACH, "other": OTHER_BREACH, "rates": RATES}
    earlier = [remember_event(told(text, id=key, day="2026-03-10")) for key, text in texts.items()]
    today = [told(TRIAL, id="trial", day="2026-03-13"), told(RATES, id="more", day="2026-03-14")]
    results = {
        link_events(events, known)
        for events in permutations(today)
        for known in permutations(earlier)
    }

    assert len(results) == 1
    assert [link.follows for link in results.pop()] == ["event-rates", "event-breach"]


def test_another_day_of_articles_leaves_earlier_ids_alone() -> None:
    articles = [
        prepared(text, id=key, published="2026-03-10T09:00:00+00:00")
        for key, text in (("a", BREACH), ("b", RATES), ("c", OTHER_BREACH))
    ]
    late = [prepared(TRIAL, id="d", published="2026-03-11T09:00:00+00:00")]
    before = [remember_event(one) for one in find_events(articles)]

    events = find_events([*articles, *late])
    links = {link.event: link for link in link_events(events, before)}
    ids = {links[one.id].follows if links[one.id].same else one.id for one in events}

    assert {one.id for one in before} <= ids


def test_nothing_links_to_nothing() -> None:
    empty = EarlierEvent(id="e", since="", last="", title="", names=(), terms=())

    assert link_events([], [KNOWN]) == ()
    assert link_events([BROKEN], []) == ()
    assert link_events([BROKEN], [empty]) == ()
    assert link_events([event(prepared("so it goes.", id="x"))], [KNOWN, empty]) == ()


@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_text_is_remembered_small(texts: list[str]) -> None:
    articles = [prepared(text, id=str(number)) for number, text in enumerate(texts)]

    remembered = remember_event(event(*articles))

    assert len(remembered.names) + len(remembered.terms) <= telling.MOST_NAMES + telling.MOST_TERMS
    assert len(link_events([event(*articles)], [remembered])) == 1


def test_thousands_of_earlier_events_are_searched_in_seconds() -> None:
    earlier = [_grown(number) for number in range(2000)]
    today = [told(TRIAL, id=f"t{number}", day="2026-03-13") for number in range(30)]

    start = time.perf_counter()
    links = link_events(today, [*earlier, KNOWN])

    assert time.perf_counter() - start < 10
    assert {link.follows for link in links} == {KNOWN.id}


def _grown(number: int) -> EarlierEvent:
    chance = random.Random(number)
    names = tuple(f"Qor{chance.randrange(3000)} Vel{chance.randrange(300)}" for _ in range(24))
    terms = tuple(f"ter{chance.randrange(5000)}" for _ in range(40))
    return EarlierEvent(
        id=f"e{number}", since="2026-03-01", last="2026-03-02", title="", names=names, terms=terms
    )


@pytest.mark.parametrize("unit", ["A", "A ", "A. ", "Ab ", "Ab-", "a", "É’", "AB'"])
def test_names_are_found_in_linear_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))

    start = time.perf_counter()
    for pattern in (telling._RUN, telling._ANY_WORD, telling._HOST_PART):
        pattern.findall(text)

    assert time.perf_counter() - start < 1
