"""The headline of a page's article: a vote among all that the page gives as a title.

One rule: what several places say wins over what one says; the site's own name
is no part of a headline.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from digest.formats.page_json import Node, is_news, texts
from digest.formats.page_said import Said
from digest.words import words

ALIKE = 0.8  # share of words in common, of two forms of one headline
RELATED = 0.45  # share of words in common, of two headlines for one article
LONGEST_TITLE = 300  # characters
LONGEST_WORD = 20  # letters; in Chinese, Japanese and Thai a clause is one run of them
SHORTEST_SITE = 4  # letters of a site's name by which a longer form of it is known

Vote = tuple[str, str, float]  # what is said, where, and how much it counts

_TITLE_METAS = (
    *("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title"),
    *("dcterms.title", "citation_title", "headline", "title", "cxenseparse:title"),
)
_SITE_JOINT = re.compile(  # in a title whose blanks are single
    r" ?[|｜] ?| [•·»—–] ?| -{1,3} | ::? | ?： ?|--|__|_(?=[^_]{2,20}\Z)"
)
_SITE_WORDS = re.compile(r"[^\W_]+")


def find_title(said: Said, node: Node, sites: Sequence[str]) -> tuple[str, str]:
    """Return the headline and where it stands, both "" where nothing names the article."""
    votes = [
        (_without_site(title, sites), place, weight) for title, place, weight in _titles(said, node)
    ]
    own = {_key(site) for site in sites}
    votes = [vote for vote in votes if vote[0] and _key(vote[0]) not in own]
    if not votes:
        return "", ""
    scores = [
        sum(weight for other, _, weight in votes if likeness(title, other) >= ALIKE)
        for title, _, _ in votes
    ]
    best = scores.index(max(scores))  # the first of equals, as the votes come in order of trust
    title = _core(votes[best][0], [other for other, _, _ in votes])
    places = [place for other, place, _ in votes if likeness(title, other) >= ALIKE]
    return title[:LONGEST_TITLE], ", ".join(dict.fromkeys(places))


def _core(title: str, others: Sequence[str]) -> str:
    """Return what stands in a title and is a title elsewhere: some hold the date or the byline."""
    inside = [
        other
        for other in others
        if other in title and len(other) < len(title) <= 2 * len(other) and " " in other
    ]
    return max(inside, key=len, default=title)


def _main_heading(said: Said, node: Node) -> tuple[str, float]:
    """Return the main heading that names the article, and how much it counts.

    A page may set its own name, or a call to buy, as a main heading. News writes the
    headline into its markup as it is printed; elsewhere that is cut for search engines.
    """
    others = [said.page_title, *(value for _, value in said.meta("og:title"))]
    others += texts(node.get("headline"))[:1]
    best, most = "", 0.0
    for heading in said.headings:
        likest = max((likeness(heading, other) for other in others if other), default=0.0)
        if likest > most:
            best, most = heading, likest
    if not best:
        return (said.headings[0], 1.0) if len(said.headings) == 1 else ("", 0.0)
    return best, 1.5 if is_news((node,)) or most < RELATED else 5.0


def _titles(said: Said, node: Node) -> Iterator[Vote]:
    heading, weight = _main_heading(said, node)
    if heading:
        yield heading, "h1", weight
    for title in texts(node.get("headline"))[:1]:
        yield title, "json-ld headline", 1.4
    if said.marked_title:
        yield said.marked_title, "itemprop headline", 1.2
    seen: set[str] = set()
    for place, title in said.meta(*_TITLE_METAS):
        if place not in seen:
            seen.add(place)
            yield title, place, 1.3 if place == "og:title" else 0.6
    if said.page_title:
        yield said.page_title, "title", 1.0
    for title in texts(node.get("name"))[:1]:
        yield title, "json-ld name", 0.4


def _without_site(title: str, sites: Sequence[str]) -> str:
    """Return a title without the name of the site at its end or beginning."""
    plain = title.strip()
    for _ in range(3):  # "Headline - Politics - The Courier"
        joints = list(_SITE_JOINT.finditer(plain))
        if not joints:
            break
        last, first = joints[-1], joints[0]
        if _is_site(plain[last.end() :], sites):
            plain = plain[: last.start()].strip()
        elif _is_site(plain[: first.start()], sites):
            plain = plain[first.end() :].strip()
        else:
            break
    return plain


def _is_site(name: str, sites: Sequence[str]) -> bool:
    key = _key(name)
    return bool(key) and any(_names(key, site) for site in map(_key, sites) if site)


def _names(key: str, site: str) -> bool:
    """Tell whether a name is the site's, or another form of it ("The Courier Online")."""
    if key == site or (site.startswith(key) and 2 * len(key) >= len(site)):
        return True
    return len(site) > SHORTEST_SITE and site in key and len(key) <= 2 * len(site)


def before_joint(name: str) -> str:
    """Return a name up to the first sign that divides titles ("The Courier | Latest news")."""
    return _SITE_JOINT.split(name.strip(), maxsplit=1)[0].strip()


def likeness(left: str, right: str) -> float:
    """Return how much of two headlines is the same words, from 0 to 1."""
    mine, its = Counter(_words(left)), Counter(_words(right))
    whole = mine.total() + its.total()
    return 2 * (mine & its).total() / whole if whole else 0.0


def _words(title: str) -> tuple[str, ...]:
    """Return the words of a headline, its signs where it is written without blanks."""
    found = words(title)
    if not title.isascii() and any(len(word) > LONGEST_WORD for word in found):
        return tuple("".join(found))
    return found


def _key(name: str) -> str:
    return "".join(_SITE_WORDS.findall(name.casefold())).removeprefix("the")
