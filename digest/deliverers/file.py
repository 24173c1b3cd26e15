"""Write a file whole or not at all."""

import os
from pathlib import Path

from digest.errors import OutputError


def write_file(path: Path, data: bytes) -> None:
    """Write beside the path, sync, and rename into its place: old or new, never a part.

    The folder is made where it is missing. Raises OutputError, and leaves nothing behind.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_synced(part, data)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as err:
        raise OutputError(f"cannot write '{path}': {err.strerror or err}") from err


def _write_synced(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
