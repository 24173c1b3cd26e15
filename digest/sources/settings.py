"""What the user chose for the sources of articles."""

from dataclasses import dataclass, field
from typing import Literal

from digest.web.settings import WebSettings

Follow = Literal["teasers", "always", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """How sources are read.

    ``follow`` says which pages are fetched that a feed from the web links to: those of a feed
    that holds ``teasers`` only, ``always`` all, or ``never`` any; of a source at most
    ``most_followed``. ``days`` back are the pages of sitemaps and the mails of mailboxes.
    ``state`` is the folder in which is kept what was fetched; "" keeps nothing beyond the run.
    ``retry_now`` asks again at once for what failed before, as somebody who waits for it wants.
    """

    web: WebSettings = field(default_factory=WebSettings)
    follow: Follow = "teasers"
    most_followed: int = 50
    days: int = 2
    state: str = ""
    retry_now: bool = True
