"""The databases that digest keeps between runs, opened safely.

One rule: a database is never repaired by guessing and never deleted. A damaged
file is set aside under a numbered name, said, and begun anew; before a migration
changes anything, the file is copied.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from digest.errors import OutputError, TemporaryError
from digest.model import Skipped

PATIENCE = 10.0  # seconds to wait for another process that writes
STATE, ARCHIVE = "state.db", "archive.db"
_BESIDE = ("", "-wal", "-shm", "-journal")  # the files that make up a database
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

# Appended to, never changed: files out there count how many of them they have seen.
STATE_MIGRATIONS = (
    """
    CREATE TABLE polls (
        url TEXT PRIMARY KEY,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        answered_by TEXT NOT NULL,
        media_type TEXT NOT NULL,
        body_sha256 TEXT NOT NULL,
        last_tried INTEGER,
        last_ok INTEGER,
        next_allowed INTEGER,
        failures INTEGER NOT NULL,
        first_failed INTEGER,
        reason TEXT NOT NULL,
        told INTEGER,
        moved_to TEXT NOT NULL,
        moves INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE articles (  -- that were seen
        key TEXT PRIMARY KEY,
        first_seen INTEGER NOT NULL,
        edition TEXT NOT NULL DEFAULT ''  -- that told it; '' where none did
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE later (  -- articles for an edition to come
        key TEXT PRIMARY KEY,
        kept INTEGER NOT NULL,
        packed BLOB NOT NULL
    ) STRICT;
    CREATE TABLE events (  -- that were told
        id TEXT PRIMARY KEY,
        last TEXT NOT NULL,  -- day
        told BLOB NOT NULL
    ) STRICT;
    CREATE TABLE editions (
        key TEXT PRIMARY KEY,
        day TEXT NOT NULL,
        begins INTEGER NOT NULL,
        ends INTEGER NOT NULL,
        state TEXT NOT NULL,  -- draft, made, empty
        made INTEGER NOT NULL,
        digest BLOB NOT NULL  -- digest.json, packed
    ) STRICT;
    CREATE TABLE messages (
        message_id TEXT PRIMARY KEY,
        edition TEXT NOT NULL,
        way TEXT NOT NULL,  -- of delivery
        sender TEXT NOT NULL,
        data BLOB NOT NULL  -- packed
    ) STRICT;
    CREATE TABLE outbox (
        message_id TEXT NOT NULL REFERENCES messages,
        recipient TEXT NOT NULL,
        state TEXT NOT NULL,  -- new, sending, sent, uncertain, failed
        tries INTEGER NOT NULL,
        added INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        reply TEXT NOT NULL,
        PRIMARY KEY (message_id, recipient)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX outbox_state ON outbox (state);
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        started INTEGER NOT NULL,
        ended INTEGER,
        code INTEGER,
        told TEXT NOT NULL DEFAULT ''
    ) STRICT;
    """,
)
ARCHIVE_MIGRATIONS = (
    """
    CREATE TABLE bodies (
        sha256 TEXT PRIMARY KEY,
        used INTEGER NOT NULL,  -- second of the last run that read it
        size INTEGER NOT NULL,  -- bytes before packing
        packed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX bodies_used ON bodies (used);
    """,
    """
    CREATE TABLE readings (
        key TEXT PRIMARY KEY,
        made INTEGER NOT NULL,  -- second
        packed BLOB NOT NULL
    ) STRICT;
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An open database; ``notes`` say what had to be set aside.

    Used inside ``writing`` or ``reading``, from any thread.
    """

    path: Path
    connection: sqlite3.Connection = field(repr=False)
    notes: tuple[Skipped, ...] = ()
    lock: RLock = field(default_factory=RLock, repr=False)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection within one transaction: all of it is kept, or nothing.

        Raises TemporaryError where another process writes for too long, OutputError
        where the disk is full or the file not writable.
        """
        with self.lock, _said(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # SQLite itself may have ended it
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection to read from; raises as ``writing`` does."""
        with self.lock, _said(self.path):
            yield self.connection

    def close(self) -> None:
        """Close the database."""
        with self.lock:
            self.connection.close()


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return where state is kept: systemd's folder, else the user's for state.

    Raises OutputError where the user has none.
    """
    given = environment.get("STATE_DIRECTORY", "").split(":")[0]  # systemd may name several
    if given:
        return Path(given)
    base = environment.get("XDG_STATE_HOME", "")
    if os.path.isabs(base):  # the specification has relative ones ignored
        return Path(base) / "digest"
    try:
        home = Path(environment.get("HOME") or Path.home())
    except RuntimeError as err:  # a user that the system does not know
        raise OutputError("there is no home directory: set XDG_STATE_HOME") from err
    return home / ".local" / "state" / "digest"


def open_state(folder: Path) -> Database:
    """Open what must not be lost: small, checked whole, copied before it changes its form."""
    return open_database(folder / STATE, STATE_MIGRATIONS)


def open_archive(folder: Path) -> Database:
    """Open what can be fetched again, and may be deleted at any time."""
    return open_database(folder / ARCHIVE, ARCHIVE_MIGRATIONS, is_precious=False)


def open_database(path: Path, migrations: Sequence[str], *, is_precious: bool = True) -> Database:
    """Open a database, making and migrating it where needed.

    The number of migrations done stands in the file. ``is_precious`` files are
    checked whole, copied before a migration and synced at each commit. Raises
    OutputError where the folder or file cannot be written, and for a file that
    a newer version made; TemporaryError where another process keeps it locked.
    """
    _make_folder(path.parent)
    with _one_at_a_time(path):
        notes: tuple[Skipped, ...] = ()
        try:
            connection = _opened(path, migrations, is_precious=is_precious)
        except sqlite3.DatabaseError as err:
            if not _is_damage(err):
                raise _as_error(err, path) from err
            notes = (_set_aside(path),)
            _suspect(path).unlink(missing_ok=True)
            with _said(path):
                connection = _opened(path, migrations, is_precious=is_precious)
    return Database(path=path, connection=connection, notes=notes)


def _opened(path: Path, migrations: Sequence[str], *, is_precious: bool) -> sqlite3.Connection:
    _make_file(path)
    connection = sqlite3.connect(
        path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    # A flipped bit within a text is no damage to SQLite, and must be none to us.
    connection.text_factory = lambda stored: stored.decode("utf-8", "replace")
    try:
        connection.execute("PRAGMA journal_mode = WAL")  # stays as it is where WAL cannot work
        connection.execute(f"PRAGMA synchronous = {'FULL' if is_precious else 'NORMAL'}")
        connection.execute("PRAGMA trusted_schema = OFF")
        if is_precious or _suspect(path).exists():
            _check(connection)
            _suspect(path).unlink(missing_ok=True)
        _migrate(connection, path, migrations, with_copy=is_precious)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        raise _Damaged(result)


class _Damaged(sqlite3.DatabaseError):
    """The check found what SQLite would have stumbled over later."""


def _migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[str], *, with_copy: bool
) -> None:
    done = _version(connection)
    if done > len(migrations):
        raise OutputError(
            f"'{path}' was made by a newer digest (format {done}, known: {len(migrations)}); "
            "use that version, or another state folder"
        )
    if done == len(migrations):
        return
    if done and with_copy:
        _copy(connection, path.with_name(f"{path.name}.format-{done}"))
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, script in enumerate(migrations[done:], done + 1):
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; ``executescript`` would end our transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    _make_file(target)
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)


def _set_aside(path: Path) -> Skipped:
    """Rename all files of a database, with the next free number."""
    number = 1
    while path.with_name(f"{path.name}.damaged-{number}").exists():
        number += 1
    name = f"{path.name}.damaged-{number}"
    try:
        for ending in _BESIDE:
            beside = path.with_name(path.name + ending)
            if beside.exists():
                os.replace(beside, path.with_name(name + ending))
    except OSError as err:
        raise OutputError(f"cannot set '{path}' aside: {err.strerror or err}") from err
    reason = f"damaged; set aside as '{name}' and begun anew"
    return Skipped(item=str(path), step="state", reason=reason)


def _suspect(path: Path) -> Path:
    """Return the file that has the next run check a database, as this one stumbled over it."""
    return path.with_name(f".{path.name}.suspect")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # addresses may hold secrets
    except OSError as err:
        raise OutputError(f"cannot make '{folder}': {err.strerror or err}") from err


def _make_file(path: Path) -> None:
    """Make the file for the user alone, as SQLite would not; what lies beside it follows."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as err:
        raise OutputError(f"cannot write '{path}': {err.strerror or err}") from err


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Keep two processes from making, migrating or setting aside one file at once."""
    lock = path.with_name(f".{path.name}.lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as err:
        raise OutputError(f"cannot write in '{path.parent}': {err.strerror or err}") from err
    try:
        with suppress(OSError):  # a file system without locks; SQLite's own care remains
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as err:
        if _is_damage(err):
            with suppress(OSError):
                _suspect(path).touch()
        raise _as_error(err, path) from err


def _as_error(err: sqlite3.Error, path: Path) -> OutputError | TemporaryError:
    if _code(err) in _BUSY:
        return TemporaryError(f"'{path}' is locked by another process; try again later")
    if _is_damage(err):
        return OutputError(f"'{path}' is damaged; the next run sets it aside")
    return OutputError(f"cannot write '{path}': {str(err).lower()}")


def _is_damage(err: sqlite3.Error) -> bool:
    return isinstance(err, _Damaged) or _code(err) in _DAMAGED


def _code(err: sqlite3.Error) -> int:
    return getattr(err, "sqlite_errorcode", 0) & 0xFF  # without SQLite's finer distinctions
