from digest.config import Settings
from digest.model import Event
from digest.steps import digest_event
from tests.make import prepared

FLOOD = (
    "The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour.\n\n"
    "“We had warned the board of cracks for years,” said Marta Keil, the harbor master."
)


def flood(copies: tuple[tuple[str, str], ...] = ()) -> Event:
    three = tuple(
        prepared(FLOOD, id=name, title=f"UPDATE 1-Flood in {name}", outlet=f"{name} Post")
        for name in ("Oru", "Elin", "Halmae")
    )
    return Event(id="event-1", articles=three, copies=copies)


def test_sentences_and_statements_count_who_has_them_for_themselves() -> None:
    told = digest_event(flood(copies=(("Elin", "Oru"),)), Settings())

    assert (told.outlets, told.independent) == (3, 2)
    assert {(one.outlets, one.independent) for one in told.summary} == {(3, 2)}
    assert [(len(one.outlets), one.independent) for one in told.statements] == [(3, 2)]


def test_copies_speak_with_the_voice_of_their_original() -> None:
    told = digest_event(flood(copies=(("Elin", "Oru"), ("Halmae", "Oru"))), Settings())

    assert told.independent == 1
    assert {one.independent for one in told.summary} == {1}
    assert {one.independent for one in told.statements} == {1}


def test_the_event_is_scored_by_what_is_told_of_it() -> None:
    told = digest_event(flood(), Settings(watch=("cracks",)))

    assert told.title == "Flood in Oru"
    assert told.reasons == (
        "+2.00 3 independent outlets",
        "+0.16 3 articles",
        "+0.10 1 statement with a known speaker",
        "+1.00 watched 'cracks' in the text",
    )
    assert told.score == 3.26
