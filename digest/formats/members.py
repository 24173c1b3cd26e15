"""Members of files that hold others: their names, and how deep they may lie.

One rule: a member's name is a label. Nothing is ever written under it, so
"../../etc/passwd" is as harmless as any other.
"""

import re

from digest.model import Payload

DEEPEST_ARCHIVE = 2  # archives in one another: a zip in a zip is read, one below it is not
LONGEST_NAME = 200  # characters of a label; its end tells more than its beginning

_BETWEEN = "#"  # between a member and a member of it: "day.zip#letters.mbox#3"
_ARCHIVE = re.compile(r"\.(?:zip|gz|gzip|tgz|tar|zst|zstd|tzst|wacz)\Z", re.I)
_SUFFIX = re.compile(r"(?<=[^/.])\.[A-Za-z0-9]{1,8}\Z")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def member_of(
    payload: Payload, name: str, content: bytes, *, url: str = "", media_type: str = ""
) -> Payload:
    """Return the part of a file that goes by the name, as a payload of its own."""
    label = plain_name(name)
    whole = f"{payload.member}{_BETWEEN}{label}" if payload.member else label
    return Payload(file=payload.file, data=content, member=whole, url=url, media_type=media_type)


def is_too_deep(payload: Payload) -> bool:
    """Tell whether an archive lies in too many others; mailboxes and mails are none."""
    around = (payload.file, *payload.member.split(_BETWEEN)[:-1]) if payload.member else ()
    return sum(1 for name in around if _ARCHIVE.search(name[-10:])) >= DEEPEST_ARCHIVE


def plain_name(name: str) -> str:
    """Return a name that can stand in any output, on one line."""
    plain = name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\\", "/")
    plain = _UNPRINTABLE.sub("", plain).replace(_BETWEEN, "_").strip()
    return plain[-LONGEST_NAME:] or "unnamed"


class Names:
    """The names given so far; a second "a.txt" becomes "a (2).txt"."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """Return the name, numbered where it was given before."""
        plain = plain_name(name)
        again = self._given.get(plain, 0) + 1
        self._given[plain] = again
        if again == 1:
            return plain
        suffix = _SUFFIX.search(plain)
        stem = plain[: suffix.start()] if suffix else plain
        return self.unique(f"{stem} ({again}){suffix[0] if suffix else ''}")
