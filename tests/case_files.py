"""Case files: groups of cases in plain text, each a text and the rows expected of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case; each row is ``speaker | words``, and then ``field=value``, divided by bars."""

    group: str
    title: str
    text: str
    rows: tuple[str, ...]

    @property
    def expected(self) -> list[tuple[str, str]]:
        return [(row.split(" | ")[0], row.split(" | ")[1]) for row in self.rows]

    @property
    def fields(self) -> list[dict[str, str]]:
        return [dict(field.split("=", 1) for field in row.split(" | ")[2:]) for row in self.rows]


def read_cases(name: str) -> Iterator[Case]:
    for part in (FOLDER / name).read_text(encoding="utf-8").split("\n## ")[1:]:
        group, *blocks = part.split("\n### ")
        for block in blocks:
            title, _, body = block.partition("\n")
            text, _, expected = body.partition("\n->")
            rows = tuple(expected.strip().splitlines())
            yield Case(group=group.split("\n")[0].strip(), title=title, text=text, rows=rows)
