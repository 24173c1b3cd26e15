"""What is known of a page's article: a vote among all that the page says of itself.

One rule: each fact comes with its evidence, the places that say it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from digest.formats.facts import Facts
from digest.formats.page_authors import find_authors
from digest.formats.page_dates import find_date
from digest.formats.page_json import Node, texts
from digest.formats.page_said import Said
from digest.formats.page_site import find_outlet, find_url, path_of, site_names
from digest.formats.page_titles import find_title, likeness
from digest.languages import UNDETERMINED, find_language

SHORTEST_SAMPLE = 200  # characters of a text from which a language can be told
_CODE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")
_NEIGHBORS = (  # languages that the detector takes for each other
    frozenset(("no", "nb", "nn", "da", "sv")),
    frozenset(("hr", "sr", "bs", "sh", "sl", "mk")),
    frozenset(("id", "ms", "jv", "su", "min")),
    frozenset(("cs", "sk")),
    frozenset(("pt", "gl", "es", "ca", "ast")),
    frozenset(("zh", "yue", "wuu", "ja", "zh-tw")),
    frozenset(("hi", "mr", "ne", "bh", "sa")),
    frozenset(("fa", "ar", "ckb", "ps", "ur", "prs")),
    frozenset(("tl", "fil", "ceb", "war")),
    frozenset(("ru", "uk", "be", "bg", "kk", "ky")),
    frozenset(("af", "nl", "fy", "li", "vls")),
    frozenset(("de", "als", "lb", "nds", "bar", "gsw")),
)


def find_facts(said: Said, *, url: str, text: str) -> Facts:
    """Return the facts of a page's article that came from ``url`` and has the ``text``."""
    address, address_place = find_url(said, url)
    node = main_node(said, address)
    outlet, outlet_place = find_outlet(said, node, address)
    sites = site_names(said, node, address)
    title, title_place = find_title(said, node, sites)
    published, date_place = find_date(said, node, address)
    authors, agency, author_place = find_authors(said, node, (outlet, *sites))
    language, language_place = find_page_language(said, node, title=title, text=text)
    evidence = (
        ("title", title_place),
        ("date", date_place),
        ("authors", author_place),
        ("outlet", outlet_place),
        ("url", address_place),
        ("language", language_place),
    )
    return Facts(
        title=title,
        outlet=outlet,
        published=published or None,
        authors=authors,
        url=address,
        language=language,
        agency=agency if agency != outlet else "",
        evidence=tuple(pair for pair in evidence if pair[1]),
    )


def main_node(said: Said, url: str) -> Node:
    """Return the JSON-LD node of the page's own article, an empty one where there is none.

    A page may hold a node for each article that it recommends.
    """
    if len(said.articles) < 2:
        return said.articles[0] if said.articles else {}
    shown = [*said.headings, *(value for _, value in said.meta("og:title")), said.page_title]
    return max(said.articles, key=lambda node: _fit(node, url, shown))  # the first of equals


def _fit(node: Node, url: str, shown: Sequence[str]) -> float:
    addresses = (
        *texts(node.get("url"), key="@id"),
        *texts(node.get("mainEntityOfPage"), key="@id"),
    )
    is_here = bool(url) and any(path_of(one) == path_of(url) for one in addresses)
    headline = next(iter(texts(node.get("headline") or node.get("name"))), "")
    is_shown = max((likeness(headline, one) for one in shown if one), default=0.0)
    return 2 * is_here + is_shown + 0.5 * ("datePublished" in node) + 0.25 * ("author" in node)


def find_page_language(said: Said, node: Node, *, title: str, text: str) -> tuple[str, str]:
    """Return the language's code: what the page declares, unless its text is in another."""
    declared = list(_declared(said, node))
    heard = find_language(text, title=title)
    if len(text) < SHORTEST_SAMPLE or heard == UNDETERMINED:
        return declared[0] if declared else ("", "")
    for code, place in declared:
        if code == heard or any(code in group and heard in group for group in _NEIGHBORS):
            return code, place
    return heard, "text"


def _declared(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    places: Iterable[tuple[str, str]] = (
        ("html lang", said.language),
        *said.meta("og:locale", "content-language", "language", "dc.language"),
        *(("json-ld inLanguage", one) for one in texts(node.get("inLanguage"))),
    )
    for place, value in places:
        code = _CODE.match(value.strip())
        if code:
            yield code[1].lower(), place
