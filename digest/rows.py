"""The rows that the commands print: one JSON object a line, its keys in a fixed order."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec

from digest.model import Article, Quote

if TYPE_CHECKING:  # what sums up takes long to import, and most rows need none of it
    from digest.config import Settings
    from digest.events import Group
    from digest.formats.clusters import Cluster

Row = dict[str, Any]


def encode_row(row: Row) -> bytes:
    """Return the row as one line of UTF-8."""
    return msgspec.json.encode(row) + b"\n"


def article_row(article: Article) -> Row:
    """Return the row of ``digest read``; a missing date is null."""
    return {
        "id": _given_id(article),
        "file": article.file,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.published,
        "author": list(article.authors),
        "contributors": list(article.contributors),
        "url": article.url,
        "kind": article.kind,
        "form": article.form,
        "language": article.language,
        "place": article.place,
        "agency": article.agency,
        "update_note": article.update_note,
        "title_derived": article.title_derived,
        "text": article.text,
        "evidence": dict(article.evidence),
        "turns": [asdict(turn) for turn in article.turns],
        "removed": [asdict(removed) for removed in article.removed],
    }


def _given_id(article: Article) -> str | int:
    return article.id if article.row_id is None else article.row_id


def quotes_row(article: Article, quotes: Sequence[Quote]) -> Row:
    """Return the row of ``digest quotes``; a speaker that the text does not tell is null."""
    return {
        "id": _given_id(article),
        "quotes": [
            {
                "start": quote.start,
                "end": quote.end,
                "text": quote.text,
                "kind": quote.kind,
                "speaker": quote.speaker,
                "role": quote.role,
                "mention": quote.mention,
                "cue": quote.cue,
                "via": quote.via,
                "group": quote.group,
                "confidence": quote.confidence,
                "evidence": quote.evidence,
                "named_at": quote.named_at,
            }
            for quote in quotes
        ],
    }


def event_rows(groups: Sequence["Group"], order: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of ``digest events``, one an article, in the order of the ids given."""
    rows = {}
    for group in groups:
        originals = dict(group.copies)
        for article in group.articles:
            rows[article.id] = {
                "id": _given_id(article),
                "event": group.id,
                "copy_of": originals.get(article.id),
                "confidence": group.confidence,
            }
    for key in order:
        yield rows[key]


def summary_row(cluster: "Cluster", settings: "Settings", *, known: Sequence[str] = ()) -> Row:
    """Return the row of ``digest summarize``; ``document`` counts the cluster's from 0."""
    from digest.steps import prepare, summarize

    told = summarize([prepare(one) for one in cluster.documents], settings, known=known)
    number = {document.id: index for index, document in enumerate(cluster.documents)}
    return {
        "id": cluster.id,
        "summary": "\n".join(" ".join(sentence.text.split()) for sentence, _ in told),
        "sentences": [
            {
                "document": number[sentence.article],
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence.text,
                "score": score,
            }
            for sentence, score in told
        ],
    }
