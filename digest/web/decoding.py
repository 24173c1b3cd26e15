"""Content encodings, a piece at a time.

One rule: nothing here ever holds more than a piece of what comes out. A bomb of
any size and in any wrapping is stopped by whoever counts the pieces.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

PIECE = 64 * 1024  # bytes
MOST_LAYERS = 2  # encodings around each other; a third serves no reader
WIDEST_ZSTD = 8 * 1024 * 1024  # bytes of window, what RFC 9659 allows on the web
ACCEPTED = "gzip, deflate, br, zstd"

# Words that servers write by mistake where no encoding is meant.
_NOTHING = frozenset({"", "identity", "none", "binary", "utf-8", "utf8", "8bit"})

Decoder = Callable[[Iterable[bytes]], Iterator[bytes]]


def decoded(chunks: Iterable[bytes], encodings: Sequence[str], *, largest: int) -> Iterator[bytes]:
    """Undo the encodings, the last one first; raises ValueError for what cannot be undone.

    No layer may hold more than ``largest`` bytes.
    """
    layers = [name for given in encodings if (name := given.strip().lower()) not in _NOTHING]
    if len(layers) > MOST_LAYERS:
        raise ValueError(f"its answer is packed {len(layers)} times (at most {MOST_LAYERS})")
    pieces: Iterator[bytes] = _limited(chunks, largest)
    for name in reversed(layers):
        if name not in _DECODERS:
            raise ValueError(f"its answer is packed in an unknown way: {name[:40]!r}")
        pieces = _limited(_DECODERS[name](pieces), largest)
    return pieces


def gunzip(data: bytes, *, largest: int) -> bytes:
    """Return what is packed in gzip; raises ValueError where it is damaged or too large."""
    return b"".join(_limited(_gunzipped([data]), largest))


def _limited(pieces: Iterable[bytes], largest: int) -> Iterator[bytes]:
    so_far = 0
    for piece in pieces:
        so_far += len(piece)
        if so_far > largest:
            raise ValueError(f"larger than {size(largest)}")
        yield piece


def size(count: int) -> str:
    """Return a number of bytes for messages."""
    megabytes = count / (1024 * 1024)
    if megabytes >= 1:
        return f"{megabytes:,.0f} MB"
    return f"{count // 1024:,} KB" if count >= 1024 else f"{count:,} bytes"


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return _inflated(chunks, lambda _head: 16 + zlib.MAX_WBITS, has_members=True)


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Undo "deflate", which some servers send with zlib's header and some without."""

    def bits(head: bytes) -> int:
        has_header = head[0] & 15 == 8 and (len(head) < 2 or (head[0] * 256 + head[1]) % 31 == 0)
        return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS

    return _inflated(chunks, bits)


def _inflated(
    chunks: Iterable[bytes], window_bits: Callable[[bytes], int], *, has_members: bool = False
) -> Iterator[bytes]:
    decoder: Any = None
    is_done = False  # a member, at least; another may follow it, or padding
    for chunk in chunks:
        rest = chunk
        while rest:
            if decoder is None:
                if is_done and not (has_members and rest.startswith(b"\x1f")):
                    return
                decoder = zlib.decompressobj(window_bits(rest))
            yield from _pieces(decoder, rest)
            if not decoder.eof:
                break
            is_done, rest, decoder = True, decoder.unused_data, None
    if decoder is not None:
        raise ValueError("its answer broke off")


def _pieces(decoder: Any, packed: bytes) -> Iterator[bytes]:
    try:
        while piece := decoder.decompress(packed, PIECE):
            yield piece
            packed = decoder.unconsumed_tail
    except zlib.error as err:
        raise ValueError("its answer is damaged: not the gzip or deflate it says") from err


def _unbrotlied(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import brotli

    decoder = brotli.Decompressor()
    is_begun = False
    for chunk in chunks:
        is_begun = is_begun or bool(chunk)
        given, piece = chunk, b""
        try:
            while given or piece or not decoder.can_accept_more_data():
                piece = decoder.process(given, output_buffer_limit=PIECE)
                given = b""
                yield piece
        except brotli.error as err:
            raise ValueError("its answer is damaged: not the brotli it says") from err
        if decoder.is_finished():  # what stands behind it is padding
            return
    if is_begun:
        raise ValueError("its answer broke off")


def _unzstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import zstandard

    source = _Chunks(chunks)
    decoder = zstandard.ZstdDecompressor(max_window_size=WIDEST_ZSTD)
    reader = decoder.stream_reader(source, read_size=PIECE, read_across_frames=True)
    try:
        while piece := reader.read(PIECE):
            yield piece
    except zstandard.ZstdError as err:
        raise ValueError("its answer is damaged: not the zstd it says") from err


class _Chunks(BytesIO):
    """Chunks as a file to read from."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._rest = b""

    def read(self, size: int | None = PIECE, /) -> bytes:
        while not self._rest:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                return b""
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


_DECODERS: dict[str, Decoder] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _unbrotlied,
    "zstd": _unzstd,
}
