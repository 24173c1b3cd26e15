"""JSONL: one article a line, its text taken as it is.

Offsets into the text are the user's own, so nothing in it is cleaned or
normalized; turns, language and a title are found without changing it. A row
that cannot be used is named by its line, the others go on.
"""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import msgspec

from digest.dates import date_in_url, read_date
from digest.formats.facts import split_names
from digest.formats.transcript import find_turns, has_loud_labels, kind_of
from digest.languages import find_language
from digest.model import Article, Payload, Skipped
from digest.outlets import outlet_of_url
from digest.titles import derive_title

LARGEST_ROW = 20 * 1024 * 1024  # bytes; as large as a file of one article


class Row(msgspec.Struct):
    """What we read of a row; other fields are ignored."""

    id: str | int
    text: str
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: list[str] | str | None = None
    author: list[str] | str | None = None
    language: str | None = None


def read_rows(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the articles of a JSONL file in its order, and the rows that were left out."""
    found = list(_read_lines(payload))
    return tuple(found) or (Skipped(item=payload.file, step="read", reason="an empty file"),)


def row_texts(payload: Payload) -> dict[str, str]:
    """Return the title and the text of each row by the sha256 of its line, for comparing."""
    decoder = msgspec.json.Decoder(Row)
    texts: dict[str, str] = {}
    for _, line in numbered_lines(payload):
        try:
            row = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        texts[sha256(line).hexdigest()] = f"{row.title or ''}\n{row.text}"
    return texts


def numbered_lines(payload: Payload) -> Iterator[tuple[str, bytes]]:
    """Yield each line that is not blank with its name ("rows.jsonl line 3")."""
    data = payload.data.removeprefix(b"\xef\xbb\xbf")
    for number, line in enumerate(BytesIO(data), 1):
        if line.strip():
            yield f"{payload.file} line {number}", line.strip()


def plain_problem(err: msgspec.DecodeError) -> str:
    """Return what is wrong with a row, in our words and on one line."""
    problem = " ".join(str(err).replace("`", "'").split())
    if isinstance(err, msgspec.ValidationError):
        return f"{problem[:1].lower()}{problem[1:]}"
    return f"not JSON: {problem[:1].lower()}{problem[1:]}"


def published_date(date: str | None) -> tuple[str | None, str]:
    """Return a row's date in ISO 8601, and the complaint where it cannot be read."""
    if not date or not date.strip():
        return None, ""
    try:
        return read_date(date), ""
    except ValueError as err:
        return None, str(err)


def _read_lines(payload: Payload) -> Iterator[Article | Skipped]:
    decoder = msgspec.json.Decoder(Row)
    seen: set[str] = set()
    for name, line in numbered_lines(payload):
        if len(line) > LARGEST_ROW:
            yield _skipped(name, f"larger than {LARGEST_ROW // (1024 * 1024)} MB")
            continue
        try:
            row = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as err:
            yield _skipped(name, _problem(err))
            continue
        if str(row.id) in seen:
            yield _skipped(name, f"its id {str(row.id)!r} stands on an earlier line")
        elif not row.text.strip():
            yield _skipped(name, "without text")
        else:
            seen.add(str(row.id))
            yield from read_row(row, sha256(line).hexdigest(), name, payload.file)


def _problem(err: Exception) -> str:
    if isinstance(err, msgspec.DecodeError):
        return plain_problem(err)
    return "not UTF-8" if isinstance(err, UnicodeDecodeError) else "too deeply nested"


def read_row(row: Row, digest: str, name: str, file: str) -> Iterator[Article | Skipped]:
    """Yield the article in a row and a note where its date is none; ``digest`` is its sha256."""
    published, complaint = published_date(row.date)
    title = (row.title or "").strip()
    url = (row.url or "").strip()
    turns = find_turns(row.text, context=title)
    loud = has_loud_labels(row.text, turns)
    yield Article(
        id=str(row.id),
        text=row.text,
        file=file,
        title=title or derive_title(row.text.lstrip()),
        title_derived=not title,
        outlet=(row.outlet or "").strip() or outlet_of_url(url),
        published=published or date_in_url(url),
        authors=_names(row.authors or row.author),
        url=url,
        kind=kind_of(turns, labels_loud=loud, title=title),
        language=find_language(row.text, title=title, declared=row.language or ""),
        turns=turns,
        row_id=row.id if isinstance(row.id, int) else None,
        sha256=digest,
    )
    if complaint:
        yield _skipped(name, f"published is {complaint}; the article is kept")


def _names(authors: list[str] | str | None) -> tuple[str, ...]:
    if isinstance(authors, str):
        return split_names(authors)
    return tuple(name.strip() for name in authors or () if name.strip())


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
