"""Invent digests of any size, to measure what is made of them.

The one rule to know: the same number of events is the same digest, on every machine. An event is
as long as one of a busy day: five to eight outlets, four or five sentences, two figures that
differ, five or six statements. Nothing in it has happened.
"""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from digest.model import (
    Digest,
    EventDigest,
    Figure,
    FigureValue,
    Period,
    PlacedQuote,
    Source,
    Span,
    Speaker,
    Statement,
    SummarySentence,
    Verified,
)

DAY = "2026-03-12"
MORNING = datetime(2026, 3, 12, 4, tzinfo=UTC)
DISTINCT = (4, 5)  # sentences of an event, and so on: the fewest and the most
SAID, CARRIED = (5, 6), (5, 8)
FIGURES = ("people taken to safety", "cost of the works", "ships turned away")
UNITS = ("people", "million crowns", "ships")

OUTLETS = """Harbor Courier|Coastline Wire|Ostrel Evening Post|Le Phare du Nord|The Sorin Gazette|
Halmae Daily Mirror|Northern Press Agency|Český Přístav|Inland Observer|The Lamplighter|
Bulletin of the Straits|Dawn and Tide|Gazeta Wyspiarska|Market and Quay""".replace("\n", "")
PEOPLE = """Éloïse Lefèvre-Noël, president of the Harbor Council|Daniel Okafor, chief engineer|
Han Seo-yeong, foreign minister|Marta Dvořáková, mayor of Ostrel|Tomas Lindqvist, port captain|
Amina Belkacem, speaker of the island assembly|Piotr Szczęsny, head of the coast guard|
Rosalind Achterberg, economist at the Straits Bank|Ioana Munteanu, judge of the maritime court|
Samuel Adeyemi, leader of the dockers’ union""".replace("\n", "")
PLACES = "Ostrel Halmae Sorin Veldaby Karsund Montrevel Tarnholm Dunmarrow Elsbruck Ravenna-Bay"
SUBJECTS = """the Harbor Council|the government of the islands|a court in the capital|
the coast guard|the largest of the four shipping companies|an alliance of small towns|
the parliament’s committee on transport|the inspectors of the northern grid|
two banks and the port authority|the union of dock workers""".replace("\n", "")
DEEDS = """agreed to reopen|has stopped work on|will pay for|rejected the plan to sell|
ordered a new survey of|began to clear|is to take over|put off its decision on|
published the accounts of|closed without notice""".replace("\n", "")
OBJECTS = """the night ferry across the strait|the flood gates below the old town|
the tunnel between the two railway stations|a power line that was cut in the winter storms|
the fish market and its cold stores|the second runway of the island airport|
the lighthouse and the three pilots’ stations|the bridge on the road to the border|
the grain terminal and its railway yard|the hospital ship that lies in the roads""".replace(
    "\n", ""
)
CIRCUMSTANCES = """after talks that went on until the early morning|although the cost has doubled|
eleven years after the last repairs|while the opposition asked for a vote of the people|
in spite of a warning from three insurers|before the first ships of the season are due|
because the ground had begun to move again|as the neighbors had asked for since the autumn|
under an agreement that both sides signed on Tuesday|
and said that nobody would lose work over it""".replace("\n", "")
VIEWS = """We have waited long enough|Nobody here was asked|This is the smaller of two evils|
The figures do not add up, and everybody in that room knew it|
I do not promise what I cannot build|There is no second harbor to go to|
We read the letter twice before we answered it|The sea does not wait for a committee|
What was signed will be kept|It is a beginning, and no more than that""".replace("\n", "")
REASONS = """the crews need a timetable that they can keep in fog and in ice|
every household on the coast pays for it already|the engineers told us as much last year|
we shall not sign a second time|the next storm will ask for no permission|
the money has been there since the spring|our children will still be paying for the first one|
two crews and two customs houses have to agree on it every night|
the court has the last word, as it should|nobody can insure a promise""".replace("\n", "")


def invent_digest(events: int) -> Digest:
    """Return a digest of so many events."""
    made = tuple(map(invent_event, range(events)))
    return Digest(
        title="Morning digest",
        day=DAY,
        timezone="Europe/Berlin",
        period=Period(from_=MORNING.isoformat(), to=(MORNING + timedelta(hours=20)).isoformat()),
        events=made,
        skipped=(),
        verified=Verified(checked=sum(map(count_printed, made)), failed=0),
    )


def count_printed(event: EventDigest) -> int:
    """Return how many sentences and quotes the event has."""
    sentences = sum(1 + len(sentence.also) for sentence in event.summary)
    return sentences + sum(len(statement.quotes) for statement in event.statements)


def invent_event(number: int) -> EventDigest:
    """Return the event of that number."""
    draw = random.Random(number)
    place, thing = draw.choice(PLACES.split()), draw.choice(OBJECTS.split("|"))
    titles = [invent_title(draw, place, thing) for _ in range(CARRIED[1])]
    names = draw.sample(OUTLETS.split("|"), draw.randint(*CARRIED))
    articles = tuple(
        invent_source(draw, nth, outlet, titles[nth - 1], number)
        for nth, outlet in enumerate(names, start=1)
    )
    ids = [article.id for article in articles]
    people = [invent_speaker(one) for one in draw.sample(PEOPLE.split("|"), 4)]
    return EventDigest(
        id=f"event-{number}",
        title=titles[0],
        first_published=articles[0].published,
        last_published=articles[-1].published,
        outlets=len(ids),
        independent=len(ids) - 1,
        summary=tuple(invent_sentence(draw, ids) for _ in range(draw.randint(*DISTINCT))),
        statements=tuple(
            invent_statement(draw, draw.choice([*people, None]), ids, names)
            for _ in range(draw.randint(*SAID))
        ),
        figures=tuple(invent_figure(draw, kind, ids) for kind in draw.sample(range(3), 2)),
        articles=articles,
    )


def invent_title(draw: random.Random, place: str, thing: str) -> str:
    """Return a headline on what all outlets of an event report."""
    subject, deed = (draw.choice(one.split("|")) for one in (SUBJECTS, DEEDS))
    return f"{place}: {subject} {deed} {thing}"


def invent_source(draw: random.Random, nth: int, outlet: str, title: str, event: int) -> Source:
    """Return an article with an address as long as those of outlets that count their readers."""
    published = MORNING + timedelta(minutes=97 * nth + draw.randrange(90))
    host = "".join(letter for letter in outlet.lower() if letter.isascii() and letter.isalpha())
    path = "-".join(word.strip("’:") for word in title.lower().split()).replace("’", "")
    return Source(
        id=f"{event}-{nth}.txt",
        number=nth,
        outlet=outlet,
        title=title,
        published=published.isoformat(),
        url=f"https://www.{host}.example/{published:%Y/%m/%d}/world/{path}-{draw.randrange(10**7)}"
        f".html?edition=morning&place={nth}",
        authors=("Mina Sorensen", "Pál Ősz")[: draw.randrange(3)],
        kind="report",
        copy_of=None,
        sha256=f"{draw.getrandbits(256):064x}",
        file=f"inbox/{event}-{nth}.txt",
    )


def invent_speaker(described: str) -> Speaker:
    name, _, role = described.partition(", ")
    return Speaker(name=name, role=role, aliases=(name.replace("-", " "),) if "-" in name else ())


def invent_sentence(draw: random.Random, ids: Sequence[str]) -> SummarySentence:
    subject, deed, thing, how = (
        draw.choice(one.split("|")) for one in (SUBJECTS, DEEDS, OBJECTS, CIRCUMSTANCES)
    )
    text = f"In {draw.choice(PLACES.split())}, {subject} {deed} {thing} {how}."
    carriers = draw.sample(ids, draw.randint(1, 3))
    spans = (Span(article=one, start=0, end=len(text)) for one in carriers[1:])
    count = len(carriers)
    return SummarySentence(
        text=text,
        article=carriers[0],
        start=0,
        end=len(text),
        also=tuple(spans),
        outlets=count,
        independent=max(1, count - 1),
    )


def invent_statement(
    draw: random.Random, speaker: Speaker | None, ids: Sequence[str], names: Sequence[str]
) -> Statement:
    """Return a statement, which some outlets have shorter and every third one in other words."""
    view, other = draw.sample(VIEWS.split("|"), 2)
    text = f"{view}, and {draw.choice(REASONS.split('|'))}"
    places = draw.sample(range(len(ids)), draw.randint(1, 4))
    quotes = [place_quote(ids[place], text, "whole") for place in places[:2]]
    quotes += [place_quote(ids[place], view, "part") for place in places[2:3]]
    quotes += [place_quote(ids[place], f"{other}: {text}", "reworded") for place in places[3:]]
    return Statement(
        speaker=speaker,
        text=text,
        kind="direct",
        quotes=tuple(quotes),
        outlets=tuple(names[place] for place in places),
        independent=max(1, len(places) - 1),
    )


def place_quote(article: str, text: str, wording: str) -> PlacedQuote:
    return PlacedQuote(article=article, start=0, end=len(text), text=text, wording=wording)


def invent_figure(draw: random.Random, kind: int, ids: Sequence[str]) -> Figure:
    counts = [draw.randrange(100, 900) for _ in range(2)]
    return Figure(
        about=FIGURES[kind],
        values=tuple(
            FigureValue(
                text=f"{count} {UNITS[kind]}",
                value=float(count),
                unit=UNITS[kind],
                article=article,
                start=0,
                end=len(f"{count} {UNITS[kind]}"),
            )
            for count, article in zip(counts, draw.sample(ids, 2), strict=True)
        ),
    )
