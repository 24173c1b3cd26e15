"""When a page's article was published: what its markup states, then what it shows.

One rule: a date of publication, read strictly, or none; only where a page
tells nothing but its last change is that given, and the evidence says so.
"""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from digest.dates import date_in_url, read_date
from digest.formats.page_json import Node, texts
from digest.formats.page_said import Said

UNSET = "1970-01-01"  # what a program writes that has no date

_DATE_METAS = (
    *("article:published_time", "article:published", "og:article:published_time"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date"),
    *("citation_date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date"),
    *("dcterms.created", "dc.date.created", "pubdate", "publishdate", "publish-date"),
    *("publish_date", "published_date", "article.published", "published_time", "published_at"),
    *("publication_date", "og:published_time", "og:pubdate", "article_date_original"),
    *("cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate"),
    *("article:post_date", "vr:published_time", "displaydate", "date", "article_publication_date"),
    *("last_updated_date_published", "iso-8601-publish-date", "rnews:datepublished"),
    *("article:publish_date", "ptime", "created", "datecreated", "article:created"),
)
_DATE_LABEL = re.compile(
    r"(?:first )?(?:published|posted|publicado|publié|veröffentlicht|erstellt|pubblicato|stand|"
    r"опубликовано|gepubliceerd|date|am|on|le|el|il|em|vom|at)\b ?(?:on|am|le|el|il|em|at|den)?"
    r"[:：]? ?",
    re.IGNORECASE,
)
_CHANGE_LABEL = re.compile(r"\A[ :：]{0,3}(?:(?:on|am|le|el|il|em|at)\b ?)?[:：]? ?")
_UPDATED = re.compile(
    r"(?:last )?(?:updated|modified|actualizado|mis à jour|aktualisiert|aggiornato|edited|"
    r"обновлено|reviewed|atualizado)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:^|[-_.:])(?:published?|publication|issued?|posted)(?:$|[-_.: ]?(?:date|time|on|at))"
)
_PART_DATE = re.compile(r"\s*[|•·]\s*|\s{2,}|, (?=\d+ min)")
_BRACKETED = re.compile(r"\s{0,9}\([^()]{0,40}\)\s{0,9}\Z")
_JAVA_ZONE = re.compile(r"(?<=\d)Z?\[[\w/+-]{1,40}\]\Z")  # "...Z[UTC]"


def find_date(said: Said, node: Node, url: str) -> tuple[str, str]:
    """Return when the article was published, in ISO 8601, and where that stands; "" for unknown."""
    for value, place in chain(
        _stated_dates(said, node), _shown_dates(said, url), _changes(said, node)
    ):
        published = _date(value)
        if published and not published.startswith(UNSET):
            return published, place
    return "", ""


def _stated_dates(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    for one in (node, *said.articles):
        for value in texts(one.get("datePublished"), key="@value"):
            yield value, "json-ld datePublished"
    yield from ((value, place) for place, value in said.meta(*_DATE_METAS))
    told = {
        _date(values[0]): name for name, values in said.metas.items() if _PUBLISHED.search(name)
    }
    told.pop("", None)
    first = min(told, default="")  # "published-date" may be the first day, "-time" the last
    yield first, told.get(first, "")
    yield from (time for time in said.times if time[1] != "time")
    for one in said.pages:
        for value in texts(one.get("datePublished") or one.get("uploadDate"), key="@value"):
            yield value, "json-ld of the page"
    for value in texts(node.get("dateCreated"), key="@value"):
        yield value, "json-ld dateCreated"


def _shown_dates(said: Said, url: str) -> Iterator[tuple[str, str]]:
    yield from said.times[:3]
    in_url = date_in_url(url)
    if in_url:
        yield in_url, "address"
    for before, line in pairwise(("", *said.near)):
        if not _UPDATED.match(before):
            for part in _dates_in(line):
                yield part, "below the headline"
    for line in said.dated:
        for part in _dates_in(line):
            yield part, "date line"


def _dates_in(line: str) -> Iterator[str]:
    """Yield the parts of a line that may be a date of publication."""
    if any(letter.isdigit() for letter in line):
        for part in _PART_DATE.split(_UPDATED.split(line, maxsplit=1)[0]):
            if part:
                yield _without_label(part)


def _changes(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    """Yield the dates of the last change, which are all that some pages tell."""
    for one in (node, *said.pages):
        for value in texts(one.get("dateModified"), key="@value"):
            yield value, "json-ld dateModified"
    for place, value in said.meta("article:modified_time", "og:updated_time", "last-modified"):
        yield value, place
    for line in (*said.dated, *said.near):
        label = _UPDATED.match(line)
        if label:
            yield _CHANGE_LABEL.sub("", line[label.end() :]).strip(" .,"), "line of the last change"


def _without_label(line: str) -> str:
    label = _DATE_LABEL.match(line)
    return line[label.end() :].strip(" .,-") if label else line.strip(" .,-")


def _date(value: str) -> str:
    plain = _JAVA_ZONE.sub("Z", _BRACKETED.sub("", value.strip()[:200]))
    try:
        return read_date(plain)
    except ValueError:
        return ""
