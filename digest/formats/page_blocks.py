"""A page as the blocks of text that a reader sees, each with what its markup says of it.

One rule: words are taken as they stand, blanks inside a block single; nothing
is judged here but by what elements are named. One pass, linear in the page.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.formats.markup import BLOCKS, Tree

LONGEST_CLASS = 300  # characters of a class or id that are looked at
DEEPEST = 20  # elements beside the article, one inside the other, that are told apart
MOST_CELLS = 30  # of a row that is given as one line
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SKIPPED = frozenset(
    (
        "script style noscript template head title svg math iframe object embed button select "
        "option textarea input video audio canvas dialog map datalist meter progress"
    ).split()
)
_ASIDE = frozenset("nav footer aside menu".split())
_CAPTIONS = frozenset(("figcaption", "caption"))
_FRAMES = frozenset("html body main".split())
_PLAIN_CELL = frozenset(
    "a abbr b br cite code em font i img mark q s small span strong sub sup time td th u".split()
)
# What elements beside an article are called, and nothing in it; parts of words only where
# no other word holds them. They are looked for in lower case.
_RESIDUE = re.compile(
    r"related(?!-?(?:article-)?(?:body|content-?wrap))|recirc|newsletter|sign-?up|subscribe|"
    r"promo(?:$|[\s_-]|ted|tion|box|block)|sponsor|advert|(?:^|[\s_-])ads?(?:$|[\s_-])|taboola|"
    r"outbrain|share-|sharing|(?:^|[\s_-])share(?:$|[\s_])|follow-?us|most-?(?:read|popular|viewed)|"
    r"trending|recommended|recommendations|read-?(?:next|also)|more-(?:stories|news|from|on)|"
    r"also-?(?:read|like)|up-?next|next-?(?:article|story|up)|latest-(?:news|stories|articles)|"
    r"disqus|(?:^|[\s_-])comments?(?:$|[\s_-])|comments-?(?:area|list|section)|breadcrumb|cookie|"
    r"consent|gdpr|author-?(?:bio|box|info|card|about|desc)|about-?(?:the-?)?author|"
    r"(?:^|[\s_-])bio(?:$|[\s_-])|byline|(?:article|post|entry|story)-?_?(?:tags|tools|actions|nav)|"
    r"(?:^|[\s_-])tags(?:$|[\s_-])|tag-?list|photo-?credit|image-?credit|"
    r"screen-reader|sr-only|visually-?hidden|pagination|(?:image|photo|img|media|wp)-?_?caption|"
    r"(?:^|[\s_-])cta(?:$|[\s_-])|call-to-action|donat(?:e|ion)|feedback|survey"
)
_BESIDE = re.compile(
    r"side-?bar|social|teaser|comment|widget|banner|(?:article|post|entry|story)-?_?(?:meta|info|"
    r"footer)|topics?-list|keywords|(?:^|[\s_-])credits?(?:$|[\s_-])|caption|toc(?:$|[\s_-])|"
    r"table-of-contents|jump-?links?|skip-?link|menu|navbar|navigation|modal|overlay|footer|"
    r"noprint|popup|rating|poll(?:$|[\s_-])|log-?in|register-|listen|audio|video|recommend|read-?more|"
    r"see-?also|tag(?:$|[\s_-])|promo|subscri|share|carousel|slider"
)
# No others: a no-break space may be half of a letter that was decoded twice.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINE = re.compile(r"\n[ \t\r]{0,99}\n")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_ROLES = frozenset(
    "navigation complementary contentinfo banner search dialog alertdialog menu menubar toolbar "
    "tablist doc-footnote alert".split()
)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that is one line of the page.

    ``element`` is the block element that holds it, ``linked`` counts its characters inside
    links. ``residue`` are the elements around it whose names say that they are no part of an
    article, ``beside`` those that may be none, the outermost first.
    """

    text: str
    element: Tree
    linked: int = 0
    residue: tuple[Tree, ...] = ()
    beside: tuple[Tree, ...] = ()


def read_blocks(root: Tree) -> tuple[Block, ...]:
    """Return the blocks of a page in reading order."""
    return tuple(_Walk(root).blocks)


class _Walk:
    """One way through a tree: the text gathered since the last edge of a block."""

    def __init__(self, root: Tree) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0  # depth of links
        self.homes: list[Tree] = [root]
        self.residue: tuple[Tree, ...] = ()
        self.beside: tuple[Tree, ...] = ()
        self.walk(root)

    def walk(self, root: Tree) -> None:
        from lxml.etree import iterwalk

        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self.leave(element)
                if element is not root:
                    self.add(element.tail)
                continue
            self.enter(element)
            if element.tag in _SKIPPED:
                walk.skip_subtree()
            elif element.tag == "tr" and _is_plain_row(element):
                self.row(element)
                walk.skip_subtree()
            else:
                self.add(element.text)
        self.flush()

    def enter(self, element: Tree) -> None:
        name = element.tag
        if name in BLOCKS or name == "br":
            self.flush()
            if name != "br":
                self.homes.append(element)
        self.links += name == "a"
        kind = self.kind(element)
        if kind:
            self.flush()
        if kind == "residue" and len(self.residue) < DEEPEST:
            self.residue += (element,)
        elif kind == "beside" and len(self.beside) < DEEPEST:
            self.beside += (element,)

    def leave(self, element: Tree) -> None:
        name = element.tag
        if name in BLOCKS:
            self.flush()
            self.homes.pop()
        self.links -= name == "a"
        if self.residue and self.residue[-1] is element:
            self.flush()
            self.residue = self.residue[:-1]
        elif self.beside and self.beside[-1] is element:
            self.flush()
            self.beside = self.beside[:-1]

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def flush(self) -> None:
        if self.pieces:
            home, said = self.homes[-1], "".join(self.pieces)
            # Plain text that is set as it was typed: its empty lines divide paragraphs.
            for part in _EMPTY_LINE.split(said) if home.tag == "pre" else (said,):
                self.block(part, home, self.linked)
            self.pieces = []
            self.linked = 0

    def row(self, row: Tree) -> None:
        cells = (_SPACES.sub(" ", cell.text_content()).strip(" ") for cell in row)
        linked = sum(len(link.text_content()) for link in row.iter("a"))
        self.block(" | ".join(filter(None, cells)), row, linked)

    def block(self, said: str, element: Tree, linked: int) -> None:
        text = _SPACES.sub(" ", said).strip(" ")
        if text:
            linked = min(linked, len(text))
            self.blocks.append(Block(text, element, linked, self.residue, self.beside))

    @staticmethod
    def kind(element: Tree) -> str:
        """Return "residue" or "beside" for what an element's name tells, else ""."""
        if element.tag in _ASIDE or element.tag in _CAPTIONS:
            return "beside" if element.tag in _ASIDE else "residue"
        attributes = element.attrib
        if not attributes or element.tag in _FRAMES:
            return ""
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return "beside"
        style = attributes.get("style")
        if attributes.get("role") in _ROLES or (style and _HIDDEN.search(style[:LONGEST_CLASS])):
            return "beside"
        named = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        return _kind_of(named[:LONGEST_CLASS].lower()) if len(named) > 1 else ""


@lru_cache(maxsize=16_384)  # names repeat themselves, on a page and from one to the next
def _kind_of(named: str) -> str:
    if _RESIDUE.search(named):
        return "residue"
    return "beside" if _BESIDE.search(named) else ""


def _is_plain_row(row: Tree) -> bool:
    """Tell whether a row is data, which is read across, and no frame of the page."""
    cells = list(row)
    if not 1 < len(cells) <= MOST_CELLS:
        return False
    return all(inner.tag in _PLAIN_CELL for cell in cells for inner in cell.iter())
