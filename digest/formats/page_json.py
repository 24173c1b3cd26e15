"""What a page says of itself in JSON-LD, however broken.

One rule: nothing here raises on what a page holds; what cannot be read is as
good as not said. Nodes keep the order of the page, and references between
them ("@id") are resolved one level deep, which is all that authors need.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, TypeAlias

from digest.formats.markup import text_of_markup

LARGEST_SCRIPT = 2_000_000  # characters of JSON-LD that are read of a page
MOST_NODES = 3_000  # a page of news has about thirty
DEEPEST = 12  # levels of nodes inside nodes
LONGEST_BODY = 500_000  # characters of a text that is given in JSON-LD
LONGEST_VALUE = 500  # characters of a name, a headline or an address
MOST_REPAIRS = 3  # passes over a script that does not parse

Node: TypeAlias = dict[str, Any]

# In the order of trust: what is written as news, then as any article, then what may hold one.
_NEWS = re.compile(r"(?:\w{0,20}NewsArticle|LiveBlogPosting)\Z", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:\w{0,30}Article|\w{0,20}BlogPosting|Report|SocialMediaPosting|Review|ImageGallery|"
    r"MediaGallery|Recipe|HowTo|DiscussionForumPosting|Interview|PodcastEpisode)\Z",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:\w{0,20}Page|VideoObject|CreativeWork|\w{0,10}Episode)\Z")
# Below these stand other articles, not this one.
_ELSEWHERE = frozenset(
    "itemListElement relatedLink citation mentions about isPartOf isBasedOn comment review "
    "breadcrumb potentialAction subjectOf recordedIn significantLink associatedMedia hasPart "
    "liveBlogUpdate author publisher creator image video logo".split()
)
_WRAPPING = re.compile(r"\A\s{0,99}(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)")
_UNWRAPPING = re.compile(r"(?:-->|//\]\]>|\]\]>|/\*\]\]>\*/|;)\s{0,99}\Z")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_FIELD = re.compile(
    r'"(headline|datePublished|dateCreated|articleBody|@type)"\s{0,20}:\s{0,20}'
    r'"((?:[^"\\]|\\.){1,200000})"'
)
_AUTHOR = re.compile(
    r'"author"\s{0,20}:[^{}"\]]{0,40}\{[^{}]{0,300}?"name"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.){1,200})"'
)
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")


def read_nodes(scripts: Sequence[str]) -> tuple[Node, ...]:
    """Return the nodes of a page's JSON-LD that may be its article, flat, in the page's order."""
    nodes: list[Node] = []
    left = LARGEST_SCRIPT
    for script in scripts:
        left -= len(script)
        if left >= 0 and len(nodes) < MOST_NODES:
            nodes.extend(_walk(_parsed(script), 0))
    return _resolved(tuple(nodes[:MOST_NODES]))


def article_nodes(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return the nodes that may be the page's article, the surest kind first."""
    return (
        *(node for node in nodes if _is_kind(node, _NEWS)),
        *(node for node in nodes if not _is_kind(node, _NEWS) and _is_kind(node, _ARTICLE)),
    )


def is_news(nodes: Sequence[Node]) -> bool:
    """Tell whether any of the nodes is written as news."""
    return any(_is_kind(node, _NEWS) for node in nodes)


def page_nodes(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return the nodes that speak of the whole page or its main picture or film."""
    return tuple(node for node in nodes if _is_kind(node, _PAGE))


def body_texts(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return the texts of articles as their markup gives them, each a line a paragraph."""
    bodies = (node.get("articleBody") for node in nodes)
    return tuple(_paragraphs(body[:LONGEST_BODY]) for body in bodies if isinstance(body, str))


def _paragraphs(body: str) -> str:
    text = unescape(body) if "&" in body else body
    if _BLOCK_TAG.search(text):
        return text_of_markup(text)
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def kinds(node: Node) -> tuple[str, ...]:
    """Return the types of a node ("NewsArticle"), without the address of their vocabulary."""
    found = node.get("@type")
    given = found if isinstance(found, list) else [found]
    return tuple(one.rsplit("/", 1)[-1].strip() for one in given[:10] if isinstance(one, str))


def texts(value: object, *, key: str = "name") -> tuple[str, ...]:
    """Return the plain texts of a value: a text, a node's ``key``, or a list of either."""
    return tuple(filter(None, _texts(value, key, 0)))


def plain(text: str, *, longest: int = LONGEST_VALUE) -> str:
    """Return a text without entities and tags, blanks single, cut to a sensible length."""
    raw = text[: longest * 4]
    for _ in range(2):  # "&amp;amp;#8217;": escaped by the editor, then by the theme
        if "&" in raw:
            raw = unescape(raw)
    return " ".join(_TAG.sub(" ", raw).split())[:longest]


def _texts(value: object, key: str, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict) and depth < 3:
        yield from _texts(value.get(key), key, depth + 1)
    elif isinstance(value, list) and depth < 3:
        for one in value[:50]:
            yield from _texts(one, key, depth + 1)


def _is_kind(node: Node, pattern: re.Pattern[str]) -> bool:
    return any(pattern.match(kind) for kind in kinds(node))


def _walk(value: object, depth: int) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:MOST_NODES]:
            yield from _walk(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value or "headline" in value:
            yield value
        for key, one in value.items():
            if key not in _ELSEWHERE and isinstance(one, dict | list):
                yield from _walk(one, depth + 1)
            elif key in ("author", "publisher") and isinstance(one, dict) and "@id" in one:
                yield one


def _resolved(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Put what an "@id" stands for in the place of a bare reference to it."""
    named = {node["@id"]: node for node in nodes if _is_name(node) and len(node) > 1}
    return tuple(
        {
            key: _target(value, named) if key in ("author", "publisher", "creator") else value
            for key, value in node.items()
        }
        for node in nodes
    )


def _is_name(node: Node) -> bool:
    return isinstance(node.get("@id"), str) and "name" in node


def _target(value: object, named: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_target(one, named) for one in value[:50]]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _parsed(script: str) -> object:
    """Return what a script holds, as much of it as can be read."""
    bare = _UNWRAPPING.sub("", _WRAPPING.sub("", script)).strip().strip("\ufeff;").strip()
    if not bare:
        return None
    for attempt in (bare, _repaired(bare)):
        try:
            return json.loads(attempt, strict=False)
        except RecursionError:
            return None
        except ValueError:
            continue
    return _several(bare) or _salvaged(bare)


def _repaired(script: str) -> str:
    for _ in range(MOST_REPAIRS):
        fixed = _TRAILING_COMMA.sub("", script)
        if fixed == script:
            break
        script = fixed
    script = _BAD_ESCAPE.sub(r"\\\\", script)
    return unescape(script) if "&quot;" in script[:2000] else script


def _several(script: str) -> list[object]:
    """Return the values of a script that holds several, one after the other."""
    decoder = json.JSONDecoder(strict=False)
    found: list[object] = []
    at = 0
    while at < len(script) and len(found) < 50:
        try:
            value, at = decoder.raw_decode(script, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        while at < len(script) and script[at] in " \t\r\n,;":
            at += 1
    return found


def _salvaged(script: str) -> Node | None:
    """Return the fields that stand legibly in a script that does not parse."""
    found: Node = {}
    for field in _FIELD.finditer(script):
        found.setdefault(field[1], _unquoted(field[2]))
    authors = [{"name": _unquoted(name)} for name in _AUTHOR.findall(script)[:10]]
    if authors:
        found["author"] = authors
    if "headline" in found or "datePublished" in found:
        found["@type"] = "Article"
        return found
    return None


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
