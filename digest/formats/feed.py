"""Feeds into articles: RSS and Atom in all their dialects.

One rule: no entry is lost. What is broken is mended and read, what has no text
is named, and ``feed_entries`` gives its address all the same.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from digest.formats.detection import detect
from digest.formats.entries import (
    MOST_ENTRIES,
    Body,
    Entry,
    Told,
    articles_of,
    entry_of,
    text_of,
    unique_entries,
    web_address,
)
from digest.formats.feed_outlets import outlet_of_feed
from digest.formats.feed_tree import (
    ENTRIES,
    TEXTS,
    Element,
    Sound,
    feed_text,
    local_name,
    make_sound,
    parse_feed,
)
from digest.formats.json_feed import json_feed_entries
from digest.model import Article, Payload, Skipped

LARGEST_LOOSE = 1024 * 1024  # bytes of a broken feed that the tolerant, slow parser may see

_PLAIN = frozenset(["text/plain", "text"])
_PUBLISHED = ("published", "prism_publicationdate", "created")


def read_feed(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return an article for each entry with text, and what is missing or was left out."""
    try:
        read = _read(payload, MOST_ENTRIES)
    except ValueError as err:
        return (_skipped(payload, str(err)),)
    if not read.entries:
        return (_skipped(payload, _why_empty(payload, read.problem)),)
    found = articles_of(payload, read.entries)
    if not read.left_out:
        return found
    left = f"{read.left_out} entries beyond the first {MOST_ENTRIES} of its feed are left out"
    return (*found, _skipped(payload, left))


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


def feed_texts(payload: Payload) -> Mapping[str, str]:
    """Return the titles and texts of all entries as they stand in the feed, by its sha256."""
    try:
        root, _ = parse_feed(feed_text(payload.data, media_type=payload.media_type))
    except ValueError:
        return {}
    pieces = [
        piece
        for entry in root.iter()
        if local_name(entry) in ENTRIES
        for part in entry.iterdescendants()
        if local_name(part) in TEXTS
        for piece in _visible(part)
    ]
    return {sha256(payload.data).hexdigest(): "\n".join(pieces)}


@dataclass(frozen=True, slots=True)
class _Feed:
    entries: tuple[Entry, ...]
    left_out: int
    problem: str


def _read(payload: Payload, most: int) -> _Feed:
    sound = make_sound(payload.data, media_type=payload.media_type, most=most)
    parsed = _parse(payload, sound, most)
    feed = parsed["feed"]
    base = web_address(payload.url) or web_address(dict.get(feed, "link") or "")
    outlet = outlet_of_feed(_feed_title(feed), base)
    told = [
        _told(entry, number, base=base, feed=feed, version=parsed["version"])
        for number, entry in enumerate(parsed["entries"], 1)
    ]
    entries = unique_entries(entry_of(each, outlet=outlet) for each in told)
    return _Feed(entries, sound.left_out, sound.problem)


def _parse(payload: Payload, sound: Sound, most: int) -> dict[str, Any]:
    """Return what feedparser makes of a feed, from the broken bytes where that is more."""
    parsed = _parse_bytes(sound.data)
    wanted = min(sound.promised, most)
    if len(parsed["entries"]) >= wanted or not sound.problem:
        return parsed
    if len(payload.data) > LARGEST_LOOSE:
        return parsed
    loose = _parse_bytes(payload.data)
    loose["entries"] = loose["entries"][:most]
    return max(parsed, loose, key=lambda each: len(each["entries"]))


def _parse_bytes(data: bytes) -> dict[str, Any]:
    """Return what feedparser reads; a stream, as it takes bytes for the name of a file."""
    import feedparser

    found: dict[str, Any] = feedparser.parse(
        BytesIO(data), sanitize_html=False, resolve_relative_uris=False
    )
    return {"version": "", "feed": {}, **found}


def _told(
    entry: Mapping[str, Any], number: int, *, base: str, feed: Mapping[str, Any], version: str
) -> Told:
    said = dict(entry)  # its own look-up warns, and gives one field for another
    is_rss = version.startswith(("rss", "cdf"))
    updated = [("updated", said["updated"])] if said.get("updated") else []
    published = [(name, said[name]) for name in _PUBLISHED if said.get(name)]
    if is_rss:  # the dc:date of RSS 1.0
        published += [("dc:date", raw) for _, raw in updated]
        updated = []
    return Told(
        number=number,
        guid=said.get("id") or "",
        title=_text(said.get("title_detail") or {"value": said.get("title") or ""}),
        url=_address(said, base),
        bodies=tuple(_bodies(said)),
        published=tuple(published),
        updated=tuple(updated),
        authors=_authors(said) or (() if is_rss else _authors(dict(feed))),
        source=dict(said.get("source") or {}).get("title") or "",
        language=_language(said, feed),
    )


def _bodies(said: Mapping[str, Any]) -> Iterator[Body]:
    """Yield the content and the summary; where there is one only, feedparser gives it as both."""
    seen: set[str] = set()
    summary = said.get("summary_detail") or {"value": said.get("summary") or ""}
    for details, is_content in ((said.get("content") or (), True), ((summary,), False)):
        for detail in details:
            value = dict(detail).get("value") or ""
            if value and value not in seen:
                seen.add(value)
                is_markup = dict(detail).get("type") not in _PLAIN
                yield Body(value=value, is_markup=is_markup, is_content=is_content)


def _address(said: Mapping[str, Any], base: str) -> str:
    original = web_address(said.get("feedburner_origlink") or "")
    if original:
        return original
    link = said.get("link") or ""
    if link and link == said.get("id") and not link.startswith(("http:", "https:")):
        link = ""  # a guid that is no address, though its feed says so by saying nothing
    others = [dict(each) for each in said.get("links") or ()]
    links = [each.get("href") or "" for each in others if each.get("rel") == "alternate"]
    return next(filter(None, (web_address(each, base) for each in (link, *links))), "")


def _authors(said: Mapping[str, Any]) -> tuple[str, ...]:
    named = [dict(each) for each in said.get("authors") or ()]
    names = tuple(each["name"] for each in named if each.get("name"))
    return names or tuple(filter(None, [said.get("author") or ""]))


def _language(said: Mapping[str, Any], feed: Mapping[str, Any]) -> str:
    details = (*(said.get("content") or ()), said.get("summary_detail") or {})
    own = [dict(each).get("language") for each in (*details, said.get("title_detail") or {})]
    declared = [*own, said.get("language"), dict.get(dict(feed), "language")]
    return next((each for each in declared if each), "")


def _feed_title(feed: Mapping[str, Any]) -> str:
    return _text(dict(feed).get("title_detail") or {"value": ""})


def _text(detail: Mapping[str, Any]) -> str:
    plain = dict(detail)
    body = Body(value=plain.get("value") or "", is_markup=plain.get("type") not in _PLAIN)
    return " ".join(text_of(body).split())


def _visible(part: Element) -> Iterator[str]:
    """Yield the text of a part as markup and, where it could be plain text, as that too."""
    from lxml.etree import tostring

    if len(part):
        for element in part.iter():
            element.attrib.clear()
            element.tag = local_name(element)
        yield text_of(Body(value=tostring(part, encoding="unicode", with_tail=False)))
        return
    value = part.text or ""
    if part.get("mode") == "base64":
        value = _unpacked(value)
    yield text_of(Body(value=value))
    if "<" in value and part.get("type") in (None, "text", "text/plain"):
        yield text_of(Body(value=value, is_markup=False))


def _unpacked(value: str) -> str:
    try:
        return base64.b64decode(value).decode("utf-8")
    except (binascii.Error, ValueError):
        return value


def _why_empty(payload: Payload, problem: str) -> str:
    if detect(payload) == "page":
        return "a web page, not a feed; give the address of the feed itself"
    broken = f" ({problem})" if problem else ""
    return f"a feed without entries{broken}"


def _skipped(payload: Payload, reason: str) -> Skipped:
    return Skipped(item=payload.name, step="read", reason=reason)
