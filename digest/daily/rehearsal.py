"""What a run would make and send, without writing, sending or asking anything.

One rule: it works on a copy of the books that is thrown away, and no socket is opened:
sources on the web are told by what was fetched last.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from digest.daily.books import open_books, state_place
from digest.daily.job import make_due
from digest.daily.ledger import Clock
from digest.settings.values import SettingsFile
from digest.state import ARCHIVE, STATE
from digest.web.polls import utc_now


def rehearse(settings: SettingsFile, *, day: str = "", clock: Clock = utc_now) -> Iterator[str]:
    """Yield what would be made, and what would be handed over to whom."""
    with TemporaryDirectory(prefix="digest-") as name:
        folder = Path(name)
        _copy(state_place(settings), folder)
        run = replace(settings.run, state_folder=folder)
        with open_books(replace(settings, run=run), clock) as books:
            outcome = make_due(replace(settings, run=run), books, day, is_offline=True)
            for one in outcome.problems:
                yield f"{one.item}: {one.reason}"
            yield f"would have {outcome}" if outcome.made else str(outcome)
            for waiting in books.ledger.waiting(states=("new",)):
                yield f"would hand over {waiting.edition} by {waiting.way} to {waiting.recipient}"


def _copy(source: Path, folder: Path) -> None:
    """Copy the databases with what SQLite keeps beside them; the originals are only read."""
    for database in (STATE, ARCHIVE):
        for beside in ("", "-wal"):
            file = source / f"{database}{beside}"
            if file.exists():
                shutil.copyfile(file, folder / file.name)
