import re
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import UsageError
from digest.model import Digest, Skipped
from digest.renderers.mail import LARGEST_HTML, LONGEST_SUBJECT, render_mail
from digest.renderers.text import render_text
from tests.sample_digest import (
    HAN,
    HOSTILE,
    digest_of,
    ferry_event,
    friendly_digest,
    hostile_event,
    museum_event,
    sample_digest,
    statement,
)

HEADERS = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "List-Id",
    "Auto-Submitted",
    "Precedence",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
]


def parse(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(mail: bytes, kind: str) -> str:
    body = parse(mail).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_bytes(mail: bytes) -> int:
    return len(mail.split(b"Content-Type: text/html")[1])


def long_digest(events: int, statements: int) -> Digest:
    words = "One of the many things that were said on the quay that morning, number"
    said = tuple(statement(f"{words} {n}", HAN, "Harbor Courier") for n in range(statements))
    event = replace(ferry_event(), statements=said)
    return digest_of(*[event] * events)


def test_mail_has_its_headers_once_and_text_before_html() -> None:
    message = parse(render_mail(friendly_digest()))

    assert message.keys() == HEADERS
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Date"] == "Fri, 15 Nov 2024 18:36:00 +0900"
    assert message["Auto-Submitted"] == "auto-generated"


def test_text_part_is_the_text_of_the_digest() -> None:
    assert part(render_mail(friendly_digest()), "plain").encode() == render_text(friendly_digest())


def test_recipients_stand_in_the_mail_and_nobody_where_none_are_given() -> None:
    named = render_mail(
        friendly_digest(),
        sender="Press Office <press@office.example>",
        to=("a@b.example", "Jürg Ö <j@b.example>"),
    )
    message = parse(named)

    assert message["From"] == "Press Office <press@office.example>"
    assert message["To"] == "a@b.example, Jürg Ö <j@b.example>"
    assert message["List-Id"] == "<digest.office.example>"
    assert parse(render_mail(friendly_digest()))["To"] == "undisclosed-recipients:;"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: all@d.example",
        "a b@c.example",
        "é@c.example",
        "a@ö.example",
        "group: a@b.example;",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"^not a mail address: "):
        render_mail(friendly_digest(), to=(address,))
    with pytest.raises(UsageError, match=r"^not a mail address: "):
        render_mail(friendly_digest(), sender=address)


def test_subject_has_the_day_and_the_first_event() -> None:
    subject = parse(render_mail(friendly_digest()))["Subject"]

    assert subject == (
        "Morning digest, 15 Nov 2024: "
        "Two ports agree to run a night ferry again after eleven years (+1)"
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_subject_can_break_the_mail(subject: str) -> None:
    message = parse(render_mail(digest_of(museum_event()), subject=subject))

    assert message.keys() == HEADERS
    assert len(message["Subject"]) <= LONGEST_SUBJECT
    assert not re.search("[\r\n\x00-\x1f]", message["Subject"])


def test_injected_header_and_encoded_word_stay_words() -> None:
    subject = "News\r\nBcc: all@example.org\x00 =?utf-8?q?=0D=0ABcc:_x?= 한글 \u202e"
    message = parse(render_mail(friendly_digest(), subject=subject))

    assert message["Bcc"] is None
    assert message["Subject"] == "News Bcc: all@example.org = ?utf-8?q?=0D=0ABcc:_x?= 한글"


@pytest.mark.parametrize(
    "digest", [friendly_digest(), sample_digest(), digest_of(), long_digest(60, 30)]
)
def test_lines_are_short_seven_bit_and_end_in_crlf(digest: Digest) -> None:
    mail = render_mail(digest, to=("reader@office.example",))
    head, _, body = mail.partition(b"\r\n\r\n")

    assert mail.isascii()
    assert mail.count(b"\n") == mail.count(b"\r\n") == mail.count(b"\r")
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert max(map(len, head.split(b"\r\n"))) <= 998


def test_mail_loads_nothing_and_runs_nothing() -> None:
    html = part(render_mail(sample_digest()), "html")
    tags = re.sub(r"&lt;.*?&gt;", "", html)

    assert not re.search(r"<(script|img|link|iframe|form|object|base)\b", html)
    assert not re.search(r"\s(src|on\w+)\s*=", re.sub(r">[^<]*<", "><", tags))
    assert "url(" not in html
    assert all(re.match(r"#|https?://|mailto:", link) for link in re.findall(r'href="(.*?)"', html))


def test_no_control_characters_in_any_part() -> None:
    mail = render_mail(sample_digest())
    for kind in ("plain", "html"):
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", part(mail, kind)
        )


def test_style_is_in_the_elements_and_dark_rules_are_kept() -> None:
    html = part(render_mail(friendly_digest()), "html")

    shown = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)  # what Outlook alone reads
    assert shown.count("<style>") == 1
    assert "@media (prefers-color-scheme: dark)" in html
    assert re.search(r'<td class="cell" style="[^"]*color:#1d1c1a', html)
    for colored in ("paper", "panel", "quiet", "label", "carried", "alarm", "quote", "ink"):
        assert f".{colored}" in html.split("</style>")[0]


def test_language_direction_and_layout_tables_are_marked() -> None:
    html = part(render_mail(friendly_digest()), "html")
    opened = re.findall(r"<(?:html|body)\b[^>]*>", html)

    assert all('lang="en"' in tag and 'dir="ltr"' in tag for tag in opened)
    assert len(opened) == 2
    assert html.count("<table") == html.count('role="presentation"')
    assert "<!--[if mso]>" in html


def test_headings_skip_no_level() -> None:
    html = part(render_mail(sample_digest()), "html")
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_short_mail_is_whole() -> None:
    html = part(render_mail(friendly_digest()), "html")

    assert "shortened" not in html
    assert html.count('class="quote"') == 7
    assert html.count('class="reported"') == 1


@pytest.mark.parametrize(("events", "statements"), [(1, 2000), (18, 20), (60, 30), (500, 3)])
def test_a_long_mail_is_shortened_and_says_what_is_missing(events: int, statements: int) -> None:
    mail = render_mail(long_digest(events, statements))
    html = part(mail, "html")

    assert html_bytes(mail) <= LARGEST_HTML + 200  # the part's headers and the last boundary
    assert html_bytes(mail) > LARGEST_HTML / 20
    assert "This mail is shortened." in html
    assert part(mail, "plain").count("“One of the many") == events * statements


def test_statements_left_out_are_counted() -> None:
    html = part(render_mail(long_digest(1, 2000)), "html")
    (left_out,) = re.findall(r"leaves out ([\d,]+) statements", html)

    assert int(left_out.replace(",", "")) + html.count('class="quote"') == 2000


def test_a_mail_with_too_many_events_keeps_their_headlines_first() -> None:
    html = part(render_mail(long_digest(60, 30)), "html")
    headlines = int(re.findall(r"all but the headlines of (\d+) events", html)[0])

    assert 0 < headlines < 60
    assert html.count(">Sources</h3>") + headlines == 60


def test_hostile_events_and_skipped_items_do_not_make_it_too_large() -> None:
    skipped = tuple(Skipped(item=HOSTILE * 9, step="read", reason=HOSTILE) for _ in range(3000))
    mail = render_mail(digest_of(*[hostile_event()] * 30, skipped=skipped))

    assert html_bytes(mail) <= LARGEST_HTML + 200
    assert "and 2975 more" in part(mail, "html")


def test_same_digest_gives_the_same_mail_and_another_one_another_id() -> None:
    digest = sample_digest()
    other = replace(digest, title="Evening digest")

    assert render_mail(digest) == render_mail(digest)
    assert parse(render_mail(digest))["Message-ID"] != parse(render_mail(other))["Message-ID"]
    assert parse(render_mail(digest))["Message-ID"].endswith("@localhost>")
