"""Who publishes a feed, by its title and its address.

One rule: of "World - Hwansu Courier" the part is taken that is known as an
outlet or stands in the address; the title stays whole where none is.
"""

import re
from urllib.parse import urlsplit

from digest.outlets import find_agency, has_outlet_name, outlet_name, outlet_of_url

_JOINT = re.compile(r"\s[-–—|»›·:•/>]{1,2}\s|\s?\|\s?|\s?»\s?|: (?=[A-Z])")
_NOISE = re.compile(
    r"\A(?:RSS(?: feed)?(?: for| of| from)?[: ]|Latest (?:news|stories|headlines) from |"
    r"Comments on:? |News from )\s{0,3}|"
    r"[\s(\[]{0,3}(?:RSS|Atom|XML|JSON)?\s?(?:news)?\s?feeds?[)\]]?\Z|\s[(\[]?RSS[)\]]?\Z|"
    r"[\s-]{1,3}(?:all (?:articles|posts|news)|latest (?:news|stories|headlines)|top stories)\Z",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W_]+")
SHORTEST_IN_HOST = 4  # letters of a name that a host name may hold by more than chance


def outlet_of_feed(title: str, url: str) -> str:
    """Return the outlet that a feed's title names, else the one at its address."""
    known = known_outlet(url)
    if known:
        return known
    host = outlet_of_url(url)
    plain = _NOISE.sub("", title).strip()
    parts = [
        part for part in (_NOISE.sub("", part).strip() for part in _JOINT.split(plain)) if part
    ]
    meant = [part for part in parts if _in_host(part, host)]
    meant = meant or [part for part in parts if find_agency(part) or has_outlet_name(part)]
    return outlet_name(meant[-1]) if meant else plain or host


def known_outlet(url: str) -> str:
    """Return the outlet that tables know at an address, "" where they give but its host."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[broken"
        return ""
    outlet = outlet_of_url(url)
    return "" if outlet == host else outlet


def _in_host(part: str, host: str) -> bool:
    letters = "".join(_LETTERS.findall(part.casefold())).removeprefix("the")
    name = "".join(_LETTERS.findall(host.casefold()))
    return len(letters) >= SHORTEST_IN_HOST and letters in name
