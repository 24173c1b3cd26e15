"""The entries of a feed, whatever it is written in, and the articles they make.

Two entries are one where their keys are equal, where both link to the same page,
or where both say the same at the same time; see ``same_entry``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from digest.characters import clean_characters
from digest.dates import is_day_first, read_date
from digest.formats.articles import make_articles
from digest.formats.facts import Facts, split_names
from digest.formats.feed_outlets import known_outlet
from digest.formats.markup import text_of_markup
from digest.formats.teasers import is_teaser, without_footer
from digest.languages import UNDETERMINED, find_language
from digest.model import Article, Link, Payload, Removed, Skipped
from digest.outlets import outlet_name

MOST_ENTRIES = 500  # of one feed; nobody publishes as many in a day
LONGEST_KEY = 400  # characters; longer guids are hashed
LONGEST_URL = 2000  # characters
TOLD_TITLE = 60  # characters of a title in a message
SURE_OF_LANGUAGE = 200  # characters of text that outweigh a feed that says "en" of all it holds
LOOKED_AT = 1000  # characters of it

_MARKUP = re.compile(r"<[A-Za-z/!]|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_TRACKING = re.compile(
    r"utm_\w*|at_(?:medium|campaign|link\w*|custom\d)|ns_\w*|fbclid|gclid|mc_[ce]id|cmp|cmpid",
    re.IGNORECASE,
)
_BAD_IN_URL = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
_ADDRESSED = re.compile(r"(?:mailto:)?\S{1,64}@\S{1,120}\s{0,3}\((?P<name>[^()]{1,100})\)")
_ADDRESS = re.compile(r"[<(]?(?:mailto:)?[^\s@<>()]{1,64}@[^\s@<>()]{1,120}[>)]?")
_NOBODY = frozenset(
    "admin administrator author editor editorial news newsroom noreply none root staff "
    "unknown user webmaster wordpress".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a feed gives of an entry's text; ``is_content`` where it calls that the content."""

    value: str
    is_markup: bool = True
    is_content: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry in the words of its feed; ``published`` and ``updated`` pair a field and its date.

    ``number`` is its place in the feed, from 1; ``title`` is plain text already; ``source`` is
    the outlet that the entry names.
    """

    number: int
    guid: str = ""
    title: str = ""
    url: str = ""
    bodies: tuple[Body, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    authors: tuple[str, ...] = ()
    source: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed; its text may be empty, as its page holds more then.

    ``key`` stays the same where an entry is updated in place: its guid, else its address,
    else a hash of its title and date. ``published`` and ``updated`` are ISO 8601, None where
    the raw date beside them cannot be read, which ``problem`` says.
    """

    number: int
    key: str
    title: str = ""
    url: str = ""
    published: str | None = None
    published_raw: str = ""
    updated: str | None = None
    updated_raw: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    outlet: str = ""
    language: str = ""
    is_teaser: bool = False
    problem: str = ""
    removed: tuple[Removed, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


def entries_of(told: Sequence[Told], *, outlet: str) -> tuple[Entry, ...]:
    """Return the entries that a feed of an outlet tells of, each once."""
    dates = [raw for each in told for _, raw in (*each.published, *each.updated)]
    day_first = is_day_first(dates)
    return unique_entries(_entry(each, outlet, day_first) for each in told)


def same_entry(one: Entry, other: Entry) -> bool:
    """Tell whether two entries are one article, before and after an update.

    Equal keys are. So are equal addresses, but for marks of tracking, unless title and
    date both differ: some feeds link all they have to one page. And so are equal titles
    with equal texts, unless their dates differ: the daily weather warning reads as it did.
    """
    if one.key == other.key:
        return True
    same_title = one.title == other.title
    same_date = one.published_raw == other.published_raw
    if one.url and bare_url(one.url) == bare_url(other.url):
        return same_title or same_date or one.text == other.text != ""
    undated = not (one.published_raw and other.published_raw)
    return same_title and one.text == other.text != "" and (same_date or undated)


def unique_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return each entry once, the fullest of those that are the same, in their order."""
    kept: list[Entry] = []
    places: dict[str, list[int]] = {}
    for entry in entries:
        marks = {f"key {entry.key}", f"url {bare_url(entry.url)}", f"text {entry.text}"}
        near = sorted({place for mark in marks for place in places.get(mark, ())})
        place = next((place for place in near if same_entry(kept[place], entry)), len(kept))
        if place == len(kept):
            kept.append(entry)
        elif len(entry.text) > len(kept[place].text):
            kept[place] = replace(entry, number=kept[place].number, key=kept[place].key)
        for mark in marks:
            places.setdefault(mark, []).append(place)
    return tuple(kept)


def articles_of(payload: Payload, entries: Sequence[Entry]) -> tuple[Article | Skipped, ...]:
    """Return the articles of a feed's entries in their order, and what is wrong with them.

    The article of entry 3 is "<name>#3", that of a feed of one has the name of its file.
    """
    digest = sha256(payload.data).hexdigest()
    found: list[Article | Skipped] = []
    for entry in entries:
        name = str(entry.number) if len(entries) > 1 else ""
        member = "#".join(filter(None, (payload.member, name)))
        place = replace(payload, member=member, data=b"")  # hashed once, not for each entry
        for article in _read(place, entry):
            is_first = isinstance(article, Article) and not article.part_of
            if isinstance(article, Article):
                removed = (*article.removed, *(entry.removed if is_first else ()))
                article = replace(article, sha256=digest, removed=removed)
            found.append(article)
    undated = [entry for entry in entries if entry.problem]
    if undated:
        found.append(_undated(payload, undated))
    return tuple(found)


def links_of(payload: Payload, entries: Sequence[Entry]) -> tuple[Link, ...]:
    """Return the pages that the entries link to, each under the id of its entry's article."""
    return tuple(
        Link(
            url=entry.url,
            item=f"{payload.name}#{entry.number}" if len(entries) > 1 else payload.name,
            is_teaser=entry.is_teaser,
            title=entry.title,
            published=entry.published,
            authors=entry.authors,
            outlet=entry.outlet,
            language=entry.language,
        )
        for entry in entries
        if entry.url
    )


def persons(names: Iterable[str], *, outlet: str = "") -> tuple[str, ...]:
    """Return the persons behind "a@b.example (Jo Keil)" and the like, each once.

    An address alone is no person, nor is "admin", nor the outlet itself.
    """
    plain: list[str] = []
    for name in names:
        line = one_line(name)
        addressed = _ADDRESSED.fullmatch(line)
        line = addressed["name"] if addressed else _ADDRESS.sub("", line)
        plain += split_names(line.strip(" ,;()<>\"'"))
    nobody = _NOBODY | {outlet.casefold()}
    return tuple(dict.fromkeys(name for name in plain if name.casefold() not in nobody))


def one_line(markup: str) -> str:
    """Return a title or a name as plain text on one line."""
    text = text_of(Body(value=markup)) if _MARKUP.search(markup) else clean_characters(markup)
    return " ".join(text.split())


def text_of(body: Body) -> str:
    """Return the text as a reader sees it, a line for each block."""
    if not body.is_markup:
        lines = clean_characters(unescape(body.value)).split("\n")
        return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
    return clean_characters(text_of_markup(body.value)).strip()


def web_address(url: str, base: str = "") -> str:
    """Return an address resolved against its base, "" for what is none of the web."""
    plain = url.strip()
    if not plain or len(plain) > LONGEST_URL:
        return ""
    try:
        whole = urljoin(base, plain)
        parts = urlsplit(whole)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # "http://[broken"
        return ""
    quoted = _BAD_IN_URL.sub(lambda bad: f"%{ord(bad[0]):02X}", whole)
    return quoted if is_web else ""


def bare_url(url: str) -> str:
    """Return what two addresses of one page have in common, "" for none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    ]
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(query), parts.fragment))


@dataclass(frozen=True, slots=True)
class _Date:
    where: str
    raw: str
    iso: str


def _entry(told: Told, outlet: str, day_first: bool | None) -> Entry:
    text, is_content = _fullest(told.bodies)
    text, removed, is_more = without_footer(text)
    title = told.title
    language = _language(told.language, f"{title} {text}")
    published, problem = _first_date(told.published, language, day_first)
    updated, update_problem = _first_date(told.updated, language, day_first)
    found = published or updated
    named = _outlet(told, outlet)
    raw = found.raw if found else _first_raw((*told.published, *told.updated))
    return Entry(
        number=told.number,
        key=_key(told, title, text),
        title=title,
        url=told.url,
        published=found.iso if found else None,
        published_raw=raw,
        updated=updated.iso if updated else None,
        updated_raw=_first_raw(told.updated),
        text=text,
        authors=persons(told.authors, outlet=named),
        outlet=named,
        language=language,
        is_teaser=bool(told.url)
        and (not text or is_teaser(text, has_content=is_content, is_more=is_more)),
        problem="" if found else problem or update_problem,
        removed=removed,
        evidence=_evidence(found.where if found else "", raw),
    )


def _read(place: Payload, entry: Entry) -> tuple[Article | Skipped, ...]:
    if not entry.text:
        shown = entry.title[:TOLD_TITLE] + ("…" if len(entry.title) > TOLD_TITLE else "")
        told = f"without text (only a title: {shown!r})" if shown else "without text"
        return (Skipped(item=place.name, step="read", reason=told),)
    facts = Facts(
        title=entry.title,
        outlet=entry.outlet,
        published=entry.published,
        authors=entry.authors,
        url=entry.url,
        language=entry.language,
        form="teaser" if entry.is_teaser else "",
        evidence=entry.evidence,
    )
    return make_articles(place, entry.text, facts)


def _undated(payload: Payload, undated: Sequence[Entry]) -> Skipped:
    first = undated[0]
    one = len(undated) == 1
    who = f"entry {first.number} has" if one else f"{len(undated)} entries have"
    which = first.problem if one else f"entry {first.number}: {first.problem}"
    reason = f"{who} a date that cannot be read ({which}); what they say is kept"
    return Skipped(item=payload.name, step="read", reason=reason)


def _fullest(bodies: Iterable[Body]) -> tuple[str, bool]:
    """Return the longest text; no text is longer than its markup, so few are parsed."""
    best, is_content = "", False
    for body in sorted(bodies, key=lambda body: len(body.value), reverse=True):
        if len(body.value) < len(best):
            break
        text = text_of(body)
        if len(text) > len(best):
            best, is_content = text, body.is_content
        elif text == best:
            is_content = is_content or body.is_content
    return best, is_content


def _language(declared: str, text: str) -> str:
    """Return the declared language; software says "en" where nobody told it otherwise."""
    if declared[:2].lower() != "en" or len(text) < SURE_OF_LANGUAGE:
        return declared
    if text.count(" the ", 0, LOOKED_AT) > 1:  # in no other language
        return declared
    found = find_language(text)
    return declared if found in ("en", UNDETERMINED) else found


def _outlet(told: Told, outlet: str) -> str:
    """Return who publishes the page, where tables know it, else whom the feed names."""
    named = known_outlet(told.url) or outlet_name(one_line(told.source))
    return named or outlet


def _first_date(
    dates: Iterable[tuple[str, str]], language: str, day_first: bool | None
) -> tuple[_Date | None, str]:
    problem = ""
    for where, raw in dates:
        try:
            iso = read_date(raw, language=language, epoch=True, day_first=day_first)
        except ValueError as err:
            problem = problem or str(err)
        else:
            return _Date(where, raw, iso), ""
    return None, problem


def _first_raw(dates: Sequence[tuple[str, str]]) -> str:
    return next((raw for _, raw in dates), "")


def _evidence(where: str, raw: str) -> tuple[tuple[str, str], ...]:
    found = [("published", where)] if where else []
    return (*found, ("published_raw", raw[:LONGEST_KEY])) if raw else tuple(found)


def _key(told: Told, title: str, text: str) -> str:
    key = told.guid.strip() or told.url
    if key and len(key) <= LONGEST_KEY:
        return key
    words = key or f"{title}\n{_first_raw(told.published)}" if title else text
    return sha256((key or words).encode("utf-8", "replace")).hexdigest()
