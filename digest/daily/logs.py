"""What a run says of itself: for people on a terminal, or one JSON object a line.

One rule: a line says what happened and to whom, and never a secret.
"""

import json
import logging
import sys
from datetime import UTC, datetime

from digest.errors import OutputError
from digest.settings.values import SettingsFile

_LEVELS = {
    "error": logging.ERROR,
    "warning": logging.WARNING,
    "info": logging.INFO,
    "debug": logging.DEBUG,
}


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, part and what is said."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name.removeprefix("digest."),
            "message": record.getMessage(),
        }
        return json.dumps(told, ensure_ascii=False)


def set_up_logs(
    settings: SettingsFile, *, form: str = "", quiet: bool = False, verbose: bool = False
) -> None:
    """Let what is logged go where the settings say; ``form`` and the two others overrule them.

    Raises OutputError where the file cannot be written.
    """
    level = _LEVELS[settings.log.level]
    level = logging.ERROR if quiet else logging.INFO if verbose else level
    try:
        file = settings.log.file
        handler = logging.FileHandler(file, encoding="utf-8") if file else _to_stderr()
    except OSError as err:
        raise OutputError(f"cannot write the log {settings.log.file}: {err.strerror}") from err
    as_json = (form or settings.log.form) == "json"
    plain = logging.Formatter(
        "%(asctime)s %(levelname)s %(message)s" if file else "digest: %(message)s"
    )
    handler.setFormatter(JsonLines() if as_json else plain)
    logger = logging.getLogger("digest")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False


def _to_stderr() -> logging.Handler:
    return logging.StreamHandler(sys.stderr)
