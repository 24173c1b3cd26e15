"""What the tests of delivery have in common: mails, who writes down, servers that misbehave."""

import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digest.deliverers.mails import Mail, Result
from digest.deliverers.outbox import Key, MemoryOutbox, State
from digest.deliverers.smtp import deliver_smtp
from digest.deliverers.smtp_server import SmtpServer, Timeouts

CANARY = "corr3ct-h0rse/é+ battery"  # a password that must not be seen anywhere
PATIENCE = 30.0  # seconds after which a test that hangs is broken


def mail(
    *recipients: str, id: str = "<digest.1@desk.example>", text: str = "News.", sender: str = ""
) -> Mail:
    data = (
        "From: desk@desk.example\r\nTo: readers@press.example\r\nSubject: Morning digest\r\n"
        "Date: Fri, 15 Nov 2024 18:36:00 +0900\r\n"
        f"Message-ID: {id}\r\nMIME-Version: 1.0\r\n\r\n{text}\r\n"
    )
    return Mail(
        message_id=id,
        sender=sender or "bounces@desk.example",
        recipients=recipients or ("ana@press.example",),
        data=data.encode("utf-8", "surrogateescape"),
    )


@dataclass
class Book:
    """A recorder that keeps everything in order."""

    entries: list[tuple[str, ...]] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    on_sending: Callable[[], None] = lambda: None
    on_done: Callable[[], None] = lambda: None

    def sending(self, mail: Mail, recipients: Sequence[str]) -> None:
        self.entries.append(("sending", *recipients))
        self.on_sending()

    def done(self, mail: Mail, results: Sequence[Result]) -> None:
        self.entries.append(("done", *(result.outcome for result in results)))
        self.results += results
        self.on_done()

    @property
    def outcomes(self) -> list[str]:
        return [result.outcome for result in self.results]

    @property
    def last(self) -> Result:
        return self.results[-1]

    def of(self, recipient: str) -> list[str]:
        return [one.outcome for one in self.results if one.recipient == recipient]


class FileOutbox(MemoryOutbox):
    """An outbox that a kill leaves as it was."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(read_states(Path(path)))
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def sending(self, *given) -> None:  # type: ignore[no-untyped-def]  # as the outbox has it
        super().sending(*given)
        self._write()

    def done(self, *given) -> None:  # type: ignore[no-untyped-def]
        super().done(*given)
        self._write()

    def close(self) -> None:
        os.close(self._file)

    def _write(self) -> None:
        lines = ("\t".join((*key, state)) + "\n" for key, state in self.states.items())
        os.write(self._file, "".join(lines).encode())
        os.fsync(self._file)


def read_states(path: Path) -> dict[Key, State]:
    states: dict[Key, State] = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        message_id, recipient, state = line.split("\t")
        states[message_id, recipient] = state  # type: ignore[assignment]  # one that we wrote
    return states


class Peer:
    """The server's end of one connection."""

    def __init__(self, connected: socket.socket, office: "Office") -> None:
        self.socket = connected
        self.office = office
        self._file = connected.makefile("rb")

    def say(self, *lines: str | bytes) -> None:
        given = (line if isinstance(line, bytes) else line.encode() for line in lines)
        self.socket.sendall(b"".join(line + b"\r\n" for line in given))

    def hear(self) -> str:
        line = self._file.readline()
        if not line:
            raise ConnectionError
        self.office.heard.append(line.decode("utf-8", "replace").rstrip("\r\n"))
        return self.office.heard[-1]

    def hear_text(self) -> bytes:
        """Return a mail's text up to its dot."""
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            line = self._file.readline()
            if not line:
                self.office.unfinished.append(text)
                raise ConnectionError
            text += line
        return text[:-3]

    def hear_bytes(self, count: int) -> bytes:
        return self._file.read(count)

    def hear_all(self) -> bytes:
        return self._file.read()

    def start_tls(self, context: ssl.SSLContext) -> None:
        self._file.close()
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self._file = self.socket.makefile("rb")

    def wait(self) -> None:
        """Say nothing until the other end hangs up or the test is over."""
        self.socket.settimeout(0.02)
        while not self.office.is_over:
            with suppress(TimeoutError):
                if not self.socket.recv(65536):
                    return

    def reset(self) -> None:
        """Hang up with RST, as a crashed server does."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.close()

    def close(self) -> None:
        self._file.close()
        self.socket.close()


Script = Callable[[Peer], None]


class Office:
    """A server on loopback that plays one script a connection, the last for all others."""

    def __init__(self, scripts: Sequence[Script]) -> None:
        self.taken: list[bytes] = []  # mails that were accepted
        self.unfinished: list[bytes] = []
        self.heard: list[str] = []
        self.connections = 0
        self.is_over = False
        self._scripts = scripts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def _listen(self) -> None:
        while True:
            try:
                connected, _ = self._listener.accept()
            except OSError:
                return
            script = self._scripts[min(self.connections, len(self._scripts) - 1)]
            self.connections += 1
            thread = threading.Thread(target=self._play, args=(script, connected))
            self._threads.append(thread)
            thread.start()

    def _play(self, script: Script, connected: socket.socket) -> None:
        connected.settimeout(PATIENCE)
        peer = Peer(connected, self)
        with suppress(OSError):  # the client hangs up when it has had enough
            script(peer)
        with suppress(OSError):
            peer.close()

    def close(self) -> None:
        self.is_over = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE)


@contextmanager
def office(*scripts: Script) -> Iterator[Office]:
    opened = Office(scripts)
    try:
        yield opened
    finally:
        opened.close()


Answer = str | Sequence[str] | Script
HELLO = ("250-mx.press.example", "250-SIZE 10000000", "250 8BITMIME")


def obeying(answers: Mapping[str, Answer] | None = None, hello: Sequence[str] = HELLO) -> Script:
    """Return the script of a good server, with other answers to some commands.

    "GREETING" is the first, "DOT" the answer to a whole mail. An answer may be a script.
    """

    def play(peer: Peer) -> None:
        given = dict(answers or {})

        def answer(verb: str, usual: Answer) -> None:
            chosen = given.get(verb, usual)
            if callable(chosen):
                chosen(peer)
            else:
                peer.say(*([chosen] if isinstance(chosen, str) else chosen))

        answer("GREETING", "220 mx.press.example")
        while True:
            line = peer.hear()
            verb = (line.split() or [""])[0].upper()
            key = line if line in given else verb
            if verb == "DATA" and "DATA" not in given:
                peer.say("354 go on")
                text = peer.hear_text()
                if "DOT" not in given:
                    peer.office.taken.append(text)
                answer("DOT", "250 taken")
            elif verb == "QUIT":
                peer.say("221 bye")
                return
            else:
                answer(key, {"EHLO": hello}.get(verb, "250 ok"))

    return play


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def make_certificate(folder: Path, *, name: str = "localhost") -> tuple[Path, Path]:
    """Return the files of a self-signed certificate for the name and of its key."""
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    subprocess.run(
        [
            *"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes".split(),
            *("-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


def server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


# For servers that answer, however busy the machine is, and for those that are not to.
PATIENT = Timeouts(connect=PATIENCE, reply=PATIENCE, accept=PATIENCE, total=2 * PATIENCE)
QUICK = Timeouts(connect=PATIENCE, reply=0.2, accept=0.2, total=2 * PATIENCE)


def server_at(opened: Office, **changes: Any) -> SmtpServer:
    chosen = {"security": "none", "pauses": (), "timeouts": PATIENT, **changes}
    return SmtpServer(host="localhost", port=opened.port, **chosen)


def send(*mails: Mail, to: SmtpServer) -> Book:
    book = Book()
    deliver_smtp(mails, to, recorder=book, sleep=no_sleep)
    return book


def send_one(script: Script, *, what: Mail | None = None, **changes: Any) -> tuple[Office, Book]:
    with office(script) as opened:
        book = send(what or mail(), to=server_at(opened, **changes))
    return opened, book


def no_sleep(_: float) -> None: ...


def hang(peer: Peer) -> None:
    peer.wait()


def drop(peer: Peer) -> None:
    peer.reset()
    raise ConnectionError
