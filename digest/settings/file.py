"""The settings file: where it is, and what it says.

One rule: nothing is guessed. A file that cannot be read, or in which anything is
wrong, stops the run with all that is wrong in it; no half of it is ever used.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from digest.errors import RefusedError, UsageError
from digest.settings.checks import find_problems
from digest.settings.decoding import decode
from digest.settings.values import FILE_NAME, SettingsFile

LARGEST = 1024 * 1024  # bytes; thousands of sources
MOST_TOLD = 20  # problems of one file
SYSTEM = Path("/etc/digest")
_TOML_PLACE = re.compile(r" \(at (?:line (\d{1,9}), column \d{1,9}|end of document)\)\Z")


class SettingsError(UsageError):
    """A settings file is wrong; ``problems`` are lines, each with the file's name."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def find_settings(
    given: str | os.PathLike[str] | None = None,
    *,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Path:
    """Return the settings file: the one given, or digest.toml in the first place that has it.

    The places are the folder (the current one if unset), that of XDG_CONFIG_HOME, and
    /etc/digest. A file found in the folder must be of this user or of root, and not for
    others to write, because settings start programs.

    Raises:
        UsageError: there is none.
        RefusedError: somebody else may have written the one in the folder.
    """
    if given is not None:
        if not Path(given).exists():
            raise UsageError(f"no such settings file: '{given}'")
        return Path(given).absolute()
    here = (folder or Path.cwd()) / FILE_NAME
    if os.path.lexists(here):
        _check_owner(here)
        return here.absolute()
    places = [*_homes(os.environ if environ is None else environ), SYSTEM]
    found = next((one / FILE_NAME for one in places if os.path.lexists(one / FILE_NAME)), None)
    if found is None:
        listed = ", ".join(map(str, places))
        raise UsageError(
            f"no {FILE_NAME} here, nor in {listed} (digest init writes one, --config names one)"
        )
    return found


def read_settings(path: Path) -> SettingsFile:
    """Return the settings in a file; paths in it are meant from its folder.

    Raises:
        SettingsError: anything in it is wrong.
        UsageError: it cannot be read.
        RefusedError: it may not be read.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except PermissionError as err:
        raise RefusedError(f"may not read {path}") from err
    except (OSError, ValueError) as err:
        reason = getattr(err, "strerror", None) or "not a path"
        raise UsageError(f"cannot read {path}: {reason.lower()}") from err
    return decode_settings(data, path)


def decode_settings(data: bytes, path: Path) -> SettingsFile:
    """Return the settings in the bytes of a file; the path is for its folder and for messages.

    Raises SettingsError.
    """
    name = path.name
    settings, problems = decode(SettingsFile, _parse(data, name), path.absolute().parent)
    if settings is not None:
        problems = find_problems(settings)
    if settings is None or problems:
        raise SettingsError(_named(name, problems))
    return settings


def _parse(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise SettingsError([f"{name}: larger than {LARGEST // 1024} KB"])
    try:
        # Editors of Windows put a mark before the text, which TOML does not know.
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as err:
        line = data[: err.start].count(b"\n") + 1
        raise SettingsError([f"{name} line {line}: not UTF-8 text"]) from err
    except RecursionError as err:
        raise SettingsError([f"{name}: too deeply nested"]) from err
    except tomllib.TOMLDecodeError as err:
        raise SettingsError([_toml_problem(name, str(err), data)]) from err
    except ValueError as err:  # Python's own, for a number with thousands of digits
        raise SettingsError([f"{name}: a number is too large"]) from err


def _toml_problem(name: str, said: str, data: bytes) -> str:
    place = _TOML_PLACE.search(said)
    line = (place and place[1]) or str(data.rstrip().count(b"\n") + 1)
    reason = _TOML_PLACE.sub("", said)
    return f"{name} line {line}: {reason[:1].lower()}{reason[1:]}"


def _named(name: str, problems: Sequence[str]) -> list[str]:
    lines = [f"{name}: {problem}" for problem in problems[:MOST_TOLD]]
    more = len(problems) - MOST_TOLD
    return [*lines, f"{name}: and {more} more"] if more > 0 else lines


def _homes(environ: Mapping[str, str]) -> list[Path]:
    """Return the user's folder for settings; none where no home is known, as under cron."""
    named, home = environ.get("XDG_CONFIG_HOME", ""), environ.get("HOME", "")
    if named.startswith("/"):  # a relative one is to be ignored, says the specification
        return [Path(named) / "digest"]
    return [Path(home) / ".config" / "digest"] if home.startswith("/") else []


def _check_owner(path: Path) -> None:
    try:
        status = path.stat()
    except OSError:
        return  # reading it says why
    if status.st_uid not in (os.getuid(), 0) or status.st_mode & stat.S_IWOTH:
        raise RefusedError(
            f"{path}: others than you may have written it, and settings start programs: "
            f"name it by --config to trust it"
        )
