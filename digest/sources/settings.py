"""What the user chose for the sources of articles."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from digest.model import Payload, Skipped
from digest.web.settings import WebSettings

Follow: TypeAlias = Literal["teasers", "always", "never"]
Opened: TypeAlias = Callable[[], Iterator[Payload | Skipped]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """How sources are read.

    ``follow`` says which pages are fetched that a feed from the web links to: those of a feed
    that holds ``teasers`` only, ``always`` all, or ``never`` any; of a source at most
    ``most_followed``. ``days`` back are the pages of sitemaps and the mails of mailboxes.
    ``state`` is the folder in which is kept what was fetched; "" keeps nothing beyond the run.
    ``retry_now`` asks again at once for what failed before, as somebody who waits for it wants.
    ``failing_runs`` in a row make a source one that is told as failing; ``robots`` says whether
    robots.txt is asked before a page is followed; what was fetched is kept for ``keep_days``,
    for ever where that is None. ``named`` are sources that a program opens itself, by what
    stands for them among the paths; ``follow_of`` is ``follow`` for single addresses.
    """

    web: WebSettings = field(default_factory=WebSettings)
    follow: Follow = "teasers"
    most_followed: int = 50
    days: int = 2
    state: str = ""
    retry_now: bool = True
    failing_runs: int = 3
    robots: bool = True
    keep_days: int | None = 60
    named: Mapping[str, Opened] = field(default_factory=dict)
    follow_of: Mapping[str, Follow] = field(default_factory=dict)
