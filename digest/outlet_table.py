"""Outlets by web address and by name: the packaged table, and tables made from it.

One rule: a table never changes. Whoever knows more outlets gets a table of their own, and
hands it to whoever asks; so the same settings name the same outlets in every process.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache

from digest.tables import read_rows

LONGEST_TAG = 5  # letters
ALONE = "="  # before a host whose own name an outlet has, but not the hosts below: "=gov.uk"

_ARTICLE = re.compile(r"^the (?=\w)", re.IGNORECASE | re.MULTILINE)
_NO_LETTERS = re.compile(r"[^\w\n]+|_")
_HOST = re.compile(r"=?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_MARKED = re.compile(r"[À-ɏ]")
_UNMARKED = str.maketrans("øØłŁđĐı", "oOlLdDi")  # what the standard takes no mark off
_OFFICES = frozenset({"government", "organization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletTable:
    """What outlets are called and where they publish; forms of names stand as their keys.

    ``hosts`` and ``forms`` lead to names; ``agencies`` leads to those of agencies only, and
    ``tags`` are their short forms as they are written. ``countries`` has every name, with
    an ISO 3166 code or "". ``offices`` are the governments and organizations: they are
    written about more often than they write.
    """

    hosts: Mapping[str, str]
    forms: Mapping[str, str]
    agencies: Mapping[str, str]
    tags: frozenset[str]
    countries: Mapping[str, str]
    offices: frozenset[str]

    def outlet_at(self, host: str) -> str:
        """Return the outlet that publishes at a host or at the nearest above it, or ""."""
        alone = self.hosts.get(ALONE + host)
        if alone:
            return alone
        labels = host.split(".")
        above = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self.hosts[one] for one in above if one in self.hosts), "")

    def extended(
        self,
        domains: Mapping[str, str],
        aliases: Mapping[str, str],
        *,
        agencies: Collection[str] = (),
    ) -> "OutletTable":
        """Return a table that knows these too; where both know, these decide.

        ``domains`` leads from a host, which stands for the hosts below it too ("=" before
        it: for itself alone), to a name; ``aliases`` from what an outlet is also called to
        its name. ``agencies`` are the names of those whose texts others print.

        Settings hold the three as they stand here. Whoever reads the settings makes one
        table of them and passes it on as a value, as in ``outlet_of_url(url, table=table)``.

        Raises:
            ValueError: something is no host, no name, or an alias of two outlets.
        """
        _check(domains, aliases)
        if not all(map(form_key, agencies)):
            raise ValueError("an agency without a name")
        named = {_entry(host): self._known(name) for host, name in domains.items()}
        wires = [self._known(name) for name in agencies]
        others = [(_one_line(form), self._known(name)) for form, name in aliases.items()]
        names = (*named.values(), *wires, *(name for _, name in others))
        pairs = [*((name, name) for name in names), *others]
        merged = _with_forms(self, pairs, {*self.agencies.values(), *wires})
        countries = {**dict.fromkeys(names, ""), **self.countries}
        return replace(merged, hosts={**self.hosts, **named}, countries=countries)

    def _known(self, name: str) -> str:
        """Return the name behind one that the settings write in another form."""
        key = form_key(name)
        return self.agencies.get(key) or self.forms.get(key) or _one_line(name)


@cache
def packaged_outlets() -> OutletTable:
    """Return the table that comes with the program; it is read once."""
    hosts: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    rows = read_rows("outlets")
    for name, _, _, domains, aliases in rows:
        hosts |= dict.fromkeys(domains.split(), name)
        pairs.append((name, name))
        pairs += [(alias, name) for alias in aliases.split(", ") if alias]
    table = OutletTable(
        hosts=hosts,
        forms={},
        agencies={},
        tags=frozenset(),
        countries={name: country for name, country, *_ in rows},
        offices=frozenset(row[0] for row in rows if row[2] in _OFFICES),
    )
    return _with_forms(table, pairs, {row[0] for row in rows if "agency" in row[2]})


def form_key(name: str) -> str:
    """Return the letters and digits of a name, without marks on them and a leading "The"."""
    return _keys([_one_line(name)])[0]


def _keys(names: Sequence[str]) -> list[str]:
    """Return the keys of names that are one line each; together they take less time."""
    if not names:
        return []
    lines = "\n".join(names)
    if not lines.isascii():
        lines = _MARKED.sub(_without_mark, lines)
    dense = _ARTICLE.sub("", lines).replace(" ", "")
    return _NO_LETTERS.sub("", dense.casefold()).split("\n")


def _one_line(name: str) -> str:
    """Return a stranger's name as names stand in the table."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _without_mark(letter: re.Match[str]) -> str:
    """Return a Latin letter as a keyboard that lacks it would write it."""
    return unicodedata.normalize("NFD", letter[0])[0].translate(_UNMARKED)


def _with_forms(
    table: OutletTable, pairs: Sequence[tuple[str, str]], wires: AbstractSet[str]
) -> OutletTable:
    """Return the table with more forms and their names; later ones decide."""
    keys = _keys([form for form, _ in pairs])
    named = dict(zip(keys, (name for _, name in pairs), strict=True))
    called = {key: pair[0] for key, pair in zip(keys, pairs, strict=True) if pair[0] == pair[1]}
    forms = {key: name for key, name in named.items() if name not in wires}
    forms |= {key: name for key, name in called.items() if named[key] == name}
    return replace(
        table,
        forms=_without(table.forms, named) | forms,
        agencies=_without(table.agencies, named)
        | {key: name for key, name in named.items() if name in wires},
        tags=table.tags
        | {form for form, name in pairs if len(form) <= LONGEST_TAG and name in wires},
    )


def _without(names: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {key: name for key, name in names.items() if key not in others}


def _entry(host: str) -> str:
    """Return a host as the table has it: addresses are asked for without "www."."""
    alone = ALONE if host.startswith(ALONE) else ""
    return alone + host.removeprefix(ALONE).lower().removeprefix("www.")


def _check(domains: Mapping[str, str], aliases: Mapping[str, str]) -> None:
    for host in domains:
        if not _HOST.fullmatch(host):
            raise ValueError(f"not a host name: {host!r} (right: 'oru-courier.example')")
    for form, name in (*domains.items(), *aliases.items()):
        if not form_key(form) or not form_key(name):
            raise ValueError(f"an outlet without a name: {form!r} = {name!r}")
    names: dict[str, str] = {}
    for alias, name in aliases.items():
        if names.setdefault(form_key(alias), name) != name:
            raise ValueError(f"two outlets for the alias {alias!r}")
