"""Templates: where they are found, and how they print.

One rule: what a template prints into HTML is escaped; only style sheets
(``.css.j2``) and plain text (``.txt.j2``), which hold no markup, are not.
"""

import functools
import unicodedata
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digest.renderers.view import DigestView

_PACKAGE = Path(__file__).resolve().parent.parent
# Inside the package when installed, beside it in the source tree.
FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
_UNESCAPED = (".css.j2", ".txt.j2")


def render_template(name: str, digest: DigestView, **context: object) -> str:
    """Return the template filled with the digest and what else it needs."""
    return _environment().get_template(name).render(digest=digest, **context)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=_holds_markup,  # noqa: S701 - true for whatever holds markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrap"] = wrap
    environment.filters["underline"] = underline
    return environment


def _holds_markup(name: str | None) -> bool:
    return name is None or not name.endswith(_UNESCAPED)


def wrap(text: str, *, first: str = "", rest: str | None = None, width: int = 78) -> str:
    """Return the text in lines of at most ``width`` columns; wide characters take two.

    ``first`` begins the first line, ``rest`` the others (as many blanks when not given).
    A word longer than a line is broken.
    """
    rest = " " * _columns(first) if rest is None else rest
    lines, line, room = [], first, width - _columns(first)
    empty = True
    for word in text.split(" "):
        for piece in _break_word(word, width - _columns(rest)):
            needed = _columns(piece) + (not empty)
            if needed > room:
                lines.append(line)
                line, room, empty, needed = rest, width - _columns(rest), True, _columns(piece)
            line, room, empty = f"{line}{'' if empty else ' '}{piece}", room - needed, False
    lines.append(line)
    return "\n".join(line.rstrip(" ") for line in lines)


def underline(text: str, *, mark: str) -> str:
    """Return a row of marks as long as the text, within a line."""
    return mark * min(_columns(text), 78)


def _break_word(word: str, width: int) -> list[str]:
    if _columns(word) <= width:
        return [word]
    pieces, piece, room = [], "", width
    for character in word:
        if _columns(character) > room:
            pieces.append(piece)
            piece, room = "", width
        piece, room = piece + character, room - _columns(character)
    return [*pieces, piece]


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
