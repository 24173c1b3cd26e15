"""What the daily run has told, made and sent, in state.db.

One rule: an edition, the articles that it tells and the mails that it makes are
written in one transaction. Whoever is killed before has told nothing; whoever is
killed after has only to hand over.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from digest.deliverers.mails import Mail, Result
from digest.deliverers.outbox import STATE_AFTER, State, state_found
from digest.state import Database

Clock: TypeAlias = Callable[[], datetime]
EditionState: TypeAlias = Literal["draft", "made", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEdition:
    """An edition as it was made; ``digest`` is its digest.json, empty where nothing was new."""

    key: str
    day: str
    begin: datetime
    end: datetime
    state: EditionState
    made: datetime
    digest: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail or post of an edition, and by which way of delivery it goes."""

    edition: str
    way: str
    mail: Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message for one recipient, and what became of it."""

    edition: str
    way: str
    message_id: str
    recipient: str
    state: State
    tries: int
    changed: datetime
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One run: when, how it ended, and what it said of itself in one line."""

    started: datetime
    ended: datetime | None
    code: int | None
    told: str


_SEEN = "SELECT key, first_seen FROM articles WHERE key IN (SELECT value FROM json_each(?))"
_TOLD = (
    "SELECT key, edition FROM articles "
    "WHERE edition <> '' AND key IN (SELECT value FROM json_each(?))"
)
_EDITION = "SELECT key, day, begins, ends, state, made, digest FROM editions"  # before its WHERE

_LISTED = "SELECT key, day, begins, ends, state, made, NULL FROM editions"


class Ledger:
    """The books of the daily run; use it inside the lock of the run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # What was seen and told

    def first_seen(self, keys: Collection[str], now: datetime) -> dict[str, datetime]:
        """Return when each article was first seen; those never seen before are, now."""
        known = self._lookup(_SEEN, keys)
        fresh = [key for key in dict.fromkeys(keys) if key not in known]
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO articles (key, first_seen) VALUES (?, ?)",
                [(key, _second(now)) for key in fresh],
            )
        return {key: _moment(known[key]) if key in known else now for key in keys}

    def told_in(self, keys: Collection[str]) -> dict[str, str]:
        """Return by which edition each of the articles was told that one has."""
        return self._lookup(_TOLD, keys)

    def events(self) -> tuple[bytes, ...]:
        """Return the events that were told, as they were remembered."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT told FROM events ORDER BY id").fetchall()
        return tuple(row[0] for row in rows)

    def forget_events(self, before: str) -> int:
        """Forget events last told before a day (ISO), and return how many."""
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM events WHERE last < ?", (before,)).rowcount

    def keep_for_later(self, articles: Iterable[tuple[str, bytes]], now: datetime) -> None:
        """Keep articles that a later edition is to tell, as their source may not."""
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO later VALUES (?, ?, ?)",
                [(key, _second(now), packed) for key, packed in articles],
            )

    def kept_for_later(self) -> tuple[bytes, ...]:
        """Return the articles that were kept and are not told, by key."""
        query = (
            "SELECT l.packed FROM later l LEFT JOIN articles a ON a.key = l.key "
            "WHERE COALESCE(a.edition, '') = '' ORDER BY l.key"
        )
        with self._database.reading() as connection:
            return tuple(row[0] for row in connection.execute(query).fetchall())

    # Editions

    def editions(self, most: int) -> tuple[MadeEdition, ...]:
        """Return the last editions in the order in which they were made, without their digests."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_LISTED} ORDER BY rowid DESC LIMIT ?", (most,))
            return tuple(map(_edition, rows.fetchall()))[::-1]

    def edition(self, key: str) -> MadeEdition | None:
        """Return an edition by its key."""
        with self._database.reading() as connection:
            row = connection.execute(f"{_EDITION} WHERE key = ?", (key,)).fetchone()
        return _edition(row) if row else None

    def edition_of(self, message_id: str) -> MadeEdition:
        """Return the edition that a message belongs to."""
        where = "WHERE key = (SELECT edition FROM messages WHERE message_id = ?)"
        with self._database.reading() as connection:
            return _edition(connection.execute(f"{_EDITION} {where}", (message_id,)).fetchone())

    def drafts(self) -> tuple[MadeEdition, ...]:
        """Return the editions that wait for approval, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_EDITION} WHERE state = 'draft' ORDER BY ends, key")
            return tuple(map(_edition, rows.fetchall()))

    def add_edition(
        self,
        edition: MadeEdition,
        *,
        articles: Iterable[str],
        events: Iterable[tuple[str, str, bytes]],
        messages: Iterable[Message],
        held: str = "",
    ) -> None:
        """Write an edition, what it tells, and what is to be handed over, all or nothing.

        ``events`` are ids, the days on which they were last told, and how they are
        remembered. With a reason in ``held`` nothing goes out until somebody says so.
        """
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO editions VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    edition.key,
                    edition.day,
                    _second(edition.begin),
                    _second(edition.end),
                    edition.state,
                    _second(edition.made),
                    zlib.compress(edition.digest),
                ),
            )
            connection.executemany(
                "INSERT INTO articles VALUES (?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET edition = excluded.edition WHERE edition = ''",
                [(key, _second(edition.made), edition.key) for key in articles],
            )
            connection.executemany("INSERT OR REPLACE INTO events VALUES (?, ?, ?)", events)
            _add_messages(connection, messages, edition.made, held)

    def approve(self, key: str, messages: Iterable[Message], now: datetime) -> None:
        """Let a draft go out."""
        with self._database.writing() as connection:
            connection.execute("UPDATE editions SET state = 'made' WHERE key = ?", (key,))
            _add_messages(connection, messages, now, "")

    # The outbox

    def add_messages(self, messages: Iterable[Message], now: datetime) -> None:
        """Put messages into the outbox that are there for themselves, each id once."""
        with self._database.writing() as connection:
            _add_messages(connection, messages, now, "")

    def settle_interrupted(self, now: datetime) -> int:
        """Make uncertain what an earlier run was killed over; return how many there are."""
        with self._database.writing() as connection:
            return connection.execute(
                "UPDATE outbox SET state = ?, changed = ?, reply = ? WHERE state = 'sending'",
                (state_found("sending"), _second(now), "the run ended while it was handed over"),
            ).rowcount

    def due(self, way: str, most: int) -> tuple[Mail, ...]:
        """Return what is still to be handed over by a way, oldest first, at most so many."""
        query = (
            "SELECT m.message_id, m.sender, m.data, o.recipient FROM outbox o "
            "JOIN messages m ON m.message_id = o.message_id "
            "WHERE o.state = 'new' AND m.way = ? "
            "ORDER BY o.added, m.message_id, o.recipient LIMIT ?"
        )
        with self._database.reading() as connection:
            rows = connection.execute(query, (way, most)).fetchall()
        return tuple(
            Mail(
                message_id=message_id,
                sender=sender,
                recipients=(recipient,),
                data=zlib.decompress(data),
            )
            for message_id, sender, data, recipient in rows
        )

    def waiting(
        self, *, states: Sequence[State] = ("new", "uncertain", "failed")
    ) -> tuple[Waiting, ...]:
        """Return what is not handed over, or not for sure, in the order in which it was added."""
        query = (
            "SELECT m.edition, m.way, o.message_id, o.recipient, o.state, o.tries, o.changed, "
            "o.reply FROM outbox o JOIN messages m ON m.message_id = o.message_id "
            "WHERE o.state IN (SELECT value FROM json_each(?)) "
            "ORDER BY o.added, o.message_id, o.recipient"
        )
        with self._database.reading() as connection:
            rows = connection.execute(query, (json.dumps(states),)).fetchall()
        return tuple(
            Waiting(
                edition=edition,
                way=way,
                message_id=message_id,
                recipient=recipient,
                state=state,
                tries=tries,
                changed=_moment(changed),
                reply=reply,
            )
            for edition, way, message_id, recipient, state, tries, changed, reply in rows
        )

    def sent(self, key: str) -> int:
        """Return to how many an edition was handed over."""
        query = (
            "SELECT COUNT(*) FROM outbox o JOIN messages m ON m.message_id = o.message_id "
            "WHERE m.edition = ? AND o.state = 'sent'"
        )
        with self._database.reading() as connection:
            return int(connection.execute(query, (key,)).fetchone()[0])

    def resend(self, now: datetime, *, state: State = "uncertain") -> int:
        """Let what is in a state go out again, as somebody decided; return how many."""
        with self._database.writing() as connection:
            return connection.execute(
                "UPDATE outbox SET state = 'new', changed = ? WHERE state = ?",
                (_second(now), state),
            ).rowcount

    def resend_once(self, now: datetime) -> int:
        """Let what was handed over once and is uncertain go out a second time."""
        with self._database.writing() as connection:
            return connection.execute(
                "UPDATE outbox SET state = 'new', changed = ? "
                "WHERE state = 'uncertain' AND tries = 1",
                (_second(now),),
            ).rowcount

    def give_up(self, before: datetime, reason: str, now: datetime) -> int:
        """Let nothing more go out of editions that ended before; return how many that leaves out.

        Files are written all the same, however late.
        """
        with self._database.writing() as connection:
            return connection.execute(
                "UPDATE outbox SET state = 'failed', changed = ?, reply = ? "
                "WHERE state = 'new' AND message_id IN (SELECT m.message_id FROM messages m "
                "JOIN editions e ON e.key = m.edition "
                "WHERE e.ends < ? AND m.way NOT LIKE 'folder%')",
                (_second(now), reason, _second(before)),
            ).rowcount

    # Runs

    def begin_run(self, now: datetime) -> int:
        """Write that a run began, and return its number."""
        with self._database.writing() as connection:
            row = connection.execute("INSERT INTO runs (started) VALUES (?)", (_second(now),))
            return int(row.lastrowid or 0)

    def end_run(self, number: int, now: datetime, code: int, told: str) -> None:
        """Write how a run ended."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, code = ?, told = ? WHERE id = ?",
                (_second(now), code, told, number),
            )

    def runs(self, most: int) -> tuple[Ran, ...]:
        """Return the last runs, the newest first."""
        query = "SELECT started, ended, code, told FROM runs ORDER BY id DESC LIMIT ?"
        with self._database.reading() as connection:
            rows = connection.execute(query, (most,)).fetchall()
        return tuple(
            Ran(
                started=_moment(started),
                ended=None if ended is None else _moment(ended),
                code=code,
                told=told,
            )
            for started, ended, code, told in rows
        )

    def prune(self, before: datetime) -> None:
        """Forget runs and what was sent before, and articles that were last seen long before."""
        second = _second(before)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM runs WHERE started < ?", (second,))
            connection.execute("DELETE FROM outbox WHERE state = 'sent' AND changed < ?", (second,))
            connection.execute(
                "DELETE FROM messages WHERE message_id NOT IN (SELECT message_id FROM outbox)"
            )
            connection.execute("DELETE FROM articles WHERE first_seen < ?", (second,))
            connection.execute(
                "DELETE FROM later WHERE kept < ? OR key IN "
                "(SELECT key FROM articles WHERE edition <> '')",
                (second,),
            )

    def _lookup(self, query: str, keys: Collection[str]) -> dict[str, Any]:
        """Return what a query over keys gives, by key."""
        wanted = json.dumps(list(dict.fromkeys(keys)))
        with self._database.reading() as connection:
            rows = connection.execute(query, (wanted,))
            return dict(rows.fetchall())


class Outbox:
    """The recorder that deliverers tell what happens; see ``deliverers.mails``.

    ``results`` are the last of each message and recipient.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.results: dict[tuple[str, str], Result] = {}

    def sending(self, mail: Mail, recipients: Sequence[str]) -> None:
        """Write down who may get the mail from here on; on disk when it returns."""
        now = _second(self._clock())
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE outbox SET state = 'sending', tries = tries + 1, changed = ? "
                "WHERE message_id = ? AND recipient = ?",
                [(now, mail.message_id, one) for one in recipients],
            )

    def done(self, mail: Mail, results: Sequence[Result]) -> None:
        """Write down what became of it."""
        now = _second(self._clock())
        self.results |= {(mail.message_id, one.recipient): one for one in results}
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE outbox SET state = ?, changed = ?, reply = ? "
                "WHERE message_id = ? AND recipient = ?",
                [
                    (STATE_AFTER[one.outcome], now, one.reply, mail.message_id, one.recipient)
                    for one in results
                ],
            )


def _add_messages(
    connection: sqlite3.Connection, messages: Iterable[Message], now: datetime, held: str
) -> None:
    """Add messages to the outbox, each once whatever is asked; held ones wait for a person."""
    state: State = "uncertain" if held else "new"
    for message in messages:
        mail = message.mail
        connection.execute(
            "INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?, ?)",
            (mail.message_id, message.edition, message.way, mail.sender, zlib.compress(mail.data)),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, 0, ?, ?, ?)",
            [
                (mail.message_id, one, state, _second(now), _second(now), held)
                for one in mail.recipients
            ],
        )


def _edition(row: tuple[Any, ...]) -> MadeEdition:
    key, day, begin, end, state, made, packed = row
    return MadeEdition(
        key=key,
        day=day,
        begin=_moment(begin),
        end=_moment(end),
        state=state,
        made=_moment(made),
        digest=zlib.decompress(packed) if packed else b"",
    )


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
