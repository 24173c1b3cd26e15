"""The settings as tables of Markdown, for the documents.

One rule: the documents are made of what the program reads; ``scripts/build_settings`` puts
these tables between the marks in docs/settings.md.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import NODEFAULT, Meta

import digest.settings.shapes as shapes
from digest.settings.outline import Part, Setting, outline, walk
from digest.settings.toml import write_value

BEGIN, END = "<!-- settings: made by scripts/build_settings -->", "<!-- end of settings -->"
_NAMES = {"bool": "true or false", "str": "text", "Path": "path"}


def write_tables() -> str:
    """Return a table of settings for each table of the file."""
    return "\n".join(_of(part) for part in walk(outline()))


def put_tables(document: str) -> str:
    """Return a document with its tables made anew; ValueError where it has no marks for them."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no place for the tables: give {BEGIN} and {END}")
    return f"{before}{begin}\n\n{write_tables()}\n{end}{after}"


def name_kind(kind: Any) -> str:
    """Return what a setting may be, in words."""
    named = [_name(one) for one in shapes.options(kind)]
    return " or ".join(dict.fromkeys(named))


def _of(part: Part) -> str:
    name = f"`{part.header}`" if part.header else "Above the first table"
    if part.tag:
        name = f"{name} with `{part.tag[0]} = {write_value(part.tag[1])}`"
    rows = [_row(setting) for setting in part.settings]
    head = ["| setting | value | default | meaning |", "| --- | --- | --- | --- |"]
    return "\n".join([f"### {name}", "", _cell(part.description), "", *head, *rows, ""])


def _row(setting: Setting) -> str:
    cells = (f"`{setting.name}`", name_kind(setting.kind), _default(setting), setting.description)
    return f"| {' | '.join(map(_cell, cells))} |"


def _default(setting: Setting) -> str:
    if setting.default is NODEFAULT:
        return "must be given"
    return "" if setting.default in (None, (), {}) else f"`{write_value(setting.default)}`"


def _name(kind: Any) -> str:
    """Return one type of a setting in words; numbers with their bounds."""
    plain, said = shapes.bare(kind), shapes.metas(kind)
    titled = next((meta.title for meta in said if meta.title), None)
    if titled:
        return titled
    if known := shapes.known_values(plain):
        return " or ".join(f"`{write_value(one)}`" for one in known)
    if (item := shapes.item(plain)) is not None:
        return f"list: {name_kind(item)}"
    if shapes.entry(plain) is not None:
        return " = ".join(map(name_kind, shapes.entry(plain)))
    if plain in (int, float):
        return _bounds(said, "whole number" if plain is int else "number")
    return "secret" if shapes.is_table(plain) else _NAMES[plain.__name__]


def _bounds(said: Sequence[Meta], name: str) -> str:
    least = next((f"{meta.ge:,}" for meta in said if meta.ge is not None), "above 0")
    most = next((f"{meta.le:,}" for meta in said if meta.le is not None), "")
    return f"{name}, {least} to {most}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
