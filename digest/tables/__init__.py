"""Facts as small files: what was learned from many articles, and who publishes what.

The JSON files are made by ``scripts/build_tables``; only numbers and lists of words stand in
them, never a sentence of what they were learned from. ``outlets.tsv`` is written by hand.
"""

import json
from importlib.resources import files
from typing import Any


def read_table(name: str) -> Any:
    """Return the content of the table of that name; its users say what shape it has."""
    return json.loads(files(__name__).joinpath(f"{name}.json").read_bytes())


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of the table of that name, without its first, which names the columns."""
    text = files(__name__).joinpath(f"{name}.tsv").read_bytes().decode()
    return [line.split("\t") for line in text.splitlines()[1:]]
