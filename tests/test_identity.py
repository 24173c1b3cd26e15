"""One article once, though it comes by feed, by mail and as a page."""

from digest.identity import each_once
from digest.model import Article

URL = "https://herald.example/2026/03/12/ferry-leaves"
TEASER = "The ferry left Port Ansel at noon on Thursday."
WHOLE = (
    TEASER
    + "\n\nNobody was hurt, said Mira Oland, who runs the port.\n\nThe next one leaves later."
)


def article(name: str, text: str, **fields: object) -> Article:
    return Article(id=name, file=name, text=text, **{"url": URL, **fields})  # type: ignore[arg-type]


def test_the_longer_text_stays_and_says_so() -> None:
    kept, notes = each_once([article("feed.xml#1", TEASER), article("page.html", WHOLE)])

    assert [one.id for one in kept] == ["page.html"]
    assert [(note.item, note.step) for note in notes] == [("feed.xml#1", "note")]
    assert "'page.html'" in notes[0].reason


def test_the_order_of_the_input_decides_nothing_but_between_equals() -> None:
    one, other = article("a", TEASER), article("b", WHOLE)

    assert each_once([one, other])[0] == each_once([other, one])[0]
    assert [found.id for found in each_once([article("x", WHOLE), article("y", WHOLE)])[0]] == ["x"]


def test_what_only_the_shorter_one_tells_is_kept() -> None:
    feed = article(
        "feed.xml#1", TEASER, published="2026-03-12T12:30:00+01:00", authors=("Ida Amsel",)
    )
    page = article(
        "page.html", WHOLE, outlet="The Herald", title="The ferry left", title_derived=True
    )

    (one,) = each_once([feed, page])[0]

    assert (one.published, one.authors) == ("2026-03-12T12:30:00+01:00", ("Ida Amsel",))
    assert one.outlet == "The Herald"
    assert dict(one.evidence)["published"] == "feed.xml#1"


def test_an_address_alone_makes_no_two_articles_one() -> None:
    other = "Rain fell over the hills of Kestria all night long, and more of it is to come."

    kept, notes = each_once([article("a.html", WHOLE), article("b.html", other)])

    assert len(kept) == 2
    assert notes == ()


def test_tracking_parameters_make_no_other_page() -> None:
    sent = article("mail.eml", TEASER, url=URL + "?utm_source=mail#top")

    assert len(each_once([sent, article("page.html", WHOLE)])[0]) == 1


def test_articles_without_an_address_are_left_alone() -> None:
    kept, _ = each_once([article("a", TEASER, url=""), article("b", TEASER, url="")])

    assert len(kept) == 2


def test_an_interview_below_its_report_stays() -> None:
    report = article("page.html", WHOLE)
    pasted = article("page.html#2", TEASER, part_of="page.html")

    assert len(each_once([report, pasted])[0]) == 2
