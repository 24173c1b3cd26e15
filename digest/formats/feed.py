"""Feeds into articles: RSS and Atom in all their dialects.

One rule: no entry is lost. What is broken is mended and read, what has no text
is named, and ``feed_entries`` gives its address all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from digest.formats.detection import detect
from digest.formats.entries import (
    MOST_ENTRIES,
    Entry,
    articles_of,
    entries_of,
    links_of,
)
from digest.formats.feed_outlets import outlet_of_feed
from digest.formats.feed_parts import read_channel, tell_entry, visible_parts
from digest.formats.feed_tree import Tree, read_tree
from digest.formats.json_feed import json_feed_entries
from digest.model import Article, Link, Payload, Skipped


def read_feed(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return an article for each entry with text, and what is missing or was left out."""
    try:
        read = _read(payload, MOST_ENTRIES)
    except ValueError as err:
        return (_skipped(payload, str(err)),)
    if not read.entries:
        return (_skipped(payload, _why_empty(payload, read.problem)),)
    notes = (_skipped(payload, note) for note in read.notes)
    return (*articles_of(payload, read.entries), *notes)


def feed_entries(payload: Payload, *, most: int = MOST_ENTRIES) -> tuple[Entry, ...]:
    """Return the entries of a feed of any format in their order, each once.

    Those without text are among them. Bytes that are no feed give none.
    """
    if detect(payload) == "json feed":
        return json_feed_entries(payload, most=most)
    try:
        return _read(payload, most).entries
    except ValueError:
        return ()


def feed_links(payload: Payload) -> tuple[Link, ...]:
    """Return the pages of the entries, in their order."""
    return links_of(payload, feed_entries(payload))


def feed_texts(payload: Payload) -> Mapping[str, str]:
    """Return the titles and texts of the entries as they stand in the feed, by its sha256."""
    try:
        tree = read_tree(payload.data, media_type=payload.media_type)
    except ValueError:
        return {}
    read = tree.entries[:MOST_ENTRIES]
    pieces = [piece for entry in read for piece in visible_parts(entry)]
    return {sha256(payload.data).hexdigest(): "\n".join(pieces)}


@dataclass(frozen=True, slots=True)
class _Feed:
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    problem: str


def _read(payload: Payload, most: int) -> _Feed:
    tree = read_tree(payload.data, media_type=payload.media_type)
    channel = read_channel(tree, payload.url)
    outlet = outlet_of_feed(channel.title, channel.base)
    told = [
        tell_entry(element, number, channel)
        for number, element in enumerate(tree.entries[:most], 1)
    ]
    entries = entries_of(told, outlet=outlet)
    return _Feed(entries, tuple(_losses(tree, most)), tree.problem)


def _losses(tree: Tree, most: int) -> Iterator[str]:
    """Yield what of a feed is not among its entries, a line each."""
    found = len(tree.entries)
    if found > most:
        yield f"{found - most} entries beyond the first {most} of its feed are left out"
    if tree.problem and tree.promised > found:
        yield f"a broken feed ({tree.problem}): {found} of {tree.promised} entries could be read"
    elif tree.problem and tree.is_cut and found:
        yield f"a feed that breaks off ({tree.problem}); entry {found} may be incomplete"


def _why_empty(payload: Payload, problem: str) -> str:
    if detect(payload) == "page":
        return "a web page, not a feed; give the address of the feed itself"
    broken = f" ({problem})" if problem else ""
    return f"a feed without entries{broken}"


def _skipped(payload: Payload, reason: str) -> Skipped:
    return Skipped(item=payload.name, step="read", reason=reason)
