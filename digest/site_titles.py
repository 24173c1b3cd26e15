"""Titles of pages without the name of the site: "Dam breaks | The Oru Courier".

One rule: a part goes only where it names the outlet: the one that published the page, by
any of its names or by the letters of its host. Whatever else stands behind a dash or
before a colon is the title's own: "Talks end - for now".
"""

import re
from dataclasses import dataclass

from digest.known_outlets import known_outlets
from digest.outlet_table import OutletTable, form_key
from digest.outlets import (
    EDITION_WORDS,
    bare_name,
    outlet_key,
    outlet_name,
    outlet_named,
    outlet_of_url,
)

LONGEST_TITLE = 1_000  # characters; what is longer is no title
LONGEST_PART = 120  # characters in which a site names itself
_MOST_PARTS = 3  # "Dam breaks | BBC News | BBC"
_BARS = frozenset("|｜¦·•»›：_")  # these divide a title from other things, dashes its own parts too

_BEHIND = re.compile(
    r"\s(?:--|::|[-–—―|¦·•»›:])\s|[|｜：_]"
    r"|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])"  # "大坝决口-新华网"
)
_BEFORE = re.compile(r"[|｜：]|:\s")
# Below these a name is registered, as below "com": "oru-courier.co.uk".
_SECOND_LEVEL = frozenset("ac co com edu gob gouv gov govt go ne net nom or org".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """Who published a page: its names as keys, and as it was written."""

    keys: frozenset[str]
    written: frozenset[str]
    is_office: bool
    table: OutletTable


def strip_site(title: str, outlet: str, host: str, *, table: OutletTable | None = None) -> str:
    """Return the title without the parts behind and before it that name its site.

    ``outlet`` is the name that the page gives its site, ``host`` where it is from; either
    may be "". Where nothing is known of the page, the names in the table decide.
    """
    kept = title.strip()
    if len(kept) > LONGEST_TITLE:
        return kept
    site = _site(outlet, host, known_outlets() if table is None else table)
    for _ in range(_MOST_PARTS):
        shorter = _without_last(kept, site)
        if shorter == kept:
            break
        kept = shorter
    return _without_first(kept, site)


def _site(outlet: str, host: str, table: OutletTable) -> _Site:
    address = f"//{host}" if host else ""
    known = [outlet_named(outlet, url=address, table=table), outlet_of_url(address, table=table)]
    names = {name for name in (outlet.strip(), *known, *map(bare_name, known)) if name}
    labels = _labels(host)
    keys = {outlet_key(name, table=table) for name in names}
    keys |= {form_key(name) for name in (*names, *labels)}
    keys |= {form_key(label.removeprefix("the")) for label in labels}  # "theorucourier.example"
    return _Site(
        keys=frozenset(keys - {""}),
        written=frozenset((*names, *labels[1:])),
        is_office=any(name in table.offices for name in known),
        table=table,
    )


def _labels(host: str) -> tuple[str, ...]:
    """Return "orucourier" and "orucourier.co.uk" of "news.orucourier.co.uk"."""
    labels = host.lower().strip(".").split(".")
    if len(labels) < 2:
        return ()
    name = len(labels) - 2
    if name > 0 and labels[name] in _SECOND_LEVEL:
        name -= 1
    if labels[name].isdigit():  # an address of numbers
        return ()
    return labels[name], ".".join(labels[name:])


def _without_last(title: str, site: _Site) -> str:
    for divider in reversed([*_BEHIND.finditer(title)][-_MOST_PARTS:]):
        rest, part = title[: divider.start()].rstrip(), title[divider.end() :].strip()
        is_behind_bar = not _BARS.isdisjoint(divider[0])
        if form_key(rest) and _names_site(part, site, is_behind_bar=is_behind_bar):
            return rest
    return title


def _without_first(title: str, site: _Site) -> str:
    divider = _BEFORE.search(title)
    # "NATO: talks go on" and "BBC: director leaves" are about whom they name.
    if divider is None or site.is_office or not site.keys:
        return title
    part, rest = title[: divider.start()].strip(), title[divider.end() :].lstrip()
    is_title = bool(form_key(rest)) and not rest[0].islower()
    return rest if is_title and _names_site(part, site, is_behind_bar=True) else title


def _names_site(part: str, site: _Site, *, is_behind_bar: bool) -> bool:
    if not part or len(part) > LONGEST_PART:
        return False
    if not site.keys:
        return _is_in_table(part, site.table, is_behind_bar=is_behind_bar)
    if part in site.written:
        return True
    # "Running out - time": what a page calls its site has a capital, or no such letters.
    if part.islower() and "." not in part:
        return False
    plain = _without_section(part)
    forms = (
        part,
        plain,
        outlet_named(part, table=site.table),
        outlet_name(plain, table=site.table),
    )
    return not site.keys.isdisjoint(map(form_key, forms))


def _without_section(part: str) -> str:
    """Return "CNN" for "CNN World News": only behind a name that is known can it mean that."""
    words = part.split()
    while len(words) > 1 and words[-1].lower() in EDITION_WORDS:
        words.pop()
    return " ".join(words)


def _is_in_table(part: str, table: OutletTable, *, is_behind_bar: bool) -> bool:
    """Tell whether a part names an outlet; behind a dash only as the table writes it."""
    name = outlet_named(part, table=table)
    if name not in table.countries or name in table.offices:
        return False
    return part == name or (is_behind_bar and not part.islower())
