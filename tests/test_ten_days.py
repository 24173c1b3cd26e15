"""Ten days of feeds from a server on loopback: nothing told twice, one mail a day for each."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message as Email
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from digest.daily.job import run_daily
from digest.settings import SettingsFile, decode_settings
from tests.post_office import free_port
from tests.test_daily_run import Mailbox, at, text_of
from tests.web_server import Server, answer, serving

FIRST = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
READERS = ("ana@press.example", "bo@press.example")
PLACES = "Ansel Brask Corvo Dunmere Eskholm Fjordby Garrow Hollin Istra Jorvik".split()
THINGS = "ferry dam bridge harbor school tunnel market museum airport library".split()
ITEM = """<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>
<pubDate>{date}</pubDate><content:encoded><![CDATA[{text}]]></content:encoded></item>"""
FEED = """<?xml version="1.0"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{outlet}</title>
<link>{base}</link>{items}</channel></rss>"""


def story(day: int) -> tuple[str, str]:
    """Return the title and the text of the day's own event."""
    place, thing = PLACES[day], THINGS[day]
    title = f"The {thing} of {place} is closed after a storm"
    statement = f"said the council of {place} in a statement"
    weeks = f"open again within {day + 3} weeks"
    lines = [
        f"The {thing} of {place} was closed on day {day}: a storm tore its roof off, {statement}.",
        f"“The {thing} will be {weeks},” said the mayor of {place}, who had seen the damage.",
        f"About {(day + 2) * 100} people of {place} use the {thing} every day and have to wait.",
    ]
    text = "".join(f"<p>{line}</p>" for line in lines)
    return title, text


def feed(server: Server, outlet: str, day: int) -> bytes:
    """Return what an outlet's feed holds on a day: the stories of the last three."""
    items = []
    for number in range(max(0, day - 2), day + 1):
        title, text = story(number)
        moment = FIRST + timedelta(days=number) - timedelta(hours=4)
        guid = f"{outlet}-{number}" if number % 2 else f"{outlet}-{number}-seen-{day}"
        link = server.url(f"/{outlet}/{number}?utm_source=feed{day}")
        items.append(
            ITEM.format(
                title=title,
                link=link,
                guid=guid,
                date=moment.strftime("%a, %d %b %Y %H:%M:%S +0000"),
                text=text.replace("storm", "storm" if outlet == "courier" else "gale"),
            )
        )
    body = FEED.format(outlet=f"The {outlet.title()}", base=server.url(), items="".join(items))
    return answer(body.encode(), headers={"Content-Type": "application/rss+xml"})


def settings_for(folder: Path, server: Server, mailbox: Mailbox) -> SettingsFile:
    text = f"""
recipients = ["{READERS[0]}", "{READERS[1]}"]
[[sources]]
feed = "{server.url("/courier.xml")}"
[[sources]]
feed = "{server.url("/herald.xml")}"
[web]
allow_private = ["127.0.0.1"]
delay = 0
[mail]
from = "press@press.example"
[[deliver]]
by = "smtp"
host = "127.0.0.1"
port = {mailbox.port}
security = "none"
[run]
state_folder = "state"
"""
    (folder / "digest.toml").write_text(text)
    return decode_settings(text.encode(), folder / "digest.toml")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def test_ten_days_with_one_missed_and_one_killed(tmp_path: Path, mailbox: Mailbox) -> None:
    with serving() as server:
        settings = settings_for(tmp_path, server, mailbox)
        for day in range(10):
            server.answers["/courier.xml"] = feed(server, "courier", day)
            server.answers["/herald.xml"] = feed(server, "herald", day)
            if day == 3:
                continue  # the machine was off
            moment = FIRST + timedelta(days=day)
            if day == 6:
                _run_and_be_killed(tmp_path / "digest.toml", moment, mailbox)
            assert run_daily(settings, clock=at(moment + timedelta(minutes=2))) in (0, 1)
            assert run_daily(settings, clock=at(moment + timedelta(minutes=9))) in (0, 1)

    for reader in READERS:
        mails = [mail for address, mail in mailbox.mails if address == reader]
        assert len(mails) == 9  # one a day, none on the day without a run
        assert _told(mails) == dict.fromkeys(range(10), 1)


def _run_and_be_killed(settings: Path, moment: datetime, mailbox: Mailbox) -> None:
    """Run in a process that dies when the server has its first mail, before it has the answer."""
    run = (
        "import sys; from datetime import datetime; from pathlib import Path\n"
        "from digest.daily.job import run_daily; from digest.settings import read_settings\n"
        "now = datetime.fromisoformat(sys.argv[2])\n"
        "run_daily(read_settings(Path(sys.argv[1])), clock=lambda: now)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", run, str(settings), moment.isoformat()])
    mailbox.victim = process
    assert process.wait(60) == -signal.SIGKILL
    mailbox.victim = None


def _told(mails: list[Email]) -> dict[int, int]:
    """Return in how many mails each day's event is told."""
    counts: Counter[int] = Counter()
    for mail in mails:
        text = " ".join(text_of(mail).split())
        counts.update(day for day, place in enumerate(PLACES) if f"of {place} " in text)
    return dict(sorted(counts.items()))
