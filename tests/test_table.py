"""Tables of articles: CSV and TSV."""

import csv

import pytest

from digest.formats import detect, parse_payload, source_texts
from digest.formats import table as table_module
from digest.model import Article, Payload, Skipped

TEXT = "The ferry left at noon, the operator said."


def parse(table: str | bytes, file: str = "day.csv") -> tuple[Article | Skipped, ...]:
    content = table.encode() if isinstance(table, str) else table
    payload = Payload(file=file, data=content)
    assert detect(payload) == "csv"
    return parse_payload(payload)


def articles(table: str | bytes, file: str = "day.csv") -> list[Article]:
    return [one for one in parse(table, file) if isinstance(one, Article)]


def reasons(table: str | bytes) -> list[tuple[str, str]]:
    return [(one.item, one.reason) for one in parse(table) if isinstance(one, Skipped)]


def test_row_is_read_as_a_row_of_jsonl_is() -> None:
    (found,) = articles(
        "ID,Headline,Body,Published At,Source,Link,Byline,Lang,Rank\n"
        f'7,Ferry leaves,"{TEXT}",2026-03-13 08:15+09:00,The Pier,https://pier.example/1,'
        "Ana Keil and Jo Pell,en,9\n"
    )

    assert (found.id, found.title, found.text) == ("7", "Ferry leaves", TEXT)
    assert (found.published, found.outlet) == ("2026-03-13T08:15:00+09:00", "The Pier")
    assert (found.url, found.authors) == ("https://pier.example/1", ("Ana Keil", "Jo Pell"))
    assert (found.file, found.language) == ("day.csv", "en")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_told_by_the_first_line(delimiter: str) -> None:
    head = delimiter.join(["title", "text", '"note: a, b; c|d"'])
    row = delimiter.join(["Ferry", f'"{TEXT}"', "x"])

    assert [one.text for one in articles(f"{head}\n{row}\n")] == [TEXT]


def test_excel_may_name_the_delimiter_itself() -> None:
    (found, note) = parse(f'sep=;\ntext;title\n"{TEXT}";Ferry\n;none\n')

    assert isinstance(found, Article)
    assert (found.text, found.title) == (TEXT, "Ferry")
    assert note == Skipped(item="day.csv line 4", step="read", reason="without text")


def test_cell_may_hold_lines_and_offsets_are_offsets_into_it() -> None:
    text = f'  First line.\n\n“{TEXT}”\r\n=HYPERLINK(""x"")  '
    (found,) = articles(f'text\n"{text}"\n')

    assert found.text == text.replace('""', '"')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_table_may_be_in_any_encoding(encoding: str) -> None:
    text = "Der Fährverkehr über die Straße endet, sagte der Minister für Häfen am Freitag."
    table = f'title,text\nFähre,"{text}"\n'

    assert [one.text for one in articles(table.encode(encoding))] == [text]


def test_of_two_columns_for_one_field_the_plainer_name_wins() -> None:
    (found,) = articles(f'content,source,text,outlet\nshort,wire,"{TEXT}",The Pier\n')

    assert (found.text, found.outlet) == (TEXT, "The Pier")


def test_bad_rows_are_named_by_their_line_and_the_others_go_on() -> None:
    table = (
        "id,text,date\n"
        f'1,"{TEXT}\nAnd so on.",2026-03-13\n'
        "2,too,many,cells\n"
        "\n"
        "3,,2026-03-13\n"
        f'1,"{TEXT}",2026-03-13\n'
        f'4,"{TEXT}",13 Foo\n'
        f'5,"{TEXT}"\n'
    )

    assert [one.id for one in articles(table)] == ["1", "4", "5"]
    assert reasons(table) == [
        ("day.csv line 4", "has 4 cells, the first line 3"),
        ("day.csv line 6", "without text"),
        ("day.csv line 7", "its id '1' stands on an earlier line"),
        ("day.csv line 8", "published is not a date: '13 Foo'; the article is kept"),
    ]


def test_row_without_an_id_is_named_by_its_number() -> None:
    assert [one.id for one in articles(f'text\n"{TEXT}"\n"{TEXT}"\n')] == ["day.csv#1", "day.csv#2"]


def test_table_without_texts_says_what_it_has_and_what_is_wanted() -> None:
    ((item, reason),) = reasons("name,price\nrope,3\n")

    assert item == "day.csv"
    assert reason.startswith("a table without a column of texts: it has 'name', 'price'; wanted: ")
    assert reasons("text,title\n") == [("day.csv", "a table without rows")]
    assert reasons("\n\n") == [("day.csv", "an empty file")]


def test_quotation_mark_that_is_never_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_module, "MOST_LINES", 10)
    table = f'text\n"{TEXT}"\n"never closed\n' + "a line\n" * 20

    reason = "goes on over 21 lines: a quotation mark in it is never closed"
    assert reasons(table) == [("day.csv line 3", reason)]


def test_long_cells_are_read_and_pythons_own_limit_stays() -> None:
    before = csv.field_size_limit()
    (found,) = articles(f'text\n"{TEXT * 10_000}"\n')

    assert len(found.text) == len(TEXT) * 10_000
    assert csv.field_size_limit() == before


def test_sources_of_rows_are_their_cells() -> None:
    table = f'title,text\nFerry,"{TEXT}"\n'
    (found,) = articles(table)

    texts = source_texts(Payload(file="day.csv", data=table.encode()))
    assert texts == {found.sha256: f"Ferry\n{TEXT}"}
    nothing = Payload(file="day.csv", data=b"name,price\n1,2\n")
    assert source_texts(nothing) == {}
