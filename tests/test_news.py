"""What is new in an event that earlier digests told: the difference, and nothing else."""

import json
from dataclasses import replace
from itertools import permutations

import msgspec
import pytest

from digest.config import Settings
from digest.events import group_articles
from digest.heard import bag_of, pack_bag, unpack_bag
from digest.model import Event, EventDigest, Prepared
from digest.news import digest_news, find_news, follow_events, remember, remember_news, what_is_new
from digest.steps import digest_event
from digest.told import ToldEvent, joined
from digest.verify import Original, fold_letters, verify_digest
from tests.make import prepared
from tests.sample_digest import digest_of

FLOOD = "The dam above Oru Bay broke on Tuesday night and flooded the lower town within an hour."
TOLL = "Twelve people were killed in the flood below the dam, the Oru Bay water board said."
BOATS = "Boats of the navy carried four hundred people from their roofs before nightfall came."
WARNED = "“We had warned the water board of cracks in this wall for years,” said Marta Keil."
MORE_DEAD = "Fifteen people were killed in the flood below the dam, the Oru Bay water board said."
INQUIRY = "Prosecutors in Velmark opened an inquiry into the upkeep of the old wall at noon."
ANSWER = "“Nobody on this board ever saw a report about cracks,” said Oskar Brandl, its chairman."
SETTINGS = Settings(words=60)


def report(*sentences: str, id: str, day: int = 11, hour: int = 9, outlet: str = "") -> Prepared:
    return prepared(
        "\n\n".join(sentences),
        id=id,
        outlet=outlet or f"The {id.title()}",
        published=f"2026-03-{day}T{hour:02}:00:00+00:00",
        title=f"{sentences[0].rstrip('.')}",
    )


def event(*articles: Prepared, copies: tuple[tuple[str, str], ...] = (), id: str = "") -> Event:
    return Event(id=id or f"event-{articles[0].article.id}", articles=articles, copies=copies)


FIRST = event(report(FLOOD, TOLL, WARNED, id="courier"), id="flood")


def told_first() -> ToldEvent:
    return remember(FIRST, digest_event(FIRST, SETTINGS), None, "2026-03-11")


def update(*articles: Prepared, copies: tuple[tuple[str, str], ...] = ()) -> EventDigest | None:
    return what_is_new(event(*articles, copies=copies), told_first(), SETTINGS)


def news_of(*articles: Prepared, copies: tuple[tuple[str, str], ...] = ()) -> EventDigest:
    found = update(*articles, copies=copies)
    assert found is not None
    return found


def summary(found: EventDigest) -> list[str]:
    return [one.text for one in found.summary]


def said(found: EventDigest) -> list[str]:
    return [one.text for one in found.statements]


def failures(found: EventDigest, *articles: Prepared) -> tuple[str, ...]:
    originals = {
        one.article.id: Original(
            article=one.article, quotes=one.quotes, letters=fold_letters(one.article.text)
        )
        for one in articles
    }
    digest = digest_of(found)
    return verify_digest(digest, lambda source: originals[source.id]).failures


def test_an_update_tells_only_sentences_and_statements_that_are_new() -> None:
    later = report(FLOOD, INQUIRY, WARNED, ANSWER, id="herald", day=12)
    found = news_of(later)

    assert summary(found) == [INQUIRY]
    assert said(found) == ["Nobody on this board ever saw a report about cracks"]
    assert failures(found, later) == ()


def test_an_update_says_of_what_and_since_when() -> None:
    found = news_of(report(FLOOD, INQUIRY, id="herald", day=12))

    assert found.update_of is not None
    assert (found.update_of.id, found.update_of.title) == ("flood", FLOOD.rstrip("."))
    assert (found.update_of.since, found.update_of.last) == ("2026-03-11", "2026-03-11")


def test_a_copy_of_a_told_article_is_no_news() -> None:
    assert update(report(FLOOD, TOLL, WARNED, id="herald", day=12)) is None


def test_a_told_article_itself_is_no_news() -> None:
    assert what_is_new(FIRST, told_first(), SETTINGS) is None


def test_what_is_told_again_in_nearly_the_same_words_is_no_news() -> None:
    again = "The dam above Oru Bay broke on Tuesday night and flooded the whole lower town."

    assert update(report(again, id="herald", day=12)) is None


def test_an_unprinted_sentence_of_a_told_article_is_no_news() -> None:
    brief = Settings(words=20)
    told = remember(FIRST, digest_event(FIRST, brief), None, "2026-03-11")

    assert TOLL not in told.sentences
    assert what_is_new(event(report(TOLL, id="herald", day=12)), told, brief) is None


def test_another_number_of_the_same_is_news() -> None:
    found = news_of(report(MORE_DEAD, id="herald", day=12))

    assert summary(found) == [MORE_DEAD]


def test_the_same_number_in_other_writing_is_no_news() -> None:
    again = TOLL.replace("Twelve", "At least 12")

    assert update(report(again, id="herald", day=12)) is None


def test_a_turn_of_events_is_news_in_a_sentence_that_was_heard() -> None:
    hurt = "A miller who was pulled from the flood below the dam is fighting for her life."
    died = "A miller who was pulled from the flood below the dam on Tuesday has died."
    first = event(report(FLOOD, hurt, id="courier"), id="flood")
    told = remember(first, digest_event(first, SETTINGS), None, "2026-03-11")

    found = what_is_new(event(report(died, id="herald", day=12)), told, SETTINGS)
    assert found is not None
    assert summary(found) == [died]
    again = died.replace(" has died", " is still fighting")
    assert what_is_new(event(report(again, id="herald", day=12)), told, SETTINGS) is None


def test_a_report_in_other_words_of_what_was_not_even_printed_is_no_news() -> None:
    brief = Settings(words=20)
    told = remember(FIRST, digest_event(FIRST, brief), None, "2026-03-11")
    reworded = "Twelve people were killed below the dam in the flood, the Oru Bay board has said."

    assert TOLL not in told.sentences
    assert what_is_new(event(report(reworded, id="herald", day=12)), told, brief) is None


def test_a_number_that_another_one_replaces_is_news_though_it_was_not_printed() -> None:
    brief = Settings(words=20)
    told = remember(FIRST, digest_event(FIRST, brief), None, "2026-03-11")
    found = what_is_new(event(report(MORE_DEAD, id="herald", day=12)), told, brief)

    assert TOLL not in told.sentences
    assert found is not None
    assert summary(found) == [MORE_DEAD]


def test_what_was_heard_comes_back_packed_and_damaged_is_nothing() -> None:
    bag = bag_of(["dam", "broke", "flood"])

    assert unpack_bag(pack_bag(bag)) == bag
    assert unpack_bag("%") == unpack_bag("A") == unpack_bag("AAAA") == frozenset()
    assert unpack_bag("") == frozenset()


def test_a_name_that_was_not_told_is_news() -> None:
    named = "Twelve people were killed below the dam, among them the miller Ada Pell and Jon Brask."

    assert summary(news_of(report(named, id="herald", day=12))) == [named]


def test_a_statement_told_is_known_in_part_and_in_other_words() -> None:
    part = "“We had warned the water board of cracks,” said Marta Keil."
    other = "“We had warned the water board about cracks in that wall for years,” said Ms. Keil."

    assert update(report(part, id="herald", day=12)) is None
    assert update(report(other, id="herald", day=12)) is None


def test_a_statement_with_much_more_words_than_were_told_is_news() -> None:
    longer = (
        "“We had warned the water board of cracks in this wall for years, and in the spring we "
        "wrote to the minister, who never found the time to answer us,” said Marta Keil."
    )

    assert len(said(news_of(report(longer, id="herald", day=12)))) == 1


def test_the_same_words_of_another_speaker_are_news() -> None:
    rival = WARNED.replace("Marta Keil", "Oskar Brandl")

    assert [
        one.speaker and one.speaker.name
        for one in news_of(report(INQUIRY, rival, id="herald", day=12)).statements
    ] == ["Oskar Brandl"]


def test_a_statement_that_was_told_stays_where_a_new_one_disputes_it() -> None:
    one = report(INQUIRY, WARNED, id="herald", day=12)
    other = report(INQUIRY, WARNED.replace("Marta Keil", "Oskar Brandl"), id="post", day=12)
    found = news_of(one, other)

    assert {each.speaker.name for each in found.statements if each.speaker} == {
        "Marta Keil",
        "Oskar Brandl",
    }
    assert failures(found, one, other) == ()


def test_articles_without_anything_new_are_not_listed() -> None:
    new = report(FLOOD, INQUIRY, id="herald", day=12)
    found = news_of(report(FLOOD, TOLL, id="post", day=12), new)

    assert [source.id for source in found.articles] == ["herald"]
    assert (found.outlets, found.independent) == (1, 1)
    assert [source.number for source in found.articles] == [1]


def test_a_longer_version_of_a_told_article_tells_what_was_added() -> None:
    (told,) = FIRST.articles
    longer = report(FLOOD, TOLL, WARNED, INQUIRY, id="longer", hour=15, outlet="The Courier")
    found = news_of(told, longer, copies=(("longer", "courier"),))

    assert summary(found) == [INQUIRY]
    assert [(one.id, one.copy_of) for one in found.articles] == [
        ("courier", None),
        ("longer", "courier"),
    ]
    assert (found.outlets, found.independent) == (1, 1)
    assert failures(found, told, longer) == ()


def test_copies_of_one_text_count_once_in_an_update() -> None:
    one = report(FLOOD, INQUIRY, BOATS, ANSWER, id="herald", day=12)
    two = report(FLOOD, INQUIRY, BOATS, ANSWER, id="post", day=12, hour=11)
    found = news_of(one, two, copies=(("post", "herald"),))

    assert (found.outlets, found.independent) == (2, 1)
    assert found.summary[0].independent == 1
    assert failures(found, one, two) == ()


def test_figures_that_were_told_are_not_shown_again_and_new_ones_are() -> None:
    told = told_first()
    one = report(MORE_DEAD, id="herald", day=12)
    other = report(MORE_DEAD.replace("Fifteen", "Seventeen"), INQUIRY, id="post", day=12, hour=12)
    found = what_is_new(event(one, other), told, SETTINGS)
    assert found is not None
    assert [[value.value for value in figure.values] for figure in found.figures] == [[15, 17]]

    again = remember(event(one, other, id="flood"), found, told, "2026-03-12")
    third = replace(one, article=replace(one.article, text=one.article.text + " ", outlet="Wire"))
    assert what_is_new(event(third, other), again, SETTINGS) is None


def test_an_event_is_remembered_with_what_it_told_on_each_day() -> None:
    told = told_first()
    today = event(report(FLOOD, INQUIRY, ANSWER, id="herald", day=12), id="flood")
    later = remember(today, what_is_new(today, told, SETTINGS), told, "2026-03-12")

    assert (later.since, later.last, later.id, later.story) == (
        "2026-03-11",
        "2026-03-12",
        "flood",
        "flood",
    )
    assert set(later.sentences) == {*told.sentences, INQUIRY}
    assert set(told.articles) < set(later.articles)
    assert len(later.statements) == 2
    assert what_is_new(today, later, SETTINGS) is None


def test_an_event_without_news_is_remembered_with_its_articles() -> None:
    told = told_first()
    repeated = event(report(FLOOD, TOLL, id="post", day=12))
    later = remember(repeated, None, told, "2026-03-12")

    assert (later.id, later.last, later.sentences) == ("flood", told.last, told.sentences)
    assert len(later.articles) == 2
    with pytest.raises(ValueError, match="nothing was told"):
        remember(repeated, None, None, "2026-03-12")


def test_what_is_remembered_comes_back_from_json() -> None:
    told = told_first()

    assert msgspec.json.decode(msgspec.json.encode(told), type=ToldEvent) == told


def test_what_is_kept_of_an_event_is_small_and_bounded() -> None:
    told = told_first()
    long = replace(
        told,
        sentences=tuple(f"sentence {n}" for n in range(1_000)),
        heard=tuple(f"{n:08x}" for n in range(20_000)),
    )

    kept = joined(told, long)
    assert len(msgspec.json.encode(told)) < 3_000
    assert (len(kept.sentences), len(kept.heard)) == (300, 3_000)
    assert set(told.sentences) < set(kept.sentences)


BREACH = (
    (
        "The reservoir dam above Tarn Hollow broke on Tuesday, and the sluice keeper Ines Toral "
        "was swept away."
    ),
    "Toral had warned of seepage in the dam for a year, said her deputy, Oskar Brandl.",
    "The Vessel Water Board owns the reservoir in Upper Velmark.",
)
CHARGED = (
    (
        "Two engineers of the Vessel Water Board are charged with the death of the sluice keeper "
        "Ines Toral at Tarn Hollow."
    ),
    "They ignored her warnings of seepage in the reservoir dam, the charge says.",
    "Oskar Brandl, who was her deputy, will be heard on the jammed sluice.",
)
FINED = (
    (
        "A judge fined the Vessel Water Board four million crowns for the death of Ines Toral at "
        "Tarn Hollow."
    ),
    "Oskar Brandl, once deputy of the sluice keeper, wept when the sum for the reservoir was read.",
)
RATES = (
    "The Central Bank of Velmark raised its key rate to five percent.",
    "Governor Sela Ortun said that prices of bread rose faster than wages.",
)


def day_by_day(*days: list[Event]) -> list[tuple[EventDigest, ...]]:
    """Return what each day's digest tells, kept by id as a run would."""
    kept: dict[str, ToldEvent] = {}
    digests = []
    for number, events in enumerate(days, start=10):
        found = find_news(events, list(kept.values()), SETTINGS)
        kept |= {one.id: one for one in (each.remembered(f"2026-03-{number}") for each in found)}
        digests.append(tuple(each.digest for each in found if each.digest))
    return digests


def test_a_follow_up_is_an_update_and_what_is_not_linked_is_told_in_full() -> None:
    breach = event(report(*BREACH, id="breach", day=10))
    charged = event(report(*CHARGED, id="charged", day=12))
    rates = event(report(*RATES, id="rates", day=12))
    _, (trial, bank) = day_by_day([breach], [charged, rates])

    assert trial.update_of is not None
    assert (trial.id, trial.update_of.id) == ("event-charged", "event-breach")
    assert bank.update_of is None
    assert len(bank.summary) == 2


def test_the_first_article_come_again_keeps_the_id_of_its_event() -> None:
    first = report(*BREACH, id="breach", day=10)
    grown = event(first, report(*CHARGED, id="charged", day=10, hour=15), id="event-other")
    _, (found,) = day_by_day([event(first)], [grown])

    assert found.id == "event-breach"
    assert [source.id for source in found.articles] == ["charged"]


def test_what_an_update_told_is_not_told_by_a_later_one_of_the_same_story() -> None:
    breach = event(report(*BREACH, id="breach", day=10))
    charged = event(report(*CHARGED, id="charged", day=11))
    again = report(*CHARGED, *FINED, id="fined", day=12)
    *_, (found,) = day_by_day([breach], [charged], [event(again)])

    assert summary(found) == list(FINED)


def test_all_that_was_told_of_a_story_counts_whichever_event_is_met() -> None:
    breach = event(report(*BREACH, id="breach", day=10))
    told = remember(breach, digest_event(breach, SETTINGS), None, "2026-03-10")
    charged = event(report(*CHARGED, id="charged", day=11))
    ((kept, before),) = follow_events([charged], [told])
    then = remember(kept, what_is_new(kept, told, SETTINGS), before, "2026-03-11")

    assert then.id != told.id
    assert then.story == told.id
    for known in permutations((told, then)):
        ((_, story),) = follow_events([event(report(*FINED, id="fined", day=12))], known)
        assert story is not None
        assert (story.since, story.last) == ("2026-03-10", "2026-03-11")
        assert {CHARGED[0], BREACH[0]} < set(story.sentences)


def test_what_two_events_told_of_one_is_kept_under_its_id() -> None:
    breach = event(report(*BREACH, id="breach", day=10))
    told = remember(breach, digest_event(breach, SETTINGS), None, "2026-03-10")
    repeat = event(report(*BREACH, id="repeat", day=11), id="event-repeat")
    grown = event(*breach.articles, report(*CHARGED, id="charged", day=11), id="event-grown")
    for events in ([repeat, grown], [grown, repeat]):
        (kept,) = remember_news(find_news(events, [told], SETTINGS), "2026-03-11")

        assert (kept.id, kept.since, kept.last) == ("event-breach", "2026-03-10", "2026-03-11")
        assert {*BREACH, CHARGED[0]} <= set(kept.sentences)
        assert len(kept.articles) == 3


def test_what_found_no_room_was_not_told() -> None:
    breach, rates = (event(report(*text, id=text[0][:9])) for text in (BREACH, RATES))
    found = find_news([breach, rates], [], SETTINGS)
    (kept,) = remember_news(found, "2026-03-11", printed={rates.id})

    assert kept.id == rates.id
    assert [one.told for one in find_news([breach], [kept], SETTINGS)] == [None]


def test_an_event_without_news_does_not_appear_and_says_so() -> None:
    breach = event(report(*BREACH, id="breach", day=10))
    told = remember(breach, digest_event(breach, SETTINGS), None, "2026-03-10")
    repeated = event(report(*BREACH, id="repeat", day=11))
    (news,) = find_news([repeated], [told], SETTINGS)

    assert digest_news([repeated], [told], SETTINGS) == ()
    assert news.note is not None
    assert news.note.reason == "1 article without news since 2026-03-10"
    assert news.note.step == "note"


def test_neither_the_order_of_articles_nor_that_of_what_was_told_changes_an_update() -> None:
    later = [
        report(FLOOD, INQUIRY, ANSWER, id="herald", day=12),
        report(MORE_DEAD, BOATS, id="post", day=12, hour=11),
        report(FLOOD, BOATS, id="wire", day=12, hour=13),
    ]
    found = {
        json.dumps(msgspec.to_builtins(what_is_new(event(*order, id="x"), told_first(), SETTINGS)))
        for order in permutations(later)
    }

    assert len(found) == 1


def test_two_digests_of_one_day_tell_each_sentence_once() -> None:
    morning = [report(FLOOD, TOLL, id="courier"), report(FLOOD, BOATS, WARNED, id="herald")]
    noon = [*morning, report(FLOOD, TOLL, INQUIRY, ANSWER, id="post", hour=12)]
    first, second = day_by_day(grouped(morning), grouped(noon))
    every = [one.text for each in (*first, *second) for one in each.summary]

    assert len(every) == len(set(every))
    assert [summary(one) for one in second] == [[INQUIRY]]
    assert failures(second[0], *noon) == ()


def grouped(articles: list[Prepared]) -> list[Event]:
    known = {one.article.id: one for one in articles}
    return [group.as_event(known) for group in group_articles([one.article for one in articles])]


def test_an_update_of_the_morning_is_proven_with_its_counts() -> None:
    one = report(FLOOD, INQUIRY, id="herald", day=12)
    found = news_of(one)
    forged = replace(found, outlets=2, independent=2)

    assert failures(found, one) == ()
    assert "not 1 and 1" in failures(forged, one)[0]
