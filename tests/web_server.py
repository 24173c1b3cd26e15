"""A web server on loopback that says exactly what a test wants, and notes what it was sent."""

import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext, SSLError
from threading import Event, Thread

from digest.web.settings import WebSettings

Speak = Callable[[socket.socket, "Server"], None]
Answer = bytes | Speak


class Server:
    """Answers by path: whole answers as bytes, or what a function says on the connection.

    A ``greeting`` is all it says to everybody.

    ``heads`` are the requests as they came, ``connections`` how many there were.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer],
        *,
        tls: SSLContext | None = None,
        greeting: bytes = b"",
        number: str = "127.0.0.1",
    ) -> None:
        self.answers = dict(answers)
        self.heads: list[str] = []
        self.connections = 0
        self.ended = Event()
        self._tls = tls
        self._greeting = greeting
        self._socket = socket.create_server((number, 0))
        self.port = int(self._socket.getsockname()[1])
        self._threads = [Thread(target=self._listen)]
        self._threads[0].start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.heads]

    def close(self) -> None:
        self.ended.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while not self.ended.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            thread = Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            connection.settimeout(5)
            if self._greeting:
                connection.sendall(self._greeting)
                return
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            head = _read_head(connection)
            if head:
                self.heads.append(head)
                self._speak(connection, head.split(" ")[1])
        except (OSError, SSLError):  # the client hung up, which is what many tests are about
            pass
        finally:
            connection.close()

    def _speak(self, connection: socket.socket, path: str) -> None:
        said = self.answers.get(path, answer(b"", status="404 Not Found"))
        if isinstance(said, bytes):
            connection.sendall(said)
        else:
            said(connection, self)


def _read_head(connection: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            return ""
        head += piece
    return head.decode("latin-1")


@contextmanager
def serving(
    answers: Mapping[str, Answer] | None = None,
    *,
    tls: SSLContext | None = None,
    greeting: bytes = b"",
    number: str = "127.0.0.1",
) -> Iterator[Server]:
    server = Server(answers or {}, tls=tls, greeting=greeting, number=number)
    try:
        yield server
    finally:
        server.close()


def answer(
    body: bytes, *, status: str = "200 OK", headers: Mapping[str, str] | None = None
) -> bytes:
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    lines |= dict(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", status=status, headers={"Location": location})


def in_turn(*said: Answer) -> Speak:
    """Give one answer after the other, the last one for ever."""
    left = list(said)

    def speak(connection: socket.socket, server: Server) -> None:
        one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(one, bytes):
            connection.sendall(one)
        else:
            one(connection, server)

    return speak


def resolving(names: Mapping[str, Sequence[str]]) -> Callable[[str, int], Sequence[str]]:
    """Return a resolver that knows these names, and of others nothing."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in names:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return names[host]

    return resolve


def settings(
    *,
    delay: float = 0.0,
    total: float = 5.0,
    read: float = 2.0,
    largest: int = 1_000_000,
    retries: int = 0,
    allow_private: tuple[str, ...] = ("127.0.0.0/8",),
) -> WebSettings:
    """Return settings for loopback, quick to give up."""
    return WebSettings(
        connect=2.0,
        read=read,
        total=total,
        largest=largest,
        delay=delay,
        retries=retries,
        retry_pause=0.001,
        allow_private=allow_private,
    )


def make_certificate(folder: Path, *names: str) -> tuple[Path, SSLContext]:
    """Make a certificate for host names with openssl; return its file and a server's context."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    alternatives = ",".join(f"DNS:{name}" for name in names)
    kind = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        ["openssl", *kind.split(), "-addext", f"subjectAltName={alternatives}", *files],
        check=True,
        capture_output=True,
    )
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
