"""Standard input as one file, named "-"."""

import sys
from collections.abc import Iterator

from digest.model import Payload, Skipped
from digest.sources.files import read_whole


def read_stdin(path: str) -> Iterator[Payload | Skipped]:
    """Yield the bytes of standard input."""
    yield read_whole(sys.stdin.buffer, path)
