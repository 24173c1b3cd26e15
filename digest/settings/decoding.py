"""Settings out of what TOML holds, or all that is wrong with it.

One rule: a wrong setting hides no other. Each is told by its path, with what stood
there and what would be right; what may be a secret is told by its type only.
"""

import difflib
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

import msgspec

import digest.settings.shapes as shapes
from digest.settings.kinds import quoted
from digest.settings.outline import places, top_names
from digest.settings.shapes import TableType
from digest.settings.tables import Table

_NEAR, _NEAR_ELSEWHERE = 0.6, 0.8  # of difflib; the name of another table must be nearer
_NAMES = {"dict": "table", "list": "array"}

T = TypeVar("T", bound=Table)


def decode(table: type[T], found: dict[str, Any], folder: Path) -> tuple[T | None, tuple[str, ...]]:
    """Return a table as a value, or None and all that is wrong with it, in the file's order.

    Paths in it are meant from the folder.
    """
    decoder = _Decoder(folder)
    value = decoder.table((table,), found, "")
    return (None if decoder.problems else value), tuple(decoder.problems)


class _Decoder:
    """Walks through a type and what was found for it, side by side.

    Each method returns a value, or None where it told a problem.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []

    def value(self, kind: Any, found: object, path: str) -> Any:
        tables, item, entry = shapes.tables(kind), shapes.item(kind), shapes.entry(kind)
        if tables and (isinstance(found, dict) or len(tables) == len(shapes.options(kind))):
            return self.table(tables, found, path)
        if item is not None:
            return self._array(kind, item, found, path)
        if entry is not None:
            return self._mapping(entry, found, path)
        return self._plain(kind, found, path)

    def table(self, kinds: Sequence[TableType], found: object, path: str) -> Any:
        if isinstance(found, str) and kinds[0].in_short:
            found = _spelled_out(kinds[0], found)
        if not isinstance(found, dict):
            return self._tell(path, kinds[0].in_place or f"expected table, got {_type(found)}")
        kind = self._of_kind(kinds, found, path)
        if kind is None:
            return None
        before = len(self.problems)
        values = self._fields(kind, found, path)
        return None if len(self.problems) > before else kind(**values)

    def _of_kind(self, kinds: Sequence[TableType], found: dict[str, Any], path: str) -> Any:
        """Return the kind of a table that its tag tells."""
        tags = {tag: kind for kind in kinds if (tag := shapes.tag(kind))}
        if not tags:
            return kinds[0]
        name = next(iter(tags))[0]
        known = [value for _, value in tags]
        if name not in found:
            return self._tell(_join(path, name), f"missing: give one of {', '.join(known)}")
        if found[name] not in known:
            return self._tell(_join(path, name), _unknown(found[name], known))
        return tags[name, found[name]]

    def _fields(self, kind: TableType, found: dict[str, Any], path: str) -> dict[str, Any]:
        known = {field.encode_name: field for field in shapes.fields(kind)}
        tag = shapes.tag(kind)
        values: dict[str, Any] = {}
        for name, value in found.items():
            where = _join(path, name)
            if name in known:
                values[known[name].name] = self.value(known[name].type, value, where)
            elif not tag or name != tag[0]:
                self._tell(where, f"unknown setting{_nearest(name, list(known))}")
        for name, field in known.items():
            if field.required and name not in found:
                self._tell(_join(path, name), "missing")
        self._one_of(kind, found, path)
        return values

    def _one_of(self, kind: TableType, found: dict[str, Any], path: str) -> None:
        given = [name for name in kind.one_of if name in found]
        if len(given) > 1:
            self._tell(path, f"has {' and '.join(given)}: give exactly one of them")
        if kind.one_of and not given:
            self._tell(path, f"give one of {', '.join(kind.one_of)}")

    def _array(self, kind: Any, item: Any, found: object, path: str) -> Any:
        if isinstance(found, dict) and shapes.tables(item):
            return self._tell(path, f"expected array, got table: write [[{path}]]")
        if not isinstance(found, list):
            return self._tell(path, f"expected array, got {_type(found)}: put [ ] around it")
        said = shapes.all_metas(kind)
        least = max((meta.min_length or 0 for meta in said), default=0)
        if len(found) < least:
            return self._tell(path, "is empty")
        values = tuple(self.value(item, one, f"{path} #{n}") for n, one in enumerate(found, 1))
        if _is_program(kind) and values[0] and "/" in values[0]:
            # "./fetch" is beside the file, wherever the run is started; "sendmail" is on PATH.
            return (str(self._plain(Path, values[0], f"{path} #1")), *values[1:])
        return values

    def _mapping(self, entry: tuple[Any, Any], found: object, path: str) -> Any:
        if not isinstance(found, dict):
            return self._tell(path, f"expected table, got {_type(found)}")
        values = {}
        for name, value in found.items():
            where = _join(path, name)
            if isinstance(value, dict):
                self._tell(where, "expected str, got table: a name with a point needs quotes")
            else:
                values[self._plain(entry[0], name, where)] = self._plain(entry[1], value, where)
        return values

    def _plain(self, kind: Any, found: object, path: str) -> Any:
        try:
            value = msgspec.convert(found, kind, dec_hook=self._as_path)
            for check in _checks(kind):
                if isinstance(value, str):
                    check(value)
        except msgspec.ValidationError as err:
            return self._tell(path, _reason(err, kind, found))
        except ValueError as err:
            return self._tell(path, str(err))
        return value

    def _as_path(self, kind: type[Any], found: object) -> Path:
        if kind is not Path or not isinstance(found, str):
            raise TypeError(f"Expected `str`, got `{_type(found)}`")
        if not found.strip() or "\0" in found:
            raise ValueError("not a path")
        try:
            return self.folder / Path(found).expanduser()
        except RuntimeError as err:  # no HOME, or no such user
            raise ValueError("no home directory is known for '~'") from err

    def _tell(self, path: str, problem: str) -> Any:
        """Note a problem; returns the None that stands for a value that is not there."""
        self.problems.append(f"{path}: {problem}")
        return None


def _spelled_out(kind: TableType, text: str) -> dict[str, Any]:
    """Return the table that a text stands for."""
    (field,) = (one for one in shapes.fields(kind) if one.name == kind.in_short)
    return {field.encode_name: text if shapes.item(field.type) is None else [text]}


def _is_program(kind: Any) -> bool:
    return any(meta.extra and meta.extra.get("is_program") for meta in shapes.all_metas(kind))


def _checks(kind: Any) -> list[Any]:
    extras = [meta.extra or {} for meta in shapes.all_metas(kind)]
    checks = [extra["check"] for extra in extras if "check" in extra]
    return list(dict.fromkeys(checks))


def _reason(err: msgspec.ValidationError, kind: Any, found: object) -> str:
    """Return what msgspec says in our words, with the value that was not right."""
    known = shapes.known_values(kind)
    if known and isinstance(found, str):
        return _unknown(found, known)
    said = str(err).partition(" - at `")[0].replace("`", "").replace(" | null", "")
    said = said.replace("object", "table").replace(" | ", " or ")
    if isinstance(found, date | time):
        return f"{said[:1].lower()}{said[1:]}: put it in quotes"
    shown = "" if "got " in said or not isinstance(found, int | float) else f", got {quoted(found)}"
    return f"{said[:1].lower()}{said[1:]}{shown}"


def _unknown(found: object, known: Sequence[str]) -> str:
    if not isinstance(found, str):
        return f"expected str, got {_type(found)}"
    near = difflib.get_close_matches(found, known, 1, _NEAR)
    meant = f"; did you mean '{near[0]}'?" if near else ""
    return f"unknown value {quoted(found)} (known: {', '.join(known)}){meant}"


def _nearest(name: str, here: Sequence[str]) -> str:
    """Return which setting may have been meant: of this table, of the file's top, or of any."""
    plain = name.lower().replace("-", "_")
    elsewhere = {name: where for name, where in places().items() if name not in here}
    top = [name for name in top_names() if name in elsewhere]
    if near := difflib.get_close_matches(plain, here, 1, _NEAR_ELSEWHERE):
        return f"; did you mean '{near[0]}'?"
    for known in (top, list(elsewhere)):
        if near := difflib.get_close_matches(plain, known, 1, _NEAR_ELSEWHERE):
            return f"; did you mean {elsewhere[near[0]]}?"
    if near := difflib.get_close_matches(plain, here, 1, _NEAR):
        return f"; did you mean '{near[0]}'?"
    return f" (known: {', '.join(here)})"


def _join(path: str, name: str) -> str:
    plain = name if name.replace("-", "_").isidentifier() else quoted(name)
    return f"{path}.{plain}" if path else plain


def _type(found: object) -> str:
    name = type(found).__name__
    return _NAMES.get(name, name)
