"""What is known about an article besides its text, from wherever it is said.

Facts from several places are merged field by field: the first place that
knows a field decides it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from digest.dates import read_date
from digest.formats.headers import HeaderLine, outlet_among, title_among
from digest.model import ArticleForm
from digest.outlets import agency_name, outlet_of_owner

_TITLE_KEYS = ("title", "headline")
_OUTLET_KEYS = ("outlet", "publisher", "site_name", "site", "publication", "source")
_URL_KEYS = ("url", "source_url", "link", "canonical", "canonical_url", "permalink", "source")
_DATE_KEYS = (
    *("published_time", "published", "datepublished", "date_published", "published_at"),
    *("publish_date", "publication_date", "pubdate", "date", "created"),
)
_AUTHOR_KEYS = ("authors", "author", "byline")
# "Ortega y Gasset" is one name: behind the joints of other languages stand two words at least.
_BETWEEN_NAMES = re.compile(r",? and |, | & |; | (?:y|e|et|und) (?=[^ ,;]+ [^ ,;])")
_PLACE_OF_NAME = re.compile(r" in [A-Z][\w .,'’-]*\Z")
_PLACE_IN_BRACKETS = re.compile(r" ?\(([^()]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Fields of an article; empty where unknown. ``owner`` is whose copyright or credit it is.

    ``evidence`` pairs fields with where their format says them.
    """

    title: str = ""
    outlet: str = ""
    owner: str = ""
    published: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    place: str = ""
    agency: str = ""
    update_note: str = ""
    form: ArticleForm = ""
    evidence: tuple[tuple[str, str], ...] = ()

    def or_else(self, other: "Facts") -> "Facts":
        """Return these facts, completed by the other's where they are empty."""
        missing = {
            each.name: getattr(other, each.name)
            for each in fields(self)
            if not getattr(self, each.name)
        }
        return replace(self, **missing)


def facts_of_front_matter(values: Mapping[str, Sequence[str]]) -> tuple[Facts, str]:
    """Return the facts of front matter, and what is wrong with its date where nothing reads."""
    published, complaint = _date_of(values)
    outlet = _first(values, _OUTLET_KEYS)
    authors = next((values[key] for key in _AUTHOR_KEYS if key in values), ())
    facts = Facts(
        title=" ".join(_first(values, _TITLE_KEYS).split()),
        outlet="" if outlet.startswith("http") else outlet,
        published=published,
        authors=split_names(*authors),
        url=next((url for key in _URL_KEYS if (url := _url(values.get(key, ())))), ""),
        language=_first(values, ("language", "lang", "locale")),
        place=_first(values, ("place", "location", "dateline")),
        agency=agency_name(_first(values, ("agency", "wire"))),
    )
    return facts, complaint


def facts_of_header(lines: Sequence[HeaderLine]) -> Facts:
    """Return the facts in the lines above a text; scenes give a place."""
    said: dict[str, str] = {}
    for line in lines:
        said.setdefault(line.name, line.value)
    dated = [line.value for line in lines if line.name == "date"]
    places = [line.value for line in lines if line.name in ("place", "scene")]
    return Facts(
        title=title_among(lines),
        outlet=outlet_among(lines),
        published=_read(dated),
        authors=split_names(said.get("author", "")),
        url=said.get("url", ""),
        place=places[-1] if places else "",
        update_note=said.get("update", ""),
    )


def facts_of_text(said: Iterable[tuple[str, str]]) -> Facts:
    """Return the facts that cleaning found in a text's datelines, credits and notes."""
    found: dict[str, list[str]] = {}
    for name, value in said:
        found.setdefault(name, []).append(value)
    agency = agency_name(_one(found, "agency"))
    owner = outlet_of_owner(_one(found, "owner") or _one(found, "byline_outlet"))
    return Facts(
        owner=owner,
        published=_read(found.get("date", ())) or _completed(found),
        authors=split_names(*found.get("author", ())),
        contributors=split_names(*found.get("contributor", ())),
        place=_place(_one(found, "place")),
        agency=owner if _initials(owner) == agency else agency,
        update_note=" ".join(found.get("update", ())),
    )


def split_names(*lines: str) -> tuple[str, ...]:
    """Return the persons that bylines and credits name, each once, without their places."""
    names: list[str] = []
    for line in lines:
        has_place = False  # "Keiko Amsel in Hwansu, Toryun": the second word is no person
        for part in _BETWEEN_NAMES.split(line.removeprefix("By ").strip().rstrip(".;,")):
            name = _PLACE_OF_NAME.sub("", part.strip())
            if " " in name or not has_place:
                names.append(name.title() if name.isupper() else name)
            has_place = name != part.strip()
    return tuple(dict.fromkeys(filter(None, names)))


def _date_of(values: Mapping[str, Sequence[str]]) -> tuple[str | None, str]:
    complaint = ""
    for key in _DATE_KEYS:
        for value in values.get(key, ())[:1]:
            try:
                return read_date(value), ""
            except ValueError as err:
                complaint = complaint or str(err)
    return None, complaint


def _read(dates: Iterable[str]) -> str | None:
    """Return the first date that is complete; a dateline often lacks the year."""
    for value in dates:
        try:
            return read_date(value)
        except ValueError:
            continue
    return None


def _completed(found: Mapping[str, Sequence[str]]) -> str | None:
    """Return a dateline's day ("March 11") in the year of the copyright line."""
    day, year = _one(found, "date"), _one(found, "year")
    # Copy of late December may be stamped with the year that begins.
    return _read([f"{day}, {year}", f"{day} {year}"]) if year and "Dec" not in day else None


def _one(found: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(found.get(name, ())), "")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _place(place: str) -> str:
    """Return "LIMA" as "Lima" and "Lima (Peru)" as "Lima, Peru"."""
    readable = _PLACE_IN_BRACKETS.sub(r", \1", place)
    words = (
        word.title() if word.isupper() and len(word) > 2 else word for word in readable.split()
    )
    return " ".join(words)


def _first(values: Mapping[str, Sequence[str]], keys: Iterable[str]) -> str:
    return next((values[key][0] for key in keys if values.get(key)), "")


def _url(values: Sequence[str]) -> str:
    return next((value for value in values if value.startswith(("http://", "https://"))), "")
