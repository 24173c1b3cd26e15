import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from time import perf_counter
from typing import get_args

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from digest.errors import UsageError
from digest.model import (
    Digest,
    DisputedSpeaker,
    PlacedQuote,
    SharedText,
    Skipped,
    Statement,
    Verified,
    Wording,
)
from digest.renderers import RENDERERS, SUFFIXES, file_name, find_formats, find_renderer
from digest.renderers.dates import (
    issue_time,
    moment_in_words,
    span_in_words,
    zone_in_words,
)
from digest.renderers.html import render_html
from digest.renderers.mail import render_mail
from digest.renderers.printable import (
    _LANGUAGE,
    _LINK,
    _RUN_OF_BLANKS,
    _TOO_LONG,
    clean,
    direction,
    safe_link,
    shorten,
)
from digest.renderers.templating import FOLDERS
from digest.renderers.text import render_text
from digest.renderers.variants import (
    PHRASES,
    Form,
    differences_in_words,
    dispute_in_words,
    other_forms,
)
from digest.renderers.view import view_digest
from digest.renderers.wrapping import wrap
from tests.sample_digest import (
    HAN,
    LONG_WORD,
    digest_of,
    ferry_event,
    friendly_digest,
    hostile_event,
    museum_event,
    placed,
    sample_digest,
    statement,
)

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def texts(element: object) -> str:
    return " ".join("".join(element.itertext()).split())  # type: ignore[attr-defined]


def page_of(html: bytes) -> object:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html.decode())


# names


def test_every_format_has_a_suffix() -> None:
    assert list(RENDERERS) == list(SUFFIXES) == ["html", "pdf", "mail", "text", "json"]


def test_a_file_is_named_for_its_day() -> None:
    assert file_name(friendly_digest(), "mail") == "digest-2024-11-15.eml"


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"^unknown format 'docx' \(known: html, pdf, mail, "):
        find_renderer("docx")


def test_importing_the_renderers_loads_no_layout_engine() -> None:
    code = (
        "import sys, digest.renderers; "
        "print([m for m in ('weasyprint', 'css_inline') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["html", "mail", "text", "json"])
def test_same_digest_gives_the_same_bytes(name: str) -> None:
    assert RENDERERS[name](sample_digest()) == RENDERERS[name](sample_digest())


# dates


def test_a_time_is_given_in_the_zone_of_the_digest() -> None:
    assert moment_in_words("2024-11-15T18:29:59-05:00", "Asia/Seoul") == "16 Nov 2024, 08:29 KST"


def test_a_time_is_not_given_more_exactly_than_it_is_known() -> None:
    assert moment_in_words("2024-11-15T18:36:00", "Asia/Seoul") == (
        "15 Nov 2024, 18:36 (zone not given)"
    )
    assert moment_in_words("2024-11-15", "Asia/Seoul") == "15 Nov 2024"
    assert moment_in_words(None, "Asia/Seoul") == "undated"


def test_a_zone_without_letters_is_given_by_its_offset() -> None:
    assert moment_in_words("2024-11-15T12:00:00Z", "America/Lima") == (
        "15 Nov 2024, 07:00 UTC−05:00"
    )
    assert zone_in_words("Asia/Seoul", "2024-11-15") == "Asia/Seoul (KST, UTC+09:00)"
    assert zone_in_words("America/Lima", "2024-11-15") == "America/Lima (UTC−05:00)"
    assert zone_in_words("UTC", "2024-11-15") == "UTC"


def test_a_stretch_gives_its_day_once() -> None:
    first, last = "2024-11-15T01:00:00Z", "2024-11-15T09:36:00Z"

    assert span_in_words(first, last, "Asia/Seoul") == "15 Nov 2024, 10:00 to 18:36 KST"
    assert span_in_words(first, last, "Asia/Tokyo") == "15 Nov 2024, 10:00 to 18:36 JST"
    assert span_in_words(first, first, "UTC") == "15 Nov 2024, 01:00 UTC"
    assert span_in_words("2024-11-14", last, "UTC") == "14 Nov 2024 to 15 Nov 2024, 09:36 UTC"
    assert span_in_words(None, None, "UTC") == "undated"


def test_a_mail_is_not_older_than_its_newest_article_of_the_day() -> None:
    late = issue_time("2024-11-15", "Asia/Seoul", "2024-11-15T09:36:00Z")
    early = issue_time("2024-11-15", "Asia/Seoul", "2024-11-14T09:36:00Z")

    assert late.isoformat() == "2024-11-15T18:36:00+09:00"
    assert early.isoformat() == "2024-11-15T06:00:00+09:00"


# what may be printed


def test_control_and_direction_characters_go_and_the_rest_stays() -> None:
    assert clean("a\x00b\x92c\u202ed\u2066e\nf\u2028g  h") == "abcde f g h"
    assert clean("‘naïve’ — “한” … <b> & \u00a0x") == "‘naïve’ — “한” … <b> & \u00a0x"


def test_what_is_too_long_is_cut_and_says_how_much() -> None:
    assert clean("ab " * 200, limit=100).endswith("… [499 more characters]")
    assert clean("w" * 510) == "w" * 500 + "… [10 more characters]"
    assert clean("한" * 600) == "한" * 600


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert not CONTROLS.search(once)
    once.encode()


@given(st.text(max_size=300), st.integers(min_value=2, max_value=80))
def test_shortened_text_is_a_beginning_of_the_text(text: str, limit: int) -> None:
    short = shorten(text, limit=limit)

    assert len(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host.example/x",
        'https://host.example/"onclick="x',
        "https://host.example/\u202e",
        "https://host.example/a b",
        "",
    ],
)
def test_unsafe_address_is_no_link(address: str) -> None:
    assert safe_link(address) == ""


def test_web_and_mail_addresses_are_links() -> None:
    for address in ("https://a.example/x?y=1&z=2#w", "HTTP://a.example", "mailto:a@b.example"):
        assert safe_link(address) == address


def test_direction_is_that_of_the_first_letter() -> None:
    assert direction("123 المرفأ") == "rtl"
    assert direction("The المرفأ") == "ltr"
    assert direction("123") == "ltr"


@pytest.mark.parametrize("pattern", [_TOO_LONG, _LINK, _RUN_OF_BLANKS, _LANGUAGE])
@pytest.mark.parametrize("unit", ["a", " ", "https://", "a ", "-", "a-", "w" * 499 + " "])
def test_patterns_take_time_in_step_with_the_text(pattern: re.Pattern[str], unit: str) -> None:
    text = (unit * 50_000)[:50_000]
    started = perf_counter()
    pattern.search(text)

    assert perf_counter() - started < 0.5


@given(st.text(max_size=400), st.integers(min_value=0, max_value=8))
def test_wrapping_keeps_the_text_and_the_width(text: str, indent: int) -> None:
    cleaned = clean(text)
    lines = wrap(cleaned, first=" " * indent).split("\n")

    assert "".join("".join(lines).split()) == "".join(cleaned.split())
    assert all(len(line) <= 78 for line in lines)


def test_wide_characters_take_two_columns() -> None:
    lines = wrap("한" * 100).split("\n")

    assert [len(line) for line in lines] == [39, 39, 22]


# what the reader sees


def test_page_and_text_show_the_parts_in_the_order_of_reading() -> None:
    parts = [
        "Morning digest",
        "Friday, 15 November 2024",
        "Times in Asia/Seoul (KST, UTC+09:00)",
        "in brief",
        "Reported by 4 outlets, 2 independent",
        "contents",
        "Reported by 4 outlets, 2 independent",
        "15 Nov 2024, 07:10 to 18:36 KST",
        "eleven years after the last crossing.",
        "420 passengers",
        "statements",
        "Han Seo-yeong",
        "foreign minister of Korea",
        "sources",
        "Le Phare du Nord",
        "Museum of Weights closes",
        "gaps",
        "inbox/empty.txt",
        "10 of 10 sentences and quotes verified",
    ]
    body = page_of(render_html(friendly_digest())).find("body")  # type: ignore[attr-defined]
    for seen in (texts(body), " ".join(render_text(friendly_digest()).decode().split())):
        place = 0
        for part in parts:
            place = seen.lower().find(part.lower(), place)

            assert place >= 0, part


def test_a_number_leads_to_every_source_that_carries_the_sentence() -> None:
    page = page_of(render_html(digest_of(ferry_event())))
    links = page.findall(".//div[@class='summary']//a")  # type: ignore[attr-defined]
    anchors = {element.get("id") for element in page.iter()}  # type: ignore[attr-defined]

    assert [link.text for link in links] == ["1", "2", "2", "1", "3", "4"]
    assert all(link.get("href").removeprefix("#") in anchors for link in links)


def test_statements_stand_under_their_speaker_and_nobodys_at_the_end() -> None:
    event = replace(
        ferry_event(),
        statements=(
            statement("Nobody asked", None, "Harbor Courier"),
            statement("The first", HAN, "Harbor Courier"),
            statement("half a thought", HAN, "Coastline Wire", kind="mixed"),
        ),
    )
    (view,) = view_digest(digest_of(event)).events

    assert [speaker.name for speaker in view.speakers] == ["Han Seo-yeong", "unattributed"]
    assert [said.words.text for said in view.speakers[0].said] == ["The first", "half a thought"]
    assert "“half a thought” [2]" in render_text(digest_of(event)).decode()


def in_html(digest: Digest) -> str:
    return texts(page_of(render_html(digest)).find("body"))  # type: ignore[attr-defined]


def in_text(digest: Digest) -> str:
    return " ".join(render_text(digest).decode().split())


def in_mail(digest: Digest) -> str:
    message = message_from_bytes(render_mail(digest), policy=default)
    (html,) = (part for part in message.walk() if part.get_content_type() == "text/html")
    page = html5lib.parse(html.get_content(), namespaceHTMLElements=False)
    return texts(page.find("body")).replace("\u00a0", " ")


SHOWN = pytest.mark.parametrize("show", [in_html, in_text, in_mail])


@SHOWN
def test_reported_speech_is_marked_and_stands_in_no_marks(show: Callable[[Digest], str]) -> None:
    said = statement("the fares would stay", HAN, "Harbor Courier", kind="indirect")
    seen = show(digest_of(replace(ferry_event(), statements=(said,))))

    assert "reported: the fares would stay" in seen
    assert "“the fares would stay" not in seen
    assert "would stay”" not in seen


def test_reported_speech_is_set_apart_from_quotations() -> None:
    said = statement("the fares would stay", HAN, "Harbor Courier", kind="indirect")
    html = render_html(digest_of(replace(ferry_event(), statements=(said,)))).decode()

    assert "<blockquote" not in html
    assert '<div class="statement" id="event-1-statement-1">' in html


@SHOWN
def test_outlets_that_name_another_speaker_are_told(show: Callable[[Digest], str]) -> None:
    seen = show(friendly_digest()).lower()

    assert "disputed: le phare du nord gives these words to éloïse lefèvre-noël" in seen
    assert "disputed: harbor courier and coastline wire give these words to daniel okafor" in seen
    assert seen.count("disputed") == 2


@SHOWN
def test_other_wordings_are_named_and_other_words_are_given(show: Callable[[Digest], str]) -> None:
    seen = show(friendly_digest())

    assert "shorter in Le Phare du Nord; cut in Coastline Wire" in seen
    assert re.search(
        "worded otherwise in 한빛일보: “The wait has been long enough, "
        r"and the sea is as wide as it always was” ?\[?3",
        seen,
    )


def test_a_dispute_names_outlets_and_speakers_in_a_line() -> None:
    disputed = (
        DisputedSpeaker(name="Jo Keil", outlets=("Echo", "Post", "Times")),
        DisputedSpeaker(name="Tom Reeve", outlets=("Herald",)),
        DisputedSpeaker(name="a sailor", outlets=()),
    )

    assert dispute_in_words(()) == ""
    assert dispute_in_words(disputed) == (
        "Echo, Post and Times give these words to Jo Keil; "
        "Herald gives these words to Tom Reeve; others give these words to a sailor"
    )


def wordings(*others: PlacedQuote) -> Statement:
    return statement("We will not sell the pier", HAN, "Harbor Courier", others=others)


OUTLETS = {f"{name}.txt": name for name in ("Harbor Courier", "Echo", "Post", "Herald", "Times")}


def test_an_outlet_that_has_the_whole_is_not_named_for_less() -> None:
    said = wordings(
        placed("sell the pier", "Harbor Courier", "part"), placed("the pier", "Echo", "part")
    )

    assert differences_in_words(said, OUTLETS) == "shorter in Echo"
    assert other_forms(said) == ()


def test_every_wording_but_the_whole_has_its_words() -> None:
    assert {"whole", "reworded", *PHRASES} == set(get_args(Wording))

    said = wordings(
        placed("We will not sell [it]", "Echo", "bracketed"),
        placed("We will not … the pier", "Post", "cut"),
        placed("not sell the pier", "Herald", "part"),
        placed("will not sell", "Times", "part"),
    )
    assert differences_in_words(said, OUTLETS) == (
        "shorter in Herald and Times; cut in Post; with an editor’s brackets in Echo"
    )


def test_the_same_other_words_are_printed_once_for_all_who_have_them() -> None:
    said = wordings(
        placed("The pier is not for sale", "Echo", "reworded"),
        placed("the pier is not for sale,", "Post", "reworded"),
    )

    assert other_forms(said) == (
        Form(text="The pier is not for sale", articles=("Echo.txt", "Post.txt")),
    )
    assert differences_in_words(said, OUTLETS) == ""


def test_after_three_other_wordings_only_the_outlets_are_named() -> None:
    said = wordings(
        placed("The pier is not for sale", "Echo", "reworded"),
        placed("The pier we shall keep", "Post", "reworded"),
        placed("We keep our pier", "Herald", "reworded"),
        placed("Nobody will buy the pier", "Times", "reworded"),
        placed("There is no pier to buy", "Wire", "reworded"),
    )

    assert [(form.text, form.articles) for form in other_forms(said)][2:] == [
        ("We keep our pier", ("Herald.txt",)),
        ("", ("Times.txt", "Wire.txt")),
    ]


@SHOWN
def test_outlets_whose_words_are_not_given_are_named(show: Callable[[Digest], str]) -> None:
    outlets = ("Coastline Wire", "한빛일보", "Le Phare du Nord", "Harbor Courier")
    said = statement(
        "We will not sell the pier",
        HAN,
        others=tuple(
            placed(f"{n} times we said no to it", outlet, "reworded")
            for n, outlet in enumerate(outlets)
        ),
    )
    seen = show(digest_of(replace(ferry_event(), statements=(said,))))

    assert "“2 times we said no to it”" in seen
    assert "“3 times" not in seen
    assert re.search(r"worded otherwise in Harbor Courier ?\[?1", seen)


def test_the_parts_of_a_split_form_are_joined() -> None:
    said = wordings(
        placed("The pier", "Echo", "reworded"), placed("is not for sale", "Echo", "reworded")
    )

    assert [form.text for form in other_forms(said)] == ["The pier … is not for sale"]


def test_copies_derived_titles_and_unknown_times_are_shown_as_such() -> None:
    text = render_text(friendly_digest()).decode()

    assert "15 Nov 2024, 09:30 (zone not given), copy of 2" in text
    assert "[The Museum of Weights in Ostrel closes on Monday]\n     undated" in text


def test_words_in_another_language_are_marked() -> None:
    html = render_html(digest_of(ferry_event(), hostile_event())).decode()

    assert ' lang="ko" dir="auto">소린과 할매' in html
    assert '<span lang="ar" dir="rtl">سنفتح المرفأ' in html
    assert 'lang="und"' in html


def test_one_event_has_no_box_and_no_contents() -> None:
    for render in (render_html, render_text):
        seen = render(digest_of(museum_event())).decode().lower()

        assert "in brief" not in seen
        assert ">contents<" not in seen
        assert "\ncontents" not in seen


def test_no_event_is_one_honest_line() -> None:
    skipped = (Skipped(item="a.txt", step="read", reason="no text"),)
    for render in (render_html, render_text):
        seen = render(digest_of(skipped=skipped)).decode()

        assert seen.count("There is nothing to report for this day.") == 1
        assert "no text" in seen


def test_the_box_holds_at_most_three_events() -> None:
    view = view_digest(digest_of(*[museum_event()] * 5))

    assert len(view.top) == 3
    assert len(view.events) == 5


def test_what_was_not_verified_is_an_alarm() -> None:
    digest = replace(friendly_digest(), verified=Verified(checked=10, failed=1))
    html = render_html(digest).decode()

    assert '<p class="unsound">9 of 10 sentences and quotes verified</p>' in html


# text


def test_lines_of_the_text_fit_and_each_link_stands_once() -> None:
    twice = digest_of(ferry_event(), ferry_event(), museum_event())
    text = render_text(twice).decode()
    links = [source.url for source in ferry_event().articles]

    assert all(len(line) <= 78 for line in text.split("\n") if "://" not in line)
    assert all(text.count(link) == 1 for link in links)
    assert "address as under 1.2" in text
    assert text.endswith("\n")


# hostile


def test_hostile_strings_are_words_and_nothing_else() -> None:
    html = render_html(sample_digest())
    page = page_of(html)
    names = {element.tag for element in page.iter() if isinstance(element.tag, str)}  # type: ignore[attr-defined]
    attributes = {name for element in page.iter() for name in element.attrib}  # type: ignore[attr-defined]
    links = [element.get("href") for element in page.iter("a")]  # type: ignore[attr-defined]

    assert not names & {"script", "img", "iframe", "form", "object", "link", "base", "svg"}
    assert not {name for name in attributes if name.startswith("on") or name == "src"}
    assert all(re.match(r"#|https?://|mailto:", link) for link in links)
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert b"{{ 7 * 7 }}" in html


@pytest.mark.parametrize("name", ["html", "text"])
def test_hostile_characters_are_gone(name: str) -> None:
    text = RENDERERS[name](sample_digest()).decode()

    assert not CONTROLS.search(text)
    assert LONG_WORD not in text
    assert "199,500 more characters" in " ".join(text.split())


def test_page_loads_nothing() -> None:
    html = render_html(sample_digest()).decode()
    style = html.split("<style>")[1].split("</style>")[0]

    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in html


# design


def luminance(color: str) -> float:
    """Return the relative luminance as WCAG 2 defines it."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(c * weight for c, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("surface", ["paper", "panel"])
@pytest.mark.parametrize("text", ["ink", "quiet", "accent", "alarm"])
def test_every_text_color_stands_out_from_what_is_behind_it(
    scheme: str, surface: str, text: str
) -> None:
    templates = next(folder for folder in FOLDERS if folder.is_dir())
    tokens = Environment(loader=FileSystemLoader(templates), autoescape=True).get_template(
        "tokens.j2"
    )
    colors = getattr(tokens.module, scheme)
    darker, lighter = sorted((luminance(colors[text]), luminance(colors[surface])))

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG 2, level AA


# outlets and what they know for themselves


@SHOWN
def test_sentences_and_statements_of_several_outlets_say_how_many_know_it(
    show: Callable[[Digest], str],
) -> None:
    seen = show(digest_of(ferry_event()))

    assert re.search(r"both languages\. ?\[?1, 3, 4\]? \(?3 outlets, 2 independent", seen)
    assert "4 outlets, 2 independent: Harbor Courier, Coastline Wire, Le Phare" in seen
    assert "1 outlets" not in seen
    assert "1 outlet," not in seen


@SHOWN
def test_what_one_outlet_has_carries_no_count(show: Callable[[Digest], str]) -> None:
    event = ferry_event()
    alone = replace(event, summary=event.summary[1:2], statements=event.statements[3:4])
    seen = show(digest_of(alone))

    assert seen.count(" independent") == 1
    assert "Reported by 4 outlets, 2 independent" in seen


@SHOWN
def test_a_source_says_with_which_others_it_shares_text(show: Callable[[Digest], str]) -> None:
    seen = show(digest_of(ferry_event()))

    assert "shares text with 1 (31% of the shorter) and 2 (8%)" in seen
    assert seen.count("shares text") == 1


def test_of_many_articles_that_share_text_three_are_named() -> None:
    others = tuple(SharedText(article="Harbor Courier.txt", share=0.2) for _ in range(5))
    event = ferry_event()
    shared = replace(event.articles[0], shares_text=others)
    (view,) = view_digest(digest_of(replace(event, articles=(shared, *event.articles[1:])))).events

    assert view.sources[0].shares == (
        "shares text with 1 (20% of the shorter), 1 (20%), 1 (20%) and 2 more"
    )


def test_a_copy_names_its_original_once() -> None:
    event = ferry_event()
    original, *others = event.articles
    shares = (SharedText(article=original.id, share=0.2),)
    copy = replace(others[0], copy_of=original.id, shares_text=shares)
    articles = (original, copy, *others[1:])
    (view,) = view_digest(digest_of(replace(event, articles=articles))).events

    assert (view.sources[1].copy_of, view.sources[1].shares) == ("copy of 1", "")


@SHOWN
def test_figures_stand_side_by_side_with_their_sources(show: Callable[[Digest], str]) -> None:
    seen = show(digest_of(ferry_event()))

    assert re.search(
        r"passengers a night: 420 passengers ?\[?1\]? / some 500 passengers ?\[?3", seen
    )


def test_a_headline_cut_from_a_title_keeps_the_language_of_the_title() -> None:
    event = replace(ferry_event(), title="Le bateau de nuit revient")
    (view,) = view_digest(digest_of(event)).events

    assert view.title.lang == "fr"


def test_formats_are_listed_once_in_the_order_given() -> None:
    assert find_formats(" text,html , text,") == ["text", "html"]
    with pytest.raises(UsageError, match=r"^no format is named "):
        find_formats(" ,")
