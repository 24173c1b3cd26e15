"""The daily run against a real mail server: once, whole, and with no hand."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message as Email
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from digest.daily.books import open_books
from digest.daily.job import approve_drafts, run_daily, send_test
from digest.daily.lock import run_lock
from digest.daily.rehearsal import rehearse
from digest.daily.telling import tell_status
from digest.errors import TemporaryError
from digest.settings import SettingsFile, decode_settings
from tests.post_office import free_port

MORNING = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
FERRY = (
    "The ferry left Port Ansel at noon on Wednesday, the harbor office said in a statement.\n\n"
    "“Nobody was hurt and all are well,” said Jo Keil, who runs the port of the city.\n\n"
    "Four hundred people were on board when the storm came over the strait.\n"
)
DAM = (
    "The dam above Oru Bay broke before dawn after a week of rain, the water board said.\n\n"
    "Soldiers carried two hundred families out of the valley in boats and trucks.\n\n"
    "“We have never seen such water here,” said Ines Toral, the mayor of Oru Bay.\n"
)


class Mailbox:
    """A mail server that keeps what it takes, and refuses or defers whom it is told to."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[tuple[str, Email]] = []
        self.replies: dict[str, str] = {}
        self.victim: subprocess.Popen[bytes] | None = None  # killed before it has an answer

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        reply = self.replies.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        for address in envelope.rcpt_tos:
            self.mails.append((address, message_from_bytes(envelope.content)))
        if self.victim:
            self.victim.kill()
            self.victim.wait()
        return "250 OK"

    @property
    def counts(self) -> Counter[str]:
        return Counter(address for address, _ in self.mails)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def write_article(folder: Path, name: str, text: str, *, when: datetime, title: str) -> None:
    folder.mkdir(exist_ok=True)
    head = f"---\ntitle: {title}\noutlet: The Courier\ndate: {when.isoformat()}\n---\n\n"
    (folder / name).write_text(head + text, encoding="utf-8")


READERS = 'recipients = ["ana@press.example", "bo@press.example"]'


def make_settings(
    folder: Path, port: int, *, top: str = "", more: str = "", readers: str = READERS
) -> SettingsFile:
    """Return settings that mail by the server at the port; ``top`` and ``more`` are TOML."""
    text = f"""
title = "Morning briefing"
{top}
{readers if readers == READERS else ""}
{more}
{readers if readers != READERS else ""}
[[sources]]
path = "articles"
[mail]
from = "Press <press@press.example>"
[[deliver]]
by = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
timeout = 5
[run]
state_folder = "state"
"""
    return decode_settings(text.encode(), folder / "digest.toml")


def text_of(mail: Email) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode()


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    when = MORNING - timedelta(hours=5)
    write_article(tmp_path / "articles", "ferry.txt", FERRY, when=when, title="Ferry leaves")
    return tmp_path


def test_each_recipient_gets_one_mail_and_a_second_run_sends_none(
    folder: Path, mailbox: Mailbox
) -> None:
    settings = make_settings(folder, mailbox.port)

    codes = [run_daily(settings, clock=at(MORNING + timedelta(minutes=n))) for n in range(3)]

    assert codes == [0, 0, 0]
    assert mailbox.counts == {"ana@press.example": 1, "bo@press.example": 1}
    assert "Ferry leaves" in str(mailbox.mails[0][1]["Subject"])


def test_a_run_every_quarter_of_an_hour_never_takes_a_key_twice(
    folder: Path, mailbox: Mailbox
) -> None:
    settings = make_settings(folder, mailbox.port)
    quarters = [MORNING + timedelta(minutes=15 * n) for n in range(60)]

    codes = {run_daily(settings, clock=at(moment)) for moment in quarters}

    assert codes == {0}
    assert mailbox.counts == {"ana@press.example": 1, "bo@press.example": 1}


def test_the_next_day_tells_only_what_is_new(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port)
    run_daily(settings, clock=at(MORNING))
    tomorrow = MORNING + timedelta(days=1)
    write_article(
        folder / "articles",
        "dam.txt",
        DAM,
        when=tomorrow - timedelta(hours=3),
        title="Dam breaks above Oru Bay",
    )

    run_daily(settings, clock=at(tomorrow))

    text = text_of(mailbox.mails[-1][1])
    assert "Dam breaks" in text
    assert "Ferry" not in text
    assert mailbox.counts == {"ana@press.example": 2, "bo@press.example": 2}


def test_a_day_without_news_is_silent(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port)
    run_daily(settings, clock=at(MORNING))

    assert run_daily(settings, clock=at(MORNING + timedelta(days=1))) == 0
    assert mailbox.counts == {"ana@press.example": 1, "bo@press.example": 1}


def test_an_empty_day_is_told_where_that_is_asked_for(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port, top='empty_day = "tell"')
    run_daily(settings, clock=at(MORNING))

    run_daily(settings, clock=at(MORNING + timedelta(days=1)))

    assert mailbox.counts["ana@press.example"] == 2


def test_who_is_deferred_gets_it_from_the_next_run_and_nobody_else_again(
    folder: Path, mailbox: Mailbox
) -> None:
    settings = make_settings(folder, mailbox.port)
    mailbox.replies["bo@press.example"] = "550 no such person"

    first = run_daily(settings, clock=at(MORNING))

    assert first == 1
    assert mailbox.counts == {"ana@press.example": 1}
    with open_books(settings, at(MORNING)) as books:
        (refused,) = books.ledger.waiting()
        assert (refused.state, refused.recipient) == ("failed", "bo@press.example")
        assert books.ledger.resend(MORNING, state="failed") == 1
    mailbox.replies.clear()
    assert run_daily(settings, clock=at(MORNING + timedelta(minutes=5))) == 0
    assert mailbox.counts == {"ana@press.example": 1, "bo@press.example": 1}


def test_a_server_that_is_away_costs_nothing_but_time(
    folder: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.daily.handing.PAUSES", (0.05,))
    away = make_settings(folder, free_port())

    assert run_daily(away, clock=at(MORNING)) == 75
    back = make_settings(folder, mailbox.port)
    assert run_daily(back, clock=at(MORNING + timedelta(hours=1))) == 0

    assert mailbox.counts == {"ana@press.example": 1, "bo@press.example": 1}


def test_two_runs_at_once_are_one(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port)

    with run_lock(folder / "state"), pytest.raises(TemporaryError, match="another run"):
        run_daily(settings, clock=at(MORNING))

    assert mailbox.mails == []


def test_a_rehearsal_changes_nothing_and_sends_nothing(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port)
    run_daily(settings, clock=at(MORNING))
    before = _hashes(folder)
    tomorrow = MORNING + timedelta(days=1)
    write_article(folder / "articles", "dam.txt", DAM, when=tomorrow, title="Dam breaks")
    sent = len(mailbox.mails)

    lines = list(rehearse(settings, clock=at(tomorrow + timedelta(hours=1))))

    assert any("1 events" in line for line in lines)
    assert any("to ana@press.example" in line for line in lines)
    assert len(mailbox.mails) == sent
    assert {name: one for name, one in _hashes(folder).items() if "articles" not in name} == {
        name: one for name, one in before.items() if "articles" not in name
    }


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db-shm")
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_draft_waits_for_approval(folder: Path, mailbox: Mailbox) -> None:
    approval = '[approval]\nneeded = true\nask = ["editor@press.example"]\n'
    settings = make_settings(folder, mailbox.port, more=approval)
    run_daily(settings, clock=at(MORNING))
    assert mailbox.counts == {"editor@press.example": 1}
    assert str(mailbox.mails.pop()[1]["Subject"]).startswith("Draft: Morning briefing")

    assert approve_drafts(settings, clock=at(MORNING)) == ["2026-03-12"]
    run_daily(settings, clock=at(MORNING + timedelta(minutes=9)))

    assert mailbox.counts == {"ana@press.example": 1, "bo@press.example": 1}


def test_a_look_at_the_last_digest_counts_for_nothing(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port)
    run_daily(settings, clock=at(MORNING))

    handed = send_test(settings, "me@press.example", clock=at(MORNING))

    assert handed.sent == 1
    assert mailbox.counts["me@press.example"] == 1
    assert run_daily(settings, clock=at(MORNING + timedelta(minutes=5))) == 0
    assert mailbox.counts["ana@press.example"] == 1


def test_a_damaged_state_mails_nothing_twice(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port)
    run_daily(settings, clock=at(MORNING))
    (folder / "state" / "state.db").write_bytes(b"no database at all" * 500)

    code = run_daily(settings, clock=at(MORNING + timedelta(minutes=5)))

    assert code == 1
    assert mailbox.counts == {"ana@press.example": 1, "bo@press.example": 1}
    with open_books(settings, at(MORNING)) as books:
        assert {one.state for one in books.ledger.waiting()} == {"uncertain"}


def test_a_missing_source_is_said_and_the_others_are_read(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port, more='[[sources]]\npath = "nowhere"\n')

    assert run_daily(settings, clock=at(MORNING)) == 1
    assert mailbox.counts["ana@press.example"] == 1


def test_the_status_tells_how_things_stand(folder: Path, mailbox: Mailbox) -> None:
    settings = make_settings(folder, mailbox.port)
    run_daily(settings, clock=at(MORNING))

    with open_books(settings, at(MORNING)) as books:
        lines = list(tell_status(settings, books, most=5))

    assert "exit 0" in lines[0]
    assert "2 delivered" in lines[1]


GROUPS = """
[[recipients]]
name = "Harbor desk"
addresses = ["harbor@press.example"]
sections = ["Harbor"]
[[recipients]]
name = "Everybody"
addresses = ["all@press.example"]
"""


def test_groups_get_their_sections(folder: Path, mailbox: Mailbox) -> None:
    section = (
        '[[sections]]\nname = "Harbor"\nwords = ["ferry"]\n'
        '[[deliver]]\nby = "folder"\nfolder = "desk"\nrecipient = "Harbor desk"\n'
        'formats = ["text"]\n'
    )
    settings = make_settings(folder, mailbox.port, more=section, readers=GROUPS)
    when = MORNING - timedelta(hours=2)
    write_article(folder / "articles", "dam.txt", DAM, when=when, title="Dam breaks")

    run_daily(settings, clock=at(MORNING))

    texts = {address: text_of(mail) for address, mail in mailbox.mails}
    assert "Dam breaks" not in texts["harbor@press.example"]
    assert "Ferry leaves" in texts["harbor@press.example"]
    assert "Dam breaks" in texts["all@press.example"]
    (file,) = (folder / "desk").iterdir()
    assert "Ferry leaves" in file.read_text()
    assert "Dam breaks" not in file.read_text()


def test_outlets_of_the_settings_are_known_to_all_that_reads(
    tmp_path: Path, mailbox: Mailbox
) -> None:
    (tmp_path / "articles").mkdir()
    page = "".join(f"<p>{paragraph}</p>" for paragraph in FERRY.split("\n\n"))
    (tmp_path / "articles" / "ferry.html").write_text(
        "<!doctype html><html><head><title>Ferry leaves</title>"
        '<link rel="canonical" href="https://www.strait.example/2026/03/12/ferry">'
        f"</head><body><article><h1>Ferry leaves</h1>{page}</article></body></html>"
    )
    own = '[outlets.domains]\n"strait.example" = "The Strait Herald"\n'
    settings = make_settings(tmp_path, mailbox.port, more=own)

    run_daily(settings, clock=at(MORNING))

    assert "The Strait Herald" in text_of(mailbox.mails[0][1])


def test_from_cron_a_run_that_succeeds_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "digest.toml").write_text(
        '[[sources]]\npath = "articles"\n[[deliver]]\nby = "folder"\nfolder = "out"\n'
        '[run]\nstate_folder = "state"\n'
    )
    write_article(
        tmp_path / "articles", "a.txt", FERRY, when=datetime.now(UTC), title="Ferry leaves"
    )
    program = Path(sys.executable).with_name("digest")

    done = subprocess.run(
        [program, "run", "-c", "digest.toml"],
        cwd=tmp_path,
        capture_output=True,
        env={"PATH": os.environ["PATH"]},
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    made = json.loads(next((tmp_path / "out").glob("*.json")).read_text())
    assert made["verified"]["failed"] == 0
