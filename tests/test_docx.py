"""Word files into articles."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from docx import Document

from digest.formats import docx as docx_module
from digest.model import Article, Skipped
from tests.documents import parse_as

PROSE = "The three states agreed on Friday on a patrol of nine ships for the strait."
MORE = "It begins in May, Minister Jo Keil said, and lasts for as long as all three want it."
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def article(content: bytes) -> Article:
    found = parse_as("docx", content)[0]
    assert isinstance(found, Article), found
    return found


def reason(content: bytes) -> str:
    (found,) = parse_as("docx", content)
    assert isinstance(found, Skipped)
    return found.reason


def written(*, title: str = "", author: str = "", saved: datetime | None = None) -> bytes:
    """Return a file as a program writes it, with a table and a heading below the title."""
    document = Document()
    if title:
        document.add_heading(title, level=0)
    document.add_paragraph(PROSE)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ships in the patrol", "Nine of them"
    document.add_heading("What comes next", level=2)
    document.add_paragraph(MORE)
    document.core_properties.author = author
    document.core_properties.title = "Word Document"
    document.core_properties.modified = saved or datetime(1980, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(body: str, **parts: str) -> bytes:
    """Return a file of the given body, and of other parts by the name of their file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            folder = "docProps" if name == "core" else "word"
            package.writestr(f"{folder}/{name}.xml", content)
    return out.getvalue()


def document(body: str) -> str:
    return f"<w:document {SPACE}><w:body>{body}</w:body></w:document>"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_paragraphs_and_cells_are_lines() -> None:
    saved = datetime(2026, 3, 13, 8, 15, tzinfo=UTC)
    found = article(written(title="Ferry pact signed", author="Ana Keil", saved=saved))

    assert (found.id, found.title, found.title_derived) == ("a.docx", "Ferry pact signed", False)
    assert found.text.split("\n\n") == [
        PROSE,
        "Ships in the patrol",
        "Nine of them",
        "What comes next",
        MORE,
    ]
    assert (found.published, found.authors) == ("2026-03-13T08:15:00+00:00", ("Ana Keil",))
    assert ("published", "last saved") in found.evidence
    assert found.removed[0].text == "Ferry pact signed"


@pytest.mark.parametrize("author", ["python-docx", "admin", "Microsoft Office User", "Press"])
def test_properties_of_programs_and_templates_are_not_believed(author: str) -> None:
    found = article(written(author=author))

    assert found.title != "Word Document"
    assert (found.authors, found.published) == ((), None)


def test_what_the_text_itself_says_comes_before_the_properties() -> None:
    body = "".join(map(paragraph, ["By Jo Pell", "March 12, 2026", PROSE, MORE]))
    core = (
        '<c xmlns:dc="a" xmlns:t="b"><dc:creator>Ana Keil</dc:creator>'
        "<t:modified>2026-03-20T00:00:00Z</t:modified></c>"
    )
    found = article(with_parts(body, core=core))

    assert (found.authors, found.published) == (("Jo Pell",), "2026-03-12")


def test_only_the_final_text_is_read() -> None:
    body = (
        "<w:p><w:r><w:t>The three states </w:t></w:r>"
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>often </w:t></w:r></w:moveFrom>"
        "<w:ins><w:r><w:t>agreed</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> in secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> on</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>Friday</w:t></w:r>"
        "<w:hyperlink><w:r><w:t> on a patrol of nine ships.</w:t></w:r></w:hyperlink></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph(MORE)}</w:sdtContent></w:sdt>"
    )

    text = "The three states agreed on Friday on a patrol of nine ships."
    assert article(with_parts(body)).text == f"{text}\n\n{MORE}"


def test_notes_stand_below_and_text_boxes_once() -> None:
    box = f"<w:pict>{paragraph('A text box says what it says.')}</w:pict>"
    alternate = (
        '<m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback></m:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>{PROSE}</w:t>{alternate}</w:r></w:p>"
    notes = (
        f"<w:footnotes {SPACE}><w:footnote>{paragraph('So the treaty.')}</w:footnote></w:footnotes>"
    )

    text = article(with_parts(body, footnotes=notes)).text
    assert text.split("\n\n") == ["A text box says what it says.", PROSE, "So the treaty."]


def test_style_is_known_by_its_name_in_any_language() -> None:
    styles = (
        f'<w:styles {SPACE}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        "</w:styles>"
    )
    head = (
        '<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>'
        "<w:r><w:t>Fähre legt ab</w:t></w:r></w:p>"
    )

    assert article(with_parts(head + paragraph(PROSE), styles=styles)).title == "Fähre legt ab"


def test_macros_do_not_matter() -> None:
    packed = zipfile.ZipFile(io.BytesIO(with_parts(paragraph(PROSE) + paragraph(MORE))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf")
        package.writestr("word/document.xml", packed.read("word/document.xml"))

    assert article(out.getvalue()).text == f"{PROSE}\n\n{MORE}"


def test_entities_are_not_resolved(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret"
    with open(secret, "w") as out:
        out.write("the secret")
    doc = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'
        f"{document(paragraph(PROSE + '&x;') + paragraph(MORE))}"
    )
    out_bytes = io.BytesIO()
    with zipfile.ZipFile(out_bytes, "w") as package:
        package.writestr("word/document.xml", doc)

    assert "secret" not in article(out_bytes.getvalue()).text


def test_entities_do_not_grow() -> None:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    doc = f'<!DOCTYPE d [<!ENTITY a0 "ferry">{levels}]>{document(paragraph(PROSE + "&a9;"))}'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", doc)

    (found,) = parse_as("docx", out.getvalue())
    assert isinstance(found, Skipped) or len(found.text) < 1000


def test_size_is_that_of_what_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_module, "LARGEST_PART", 1024 * 1024)
    bomb = with_parts(paragraph("a" * 2_000_000))

    assert reason(bomb) == "its word/document.xml is larger than 1 MB when unpacked"


def _locked(content: bytes) -> bytes:
    broken = bytearray(content)
    broken[broken.index(b"PK\x01\x02") + 8] |= 1
    return bytes(broken)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda whole: whole[: len(whole) // 2], "a damaged Word file: "),
        (lambda whole: whole.replace(b"PK\x05\x06", b"PK\x05\x07"), "a damaged Word file: "),
        (_locked, "an encrypted Word file; save it without its password"),
    ],
)
def test_damage_is_told(damage: Callable[[bytes], bytes], told: str) -> None:
    broken = damage(with_parts(paragraph(PROSE), core="<x/>"))

    assert reason(broken).startswith(told)


@pytest.mark.parametrize("body", ["<w:p>", "<w:p/>", "&nbsp;", "<w:p></w:r></w:p>"])
def test_broken_markup_ends_in_a_line(body: str) -> None:
    assert re.match("a damaged Word file|without text", reason(with_parts(body)))
