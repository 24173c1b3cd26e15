"""What a person sees of a command: rows and lines on standard output, messages on stderr.

One rule: results go to standard output or files, messages to stderr; whoever stops
reading has seen enough, and that is no error.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from digest.errors import InputError

if TYPE_CHECKING:
    from digest.explain import Line
    from digest.model import Skipped

MADE, PART_MADE = 0, 1

Item = TypeVar("Item")


class ReaderLeftError(Exception):
    """Nobody reads our stdout any more; typer would make an error of the closed pipe itself."""


def print_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Print one JSON object a line. Raises ReaderLeftError where nobody reads any more."""
    from digest.rows import encode_row

    _print_all(rows, lambda row: sys.stdout.buffer.write(encode_row(row)))


def _print_all(items: Iterable[Item], show: Callable[[Item], object]) -> None:
    try:
        for item in items:
            show(item)
        sys.stdout.flush()
    except BrokenPipeError as err:
        raise ReaderLeftError from err


def print_lines(lines: "Iterable[Line]") -> None:
    """Print lines for people, in color on a terminal; raises as ``print_rows`` does."""
    _print_all(lines, _colored() if sys.stdout.isatty() else _plain)


def _plain(line: "Line") -> None:
    sys.stdout.buffer.write("".join(text for text, _ in line).encode() + b"\n")


def _colored() -> "Callable[[Line], None]":
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    return lambda line: console.print(Text.assemble(*line), soft_wrap=True)


@contextmanager
def warnings_of(name: str) -> Iterator[list[logging.LogRecord]]:
    """Collect what that part warns of, such as characters that no font has."""
    found: list[logging.LogRecord] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    collector = Collector(logging.WARNING)
    logging.getLogger(name).addHandler(collector)
    try:
        yield found
    finally:
        logging.getLogger(name).removeHandler(collector)


def tell_skipped(
    skipped: "Iterable[Skipped]", used: int, *, strict: bool = False, verbose: bool
) -> int:
    """Say what was skipped: one line, or one each with ``verbose``; a note is said with it alone.

    A note is about an article that is kept, and is no reason to end otherwise.
    """
    found = tuple(skipped)
    left_out = tuple(one for one in found if one.step != "note")
    if verbose:
        for one in found:
            if one.step == "note":
                warn(f"note {one.item}: {one.reason}")
    if not left_out:
        return MADE
    first = left_out[0]
    if verbose:
        for one in left_out:
            warn(f"skipped {one.item}: {one.reason}")
    elif len(left_out) == 1:
        warn(f"skipped {first.item}: {first.reason}")
    else:
        whole = len(left_out) + used
        warn(
            f"skipped {len(left_out)} of {whole}, first {first.item}: {first.reason} "
            "(list: --verbose)"
        )
    if strict:
        raise InputError("nothing was made, as --strict asks when an input was skipped")
    return PART_MADE


def watch_steps(quiet: bool) -> Callable[[Iterable[Any], str, int], Iterable[Any]]:
    """Return what shows a step's progress: nothing, unless a person looks on."""
    from digest.reading import unwatched

    if quiet or not sys.stderr.isatty():
        return unwatched
    from digest.progress import show_progress

    return show_progress


def set_up_messages(*, quiet: bool, verbose: bool) -> None:
    """Let what is logged stand on standard error, from the level that was asked for."""
    level = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("digest: %(message)s"))
    logger = logging.getLogger("digest")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False


def warn(message: str) -> None:
    """Say what went wrong and does not stop the run; ``--quiet`` silences it."""
    logging.getLogger("digest").warning(message)


def say(message: str) -> None:
    """Say something whatever was asked for."""
    print(message, file=sys.stderr)


def close_stdout() -> None:
    """Let nothing be written to a closed pipe when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
