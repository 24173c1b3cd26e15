"""Plain text in lines of a given width."""

import unicodedata


def wrap(text: str, *, first: str = "", rest: str | None = None, width: int = 78) -> str:
    """Return the text in lines of at most ``width`` columns; wide characters take two.

    ``first`` begins the first line, ``rest`` the others (as many blanks when not given).
    A word longer than a line is broken.
    """
    rest = " " * _columns(first) if rest is None else rest
    columns = len if text.isascii() else _columns
    most = width - _columns(rest)
    lines, line, room = [], first, width - _columns(first)
    empty = True
    for word in text.split(" "):
        for piece in (word,) if columns(word) <= most else _break_word(word, most):
            needed = columns(piece) + (not empty)
            if needed > room:
                lines.append(line)
                line, room, empty, needed = rest, most, True, columns(piece)
            line, room, empty = f"{line}{'' if empty else ' '}{piece}", room - needed, False
    lines.append(line)
    return "\n".join(line.rstrip(" ") for line in lines)


def underline(text: str, *, mark: str) -> str:
    """Return a row of marks as long as the text, within a line."""
    return mark * min(_columns(text), 78)


def _break_word(word: str, width: int) -> list[str]:
    """Return a word that is longer than a line in pieces that are not."""
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
