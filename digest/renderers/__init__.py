"""Renderers: a digest to bytes, one function a format.

One rule: a renderer reads nothing but the digest, so that a saved digest
renders again, years later, to the same bytes.
"""

from collections.abc import Callable, Sequence
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


def format_options(*, paper: str, sender: str, to: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the options of each format that has some."""
    return {"pdf": {"paper": paper}, "mail": {"sender": sender, "to": to}}


def file_name(digest: Digest, name: str) -> str:
    """Return the name of the digest's file in that format: "digest-2024-11-15.pdf"."""
    find_renderer(name)
    return f"digest-{digest.day}{SUFFIXES[name]}"
