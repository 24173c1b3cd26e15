"""Statements: the same words across outlets, once."""

from dataclasses import replace
from itertools import permutations

from digest.model import Article, Prepared, Quote, Statement
from digest.quotes import find_quotes
from digest.statements import merge_quotes


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
