"""The books of the daily run, opened: state.db, its ledger and its outbox."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from digest.daily.ledger import Clock, Ledger, Outbox
from digest.model import Skipped
from digest.settings.values import SettingsFile
from digest.state import open_state, state_folder
from digest.web.polls import utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is written down, and what was found damaged when it was opened."""

    ledger: Ledger
    outbox: Outbox
    clock: Clock
    folder: Path
    notes: tuple[Skipped, ...] = field(default=())


def state_place(settings: SettingsFile) -> Path:
    """Return the folder in which the daily run keeps its state."""
    return settings.run.state_folder or state_folder(os.environ)


@contextmanager
def open_books(settings: SettingsFile, clock: Clock = utc_now) -> Iterator[Books]:
    """Open the books until the ``with`` ends.

    Raises OutputError where the folder cannot be written, TemporaryError where it is locked.
    """
    folder = state_place(settings)
    with closing(open_state(folder)) as database:
        yield Books(
            ledger=Ledger(database),
            outbox=Outbox(database, clock),
            clock=clock,
            folder=folder,
            notes=database.notes,
        )
