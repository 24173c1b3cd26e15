"""A digest made by hand: three events, names in several scripts, copies, and hostile strings."""

from dataclasses import replace

from digest.model import (
    Digest,
    DisputedSpeaker,
    EventDigest,
    Figure,
    FigureValue,
    Period,
    PlacedQuote,
    QuoteKind,
    SharedText,
    Skipped,
    Source,
    Span,
    Speaker,
    Statement,
    SummarySentence,
    UpdateOf,
    Verified,
    Wording,
)

HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/x.png onerror=alert(1)>"
    "\u202egnp.exe\u2066 \x00\x07\x92 {{ 7 * 7 }} {% raw %} ]]> --> </style></title>"
)
LONG_WORD = "w" * 200_000
NESTED = "<div>" * 3_000


def source(
    number: int,
    outlet: str,
    title: str,
    *,
    published: str | None = None,
    url: str = "",
    copy_of: str | None = None,
    language: str = "en",
    title_derived: bool = False,
    authors: tuple[str, ...] = (),
    shares_text: tuple[SharedText, ...] = (),
) -> Source:
    return Source(
        id=f"{outlet}.txt",
        number=number,
        outlet=outlet,
        title=title,
        title_derived=title_derived,
        published=published,
        url=url,
        authors=authors,
        kind="report",
        copy_of=copy_of,
        sha256="0" * 64,
        file=f"{outlet}.txt",
        language=language,
        shares_text=shares_text,
    )


def sentence(text: str, outlet: str, *also: str) -> SummarySentence:
    spans = tuple(Span(article=f"{name}.txt", start=0, end=len(text)) for name in also)
    return SummarySentence(
        text=text,
        article=f"{outlet}.txt",
        start=0,
        end=len(text),
        also=spans,
        outlets=1 + len(also),
        independent=max(1, len(also)),
    )


def statement(
    text: str,
    speaker: Speaker | None,
    *outlets: str,
    kind: QuoteKind = "direct",
    via: str = "",
    others: tuple[PlacedQuote, ...] = (),
    disputed: tuple[DisputedSpeaker, ...] = (),
    independent: int = 1,
) -> Statement:
    """Return what the outlets carry whole, and the ``others`` in their own words."""
    carried = (*outlets, *(other.article.removesuffix(".txt") for other in others))
    return Statement(
        speaker=speaker,
        text=text,
        kind=kind,
        quotes=(*(placed(text, name) for name in outlets), *others),
        outlets=tuple(dict.fromkeys(carried)),
        via=via,
        disputed=disputed,
        independent=independent,
    )


def placed(text: str, outlet: str, wording: Wording = "whole") -> PlacedQuote:
    return PlacedQuote(article=f"{outlet}.txt", start=0, end=len(text), text=text, wording=wording)


HAN = Speaker(
    name="Han Seo-yeong", role="foreign minister of Korea", aliases=("Han Seoyeong", "한서영")
)
LEFEVRE = Speaker(name="Éloïse Lefèvre-Noël", role="présidente of the Harbor Council")
OKAFOR = Speaker(name="Daniel Okafor", role="chief engineer of the port")


def ferry_event() -> EventDigest:
    return EventDigest(
        id="ferry",
        title="Two ports agree to run a night ferry again after eleven years",
        first_published="2024-11-14T22:10:00+00:00",
        last_published="2024-11-15T18:36:00+09:00",
        outlets=4,
        independent=2,
        summary=(
            sentence(
                "The ports of Sorin and Halmae will run a night ferry again from March, "
                "eleven years after the last crossing.",
                "Harbor Courier",
                "Coastline Wire",
            ),
            sentence(
                "The line was given up when a storm broke the pier at Halmae, and neither side "
                "wanted to pay for a new one.",
                "Coastline Wire",
            ),
            sentence(
                "A joint office in Sorin is to sell the tickets and to settle complaints in both "
                "languages.",
                "한빛일보",
                "Harbor Courier",
                "Le Phare du Nord",
            ),
        ),
        statements=(
            statement(
                "We have waited long enough, and the sea has not become any wider",
                HAN,
                "Harbor Courier",
                others=(
                    placed("We have waited … and the sea has not become", "Coastline Wire", "cut"),
                    placed("the sea has not become any wider", "Le Phare du Nord", "part"),
                    placed(
                        "The wait has been long enough, and the sea is as wide as it always was",
                        "한빛일보",
                        "reworded",
                    ),
                ),
                independent=2,
            ),
            statement(
                "the tickets would cost no more than the bus that runs around the bay",
                HAN,
                "Harbor Courier",
                kind="indirect",
            ),
            statement(
                "a promise to the islands, not to the shareholders",
                HAN,
                "한빛일보",
                kind="mixed",
                via="the Halmae press office",
            ),
            statement(
                "The pier is the easy part … What is hard is a timetable that two crews and two "
                "customs houses can keep every night of the year, in fog, in ice and on the "
                "morning after the harbor feast",
                OKAFOR,
                "Coastline Wire",
            ),
            statement(
                "The old pier was paid for twice over before a single stone of it was laid",
                OKAFOR,
                "Harbor Courier",
                "Coastline Wire",
                disputed=(
                    DisputedSpeaker(name="Éloïse Lefèvre-Noël", outlets=("Le Phare du Nord",)),
                ),
            ),
            statement("C’est « un pont de lumière » entre nous", LEFEVRE, "Le Phare du Nord"),
            statement(
                "The old pier was paid for twice over",
                LEFEVRE,
                "Le Phare du Nord",
                disputed=(
                    DisputedSpeaker(
                        name="Daniel Okafor", outlets=("Harbor Courier", "Coastline Wire")
                    ),
                ),
            ),
            statement("Nobody asked the fishermen", None, "Harbor Courier", "Le Phare du Nord"),
        ),
        figures=(
            Figure(
                about="passengers a night",
                values=(
                    figure_value("420 passengers", 420.0, "Harbor Courier"),
                    figure_value("some 500 passengers", 500.0, "한빛일보"),
                ),
            ),
        ),
        articles=(
            source(
                1,
                "Harbor Courier",
                "Two ports agree to run a night ferry again after eleven years",
                published="2024-11-14T22:10:00+00:00",
                url="https://courier.example/2024/11/14/night-ferry?edition=morning&page=1",
                authors=("Mina Sorensen", "Pál Ősz"),
            ),
            source(
                2,
                "Coastline Wire",
                "Ferry between Sorin and Halmae to return",
                published="2024-11-15T01:05:00+01:00",
                url="https://wire.example/ferry",
            ),
            source(
                3,
                "한빛일보",
                "소린과 할매, 11년 만에 야간 여객선 다시 띄운다",
                published="2024-11-15T18:36:00+09:00",
                url="https://hanbit.example/기사/1115",
                language="ko",
                shares_text=(
                    SharedText(article="Harbor Courier.txt", share=0.312),
                    SharedText(article="Coastline Wire.txt", share=0.08),
                ),
            ),
            source(
                4,
                "Le Phare du Nord",
                "Le bateau de nuit revient à Halmae",
                published="2024-11-15T09:30:00",
                url="https://phare.example/bateau",
                copy_of="Coastline Wire.txt",
                language="fr",
            ),
        ),
    )


def figure_value(text: str, value: float, outlet: str) -> FigureValue:
    return FigureValue(
        text=text, value=value, unit="passengers", article=f"{outlet}.txt", start=0, end=len(text)
    )


def museum_event() -> EventDigest:
    return EventDigest(
        id="museum",
        title="Museum of Weights closes for repairs until the autumn",
        first_published=None,
        last_published=None,
        outlets=1,
        independent=1,
        summary=(
            sentence(
                "The Museum of Weights in Ostrel closes on Monday, because water has come into "
                "the vault below the hall of scales.",
                "Ostrel Evening Post",
            ),
        ),
        statements=(),
        figures=(),
        articles=(
            source(
                1,
                "Ostrel Evening Post",
                "The Museum of Weights in Ostrel closes on Monday",
                title_derived=True,
            ),
        ),
    )


def hostile_event() -> EventDigest:
    """Return an event in which every string is somebody's attack."""
    speaker = Speaker(name=HOSTILE, role=HOSTILE, aliases=(HOSTILE, LONG_WORD))
    return EventDigest(
        id=HOSTILE,
        title=f"{HOSTILE} {'a very long title ' * 120}",
        first_published="0001-01-01T00:00:00+00:00",
        last_published="not a date",
        outlets=2,
        independent=1,
        summary=(
            sentence(f"{HOSTILE} The sentence goes on.", HOSTILE),
            sentence(LONG_WORD, HOSTILE),
            sentence(NESTED, "هيئة الميناء"),
        ),
        statements=(
            statement(
                HOSTILE,
                speaker,
                HOSTILE,
                via=HOSTILE,
                others=(placed(f"{HOSTILE} {LONG_WORD}", "هيئة الميناء", "reworded"),),
                disputed=(DisputedSpeaker(name=HOSTILE, outlets=(HOSTILE, LONG_WORD)),),
            ),
            statement(HOSTILE, speaker, HOSTILE, kind="indirect"),
            statement("سنفتح المرفأ في الصباح", None, "هيئة الميناء"),
        ),
        figures=(Figure(about=HOSTILE, values=(figure_value(HOSTILE, 1.0, HOSTILE),)),),
        articles=(
            source(
                1,
                HOSTILE,
                HOSTILE * 20,
                published="2024-11-15",
                url="javascript:alert(1)",
                language='en" onload="alert(1)',
                authors=(HOSTILE,),
            ),
            source(
                2,
                "هيئة الميناء",
                "المرفأ يفتح في الصباح",
                published="9999-12-31T23:59:59-11:00",
                url='https://port.example/"><script>alert(1)</script>',
                copy_of="an article of another event",
                language="ar",
            ),
        ),
    )


def digest_of(*events: EventDigest, skipped: tuple[Skipped, ...] = ()) -> Digest:
    return Digest(
        title="Morning digest",
        day="2024-11-15",
        timezone="Asia/Seoul",
        period=Period(from_="2024-11-14T22:10:00+00:00", to="2024-11-15T18:36:00+09:00"),
        events=events,
        skipped=skipped,
        verified=Verified(checked=10, failed=0),
    )


def sample_digest() -> Digest:
    return digest_of(
        ferry_event(),
        museum_event(),
        hostile_event(),
        skipped=(
            Skipped(item="inbox/empty.txt", step="read", reason="no text"),
            Skipped(item="inbox/\udcff.txt", step="read", reason=HOSTILE),
            Skipped(item="한빛일보.txt", step="sentences", reason="no Punkt data for Korean"),
        ),
    )


def friendly_digest() -> Digest:
    """Return the digest without its hostile event, as a reader would meet it."""
    whole = sample_digest()
    return digest_of(ferry_event(), museum_event(), skipped=(whole.skipped[0], whole.skipped[2]))


def strike_event() -> EventDigest:
    """Return an event that goes on: what is new of a strike told on the two days before."""
    crane = Speaker(name="Ruta Almgren", role="head of the crane drivers")
    return EventDigest(
        id="strike",
        title="Crane drivers of Halmae vote to go on with their strike",
        first_published="2024-11-15T06:10:00+00:00",
        last_published="2024-11-15T08:40:00+00:00",
        outlets=2,
        independent=2,
        summary=(
            sentence(
                "Fourteen ships now wait off HALMAE, twice as many as on Wednesday.",
                "Harbor Courier",
                "Quay Gazette",
            ),
        ),
        statements=(
            statement(
                "We told the Harbor-Council in May that one crew cannot work two quays",
                crane,
                "Quay Gazette",
            ),
        ),
        figures=(),
        articles=(
            source(
                1,
                "Harbor Courier",
                "Crane drivers of Halmae vote to go on with their strike",
                published="2024-11-15T06:10:00+00:00",
                url="https://courier.example/2024/11/15/cranes",
            ),
            source(
                2,
                "Quay Gazette",
                "Strike at the port enters its third day",
                published="2024-11-15T08:40:00+00:00",
                url="https://gazette.example/strike",
            ),
        ),
        score=4.0,
        update_of=UpdateOf(
            id="strike",
            title="Crane drivers walk out at Halmae",
            since="2024-11-13",
            last="2024-11-14",
        ),
    )


def sectioned_digest() -> Digest:
    """Return a digest with two sections, an update, and watched words marked."""
    names = ("Halmae", "Harbor Council")
    ferry = replace(ferry_event(), section="Harbor & quays", score=2.5)
    strike = replace(strike_event(), section="Harbor & quays")
    ferry, strike = (replace(one, watched=names, marked=names) for one in (ferry, strike))
    museum = replace(museum_event(), section="Other news", score=3.0)
    return replace(
        digest_of(strike, ferry, museum, skipped=friendly_digest().skipped),
        sections=("Harbor & quays", "Other news"),
    )
