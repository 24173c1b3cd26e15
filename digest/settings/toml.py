"""TOML out of plain values: what Python reads and does not write.

One rule: what is written reads back as it was. There are no comments and no choices of
style; plain values stand before tables, as TOML wants it, and a table of one value among them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(table: Mapping[str, Any]) -> str:
    """Return a table of texts, numbers, booleans, arrays and tables as TOML; None is left out."""
    return "\n".join(_lines(_present(table), "")).strip("\n") + "\n"


def write_key(name: str) -> str:
    """Return a name as TOML has it before "=", in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def write_value(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{write_key(name)} = {write_value(one)}" for name, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(write_value, value))}]"
    return _quoted(str(value))


def _present(value: Any) -> Any:
    """Return a value without the settings in it that have none."""
    if isinstance(value, Mapping):
        return {name: _present(one) for name, one in value.items() if one is not None}
    return [_present(one) for one in value] if isinstance(value, list | tuple) else value


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    below = {name: tables for name, value in table.items() if (tables := _tables(value, path))}
    for name, value in table.items():
        if name not in below:
            yield f"{write_key(name)} = {write_value(value)}"
    for name, tables in below.items():
        where = f"{path}.{write_key(name)}" if path else write_key(name)
        for one in tables:
            yield ""
            yield f"[[{where}]]" if isinstance(table[name], list) else f"[{where}]"
            yield from _lines(one, where)


def _tables(value: Any, path: str) -> list[Mapping[str, Any]]:
    """Return the tables that a value is written as, below the plain values."""
    if isinstance(value, Mapping):
        is_short = len(value) <= 1 and not any(_tables(one, path) for one in value.values())
        return [] if path and is_short else [value]
    if not isinstance(value, list):
        return []
    tables = [one for one in value if isinstance(one, Mapping)]
    return tables if len(tables) == len(value) else []


def _quoted(text: str) -> str:
    # JSON's escapes are among TOML's, which also wants one for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
