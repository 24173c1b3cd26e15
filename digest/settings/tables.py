"""What a table of the settings file is, and how a setting is told to people.

One rule: a setting is told once, beside its type; the starter file, the documents, the
schema for editors and the messages are made of that.
"""

from typing import ClassVar

from msgspec import Meta, Struct


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file.

    ``in_short`` is the setting that a lone text in the table's place stands for;
    ``in_place`` is what to tell whoever writes a text where only a table can be.
    ``one_of`` are settings of which a table has exactly one.
    """

    in_short: ClassVar[str] = ""
    in_place: ClassVar[str] = ""
    one_of: ClassVar[tuple[str, ...]] = ()


def told(description: str, *examples: object) -> Meta:
    """Return what is said of a setting, and values that it may have."""
    return Meta(description=description, examples=list(examples) or None)
