"""Front matter: the block of YAML between "---" lines above a text.

Every scalar is a string, whatever YAML would make of it ("2024-13-45", "on");
anchors and aliases are refused, and the block is small and shallow.
"""

import re
from typing import Any

import yaml

LARGEST = 64 * 1024  # characters
DEEPEST = 8  # levels of nesting; ours are flat

_OPENS = re.compile(r"---[ \t]*\n")
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[\w.-]{1,40}[ \t]*:(?:\s|\Z)")


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the message names the line."""


class _Strings(yaml.BaseLoader):
    """A loader that knows only strings, lists and mappings."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # untyped in the stubs
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(None, None, "anchors and aliases", event.start_mark)
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.MarkedYAMLError(None, None, "too deeply nested", event.start_mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def split_front_matter(text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """Return the fields above a text, names lower-cased, and the text below.

    A field has one value, or those of its list. Raises FrontMatterError.
    """
    opened = _OPENS.match(text)
    if not opened or not _KEY.match(text, opened.end()):
        return {}, text
    closed = _CLOSES.search(text, opened.end(), opened.end() + LARGEST)
    if not closed:
        raise FrontMatterError("front matter has no closing '---' line within 64 KB")
    return _fields(text[opened.end() : closed.start()]), text[closed.end() :]


def _fields(block: str) -> dict[str, tuple[str, ...]]:
    try:
        # BaseLoader makes no objects: its whole world is str, list and dict.
        loaded = yaml.load(block, Loader=_Strings)  # noqa: S506
    except yaml.MarkedYAMLError as err:
        line = err.problem_mark.line + 2 if err.problem_mark else 1  # below the opening "---"
        raise FrontMatterError(f"front matter line {line}: {_plain(err.problem)}") from err
    except yaml.YAMLError as err:
        raise FrontMatterError(f"front matter: {_plain(str(err))}") from err
    if not isinstance(loaded, dict):
        raise FrontMatterError("front matter line 2: expected 'name: value'")
    return {
        name.strip().lower(): values
        for name, value in loaded.items()
        if isinstance(name, str) and (values := _values(value))
    }


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, dict):  # author: {name: ..., url: ...}
        value = value.get("name", "")
    items = value if isinstance(value, list) else [value]
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def _plain(problem: str | None) -> str:
    if problem == "anchors and aliases":
        return "anchors and aliases are refused"
    return " ".join((problem or "not YAML").split())[:150]
