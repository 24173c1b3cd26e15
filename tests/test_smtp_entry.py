"""TLS and login: who the mail server is, who we are, and that the password is never shown."""

import base64
import hmac
import logging
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest.deliverers.smtp import deliver_smtp
from digest.deliverers.smtp_server import SmtpServer
from digest.deliverers.wire import tls_context
from digest.errors import RefusedError, UsageError
from tests.post_office import (
    CANARY,
    HELLO,
    PATIENT,
    QUICK,
    Answer,
    Book,
    Peer,
    Script,
    drop,
    hang,
    mail,
    make_certificate,
    no_sleep,
    obeying,
    office,
    send,
    send_one,
    server_at,
    server_context,
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"), name="mx.evil.example")


def secured(
    certificate: tuple[Path, Path],
    answers: dict[str, Answer] | None = None,
    hello: tuple[str, ...] = HELLO,
) -> Script:
    """Return a server that offers STARTTLS."""

    def start_tls(peer: Peer) -> None:
        peer.say("220 go on")
        peer.start_tls(server_context(certificate))
        after = {"GREETING": lambda _: None, **(answers or {})}
        obeying(after, hello)(peer)
        raise ConnectionError

    return obeying({"STARTTLS": start_tls}, ("250-mx", "250-AUTH PLAIN", "250 STARTTLS"))


def test_starttls_is_the_default_and_proven(certificate: tuple[Path, Path]) -> None:
    with office(secured(certificate)) as opened:
        to = SmtpServer(host="localhost", port=opened.port, ca_file=certificate[0])
        book = send(mail(), to=to)

    assert book.outcomes == ["sent"]
    assert opened.heard.index("STARTTLS") < opened.heard.index("RCPT TO:<ana@press.example>")


def test_implicit_tls(certificate: tuple[Path, Path]) -> None:
    def script(peer: Peer) -> None:
        peer.start_tls(server_context(certificate))
        obeying()(peer)

    with office(script) as opened:
        book = send(mail(), to=server_at(opened, security="tls", ca_file=certificate[0]))

    assert book.outcomes == ["sent"]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (obeying(), "it offers no STARTTLS"),
        (obeying({"STARTTLS": "502 no"}, ("250-mx", "250 STARTTLS")), "it refuses STARTTLS: 502"),
        (obeying({"GREETING": "554 no service"}), "it refuses the connection: 554 no service"),
        (obeying({"EHLO": "550 no", "HELO": "550 no"}), "it refuses EHLO and HELO: 550 no"),
    ],
)
def test_a_server_that_does_not_let_us_in_ends_the_run_and_decides_about_no_mail(
    script: Script, reason: str
) -> None:
    book = Book()
    with office(script) as opened:
        to = server_at(opened, security="starttls", pauses=(1.0,))
        with pytest.raises(RefusedError, match=reason) as caught:
            deliver_smtp([mail(), mail()], to, recorder=book, sleep=no_sleep)

    assert caught.value.exit_code == 77
    assert book.outcomes == ["later", "later"]
    assert not [line for line in opened.heard if line.startswith("MAIL")]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (obeying({"STARTTLS": "454 not now"}, ("250-mx", "250 STARTTLS")), "454 not now"),
        (obeying({"STARTTLS": ["220 go", "nonsense"]}, ("250-mx", "250 STARTTLS")), "no secure"),
        (obeying({"EHLO": "450 4.7.1 not now"}), "450 4.7.1 not now"),
        (obeying({"STARTTLS": hang}, ("250-mx", "250 STARTTLS")), "no answer in time"),
        (obeying({"STARTTLS": drop}, ("250-mx", "250 STARTTLS")), "closed the connection"),
    ],
)
def test_tls_that_fails_for_the_moment_leaves_the_mail_for_later(
    script: Script, reason: str
) -> None:
    opened, book = send_one(script, security="starttls", timeouts=QUICK)

    assert book.outcomes == ["later"]
    assert reason in book.last.reply
    assert not [line for line in opened.heard if line.startswith("MAIL")]


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: tuple[Path, Path]) -> None:
    distrusted = pytest.raises(RefusedError, match="its certificate is not to be trusted")
    with office(secured(certificate)) as opened, distrusted:
        send(mail(), to=server_at(opened, security="starttls"))

    assert "MAIL" not in " ".join(opened.heard)


def test_a_certificate_of_another_host_is_refused(foreign: tuple[Path, Path]) -> None:
    with office(secured(foreign)) as opened:
        to = server_at(opened, security="starttls", ca_file=foreign[0])
        with pytest.raises(RefusedError, match="hostname mismatch"):
            send(mail(), to=to)


def test_authorities_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for name, reason in (("none.pem", "No such file"), ("empty.pem", "holds no certificates")):
        with pytest.raises(UsageError, match=reason):
            send(mail(), to=SmtpServer(host="localhost", ca_file=tmp_path / name))


def test_what_is_said_before_tls_counts_for_nothing_after(certificate: tuple[Path, Path]) -> None:
    def inject(peer: Peer) -> None:
        peer.say(b"220 go on\r\n250-evil\r\n250 AUTH PLAIN")
        peer.start_tls(server_context(certificate))
        obeying({"GREETING": lambda _: None})(peer)
        raise ConnectionError

    script = obeying({"STARTTLS": inject}, ("250-mx", "250-AUTH PLAIN", "250 STARTTLS"))
    with office(script) as opened:
        to = server_at(opened, security="starttls", ca_file=certificate[0], user="desk")
        with pytest.raises(RefusedError, match=r"no way to log in that we know: none|out of step"):
            send(mail(), to=to)

    assert "AUTH" not in " ".join(opened.heard)


# The login


def plain(password: str) -> str:
    return base64.b64encode(f"\0desk\0{password}".encode()).decode()


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def check_plain(peer: Peer) -> None:
    given = peer.office.heard[-1].split()[-1]
    peer.say("235 welcome" if given == plain(CANARY) else f"535 5.7.8 no: {CANARY}")


def check_login(peer: Peer) -> None:
    peer.say("334 " + encoded("Username:"))
    user = peer.hear()
    peer.say("334 " + encoded("Password:"))
    password = peer.hear()
    peer.say("235 ok" if (user, password) == (encoded("desk"), encoded(CANARY)) else "535 no")


def check_cram(peer: Peer) -> None:
    challenge = b"<1896.697170952@mx.press.example>"
    peer.say("334 " + base64.b64encode(challenge).decode())
    answer = base64.b64decode(peer.hear()).decode()
    right = hmac.new(CANARY.encode(), challenge, "md5").hexdigest()
    peer.say("235 ok" if answer == f"desk {right}" else "535 no")


@pytest.mark.parametrize(
    ("offered", "check"),
    [
        ("AUTH PLAIN LOGIN CRAM-MD5", check_plain),
        ("AUTH LOGIN GSSAPI", check_login),
        ("AUTH=LOGIN", check_login),
        ("auth cram-md5", check_cram),
    ],
)
def test_login_by_every_method(
    certificate: tuple[Path, Path], offered: str, check: Callable[[Peer], None]
) -> None:
    with office(secured(certificate, {"AUTH": check}, ("250-mx", f"250 {offered}"))) as opened:
        to = server_at(
            opened,
            security="starttls",
            ca_file=certificate[0],
            user="desk",
            password=lambda: CANARY,
        )
        book = send(mail(), to=to)

    assert book.outcomes == ["sent"]


def test_a_method_that_is_offered_and_not_known_gives_way_to_the_next() -> None:
    def check(peer: Peer) -> None:
        if peer.office.heard[-1].startswith("AUTH PLAIN"):
            peer.say("504 unknown")
        else:
            check_login(peer)

    with office(obeying({"AUTH": check}, ("250-mx", "250 AUTH PLAIN LOGIN"))) as opened:
        book = send(mail(), to=server_at(opened, user="desk", password=lambda: CANARY))

    assert book.outcomes == ["sent"]


def test_a_wrong_password_is_tried_once_and_asked_for_once() -> None:
    asked: list[int] = []

    def password() -> str:
        asked.append(1)
        return "wrong"

    book = Book()
    with office(obeying({"AUTH": "535 5.7.8 no"}, ("250-mx", "250 AUTH PLAIN LOGIN"))) as opened:
        to = server_at(opened, user="desk", password=password, pauses=(1.0,))
        with pytest.raises(RefusedError, match=r"refuses the login of 'desk': 535 5\.7\.8 no"):
            deliver_smtp([mail(), mail()], to, recorder=book, sleep=no_sleep)

    assert asked == [1]
    assert len([line for line in opened.heard if line.startswith("AUTH")]) == 1
    assert book.outcomes == ["later", "later"]


def test_a_login_that_is_not_possible_for_the_moment_leaves_the_mail_for_later() -> None:
    with office(obeying({"AUTH": "454 4.7.0 later"}, ("250-mx", "250 AUTH PLAIN"))) as opened:
        book = send(mail(), to=server_at(opened, user="desk", password=lambda: CANARY))

    assert book.outcomes == ["later"]
    assert "454 4.7.0 later" in book.last.reply


def test_a_server_that_wants_a_login_ends_the_run() -> None:
    refused = pytest.raises(RefusedError, match="wants a login: 530")
    with office(obeying({"MAIL": "530 5.7.0 Authentication required"})) as opened, refused:
        send(mail(), to=server_at(opened))


def test_a_user_is_not_asked_for_a_password_without_one() -> None:
    def never() -> str:
        raise AssertionError

    _, book = send_one(obeying(), password=never)

    assert book.outcomes == ["sent"]


def repeat(peer: Peer) -> None:
    said = peer.office.heard[-1]
    peer.say(f"535 you said {said}, that is {base64.b64decode(said.split()[-1]).decode()!r}")


def split_over_lines(peer: Peer) -> None:
    peer.say(f"535-{plain(CANARY)[:9]}", f"535 {plain(CANARY)[9:]}")


def ask_more(peer: Peer) -> None:
    peer.say(f"334 {encoded('again')}")
    peer.say(f"535 {peer.hear()}")


def garbage(peer: Peer) -> None:
    peer.say(f"{CANARY} {plain(CANARY)}")


def accept_then_repeat(peer: Peer) -> None:
    peer.say("235 ok")


@pytest.mark.parametrize(
    "answers",
    [
        {"AUTH": repeat},
        {"AUTH": split_over_lines},
        {"AUTH": ask_more},
        {"AUTH": garbage},
        {"AUTH": f"535 {CANARY}"},
        {"AUTH": hang},
        {"AUTH": drop},
        {"AUTH": f"454 {encoded(CANARY)}"},
        {"AUTH": accept_then_repeat, "RCPT": f"550 {CANARY}"},
        {"AUTH": accept_then_repeat, "DOT": f"250 {plain(CANARY)}"},
        {"AUTH": accept_then_repeat, "DOT": garbage},
        {"AUTH": accept_then_repeat, "MAIL": f"530 {CANARY}"},
    ],
)
def test_the_password_is_never_shown(
    answers: dict[str, Answer], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    book, told = Book(), ""
    with office(obeying(answers, ("250-mx", "250 AUTH PLAIN"))) as opened:
        to = server_at(
            opened,
            user="desk",
            password=lambda: CANARY,
            timeouts=QUICK if answers["AUTH"] is hang else PATIENT,
        )
        try:
            deliver_smtp([mail()], to, recorder=book, sleep=no_sleep)
        except RefusedError as err:
            told = repr(err)
            while err.__cause__:
                told += repr(err := err.__cause__)  # type: ignore[assignment]

    printed = "".join((told, repr(to), repr(book.results), caplog.text, *capfd.readouterr()))
    assert any(plain(CANARY) in line for line in opened.heard)
    assert book.results
    for form in (CANARY, plain(CANARY), encoded(CANARY), plain(CANARY)[9:], CANARY[:8]):
        assert form not in printed


def test_no_password_goes_to_another_machine_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    import digest.deliverers.wire as wire

    class Elsewhere(wire.Wire):
        def __init__(self, connected: socket.socket) -> None:
            super().__init__(connected)
            self.is_local = False

    monkeypatch.setattr(wire, "Wire", Elsewhere)
    refused = pytest.raises(RefusedError, match="sends no password to another machine")
    script = obeying({"AUTH": check_plain}, ("250-mx", "250 AUTH PLAIN"))
    with office(script) as opened, refused:
        send(mail(), to=server_at(opened, user="desk", password=lambda: CANARY))

    assert "AUTH" not in " ".join(opened.heard)


def test_tls_is_of_today_and_always_verified() -> None:
    context = tls_context(None)

    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"security": "ssl"}, r"security is 'ssl' \(known: starttls, tls, none\)"),
        ({"hello": "me\r\nMAIL FROM:<x@x.example>"}, "hello is "),
        ({"host": "a b"}, "host is 'a b'"),
        ({"host": ""}, "host is ''"),
        ({"port": 0}, "port is 0"),
        ({"per_connection": 0}, "per_connection is 0"),
    ],
)
def test_settings_that_cannot_be_are_named(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        SmtpServer(**{"host": "localhost", **changes})


def test_a_host_that_may_not_be_asked_is_refused() -> None:
    def nobody(host: str, _: int) -> list[str]:
        raise ValueError(f"{host} is not to be asked")

    with pytest.raises(RefusedError, match="localhost:587: localhost is not to be asked"):
        send(mail(), to=SmtpServer(host="localhost", resolve=nobody))
