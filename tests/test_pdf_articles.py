"""PDF files with text into articles."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from digest.formats import (
    archives,
    members,
    parse_payload,
    pdf_lines,
    properties,
    source_texts,
    warc,
)
from digest.formats import pdf as pdf_module
from digest.formats.pdf_lines import Line, find_title, join_paragraphs, split_running
from digest.formats.properties import believed_author, believed_title
from digest.model import Article, Payload, Skipped
from tests.documents import parse_as
from tests.linear import seconds_to_scan

SLOWEST = 2.0  # seconds for 50 KB of the worst input; a fiftieth of it on a quiet machine
FIRST = "The three states agreed on Friday on a patrol of nine ships"
SECOND = "for the strait, and on a long-range plan for the govern-"
THIRD = "ment of its islands."
PROSE = f"{FIRST} {SECOND[:-1]}{THIRD}"
NEXT = "It begins in May, Minister Jo Keil said in the harbor town"


def article(content: bytes) -> Article:
    found = parse_as("pdf", content)[0]
    assert isinstance(found, Article), found
    return found


def reasons(content: bytes) -> list[str]:
    return [one.reason for one in parse_as("pdf", content) if isinstance(one, Skipped)]


def line(text: str, y: float, *, size: float = 11, x: float = 72) -> str:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def lines(*texts: str, top: float = 700) -> str:
    """Return lines 14 points apart; an empty one ends a paragraph."""
    return "".join(line(text, top - 14 * number) for number, text in enumerate(texts) if text)


def pdf(*pages: str, metadata: dict[str, Any] | None = None) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for content in pages:
        page = writer.add_blank_page(612, 792)
        stream = DecodedStreamObject()
        stream.set_data(content.encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if metadata:
        writer.add_metadata(metadata)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


TITLE = line("Nine ships for the strait,", 760, size=22) + line("say three states", 735, size=22)


def test_largest_lines_are_the_title_and_lines_become_paragraphs() -> None:
    text = lines(FIRST, SECOND, THIRD, "", NEXT, "of Vantora, and lasts.")
    found = article(pdf(TITLE + text))

    assert (found.id, found.title) == ("a.pdf", "Nine ships for the strait, say three states")
    assert found.text == f"{PROSE}\n\n{NEXT} of Vantora, and lasts."
    assert "government of its islands" in found.text
    assert "long-range plan" in found.text
    assert found.removed[0].rule == "title line"


def test_running_lines_go_and_a_sentence_goes_on_on_the_next_page() -> None:
    def page(number: int, *texts: str) -> str:
        head = line("Harbor Gazette Weekly", 770, size=9)
        return head + lines(*texts, top=740) + line(f"Page {number} of 2", 30, size=9)

    filler = [f"Ship {name} is the ninth in the fleet and will be ready." for name in "ABCDEF"]
    found = article(pdf(page(1, *filler, FIRST), page(2, "for the strait.", "", NEXT, *filler)))

    assert f"{FIRST} for the strait." in found.text
    running = [one.text for one in found.removed if one.rule == "running line"]
    assert running == [
        "Harbor Gazette Weekly",
        "Page 1 of 2",
        "Harbor Gazette Weekly",
        "Page 2 of 2",
    ]


def test_properties_are_weak() -> None:
    text = lines("Nine ships for the strait", "", f"{FIRST}.", f"{NEXT}.")
    told = {
        "/Title": "Nine ships for the strait",
        "/Author": "Ana Keil",
        "/CreationDate": "D:20260313081500+09'00'",
    }
    found = article(pdf(text, metadata=told))
    other = article(pdf(text, metadata={"/Title": "Microsoft Word - x.doc", "/Author": "user1"}))
    dated = article(pdf(lines("March 12, 2026", f"{FIRST}.", f"{NEXT}."), metadata=told))

    assert found.title == "Nine ships for the strait"
    assert (found.authors, found.published) == (("Ana Keil",), "2026-03-13T08:15:00+09:00")
    assert ("published", "CreationDate") in found.evidence
    assert (other.authors, other.published) == ((), None)
    assert other.title == "Nine ships for the strait"
    assert dated.published == "2026-03-12"


@pytest.mark.parametrize(
    ("author", "believed"),
    [("Ana Keil", True), ("Keil", False), ("Press Office", False), ("ana", False), ("", False)],
)
def test_author_is_believed_if_it_is_a_persons_name(author: str, believed: bool) -> None:
    assert bool(believed_author(author)) is believed


def test_title_is_believed_if_it_stands_in_the_text() -> None:
    assert believed_title("Nine Ships", "So: nine ships. And so on.") == "Nine Ships"
    assert believed_title("Ten ships", "So: nine ships.") == ""
    assert believed_title("release.pdf", "release.pdf") == ""
    assert believed_title("Untitled", "Untitled") == ""


def test_pictures_of_pages_are_told() -> None:
    assert reasons(pdf("", "")) == ["a PDF without text (pictures of pages): read it by OCR first"]
    some = reasons(pdf(lines(f"{FIRST}.", f"{NEXT}."), ""))
    assert some == ["1 page of it holds no text (a picture?); the article is kept"]


def test_letters_that_fonts_do_not_name_are_told() -> None:
    told = "a PDF whose letters cannot be told (its fonts name none): read it by OCR first"

    assert reasons(pdf(lines("\x01\x02\x03\x04\x05\x06 abcdefghijklm"))) == [told]


def test_encrypted_pdf_is_told_unless_anybody_may_read_it() -> None:
    def locked(password: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(lines(f"{FIRST}.", f"{NEXT}.")))))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")  # noqa: S106
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    assert reasons(locked("secret")) == ["an encrypted PDF; save it without its password"]
    assert article(locked("")).text.startswith(FIRST)


def test_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MOST_PAGES", 1)

    content = pdf(lines(f"{FIRST}."), lines(f"{NEXT}."))
    assert reasons(content) == ["has 2 pages; those after 1 are left out"]
    assert article(content).text == f"{FIRST}."


@pytest.mark.parametrize("seed", range(24))
def test_broken_bytes_end_in_a_line_never_in_an_error(seed: int) -> None:
    content = bytearray(pdf(TITLE + lines(FIRST, SECOND, THIRD), lines(NEXT)))
    if seed < 12:
        del content[seed * len(content) // 12 + 8 :]
    else:
        for place in range(seed, len(content), 97):
            content[place] ^= seed
    content[:5] = b"%PDF-"

    payload = Payload(file="a.pdf", data=bytes(content))
    assert parse_payload(payload)
    source_texts(payload)


def test_page_that_stands_in_itself_is_no_trap() -> None:
    content = pdf(lines(FIRST)).replace(b"/Kids [ 4 0 R ]", b"/Kids [ 1 0 R ]")
    recursive = pdf(lines(FIRST)).replace(b"/Kids", b"/Kidz")

    assert parse_as("pdf", content)
    assert parse_as("pdf", recursive)


def test_patterns_stay_quick_on_hostile_text() -> None:
    units = ["a", " ", "1", "Aa ", "- ", "(cid:1", "page ", "A’", "."]
    for module in (pdf_module, pdf_lines, properties, members, archives, warc):
        for pattern in vars(module).values():
            if isinstance(pattern, re.Pattern):
                text = pattern.pattern
                text = text if isinstance(text, str) else text.decode("latin-1")
                same = re.compile(text, pattern.flags & (re.M | re.I))
                assert seconds_to_scan(same, units) < SLOWEST, text


def placed(text: str, y: float, size: float = 10, x: float = 72) -> Line:
    return Line(text, x, y, size)


def test_title_is_no_letterhead() -> None:
    page = [
        placed("Harbor Gazette", 760, size=30),
        placed("PRESS RELEASE", 730, size=24),
        placed("Nine ships for the strait", 700, size=18),
        *(placed(f"{FIRST} {number}.", 660 - 14 * number) for number in range(5)),
    ]

    assert [line.text for line in find_title([page])] == ["Nine ships for the strait"]
    assert find_title([page[3:]]) == ()
    assert find_title([]) == ()


def test_paragraphs_are_told_by_gaps_indents_and_short_lines() -> None:
    gaps = [placed(FIRST, 100), placed("of it.", 88), placed(NEXT, 70), placed("too.", 58)]
    indents = [placed(f"{FIRST}.", 100), placed(NEXT, 88, x=90), placed("of Vantora", 76)]
    bullets = [placed("Ships:", 100), placed("• nine new ones", 88), placed("• two old ones", 76)]

    assert join_paragraphs([gaps]).split("\n") == [f"{FIRST} of it.", f"{NEXT} too."]
    assert join_paragraphs([indents]).split("\n") == [f"{FIRST}.", f"{NEXT} of Vantora"]
    assert join_paragraphs([bullets]).split("\n") == ["Ships:", "• nine new ones", "• two old ones"]


@pytest.mark.parametrize(
    ("start", "end", "joined"),
    [
        ("a plan for the govern-", "ment of islands", "a plan for the government of islands"),
        ("a plan of long-", "range ships", "a plan of long-range ships"),
        ("a plan for the govern‐", "ment of islands", "a plan for the government of islands"),
        ("between Vantora-", "Ostmere and here", "between Vantora-Ostmere and here"),
        ("the years 2025-", "2026 were", "the years 2025-2026 were"),
    ],
)
def test_words_divided_at_the_end_of_a_line(start: str, end: str, joined: str) -> None:
    assert join_paragraphs([[placed(start, 100), placed(end, 88)]]) == joined


def test_lines_of_the_text_are_not_running_ones_however_often_they_stand() -> None:
    page = [placed(text, 700 - 14 * n) for n, text in enumerate([FIRST, NEXT] * 5)]

    kept, running = split_running([page])
    assert (kept, running) == ([page], ())
