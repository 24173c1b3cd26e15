"""All settings in their order, for whoever tells of them: the starter file, the documents.

One rule: nothing is told of a setting that does not stand beside its type.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from msgspec import NODEFAULT

import digest.settings.shapes as shapes
from digest.settings.shapes import TableType


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting that is no table; ``default`` is NODEFAULT where it must be given."""

    name: str
    kind: Any
    default: Any
    description: str
    example: Any

    @property
    def choices(self) -> tuple[str, ...]:
        """The texts among which it chooses, or its items do; () where it is free."""
        item = shapes.item(self.kind)
        return shapes.known_values(self.kind if item is None else item)

    @property
    def is_needed(self) -> bool:
        """Whether it must be given."""
        return self.default is NODEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table of the file; ``path`` is "" for the file itself.

    ``header`` is how the table begins ("[[sources]]"), ``tag`` the setting that tells its
    kind, with its value.
    """

    path: str
    header: str
    description: str
    tag: tuple[str, str] | None
    one_of: tuple[str, ...]
    settings: tuple[Setting, ...]
    parts: tuple["Part", ...]


@cache
def outline() -> Part:
    """Return the whole file."""
    from digest.settings.values import SettingsFile

    return _part(SettingsFile, "", "")


def walk(part: Part) -> Iterator[Part]:
    """Yield a part and all parts within, in the file's order."""
    yield part
    for inner in part.parts:
        yield from walk(inner)


def top_names() -> tuple[str, ...]:
    """Return the names that may stand at the top of the file, tables among them."""
    whole = outline()
    parts = dict.fromkeys(part.path for part in whole.parts)
    return (*(setting.name for setting in whole.settings), *parts)


@cache
def places() -> Mapping[str, str]:
    """Return where the settings and tables of each name belong, in words."""
    found: dict[str, list[str]] = {}
    for part in walk(outline()):
        if part.header:
            found.setdefault(part.path.rpartition(".")[2], []).insert(0, part.header)
        above = part.header or "the part above the first table"
        for setting in part.settings:
            found.setdefault(setting.name, []).append(f"'{setting.name}' in {above}")
    # What stands at the top is what is most often put below a table by mistake.
    return {name: " or ".join(dict.fromkeys(wheres)) for name, wheres in found.items()}


def _part(table: TableType, path: str, header: str) -> Part:
    settings, parts = [], []
    for field in shapes.fields(table):
        name = field.encode_name
        inner = _inner(field.type, f"{path}.{name}" if path else name)
        inner[:1] = [_led_by(_said(field.type), part) for part in inner[:1]]
        parts += inner
        if not inner:
            settings.append(_setting(name, field.type, shapes.default(field)))
    return Part(
        path=path,
        header=header,
        description=" ".join((inspect.getdoc(table) or "").split()),
        tag=shapes.tag(table),
        one_of=table.one_of,
        settings=tuple(settings),
        parts=tuple(parts),
    )


def _inner(kind: Any, path: str) -> list[Part]:
    """Return the tables that a setting is; secrets are told as values, being short."""
    item = shapes.item(kind)
    header = f"[{path}]" if item is None else f"[[{path}]]"
    found = shapes.tables(kind if item is None else item)
    return [_part(one, path, header) for one in found if not one.in_place]


def _led_by(description: str, part: Part) -> Part:
    """Return the first of several kinds of a table with what is said of them all."""
    return replace(part, description=f"{description} {part.description}".strip())


def _said(kind: Any) -> str:
    """Return what is said of a setting, "" where it is a table that tells of itself."""
    return next((meta.description for meta in shapes.metas(kind) if meta.description), "")


def _setting(name: str, kind: Any, default: Any) -> Setting:
    examples = [example for meta in shapes.metas(kind) for example in meta.examples or ()]
    return Setting(
        name=name,
        kind=kind,
        default=default,
        description=_said(kind),
        example=examples[0] if examples else None,
    )
