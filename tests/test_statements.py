"""Statements: the same words across outlets, once."""

import random
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import retyping, utterances, wording
from digest.model import (
    Article,
    DisputedSpeaker,
    PlacedQuote,
    Prepared,
    Quote,
    QuoteKind,
    Statement,
)
from digest.quotes import find_quotes
from digest.retyping import retyped_words
from digest.statements import merge_quotes
from digest.wording import compare, compare_contained, is_like, likeness, read_form


def prepared(name: str, text: str, *, published: str | None = None, outlet: str = "") -> Prepared:
    article = Article(id=name, text=text, outlet=outlet, published=published)
    return Prepared(article=article, sentences=(), quotes=find_quotes(article))


WHOLE = "“We will not sign,” Marta Keil said. “The pact gives away the harbor our parents built.”"
PART = "“The pact gives away the harbor,” Minister Keil said."


def test_shorter_quote_joins_the_longer_one() -> None:
    long = prepared("a", WHOLE, outlet="Elin Post", published="2026-03-11T08:00:00+00:00")
    short = prepared("b", PART, outlet="Tira Times", published="2026-03-11T07:00:00+00:00")

    (statement,) = merge_quotes([short, long])

    assert statement.text == "We will not sign … The pact gives away the harbor our parents built."
    assert [quote.article for quote in statement.quotes] == ["a", "a", "b"]
    assert statement.outlets == ("Tira Times", "Elin Post")


def test_speaker_is_the_fullest_form_with_the_others_as_aliases() -> None:
    (statement,) = merge_quotes([prepared("a", WHOLE), prepared("b", PART)])

    assert statement.speaker is not None
    assert statement.speaker.name == "Marta Keil"
    assert statement.speaker.aliases == ("Keil",)
    assert statement.speaker.role == "Minister"


def test_outlets_are_ordered_by_first_publication_across_zones() -> None:
    early = prepared("a", PART, outlet="West", published="2026-03-11T23:00:00-05:00")
    late = prepared("b", PART, outlet="East", published="2026-03-12T03:00:00+00:00")
    undated = prepared("c", PART)

    (statement,) = merge_quotes([undated, early, late])

    assert statement.outlets == ("East", "West", "unknown outlet")


def test_two_speakers_of_the_same_words_stay_two() -> None:
    one = prepared("a", "“We will rebuild the bridge,” Marta Keil said.")
    other = prepared("b", "“We will rebuild the bridge,” Tom Reeve said.")

    found = merge_quotes([one, other])

    assert [s.speaker.name for s in found if s.speaker] == ["Marta Keil", "Tom Reeve"]


def test_unattributed_words_join_those_with_a_speaker() -> None:
    one = prepared("a", "“We will rebuild the bridge by June,” Marta Keil said.")
    other = prepared("b", "The wall was painted overnight: “We will rebuild the bridge by June.”")

    (statement,) = merge_quotes([other, one])

    assert statement.speaker is not None
    assert len(statement.quotes) == 2


def test_cut_and_bracketed_words_join_the_whole() -> None:
    whole = "“The two islands will share the port and its costs in every year to come,” Keil said."
    cut = "“[They] will share the port and its costs in every year,” Keil said."

    (statement,) = merge_quotes([prepared("a", whole), prepared("b", cut)])

    assert statement.text.startswith("The two islands")


def test_short_fragment_alone_is_no_statement() -> None:
    assert merge_quotes([prepared("a", "Keil called the plan “reckless”.")]) == ()


def test_short_words_that_two_outlets_carry_are_one() -> None:
    one = prepared("a", "“Never again,” Marta Keil said.", outlet="Post")
    two = prepared("b", "“Never again,” Marta Keil said.", outlet="Times")

    (statement,) = merge_quotes([one, two])

    assert statement.text == "Never again"


def turn(text: str) -> Prepared:
    quote = Quote(article="a", start=0, end=len(text), text=text, speaker="Jo Marsh", cue=":")
    return Prepared(article=Article(id="a", text=text), sentences=(), quotes=(quote,))


def test_greeting_alone_is_no_statement() -> None:
    assert merge_quotes([turn("Good afternoon, and thank you for having me.")]) == ()


def test_greeting_before_an_answer_is_left_out() -> None:
    text = "Good afternoon, and thank you. The talks went well on every point."

    (statement,) = merge_quotes([turn(text)])

    (quote,) = statement.quotes
    assert statement.text == "The talks went well on every point."
    assert text[quote.start : quote.end] == quote.text


def test_statements_of_the_most_carried_speaker_come_first() -> None:
    one = prepared(
        "a", "“The tide decides for us,” Tom Reeve said. “It is late now,” Jo Marsh said."
    )
    two = prepared("b", "“It is late now,” Jo Marsh said.", outlet="Times")
    three = prepared("c", "The wall read only this: “Give us back our harbor, you thieves.”")

    found = merge_quotes([one, two, three])

    assert [s.speaker.name if s.speaker else None for s in found] == ["Jo Marsh", "Tom Reeve", None]


def test_spellings_in_the_texts_become_aliases() -> None:
    one = prepared("a", "“The island stands by its word,” Seo Min-jae said.")
    two = prepared("b", "President Seo Min Jae was there.")
    three = prepared("c", "President Seo Min Jae arrived late.")

    (statement,) = merge_quotes([one, two, three])

    assert statement.speaker is not None
    assert statement.speaker.name == "Seo Min Jae"
    assert statement.speaker.aliases == ("Seo Min-jae",)


def test_order_of_articles_changes_nothing() -> None:
    event = [
        prepared("a", WHOLE, outlet="Post"),
        prepared("b", PART, outlet="Times"),
        prepared("c", "“The pact gives away the harbor,” a senior official said.", outlet="Echo"),
    ]
    expected = merge_quotes(event)

    assert all(merge_quotes(order) == expected for order in permutations(event))


def test_copy_adds_an_outlet_and_no_statement() -> None:
    first = prepared("a", WHOLE, outlet="Post")
    copy = replace(prepared("b", WHOLE, outlet="Times"))

    (statement,) = merge_quotes([first, copy])

    assert isinstance(statement, Statement)
    assert statement.outlets == ("Post", "Times")


def said(
    text: str,
    speaker: str | None = None,
    *,
    confidence: float = 0.95,
    kind: QuoteKind = "direct",
    mention: str = "",
    via: str = "",
) -> Quote:
    return Quote(
        article="",
        start=0,
        end=0,
        text=text,
        speaker=speaker,
        confidence=confidence,
        kind=kind,
        mention=mention or speaker or "",
        via=via,
    )


def carried(outlet: str, *quotes: Quote, published: str | None = None) -> Prepared:
    """Return an article of the outlet whose text is the quotes, a line each."""
    placed, at = [], 0
    for quote in quotes:
        end = at + len(quote.text)
        placed.append(replace(quote, article=outlet, start=at, end=end))
        at = end + 1
    text = "\n".join(quote.text for quote in quotes)
    article = Article(id=outlet, text=text, outlet=outlet, published=published)
    return Prepared(article=article, sentences=(), quotes=tuple(placed))


def speakers(found: Iterable[Statement]) -> list[str | None]:
    return [one.speaker.name if one.speaker else None for one in found]


LOCK = "The lock was opened by hand, at night, and against my written order"


def test_two_speakers_of_the_same_words_dispute_them() -> None:
    found = merge_quotes(
        [
            carried("Post", said(LOCK, "Marta Keil")),
            carried("Times", said("opened by hand, at night", "Tom Reeve")),
        ]
    )

    assert {one.speaker.name: one.disputed for one in found if one.speaker} == {
        "Marta Keil": (DisputedSpeaker(name="Tom Reeve", outlets=("Times",)),),
        "Tom Reeve": (DisputedSpeaker(name="Marta Keil", outlets=("Post",)),),
    }


def test_words_are_disputed_though_one_outlet_retyped_them() -> None:
    found = merge_quotes(
        [
            carried("Post", said(LOCK, "Marta Keil")),
            carried("Times", said(LOCK.replace("against", "in spite of"), "Tom Reeve")),
        ]
    )

    assert [[each.name for each in one.disputed] for one in found] == [
        ["Tom Reeve"],
        ["Marta Keil"],
    ]


def test_speaker_hardly_known_gives_way_to_the_sure_one() -> None:
    (statement,) = merge_quotes(
        [
            carried("Post", said(LOCK, "Marta Keil", confidence=0.95)),
            carried("Times", said(LOCK, "Tom Reeve", confidence=0.7)),
        ]
    )

    assert speakers([statement]) == ["Marta Keil"]
    assert statement.outlets == ("Post", "Times")
    assert statement.disputed == ()


@pytest.mark.parametrize(("sure", "unsure"), [(0.95, 0.8), (0.89, 0.7)])
def test_speaker_neither_sure_nor_unsure_is_disputed(sure: float, unsure: float) -> None:
    found = merge_quotes(
        [
            carried("Post", said(LOCK, "Marta Keil", confidence=sure)),
            carried("Times", said(LOCK, "Tom Reeve", confidence=unsure)),
        ]
    )

    assert [[each.name for each in one.disputed] for one in found] == [
        ["Tom Reeve"],
        ["Marta Keil"],
    ]


def test_source_left_unnamed_stays_so_however_sure_the_name_elsewhere() -> None:
    found = merge_quotes(
        [
            carried("Post", said(LOCK, "Marta Keil", confidence=0.99)),
            carried("Times", said(LOCK, "a senior official", confidence=0.7)),
        ]
    )

    assert speakers(found) == ["Marta Keil", "a senior official"]
    assert all(one.disputed for one in found)


def test_statement_that_somebody_wrote_is_that_of_who_is_named() -> None:
    (statement,) = merge_quotes(
        [
            carried("Post", said(LOCK, "a statement early on Friday")),
            carried("Times", said(LOCK, "Marta Keil")),
        ]
    )

    assert speakers([statement]) == ["Marta Keil"]


def test_name_with_a_word_more_is_the_same_speaker_of_the_same_words() -> None:
    (statement,) = merge_quotes(
        [
            carried("Post", said(LOCK, "Councilor Marta Keil")),
            carried("Times", said(LOCK, "Marta Keil")),
        ]
    )

    assert statement.disputed == ()


def test_courtesy_title_tells_whose_the_surname_is() -> None:
    found = merge_quotes(
        [
            carried("Post", said("The will is read and I accept it", "Ana Herrera")),
            carried("Times", said("The sea was flat when he called us", "Luis Herrera")),
            carried("Echo", said("Nobody asked me for the key", "Herrera", mention="Mr. Herrera")),
        ]
    )

    whose = {one.text: one.speaker for one in found}
    speaker = whose["Nobody asked me for the key"]
    assert speaker is not None
    assert speaker.name == "Luis Herrera"
    assert speaker.aliases == ("Herrera",)


def test_courtesy_title_goes_for_all_mentions_in_its_article() -> None:
    titled = said("Nobody asked me for the key", "Herrera", mention="Mr. Herrera")
    bare = said("I would have given it to them", "Herrera")

    found = merge_quotes(
        [
            carried("Post", said("The will is read and I accept it", "Ana Herrera")),
            carried("Times", said("The sea was flat when he called us", "Luis Herrera")),
            carried("Echo", titled, bare),
        ]
    )

    assert sorted(name or "" for name in speakers(found)) == [
        "Ana Herrera",
        "Luis Herrera",
        "Luis Herrera",
        "Luis Herrera",
    ]


def test_indirect_speech_joins_its_like_and_no_quotation() -> None:
    found = merge_quotes(
        [
            carried(
                "Post", said("the pact would last for ten years", "Marta Keil", kind="indirect")
            ),
            carried("Times", said("the pact would last", "Marta Keil", kind="indirect")),
            carried("Echo", said("the pact would last", "Marta Keil")),
        ]
    )

    assert [(one.kind, one.outlets) for one in found] == [
        ("indirect", ("Post", "Times")),
        ("direct", ("Echo",)),
    ]


def test_indirect_speech_in_other_words_stays_apart_and_disputes_nothing() -> None:
    told = "the pact between the two islands would last for ten years"
    found = merge_quotes(
        [
            carried("Post", said(told, "Marta Keil", kind="indirect")),
            carried("Times", said(f"{told} or more, if not", "Tom Reeve", kind="indirect")),
            carried(
                "Echo", said(told.replace("ten years", "a decade"), "Marta Keil", kind="indirect")
            ),
        ]
    )

    assert len(found) == 3
    assert not any(one.disputed for one in found)


def test_statement_is_direct_where_one_outlet_has_a_whole_clause() -> None:
    (statement,) = merge_quotes(
        [
            carried("Post", said(LOCK.lower(), "Marta Keil", kind="mixed")),
            carried("Times", said("opened by hand, at night", "Marta Keil")),
        ]
    )

    assert statement.kind == "direct"


EDITED = "And then we asked [the ministry] for twelve pumps on Monday and again on Friday"
PLAIN = "We asked them for twelve pumps on Monday and again on Friday"


@pytest.mark.parametrize(("more", "printed"), [("", PLAIN), (", by letter and by wire", EDITED)])
def test_form_without_brackets_is_printed_where_it_is_about_as_long(
    more: str, printed: str
) -> None:
    (statement,) = merge_quotes(
        [
            carried("Post", said(EDITED + more, "Jo Marsh")),
            carried("Times", said(PLAIN, "Jo Marsh")),
        ]
    )

    assert statement.text.startswith(printed)


def test_parts_of_a_reworded_quotation_that_stand_in_the_whole_are_parts() -> None:
    parts = (
        said("That bridge was inspected twice last year", "Jo Marsh"),
        said("both times they found nothing wrong with it", "Jo Marsh"),
    )
    whole = (
        "That bridge was inspected twice last year and both times nothing was found wrong with it"
    )
    split = carried("Post", *(replace(part, group=0) for part in parts))

    (statement,) = merge_quotes([split, carried("Times", said(whole, "Jo Marsh"))])

    assert statement.text == whole
    assert [quote.wording for quote in statement.quotes] == ["whole", "part", "reworded"]


def test_second_hand_is_told_where_one_outlet_tells_it() -> None:
    (statement,) = merge_quotes(
        [
            carried("Post", said(LOCK, "Marta Keil")),
            carried("Times", said(LOCK, "Marta Keil", via="broadcaster NTV")),
        ]
    )

    assert statement.via == "broadcaster NTV"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The programme honours labour", "the program honors labor"),
        ("It’s twelve of forty-two per cent", "it is 12 of 42%"),
        ("We don't, can’t and won't", "We do not, cannot and will not"),
        ("They realised it at the theatre", "They realized it at the theater"),
        ("He travelled 10,000 kilometres", "He traveled 10000 kilometers"),
        ("the high-powered café", "the high powered cafe"),
    ],
)
def test_words_are_the_same_however_a_newsroom_types_them(one: str, other: str) -> None:
    assert retyped_words(one) == retyped_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ministry paid a million for it", "The ministry paid a billion for it"),
        ("We will defend the coast", "We will defund the coast"),
        ("They sailed from the north shore", "They sailed from the south shore"),
    ],
)
def test_another_word_is_no_slip_of_the_keyboard(one: str, other: str) -> None:
    assert compare(read_form([one]), read_form([other])) == "reworded"
    assert likeness(read_form([one]), read_form([other])) < 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The north shore of the lake was under water by the evening of the storm",
         "The south shore of the lake was under water by the evening of the storm"),
        ("They bought the old mill from the town for the price of a used car",
         "They sold the old mill to the town for the price of a used car"),
        ("Nobody on the bridge had slept since the ship had left the harbor",
         "Everybody on the bridge had slept since the ship had left the harbor"),
        ("The count will begin on Monday in the hall behind the old customs house",
         "The count will begin on Friday in the hall behind the old customs house"),
    ],
)  # fmt: skip
def test_forms_that_contradict_each_other_are_not_alike(one: str, other: str) -> None:
    assert likeness(read_form([one]), read_form([other])) == 0


def test_words_met_in_another_place_count_for_likeness() -> None:
    moved = read_form(["The safety of the island is bound to that of its neighbors"])
    other = read_form(["The island and its safety are bound to the neighbors"])
    without = read_form(["The island and its future are bound to the neighbors"])

    assert likeness(moved, other) > likeness(moved, without)


def test_few_words_must_be_nearer_to_be_one() -> None:
    one, other = "The ferry was late because of fog", "The ferry was late because of ice"
    tail = ", as it has been every winter since the new harbor was dug"

    assert not is_like(read_form([one]), read_form([other]))
    assert is_like(read_form([one + tail]), read_form([other + tail]))


def test_parts_far_from_each_other_are_no_cut() -> None:
    filler = "and the list went on " * 12
    whole = read_form([f"We opened the lock {filler} before the water came"])

    assert compare_contained(read_form(["We opened the lock ... the list"]), whole) == "cut"
    assert compare_contained(read_form(["We opened the lock ... the water came"]), whole) is None


SOME_WORDS = (
    "we will not sign the treaty on monday friday [they] … (he) never 12 20 island's honour honor "
    "comittee committee “ ’ 洪水の島 U.S. twenty two"
).split()
TEXTS = st.lists(st.sampled_from(SOME_WORDS), min_size=1, max_size=25).map(" ".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=3), st.one_of(TEXTS, st.text()))
def test_likeness_is_a_share_and_has_no_direction(parts: list[str], text: str) -> None:
    one, other = read_form(parts), read_form([text])

    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert not one.words or compare(one, one) == "whole"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(TEXTS, st.integers(0, 20), st.integers(1, 20))
def test_run_of_the_words_is_a_part(text: str, start: int, count: int) -> None:
    plain = [word for word in text.split() if word.isalpha() and word.isascii()]
    run = plain[start : start + count]

    if run:
        found = compare(read_form([" ".join(run)]), read_form([" ".join(plain)]))
        assert found == ("whole" if len(run) == len(plain) else "part")


NAMES = ("Marta Keil", "Tom Reeve", "Keil", "a senior official", None)
QUOTES = st.builds(
    said,
    st.one_of(st.sampled_from((LOCK, "opened by hand, at night", "We will win", "by hand")), TEXTS),
    st.sampled_from(NAMES),
    confidence=st.sampled_from((0.7, 0.85, 0.95)),
    kind=st.sampled_from(("direct", "mixed", "indirect")),
)
EVENTS = st.lists(st.lists(QUOTES, max_size=4), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(EVENTS, st.randoms(use_true_random=False))
def test_statements_are_verbatim_carried_and_in_no_need_of_an_order(
    event: list[list[Quote]], chance: random.Random
) -> None:
    articles = [carried(f"Outlet {n}", *quotes) for n, quotes in enumerate(event)]
    texts = {each.article.id: each.article.text for each in articles}

    found = merge_quotes(articles)

    placed = [quote for one in found for quote in one.quotes]
    assert merge_quotes(chance.sample(articles, len(articles))) == found
    assert all(texts[quote.article][quote.start : quote.end] == quote.text for quote in placed)
    assert len({(quote.article, quote.start) for quote in placed}) == len(placed)
    assert all({quote.article for quote in one.quotes} == set(one.outlets) for one in found)
    assert all(one.text == one.quotes[0].text for one in found)
    assert speakers(found) == sorted(speakers(found), key=speakers(found).index)


def test_two_disputed_statements_name_each_other() -> None:
    names = ("Marta Keil", "Tom Reeve", "Jo Marsh")
    found = merge_quotes([carried(f"Post {n}", said(LOCK, name)) for n, name in enumerate(names)])

    told = {one.speaker.name: [each.name for each in one.disputed] for one in found if one.speaker}
    assert told == {name: sorted(set(names) - {name}) for name in names}


def test_placed_quotes_begin_with_what_is_printed() -> None:
    (statement,) = merge_quotes(
        [
            carried("Post", said("at night", "Marta Keil", kind="mixed")),
            carried("Times", said(LOCK, "Marta Keil")),
        ]
    )

    assert statement.quotes == (
        PlacedQuote(article="Times", start=0, end=len(LOCK), text=LOCK, wording="whole"),
        PlacedQuote(article="Post", start=0, end=8, text="at night", wording="part"),
    )


WORST = (
    *("[" * 50_000, "[a" * 25_000, "(a " * 17_000, "." * 50_000, ". " * 25_000, "… " * 25_000),
    *("a" * 50_000, "[abc]" * 10_000, "a'" * 25_000, "a's" * 17_000, "per cen " * 6_000),
    *("thanks " * 7_000, "twenty " * 7_000, "a.b" * 16_000, "not 12 " * 7_000, "%" * 50_000),
)


@pytest.mark.parametrize("text", WORST, ids=lambda text: text[:6])
def test_long_worst_input_takes_no_longer_than_its_length(text: str) -> None:
    started = time.perf_counter()
    retyping.retyped_words(text)
    wording.compare(read_form([text]), read_form([f"{text} and more"]))
    wording.is_like(read_form([text]), read_form([f"more {text}"]))
    utterances.find_utterances([carried("Post", said(text, "Marta Keil"))])

    assert time.perf_counter() - started < 5  # 0.1 s on a slow machine
