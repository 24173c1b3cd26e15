from dataclasses import replace

from digest.copies import MOST_SENTENCES, find_copies, find_rewrites
from digest.model import Prepared
from tests.make import prepared

REPORT = """The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour.

Four hundred people were carried from their roofs by boats of the navy before nightfall.

Engineers of the water board had found cracks in the wall during an inspection in spring.

Repairs were to begin in April and would have cost ninety million crowns, the board said.

The harbor stays closed to all ships until divers have searched the channel for debris.

Schools in the upper town will take in families whose houses are still under water."""

REWRITE = """A dam over Oru Bay collapsed Tuesday, flooding the lower town in less than one hour.

Navy boats carried some four hundred people off roofs before night fell on the town.

During a spring inspection, engineers from the water board had discovered cracks in the wall.

According to the board, repairs costing ninety million crowns were due to begin in April.

All ships are kept out of the harbor, closed until divers search the channel for debris.

Families whose houses remain under water will be taken in by schools in the upper town."""

OTHER = """Divers began on Wednesday to search the channel of Oru Bay for debris of houses.

The mayor asked the government for tents, saying schools were full of families.

A former engineer said that he had told the water board of cracks three times.

Insurance companies expect claims of two hundred million crowns from the flood.

The navy has carried nobody from the roofs since Tuesday night, an officer said.

Farmers upstream lost their winter barley when the lake behind the wall ran dry."""


def dated(text: str, id: str, hour: int | None) -> Prepared:
    return prepared(text, id=id, published=f"2026-03-11T{hour:02}:00:00+00:00" if hour else None)


def test_a_cut_copy_points_at_the_earlier_article() -> None:
    articles = [dated(REPORT, "a", 8), dated(REPORT[:300], "b", 9), dated(OTHER, "c", 10)]

    assert find_copies(articles) == ((1, 0),)


def test_of_undated_articles_the_fullest_is_the_original() -> None:
    articles = [dated(REPORT[:300], "a", None), dated(REPORT, "b", 9)]

    assert find_copies(articles) == ((0, 1),)


def test_of_undated_copies_of_one_length_the_text_decides_not_the_name() -> None:
    swapped = "\n\n".join(REPORT.split("\n\n")[::-1])
    whole, turned = (prepared(text, id="x", published=None) for text in (REPORT, swapped))

    def with_names(*names: str) -> list[Prepared]:
        pairs = zip((whole, turned), names, strict=True)
        return [replace(one, article=replace(one.article, id=name)) for one, name in pairs]

    assert find_copies(with_names("a", "b")) == find_copies(with_names("b", "a")) != ()


def test_a_text_as_long_as_a_book_is_compared_with_nothing() -> None:
    lines = REPORT.split("\n\n")
    long = "\n\n".join(f"{n} {lines[n % 6]}" for n in range(MOST_SENTENCES + 1))

    assert find_rewrites([dated(long, "a", 8), dated(long, "b", 9)]) == ()


def test_all_copies_point_at_one_article_that_is_no_copy() -> None:
    articles = [dated(REPORT, "a", 8), dated(REPORT[:400], "b", 9), dated(REPORT[90:], "c", 10)]

    assert find_copies(articles) == ((1, 0), (2, 0))


def test_a_rewrite_tells_the_same_things_in_the_same_order() -> None:
    articles = [dated(REPORT, "a", 8), dated(REWRITE, "b", 9)]

    assert find_copies(articles) == ()
    assert find_rewrites(articles) == ((1, 0),)


def test_an_independent_report_of_the_same_event_is_neither_copy_nor_rewrite() -> None:
    articles = [dated(REPORT, "a", 8), dated(OTHER, "b", 9)]

    assert find_copies(articles) == ()
    assert find_rewrites(articles) == ()


def test_short_articles_prove_nothing() -> None:
    articles = [dated("Rain is expected.", "a", 8), dated("Rain is expected.", "b", 9)]

    assert find_copies(articles) == ()
