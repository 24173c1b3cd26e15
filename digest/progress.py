"""A progress bar on stderr for work that takes over a second."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")

_PHASE = re.compile(r"Step \d - (.*)")  # "Step 5 - Creating layout - Page 12"
PATIENCE = 1.0  # seconds that a person waits without asking what goes on


def show_progress(items: Iterable[Item], step: str, count: int) -> Iterator[Item]:
    """Yield the items; once they take longer than a second, show how far they are.

    ``count`` is how many there will be, 0 where nobody knows.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    started = monotonic()
    task = bar.add_task(step, total=count or None)

    def show(phase: str) -> None:
        if not bar.live.is_started and monotonic() - started > PATIENCE:
            bar.start()
        bar.update(task, description=f"{step}: {phase}")

    try:
        with _phases_to(show):
            for done, item in enumerate(items):
                if not bar.live.is_started and monotonic() - started > PATIENCE:
                    bar.start()
                bar.update(task, completed=done, description=step)
                yield item
    finally:
        bar.stop()


@contextmanager
def _phases_to(show: Callable[[str], None]) -> Iterator[None]:
    """Show how far the layout of a PDF is, which takes long and is one item only."""

    class Phases(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            phase = _PHASE.fullmatch(record.getMessage())
            if phase:
                show(phase[1].replace(" - ", ", ").lower())

    logger, phases = logging.getLogger("weasyprint.progress"), Phases()
    before = logger.level, logger.propagate
    logger.addHandler(phases)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(phases)
        logger.level, logger.propagate = before
