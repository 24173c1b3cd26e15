"""What was read out of fetched bytes, so that the same bytes are not read again.

One rule: a reading is kept for the bytes, where they stood and the version of
the program that read them; with any of these another, it is made anew.
"""

import zlib
from datetime import datetime
from hashlib import sha256

import msgspec

import digest
from digest.model import Payload
from digest.reading_child import Parsed
from digest.state import Database

READER = "1"  # raised whenever the same bytes would be read otherwise than before
_PACKING = 6


class Readings:
    """Readings in the archive that ``open_archive`` gives."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._decoder = msgspec.msgpack.Decoder(Parsed)

    def get(self, payload: Payload) -> Parsed | None:
        """Return what was read out of a payload before, None where that is not kept."""
        query = "SELECT packed FROM readings WHERE key = ?"
        with self._database.reading() as connection:
            row = connection.execute(query, (_key(payload),)).fetchone()
        try:
            return self._decoder.decode(zlib.decompress(row[0])) if row else None
        except (zlib.error, msgspec.DecodeError):
            return None

    def put(self, payload: Payload, parsed: Parsed, now: datetime) -> None:
        """Keep what was read out of a payload."""
        packed = zlib.compress(msgspec.msgpack.encode(parsed), _PACKING)
        with self._database.writing() as connection:
            row = (_key(payload), int(now.timestamp()), packed)
            connection.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", row)

    def prune(self, before: datetime) -> int:
        """Drop what was made before, and return how many."""
        query = "DELETE FROM readings WHERE made < ?"
        with self._database.writing() as connection:
            return connection.execute(query, (int(before.timestamp()),)).rowcount


def _key(payload: Payload) -> str:
    told = (digest.__version__, READER, payload.name, payload.url, payload.media_type)
    return sha256("\0".join(told).encode("utf-8", "replace") + b"\0" + payload.data).hexdigest()
