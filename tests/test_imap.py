"""Mails from a server."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from digest.errors import DigestError, InputError, RefusedError, TemporaryError
from digest.model import Payload, Skipped
from digest.sources import imap as imap_module
from digest.sources.imap import Fetched, Mailbox, MailboxPosition, fetch_mails
from tests.imap_server import Letter, Server, running

TODAY = date(2026, 3, 13)
MAIL = b"Subject: Ferry\r\n\r\nThe ferry left at noon."


def letters(*numbers: int) -> list[Letter]:
    return [Letter(number, MAIL + b" %d" % number) for number in numbers]


def mailbox(server: Server) -> Mailbox:
    return Mailbox(
        host="127.0.0.1", port=server.port, user="ana", security="none", name="press", timeout=5
    )


def fetch(server: Server, position: MailboxPosition | None = None, **more: object) -> Fetched:
    box = replace(mailbox(server), **more)  # type: ignore[arg-type]  # as the tests name them
    return fetch_mails(box, lambda: "secret", today=TODAY, position=position or MailboxPosition())


def test_mails_come_in_order_and_stay_unread() -> None:
    with running(Server(letters(5, 3))) as server:
        fetched = fetch(server)

    assert fetched.found == (
        Payload(file="imap:press", member="3", data=MAIL + b" 3", media_type="message/rfc822"),
        Payload(file="imap:press", member="5", data=MAIL + b" 5", media_type="message/rfc822"),
    )
    assert fetched.position == MailboxPosition(validity=7, last=5)
    assert not any(letter.seen for letter in server.letters)
    assert 'EXAMINE "INBOX"' in server.asked
    assert "UID SEARCH UID 1:* SINCE 11-Mar-2026" in server.asked


def test_mails_are_marked_as_read_where_that_is_asked_for() -> None:
    with running(Server(letters(3))) as server:
        fetch(server, mark_seen=True, days=0, unseen_only=True)

    assert server.letters[0].seen
    assert 'SELECT "INBOX"' in server.asked
    assert "UID SEARCH UID 1:* UNSEEN" in server.asked


def test_nothing_is_read_twice_unless_the_folder_was_made_anew() -> None:
    with running(Server(letters(3, 5))) as server:
        first = fetch(server)
        again = fetch(server, first.position)
        server.letters += letters(9)
        later = fetch(server, again.position)
        server.validity = 8
        anew = fetch(server, later.position)

    assert [one.member for one in later.found if isinstance(one, Payload)] == ["9"]
    assert (len(first.found), len(again.found), len(anew.found)) == (2, 0, 3)
    assert again.position == first.position
    assert anew.position == MailboxPosition(validity=8, last=9)


def test_mails_too_many_come_with_the_next_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Server(letters(1, 2, 3, 4))) as server:
        first = fetch(server, most=2)
        monkeypatch.setattr(imap_module, "LARGEST_TOTAL", len(MAIL) + 10)
        second = fetch(server, first.position)

    assert [one.member for one in first.found if isinstance(one, Payload)] == ["1", "2"]
    assert [one.member for one in second.found if isinstance(one, Payload)] == ["3"]


def test_mail_too_large_is_told_and_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_module, "LARGEST_MAIL", 1024 * 1024)
    with running(Server([Letter(1, MAIL, size=1024 * 1024 + 1), *letters(2)])) as server:
        fetched = fetch(server)

    assert fetched.found[0] == Skipped(item="imap:press#1", step="read", reason="larger than 1 MB")
    assert isinstance(fetched.found[1], Payload)
    assert not any("UID FETCH 1 (BODY" in line for line in server.asked)


def test_server_that_is_wrong_about_a_size_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_module, "LARGEST_MAIL", 100)
    with (
        running(Server([Letter(1, b"x" * 5000, size=10)])) as server,
        pytest.raises(TemporaryError, match="imap:press: the server broke off"),
    ):
        fetch(server)


def test_login_that_is_refused_names_no_password() -> None:
    with running(Server(password="other")) as server, pytest.raises(RefusedError) as caught:  # noqa: S106
        fetch(server)

    assert str(caught.value) == "imap:press: login refused for 'ana'"
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_password_may_be_in_any_letters() -> None:
    with running(Server(letters(1), password="Größe")) as server:  # noqa: S106
        fetched = fetch_mails(mailbox(server), lambda: "Größe", today=TODAY)

    assert len(fetched.found) == 1


def test_folder_in_any_letters_and_one_that_is_not_there() -> None:
    folders = ('"Entw&APw-rfe &- Co"', '"a\\"b"')
    with running(Server(letters(1), folders=folders)) as server:
        assert len(fetch(server, folder="Entwürfe & Co").found) == 1
        assert len(fetch(server, folder='a"b').found) == 1
        with pytest.raises(RefusedError, match="no such folder, or not allowed: 'Inbox2'"):
            fetch(server, folder="Inbox2")


@pytest.mark.parametrize("command", ["LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"])
def test_server_that_breaks_off_is_tried_again_later(command: str) -> None:
    with (
        running(Server(letters(1), breaks_at=command)) as server,
        pytest.raises(TemporaryError, match="imap:press: "),
    ):
        fetch(server)


def test_server_that_is_silent_or_away_is_tried_again_later() -> None:
    with (
        running(Server(letters(1), silent_at="UID SEARCH")) as server,
        pytest.raises(TemporaryError, match=r"imap:press: the server is silent for 0\.3 seconds"),
    ):
        fetch(server, timeout=0.3)
    with pytest.raises(TemporaryError, match="imap:press: cannot be reached: connection refused"):
        fetch(server)


def test_password_never_goes_out_unencrypted() -> None:
    box = Mailbox(host="mail.example", user="ana", security="none")

    with pytest.raises(InputError, match="a login without encryption goes to this machine only"):
        fetch_mails(box, _never, today=TODAY)


def _never() -> str:
    raise AssertionError("asked for the password")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine with its key, made for this run."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    key = file.with_name("key.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(file)),
        ],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + key.read_text())
    return file


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted_connections_are_verified(certificate: Path, security: str) -> None:
    server = Server(letters(1), certificate=str(certificate), starts_secure=security == "tls")
    with running(server):
        known = fetch(server, security=security, certificates=str(certificate))
        with pytest.raises(RefusedError, match="imap:press: its certificate is refused"):
            fetch(server, security=security)

    assert len(known.found) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_server_without_encryption_gets_no_login(security: str) -> None:
    with running(Server(breaks_at="STARTTLS")) as server, pytest.raises(DigestError):
        fetch(server, security=security)

    assert not any("LOGIN" in line for line in server.asked)
