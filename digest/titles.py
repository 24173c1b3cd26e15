"""A title for an article that has none: its best first clause.

One rule: the title is a run of the article's own words that ends where a
clause ends, with its marks balanced; it is never completed or reworded.
"""

import re

LONGEST_TITLE = 115  # characters; a headline of two lines
LONGEST_HEAD = 1000  # characters of the text in which the title is sought

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]{0,3}(?= [“\"‘«(]?[^\W\d_a-z]|\Z)|[。！？؟۔।][”」』]?")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Adm|St|No|vs|Prof|Jr|Sr))\.\Z"
)
# Where a clause ends: before these.
_CLAUSE = re.compile(
    r"(?:,|;|:| —| –| --)? (?=(?:as|while|when|after|before|because|although|though|amid|amidst|"
    r"following|where|which|who|whose|since|until|despite|but|addressing|saying|adding|noting)\b)"
    r"|[;:] | [—–] | -- |[，；：、،؛]"
)
_COMMA = re.compile(r", (?=[^\W\d_A-Z])(?!and\b|or\b)")
_PHRASE = re.compile(r" (?=(?:for|in|on|at|with|by|from|to|over|during|against|under)\b)")
# Tried in this order, each with the characters that a piece cut there needs.
_BOUNDARIES = ((_CLAUSE, 45), (_PHRASE, 60), (_COMMA, 45), (_PHRASE, 45), (_CLAUSE, 25))
_DANGLING = re.compile(
    r"(?:^| )(?:the|a|an|of|and|or|for|with|from|his|her|their|its|by|at|to|in|on|that|is|are|was|"
    r"were|be|has|have|will|would|said|says|as|than|not|no)\Z",
    re.IGNORECASE,
)
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"))


def derive_title(text: str) -> str:
    """Return the best first clause of a text, "" for a text without words."""
    sentence = _first_sentence(" ".join(text[:LONGEST_HEAD].split("\n\n", 1)[0].split()))
    if len(sentence) <= LONGEST_TITLE:
        return _trimmed(sentence)
    for boundary, shortest in _BOUNDARIES:
        cut = _last_cut(sentence, boundary, shortest)
        if cut:
            return cut
    return _at_word(sentence)


def _first_sentence(text: str) -> str:
    for end in _SENTENCE_END.finditer(text):
        if text[end.start()] != "." or not _ABBREVIATION.search(text[: end.start() + 1][-8:]):
            return text[: end.end()]
    return text


def _last_cut(sentence: str, boundary: re.Pattern[str], shortest: int) -> str:
    """Return the longest piece that fits and ends cleanly at a boundary, "" for none."""
    ends = [cut.start() for cut in boundary.finditer(sentence) if cut.start() <= LONGEST_TITLE]
    for end in reversed(ends):
        piece = _trimmed(sentence[:end])
        if len(piece) >= shortest and _stands(piece):
            return piece
    return ""


def _at_word(sentence: str) -> str:
    piece = sentence[: LONGEST_TITLE + 1].rsplit(" ", 1)[0][:LONGEST_TITLE]
    while _DANGLING.search(piece):
        piece = piece.rsplit(" ", 1)[0] if " " in piece else ""
    return _balanced(_trimmed(piece))


def _stands(piece: str) -> bool:
    return not _DANGLING.search(piece) and _balanced(piece) == piece


def _balanced(piece: str) -> str:
    """Cut a piece before the first mark that is never closed."""
    for opening, closing in _PAIRS:
        if piece.count(opening) > piece.count(closing):
            piece = piece[: piece.rindex(opening)].rstrip(" ,;:—–-")
    if piece.count('"') % 2:
        piece = piece[: piece.rindex('"')].rstrip(" ,;:—–-")
    return piece


def _trimmed(piece: str) -> str:
    """Strip what a headline does not end with."""
    piece = piece.strip().rstrip(",;:，；：、—–- ")
    if piece.endswith(".") and not _ABBREVIATION.search(piece[-8:]):
        return piece[:-1]
    return piece.rstrip("。")
