"""Polls and bodies in SQLite: ``state.db`` and ``archive.db``.

One rule: polls are precious and small; bodies can be fetched again, so their file
may be thrown away, and is kept within bounds.
"""

import zlib
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from digest.state import Database
from digest.web.polls import Poll

_COLUMNS = tuple(each.name for each in fields(Poll))
_TIMES = frozenset({"last_tried", "last_ok", "next_allowed", "first_failed", "told"})
_PACKING = 6  # zlib's level; 9 takes thrice the time for one hundredth less


class SqlitePolls:
    """Polls in a database that ``open_state`` gives."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, url: str) -> Poll:
        """Return what is known of an address, a fresh poll for a new one."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM polls WHERE url = ?"  # noqa: S608  # our names
        with self._database.reading() as connection:
            row = connection.execute(query, (_storable(url),)).fetchone()
        return _poll(row) if row else Poll(url=url)

    def put(self, poll: Poll) -> None:
        """Remember a poll in place of the one before it."""
        marks = ", ".join("?" for _ in _COLUMNS)
        query = f"INSERT OR REPLACE INTO polls ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
        row = [_cell(name, getattr(poll, name)) for name in _COLUMNS]
        with self._database.writing() as connection:
            connection.execute(query, row)

    def prune(self, before: datetime) -> int:
        """Forget addresses that were not asked since, and return how many."""
        query = "DELETE FROM polls WHERE last_tried IS NULL OR last_tried < ?"
        with self._database.writing() as connection:
            return connection.execute(query, (_second(before),)).rowcount


class SqliteBodies:
    """Bodies in a database that ``open_archive`` gives."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, sha256_hex: str) -> bytes | None:
        """Return a body, None where it is no longer kept or not what it was."""
        query = "SELECT size, packed FROM bodies WHERE sha256 = ?"
        with self._database.reading() as connection:
            row = connection.execute(query, (sha256_hex,)).fetchone()
        data = _unpacked(*row) if row else None
        return data if data is not None and sha256(data).hexdigest() == sha256_hex else None

    def put(self, data: bytes, now: datetime) -> str:
        """Keep a body, and return its sha256."""
        name = sha256(data).hexdigest()
        if self.touch(name, now):
            return name
        row = (name, _second(now), len(data), zlib.compress(data, _PACKING))
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?, ?)", row)
        return name

    def touch(self, sha256_hex: str, now: datetime) -> bool:
        """Remember that a body was used again; say whether it is kept at all."""
        query = "UPDATE bodies SET used = ? WHERE sha256 = ?"
        with self._database.writing() as connection:
            return connection.execute(query, (_second(now), sha256_hex)).rowcount == 1

    def prune(self, before: datetime, largest: int) -> int:
        """Drop what was not used since, then the oldest beyond ``largest`` bytes as stored."""
        beyond = (
            "DELETE FROM bodies WHERE sha256 IN (SELECT sha256 FROM (SELECT sha256, "
            "SUM(LENGTH(packed)) OVER (ORDER BY used DESC, sha256) AS total FROM bodies) "
            "WHERE total > ?)"
        )
        with self._database.writing() as connection:
            old = connection.execute("DELETE FROM bodies WHERE used < ?", (_second(before),))
            return old.rowcount + connection.execute(beyond, (largest,)).rowcount


def _poll(row: tuple[Any, ...]) -> Poll:
    return Poll(**{name: _value(name, cell) for name, cell in zip(_COLUMNS, row, strict=True)})


def _value(name: str, cell: Any) -> Any:
    if name not in _TIMES or cell is None:
        return cell
    try:
        return datetime.fromtimestamp(cell, UTC)
    except (ValueError, OverflowError, OSError):  # no second that a clock ever showed
        return None


def _cell(name: str, value: Any) -> Any:
    if name in _TIMES:
        return None if value is None else _second(value)
    return _storable(value) if isinstance(value, str) else value


def _storable(text: str) -> str:
    """Return a text that SQLite takes: surrogates of broken input become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _unpacked(size: int, packed: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(packed, max(size, 1))
    except zlib.error:
        return None
