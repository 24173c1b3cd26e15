"""Which addresses are asked, and that nothing at all is sent to the others."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import UsageError
from digest.web import addresses, robots
from digest.web.addresses import follow, is_public, parse_address, shown, vet
from digest.web.answers import Failed, Fetched
from digest.web.client import Client
from digest.web.politeness import Turns
from digest.web.settings import WebSettings
from tests.linear import seconds_to_scan
from tests.web_server import Server, answer, redirect, resolving, serving, settings

LOOPBACK = ["127.0.0.1"]

# What has been tried to get a fetcher into its own network; {port} listens on loopback.
TRICKS = {
    "the number itself": "http://127.0.0.1:{port}/",
    "another number of the machine": "http://127.9.8.7:{port}/",
    "one decimal": "http://2130706433:{port}/",
    "hexadecimal": "http://0x7f000001:{port}/",
    "hexadecimal part": "http://0x7f.1:{port}/",
    "octal": "http://0177.0.0.1:{port}/",
    "short": "http://127.1:{port}/",
    "nothing": "http://0:{port}/",
    "zeros": "http://0.0.0.0:{port}/",
    "full-width digits": "http://１２７.０.０.１:{port}/",
    "ideographic stops": "http://127。0。0。1:{port}/",
    "circled digits": "http://①②⑦.⓪.⓪.①:{port}/",
    "percent signs": "http://%31%32%37.0.0.1:{port}/",
    "IPv6": "http://[::1]:{port}/",
    "IPv6, nothing": "http://[::]:{port}/",
    "mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "compatible": "http://[::127.0.0.1]:{port}/",
    "NAT64": "http://[64:ff9b::127.0.0.1]:{port}/",
    "6to4": "http://[2002:7f00:1::]:{port}/",
    "Teredo": "http://[2001:0:7f00:1::]:{port}/",
    "zone": "http://[fe80::1%25lo]:{port}/",
    "name": "http://localhost:{port}/",
    "name with a dot": "http://LocalHost.:{port}/",
    "two dots": "http://localhost..:{port}/",
    "name of the inside": "http://wiki.inside.example:{port}/",
    "one number of many": "http://mixed.example:{port}/",
    "user": "http://news.example@127.0.0.1:{port}/",
    "user and password": "http://news.example:80@127.0.0.1:{port}/",
    "backslash": "http://127.0.0.1:{port}\\@news.example/",
    "backslashes": "http:\\\\127.0.0.1:{port}\\",
    "line end": "http://127.0.0.1:{port}/\r\nX: y",
    "line end in the host": "http://127.0.\n0.1:{port}/",
    "tab": "http://127.0.0.1:\t{port}/",
    "null": "http://127.0.0.1:{port}/\0.news.example",
    "no host": "http:///127.0.0.1:{port}/",
    "file": "file:///etc/hostname",
    "file with a host": "file://127.0.0.1:{port}/etc/hostname",
    "gopher": "gopher://127.0.0.1:{port}/_GET%20/",
    "data": "data:text/html,hello",
    "no scheme": "//127.0.0.1:{port}/",
    "metadata of clouds": "http://169.254.169.254/latest/meta-data/",
    "carrier": "http://100.64.0.1/",
    "port 0": "http://news.example:0/",
}
NAMES = {
    "localhost": LOOPBACK,
    "wiki.inside.example": ["10.1.2.3"],
    "mixed.example": ["9.9.9.9", "127.0.0.1"],
    "news.example": LOOPBACK,
}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/": answer(b"<p>secret")}) as server:
        yield server


def _client(known: dict[str, list[str]] | None = None, *, allow: tuple[str, ...] = ()) -> Client:
    chosen = settings(allow_private=allow)
    return Client(chosen, turns=Turns(0), resolve=resolving(NAMES if known is None else known))


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_nothing_is_sent_to_what_is_not_public(trick: str, server: Server) -> None:
    found = _client().fetch(trick.format(port=server.port))

    assert isinstance(found, Failed)
    assert found.status == 0
    assert "\n" not in found.reason
    assert server.connections == 0


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_no_redirect_leads_to_what_is_not_public(trick: str, server: Server) -> None:
    target = trick.format(port=server.port)
    with serving({"/": redirect(target.replace("\r\n", "%0d%0a"))}) as public:
        reached = public.url(host="public.example")
        client = _client(NAMES | {"public.example": LOOPBACK}, allow=("public.example",))

        found = client.fetch(reached)

    assert isinstance(found, Failed)
    assert server.connections == 0
    assert public.paths[0] == "/"


def test_a_second_answer_of_the_name_server_changes_nothing(server: Server) -> None:
    answers = iter([["9.9.9.9"], LOOPBACK, LOOPBACK])
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    address = parse_address(server.url(host="news.example"))

    assert vet(address, settings(allow_private=()), rebinding) == ("9.9.9.9",)
    with pytest.raises(ValueError, match=r"news\.example is 127\.0\.0\.1, not a public address"):
        vet(address, settings(allow_private=()), rebinding)
    assert asked == ["news.example"] * 2


def test_a_name_that_turns_inward_is_caught_at_the_redirect_and_at_the_retry() -> None:
    with serving({"/": redirect("/again"), "/again": answer(b"secret")}) as server:
        answers = iter([["127.0.0.1"], ["127.0.0.2"]])
        chosen = settings(allow_private=("127.0.0.1/32",))
        client = Client(chosen, turns=Turns(0), resolve=lambda _host, _port: next(answers))

        found = client.fetch(server.url(host="turning.example"))

    assert isinstance(found, Failed)
    assert "127.0.0.2, not a public address" in found.reason
    assert server.paths == ["/"]


def test_the_connection_goes_to_the_vetted_number_with_the_name_in_the_request(
    server: Server,
) -> None:
    lookups: list[str] = []

    def once(host: str, _port: int) -> Sequence[str]:
        lookups.append(host)
        return LOOPBACK

    client = Client(settings(allow_private=("news.example",)), turns=Turns(0), resolve=once)

    found = client.fetch(server.url(host="NEWS.example."))

    assert isinstance(found, Fetched)
    assert lookups == ["news.example"]
    assert f"Host: news.example:{server.port}\r\n" in server.heads[0]


def test_private_hosts_and_networks_are_asked_where_the_user_allows_them(server: Server) -> None:
    for allowed in ("news.example", "127.0.0.1", "127.0.0.0/8"):
        assert isinstance(
            _client(allow=(allowed,)).fetch(server.url(host="news.example")), Fetched
        ), allowed
    for allowed in ("example", "wiki.news.example", "10.0.0.0/8", "::/0"):
        assert isinstance(
            _client(allow=(allowed,)).fetch(server.url(host="news.example")), Failed
        ), allowed


def test_redirects_across_hosts_and_without_a_scheme_are_followed(server: Server) -> None:
    with serving({"/": redirect(f"//news.example:{server.port}/")}) as first:
        client = _client(
            {"first.example": LOOPBACK, "news.example": LOOPBACK}, allow=("127.0.0.1",)
        )

        found = client.fetch(first.url(host="first.example"))

    assert isinstance(found, Fetched)
    assert found.url == server.url(host="news.example")


PUBLIC = """
from tests.web_server import answer, redirect, serving, settings
from digest.web.client import Client
from digest.web.politeness import Turns

client = Client(settings(allow_private=("127.0.0.0/8",)), turns=Turns(0))
with serving({"/": answer(b"inside")}) as inside, serving({}, number="9.9.9.9") as public:
    public.answers["/"] = redirect(inside.url("/"))
    print(client.fetch(inside.url()).data)
    print(client.fetch(public.url(host="9.9.9.9")).reason)
    print(inside.connections)
"""


def test_a_public_address_leads_into_no_private_network_even_where_that_is_allowed() -> None:
    if not shutil.which("ip") or not shutil.which("unshare"):
        pytest.skip("needs a network of its own, with a public number in it")
    numbers = "ip link set lo up && ip address add 9.9.9.9/32 dev lo"
    command = f'{numbers} || exit 77; exec "$0" -c "$1"'

    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", "sh", "-c", command, sys.executable, PUBLIC],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": "."},
    )
    if done.returncode == 77 or done.stderr.startswith("unshare:"):
        pytest.skip("may not make a network of its own")

    allowed, refused, connections = done.stdout.splitlines()
    assert allowed == "b'inside'"
    assert refused.startswith("a public address leads into a private network: http://127.0.0.1:")
    assert connections == "1"


def test_nobody_is_led_from_https_to_http() -> None:
    secure = parse_address("https://news.example/a")

    assert follow(secure, "/b?c=d#e").url == "https://news.example/b?c=d"
    assert follow(parse_address("http://news.example/a"), "https://news.example/").port == 443
    with pytest.raises(ValueError, match="from https to http"):
        follow(secure, "http://news.example/a")


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("9.9.9.9", True),
        ("2620:fe::9", True),
        ("64:ff9b::909:909", True),
        ("2002:909:909::", True),
        ("::ffff:9.9.9.9", True),
        ("10.0.0.1", False),
        ("172.31.255.255", False),
        ("192.168.0.1", False),
        ("192.0.0.8", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("203.0.113.7", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("4000::1", False),
        ("64:ff9b:1::909:909", False),
        ("2002:a00:1::", False),
    ],
)
def test_public_is_what_everybody_reaches(number: str, public: bool) -> None:
    import ipaddress

    assert is_public(ipaddress.ip_address(number)) is public


def test_an_address_is_written_as_a_request_needs_it() -> None:
    address = parse_address(" HTTP://Bücher.Example:80/ä b/%20?q=ü&r=%zz#part ")

    assert address.url == "http://xn--bcher-kva.example/%C3%A4%20b/%20?q=%C3%BC&r=%zz"
    assert parse_address("https://news.example:8443").origin == "https://news.example:8443"
    assert parse_address("http://[2620:FE::9]:81/").netloc == "[2620:fe::9]:81"
    assert parse_address("http://my_site.example/@me.rss").target == "/@me.rss"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://user:canary@news.example/f?a=1", "https://news.example/f?a=1"),
        ("https://canary@news.example/", "https://news.example/"),
        ("https://user:can/ary@news.example/", "news.example/"),
        ("https:\\\\user:canary@news.example/", "news.example/"),
        ("http:/user:canary@news.example/", "news.example/"),
        ("https://news.example/f?id=7&token=canary", "https://news.example/f?id=7&token=…"),
        ("https://news.example/f?api_key=canary;x=1", "https://news.example/f?api_key=…;x=1"),
        (
            "https://news.example/f?X-Amz-Signature=canary",
            "https://news.example/f?X-Amz-Signature=…",
        ),
        ("https://social.example/@press", "https://social.example/@press"),
        ("https://news.example/\x1b[31m\n", "https://news.example/�[31m�"),
    ],
)
def test_no_message_shows_what_an_address_keeps_secret(url: str, told: str) -> None:
    assert shown(url) == told


@given(
    st.sampled_from(["", "http://", "https:", "http:/", "//", "ftp://", "HTTP://news.example"]),
    st.text(max_size=60) | st.text("[]:@/\\?#%.0123456789abcx１。 \t\n", max_size=40),
)
def test_every_text_is_an_address_or_refused(begin: str, rest: str) -> None:
    here = parse_address("https://news.example/a/b?c")
    for read in (parse_address, lambda text: follow(here, text)):
        try:
            found = read(begin + rest)
        except ValueError:
            continue
        assert parse_address(found.url) == found
        assert found.url.isascii()
        assert found.target.startswith("/")
        assert not set(found.netloc) & set("/?#@\\ %")
    assert isinstance(shown(begin + rest), str)


def test_patterns_stay_quick() -> None:
    patterns = [
        each
        for module in (addresses, robots)
        for each in vars(module).values()
        if isinstance(each, re.Pattern)
    ]

    assert len(patterns) > 5
    for pattern in patterns:
        assert seconds_to_scan(pattern, ["//", "a", "a.", "&key", "?", "@", " ", "user agent"]) < 1


def test_what_is_refused_never_repeats_a_password(server: Server) -> None:
    for url in (
        "http://user:canary@127.0.0.1/",
        "http://user:canary/@127.0.0.1/",
        "http://user:c%nary@ca[nary/",
        "http://user:canary℀@news.example/",
        f"http://user:canary@news.example:{server.port}/",
    ):
        found = _client().fetch(url)

        assert isinstance(found, Failed)
        assert "canary" not in found.reason


def test_a_name_server_that_is_silent_is_not_waited_for() -> None:
    from threading import Event

    released = Event()

    def silent(_host: str, _port: int) -> Sequence[str]:
        released.wait(5)
        raise socket.gaierror(socket.EAI_AGAIN, "silent")

    chosen = WebSettings(connect=0.05, retries=0)

    found = Client(chosen, turns=Turns(0), resolve=silent).fetch("http://news.example/")
    released.set()

    assert isinstance(found, Failed)
    assert found.reason == "the name news.example is not answered for"


def test_an_unknown_name_is_told() -> None:
    found = _client().fetch("http://nowhere.example/")

    assert isinstance(found, Failed)
    assert found.reason == "the name nowhere.example is not known"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("allow_private", ("10.0.0.1/8",), "allow_private has '10.0.0.1/8'"),
        ("allow_private", ("http://wiki/",), "allow_private has 'http://wiki/'"),
        ("allow_private", ("127.1",), "allow_private has '127.1'"),
        ("user_agent", "a\r\nX: y", "user_agent is"),
        ("user_agent", "", "user_agent is"),
        ("total", 0.0, "total is 0.0: give more than 0"),
        ("delay", -1.0, "delay is -1.0: give 0 or more"),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: object, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        WebSettings(**{name: value})  # type: ignore[arg-type]  # on purpose
