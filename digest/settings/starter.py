"""The settings file to begin with: every setting, with what it means.

One rule: the file works as it is written. What it does not need stands in comments, with
the value that holds, or with an example where there is none.
"""

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

from msgspec import NODEFAULT

from digest.errors import OutputError
from digest.settings.outline import Part, Setting, outline
from digest.settings.toml import write_key, write_value
from digest.settings.values import FILE_NAME

WIDTH = 92  # characters of a line of comments
OWNER_ONLY = 0o600  # addresses of people stand in it

_TOP = """\
# The settings of digest. Lines that begin with "##" explain; a setting that is off begins
# with "# ": take that away to set it. What it shows is the value that holds anyway, or an
# example where none does.
#
#   digest config    prints the settings that hold, or what is wrong with them
#   digest run       makes the digest and delivers it
#
# Paths, and programs with a slash, are meant from the folder of this file. Passwords never
# stand in it: a setting that needs one says where it is found, in one of these ways:
#
#   { file = "smtp.password" }                       a file that nobody else may read
#   { credential = "smtp" }                          a credential of systemd
#   { env = "SMTP_PASSWORD" }                        a variable of the environment
#   { command = ["pass", "show", "mail/digest"] }    a program that prints it
#
# Editors check this file as you type after `digest config --schema >digest.schema.json`
# and with this as its first line:
#
#   #:schema ./digest.schema.json
"""

# What is set in the file: enough to make a digest of a folder.
_SET = {
    ("", "title"): "Daily digest",
    ("", "timezone"): "UTC",
    ("sources", "path"): "articles",
    ("deliver", "folder"): "digests",
}


def starter_text() -> str:
    """Return the file's text."""
    return "\n".join([_TOP, *_settings(outline()), *_parts(outline())]).rstrip("\n") + "\n"


def write_starter(path: Path = Path(FILE_NAME)) -> None:
    """Write the file; raises OutputError where there is one already, or none can be written."""
    try:
        # Exclusive, so that of two at once one is told; nothing is ever overwritten.
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWNER_ONLY)
    except FileExistsError as err:
        raise OutputError(f"{path} is there already; nothing was changed") from err
    except (OSError, ValueError) as err:
        reason = getattr(err, "strerror", None) or "not a path"
        raise OutputError(f"cannot write {path}: {reason.lower()}") from err
    try:
        with open(opened, "w", encoding="utf-8") as file:
            file.write(starter_text())
            file.flush()
            os.fsync(opened)
    except OSError as err:
        path.unlink(missing_ok=True)  # half a file would be taken for settings
        raise OutputError(f"cannot write {path}: {(err.strerror or 'failed').lower()}") from err


def _parts(above: Part) -> Iterator[str]:
    for part in above.parts:
        yield ""
        yield from _comment(part.description)
        yield _off(part.header, is_off=not _is_set(part))
        if part.tag:
            yield _off(f"{part.tag[0]} = {write_value(part.tag[1])}", is_off=not _is_set(part))
        yield from _settings(part)
        yield from _parts(part)


def _is_set(part: Part) -> bool:
    return any((part.path, setting.name) in _SET for setting in part.settings)


def _settings(part: Part) -> Iterator[str]:
    for setting in part.settings:
        yield from _comment(f"{setting.description} {_choices(setting)}".strip())
        yield _line(part, setting)
        if not part.header:
            yield ""


def _choices(setting: Setting) -> str:
    listed = ", ".join(map(write_value, setting.choices))
    return f"Known: {listed}." if listed else ""


def _line(part: Part, setting: Setting) -> str:
    chosen = _SET.get((part.path, setting.name))
    value = chosen if chosen is not None else shown_value(setting)
    return _off(f"{write_key(setting.name)} = {write_value(value)}", is_off=chosen is None)


def shown_value(setting: Setting) -> object:
    """Return the value that holds, or an example where that would say nothing."""
    if setting.example is not None and setting.default in (NODEFAULT, None, (), {}):
        return setting.example
    return setting.default


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="## ", subsequent_indent="## ", break_on_hyphens=False
    )


def _off(line: str, *, is_off: bool) -> str:
    return f"# {line}" if is_off else line
