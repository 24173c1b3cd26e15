"""Read an archived PDF back: the digest that it carries, and what it prints."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.model import Digest
from digest.renderers.pdf import ATTACHED_JSON
from digest.renderers.printable import clean
from digest.renderers.view import view_digest
from digest.verify import fold_letters

if TYPE_CHECKING:
    from pypdf import PdfReader

START = b"%PDF-"
_SHOWN = 60  # characters of a missing line that a message quotes
_PAGE_NUMBER = re.compile(r"page \d+ of \d+")
# Scripts whose letters a PDF holds in the order and the forms in which they are set.
_SHAPED = re.compile(r"[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff]")


def read_attached(data: bytes, name: str) -> bytes:
    """Return the digest.json inside the PDF; InputError where it has none."""
    attached = _open(data, name).attachments.get(ATTACHED_JSON)
    if not attached:
        raise InputError(f"{name}: no {ATTACHED_JSON} inside: make the PDF with --archive")
    return attached[0]


def find_unprinted(data: bytes, name: str, digest: Digest) -> Iterator[str]:
    """Yield a line for each sentence and statement of the digest that the PDF does not print.

    Letters and digits are compared, as hyphens and breaks are the typesetter's. What is
    in a script whose letters change their form or order is not compared.
    """
    letters = _letters(_open(data, name), digest)
    for event in digest.events:
        for text in (*(one.text for one in event.summary), *(one.text for one in event.statements)):
            printed = clean(text)
            if not _SHAPED.search(printed) and _fold(printed) not in letters:
                shown = printed[:_SHOWN] + ("…" if len(printed) > _SHOWN else "")
                yield f"{name}: does not print '{shown}'"


def _open(data: bytes, name: str) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says, we say ourselves
    try:
        return PdfReader(BytesIO(data))
    except (PyPdfError, ValueError, RecursionError) as err:
        raise InputError(f"{name}: not a readable PDF: {' '.join(str(err).split())}") from err


def _letters(reader: "PdfReader", digest: Digest) -> str:
    """Return the letters of all pages, without their running heads and numbers."""
    view = view_digest(digest)
    head = _fold(view.short_title + view.day)
    return "".join(_fold(_body(page.extract_text(), head)) for page in reader.pages)


def _body(text: str, head: str) -> str:
    """Return the text of a page; its head and its number come last."""
    lines = text.rstrip().split("\n")
    if _PAGE_NUMBER.fullmatch(lines[-1]):
        del lines[-1]
    if lines and _fold(lines[-1]) == head:
        del lines[-1]
    return "\n".join(lines)


def _fold(text: str) -> str:
    return fold_letters(unicodedata.normalize("NFKC", text))
