"""Bytes out of packed bytes, never more than a limit, whatever a header declares.

One rule: what counts is what comes out. Sizes that an archive states are
not believed, and every piece is small before it is added to the others.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, RawIOBase
from typing import TYPE_CHECKING, Protocol

from digest.formats.detection import LOOKED_AT, detect
from digest.model import Payload

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEGABYTE = 1024 * 1024
LARGEST_MEMBER = 100 * MEGABYTE  # bytes; a file of one article may have 20
LARGEST_TOTAL = 1024 * MEGABYTE  # bytes out of one archive; also of rows, an article a line
LARGEST_RATIO = 200  # bytes out for each one in; text comes to 20, pages of one word to 100
FREE_OF_RATIO = 10 * MEGABYTE  # bytes that harm nobody, however well they were packed
PIECE = 512  # packed bytes unpacked at once: zlib makes 0.5 MB of them at most, zstd 17 MB
MOST_FRAMES = 1_000_000  # parts of one gzip or zstd file; a web archive has one for each page

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_ASIDE = b"\x2a\x4d\x18"  # after a byte from 0x50 to 0x5f: a frame that readers pass over


class UnpackError(ValueError):
    """Packed bytes cannot be unpacked; the message says why, in a few words."""


class SpentError(UnpackError):
    """An archive gives more than it may; nothing further is read from it."""


class TrailingError(UnpackError):
    """Behind the packed bytes stand others, which are none."""


class _Frame(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, packed: bytes, /) -> bytes: ...


class Allowance:
    """What one archive of ``packed`` bytes may still give."""

    def __init__(self, packed: int) -> None:
        self._packed = packed
        self._given = 0

    def take(self, count: int) -> None:
        """Note that so many bytes came out; raise SpentError where they are too many."""
        self._given += count
        if self._given > LARGEST_TOTAL:
            raise SpentError(f"more than {LARGEST_TOTAL // MEGABYTE:,} MB when unpacked")
        if self._given > FREE_OF_RATIO and self._given > LARGEST_RATIO * self._packed:
            raise SpentError(
                f"packed more than {LARGEST_RATIO} times smaller than it is, as no articles are"
            )

    def gather(self, pieces: Iterable[bytes], name: str) -> bytes:
        """Return the pieces of a member as one; raise UnpackError where they are too large."""
        whole = BytesIO()
        most = LARGEST_MEMBER
        for piece in pieces:
            self.take(len(piece))
            whole.write(piece)
            if whole.tell() > most == LARGEST_MEMBER and _holds_rows(name, whole):
                most = LARGEST_TOTAL
            if whole.tell() > most:
                raise UnpackError(f"larger than {most // MEGABYTE:,} MB when unpacked")
        return whole.getvalue()


class Stream(RawIOBase):
    """Pieces as a file that is read from its beginning to its end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the buffer as far as the next piece goes; 0 is the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        room = memoryview(buffer)
        count = min(len(room), len(self._rest))
        room[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def gzip_pieces(packed: bytes) -> Iterator[bytes]:
    """Yield what a gzip file holds, of all its parts; raise UnpackError where it is damaged."""
    return _pieces(packed, lambda: zlib.decompressobj(31), _is_gzip, zlib.error)


def zstd_pieces(packed: bytes) -> Iterator[bytes]:
    """Yield what a zstd file holds, of all its frames; raise UnpackError where it is damaged."""
    from zstandard import ZstdDecompressor, ZstdError

    window = 128 * MEGABYTE  # what the zstd command gives out without being asked for more
    unpacker = ZstdDecompressor(max_window_size=window)
    return _pieces(packed, unpacker.decompressobj, _is_zstd, ZstdError)


def _pieces(
    packed: bytes,
    new_frame: Callable[[], _Frame],
    is_frame: Callable[[bytes], bool],
    problem: type[Exception],
) -> Iterator[bytes]:
    place = frames = 0
    while place < len(packed):
        if not is_frame(packed[place : place + 4]):
            if packed[place : place + PIECE].strip(b"\0"):  # tapes are filled up with zeros
                raise TrailingError("ends in bytes that do not belong to it")
            return
        frames += 1
        if frames > MOST_FRAMES:
            raise SpentError(f"in more than {MOST_FRAMES:,} parts")
        frame = new_frame()
        while not frame.eof:
            piece = packed[place : place + PIECE]
            if not piece:
                raise UnpackError("damaged: it ends too early")
            try:
                yield frame.decompress(piece)
            except problem as err:
                raise UnpackError(f"damaged: {' '.join(str(err).lower().split())}") from err
            place += len(piece) - len(frame.unused_data)


def _is_gzip(start: bytes) -> bool:
    return start.startswith(_GZIP)


def _is_zstd(start: bytes) -> bool:
    return start == _ZSTD or (start[1:] == _ZSTD_ASIDE and 0x50 <= start[0] <= 0x5F)


def _holds_rows(name: str, whole: BytesIO) -> bool:
    head = bytes(whole.getbuffer()[:LOOKED_AT])
    return detect(Payload(file=name, data=head)) == "jsonl"
