"""Whose page it is, and where it stands on the web.

One rule: an address counts only where it is absolute and could be the page's
own; the outlet that a known address has is surer than what a page calls itself.
"""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from digest.formats.page_json import Node, texts
from digest.formats.page_said import Said
from digest.formats.page_titles import before_joint
from digest.outlets import outlet_of_url

LONGEST_OUTLET = 60  # characters
LONGEST_URL = 2_000  # characters
MOST_SITES = 5  # nodes of JSON-LD that name the site
_SITE_KINDS = ("WebSite", "Organization", "NewsMediaOrganization")


def find_outlet(said: Said, node: Node, url: str) -> tuple[str, str]:
    """Return who publishes the page, and where that stands."""
    known = outlet_of_url(url)
    if known and "." not in known:
        return known, "address"
    for name, place in _outlets(said, node):
        plain = before_joint(name)
        if 1 < len(plain) <= LONGEST_OUTLET and not plain.startswith(("@", "http")):
            return plain, place
    return known, "address" if known else ""


def _outlets(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    for place, name in said.meta("og:site_name"):
        yield name, place
    for name in texts(node.get("publisher")):
        yield name, "json-ld publisher"
    for place, name in said.meta("application-name", "dc.publisher", "publisher", "copyright"):
        yield name, place
    for one in said.nodes:
        if one.get("@type") in ("WebSite", "NewsMediaOrganization"):
            for name in texts(one.get("name")):
                yield name, "json-ld WebSite"


def site_names(said: Said, node: Node, url: str) -> tuple[str, ...]:
    """Return all that the page calls its site: names, and the host without its ending."""
    host = _host(url)
    labels = [label for label in host.split(".")[:-1] if len(label) > 3 and label != "www"]
    publishers = [name for one in (node, *said.pages) for name in texts(one.get("publisher"))]
    sites = [
        name
        for one in said.nodes
        if one.get("@type") in _SITE_KINDS
        for name in texts(one.get("name"))
    ]
    metas = [
        value.lstrip("@")
        for _, value in said.meta(
            "og:site_name",
            "application-name",
            "twitter:site",
            "apple-mobile-web-app-title",
            "dc.publisher",
            "publisher",
            "al:android:app_name",
            "al:ios:app_name",
            "cre",
        )
    ]
    named = outlet_of_url(url)
    names = (*metas, *publishers, *sites[:MOST_SITES], *labels, host, named)
    return tuple(dict.fromkeys(name for name in names if name and len(name) <= LONGEST_OUTLET))


def find_url(said: Said, url: str) -> tuple[str, str]:
    """Return the page's own address and where it stands; only absolute ones count."""
    base = url if _is_web(url) else ""
    found = [
        (_joined(base, one), place) for one, place in _addresses(said) if len(one) < LONGEST_URL
    ]
    good = [(one, place) for one, place in found if _is_web(one) and _is_ours(one, base)]
    for one, place in good:
        if path_of(one) not in ("", "/"):
            return one, place
    if base:
        return base, "where it came from"
    return good[0] if good else ("", "")


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # "http://[broken"
        return ""


def _addresses(said: Said) -> Iterator[tuple[str, str]]:
    if said.canonical:
        yield said.canonical, "canonical link"
    for place, value in said.meta("og:url"):
        yield value, place
    for node in said.articles[:1]:
        for key in ("url", "mainEntityOfPage", "@id"):
            for value in texts(node.get(key), key="@id"):
                yield value.partition("#")[0], f"json-ld {key}"
    for place, value in said.meta("twitter:url", "parsely-link", "al:web:url"):
        yield value, place


def path_of(url: str) -> str:
    """Return the path of an address without a slash at its end, "" for none."""
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False


def _is_ours(url: str, base: str) -> bool:
    """Tell whether an address is on the site where the page came from, as far as that is known."""
    if not base:
        return True
    mine, its = _host(base).split("."), _host(url).split(".")
    return mine[-2:] == its[-2:] or "." not in outlet_of_url(url)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
