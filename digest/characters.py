"""Characters made plain: one kind of space, no invisible marks, no double decoding.

Quotation marks, dashes and every visible letter stay as they are; the text
is composed (NFC), not folded (NFKC).
"""

import re
import unicodedata

MOST_DECODINGS = 4  # how often a word may have been decoded wrongly, one over another

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Soft hyphen, zero-width and bidirectional marks, controls, byte order marks, tag characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Zero-width joiners say something between letters of Arabic and Indic scripts only.
_JOINER = re.compile(
    "(?<![\u0600-\u08ff\u0900-\u0dff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0600-\u08ff\u0900-\u0dff])"
)
# UTF-8 read as Windows-1252 leaves these.
_TWICE_DECODED = re.compile("â€|Ã[\x80-\xbf]|Ã[ƒ‚©¨¡³¶¼¤]|Â[\x80-\xbf]|ï»¿|ðŸ|â„¢|Å[“¡¾]")


def clean_characters(text: str) -> str:
    """Return the text with plain spaces and line feeds, composed, without invisible marks."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = _BREAKS.sub("\n", text)
    if _TWICE_DECODED.search(text):
        text = "\n".join(map(_repair_line, text.split("\n")))
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    if "\u200c" in text or "\u200d" in text:  # a search for them takes as long as all the rest
        text = _JOINER.sub("", text)
    return unicodedata.normalize("NFC", text)


def _repair_line(line: str) -> str:
    """Repair word by word: a line may hold one damaged quotation among sound ones."""
    if not _TWICE_DECODED.search(line):
        return line
    return " ".join(map(_repair_word, line.split(" ")))


def _repair_word(word: str) -> str:
    from ftfy import fix_encoding

    for _ in range(MOST_DECODINGS):
        if not _TWICE_DECODED.search(word):
            break
        word = fix_encoding(word)
    return word
