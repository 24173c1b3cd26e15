"""Updates, sections and watched words, as every form shows them."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise
from pathlib import Path

import html5lib  # type: ignore[import-untyped]
import pytest
from jinja2 import Environment, FileSystemLoader

from digest.errors import InputError
from digest.model import Digest, UpdateOf
from digest.renderers.html import render_html
from digest.renderers.json import decode_digest, render_json
from digest.renderers.mail import LARGEST_HTML, render_mail
from digest.renderers.pdf import render_pdf
from digest.renderers.pdf_reading import find_unprinted
from digest.renderers.templating import FOLDERS
from digest.renderers.text import render_text
from digest.renderers.view import view_digest
from tests.sample_digest import (
    HOSTILE,
    digest_of,
    ferry_event,
    friendly_digest,
    hostile_event,
    sectioned_digest,
    strike_event,
)
from tests.test_renderers import luminance


def page(digest: Digest) -> str:
    return render_html(digest).decode()


def mail(digest: Digest) -> str:
    message = message_from_bytes(render_mail(digest), policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def parsed(html: str) -> object:
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)


def shown(html: str, path: str = ".//body") -> list[str]:
    found = parsed(html).findall(path)  # type: ignore[attr-defined]
    return [" ".join("".join(one.itertext()).split()) for one in found]


def text(digest: Digest) -> str:
    return render_text(digest).decode()


MARKUP = pytest.mark.parametrize("render", [page, mail])


@MARKUP
def test_an_update_says_so_before_its_title_and_since_when(render: Callable[[Digest], str]) -> None:
    (body,) = shown(render(sectioned_digest()))

    title = "Update: Crane drivers of Halmae vote to go on with their strike"
    assert body.count(title) >= 2
    assert "First told 13 November; new since 14 November · mentions Halmae and Harbor C" in body
    assert "Mentions Halmae and Harbor Council" in body
    assert "Update: Two ports" not in body


def test_the_text_says_the_same() -> None:
    told = " ".join(text(sectioned_digest()).split())

    assert "1. Update: Crane drivers of Halmae vote to go on with their strike ---" in told
    assert "First told 13 November; new since 14 November; mentions Halmae and Harbor Cou" in told
    assert "Harbor & quays ============== 1. Update: Crane drivers" in told
    assert "CONTENTS Harbor & quays 1. Update: Crane" in told
    assert max(map(len, text(sectioned_digest()).splitlines())) <= 78
    assert "mark" not in told


@pytest.mark.parametrize(
    ("since", "last", "told"),
    [
        ("2024-11-15", "2024-11-15", "First told 15 November; new since then"),
        ("2023-12-30", "2024-11-14", "First told 30 December 2023; new since 14 November"),
    ],
)
def test_days_of_another_year_have_theirs(since: str, last: str, told: str) -> None:
    update = UpdateOf(id="x", title="x", since=since, last=last)
    (event,) = view_digest(digest_of(replace(strike_event(), update_of=update))).events

    assert event.update == told


def test_the_subject_has_the_event_that_matters_most_and_that_it_is_an_update() -> None:
    def subject(digest: Digest) -> str:
        return str(message_from_bytes(render_mail(digest), policy=default)["Subject"])

    digest = sectioned_digest()
    assert subject(digest).startswith("Morning digest, 15 Nov 2024: Update: Crane drivers of Halm")
    first, second, third = digest.events
    turned = replace(digest, events=(first, second, replace(third, score=9.0)))
    assert "15 Nov 2024: Museum of Weights" in subject(turned)


def test_what_is_in_brief_goes_by_score_and_not_by_section() -> None:
    assert [event.number for event in view_digest(sectioned_digest()).top] == [1, 3, 2]


@MARKUP
def test_events_stand_under_their_section_and_no_heading_level_is_skipped(
    render: Callable[[Digest], str],
) -> None:
    html = render(sectioned_digest())
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    sections, events = shown(html, ".//h2"), shown(html, ".//h3")

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [one for one in sections if one in ("Harbor & quays", "Other news")] == [
        "Harbor & quays",
        "Other news",
    ]
    assert [one.lstrip("123. ") for one in events if one[0] in "123"] == [
        "Update: Crane drivers of Halmae vote to go on with their strike",
        "Two ports agree to run a night ferry again after eleven years",
        "Museum of Weights closes for repairs until the autumn",
    ]
    assert max(levels) == 5


def test_the_contents_are_grouped_and_number_on() -> None:
    html = page(sectioned_digest())
    nav = html[html.index("<nav") : html.index("</nav>")]
    anchors = set(re.findall(r'id="(.*?)"', html))

    assert shown(nav, ".//h3") == ["Harbor & quays", "Other news"]
    assert re.findall(r'<ol start="(\d)"', nav) == ["1", "3"]
    assert set(re.findall(r'href="#(.*?)"', nav)) <= anchors
    assert {"section-1", "section-2"} < anchors


@MARKUP
def test_watched_words_are_marked_and_no_letter_changes(render: Callable[[Digest], str]) -> None:
    digest = sectioned_digest()
    plain = replace(digest, events=tuple(replace(one, marked=()) for one in digest.events))
    html = render(digest)

    assert set(shown(html, ".//mark")) == {"Halmae", "HALMAE", "Harbor-Council"}
    assert shown(html) == shown(render(plain))
    assert "<mark" not in render(plain)
    assert not re.search(r"^ *mark \{", render(plain), re.MULTILINE)


@MARKUP
def test_what_is_marked_is_escaped(render: Callable[[Digest], str]) -> None:
    event = replace(
        hostile_event(), marked=("script", "img", "alert", "<", HOSTILE), section=HOSTILE
    )
    html = render(replace(digest_of(event, event), sections=(HOSTILE,)))
    plain = replace(event, marked=())

    assert "<mark" in html
    assert not re.search(r"<(script|img)\b", html)
    assert shown(html) == shown(render(replace(digest_of(plain, plain), sections=(HOSTILE,))))


def test_a_mark_is_bold_and_has_contrast_in_light_and_dark() -> None:
    templates = next(folder for folder in FOLDERS if folder.is_dir())
    tokens = Environment(loader=FileSystemLoader(templates), autoescape=True).get_template(
        "tokens.j2"
    )
    for scheme in ("light", "dark"):
        ink, behind = getattr(tokens.module, scheme)["ink"], tokens.module.mark[scheme]  # type: ignore[attr-defined]
        darker, lighter = sorted((luminance(ink), luminance(behind)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
        for html in (page(sectioned_digest()), mail(sectioned_digest())):
            assert behind in html
    assert re.search(r"mark \{[^}]*font-weight: 700", page(sectioned_digest()))
    assert re.search(r'<mark style="[^"]*font-weight:bold', mail(sectioned_digest()))


def test_a_mail_that_is_cut_keeps_sections_for_what_it_shows() -> None:
    sections = ("One", "Two", "Three")
    events = [
        replace(ferry_event(), section=name, score=1.0) for name in sections for _ in range(9)
    ]
    digest = replace(digest_of(*events), sections=sections)
    message = render_mail(digest)

    assert len(message.split(b"Content-Type: text/html")[1]) <= LARGEST_HTML + 200
    html = mail(digest)
    assert "This mail is shortened" in html
    assert shown(html, ".//h2").count("One") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_single_event_in_a_section_stands_under_it() -> None:
    digest = replace(digest_of(strike_event()), sections=("Work",))
    digest = replace(digest, events=(replace(strike_event(), section="Work"),))

    assert "Work" in shown(page(digest), ".//h2")
    assert shown(page(digest), ".//h3")[0].startswith("Update: Crane drivers")
    assert "Work\n====" in text(digest)


def test_bookmarks_are_sections_with_their_events(tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    path = tmp_path / "digest.pdf"
    path.write_bytes(render_pdf(sectioned_digest()))
    done = subprocess.run(
        ["qpdf", "--json", "--json-key=outlines", str(path)], capture_output=True, check=True
    )
    outlines = json.loads(done.stdout)["outlines"]

    assert [(one["title"], [kid["title"] for kid in one["kids"]]) for one in outlines] == [
        ("In brief", []),
        ("Contents", []),
        (
            "Harbor & quays",
            [
                "1 Update: Crane drivers of Halmae vote to go on with their strike",
                "2 Two ports agree to run a night ferry again after eleven years",
            ],
        ),
        ("Other news", ["3 Museum of Weights closes for repairs until the autumn"]),
        ("Speakers", []),
        ("Coverage", []),
    ]


def test_the_pdf_prints_marked_words_letter_by_letter() -> None:
    digest = sectioned_digest()
    pdf = render_pdf(digest, archive=True)

    assert list(find_unprinted(pdf, "a.pdf", digest)) == []
    assert pdf == render_pdf(digest, archive=True)


def test_a_digest_with_news_comes_back_from_json_and_an_old_one_is_as_it_was() -> None:
    digest = sectioned_digest()
    plain = json.loads(render_json(friendly_digest()))

    assert decode_digest(render_json(digest), "d.json") == digest
    assert "sections" not in plain
    assert not {"update_of", "section", "watched", "marked"} & plain["events"][0].keys()
    assert decode_digest(json.dumps(plain).encode(), "d.json") == friendly_digest()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sections": ["Harbor"]}, r"events\[0\]\.section is none of the digest's: 'Harbor & q"),
        ({"sections": []}, r"events\[0\]\.section is none of the digest's"),
        ({"sections": 3}, "sections: expected array, got int"),
    ],
)
def test_sections_that_do_not_fit_are_refused(change: dict[str, object], message: str) -> None:
    fields = {**json.loads(render_json(sectioned_digest())), **change}

    with pytest.raises(InputError, match=message):
        decode_digest(json.dumps(fields).encode(), "d.json")


@pytest.mark.parametrize("field", ["since", "last"])
def test_an_update_of_no_day_is_refused(field: str) -> None:
    fields = json.loads(render_json(sectioned_digest()))
    fields["events"][0]["update_of"][field] = "yesterday"

    with pytest.raises(
        InputError, match=rf"events\[0\]\.update_of\.{field} is not a date: 'yesterday'"
    ):
        decode_digest(json.dumps(fields).encode(), "d.json")
