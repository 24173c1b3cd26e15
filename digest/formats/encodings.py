"""Bytes into text: the declared encoding, then UTF-8, then what the bytes look like.

One rule: text that is UTF-8 but for a few broken bytes stays UTF-8; guessing
another encoding for it would damage every other letter.
"""

import codecs
import re

DETECTED = 200_000  # bytes that the detector sees
LEAST_SURE = 0.5  # confidence of the detector
SOUND = 4  # sound letters beyond ASCII for each broken one, to stay with UTF-8

DECLARED_WITHIN = 8192  # bytes of a page in which its declaration may stand
FITTING = 50  # sound letters beyond ASCII for each broken one, to believe a declaration

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))  # that no text holds many of

# What the labels of encodings mean on the web, where pages call Windows' by older names.
_LABELS = {
    label: encoding
    for encoding, labels in {
        "utf-8": "utf-8 utf8 unicode-1-1-utf-8 utf-16 utf-16le utf-16be unicode",
        "cp1252": "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 us-ascii ascii windows-1252 "
        "cp1252 x-cp1252 ansi",
        "cp1250": "windows-1250 cp1250 x-cp1250",
        "cp1251": "windows-1251 cp1251 x-cp1251 win-1251",
        "cp1253": "windows-1253 cp1253",
        "cp1254": "windows-1254 cp1254 iso-8859-9 iso8859-9 latin5",
        "cp1255": "windows-1255 cp1255",
        "cp1256": "windows-1256 cp1256",
        "cp1257": "windows-1257 cp1257",
        "cp1258": "windows-1258 cp1258",
        "cp874": "windows-874 tis-620 iso-8859-11 iso8859-11 dos-874",
        "cp866": "ibm866 cp866 866",
        "iso8859-2": "iso-8859-2 iso8859-2 iso_8859-2 latin2",
        "iso8859-3": "iso-8859-3",
        "iso8859-4": "iso-8859-4",
        "iso8859-5": "iso-8859-5 cyrillic",
        "iso8859-6": "iso-8859-6 arabic",
        "iso8859-7": "iso-8859-7 greek",
        "iso8859-8": "iso-8859-8 iso-8859-8-i hebrew",
        "iso8859-10": "iso-8859-10",
        "iso8859-13": "iso-8859-13",
        "iso8859-14": "iso-8859-14",
        "iso8859-15": "iso-8859-15 iso8859-15 latin-9",
        "koi8-r": "koi8-r koi8 koi",
        "koi8-u": "koi8-u",
        "mac-roman": "macintosh x-mac-roman",
        "gb18030": "gb2312 gb_2312-80 gbk gb18030 x-gbk chinese",
        "big5hkscs": "big5 big5-hkscs x-x-big5 cn-big5",
        "euc_jp": "euc-jp x-euc-jp",
        "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms_kanji",
        "iso2022_jp": "iso-2022-jp",
        "cp949": "euc-kr ks_c_5601-1987 ks_c_5601 ksc5601 korean windows-949 cp949",
    }.items()
    for label in labels.split()
}
_DECLARATIONS = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE),
    re.compile(
        rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE
    ),
)
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def decode_declared(data: bytes, media_type: str = "") -> tuple[str, str]:
    """Return the text of markup, which may declare its encoding, as ``decode`` does.

    What the server says comes first, then what the markup says; a declaration that the
    bytes do not fit is not believed, and bytes that are UTF-8 are nothing else.
    """
    if data.startswith(tuple(mark for mark, _ in _MARKS)):
        return decode(data)
    if data[:200].count(b"\0") > 20:  # UTF-16 without its mark
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return _lossy(data, encoding)
    if data.isascii() and b"\x1b$" not in data:
        return decode(data)
    declared = _declared(data, media_type)
    if declared and not _is_utf8(data):
        for encoding in declared:
            text, note = _lossy(data, encoding)
            sound = sum(1 for letter in text if letter > "\x7f")
            if text.count("\ufffd") * FITTING <= sound and not _has_controls(text):
                return text, note
    return decode(data)


def _declared(data: bytes, media_type: str) -> list[str]:
    head = data[:DECLARED_WITHIN]
    labels = _CHARSET.findall(media_type[:500])
    for pattern in _DECLARATIONS:
        labels += [label.decode("ascii", "replace") for label in pattern.findall(head)[:2]]
    known = (_LABELS.get(label.lower(), "") for label in labels)
    return [encoding for encoding in dict.fromkeys(known) if encoding and encoding != "utf-8"]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # Japanese mail's escapes are ASCII; everything else that is UTF-8 by chance is too short.
    return b"\x1b$" not in data


def _has_controls(text: str) -> bool:
    """Tell whether a text has the controls that another encoding's letters turn into."""
    return sum(1 for letter in text[:20_000] if "\x80" <= letter <= "\x9f") > 20


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
