"""The tree of a feed, whatever bytes come: mended where they are broken.

One rule: all work is linear. Entities are not expanded and nothing is loaded;
an entity that only HTML knows is its letter, any other is text.
"""

import codecs
import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Any, TypeAlias

from digest.formats.encodings import decode

if TYPE_CHECKING:  # lxml takes 20 ms to import
    from lxml.etree import _Element

Element: TypeAlias = "_Element"

LARGEST_FEED = 10 * 1024 * 1024  # bytes; fifty times an ordinary feed
FEW = 100  # bytes for each zero among them
MOST_PIECES = 2000  # entries of a broken feed that are read one by one
ENTRIES = frozenset(["item", "entry"])

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
_ENTITY = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|(\w{2,31});)?")
_ROOT_TAG = re.compile(r"<[\w.:-]{1,60}(?:\s[^<>]{0,4000})?>")
_TAG = re.compile(r"<[A-Za-z][^<>]{0,1000}>")
_UNQUOTED = re.compile(r"(?<=\w)=([^\s\"'<>=]{1,200})(?=[\s/>])")
_XML_ENTITIES = frozenset(["amp", "lt", "gt", "quot", "apos"])
_ENTRY = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A feed's elements; ``entries`` are those of its entries, in their order.

    ``promised`` counts the tags that begin an entry, ``problem`` is what was wrong with the
    markup, and ``is_cut`` says that it ends inside something.
    """

    root: Element
    entries: tuple[Element, ...]
    promised: int
    problem: str = ""
    is_cut: bool = False


def read_tree(data: bytes, *, media_type: str = "") -> Tree:
    """Return the tree of a feed.

    Raises ValueError where the bytes are too many, no text or no markup at all.
    """
    text = _feed_text(data, media_type)
    root, problem = _parse(text)
    entries = _entries(root)
    starts = [found.start() for found in _ENTRY.finditer(text)]
    if problem and len(entries) < len(starts) <= MOST_PIECES:
        alone = _entries_alone(text, starts)
        if not entries:  # for the tag of the root itself is broken
            root, _ = _parse(f"{_bare_root(text)}{text[text.find('>') + 1 : starts[0]]}")
        entries = max(entries, alone, key=len)
    return Tree(
        root=root,
        entries=entries,
        promised=len(starts),
        problem=problem,
        is_cut=not text.rstrip().endswith(">"),
    )


def local_name(element: Element) -> str:
    """Return an element's name without its namespace, in lower case; "" for what is none."""
    name: Any = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def inner_markup(part: Element) -> str:
    """Return what stands in an element as HTML; attributes say nothing to a reader and go."""
    from lxml.etree import cleanup_namespaces, tostring

    if not len(part):
        return part.text or ""
    for element in part.iterdescendants():
        element.attrib.clear()
        element.tag = local_name(element).rpartition(":")[2] or "span"
    cleanup_namespaces(part)
    inner = [_escaped(part.text or "")]
    inner += (tostring(child, encoding="unicode") for child in part)
    return "".join(inner)


def _feed_text(data: bytes, media_type: str) -> str:
    """Return the feed as text that begins with its root and names no entity but XML's own.

    Raises ValueError where the bytes are too many or no text.
    """
    if len(data) > LARGEST_FEED:
        raise ValueError(f"a feed larger than {LARGEST_FEED // (1024 * 1024)} MB")
    text = _UNXML.sub(" ", _decoded(data, media_type))
    root = _ROOT.search(text)
    return _without_entities(_DECLARATION.sub("", text[root.start() if root else 0 :], count=1))


def _parse(text: str) -> tuple[Element, str]:
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


def _entries(root: Element) -> tuple[Element, ...]:
    return tuple(element for element in root.iter() if local_name(element) in ENTRIES)


def _entries_alone(text: str, starts: list[int]) -> tuple[Element, ...]:
    """Return the entries, each read as if it stood alone: one may be beyond mending."""
    around = _ROOT_TAG.match(text)
    openings = (around[0] if around else "", _bare_root(text))
    found: list[Element] = []
    for start, end in zip(starts, (*starts[1:], len(text)), strict=True):
        piece = _quoted(text[start:end])
        read = (_first_entry(f"{opening}{piece}") for opening in openings)
        found += next(filter(None, read), ())
    return tuple(found)


def _first_entry(text: str) -> tuple[Element, ...]:
    try:
        return _entries(_parse(text)[0])[:1]
    except ValueError:
        return ()


def _bare_root(text: str) -> str:
    """Return the tag of a feed's root without its attributes; all names are read without."""
    return "<feed>" if text[:60].lower().startswith(("<feed", "<atom:feed")) else "<rss>"


def _quoted(text: str) -> str:
    """Give attributes the quotation marks that HTML does without."""
    return _TAG.sub(lambda tag: _UNQUOTED.sub(r'="\1"', tag[0]), text)


def _decoded(data: bytes, media_type: str) -> str:
    """Return the text; a declared encoding is believed as far as the bytes agree."""
    declared = _DECLARED.search(data, 0, 400)
    charset = _CHARSET.search(media_type)
    names = (declared[1].decode("ascii") if declared else "", charset[1] if charset else "")
    for name in () if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else names:
        encoding = _encoding(name)
        # What can be read as a declaration is not UTF-16 or UTF-32, whatever it declares.
        if encoding and not encoding.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
            text = _as_declared(data.removeprefix(codecs.BOM_UTF8), encoding)
            if text is not None:
                return text
    if 0 < data.count(b"\0") * FEW < len(data):
        data = data.replace(b"\0", b" ")  # a broken disk or program; UTF-16 has many
    return decode(_wide(data))[0]


def _as_declared(data: bytes, encoding: str) -> str | None:
    """Return the text in an encoding, None where it is in another."""
    try:
        return data.decode(encoding)
    except UnicodeError:
        if encoding != "utf-8":
            return None
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if sound >= broken else None


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
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return f"&#{code};" if _is_xml(code) else " "
    if name in _XML_ENTITIES:
        return found[0]
    letter = html5.get(f"{name};") if name else None
    if letter:
        return letter.replace("&", "&amp;").replace("<", "&lt;")
    return f"&amp;{found[0][1:]}"


def _is_xml(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
