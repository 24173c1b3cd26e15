"""What the user chose for the web, checked in one place."""

import ipaddress
import re
from dataclasses import dataclass

import digest
from digest.errors import UsageError

NAME = "eventdigest"  # what robots.txt files may call us
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MEBIBYTE = 1024 * 1024
_HEADER_TEXT = re.compile(r"[!-~](?:[ -~]{0,298}[!-~])?")


def name_ourselves(contact: str = "") -> str:
    """Return the User-Agent; ``contact`` is a page or mail address of whoever runs digest."""
    return f"{NAME}/{digest.__version__} (+{contact or 'contact not set'})"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How the web is asked; UsageError names a setting that cannot be.

    Times are seconds. ``read`` is the longest silence, ``total`` the longest that an
    address may take with its redirects and retries, waiting for one's turn aside.
    ``largest`` counts bytes after decoding. ``delay`` lies between two requests to a host,
    ``retry_pause`` before the first retry. ``allow_private`` are host names, addresses or
    networks (CIDR) that may be asked though they are not public. ``parallel`` counts hosts.
    """

    user_agent: str = name_ourselves()
    connect: float = 5.0
    read: float = 15.0
    total: float = 30.0
    redirects: int = 5
    largest: int = 15 * MEBIBYTE
    delay: float = 1.0
    retries: int = 2
    retry_pause: float = 0.5
    parallel: int = 8
    allow_private: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _HEADER_TEXT.fullmatch(self.user_agent):
            raise UsageError(f"user_agent is {self.user_agent[:80]!r}: give plain ASCII")
        for name in ("connect", "read", "total", "largest", "parallel"):
            if getattr(self, name) <= 0:
                raise UsageError(f"{name} is {getattr(self, name)}: give more than 0")
        for name in ("redirects", "delay", "retries", "retry_pause"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} is {getattr(self, name)}: give 0 or more")
        for given in self.allow_private:
            _check_allowed(given)

    @property
    def robot(self) -> str:
        """The name that robots.txt files know us by: the User-Agent up to its version."""
        return re.split(r"[/ ]", self.user_agent, maxsplit=1)[0]

    @property
    def private_networks(self) -> tuple[Network, ...]:
        """The networks among ``allow_private``."""
        found = (_network(given) for given in self.allow_private)
        return tuple(network for network in found if network)

    @property
    def private_hosts(self) -> frozenset[str]:
        """The host names among ``allow_private``, lower-cased."""
        named = (given for given in self.allow_private if not _network(given))
        return frozenset(given.lower().rstrip(".") for given in named)


def _network(given: str) -> Network | None:
    try:
        return ipaddress.ip_network(given)
    except ValueError:
        return None


def _check_allowed(given: str) -> None:
    if _network(given):
        return
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,253}", given) or re.search(r"\d\.?\Z", given):
        right = "a host name ('wiki.press.example') or a network ('10.1.0.0/16')"
        raise UsageError(f"allow_private has {given!r}: give {right}")
