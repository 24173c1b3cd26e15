"""Sitemaps: they hold no articles, and name the pages that do."""

from collections.abc import Mapping

from digest.model import Link, Payload, Skipped
from digest.web.sitemaps import read_sitemap

MOST_LISTS = 10  # sitemaps of an index that are fetched, the newest first


def read_sitemap_file(payload: Payload) -> tuple[Skipped, ...]:
    """Say what is wrong with a sitemap, or that it is none to read without the web."""
    try:
        read_sitemap(payload.data)
    except ValueError as err:
        return (Skipped(item=payload.name, step="read", reason=str(err)),)
    if payload.url:
        return ()
    reason = "a sitemap, which names pages and holds none; give its address"
    return (Skipped(item=payload.name, step="read", reason=reason),)


def no_texts(_payload: Payload) -> Mapping[str, str]:
    """Return no text, as there is no article."""
    return {}


def sitemap_links(payload: Payload) -> tuple[Link, ...]:
    """Return the pages that a sitemap names, or the sitemaps that an index does."""
    try:
        found = read_sitemap(payload.data)
    except ValueError:
        return ()
    pages = (
        Link(url=page.url, published=page.published or None, is_teaser=True) for page in found.pages
    )
    return (*pages, *(Link(url=url, is_list=True) for url in found.sitemaps[:MOST_LISTS]))
