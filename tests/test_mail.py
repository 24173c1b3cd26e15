"""Mails and mailboxes into articles."""

import base64
import re
from email.message import EmailMessage
from pathlib import Path
from textwrap import dedent, fill

import pytest

from digest.formats import CONTAINERS, detect, mail_noise, mail_sender, parse_payload, source_texts
from digest.formats import mail as mail_module
from digest.formats import mailbox as mailbox_module
from digest.formats import mime as mime_module
from digest.formats.mime import decode_text, decode_words, leaves, split_headers, split_mail
from digest.model import Article, Payload, Skipped
from digest.reading import read
from digest.verify import fold_letters
from tests.linear import seconds_to_scan

SLOWEST = 2.0  # seconds for 50 KB of the worst input; a fiftieth of it on a quiet machine
PROSE = "The three states agreed on Friday on a patrol of nine ships for the strait."
MORE = "It begins in May, Minister Jo Keil said, and lasts for as long as all three want it."
HEAD = (
    "From: Harbor Gazette <news@harborgazette.example>\n"
    "Subject: Ferry pact signed\n"
    "Date: Fri, 13 Mar 2026 08:15:00 +0900\n"
    "Message-ID: <1@harborgazette.example>\n"
    "List-Id: <daily.harborgazette.example>\n"
    "MIME-Version: 1.0\n"
)


def parse(mail: str | bytes, file: str = "a.eml") -> tuple[Article | Skipped, ...]:
    content = mail.encode() if isinstance(mail, str) else mail
    found = parse_payload(Payload(file=file, data=content))
    for one in found:
        if isinstance(one, Article):
            seen = fold_letters(source_texts(Payload(file=file, data=content))[one.sha256])
            assert all(fold_letters(line) in seen for line in one.text.split("\n"))
    return found


def article(mail: str | bytes) -> Article:
    found = parse(mail)
    assert isinstance(found[0], Article), found
    return found[0]


def reasons(mail: str | bytes) -> list[str]:
    return [one.reason for one in parse(mail) if isinstance(one, Skipped)]


def plain(body: str, head: str = HEAD) -> str:
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}"


def page(markup: str) -> str:
    return f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{markup}"


def attached(mail: str | bytes, file: str = "a.eml") -> list[Payload | Skipped]:
    content = mail.encode() if isinstance(mail, str) else mail
    return list(CONTAINERS["mail"](Payload(file=file, data=content)))


def test_newsletter_tells_title_outlet_and_time_with_its_zone() -> None:
    found = article(plain(f"{PROSE}\n\n{MORE}\n"))

    assert (found.id, found.title) == ("a.eml", "Ferry pact signed")
    assert found.outlet == "Harbor Gazette"
    assert found.published == "2026-03-13T08:15:00+09:00"
    assert found.authors == ()
    assert found.text == f"{PROSE}\n\n{MORE}"
    assert ("title", "subject") in found.evidence


def test_letter_of_a_person_names_its_author() -> None:
    head = HEAD.replace("Harbor Gazette <news", "Ana Keil <ana").replace("List-Id", "X-Id")
    found = article(plain(f"{PROSE}\n\n{MORE}\n", head))

    assert (found.authors, found.outlet) == (("Ana Keil",), "harborgazette.example")


@pytest.mark.parametrize(
    ("sender", "outlet", "authors"),
    [
        ('"Ana Keil at Harbor Gazette" <a@x.example>', "Harbor Gazette", ("Ana Keil",)),
        ('"Ana Keil, Vantora Times" <a@x.example>', "Vantora Times", ("Ana Keil",)),
        ("Vantora Morning | Ana Keil <a@x.example>", "Vantora Morning | Ana Keil", ()),
        ("Ana Keil from The Pier <a@x.example>", "The Pier", ("Ana Keil",)),
        ("=?utf-8?b?xIxUSyBOZXdz?= <a@x.example>", "ČTK News", ()),
        ("a@news.vantora.example", "vantora.example", ()),
        ("a@gmail.com", "", ()),
        ("OSCE <a@gmail.com>", "OSCE", ()),
        ("<<>>@,;", "", ()),
    ],
)
def test_sender_of_a_list_is_its_outlet(sender: str, outlet: str, authors: tuple[str, ...]) -> None:
    head = HEAD.replace("Harbor Gazette <news@harborgazette.example>", sender)
    found = article(plain(f"{PROSE}\n\n{MORE}\n", head))

    assert (found.outlet, found.authors) == (outlet, authors)


def test_page_is_read_without_what_is_hidden_or_a_picture() -> None:
    found = article(
        page(
            '<div style="display:none;max-height:0">Nine ships, and more inside</div>'
            '<table><tr><td><a href="https://harborgazette.example/pact">View in browser</a></td>'
            f'<td><img alt="Logo" src="x.png"></td></tr><tr><td><p>{PROSE}</p><p>{MORE}</p>'
            '<span class="preheader">hidden</span></td></tr>'
            "<tr><td>You are receiving this email because you asked for it.</td></tr>"
            '<tr><td><a href="https://x.example/u">Unsubscribe</a></td></tr></table>'
        )
    )

    assert found.text == f"{PROSE}\n\n{MORE}"
    assert found.url == "https://harborgazette.example/pact"
    assert [one.rule for one in found.removed] == ["newsletter footer", "view in browser"]


def test_address_of_the_archive_wins_and_only_the_web_counts() -> None:
    head = HEAD + "Archived-At: <https://lists.example/m/1>\n"

    assert article(plain(f"{PROSE}\n\n{MORE}", head)).url == "https://lists.example/m/1"
    bad = page(f'<p>{PROSE}</p><p>{MORE}</p><a href="javascript:x()">View in browser</a>')
    assert article(bad).url == ""


def alternatives(text: str, markup: str) -> str:
    return (
        f"{HEAD}Content-Type: multipart/alternative; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{text}\n"
        f"--b\nContent-Type: text/html\n\n{markup}\n--b--\n"
    )


def test_plain_text_is_taken_where_it_says_what_the_page_says() -> None:
    both = article(alternatives(f"{PROSE}\n\n{MORE}", f"<p>{PROSE}</p><p>{MORE}<br>And so on.</p>"))
    stub = article(alternatives("Read it: https://x.example", f"<p>{PROSE}</p><p>{MORE}</p>"))
    links = "\n\n".join(f"{PROSE} https://x.example/{n}?utm=abc" for n in range(6))
    linked = article(alternatives(links, f"<p>{PROSE}</p><p>{MORE}</p>"))

    assert both.text == f"{PROSE}\n\n{MORE}"
    assert stub.text == f"{PROSE}\n\n{MORE}"
    assert linked.text == f"{PROSE}\n\n{MORE}"


def test_wrapped_and_flowed_lines_are_one_paragraph() -> None:
    head = f"{HEAD}Content-Type: text/plain; format=flowed\n\n"
    flowed = article(f"{head}The three states agreed on \nFriday on a patrol.\n\n{MORE}\n")
    wrapped = article(plain("\n\n".join([fill(PROSE, 60), fill(MORE, 60)])))

    assert flowed.text == f"The three states agreed on Friday on a patrol.\n\n{MORE}"
    assert wrapped.text == f"{PROSE}\n\n{MORE}"


def test_quoted_mails_signatures_and_footers_are_taken_out_and_recorded() -> None:
    body = f"""\
{PROSE}

On Thu, 12 Mar 2026 at 09:00, Jo Pell
<jo@x.example> wrote:
> Will they sign?
>> Who knows.

{MORE}

--\x20
Ana Keil
Harbor Gazette, 1 Pier Road
_______________________________________________
Press mailing list
To unsubscribe: https://lists.example/press
"""
    found = article(plain(body))

    assert found.text == f"{PROSE}\n\n{MORE}"
    rules = [one.rule for one in found.removed]
    assert rules == ["quoted mail", "quoted mail", "list footer"]
    assert found.removed[0].text == "On Thu, 12 Mar 2026 at 09:00, Jo Pell\n<jo@x.example> wrote:"


def test_mail_replied_to_is_taken_out_and_what_is_forwarded_is_read() -> None:
    replied = plain(f"{PROSE}\n\n{MORE}\n\n-----Original Message-----\nFrom: Jo\n\nWhat now?\n")
    forwarded = plain(
        "---------- Forwarded message ---------\nFrom: Vantora Times <jo@x.example>\n"
        f"Date: Thu, 12 Mar 2026 at 09:00\nSubject: Pact\nTo: <a@x.example>\n\n{PROSE}\n\n{MORE}\n"
    )

    assert article(replied).text == f"{PROSE}\n\n{MORE}"
    assert article(forwarded).text == f"{PROSE}\n\n{MORE}"
    assert [one.rule for one in article(forwarded).removed] == ["forwarded mail's header"]
    told = article(forwarded)
    assert (told.outlet, told.published) == ("Vantora Times", "2026-03-12T09:00:00")


def test_header_at_the_top_of_a_text_is_that_of_a_forwarded_mail() -> None:
    body = (
        "From: Jo Pell [mailto:jo@pier.example]\nSent: 12 March 2026 09:00\n"
        f"To: Ana Keil\nSubject: Pact\n\n{PROSE}\n\n{MORE}\n"
    )
    found = article(plain(body))

    assert found.text == f"{PROSE}\n\n{MORE}"
    assert (found.authors, found.outlet) == (("Jo Pell",), "pier.example")
    assert found.published == "2026-03-12T09:00:00"


def test_text_that_is_quoted_as_a_whole_is_what_the_mail_is_about() -> None:
    found = article(plain(f"> {PROSE}\n>\n> {MORE}\n"))

    assert found.text == f"{PROSE}\n\n{MORE}"


@pytest.mark.parametrize(
    "sentence",
    [
        "View the harbor online and you see nine ships, the office said on Friday.",
        "Unsubscribe rates rose to nine percent, the union of dock workers said.",
        "Can't see the ships? Nobody could, as there was fog over the strait all day.",
        "On Friday the minister wrote: we begin in May.",
    ],
)
def test_sentences_that_only_sound_like_noise_stay(sentence: str) -> None:
    after = "\n\n".join([f"{PROSE} {MORE}"] * 20)

    assert sentence in article(plain(f"{PROSE}\n\n{sentence}\n\n{after}\n")).text


@pytest.mark.parametrize(
    "line",
    [
        "View this email in your browser",
        "View in browser",
        "Read online",
        "Web version",
        "Trouble viewing this email? Click here to see it online.",
        "Im Browser ansehen",
        "Voir dans le navigateur",
        "Ver en el navegador",
        "View this email in your browser <https://x.example/view>",
    ],
)
def test_offers_to_see_it_elsewhere_go(line: str) -> None:
    assert article(plain(f"{line}\n\n{PROSE}\n\n{MORE}\n")).text == f"{PROSE}\n\n{MORE}"


def test_links_behind_words_are_no_words() -> None:
    body = f"{PROSE}\n\nIt begins in May <https://x.example/?u=1>, Minister Jo Keil said.\n"

    assert article(plain(body)).text.endswith("It begins in May, Minister Jo Keil said.")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: RE: [press] Ferry pact signed", "Ferry pact signed"),
        ("=?utf-8?q?Caf=C3?= =?utf-8?q?=A9_closes?=", "Café closes"),
        ("=?iso-8859-1?q?Caf=E9?= closes", "Café closes"),
        ("=?unknown?q?Caf=C3=A9?= closes", "Café closes"),
        ("=?utf-8?b?Q2Fmw6k?= closes", "Café closes"),
        ("Ferry\n pact\n\tsigned", "Ferry pact signed"),
    ],
)
def test_subject_is_the_title(subject: str, title: str) -> None:
    head = HEAD.replace("Ferry pact signed", subject)

    assert article(plain(f"{PROSE}\n\n{MORE}", head)).title == title


def test_subject_of_a_megabyte_is_cut() -> None:
    head = HEAD.replace("Ferry pact signed", "x" * 1_000_000)
    (found,) = mail_module.read_mail(Payload(file="a.eml", data=plain(PROSE, head).encode()))

    assert isinstance(found, Article)
    assert found.title == "x" * 500


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Fri, 13 Mar 2026 08:15:00 +0900 (KST)", "2026-03-13T08:15:00+09:00"),
        ("13 Mar 2026 08:15 GMT", "2026-03-13T08:15:00+00:00"),
        ("Fri, 13 Mar 2026 08:15:00 -0000", "2026-03-13T08:15:00+00:00"),
    ],
)
def test_dates_keep_their_zone(date: str, published: str) -> None:
    head = HEAD.replace("Fri, 13 Mar 2026 08:15:00 +0900", date)

    assert article(plain(PROSE + "\n\n" + MORE, head)).published == published


def test_date_that_is_none_is_told_and_the_day_it_came_taken() -> None:
    head = HEAD.replace("Fri, 13 Mar 2026 08:15:00 +0900", "Fri, 99 Foo 2026")
    came = f"Received: from a by b; Fri, 13 Mar 2026 09:00:00 +0000\n{head}"

    found = parse(plain(f"{PROSE}\n\n{MORE}", head))
    assert isinstance(found[0], Article)
    assert found[0].published is None
    reason = "published is not a date: 'Fri, 99 Foo 2026'; the article is kept"
    assert found[1:] == (Skipped(item="a.eml", step="read", reason=reason),)
    assert article(plain(f"{PROSE}\n\n{MORE}", came)).published == "2026-03-13T09:00:00+00:00"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "utf-8"),
        ("x-unknown", "utf-8"),
        ("zlib", "utf-8"),
        ('"windows-1252"', "cp1252"),
        ("gb2312", "gb18030"),
    ],
)
def test_text_is_in_the_encoding_it_is_said_to_be_in_or_a_likely_one(
    charset: str, encoding: str
) -> None:
    text = f"“{PROSE}” – café, naïve, Übersee. {MORE}"
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\n\n"

    assert article(head.encode() + text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("way", "body"),
    [
        ("base64", base64.encodebytes(f"{PROSE}\n\n{MORE}".encode()).decode()),
        ("base64", base64.b64encode(f"{PROSE}\n\n{MORE}".encode()).decode().rstrip("=") + "\n!!"),
        ("quoted-printable", f"{PROSE[:40]}=\n{PROSE[40:]}\n\n{MORE}=\n"),
        ("quoted-printable", f"{PROSE}\n\n{MORE}=ZZ="),
        ("8bit", f"{PROSE}\n\n{MORE}"),
        ("nonsense", f"{PROSE}\n\n{MORE}"),
    ],
)
def test_ways_of_encoding_and_their_broken_forms(way: str, body: str) -> None:
    text = article(plain(body, f"{HEAD}Content-Transfer-Encoding: {way}\n")).text

    assert text.removesuffix("=ZZ=").removesuffix("=ZZ") == f"{PROSE}\n\n{MORE}"


@pytest.mark.parametrize("kind", ["multipart/encrypted; boundary=b", "application/pkcs7-mime"])
def test_encrypted_mail_is_told(kind: str) -> None:
    told = ["an encrypted mail; save what its reader sees as text"]

    assert reasons(f"{HEAD}Content-Type: {kind}\n\n--b\n\nx\n--b--\n") == told
    assert reasons(plain("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----")) == told


def test_signed_text_is_read_without_its_frame() -> None:
    body = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
        f"{PROSE}\n\n{MORE}\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )

    assert article(plain(body)).text == f"{PROSE}\n\n{MORE}"


def _letter(*files: tuple[str, str, bytes]) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Harbor Office <press@harbor.example>", "Pact"
    letter["Message-ID"], letter["Date"] = "<2@x.example>", "Fri, 13 Mar 2026 08:15:00 +0000"
    letter.set_content(f"{PROSE}\n\n{MORE}\n")
    for name, kind, content in files:
        main, sub = kind.split("/")
        letter.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return letter.as_bytes()


def test_what_is_attached_is_a_payload_of_its_own() -> None:
    letter = _letter(
        ("annex.pdf", "application/pdf", b"%PDF-1.4"),
        ("Ännex.txt", "application/octet-stream", PROSE.encode()),
        ("logo.png", "image/png", b"\x89PNG"),
        ("table.xyz", "application/x-odd", b"?"),
    )

    pdf, text, odd = attached(letter)
    assert isinstance(pdf, Payload)
    assert (pdf.name, pdf.data, pdf.media_type) == (
        "a.eml#annex.pdf",
        b"%PDF-1.4",
        "application/pdf",
    )
    assert isinstance(text, Payload)
    assert (text.member, text.data) == ("Ännex.txt", PROSE.encode())
    assert isinstance(odd, Skipped)
    assert odd.reason == "attached, but of no type that is read ('application/x-odd')"
    assert article(letter).text == f"{PROSE}\n\n{MORE}"


def test_forwarded_mail_is_an_article_of_its_own_in_its_own_bytes() -> None:
    inner = plain(f"{MORE}\n\n{PROSE}\n")
    outer = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{PROSE}\n\n{MORE}\n"
        f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )

    (forwarded,) = attached(outer)
    assert isinstance(forwarded, Payload)
    assert (forwarded.member, forwarded.data) == ("part 2.eml", inner.encode())
    assert detect(forwarded) == "mail"
    assert article(outer).text == f"{PROSE}\n\n{MORE}"


def test_mail_without_a_word_is_told() -> None:
    assert reasons(plain("")) == ["without text (only a title: 'Ferry pact signed')"]
    assert [one.reason for one in parse_mail_bytes(b" \n")] == ["an empty file"]


def parse_mail_bytes(content: bytes) -> list[Skipped]:
    found = mail_module.read_mail(Payload(file="a.eml", data=content))
    return [one for one in found if isinstance(one, Skipped)]


def test_hostile_structure_is_bounded_and_told() -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(999)
    )
    many = (
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{PROSE}\n\n{MORE}\n"
        + "--b\n\n" * 5000
    )
    headers = HEAD + "X-Hop: x\n" * 100_000

    notes = split_mail(f"{HEAD}{nested}\n\n{PROSE}".encode()).notes
    assert notes == ("parts nested more than 20 deep, which are left out",)
    told = reasons(HEAD + many)
    assert told == ["more than 500 parts; the others are left out; the article is kept"]
    told = reasons(plain(f"{PROSE}\n\n{MORE}", headers))
    assert told == ["more than 1,000 header lines; the others are not read; the article is kept"]


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/plain; charset*0*=utf-8''ut; charset*1=f-8; charset*x=1\n",
        "Content-Type: text/plain; " + "name*0*=a; " * 5000 + "\n",
        "Content-Type: ;;;===\n",
        "Content-Type: multipart/mixed\n",
        "Content-Type: multipart/mixed; boundary=\n",
        'Content-Type: text/plain; charset="\0utf-8"\n',
        "Content-Disposition: inline; filename*=utf-8'%ff\n",
        "Content-Type: text/plain\nSubject: " + "=?utf-8?q?" * 5000 + "\n",
    ],
)
def test_headers_that_make_no_sense_lose_nothing(head: str) -> None:
    assert PROSE in article(f"{HEAD}{head}\n{PROSE}\n\n{MORE}\n").text


def test_nothing_broken_raises() -> None:
    whole = _letter(("annex.txt", "text/plain", PROSE.encode()))
    for number in range(0, len(whole), 7):
        broken = Payload(file="a.eml", data=whole[:number] + b"\0\xff" + whole[number + 3 :])
        assert mail_module.read_mail(broken)
        list(mail_module.unpack_mail(broken))


def test_boundary_that_begins_another_is_told_from_it() -> None:
    mail = dedent("""\
        Content-Type: multipart/mixed; boundary=a

        --a
        Content-Type: multipart/mixed; boundary=ab

        --ab

        one
        --ab--
        --a

        two
        """)

    assert [part.raw.strip() for part in leaves(split_mail(mail.encode()).part)] == [b"one", b"two"]


def test_headers_end_where_the_body_begins() -> None:
    assert split_headers(b"A: 1\r\n b\r\n\r\nC: 2")[1] == 12
    headers, body, _ = split_headers(b"A: 1\nno header here\n")
    assert (headers.fields, body) == ((("a", "1"),), 5)
    assert decode_words("=?utf-8?q?a?= b =?utf-8?q?c?=") == "a b c"
    assert decode_text(b"\0\x01\x02", "") == "\0\x01\x02"


MAILBOX = (
    "From a@x.example Fri Mar 13 08:15:00 2026\n"
    f"{plain(PROSE)}\n\nFrom there it went on.\n>From: no header\n>>From here too.\n\n"
    "From b@x.example Fri Mar 13 08:16:00 2026\n"
    f"{plain(MORE)}\n"
)


def test_mailbox_gives_its_letters_by_number() -> None:
    payload = Payload(file="day.mbox", data=MAILBOX.encode())

    first, second = CONTAINERS[detect(payload)](payload)
    assert isinstance(first, Payload)
    assert isinstance(second, Payload)
    assert (first.name, second.name) == ("day.mbox#1", "day.mbox#2")
    assert first.data.endswith(b"From there it went on.\n>From: no header\n>From here too.\n\n")
    assert second.data == f"{plain(MORE)}\n".encode()


def test_letters_too_many_or_too_large_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = Payload(file="day.mbox", data=MAILBOX.encode())
    monkeypatch.setattr(mailbox_module, "MOST_LETTERS", 1)
    monkeypatch.setattr(mailbox_module, "LARGEST_LETTER", 100)

    assert list(CONTAINERS["mbox"](payload)) == [
        Skipped(item="day.mbox#1", step="read", reason="a letter larger than 0 MB"),
        Skipped(
            item="day.mbox",
            step="read",
            reason="holds 2 letters; those after 1 are left out",
        ),
    ]


def test_letters_and_what_is_attached_to_them_are_read(tmp_path: Path) -> None:
    file = f"{tmp_path}/day.mbox"
    letter = _letter(("annex.txt", "text/plain", f"Annex\n\n{PROSE}".encode()))
    with open(file, "wb") as out:
        for _ in range(2):
            out.write(b"From a@x.example Fri Mar 13 08:15:00 2026\n" + letter + b"\n")

    reading = read([file], jobs=1, with_texts=True)
    names = [one.id.removeprefix(file) for one in reading.articles]
    assert names == ["#1", "#1#annex.txt", "#2", "#2#annex.txt"]
    assert reading.skipped == ()


def test_patterns_stay_quick_on_hostile_text() -> None:
    units = ["a", " ", ">", "-", "_", "=?", "On a ", "view ", "<https://a", "x:", "display:", "[a]"]
    for module in (mail_module, mail_noise, mail_sender, mime_module, mailbox_module):
        for pattern in vars(module).values():
            if isinstance(pattern, re.Pattern):
                text = pattern.pattern
                plain_text = text if isinstance(text, str) else text.decode()
                assert (
                    seconds_to_scan(re.compile(plain_text, pattern.flags & re.M), units) < SLOWEST
                )
