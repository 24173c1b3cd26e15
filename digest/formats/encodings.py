"""Bytes into text: the declared encoding, then UTF-8, then what the bytes look like.

One rule: text that is UTF-8 but for a few broken bytes stays UTF-8; guessing
another encoding for it would damage every other letter.
"""

import codecs

DETECTED = 200_000  # bytes that the detector sees
LEAST_SURE = 0.5  # confidence of the detector
SOUND = 4  # sound letters beyond ASCII for each broken one, to stay with UTF-8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))  # that no text holds many of


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and, where letters were lost on the way, a note about it.

    Raises ValueError where the bytes are no text in any encoding we know.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], encoding)
    if is_binary(data):
        raise ValueError("a binary file, not text")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _without_mark(data)


def is_binary(data: bytes) -> bool:
    """Tell whether bytes without an encoding's mark are no text."""
    if b"\0" in data or data.startswith(b"%PDF-"):
        return True
    head = data[:4096]
    controls = len(head) - len(head.translate(None, delete=CONTROLS))
    return controls * 50 > len(head)


def _without_mark(data: bytes) -> tuple[str, str]:
    text, note = _lossy(data, "utf-8")
    broken = text.count("\ufffd")
    sound = sum(1 for letter in text if letter > "\x7f") - broken
    if sound >= SOUND * broken:
        return text, note
    from cchardet import detect

    found = detect(data[:DETECTED])
    encoding, confidence = found["encoding"], found["confidence"]
    if not encoding or (confidence or 0) < LEAST_SURE:
        return text, note
    try:
        return _lossy(data, encoding)
    except LookupError:  # an encoding that Python does not know
        return text, note


def _lossy(data: bytes, encoding: str) -> tuple[str, str]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return text, _note(lost, encoding)


def _note(lost: int, encoding: str) -> str:
    if not lost:
        return ""
    letters = "a broken character" if lost == 1 else f"{lost} broken characters"
    return f"{letters} in its {encoding.upper()} text; the article is kept"
