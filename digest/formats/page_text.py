"""The text of a page's article: the blocks of the page that belong to it, each as it stands.

Others say where the article is: an extractor made for that (trafilatura), the
article's own markup (JSON-LD), or plain paragraphs where both fail. One rule:
what is given are the page's own blocks, in its order; what they say is only a
vote, so nothing is reworded, and a heading or a list between two paragraphs of
the article is kept although the extractor passed over it.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise

from digest.formats.markup import Tree
from digest.formats.page_blocks import HEADINGS, Block, read_blocks
from digest.formats.page_residue import leads_away, without_tail
from digest.paragraphs import join_broken

LARGEST_TREE = 40_000  # elements that the extractor is given; articles have 1,000 to 10,000
SHORTEST_FOUND = 25  # letters of a block that is known again anywhere in a text
FAR = 600  # letters of the text from one short block to the next
ENOUGH = 0.9  # share of what was voted for that the article's own element holds
BESIDE_LEAST = 0.25  # share from which an element is no aside, whatever it is called
MOST_STREAMED = 500  # parts of a page that are put in their places
MOST_LINKED = 0.4  # share of a paragraph that may be links
SHORTEST_PLAIN = 60  # characters of a paragraph that counts as prose
FEWEST_PLAIN = 1_000  # characters of prose that a page must have, to overrule the extractor
OVERRULED = 0.4  # share of the page's prose that the extractor found, below which it failed
AGREED = 0.6  # share of a text in the article's own markup that must stand on the page
FARTHEST_HEADLINE = 25  # blocks between a headline and the text
LEAST_LEAD, LONGEST_LEAD = 60, 500  # characters of a line that sums the article up
MOST_LEADS = 3  # such lines; more are a list of other headlines
SHORTEST_REPEAT = 40  # letters of a paragraph that is given once
# How much of a block may be links, to be kept between blocks of the article.
_MOST_LINKED = {
    **dict.fromkeys(HEADINGS, 0.6),
    **dict.fromkeys(("p", "blockquote", "pre", "dd", "dt"), 0.4),
    "li": 0.5,
    **dict.fromkeys(("tr", "address"), 0.3),
}
_LEADS = frozenset(("p", "h2", "h3", "div", "li"))
_PROSE = frozenset(("p", "li", "blockquote"))
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article's text, its blocks divided by an empty line, and where it was found."""

    text: str
    place: str = ""


def extract_text(tree: Tree, bodies: Sequence[str], *, is_news: bool = False) -> Extracted:
    """Return the text of the page's article; ``bodies`` are what its markup gives as the text.

    Of news, the lines that sum it up below the headline are part of the text.
    The tree is changed: scripts and the like are taken out.
    """
    _place_streamed(tree)
    size = _without_scripts(tree)
    blocks = _without_frames(read_blocks(tree))
    keys = tuple(_letters(block.text) for block in blocks)
    found = _extracted(tree) if size <= LARGEST_TREE else ""
    votes, place = _vote(keys, found), "extractor"
    if not any(votes) or _is_poor(votes, blocks):
        votes, place = _plain_votes(blocks), "paragraphs"
    body = max(bodies, key=len, default="")
    told = _vote(keys, body)
    if _is_fragment(votes, told, keys, body):
        votes, place = told, "json-ld articleBody"
    elif _stands_elsewhere(votes, told, keys, body):
        return Extracted(body, "json-ld articleBody alone")
    lines = [blocks[number].text for number in _choose(blocks, keys, votes, is_news=is_news)]
    return Extracted("\n\n".join(lines) if lines else found, place)


def _plain_votes(blocks: Sequence[Block]) -> list[bool]:
    """Return votes for all prose, for all paragraphs where none is long."""
    prose = [_is_prose(block) for block in blocks]
    return prose if any(prose) else [_is_paragraph(block) for block in blocks]


def _is_fragment(
    votes: Sequence[bool], told: Sequence[bool], keys: Sequence[str], body: str
) -> bool:
    """Tell whether most of the text in the markup stands on the page, and was not found there."""
    whole = len(_letters(body))
    missing = [new and not old for new, old in zip(told, votes, strict=True)]
    return _sum(keys, told) >= AGREED * whole > 0 and _sum(keys, missing) > (1 - AGREED) * whole


def _stands_elsewhere(
    votes: Sequence[bool], told: Sequence[bool], keys: Sequence[str], body: str
) -> bool:
    """Tell whether the text in the markup is not on the page, where little else was found."""
    whole = len(_letters(body))
    return _sum(keys, told) < (1 - AGREED) * whole and _sum(keys, votes) < AGREED * whole


def _sum(keys: Sequence[str], votes: Sequence[bool]) -> int:
    return sum(len(key) for key, vote in zip(keys, votes, strict=True) if vote)


def _place_streamed(tree: Tree) -> None:
    """Put parts of a page that were sent late where its script would put them.

    React sends them hidden at the end ("S:1"), each for a place that it left ("B:1").
    """
    for late in tree.xpath("//div[@hidden][starts-with(@id, 'S:')]")[:MOST_STREAMED]:
        places = tree.xpath("//template[@id=$id]", id="B:" + late.get("id")[2:])
        late.attrib.pop("hidden")
        if places and late not in places[0].iterancestors():
            places[0].addnext(late)


def _without_frames(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Take what holds half of the page's prose for no aside, whatever it is called.

    A navigation bar that is never closed holds all that follows it.
    """
    held: Counter[Tree] = Counter()
    whole = 0
    for block in blocks:
        if _is_long(block):
            whole += len(block.text)
            for element in (*block.residue, *block.beside):
                held[element] += len(block.text)
    frames = {element for element, length in held.items() if 2 * length >= whole}
    return tuple(_outside(block, frames) for block in blocks) if frames else blocks


def _outside(block: Block, frames: set[Tree]) -> Block:
    residue = tuple(element for element in block.residue if element not in frames)
    beside = tuple(element for element in block.beside if element not in frames)
    return replace(block, residue=residue, beside=beside)


def _without_scripts(tree: Tree) -> int:
    """Take out what shows nothing, and return how many elements are left."""
    for element in list(tree.iter("head", "script", "style", "svg", "noscript", "template")):
        if element.getparent() is not None:
            element.drop_tree()
    return sum(1 for _ in tree.iter())


def _extracted(tree: Tree) -> str:
    from trafilatura import bare_extraction

    # It tells of every page that it finds little in; we look at what it gives.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document = bare_extraction(tree, include_comments=False, with_metadata=False)
    return str(getattr(document, "text", "") or "")


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _vote(keys: Sequence[str], text: str) -> list[bool]:
    """Tell of each block whether it stands in the text, which has the same order."""
    lines = list(filter(None, map(_letters, text.split("\n"))))
    left = Counter(lines)
    whole = "".join(lines)
    votes = [False] * len(keys)
    used: set[str] = set()
    at = 0
    for number, key in enumerate(keys):
        place = _place(key, whole, at, known=left[key] > 0, repeated=key in used)
        if key and place >= 0:
            votes[number] = True
            at = place + len(key)
            used.add(key)
            left[key] -= 1
    return votes


def _place(key: str, whole: str, at: int, *, known: bool, repeated: bool) -> int:
    """Return where a block stands in the text, looked for from ``at`` on; -1 for nowhere."""
    if whole.startswith(key, at):
        return at
    if len(key) >= SHORTEST_FOUND:
        place = whole.find(key, at)
        return whole.find(key) if place < 0 and not repeated else place
    return whole.find(key, at, at + FAR) if known else -1


def _is_poor(votes: Sequence[bool], blocks: Sequence[Block]) -> bool:
    """Tell whether the extractor passed over most of the page's prose."""
    prose = [number for number, block in enumerate(blocks) if _is_prose(block)]
    whole = sum(len(blocks[number].text) for number in prose)
    if whole < FEWEST_PLAIN:
        return False
    found = sum(len(blocks[number].text) for number in prose if votes[number])
    return found < OVERRULED * whole and not _holds_several(blocks, prose)


def _is_prose(block: Block) -> bool:
    return _is_long(block) and not block.residue and not block.beside


def _is_long(block: Block) -> bool:
    is_text = block.element.tag in _PROSE and len(block.text) >= SHORTEST_PLAIN
    return is_text and block.linked < MOST_LINKED * len(block.text)


def _is_paragraph(block: Block) -> bool:
    is_own = not block.residue and not block.beside
    is_text = block.element.tag in _PROSE or block.element.tag == "pre"
    return is_own and is_text and block.linked < MOST_LINKED * len(block.text)


def _holds_several(blocks: Sequence[Block], prose: Sequence[int]) -> bool:
    """Tell whether a page's prose is that of several articles, one below the other."""
    lengths: Counter[Tree] = Counter()
    for number in prose:
        article = next(blocks[number].element.iterancestors("article"), None)
        if article is not None:
            lengths[article] += len(blocks[number].text)
    return sum(1 for length in lengths.values() if length >= FEWEST_PLAIN) > 1


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where on a page the votes fall: characters voted for below each element.

    ``inner`` are the blocks of the smallest element that holds nearly all of them.
    """

    weights: dict[Tree, int]
    whole: int
    inner: set[Tree]

    def is_residue(self, block: Block) -> bool:
        if any(self.is_aside(element) for element in block.residue):
            return True
        return leads_away(block)

    def is_beside(self, block: Block) -> bool:
        return self.is_residue(block) or any(self.is_aside(element) for element in block.beside)

    def is_aside(self, element: Tree) -> bool:
        """Tell whether an element called so holds too little of the text to be its frame."""
        return self.weights.get(element, 0) < BESIDE_LEAST * self.whole


def _choose(
    blocks: Sequence[Block], keys: Sequence[str], votes: Sequence[bool], *, is_news: bool
) -> list[int]:
    """Return the numbers of the blocks that make the article."""
    ground = _ground(blocks, votes)
    sure = [
        number
        for number, vote in enumerate(votes)
        if vote and not ground.is_residue(blocks[number])
    ]
    inside = [number for number in sure if blocks[number].element in ground.inner]
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    between = {
        number
        for number in range(first, last)
        if not votes[number]
        and blocks[number].element in ground.inner
        and _fits(blocks[number])
        and not ground.is_beside(blocks[number])
    }
    lead = _lead(blocks, ground, first) if inside and is_news else ()
    chosen = _once(keys, sorted({*lead, *between, *sure}))
    chosen = list(dropwhile(lambda number: _is_headline(blocks[number]), chosen))
    return list(_apart(blocks, without_tail(blocks, chosen)))


def _apart(blocks: Sequence[Block], numbers: Sequence[int]) -> Iterator[int]:
    """Yield the numbers, with those between where a sentence would run on over what is left out.

    Its halves would be printed as one, and so stand nowhere on the page.
    """
    for number, after in pairwise(numbers):
        yield number
        around = (blocks[number].text, blocks[after].text)
        if after > number + 1 and len(join_broken(around)) == 1:
            yield from range(number + 1, after)
    yield from numbers[-1:]


def _is_headline(block: Block) -> bool:
    return bool(block.element.tag == "h1")


def _lead(blocks: Sequence[Block], ground: _Ground, first: int) -> tuple[int, ...]:
    """Return what stands between the headline and the text: the lines that sum it up."""
    start = max(0, first - FARTHEST_HEADLINE)
    headlines = [number for number in range(start, first) if blocks[number].element.tag == "h1"]
    lead = [
        number
        for number in range(headlines[-1] + 1 if headlines else first, first)
        if LEAST_LEAD <= len(blocks[number].text) <= LONGEST_LEAD
        and blocks[number].linked < 0.2 * len(blocks[number].text)
        and blocks[number].element.tag in _LEADS
        and not ground.is_beside(blocks[number])
    ]
    return tuple(lead) if len(lead) <= MOST_LEADS else ()


def _ground(blocks: Sequence[Block], votes: Sequence[bool]) -> _Ground:
    weights: Counter[Tree] = Counter()
    for block, vote in zip(blocks, votes, strict=True):
        if vote:
            weights[block.element] += len(block.text)
    whole = sum(weights.values())
    for element, weight in tuple(weights.items()):
        for above in element.iterancestors():
            weights[above] += weight
    # What holds so much stands one inside the other; the innermost is no other's parent.
    holding = [element for element, weight in weights.items() if weight >= ENOUGH * whole]
    around = {element.getparent() for element in holding}
    home = next((element for element in holding if element not in around), None)
    return _Ground(weights, whole, set() if home is None else set(home.iter()))


def _fits(block: Block) -> bool:
    """Tell whether a block could be part of an article, by its kind and its links."""
    most = _MOST_LINKED.get(block.element.tag)
    return most is not None and block.linked < most * len(block.text)


def _once(keys: Sequence[str], numbers: Iterable[int]) -> list[int]:
    """Leave out paragraphs that stand on the page again, as for small screens."""
    seen: set[str] = set()
    kept = []
    for number in numbers:
        key = keys[number]
        if len(key) <= SHORTEST_REPEAT or key not in seen:
            kept.append(number)
            seen.add(key)
    return kept
