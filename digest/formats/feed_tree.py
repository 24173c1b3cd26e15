"""Feeds made sound: whatever bytes come, well-formed UTF-8 with nothing in it but entries.

One rule: all work is linear. Entities are not expanded, nothing is loaded, and
what the reader of a feed has no use for (categories, enclosures, thousands of
attributes) is gone before a parser that could trip over it sees the feed.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Any, TypeAlias

from digest.formats.encodings import decode

if TYPE_CHECKING:  # lxml takes 20 ms to import
    from lxml.etree import _Element

Element: TypeAlias = "_Element"

LARGEST_FEED = 10 * 1024 * 1024  # bytes; fifty times an ordinary feed
MOST_PARTS = 60  # elements of one entry that are looked at
MOST_ATTRIBUTES = 40  # of one element
ENTRIES = frozenset(["item", "entry"])
FRAMES = frozenset(["rss", "feed", "rdf", "channel"])
# Parts whose text may be markup, and all that are read, of an entry or above them.
TEXTS = frozenset(["title", "description", "summary", "content", "encoded", "body", "abstract"])
_PARTS = ENTRIES | FRAMES | TEXTS
_PARTS |= frozenset(
    "link guid id pubdate published issued created modified updated date author creator "
    "managingeditor source language origlink publicationdate lastbuilddate group url".split()
)

_DECLARED = re.compile(
    rb"<\?xml[^<>]{1,200}?encoding\s{0,9}=\s{0,9}[\"']\s{0,9}([\w.:-]{1,40})", re.I
)
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.I)
# Declared names and the larger sets that are in truth meant.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
}
_NO_CHARSETS = frozenset(["punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"])
_UNXML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"<\?xml[^<>]{0,300}\?>")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)\b", re.I)
_ENTITY = re.compile(r"&(?:(#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6}));|(\w{2,31});)?")
_XML_ENTITIES = frozenset(["amp", "lt", "gt", "quot", "apos"])
_ENTRY = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A feed that any parser reads; ``left_out`` counts its entries beyond the limit.

    ``promised`` counts the tags that begin an entry, ``problem`` is what was wrong with it.
    """

    data: bytes
    entries: int
    promised: int
    left_out: int
    problem: str = ""


def make_sound(data: bytes, *, media_type: str = "", most: int) -> Sound:
    """Return the feed with at most so many entries, the first ones.

    Raises ValueError where the bytes are too many, no text or no markup at all.
    """
    from lxml.etree import tostring

    text = feed_text(data, media_type=media_type)
    root, problem = parse_feed(text)
    entries = [element for element in root.iter() if local_name(element) in ENTRIES]
    for entry in entries[most:]:
        _remove(entry)
    for element in list(_frames(root)):
        _trim(element)
    return Sound(
        data=tostring(root, encoding="utf-8", xml_declaration=True),
        entries=len(entries),
        promised=len(_ENTRY.findall(text)),
        left_out=max(0, len(entries) - most),
        problem=problem,
    )


def feed_text(data: bytes, *, media_type: str = "") -> str:
    """Return the feed as text that begins with its root and names no entity but XML's own.

    Raises ValueError where the bytes are too many or no text.
    """
    if len(data) > LARGEST_FEED:
        raise ValueError(f"a feed larger than {LARGEST_FEED // (1024 * 1024)} MB")
    text = _UNXML.sub(" ", _decoded(data, media_type))
    root = _ROOT.search(text)
    return _without_entities(_DECLARATION.sub("", text[root.start() if root else 0 :], count=1))


def parse_feed(text: str) -> tuple[Element, str]:
    """Return the tree of a feed's text, mended where it is broken, and what was wrong.

    Raises ValueError where there is no element in it.
    """
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    parser = XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = fromstring(text.encode("utf-8"), parser)
    except XMLSyntaxError:
        root = None
    if root is None:
        raise ValueError("not a feed: no markup in it")
    errors = [error for error in parser.error_log if "Namespace" not in error.type_name]
    return root, f"line {errors[0].line}: {errors[0].message}" if errors else ""


def local_name(element: Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    name: Any = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def _decoded(data: bytes, media_type: str) -> str:
    """Return the text; a declared encoding is believed as far as the bytes agree."""
    declared = _DECLARED.search(data, 0, 400)
    charset = _CHARSET.search(media_type)
    names = (declared[1].decode("ascii") if declared else "", charset[1] if charset else "")
    for name in () if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else names:
        encoding = _encoding(name)
        # What can be read as a declaration is not UTF-16 or UTF-32, whatever it declares.
        if encoding and not encoding.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
            try:
                return data.removeprefix(codecs.BOM_UTF8).decode(encoding)
            except UnicodeError:
                continue
    return decode(_wide(data))[0]


def _encoding(name: str) -> str:
    """Return the encoding that a name declares in truth, "" where it declares none we trust."""
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if known.name in _NO_CHARSETS or not getattr(known, "_is_text_encoding", True):
        return ""
    return _MEANT.get(known.name, known.name)


def _wide(data: bytes) -> bytes:
    """Give UTF-16 and UTF-32 without a mark theirs, told by where the zeros stand."""
    if data.startswith(b"\0\0\0<"):
        return codecs.BOM_UTF32_BE + data
    if data.startswith(b"<\0\0\0"):
        return codecs.BOM_UTF32_LE + data
    if data.startswith(b"\0<\0"):
        return codecs.BOM_UTF16_BE + data
    return codecs.BOM_UTF16_LE + data if data.startswith(b"<\0") else data


def _without_entities(text: str) -> str:
    """Replace the entities of HTML, and ampersands that begin none; CDATA stays as it is."""
    pieces: list[str] = []
    place = 0
    while (start := text.find("<![CDATA[", place)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        pieces += (_ENTITY.sub(_character, text[place:start]), text[start : end + 3])
        place = end + 3
    return "".join((*pieces, _ENTITY.sub(_character, text[place:])))


def _character(found: re.Match[str]) -> str:
    number, name = found.groups()
    if number:
        code = int(number[2:], 16) if number[1] in "xX" else int(number[1:])
        return found[0] if _is_xml(code) else " "
    if name in _XML_ENTITIES:
        return found[0]
    letter = html5.get(f"{name};") if name else None
    if letter:
        return letter.replace("&", "&amp;").replace("<", "&lt;")
    return f"&amp;{found[0][1:]}"


def _is_xml(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF


def _frames(root: Element) -> Iterator[Element]:
    """Yield the elements that hold entries, and the entries."""
    for element in root.iter():
        if element is root or local_name(element) in ENTRIES | FRAMES:
            yield element


def _trim(element: Element) -> None:
    """Leave in a channel or an entry what is read, its markup as text."""
    is_entry = local_name(element) in ENTRIES
    kept = 0
    for part in list(element):
        name = local_name(part)
        kept += name not in ENTRIES
        if name not in _PARTS or (is_entry and kept > MOST_PARTS):
            _remove(part)
            continue
        if name in TEXTS and len(part):
            _flatten(part)
        if len(part.attrib) > MOST_ATTRIBUTES:
            part.attrib.clear()
    if len(element.attrib) > MOST_ATTRIBUTES:
        element.attrib.clear()


def _flatten(part: Element) -> None:
    """Write the elements below a part as the text of the part, which is HTML then.

    Their attributes say nothing to a reader.
    """
    from lxml.etree import cleanup_namespaces, tostring

    for element in part.iterdescendants():
        element.attrib.clear()
        element.tag = local_name(element) or "span"
    cleanup_namespaces(part)
    inner = [_escaped(part.text or "")]
    for child in list(part):
        inner.append(tostring(child, encoding="unicode", with_tail=False))
        inner.append(_escaped(child.tail or ""))
        part.remove(child)
    part.text = "".join(inner)
    part.attrib.pop("mode", None)
    part.set("type", "html")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
