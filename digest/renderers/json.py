"""A digest as digest.json, and back.

One rule: the fields of the model are the fields of the file, so that what was
saved comes back equal. Only ``Period.from_`` is called "from" in the file.
"""

import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from digest.errors import InputError
from digest.model import Digest, EventDigest

_SCHEMA = "digest/1"
# Written only where they say something, so that a plain digest is the file that it always was.
_LATER_FIELDS = frozenset({"sections"})
_LATER_FIELDS_OF_EVENTS = frozenset({"update_of", "section", "watched", "marked"})
_WHOLE_WAY = "$"  # msgspec calls the outermost value so in its messages


def render_json(digest: Digest) -> bytes:
    """Return the digest as JSON, UTF-8, indented by two blanks.

    Bytes of a file's name that are no UTF-8 are escaped ("\\udcff") and come back as they were.
    """
    fields = _without_empty(msgspec.to_builtins(digest), _LATER_FIELDS)
    fields["events"] = [_without_empty(one, _LATER_FIELDS_OF_EVENTS) for one in fields["events"]]
    fields["period"]["from"] = fields["period"].pop("from_")
    fields["period"] = dict(sorted(fields["period"].items()))
    text = json.dumps(fields, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _without_empty(fields: dict[str, Any], optional: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value or name not in optional}


def decode_digest(data: bytes, name: str) -> Digest:
    """Return the digest that ``render_json`` wrote.

    ``name`` is what the file is called in the message when it is none.
    """
    fields = _decode_fields(data, name)
    if fields.get("schema") != _SCHEMA:
        raise InputError(f"{name}: schema: expected {_SCHEMA!r}, got {fields.get('schema')!r}")
    period = fields.get("period")
    if isinstance(period, dict) and "from" in period:
        fields["period"] = {**period, "from_": period["from"]}
    try:
        digest = msgspec.convert(fields, Digest)
    except msgspec.ValidationError as err:
        raise InputError(f"{name}: {_place_first(str(err))}") from err
    _check_day_and_zone(digest, name)
    for place, event in enumerate(digest.events):
        _check_articles(event, f"{name}: events[{place}]")
        _check_place_in_time(event, digest, f"{name}: events[{place}]")
    return digest


def _decode_fields(data: bytes, name: str) -> dict[str, Any]:
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError) as err:
        raise InputError(f"{name}: not JSON: {str(err).lower()}") from err
    if not isinstance(fields, dict):
        raise InputError(f"{name}: not a digest: expected an object")
    return fields


def _place_first(message: str) -> str:
    """Turn msgspec's "Expected `int`, got `str` - at `$.events[0].outlets`" around."""
    problem, _, place = message.replace("`", "").partition(" - at ")
    place = place.removeprefix(_WHOLE_WAY).removeprefix(".").replace("from_", "from")
    problem = problem[:1].lower() + problem[1:]
    return f"{place}: {problem}" if place else problem


def _check_day_and_zone(digest: Digest, name: str) -> None:
    try:
        date.fromisoformat(digest.day)
    except ValueError as err:
        raise InputError(f"{name}: day is not a date: {digest.day!r}") from err
    try:
        ZoneInfo(digest.timezone)
    except (KeyError, ValueError, OSError) as err:
        raise InputError(f"{name}: timezone is not known: {digest.timezone!r}") from err


def _check_place_in_time(event: EventDigest, digest: Digest, place: str) -> None:
    """Refuse an update of no day, and an event of a section that the digest does not have."""
    for field in ("since", "last") if event.update_of else ():
        try:
            date.fromisoformat(getattr(event.update_of, field))
        except ValueError as err:
            told = getattr(event.update_of, field)
            raise InputError(f"{place}.update_of.{field} is not a date: {told!r}") from err
    if (event.section or digest.sections) and event.section not in digest.sections:
        raise InputError(f"{place}.section is none of the digest's: {event.section!r}")


def _check_articles(event: EventDigest, place: str) -> None:
    """Refuse an event that names articles which it does not list."""
    listed = {source.id for source in event.articles}
    named = [
        *((f"summary[{n}]", sentence.article) for n, sentence in enumerate(event.summary)),
        *((f"summary[{n}].also", s.article) for n, x in enumerate(event.summary) for s in x.also),
        *(
            (f"statements[{n}]", q.article)
            for n, x in enumerate(event.statements)
            for q in x.quotes
        ),
        *(
            (f"articles[{n}].shares_text", s.article)
            for n, x in enumerate(event.articles)
            for s in x.shares_text
        ),
        *((f"figures[{n}]", v.article) for n, x in enumerate(event.figures) for v in x.values),
    ]
    for where, article in named:
        if article not in listed:
            raise InputError(f"{place}.{where}: article is not in the event's list: {article!r}")
