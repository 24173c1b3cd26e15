"""A digest as plain text: lines of at most 78 columns, each link whole and once."""

from pathlib import Path

from digest.model import Digest
from digest.renderers.templating import render_template
from digest.renderers.view import view_digest


def render_text(digest: Digest, *, templates: Path | None = None) -> bytes:
    """Return the text, UTF-8, lines ending in a newline."""
    return render_template("text.txt.j2", view_digest(digest), templates=templates).encode()
