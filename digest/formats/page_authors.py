"""Who wrote a page's article: the first place that names persons.

One rule: places are asked in the order of trust; where none names a person, a
body that the markup gives as the author is better than nobody, and at last the
outlet itself, where the markup says so.
"""

import re
from collections.abc import Iterator, Sequence

from digest.formats.page_json import Node, texts
from digest.formats.page_names import is_own_page, read_bodies, read_named, read_persons
from digest.formats.page_said import Said

_AUTHOR_METAS = (
    *("author", "article:author", "article:author:name", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "byl", "byline", "citation_author", "cxenseparse:author"),
    *("article_author", "og:article:author", "og:author", "authors", "article:author_name"),
    *("twitter:data1", "dc.contributor", "creator", "rnews:author"),
)
# Places that may hold no author, and one that holds what is mostly no person.
_WEAK = ("marked author", "byline", "below the headline", "name of the site")
_BY_LINE = re.compile(
    r"(?:by|written by|words by|von|par|por|di|door|av|af|tekst|text|autor|author)"
    r"(?:[:：] ?| (?=[A-ZÀ-Þ])|\Z)",
    re.IGNORECASE,
)


def find_authors(
    said: Said, node: Node, outlets: Sequence[str]
) -> tuple[tuple[str, ...], str, str]:
    """Return the persons who wrote it, the agency that a byline names, and where they stand."""
    agency = ""
    for lines, place in _author_lines(said, node):
        persons, credited = read_persons(lines, outlets, strict=place in _WEAK)
        agency = agency or credited
        if persons:
            return persons, agency, place
    for lines, place in _author_lines(said, node):
        if place not in _WEAK[1:] and (bodies := read_bodies(lines, outlets)):
            return bodies, agency, place
    for lines, place in _author_lines(said, node):
        if (place == "json-ld author" or place in _AUTHOR_METAS) and (named := read_named(lines)):
            return named, agency, place
    return (), agency, ""


def _author_lines(said: Said, node: Node) -> Iterator[tuple[Sequence[str], str]]:
    yield texts(node.get("author")), "json-ld author"
    for one in said.articles:
        yield texts(one.get("author")), "json-ld author"
    for name in _AUTHOR_METAS:
        values = said.metas.get(name, ())
        if name != "twitter:data1" or "author" in str(said.metas.get("twitter:label1", "")).lower():
            yield values, name
    for group in said.marked_authors:
        yield group, "marked author"
    for byline in said.bylines:
        yield (byline,), "byline"
    for one in said.pages:
        yield texts(one.get("author")), "json-ld of the page"
    yield _below_headline(said), "below the headline"
    own = [name for _, name in said.meta("og:site_name") if is_own_page(name)]
    yield own[:1], "name of the site"
    yield texts(node.get("creator")), "json-ld creator"


def _below_headline(said: Said) -> tuple[str, ...]:
    """Return the byline that follows the headline ("By Jo Keil", or "By" and then the name)."""
    for number, line in enumerate(said.near):
        label = _BY_LINE.match(line)
        if label:
            rest = line[label.end() :] or "".join(said.near[number + 1 : number + 2])
            return (rest,) if rest[:1].isupper() else ()
    return ()
