"""Mails to aiosmtpd, a mail server that others wrote, told to misbehave."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from digest.deliverers.smtp import deliver_smtp
from digest.deliverers.smtp_server import SmtpServer
from digest.errors import RefusedError
from tests.post_office import (
    CANARY,
    PATIENT,
    Book,
    free_port,
    mail,
    make_certificate,
    no_sleep,
    server_context,
)


def drop(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


class Box:
    """Takes mails, but for what it is told about recipients and texts."""

    def __init__(self, *, answers: dict[str, str] | None = None, text: str = "250 OK") -> None:
        self.taken: list[Envelope] = []
        self._answers = answers or {}
        self._text = text

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answers.get(address.partition("@")[0], "250 OK")
        if answer == "drop":
            drop(server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        if self._text == "hang":
            await asyncio.sleep(0.4)
        elif self._text == "drop":
            drop(server)
        elif self._text.startswith("250"):
            self.taken.append(envelope)
        return self._text


def check_login(_: SMTP, __: Session, ___: Envelope, mechanism: str, login: Any) -> AuthResult:
    right = isinstance(login, LoginPassword) and login.login == b"desk"
    right = right and login.password == CANARY.encode()
    return AuthResult(success=right, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@contextmanager
def running(box: Box, certificate: tuple[Path, Path], **changes: Any) -> Iterator[SmtpServer]:
    options: dict[str, Any] = {
        "tls_context": server_context(certificate),
        "require_starttls": True,
        "authenticator": check_login,
        "auth_required": True,
        "enable_SMTPUTF8": True,
        **changes,
    }
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield SmtpServer(
            host="localhost",
            port=controller.port,
            ca_file=certificate[0],
            user="desk",
            password=lambda: CANARY,
            pauses=(1.0,),
            timeouts=PATIENT,
        )
    finally:
        controller.stop()


def test_mails_arrive_with_tls_login_and_addresses_beyond_ascii(
    certificate: tuple[Path, Path],
) -> None:
    box, book = Box(), Book()
    with running(box, certificate) as server:
        deliver_smtp([mail(), mail("jürg@bücher.example")], server, recorder=book)

    assert book.outcomes == ["sent", "sent"]
    assert [envelope.rcpt_tos for envelope in box.taken] == [
        ["ana@press.example"],
        ["jürg@xn--bcher-kva.example"],
    ]
    assert box.taken[0].original_content == mail().data
    assert box.taken[0].mail_from == "bounces@desk.example"


def test_of_four_recipients_each_ends_in_its_own_state(certificate: tuple[Path, Path]) -> None:
    box, book = Box(answers={"bo": "550 no such user", "cy": "451 greylisted"}), Book()
    four = mail(*(f"{name}@press.example" for name in ("ana", "bo", "cy", "di")))
    with running(box, certificate) as server:
        deliver_smtp([four], server, recorder=book, sleep=no_sleep)

    assert book.of("ana@press.example") == book.of("di@press.example") == ["sent"]
    assert book.of("bo@press.example") == ["refused"]
    assert book.of("cy@press.example") == ["later", "later"]
    assert len(box.taken) == 1


@pytest.mark.parametrize("text", ["hang", "drop"])
def test_no_answer_to_a_whole_mail_leaves_it_uncertain(
    certificate: tuple[Path, Path], text: str
) -> None:
    book = Book()
    with running(Box(text=text), certificate) as server:
        hasty = replace(server, timeouts=replace(PATIENT, accept=0.2))
        deliver_smtp([mail()], hasty, recorder=book, sleep=no_sleep)

    assert book.outcomes == ["uncertain"]


@pytest.mark.parametrize(
    ("text", "outcomes"), [("450 busy", ["later", "later"]), ("554 spam", ["refused"])]
)
def test_what_is_said_of_a_whole_mail_decides_about_it(
    certificate: tuple[Path, Path], text: str, outcomes: list[str]
) -> None:
    book = Book()
    with running(Box(text=text), certificate) as server:
        deliver_smtp([mail()], server, recorder=book, sleep=no_sleep)

    assert book.outcomes == outcomes


def test_a_connection_dropped_before_the_text_leaves_the_mail_for_later(
    certificate: tuple[Path, Path],
) -> None:
    book = Book()
    with running(Box(answers={"ana": "drop"}), certificate) as server:
        deliver_smtp([mail(), mail("bo@press.example")], server, recorder=book, sleep=no_sleep)

    assert book.of("ana@press.example") == ["later", "later"]
    assert book.of("bo@press.example") == ["sent"]


def test_a_wrong_password_is_refused(certificate: tuple[Path, Path]) -> None:
    book = Book()
    with running(Box(), certificate) as server:
        wrong = SmtpServer(
            host="localhost",
            port=server.port,
            ca_file=certificate[0],
            user="desk",
            password=lambda: "wrong-one",
        )
        with pytest.raises(RefusedError, match=r"refuses the login of 'desk': 535 5\.7\.8"):
            deliver_smtp([mail()], wrong, recorder=book)

    assert book.outcomes == ["later"]


def test_without_tls_on_offer_nothing_is_sent(certificate: tuple[Path, Path]) -> None:
    box = Box()
    open_only = {"tls_context": None, "require_starttls": False, "auth_required": False}
    refused = pytest.raises(RefusedError, match="offers no STARTTLS")
    with running(box, certificate, **open_only) as server, refused:
        deliver_smtp([mail()], server, recorder=Book())

    assert box.taken == []
