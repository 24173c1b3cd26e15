"""Who publishes what: names of outlets and agencies, as pages, feeds and credits write them.

One rule: an outlet is named as it names itself. A web address that is in no
table gives its host name, which is a fact too.

Every function asks the packaged table, or the ``table`` it is given: one that the
settings extended.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from digest.known_outlets import known_outlets
from digest.outlet_table import LONGEST_TAG, OutletTable, form_key

SHORTEST_WORD = 3  # letters; "Ansa" and "Tass" are written as words, "Uni" is one
LONGEST_HOST = 253  # characters that the name system allows
LONGEST_NAME = 120  # characters; what is longer names nobody

_OUTLET_WORDS = re.compile(
    r"\b(?:news|media|times|post|herald|press|agency|journal|tribune|gazette|daily|radio|tv|"
    r"television|broadcasting|chronicle|observer|courier|examiner|standard|telegraph|wire|"
    r"review|magazine|network|bulletin|mirror|echo|dispatch|ledger|monitor|sentinel|globe|"
    r"register|star|today|weekly|online)\b",
    re.IGNORECASE,
)
_COMPANY_FORM = re.compile(
    r",? (?:L\.?P|Inc|LLC|L\.L\.C|Ltd|Limited|plc|PLC|GmbH|AG|Corp|Corporation|Co)\.?\Z"
)
_HOST = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:/\S*)?")
_ASIDE = re.compile(r" [-–—|»>·•/:] |[|»>:] | \(|, ")  # in what feeds call themselves
_WORD = re.compile(r"\w+")
# "BBC News - World", "NYT > Top Stories": the edition or the section of an outlet.
EDITION_WORDS = frozenset(
    "africa all america americas and articles arts asia australia breaking business culture east "
    "economy edition en english eu europe feed feeds for from front general global headlines "
    "health home homepage international latest latin live local main markets middle national "
    "news of official online opinion pacific page politics rss science site south sport sports "
    "stories tech technology the top uk us usa video videos website world".split()
)
_SAME_SITE = ("www.", "m.", "mobile.", "amp.")  # the same pages, for other screens

OPENING = 600  # characters of a text among which its dateline stands
ENDING = 300  # characters of a text among which its copyright line stands
_STATES = frozenset({"PA"})  # "Jo Keil, Oru Bay, PA" writes from Pennsylvania
_AUTHOR_PARTS = re.compile(r"[,;|]|\s[-–—/]\s|\b(?:[Bb]y|and|for|of|via|with)\s")
_DATELINE = re.compile(r"\(([A-Za-z][\w.’' /-]{1,40})\)[ \xa0]{0,2}[-–—]")
_COPYRIGHT = re.compile(r"(?:©|\([cC]\)|[Cc]opyright)[ ,©\d]{0,12}(?:by )?([A-Z][\w’' /-]{1,60})")
_RESERVED = re.compile(r" (?:All|and)\b.*")


def agency_name(tag: str, *, table: OutletTable | None = None) -> str:
    """Return the name behind an agency's tag; a tag of no known agency is its own name."""
    plain = tag.strip()
    last = plain.rsplit("/", 1)[-1].strip()  # "WXYZ/AP": a station's hybrid
    return _asked(table).agencies.get(form_key(last)) or last


def find_agency(name: str, *, table: OutletTable | None = None) -> str:
    """Return the agency that goes by the name or tag, "" for anything else ("ap": no tag)."""
    asked = _asked(table)
    plain = name.strip().rsplit("/", 1)[-1].strip()
    key = form_key(plain)
    found = asked.agencies.get(key, "")
    if len(plain) > LONGEST_TAG or plain in asked.tags:
        return found
    return found if len(plain) > SHORTEST_WORD and key == form_key(found) else ""


def is_agency(name: str, *, table: OutletTable | None = None) -> bool:
    """Tell whether a name or tag is that of an agency, whose texts others print."""
    return bool(find_agency(name, table=table))


def outlet_name(outlet: str, *, table: OutletTable | None = None) -> str:
    """Return the name that an outlet goes by, whatever form or web address names it.

    An outlet that no table knows is named as it is.
    """
    whole = " ".join(outlet.split()).strip(" .,")
    plain = _COMPANY_FORM.sub("", whole)
    known = _known(plain, table) or _known(whole, table)
    if known:
        return known
    if _HOST.fullmatch(plain):
        return outlet_of_url(plain if "//" in plain else f"//{plain}", table=table) or plain
    bare, bracket, _ = plain.partition(" (")  # "Associated Press (AP)"
    return (_known(bare, table) or plain) if bracket else plain


def outlet_named(name: str, *, url: str = "", table: OutletTable | None = None) -> str:
    """Return the name of an outlet that a page or feed names, without edition and section.

    ``url`` is where it was named: "The Guardian" of guardian.ng is not the one of London.
    A name that no table knows comes back trimmed.
    """
    plain = " ".join(name.split())
    if len(plain) > LONGEST_NAME:
        return plain
    here = _asked(table).outlet_at(_host(url)) if url else ""
    for piece in (plain, *_without_edition(plain)):
        if here and form_key(bare_name(here)) == form_key(piece):
            return here
        known = _known(piece, table)
        if known:
            return known
    called = outlet_name(plain, table=table)
    return called if called in _asked(table).countries or _HOST.fullmatch(plain) else plain


def country_of(name: str, *, table: OutletTable | None = None) -> str:
    """Return the ISO 3166 code of the country an outlet publishes from, "" where unknown."""
    asked = _asked(table)
    return asked.countries.get(outlet_named(name, table=asked), "")


def outlet_key(outlet: str, *, table: OutletTable | None = None) -> str:
    """Return what two names of one outlet have in common; "" where nothing is named."""
    return form_key(outlet_name(outlet, table=table))


def credited_agency(authors: Iterable[str], text: str, *, table: OutletTable | None = None) -> str:
    """Return the agency that a byline, a dateline or a copyright line credits, or "".

    A byline may name an agency after a person, or alone.
    """
    parts = [part.strip() for author in authors for part in _AUTHOR_PARTS.split(author)]
    parts = [part for part in parts if part not in _STATES]
    dated = _DATELINE.findall(text[:OPENING])
    owned = [_RESERVED.sub("", owner) for owner in _COPYRIGHT.findall(text[-ENDING:])]
    found = (find_agency(name, table=table) for name in (*parts, *dated, *owned))
    return next(filter(None, found), "")


def outlet_of_url(url: str, *, table: OutletTable | None = None) -> str:
    """Return the outlet that publishes at a web address, the host name where it is unknown."""
    host = _host(url)
    return _asked(table).outlet_at(host) or (host if "." in host else "")


def outlet_of_owner(owner: str, *, table: OutletTable | None = None) -> str:
    """Return the outlet behind a name in a copyright line or credit ("Bloomberg L.P.")."""
    plain = _COMPANY_FORM.sub("", owner.strip(" .,"))
    return find_agency(plain, table=table) or plain.removeprefix("the ")


def has_outlet_name(line: str, *, table: OutletTable | None = None) -> bool:
    """Tell whether a short line reads like the name of an outlet."""
    if _OUTLET_WORDS.search(line):
        return True
    named = _asked(table).forms.get(form_key(line), "")
    return bool(named) and named.lower() == line.lower()


def bare_name(name: str) -> str:
    """Return "The Guardian" for "The Guardian (Nigeria)": the name it gives itself."""
    return name.partition(" (")[0]


def _asked(table: OutletTable | None) -> OutletTable:
    return known_outlets() if table is None else table


def _known(plain: str, table: OutletTable | None) -> str:
    return find_agency(plain, table=table) or _asked(table).forms.get(form_key(plain), "")


def _host(url: str) -> str:
    """Return the host of a web address, without what names a screen, "" for none."""
    try:
        host = (urlsplit(url).hostname or "").removesuffix(".")
    except ValueError:  # "http://[broken"
        return ""
    if len(host) > LONGEST_HOST:
        return ""
    for screen in _SAME_SITE:
        shorter = host.removeprefix(screen)
        host = shorter if "." in shorter else host
    return host


def _without_edition(plain: str) -> Iterator[str]:
    """Yield the parts of a name beside which only editions and sections are named."""
    parts = _ASIDE.split(plain)
    for part in parts if len(parts) > 1 else ():
        own = {*_words(part), *EDITION_WORDS}
        if all(own.issuperset(_words(other)) for other in parts):
            yield part


def _words(part: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(part)]
