"""A small mail server for the tests: IMAP4rev1 as far as reading a folder needs it."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Letter:
    """A mail on the server; ``size`` is what the server says of it."""

    uid: int
    content: bytes
    seen: bool = False
    size: int = -1


@dataclass
class Server:
    """What the server holds, how it behaves, and what it was asked."""

    letters: list[Letter] = field(default_factory=list)
    password: str = "secret"  # noqa: S105
    validity: int = 7
    folders: tuple[str, ...] = ('"INBOX"',)
    certificate: str = ""
    starts_secure: bool = False
    breaks_at: str = ""  # a command at which it closes the connection
    silent_at: str = ""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def find(self, numbers: str) -> list[Letter]:
        """Return the letters of a list of numbers ("3,5:*")."""
        found: list[Letter] = []
        for part in numbers.split(","):
            first, _, last = part.partition(":")
            top = max((letter.uid for letter in self.letters), default=0)
            low = int(first)
            high = top if last == "*" else int(last or low)
            low, high = min(low, high), max(low, high)
            found += [letter for letter in self.letters if low <= letter.uid <= high]
        return found


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run the server on this machine until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        stop = threading.Event()
        listening.settimeout(0.05)
        thread = threading.Thread(target=_listen, args=(server, listening, stop))
        thread.start()
        try:
            yield server
        finally:
            stop.set()
            thread.join()


def _listen(server: Server, listening: socket.socket, stop: threading.Event) -> None:
    while not stop.is_set():
        with suppress(TimeoutError):
            connection, _ = listening.accept()
            connection.settimeout(5)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(OSError), connection:
                _Talk(server, connection, stop).run()


class _Talk:
    def __init__(self, server: Server, connection: socket.socket, stop: threading.Event) -> None:
        self._server = server
        self._stop = stop
        self._connection = connection
        if server.starts_secure:
            self._secure()
        self._lines = self._connection.makefile("rb")

    def _secure(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._server.certificate)
        self._connection = context.wrap_socket(self._connection, server_side=True)

    def _say(self, line: str | bytes) -> None:
        content = line.encode() if isinstance(line, str) else line
        self._connection.sendall(content + b"\r\n")

    def run(self) -> None:
        try:
            self._say("* OK ready")
            while line := self._lines.readline():
                if not self._answer(line.decode("utf-8", "replace").rstrip()):
                    break
        finally:
            self._lines.close()
            self._connection.close()

    def _answer(self, line: str) -> bool:
        tag, _, rest = line.partition(" ")
        command = rest.split(" ")[0].upper()
        command = " ".join(rest.upper().split(" ")[:2]) if command == "UID" else command
        self._server.asked.append(rest)
        if command == self._server.silent_at:
            self._stop.wait(5)
            return False
        if command == self._server.breaks_at:
            return False
        answer = getattr(self, f"_{command.lower().replace(' ', '_')}", None)
        self._say(f"{tag} {answer(rest) if answer else 'BAD unknown'}")
        if command == "STARTTLS":
            self._secure()
            self._lines = self._connection.makefile("rb")
        return command != "LOGOUT"

    def _capability(self, _rest: str) -> str:
        self._say("* CAPABILITY IMAP4rev1 AUTH=PLAIN STARTTLS")
        return "OK done"

    def _starttls(self, _rest: str) -> str:
        return "OK begin"

    def _login(self, rest: str) -> str:
        given = rest.split(" ", 2)[2].strip('"')
        return "OK welcome" if given == self._server.password else f"NO wrong password {given}"

    def _authenticate(self, _rest: str) -> str:
        from base64 import b64decode

        self._say("+ ")
        given = b64decode(self._lines.readline()).decode().split("\0")[2]
        return "OK welcome" if given == self._server.password else f"NO wrong password {given}"

    def _select(self, rest: str) -> str:
        if rest.split(" ", 1)[1] not in self._server.folders:
            return "NO no such folder"
        self._say(f"* {len(self._server.letters)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self._server.validity}] valid")
        return "OK [READ-WRITE] done"

    _examine = _select

    def _uid_search(self, rest: str) -> str:
        numbers = re.findall(r"UID (\S+)", rest)[1]
        found = [
            str(letter.uid)
            for letter in self._server.find(numbers)
            if not ("UNSEEN" in rest and letter.seen)
        ]
        self._say(f"* SEARCH {' '.join(found)}".rstrip())
        return "OK done"

    def _uid_fetch(self, rest: str) -> str:
        for letter in self._server.find(rest.split(" ")[2]):
            size = len(letter.content) if letter.size < 0 else letter.size
            if "RFC822.SIZE" in rest:
                self._say(f"* 1 FETCH (UID {letter.uid} RFC822.SIZE {size})")
                continue
            letter.seen = letter.seen or "PEEK" not in rest
            self._say(f"* 1 FETCH (UID {letter.uid} BODY[]<0> {{{len(letter.content)}}}")
            self._say(letter.content + b")")
        return "OK done"

    def _logout(self, _rest: str) -> str:
        self._say("* BYE")
        return "OK done"
