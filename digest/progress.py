"""A progress bar on stderr for work that takes over a second."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")

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
    try:
        for done, item in enumerate(items):
            if not bar.live.is_started and monotonic() - started > PATIENCE:
                bar.start()
            bar.update(task, completed=done)
            yield item
    finally:
        bar.stop()
