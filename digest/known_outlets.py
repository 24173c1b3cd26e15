"""The outlets that this run knows: the packaged ones, and those of the user's settings.

One rule: what is added holds within a ``with`` of the run, and is handed to every process
that the run starts; nothing outside of it changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import msgspec

from digest.outlet_table import OutletTable, packaged_outlets


class Additions(msgspec.Struct, frozen=True, kw_only=True):
    """Outlets beside the packaged ones; see ``OutletTable.extended``."""

    domains: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    agencies: tuple[str, ...] = ()


_NOTHING = Additions()
_added: ContextVar[Additions] = ContextVar("outlets", default=_NOTHING)


@contextmanager
def knowing_outlets(additions: Additions) -> Iterator[None]:
    """Know these outlets too until the ``with`` ends."""
    token = _added.set(additions)
    try:
        yield
    finally:
        _added.reset(token)


def known_outlets() -> OutletTable:
    """Return the outlets that are known here."""
    return _table(_added.get())


def encode_additions() -> str:
    """Return what is known beside the packaged outlets, to be handed to another process."""
    return msgspec.json.encode(_added.get()).decode()


def know_in_this_process(encoded: str) -> None:
    """Know what ``encode_additions`` told, for the life of this process."""
    _added.set(msgspec.json.decode(encoded, type=Additions))


@lru_cache(maxsize=4)
def _table(additions: Additions) -> OutletTable:
    if additions == _NOTHING:
        return packaged_outlets()
    return packaged_outlets().extended(
        dict(additions.domains), dict(additions.aliases), agencies=additions.agencies
    )
