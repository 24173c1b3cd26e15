"""Files and folders as bytes.

A folder is walked in the order of its names; hidden entries and what is
neither file nor folder are left out. The id of a file is its path as given,
so the same command gives the same ids on every machine.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from digest.errors import InputError
from digest.model import Payload, Skipped

LARGEST_FILE = 20 * 1024 * 1024  # bytes; an article of a thousand pages has two
LARGEST_ROWS = 1024 * 1024 * 1024  # bytes of a file with an article a line; 400,000 of them
ROWS = frozenset({".jsonl", ".ndjson"})
READABLE = ROWS | {"", ".txt", ".text", ".md"}
PAGES = frozenset({".html", ".htm", ".xhtml", ".mhtml"})
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")  # "Talks with the U.S. open" has none


def check_paths(paths: Sequence[str]) -> None:
    """Raise InputError for the first path that does not exist."""
    for path in paths:
        if not os.path.lexists(path):
            raise InputError(f"no such file or folder: {path!r}")


def read_path(path: str) -> Iterator[Payload | Skipped]:
    """Yield the bytes of a file, or of every file in a folder."""
    if not os.path.isdir(path):
        yield _read_file(path)
        return
    for entry in _walk(path.rstrip("/") or "/", []):
        if isinstance(entry, Skipped):
            yield entry
        elif (suffix := _suffix(entry)) in READABLE:
            yield _read_file(entry)
        else:
            yield _skipped(entry, _unreadable_format(suffix))


def read_whole(file: BinaryIO, name: str) -> Payload | Skipped:
    """Return all bytes of an open file, or Skipped where they are too many."""
    data, most = file.read(LARGEST_FILE + 1), LARGEST_FILE
    if len(data) > LARGEST_FILE and _holds_rows(name, data):
        most = LARGEST_ROWS
        data += file.read(LARGEST_ROWS - LARGEST_FILE)
    if len(data) > most:
        return _skipped(name, f"larger than {most // (1024 * 1024):,} MB")
    return Payload(file=name, data=data)


def _holds_rows(name: str, data: bytes) -> bool:
    """Say whether a large file may hold many articles; the format is decided by others."""
    return _suffix(name) in ROWS or data[:100].lstrip().startswith(b"{")


def _read_file(path: str) -> Payload | Skipped:
    try:
        path.encode()
    except UnicodeEncodeError:  # such a name could stand in no output
        return _skipped(_printable(path), "its name is not UTF-8; rename it")
    try:
        with open(path, "rb") as file:
            return read_whole(file, path)
    except OSError as err:
        return _skipped(path, f"cannot be read: {_plain(err)}")


def _walk(folder: str, above: Sequence[tuple[int, int]]) -> Iterator[str | Skipped]:
    """Yield the files below a folder; no link may lead back to a folder ``above``."""
    try:
        status = os.stat(folder)
        names = sorted(os.listdir(folder))
    except OSError as err:
        yield _skipped(_printable(folder), f"cannot be read: {_plain(err)}")
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    for name in names:
        if not name.startswith("."):
            yield from _entry(f"{folder.rstrip('/')}/{name}", [*above, here])


def _entry(path: str, above: Sequence[tuple[int, int]]) -> Iterator[str | Skipped]:
    try:
        mode = os.stat(path).st_mode
    except OSError as err:
        yield _skipped(_printable(path), f"cannot be read: {_plain(err)}")
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, above)
    elif stat.S_ISREG(mode):
        yield path


def _suffix(path: str) -> str:
    found = _SUFFIX.search(os.path.basename(path))
    return found[0].lower() if found else ""


def _unreadable_format(suffix: str) -> str:
    if suffix in PAGES:
        return f"not a format we read ({suffix!r}; save the page as text)"
    return f"not a format we read ({suffix!r}; known: .txt, .text, .md, .jsonl, .ndjson)"


def _plain(err: OSError) -> str:
    return (err.strerror or type(err).__name__).lower()


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
