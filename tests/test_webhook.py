"""Posts to addresses that answer, break off, or are not to be asked."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from digest.deliverers.mails import Mail
from digest.deliverers.webhook import Webhook, deliver_webhook
from digest.deliverers.wire import any_number, vetted_numbers
from digest.errors import RefusedError, UsageError
from digest.web.settings import WebSettings
from tests.post_office import (
    PATIENCE,
    Book,
    Office,
    Peer,
    Script,
    drop,
    hang,
    make_certificate,
    no_sleep,
    office,
    server_context,
)

SECRET = "T0CANARY/B0CANARY?key=c4nary-t0ken"  # noqa: S105 - known to this test only
BODY = json.dumps({"text": "Über die Brücke"}, ensure_ascii=False).encode()


def post(id: str = "<digest.1@desk.example>") -> Mail:
    return Mail(message_id=id, sender="", recipients=("press room",), data=BODY)


def answering(*answers: str | Callable[[Peer], None]) -> Script:
    """Return a server that takes a post and answers; of several, the next one each time."""
    left = list(answers)

    def play(peer: Peer) -> None:
        length = 0
        while line := peer.hear():
            name, _, value = line.partition(":")
            length = int(value) if name == "Content-Length" else length
        peer.office.taken.append(peer.hear_bytes(length))
        answer = left.pop(0) if len(left) > 1 else left[0]
        if callable(answer):
            answer(peer)
        else:
            peer.say(*answer.split("\n"))

    return play


def at(opened: Office, **changes: Any) -> Webhook:
    chosen = {"is_open": True, "resolve": any_number, "pauses": (), **changes}
    # As read from a file, with its line end.
    return Webhook(address=lambda: f"http://localhost:{opened.port}/hooks/{SECRET}\n", **chosen)


def send(*posts: Mail, to: Webhook) -> Book:
    book = Book()
    deliver_webhook(posts or (post(),), to, recorder=book, sleep=no_sleep)
    return book


OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"


def test_a_post_is_json_and_recorded_around_its_last_byte() -> None:
    seen: list[list[bytes]] = []
    with office(answering(OK)) as opened:
        book = Book(on_sending=lambda: seen.append(list(opened.taken)))
        deliver_webhook([post()], at(opened), recorder=book)

    assert seen == [[]]
    assert opened.taken == [BODY]
    assert book.entries == [("sending", "press room"), ("done", "sent")]
    assert book.last.reply == "localhost answers 200 OK"
    assert opened.heard[0] == f"POST /hooks/{SECRET} HTTP/1.1"
    assert "Content-Type: application/json" in opened.heard
    assert f"Host: localhost:{opened.port}" in opened.heard


@pytest.mark.parametrize(
    ("answer", "outcome", "reply"),
    [
        ("HTTP/1.1 204 No Content\n\n", "sent", "204 No Content"),
        ("HTTP/1.0 200 fine\n\n", "sent", "200 OK"),
        ("HTTP/1.1 100 Continue\n\nHTTP/1.1 201 Created\n\n", "sent", "201 Created"),
        ("HTTP/1.1 429 Too Many Requests\n\n", "later", "429 Too Many Requests"),
        ("HTTP/1.1 408\n\n", "later", "408 Request Timeout"),
        ("HTTP/1.1 500 x\n\n", "later", "500 Internal Server Error"),
        ("HTTP/1.1 503 x\n\n", "later", "503 Service Unavailable"),
        ("HTTP/1.1 504 x\n\n", "uncertain", "504 Gateway Timeout"),
        ("HTTP/1.1 302 Found\nLocation: https://x.example\n\n", "refused", "302 Found"),
        ("HTTP/1.1 400 x\n\n", "refused", "400 Bad Request"),
        (f"HTTP/1.1 404 {SECRET}\nX: {SECRET}\n\nCannot POST {SECRET}", "refused", "404 Not Found"),
        ("HTTP/1.1 410 x\n\n", "refused", "410 Gone"),
        ("HTTP/1.1 599 x\n\n", "later", "localhost answers 599"),
    ],
)
def test_the_status_decides(answer: str, outcome: str, reply: str) -> None:
    with office(answering(answer)) as opened:
        book = send(to=at(opened))

    assert book.outcomes == [outcome]
    assert book.last.reply.endswith(reply)
    assert "CANARY" not in repr(book)


def no_end(peer: Peer) -> None:
    peer.say("HTTP/1.1 200 OK")
    while True:
        peer.socket.sendall(b"X-Header: and then\r\n" * 5000)


def continue_for_ever(peer: Peer) -> None:
    while True:
        peer.socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 5000)


@pytest.mark.parametrize(
    "answer", [hang, drop, no_end, continue_for_ever, "250 taken", "HTTP/1.1 200 OK", "\0" * 9]
)
def test_no_clear_answer_leaves_it_uncertain_and_unsent(answer: str | Script) -> None:
    with office(answering(answer)) as opened:
        book = send(to=at(opened, pauses=(1.0,), reply=0.2 if answer is hang else PATIENCE))

    assert book.outcomes == ["uncertain"]
    assert opened.connections == 1
    assert "after the whole post" in book.last.reply


def test_what_fails_before_the_last_byte_stays_for_later() -> None:
    with office(drop) as opened:
        long = Mail(message_id="<1>", sender="", recipients=("room",), data=b"x" * 20_000_000)
        book = send(long, to=at(opened))

    assert book.outcomes == ["later"]
    assert ("sending", "room") not in book.entries


def test_a_refusal_before_the_end_of_the_post_is_one() -> None:
    def refuse(peer: Peer) -> None:
        peer.hear()
        peer.say("HTTP/1.1 413 Too Large", "")
        peer.hear_all()

    long = Mail(message_id="<1>", sender="", recipients=("room",), data=b"x" * 5_000_000)
    with office(refuse) as opened:
        book = send(long, to=at(opened))

    assert book.outcomes == ["refused"]


def test_nobody_there() -> None:
    with office(hang) as opened:
        to = at(opened, pauses=(1.0,))
    book = send(to=to)

    assert book.outcomes == ["later", "later"]
    assert book.last.reply == "localhost: no connection: connection refused"


@pytest.mark.parametrize(
    ("asked", "slept"),
    [("7", [7.0]), ("1", [2.0]), ("-1", []), ("3600", []), ("Fri, 15 Nov 2030 08:00:00 GMT", [])],
)
def test_a_server_that_asks_for_a_pause_gets_it_or_is_left_for_the_next_run(
    asked: str, slept: list[float]
) -> None:
    pauses: list[float] = []
    book = Book()
    busy = f"HTTP/1.1 429 x\nretry-after: {asked}\n\n"
    with office(answering(busy, OK)) as opened:
        to = at(opened, pauses=(2.0, 10.0))
        deliver_webhook([post()], to, recorder=book, sleep=pauses.append)

    assert pauses == slept
    assert book.outcomes == (["later", "sent"] if slept else ["later"])


@pytest.mark.parametrize(
    "address",
    [
        "http://chat.example/hooks/CANARY",
        "ftp://chat.example/CANARY",
        "https://user:CANARY@chat.example/",
        "https://CANARY:CANARY/",
        "https://[CANARY/",
        "https://chat.example:CANARY/",
        "https://chat.example/CANARY\r\nX-Header: 1",
        "https:///CANARY",
        "CANARY",
        "",
        "https://chat.example/" + "CANARY" * 1000,
        "https://CANARY..example/",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        deliver_webhook([post()], Webhook(address=lambda: address), recorder=Book())

    assert str(caught.value) == "the webhook's address is no https address"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[64:ff9b::7f00:1]"],
)
def test_hosts_that_are_not_public_are_asked_nothing(host: str) -> None:
    book = Book()
    with office(hang) as opened:
        hook = Webhook(address=lambda: f"https://{host}:{opened.port}/{SECRET}")
        with pytest.raises(RefusedError, match="not a public address") as caught:
            deliver_webhook([post(), post()], hook, recorder=book)

    assert opened.connections == 0
    assert book.outcomes == ["later", "later"]
    assert "CANARY" not in str(caught.value)


def test_the_number_that_was_vetted_is_the_one_that_is_asked() -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    with office(answering(OK)) as opened:
        address = f"http://chat.example:{opened.port}/{SECRET}"
        book = send(to=Webhook(address=lambda: address, is_open=True, resolve=resolve))

    assert asked == [("chat.example", opened.port)]
    assert book.outcomes == ["sent"]


def test_a_host_of_ones_own_may_be_allowed() -> None:
    allowed = vetted_numbers(WebSettings(allow_private=("127.0.0.0/8",)))
    with office(answering(OK)) as opened:
        book = send(to=replace(at(opened), resolve=allowed))

    assert book.outcomes == ["sent"]


def test_tls_is_proven(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)

    def secured(peer: Peer) -> None:
        peer.start_tls(server_context(certificate))
        answering(OK)(peer)

    with office(secured) as opened:
        address = f"https://localhost:{opened.port}/{SECRET}"
        ours = Webhook(address=lambda: address, ca_file=certificate[0], resolve=any_number)
        book = send(to=ours)
        with pytest.raises(RefusedError, match="localhost: its certificate is not to be trusted"):
            send(to=Webhook(address=lambda: address, resolve=any_number))

    assert book.outcomes == ["sent"]
    assert len(opened.taken) == 1


def test_the_address_is_never_shown(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = []
    for answer in (OK, "HTTP/1.1 404 x\n\n", hang, drop, "nonsense"):
        with office(answering(answer)) as opened:
            to = at(opened, reply=0.2 if answer is hang else PATIENCE)
            shown += [repr(send(to=to)), repr(to)]

    printed = "".join((*shown, caplog.text, *capfd.readouterr()))
    assert not any(part in printed for part in ("CANARY", "c4nary", "/hooks"))
