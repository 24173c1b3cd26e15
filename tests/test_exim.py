"""Mails to a real Exim, with TLS and login.

It is Debian's (exim4-daemon-light, or -heavy), run with a configuration and a spool of
its own on a high port of loopback; without it these tests are skipped.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from digest.deliverers.mails import Mail
from digest.deliverers.smtp import deliver_smtp
from digest.deliverers.smtp_server import SmtpServer
from digest.errors import RefusedError
from digest.renderers.mail import render_mail
from tests.post_office import PATIENCE, Book, free_port, mail, make_certificate, no_sleep
from tests.sample_digest import friendly_digest

EXIM = shutil.which("exim4", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PASSWORD = "p4ss-w0rd-of-Exim"  # noqa: S105 - known to this test only
NOBODY = pwd.getpwnam("nobody")
USER = os.getuid() or NOBODY.pw_uid
GROUP = os.getgid() or NOBODY.pw_gid

CONFIGURATION = r"""
exim_user = {user}
exim_group = {group}
primary_hostname = mx.press.example
spool_directory = {root}/spool
log_file_path = {root}/%slog
pid_file_path = {root}/pid
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {key}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
smtputf8_advertise_hosts = *
deliver_drop_privilege = true
message_size_limit = 300K
acl_smtp_rcpt = check_recipient
acl_smtp_data = check_text
never_users =
begin acl
check_recipient:
  deny !authenticated = *
    message = log in first
  deny local_parts = nobody
    message = no such person
  defer local_parts = greylisted
    message = come back later
  accept
check_text:
  deny condition = ${{if match{{$h_subject:}}{{refused}}}}
    message = not this text
  accept
begin routers
everybody:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = {root}/box
  create_directory = true
  maildir_format
  return_path_add
  envelope_to_add
  user = {user}
  group = {group}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{desk}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


@dataclass(frozen=True)
class Exim:
    root: Path
    port: int
    certificate: Path

    def server(self, *, password: Callable[[], str] = lambda: PASSWORD) -> SmtpServer:
        return SmtpServer(
            host="localhost",
            port=self.port,
            ca_file=self.certificate,
            user="desk",
            password=password,
            pauses=(1.0,),
        )

    def send(self, *mails: Mail) -> Book:
        book = Book()
        deliver_smtp(mails, self.server(), recorder=book, sleep=no_sleep)
        return book

    def box(self, *, of: int) -> list[bytes]:
        """Empty the box and return its mails, once there are so many."""
        deadline = time.monotonic() + PATIENCE
        while len(found := sorted((self.root / "box" / "new").glob("*"))) < of:
            assert time.monotonic() < deadline, (self.root / "mainlog").read_text()
            time.sleep(0.02)
        mails = [path.read_bytes() for path in found]
        for path in found:
            path.unlink()
        return mails


def _wait_for(port: int, daemon: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while daemon.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail(f"exim did not start: code {daemon.poll()}")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder into which Exim may deliver, which it does not as root: then as nobody."""
    with tempfile.TemporaryDirectory(prefix="exim-") as name:
        root = Path(name)
        os.chown(root, USER, GROUP)
        yield root


@pytest.fixture(scope="module")
def exim(folder: Path) -> Iterator[Exim]:
    if EXIM is None:
        pytest.skip("exim4 is not installed")
    root = folder
    certificate, key = make_certificate(root)
    os.chown(key, USER, GROUP)
    port = free_port()
    settings = root / "exim.conf"
    text = CONFIGURATION.format(
        root=root,
        port=port,
        certificate=certificate,
        key=key,
        user=USER,
        group=GROUP,
        password=PASSWORD,
    )
    settings.write_text(text)
    settings.chmod(0o600)
    with (root / "stderr").open("wb") as stderr:
        daemon = subprocess.Popen([EXIM, "-C", settings, "-bdf"], stderr=stderr)
    try:
        _wait_for(port, daemon)
        yield Exim(root=root, port=port, certificate=certificate)
    finally:
        daemon.terminate()
        daemon.wait(PATIENCE)


def test_a_digest_arrives_byte_for_byte(exim: Exim) -> None:
    data = render_mail(friendly_digest(), sender="desk@desk.example", to=("ana@press.example",))
    sent = Mail(
        message_id="<1@desk.example>",
        sender="bounces@desk.example",
        recipients=("ana@press.example",),
        data=data,
    )

    book = exim.send(sent)
    (got,) = exim.box(of=1)

    assert book.outcomes == ["sent"]
    assert book.last.reply.startswith("250 OK id=")
    head, _, body = got.partition(b"\n\n")
    assert body.replace(b"\n", b"\r\n") == data.partition(b"\r\n\r\n")[2]
    headers = message_from_bytes(head, policy=policy.default)
    assert headers["Return-path"] == "<bounces@desk.example>"
    assert headers["Message-ID"] == message_from_bytes(data, policy=policy.default)["Message-ID"]
    assert "with esmtpsa" in headers["Received"]  # TLS, and logged in


def test_fifty_one_mails_are_all_in_the_box_at_once(exim: Exim) -> None:
    readers = [f"reader{n}@press.example" for n in range(51)]

    book = exim.send(*(mail(one, id=f"<{one}>") for one in readers))
    got = exim.box(of=51)

    assert book.outcomes == ["sent"] * 51
    assert len({one for one in readers if any(one.encode() in letter for letter in got)}) == 51
    assert "no immediate delivery" not in (exim.root / "mainlog").read_text()


def test_of_three_recipients_each_ends_in_its_own_state(exim: Exim) -> None:
    three = mail("ana@press.example", "nobody@press.example", "greylisted@press.example")

    book = exim.send(three)

    assert book.of("ana@press.example") == ["sent"]
    assert book.of("nobody@press.example") == ["refused"]
    assert book.of("greylisted@press.example") == ["later", "later"]
    assert len(exim.box(of=1)) == 1
    assert "550 no such person" in {result.reply for result in book.results}


def test_dots_and_long_lines_arrive_as_they_are(exim: Exim) -> None:
    dotted = mail(text=".\r\n..\r\n.hidden\r\n" + "x" * 998 + "\r\n.")

    book = exim.send(dotted)
    (got,) = exim.box(of=1)

    assert book.outcomes == ["sent"]
    assert got.endswith(b"\n\n.\n..\n.hidden\n" + b"x" * 998 + b"\n.\n")


def test_addresses_beyond_ascii_arrive(exim: Exim) -> None:
    book = exim.send(mail("jürg@bücher.example"))

    assert book.outcomes == ["sent"]
    assert "jürg".encode() in exim.box(of=1)[0]


def test_a_text_that_is_refused_and_one_that_is_too_large(exim: Exim) -> None:
    refused = replace(mail(), data=mail().data.replace(b"Morning digest", b"to be refused"))

    book = exim.send(refused, mail(text="A line of news.\r\n" * 30_000))

    assert book.outcomes == ["refused", "refused"]
    assert book.results[0].reply == "550 not this text"
    assert "the server takes 307,200" in book.results[1].reply


def test_a_wrong_password_is_refused(exim: Exim) -> None:
    book = Book()
    with pytest.raises(RefusedError, match=r"refuses the login of 'desk': 535") as caught:
        deliver_smtp([mail()], exim.server(password=lambda: "wrong-one"), recorder=book)

    assert caught.value.exit_code == 77
    assert book.outcomes == ["later"]


def test_a_certificate_nobody_vouches_for_is_refused(exim: Exim) -> None:
    stranger = SmtpServer(host="localhost", port=exim.port)
    with pytest.raises(RefusedError, match="not to be trusted"):
        deliver_smtp([mail()], stranger, recorder=Book())


def test_without_a_login_nobody_gets_the_mail(exim: Exim) -> None:
    book = Book()
    plain = SmtpServer(host="localhost", port=exim.port, ca_file=exim.certificate)
    deliver_smtp([mail()], plain, recorder=book)

    assert book.outcomes == ["refused"]
    assert book.last.reply == "550 log in first"
