"""Tables of articles (CSV, TSV): a row an article, its columns named in the first line.

One rule: a row is read as a row of JSONL is. Its text is taken as it is, so
that offsets are offsets into the cell; a row that cannot be used is named by
its line, the others go on.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO

import msgspec

from digest.formats.encodings import decode
from digest.formats.jsonl import LARGEST_ROW, Row, read_row
from digest.model import Article, Payload, Skipped

DELIMITERS = ",;\t|"
LONGEST_HEAD = 20_000  # characters of the first line
MOST_LINES = 5_000  # lines of one row; a quotation mark that is never closed takes all

_COLUMNS = {
    "text": "text body content fulltext articletext articlebody maintext story article",
    "title": "title headline header",
    "date": "date published publishedat datepublished publicationdate publishdate pubdate "
    "publisheddate publishedtime datetime timestamp created createdat",
    "outlet": "outlet source publisher publication newspaper medium sitename site sourcename media",
    "url": "url link href permalink canonicalurl sourceurl address",
    "authors": "authors author byline by creator",
    "language": "language lang locale",
    "id": "id key guid articleid documentid docid uid",
}
_FIELDS = {name: field for field, names in _COLUMNS.items() for name in names.split()}
_WANTED = "text (or body, content), and where known title, date, outlet, url, authors, language, id"


class TableError(ValueError):
    """A table cannot be read at all; the message says why."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row with the line on which it begins."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""


def read_table(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the articles of a table in its order, and the rows that were left out."""
    try:
        with _long_cells():
            found = tuple(_read(payload))
    except TableError as err:
        return (_skipped(payload.name, str(err)),)
    return found or (_skipped(payload.name, "a table without rows"),)


def table_texts(payload: Payload) -> Mapping[str, str]:
    """Return the cells of each row by the sha256 of its article, for comparing."""
    try:
        with _long_cells():
            _, rows, _ = _open(payload)
            return {_sha256(row.cells): "\n".join(row.cells) for row in rows if not row.problem}
    except TableError:
        return {}


def _read(payload: Payload) -> Iterator[Article | Skipped]:
    fields, rows, note = _open(payload)
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = f"{payload.name} line {row.line}"
        if row.problem or len(row.cells) > len(fields):
            many = f"has {len(row.cells)} cells, the first line {len(fields)}"
            yield _skipped(name, row.problem or many)
            continue
        told = dict(zip(fields, row.cells, strict=False))
        identity = told.get("id", "").strip() or f"{payload.name}#{number}"
        if identity in seen:
            yield _skipped(name, f"its id {identity!r} stands on an earlier line")
        elif not told.get("text", "").strip():
            yield _skipped(name, "without text")
        else:
            seen.add(identity)
            one = msgspec.convert(told | {"id": identity}, Row)
            yield from read_row(one, _sha256(row.cells), name, payload.file)
    if note:
        yield _skipped(payload.name, note)


def _open(payload: Payload) -> tuple[tuple[str, ...], Iterator[_Cells], str]:
    """Return the fields of the columns, the rows below, and a note. Raises TableError."""
    try:
        text, note = decode(payload.data)
    except ValueError as err:
        raise TableError(str(err)) from err
    start = text.find("\n") + 1 if text[:4].lower() == "sep=" else 0  # Excel names its delimiter so
    delimiter = text[4:5] if start and text[4:5] in DELIMITERS else ""
    head = text[start : start + LONGEST_HEAD]
    delimiter = delimiter or max(DELIMITERS, key=lambda sign: _known(head, sign))
    rows = _rows(text[start:], delimiter, 1 if start else 0)
    first = next(rows, None)
    if first is None or first.problem:
        raise TableError(first.problem if first else "an empty file")
    return _fields(first.cells), rows, note


def _known(head: str, delimiter: str) -> tuple[int, int]:
    """Return how many columns a delimiter gives that are ours, and how many at all."""
    first = next(_rows(head, delimiter, 0), None)
    cells = first.cells if first else ()
    return sum(_plain(cell) in _FIELDS for cell in cells), len(cells)


def _fields(head: Sequence[str]) -> tuple[str, ...]:
    """Return what each column is, "" for one that is not ours; of two for one field the better.

    A column "source" is an outlet, "article" a text, where none has the plainer name.
    """
    ranks = {name: rank for names in _COLUMNS.values() for rank, name in enumerate(names.split())}
    best: dict[str, int] = {}
    for place, cell in enumerate(head):
        field, rank = _FIELDS.get(_plain(cell), ""), ranks.get(_plain(cell), 0)
        if field and (field not in best or rank < ranks[_plain(head[best[field]])]):
            best[field] = place
    if "text" not in best:
        shown = ", ".join(repr(" ".join(cell.split())[:30]) for cell in head[:12])
        raise TableError(f"a table without a column of texts: it has {shown}; wanted: {_WANTED}")
    places = {place: field for field, place in best.items()}
    return tuple(places.get(place, "") for place in range(len(head)))


def _rows(text: str, delimiter: str, above: int) -> Iterator[_Cells]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    while True:
        line = above + last + 1
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as err:
            last = reader.line_num
            yield _Cells(line, (), f"not a row of a table: {err}")
            continue
        spanned, last = reader.line_num - last, reader.line_num
        if spanned > MOST_LINES:
            problem = f"goes on over {spanned:,} lines: a quotation mark in it is never closed"
            yield _Cells(line, (), problem)
        elif any(cell.strip() for cell in cells):
            yield _Cells(line, cells)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name[:100].lower()))


def _sha256(cells: Sequence[str]) -> str:
    return sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let a cell be as long as a row of JSONL; Python's limit is one for the whole process."""
    before = csv.field_size_limit(LARGEST_ROW)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
