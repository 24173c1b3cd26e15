"""Notice that files have changed, without any library of the system's."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import sleep

EVERY = 0.3  # seconds; a person who saves and looks takes longer

_Stamps = tuple[tuple[str, int, int], ...]


def changes(paths: Sequence[Path]) -> Iterator[None]:
    """Yield at once, and then whenever one of the files or of those in a folder has changed."""
    before: _Stamps | None = None
    while True:
        stamps = _stamps(paths)
        if stamps != before:
            before = stamps
            yield
        sleep(EVERY)


def _stamps(paths: Sequence[Path]) -> _Stamps:
    files = [file for path in paths for file in (path.glob("*.j2") if path.is_dir() else [path])]
    return tuple(sorted(_stamp(file) for file in files))


def _stamp(file: Path) -> tuple[str, int, int]:
    try:
        status = file.stat()
    except OSError:  # gone while an editor replaces it
        return str(file), 0, 0
    return str(file), status.st_mtime_ns, status.st_size
