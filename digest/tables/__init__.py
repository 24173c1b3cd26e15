"""Facts learned from many articles, as small JSON files made by ``scripts/build_tables``.

Only numbers and lists of words stand here, never a sentence of what they were learned from.
"""

import json
from importlib.resources import files
from typing import Any


def read_table(name: str) -> Any:
    """Return the content of the table of that name; its users say what shape it has."""
    return json.loads(files(__name__).joinpath(f"{name}.json").read_bytes())
