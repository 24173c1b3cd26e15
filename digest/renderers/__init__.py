"""Renderers: a digest to bytes, one function a format.

One rule: a renderer reads nothing but the digest, so that a saved digest
renders again, years later, to the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.errors import UsageError
from digest.model import Digest
from digest.renderers.html import render_html
from digest.renderers.json import render_json
from digest.renderers.mail import render_mail
from digest.renderers.pdf import render_pdf
from digest.renderers.text import render_text

Renderer = Callable[..., bytes]

RENDERERS: dict[str, Renderer] = {
    "html": render_html,
    "pdf": render_pdf,
    "mail": render_mail,
    "text": render_text,
    "json": render_json,
}
SUFFIXES = {"html": ".html", "pdf": ".pdf", "mail": ".eml", "text": ".txt", "json": ".json"}


def find_renderer(name: str) -> Renderer:
    """Return the renderer of that format; each takes a digest and its own keyword options."""
    if name not in RENDERERS:
        raise UsageError(f"unknown format {name!r} (known: {', '.join(RENDERERS)})")
    return RENDERERS[name]


def find_formats(listed: str) -> list[str]:
    """Return the formats in a list divided by commas, in its order, each once."""
    names = list(dict.fromkeys(name.strip() for name in listed.split(",") if name.strip()))
    if not names:
        raise UsageError(f"no format is named (known: {','.join(RENDERERS)})")
    for name in names:
        find_renderer(name)
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """How the formats are to be rendered; the fields are options of the renderers.

    ``paper`` and ``archive`` are the PDF's, ``sender`` to ``list_id`` the mail's, ``templates``
    all of theirs but JSON's. Without a ``subject`` the mail makes its own.
    """

    paper: str = "a4"
    archive: bool = False
    sender: str = "digest@localhost"
    to: tuple[str, ...] = ()
    attach: tuple[str, ...] = ()
    unsubscribe: tuple[str, ...] = ()
    subject: str | None = None
    reply_to: str = ""
    list_id: str = ""
    templates: Path | None = None

    def of(self, name: str) -> dict[str, Any]:
        """Return the options that the renderer of that format takes."""
        return {option: getattr(self, option) for option in _OPTIONS[name]}


_PDF = ("paper", "archive", "templates")
_OPTIONS = {
    "html": ("templates",),
    "pdf": _PDF,
    "mail": ("sender", "to", "attach", "unsubscribe", "subject", "reply_to", "list_id", *_PDF),
    "text": ("templates",),
    "json": (),
}


def file_name(digest: Digest, name: str) -> str:
    """Return the name of the digest's file in that format: "digest-2024-11-15.pdf"."""
    find_renderer(name)
    return f"digest-{digest.day}{SUFFIXES[name]}"
