"""The books of the daily run: all or nothing, and nothing handed over twice."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.daily.ledger import Ledger, MadeEdition, Message, Outbox
from digest.daily.lock import run_lock
from digest.deliverers.mails import Mail, Result
from digest.errors import OutputError, TemporaryError
from digest.state import Database, open_state

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def edition(key: str = "2026-03-12", end: datetime = NOW) -> MadeEdition:
    return MadeEdition(
        key=key,
        day=key,
        begin=end - timedelta(days=1),
        end=end,
        state="made",
        made=end,
        digest=b"{}",
    )


def message(number: int, *, way: str = "smtp", key: str = "2026-03-12") -> Message:
    mail = Mail(
        message_id=f"<{number}@press.example>",
        sender="press@press.example",
        recipients=(f"reader{number}@press.example",),
        data=b"Subject: Digest\r\n\r\nHello\r\n",
    )
    return Message(edition=key, way=way, mail=mail)


def opened(folder: Path) -> Database:
    return open_state(folder)


def add(ledger: Ledger, made: MadeEdition, count: int = 2, held: str = "") -> None:
    messages = [message(n, key=made.key) for n in range(count)]
    ledger.add_edition(
        made, articles=["a", "b"], events=[("e", made.day, b"told")], messages=messages, held=held
    )


def test_an_article_keeps_the_moment_in_which_it_was_first_seen(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        ledger.first_seen(["a"], NOW)

        seen = ledger.first_seen(["a", "b"], NOW + timedelta(days=1))

    assert seen == {"a": NOW, "b": NOW + timedelta(days=1)}


def test_what_an_edition_tells_is_told_for_good(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        ledger.first_seen(["a", "c"], NOW)
        add(ledger, edition())

        assert ledger.told_in(["a", "b", "c"]) == {"a": "2026-03-12", "b": "2026-03-12"}
        assert ledger.events() == (b"told",)
        assert [one.key for one in ledger.editions(5)] == ["2026-03-12"]
        assert ledger.edition("2026-03-12") == edition()


def test_an_edition_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        add(ledger, edition())

        with pytest.raises(OutputError, match="unique constraint"):
            ledger.add_edition(edition(), articles=["z"], events=[], messages=[message(9)])

        assert ledger.told_in(["z"]) == {}
        assert len(ledger.due("smtp", 10)) == 2


def test_what_was_sent_is_no_longer_due(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger, outbox = Ledger(database), Outbox(database, lambda: NOW)
        add(ledger, edition())
        first, second = ledger.due("smtp", 10)
        outbox.sending(first, first.recipients)
        outbox.done(first, [Result(recipient=first.recipients[0], outcome="sent", reply="250 ok")])

        assert ledger.due("smtp", 10) == (second,)
        assert ledger.due("folder", 10) == ()
        assert ledger.waiting(states=("sent",))[0].reply == "250 ok"


def test_who_was_killed_while_handing_over_leaves_it_uncertain(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        add(ledger, edition())
        (first, _) = ledger.due("smtp", 10)
        Outbox(database, lambda: NOW).sending(first, first.recipients)

    with closing(opened(tmp_path)) as database:  # the next run
        ledger = Ledger(database)
        assert ledger.settle_interrupted(NOW) == 1
        assert len(ledger.due("smtp", 10)) == 1
        assert [one.recipient for one in ledger.waiting(states=("uncertain",))] == [
            "reader0@press.example"
        ]
        assert ledger.resend(NOW) == 1
        assert len(ledger.due("smtp", 10)) == 2


def test_what_is_held_waits_for_a_person(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        add(ledger, edition(), held="the state was damaged")

        assert ledger.due("smtp", 10) == ()
        assert {one.reply for one in ledger.waiting()} == {"the state was damaged"}


def test_a_run_cap_leaves_the_rest_for_later(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        add(ledger, edition(), count=5)

        assert len(ledger.due("smtp", 3)) == 3


def test_what_is_late_is_given_up_with_its_reason(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        add(ledger, edition())

        assert ledger.give_up(NOW, "too late", NOW) == 0
        assert ledger.give_up(NOW + timedelta(hours=1), "too late", NOW) == 2
        assert ledger.due("smtp", 10) == ()
        assert {one.reply for one in ledger.waiting(states=("failed",))} == {"too late"}


def test_what_is_uncertain_goes_out_once_more_and_what_is_held_does_not(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger, outbox = Ledger(database), Outbox(database, lambda: NOW)
        add(ledger, edition())
        (first, second) = ledger.due("smtp", 10)
        for _ in range(2):
            outbox.sending(first, first.recipients)
            ledger.settle_interrupted(NOW)
            ledger.resend_once(NOW)
        add(ledger, edition("2026-03-13"), held="held")

        assert ledger.resend_once(NOW) == 0
        assert ledger.due("smtp", 10) == (second,)


def test_runs_are_remembered(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as database:
        ledger = Ledger(database)
        number = ledger.begin_run(NOW)
        ledger.begin_run(NOW)
        ledger.end_run(number, NOW, 0, "2 events")

        killed, done = ledger.runs(5)

    assert (done.code, done.told) == (0, "2 events")
    assert killed.ended is None


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        run_lock(tmp_path),
        pytest.raises(TemporaryError, match="another run"),
        run_lock(tmp_path),
    ):
        raise AssertionError("two runs at once")


def test_a_lock_in_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(OutputError, match="cannot write"), run_lock(tmp_path / "file" / "state"):
        raise AssertionError("a lock in a file")
