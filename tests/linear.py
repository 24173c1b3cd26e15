"""How long a pattern takes on the worst texts that were thought of."""

import re
import time
from collections.abc import Iterable

LENGTH = 50_000  # characters


def seconds_to_scan(pattern: re.Pattern[str], units: Iterable[str]) -> float:
    """Return the longest time in which the pattern reads a text of one unit again and again."""
    slowest = 0.0
    for unit in units:
        text = unit * (LENGTH // len(unit))
        start = time.perf_counter()
        list(pattern.finditer(text))
        slowest = max(slowest, time.perf_counter() - start)
    return slowest
