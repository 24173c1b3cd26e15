"""Plain text into articles: what stands above it as front matter, and the text."""

import re
from collections.abc import Mapping
from hashlib import sha256

from digest.characters import clean_characters
from digest.formats.articles import make_articles
from digest.formats.encodings import decode
from digest.formats.facts import facts_of_front_matter
from digest.formats.front_matter import FrontMatterError, split_front_matter
from digest.model import Article, Payload, Skipped

_LINK = re.compile(r"(?<=\])\(https?://[^()\s]{1,400}\)")


def read_text(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the articles of a text file, and notes about what could not be read in it."""
    if not payload.data.strip():
        return (_skipped(payload.name, "an empty file"),)
    try:
        text, note = decode(payload.data)
        fields, body = split_front_matter(clean_characters(text).lstrip("\n"))
    except (ValueError, FrontMatterError) as err:
        return (_skipped(payload.name, str(err)),)
    notes = [_skipped(payload.name, note)] if note else []
    facts, bad_date = facts_of_front_matter(fields)
    if bad_date:
        notes.append(_skipped(payload.name, f"published is {bad_date}; the article is kept"))
    found = make_articles(payload, body, facts)
    return (*found, *notes) if isinstance(found[0], Article) else found


def visible_text(payload: Payload) -> Mapping[str, str]:
    """Return the whole text, without the addresses behind its links, by its sha256."""
    try:
        text, _ = decode(payload.data)
    except ValueError:
        return {}
    return {sha256(payload.data).hexdigest(): _LINK.sub("", clean_characters(text))}


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
