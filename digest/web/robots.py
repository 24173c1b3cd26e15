"""What a server's robots.txt asks of us, as RFC 9309 has it.

One rule: it is asked for once a day. Without one all is allowed; where the server
cannot say, nothing is.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from digest.web.addresses import Address
from digest.web.answers import Answer, Failed, Fetched
from digest.web.politeness import Turns
from digest.web.polls import Bodies, Poll, Polls

KEPT = timedelta(days=1)  # RFC 9309: no longer than 24 hours
LONGEST = 500 * 1024  # bytes that are read of it, what RFC 9309 has everybody read at least
ASKS_NOT_TO = "its robots.txt asks not to"

_ROBOT = re.compile(r"\s{0,40}user[- ]?agent[\s:]{1,40}([^#]{0,200})", re.IGNORECASE)

Fetch = Callable[[str], Answer]


class Robots:
    """Says which pages may be asked for; safe to use from several threads."""

    def __init__(
        self,
        robot: str,
        *,
        fetch: Fetch,
        turns: Turns,
        polls: Polls,
        bodies: Bodies,
        clock: Callable[[], datetime],
    ) -> None:
        self._robot = robot
        self._fetch = fetch
        self._turns = turns
        self._polls = polls
        self._bodies = bodies
        self._clock = clock
        self._known: dict[str, tuple[Any, str]] = {}  # by origin: rules, or why there are none
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def reason_against(self, address: Address) -> str:
        """Return why a page is not to be asked for, "" where it may be."""
        with self._lock:
            lock = self._locks.setdefault(address.origin, Lock())
        with lock:
            if address.origin not in self._known:
                self._known[address.origin] = self._learn(address)
            rules, reason = self._known[address.origin]
        if rules is None:
            return reason
        return "" if rules.can_fetch(address.url, self._robot) else ASKS_NOT_TO

    def _learn(self, address: Address) -> tuple[Any, str]:
        url = f"{address.origin}/robots.txt"
        poll = self._polls.get(url)
        text = self._remembered(poll)
        if text is None:
            answer = self._fetch(url)
            if isinstance(answer, Failed) and not _is_missing(answer):
                return None, f"its robots.txt cannot be read: {answer.reason}"
            text = answer.data if isinstance(answer, Fetched) else b""
            self._remember(poll, text)
        return self._rules(address.host, text), ""

    def _remembered(self, poll: Poll) -> bytes | None:
        """Return the text of the last day, empty for none, None where it must be asked for."""
        now = self._clock()
        if poll.last_ok is None or not poll.last_ok <= now < poll.last_ok + KEPT:
            return None
        return self._bodies.get(poll.body_sha256) if poll.body_sha256 else b""

    def _remember(self, poll: Poll, text: bytes) -> None:
        now = self._clock()
        name = self._bodies.put(text, now) if text else ""
        self._polls.put(replace(poll, body_sha256=name, last_ok=now, last_tried=now))

    def _rules(self, host: str, text: bytes) -> Any:
        from protego import Protego

        rules = Protego.parse(_ours(text[:LONGEST].decode("utf-8-sig", "replace"), self._robot))
        delay = rules.crawl_delay(self._robot)
        if delay:
            self._turns.slow_down(host, float(delay))
        return rules


def _ours(text: str, robot: str) -> str:
    """Give all robots but us and "*" one name.

    The parser copies every rule to every robot of its group: 250 KB of names above
    250 KB of rules would take minutes and gigabytes.
    """
    lines = []
    for line in text.splitlines():
        named = _ROBOT.match(line)
        if named and not _means_us(named[1].strip().lower(), robot.lower()):
            line = "User-agent: somebody-else"
        lines.append(line)
    return "\n".join(lines)


def _means_us(name: str, robot: str) -> bool:
    return name == "*" or (bool(bare := name.replace("*", "")) and bare in robot)


def _is_missing(answer: Failed) -> bool:
    """Say whether the server has no robots.txt, or none for us; then all is allowed."""
    is_refused = 400 <= answer.status < 500 and answer.status != 429
    return is_refused or answer.status in (200, 204)  # an empty one
