"""Files and folders as bytes.

A folder is walked in the order of its names; hidden entries and what is
neither file nor folder are left out. The id of a file is its path as given,
so the same command gives the same ids on every machine.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from typing import BinaryIO

from digest.errors import InputError
from digest.formats.detection import detect
from digest.model import Payload, Skipped

LARGEST_FILE = 20 * 1024 * 1024  # bytes; an article of a thousand pages has two
LARGEST_MANY = 1024 * 1024 * 1024  # bytes of a file with an article a row; 400,000 of them
LARGEST_PACKED = 100 * 1024 * 1024  # bytes of an archive or mailbox, which a child takes whole
_ROWS = frozenset(["jsonl", "csv"])
_PACKED = frozenset("mbox gzip zstd zip tar warc wacz".split())
# What holds no text; anything else is told by its bytes, whatever it is called.
NO_TEXT = frozenset(
    (
        ".png .jpg .jpeg .gif .webp .avif .bmp .tif .tiff .ico .svg .heic .mp3 .mp4 .m4a .m4v .mov "
        ".avi .mkv .webm .wav .ogg .flac .woff .woff2 .ttf .otf .eot .css .js .mjs .map .exe .dll "
        ".so .bin .iso .db .sqlite .pyc .class .o .a .psd .ai .eps"
    ).split()
)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")  # "Talks with the U.S. open" has none


def check_paths(paths: Sequence[str]) -> None:
    """Raise InputError for the first path that does not exist, or pattern that fits none."""
    for path in paths:
        if not os.path.lexists(path) and not (has_magic(path) and glob(path, recursive=True)):
            raise InputError(f"no such file or folder: {path!r}")


def read_path(path: str) -> Iterator[Payload | Skipped]:
    """Yield the bytes of a file, of every file in a folder, or of all that a pattern fits.

    In a pattern "*" is any name and "**" any way down; what it fits comes in order of names.
    """
    if not os.path.lexists(path) and has_magic(path):
        for fitting in sorted(glob(path, recursive=True)):
            yield from read_path(fitting)
        return
    if not os.path.isdir(path):
        yield _read_file(path)
        return
    for entry in _walk(path.rstrip("/") or "/", []):
        if isinstance(entry, Skipped):
            yield entry
        elif (suffix := _suffix(entry)) in NO_TEXT:
            yield _skipped(entry, f"not a format we read ({suffix!r} holds no text)")
        else:
            yield _read_file(entry)


def read_whole(file: BinaryIO, name: str) -> Payload | Skipped:
    """Return all bytes of an open file, or Skipped where they are too many."""
    data, most = file.read(LARGEST_FILE + 1), LARGEST_FILE
    if len(data) > LARGEST_FILE:
        kind = detect(Payload(file=name, data=data))
        most = LARGEST_MANY if kind in _ROWS else LARGEST_PACKED if kind in _PACKED else most
        data += file.read(most + 1 - len(data)) if most > LARGEST_FILE else b""
    if len(data) > most:
        return _skipped(name, f"larger than {most // (1024 * 1024):,} MB")
    return Payload(file=name, data=data)


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


def _plain(err: OSError) -> str:
    return (err.strerror or type(err).__name__).lower()


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
