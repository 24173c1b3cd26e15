"""The digest of the samples, format by format, as it was last looked at and accepted.

After a change that is meant, read the difference, then accept it with
``python tests/test_gold.py``.
"""

import os
from pathlib import Path

import pytest

import digest

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
NAMES = {"html": "digest.html", "mail": "digest.eml", "text": "digest.txt", "json": "digest.json"}


def render_samples(format_name: str) -> bytes:
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        made = digest.build("seeds", timezone="Europe/Berlin", title="Daily digest")
    finally:
        os.chdir(here)
    return digest.render(made, format_name)


@pytest.mark.parametrize("format_name", NAMES)
def test_the_samples_digest_is_the_accepted_one(format_name: str) -> None:
    accepted = (GOLD / NAMES[format_name]).read_bytes()

    assert render_samples(format_name).decode() == accepted.decode()


if __name__ == "__main__":
    GOLD.mkdir(exist_ok=True)
    for name, file in NAMES.items():
        (GOLD / file).write_bytes(render_samples(name))
