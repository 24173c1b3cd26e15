"""Where articles come from: paths of files and folders, and standard input.

One rule: whatever cannot be read becomes a ``Skipped``; only a path that is
not there at all stops the run, before anything is read.
"""

from collections.abc import Callable, Iterator, Sequence

from digest.model import Payload, Skipped
from digest.sources.files import check_paths, read_path
from digest.sources.stdin import read_stdin

Source = Callable[[str], Iterator[Payload | Skipped]]

SOURCES: dict[str, Source] = {"path": read_path, "-": read_stdin}


def read_payloads(paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    """Return the bytes behind the paths, in their order, each file once.

    Raises InputError at once where a path does not exist.
    """
    check_paths([path for path in paths if path not in SOURCES])
    return _each_once(paths)


def _each_once(paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    seen: set[str] = set()
    for path in paths:
        for found in SOURCES.get(path, read_path)(path):
            name = found.file if isinstance(found, Payload) else found.item
            if name not in seen:
                seen.add(name)
                yield found
