"""Web addresses: which of them may be asked, and at which number.

One rule: an address is refused before a byte is sent to it. A name is looked up
once, every number that it stands for must be public, and the connection goes to a
number that was looked at; so no redirect, no odd spelling and no second answer of
the name server leads into the network that digest runs in.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urljoin, urlsplit

from digest.web.settings import WebSettings

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Gives the numbers of a host name; raises OSError where it has none."""

LONGEST = 4000  # characters of an address; browsers stop at 2,000 to 64,000
PORTS = {"http": 80, "https": 443}

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\]")
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}")
_NUMBERED = re.compile(r"(?:\d+|0x[0-9a-f]*)")  # a last label that makes browsers read an IPv4
_KEPT = "!#$%&'()*+,/:;=?@[]~"  # what is not percent-encoded a second time
_USER = re.compile(r"(?<=//)[^/?#]{0,4000}@")
_SECRET = re.compile(
    r"((?:[?&;]|^)[^=&;#]{0,40}?(?:token|key|auth|pass|pwd|secret|sig|session|user|login|mail)"
    r"[^=&;#]{0,20}=)[^&;#]{1,4000}",
    re.IGNORECASE,
)

# All of IPv6 that is given out to the public; what stands apart within it is listed by Python.
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = (ipaddress.IPv6Network("2001::/23"), ipaddress.IPv6Network("3fff::/20"))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SPECIAL_V4 = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("192.88.99.0/24"))


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address that may be written into a request; the fragment is gone.

    ``host`` is ASCII and lower-case, a number without brackets; ``target`` begins with "/".
    """

    scheme: str
    host: str
    port: int
    target: str

    @cached_property
    def netloc(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: "https://news.example"."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target


def parse_address(url: str) -> Address:
    """Read an address; raises ValueError with the reason where it is not one to be asked."""
    url = url.strip(" ")
    if len(url) > LONGEST:
        raise ValueError(f"an address of {len(url):,} characters (at most {LONGEST:,})")
    if _FORBIDDEN.search(url):  # Python would drop line ends, browsers read "\" as "/"
        raise ValueError("an address with a control character or a backslash")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as err:
        raise ValueError("not an address: its host or port cannot be read") from err
    if parts.scheme not in PORTS:
        scheme = f"{parts.scheme[:20]!r}" if parts.scheme else "no 'http://'"
        raise ValueError(f"{scheme}, and only http and https addresses are asked")
    if "@" in parts.netloc:
        raise ValueError("an address with a user name or password, which are never sent")
    if not parts.netloc:
        raise ValueError("an address without a host")
    if port == 0:
        raise ValueError("an address with port 0")
    path = quote(parts.path or "/", safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    return Address(
        scheme=parts.scheme,
        host=read_host(parts.netloc),
        port=port or PORTS[parts.scheme],
        target=path + query,
    )


def read_host(netloc: str) -> str:
    """Return the host of "host:port" in ASCII; raises ValueError for one in disguise."""
    if netloc.startswith("["):
        return _bracketed(netloc)
    host = _ascii(netloc.rpartition(":")[0] if ":" in netloc else netloc).removesuffix(".")
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise ValueError(f"no host name: {netloc[:80]!r}")
    if _NUMBERED.fullmatch(host.rpartition(".")[2]):
        return _plain_v4(host)
    return host


def follow(address: Address, location: str) -> Address:
    """Return where a redirect leads; raises ValueError where that may not be asked."""
    if _FORBIDDEN.search(location):
        raise ValueError("an address with a control character or a backslash")
    try:
        target = urljoin(address.url, location.strip(" "))
    except ValueError as err:
        raise ValueError("not an address: its host or port cannot be read") from err
    found = parse_address(target)
    if (address.scheme, found.scheme) == ("https", "http"):
        raise ValueError("from https to http; name the http address itself to accept that")
    return found


def vet(address: Address, settings: WebSettings, resolve: Resolve) -> tuple[str, ...]:
    """Return the numbers to connect to; raises ValueError where one of them is not public.

    Raises OSError where the name stands for nothing.
    """
    numbers = tuple(dict.fromkeys(_numbers(address, resolve)))
    if not numbers:
        raise OSError("the name has no address")
    for number in numbers:
        if not (is_public(number) or _is_allowed(address.host, number, settings)):
            named = f"{address.host} is " if str(number) != address.host else ""
            raise ValueError(
                f"{named}{number}, not a public address (the setting allow_private may allow it)"
            )
    return tuple(map(str, numbers))


def is_public(number: IPAddress) -> bool:
    """Say whether a number belongs to the public network, and so do the numbers inside it."""
    if isinstance(number, ipaddress.IPv4Address):
        special = any(number in network for network in _SPECIAL_V4)
        return number.is_global and not number.is_multicast and not special
    inner = _inner(number)
    if inner:
        return is_public(inner)
    special = any(number in network for network in _SPECIAL_V6)
    return number in _PUBLIC_V6 and number.is_global and not special


def shown(url: str) -> str:
    """Return an address for messages: without user, password and what else looks secret."""
    plain = _USER.sub("", url)
    try:
        parse_address(plain)
    except ValueError:  # whoever hid the password well enough is cut up to the last "@"
        plain = plain.rpartition("@")[2]
    head, mark, query = plain.partition("?")
    query = _SECRET.sub(r"\1…", query)
    text = "".join(c if c.isprintable() else "�" for c in f"{head}{mark}{query}")
    return f"{text[:199]}…" if len(text) > 200 else text


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the numbers of a host name as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


def _ascii(host: str) -> str:
    """Return the name as it is looked up: full-width digits become digits, accents punycode."""
    if host.isascii():
        return host.lower()
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as err:
        mapped = _mapped(host)
        if mapped.isascii() and mapped:  # "１２７.１" is no name, yet digits to others
            return mapped
        raise ValueError(f"no host name: {host[:80]!r}") from err


def _mapped(host: str) -> str:
    import idna

    try:
        return idna.uts46_remap(host, std3_rules=False).lower()
    except (idna.IDNAError, UnicodeError):
        return ""


def _bracketed(netloc: str) -> str:
    inside, closed, after = netloc[1:].partition("]")
    if not closed or (after and not after.startswith(":")) or "%" in inside:
        raise ValueError(f"no host name: {netloc[:80]!r}")
    try:
        return str(ipaddress.IPv6Address(inside))
    except ValueError as err:
        raise ValueError(f"no IPv6 address: {netloc[:80]!r}") from err


def _plain_v4(host: str) -> str:
    """Return a dotted number; other spellings of numbers serve to hide where they lead."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as err:
        raise ValueError(f"an address in disguise: {host!r} (write numbers as 192.0.2.1)") from err


def _numbers(address: Address, resolve: Resolve) -> Iterable[IPAddress]:
    literal = _literal(address.host)
    if literal:
        return (literal,)
    found = resolve(address.host, address.port)
    return (ipaddress.ip_address(number.partition("%")[0]) for number in found)


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _inner(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 number that a gateway would take out of the IPv6 number."""
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour


def _is_allowed(host: str, number: IPAddress, settings: WebSettings) -> bool:
    if number.is_multicast or number.is_unspecified:
        return False
    if host in settings.private_hosts:
        return True
    inner = _inner(number) if isinstance(number, ipaddress.IPv6Address) else None
    return any(
        each in network
        for each in (number, inner)
        if each
        for network in settings.private_networks
        if each.version == network.version
    )
