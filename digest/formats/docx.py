"""Word files (.docx, .docm) into articles.

One rule: the file is a zip of XML, and is read as that, a paragraph at a time:
what a reader of the final text sees. Deleted and hidden words, macros,
pictures, page headers are not part of it; nothing outside is looked up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from struct import error as struct_error
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as zlib_error

from digest.characters import clean_characters
from digest.formats.articles import make_articles
from digest.formats.facts import Facts
from digest.formats.properties import believed_title, completed
from digest.model import Article, Payload, Removed, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_PART = 50 * 1024 * 1024  # bytes of one XML file; a book of a thousand pages has 10
TITLE_WITHIN = 6  # paragraphs among which a heading is the title

_TEXT = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What a reader of the final text does not see; a fallback says again what stands beside it.
_UNSEEN = frozenset(["del", "moveFrom", "fldData", "instrText", _FALLBACK])
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_OFF = frozenset(["0", "false", "off"])
_PROBLEMS = (
    BadZipFile,
    NotImplementedError,
    struct_error,
    zlib_error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    style: str = ""


class _DocumentError(ValueError):
    """A Word file cannot be read; the message says why."""


def read_docx(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the article that a Word file is."""
    try:
        paragraphs, properties = _open(payload.data)
    except _DocumentError as err:
        return (Skipped(item=payload.name, step="read", reason=str(err)),)
    title = next((each for each in paragraphs[:TITLE_WITHIN] if _is_title(each)), None)
    title_text = " ".join(title.text.split()) if title else ""
    body = "\n".join(each.text for each in paragraphs if each is not title)
    first = "\n".join(each.text for each in paragraphs[:TITLE_WITHIN])
    facts = Facts(
        title=title_text or believed_title(properties.get("title", ""), first),
        url=payload.url,
        language=properties.get("language", ""),
        evidence=(("title", "heading" if title else "properties"),),
    )
    found = make_articles(payload, body, facts)
    if title and isinstance(found[0], Article):
        removed = (Removed(rule="title line", text=title_text), *found[0].removed)
        found = (replace(found[0], removed=removed), *found[1:])
    return completed(found, properties.get("creator", ""), _saved(properties), "last saved")


def docx_texts(payload: Payload) -> Mapping[str, str]:
    """Return the text of all paragraphs and notes, by the sha256 of the bytes."""
    try:
        paragraphs, _ = _open(payload.data)
    except _DocumentError:
        return {}
    return {sha256(payload.data).hexdigest(): "\n".join(each.text for each in paragraphs)}


def _open(content: bytes) -> tuple[list[_Paragraph], dict[str, str]]:
    """Return the paragraphs and the properties. Raises _DocumentError."""
    try:
        with ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
            if "EncryptedPackage" in names or any(
                each.flag_bits & 1 for each in package.infolist()
            ):
                raise _DocumentError("an encrypted Word file; save it without its password")
            parts = [_TEXT, *(name for name in _NOTES if name in names)]
            styles = _styles(package) if "word/styles.xml" in names else {}
            paragraphs = [
                each for part in parts for each in _paragraphs(_part(package, part), styles)
            ]
            core = _part(package, "docProps/core.xml") if "docProps/core.xml" in names else b""
            return paragraphs, _properties(core)
    except _DocumentError:
        raise
    except _PROBLEMS as err:
        told = " ".join(str(err).lower().split())[:150]
        raise _DocumentError(f"a damaged Word file: {told}") from err


def _part(package: ZipFile, name: str) -> bytes:
    """Return one file of the package; what counts is its real size."""
    if package.getinfo(name).compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _DocumentError("a Word file packed in a way that Word does not use")
    with package.open(name) as file:
        content = file.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise _DocumentError(f"its {name} is larger than {LARGEST_PART >> 20} MB when unpacked")
    return content


def _events(content: bytes) -> Iterator[tuple[str, "_Element", str]]:
    """Yield the starts and ends of elements with their names, and forget what was read."""
    from lxml.etree import XMLSyntaxError, iterparse

    walk = iterparse(
        BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in walk:
            yield event, element, _local(str(element.tag))
    except XMLSyntaxError as err:
        raise _DocumentError(
            f"a damaged Word file: {' '.join(str(err).lower().split())[:150]}"
        ) from err


def _local(tag: str) -> str:
    return tag.removeprefix(_WORD).removeprefix(_STRICT)


def _paragraphs(content: bytes, styles: Mapping[str, str]) -> Iterator[_Paragraph]:
    """Yield the paragraphs that hold letters; those of a text box stand before the one around."""
    opened: list[_Open] = []
    unseen = 0  # depth of what is not seen
    for event, element, name in _events(content):
        if event == "start":
            unseen += name in _UNSEEN
            if name == "p":
                opened.append(_Open())
            elif opened and not unseen:
                opened[-1].begin(name, element)
            continue
        unseen -= name in _UNSEEN
        if opened and not unseen:
            opened[-1].end(name, element)
        if name == "p":
            done = opened.pop()
            text = clean_characters("".join(done.pieces))
            for line in filter(str.strip, text.split("\n")):
                yield _Paragraph(" ".join(line.split()), styles.get(done.style, done.style).lower())
        if name in ("p", "r"):
            _forget(element)


def _forget(element: "_Element") -> None:
    """Free an element and those before it; a book would fill the memory."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


class _Open:
    """A paragraph that is being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.style = ""
        self._is_hidden = False

    def begin(self, name: str, element: "_Element") -> None:
        """Take what the start of an element tells."""
        if name == "r":
            self._is_hidden = False
        elif name == "vanish":
            self._is_hidden = _value(element) not in _OFF
        elif name == "pStyle":
            self.style = _value(element)

    def end(self, name: str, element: "_Element") -> None:
        """Take the text of an element, once it is whole."""
        if self._is_hidden:
            return
        if name == "t":
            self.pieces.append(element.text or "")
        elif name in _SIGNS:
            self.pieces.append(_SIGNS[name])


def _value(element: "_Element") -> str:
    return str(element.get(f"{_WORD}val") or element.get(f"{_STRICT}val") or "")


def _styles(package: ZipFile) -> dict[str, str]:
    """Return the names of styles by their ids, which differ from language to language."""
    found: dict[str, str] = {}
    style = ""
    for event, element, name in _events(_part(package, "word/styles.xml")):
        if event == "start" and name == "style":
            style = str(element.get(f"{_WORD}styleId") or element.get(f"{_STRICT}styleId") or "")
        elif event == "start" and name == "name" and style:
            found.setdefault(style, _value(element))
    return found


def _properties(core: bytes) -> dict[str, str]:
    """Return title, creator, language and dates of the file's properties."""
    found: dict[str, str] = {}
    for event, element, name in _events(core) if core else ():
        if event == "end" and element.text:
            found.setdefault(name.rpartition("}")[2], " ".join(element.text[:500].split()))
    return found


def _saved(properties: Mapping[str, str]) -> datetime | None:
    """Return when the file was last saved; it was made when its template was, years ago."""
    for name in ("modified", "created"):
        try:
            return datetime.fromisoformat(properties.get(name, ""))
        except ValueError:
            continue
    return None


def _is_title(paragraph: _Paragraph) -> bool:
    return paragraph.style in ("title", "heading 1", "heading1")
