"""Bylines into persons: who wrote, without outlets, roles, places and handles.

One rule: only what can be the name of a person is one; an agency in a byline
is told apart, and everything else is dropped.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from digest.given_names import is_given_name
from digest.outlets import find_agency

LONGEST_NAME = 50  # characters
MOST_WORDS = 5  # of a name: "Juan Carlos de la Cruz"
MOST_NAMES = 12  # of one article; more are a list of the staff
SHORTEST_NAME = 2  # characters

_BY = (
    r"by|written by|story by|words by|reported by|posted by|published by|text by|authors?|"
    r"von|text|autor(?:en|in|es|a|e|zy)?|verfasst von|redaktion|"
    r"par|publié par|écrit par|propos recueillis par|por|escrito por|texto|redacción|"
    r"di|a cura di|de|da|door|av|af|tekst|skrevet af|skrevet av|oleh|penulis|przez|"
    r"yazar|haber|автор|текст|автори|από|του|tác giả|reporter|report by|reporting by"
)
_PREFIX = re.compile(rf"(?:(?:{_BY})\b(?: ?[:：] ?| ))", re.IGNORECASE)
_GLUED = re.compile(r"[Bb]y(?=[A-Z][a-z])")
_COLON_PREFIX = re.compile(
    r"(?:作者|記者|记者|文|撰文|編輯|编辑|ผู้เขียน|نویسنده|بقلم)\s?[:：/／]?\s?"
)
_ASIAN_ROLE = re.compile(r"\s?(?:기자|특파원|記者|记者|編集委員|論説委員|特派員|通讯员)\Z")
_BETWEEN = re.compile(  # in a line whose blanks are single
    r" ?[,;|•·、，；/] ?| (?:and|und|y|e|et|en|og|och|ja|ve|dan|i|и|та|và|și|a|και|with|mit|con|"
    r"avec) | ?& ?| [-–—] "
)
_JOINED = re.compile(r"\A ?(?:and|und|y|et|en|og|och|ve|и) ", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_PLACE = re.compile(r" (?:in|aus|à|en|i|from|at|for|for the|of|bei|pour|para|per) [^\W\d_a-z].*\Z")
_HANDLE = re.compile(r"@|https?:|www\.|\.(?:com|org|net|co|de|fr|io|tv)\b|\d|[<>{}=_#*\\]")
_CREDENTIAL = re.compile(
    r"(?:ph\.?\s?d|m\.?d|mba|cfp®?|cpa|esq|jr|sr|rn|rd|dds|dvm|lcsw|msc|m\.sc|bsc|ba|ma|ms|mph|jd|"
    r"cepf®?|cfa|ea|ii|iii)\.?\Z",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:staff|admin(?:istrator)?|editors?|editorial|teams?|desk|newsroom|newsdesk|redak\w{1,9}|"
    r"redac\w{1,9}|redazione|rédaction|agency|agencies|agencia\w?|agence\w?|agenzia|agentur\w?|"
    r"news|press|media|correspondents?|reporters?|reporting|writers?|journalists?|bureau|"
    r"contribut\w{1,6}|webmaster|users?|authors?|anonymous|unknown|online|tv|radio|magazine|"
    r"group|inc|llc|ltd|gmbh|corp|board|association|company|institute|university|department|"
    r"ministry|government|office|network|channel|service|services|reviewed|updated|published|"
    r"posted|minutes?|share|follow|subscribe|view|about|photos?|images?|video|"
    r"producer|director|columnist|analyst|expert|professor|producción|rédacteur|journaliste|"
    r"periodista|giornalista|journalistin|redakteurin|korrespondent\w{0,2}|correspondant\w?|"
    r"corresponsal|jornalista|colaborador\w?|collaborator\w?|wire|wires|digital|foundation|"
    r"society|committee|council|studio|store|shop|community|null|none|undefined|test|"
    r"author|name|profile|bio|copyright|source|sources|website|blog|archive|email|contact|"
    r"yesterday|today|ago|uhr|gmt|utc|january|february|september|october|november|december|"
    r"chief|senior|managing|deputy|assistant)\b|"
    r"新闻|新聞|编辑部|編輯部|편집|뉴스|通讯社|通信|网|報",
    re.IGNORECASE,
)
# "Juan Carlos de la Cruz", "J. D. O’Hara-Lund": every word in capitals but the particles.
_CAPITALIZED = r"[^\W\d_a-zß-ÿ][\w.'’-]{0,25}"
_FULL_NAME = re.compile(
    rf"{_CAPITALIZED}(?: (?:(?:de|la|le|van|von|der|den|ten|bin|al|el|da|dos|das|do|di|du|y|zu)|"
    rf"(?:al-|el-|d['’])?{_CAPITALIZED})){{1,5}}"
)
_FILLING = frozenset(("the", "our", "your", "from the", "from our", "by the", "web", "site"))
_LEADING = re.compile(r"(?:dr|prof|mr|mrs|ms|sir|dame)\.? (?=\S)", re.IGNORECASE)
_SPACED = re.compile(r"\s+")
# What programs put where nobody told them an author.
_SOFTWARE = frozenset("admin administrator author editor root user webmaster wordpress".split())


def read_persons(
    lines: Iterable[str], outlets: Collection[str], *, strict: bool = False
) -> tuple[tuple[str, ...], str]:
    """Return the persons that bylines name, each once and in order, and the agency, "" for none.

    ``outlets`` are the names of the page's own outlet, which wrote nothing itself, unless it
    is a person's own page. ``strict`` is for lines that may be no byline at all: only what
    is written as full names are counts there.
    """
    known = {_key(name) for name in outlets if name}
    persons: dict[str, str] = {}
    agency = ""
    for line in lines:
        for part in _parts(line):
            found = find_agency(part)
            if found:
                agency = agency or found
            elif _is_person(part, strict=strict) and (_key(part) not in known or is_own_page(part)):
                persons.setdefault(_key(part), _cased(part))
    if len(persons) > MOST_NAMES:
        return (), agency
    return tuple(persons.values()), agency


def read_bodies(lines: Iterable[str], outlets: Collection[str]) -> tuple[str, ...]:
    """Return the first body that markup names as the author ("The Harbor Desk Team"), if any.

    The outlet itself, an agency and what any page could say ("Staff", "Our editors") are none.
    """
    known = {_key(name) for name in outlets if name}
    for line in lines:
        for name in _parts(line):
            if _is_body(name) and _key(name) not in known and not find_agency(name):
                return (name,)
    return ()


def read_named(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the first name that markup gives as the author, whoever it is, but no agency's.

    It may be the outlet or one of its desks ("Newsdesk"); what no reader would call an author
    ("admin", a handle, an address) is none.
    """
    for line in lines:
        for name in _parts(line):
            plain = 1 < len(name) <= LONGEST_NAME and not _HANDLE.search(name)
            if plain and name.lower() not in _SOFTWARE and not find_agency(name):
                return (name,)
    return ()


def _is_body(name: str) -> bool:
    """Tell whether a name says more than any page could ("Staff", "Our editors")."""
    if len(name) > LONGEST_NAME or _HANDLE.search(name) or not name[0].isupper():
        return False
    own = " ".join(_NOBODY.sub(" ", name).split())
    return len(own) > SHORTEST_NAME and " " in name and own.lower() not in _FILLING


def _parts(line: str) -> Iterator[str]:
    bare = _SPACED.sub(" ", _BRACKETS.sub(" ", line[:400])).strip()
    while prefix := _PREFIX.match(bare) or _COLON_PREFIX.match(bare) or _GLUED.match(bare):
        if prefix.end() == len(bare):
            break
        bare = bare[prefix.end() :].strip()
    for part in _BETWEEN.split(bare):
        bare = _JOINED.sub("", part).strip(" .:：-–—|\"'“”∙")
        again = _PREFIX.match(bare)  # "Reviewed by Jo Keil, written by Ana Ruiz"
        name = bare[again.end() :].strip() if again else bare
        name = _ASIAN_ROLE.sub("", _PLACE.sub("", name)).strip(" .,")
        if name and not _CREDENTIAL.match(name):
            yield name


def is_own_page(name: str) -> bool:
    """Tell whether an outlet of this name is a person's page."""
    given, *others = name.split() or [""]
    known = is_given_name(given.casefold())
    return known and 0 < len(others) < 3 and bool(_FULL_NAME.fullmatch(name))


def _is_person(name: str, *, strict: bool) -> bool:
    words = name.split()
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME or len(words) > MOST_WORDS:
        return False
    if _HANDLE.search(name) or _NOBODY.search(name) or _PREFIX.fullmatch(f"{name} "):
        return False
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) < SHORTEST_NAME:
        return False
    # Scripts without capitals have no other sign; elsewhere some word begins with one.
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    if strict and cased:
        return len(words) > 1 and bool(_FULL_NAME.fullmatch(name))
    return not cased or any(word[0].isupper() for word in cased)


def _cased(name: str) -> str:
    loud = name.isupper() and len(name) > 4 and " " in name
    return name.title() if loud else name


def _key(name: str) -> str:
    plain = _LEADING.sub("", name.casefold().strip())
    return "".join(letter for letter in plain.removeprefix("the ") if letter.isalnum())
