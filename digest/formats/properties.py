"""What the properties of a PDF or a Word file tell, believed only as far as it bears weight.

One rule: the document's own words come first. Properties are often those of
the template, the program or the office that it was made in.
"""

import re
from dataclasses import replace
from datetime import datetime

from digest.model import Article, Skipped
from digest.words import spell_out

LONGEST_TITLE = 220  # characters

_PERSON = re.compile(
    r"[^\W\d_a-z][\w’'.-]{0,30}(?: (?:[a-z]{1,3} )?[^\W\d_a-z][\w’'.-]{0,30}){1,3}"
)
_NO_PERSON = re.compile(
    r"\b(?:user|admin|administrator|office|microsoft|windows|owner|press|media|communications?|"
    r"department|ministry|team|desk|unknown|author|default|scanner|pc|laptop)\b",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"\.(?:docx?|docm|pdf|indd|qxp|qxd|rtf|odt|pages|pptx?|xlsx?|tmp)\Z", re.I)


def believed_title(title: str, text: str) -> str:
    """Return a title among the properties if it stands in the text too, "" else.

    One that does not is a file's name, or was left by the text before it in the template.
    """
    plain = " ".join(title.split())
    if len(plain.split()) < 2 or len(plain) > LONGEST_TITLE or _PROGRAM.search(plain):
        return ""
    return plain if spell_out(plain) in spell_out(text) else ""


def believed_author(author: str) -> tuple[str, ...]:
    """Return the author among the properties if that is a person's name."""
    plain = " ".join(author[:200].split())
    return (plain,) if _PERSON.fullmatch(plain) and not _NO_PERSON.search(plain) else ()


def completed(
    found: tuple[Article | Skipped, ...], author: str, made: datetime | None, where: str
) -> tuple[Article | Skipped, ...]:
    """Return the articles with author and day from the properties where they tell none.

    ``where`` names the property that tells the day.
    """
    return tuple(_completed(one, author, made, where) for one in found)


def _completed(
    one: Article | Skipped, author: str, made: datetime | None, where: str
) -> Article | Skipped:
    if isinstance(one, Skipped):
        return one
    evidence = list(one.evidence)
    published, authors = one.published, one.authors
    if not published and made and 1990 <= made.year <= 2100:
        published = made.replace(microsecond=0).isoformat()
        evidence.append(("published", where))
    if not authors and believed_author(author):
        authors = believed_author(author)
        evidence.append(("authors", "properties"))
    return replace(one, published=published, authors=authors, evidence=tuple(evidence))
