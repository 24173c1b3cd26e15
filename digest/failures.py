"""What to tell the user of an error, and the exit code it ends with; nothing is printed here."""

import errno
import os
from pathlib import Path

from typer.exceptions import TyperException

from digest.errors import DigestError, OutputError, UsageError

BUG = DigestError.exit_code


def explain(error: Exception) -> tuple[str, int]:
    """Return the error as one line and its exit code.

    Raises an unforeseen error again where DIGEST_DEBUG is set.
    """
    if isinstance(error, DigestError):
        return str(error), error.exit_code
    if isinstance(error, OSError):
        return f"cannot write: {error.strerror or error}", _code_of(error)
    if isinstance(error, TyperException):
        return _one_line(error), UsageError.exit_code
    if os.environ.get("DIGEST_DEBUG"):
        raise error
    name = type(error).__name__
    return f"a bug of ours: {name} in {_last_place(error)} (DIGEST_DEBUG=1 shows all)", BUG


def _code_of(error: OSError) -> int:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO)
    return OutputError.exit_code if full else BUG


def _one_line(error: TyperException) -> str:
    where = getattr(getattr(error, "ctx", None), "command_path", "digest")
    text = " ".join(error.format_message().split()).rstrip(".")
    return f"{text[:1].lower()}{text[1:]} (see {where} --help)"


def _last_place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
