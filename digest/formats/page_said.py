"""What the markup of a page says of its article, collected once and as it stands.

One rule: this only collects, in the order of the page; whom to believe is
decided in page_facts.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.formats.markup import Tree, text_of_tree
from digest.formats.page_json import Node, article_nodes, page_nodes, plain, read_nodes

MOST_METAS = 500  # meta elements that are read; pages have up to a hundred
MOST_VALUES = 30  # of one name
LONGEST_META = 1_000  # characters of a meta element's content
LONGEST_BYLINE = 200  # characters; a longer element holds more than names
MOST_MARKED = 12  # elements that a page marks as byline or date, of each kind
SHORTEST_HEADING = 3  # characters
LONGEST_DATED = 100  # characters of an element that holds nothing but a date

LONGEST_NAMED = 60  # characters of a line that is a byline by its first word
LONGEST_CLASS = 300  # characters of a class that are looked at
_MARKABLE = (
    "a address aside author cite dd div em h2 h3 h4 h5 h6 li p section small span strong time ul"
).split()
_WRITTEN_BY = re.compile(
    r"(?:by|written by|words by|text by|story by|von|par|por|di|door|av|af|tekst|autor|author)"
    r"(?:\s?[:：]\s?|\s+(?=[^\W\d_a-z])|\s*\Z)",
    re.IGNORECASE,
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[ _-]|__)(?:by-?lines?|authors?|writers?|journalist|reporter|autor(?:e|en|es|a)?|"
    r"auteurs?|forfatter|skribent|redakteur|penulis|yazar)(?:$|[ _-]|__|[nN]ame|[lL]ink|byline)|"
    r"[a-z](?:Byline|Author)(?:s|Name|Link)?(?:$|[ _-])|^(?:author|byline)[A-Z]|data-byline"
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|by|profiles?|auteurs?|autor(?:e|es|en|i)?|journalists?|reporters?|staff|"
    r"redacteurs?|columnists?|writers?|contributors?|people|person|team|skribent|forfatter)/[^/?#]{3,}"
)
_NO_BYLINE_CLASS = re.compile(
    r"bio|about|box|social|image|avatar|photo|related|comment|share|follow|desc|date", re.IGNORECASE
)
_DATE_CLASS = re.compile(
    r"(?:^|[ _-]|__)(?:date|datum|fecha|data|time|timestamp|published|pubdate|datetime|posted|"
    r"publish(?:ed)?-?(?:date|time|on)|"
    r"(?:article|post|entry|news|story)-?_?(?:date|time|meta))(?:$|[ _-])|"
    r"(?:publish|pub|article|post)(?:ed)?_?(?:Date|Time)|[a-z]Timestamp"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The statements of one page, each kind in the page's order.

    ``metas`` are by name in lower case. ``times`` pairs the machine's form of a date with
    the name of what marks it; ``dated`` are visible lines that should be dates, ``near`` the
    texts that follow the headline.
    """

    articles: tuple[Node, ...] = ()
    pages: tuple[Node, ...] = ()
    nodes: tuple[Node, ...] = ()
    metas: Mapping[str, tuple[str, ...]]
    page_title: str = ""
    headings: tuple[str, ...] = ()
    marked_title: str = ""
    canonical: str = ""
    language: str = ""
    times: tuple[tuple[str, str], ...] = ()
    dated: tuple[str, ...] = ()
    marked_authors: tuple[tuple[str, ...], ...] = ()
    bylines: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield the contents of the meta elements of these names, each with its name."""
        for name in names:
            for value in self.metas.get(name, ()):
                yield name, value


def read_said(tree: Tree) -> Said:
    """Return what the markup says of the page's article."""
    root = tree.getroottree().getroot()
    nodes = read_nodes([script.text or "" for script in root.iter("script") if _is_json_ld(script)])
    marked = _marked(root)
    title = next((one for one in root.iter("title") if not _is_drawing(one)), None)
    return Said(
        articles=article_nodes(nodes),
        pages=page_nodes(nodes),
        nodes=nodes,
        metas=_metas(root),
        page_title="" if title is None else plain(title.text_content()),
        headings=tuple(_headings(root)),
        marked_title=next(_marked_titles(root), ""),
        canonical=next(_canonicals(root), ""),
        language=_language(root),
        times=tuple(_times(root)),
        dated=tuple(dict.fromkeys(_dated(marked.dates))),
        marked_authors=_marked_authors(marked.authors),
        bylines=tuple(dict.fromkeys((*_bylines(marked.bylines), *_lines_by(marked.named)))),
        near=tuple(_near(root)),
    )


def line_of(element: Tree) -> str:
    """Return what an element shows, on one line with commas between its blocks."""
    return ", ".join(line.strip(" ,") for line in text_of_tree(element).split("\n"))


def _is_json_ld(script: Tree) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _is_drawing(title: Tree) -> bool:
    above = title.getparent()
    return above is not None and above.tag in ("svg", "symbol", "g", "path")


def _metas(root: Tree) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for number, meta in enumerate(root.iter("meta")):
        if number >= MOST_METAS:
            break
        content = plain(meta.get("content") or "", longest=LONGEST_META)
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            if name and content and len(found.setdefault(name, [])) < MOST_VALUES:
                found[name].append(content)
    return {name: tuple(values) for name, values in found.items()}


def _headings(root: Tree) -> Iterator[str]:
    for number, heading in enumerate(root.iter("h1")):
        if number >= MOST_MARKED:
            return
        text = plain(" ".join(text_of_tree(heading).split("\n")))
        if len(text) >= SHORTEST_HEADING:
            yield text


def _marked_titles(root: Tree) -> Iterator[str]:
    for element in root.xpath("(//*[@itemprop='headline'][not(self::meta)])[position()<4]"):
        text = plain(text_of_tree(element))
        if text:
            yield text


def _canonicals(root: Tree) -> Iterator[str]:
    for number, link in enumerate(root.iter("link")):
        if number >= MOST_METAS:
            return
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            yield link.get("href").strip()


def _language(root: Tree) -> str:
    for element in (root, root.find("body")):
        if element is not None:
            found = element.get("lang") or element.get("xml:lang") or ""
            if found.strip():
                return str(found).strip()
    return ""


def _times(root: Tree) -> Iterator[tuple[str, str]]:
    marked = "(//*[@itemprop='datePublished'][not(self::meta)])[position()<4]"
    for element in root.xpath(marked):
        yield element.get("datetime") or element.get("content") or "", "itemprop datePublished"
    for number, element in enumerate(root.iter("time")):
        if number >= MOST_MARKED:
            return
        about = " ".join((element.get("itemprop") or "", element.get("class") or "")).lower()
        if "modif" in about or "updat" in about or _is_update(element):
            continue
        is_sure = element.get("pubdate") is not None or "publish" in about
        said = element.get("datetime") or plain(element.text_content(), longest=LONGEST_DATED)
        yield said, "time pubdate" if is_sure else "time"


def _is_update(element: Tree) -> bool:
    """Tell whether the words before a date say that it is that of a change."""
    parent, before = element.getparent(), element.getprevious()
    said = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return any(word in said[-60:].lower() for word in ("updated", "modified", "aktualisiert"))


def _dated(marked: Sequence[Tree]) -> Iterator[str]:
    for element in marked:
        if len("".join(element.itertext())) <= LONGEST_BYLINE:
            for line in text_of_tree(element).split("\n"):
                if 6 <= len(line) <= LONGEST_DATED and any(letter.isdigit() for letter in line):
                    yield line


def _marked_authors(marked: Sequence[Tree]) -> tuple[tuple[str, ...], ...]:
    """Return the authors that attributes or the addresses of links mark, those of a byline each.

    Further down a page name the authors of articles that it recommends.
    """
    bylines: dict[Tree, dict[str, None]] = {}
    for element in marked:
        named = element.xpath("(.//*[@itemprop='name'])[1]")
        target = named[0] if named else element
        text = target.get("content") or line_of(target)
        if text and len(text) <= LONGEST_BYLINE:
            bylines.setdefault(_above(element), {})[text] = None
    return tuple(tuple(byline) for byline in bylines.values())


def _above(element: Tree) -> Tree:
    parent = element.getparent()
    around = parent.getparent() if parent is not None else None
    return element if around is None else around


def _bylines(marked: Sequence[Tree]) -> Iterator[str]:
    for element in marked:
        if len("".join(element.itertext())) <= 4 * LONGEST_BYLINE:
            text = line_of(element)
            if text and len(text) <= LONGEST_BYLINE:
                yield text


def _lines_by(named: Sequence[Tree]) -> Iterator[str]:
    for element in named:
        line = line_of(element)
        if len(line) <= LONGEST_NAMED:
            yield line


@dataclass(frozen=True, slots=True)
class _Marked:
    """The first elements that their attributes mark as author, byline or date.

    ``named`` begin with words such as "Written by".
    """

    authors: list[Tree]
    bylines: list[Tree]
    dates: list[Tree]
    named: list[Tree]


def _marked(root: Tree) -> _Marked:
    found = _Marked([], [], [], [])
    told: dict[str, tuple[bool, bool]] = {}  # the classes of a page repeat themselves
    for element in root.iter(*_MARKABLE):
        begins = (element.text or "")[:40].lstrip()
        if begins and len(found.named) < MOST_MARKED and _WRITTEN_BY.match(begins):
            found.named.append(element)
        attributes = element.attrib
        if not attributes:
            continue
        if len(found.authors) < MOST_MARKED and _is_marked_author(element, attributes):
            found.authors.append(element)
        named = f"{attributes.get('class', '')} {attributes.get('id', '')}".strip()
        if named not in told:
            told[named] = _told_by(named[:LONGEST_CLASS])
        is_byline, is_date = told[named]
        if is_byline and len(found.bylines) < MOST_MARKED:
            found.bylines.append(element)
        if is_date and len(found.dates) < MOST_MARKED:
            found.dates.append(element)
    return found


def _told_by(named: str) -> tuple[bool, bool]:
    is_byline = bool(_BYLINE_CLASS.search(named)) and not _NO_BYLINE_CLASS.search(named)
    return is_byline, bool(_DATE_CLASS.search(named))


def _is_marked_author(element: Tree, attributes: Mapping[str, str]) -> bool:
    if attributes.get("rel") == "author" or attributes.get("property") == "author":
        return True
    if attributes.get("itemprop") in ("author", "creator"):
        return True
    return element.tag == "a" and bool(
        _AUTHOR_PAGE.search(attributes.get("href", "")[:LONGEST_META])
    )


def _near(root: Tree) -> Iterator[str]:
    """Yield the first texts below the last main heading, where date and byline stand."""
    headings = root.xpath("(//h1)[position()<13]")
    if not headings:
        return
    pattern = (
        "(following::text()[not(parent::script or parent::style or parent::noscript)]"
        "[normalize-space()])[position()<31]"
    )
    for text in headings[-1].xpath(pattern):
        line = " ".join(text.split())
        if len(line) <= LONGEST_DATED:
            yield line
