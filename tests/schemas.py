"""As much of JSON Schema as the schema of the settings file uses; anything else is an error."""

import re
from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]

_TOLD = {"$schema", "$defs", "title", "description", "default", "examples"}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
# What words say of texts, numbers and arrays; of other values they say nothing.
_PLAIN: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "minLength": ("string", lambda value, least: len(value) >= least),
    "pattern": ("string", lambda value, wanted: re.search(wanted, value) is not None),
    "minimum": ("number", lambda value, least: value >= least),
    "maximum": ("number", lambda value, most: value <= most),
    "exclusiveMinimum": ("number", lambda value, least: value > least),
    "minItems": ("array", lambda value, least: len(value) >= least),
}


def fits(value: object, schema: Schema, root: Schema) -> bool:
    """Say whether a value is valid by a schema whose references are meant within root."""
    return all(_fits(word, value, schema, root) for word in schema.keys() - _TOLD)


def _fits(word: str, value: object, schema: Schema, root: Schema) -> bool:
    wanted = schema[word]
    if word == "$ref":
        return fits(value, root["$defs"][wanted.removeprefix("#/$defs/")], root)
    if word in ("anyOf", "oneOf"):
        found = sum(fits(value, one, root) for one in wanted)
        return found == 1 if word == "oneOf" else found > 0
    if word == "type":
        return _is(value, wanted)
    if word == "enum":
        return value in wanted
    if word in _PLAIN:
        kind, says = _PLAIN[word]
        return not _is(value, kind) or says(value, wanted)
    if word == "items":
        return not isinstance(value, list) or all(fits(one, wanted, root) for one in value)
    return not isinstance(value, dict) or _fits_table(word, value, schema, root)


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and isinstance(value, bool) == (kind == "boolean")


def _fits_table(word: str, value: dict[str, Any], schema: Schema, root: Schema) -> bool:
    wanted = schema[word]
    if word == "required":
        return all(name in value for name in wanted)
    if word == "properties":
        return all(fits(value[name], one, root) for name, one in wanted.items() if name in value)
    if word == "propertyNames":
        return all(fits(name, wanted, root) for name in value)
    assert word == "additionalProperties", word
    others = [one for name, one in value.items() if name not in schema.get("properties", {})]
    return not others if wanted is False else all(fits(one, wanted, root) for one in others)
