"""What articles are written in: plain text and JSONL.

One rule: the bytes decide, not the name of the file. What we do not read is
said in one line and left out.
"""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256

from digest.characters import clean_characters
from digest.formats.clusters import Cluster, parse_clusters
from digest.formats.encodings import decode
from digest.formats.jsonl import read_rows, row_texts
from digest.formats.text import read_text
from digest.model import Article, Payload, Skipped

__all__ = ["FORMATS", "Cluster", "parse_clusters", "parse_payload", "source_texts"]

Format = Callable[[Payload], tuple[Article | Skipped, ...]]

FORMATS: dict[str, Format] = {"text": read_text, "jsonl": read_rows}

_ROWS_SUFFIXES = (".jsonl", ".ndjson")
_ROW = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]{0,100}\{[ \t]{0,100}"')
_LINK = re.compile(r"(?<=\])\(https?://[^()\s]{1,400}\)")
_OTHERS = (
    (re.compile(rb"(?i)\s{0,100}(?:<!doctype html|<html)"), "an HTML page, which is not read yet"),
    (re.compile(rb"(?i)\s{0,100}<(?:\?xml|rss|feed)\b"), "XML, which is not read yet"),
    (re.compile(rb'\s{0,100}\[\s{0,100}\{\s{0,100}"'), "JSON, but not one object a line"),
    (re.compile(rb"%PDF-"), "a PDF file, which is not read"),
    (re.compile(rb"\{\\rtf"), "an RTF file, which is not read; save it as text"),
)


def parse_payload(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the articles in the bytes, in their order, and what had to be left out.

    A ``Skipped`` beside articles of the same file is a note about one of them.
    """
    head = payload.data[:1000].removeprefix(b"\xef\xbb\xbf")
    for pattern, reason in _OTHERS:
        if pattern.match(head):
            return (Skipped(item=payload.file, step="read", reason=reason),)
    return FORMATS[_format_of(payload)](payload)


def source_texts(payload: Payload) -> Mapping[str, str]:
    """Return the texts that a reader of the source sees, noise and all, to compare ours with.

    They are given by the sha256 of their articles. A row of JSONL gives its strings, plain
    text gives itself without the addresses behind its links; what is no text gives nothing.
    """
    if _format_of(payload) == "jsonl":
        return row_texts(payload)
    try:
        text, _ = decode(payload.data)
    except ValueError:
        return {}
    return {sha256(payload.data).hexdigest(): _LINK.sub("", clean_characters(text))}


def _format_of(payload: Payload) -> str:
    is_rows = payload.file.lower().endswith(_ROWS_SUFFIXES) and b"\0" not in payload.data[:1000]
    return "jsonl" if is_rows or _ROW.match(payload.data) else "text"
