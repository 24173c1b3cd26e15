"""Signed mails, verified with the public key as the DNS would give it."""

import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest

from digest.deliverers.dkim import DkimKey, load_key, sign_mail
from digest.errors import UsageError
from digest.renderers.mail import render_mail
from tests.sample_digest import friendly_digest

dkim = pytest.importorskip("dkim", reason="dkimpy is not installed")

DATA = render_mail(
    friendly_digest(),
    sender="Desk <desk@desk.example>",
    to=("ana@press.example",),
    unsubscribe=("https://desk.example/leave", "mailto:leave@desk.example"),
)


def openssl(*arguments: str | Path) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    path.write_bytes(openssl("genrsa", "2048"))
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def key(path: Path) -> DkimKey:
    return load_key(path, domain="desk.example", selector="digest")


@pytest.fixture(scope="module")
def verify(path: Path) -> Callable[[bytes], bool]:
    public = b"".join(openssl("rsa", "-in", path, "-pubout").splitlines()[1:-1])

    def ask_dns(name: bytes, timeout: int = 5) -> bytes | None:
        known = name.rstrip(b".") == b"digest._domainkey.desk.example"
        return b"v=DKIM1; k=rsa; p=" + public if known else None

    return lambda data: bool(dkim.verify(data, dnsfunc=ask_dns))


def test_a_signed_mail_verifies(key: DkimKey, verify: Callable[[bytes], bool]) -> None:
    signed = sign_mail(DATA, key)

    assert signed.endswith(DATA)
    assert verify(signed)
    header = signed[: -len(DATA)]
    assert header.isascii()
    assert header.count(b"\n") == header.count(b"\r\n") == header.count(b"\r")
    assert max(map(len, header.split(b"\r\n"))) <= 78


def test_the_signature_covers_what_a_reader_goes_by(key: DkimKey) -> None:
    signature = message_from_bytes(sign_mail(DATA, key))["DKIM-Signature"]
    fields = dict(part.strip().split("=", 1) for part in signature.split(";"))
    covered = [name.strip() for name in fields["h"].split(":")]

    assert (fields["c"], fields["d"], fields["s"]) == ("relaxed/relaxed", "desk.example", "digest")
    assert set(covered) == {
        *("from", "to", "subject", "date", "message-id", "mime-version", "content-type"),
        *("list-id", "list-unsubscribe", "list-unsubscribe-post"),
    }
    assert covered.count("from") == covered.count("subject") == 2
    assert "l" not in fields


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"List-Unsubscribe=One-Click", b"List-Unsubscribe=No"),
        lambda data: data.replace(b"https://desk.example/leave", b"https://evil.example/leave"),
        lambda data: data.replace(b"Subject: ", b"Subject: Re: "),
        lambda data: b"From: eve@evil.example\r\n" + data,
        lambda data: b"Subject: another\r\n" + data,
        lambda data: data + b"One more line.\r\n",
    ],
)
def test_a_changed_mail_does_not_verify(
    key: DkimKey, verify: Callable[[bytes], bool], change: Callable[[bytes], bytes]
) -> None:
    signed = sign_mail(DATA, key)

    assert change(signed) != signed
    assert not verify(change(signed))


def test_what_servers_do_on_the_way_leaves_the_signature_whole(
    key: DkimKey, verify: Callable[[bytes], bool]
) -> None:
    signed = sign_mail(DATA, key)
    on_the_way = b"Received: from a by b; Fri, 15 Nov 2024 18:36:00 +0900\r\n"

    assert verify(on_the_way + signed.replace(b"Subject: ", b"subject:   "))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"nothing", "not a private RSA key"),
        (lambda: b"", "not a private RSA key"),
        (lambda: b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END", "not a private RSA key"),
        (lambda: b"-----BEGIN RSA PRIVATE KEY-----\n!!!!\n-----END", "not a private RSA key"),
        (lambda: openssl("genpkey", "-algorithm", "ed25519"), "not a private RSA key"),
        (lambda: openssl("ecparam", "-genkey", "-name", "prime256v1"), "not a private RSA key"),
        (lambda: openssl("genrsa", "-aes128", "-passout", "pass:x", "1024"), "not a private"),
    ],
)
def test_what_is_no_key_is_named(tmp_path: Path, make: Callable[[], bytes], reason: str) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(make())
    path.chmod(0o600)
    with pytest.raises(UsageError, match=reason):
        load_key(path, domain="desk.example", selector="digest")


def test_keys_of_other_make_are_read(path: Path, tmp_path: Path) -> None:
    for name, made in (
        ("pkcs1", openssl("rsa", "-in", path, "-traditional")),
        ("crlf", path.read_bytes().replace(b"\n", b"\r\n")),
    ):
        other = tmp_path / name
        other.write_bytes(made)
        other.chmod(0o640)
        assert load_key(other, domain="desk.example", selector="digest").pem


def test_a_key_that_all_may_read_is_refused(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "key.pem"
    other.write_bytes(path.read_bytes())
    other.chmod(0o644)
    with pytest.raises(UsageError, match="open to all users"):
        load_key(other, domain="desk.example", selector="digest")
    with pytest.raises(UsageError, match="cannot read the dkim key"):
        load_key(tmp_path / "none", domain="desk.example", selector="digest")


@pytest.mark.parametrize("name", ["", "desk example", "desk.example;p=", "ü.example", "a" * 64])
def test_names_that_cannot_stand_in_the_dns_are_refused(path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="dkim domain"):
        load_key(path, domain=name, selector="digest")
    with pytest.raises(UsageError, match="dkim selector"):
        load_key(path, domain="desk.example", selector=name)


def test_the_key_is_never_shown(key: DkimKey) -> None:
    assert "PRIVATE" not in repr(key)


def test_without_dkimpy_the_remedy_is_named(path: Path) -> None:
    script = (
        "import sys; sys.modules['dkim'] = None\n"
        "from digest.deliverers.dkim import *\n"
        "from digest.errors import UsageError\n"
        "try: sign_mail(b'', DkimKey(domain='d.example', selector='s', pem=b''))\n"
        "except UsageError as err: print(err)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout == "to sign mails (DKIM) install eventdigest[dkim]\n"
