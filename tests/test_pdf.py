import logging
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from digest.errors import UsageError
from digest.model import Digest
from digest.renderers.json import render_json
from digest.renderers.pdf import render_pdf
from digest.renderers.view import view_digest
from tests.sample_digest import digest_of, ferry_event, friendly_digest, museum_event, sample_digest

A4, LETTER = "595.276 x 841.89 pts (A4)", "612 x 792 pts (letter)"


def tool(name: str, *arguments: str) -> str:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([name, *arguments], capture_output=True, check=True)
    return done.stdout.decode(errors="replace")


def saved(folder: Path, digest: Digest, *, paper: str = "a4") -> str:
    path = folder / "digest.pdf"
    path.write_bytes(render_pdf(digest, paper=paper))
    return str(path)


def read_text(path: str) -> str:
    """Return the text between running header and footer, on one line."""
    text = tool("pdftotext", "-x", "0", "-y", "60", "-W", "600", "-H", "720", path, "-")
    return " ".join(text.split())


def five_events() -> Digest:
    titled = [replace(ferry_event(), title=f"Ferry number {n} sails") for n in range(4)]
    return digest_of(*titled, museum_event(), skipped=friendly_digest().skipped)


def test_every_sentence_and_statement_stands_in_the_pdf(tmp_path: Path) -> None:
    event = ferry_event()
    text = read_text(saved(tmp_path, digest_of(event)))

    assert all(sentence.text in text for sentence in event.summary)
    assert all(statement.text in text for statement in event.statements)
    assert "Reported by 4 outlets, 2 independent" in text
    assert "10 of 10 sentences and quotes verified" in text


def test_all_fonts_are_embedded(tmp_path: Path) -> None:
    rows = tool("pdffonts", saved(tmp_path, sample_digest())).splitlines()[2:]

    assert rows
    assert all(re.search(r" yes yes yes +\d+ +\d+$", row) for row in rows)


def test_pdf_is_tagged_titled_and_of_the_day_of_the_digest(tmp_path: Path) -> None:
    path = saved(tmp_path, friendly_digest())
    facts = tool("pdfinfo", path)

    assert re.search(r"^Tagged: +yes$", facts, re.MULTILINE)
    assert re.search(r"^Title: +Morning digest, 15 Nov 2024$", facts, re.MULTILINE)
    assert re.search(r"^JavaScript: +no$", facts, re.MULTILINE)
    assert re.search(r"^Subject: +Briefing of Friday, 15 November 2024$", facts, re.MULTILINE)
    assert re.search(r"^CreationDate: +Fri Nov 15 ", facts, re.MULTILINE)
    assert "/Lang" in tool("qpdf", "--qdf", "--object-streams=disable", path, "-")


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("A4", A4), ("letter", LETTER)])
def test_paper_is_as_asked(tmp_path: Path, paper: str, size: str) -> None:
    assert size in tool("pdfinfo", saved(tmp_path, digest_of(), paper=paper))


def test_unknown_paper_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^unknown paper 'b5' \(known: a4, letter\)$"):
        render_pdf(digest_of(), paper="b5")


def test_structure_is_sound(tmp_path: Path) -> None:
    checked = tool("qpdf", "--check", saved(tmp_path, sample_digest()))

    assert "No syntax or stream encoding errors found" in checked


def test_same_digest_gives_the_same_bytes() -> None:
    assert render_pdf(sample_digest()) == render_pdf(sample_digest())


def test_pages_carry_header_and_number(tmp_path: Path) -> None:
    path = saved(tmp_path, five_events())
    pages = int(re.findall(r"^Pages: +(\d+)", tool("pdfinfo", path), re.MULTILINE)[0])
    texts = tool("pdftotext", "-layout", path, "-").split("\f")[:-1]

    assert pages == len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert f"page {number} of {pages}" in text
    for text in texts[1:]:
        assert re.match(r"\s*Morning digest +Friday, 15 November 2024", text)


def test_contents_give_the_page_of_each_event(tmp_path: Path) -> None:
    path = saved(tmp_path, five_events())
    texts = tool("pdftotext", "-layout", path, "-").split("\f")[:-1]
    entries = re.findall(
        r"(Ferry number \d sails|Museum of Weights.*?|Speakers|Coverage)[ .]*(\d+)\n", texts[0]
    )

    assert len(entries) == 7
    for title, page in entries:
        heading = title.upper() if title in ("Speakers", "Coverage") else title
        assert heading in texts[int(page) - 1]


def test_bookmarks_are_sections_and_events_in_order(tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    listed = tool("qpdf", "--json", "--json-key=outlines", saved(tmp_path, friendly_digest()))

    assert re.findall(r'"title": "(.*?)"', listed) == [
        "In brief",
        "Contents",
        "1 Two ports agree to run a night ferry again after eleven years",
        "2 Museum of Weights closes for repairs until the autumn",
        "Speakers",
        "Coverage",
    ]


def test_links_are_live_and_nothing_is_attached(tmp_path: Path) -> None:
    links = tool("pdfinfo", "-url", saved(tmp_path, sample_digest()))
    attached = tool("pdfdetach", "-list", str(tmp_path / "digest.pdf"))

    assert "https://wire.example/ferry" in links
    assert "javascript" not in links
    assert attached.startswith("0 embedded files")


def digest_with_a_sign_of_no_font() -> Digest:
    private = "\U000f0000"  # means what a private agreement says, and no font here keeps one
    return digest_of(replace(museum_event(), title=f"The sign {private} is found"))


def test_a_pdf_that_lacks_characters_is_made_but_not_called_whole(tmp_path: Path) -> None:
    (tmp_path / "digest.json").write_bytes(render_json(digest_with_a_sign_of_no_font()))
    command = [sys.executable, "-m", "digest", "render", str(tmp_path / "digest.json")]
    done = subprocess.run(
        [*command, "-o", str(tmp_path), "--formats", "pdf"], capture_output=True, check=False
    )

    assert done.returncode == 1
    assert b"no font for characters U+F0000" in done.stderr
    assert (tmp_path / "digest-2024-11-15.pdf").is_file()


def test_characters_without_font_are_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        render_pdf(digest_with_a_sign_of_no_font())

    (record,) = caplog.records

    assert "no font for characters U+F0000" in record.getMessage()
    assert "(install fonts-noto-core)" in record.getMessage()
    assert record.name == "digest.renderers.pdf"


def told_with_library(folder: Path, source: str) -> str:
    """Return what is said where the layout library is a module of this source."""
    package = folder / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text(source)
    root = Path(__file__).parent.parent
    code = (
        "from tests.sample_digest import digest_of\n"
        "from digest.errors import DigestError\n"
        "from digest.renderers.pdf import render_pdf\n"
        "try:\n    render_pdf(digest_of())\n"
        "except DigestError as err:\n    print(err)\n"
    )
    path = os.pathsep.join(map(str, (folder, root)))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_missing_layout_library_is_named(tmp_path: Path) -> None:
    told = told_with_library(tmp_path, "raise OSError('cannot load library libpango')\n")

    assert told == (
        "pdf: the pango library is missing; install libpango-1.0-0 and libpangoft2-1.0-0"
    )


def test_every_address_is_a_link_that_says_where_it_leads(tmp_path: Path) -> None:
    digest = sample_digest()
    reader = PdfReader(saved(tmp_path, digest))
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    addresses = {link["/A"]["/URI"] for link in links if "/A" in link and "/URI" in link["/A"]}
    given = {s.link for event in view_digest(digest).events for s in event.sources if s.link}

    assert given
    assert {unquote(address) for address in addresses} == {unquote(address) for address in given}
    assert all(link.get("/Contents") for link in links)


def test_an_older_layout_library_is_refused(tmp_path: Path) -> None:
    assert "pdf: WeasyPrint 69.0 may read files" in told_with_library(
        tmp_path, "__version__ = '69.0'\n"
    )
