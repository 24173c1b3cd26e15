"""What the type of a setting is made of, for those who walk through all settings.

One rule: a setting is a table, an array, a mapping by name, or a plain value; a choice
between types is a union, and None among them only says that the setting may be left out.
"""

import types
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Meta
from msgspec.structs import FieldInfo

from digest.settings.tables import Table

TableType = type[Table]


def bare(kind: Any) -> Any:
    """Return a type without what is said of it."""
    return bare(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def metas(kind: Any) -> tuple[Meta, ...]:
    """Return what is said of a type."""
    if get_origin(kind) is not Annotated:
        return ()
    return tuple(meta for meta in kind.__metadata__ if isinstance(meta, Meta))


def all_metas(kind: Any) -> tuple[Meta, ...]:
    """Return what is said of a type, and of the types that it may be."""
    return tuple(meta for one in (kind, *options(kind)) for meta in metas(one))


def options(kind: Any) -> tuple[Any, ...]:
    """Return the types that a setting may have, as they are annotated."""
    plain = bare(kind)
    if get_origin(plain) in (Union, types.UnionType):
        return tuple(one for part in get_args(plain) for one in options(part))
    return () if plain is type(None) else (kind,)


def tables(kind: Any) -> tuple[TableType, ...]:
    """Return the kinds of table that a setting may be."""
    return tuple(plain for one in options(kind) if is_table(plain := bare(one)))


def is_table(kind: object) -> TypeGuard[TableType]:
    """Say whether a type is a table."""
    return isinstance(kind, type) and issubclass(kind, Table)


def item(kind: Any) -> Any:
    """Return the type of an array's items, None where it is no array."""
    arrays = (plain for one in options(kind) if get_origin(plain := bare(one)) is tuple)
    return next((get_args(one)[0] for one in arrays), None)


def entry(kind: Any) -> Any:
    """Return the types of a mapping's names and values, None where it is no mapping."""
    plain = bare(kind)
    return get_args(plain) if get_origin(plain) in (AbstractMapping, dict) else None


def known_values(kind: Any) -> tuple[str, ...]:
    """Return the texts among which a setting chooses, () where it is free."""
    literals = (bare(one) for one in options(kind))
    return tuple(value for one in literals if get_origin(one) is Literal for value in get_args(one))


def fields(table: TableType) -> tuple[FieldInfo, ...]:
    """Return the settings of a table, in the order in which they are told."""
    return msgspec.structs.fields(table)


def tag(table: TableType) -> tuple[str, str] | None:
    """Return the setting that tells a kind of table, and its value for this kind."""
    config = table.__struct_config__
    return (config.tag_field, str(config.tag)) if config.tag_field else None


def default(field: FieldInfo) -> Any:
    """Return what holds where a setting is left out; NODEFAULT where it must be given."""
    if field.default_factory is not NODEFAULT:
        return field.default_factory()
    return field.default


def all_values(table: Table, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values in a table and in the tables within, with their paths for messages."""
    for field in fields(type(table)):
        where = f"{path}.{field.encode_name}" if path else field.encode_name
        value = getattr(table, field.name)
        yield where, value
        many = isinstance(value, tuple)
        for n, one in enumerate(value if many else (value,), 1):
            if isinstance(one, Table):
                yield from all_values(one, f"{where} #{n}" if many else where)
