"""Header lines above a plain text: title, address, outlet, section, date, byline.

One rule: lines count as a header only where one of them can be nothing else
(an address, a date, a byline, "Source: ..."). Otherwise everything is text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.clean_rules import find_rule
from digest.dates import LONGEST_DATE, read_date
from digest.labels import find_labels
from digest.model import Removed
from digest.outlets import has_outlet_name
from digest.paragraphs import is_ended
from digest.quotation_spans import DOUBLE_MARKS

MOST_LINES = 15  # lines that a header may have
LONGEST_HEADLINE = 220  # characters
LONGEST_NAME = 50  # characters of an outlet's name

_SECTIONS = frozenset(
    "politics world news business opinion sports sport economy international national local "
    "us u.s. uk europe asia africa americas technology tech science health culture arts life "
    "lifestyle travel money markets finance environment climate energy education crime "
    "entertainment defense defence security society weather top breaking home latest "
    "region regional nation".split()
)
_SECTION_JOINTS = re.compile(r" ?[/|>»,&] ?| and | ")
_FIELD = re.compile(
    r"(?P<key>Title|Headline|Date|Published|Posted|Author|Authors|By|Byline|Source|Outlet|"
    r"Publisher|URL|Link|Section|Category|Location|Dateline):[ \t]+(?P<value>\S[^\n]{0,400})",
    re.IGNORECASE,
)
_FIELD_NAMES = {
    "title": "title",
    "headline": "title",
    "date": "date",
    "published": "date",
    "posted": "date",
    "author": "author",
    "authors": "author",
    "by": "author",
    "byline": "author",
    "source": "outlet",
    "outlet": "outlet",
    "publisher": "outlet",
    "url": "url",
    "link": "url",
    "location": "place",
    "dateline": "place",
    "section": "section",
    "category": "section",
}
_BOLD = re.compile(r"\*\*([^*\n]{3,300})\*\*|#{1,3} ([^\n]{3,300})")
_TIME_OF_DAY = re.compile(r"\d{1,2}:\d\d ?[AaPp]\.?[Mm]\.?(?: [A-Z]{2,4})?(?: \(Local\))?")
_PLACE = re.compile(r"[A-Z][\w.’' -]{1,30}, [A-Z][\w.’' -]{1,30}")
_VIA = re.compile(r"(?:Via|On) [A-Z][a-z]+(?: [A-Z][a-z]+)*")
# "Remarks by ...", "Press Conference with ...": what is said, not where.
_TALK = re.compile(r"\w (?:by|with|between|on|about|before|after|from) ", re.IGNORECASE)
_DATE_PREFIX = re.compile(
    r"(?:published|posted|released|issued|updated|last updated|date)(?: on| at)?:? ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One line of a header: what it is, what it says, and the line itself."""

    name: str
    value: str
    line: str


def split_header(text: str) -> tuple[tuple[HeaderLine, ...], str]:
    """Return the header lines above a text, and the text below them."""
    lines = text.split("\n")
    read = list(_read_lines(lines))
    sure = [number for number, line in read if line.name not in ("name", "headline", "bold")]
    if not sure:
        return (), text
    cut = sure[-1] + 1
    below = next(((number, line) for number, line in read if number >= cut), None)
    if below and below[1].name == "bold":
        cut = below[0] + 1
    return tuple(line for number, line in read if number < cut), "\n".join(lines[cut:])


def split_scene(text: str) -> tuple[tuple[HeaderLine, ...], str]:
    """Return the lines that set the scene above a transcript (place, hour), and the text below."""
    lines = text.split("\n")
    first = next(iter(find_labels([line.strip() for line in lines])), 0)
    scene: list[HeaderLine] = []
    for number, line in enumerate(lines[:first]):
        plain = " ".join(line.split())
        if not plain:
            continue
        if len(scene) > MOST_LINES or not _sets_scene(plain):
            return tuple(scene), "\n".join(lines[number:])
        scene.append(_scene_line(plain))
    return tuple(scene), "\n".join(lines[first:])


def removed_line(line: HeaderLine) -> Removed:
    """Return the record of a header line that became a field."""
    return Removed(rule=f"{line.name} line", text=line.line)


def _read_lines(lines: Sequence[str]) -> Iterator[tuple[int, HeaderLine]]:
    seen = 0
    headlines = 0
    for number, raw in enumerate(lines):
        plain = " ".join(raw[: LONGEST_HEADLINE * 2].split())
        if not plain:
            continue
        line = _read_line(plain)
        if line is None or seen == MOST_LINES:
            return
        headlines += line.name == "headline"
        if headlines > 3:  # wrapped prose, not headlines
            return
        seen += 1
        yield number, line


def _read_line(line: str) -> HeaderLine | None:
    if DOUBLE_MARKS.search(line):
        return HeaderLine("headline", line, line) if _is_headline(line) else None
    for read in (_read_field, _read_noise, _read_date_line, _read_section, _read_bold):
        found = read(line)
        if found:
            return found
    if len(line) <= LONGEST_NAME and len(line.split()) <= 6 and _is_headline(line):
        return HeaderLine("name", line, line)
    return HeaderLine("headline", line, line) if _is_headline(line) else None


def _is_headline(line: str) -> bool:
    return len(line) <= LONGEST_HEADLINE and (line.endswith("?") or not is_ended(line))


def _read_field(line: str) -> HeaderLine | None:
    found = _FIELD.fullmatch(line)
    if not found:
        return None
    name, value = _FIELD_NAMES[found["key"].lower()], found["value"].strip()
    if name == "outlet" and value.startswith("http"):
        name = "url"
    return HeaderLine(name, value, line)


def _read_noise(line: str) -> HeaderLine | None:
    found = find_rule("line", line) or find_rule("teaser", line)
    if found:
        name = "url" if found[0].name == "address" else found[0].name
        return HeaderLine(name, line, line) if name != "section mark" else None
    found = find_rule("head", line)
    facts = found[1].groupdict() if found else {}
    if facts.get("author"):
        return HeaderLine("author", facts["author"], line)
    return HeaderLine("update", line, line) if facts.get("update") else None


def _read_date_line(line: str) -> HeaderLine | None:
    if len(line) > LONGEST_DATE:
        return None
    prefix = _DATE_PREFIX.match(line)
    value = line[prefix.end() :] if prefix else line
    try:
        return HeaderLine("date", read_date(value), line)
    except ValueError:
        return None


def _read_section(line: str) -> HeaderLine | None:
    words = _SECTION_JOINTS.split(line.lower())
    known = len(words) <= 4 and all(word in _SECTIONS for word in words)
    return HeaderLine("section", line, line) if known else None


def _read_bold(line: str) -> HeaderLine | None:
    found = _BOLD.fullmatch(line)
    return HeaderLine("bold", (found[1] or found[2]).strip(), line) if found else None


def _sets_scene(line: str) -> bool:
    if _TIME_OF_DAY.fullmatch(line) or _read_date_line(line):
        return True
    return len(line) <= 80 and not is_ended(line) and not DOUBLE_MARKS.search(line)


def _scene_line(line: str) -> HeaderLine:
    if _TIME_OF_DAY.fullmatch(line):
        return HeaderLine("time", line, line)
    dated = _read_date_line(line)
    if dated:
        return dated
    if _PLACE.fullmatch(line) or _VIA.fullmatch(line):
        return HeaderLine("place", line, line)
    if _TALK.search(line):
        return HeaderLine("headline", line, line)
    return HeaderLine("scene", line, line)


def title_among(lines: Sequence[HeaderLine]) -> str:
    """Return the title that the header names: its first headline, but no outlet's name."""
    said = next((line.value for line in lines if line.name == "title"), "")
    heads = [line.value for line in lines if line.name in ("headline", "bold")]
    first = lines[0].value if lines and lines[0].name == "name" else ""
    if first and not (heads and has_outlet_name(first)):
        heads.insert(0, first)
    return said or next(iter(heads), "")


def outlet_among(lines: Sequence[HeaderLine]) -> str:
    """Return the outlet that the header names, "" where it names none."""
    for line in lines:
        if line.name == "outlet":
            return line.value
    title = title_among(lines)
    names = [line.value for line in lines if line.name == "name" and line.value != title]
    names = [name for name in names if not _PLACE.fullmatch(name)]
    return next(filter(has_outlet_name, names), names[0] if names else "")
