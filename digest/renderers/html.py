"""A digest as one web page: a single file without scripts that loads nothing."""

from pathlib import Path

from digest.model import Digest
from digest.renderers.templating import render_template
from digest.renderers.view import view_digest


def render_html(digest: Digest, *, templates: Path | None = None) -> bytes:
    """Return the page, UTF-8."""
    return render_template("page.html.j2", view_digest(digest), templates=templates).encode()
