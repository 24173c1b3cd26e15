"""What could do harm is read in child processes, and costs itself alone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from digest.child import MEBIBYTE, Limits
from digest.guard import Guard
from digest.model import Payload, Skipped
from digest.reading_child import Parsed
from tests.hostile_feeds import HOSTILE_FEEDS
from tests.hostile_pages import HOSTILE

EVERY: dict[str, Callable[[], bytes]] = {
    **{f"page: {name}": made for name, made in HOSTILE.items()},
    **{f"feed: {name}": partial(bytes, data) for name, data in HOSTILE_FEEDS.items()},
}
PAGE = b"""<!doctype html><html lang="en"><title>Ferry leaves the strait</title><body><article>
<h1>Ferry leaves the strait</h1>
<p>The ferry left Port Ansel at noon on Thursday, the harbor office said in a statement.</p>
<p>Nobody was hurt, and the next one is to leave as soon as the storm has gone, it added.</p>
<p>Four hundred people were carried over the strait in March, more than ever before.</p>
</article></body></html>"""


def pages(*names: str, data: bytes = PAGE) -> list[Payload]:
    return [Payload(file=name, data=data) for name in names]


def parsed(guard: Guard, payloads: list[Payload]) -> dict[str, Parsed]:
    return {one.name: found for one, found in guard.parse(payloads) if isinstance(one, Payload)}


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard(1) as opened:
        yield opened


def children() -> list[int]:
    """Return the processes that we started; what stands under our threads is not reliable."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            pid, told = stat.parent.name, stat.read_text().rpartition(")")[2].split()
            if int(told[1]) == os.getpid() and told[0] != "Z":
                found.append(int(pid))
    return sorted(found)


def when_a_child_runs(do: Callable[[int], None]) -> threading.Thread:
    """Start a thread that does something to the first child that is there."""
    before = set(children())

    def wait_and_do() -> None:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            fresh = set(children()) - before
            if fresh:
                do(min(fresh))
                return
            time.sleep(0.005)

    thread = threading.Thread(target=wait_and_do)
    thread.start()
    return thread


def test_a_page_that_takes_too_long_costs_itself_alone() -> None:
    with Guard(1, limits=Limits(seconds=0.3)) as guard:
        stopping = when_a_child_runs(lambda child: os.kill(child, signal.SIGSTOP))
        (slow,) = parsed(guard, pages("slow.html")).values()
        stopping.join()

    (told,) = slow.skipped
    assert told == Skipped(
        item="slow.html", step="read", reason="takes longer than 0 seconds to read; left out"
    )


def test_a_child_that_dies_is_told_and_replaced() -> None:
    with Guard(1) as guard:
        killing = when_a_child_runs(lambda child: os.kill(child, signal.SIGKILL))
        found = parsed(guard, pages("deadly.html", "good.html"))
        killing.join()

    (told,) = found["deadly.html"].skipped
    assert told.reason == "ends the process that reads it (status -9); left out"
    assert [one.title for one in found["good.html"].articles] == ["Ferry leaves the strait"]


def test_a_page_that_fills_the_memory_costs_itself_alone() -> None:
    large = Payload(file="large.html", data=PAGE + b"<p>The ferry left.</p>" * 300_000)

    with Guard(1, limits=Limits(memory=90 * MEBIBYTE)) as guard:
        found = parsed(guard, [large, *pages("good.html")])

    (told,) = found["large.html"].skipped
    assert "90 MB" in told.reason or "upset the reader" in told.reason
    assert found["good.html"].articles


@pytest.mark.parametrize("name", sorted(EVERY))
def test_hostile_bytes_end_in_an_article_or_a_line(guard: Guard, name: str) -> None:
    (found,) = parsed(guard, [Payload(file=name, data=EVERY[name]())]).values()

    assert found.articles or found.skipped
    for told in found.skipped:
        assert "\n" not in told.reason
        assert len(told.reason) < 400
        assert "takes longer" not in told.reason


def test_the_order_of_the_payloads_and_the_number_of_children_change_nothing() -> None:
    payloads = [
        Payload(file=f"{n}.html", data=PAGE.replace(b"noon", b"noon " + b"and later " * n))
        for n in range(12)
    ]

    with Guard(1) as one, Guard(3) as three:
        alone, together = list(one.parse(payloads)), list(three.parse(payloads))
        backwards = list(three.parse(payloads[::-1]))

    assert alone == together
    assert backwards[::-1] == alone


def test_plain_text_starts_no_process() -> None:
    before = children()

    with Guard(2) as guard:
        found = parsed(guard, [Payload(file="a.txt", data=b"The ferry left the strait at noon.")])
        assert children() == before

    assert found["a.txt"].articles


def test_what_is_known_is_not_read_again() -> None:
    known = Parsed(skipped=(Skipped(item="x", step="read", reason="as before"),))
    before = children()

    with Guard(1) as guard:
        ((_, found),) = guard.parse(pages("x"), known=lambda _: known)
        assert children() == before

    assert found is known


def test_no_child_outlives_the_guard() -> None:
    before = children()

    with Guard(2) as guard:
        parsed(guard, pages("a.html", "b.html"))
        assert children() != before

    assert children() == before


def test_a_child_runs_in_a_folder_that_has_modules_of_the_same_names(tmp_path: Path) -> None:
    for name in ("digest", "msgspec", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not ours')")
    (tmp_path / "page.html").write_bytes(PAGE)

    done = subprocess.run(
        [Path(sys.executable).with_name("digest"), "read", "page.html"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "Ferry leaves the strait" in done.stdout
