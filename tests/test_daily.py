"""scripts/daily as cron runs it: an empty environment, no home, no terminal.

Sendmail is a small program of ours that keeps what it is given. Where the
exit codes of digest itself are at stake, digest is such a program too.
"""

import email
import email.message
import email.policy
import os
import shutil
import signal
import subprocess
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DAY = "2031-03-04"
MAIL = f"digest-{DAY}.eml"
ARTICLE = """---
title: "{place} reopens its harbor"
outlet: "The {place} Courier"
date: "2031-03-04T08:00:00+00:00"
---
The harbor of {place} reopened on Tuesday after a storm that closed it for nine days.

"We are glad to see the boats come home," said Marta Ilves, the harbor master.

Forty boats left before noon, the port authority said.
"""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A folder as an administrator would set it up, and what came of the runs."""

    root: Path

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def mails(self) -> list[Path]:
        return sorted(self.root.glob("mail.*"))

    def command(self, *options: str) -> list[str]:
        daily = str(self.root / "scripts" / "daily")
        return [daily, str(self.root / "articles"), "--out", str(self.out), "--day", DAY, *options]

    def environment(self) -> dict[str, str]:
        path = f"{self.root / 'bin'}:/usr/bin:/bin"
        return {"PATH": path, "SENDMAIL": str(self.root / "bin" / "sendmail"), "LANG": "C"}

    def run(self, *options: str, to: str = "desk@example.org") -> tuple[int, str]:
        """Return the exit code and all that was printed."""
        done = subprocess.run(
            self.command("--to", to, *options),
            env=self.environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    def start(self) -> "subprocess.Popen[bytes]":
        """Start a run whose sendmail waits for the file "go" (see ``WAITING``)."""
        run = subprocess.Popen(
            self.command("--to", "desk@example.org"),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        _wait_for(self.root / "waiting")
        return run

    def program(self, name: str, script: str) -> None:
        """Put a program into the desk's PATH; DESK stands for the desk's folder."""
        path = self.root / "bin" / name
        path.unlink(missing_ok=True)
        path.write_text("#!/bin/sh\n" + script.replace("DESK", str(self.root)))
        path.chmod(0o755)

    def go(self) -> None:
        (self.root / "go").touch()

    def wait_for_orphans(self) -> None:
        """Wait until what a killed run had started has ended too, and let go of the lock."""
        subprocess.run(["flock", self.out / ".lock", "true"], timeout=60, check=True)


KEEPING = '[ "$*" = "-t -i" ] || exit 64\nexec cat >DESK/mail.$$\n'
WAITING = "touch DESK/waiting\nwhile [ ! -e DESK/go ]; do sleep 0.02; done\n"
MAKING = (
    f'printf "Subject: made\\n\\nmade\\n" >"$4/{MAIL}"\n'  # a stand-in for digest; $4 is --out's
)


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} never came"
        time.sleep(0.02)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(root=tmp_path)
    for folder in ("articles", "bin", "scripts"):
        (tmp_path / folder).mkdir()
    for number, place in enumerate(("Ardvale", "Bellmoor")):
        text = ARTICLE.format(place=place)
        (tmp_path / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "scripts" / "daily", tmp_path / "scripts" / "daily")
    (tmp_path / "bin" / "digest").symlink_to(Path(sysconfig.get_path("scripts")) / "digest")
    desk.program("sendmail", KEEPING)
    return desk


def test_the_digest_is_mailed_once_a_day_and_nothing_is_printed(desk: Desk) -> None:
    first = desk.run("--from", "digest@example.org", "--title", "Harbor news")
    second = desk.run("--from", "digest@example.org", "--title", "Harbor news")

    assert first == second == (0, "")
    (mail,) = desk.mails
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    assert (message["To"], message["From"]) == ("desk@example.org", "digest@example.org")
    assert "Harbor news" in message["Subject"]
    assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html"}
    assert {path.suffix for path in desk.out.glob("digest-*")} == {
        ".eml", ".html", ".json", ".pdf", ".txt",
    }  # fmt: skip


def test_each_list_of_recipients_gets_its_own(desk: Desk) -> None:
    desk.program("digest", MAKING)

    assert desk.run(to="a@example.org") == (0, "")
    assert desk.run("--to", "a@example.org", to="b@example.org") == (0, "")
    assert desk.run("--to", "b@example.org", to="a@example.org") == (0, "")  # the same two
    assert len(desk.mails) == 2


@pytest.mark.parametrize(
    ("ends_with", "code"), [(75, 75), (77, 77), (67, 77), (64, 2), (78, 2), (69, 75), (1, 75)]
)
def test_what_sendmail_does_not_take_is_mailed_by_a_later_run(
    desk: Desk, ends_with: int, code: int
) -> None:
    desk.program("digest", MAKING)
    desk.program("sendmail", f"echo queue is full >&2\nexit {ends_with}\n")

    refused, message = desk.run()
    desk.program("sendmail", KEEPING)

    assert refused == code
    assert f"code {ends_with}: queue is full" in message
    assert desk.run() == (0, "")
    assert len(desk.mails) == 1


def test_without_a_mailer_nothing_is_made(desk: Desk) -> None:
    (desk.root / "bin" / "sendmail").unlink()

    code, message = desk.run()

    assert code == 2
    assert "set SENDMAIL" in message
    assert not desk.out.exists()


@pytest.mark.parametrize("code", [2, 65, 70, 73, 75, 77])
def test_when_no_digest_is_made_its_code_and_message_pass_through(desk: Desk, code: int) -> None:
    desk.program("digest", f"echo digest: why it failed >&2\nexit {code}\n")

    assert desk.run() == (code, "digest: why it failed\n")
    assert desk.mails == []


def test_a_crash_of_digest_is_told_as_our_bug(desk: Desk) -> None:
    desk.program("digest", "kill -SEGV $$\n")

    code, message = desk.run()

    assert code == 70
    assert "ended with code 139" in message


def test_a_digest_with_something_left_out_is_mailed_and_told(desk: Desk) -> None:
    desk.program("digest", MAKING + "echo no pdf: pango is missing >&2\nexit 1\n")

    assert desk.run() == (1, "no pdf: pango is missing\n")
    assert desk.run() == (0, "")
    assert len(desk.mails) == 1


def test_an_older_message_never_goes_out_for_one_that_was_not_made(desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / MAIL).write_text("Subject: of an earlier run\n\n")
    desk.program("digest", "echo no mail >&2\nexit 1\n")

    code, message = desk.run()

    assert code == 70
    assert "made no mail" in message
    assert desk.mails == []


def test_two_runs_at_once_mail_once(desk: Desk) -> None:
    desk.program("digest", MAKING)
    desk.program("sendmail", WAITING + KEEPING)

    first = desk.start()
    second, message = desk.run()
    desk.go()

    assert first.communicate(timeout=60)[0] == b""
    assert first.returncode == 0
    assert second == 75
    assert "another run" in message
    assert len(desk.mails) == 1


def test_a_mailer_that_goes_on_in_the_background_locks_nobody_out(desk: Desk) -> None:
    desk.program("digest", MAKING)
    desk.program("sendmail", f"({WAITING}) </dev/null >/dev/null 2>&1 &\n{KEEPING}")

    first = desk.run(to="a@example.org")
    second = desk.run(to="b@example.org")
    desk.go()

    assert first == second == (0, "")
    assert len(desk.mails) == 2


def test_killed_while_handing_over_later_runs_mail_nothing_and_say_so(desk: Desk) -> None:
    desk.program("digest", MAKING)
    desk.program("sendmail", WAITING + KEEPING)

    run = desk.start()
    run.send_signal(signal.SIGKILL)
    desk.go()
    run.communicate(timeout=60)
    desk.wait_for_orphans()

    for _ in range(2):
        code, message = desk.run()
        assert code == 1
        assert "not known whether" in message
    assert len(desk.mails) == 1


def test_killed_before_handing_over_a_later_run_mails(desk: Desk) -> None:
    desk.program("digest", WAITING + MAKING)

    run = desk.start()
    run.send_signal(signal.SIGKILL)
    meanwhile, _ = desk.run()
    desk.go()
    run.communicate(timeout=60)
    desk.wait_for_orphans()

    assert meanwhile == 75  # the orphaned digest still writes there
    assert desk.run() == (0, "")
    assert len(desk.mails) == 1


def _can_mount() -> bool:
    probe = ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
    if os.geteuid() != 0:
        return False
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_mount(), reason="a small disk can be mounted by root only")
@pytest.mark.parametrize(
    ("making", "kilobytes", "filling"),
    [
        (None, 16, ""),  # full while digest writes
        (MAKING, 64, 'head -c 64K /dev/zero >"$4/rest"\n'),  # full when we note that we mail
    ],
)
def test_on_a_full_disk_nothing_is_mailed(
    desk: Desk, making: str | None, kilobytes: int, filling: str
) -> None:
    if making is not None:
        desk.program("digest", making + filling + "exit 0\n")
    desk.out.mkdir()
    mount = f'mount -t tmpfs -o size={kilobytes}k none "{desk.out}" && exec "$@"'

    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", mount, "sh", *desk.command("--to", "desk@example.org")],
        env=desk.environment(),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 73
    assert done.stdout == b""
    assert done.stderr.decode().startswith(("daily: ", "digest: "))
    assert desk.mails == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--nonsense"], "unknown option"),
        (["--title"], "needs a value"),
        (["--day", "yesterday"], "not YYYY-MM-DD"),
        (["--timezone", "Mars/Olympus"], "unknown time zone"),
        (["--out", "{desk}/articles/out"], "may not lie inside"),
        (["/another/folder"], "one folder at a time"),
    ],
)
def test_a_wrong_setting_is_named(desk: Desk, options: list[str], says: str) -> None:
    code, message = desk.run(*(option.format(desk=desk.root) for option in options))

    assert code == 2
    assert says in message
    assert message.count("\n") == 1
    assert desk.mails == []
