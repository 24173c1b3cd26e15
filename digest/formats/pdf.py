"""PDF files with text into articles.

One rule: the text is what pypdf reads, in its order; ours is only where lines
and paragraphs end, what stands on every page, and which line is the title.
A PDF of pictures has no text, and is not guessed at.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from digest.characters import clean_characters
from digest.formats.articles import make_articles
from digest.formats.facts import Facts
from digest.formats.pdf_lines import (
    Line,
    find_title,
    join_paragraphs,
    page_lines,
    split_running,
)
from digest.formats.properties import believed_title, completed
from digest.model import Article, Payload, Removed, Skipped

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 200
LEAST_LETTERS = 20  # in a whole PDF; fewer are a page number and a stamp
MOST_UNKNOWN = 0.2  # of the characters, that stand for no letter anybody knows

_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\\(cid:\\d{1,6}\\)")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_WITHOUT_TEXT = "a PDF without text (pictures of pages): read it by OCR first"
_UNTOLD = "a PDF whose letters cannot be told (its fonts name none): read it by OCR first"


def read_pdf(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the article that a PDF is, and notes about pages that could not be read."""
    with _silent_reader():
        return _read(payload)


def pdf_texts(payload: Payload) -> Mapping[str, str]:
    """Return the text of all pages as pypdf gives it, by the sha256 of the bytes.

    It follows once more without what stands on every page, as a sentence may run from one
    page to the next around that.
    """
    with _silent_reader():
        try:
            pages = list(_pages(_open(payload.data)))
            whole = [_plain(page.extract_text()) for page in pages]
            kept, _ = split_running([_plain_lines(page_lines(page)) for page in pages])
        except _problems():
            return {}
    around = (line.text for page in kept for line in page)
    return {sha256(payload.data).hexdigest(): "\n".join((*whole, *around))}


def _read(payload: Payload) -> tuple[Article | Skipped, ...]:
    try:
        reader = _open(payload.data)
        if reader.is_encrypted and not _is_readable(reader):
            return (_skipped(payload, "an encrypted PDF; save it without its password"),)
        count = len(reader.pages)
        raw = [page_lines(page) for page in _pages(reader)]
    except _problems() as err:
        return (_skipped(payload, f"not a readable PDF: {_short(err)}"),)
    told = "\n".join(line.text for page in raw for line in page)
    if len(_UNKNOWN.findall(told)) > MOST_UNKNOWN * len(told):
        return (_skipped(payload, _UNTOLD),)
    if sum(map(str.isalnum, told)) < LEAST_LETTERS:
        return (_skipped(payload, _WITHOUT_TEXT),)
    pages = [_plain_lines(page) for page in raw]
    found = _articles(payload, pages, reader)
    return (*found, *_notes(payload, pages, count)) if isinstance(found[0], Article) else found


def _articles(
    payload: Payload, pages: list[tuple[Line, ...]], reader: "PdfReader"
) -> tuple[Article | Skipped, ...]:
    kept, running = split_running(pages)
    title_lines = find_title(kept)
    title = " ".join(line.text.strip() for line in title_lines)
    body = join_paragraphs([[line for line in page if line not in title_lines] for page in kept])
    removed = [Removed(rule="running line", text=text) for text in running]
    if title:
        removed.append(Removed(rule="title line", text=title))
    properties = _properties(reader)
    first_page = "\n".join(line.text for page in kept[:1] for line in page)
    facts = Facts(
        title=title or believed_title(properties.get("title", ""), first_page),
        url=payload.url,
        evidence=(("title", "largest line" if title else "properties"),),
    )
    found = make_articles(payload, body, facts)
    first, *others = found
    if isinstance(first, Article):
        first = replace(first, removed=(*removed, *first.removed))
    return completed((first, *others), properties.get("author", ""), _made(reader), "CreationDate")


def _notes(payload: Payload, pages: list[tuple[Line, ...]], count: int) -> Iterator[Skipped]:
    if count > MOST_PAGES:
        yield _skipped(payload, f"has {count:,} pages; those after {MOST_PAGES} are left out")
    empty = sum(1 for page in pages if not page)
    if empty:
        pages_hold = "1 page of it holds" if empty == 1 else f"{empty} pages of it hold"
        yield _skipped(payload, f"{pages_hold} no text (a picture?); the article is kept")


def _open(content: bytes) -> "PdfReader":
    from pypdf import PdfReader

    return PdfReader(BytesIO(content))


def _is_readable(reader: "PdfReader") -> bool:
    """Tell whether anybody may read an encrypted PDF: many ask for a password to print only."""
    from pypdf import PasswordType

    return reader.decrypt("") != PasswordType.NOT_DECRYPTED


def _pages(reader: "PdfReader") -> Iterator["PageObject"]:
    for number in range(min(len(reader.pages), MOST_PAGES)):
        yield reader.pages[number]


def _plain_lines(page: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(replace(line, text=_plain(line.text)) for line in page if line.text.strip())


def _plain(text: str) -> str:
    return clean_characters(text.translate(_LIGATURES).replace("\xad", "‐"))


def _properties(reader: "PdfReader") -> dict[str, str]:
    try:
        told = reader.metadata
        return {"title": str(told.title or ""), "author": str(told.author or "")} if told else {}
    except _problems():
        return {}


def _made(reader: "PdfReader") -> datetime | None:
    try:
        return reader.metadata.creation_date if reader.metadata else None
    except _problems():
        return None


def _problems() -> tuple[type[Exception], ...]:
    """Return what pypdf raises over damaged bytes, besides its own."""
    from pypdf.errors import DependencyError, PyPdfError

    return (
        *(PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError),
        *(ArithmeticError, RecursionError, AssertionError, NotImplementedError, OSError),
    )


@contextmanager
def _silent_reader() -> Iterator[None]:
    """Keep pypdf from writing to standard error; what it says, we say ourselves."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _short(err: Exception) -> str:
    return " ".join(str(err).lower().split())[:150] or type(err).__name__.lower()


def _skipped(payload: Payload, reason: str) -> Skipped:
    return Skipped(item=payload.name, step="read", reason=reason)
