"""Web archives into pages."""

import gzip
import io
import logging
import zipfile
import zlib
from collections.abc import Sequence

import brotli
import pytest

from digest.formats import CONTAINERS, detect
from digest.formats import warc as warc_module
from digest.model import Payload, Skipped

PAGE = b"<html><title>Ferry leaves</title><p>The ferry left at noon.</p></html>"


def archive(*records: tuple[str, str, str, list[tuple[str, str]], bytes], packed: bool) -> bytes:
    """Return a WARC; a record is kind, address, status, headers, body, each packed by itself."""
    about: tuple[str, str, str, list[tuple[str, str]], bytes]
    about = ("warcinfo", "", "", [], b"software: test\r\n")
    written = [_record(*record) for record in (about, *records)]
    return b"".join(map(gzip.compress, written) if packed else written)


def _record(kind: str, url: str, status: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    first = f"HTTP/1.1 {status}" if status else "GET / HTTP/1.1"
    lines = "".join(f"{line}\r\n" for line in (first, *(f"{k}: {v}" for k, v in headers)))
    block = body if kind == "warcinfo" else f"{lines}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-03-20T00:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def page(
    url: str, body: bytes = PAGE, status: str = "200 OK", **headers: str
) -> tuple[str, str, str, list[tuple[str, str]], bytes]:
    named = {"Content-Type": "text/html; charset=utf-8"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "response", url, status, list(named.items()), body


def unpack(content: bytes, file: str = "day.warc") -> list[Payload | Skipped]:
    payload = Payload(file=file, data=content)
    return list(CONTAINERS[detect(payload)](payload))


def pages(found: Sequence[Payload | Skipped]) -> dict[str, bytes]:
    return {one.url: one.data for one in found if isinstance(one, Payload)}


def reasons(found: Sequence[Payload | Skipped]) -> list[str]:
    return [one.reason for one in found if isinstance(one, Skipped)]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_come_under_their_addresses(packed: bool) -> None:
    content = archive(
        page("https://pier.example/1"),
        ("request", "https://pier.example/1", "", [("Host", "pier.example")], b""),
        page("https://pier.example/logo.png", b"\x89PNG", Content_Type="image/png"),
        page("https://pier.example/old", status="404 Not Found"),
        page("https://pier.example/1", PAGE + b"<!-- later -->"),
        page("https://pier.example/x", Content_Type="application/xhtml+xml"),
        packed=packed,
    )

    found = unpack(content, "day.warc.gz" if packed else "day.warc")
    assert [one.member for one in found if isinstance(one, Payload)] == [
        "https://pier.example/1",
        "https://pier.example/1 (2)",
        "https://pier.example/x",
    ]
    first = found[0]
    assert isinstance(first, Payload)
    assert (first.url, first.data) == ("https://pier.example/1", PAGE)
    assert first.media_type == "text/html; charset=utf-8"
    assert reasons(found) == []


def test_what_is_no_page_is_counted_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "digest.formats.warc"):
        unpack(archive(page("https://x.example/1", status="404 Not Found"), packed=False))

    assert [record.getMessage() for record in caplog.records] == [
        "records of a web archive passed over kind=response that is no page count=1",
        "records of a web archive passed over kind=warcinfo count=1",
    ]


def _chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 20] for start in range(0, len(body), 20)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(each), each) for each in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("gzip", PAGE),
        ("identity", PAGE),
    ],
)
def test_pages_are_unpacked_as_a_browser_would(encoding: str, body: bytes) -> None:
    plain = page("https://x.example/1", body, Content_Encoding=encoding)
    in_chunks = page(
        "https://x.example/2",
        _chunked(body),
        Content_Encoding=encoding,
        Transfer_Encoding="chunked",
    )

    assert list(pages(unpack(archive(plain, in_chunks, packed=True))).values()) == [PAGE, PAGE]


def test_chunks_that_are_none_are_the_page_itself() -> None:
    found = unpack(archive(page("https://x.example/1", Transfer_Encoding="chunked"), packed=False))

    assert list(pages(found).values()) == [PAGE]


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", gzip.compress(PAGE)[:-9], "damaged: it ends too early"),
        ("br", brotli.compress(PAGE)[:-9], "damaged: it ends too early"),
        ("br", b"\xff\xff\xff", "damaged: what brotli packed does not unpack"),
        ("gzip", gzip.compress(bytes(21 * 1024 * 1024)), "larger than 20 MB when unpacked"),
        ("br", brotli.compress(bytes(21 * 1024 * 1024)), "larger than 20 MB when unpacked"),
    ],
)
def test_page_that_does_not_unpack_is_told_and_the_others_read(
    encoding: str, body: bytes, reason: str
) -> None:
    stuffing = page("https://x.example/2", PAGE + bytes(range(256)) * 4000)
    content = archive(
        page("https://x.example/1", body, Content_Encoding=encoding), stuffing, packed=False
    )

    found = unpack(content)
    assert list(pages(found)) == ["https://x.example/2"]
    assert [one for one in found if isinstance(one, Skipped)] == [
        Skipped(item="day.warc#https://x.example/1", step="read", reason=reason)
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_cut_off_archive_gives_the_pages_before(packed: bool) -> None:
    content = archive(page("https://x.example/1"), page("https://x.example/2"), packed=packed)

    found = unpack(content[:-40])
    assert list(pages(found)) == ["https://x.example/1"]
    assert reasons(found) == ["damaged: it ends too early; the page before it is kept"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"WARC/1.0\r\n", "damaged: a record without its length"),
        (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "damaged: a record without its length"),
        (b"WARC/9\r\n\r\n", "damaged: no record where one should begin"),
        (b"WARC/1.0\r\nX: " + b"a" * 70_000, "damaged: a record whose headers do not end"),
        (
            b"WARC/1.0\r\nContent-Length: 999999999999999\r\n\r\nx",
            "damaged: it ends too early",
        ),
    ],
)
def test_hostile_records_end_in_a_line(content: bytes, reason: str) -> None:
    assert reasons(unpack(content)) == [reason]
    assert reasons(unpack(gzip.compress(content))) == [reason]


def test_bomb_is_given_up() -> None:
    body = bytes(15 * 1024 * 1024)
    content = archive(page("https://x.example/1", body), packed=True)

    (reason,) = reasons(unpack(content, "a.warc.gz"))
    assert reason.startswith("packed more than 200 times smaller than it is")


def test_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_module, "MOST_PAGES", 1)
    content = archive(page("https://x.example/1"), page("https://x.example/2"), packed=True)

    found = unpack(content)
    assert list(pages(found)) == ["https://x.example/1"]
    reason = "more than 1 pages; those after them are left out; the page before it is kept"
    assert reasons(found) == [reason]


def test_package_gives_the_pages_of_all_its_archives() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("datapackage.json", "{}")
        first = archive(page("https://x.example/1"), packed=True)
        package.writestr("archive/a.warc.gz", first)
        second = archive(page("https://x.example/2"), packed=False)
        package.writestr("archive/b.warc", second)
        package.writestr("indexes/index.cdx", "x")

    found = unpack(out.getvalue(), "day.wacz")
    assert list(pages(found)) == ["https://x.example/1", "https://x.example/2"]
    assert isinstance(found[0], Payload)
    assert found[0].name == "day.wacz#https://x.example/1"
    assert reasons(unpack(out.getvalue()[:-30], "day.wacz"))[0].startswith("a damaged web archive")


@pytest.mark.parametrize("seed", range(20))
def test_broken_bytes_end_in_a_line_never_in_an_error(seed: int) -> None:
    content = bytearray(archive(page("https://x.example/1"), packed=seed % 2 == 0))
    for place in range(12 + seed, len(content), 101):
        content[place] ^= 1 + seed

    for one in warc_module.unpack_warc(Payload(file="a.warc", data=bytes(content))):
        assert isinstance(one, Payload) or one.reason
