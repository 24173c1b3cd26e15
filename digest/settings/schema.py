"""The settings file as a JSON Schema, by which editors complete and check it.

One rule: the schema allows whatever digest reads. What it cannot say, such as that a
section is known, is left for digest to say.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

import digest.settings.shapes as shapes
from digest.settings.shapes import TableType
from digest.settings.values import FILE_NAME, SettingsFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_schema() -> str:
    """Return the schema as JSON with a line break at its end."""
    return json.dumps(make_schema(), ensure_ascii=False, indent=2) + "\n"


def make_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12)."""
    made = msgspec.json.schema(SettingsFile, schema_hook=lambda kind: {"type": "string"})
    definitions = {name: _plain(one) for name, one in made["$defs"].items()}
    for table in _all_tables(SettingsFile):
        _add_choice(definitions[table.__name__], table)
    shorts = {f"#/$defs/{one.__name__}" for one in _all_tables(SettingsFile) if one.in_short}
    whole = definitions.pop(SettingsFile.__name__)
    return {
        "$schema": DIALECT,
        "title": FILE_NAME,
        **{name: value for name, value in _with_short(whole, shorts).items() if name != "title"},
        "$defs": {name: _with_short(one, shorts) for name, one in sorted(definitions.items())},
    }


def _all_tables(table: TableType) -> Iterator[TableType]:
    yield table
    for field in shapes.fields(table):
        for kind in (field.type, shapes.item(field.type)):
            for inner in shapes.tables(kind) if kind is not None else ():
                yield from _all_tables(inner)


def _plain(schema: Any) -> Any:
    """Return a schema without what TOML does not have: null, and tables as defaults."""
    if isinstance(schema, list | tuple):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _plain(value) for name, value in schema.items() if name != "discriminator"}
    if kept.get("default") is None or isinstance(kept["default"], dict):
        kept.pop("default", None)
    if isinstance(kept.get("description"), str):
        kept["description"] = " ".join(kept["description"].split())
    choices = [one for one in kept.pop("anyOf", []) if one != {"type": "null"}]
    if len(choices) > 1:
        kept["anyOf"] = choices
    return {**choices[0], **kept} if len(choices) == 1 else kept


def _add_choice(schema: dict[str, Any], table: TableType) -> None:
    if table.one_of:
        schema["oneOf"] = [{"required": [name]} for name in table.one_of]


def _with_short(schema: Any, shorts: set[str]) -> Any:
    """Return a schema that takes a text where a text may stand for the table."""
    if isinstance(schema, list):
        return [_with_short(one, shorts) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") in shorts:
        return {"anyOf": [{"type": "string", "minLength": 1}, schema]}
    return {name: _with_short(value, shorts) for name, value in schema.items()}
