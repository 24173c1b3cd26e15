"""JSON Feed 1.0 and 1.1 into articles.

One rule: an item that does not fit is named and left out, the others go on.
Its fields are read as they are meant where they are written wrongly: a number
for an id, one author for a list of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from digest.formats.encodings import decode
from digest.formats.entries import (
    MOST_ENTRIES,
    Body,
    Entry,
    Told,
    articles_of,
    entries_of,
    links_of,
    text_of,
    web_address,
)
from digest.formats.feed_outlets import outlet_of_feed
from digest.formats.feed_tree import LARGEST_FEED
from digest.formats.jsonl import plain_problem
from digest.model import Article, Link, Payload, Skipped


class Author(msgspec.Struct):
    """Who wrote something; other fields are ignored."""

    name: str | None = None


class Feed(msgspec.Struct):
    """What we read of a feed; its items are read one by one."""

    items: list[msgspec.Raw]
    title: str | None = None
    home_page_url: str | None = None
    language: str | None = None
    author: Author | str | None = None
    authors: list[Author | str] | None = None


class Item(msgspec.Struct):
    """What we read of an item; ``external_url`` is the page that a link blog writes about."""

    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | int | None = None
    date_modified: str | int | None = None
    author: Author | str | None = None
    authors: list[Author | str] | None = None
    language: str | None = None


def read_json_feed(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return an article for each item with text, and what is missing or was left out."""
    try:
        read = _read(payload, MOST_ENTRIES)
    except ValueError as err:
        return (Skipped(item=payload.name, step="read", reason=str(err)),)
    found = (*articles_of(payload, read.entries), *read.skipped)
    empty = Skipped(item=payload.name, step="read", reason="a feed without entries")
    return found or (empty,)


def json_feed_entries(payload: Payload, *, most: int = MOST_ENTRIES) -> tuple[Entry, ...]:
    """Return the items in their order, each once; those without text are among them."""
    try:
        return _read(payload, most).entries
    except ValueError:
        return ()


def json_feed_links(payload: Payload) -> tuple[Link, ...]:
    """Return the pages of the items, in their order."""
    return links_of(payload, json_feed_entries(payload))


def json_feed_texts(payload: Payload) -> Mapping[str, str]:
    """Return the titles and texts of all items as they stand in the feed, by its sha256."""
    try:
        feed = _feed(payload)
    except ValueError:
        return {}
    pieces = [piece for raw in feed.items for piece in _visible(raw)]
    return {sha256(payload.data).hexdigest(): "\n".join(pieces)}


@dataclass(frozen=True, slots=True)
class _Read:
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]


def _read(payload: Payload, most: int) -> _Read:
    feed = _feed(payload)
    base = web_address(feed.home_page_url or "") or web_address(payload.url)
    outlet = outlet_of_feed(" ".join((feed.title or "").split()), base)
    told: list[Told] = []
    skipped: list[Skipped] = []
    for number, raw in enumerate(feed.items[:most], 1):
        try:
            item = msgspec.json.decode(raw, type=Item)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as err:
            skipped.append(_skipped(payload, number, err))
            continue
        told.append(_told(item, number, base, feed))
    left_out = len(feed.items) - most
    if left_out > 0:
        reason = f"{left_out} entries beyond the first {most} of its feed are left out"
        skipped.append(Skipped(item=payload.name, step="read", reason=reason))
    return _Read(entries_of(told, outlet=outlet), tuple(skipped))


def _feed(payload: Payload) -> Feed:
    """Raises ValueError where the bytes are no JSON Feed, with the reason."""
    if len(payload.data) > LARGEST_FEED:
        raise ValueError(f"a feed larger than {LARGEST_FEED // (1024 * 1024)} MB")
    text, _ = decode(payload.data)
    try:
        return msgspec.json.decode(text, type=Feed)
    except msgspec.DecodeError as err:
        raise ValueError(plain_problem(err)) from err
    except (UnicodeError, RecursionError) as err:
        raise ValueError("not JSON: too deeply nested, or not in Unicode") from err


def _told(item: Item, number: int, base: str, feed: Feed) -> Told:
    html = Body(value=item.content_html or "", is_content=True)
    text = Body(value=item.content_text or "", is_markup=False, is_content=True)
    summary = Body(value=item.summary or "", is_markup=False)
    names = _names(item.authors, item.author) or _names(feed.authors, feed.author)
    return Told(
        number=number,
        guid="" if item.id is None else str(item.id),
        title=_title(item),
        url=web_address(item.url or "", base) or web_address(item.external_url or "", base),
        bodies=tuple(body for body in (html, text, summary) if body.value),
        published=_dates("date_published", item.date_published),
        updated=_dates("date_modified", item.date_modified),
        authors=names,
        language=item.language or feed.language or "",
    )


def _title(item: Item) -> str:
    return " ".join(text_of(Body(value=item.title or "", is_markup=False)).split())


def _dates(name: str, value: str | int | None) -> tuple[tuple[str, str], ...]:
    return ((name, str(value)),) if value else ()


def _names(authors: list[Author | str] | None, author: Author | str | None) -> tuple[str, ...]:
    every = authors or ([author] if author else [])
    names = (each if isinstance(each, str) else each.name or "" for each in every)
    return tuple(filter(None, names))


def _visible(raw: msgspec.Raw) -> Iterator[str]:
    try:
        item = msgspec.json.decode(raw, type=Item)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    yield _title(item)
    yield text_of(Body(value=item.content_html or ""))
    yield text_of(Body(value=item.content_text or "", is_markup=False))
    yield text_of(Body(value=item.summary or "", is_markup=False))


def _skipped(payload: Payload, number: int, err: Exception) -> Skipped:
    problem = plain_problem(err) if isinstance(err, msgspec.DecodeError) else "not JSON"
    return Skipped(item=f"{payload.name}#{number}", step="read", reason=problem)
