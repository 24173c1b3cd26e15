"""Articles from a server on loopback: feeds, their pages, sitemaps, and what is remembered."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import run
from digest.config import Settings
from digest.model import Payload, Skipped
from digest.reading import Reading, read
from digest.sources import SourceSettings
from digest.sources.remote import Remote
from tests.web_server import Server, answer, serving, settings

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Strait Herald</title>
<link>{base}/</link>{items}</channel></rss>"""
ITEM = """<item><title>Ferry {n} leaves</title><link>{base}/story-{n}?utm_source=rss</link>
<guid>{n}</guid><pubDate>Thu, 12 Mar 2026 1{n}:00:00 +0100</pubDate>{more}</item>"""
WHOLE = "".join(
    f"<p>The ferry left the strait at noon on day {day}, said the office of the harbor.</p>"
    for day in range(1, 9)
)
CONTENT = (
    '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<![CDATA[{}]]></content:encoded>"
)
PAGE = """<!doctype html><html lang="en"><title>Ferry {n} leaves the strait</title><body>
<article><h1>Ferry {n} leaves the strait</h1><p>The ferry number {n} left Port Ansel at noon on
Thursday, the harbor office said in a statement to the press, and reached Oru Bay by two.</p>
<p>“Nobody was hurt and all are well,” said Jo Keil, who runs the port of the city.</p>
<p>Ferry {n} is to leave again as soon as the storm over the strait has gone, he added.</p>
</article></body></html>"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as started:
        yield started


def feed(server: Server, *items: str) -> bytes:
    body = FEED.format(base=server.url()[:-1], items="".join(items))
    return answer(body.encode(), headers={"Content-Type": "application/rss+xml", "ETag": '"one"'})


def item(server: Server, n: int, more: str = "") -> str:
    return ITEM.format(n=n, base=server.url()[:-1], more=more)


def page(n: int) -> bytes:
    return answer(PAGE.format(n=n).encode())


def read_from(url: str, state: Path, **fields: object) -> Reading:
    chosen = SourceSettings(web=settings(), state=str(state), **fields)  # type: ignore[arg-type]
    return read([url], settings=chosen, jobs=1)


def test_pages_are_fetched_where_a_feed_holds_beginnings_only(
    server: Server, tmp_path: Path
) -> None:
    teaser = "<description>The ferry number 1 left Port Ansel at noon …</description>"
    server.answers["/feed"] = feed(server, item(server, 1, teaser), item(server, 2))
    server.answers["/story-1?utm_source=rss"] = page(1)
    server.answers["/story-2?utm_source=rss"] = page(2)

    found = read_from(server.url("/feed"), tmp_path)

    assert [one.url for one in found.articles] == [
        server.url("/story-1"),
        server.url("/story-2"),
    ]
    assert all("Jo Keil" in one.text for one in found.articles)
    assert [one.published for one in found.articles] == [
        "2026-03-12T11:00:00+01:00",  # as the pages tell none, the feed's
        "2026-03-12T12:00:00+01:00",
    ]
    assert [one.step for one in found.skipped] == ["note"]
    assert "/robots.txt" in server.paths


def test_a_feed_of_whole_articles_needs_no_pages(server: Server, tmp_path: Path) -> None:
    whole = CONTENT.format(WHOLE)
    server.answers["/feed"] = feed(server, item(server, 1, whole), item(server, 2, whole + " "))

    found = read_from(server.url("/feed"), tmp_path)

    assert server.paths == ["/feed"]
    assert found.articles


@pytest.mark.parametrize(("follow", "asked"), [("never", 1), ("always", 3)])
def test_the_user_decides_which_pages_are_followed(
    server: Server, tmp_path: Path, follow: str, asked: int
) -> None:
    whole = CONTENT.format(WHOLE)
    server.answers["/feed"] = feed(server, item(server, 1, whole))
    server.answers["/story-1?utm_source=rss"] = page(1)

    read_from(server.url("/feed"), tmp_path, follow=follow)

    assert len(server.paths) == asked  # the feed; robots.txt and the page


def test_an_unchanged_feed_is_neither_sent_nor_parsed_again(server: Server, tmp_path: Path) -> None:
    whole = CONTENT.format(WHOLE)
    server.answers["/feed"] = feed(server, item(server, 1, whole))
    first = read_from(server.url("/feed"), tmp_path)
    server.answers["/feed"] = answer(b"", status="304 Not Modified")
    before = os.times().children_user

    second = read_from(server.url("/feed"), tmp_path)

    assert second.articles == first.articles
    assert 'if-none-match: "one"' in server.heads[-1].lower()
    assert os.times().children_user == before  # no child was started to parse anything


def test_what_was_fetched_is_proven_later_without_asking_again(
    server: Server, tmp_path: Path
) -> None:
    server.answers["/feed"] = feed(server, item(server, 1))
    server.answers["/story-1?utm_source=rss"] = page(1)
    chosen = SourceSettings(web=settings(), state=str(tmp_path))
    digest, _ = run.build([server.url("/feed")], Settings(), sources=chosen)
    asked = len(server.paths)

    proven = run.verify(digest, sources=chosen)
    unknown = run.verify(digest, sources=SourceSettings(state=str(tmp_path / "other")))

    assert proven.failures == ()
    assert proven.checked > 0
    assert len(server.paths) == asked
    assert "no longer kept" in unknown.failures[0]


def test_a_failing_source_is_told_and_the_others_are_read(server: Server, tmp_path: Path) -> None:
    server.answers["/story-1"] = page(1)
    chosen = SourceSettings(web=settings(), state=str(tmp_path))

    found = read([server.url("/gone"), server.url("/story-1")], settings=chosen)

    assert [one.title for one in found.articles] == ["Ferry 1 leaves the strait"]
    (told,) = found.skipped
    assert told.item == server.url("/gone")
    assert "404" in told.reason


def test_a_feed_that_was_dead_for_a_month_recovers_by_itself(
    server: Server, tmp_path: Path
) -> None:
    moment = datetime(2026, 3, 1, 6, tzinfo=UTC)
    chosen = SourceSettings(web=settings(), state=str(tmp_path), retry_now=False)

    def morning(day: int) -> list[Payload | Skipped]:
        with ExitStack() as stack:
            remote = Remote(chosen, stack, clock=lambda: moment + timedelta(days=day))
            return list(remote.listed([server.url("/feed")]))

    dead = [morning(day) for day in range(30)]
    server.answers["/feed"] = feed(server, item(server, 1))
    (found,) = morning(30)

    assert server.paths.count("/feed") == 31  # asked every morning
    assert isinstance(found, Payload)
    told = [day for day, one in enumerate(dead) if any(_is_told(each) for each in one)]
    assert {each.item for one in dead for each in one if isinstance(each, Skipped)} == {
        server.url("/feed")
    }
    assert told == [2, 9, 16, 23]  # when it persists, and then by the week


def _is_told(found: Payload | Skipped) -> bool:
    return isinstance(found, Skipped) and found.step != "note"


def test_the_pages_of_a_sitemap_are_read_newest_first(server: Server, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    days = {1: now - timedelta(hours=5), 2: now - timedelta(hours=1), 3: now - timedelta(days=9)}
    pages = "".join(
        f"<url><loc>{server.url(f'/story-{n}')}</loc><lastmod>{day:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for n, day in days.items()
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = f"<sitemap><loc>{server.url('/news.xml')}</loc></sitemap>"
    kind = {"Content-Type": "application/xml"}
    server.answers["/index.xml"] = answer(
        f"<?xml version='1.0'?><sitemapindex {space}>{index}</sitemapindex>".encode(), headers=kind
    )
    server.answers["/news.xml"] = answer(
        f"<?xml version='1.0'?><urlset {space}>{pages}</urlset>".encode(), headers=kind
    )
    server.answers |= {f"/story-{n}": page(n) for n in days}

    found = read_from(server.url("/index.xml"), tmp_path)

    assert [one.title[:7] for one in found.articles] == ["Ferry 2", "Ferry 1"]
    assert found.skipped == ()


def test_an_unusable_state_folder_costs_the_memory_alone(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    server.answers["/story-1"] = page(1)

    found = read_from(server.url("/story-1"), tmp_path / "file")

    assert found.articles
    assert {one.step for one in found.skipped} == {"remember"}


def test_a_private_address_is_refused_before_a_byte_is_sent(server: Server, tmp_path: Path) -> None:
    chosen = SourceSettings(state=str(tmp_path))

    found = read([server.url("/feed")], settings=chosen)

    assert server.connections == 0
    assert "allow_private" in found.skipped[0].reason
