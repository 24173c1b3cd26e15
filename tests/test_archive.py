"""A PDF that carries its own digest, and the mail that carries files."""

import subprocess
import sys
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from digest import run
from digest.config import Settings
from digest.errors import InputError, UsageError
from digest.model import Digest
from digest.renderers.json import decode_digest, render_json
from digest.renderers.mail import render_mail
from digest.renderers.pdf import render_pdf
from digest.renderers.pdf_reading import find_unprinted, read_attached
from tests.sample_digest import friendly_digest
from tests.test_verify import ONE, TWO


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Digest, bytes]:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "two.txt").write_text(TWO, encoding="utf-8")
    digest = run.build([str(folder)], Settings())[0]
    return folder, digest, render_pdf(digest, archive=True)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "digest", *arguments], capture_output=True, text=True, check=False
    )


def test_the_digest_comes_back_out_of_its_archive(made: tuple[Path, Digest, bytes]) -> None:
    _, digest, pdf = made

    assert read_attached(pdf, "a.pdf") == render_json(digest)
    assert decode_digest(read_attached(pdf, "a.pdf"), "a.pdf") == digest
    assert list(find_unprinted(pdf, "a.pdf", digest)) == []
    assert render_pdf(digest, archive=True) == pdf


def test_an_archive_is_proven_by_one_command(made: tuple[Path, Digest, bytes]) -> None:
    folder, digest, pdf = made
    archive = folder / "digest.pdf"
    archive.write_bytes(pdf)
    done = command("verify", str(archive))
    archive.unlink()

    count = digest.verified.checked
    assert (
        done.stdout == f"{count} of {count} sentences and quotes verified, and printed in the PDF\n"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_that_says_something_else_is_found(made: tuple[Path, Digest, bytes]) -> None:
    _, digest, pdf = made
    (event, *rest) = digest.events
    first = replace(event.summary[0], text="The dam above Oru Bay held on Tuesday, to all relief.")
    other = replace(digest, events=(replace(event, summary=(first, *event.summary[1:])), *rest))

    (told,) = find_unprinted(pdf, "a.pdf", other)

    assert told == "a.pdf: does not print 'The dam above Oru Bay held on Tuesday, to all relief.'"


def test_a_pdf_without_its_digest_is_refused(tmp_path: Path) -> None:
    plain, broken = tmp_path / "plain.pdf", tmp_path / "broken.pdf"
    plain.write_bytes(render_pdf(friendly_digest()))
    broken.write_bytes(plain.read_bytes()[:2000])

    for path, told in ((plain, "no digest.json inside: make the PDF with --archive"), (broken, "")):
        done = command("verify", str(path))
        assert done.returncode == InputError.exit_code
        assert done.stderr.startswith(f"digest: {path}: {told}")
        assert done.stderr.count("\n") == 1


def mail_of(
    digest: Digest, *, attach: tuple[str, ...] = (), leave: tuple[str, ...] = ()
) -> EmailMessage:
    data = render_mail(digest, attach=attach, unsubscribe=leave)
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_files_go_with_the_mail_as_they_are() -> None:
    digest = friendly_digest()
    mail = mail_of(digest, attach=("pdf", "json"))
    files = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    kinds = [part.get_content_type() for part in mail.walk()]

    assert files == {
        "digest-2024-11-15.pdf": render_pdf(digest),
        "digest-2024-11-15.json": render_json(digest),
    }
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
        "application/json",
    ]
    data = render_mail(digest, attach=("pdf", "json"))
    assert data == render_mail(digest, attach=("pdf", "json"))
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert all(byte < 128 for byte in data)


def test_what_cannot_go_with_a_mail_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot attach 'html'"):
        mail_of(friendly_digest(), attach=("html",))


def test_a_reader_leaves_by_the_addresses_given() -> None:
    leave = ("https://desk.example/leave?u=7", "mailto:leave@desk.example")
    mail = mail_of(friendly_digest(), leave=leave)
    by_mail = mail_of(friendly_digest(), leave=leave[1:])
    nowhere = mail_of(friendly_digest())

    assert mail["List-Unsubscribe"].split() == [f"<{leave[0]}>,", f"<{leave[1]}>"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert by_mail["List-Unsubscribe"] == f"<{leave[1]}>"
    assert by_mail["List-Unsubscribe-Post"] is None
    assert nowhere["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "address",
    [
        "http://desk.example/x",
        "leave@desk.example",
        "https://a.example/\r\nBcc: x",
        "https://a b",
        "",
    ],
)
def test_an_address_that_no_reader_could_leave_by_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="unsubscribe"):
        mail_of(friendly_digest(), leave=(address,))
