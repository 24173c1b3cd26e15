"""Archives: gzip, zstd, zip and tar, each member a payload of its own.

One rule: nothing touches the disk, and nothing that an archive says of itself
is believed. Members that cannot be read are told; pictures, styles and
programs are told once, by their number.
"""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import chain
from struct import error as struct_error
from tarfile import TarError, TarFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from digest.formats.detection import detect
from digest.formats.encodings import is_binary
from digest.formats.members import Names, is_too_deep, member_of
from digest.formats.unpacking import (
    Allowance,
    SpentError,
    TrailingError,
    UnpackError,
    gzip_pieces,
    zstd_pieces,
)
from digest.formats.warc import unpack_warc
from digest.model import Payload, Skipped

MOST_MEMBERS = 10_000
MOST_ENTRIES = 100_000  # in a zip's table of contents, which is held in memory as a whole
READ_AT_ONCE = 64 * 1024  # bytes

_GZIP_SUFFIX = re.compile(r"\.(?:gz|gzip|tgz)\Z", re.I)
_ZSTD_SUFFIX = re.compile(r"\.(?:zst|zstd|tzst)\Z", re.I)
_LEFT_OUT = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|heic|avif|mp[34]|m4[av]|wav|og[gv]|webm|avi|mov|mkv|"
    r"woff2?|ttf|otf|eot|css|m?js|map|exe|dll|so|bin|dat|db|sqlite|pyc|class|p7s|asc|sig)\Z",
    re.I,
)
_SYSTEM_FILES = frozenset(["__macosx", "thumbs.db", "desktop.ini"])
_OFFICE = (  # what stands in a zip that is a document, and what to do about it
    ("xl/workbook.xml", "an Excel workbook, which is not read; save it as CSV"),
    ("ppt/presentation.xml", "a PowerPoint file, which is not read; save it as PDF"),
    ("META-INF/container.xml", "an e-book, which is not read; save it as text"),
    ("META-INF/manifest.xml", "an OpenDocument file, which is not read; save it as .docx"),
)
_ENCRYPTED = "encrypted; unpack it with its password"
_PACKING = {12: "bzip2", 14: "lzma", 93: "zstd", 9: "deflate64", 95: "xz", 98: "ppmd"}
# What zipfile raises over damaged bytes, besides its own.
_ZIP_PROBLEMS = (BadZipFile, NotImplementedError, struct_error, OSError, EOFError, ValueError)
_TAR_PROBLEMS = (TarError, OSError, EOFError, ValueError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of an archive; ``refused`` says why it is not opened."""

    name: str
    pieces: Callable[[], Iterable[bytes]]
    refused: str = ""


def unpack_gzip(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield the file inside; a web archive gives its pages, as its parts are packed one by one."""
    return _unpack_one(payload, gzip_pieces(payload.data), _GZIP_SUFFIX)


def unpack_zstd(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield the file inside."""
    return _unpack_one(payload, zstd_pieces(payload.data), _ZSTD_SUFFIX)


def unpack_zip(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield the files inside, in the order of the table of contents."""
    if payload.data.count(b"PK\x01\x02") > MOST_ENTRIES:
        yield _skipped(payload.name, f"a zip archive of more than {MOST_ENTRIES:,} files")
        return
    try:
        archive = ZipFile(BytesIO(payload.data))
    except _ZIP_PROBLEMS as err:
        yield _skipped(payload.name, f"a damaged zip archive: {_plain(err)}")
        return
    with archive:
        known = set(archive.namelist())
        office = next((reason for name, reason in _OFFICE if name in known), "")
        if office:
            yield _skipped(payload.name, office)
            return
        yield from _unpack_entries(payload, _zip_entries(archive))


def unpack_tar(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield the files inside, in their order; links and devices are passed over."""
    try:
        archive = TarFile(fileobj=BytesIO(payload.data), mode="r")
    except _TAR_PROBLEMS as err:
        yield _skipped(payload.name, f"a damaged tar archive: {_plain(err)}")
        return
    with archive:
        yield from _unpack_entries(payload, _tar_entries(archive))


def _unpack_one(
    payload: Payload, pieces: Iterator[bytes], suffix: re.Pattern[str]
) -> Iterator[Payload | Skipped]:
    if is_too_deep(payload):
        yield _too_deep(payload)
        return
    name = (payload.member or payload.file).rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    is_tar = name.lower().endswith((".tgz", ".tzst"))
    name = suffix.sub(".tar" if is_tar else "", name) or "unnamed"
    trailing = ""
    try:
        first = next(pieces, b"")
        if first.startswith(b"WARC/"):  # may be far larger than a file: its pages come one by one
            yield from unpack_warc(payload)
            return
        whole = _Untrailed(chain((first,), pieces))
        content = Allowance(len(payload.data)).gather(whole, name)
        trailing = whole.trailing
    except UnpackError as err:
        yield _skipped(payload.name, str(err))
        return
    yield member_of(payload, name, content, url=payload.url)
    if trailing:
        yield _skipped(payload.name, f"{trailing}; what stands before them is kept")


class _Untrailed:
    """Pieces up to bytes that do not belong to them; ``trailing`` tells of those."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.trailing = ""

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        except TrailingError as err:
            self.trailing = str(err)


def _unpack_entries(payload: Payload, entries: Iterable[_Entry]) -> Iterator[Payload | Skipped]:
    """Yield the members that may hold articles, then what is told of the others together."""
    if is_too_deep(payload):
        yield _too_deep(payload)
        return
    allowance = Allowance(len(payload.data))
    names, textless = Names(), _Textless()
    for number, entry in enumerate(entries, 1):
        if number > MOST_MEMBERS:
            reason = f"holds more than {MOST_MEMBERS:,} files; those after them are left out"
            yield _skipped(payload.name, reason)
            break
        try:
            found = _unpack_entry(payload, entry, names, allowance, textless)
        except SpentError as err:
            yield _skipped(payload.name, f"{err}; its other files are left out")
            break
        if found:
            yield found
    if textless.count:
        yield _skipped(payload.name, textless.reason)


def _unpack_entry(
    payload: Payload, entry: _Entry, names: Names, allowance: Allowance, textless: "_Textless"
) -> Payload | Skipped | None:
    if _is_hidden(entry.name):
        return None
    if _LEFT_OUT.search(entry.name[-20:]):
        textless.add(entry.name)
        return None
    member = member_of(payload, names.unique(entry.name), b"")
    if entry.refused:
        return _skipped(member.name, entry.refused)
    try:
        content = allowance.gather(entry.pieces(), entry.name)
    except SpentError:
        raise
    except UnpackError as err:
        return _skipped(member.name, str(err))
    except (*_ZIP_PROBLEMS, *_TAR_PROBLEMS, zlib.error) as err:
        return _skipped(member.name, f"damaged: {_plain(err)}")
    full = Payload(file=member.file, data=content, member=member.member)
    if (
        detect(full) == "text"
        and is_binary(content)
        and content[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        textless.add(entry.name)
        return None
    return full


class _Textless:
    """The members that hold no text, by their suffix."""

    def __init__(self) -> None:
        self._suffixes: Counter[str] = Counter()

    def add(self, name: str) -> None:
        """Note one of them."""
        _, dot, suffix = name.rsplit("/", 1)[-1].rpartition(".")
        known = dot and suffix.isascii() and suffix.isalnum() and len(suffix) <= 5
        self._suffixes[f".{suffix.lower()}" if known else "others"] += 1

    @property
    def count(self) -> int:
        """How many there are."""
        return self._suffixes.total()

    @property
    def reason(self) -> str:
        """What is said of all of them, in one line."""
        told = sorted(self._suffixes.items(), key=lambda each: (-each[1], each[0]))
        shown = ", ".join(f"{suffix} {count}" for suffix, count in told[:5])
        files = "1 file of it holds" if self.count == 1 else f"{self.count:,} files of it hold"
        return f"{files} no text (pictures, styles, programs: {shown})"


def _zip_entries(archive: ZipFile) -> Iterator[_Entry]:
    for info in archive.infolist():
        if not info.is_dir():
            yield _Entry(_zip_name(info), partial(_zip_pieces, archive, info), _refused(info))


def _refused(info: ZipInfo) -> str:
    if info.flag_bits & 0x1:
        return _ENCRYPTED
    if info.compress_type in (ZIP_STORED, ZIP_DEFLATED):
        return ""
    # Python unpacks bzip2 and lzma too, but not in pieces of a bounded size.
    kind = _PACKING.get(info.compress_type, f"method {info.compress_type}")
    return f"packed in a way that is not read ({kind}); pack it anew"


def _zip_pieces(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as file:
        yield from _file_pieces(file)


def _file_pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(READ_AT_ONCE):
        yield piece


def _zip_name(info: ZipInfo) -> str:
    """Return the name of an entry; without a flag that says so it may still be UTF-8."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _tar_entries(archive: TarFile) -> Iterator[_Entry]:
    while True:
        try:
            info = archive.next()
        except _TAR_PROBLEMS as err:
            problem = f"damaged: {_plain(err)}; what follows is left out"
            yield _Entry("the rest", lambda: (), problem)
            return
        if info is None:
            return
        if info.isreg() and (file := archive.extractfile(info)):
            yield _Entry(info.name, partial(_file_pieces, file))


def _is_hidden(name: str) -> bool:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return any(part.startswith(".") or part.lower() in _SYSTEM_FILES for part in parts)


def _too_deep(payload: Payload) -> Skipped:
    return _skipped(payload.name, "an archive too deep inside others; unpack the outer ones first")


def _plain(err: Exception) -> str:
    return " ".join(str(err).lower().split())[:150] or type(err).__name__.lower()


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
