"""Mails through a program that is called as sendmail is."""

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from digest.deliverers.sendmail import Sendmail, deliver_sendmail
from digest.errors import DigestError, RefusedError, UsageError
from tests.post_office import PATIENCE, Book, mail


def program(folder: Path, script: str, *arguments: str, longest: float = PATIENCE) -> Sendmail:
    """Return a program made of a shell script, in which FOLDER stands for its folder."""
    path = folder / "sendmail"
    path.write_text("#!/bin/sh\n" + script.replace("FOLDER", str(folder)))
    path.chmod(0o755)
    return Sendmail(command=(str(path), *arguments), longest=longest)


KEEPING = 'printf "%s\\n" "$@" >FOLDER/arguments\nexec cat >FOLDER/mail.$$\n'


def mails_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("mail.*"))]


def test_the_program_gets_the_mail_and_who_is_to_have_it(tmp_path: Path) -> None:
    two = mail("ana@press.example", "bo@bücher.example")
    book = Book()

    deliver_sendmail([two], program(tmp_path, KEEPING, "-C", "x y"), recorder=book)

    assert mails_in(tmp_path) == [two.data.replace(b"\r\n", b"\n")]
    assert (tmp_path / "arguments").read_text().split("\n")[:-1] == [
        *("-C", "x y", "-i", "-f", "bounces@desk.example", "--"),
        *("ana@press.example", "bo@xn--bcher-kva.example"),
    ]
    assert book.entries == [
        ("sending", "ana@press.example", "bo@bücher.example"),
        ("done", "sent", "sent"),
    ]


@pytest.mark.parametrize(
    ("ends", "outcome", "reply"),
    [
        ("exit 0", "sent", ""),
        ("echo queued as 7F3 >&2", "sent", "queued as 7F3"),
        ("exit 75", "later", "ended with code 75"),
        ("echo one >&2; echo 'queue\tis full' >&2; echo >&2; exit 75", "later", "queue is full"),
        ("exit 69", "later", "ended with code 69"),
        ("exit 71", "later", "ended with code 71"),
        ("exit 1", "refused", "ended with code 1"),
        ("exit 65", "refused", "ended with code 65"),
        ("exit 67", "refused", "ended with code 67"),
        ("kill -KILL $$", "uncertain", "ended with code -9"),
        ("exit 137", "uncertain", "ended with code 137"),
        ("head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 67", "refused", "xxx…"),
        ("printf 'no \\033[2Jsuch\\000 user' >&2; exit 67", "refused", "no [2Jsuch user"),
    ],
)
def test_the_exit_code_decides(tmp_path: Path, ends: str, outcome: str, reply: str) -> None:
    book = Book()
    deliver_sendmail([mail()], program(tmp_path, ends + "\n"), recorder=book)

    assert book.outcomes == [outcome]
    assert book.last.reply.endswith(reply)
    assert len(book.last.reply) < 250


@pytest.mark.parametrize(
    ("code", "error"), [(64, UsageError), (78, UsageError), (127, UsageError), (77, RefusedError)]
)
def test_what_is_said_of_us_ends_the_run_and_decides_about_no_mail(
    tmp_path: Path, code: int, error: type[DigestError]
) -> None:
    book = Book()
    with pytest.raises(error, match=f"sendmail command ended with code {code}: why"):
        deliver_sendmail(
            [mail(), mail()], program(tmp_path, f"echo why >&2; exit {code}\n"), recorder=book
        )

    assert book.outcomes == ["later"]


def test_a_program_that_takes_too_long_is_killed_with_all_it_started(tmp_path: Path) -> None:
    script = "sleep 60 & echo $! >FOLDER/child\nwait\n"
    book = Book()

    deliver_sendmail([mail()], program(tmp_path, script, longest=0.2), recorder=book)

    assert book.outcomes == ["uncertain"]
    assert book.last.reply == "took longer than 0.2 seconds, and was killed"
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + PATIENCE
    while _runs(child):  # it is killed, and takes a moment to be gone
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    """Say whether a process is there and no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_program_that_goes_on_in_the_background_is_not_waited_for(tmp_path: Path) -> None:
    script = "sleep 60 >&2 & echo $! >FOLDER/child\ncat >FOLDER/mail.1\n"
    book = Book()
    deliver_sendmail([mail()], program(tmp_path, script), recorder=book)
    os.kill(int((tmp_path / "child").read_text()), signal.SIGKILL)

    assert book.outcomes == ["sent"]
    assert len(mails_in(tmp_path)) == 1


@pytest.mark.parametrize("command", [(), ("",), ("/no/such/program",), (__file__,)])
def test_a_program_that_is_none_is_named_before_anything_is_recorded(
    command: tuple[str, ...],
) -> None:
    book = Book()
    with pytest.raises(UsageError, match="is no program that can be run"):
        deliver_sendmail([mail()], Sendmail(command=command), recorder=book)

    assert book.entries == []


def test_a_program_that_cannot_be_started_has_sent_nothing(tmp_path: Path) -> None:
    (tmp_path / "sendmail").write_text("#!/no/such/shell\n")
    (tmp_path / "sendmail").chmod(0o755)
    book = Book()
    with pytest.raises(UsageError, match="cannot be run: no such file"):
        deliver_sendmail([mail()], Sendmail(command=(f"{tmp_path}/sendmail",)), recorder=book)

    assert book.outcomes == ["later"]


def test_what_is_no_address_never_reaches_the_command_line(tmp_path: Path) -> None:
    three = mail("-oQ/tmp@press.example", "ana@press.example", "a b@press.example")
    book = Book()
    deliver_sendmail([three], program(tmp_path, KEEPING), recorder=book)

    arguments = (tmp_path / "arguments").read_text().split("\n")
    assert arguments[arguments.index("--") :] == ["--", "ana@press.example", ""]
    assert book.of("-oQ/tmp@press.example") == book.of("a b@press.example") == ["refused"]
    assert book.of("ana@press.example") == ["sent"]


def test_a_sender_that_would_be_an_option_sends_nothing(tmp_path: Path) -> None:
    book = Book()
    deliver_sendmail([mail(sender="-bs@x.example")], program(tmp_path, KEEPING), recorder=book)

    assert book.outcomes == ["refused"]
    assert mails_in(tmp_path) == []


def test_secrets_of_the_environment_are_not_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_PASSWORD", "canary")
    deliver_sendmail([mail()], program(tmp_path, "env >FOLDER/env\n"), recorder=Book())

    assert "canary" not in (tmp_path / "env").read_text()
    assert "PATH=" in (tmp_path / "env").read_text()


KILLED = """
import os, signal, sys
from digest.deliverers.sendmail import Sendmail, deliver_sendmail
from tests.post_office import Book, mail

def die():
    os.kill(os.getpid(), signal.SIGKILL)

book = Book(**{sys.argv[2]: die})
deliver_sendmail([mail()], Sendmail(command=(sys.argv[1],)), recorder=book)
"""


@pytest.mark.parametrize(("moment", "mails"), [("on_sending", 0), ("on_done", 1)])
def test_killed_at_either_moment_the_mail_is_whole_or_not_there(
    tmp_path: Path, moment: str, mails: int
) -> None:
    command = program(tmp_path, KEEPING).command[0]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, command, moment],
        cwd=Path(__file__).resolve().parent.parent,
        check=False,
    )

    assert done.returncode == -signal.SIGKILL
    assert mails_in(tmp_path) == [mail().data.replace(b"\r\n", b"\n")] * mails


@pytest.mark.skipif(shutil.which("/usr/sbin/exim4") is None, reason="exim4 is not installed")
def test_exims_own_sendmail_takes_our_arguments(tmp_path: Path) -> None:
    settings = tmp_path / "exim.conf"
    settings.write_text(
        f"spool_directory = {tmp_path}/spool\nlog_file_path = {tmp_path}/%slog\n"
        f"exim_user = {os.getuid()}\nexim_group = {os.getgid()}\nkeep_environment =\n"
        "queue_only\nqualify_domain = desk.example\n"
    )
    settings.chmod(0o600)
    exim = Sendmail(command=("/usr/sbin/exim4", "-C", str(settings)))
    book = Book()

    deliver_sendmail([mail(text=".\r\nafter a dot")], exim, recorder=book)

    assert book.outcomes == ["sent"]
    queued = list((tmp_path / "spool").rglob("*-D"))
    assert len(queued) == 1
    assert queued[0].read_bytes().endswith(b"\n.\nafter a dot\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_mail_that_finds_no_room_on_disk_is_not_uncertain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", partial(open, "/dev/full", "r+b", buffering=0))
    book = Book()
    with pytest.raises(OSError, match="No space left"):
        deliver_sendmail([mail()], program(tmp_path, KEEPING), recorder=book)

    assert book.entries == []
    assert mails_in(tmp_path) == []
