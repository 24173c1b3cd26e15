"""Web archives: WARC, packed or not, and WACZ; each page captured is a payload of its own.

One rule: only the pages. Pictures, styles, requests and what was already
captured before belong to an archive and are no articles; they are counted for
the log. The format is a few lines; a library for it reads lines and chunks of
any length into memory, and writes to standard error.
"""

import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BufferedReader, BytesIO
from struct import error as struct_error
from typing import IO
from zipfile import BadZipFile, ZipFile

from digest.formats.members import Names, member_of
from digest.formats.mime import Headers, split_headers
from digest.formats.unpacking import (
    MEGABYTE,
    Allowance,
    SpentError,
    Stream,
    UnpackError,
    gzip_pieces,
    zstd_pieces,
)
from digest.model import Payload, Skipped

LARGEST_PAGE = 20 * MEGABYTE  # bytes, as of a page on disk
LARGEST_HEAD = 64 * 1024  # bytes of the headers of a record
MOST_PAGES = 100_000
PAGES = frozenset(["text/html", "application/xhtml+xml"])

_VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]{0,5}\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})[^\r\n]{0,500}\r?\n")
_CHUNK = re.compile(rb"\s{0,10}([0-9A-Fa-f]{1,8})[ \t]{0,10}(?:;[^\r\n]{0,200})?\r?\n")
_ARCHIVE = re.compile(r"archive/[^/]{1,200}\.warc(?:\.gz|\.zst)?\Z", re.I)
_PROBLEMS = (
    BadZipFile,
    NotImplementedError,
    struct_error,
    OSError,
    EOFError,
    ValueError,
    zlib.error,
)

logger = logging.getLogger(__name__)


def unpack_warc(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield the pages of a web archive, in their order, under the addresses they had."""
    yield from _Reader(payload).pages(_opened(payload.data))


def unpack_wacz(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield the pages of all web archives in the package."""
    reader = _Reader(payload)
    try:
        with ZipFile(BytesIO(payload.data)) as package:
            for name in sorted(filter(_ARCHIVE.match, package.namelist())):
                with package.open(name) as packed:
                    yield from reader.pages(_opened_in(packed))
    except _PROBLEMS as err:
        reason = f"a damaged web archive: {' '.join(str(err).lower().split())[:150]}"
        yield Skipped(item=payload.name, step="read", reason=reason)


class _Reader:
    """Reads the records of one file; a second capture of an address gets a number."""

    def __init__(self, payload: Payload) -> None:
        self._payload = payload
        self._names = Names()
        self._allowance = Allowance(len(payload.data))
        self._passed: Counter[str] = Counter()

    def pages(self, file: IO[bytes]) -> Iterator[Payload | Skipped]:
        """Yield the pages; where the archive is damaged, those before that place."""
        found = 0
        try:
            for headers, body in self._records(file):
                page = self._page(headers, body)
                if page:
                    found += 1
                    yield page
                if found >= MOST_PAGES:
                    raise SpentError(
                        f"more than {MOST_PAGES:,} pages; those after them are left out"
                    )
        except UnpackError as err:
            yield self._skipped(str(err), kept=found)
        for kind, count in sorted(self._passed.items()):
            logger.debug("records of a web archive passed over kind=%s count=%d", kind, count)

    def _records(self, file: IO[bytes]) -> Iterator[tuple[Headers, bytes]]:
        while line := file.readline(LARGEST_HEAD):
            if not line.strip():
                continue
            if not _VERSION.fullmatch(line):
                raise UnpackError("damaged: no record where one should begin")
            headers = _read_head(file)
            length = headers.first("content-length").strip()
            if not (length.isascii() and length.isdigit() and len(length) <= 15):
                raise UnpackError("damaged: a record without its length")
            yield headers, self._body(file, int(length), headers)

    def _body(self, file: IO[bytes], length: int, headers: Headers) -> bytes:
        """Return the bytes of a response; those of other records are passed over."""
        is_wanted = headers.first("warc-type").strip().lower() == "response"
        body = BytesIO()
        while length > 0:
            piece = file.read(min(length, 64 * 1024))
            if not piece:
                raise UnpackError("damaged: it ends too early")
            self._allowance.take(len(piece))
            length -= len(piece)
            if is_wanted and body.tell() <= LARGEST_PAGE:
                body.write(piece)
        return body.getvalue()

    def _page(self, headers: Headers, body: bytes) -> Payload | Skipped | None:
        kind = headers.first("warc-type").strip().lower()
        status = _STATUS.match(body) if kind == "response" else None
        if status is None:
            self._passed[kind if kind.isalpha() else "other"] += 1
            return None
        answer, start, _ = split_headers(body, status.end())
        media_type = answer.first("content-type").partition(";")[0].strip().lower()
        if status[1] != b"200" or media_type not in PAGES:
            self._passed["response that is no page"] += 1
            return None
        url = headers.first("warc-target-uri").strip().strip("<>")
        member = member_of(self._payload, self._names.unique(url), b"")
        try:
            if len(body) > LARGEST_PAGE:
                raise UnpackError(f"larger than {LARGEST_PAGE // MEGABYTE} MB")
            content = self._unpacked(body[start:], answer)
        except SpentError:
            raise
        except UnpackError as err:
            return Skipped(item=member.name, step="read", reason=str(err))
        return Payload(
            file=member.file,
            data=content,
            member=member.member,
            url=url if url.startswith(("http://", "https://")) else "",
            media_type=answer.first("content-type").strip(),
        )

    def _unpacked(self, body: bytes, answer: Headers) -> bytes:
        """Return the page as it was before its server packed it for the way."""
        if "chunked" in answer.first("transfer-encoding").lower():
            body = b"".join(_chunks(body))
        packing = answer.first("content-encoding").strip().lower()
        if packing in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
            return self._gathered(gzip_pieces(body))
        if packing == "deflate":
            return self._gathered(_deflated(body))
        if packing == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
            return self._gathered(zstd_pieces(body))
        if packing == "br":
            return self._gathered(_brotli_pieces(body))
        return body  # as it is, or unpacked by the tool that captured it

    def _gathered(self, pieces: Iterable[bytes]) -> bytes:
        whole = BytesIO()
        for piece in pieces:
            self._allowance.take(len(piece))
            whole.write(piece)
            if whole.tell() > LARGEST_PAGE:
                raise UnpackError(f"larger than {LARGEST_PAGE // MEGABYTE} MB when unpacked")
        return whole.getvalue()

    def _skipped(self, reason: str, *, kept: int) -> Skipped:
        pages = "the page before it is" if kept == 1 else f"the {kept:,} pages before it are"
        told = f"{reason}; {pages} kept" if kept else reason
        return Skipped(item=self._payload.name, step="read", reason=told)


def _opened(data: bytes) -> IO[bytes]:
    if data.startswith(b"\x1f\x8b"):
        return BufferedReader(Stream(gzip_pieces(data)))
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return BufferedReader(Stream(zstd_pieces(data)))
    return BytesIO(data)


def _opened_in(packed: IO[bytes]) -> IO[bytes]:
    """Return a web archive inside a package; such are stored as they are, or packed once more."""
    whole = Allowance(LARGEST_PAGE).gather(iter(lambda: packed.read(64 * 1024), b""), "")
    return _opened(whole)


def _read_head(file: IO[bytes]) -> Headers:
    lines: list[bytes] = []
    room = LARGEST_HEAD
    while (line := file.readline(room)) and line.strip():
        lines.append(line)
        room -= len(line)
        if room <= 0:
            raise UnpackError("damaged: a record whose headers do not end")
    return split_headers(b"".join(lines) + b"\n")[0]


def _chunks(body: bytes) -> Iterator[bytes]:
    """Yield the chunks of an HTTP body; one that is in none is its own only chunk."""
    place = 0
    while found := _CHUNK.match(body, place):
        size = int(found[1], 16)
        if not size:
            return
        yield body[found.end() : found.end() + size]
        place = found.end() + size
    yield body[place:]


def _deflated(body: bytes) -> Iterator[bytes]:
    # Servers send it with a header of zlib's or without, and both call it "deflate".
    has_header = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
    unpacker = zlib.decompressobj(15 if has_header else -15)
    for start in range(0, len(body), 512):
        try:
            yield unpacker.decompress(body[start : start + 512])
        except zlib.error as err:
            raise UnpackError(f"damaged: {err}") from err


def _brotli_pieces(body: bytes) -> Iterator[bytes]:
    try:
        from brotli import Decompressor, error
    except ImportError as err:
        raise UnpackError("packed by brotli, which needs: pip install brotli") from err
    unpacker = Decompressor()
    try:
        piece = unpacker.process(body, output_buffer_limit=MEGABYTE)
        while piece:
            yield piece
            piece = unpacker.process(b"", output_buffer_limit=MEGABYTE)
    except error as err:
        raise UnpackError("damaged: what brotli packed does not unpack") from err
    if not unpacker.is_finished():
        raise UnpackError("damaged: it ends too early")
