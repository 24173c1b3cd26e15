"""JSONL for ``digest summarize``: a row is a cluster of documents.

The texts are taken as they are, as in ``digest.formats.jsonl``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from digest.formats.jsonl import numbered_lines, plain_problem, published_date
from digest.languages import find_language
from digest.model import Article, Payload, Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Documents to be summarized together; the id of the third is "<id>#3"."""

    id: str | int
    documents: tuple[Article, ...]


class Document(msgspec.Struct):
    """What we read of a document; other fields are ignored."""

    text: str
    title: str | None = None
    date: str | None = None


class Row(msgspec.Struct):
    """What we read of a row; other fields are ignored."""

    id: str | int
    documents: list[Document]


def parse_clusters(payload: Payload) -> tuple[Cluster | Skipped, ...]:
    """Return the clusters of a JSONL file in its order, and the rows that were left out."""
    found = tuple(_read_lines(payload))
    return found or (_skipped(payload.file, "an empty file"),)


def _read_lines(payload: Payload) -> Iterator[Cluster | Skipped]:
    decoder = msgspec.json.Decoder(Row)
    seen: set[str] = set()
    for name, line in numbered_lines(payload):
        try:
            row = decoder.decode(line)
        except msgspec.DecodeError as err:
            yield _skipped(name, plain_problem(err))
            continue
        except (UnicodeDecodeError, RecursionError) as err:
            yield _skipped(name, f"not JSON: {type(err).__name__}")
            continue
        if str(row.id) in seen:
            yield _skipped(name, f"its id {str(row.id)!r} stands on an earlier line")
        elif not any(document.text.strip() for document in row.documents):
            yield _skipped(name, "without documents")
        else:
            seen.add(str(row.id))
            yield from _read_row(row, payload.file, name, sha256(line).hexdigest())


def _read_row(row: Row, file: str, name: str, digest: str) -> Iterator[Cluster | Skipped]:
    documents: list[Article] = []
    for number, document in enumerate(row.documents, 1):
        published, complaint = published_date(document.date)
        if complaint:
            reason = f"date of document {number} is {complaint}; the document is kept"
            yield Skipped(item=name, step="date", reason=reason)
        title = (document.title or "").strip()
        article = Article(
            id=f"{row.id}#{number}",
            text=document.text,
            file=file,
            title=title,
            published=published,
            language=find_language(document.text, title=title),
            sha256=digest,
        )
        documents.append(article)
    yield Cluster(id=row.id, documents=tuple(documents))


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
