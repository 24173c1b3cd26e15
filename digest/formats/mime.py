"""The parts of a mail, cut out of its bytes: headers, texts, what is attached.

One rule: the work grows with the bytes alone. Python's own parser compares
every line with all open boundaries, and ends in a RecursionError where a
thousand parts are nested; here each limit is a note, and the rest is read.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value

from digest.formats.encodings import decode

MOST_HEADERS = 1_000  # lines; a mail that went through many hands has 100
LONGEST_VALUE = 4_000  # bytes of a header that are read
LONGEST_BOUNDARY = 200  # characters; RFC 2046 allows 70
DEEPEST = 20  # levels of parts; real mails have five
MOST_PARTS = 500

_NAME = re.compile(rb"([!-9;-~]{1,100})[ \t]{0,20}:[ \t]{0,20}")
_BLANK = re.compile(rb"\n\r?\n")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,1000})\?=")
_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)
# Encodings of text; Python knows others ("zlib", "punycode") that no mail needs.
_OF_TEXT = re.compile(r"(?:ascii|utf|iso|cp|koi|mac|gb|big5|euc|shift|hz|johab|tis|ptcp|kz)")
_OF_BYTES = re.compile(r"iso8859|cp12|koi8|mac")  # a byte a letter
_WIDER = {  # what says that it is the first nearly always is the second
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
}


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in their order, names in small letters, values as they stand."""

    fields: tuple[tuple[str, str], ...] = ()

    def first(self, name: str) -> str:
        """Return the value of the first field of the name, "" where there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def text(self, name: str) -> str:
        """Return the first field as its reader sees it, on one line."""
        return " ".join(decode_words(self.first(name)).split())


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mail: others, or the bytes of one, still encoded for the way."""

    headers: Headers
    media_type: str
    charset: str = ""
    name: str = ""
    is_flowed: bool = False
    raw: bytes = b""
    parts: tuple["Part", ...] = ()

    @property
    def is_attached(self) -> bool:
        """Whether it was sent as a file rather than as something to read at once."""
        placed = self.headers.first("content-disposition").lower()
        return placed.startswith("attachment") or bool(self.name)

    @property
    def content(self) -> bytes:
        """The bytes before they were encoded for the way; broken places are passed over."""
        way = self.headers.first("content-transfer-encoding").strip().lower()
        if way == "base64":
            return _from_base64(self.raw)
        return binascii.a2b_qp(self.raw) if way == "quoted-printable" else self.raw

    @property
    def text(self) -> str:
        """The text of a text part, in its own encoding or, where that fails, a likely one."""
        return decode_text(self.content, self.charset)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's outermost part, and what was left out of it."""

    part: Part
    notes: tuple[str, ...] = ()


def split_mail(data: bytes) -> Mail:
    """Return the parts of a mail; forwarded mails stay whole."""
    cutter = _Cutter(data)
    part = cutter.part(0, len(data), 0, "text/plain")
    return Mail(part, tuple(dict.fromkeys(cutter.notes)))


def leaves(part: Part) -> Iterator[Part]:
    """Yield the parts that hold no others, in their order."""
    if not part.parts:
        yield part
    for inner in part.parts:
        yield from leaves(inner)


def split_headers(data: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int, bool]:
    """Return the header fields, where the body begins, and whether all fields were read."""
    end = len(data) if end is None else end
    fields: list[tuple[str, bytearray]] = []
    place = start
    for _ in range(MOST_HEADERS):
        if place >= end:
            return _fields(fields), end, True
        stop = data.find(b"\n", place, end) + 1 or end
        line = data[place : min(stop, place + LONGEST_VALUE)]
        named = _NAME.match(line)
        if line[:1] in b" \t" and line.strip() and fields:
            value = fields[-1][1]
            value += line.rstrip(b"\r\n")[: max(LONGEST_VALUE - len(value), 0)]
        elif named:
            fields.append(
                (named[1].decode("ascii").lower(), bytearray(line[named.end() :].rstrip()))
            )
        else:  # the empty line, or a body without one before it
            return _fields(fields), stop if not line.strip() else place, True
        place = stop
    blank = _BLANK.search(data, max(place - 1, start), end)
    return _fields(fields), blank.end() if blank else end, False


def decode_words(value: str) -> str:
    """Return a header's value with its encoded words ("=?utf-8?q?...?=") as text."""
    pieces: list[str] = []
    place = 0
    run: tuple[str, bytes] = ("", b"")  # a letter may be cut in two between neighboring words
    for found in _WORD.finditer(value):
        between = value[place : found.start()]
        charset, content = found[1].lower(), _word_bytes(found[2], found[3])
        if run[0] == charset and not between.strip():
            run = (charset, run[1] + content)
        else:
            pieces.append(decode_text(run[1], run[0]))
            pieces.append(between if between.strip() or not run[0] else "")
            run = (charset, content)
        place = found.end()
    return "".join((*pieces, decode_text(run[1], run[0]), value[place:]))


def decode_text(content: bytes, charset: str) -> str:
    """Return bytes as text: in the encoding they are said to be in, else in a likely one."""
    name = _codec(charset)
    if _OF_BYTES.match(name) and not content.isascii():
        with suppress(UnicodeError):  # what reads as UTF-8 is UTF-8, whatever it is called
            return content.decode("utf-8")
    try:
        return content.decode(name) if name else decode(content)[0]
    except UnicodeError:
        pass
    except ValueError:  # no text, says our own decoder
        return content.decode("utf-8", "replace")
    try:
        return decode(content)[0]
    except ValueError:
        return content.decode(name, "replace")


class _Cutter:
    """Cuts one mail, and counts its parts."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._count = 0
        self.notes: list[str] = []

    def part(self, start: int, end: int, level: int, usual: str) -> Part:
        """Return the part that the bytes from ``start`` to ``end`` are."""
        headers, body, is_whole = split_headers(self._data, start, end)
        if not is_whole:
            self.notes.append(f"more than {MOST_HEADERS:,} header lines; the others are not read")
        told = _told(headers, usual)
        kind = told.get_content_type() if "content-type" in told else usual
        boundary = _parameter(told, "boundary")[:LONGEST_BOUNDARY].rstrip()
        parts: tuple[Part, ...] = ()
        if kind.startswith("multipart/") and boundary:
            parts = self._inner(body, end, level, kind, b"--" + boundary.encode("utf-8", "replace"))
        if kind.startswith("multipart/") and not parts:  # a text all the same, if nothing deeper
            kind = "text/plain" if level < DEEPEST else "application/octet-stream"
        return Part(
            headers=headers,
            media_type=kind,
            charset=_parameter(told, "charset"),
            name=_file_name(headers, told),
            is_flowed=_parameter(told, "format").lower() == "flowed",
            raw=b"" if parts else self._data[body:end],
            parts=parts,
        )

    def _inner(self, start: int, end: int, level: int, kind: str, line: bytes) -> tuple[Part, ...]:
        if level >= DEEPEST:
            self.notes.append(f"parts nested more than {DEEPEST} deep, which are left out")
            return ()
        usual = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        found: list[Part] = []
        for first, last in _between(self._data, start, end, line):
            self._count += 1
            if self._count > MOST_PARTS:
                self.notes.append(f"more than {MOST_PARTS} parts; the others are left out")
                break
            found.append(self.part(first, last, level + 1, usual))
        return tuple(found)


def _between(data: bytes, start: int, end: int, line: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the parts between the boundary lines begin and end."""
    opened = -1
    place = start
    while (found := data.find(line, place, end)) >= 0:
        place = found + len(line)
        if found != start and data[found - 1 : found] != b"\n":
            continue
        is_last = data.startswith(b"--", place)
        stop = data.find(b"\n", place, min(end, place + 100)) + 1 or min(end, place + 100)
        if data[place + 2 * is_last : stop].strip():
            continue  # a longer boundary that begins with this one
        if opened >= 0:
            yield opened, max(found - 1, opened)
        if is_last:
            return
        opened = place = stop
    if opened >= 0:  # cut off on the way
        yield opened, end


def _fields(fields: list[tuple[str, bytearray]]) -> Headers:
    return Headers(tuple((name, decode_text(bytes(value), "")) for name, value in fields))


def _told(headers: Headers, usual: str) -> Message:
    """Return the header that names the type, for Python to take its parameters apart."""
    told = Message()
    value = " ".join(headers.first("content-type").split()) or usual
    told["content-type"] = value.replace("\0", "")
    return told


def _parameter(told: Message, name: str) -> str:
    try:
        value = told.get_param(name, "")
        return collapse_rfc2231_value(value) if value else ""
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ):  # parameters split in pieces that lack some
        return ""


def _file_name(headers: Headers, told: Message) -> str:
    placed = Message()
    placed["content-type"] = " ".join(headers.first("content-disposition").split()).replace(
        "\0", ""
    )
    name = _parameter(placed, "filename") or _parameter(told, "name")
    return " ".join(decode_words(name).split())


def _word_bytes(kind: str, word: str) -> bytes:
    plain = word.encode("utf-8", "replace")
    return binascii.a2b_qp(plain, header=True) if kind in "qQ" else _from_base64(plain)


def _from_base64(encoded: bytes) -> bytes:
    letters = encoded.translate(None, delete=_NOT_BASE64)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _codec(charset: str) -> str:
    """Return the encoding that a charset stands for, "" for none of text."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(name, name) if _OF_TEXT.match(name) else ""
