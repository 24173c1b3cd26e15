"""Web pages into articles: their text, what they say of themselves, and what is refused."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.formats import (
    page_authors,
    page_blocks,
    page_dates,
    page_forms,
    page_json,
    page_names,
    page_residue,
    page_said,
    page_text,
    page_titles,
    parse_payload,
    source_texts,
)
from digest.formats.encodings import decode_declared
from digest.formats.page import LARGEST_PAGE, read_page
from digest.formats.page_json import article_nodes, read_nodes
from digest.formats.page_names import read_bodies, read_persons
from digest.model import Article, Payload, Skipped
from digest.verify import fold_letters
from digest.words import words
from tests.hostile_pages import HOSTILE
from tests.linear import seconds_to_scan

PARAGRAPHS = (
    "The ferry line across the strait of Oru opened on Monday after two years of work.",
    "“We have waited long enough for this day,” said Jo Keil, who heads the harbor office.",
    "Some 400 passengers boarded the first boat at dawn, and most of them came back at noon.",
    "The fare is four crowns, which is half of what the bus over the old bridge costs.",
    "Fishermen fear for their nets, and the office has promised to pay for those that tear.",
    "A second boat is to follow in the spring, once the pier in Hwansu has been made longer.",
)
TITLE = "Ferry line opens across the strait of Oru"


def page(
    body: str = "",
    *,
    head: str = "",
    title: str = f"{TITLE} | The Oru Courier",
    lang: str = "en",
    url: str = "",
    media_type: str = "",
) -> Payload:
    html = (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )
    return Payload(file="page.html", data=html.encode(), url=url, media_type=media_type)


def story(*, above: str = "", inside: str = "", below: str = "") -> str:
    first, *others = (f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f"<main><article><h1>{TITLE}</h1>{above}{first}{inside}{''.join(others)}{below}"
        "</article></main>"
    )


def json_ld(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle"} | fields
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def article_of(payload: Payload) -> Article:
    (article,) = (found for found in parse_payload(payload) if isinstance(found, Article))
    return article


def refused(payload: Payload) -> str:
    (found,) = parse_payload(payload)
    assert isinstance(found, Skipped)
    return found.reason


def test_text_is_the_articles_paragraphs_without_what_stands_around_it() -> None:
    menu = '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
    foot = "<footer><p>The Oru Courier is published by the harbor press of Oru.</p></footer>"

    article = article_of(page(menu + story() + foot))

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert article.title == TITLE


@pytest.mark.parametrize(
    "residue",
    [
        '<div class="related-stories"><p>Bridge over the strait closes for winter</p></div>',
        '<div class="newsletter-signup"><p>Get the news of Oru by mail every day.</p></div>',
        '<p><strong>Read more:</strong> <a href="/bridge">Bridge closes for the winter</a></p>',
        '<p><strong>Lesen Sie auch:</strong> <a href="/bridge">Die alte Brücke schließt</a></p>',
        '<figure><img src="a.png"><figcaption>The first boat at the pier</figcaption></figure>',
        '<div style="display:none"><p>Your browser shows this text to nobody.</p></div>',
        "<p>Write to the author: <a href='mailto:j@oru.example'>j@oru.example</a></p>",
        '<p>Get our <a href="/nl">newsletter with the news of the day</a> every morning.</p>',
    ],
)
def test_residue_inside_an_article_is_left_out(residue: str) -> None:
    assert article_of(page(story(inside=residue))).text == "\n\n".join(PARAGRAPHS)


def test_subheadings_lists_and_rows_between_paragraphs_are_kept_in_order() -> None:
    inside = (
        "<h2>What it costs</h2><ul><li>Adults pay four crowns for each crossing</li>"
        "<li>Children cross for nothing on every day of the week</li></ul>"
        "<table><tr><th>Boat</th><th>Seats</th></tr><tr><td>Alma</td><td>220</td></tr></table>"
    )

    lines = article_of(page(story(inside=inside))).text.split("\n\n")

    assert lines[1:6] == [
        "What it costs",
        "Adults pay four crowns for each crossing",
        "Children cross for nothing on every day of the week",
        "Boat | Seats",
        "Alma | 220",
    ]


def test_what_follows_a_heading_for_other_articles_is_left_out() -> None:
    below = "<h3>You might also like</h3><p>Bridge over the strait closes for winter.</p>"

    assert article_of(page(story(below=below))).text == "\n\n".join(PARAGRAPHS)


def test_part_that_is_sent_late_stands_where_a_script_would_put_it() -> None:
    inside = '<template id="B:0"></template>'
    late = '<div hidden id="S:0"><p>The pier of Hwansu was built in the year 1911.</p></div>'

    lines = article_of(page(story(inside=inside) + late)).text.split("\n\n")

    assert lines[1] == "The pier of Hwansu was built in the year 1911."


def test_article_inside_a_navigation_bar_that_is_never_closed_is_found() -> None:
    assert article_of(page("<nav><a href='/'>Home</a>" + story())).text == "\n\n".join(PARAGRAPHS)


def test_apostrophe_in_a_script_takes_no_part_of_the_page_with_it() -> None:
    script = "<script>for(i=0;i<a.length;i++){say(/it's/)}" + "b=1;" * 3_000 + "</script>"

    article = article_of(page(script + story() + "<script>say(/it's/)</script>"))

    assert article.text == "\n\n".join(PARAGRAPHS)


def test_lines_that_sum_news_up_are_part_of_it() -> None:
    lead = (
        "<div class='standfirst'>Four hundred people cross on the first of many days to come.</div>"
    )
    body = f"<header><h1>{TITLE}</h1>{lead}</header>{story().replace('h1>', 'h2>')}"

    text = article_of(page(body, head=json_ld(headline=TITLE))).text

    assert text.startswith("Four hundred people cross")


def test_words_of_neighboring_elements_are_not_glued_and_inline_ones_not_torn() -> None:
    inside = (
        "<p>The bo<b>at</b>s are <i>new</i>, said the office.<br>They hold 220 people each.</p>"
        "<div>The pier is old.</div><div>It will be made longer in the coming spring.</div>"
    )

    text = article_of(page(story(inside=inside))).text

    assert "The boats are new, said the office." in text
    assert "office.They" not in text


def test_paragraph_that_a_page_sets_twice_is_given_once() -> None:
    twice = f'<p class="small-screen">{PARAGRAPHS[1]}</p>'

    assert article_of(page(story(inside=twice))).text.count("waited long enough") == 1


def test_text_that_only_the_markup_holds_is_taken_from_there() -> None:
    head = json_ld(headline=TITLE, articleBody="\n".join(PARAGRAPHS))

    article = article_of(page(f"<h1>{TITLE}</h1><div id='app'></div>", head=head))

    assert article.text == "\n\n".join(PARAGRAPHS)


def test_every_letter_of_an_article_stands_in_its_sources_text() -> None:
    body = "\n".join((*PARAGRAPHS, "A line that stands in the markup alone, for readers of it."))
    for payload in (page(story()), page("<p>Wait</p>", head=json_ld(articleBody=body))):
        article = article_of(payload)
        source = words(source_texts(payload)[article.sha256])

        for paragraph in article.text.split("\n\n"):
            assert " ".join(words(paragraph)) in " ".join(source)


def test_text_that_is_set_as_it_was_typed_keeps_its_paragraphs() -> None:
    typed = "\n\n".join(text.replace(", ", ",\n") for text in PARAGRAPHS)

    text = article_of(page(f"<h1>{TITLE}</h1><pre>{typed}</pre>")).text

    assert text == "\n\n".join(PARAGRAPHS)


def test_sentence_does_not_run_on_over_what_is_left_out() -> None:
    inside = (
        "<p>The harbor office of Oru, which runs the line, said that it would never</p>"
        '<p><a href="/bridge">Read more: bridge closes</a></p>'
        "<p>close the line in winter, and that the fare would stay as it is.</p>"
    )
    payload = page(story(inside=inside))

    article = article_of(payload)
    letters = fold_letters(source_texts(payload)[article.sha256])

    assert all(fold_letters(paragraph) in letters for paragraph in article.text.split("\n\n"))


def test_letters_that_were_decoded_twice_are_repaired_as_in_the_source() -> None:
    twice = "The port’s office – “the old one” – à jour.".encode().decode("cp1252", "replace")
    payload = page(story(inside=f"<p>{twice} It opens its doors again on Monday morning.</p>"))

    article = article_of(payload)
    letters = fold_letters(source_texts(payload)[article.sha256])

    assert all(fold_letters(paragraph) in letters for paragraph in article.text.split("\n\n"))


def test_same_bytes_give_the_same_article_whatever_was_read_before() -> None:
    payload = page(story(), head=json_ld(headline=TITLE, datePublished="2026-03-09"))
    first = read_page(payload)
    for number in range(20):
        read_page(page(story(inside=f"<p>{PARAGRAPHS[2]} {number}</p>")))

    assert read_page(payload) == first


# What a page says of itself.


def test_facts_come_with_their_evidence() -> None:
    head = (
        json_ld(
            headline=TITLE,
            datePublished="2026-03-09T08:15:00+09:00",
            dateModified="2026-03-10T10:00:00+09:00",
            author=[{"@type": "Person", "name": "Jo Keil"}, {"name": "ANA RUIZ"}],
            publisher={"name": "The Oru Courier"},
        )
        + f'<meta property="og:title" content="{TITLE}">'
        + '<meta property="og:site_name" content="The Oru Courier">'
        + '<link rel="canonical" href="https://courier.example/2026/03/09/ferry">'
    )

    article = article_of(page(story(), head=head))

    assert article.published == "2026-03-09T08:15:00+09:00"
    assert article.authors == ("Jo Keil", "Ana Ruiz")
    assert article.outlet == "The Oru Courier"
    assert article.url == "https://courier.example/2026/03/09/ferry"
    assert dict(article.evidence) == {
        "title": "h1, json-ld headline, og:title, title",
        "date": "json-ld datePublished",
        "authors": "json-ld author",
        "outlet": "og:site_name",
        "url": "canonical link",
        "language": "html lang",
        "text": "extractor",
    }


def test_headline_of_the_page_wins_over_one_that_is_cut_for_search() -> None:
    head = '<meta property="og:title" content="Oru ferry opens - The Oru Courier">'

    assert article_of(page(story(), head=head, title="Oru ferry opens")).title == TITLE


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - Politics - The Oru Courier",
        f"The Oru Courier: {TITLE} | The Oru Courier",
        f"{TITLE} | courier.example",
        f"{TITLE} — The Oru Courier Online",
    ],
)
def test_name_of_the_site_is_no_part_of_a_title(title: str) -> None:
    body = story().replace("h1>", "h2>")
    head = '<meta property="og:site_name" content="The Oru Courier">'
    payload = page(body, head=head, title=title, url="https://courier.example/ferry")

    assert article_of(payload).title.removesuffix(" - Politics").endswith(TITLE)


def test_heading_that_names_the_site_is_no_title() -> None:
    head = '<meta property="og:site_name" content="The Oru Courier">'
    body = f"<header><h1>The Oru Courier</h1></header>{story().replace('h1>', 'h2>')}"

    assert article_of(page(body, head=head)).title == TITLE


@pytest.mark.parametrize(
    ("head", "above", "published"),
    [
        ('<meta name="DC.date" content="2026-03-09T08:15:00Z">', "", "2026-03-09T08:15:00+00:00"),
        ('<meta name="publish-date" content="March 9, 2026">', "", "2026-03-09"),
        ("", '<time datetime="2026-03-09T08:15">Monday</time>', "2026-03-09T08:15:00"),
        ("", "<p>Published on 9 March 2026</p>", "2026-03-09"),
        ("", '<span class="post-date">March 9, 2026 · 3 min</span>', "2026-03-09"),
        (json_ld(dateModified="2026-03-12"), "<p>March 9, 2026</p>", "2026-03-09"),
        (json_ld(datePublished="yesterday"), "<p>March 9, 2026</p>", "2026-03-09"),
        ("", "<p>Updated on March 9, 2026</p>", "2026-03-09"),
        ("", "<p>03/04/2026</p>", None),
    ],
)  # fmt: skip
def test_date_is_that_of_publication(head: str, above: str, published: str | None) -> None:
    assert article_of(page(story(above=above), head=head)).published == published


def test_date_of_the_last_change_is_told_as_that() -> None:
    head = json_ld(headline=TITLE, dateModified="2026-03-12")

    article = article_of(page(story(), head=head))

    assert (article.published, dict(article.evidence)["date"]) == (
        "2026-03-12",
        "json-ld dateModified",
    )


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("By Jo Keil, Ana Ruiz and Tor Lund", ("Jo Keil", "Ana Ruiz", "Tor Lund")),
        ("Von Jo Keil und Ana Ruiz", ("Jo Keil", "Ana Ruiz")),
        ("Por Jo Keil y Ana Ruiz", ("Jo Keil", "Ana Ruiz")),
        ("JO KEIL; ANA RUIZ; Jo Keil", ("Jo Keil", "Ana Ruiz")),
        ("Jo Keil, MD", ("Jo Keil",)),
        ("By Jo Keil in Hwansu", ("Jo Keil",)),
        ("By Jo Keil (The Oru Courier)", ("Jo Keil",)),
        ("홍길동 기자", ("홍길동",)),
        ("Staff", ()),
        ("Admin", ()),
        ("The Oru Courier", ()),
        ("@jokeil", ()),
        ("https://courier.example/jo", ()),
        ("jo@courier.example", ()),
        ("Senior Editor", ()),
        ("Updated March 9", ()),
    ],
)
def test_only_persons_are_authors(line: str, persons: tuple[str, ...]) -> None:
    assert read_persons([line], ["The Oru Courier"])[0] == persons


def test_agency_in_a_byline_is_told_apart() -> None:
    head = json_ld(headline=TITLE, author=[{"name": "Jo Keil"}, {"name": "Reuters"}])

    article = article_of(page(story(), head=head))

    assert (article.authors, article.agency) == (("Jo Keil",), "Reuters")


def test_line_that_may_be_no_byline_gives_full_names_only() -> None:
    assert read_persons(["Personal finance"], [], strict=True)[0] == ()
    assert read_persons(["Juan Carlos de la Cruz"], [], strict=True)[0] == (
        "Juan Carlos de la Cruz",
    )


def test_body_is_author_only_where_it_says_more_than_any_page_could() -> None:
    assert read_bodies(["By The Harbor Watch Team"], ["The Oru Courier"]) == (
        "The Harbor Watch Team",
    )
    assert (
        read_bodies(["Staff", "Our Editors", "The Oru Courier", "Reuters"], ["Oru Courier"]) == ()
    )


def test_byline_below_the_headline_is_found_without_any_markup() -> None:
    assert article_of(page(story(above="<div>By <b>Jo Keil</b></div>"))).authors == ("Jo Keil",)


def test_declared_language_does_not_win_over_a_text_in_another() -> None:
    korean = "".join(
        f"<p>해협을 건너는 여객선이 {day}일 개통되었다고 항만청이 밝혔다. 요금은 절반이다.</p>"
        for day in range(1, 9)
    )
    article = article_of(
        page(f"<article><h1>여객선 개통</h1>{korean}</article>", title="여객선 개통")
    )

    assert article.language == "ko"


@pytest.mark.parametrize(
    ("head", "url", "told"),
    [
        ('<link rel="canonical" href="/ferry">', "https://courier.example/ferry?id=1", "https://courier.example/ferry"),
        ('<link rel="canonical" href="https://evil.example/x">', "https://courier.example/ferry", "https://courier.example/ferry"),
        ('<link rel="canonical" href="javascript:alert(1)">', "", ""),
        ('<link rel="canonical" href="https://courier.example/">', "https://courier.example/ferry", "https://courier.example/ferry"),
        ('<meta property="og:url" content="https://courier.example/ferry">', "", "https://courier.example/ferry"),
        ('<link rel="canonical" href="http://[broken">', "https://courier.example/ferry", "https://courier.example/ferry"),
    ],
)  # fmt: skip
def test_only_a_pages_own_absolute_address_counts(head: str, url: str, told: str) -> None:
    assert article_of(page(story(), head=head, url=url)).url == told


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"Ferry opens","author":{"name":"Jo Keil"},}',
        '<!-- {"@type":"NewsArticle","headline":"Ferry opens","author":{"name":"Jo Keil"}} -->',
        (
            '{"@graph":[{"@type":"NewsArticle","headline":"Ferry opens","author":{"@id":"#1"}},'
            '{"@type":"Person","@id":"#1","name":"Jo Keil"}]}'
        ),
        '[{"@type":["NewsArticle"],"headline":"Ferry &amp;amp;#111;pens","author":["Jo Keil"]}]',
        '{"@type":"WebSite"}{"@type":"NewsArticle","headline":"Ferry opens","author":"Jo Keil"}',
        '{"@type":"NewsArticle","headline":"Ferry opens","author":{"name":"Jo Keil"},"x":"a"b"}',
        '{"@type":"NewsArticle","headline":"Ferry\n opens","author":{"name":"Jo Keil"}};',
    ],
)
def test_broken_json_ld_is_read_as_far_as_it_can_be(script: str) -> None:
    (node,) = article_nodes(read_nodes([script]))

    assert page_json.texts(node["author"]) == ("Jo Keil",)
    assert page_json.texts(node["headline"])[0].startswith("Ferry")


def test_node_of_the_pages_own_article_is_the_one_that_counts() -> None:
    other = json_ld(headline="Bridge closes for winter", author={"name": "Tor Lund"})
    own = json_ld(headline=TITLE, author={"name": "Jo Keil"})

    assert article_of(page(story(), head=other + own)).authors == ("Jo Keil",)


# Encodings.


@pytest.mark.parametrize(
    ("encoding", "media_type", "meta"),
    [
        ("cp1252", "text/html; charset=ISO-8859-1", ""),
        ("cp1252", "", '<meta charset="latin1">'),
        ("utf-8", "text/html; charset=iso-8859-1", '<meta charset="windows-1252">'),
        ("utf-8", "", '<?xml version="1.0" encoding="ascii"?>'),
        ("utf-16-le", "", ""),
        ("utf-8-sig", "text/html; charset=cp1251", ""),
    ],
)
def test_declared_encoding_is_believed_where_the_bytes_fit(
    encoding: str, media_type: str, meta: str
) -> None:
    markup = f"<html>{meta}<p>“Größe” – déjà vu für 4 €</p>" * 20

    text, note = decode_declared(markup.encode(encoding), media_type)

    assert (text.removeprefix("\ufeff"), note) == (markup, "")


@pytest.mark.parametrize(
    ("label", "encoding", "words_"),
    [
        ("gb2312", "gb18030", "朱镕基在北京发表讲话，记者问他㐀字"),
        ("ks_c_5601-1987", "cp949", "항만청은 새 여객선이 똠방각하를 태웠다고 밝혔다"),
        ("shift_jis", "cp932", "フェリーが①月に開通したと港湾局が発表した"),
        ("windows-1251", "cp1251", "Паром через пролив открылся в понедельник"),
        ("rot13", "utf-8", "Größe über alles, déjà vu"),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str, encoding: str, words_: str) -> None:
    markup = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">{words_ * 20}'

    assert decode_declared(markup.encode(encoding)) == (markup, "")


# What is no plain article.


def notes(payload: Payload) -> tuple[str, list[str]]:
    found = parse_payload(payload)
    return article_of(payload).form, [one.reason for one in found if isinstance(one, Skipped)]


def test_open_beginning_of_a_paid_article_is_told() -> None:
    head = json_ld(headline=TITLE, isAccessibleForFree="False")

    assert notes(page(story(), head=head)) == ("teaser", [page_forms.NOTES["teaser"]])


def test_paid_article_that_stands_there_whole_is_no_teaser() -> None:
    head = json_ld(headline=TITLE, isAccessibleForFree=False)
    more = "".join(
        f"<p>{text} That was said on day {n}.</p>" for n in range(9) for text in PARAGRAPHS
    )

    assert notes(page(story(inside=more), head=head)) == ("", [])


def test_live_blog_is_told() -> None:
    updates = [{"@type": "BlogPosting", "articleBody": text} for text in PARAGRAPHS]
    head = json_ld(headline=TITLE, liveBlogUpdate=updates).replace("NewsArticle", "LiveBlogPosting")

    assert notes(page(story(), head=head)) == ("live blog", [page_forms.NOTES["live blog"]])


def test_entries_that_only_the_markup_of_a_live_blog_holds_are_read() -> None:
    updates = [{"headline": f"At {n}", "articleBody": text} for n, text in enumerate(PARAGRAPHS)]
    head = json_ld(headline=TITLE, liveBlogUpdate=updates).replace("NewsArticle", "LiveBlogPosting")

    assert PARAGRAPHS[-1] in article_of(page(f"<h1>{TITLE}</h1>", head=head)).text


def test_gallery_keeps_its_captions() -> None:
    pictures = "".join(
        f"<figure><img><figcaption>The ferry at pier {n} of the harbor</figcaption></figure>"
        for n in range(5)
    )
    head = json_ld(headline=TITLE).replace("NewsArticle", "ImageGallery")
    payload = page(f"<main><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{pictures}</main>", head=head)

    assert notes(payload) == ("gallery", [page_forms.NOTES["gallery"]])
    assert "The ferry at pier 4 of the harbor" in article_of(payload).text


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (page("<h1>404</h1><p>Nothing here.</p>", title="404 Not Found"), "an error page"),
        (page("<p>Please enable JavaScript to go on.</p>", title="Just a moment..."), "JavaScript"),
        (page("<p>We and our partners use cookies to store data.</p>", title="Courier"), "consent"),
        (page("<script>go()</script>", title="Courier"), "without the text of an article"),
        (page("".join(f'<p><a href="/{n}">Story number {n} of the day</a></p>' for n in range(90)),
              url="https://courier.example/"), "a front page or a list of articles"),
    ],
)  # fmt: skip
def test_page_that_is_no_article_is_refused_with_the_reason(payload: Payload, reason: str) -> None:
    assert reason in refused(payload)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("500 passengers cross the strait", PARAGRAPHS[2]),
        ("Forbidden strait opens again", PARAGRAPHS[0]),
        (TITLE, f"{PARAGRAPHS[0]}</p><p>We use cookies to store data on your device."),
    ],
)
def test_short_article_is_no_wall(title: str, text: str) -> None:
    body = f"<article><h1>{title}</h1><p>{text}</p></article>"

    assert article_of(page(body, title=title)).title == title


def test_too_large_a_page_is_refused_in_one_line() -> None:
    data = page(story()).data + b" " * LARGEST_PAGE

    assert refused(Payload(file="a.html", data=data)) == "a page of 8.0 MB; up to 8 MB are read"


# Whatever the bytes are.


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_page_gives_an_article_or_a_reason(name: str) -> None:
    found = read_page(Payload(file="hostile.html", data=HOSTILE[name]()))

    assert found
    assert all(isinstance(one, Article | Skipped) for one in found)


_PIECES = st.sampled_from(
    [
        b"<p>",
        b"</div>",
        b"<table><tr><td>",
        b"<!--",
        b"<a href='/authors/x'>",
        b"&#x0;",
        b"\xff\xfe",
    ]
    + [b'<script type="application/ld+json">{"@type":"NewsArticle","author":[{', b"]}</script>"]
    + [b"<meta property='og:title' content='", b"<h1>", b"<time datetime='2026-99-99'>", b"\0"]
    + [text.encode() for text in PARAGRAPHS]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES | st.binary(max_size=20), max_size=40), st.text(max_size=30))
def test_any_bytes_give_an_article_or_a_reason(pieces: list[bytes], media_type: str) -> None:
    payload = Payload(file="x", data=b"<html>" + b"".join(pieces), media_type=media_type)

    found = read_page(payload)

    assert found
    assert found[0].item == "x" if isinstance(found[0], Skipped) else found[0].text
    assert replace(payload, file="y").data == payload.data


def test_patterns_are_linear() -> None:
    modules = (
        *(page_authors, page_blocks, page_dates, page_forms, page_json, page_names),
        *(page_residue, page_said, page_text, page_titles),
    )
    patterns = {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    units = ("a", " ", "A b ", "by ", "<p ", '"x\\', "- ")

    slow = {
        name: seconds
        for name, pattern in patterns.items()
        if isinstance(pattern.pattern, str) and (seconds := seconds_to_scan(pattern, units)) > 0.5
    }

    assert slow == {}


def test_an_outlet_that_its_page_names_as_the_author_is_better_than_nobody() -> None:
    head = '<meta name="author" content="{}">'

    desk = article_of(page(story(), head=head.format("Newsdesk")))
    program = article_of(page(story(), head=head.format("admin")))

    assert desk.authors == ("Newsdesk",)
    assert dict(desk.evidence)["authors"] == "author"
    assert program.authors == ()
