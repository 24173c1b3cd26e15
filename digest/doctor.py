"""What is missing on this machine, and the command that mends it."""

import ctypes.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

DISTRIBUTION = "eventdigest"
OLDEST_PYTHON = (3, 11)

# What WeasyPrint loads, by the names that the linker knows, with Debian's packages.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
    "fontconfig": "libfontconfig1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: whether it is there, and the command that mends it where not."""

    what: str
    found: bool
    detail: str
    remedy: str = ""


def examine() -> tuple[Finding, ...]:
    """Look at all that digest stands on."""
    return (_python(), *_packages(), *_libraries(), _templates(), _fonts(), _zones())


def _python() -> Finding:
    running = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        what="python",
        found=sys.version_info >= OLDEST_PYTHON,
        detail=running,
        remedy="install Python 3.11 or newer",
    )


def _packages() -> Iterator[Finding]:
    for requirement in requires(DISTRIBUTION) or ():
        if "extra ==" in requirement:
            continue
        name = requirement.split(";")[0].split(">")[0].split("=")[0].split("[")[0].strip()
        try:
            yield Finding(what=name, found=True, detail=version(name))
        except PackageNotFoundError:
            remedy = f"pip install '{requirement}'"
            yield Finding(what=name, found=False, detail="not installed", remedy=remedy)


def _libraries() -> Iterator[Finding]:
    for name, package in LIBRARIES.items():
        found = ctypes.util.find_library(name)
        yield Finding(
            what=f"lib{name}",
            found=bool(found),
            detail=found or "not found: no PDF can be made",
            remedy=f"apt-get install {package}",
        )


def _templates() -> Finding:
    from digest.renderers.templating import FOLDERS

    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    return Finding(
        what="templates",
        found=folder is not None,
        detail=str(folder or "not found"),
        remedy=f"pip install --force-reinstall {DISTRIBUTION}",
    )


def _fonts() -> Finding:
    import subprocess

    try:
        listed = subprocess.run(
            ["fc-list", ":lang=en", "family"], capture_output=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return Finding(what="fonts", found=True, detail="not known: fc-list is not installed")
    families = {line for line in listed.splitlines() if line}
    return Finding(
        what="fonts",
        found=bool(families),
        detail=f"{len(families)} families for English",
        remedy="apt-get install fonts-dejavu-core",
    )


def _zones() -> Finding:
    from zoneinfo import available_timezones

    count = len(available_timezones())
    return Finding(
        what="time zones", found=count > 0, detail=f"{count} known", remedy="pip install tzdata"
    )
