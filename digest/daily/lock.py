"""One run at a time.

One rule: the lock is the kernel's. It ends with the process that holds it, however
that ends, so no file is ever stale.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from digest.errors import OutputError, TemporaryError

NAME = "run.lock"
_A_LOOK = 0.2  # seconds between two looks at a lock that is waited for


@contextmanager
def run_lock(
    folder: Path, *, wait: float = 0.0, sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold the lock of a state folder, waiting so many seconds for it.

    Raises TemporaryError where another run holds it, OutputError where the folder
    cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as err:
        raise OutputError(f"cannot write in {folder}: {err.strerror or err}") from err
    try:
        until = time.monotonic() + wait
        while not _is_locked(file):
            if time.monotonic() >= until:
                raise TemporaryError(f"another run is at work in {folder}")
            sleep(_A_LOOK)
        yield
    finally:
        os.close(file)


def _is_locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
