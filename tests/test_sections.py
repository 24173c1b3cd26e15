"""The parts of a digest, by rule, and the digest of one group of readers."""

from dataclasses import replace

from digest.mentions import Term
from digest.model import Digest, EventDigest, Skipped, Verified
from digest.sections import Rules, arrange, for_recipient, watch_rules, with_sections
from digest.verify import count_printed
from tests.make import article
from tests.sample_digest import digest_of, ferry_event, museum_event, source, strike_event

SKIPPED = Skipped(item="inbox/empty.txt", step="read", reason="no text")


def event(
    id: str, *, score: float = 1.0, outlet: str = "Post", language: str = "en"
) -> EventDigest:
    listed = replace(source(1, outlet, f"Title of {id}", language=language), id=f"{id}.txt")
    return replace(museum_event(), id=id, title=f"Title of {id}", score=score, articles=(listed,))


def placed(
    events: list[EventDigest], *rules: Rules, texts: dict[str, str] | None = None, **options: str
) -> dict[str, str]:
    articles = {f"{key}.txt": article(text) for key, text in (texts or {}).items()}
    names = {f"{key}.txt": name for key, name in options.items()}
    made = arrange(events, articles, rules, source_names=names)
    return {one.id: one.section for one in made.events}


def test_an_event_goes_to_the_first_section_that_any_rule_fits() -> None:
    events = [event("a"), event("b"), event("c", outlet="The Herald"), event("d", language="pt-BR")]
    rules = (
        Rules(name="Harbor", words=("dock strike", "Hafen"), outlets=("the herald",)),
        Rules(name="South", languages=("pt",), sources=("Coast feed",)),
    )
    texts = {"a": "A DOCK-STRIKE began.", "b": "The docks strike back."}

    assert placed(events, *rules, texts=texts, b="Coast feed") == {
        "a": "Harbor",
        "b": "South",
        "c": "Harbor",
        "d": "South",
    }


def test_what_fits_nothing_comes_last_under_the_other_heading() -> None:
    events = [event("a", score=9), event("b", score=1), event("c", score=2)]
    made = arrange(
        events,
        {},
        [Rules(name="Empty", words=("nobody",)), Rules(name="B", words=("title of b", "of c"))],
        "The rest",
    )

    assert [(one.id, one.section) for one in made.events] == [
        ("c", "B"),
        ("b", "B"),
        ("a", "The rest"),
    ]
    assert made.sections == ("B", "The rest")


def test_where_no_event_fits_a_section_there_are_none() -> None:
    made = arrange([event("a", score=1), event("b", score=2)], {}, [Rules(name="X", words=("no",))])

    assert [(one.id, one.section) for one in made.events] == [("b", ""), ("a", "")]
    assert made.sections == ()


def test_a_section_without_rules_holds_nothing() -> None:
    assert placed([event("a")], Rules(name="Nothing"), Rules(name="A", words=("title",))) == {
        "a": "A"
    }


def test_events_without_room_are_told() -> None:
    events = [event(key, score=place) for place, key in enumerate("abc")]
    made = arrange(events, {}, [Rules(name="Titles", words=("title",), most_events=2)])

    assert [one.id for one in made.events] == ["c", "b"]
    assert made.left_out == (
        Skipped(
            item="Title of a", step="note", reason="section 'Titles' has 3 events, and room for 2"
        ),
    )


def test_watched_terms_with_a_section_are_rules_of_their_own() -> None:
    watch = (Term(name="Oru Bay", aliases=("Orubai",), section=True), "port", Term(name="x"))

    assert watch_rules(watch) == (Rules(name="Oru Bay", words=("Oru Bay", "Orubai")),)


def day() -> Digest:
    return replace(
        digest_of(strike_event(), ferry_event(), museum_event(), skipped=(SKIPPED,)),
        verified=Verified(
            checked=count_printed([strike_event(), ferry_event(), museum_event()]), failed=0
        ),
    )


def in_sections() -> Digest:
    rules = [Rules(name="Work", words=("strike",)), Rules(name="Harbor", words=("Halmae",))]
    return with_sections(day(), {}, rules)


def test_a_digest_in_sections_keeps_its_period_its_proof_and_its_gaps() -> None:
    made = in_sections()

    assert made.sections == ("Work", "Harbor", "Other news")
    assert [one.id for one in made.events] == ["strike", "ferry", "museum"]
    assert (made.period, made.verified, made.skipped) == (
        day().period,
        day().verified,
        day().skipped,
    )


def test_what_a_section_leaves_out_is_no_longer_counted_as_proven() -> None:
    rules = [Rules(name="All", words=("Halmae", "Ostrel"), most_events=1)]
    made = with_sections(day(), {}, rules)

    assert [one.id for one in made.events] == ["strike"]
    assert made.verified == Verified(checked=count_printed([strike_event()]), failed=0)
    assert {one.step for one in made.skipped} == {"read", "note"}
    assert made.period.from_ == strike_event().first_published


def test_a_group_gets_its_sections_and_what_it_watches() -> None:
    made = for_recipient(in_sections(), ["Harbor", "Other news"], ["Ostrel"])

    assert made.sections == ("Harbor", "Other news")
    assert [(one.id, one.watched) for one in made.events] == [
        ("ferry", ()),
        ("museum", ("Ostrel",)),
    ]
    assert made.verified.checked == count_printed(made.events)
    assert made.skipped == (SKIPPED,)


def test_a_group_without_sections_of_its_own_gets_all_by_its_own_scores() -> None:
    watched = for_recipient(day(), [], [Term(name="Ostrel")])

    assert watched.sections == ()
    assert [one.id for one in watched.events] == ["strike", "museum", "ferry"]
    assert "+2.00 watched 'Ostrel' in a title" in watched.events[1].reasons


def test_a_term_of_a_groups_own_has_its_section_before_all_others() -> None:
    term = Term(name="Museum of Weights", section=True)
    made = for_recipient(in_sections(), [], [term])

    assert made.sections == ("Museum of Weights", "Work", "Harbor")
    alone = for_recipient(day(), [], [term])
    assert alone.sections == ("Museum of Weights", "Other news")
    assert [one.section for one in alone.events][1:] == ["Other news", "Other news"]


def test_a_group_that_wants_a_section_without_events_gets_an_empty_digest() -> None:
    assert for_recipient(in_sections(), ["Sports"], []).events == ()
    assert for_recipient(day(), ["Harbor"], []).events == ()
    assert len(for_recipient(day(), ["Other news"], []).events) == 3
    empty = for_recipient(in_sections(), ["Sports"], [])
    assert (empty.period.from_, empty.verified.checked, empty.sections) == (None, 0, ())


def test_a_part_of_a_digest_never_counts_as_sounder_than_the_whole() -> None:
    unsound = replace(day(), verified=Verified(checked=30, failed=2))
    unproven = replace(day(), verified=Verified(checked=0, failed=0))

    assert for_recipient(unsound, [], []).verified.failed == 2
    assert for_recipient(unproven, [], []).verified == Verified(checked=0, failed=0)


def test_the_order_of_events_changes_nothing() -> None:
    turned = replace(day(), events=day().events[::-1])

    assert for_recipient(turned, [], ["Ostrel"]) == for_recipient(day(), [], ["Ostrel"])
