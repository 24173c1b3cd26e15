"""Which mail server, and how to speak to it.

One rule: what is not said is the safe choice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from digest.deliverers.wire import any_number
from digest.errors import UsageError
from digest.web.addresses import Resolve

Security = Literal["starttls", "tls", "none"]

_SECURITIES = get_args(Security)
_PLAIN = re.compile(r"[^\s\x00-\x1f\x7f]{1,300}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds: to connect, for each reply, for a whole mail and its reply, for all mails.

    To give up on the reply to a whole mail is to not know; RFC 5321 asks for 600.
    """

    connect: float = 10.0
    reply: float = 60.0
    accept: float = 300.0
    total: float = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """A mail server and how to speak to it.

    ``security`` "none" is for a server on this machine; to others it sends no password.
    ``ca_file`` (PEM) takes the place of the system's authorities. ``password`` is asked
    once a delivery, when it is needed. ``hello`` is the name to greet with. After
    ``per_connection`` mails a new connection is made: Exim queues what comes after 10.
    ``pauses`` are the seconds before each further attempt at what failed for the moment.
    """

    host: str
    port: int = 587
    security: Security = "starttls"
    ca_file: Path | None = None
    user: str = ""
    password: Callable[[], str] = field(default=str, repr=False)
    hello: str = ""
    per_connection: int = 10
    pauses: tuple[float, ...] = (2.0, 10.0, 30.0)
    timeouts: Timeouts = Timeouts()
    resolve: Resolve = field(default=any_number, repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be, naming it."""
        if self.security not in _SECURITIES:
            known = ", ".join(_SECURITIES)
            raise UsageError(f"security is {self.security!r} (known: {known})")
        for name in ("host", "hello"):
            given = getattr(self, name)
            if not _PLAIN.fullmatch(given) and (given or name == "host"):
                raise UsageError(f"{name} is {given[:80]!r}: give a host's name")
        if not 0 < self.port < 65536:
            raise UsageError(f"port is {self.port}: give 1 to 65535")
        if self.per_connection < 1:
            raise UsageError(f"per_connection is {self.per_connection}: give 1 or more")

    @property
    def name(self) -> str:
        """Host and port, for messages."""
        return f"{self.host}:{self.port}"
