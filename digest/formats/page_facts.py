"""What is known of a page's article: a vote among all that the page says of itself.

One rule: what several places say wins over what one says, and the evidence is
kept. Dates are those of publication; nobody is named as author who cannot be
a person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from urllib.parse import urljoin, urlsplit

from digest.dates import date_in_url, read_date
from digest.formats.facts import Facts
from digest.formats.page_json import Node, kinds, texts
from digest.formats.page_names import read_bodies, read_persons
from digest.formats.page_said import Said
from digest.languages import UNDETERMINED, find_language
from digest.outlets import outlet_of_url
from digest.words import words

ALIKE = 0.8  # share of words in common, of two forms of one headline
RELATED = 0.45  # share of words in common, of two headlines for one article
LONGEST_TITLE = 300  # characters
LONGEST_OUTLET = 60  # characters
SHORTEST_SAMPLE = 200  # characters of a text from which a language can be told

Vote = tuple[str, str, float]  # what is said, where, and how much it counts

_TITLE_METAS = (
    *("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title"),
    *("dcterms.title", "citation_title", "headline", "title", "cxenseparse:title"),
)
_DATE_METAS = (
    *("article:published_time", "article:published", "og:article:published_time"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date"),
    *("citation_date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date"),
    *("dcterms.created", "dc.date.created", "pubdate", "publishdate", "publish-date"),
    *("publish_date", "published_date", "article.published", "published_time", "published_at"),
    *("publication_date", "og:published_time", "og:pubdate", "article_date_original"),
    *("cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate"),
    *("article:post_date", "vr:published_time", "displaydate", "date", "article_publication_date"),
    *("last_updated_date_published", "iso-8601-publish-date", "rnews:datepublished"),
    *("article:publish_date", "ptime", "created", "datecreated", "article:created"),
)
_AUTHOR_METAS = (
    *("author", "article:author", "article:author:name", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "byl", "byline", "citation_author", "cxenseparse:author"),
    *("article_author", "og:article:author", "og:author", "authors", "article:author_name"),
    *("twitter:data1", "dc.contributor", "creator", "rnews:author"),
)
_SITE_JOINT = re.compile(r"\s+[|｜•·»—–]\s*|\s+-+\s+|\s*[|｜]\s*|\s+::?\s+|[-_]{2,}|_(?=[^_]{2,20}\Z)")
_SITE_WORDS = re.compile(r"[^\W_]+")
_DATE_LABEL = re.compile(
    r"(?:first )?(?:published|posted|publicado|publié|veröffentlicht|erstellt|pubblicato|stand|"
    r"опубликовано|gepubliceerd|date|am|on|le|el|il|em|vom|at)\b ?(?:on|am|le|el|il|em|at|den)?"
    r"[:：]? ?",
    re.IGNORECASE,
)
_CHANGE_LABEL = re.compile(r"\A[ :：]{0,3}(?:(?:on|am|le|el|il|em|at)\b ?)?[:：]? ?")
_WEAK = ("marked author", "byline", "below the headline")  # places that may hold no author
_UPDATED = re.compile(
    r"(?:last )?(?:updated|modified|actualizado|mis à jour|aktualisiert|aggiornato|edited|"
    r"обновлено|reviewed|atualizado)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:^|[-_.:])(?:published?|publication|issued?|posted)(?:$|[-_.: ]?(?:date|time|on|at))")
_BY_LINE = re.compile(
    r"(?:by|written by|words by|von|par|por|di|door|av|af|tekst|text|autor|author)(?:[:：] ?| (?=[A-ZÀ-Þ])|\Z)",
    re.IGNORECASE,
)
_PART_DATE = re.compile(r"\s*[|•·]\s*|\s{2,}|, (?=\d+ min)")
_NEIGHBORS = (  # languages that the detector takes for each other
    frozenset(("no", "nb", "nn", "da", "sv")),
    frozenset(("hr", "sr", "bs", "sh", "sl", "mk")),
    frozenset(("id", "ms", "jv", "su", "min")),
    frozenset(("cs", "sk")),
    frozenset(("pt", "gl", "es", "ca", "ast")),
    frozenset(("zh", "yue", "wuu", "ja", "zh-tw")),
    frozenset(("hi", "mr", "ne", "bh", "sa")),
    frozenset(("fa", "ar", "ckb", "ps", "ur", "prs")),
    frozenset(("tl", "fil", "ceb", "war")),
    frozenset(("ru", "uk", "be", "bg", "kk", "ky")),
    frozenset(("af", "nl", "fy", "li", "vls")),
    frozenset(("de", "als", "lb", "nds", "bar", "gsw")),
)


def find_facts(said: Said, *, url: str, text: str) -> Facts:
    """Return the facts of a page's article; ``url`` is where it came from, ``text`` what it says."""
    address, address_place = find_url(said, url)
    node = main_node(said, address)
    outlet, outlet_place = find_outlet(said, node, address)
    sites = site_names(said, node, address)
    title, title_place = find_title(said, node, sites)
    published, date_place = find_date(said, node, address)
    authors, agency, author_place = find_authors(said, node, (outlet, *sites))
    language, language_place = find_page_language(said, node, title=title, text=text)
    evidence = (
        ("title", title_place),
        ("date", date_place),
        ("authors", author_place),
        ("outlet", outlet_place),
        ("url", address_place),
        ("language", language_place),
    )
    return Facts(
        title=title,
        outlet=outlet,
        published=published or None,
        authors=authors,
        url=address,
        language=language,
        agency=agency if agency != outlet else "",
        evidence=tuple(pair for pair in evidence if pair[1]),
    )


def main_node(said: Said, url: str) -> Node:
    """Return the JSON-LD node of the page's own article, an empty one where there is none.

    A page may hold a node for each article that it recommends.
    """
    if len(said.articles) < 2:
        return said.articles[0] if said.articles else {}
    shown = [*said.headings, *(value for _, value in said.meta("og:title")), said.page_title]
    return max(said.articles, key=lambda node: _fit(node, url, shown))  # the first of equals


def _fit(node: Node, url: str, shown: Sequence[str]) -> float:
    addresses = (*texts(node.get("url"), key="@id"), *texts(node.get("mainEntityOfPage"), key="@id"))
    is_here = bool(url) and any(_path(one) == _path(url) for one in addresses)
    headline = next(iter(texts(node.get("headline") or node.get("name"))), "")
    is_shown = max((_likeness(headline, one) for one in shown if one), default=0.0)
    return 2 * is_here + is_shown + 0.5 * ("datePublished" in node) + 0.25 * ("author" in node)


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
        sum(weight for other, _, weight in votes if _likeness(title, other) >= ALIKE)
        for title, _, _ in votes
    ]
    best = scores.index(max(scores))  # the first of equals, as the votes come in order of trust
    title = _core(votes[best][0], [other for other, _, _ in votes])
    places = [place for other, place, _ in votes if _likeness(title, other) >= ALIKE]
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
    best, likeness = "", 0.0
    for heading in said.headings:
        likest = max((_likeness(heading, other) for other in others if other), default=0.0)
        if likest > likeness:
            best, likeness = heading, likest
    if not best:
        return (said.headings[0], 1.0) if len(said.headings) == 1 else ("", 0.0)
    is_news = any(kind.endswith("NewsArticle") for kind in kinds(node))
    return best, 1.5 if is_news or likeness < RELATED else 5.0


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
    return bool(key) and any(key == site or (len(site) > 4 and key in (site, f"the{site}",
        f"{site}com")) or _covers(name, site) for site in map(_key, sites) if site)


def _covers(name: str, site: str) -> bool:
    """Tell whether a name is a longer form of the site's ("The Courier News Online")."""
    key = _key(name)
    return len(site) > 4 and site in key and len(key) <= 2 * len(site)


def site_names(said: Said, node: Node, url: str) -> tuple[str, ...]:
    """Return all that the page calls its site: names, and the host without its ending."""
    host = _host(url)
    labels = [label for label in host.split(".")[:-1] if len(label) > 3 and label != "www"]
    publishers = [name for one in (node, *said.pages) for name in texts(one.get("publisher"))]
    sites = [
        name
        for one in said.nodes
        if one.get("@type") in ("WebSite", "Organization", "NewsMediaOrganization")
        for name in texts(one.get("name"))
    ]
    metas = [
        value.lstrip("@")
        for _, value in said.meta(
            "og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title",
            "dc.publisher", "publisher", "al:android:app_name", "al:ios:app_name", "cre",
        )
    ]
    named = outlet_of_url(url)
    names = (*metas, *publishers, *sites[:5], *labels, host, named)
    return tuple(dict.fromkeys(name for name in names if name and len(name) <= LONGEST_OUTLET))


def find_date(said: Said, node: Node, url: str) -> tuple[str, str]:
    """Return when the article was published, in ISO 8601, and where that stands; "" for unknown."""
    for value, place in chain(
        _stated_dates(said, node), _shown_dates(said, url), _changes(said, node)
    ):
        published = _date(value)
        if published:
            return published, place
    return "", ""


def _stated_dates(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    for one in (node, *said.articles):
        for value in texts(one.get("datePublished"), key="@value"):
            yield value, "json-ld datePublished"
    for place, value in said.meta(*_DATE_METAS):
        yield value, place
    told = {
        value: name for name, values in said.metas.items() if _PUBLISHED.search(name)
        for value in map(_date, values[:1]) if value
    }
    for value in sorted(told)[:1]:
        yield value, told[value]
    for value, place in said.times:
        if place != "time":
            yield value, place
    for one in said.pages:
        for value in texts(one.get("datePublished") or one.get("uploadDate"), key="@value"):
            yield value, "json-ld of the page"
    for value in texts(node.get("dateCreated"), key="@value"):
        yield value, "json-ld dateCreated"


def _shown_dates(said: Said, url: str) -> Iterator[tuple[str, str]]:
    for value, place in said.times[:3]:
        yield value, place
    in_url = date_in_url(url)
    if in_url:
        yield in_url, "address"
    for before, line in pairwise(("", *said.near)):
        if not _UPDATED.match(before):
            for part in _dates_in(line):
                yield part, "below the headline"
    for line in said.dated:
        for part in _dates_in(line):
            yield part, "date line"


def _dates_in(line: str) -> Iterator[str]:
    """Yield the parts of a line that may be a date of publication."""
    if any(letter.isdigit() for letter in line):
        for part in _PART_DATE.split(_UPDATED.split(line, maxsplit=1)[0]):
            if part:
                yield _without_label(part)


def _changes(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    """Yield the dates of the last change, which are all that some pages tell."""
    for one in (node, *said.pages):
        for value in texts(one.get("dateModified"), key="@value"):
            yield value, "json-ld dateModified"
    for place, value in said.meta("article:modified_time", "og:updated_time", "last-modified"):
        yield value, place
    for line in (*said.dated, *said.near):
        label = _UPDATED.match(line)
        if label:
            yield _CHANGE_LABEL.sub("", line[label.end() :]).strip(" .,"), "line of the last change"


def _without_label(line: str) -> str:
    label = _DATE_LABEL.match(line)
    return line[label.end() :].strip(" .,-") if label else line.strip(" .,-")


def _date(value: str) -> str:
    plain = re.sub(r"\s*\([^()]{0,40}\)\s*\Z", "", value.strip())
    plain = re.sub(r"(?<=\d)Z?\[[\w/+-]{1,40}\]\Z", "Z", plain)  # Java's "...Z[UTC]"
    try:
        return read_date(plain)
    except ValueError:
        return ""


def find_authors(
    said: Said, node: Node, outlets: Sequence[str]
) -> tuple[tuple[str, ...], str, str]:
    """Return the persons who wrote it, the agency that a byline names, and where they stand."""
    agency = ""
    for lines, place in _author_lines(said, node):
        persons, credited = read_persons(lines, outlets, strict=place in _WEAK)
        agency = agency or credited
        if persons:
            return persons, agency, place
    for lines, place in _author_lines(said, node):
        if place not in _WEAK and (bodies := read_bodies(lines, outlets)):
            return bodies, agency, place
    return (), agency, ""


def _author_lines(said: Said, node: Node) -> Iterator[tuple[Sequence[str], str]]:
    yield texts(node.get("author")), "json-ld author"
    for one in said.articles:
        yield texts(one.get("author")), "json-ld author"
    for name in _AUTHOR_METAS:
        values = said.metas.get(name, ())
        if name != "twitter:data1" or "author" in str(said.metas.get("twitter:label1", "")).lower():
            yield values, name
    yield said.marked_authors, "marked author"
    for byline in said.bylines:
        yield (byline,), "byline"
    for one in said.pages:
        yield texts(one.get("author")), "json-ld of the page"
    yield _below_headline(said), "below the headline"
    yield texts(node.get("creator")), "json-ld creator"


def _below_headline(said: Said) -> tuple[str, ...]:
    """Return the byline that follows the headline ("By Jo Keil", or "By" and then the name)."""
    for number, line in enumerate(said.near):
        label = _BY_LINE.match(line)
        if label:
            rest = line[label.end() :] or "".join(said.near[number + 1 : number + 2])
            return (rest,) if rest[:1].isupper() else ()
    return ()


def find_outlet(said: Said, node: Node, url: str) -> tuple[str, str]:
    """Return who publishes the page, and where that stands."""
    known = outlet_of_url(url)
    if known and "." not in known:
        return known, "address"
    for name, place in _outlets(said, node):
        plain = _SITE_JOINT.split(name.strip(), maxsplit=1)[0].strip()
        if 1 < len(plain) <= LONGEST_OUTLET and not plain.startswith(("@", "http")):
            return plain, place
    return known, "address" if known else ""


def _outlets(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    for place, name in said.meta("og:site_name"):
        yield name, place
    for name in texts(node.get("publisher")):
        yield name, "json-ld publisher"
    for place, name in said.meta("application-name", "dc.publisher", "publisher", "copyright"):
        yield name, place
    for one in said.nodes:
        if one.get("@type") in ("WebSite", "NewsMediaOrganization"):
            for name in texts(one.get("name")):
                yield name, "json-ld WebSite"


def find_url(said: Said, url: str) -> tuple[str, str]:
    """Return the page's own address and where it stands; only absolute ones count."""
    base = url if _is_web(url) else ""
    found = [
        (urljoin(base, one) if base else one, place)
        for one, place in _addresses(said)
        if len(one) < 2000
    ]
    good = [(one, place) for one, place in found if _is_web(one) and _is_ours(one, base)]
    for one, place in good:
        if _path(one) not in ("", "/"):
            return one, place
    if base:
        return base, "where it came from"
    return good[0] if good else ("", "")


def _addresses(said: Said) -> Iterator[tuple[str, str]]:
    if said.canonical:
        yield said.canonical, "canonical link"
    for place, value in said.meta("og:url"):
        yield value, place
    for node in said.articles[:1]:
        for key in ("url", "mainEntityOfPage", "@id"):
            for value in texts(node.get(key), key="@id"):
                yield value.partition("#")[0], f"json-ld {key}"
    for place, value in said.meta("twitter:url", "parsely-link", "al:web:url"):
        yield value, place


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False


def _is_ours(url: str, base: str) -> bool:
    """Tell whether an address is on the site where the page came from, as far as that is known."""
    if not base:
        return True
    mine, its = _host(base).split("."), _host(url).split(".")
    return mine[-2:] == its[-2:] or "." not in outlet_of_url(url)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def find_page_language(said: Said, node: Node, *, title: str, text: str) -> tuple[str, str]:
    """Return the language's code: what the page declares, unless its text is in another."""
    declared = list(_declared(said, node))
    heard = find_language(text, title=title)
    if len(text) < SHORTEST_SAMPLE or heard == UNDETERMINED:
        return declared[0] if declared else ("", "")
    for code, place in declared:
        if code == heard or any(code in group and heard in group for group in _NEIGHBORS):
            return code, place
    return heard, "text"


def _declared(said: Said, node: Node) -> Iterator[tuple[str, str]]:
    places: Iterable[tuple[str, str]] = (
        ("html lang", said.language),
        *said.meta("og:locale", "content-language", "language", "dc.language"),
        *(("json-ld inLanguage", one) for one in texts(node.get("inLanguage"))),
    )
    for place, value in places:
        code = re.match(r"([A-Za-z]{2,3})(?![A-Za-z])", value.strip())
        if code:
            yield code[1].lower(), place


def _likeness(left: str, right: str) -> float:
    """Return how much of two headlines is the same words, from 0 to 1."""
    mine, its = words(left), words(right)
    if not mine or not its:
        return 0.0
    shared = sum(min(mine.count(word), its.count(word)) for word in set(mine) & set(its))
    return 2 * shared / (len(mine) + len(its))


def _key(name: str) -> str:
    return "".join(_SITE_WORDS.findall(name.casefold())).removeprefix("the")
