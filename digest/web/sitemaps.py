"""Sitemaps: the pages that a site names, newest first.

One rule: a sitemap is read an entry at a time and its entries are counted, so that
its size on disk says what it costs. Entities are never resolved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from digest.dates import instant, read_date
from digest.web.decoding import gunzip

LARGEST = 10 * 1024 * 1024  # bytes unpacked; the protocol allows 50 MB, news has 1,000 entries
MOST_ENTRIES = 50_000  # what the protocol allows
LONGEST_TITLE = 500  # characters

_MEDIA = ("sitemap-image/1.1", "sitemap-video/1.1")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapPage:
    """A page as a sitemap names it; ``published`` is ISO 8601 as far as it tells, else ""."""

    url: str
    published: str = ""
    title: str = ""
    outlet: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """Pages newest first, or the sitemaps that an index names, newest first."""

    pages: tuple[SitemapPage, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(data: bytes) -> Sitemap:
    """Read a sitemap or an index of them, plain or in gzip; raises ValueError with the reason."""
    if data.startswith(b"\x1f\x8b"):
        data = gunzip(data, largest=LARGEST)
    if len(data) > LARGEST:
        raise ValueError(f"a sitemap larger than {LARGEST // (1024 * 1024)} MB")
    entries = list(_entries(data))
    pages = [page for name, page in entries if name == "url"]
    sitemaps = [page for name, page in entries if name == "sitemap"]
    return Sitemap(
        pages=tuple(sorted(_each_once(pages), key=_moment, reverse=True)),
        sitemaps=tuple(
            page.url for page in sorted(_each_once(sitemaps), key=_moment, reverse=True)
        ),
    )


def _entries(data: bytes) -> Iterator[tuple[str, SitemapPage]]:
    from lxml import etree

    reading = etree.iterparse(
        BytesIO(data),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    count = 0
    try:
        for _, element in reading:
            page = _page(element)
            count += 1
            if count > MOST_ENTRIES:
                return
            if page.url:
                yield etree.QName(element).localname, page
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as err:
        raise ValueError("not a sitemap: its XML cannot be read") from err
    if not count:
        raise ValueError("not a sitemap, or one without entries")


def _page(element: Any) -> SitemapPage:
    said: dict[str, str] = {}
    for each in element.iter():
        space, _, name = each.tag.rpartition("}") if isinstance(each.tag, str) else ("", "", "")
        if not space.endswith(_MEDIA):  # pictures have addresses and titles of their own
            said.setdefault(name, " ".join((each.text or "").split()))
    dates = (said.get(name, "") for name in ("publication_date", "lastmod"))
    return SitemapPage(
        url=said.get("loc", ""),
        published=next((date for given in dates if (date := _date(given))), ""),
        title=said.get("title", "")[:LONGEST_TITLE],
        outlet=said.get("name", "")[:LONGEST_TITLE],
        language=said.get("language", "")[:20],
    )


def _date(given: str) -> str:
    try:
        return read_date(given) if given else ""
    except ValueError:
        return ""


def _moment(page: SitemapPage) -> datetime:
    return instant(page.published, UTC) if page.published else _EARLIEST


def _each_once(pages: Iterable[SitemapPage]) -> Iterable[SitemapPage]:
    found: dict[str, SitemapPage] = {}
    for page in pages:
        found.setdefault(page.url, page)
    return found.values()
