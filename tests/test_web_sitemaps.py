"""The pages that a site names."""

import gzip
from datetime import UTC, datetime

import pytest

from digest.formats.sitemap import MOST_LISTS, sitemap_links
from digest.model import Payload
from digest.web.sitemaps import (
    SitemapPage,
    read_sitemap,
)

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url>
    <loc> https://ardvale.example/harbor </loc>
    <lastmod>2031-03-09</lastmod>
    <image:image><image:loc>https://ardvale.example/boat.jpg</image:loc></image:image>
    <news:news>
      <news:publication><news:name>Ardvale Herald</news:name>
        <news:language>en</news:language></news:publication>
      <news:publication_date>2031-03-04T09:00:00+01:00</news:publication_date>
      <news:title>Harbor reopens
        &amp; boats leave</news:title>
    </news:news>
  </url>
  <url><loc>https://ardvale.example/undated</loc></url>
  <url><loc>https://ardvale.example/odd</loc><lastmod>someday</lastmod></url>
  <url><loc>https://ardvale.example/later</loc><lastmod>2031-03-05T07:00:00Z</lastmod></url>
  <url><loc>https://ardvale.example/day</loc><lastmod>2031-03-04</lastmod></url>
  <url><lastmod>2031-03-04</lastmod></url>
  <url><loc>https://ardvale.example/day</loc></url>
</urlset>"""

INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <sitemap><loc>https://ardvale.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
  <sitemap><loc>https://ardvale.example/new.xml.gz</loc><lastmod>2031-03-05</lastmod></sitemap>
</sitemapindex>"""

DAY = datetime(2031, 3, 4, tzinfo=UTC)


def test_pages_come_newest_first_with_what_is_said_of_them() -> None:
    pages = read_sitemap(NEWS).pages

    assert [page.url.rpartition("/")[2] for page in pages] == [
        "later",
        "harbor",
        "day",
        "undated",
        "odd",
    ]
    assert pages[1] == SitemapPage(
        url="https://ardvale.example/harbor",
        published="2031-03-04T09:00:00+01:00",
        title="Harbor reopens & boats leave",
        outlet="Ardvale Herald",
        language="en",
    )


def test_an_index_names_its_newest_sitemap_first() -> None:
    sitemap = read_sitemap(gzip.compress(INDEX))

    assert sitemap.pages == ()
    assert sitemap.sitemaps == (
        "https://ardvale.example/new.xml.gz",
        "https://ardvale.example/old.xml",
    )


@pytest.mark.parametrize("data", [b"", b"hello", b"{}", b"<html><p>hello", b"\x1f\x8bbroken"])
def test_what_is_no_sitemap_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not a sitemap|damaged"):
        read_sitemap(data)


def test_a_sitemap_that_breaks_off_gives_what_it_has() -> None:
    begin = NEWS[: NEWS.index(b"<url><loc>https://ardvale.example/day")]

    assert len(read_sitemap(begin).pages) == 4


def _with_entities(entities: bytes) -> bytes:
    page = b"<url><loc>https://a.example/</loc><title>a&last;b</title></url>"
    return b"<!DOCTYPE u [" + entities + b"]><urlset>" + page + b"</urlset>"


@pytest.mark.parametrize(
    "entity", [b'<!ENTITY last SYSTEM "file:///etc/hostname">', b'<!ENTITY last "inside">']
)
def test_entities_lead_nowhere(entity: bytes) -> None:
    (page,) = read_sitemap(_with_entities(entity)).pages

    assert page == SitemapPage(url="https://a.example/", title="a")


def test_a_bomb_of_entities_is_no_sitemap() -> None:
    lines = [b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12)]
    bomb = b'<!ENTITY e0 "boom">' + b"".join(lines) + b'<!ENTITY last "&e11;">'

    with pytest.raises(ValueError, match="not a sitemap"):
        read_sitemap(_with_entities(bomb))


def test_sizes_are_bounded() -> None:
    entry = b"<url><loc>https://ardvale.example/%d</loc></url>"
    many = b"<urlset>" + b"".join(entry % n for n in range(60_000)) + b"</urlset>"

    assert len(read_sitemap(many).pages) == 50_000
    with pytest.raises(ValueError, match="larger than 10 MB"):
        read_sitemap(gzip.compress(bytes(11 * 1024 * 1024)))
    with pytest.raises(ValueError, match="larger than 10 MB"):
        read_sitemap(b"<" + bytes(11 * 1024 * 1024))


def test_of_an_index_only_its_newest_sitemaps_are_fetched() -> None:
    entries = "".join(
        f"<sitemap><loc>https://ardvale.example/{n}.xml</loc>"
        f"<lastmod>2031-03-04T{n // 60:02}:{n % 60:02}:00Z</lastmod></sitemap>"
        for n in range(500)
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    data = f'<?xml version="1.0"?><sitemapindex xmlns="{space}">{entries}</sitemapindex>'

    links = sitemap_links(Payload(file="https://ardvale.example/index.xml", data=data.encode()))

    assert len(links) == MOST_LISTS
    assert links[0].url == "https://ardvale.example/499.xml"
