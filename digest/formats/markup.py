"""Markup into what a reader sees of it.

One rule: nothing is executed, loaded or resolved; the tree gives its text and
nothing else. What browsers do not show (scripts, styles, comments) is left out.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # lxml takes 20 ms to import, and plain text needs none of it
    from lxml.html import HtmlElement

Tree: TypeAlias = "HtmlElement"

UNSEEN = frozenset(
    ["script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object"]
)
BLOCKS = frozenset(
    (
        "address article aside blockquote body caption center dd details dialog div dl dt "
        "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main "
        "menu nav ol option p pre section select summary table tbody td tfoot th thead tr ul"
    ).split()
)
LARGEST_TAG = 8192  # characters; a longer one is looked at closely
MOST_ATTRIBUTES = 500  # of one tag; a parser of HTML takes their square
# A quotation mark counts behind "=" alone: an apostrophe in a script would pair with one far
# below, over half of the page.
_TAG = re.compile(r"<[A-Za-z](?:[^<>\"'=]++|=[ \t\r\n]*+(?:\"[^\"]*+\"|'[^']*+')?+)*+")
_SPACES = re.compile(r" [ \t\r\n\f]+|[\t\r\n\f][ \t\r\n\f]*")  # but for one blank, which stays
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # that XML has no place for


def parse_markup(markup: str) -> "Tree | None":
    """Return the tree of a page or of a piece of one, None where it holds no element or text."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    # Bytes in, as lxml refuses text that declares an encoding of its own.
    plain = _CONTROLS.sub(" ", harmless(markup)).encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(plain, parser=parser)
    except (ParserError, AssertionError):  # nothing but blanks or comments
        return None


def text_of_markup(markup: str) -> str:
    """Return the text of a page or a piece of one, a line for each block."""
    tree = parse_markup(markup)
    return "" if tree is None else text_of_tree(tree)


def text_of_tree(tree: "Tree") -> str:
    """Return the text below an element, a line for each block, blanks inside it single."""
    lines = (_SPACES.sub(" ", line).strip(" ") for line in "".join(_pieces(tree)).split("\n"))
    return "\n".join(line for line in lines if line)


def harmless(markup: str) -> str:
    """Return markup without tags of thousands of attributes, which parsers choke on."""
    return markup if len(markup) < LARGEST_TAG else _TAG.sub(_shortened, markup)


def _shortened(tag: re.Match[str]) -> str:
    is_long = len(tag[0]) > LARGEST_TAG and tag[0].count("=") > MOST_ATTRIBUTES
    return "<span" if is_long else tag[0]


def _pieces(tree: "Tree") -> Iterator[str]:
    """Yield the texts in reading order with a line feed at each edge of a block."""
    from lxml.etree import iterwalk

    unseen = 0  # depth of elements that show nothing
    for event, element in iterwalk(tree, events=("start", "end")):
        name = element.tag
        if event == "start":
            unseen += name in UNSEEN
            if not unseen:
                yield "\n" if name in BLOCKS or name == "br" else ""
                yield _SPACES.sub(" ", element.text or "")
            continue
        if not unseen and name in BLOCKS:
            yield "\n"
        unseen -= name in UNSEEN
        if not unseen and element is not tree:
            yield _SPACES.sub(" ", element.tail or "")
