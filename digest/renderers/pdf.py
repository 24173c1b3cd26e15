"""A digest as a tagged PDF (PDF/UA-1), laid out by WeasyPrint.

One rule: the layout engine loads nothing. What it could not set, for want of
a font, is logged as a warning that names the characters.
"""

import contextlib
import logging
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from digest.errors import UsageError
from digest.model import Digest
from digest.renderers.dates import issue_time
from digest.renderers.json import render_json
from digest.renderers.layout_engine import import_weasyprint, lay_out
from digest.renderers.templating import render_template
from digest.renderers.view import view_digest

ATTACHED_JSON = "digest.json"
PAPERS = {"a4": "A4", "letter": "letter"}  # our name, CSS's name

_log = logging.getLogger(__name__)
_MISSING_GLYPH = re.compile(r"U\+([0-9A-F]{4,6})")
_SHOWN_GLYPHS = 12  # characters named in one warning; a text in an unknown script has hundreds
# The first word of a character's Unicode name -> Debian's package with fonts that have it.
_FONT_PACKAGES = {
    **dict.fromkeys(("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC"), "fonts-noto-cjk"),
    **dict.fromkeys(("EMOJI", "FACE", "GRINNING", "REGIONAL"), "fonts-noto-color-emoji"),
}


def render_pdf(
    digest: Digest, *, paper: str = "a4", archive: bool = False, templates: Path | None = None
) -> bytes:
    """Return the PDF; the same digest gives the same bytes with the same fonts installed.

    With ``archive`` it is PDF/A-3u and has the digest.json attached, so that it can be
    verified by itself; else PDF/UA-1. ``templates`` is a folder of the user's own.
    """
    size = PAPERS.get(paper.lower())
    if size is None:
        raise UsageError(f"unknown paper {paper!r} (known: {', '.join(PAPERS)})")
    made = issue_time(digest.day, digest.timezone, digest.period.to)
    view = view_digest(digest)
    page = render_template("pdf.html.j2", view, templates=templates, paper=size, made=made)
    weasyprint = import_weasyprint()
    files = [_attached_json(weasyprint, digest, made)] if archive else []
    with _missing_glyphs() as missing:
        variant = "pdf/a-3u" if archive else "pdf/ua-1"
        pdf = lay_out(page, pdf_variant=variant, attachments=files)
    if missing:
        _log.warning("no font for characters %s", _name_glyphs(missing))
    return pdf


def _attached_json(weasyprint: Any, digest: Digest, made: datetime) -> Any:
    return weasyprint.Attachment(
        string=render_json(digest),
        name=ATTACHED_JSON,
        description="The digest as data: every line with its place in its source",
        created=made,
        modified=made,
        relationship="Source",
    )


@contextlib.contextmanager
def _missing_glyphs() -> Iterator[set[int]]:
    """Collect the characters that no font had; keep what else WeasyPrint says to ourselves."""
    missing: set[int] = set()

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if ".notdef" in message:
                missing.update(int(code, 16) for code in _MISSING_GLYPH.findall(message))
            else:
                _log.debug("weasyprint says %s", message)

    logger, collector = logging.getLogger("weasyprint"), Collector()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield missing
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def _name_glyphs(missing: set[int]) -> str:
    """Return "U+D55C 한, U+AE00 글 (install fonts-noto-cjk)"."""
    codes = sorted(missing)
    shown = ", ".join(f"U+{code:04X} {chr(code)}" for code in codes[:_SHOWN_GLYPHS])
    more = f" and {len(codes) - _SHOWN_GLYPHS} more" if len(codes) > _SHOWN_GLYPHS else ""
    return f"{shown}{more} (install {', '.join(sorted(set(map(_font_package, codes))))})"


def _font_package(code: int) -> str:
    first_word = unicodedata.name(chr(code), "").partition(" ")[0].partition("-")[0]
    return _FONT_PACKAGES.get(first_word, "fonts-noto-core")
