import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.formats import parse_payload, source_texts
from digest.formats.entries import (
    MOST_ENTRIES,
    Entry,
    bare_url,
    persons,
    same_entry,
    unique_entries,
    web_address,
)
from digest.formats.feed import feed_entries, read_feed
from digest.formats.feed_outlets import outlet_of_feed
from digest.formats.markup import harmless
from digest.formats.teasers import _BEHIND, _CREDIT, _INVITATION, is_teaser, without_footer
from digest.model import Article, Payload, Skipped
from digest.verify import fold_letters
from tests.hostile_feeds import HOSTILE_FEEDS
from tests.linear import seconds_to_scan

PORT = "https://www.hwansu.example"
ORIGINAL = "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>{}</f:origLink>"
SLOWEST = 2.0  # seconds for 50 KB of the worst input; a fiftieth of it on a quiet machine
LONG = "The ferry left Hwansu at noon and reached the island before the storm did. " * 15


def payload(data: str | bytes, **more: str) -> Payload:
    return Payload(file="f.xml", data=data.encode() if isinstance(data, str) else data, **more)


def rss(*items: str, channel: str = "", root: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:atom="http://www.w3.org/2005/Atom"{root}><channel>'
        f"<title>Hwansu Courier</title><link>{PORT}/</link>{channel}"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )


def atom(*entries: str, feed: str = "", root: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{root}><title>Hwansu Courier</title>'
        f'<link rel="self" href="{PORT}/feed"/><link href="{PORT}/"/>{feed}'
        + "".join(f"<entry>{entry}</entry>" for entry in entries)
        + "</feed>"
    )


def entry(data: str | bytes, **more: str) -> Entry:
    (found,) = feed_entries(payload(data, **more))
    return found


def articles(data: str | bytes) -> list[Article]:
    return [each for each in parse_payload(payload(data)) if isinstance(each, Article)]


def reasons(data: str | bytes) -> list[str]:
    return [each.reason for each in parse_payload(payload(data)) if isinstance(each, Skipped)]


def test_rss_item_tells_all_the_fields() -> None:
    (found,) = articles(
        rss(
            "<title>Ferries &amp;amp; storms</title>"
            f"<link>{PORT}/2026/03/11/ferries</link><guid isPermaLink='false'>7</guid>"
            "<pubDate>Wed, 11 Mar 2026 18:29:59 +0900</pubDate>"
            "<dc:creator><![CDATA[Im Sol-ah]]></dc:creator>"
            "<description>The ferry left [&#8230;]</description>"
            f"<content:encoded><![CDATA[<p>{LONG}</p><p>It was <b>late</b>.</p>]]>"
            "</content:encoded>",
            channel="<language>en-US</language>",
        )
    )

    assert found.id == "f.xml"
    assert found.title == "Ferries & storms"
    assert found.text == f"{LONG.strip()}\n\nIt was late."
    assert found.outlet == "Hwansu Courier"
    assert found.published == "2026-03-11T18:29:59+09:00"
    assert found.authors == ("Im Sol-ah",)
    assert found.url == f"{PORT}/2026/03/11/ferries"
    assert found.language == "en"
    assert found.form == ""
    assert found.evidence == (
        ("published", "pubdate"),
        ("published_raw", "Wed, 11 Mar 2026 18:29:59 +0900"),
    )


def test_articles_are_numbered_and_carry_the_hash_of_their_feed() -> None:
    data = rss(
        f"<title>A</title><description>{LONG}</description>",
        "<title>B b</title>",
        f"<title>C</title><description>{LONG} Also.</description>",
    )
    first, nothing, third = parse_payload(payload(data, member="x.xml"))

    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert (first.id, third.id) == ("f.xml#x.xml#1", "f.xml#x.xml#3")
    assert first.sha256 == third.sha256 == sha256(data.encode()).hexdigest()
    assert nothing == Skipped(
        item="f.xml#x.xml#2", step="read", reason="without text (only a title: 'B b')"
    )


def test_atom_entry_tells_all_the_fields() -> None:
    found = entry(
        atom(
            '<title type="html">Ferries &amp;lt; &lt;i&gt;storms&lt;/i&gt;</title>'
            '<link rel="edit" href="/edit/7"/><link href="../7" xml:base="/a/b/"/>'
            "<id>tag:hwansu.example,2026:7</id><published>2026-03-11T09:29:59Z</published>"
            "<updated>2026-03-12T09:29:59Z</updated>"
            "<author><name>Im Sol-ah</name><email>a@hwansu.example</email></author>"
            "<author><name>Pyo Jun-seo</name></author>"
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            "<p>The ferry left.</p><p>It was <b>late</b> &amp; full.</p></div></content>",
            root=' xml:lang="en-GB"',
        )
    )

    assert found.key == "tag:hwansu.example,2026:7"
    assert found.title == "Ferries < storms"
    assert found.url == f"{PORT}/a/7"
    assert found.published == "2026-03-11T09:29:59+00:00"
    assert found.updated == "2026-03-12T09:29:59+00:00"
    assert found.authors == ("Im Sol-ah", "Pyo Jun-seo")
    assert found.text == "The ferry left.\nIt was late & full."
    assert found.language == "en-GB"


def test_plain_text_of_atom_keeps_its_tags() -> None:
    found = entry(atom("<title>Vector&lt;int&gt; is here</title><content>if a &lt;b</content>"))

    assert found.title == "Vector<int> is here"
    assert found.text == "if a <b"


def test_markup_that_calls_itself_plain_text_is_markup_all_the_same() -> None:
    found = entry(atom('<content type="text">&lt;p&gt;It left.&lt;/p&gt; Late.</content>'))

    assert found.text == "It left.\nLate."


def test_picture_is_no_text() -> None:
    found = entry(atom('<title>A</title><content type="image/png">iVBORw0KGgo=</content>'))

    assert found.text == ""


def test_blank_lines_divide_a_text_without_tags() -> None:
    found = entry(rss("<description>It left\nat noon.\n\nIt was late.</description>"))

    assert found.text == "It left at noon.\nIt was late."


def test_description_of_a_video_stands_in_its_group() -> None:
    group = (
        '<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:title>B</media:title>'
        "<media:description>It left.</media:description></media:group>"
    )

    found = entry(atom(f"<title>A</title>{group}"))

    assert (found.title, found.text) == ("A", "It left.")


def test_rss_1_has_its_items_beside_the_channel_and_the_date_from_dublin_core() -> None:
    found = entry(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{PORT}/"><title>Hwansu Courier</title><link>{PORT}</link></channel>'
        f'<item rdf:about="{PORT}/7"><title>Ferries</title><link>{PORT}/7</link>'
        "<description>It left.</description><d:date>2026-03-11T18:29+09:00</d:date>"
        "<d:creator>Im Sol-ah</d:creator></item></rdf:RDF>"
    )

    assert (found.key, found.outlet) == (f"{PORT}/7", "Hwansu Courier")
    assert found.published == "2026-03-11T18:29:00+09:00"
    assert found.evidence[0] == ("published", "dc:date")
    assert found.authors == ("Im Sol-ah",)


def test_atom_0_3_has_its_own_names_and_base64() -> None:
    found = entry(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>C</title><entry>'
        "<title>Ferries</title><issued>2026-03-11T18:29:59Z</issued>"
        '<content type="text/html" mode="base64">PHA+SXQgbGVmdC48L3A+</content></entry></feed>'
    )

    assert found.text == "It left."
    assert found.published == "2026-03-11T18:29:59+00:00"


def test_prefixes_that_nobody_declared_are_read() -> None:
    found = entry(
        "<rss><channel><item><dc:date>2026-03-11</dc:date><title>A</title></item></channel></rss>"
    )

    assert found.published == "2026-03-11"


def test_fullest_text_wins_whatever_it_stands_in() -> None:
    found = entry(
        rss(f"<description>{LONG}</description><content:encoded>Short.</content:encoded>")
    )

    assert found.text == LONG.strip()


def test_updated_is_the_date_only_where_there_is_no_other_and_says_so() -> None:
    found = entry(atom("<title>A</title><updated>2026-03-12T09:29:59Z</updated>"))

    assert found.published == "2026-03-12T09:29:59+00:00"
    assert found.evidence[0] == ("published", "updated")


def test_dates_that_cannot_be_read_are_told_in_one_line() -> None:
    items = [
        f"<title>A{n}</title><pubDate>{n}/4/2026</pubDate><description>It left.</description>"
        for n in (3, 5, 4)
    ]

    (reason,) = reasons(rss(*items))
    assert reason == (
        "2 entries have a date that cannot be read (entry 1: day and month cannot be told apart: "
        "'3/4/2026'); what they say is kept"
    )


def test_one_date_of_a_feed_tells_the_order_of_all_whatever_it_says_of_its_language() -> None:
    items = [f"<title>A{n}</title><pubDate>{n}/4/2026</pubDate>" for n in (3, 13)]
    channel = "<language>en-us</language>"

    found = feed_entries(payload(rss(*items, channel=channel)))

    assert [each.published for each in found] == ["2026-04-03", "2026-04-13"]


def test_language_of_the_feed_tells_day_and_month_apart() -> None:
    item = "<title>A</title><pubDate>3/4/2026</pubDate>"

    french = entry(rss(item, channel="<language>fr-FR</language>"))
    american = entry(rss(item, channel="<language>en-us</language>"))

    assert (french.published, american.published) == ("2026-04-03", "2026-03-04")


def test_text_outweighs_a_feed_that_says_english_by_habit() -> None:
    german = "Die Fähre verließ den Hafen am Mittag und kam vor dem Sturm auf der Insel an. " * 4
    body = f"<description>{german}</description><pubDate>3/4/2026</pubDate>"

    found = entry(rss(body, channel="<language>en-us</language>"))

    assert found.language == "de"
    assert found.published == "2026-04-03"


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (["a@b.example (Im Sol-ah)"], ("Im Sol-ah",)),
        (["Im Sol-ah <a@b.example>"], ("Im Sol-ah",)),
        (["a@b.example"], ()),
        (["admin", "Hwansu Courier", "WordPress"], ()),
        (["By Im Sol-ah and Pyo Jun-seo"], ("Im Sol-ah", "Pyo Jun-seo")),
        (["Im Sol-ah, Pyo Jun-seo", "Im Sol-ah"], ("Im Sol-ah", "Pyo Jun-seo")),
        (["<a href='x'>Im Sol-ah</a>"], ("Im Sol-ah",)),
    ],
)
def test_persons_are_found_behind_what_feeds_call_authors(
    names: list[str], people: tuple[str, ...]
) -> None:
    assert persons(names, outlet="Hwansu Courier") == people


def test_editor_of_an_rss_channel_wrote_none_of_its_items() -> None:
    editor = "<managingEditor>a@b.example (Im Sol-ah)</managingEditor>"
    author = "<author><name>Im Sol-ah</name></author>"

    assert entry(rss("<title>A</title>", channel=editor)).authors == ()
    assert entry(atom("<title>A</title>", feed=author)).authors == ("Im Sol-ah",)


@pytest.mark.parametrize(
    ("title", "url", "outlet"),
    [
        ("Hwansu Courier", f"{PORT}/", "Hwansu Courier"),
        ("Hwansu Courier RSS Feed", f"{PORT}/", "Hwansu Courier"),
        ("World - Hwansu Courier", "https://hwansucourier.example", "Hwansu Courier"),
        ("Hwansu | World", f"{PORT}/", "Hwansu"),
        ("RSS: World » The Toryun Times", f"{PORT}/", "The Toryun Times"),
        ("World News", "https://www.theguardian.com/world/rss", "The Guardian"),
        ("Oru", f"{PORT}/", "Oru"),
        ("", f"{PORT}/", "hwansu.example"),
        ("", "", ""),
    ],
)
def test_outlet_is_read_from_the_title_of_the_feed(title: str, url: str, outlet: str) -> None:
    assert outlet_of_feed(title, url) == outlet


def test_entry_names_its_own_outlet() -> None:
    named = "<source url='https://t.example/f'>Toryun Post</source>"
    item = f"<title>A</title><link>{PORT}/7</link>{named}"
    known = item.replace(f"{PORT}/7", "https://www.reuters.com/7")
    source = "<title>A</title><source><title>Toryun Post</title></source>"

    assert entry(rss(item)).outlet == "Toryun Post"
    assert entry(rss(known)).outlet == "Reuters"
    assert entry(atom(source)).outlet == "Toryun Post"
    assert entry(atom(source)).title == "A"


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/7</link>", f"{PORT}/7"),
        ("<link> \n https://a.example/b c \n</link>", "https://a.example/b%20c"),
        ("<link><![CDATA[https://a.example/?x=1&y=2]]></link>", "https://a.example/?x=1&y=2"),
        ("<guid>https://a.example/7</guid>", "https://a.example/7"),
        ("<guid isPermaLink='false'>https://a.example/7</guid>", ""),
        ("<guid>7</guid>", ""),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>file:///etc/passwd</link>", ""),
        ("<link>http://[broken</link>", ""),
        ("<link>ftp://a.example/7</link><guid>https://a.example/7</guid>", "https://a.example/7"),
        ("<atom:link rel='self' href='https://a.example/f'/><link>/7</link>", f"{PORT}/7"),
        (
            f"<link>https://p.example/~r/7</link>{ORIGINAL.format('https://a.example/7')}",
            "https://a.example/7",
        ),
    ],
)
def test_address_is_that_of_the_page(item: str, url: str) -> None:
    assert entry(rss(f"<title>A</title>{item}")).url == url


def test_address_is_resolved_against_the_home_of_the_feed_else_against_its_own() -> None:
    relative = "<title>A</title><link>7</link>"
    homeless = rss(relative).replace(f"<link>{PORT}/</link>", "")

    assert entry(rss(relative), url="https://a.example/b/feed.xml").url == f"{PORT}/7"
    assert entry(homeless, url="https://a.example/b/feed.xml").url == "https://a.example/b/7"
    assert entry(homeless).url == ""
    assert web_address("//b.example/c", "https://a.example/") == "https://b.example/c"


def test_page_holds_more_than_a_teaser() -> None:
    link = f"<title>A</title><link>{PORT}/7</link>"
    short = f"<description>{LONG[:300]}.</description>"

    assert entry(rss(link + short)).is_teaser
    assert not entry(rss("<title>A</title>" + short)).is_teaser, "there is no page"
    assert not entry(rss(f"{link}<description>{LONG}</description>")).is_teaser
    assert entry(rss(link)).is_teaser, "without any text"
    (article,) = articles(rss(link + short))
    assert article.form == "teaser"


@pytest.mark.parametrize(
    ("text", "has_content", "teaser"),
    [
        (LONG + "It was [...]", True, True),
        (LONG + "It was…", False, True),
        (LONG + "It was", False, True),  # cut off inside a sentence
        (LONG + "It was", True, False),
        (LONG * 3 + "And so on…", True, False),
        ("It left.", True, True),
        (LONG[:600] + ".", True, False),
        (LONG[:600] + ".", False, True),
        ("渡轮中午离开港口，在风暴之前到达该岛。" * 20, False, False),
    ],
)
def test_teaser_is_told_by_its_end_and_its_length(
    text: str, has_content: bool, teaser: bool
) -> None:
    assert is_teaser(text, has_content=has_content, is_more=False) is teaser


@pytest.mark.parametrize(
    "line",
    [
        "The post Ferries appeared first on Hwansu Courier.",
        "Der Beitrag Fähren erschien zuerst auf Hwansu Courier.",
        "L’article Ferries est apparu en premier sur Hwansu Courier.",
        "La entrada Ferris se publicó primero en Hwansu Courier.",
        "O post Balsas apareceu primeiro em Hwansu Courier.",
        "L'articolo Traghetti proviene da Hwansu Courier.",
        "Het bericht Veren verscheen eerst op Hwansu Courier.",
        "Сообщение Паромы появились сначала на Hwansu Courier.",
        "submitted by /u/hwansu [link] [comments]",
        "This article originally appeared on Hwansu Courier.",
    ],
)
def test_credit_of_the_software_goes_and_says_nothing_of_a_page(line: str) -> None:
    text, removed, is_more = without_footer(f"The ferry left.\n{line}")

    assert text == "The ferry left."
    assert [(each.rule, each.text) for each in removed] == [("feed credit", line)]
    assert not is_more


@pytest.mark.parametrize(
    "line",
    [
        *("Read more", "Read more...", "[Read more…]", "Continue reading Ferries and storms →"),
        *("Read the full story", "Weiterlesen »", "Lire la suite", "Leer más", "Leia mais"),
        *("Continua a leggere", "Lees verder", "Читать далее", "Devamını oku", "続きを読む"),
        *("阅读全文", "더 보기", "Czytaj dalej", "Read more: Ferries are late"),
    ],
)
def test_invitation_goes_and_says_that_the_page_holds_more(line: str) -> None:
    below = without_footer(f"The ferry left.\n{line}")
    behind = without_footer(f"The ferry left. {line}")

    assert below[0] == behind[0] == "The ferry left."
    assert below[2]
    assert behind[2]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry left.\nThe band first appeared on television in 1962.",
        "The ferry left.\nRead more books to children, she said.",
        "The ferry left. Continue reading to them, she said.",
        "The ferry left.\nMore than one came back.",
        "The ferry left. Comments were made.",
        "Read more",
        "",
    ],
)
def test_what_an_author_wrote_stays(text: str) -> None:
    assert without_footer(text)[0] in (text, "")
    assert without_footer(text)[0] == text or text == "Read more"


def test_what_went_is_recorded_with_the_article() -> None:
    (found,) = articles(
        rss(f"<description>&lt;p&gt;{LONG}&lt;/p&gt;&lt;p&gt;Read more&lt;/p&gt;</description>")
    )

    assert [(each.rule, each.text) for each in found.removed] == [("read on", "Read more")]


def test_key_is_guid_or_address_or_a_hash_of_title_and_date() -> None:
    guid = "<guid isPermaLink='false'>7</guid>"
    bare = "<title>A</title><pubDate>11 Mar 2026</pubDate><description>{}</description>"

    assert entry(rss(f"<link>{PORT}/7</link>{guid}")).key == "7"
    assert entry(rss(f"<link>{PORT}/7</link><title>A</title>")).key == f"{PORT}/7"
    assert entry(rss(bare.format("It left."))).key == entry(rss(bare.format("It stayed."))).key
    assert len(entry(rss(f"<guid>{'7' * 5000}</guid>")).key) == 64


def _entry(**fields: Any) -> Entry:
    known = {"title": "Ferries", "url": f"{PORT}/7", "text": "It left.", "published_raw": "1"}
    return Entry(**{"number": 1, "key": "7", **known, **fields})


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"title": "Late", "text": "It stayed.", "published_raw": "2", "url": ""}, True),
        ({"key": "8", "text": "It stayed.", "published_raw": "2"}, True),
        ({"key": "8", "title": "Late", "text": "It stayed."}, True),
        ({"key": "8", "url": "http://hwansu.example/7/?utm_source=rss", "text": "x"}, True),
        ({"key": "8", "title": "Late", "text": "It stayed.", "published_raw": "2"}, False),
        ({"key": "8", "url": f"{PORT}/8"}, True),
        ({"key": "8", "url": f"{PORT}/8", "published_raw": ""}, True),
        ({"key": "8", "url": f"{PORT}/8", "published_raw": "2"}, False),
        ({"key": "8", "url": f"{PORT}/8", "title": "Late"}, False),
        ({"key": "8", "url": f"{PORT}/7#second", "text": "x"}, False),
    ],
)
def test_entries_are_one_by_key_by_page_or_by_what_they_say(
    change: dict[str, Any], is_same: bool
) -> None:
    one = _entry()
    other = _entry(**change)

    assert same_entry(one, other) is same_entry(other, one) is is_same


def test_entries_without_text_are_not_one_for_that() -> None:
    one, other = _entry(text="", url=""), _entry(key="8", text="", url="")

    assert not same_entry(one, other)


def test_of_entries_that_are_one_the_fullest_stays_in_the_place_of_the_first() -> None:
    teaser, other = _entry(), _entry(number=2, key="8", url=f"{PORT}/8", title="B", text="B")
    full = _entry(number=3, text="It left. It came back.")

    assert unique_entries([teaser, other, full]) == (replace(full, number=1), other)


def test_addresses_of_one_page_are_equal_without_marks_of_tracking() -> None:
    assert bare_url("https://www.a.example/b/?utm_source=x&id=7") == bare_url(
        "http://a.example/b?id=7"
    )
    assert bare_url("https://a.example/b?id=7") != bare_url("https://a.example/b?id=8")
    assert bare_url("http://[broken") == "http://[broken"
    assert bare_url("") == ""


BROKEN = {
    "bare ampersand": lambda text: text.replace("noon", "noon & <![CDATA[R&D]]>"),
    "unknown entity": lambda text: text.replace("noon", "noon &eacute; &hwansu; &"),
    "control characters": lambda text: text.replace("noon", "noon \x00\x08\x1f"),
    "junk above": lambda text: "\n\n <br>Warning: cannot modify header\n" + text,
    "blank lines above": lambda text: "\n\n\n" + text,
    "wrong reference": lambda text: text.replace("noon", "noon &#0; &#xFFFF; &#X41;"),
    "open tag": lambda text: text.replace("noon", "noon <b>late"),
    "no end": lambda text: text.removesuffix("</channel></rss>"),
    "doctype": lambda text: text.replace("?>", "?><!DOCTYPE rss [<!ENTITY a 'b'>]>", 1),
    "undeclared prefix": lambda text: text.replace("<title>", "<x:y>1</x:y><title>"),
    "declared twice": lambda text: text.replace("?>", "?>" + '<?xml version="1.0"?>', 1),
    "broken root": lambda text: text.replace('xmlns:atom="', "xmlns:atom=<", 1),
    "zeros": lambda text: text.replace("noon", "noon \0", 1),
    "attribute without marks": lambda text: text.replace("<title>", "<title a=b>"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_feed_loses_no_entry(name: str) -> None:
    items = [
        f"<title>Ferry {n}</title><link>{PORT}/{n}</link>"
        f"<description>It left at noon {n}.</description>"
        for n in range(20)
    ]
    data = BROKEN[name](rss(*items))

    found = feed_entries(payload(data.encode("utf-8", "surrogatepass")))

    assert [each.title for each in found] == [f"Ferry {n}" for n in range(20)]
    assert [each.url for each in found] == [f"{PORT}/{n}" for n in range(20)]
    assert all(each.text.startswith("It left at noon") for each in found)


def test_entities_of_html_are_their_letters_and_others_stay_as_written() -> None:
    found = entry(rss("<title>Caf&eacute; &hwansu; R&D &lt;3</title>"))

    assert found.title == "Café &hwansu; R&D <3"


def test_feed_that_breaks_off_gives_what_there_is_and_says_so() -> None:
    whole = rss(
        *(f"<title>Ferry {n}</title><description>{LONG} {n}</description>" for n in range(3))
    )
    data = whole[: whole.index("Ferry 2") + 60]

    assert len(articles(data)) == 2 + 1
    (reason,) = reasons(data)
    assert reason.startswith("a feed that breaks off (line ")
    assert reason.endswith("entry 3 may be incomplete")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-5-x"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("utf-32-be", "utf-32"),
        ("koi8-r", "koi8-r"),
        ("cp1251", "windows-1251"),
        ("utf-8", "utf-16"),  # says so and is not
    ],
)
def test_encoding_is_the_declared_one_where_the_bytes_agree(encoding: str, declared: str) -> None:
    text = rss("<title>Паром ушёл из порта</title>").replace('"utf-8"', f'"{declared}"')

    assert entry(text.encode(encoding)).title == "Паром ушёл из порта"


def test_encoding_of_the_server_counts_where_the_feed_has_none() -> None:
    data = rss("<title>Паром</title>").replace(' encoding="utf-8"', "").encode("cp1251")

    found = entry(data, media_type="application/rss+xml; charset=windows-1251")

    assert found.title == "Паром"


def test_broken_byte_costs_one_letter() -> None:
    data = rss("<title>Fähre fährt über das Ölmeer</title>", "<title>B</title>").encode()
    found = feed_entries(payload(data.replace("Ö".encode(), b"\xff")))

    assert [each.title for each in found] == ["Fähre fährt über das \ufffdlmeer", "B"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rss(), "a feed without entries"),
        (
            "<html><head><title>A</title></head><body><p>A</p></body></html>",
            "a web page, not a feed",
        ),
        ("<rss>" + "a" * (10 * 1024 * 1024), "a feed larger than 10 MB"),
        ("", "not a feed: no markup in it"),
        ("no markup", "not a feed: no markup in it"),
        (b"<rss>\0\0\0\x01\x02", "a binary file, not text"),
    ],
)
def test_what_is_no_feed_says_what_it_is(data: str | bytes, reason: str) -> None:
    (found,) = read_feed(payload(data))

    assert isinstance(found, Skipped)
    assert found.reason.startswith(reason)
    assert feed_entries(payload(data)) == ()


def test_entries_beyond_the_limit_are_counted() -> None:
    data = rss(*(f"<title>{n}</title><description>It left.</description>" for n in range(503)))

    assert len(articles(data)) == MOST_ENTRIES
    assert reasons(data) == ["3 entries beyond the first 500 of its feed are left out"]
    assert len(feed_entries(payload(data), most=1000)) == 503


def json_feed(*items: Any, **feed: Any) -> str:
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "Hwansu Courier"}
    return json.dumps({**head, "home_page_url": f"{PORT}/", **feed, "items": items})


def test_json_feed_tells_all_the_fields() -> None:
    (found,) = articles(
        json_feed(
            {
                "id": "7",
                "url": "/7",
                "title": "Ferries &amp; storms",
                "content_html": f"<p>{LONG}</p><p>It was late.</p>",
                "summary": "The ferry left.",
                "date_published": "2026-03-11T18:29:59+09:00",
                "authors": [{"name": "Im Sol-ah"}, {"url": "x"}],
                "language": "en-GB",
            }
        )
    )

    assert (found.title, found.outlet) == ("Ferries & storms", "Hwansu Courier")
    assert found.text == f"{LONG.strip()}\n\nIt was late."
    assert (found.url, found.authors) == (f"{PORT}/7", ("Im Sol-ah",))
    assert found.published == "2026-03-11T18:29:59+09:00"
    assert (found.language, found.form) == ("en", "")


def test_json_feed_1_0_has_one_author_and_numbers_for_ids() -> None:
    item = {"id": 7, "content_text": "It left.\nIt was late.", "author": {"name": "Im Sol-ah"}}
    found = entry(json_feed(item, version="https://jsonfeed.org/version/1"))

    assert (found.key, found.authors) == ("7", ("Im Sol-ah",))
    assert found.text == "It left.\nIt was late."


def test_item_that_does_not_fit_is_named_and_the_others_go_on() -> None:
    data = json_feed(
        {"id": "1", "content_text": "It left."},
        {"title": 7},
        3,
        {"id": "4", "title": "Late", "date_modified": "2026-03-11"},
    )
    found = parse_payload(payload(data))

    assert [type(each) for each in found] == [Article, Skipped, Skipped, Skipped]
    assert [each.item for each in found if isinstance(each, Skipped)] == [
        "f.xml#4",
        "f.xml#2",
        "f.xml#3",
    ]
    assert [each.key for each in feed_entries(payload(data))] == ["1", "4"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('{"version":"https://jsonfeed.org/version/1","items":', "not JSON"),
        ('{"version":"https://jsonfeed.org/version/1"}', "object missing required field 'items'"),
        ('{"version":"https://jsonfeed.org/version/1","items":[]}', "a feed without entries"),
    ],
)
def test_json_feed_that_cannot_be_read_says_why(data: str, reason: str) -> None:
    (found,) = reasons(data)

    assert found.startswith(reason)
    assert feed_entries(payload(data)) == ()


@pytest.mark.parametrize(
    "data",
    [
        rss(
            f"<title>A &lt;i&gt;b&lt;/i&gt;</title><description>{LONG}</description>",
            f"<content:encoded><![CDATA[<p>{LONG}<br>“No”</p><p>Read more</p>]]></content:encoded>",
        ),
        atom(
            f'<content type="xhtml"><div><p>{LONG}</p>&amp; <b>b</b></div></content>',
            f"<title>B</title><content>a &lt;b&gt; {LONG}</content>",
        ),
        json_feed(
            {"id": 1, "content_html": f"<p>{LONG}</p>"}, {"id": 2, "content_text": f"<b> {LONG}"}
        ),
    ],
)
def test_texts_hold_every_letter_of_the_articles(data: str) -> None:
    texts = source_texts(payload(data))

    found = articles(data)
    assert len(found) == 2
    for article in found:
        assert fold_letters(article.text) in fold_letters(texts[article.sha256])


SWELLING = ("billion laughs", "quadratic entities", "external entity", "parameter entities")


@pytest.mark.parametrize("name", HOSTILE_FEEDS)
def test_hostile_feed_is_read_or_refused(name: str) -> None:
    found = parse_payload(payload(HOSTILE_FEEDS[name]))

    assert found
    assert all(isinstance(each, Article) or "\n" not in each.reason + each.item for each in found)


@pytest.mark.parametrize("name", SWELLING)
def test_entities_of_a_feed_are_never_expanded(name: str) -> None:
    (found,) = feed_entries(payload(HOSTILE_FEEDS[name]))

    assert "lollol" not in found.text
    assert "root:" not in found.text
    assert len(found.text) <= len(HOSTILE_FEEDS[name])


def test_tags_of_thousands_of_attributes_are_shortened_and_the_text_stays() -> None:
    many = " ".join(f'a{n}=">"' for n in range(2000))

    assert harmless(f"<p {many}>hello</p>") == "<span>hello</p>"
    assert harmless(f"<img src='{'a' * 20_000}'>") == f"<img src='{'a' * 20_000}'>"


@given(st.binary(max_size=300), st.sampled_from(["", "<rss><channel><item>", "<feed><entry>"]))
def test_any_bytes_are_read_or_refused(data: bytes, head: str) -> None:
    feed = payload(head.encode() + data)

    assert read_feed(feed) == read_feed(feed)
    assert read_feed(feed)


@pytest.mark.parametrize("pattern", [_CREDIT, _INVITATION, _BEHIND])
def test_patterns_take_no_long_time(pattern: Any) -> None:
    units = ["The post ", "a", " ", ". ", "Read more ", "Continue reading", "投稿は", "…", "[", "ı"]

    assert seconds_to_scan(pattern, units) < SLOWEST
