"""Many addresses: order, turns, robots, and what the next run knows."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Lock, Semaphore
from time import monotonic

import pytest

from digest.errors import OutputError
from digest.model import Payload, Skipped
from digest.state import open_archive, open_state
from digest.web.fetching import Found, Unchanged, Web
from digest.web.politeness import Turns
from digest.web.poll_store import SqliteBodies, SqlitePolls
from digest.web.polls import MemoryBodies, MemoryPolls
from digest.web.robots import _ours
from digest.web.settings import WebSettings
from tests.web_server import Server, answer, redirect, resolving, serving, settings

FEED = b"<rss><channel><title>Ardvale Herald</title></channel></rss>"
PAGE = b"<p>The harbor of Ardvale reopened.</p>"
START = datetime(2031, 3, 4, 7, 0, tzinfo=UTC)
HOSTS = {f"{name}.example": ["127.0.0.1"] for name in "abcdefghij"}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/feed": answer(FEED, headers={"ETag": '"1"'})}) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def run(clock: Clock) -> Callable[..., Web]:
    """Return what makes the web of a further run, with the same memory."""
    polls, bodies = MemoryPolls(), MemoryBodies()

    def run(chosen: WebSettings | None = None) -> Web:
        return Web(
            chosen or settings(), polls=polls, bodies=bodies, clock=clock, resolve=resolving(HOSTS)
        )

    return run


def _fetch(web: Web, *urls: str, page: bool = False) -> list[Found]:
    with web:
        return list(web.fetch_all(urls, "page" if page else "feed"))


def _reason(found: Found) -> str:
    assert isinstance(found, Skipped)
    assert found.step == "fetch"
    return found.reason


# From run to run


def test_a_feed_comes_as_payload(run: Callable[..., Web], server: Server) -> None:
    url = server.url("/feed#top")

    (found,) = _fetch(run(), url)

    assert found == Payload(
        file=url, data=FEED, url=server.url("/feed"), media_type="text/html; charset=utf-8"
    )


def test_feeds_and_pages_are_asked_for_by_their_kind(
    run: Callable[..., Web], server: Server
) -> None:
    server.answers["/page"] = answer(PAGE)

    _fetch(run(), server.url("/feed"))
    _fetch(run(), server.url("/page"), page=True)

    assert "\r\nAccept: application/rss+xml, " in server.heads[0]
    assert "\r\nAccept: text/html, " in server.heads[-1]


def test_the_second_run_asks_whether_it_changed(run: Callable[..., Web], server: Server) -> None:
    url = server.url("/feed")
    (first,) = _fetch(run(), url)
    server.answers["/feed"] = answer(b"", status="304 Not Modified")

    (second,) = _fetch(run(), url)

    assert isinstance(first, Payload)
    assert second == Unchanged(payload=first)
    assert "If-None-Match" not in server.heads[0]
    assert 'If-None-Match: "1"\r\n' in server.heads[1]


def test_a_body_that_could_not_be_read_is_fetched_anew(
    run: Callable[..., Web], server: Server
) -> None:
    url = server.url("/feed")
    with run() as web:
        list(web.fetch_all([url], "feed"))
        web.distrust(url)

    (again,) = _fetch(run(), url)

    assert isinstance(again, Payload)
    assert "If-None-Match" not in server.heads[1]


def test_without_the_old_body_nobody_asks_for_changes(server: Server, clock: Clock) -> None:
    polls = MemoryPolls()
    url = server.url("/feed")
    for _ in range(2):
        (found,) = _fetch(Web(settings(), polls=polls, bodies=MemoryBodies(), clock=clock), url)

        assert isinstance(found, Payload)
    assert "If-None-Match" not in server.heads[1]


def test_a_server_that_asks_for_time_gets_it_across_runs(
    run: Callable[..., Web], server: Server, clock: Clock
) -> None:
    busy = answer(b"", status="429 Too Many", headers={"Retry-After": "3600"})
    server.answers["/busy"] = busy

    first = _fetch(run(), server.url("/busy"), server.url("/feed"))
    clock.now += timedelta(minutes=59)
    second = _fetch(run(), server.url("/busy"), server.url("/feed"))
    clock.now += timedelta(minutes=1)
    third = _fetch(run(), server.url("/busy"), server.url("/feed"))

    assert _reason(first[0]) == "answers 429: too many requests"
    assert _reason(first[1]) == "its server asks to be left alone until 2031-03-04 08:00 UTC"
    assert _reason(second[0]) == (
        "not asked before 2031-03-04 08:00 UTC: answers 429: too many requests"
    )
    assert isinstance(second[1], Skipped)
    assert isinstance(third[1], Skipped)
    assert server.paths == ["/busy", "/busy"]


def test_a_feed_that_fails_for_a_month_is_asked_daily_told_weekly_and_recovers(
    run: Callable[..., Web], server: Server, clock: Clock
) -> None:
    url = server.url("/gone")
    server.answers["/gone"] = answer(b"", status="410 Gone")
    told = []
    for day in range(30):
        clock.now = START + timedelta(days=day)
        with run() as web:
            (found,) = web.fetch_all([url], "feed")
            failing = web.failing([url], {url: "Ardvale Herald"})
            web.mark_told(failing)
        told += [(day, each.name, each.reason) for each in failing]

        assert _reason(found).startswith("answers 410: gone for good")
    server.answers["/gone"] = answer(FEED)
    clock.now += timedelta(days=1)
    (well,) = _fetch(run(), url)

    assert len(server.heads) == 31
    assert told == [(day, "Ardvale Herald", "answers 410: gone for good") for day in (2, 9, 16, 23)]
    assert isinstance(well, Payload)


def test_whoever_mended_the_network_need_not_wait(server: Server, clock: Clock) -> None:
    polls = MemoryPolls()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        broken = f"http://127.0.0.1:{closed.getsockname()[1]}/feed"
    server.answers["/busy"] = answer(b"", status="503 Busy", headers={"Retry-After": "60"})
    urls = (broken, server.url("/busy"))

    first = _fetch(Web(settings(), polls=polls, clock=clock), *urls)
    second = _fetch(Web(settings(), polls=polls, clock=clock), *urls)
    third = _fetch(Web(settings(), polls=polls, clock=clock, retry_now=True), *urls)

    assert _reason(first[0]) == "it refuses the connection"
    assert _reason(second[0]).startswith("not asked before ")
    assert _reason(third[0]).startswith("it refuses the connection; 2 runs in a row")
    assert _reason(third[1]).startswith("its server asks to be left alone")
    assert server.paths == ["/busy"]


def test_a_failure_tells_its_history_and_where_it_happened(
    run: Callable[..., Web], server: Server, clock: Clock
) -> None:
    server.answers["/feed"] = redirect("/lost?token=canary")
    url = server.url("/feed")
    _fetch(run(), url)
    clock.now += timedelta(days=1)

    (found,) = _fetch(run(), url)

    assert _reason(found) == (
        f"answers 404: there is no such page (at {server.url('/lost?token=…')}); "
        "2 runs in a row, since 2031-03-04 07:00 UTC"
    )


def test_no_result_shows_a_password(run: Callable[..., Web], server: Server) -> None:
    found = _fetch(run(), f"http://user:canary@127.0.0.1:{server.port}/feed")

    assert "canary" not in str(found)
    assert server.connections == 0


def test_an_address_that_moved_for_good_is_asked_there(
    run: Callable[..., Web], server: Server, clock: Clock
) -> None:
    server.answers["/old"] = redirect("/feed", "301 Moved Permanently")
    url = server.url("/old")
    moved = []
    for _ in range(4):
        with run() as web:
            (found,) = web.fetch_all([url], "feed")
            moved.append(web.moved([url]))
        clock.now += timedelta(days=1)

        assert isinstance(found, Payload)
        assert (found.file, found.url) == (url, server.url("/feed"))
    assert moved == [(), (), *[((url, server.url("/feed")),)] * 2]
    assert server.paths[-3:] == ["/old", "/feed", "/feed"]


def test_what_is_remembered_survives_in_files(server: Server, clock: Clock, tmp_path: Path) -> None:
    url = server.url("/feed")
    kept = []
    for _ in range(2):
        with closing(open_state(tmp_path)) as state, closing(open_archive(tmp_path)) as archive:
            polls, bodies = SqlitePolls(state), SqliteBodies(archive)
            kept += _fetch(Web(settings(), polls=polls, bodies=bodies, clock=clock), url)
        server.answers["/feed"] = answer(b"", status="304 Not Modified")

    assert kept[1] == Unchanged(payload=kept[0])  # type: ignore[arg-type]  # a Payload


def test_a_lost_archive_costs_no_run(server: Server, clock: Clock) -> None:
    class Full(MemoryBodies):
        def put(self, data: bytes, now: datetime) -> str:
            raise OutputError("cannot write 'archive.db': database or disk is full")

    web = Web(settings(), bodies=Full(), clock=clock)

    (found,) = _fetch(web, server.url("/feed"))

    assert isinstance(found, Payload)
    assert web.notes == (
        Skipped(
            item="archive",
            step="remember",
            reason="cannot write 'archive.db': database or disk is full",
        ),
    )


def test_a_lost_state_ends_the_run_with_its_reason(server: Server, clock: Clock) -> None:
    class Full(MemoryPolls):
        def put(self, poll: object) -> None:
            raise OutputError("cannot write 'state.db': database or disk is full")

    with (
        Web(settings(), polls=Full(), clock=clock) as web,
        pytest.raises(OutputError, match=r"state\.db"),
    ):
        list(web.fetch_all([server.url("/feed"), server.url("/feed?2")], "feed"))


# Order and turns


def test_results_come_in_the_order_asked_and_once(run: Callable[..., Web], server: Server) -> None:
    paths = [f"/{number}" for number in range(40)]
    server.answers |= {path: answer(PAGE + path.encode()) for path in paths}
    hosts = list(HOSTS)
    urls = [server.url(path, hosts[n * 7 % len(hosts)]) for n, path in enumerate(paths)]
    asked = [*urls, "ftp://a.example/", *urls[:5]]

    found = _fetch(run(), *asked)

    named = [one.item if isinstance(one, Skipped) else getattr(one, "file", "") for one in found]
    assert named == [*urls, "ftp://a.example/"]
    assert len(server.heads) == 40


def test_hosts_are_asked_side_by_side(run: Callable[..., Web], server: Server) -> None:
    together = Barrier(8)

    def meet(connection: socket.socket, _server: Server) -> None:
        together.wait(5)  # passes only where eight are asked at once
        connection.sendall(answer(PAGE))

    server.answers["/"] = meet

    found = _fetch(run(), *(server.url("/", host) for host in list(HOSTS)[:8]))

    assert all(isinstance(one, Payload) for one in found)


def test_a_host_is_asked_one_at_a_time_with_a_pause(
    run: Callable[..., Web], server: Server
) -> None:
    times: list[float] = []
    alone = Lock()

    def note(connection: socket.socket, _server: Server) -> None:
        assert alone.acquire(blocking=False)
        times.append(monotonic())
        alone.release()
        connection.sendall(answer(PAGE))

    server.answers |= {f"/{number}": note for number in range(5)}

    found = _fetch(run(settings(delay=0.02)), *(server.url(f"/{number}") for number in range(5)))

    assert all(isinstance(one, Payload) for one in found)
    assert all(later - sooner >= 0.02 for sooner, later in pairwise(times))


def test_a_redirect_waits_for_its_hosts_turn(run: Callable[..., Web], server: Server) -> None:
    server.answers |= {f"/{name}": redirect(server.url("/x", "j.example")) for name in "abcd"}
    server.answers["/x"] = answer(PAGE)

    found = _fetch(run(), *(server.url(f"/{name}", f"{name}.example") for name in "abcd"))

    assert all(isinstance(one, Payload) for one in found)


def test_a_host_that_hangs_holds_nobody_up(run: Callable[..., Web], server: Server) -> None:
    quick_ones = Semaphore(0)

    def hang(connection: socket.socket, _server: Server) -> None:
        for _ in range(9):
            assert quick_ones.acquire(timeout=4)
        connection.sendall(answer(PAGE))

    def quick(connection: socket.socket, _server: Server) -> None:
        quick_ones.release()
        connection.sendall(answer(PAGE))

    server.answers |= {"/slow": hang, "/quick": quick}
    urls = [server.url("/slow", "a.example")]
    urls += [server.url("/quick", host) for host in list(HOSTS)[1:]]

    found = _fetch(run(), *urls)

    assert isinstance(found[0], Payload)


def test_whoever_stops_reading_ends_what_is_under_way_and_blames_nobody(
    server: Server, clock: Clock
) -> None:
    polls = MemoryPolls()

    def hang(_connection: socket.socket, server: Server) -> None:
        server.ended.wait(5)

    server.answers["/hang"] = hang
    hanging = server.url("/hang", "b.example")
    with Web(
        settings(read=30, total=30), polls=polls, clock=clock, resolve=resolving(HOSTS)
    ) as web:
        results = web.fetch_all([server.url("/feed", "a.example"), hanging], "feed")
        assert isinstance(next(results), Payload)
        results.close()  # type: ignore[attr-defined]  # a generator

    assert polls.get(hanging).failures == 0


# Robots


def _robots(text: str) -> bytes:
    return answer(text.encode(), headers={"Content-Type": "text/plain"})


def test_pages_that_robots_txt_forbids_are_left_alone(
    run: Callable[..., Web], server: Server
) -> None:
    server.answers |= {
        "/robots.txt": _robots(
            "User-agent: *\nDisallow: /\n\n"
            "User-agent: otherbot\nUser-agent: EventDigest\nDisallow: /private\n"
        ),
        "/public": answer(PAGE),
        "/private/a": answer(PAGE),
        "/way": redirect("/private/a"),
    }

    found = _fetch(
        run(), server.url("/private/a"), server.url("/public"), server.url("/way"), page=True
    )

    assert _reason(found[0]) == "its robots.txt asks not to"
    assert isinstance(found[1], Payload)
    assert _reason(found[2]) == "its robots.txt asks not to"
    assert server.paths == ["/robots.txt", "/public", "/way"]


def test_a_feed_that_the_user_listed_is_asked_all_the_same(
    run: Callable[..., Web], server: Server
) -> None:
    server.answers["/robots.txt"] = _robots("User-agent: *\nDisallow: /")

    (found,) = _fetch(run(), server.url("/feed"))

    assert isinstance(found, Payload)
    assert server.paths == ["/feed"]


def test_robots_txt_is_read_once_a_day(
    run: Callable[..., Web], server: Server, clock: Clock
) -> None:
    server.answers |= {"/robots.txt": _robots("User-agent: *\nDisallow: /b"), "/a": answer(PAGE)}
    for hours in (0, 12, 25):
        clock.now = START + timedelta(hours=hours)
        found = _fetch(run(), server.url("/a"), server.url("/b"), page=True)

        assert _reason(found[1]) == "its robots.txt asks not to"
    assert [path for path in server.paths if path == "/robots.txt"] == ["/robots.txt"] * 2


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "200 OK"])
def test_without_robots_txt_all_is_allowed(
    run: Callable[..., Web], server: Server, status: str
) -> None:
    server.answers |= {"/robots.txt": answer(b"", status=status), "/a": answer(PAGE)}
    for _ in range(2):
        (found,) = _fetch(run(), server.url("/a"), page=True)

        assert isinstance(found, Payload)
    assert server.paths == ["/robots.txt", "/a", "/a"]


@pytest.mark.parametrize("status", ["500 Error", "429 Too Many"])
def test_where_robots_txt_cannot_be_read_nothing_is_asked(
    run: Callable[..., Web], server: Server, status: str
) -> None:
    server.answers |= {"/robots.txt": answer(b"", status=status), "/a": answer(PAGE)}

    (found,) = _fetch(run(), server.url("/a"), page=True)

    assert _reason(found).startswith("its robots.txt cannot be read: answers ")
    assert server.paths == ["/robots.txt"]


def _crawl_delay(text: str) -> list[float]:
    """Return the pauses that a robots.txt made longer."""
    slowed: list[float] = []
    with serving({"/robots.txt": _robots(text)}) as server, Web(settings()) as web:
        web._turns.slow_down = lambda host, delay: slowed.append(delay)  # type: ignore[method-assign]
        web.fetch(server.url("/a"), "page")
    return slowed


def test_crawl_delays_are_kept_up_to_ten_seconds() -> None:
    assert _crawl_delay("User-agent: *\nCrawl-delay: 7") == [7.0]
    assert _crawl_delay("User-agent: other\nCrawl-delay: 7") == []
    turns = Turns(0.0)
    turns.slow_down("a.example", 86400)
    with turns.turn("a.example"):
        pass
    assert 9 < turns.due("a.example") - monotonic() <= 10


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"User-agent: bot{n}" for n in range(14_000))
        + "\nUser-agent: *\n"
        + "\n".join(f"Disallow: /{n}" for n in range(14_000)),
        "User-agent: *\nDisallow: /" + "*a" * 200_000 + "$",
        "User-agent: *\n" + "Disallow: /*a*a*a*b$\n" * 20_000,
        "User-agent: " + " " * 400_000,
        "<html>" * 80_000,
        "\0" * 400_000,
        "User-agent: *\nCrawl-delay: nan\nCrawl-delay: 1e999\nCrawl-delay: -1",
    ],
    ids=["many robots", "stars", "many stars", "spaces", "markup", "nulls", "delays"],
)
def test_a_hostile_robots_txt_does_no_harm(
    run: Callable[..., Web], server: Server, text: str
) -> None:
    server.answers |= {"/robots.txt": _robots(text), "/" + "a" * 2000: answer(PAGE)}

    (found,) = _fetch(run(), server.url("/" + "a" * 2000), page=True)

    assert isinstance(found, Payload)


def test_the_names_of_other_robots_do_not_matter() -> None:
    text = "User-agent: a\nuseragent : EventDigest/2 # us\nUser agent: *\nDisallow: /x"

    assert _ours(text, "eventdigest").splitlines()[0] == "User-agent: somebody-else"
