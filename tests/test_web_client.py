"""One request: its limits, and what each kind of trouble is told as."""

import gzip
import shutil
import socket
import ssl
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from digest.web.answers import Answer, Conditions, Declined, Failed, Fetched, NotModified, wait_of
from digest.web.client import Client
from digest.web.decoding import decoded, gunzip
from digest.web.politeness import Turns, retry_pause
from digest.web.settings import WebSettings, name_ourselves
from tests.web_server import (
    Server,
    Speak,
    answer,
    in_turn,
    make_certificate,
    redirect,
    resolving,
    serving,
    settings,
)

PAGE = b"<p>The harbor of Ardvale reopened.</p>"
NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def _fetch(
    server: Server,
    path: str = "/",
    *,
    chosen: WebSettings | None = None,
    conditions: Conditions | None = None,
) -> Answer:
    client = Client(chosen or settings(), turns=Turns(0), clock=lambda: NOW)
    return client.fetch(server.url(path), conditions=conditions)


def _reason(found: Answer) -> str:
    assert isinstance(found, Failed)
    return found.reason


def test_a_page_comes_with_what_its_server_says_of_it(server: Server) -> None:
    said = {"ETag": 'W/"a b"', "Last-Modified": "yesterday, about noon", "X-More": "no"}
    server.answers["/"] = answer(PAGE, headers=said)

    found = _fetch(server)

    assert found == Fetched(
        asked=server.url(),
        url=server.url(),
        data=PAGE,
        media_type="text/html; charset=utf-8",
        etag='W/"a b"',
        last_modified="yesterday, about noon",
    )


def test_the_request_names_us_and_holds_nothing_of_the_user(server: Server) -> None:
    server.answers["/a?b=c"] = answer(PAGE)

    _fetch(server, "/a?b=c#part")

    lines = server.heads[0].split("\r\n")
    names = {line.split(":")[0] for line in lines[1:] if line}
    assert lines[0] == "GET /a?b=c HTTP/1.1"
    assert f"User-Agent: {name_ourselves()}" in lines
    assert names == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_our_name_tells_the_version_and_whom_to_ask() -> None:
    assert name_ourselves().startswith("eventdigest/")
    assert "contact not set" in name_ourselves()
    assert name_ourselves("https://press.example/bot").endswith("(+https://press.example/bot)")
    assert WebSettings().robot == "eventdigest"


def test_conditions_are_sent_in_the_servers_words_and_only_to_that_address(
    server: Server,
) -> None:
    server.answers["/feed"] = answer(b"", status="304 Not Modified")
    server.answers["/"] = redirect("/feed")
    marks = Conditions(url=server.url("/feed"), etag='W/"\xe4"', last_modified="Tue, 4 Mar")

    found = _fetch(server, "/", conditions=marks)

    assert found == NotModified(asked=server.url("/"), url=server.url("/feed"))
    assert "If-None-Match" not in server.heads[0]
    assert 'If-None-Match: W/"\xe4"\r\n' in server.heads[1]
    assert "If-Modified-Since: Tue, 4 Mar\r\n" in server.heads[1]


def test_marks_that_no_server_can_have_sent_are_not_sent(server: Server) -> None:
    server.answers["/"] = answer(PAGE)

    for mark in ("\ufffd", "a\r\nX: y", "\0", " ", "x" * 5000):
        found = _fetch(server, conditions=Conditions(url=server.url(), etag=mark))

        assert isinstance(found, Fetched)
    assert not any("If-None-Match" in head for head in server.heads)


def test_not_modified_without_a_question_is_an_error(server: Server) -> None:
    server.answers["/"] = answer(b"", status="304 Not Modified")

    assert _reason(_fetch(server)).startswith("answers 304")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("200 OK", "answers with nothing (200)"),
        ("204 No Content", "answers with nothing (204)"),
        ("206 Partial Content", "answers 206"),
        ("300 Multiple Choices", "answers 300"),
        ("302 Found", "answers 302, but not where to go"),
        ("401 Unauthorized", "answers 401: it asks for a login"),
        ("403 Forbidden", "answers 403: it refuses programs like ours, or all"),
        ("404 Not Found", "answers 404: there is no such page"),
        ("410 Gone", "answers 410: gone for good"),
        ("418 Teapot", "answers 418"),
        ("429 Too Many", "answers 429: too many requests"),
        ("500 Error", "answers 500: an error of the server"),
        ("999 Denied", "answers 999"),
    ],
)
def test_every_status_is_a_line(server: Server, status: str, told: str) -> None:
    server.answers["/"] = answer(b"", status=status)

    found = _fetch(server)

    assert _reason(found) == told
    assert server.connections == 1


# Trouble on the wire


def _says(*pieces: bytes) -> Speak:
    def speak(connection: socket.socket, _server: Server) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return speak


def _without_end(begin: bytes, piece: bytes) -> Speak:
    def speak(connection: socket.socket, server: Server) -> None:
        connection.sendall(begin)
        while not server.ended.is_set():
            connection.sendall(piece)

    return speak


def _dripping(begin: bytes, piece: bytes = b"x") -> Speak:
    def speak(connection: socket.socket, server: Server) -> None:
        connection.sendall(begin)
        while not server.ended.wait(0.01):
            connection.sendall(piece)

    return speak


def _hanging(begin: bytes = b"") -> Speak:
    def speak(connection: socket.socket, server: Server) -> None:
        connection.sendall(begin)
        server.ended.wait(5)

    return speak


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
MANY_LINES = OK + b"".join(b"X-%d: y\r\n" % number for number in range(100_000)) + b"\r\nhello"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (_says(), "closed the connection without an answer"),
        (_says(b"<p>HTTP/0.9 has no headers</p>\n\n"), "its answer is not proper HTTP"),
        (_says(b"\x16\x03\x01\x00\x02\x02\x28"), "its answer is not proper HTTP"),
        (_says(b"SSH-2.0-server\r\n\r\n"), "its answer is not proper HTTP"),
        (_says(b"HTTP/1.1 abc OK\r\n\r\n"), "its answer is not proper HTTP"),
        (_says(OK + b"no colon\r\n\r\nhello"), "its answer is not proper HTTP"),
        (_says(OK + b"X\0: y\r\n\r\nhello"), "its answer is not proper HTTP"),
        (_says(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), "not proper HTTP"),
        (_says(OK + b"Content-Length: -1\r\n\r\nhello"), "its answer is not proper HTTP"),
        (_says(OK + b"Content-Length: 9\r\n\r\nhello"), "its answer broke off"),
        (_says(OK + b"Content-Length: 99999999999\r\n\r\nhello"), "larger than 97 KB"),
        (_says(OK + b"Content-Le"), "closed the connection without an answer"),
        (_says(CHUNKED + b"5\r\nhello\r\n"), "its answer broke off"),
        (_says(CHUNKED + b"zz\r\nhello\r\n"), "its answer is not proper HTTP"),
        (_says(CHUNKED + b"ffffffffffffffffffff\r\nhello"), "its answer broke off"),
        (_says(CHUNKED + b"5\r\nhelloworld\r\n"), "its answer is not proper HTTP"),
        (_says(MANY_LINES), "its headers have no end"),
        (_without_end(OK, b"X-More: and more\r\n"), "its headers have no end"),
        (_without_end(OK + b"X: ", b"x" * 1000), "its headers have no end"),
        (_without_end(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 999), "its answer has no end"),
        (_without_end(OK + b"\r\n", b"x" * 10_000), "larger than 97 KB"),
        (_without_end(CHUNKED, b"1\r\nx\r\n" * 1000), "its answer has no end"),
        (_without_end(CHUNKED, b"1;" + b"x" * 9_000 + b"\r\ny\r\n"), "its answer has no end"),
        (_hanging(), "sent nothing for 0.1 s"),
        (_hanging(OK), "sent nothing for 0.1 s"),
        (_hanging(OK + b"\r\nhello"), "sent nothing for 0.1 s"),
        (_dripping(OK + b"X: "), "took longer than 0.3 s"),
        (_dripping(OK + b"\r\n"), "took longer than 0.3 s"),
        (_dripping(CHUNKED, b"1\r\nx\r\n"), "took longer than 0.3 s"),
        (_dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "took longer than 0.3 s"),
    ],
)
def test_trouble_is_told_in_one_line(server: Server, said: Speak, told: str) -> None:
    server.answers["/"] = said
    chosen = settings(largest=100_000)
    if told.endswith(" s"):
        chosen = settings(read=0.1) if told.startswith("sent") else settings(total=0.3)

    found = _fetch(server, chosen=chosen)

    assert told in _reason(found)
    assert "\n" not in _reason(found)


@pytest.mark.parametrize("seed", range(100))
def test_no_answer_is_an_exception(server: Server, seed: int) -> None:
    drawn = Random(seed)
    said = {"Content-Encoding": drawn.choice(["gzip", "br", "zstd", "deflate", "gzip, br"])}
    chunked = CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    packed = drawn.choice([PAGE, *PACKED.values()])
    broken = bytearray(drawn.choice([answer(packed, headers=said), redirect("/"), chunked]))
    for _ in range(drawn.randrange(1, 6)):
        broken[drawn.randrange(len(broken))] = drawn.randrange(256)
    server.answers["/"] = bytes(broken[: drawn.randrange(len(broken) // 2, len(broken) + 1)])

    found = _fetch(server)

    assert isinstance(found, Failed | Fetched)
    assert isinstance(found, Fetched) or ("\n" not in found.reason and found.reason)


def test_what_comes_behind_the_announced_length_is_not_read(server: Server) -> None:
    server.answers["/"] = OK + b"Content-Length: 5\r\n\r\nhello and more"

    found = _fetch(server)

    assert isinstance(found, Fetched)
    assert found.data == b"hello"


def test_a_body_that_ends_with_the_connection_is_whole(server: Server) -> None:
    server.answers["/"] = b"HTTP/1.0 200 OK\r\nEtag: \xff\r\n\r\n" + PAGE

    found = _fetch(server)

    assert isinstance(found, Fetched)
    assert (found.data, found.media_type, found.etag) == (PAGE, "", "\xff")


def test_refused_connections_are_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    found = Client(settings(), turns=Turns(0)).fetch(f"http://127.0.0.1:{port}/")

    assert _reason(found) == "it refuses the connection"


def test_the_next_number_of_a_name_is_tried(server: Server) -> None:
    server.answers["/"] = answer(PAGE)
    numbers = {"news.example": ["127.0.0.9", "127.0.0.1"]}  # nobody listens at the first
    client = Client(settings(), turns=Turns(0), resolve=resolving(numbers))

    found = client.fetch(server.url(host="news.example"))

    assert isinstance(found, Fetched)


# Redirects and retries


def test_redirects_are_followed_and_counted(server: Server) -> None:
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(1, 7)} | {"/7": answer(PAGE)}

    assert isinstance(_fetch(server, "/2"), Fetched)
    assert _reason(_fetch(server, "/1")) == "more than 5 redirects"


def test_only_unbroken_permanent_redirects_move_an_address(server: Server) -> None:
    server.answers |= {
        "/a": redirect("/b", "301 Moved"),
        "/b": redirect("/c", "308 Moved"),
        "/c": redirect("/d", "302 Found"),
        "/d": redirect("/e", "301 Moved"),
        "/e": answer(PAGE),
    }

    found = _fetch(server, "/a")
    later = _fetch(server, "/c")

    assert isinstance(found, Fetched)
    assert isinstance(later, Fetched)
    assert (found.moved_to, found.url) == (server.url("/c"), server.url("/e"))
    assert later.moved_to == ""


def test_places_in_utf8_are_understood(server: Server) -> None:
    server.answers["/"] = "HTTP/1.1 302 Found\r\nLocation: /größe\r\n\r\n".encode()
    server.answers["/gr%C3%B6%C3%9Fe"] = answer(PAGE)

    assert isinstance(_fetch(server), Fetched)


@pytest.mark.parametrize("status", ["502 Bad", "503 Busy", "504 Slow"])
def test_trouble_that_passes_is_tried_again(server: Server, status: str) -> None:
    server.answers["/"] = in_turn(answer(b"", status=status), answer(PAGE))

    assert isinstance(_fetch(server, chosen=settings(retries=2)), Fetched)
    assert server.connections == 2


def test_trouble_that_stays_is_given_up(server: Server) -> None:
    server.answers["/"] = answer(b"", status="503 Busy")

    assert _reason(_fetch(server, chosen=settings(retries=2))).startswith("answers 503")
    assert server.connections == 3


@pytest.mark.parametrize("status", ["404 Not Found", "429 Too Many", "500 Error"])
def test_other_trouble_is_not_tried_again(server: Server, status: str) -> None:
    server.answers["/"] = answer(b"", status=status)

    _fetch(server, chosen=settings(retries=2))

    assert server.connections == 1


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120.0),
        ("Tue, 04 Mar 2031 09:30:00 GMT", 1800.0),
        ("Tue, 04 Mar 2031 08:00:00 -0000", 0.0),
        ("9" * 300, None),
        ("soon", None),
        ("", None),
    ],
)
def test_whoever_asks_to_wait_is_not_asked_again(
    server: Server, given: str, seconds: float | None
) -> None:
    server.answers["/"] = answer(b"", status="503 Busy", headers={"Retry-After": given})

    found = _fetch(server, chosen=settings(retries=1))

    assert isinstance(found, Failed)
    assert found.retry_after == seconds
    assert server.connections == (2 if seconds is None else 1)


_DATE = st.from_regex(r"[A-Z][a-z]{2}, [0-9]+ [A-Z][a-z]{2} [0-9]+ [0-9:]+ [-+]?[0-9]+\Z")


@given(st.binary(max_size=60) | _DATE.map(str.encode))
def test_no_wait_is_an_error(said: bytes) -> None:
    wait = wait_of([(b"Retry-After", said)], NOW)

    assert wait is None or wait >= 0


def test_pauses_before_retries_are_of_the_address_and_grow() -> None:
    url, other = "https://news.example/a", "https://news.example/b"

    assert retry_pause(url, 0, 0.5) == retry_pause(url, 0, 0.5) != retry_pause(other, 0, 0.5)
    for attempt in range(5):
        assert 0.5 * 2**attempt * 0.5 <= retry_pause(url, attempt, 0.5) <= 0.5 * 2**attempt * 1.5


def test_a_gate_is_asked_before_every_hop(server: Server) -> None:
    server.answers["/"] = redirect("/inner")
    client = Client(settings(), turns=Turns(0))

    found = client.fetch(
        server.url(), gate=lambda address: "not there" if address.target == "/inner" else ""
    )

    assert found == Declined(asked=server.url(), url=server.url("/inner"), reason="not there")
    assert server.paths == ["/"]


# Encodings


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]) + b"\0" * 50,
    "deflate": zlib.compress(PAGE),
    "Deflate": _raw_deflate(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
    "deflate, GZIP": gzip.compress(zlib.compress(PAGE)),
    "identity": PAGE,
    "utf-8": PAGE,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_packed_bodies_are_unpacked(server: Server, encoding: str) -> None:
    server.answers["/"] = answer(PACKED[encoding], headers={"Content-Encoding": encoding})

    found = _fetch(server)

    assert isinstance(found, Fetched)
    assert found.data == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_packed_bytes_may_come_in_any_pieces(encoding: str, step: int) -> None:
    text = b"".join(b"%d boats left the harbor. " % number for number in range(20_000))
    packed = {
        "gzip": gzip.compress(text[:1000]) + gzip.compress(b"") + gzip.compress(text[1000:]),
        "deflate": _raw_deflate(text),
        "br": brotli.compress(text, quality=5),
        "zstd": zstandard.compress(text),
    }[encoding]

    pieces = (packed[start : start + step] for start in range(0, len(packed), step))

    assert b"".join(decoded(pieces, [encoding], largest=10**6)) == text


@pytest.mark.parametrize(
    ("encoding", "body", "told"),
    [
        ("gzip", b"not gzip at all", "its answer is damaged: not the gzip or deflate it says"),
        ("gzip", PACKED["gzip"][:-9], "its answer broke off"),
        ("deflate", PACKED["deflate"][:-5], "its answer broke off"),
        ("br", PACKED["br"][:-5], "its answer broke off"),
        ("br", b"\xff" * 50, "its answer is damaged: not the brotli it says"),
        ("zstd", b"not zstd", "its answer is damaged: not the zstd it says"),
        ("compress", PAGE, "its answer is packed in an unknown way: 'compress'"),
        ("gzip, gzip, gzip", PAGE, "its answer is packed 3 times (at most 2)"),
    ],
)
def test_damaged_packing_is_told(server: Server, encoding: str, body: bytes, told: str) -> None:
    server.answers["/"] = answer(body, headers={"Content-Encoding": encoding})

    assert _reason(_fetch(server)) == told


def _zeros(packer: "zlib._Compress | zstandard.ZstdCompressionObj", count: int) -> bytes:
    megabyte = bytes(1024 * 1024)
    return b"".join(packer.compress(megabyte) for _ in range(count)) + packer.flush()


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: _zeros(zlib.compressobj(9, wbits=31), 200),
    "deflate": lambda: _zeros(zlib.compressobj(9), 200),
    "br": lambda: brotli.compress(bytes(200 * 1024 * 1024), quality=1),
    "zstd": lambda: _zeros(zstandard.ZstdCompressor().compressobj(), 200),
    "gzip, gzip": lambda: gzip.compress(_zeros(zlib.compressobj(9, wbits=31), 200)),
}


@pytest.mark.parametrize("encoding", BOMBS)
def test_bombs_stop_early_and_small(server: Server, encoding: str) -> None:
    bomb = BOMBS[encoding]()
    assert len(bomb) < 220_000
    server.answers["/"] = answer(bomb, headers={"Content-Encoding": encoding})
    del bomb
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()

    found = _fetch(server, chosen=WebSettings(allow_private=("127.0.0.1",)))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert _reason(found) == "larger than 15 MB"
    assert peak - before < 20 * 1024 * 1024


def test_a_window_wider_than_the_web_allows_is_refused(server: Server) -> None:
    wide = zstandard.ZstdCompressionParameters(window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    body = _zeros(packer, 20)
    server.answers["/"] = answer(body, headers={"Content-Encoding": "zstd"})

    assert _reason(_fetch(server)) == "its answer is damaged: not the zstd it says"


def test_unzipping_stops_at_the_limit() -> None:
    assert gunzip(gzip.compress(PAGE), largest=len(PAGE)) == PAGE
    with pytest.raises(ValueError, match="larger than 37 bytes"):
        gunzip(gzip.compress(PAGE), largest=len(PAGE) - 1)


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command")
    return make_certificate(tmp_path_factory.mktemp("tls"), "news.example")


def test_the_certificate_is_checked_by_the_name_asked(
    certificate: tuple[Path, ssl.SSLContext],
) -> None:
    file, context = certificate
    resolve = resolving({name: ["127.0.0.1"] for name in ("news.example", "other.example")})
    trusting = ssl.create_default_context(cafile=str(file))
    with serving({"/": answer(PAGE)}, tls=context) as server:
        client = Client(settings(), turns=Turns(0), resolve=resolve, tls=trusting)

        found = client.fetch(server.url(host="news.example"))
        other = client.fetch(server.url(host="other.example"))

    assert isinstance(found, Fetched)
    assert "its certificate is not to be trusted: hostname mismatch" in _reason(other)
    assert len(server.heads) == 1


def test_an_unknown_certificate_is_refused(certificate: tuple[Path, ssl.SSLContext]) -> None:
    _, context = certificate
    with serving({"/": answer(PAGE)}, tls=context) as server:
        client = Client(
            settings(), turns=Turns(0), resolve=resolving({"news.example": ["127.0.0.1"]})
        )

        found = client.fetch(server.url(host="news.example"))

    assert "its certificate is not to be trusted: self-signed" in _reason(found)
    assert server.heads == []


def test_a_server_without_tls_is_told() -> None:
    with serving(greeting=b"220 mail.example ready for whatever you want to send\r\n") as server:
        client = Client(settings(), turns=Turns(0))

        found = client.fetch(server.url().replace("http:", "https:"))

    assert _reason(found).startswith("no secure connection")


def test_closing_ends_what_is_under_way(server: Server) -> None:
    from threading import Thread

    found: list[Answer] = []
    client = Client(settings(read=30, total=30), turns=Turns(0))

    def speak(connection: socket.socket, server: Server) -> None:
        connection.sendall(OK)
        client.close()
        server.ended.wait(5)

    server.answers["/"] = speak
    thread = Thread(target=lambda: found.append(client.fetch(server.url())))
    thread.start()
    thread.join(5)

    assert len(found) == 1
    assert isinstance(found[0], Failed)
    assert _reason(client.fetch(server.url())) == "the run was ended"
