"""What the elements of a feed say of an entry, in all dialects of RSS and Atom.

One rule: elements go by the names below, "dc:date" for what Dublin Core calls a
date, wherever their feed declares the prefix, and where it forgets to.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest.formats.entries import Body, Told, text_of, web_address
from digest.formats.feed_tree import Element, Tree, inner_markup, local_name

MOST_PARTS = 100  # elements of one entry, or above the entries, that are looked at

_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# Prefixes that names are read with, by a piece of the namespace that is theirs alone.
_PREFIXES = {
    "purl.org/dc/elements": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "rss/1.0/modules/content": "content:",
    "feedburner": "feedburner:",
    "search.yahoo.com/mrss": "media:",
    "prismstandard.org": "prism:",
    "itunes.com/dtds": "itunes:",
    "www.w3.org/1999/xhtml": "",
    "w3.org/2005/atom": "",
    "purl.org/atom": "",
    "purl.org/rss/1.0/modules": None,
    "purl.org/rss": "",
    "netscape.com/rdf": "",
    "backend.userland.com/rss": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "w3.org/1999/02/22-rdf-syntax": "",
}
_CONTENTS = ("content:encoded", "content", "body", "fullitem", "xhtml:body")
_SUMMARIES = tuple(
    "description summary abstract dc:description media:description itunes:summary "
    "dcterms:abstract".split()
)
_ALWAYS_MARKUP = frozenset(["content:encoded", "body", "fullitem", "description"])
_PUBLISHED = tuple(
    "pubdate published issued dcterms:issued dc:date date prism:publicationdate created "
    "dcterms:created".split()
)
_UPDATED = ("updated", "modified", "dcterms:modified", "lastmod")
_AUTHORS = ("author", "dc:creator", "dc:author", "creator", "itunes:author")
_PLAIN = frozenset(["text", "text/plain"])
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|p|q|s|small|span|strike|"
    r"strong|sub|sup|u|wbr)(?:[\s/][^<>]{0,500})?>|&(?:#\w{1,7}|[A-Za-z]\w{1,30});",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</(?:a|b|div|em|i|li|p|span|strong)>|<br ?/?>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]{0,80}\n")

Parts = Mapping[str, list[Element]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed says of itself; ``base`` is what its addresses are resolved against."""

    title: str
    base: str
    language: str
    authors: tuple[str, ...]


def read_channel(tree: Tree, url: str) -> Channel:
    """Return what a feed that came from an address says above its entries."""
    frames = (each for each in tree.root.iter() if local_name(each) in ("channel", "feed"))
    frame = next(frames, tree.root)
    parts = _parts(frame)
    home = next(_links(parts, url), "") or web_address(url)
    is_atom = local_name(frame) == "feed"  # an RSS channel's editor wrote none of it
    return Channel(
        title=_title(parts),
        base=home,
        language=_lang(frame) or _first(parts, ("language", "dc:language")),
        authors=tuple(_names(parts)) if is_atom else (),
    )


def tell_entry(entry: Element, number: int, channel: Channel) -> Told:
    """Return what an entry says, as its feed words it."""
    parts = _parts(entry)
    guid = _first(parts, ("guid", "id")) or entry.get(f"{_RDF}about", "")
    bodies, lang = _bodies(parts)
    updated = [*_dates(parts, _UPDATED)]
    if entry.get("lastmod"):
        updated.append(("lastmod", entry.get("lastmod", "")))
    return Told(
        number=number,
        guid=guid,
        title=_title(parts),
        url=_address(entry, parts, guid, channel.base),
        bodies=bodies,
        published=tuple(_dates(parts, _PUBLISHED)),
        updated=tuple(updated),
        authors=tuple(_names(parts)) or channel.authors,
        source=_source(parts),
        language=lang or _lang(entry) or _first(parts, ("dc:language",)) or channel.language,
    )


def visible_parts(entry: Element) -> Iterator[str]:
    """Yield the title and the texts of an entry in their order, noise and all.

    What could be plain text and has tags in it is given both ways.
    """
    for name, parts in _parts(entry).items():
        if name != "title" and name not in _CONTENTS and name not in _SUMMARIES:
            continue
        for part in parts:
            value = _value(part)
            yield text_of(Body(value=_paragraphed(value)))
            if "<" in value and part.get("type", "text") in _PLAIN:
                yield text_of(Body(value=value, is_markup=False))


def _parts(element: Element) -> dict[str, list[Element]]:
    """Return the elements right below one by their names, and those of media:group."""
    found: dict[str, list[Element]] = {}
    for count, part in enumerate(element):
        if count >= MOST_PARTS:
            break
        name = _name(part)
        if name == "media:group":
            for inner in part[:MOST_PARTS]:
                found.setdefault(_name(inner), []).append(inner)
        else:
            found.setdefault(name, []).append(part)
    return found


def _name(element: Element) -> str:
    """Return "dc:date" and the like, "" for what is none of ours."""
    local = local_name(element)
    space = str(element.tag).rpartition("}")[0].lower()
    if not space:
        return local
    for piece, prefix in _PREFIXES.items():
        if piece in space:
            return "" if prefix is None else f"{prefix}{local}"
    root = str(element.getroottree().getroot().tag)
    return local if space == root.rpartition("}")[0].lower() else ""


def _title(parts: Parts) -> str:
    for name in ("title", "dc:title", "media:title"):
        for part in parts.get(name, ()):
            value = _value(part)
            kind = part.get("type") or ("" if _is_rss(part) else "text")
            is_markup = bool(len(part)) or (kind not in _PLAIN and (kind or _TAG.search(value)))
            title = " ".join(text_of(Body(value=value, is_markup=bool(is_markup))).split())
            if title:
                return title
    return ""


def _bodies(parts: Parts) -> tuple[tuple[Body, ...], str]:
    """Return the contents and summaries, each once, and the language that they declare."""
    found: dict[str, Body] = {}
    lang = ""
    for name in (*_CONTENTS, *_SUMMARIES):
        for part in parts.get(name, ()):
            is_markup = bool(len(part)) or _is_markup(part, name)
            value = _value(part)
            lang = lang or _own_lang(part)
            if value.strip() and value not in found:
                found[value] = Body(
                    value=_paragraphed(value) if is_markup else value,
                    is_markup=is_markup,
                    is_content=name in _CONTENTS,
                )
    return tuple(found.values()), lang


def _is_markup(part: Element, name: str) -> bool:
    kind = part.get("type", "")
    if kind and kind not in _PLAIN:
        return True
    if not kind and (name in _ALWAYS_MARKUP or _is_rss(part)):
        return True
    return bool(_CLOSING.search(part.text or ""))  # what nobody writes who means plain text


def _paragraphed(value: str) -> str:
    """Mark the paragraphs of a text without a tag, which HTML would run together."""
    if "<" in value or not _BLANK_LINE.search(value):
        return value
    return _BLANK_LINE.sub("<p>", value)


def _value(part: Element) -> str:
    """Return what an element holds as text or HTML, "" for a picture and the like."""
    value = inner_markup(part)
    kind = part.get("type", "").lower()
    if "/" in kind and not kind.startswith("text/") and "xml" not in kind:
        return _unpacked(value) or ""
    if part.get("mode") == "base64" or part.get("encoding") == "base64":
        return _unpacked(value) or value
    return value


def _unpacked(value: str) -> str | None:
    try:
        return base64.b64decode("".join(value.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


def _is_rss(part: Element) -> bool:
    parent = part.getparent()
    return parent is not None and local_name(parent) in ("item", "channel")


def _address(entry: Element, parts: Parts, guid: str, base: str) -> str:
    """Return the page of an entry: its link, else its guid where that is an address."""
    original = web_address(_first(parts, ("feedburner:origlink",)))
    link = original or next(_links(parts, base), "") or web_address(entry.get("href", ""), base)
    if link:
        return link
    guids = parts.get("guid", ())
    is_permanent = all(part.get("isPermaLink", "true").lower() != "false" for part in guids)
    return web_address(guid) if is_permanent else ""


def _links(parts: Parts, base: str) -> Iterator[str]:
    """Yield the addresses of pages, those of HTML first."""
    others = []
    for part in parts.get("link", ()):
        href, rel, kind = part.get("href"), part.get("rel", "alternate"), part.get("type", "")
        url = web_address(href or part.text or "", _base(part, base))
        if not url or rel.lower() != "alternate":
            continue
        if kind and "html" not in kind:
            others.append(url)
        else:
            yield url
    yield from others


def _base(part: Element, base: str) -> str:
    own = part.base
    return (web_address(own, base) if own else "") or base


def _dates(parts: Parts, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        for part in parts.get(name, ())[:1]:
            raw = "".join(part.itertext()).strip()
            if raw:
                yield name, raw


def _names(parts: Parts) -> Iterator[str]:
    """Yield those who wrote something; the first kind of element that names any tells all."""
    for element in _AUTHORS:
        found = [_person(part) for part in parts.get(element, ())]
        if any(found):
            yield from filter(None, found)
            return


def _person(part: Element) -> str:
    inner = {local_name(each): (each.text or "").strip() for each in part}
    return inner.get("name", "") if inner else (part.text or "").strip()


def _source(parts: Parts) -> str:
    for part in parts.get("source", ()):
        inner = _parts(part)
        named = _title(inner) if inner else (part.text or "").strip()
        if named and not named.startswith(("http:", "https:")):
            return named
    return ""


def _first(parts: Parts, names: tuple[str, ...]) -> str:
    for name in names:
        for part in parts.get(name, ()):
            text = (part.text or "").strip()
            if text:
                return text
    return ""


def _own_lang(part: Element) -> str:
    return part.get(f"{_XML}lang", "") or ""


def _lang(element: Element) -> str:
    """Return the language that an element or one around it declares."""
    around = (_own_lang(each) for each in (element, *element.iterancestors()))
    return next(filter(None, around), "")
