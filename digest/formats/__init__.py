"""What articles are written in.

One rule: the bytes decide, not the name of the file. What we do not read is
said in one line and left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from digest.formats.archives import unpack_gzip, unpack_tar, unpack_zip, unpack_zstd
from digest.formats.clusters import Cluster, parse_clusters
from digest.formats.detection import detect
from digest.formats.docx import docx_texts, read_docx
from digest.formats.feed import feed_links, feed_texts, read_feed
from digest.formats.json_feed import json_feed_links, json_feed_texts, read_json_feed
from digest.formats.jsonl import read_rows, row_texts
from digest.formats.mail import mail_texts, read_mail, unpack_mail
from digest.formats.mailbox import unpack_mailbox
from digest.formats.page import page_texts, read_page
from digest.formats.pdf import pdf_texts, read_pdf
from digest.formats.sitemap import no_texts, read_sitemap_file, sitemap_links
from digest.formats.table import read_table, table_texts
from digest.formats.text import read_text, visible_text
from digest.formats.warc import unpack_wacz, unpack_warc
from digest.model import Article, Link, Payload, Skipped

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "Cluster",
    "Format",
    "detect",
    "is_guarded",
    "named_links",
    "parse_clusters",
    "parse_payload",
    "source_texts",
]

Read = Callable[[Payload], tuple[Article | Skipped, ...]]
Texts = Callable[[Payload], Mapping[str, str]]
Links = Callable[[Payload], tuple[Link, ...]]
Unpack = Callable[[Payload], Iterator[Payload | Skipped]]


@dataclass(frozen=True, slots=True)
class Format:
    """How one format is read.

    ``read`` gives the articles in the bytes, in their order, and what had to be left out;
    a ``Skipped`` beside articles of the same file is a note about one of them.
    ``texts`` gives what a reader of the source sees, noise and all, by the sha256 of the
    articles. ``links`` gives the pages that it names. ``is_guarded`` says that hostile bytes
    could take long or much memory.
    """

    read: Read
    texts: Texts
    links: Links | None = None
    is_guarded: bool = True


FORMATS: dict[str, Format] = {
    "csv": Format(read_table, table_texts, is_guarded=False),
    "docx": Format(read_docx, docx_texts),
    "mail": Format(read_mail, mail_texts),
    "pdf": Format(read_pdf, pdf_texts),
    "text": Format(read_text, visible_text, is_guarded=False),
    "page": Format(read_page, page_texts),
    "sitemap": Format(read_sitemap_file, no_texts, sitemap_links),
    "jsonl": Format(read_rows, row_texts, is_guarded=False),
    "feed": Format(read_feed, feed_texts, feed_links),
    "json feed": Format(read_json_feed, json_feed_texts, json_feed_links),
}
# What holds other files: each of them is a payload of its own. A mail is both an article
# and what is attached to it.
CONTAINERS: dict[str, Unpack] = {
    "gzip": unpack_gzip,
    "mail": unpack_mail,
    "mbox": unpack_mailbox,
    "tar": unpack_tar,
    "wacz": unpack_wacz,
    "warc": unpack_warc,
    "zip": unpack_zip,
    "zstd": unpack_zstd,
}
_UNREAD = {
    "rtf": "an RTF file, which is not read; save it as text",
    "doc": "an old Word file, which is not read; save it as .docx",
    "json": "JSON, but not one object a line",
    "xml": "XML, but neither a page nor a feed",
}


def is_guarded(payload: Payload) -> bool:
    """Tell whether the bytes are to be read where they can do no harm."""
    known = FORMATS.get(detect(payload))
    return known is not None and known.is_guarded


def parse_payload(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the articles in the bytes, in their order, and what had to be left out."""
    name = detect(payload)
    if name in FORMATS:
        return FORMATS[name].read(payload)
    reason = _UNREAD.get(name, f"{name}, which is not read yet")
    return (Skipped(item=payload.name, step="read", reason=reason),)


def named_links(payload: Payload) -> tuple[Link, ...]:
    """Return the pages that a feed or sitemap names, in its order."""
    known = FORMATS.get(detect(payload))
    return known.links(payload) if known and known.links else ()


def source_texts(payload: Payload) -> Mapping[str, str]:
    """Return the texts that a reader of the source sees, noise and all, to compare ours with.

    They are given by the sha256 of their articles; what is no text gives nothing.
    """
    name = detect(payload)
    return FORMATS[name].texts(payload) if name in FORMATS else {}
