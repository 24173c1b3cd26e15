"""What bytes are, told by the bytes; the name of the file decides only where they leave it open.

One rule: a look at the first kilobytes is enough, and costs the same for any input.
"""

import re

from digest.model import Payload

LOOKED_AT = 4096  # bytes
_ROWS_SUFFIXES = (".jsonl", ".ndjson")
_TABLE_SUFFIXES = (".csv", ".tsv")

_MAGIC = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"WARC/", "warc"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROW = re.compile(rb'[ \t\r\n]{0,100}\{[ \t]{0,100}"')
_JSON = re.compile(rb"[ \t\r\n]{0,100}[\[{]")
_JSON_FEED = re.compile(rb'"version"\s{0,20}:\s{0,20}"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_LIST = re.compile(rb'\s{0,100}\[\s{0,100}\{\s{0,100}"')
_PROLOG = re.compile(
    rb"\s{0,200}(?:<\?[^>]{0,300}>\s{0,200}|<!--.{0,2000}?-->\s{0,200}){0,5}", re.S
)
_FEED = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.I)
_SITEMAP = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b", re.I)
_PAGE = re.compile(rb"<(?:!doctype\s{1,20}html|html|head|body|title|meta)\b", re.I)
_PIECE = re.compile(rb"<(?:div|p|article|section|main|h1|table|center)\b[^<>]{0,500}>", re.I)
_MAILBOX = re.compile(rb"From [^\r\n]{1,200}\d\d:\d\d[^\r\n]{0,60}\r?\n[A-Za-z][A-Za-z-]{0,40}:")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?[^\r\n]{0,2000}\r?\n")
_FOLDED = re.compile(rb"[ \t][^\r\n]{0,2000}\r?\n")
# Two of these at the top make a mail; "From:" and "Date:" alone stand above many a text.
_MAIL_NAMES = frozenset(
    b"message-id received mime-version return-path delivered-to dkim-signature list-id "
    b"content-type content-transfer-encoding x-mailer list-unsubscribe".split()
)


def detect(payload: Payload) -> str:
    """Return the name of the format that the bytes are in; "text" where nothing else fits."""
    head = payload.data[:LOOKED_AT]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(payload.data)
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if head[257:262] == b"ustar":
        return "tar"
    head = head.replace(b"\0", b"") if b"<\0" in head or b"\0<" in head else head  # UTF-16 markup
    return _kind_of_markup(head) or _kind_of_letters(head) or _kind_of_rows(payload, head)


def _kind_of_zip(data: bytes) -> str:
    names = data[:LOOKED_AT] + data[-64 * 1024 :]  # the table of contents stands at the end
    if b"word/document.xml" in names:
        return "docx"
    return "wacz" if b"datapackage.json" in names and b"archive/" in names else "zip"


def _kind_of_markup(head: bytes) -> str:
    """Return "feed", "sitemap", "page" or "xml", "" for what does not begin as markup does."""
    prolog = _PROLOG.match(head)
    start = prolog.end() if prolog else 0
    if head[start : start + 1] != b"<":
        return "xml" if head.lstrip().startswith(b"<?xml") else ""
    if _FEED.match(head, start):
        return "feed"
    if _SITEMAP.match(head, start):
        return "sitemap"
    if _PAGE.match(head, start) or _PIECE.match(head, start):
        return "page"
    if _FEED.search(head, start):  # after a doctype, or behind what does not belong there
        return "feed"
    if _PAGE.search(head, start):
        return "page"
    return "xml" if head.lstrip().startswith(b"<?xml") else ""


def _kind_of_letters(head: bytes) -> str:
    if _MAILBOX.match(head):
        return "mbox"
    names: set[bytes] = set()
    place = 0
    while found := _HEADER.match(head, place) or (_FOLDED.match(head, place) if names else None):
        if found.re is _HEADER:
            names.add(found[1].lower())
        place = found.end()
    known = names & _MAIL_NAMES
    return "mail" if len(known) >= 2 or (known and b"from" in names) else ""


def _kind_of_rows(payload: Payload, head: bytes) -> str:
    name = (payload.member or payload.file).lower()
    if _JSON.match(head) and _JSON_FEED.search(head):
        return "json feed"
    is_rows = name.endswith(_ROWS_SUFFIXES) and b"\0" not in payload.data[:1000]
    if is_rows or _ROW.match(head):
        return "jsonl"
    if _LIST.match(head):
        return "json"
    is_utf16 = payload.data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if name.endswith(_TABLE_SUFFIXES) and (is_utf16 or b"\0" not in head):
        return "csv"
    return "text"
