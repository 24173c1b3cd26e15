"""Mails to servers that misbehave in every way we know; each ends in the right state."""

import re
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliverers import (
    dkim,
    folder,
    letters,
    smtp_replies,
    smtp_server,
    smtp_session,
    webhook,
)
from digest.deliverers.mails import Outcome
from digest.deliverers.outbox import MemoryOutbox
from digest.deliverers.smtp import MOST_BREAKS, deliver_smtp
from digest.deliverers.smtp_server import SmtpServer
from digest.errors import RefusedError
from digest.renderers import chat
from tests.linear import seconds_to_scan
from tests.post_office import (
    PATIENT,
    QUICK,
    Answer,
    Book,
    Peer,
    Script,
    drop,
    hang,
    mail,
    no_sleep,
    obeying,
    office,
    send,
    send_one,
    server_at,
)


def test_a_mail_is_sent_and_recorded_around_its_last_dot() -> None:
    opened, book = send_one(obeying())

    assert opened.taken == [mail().data]
    assert book.entries == [("sending", "ana@press.example"), ("done", "sent")]
    assert book.last.reply == "250 taken"
    assert "MAIL FROM:<bounces@desk.example> SIZE=181" in opened.heard
    assert "RCPT TO:<ana@press.example>" in opened.heard


def test_the_server_has_not_got_the_dot_while_sending_is_recorded() -> None:
    seen: list[list[bytes]] = []
    with office(obeying()) as opened:
        book = Book(on_sending=lambda: seen.append(list(opened.taken)))
        deliver_smtp([mail()], server_at(opened), recorder=book)

    assert seen == [[]]
    assert len(opened.taken) == 1


def test_a_mail_whose_sending_cannot_be_recorded_reaches_nobody() -> None:
    def fail() -> None:
        raise OSError("disk full")

    with office(obeying()) as opened, pytest.raises(OSError, match="disk full"):
        deliver_smtp([mail(), mail()], server_at(opened), recorder=Book(on_sending=fail))

    assert opened.taken == []
    assert len(opened.unfinished) == 1


def test_one_of_three_recipients_refused_and_one_put_off() -> None:
    answers = {
        "RCPT TO:<bo@press.example>": "550 5.1.1 no such user",
        "RCPT TO:<cy@press.example>": "451 greylisted",
    }
    three = mail("ana@press.example", "bo@press.example", "cy@press.example")

    opened, book = send_one(obeying(answers), what=three, pauses=(1.0,))

    assert len(opened.taken) == 1
    assert book.of("ana@press.example") == ["sent"]
    assert book.of("bo@press.example") == ["refused"]
    assert book.of("cy@press.example") == ["later", "later"]
    assert ("sending", "ana@press.example") in book.entries
    assert [one.reply for one in book.results if one.outcome == "refused"] == [
        "550 5.1.1 no such user"
    ]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("450 busy", "later"),
        ("451 try again", "later"),
        ("452 full", "later"),
        ("421 closing", "later"),
        ("550 no", "refused"),
        ("554 no", "refused"),
        ("571 never", "refused"),
    ],
)
def test_what_a_server_says_of_a_mail_decides_about_it(verb: str, reply: str, outcome: str) -> None:
    opened, book = send_one(obeying({verb: reply}))

    assert book.outcomes == [outcome]
    assert book.last.reply == reply
    assert opened.taken == []


def test_too_many_recipients_are_tried_again() -> None:
    _, book = send_one(obeying({"RCPT": "552 too many recipients"}))

    assert book.outcomes == ["later"]


def test_what_fails_for_the_moment_is_tried_again_after_each_pause_and_then_left() -> None:
    slept: list[float] = []
    book = Book()
    with office(obeying({"RCPT": "450 greylisted"})) as opened:
        to = server_at(opened, pauses=(2.0, 10.0))
        deliver_smtp([mail()], to, recorder=book, sleep=slept.append)

    assert slept == [2.0, 10.0]
    assert book.outcomes == ["later"] * 3


def test_a_greylisted_mail_arrives_once_at_the_second_attempt() -> None:
    with office(obeying({"RCPT": "450 greylisted"}), obeying()) as opened:
        book = send(mail(), to=server_at(opened, pauses=(1.0,)))

    assert book.outcomes == ["later", "sent"]
    assert len(opened.taken) == 1


def test_pauses_that_would_take_too_long_are_not_waited_for() -> None:
    slept: list[float] = []
    with office(obeying({"RCPT": "450 greylisted"})) as opened:
        to = server_at(opened, pauses=(1.0, 90.0, 1.0))
        deliver_smtp([mail()], to, recorder=Book(), sleep=slept.append)

    assert slept == [1.0]


def drop_in_the_text(peer: Peer) -> None:
    peer.say("354 go on")
    peer.hear()
    drop(peer)


def leave_in_the_text(peer: Peer) -> None:
    peer.say("354 go on")
    peer.hear()
    peer.say("421 4.3.0 shutting down")
    peer.wait()


def no_end(peer: Peer) -> None:
    while True:
        peer.socket.sendall(b"250-and then\r\n" * 5000)


def no_line_end(peer: Peer) -> None:
    while True:
        peer.socket.sendall(b"250 and then " * 5000)


def drip(peer: Peer) -> None:
    while not peer.office.is_over:
        peer.socket.sendall(b"2")
        threading.Event().wait(0.01)


BEFORE_THE_DOT: list[tuple[str, Answer]] = [
    *((verb, hang) for verb in ("GREETING", "EHLO", "MAIL", "RCPT", "DATA")),
    *((verb, drop) for verb in ("GREETING", "EHLO", "MAIL", "RCPT", "DATA")),
    *((verb, "SSH-2.0-Something") for verb in ("GREETING", "EHLO", "MAIL", "RCPT", "DATA")),
    *((verb, "") for verb in ("GREETING", "MAIL", "DATA")),
    *((verb, ["250-a", "550 b"]) for verb in ("GREETING", "MAIL", "RCPT")),
    *((verb, "354 what?") for verb in ("GREETING", "EHLO", "MAIL", "RCPT")),
    *((verb, no_end) for verb in ("GREETING", "RCPT")),
    *((verb, no_line_end) for verb in ("GREETING", "RCPT")),
    ("GREETING", drip),
    ("DATA", "250 taken already"),
    ("DATA", drop_in_the_text),
    ("DATA", leave_in_the_text),
    ("GREETING", "421 too busy"),
]


@pytest.mark.parametrize(("verb", "answer"), BEFORE_THE_DOT)
def test_whatever_goes_wrong_before_the_dot_the_mail_stays_for_later(
    verb: str, answer: Answer
) -> None:
    in_the_text = answer in (drop_in_the_text, leave_in_the_text)
    lines = 300_000 if in_the_text else 1  # too many for the buffers in between

    what = mail(text="A line of news.\r\n" * lines)
    opened, book = send_one(obeying({verb: answer}), what=what, timeouts=QUICK)

    assert book.outcomes == ["later"]
    assert book.last.reply
    assert "\n" not in book.last.reply
    assert opened.taken == []


@pytest.mark.parametrize(
    "answer",
    [hang, drop, no_end, no_line_end, drip, "", "2xx?", "354 go on", ["250-a", "550 b"], "199 x"],
)
def test_no_clear_answer_to_a_whole_mail_leaves_it_uncertain_and_unsent(answer: Answer) -> None:
    hasty = replace(PATIENT, accept=0.2)
    with office(obeying({"DOT": answer})) as opened:
        book = send(mail(), to=server_at(opened, pauses=(1.0, 1.0), timeouts=hasty))

    assert book.outcomes == ["uncertain"]
    assert opened.connections == 1
    assert book.entries[0] == ("sending", "ana@press.example")


def test_a_short_mail_is_not_uncertain_when_the_server_was_seen_to_leave_before_the_dot() -> None:
    left = threading.Event()

    def leave(peer: Peer) -> None:
        peer.say("354 go on", "421 leaving")
        left.set()
        peer.wait()

    with office(obeying({"DATA": leave})) as opened:
        book = Book()
        deliver_smtp([mail()], server_at(opened), recorder=book)

    assert left.is_set()
    assert book.entries[-1] in {("done", "later")}


def test_a_reply_of_a_megabyte_is_read_to_its_end() -> None:
    _, book = send_one(obeying({"DOT": ["250-" + "x" * 70] * 14_000 + ["250 taken"]}))

    assert book.outcomes == ["sent"]
    assert len(book.last.reply) <= 204


def test_control_characters_of_a_server_reach_no_terminal() -> None:
    _, book = send_one(obeying({"RCPT": "550 \x1b[2Jno\x07 such \u202euser \xff"}))

    assert book.last.reply == "550 [2Jno such user ÿ"


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    to = SmtpServer(host="localhost", port=port, security="none", pauses=(1.0,))

    book = send(mail(), mail(), to=to)

    assert book.outcomes == ["later"] * 4
    assert book.last.reply == f"localhost:{port}: no connection: connection refused"


@pytest.mark.parametrize("host", ["a..b", "x" * 300])
def test_a_host_that_is_none(host: str) -> None:
    book = send(mail(), to=SmtpServer(host=host, pauses=()))

    assert book.outcomes == ["later"]
    assert "no such host" in book.last.reply


def test_a_host_that_no_name_server_knows_today() -> None:
    def unknown(host: str, _: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    book = send(mail(), to=SmtpServer(host="mx.example", pauses=(1.0,), resolve=unknown))

    assert book.outcomes == ["later", "later"]
    assert book.last.reply == "mx.example:587: no such host, or no name server can be reached"


def test_all_mails_go_over_one_connection_and_after_ten_over_another() -> None:
    with office(obeying()) as opened:
        book = send(*(mail(id=f"<{n}@x.example>") for n in range(25)), to=server_at(opened))

    assert book.outcomes == ["sent"] * 25
    assert opened.connections == 3
    assert opened.heard.count("QUIT") == 3


def hang_up_after_a_mail() -> Script:
    def taken(peer: Peer) -> None:
        peer.say("250 taken")
        peer.office.taken.append(b"a mail")
        drop(peer)

    return obeying({"DOT": taken})


@pytest.mark.parametrize(
    "script",
    [hang_up_after_a_mail(), obeying({"MAIL FROM:<second@desk.example> SIZE=181": "421 enough"})],
)
def test_a_connection_closed_between_two_mails_is_made_anew(script: Script) -> None:
    second = mail(sender="second@desk.example")
    with office(script, obeying()) as opened:
        book = send(mail(), second, to=server_at(opened))

    assert book.outcomes == ["sent", "sent"]
    assert opened.connections == 2


def test_a_server_that_breaks_off_again_and_again_is_left_alone() -> None:
    with office(obeying({"RCPT": drop})) as opened:
        book = send(*[mail()] * 20, to=server_at(opened))

    assert book.outcomes == ["later"] * 20
    assert opened.connections == MOST_BREAKS
    assert "broke off" in book.last.reply


def test_mails_that_break_the_connection_stand_in_nobodys_way() -> None:
    bad = obeying({f"RCPT TO:<bad{n}@press.example>": drop for n in range(MOST_BREAKS)})
    mails = [mail(f"bad{n}@press.example") for n in range(MOST_BREAKS)]
    with office(bad) as opened:
        book = send(*mails, mail("good@press.example"), to=server_at(opened, pauses=(1.0,)))

    assert book.of("good@press.example") == ["later", "sent"]
    assert len(opened.taken) == 1


def test_time_for_all_mails_is_bounded() -> None:
    with office(obeying({"RCPT": hang})) as opened:
        short = replace(PATIENT, total=0.25)
        book = send(*[mail()] * 5, to=server_at(opened, timeouts=short, pauses=(0.0, 0.0)))

    assert book.outcomes == ["later"] * 5
    assert opened.connections <= 1


def test_a_retried_mail_goes_only_to_those_who_have_not_got_it() -> None:
    answers = {"RCPT TO:<bo@press.example>": "450 later"}
    two = mail("ana@press.example", "bo@press.example", "bo@press.example")
    with office(obeying(answers), obeying()) as opened:
        book = send(two, to=server_at(opened, pauses=(1.0,)))

    assert book.of("ana@press.example") == ["sent"]
    assert book.of("bo@press.example") == ["later", "sent"]
    assert [one for one in opened.heard if one.startswith("RCPT")] == [
        "RCPT TO:<ana@press.example>",
        "RCPT TO:<bo@press.example>",
        "RCPT TO:<bo@press.example>",
    ]


def test_an_outbox_gives_out_only_what_is_new() -> None:
    two = mail("ana@press.example", "bo@press.example", "cy@press.example", "di@press.example")
    found = {
        (two.message_id, "ana@press.example"): "sent",
        (two.message_id, "bo@press.example"): "sending",
        (two.message_id, "cy@press.example"): "failed",
    }
    outbox = MemoryOutbox(found)  # type: ignore[arg-type]  # a dict of str is one of states here
    with office(obeying()) as opened:
        deliver_smtp(outbox.due([two]), server_at(opened), recorder=outbox)
        deliver_smtp(outbox.due([two]), server_at(opened), recorder=outbox)

    assert len(opened.taken) == 1
    assert outbox.states == {
        (two.message_id, "ana@press.example"): "sent",
        (two.message_id, "bo@press.example"): "uncertain",
        (two.message_id, "cy@press.example"): "failed",
        (two.message_id, "di@press.example"): "sent",
    }


# What a mail may be


def test_lines_that_begin_with_a_dot_arrive_as_they_are() -> None:
    dotted = mail(text=".\r\n..\r\n.hidden\r\nend.\r\n.")

    opened, book = send_one(obeying(), what=dotted)

    assert book.outcomes == ["sent"]
    assert [text.replace(b"\r\n..", b"\r\n.") for text in opened.taken] == [dotted.data]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 999, "a line of 999 bytes"),
        ("a\nb", "a bare LF at byte 175"),
        ("a\rb", "a bare CR"),
        ("a\x00b", "a bare NUL"),
        ("a\n.\r\nMAIL FROM:<x@x.example>", "a bare LF"),
        ("a\r.\r\n", "a bare CR"),
    ],
)
def test_a_mail_that_cannot_travel_is_refused_before_a_byte_of_it_is_sent(
    text: str, reason: str
) -> None:
    opened, book = send_one(obeying(), what=mail(text=text))

    assert book.outcomes == ["refused"]
    assert reason in book.last.reply
    assert not [line for line in opened.heard if line.startswith("MAIL")]


def test_the_longest_line_travels_and_a_missing_last_line_end_is_added() -> None:
    whole = mail(text="x" * 998)

    opened, book = send_one(obeying(), what=replace(whole, data=whole.data[:-2]))

    assert book.outcomes == ["sent"]
    assert opened.taken == [whole.data]


def test_a_mail_larger_than_the_server_takes_is_refused_before_it_is_sent() -> None:
    opened, book = send_one(obeying(hello=("250-mx", "250 SIZE 180")))

    assert book.outcomes == ["refused"]
    assert book.last.reply == "the mail has 181 bytes, the server takes 180"
    assert not [line for line in opened.heard if line.startswith("MAIL")]


@pytest.mark.parametrize(
    "size", ["SIZE", "SIZE 0", "SIZE much", "SIZE 99999999999999999999999", "size 181"]
)
def test_an_odd_size_is_no_limit(size: str) -> None:
    _, book = send_one(obeying(hello=("250-mx", f"250 {size}")))

    assert book.outcomes == ["sent"]


def test_text_beyond_ascii_needs_a_server_that_takes_it() -> None:
    eight = mail(text="Über die Brücke")

    able, sent = send_one(obeying(), what=eight)
    _, refused = send_one(obeying(hello=("250 mx",)), what=eight)

    assert sent.outcomes == ["sent"]
    assert any(line.endswith("BODY=8BITMIME") for line in able.heard)
    assert refused.outcomes == ["refused"]
    assert "beyond ASCII" in refused.last.reply


def test_mails_of_ours_need_nothing_but_ascii() -> None:
    opened, book = send_one(obeying({"EHLO": "502 what?", "HELO": "250 mx"}))

    assert book.outcomes == ["sent"]
    assert "MAIL FROM:<bounces@desk.example>" in opened.heard


def test_an_address_beyond_ascii_needs_a_server_that_takes_it() -> None:
    two = mail("jürg@bücher.example", "ana@press.example")

    able, sent = send_one(obeying(hello=("250-mx", "250 SMTPUTF8")), what=two)
    unable, partly = send_one(obeying(), what=two)

    assert sent.outcomes == ["sent", "sent"]
    assert "MAIL FROM:<bounces@desk.example> SMTPUTF8" in able.heard
    assert "RCPT TO:<jürg@xn--bcher-kva.example>" in able.heard
    assert partly.of("jürg@bücher.example") == ["refused"]
    assert partly.of("ana@press.example") == ["sent"]
    assert not any("SMTPUTF8" in line for line in unable.heard)


def test_a_domain_beyond_ascii_is_written_in_ascii() -> None:
    opened, book = send_one(obeying(), what=mail("ana@bücher.example"))

    assert book.outcomes == ["sent"]
    assert "RCPT TO:<ana@xn--bcher-kva.example>" in opened.heard


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@press.example",
        "ana@",
        "ana@press..example",
        "a b@press.example",
        "Ana <ana@press.example>",
        "ana@press.example>\r\nRCPT TO:<eve@evil.example",
        "ana@press.example\n",
        "ana@[127.0.0.1]",
        '"a b"@press.example',
        "-oQ/tmp@press.example",
        "ana@" + "x" * 64 + ".example",
        "ana\x00@press.example",
        "ana@\u2024.example",
        "a" * 65 + "@press.example",
        "a@b@press.example",
    ],
)
def test_what_is_no_address_is_refused_and_the_others_get_their_mail(address: str) -> None:
    opened, book = send_one(obeying(), what=mail(address, "ana@desk.example"))

    assert book.of(address) == ["refused"]
    assert book.of("ana@desk.example") == ["sent"]
    assert [line for line in opened.heard if line.startswith("RCPT")] == [
        "RCPT TO:<ana@desk.example>"
    ]


def test_a_sender_that_is_no_address_sends_nothing() -> None:
    opened, book = send_one(obeying(), what=mail(sender="x>\r\nRCPT TO:<eve@evil.example"))

    assert book.outcomes == ["refused"]
    assert book.last.reply.startswith("sender: ")
    assert opened.heard[-1] == "QUIT"


REPLIES = st.sampled_from(
    ["250 ok", "354 go on", "334 eA==", "421 bye", "450 no", "550 no", "250-a\r\n250 b", "2", ""]
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["GREETING", "EHLO", "HELO", "MAIL", "RCPT", "DATA", "DOT", "RSET"]),
        REPLIES | st.binary(max_size=40).map(lambda said: said.decode("latin-1")),
        max_size=3,
    )
)
def test_whatever_a_server_says_each_mail_has_an_outcome(answers: dict[str, Answer]) -> None:
    two = mail("ana@press.example", "bo@press.example")
    hasty = replace(QUICK, reply=0.02, accept=0.02)
    book = Book()
    with office(obeying(answers)) as opened, suppress(RefusedError):
        to = server_at(opened, timeouts=hasty)
        deliver_smtp([two, mail()], to, recorder=book, sleep=no_sleep)

    assert len(book.results) == 3
    if not {"DATA", "DOT"} & answers.keys():
        sent = [entry for entry in book.entries if entry[0] == "done" and "sent" in entry]
        assert len(sent) <= len(opened.taken)
    for result in book.results:
        assert result.outcome in get_args(Outcome)
        assert result.reply.isprintable()


@pytest.mark.parametrize(
    ("pattern", "units"),
    [
        (letters._ADDRESS, ["a", "a@", "@", "a.", "ü@"]),
        (letters._DOMAIN, ["a", "a.", "-", "a" * 63 + "."]),
        (smtp_session._HOST_NAME, ["a", "a.", "-", "a" * 63 + "."]),
        (smtp_server._PLAIN, ["a", "a "]),
        (chat._CALL, ["@", "@al", "@all"]),
        (chat._MARKDOWN, ["[", "a"]),
        (dkim._LABELS, ["a", "a.", "_"]),
        (folder._OTHERS, ["/", "a/"]),
    ],
)
def test_patterns_read_the_worst_text_quickly(pattern: re.Pattern[str], units: list[str]) -> None:
    assert seconds_to_scan(pattern, units) < 2.0


@pytest.mark.parametrize(
    ("pattern", "units"),
    [
        (letters._BARE, [b"\r", b"\n", b"\r\n", b"a"]),
        (letters._FIRST_DOT, [b".", b"\n", b".\n"]),
        (smtp_replies._REPLY, [b"250", b"250-", b"a"]),
        (webhook._STATUS, [b"HTTP/1.1 200", b" ", b"HTTP/1.1 200 \r"]),
    ],
)
def test_patterns_of_bytes_read_the_worst_quickly(
    pattern: re.Pattern[bytes], units: list[bytes]
) -> None:
    as_text = re.compile(pattern.pattern.decode("latin-1"), pattern.flags | re.UNICODE)
    assert seconds_to_scan(as_text, [unit.decode("latin-1") for unit in units]) < 2.0
