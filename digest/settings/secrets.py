"""Secrets: where a password, a key or a secret address is found, and how it is read.

One rule: a secret is never in the settings, only the way to it. It is read when it is
needed, and what was read shows itself to nobody who does not ask for it by ``reveal``.
"""

import os
import shlex
import signal
import stat
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, ClassVar, NoReturn

from digest.errors import RefusedError, TemporaryError, UsageError
from digest.settings.kinds import Command, Credential, Variable, check_web_address
from digest.settings.tables import Table, told

LARGEST = 64 * 1024  # bytes; keys are the largest secrets, at a few thousand
LONGEST_WAIT = 30.0  # seconds for a program that tells a secret
CREDENTIALS = "CREDENTIALS_DIRECTORY"  # set by systemd; containers may set it to /run/secrets
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Secret(Table, frozen=True, kw_only=True):
    """Where a secret is found: exactly one of file, credential, env and command."""

    one_of: ClassVar[tuple[str, ...]] = ("file", "credential", "env", "command")
    in_place: ClassVar[str] = (
        'a secret never stands in this file: write { file = "NAME" } and put it there, '
        "or use credential, env or command"
    )

    file: Annotated[Path | None, told("A file that nobody else may read.", "smtp.password")] = None
    credential: Annotated[
        Credential | None,
        told(f"A credential of systemd, or a file in the folder that {CREDENTIALS} names.", "smtp"),
    ] = None
    env: Annotated[
        Variable | None, told("A variable of the environment; a file is safer.", "SMTP_PASSWORD")
    ] = None
    command: Annotated[
        Command | None,
        told("A program that prints it; no shell runs it.", ["pass", "show", "mail/digest"]),
    ] = None

    @property
    def kind(self) -> str:
        """Which of the four it is."""
        return next(kind for kind in self.one_of if getattr(self, kind) is not None)


class Revealed:
    """A secret as it was read; to print or to log it shows nothing."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret itself, for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Revealed(…)"

    __str__ = __repr__

    def __format__(self, wanted: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not sent to other processes or written down")


def read_secret(
    secret: Secret, setting: str, *, environ: Mapping[str, str] | None = None
) -> Revealed:
    """Read a secret of one line; ``setting`` is its path, for messages ("mail.password").

    ``environ`` stands in for the environment, which is no default that help could print.

    Raises:
        RefusedError: it may not be read, or others may read it too.
        TemporaryError: the program that tells it takes too long.
        UsageError: it is not there, is empty or is no line of text.
    """
    around = os.environ if environ is None else environ
    if secret.file is not None:
        found = read_private(secret.file, setting)
    elif secret.credential is not None:
        found = _read_credential(secret.credential, setting, around)
    elif secret.env is not None:
        found = _read_variable(secret.env, setting, around)
    else:
        found = _ask(secret.command or (), setting)
    return Revealed(_as_line(found, setting))


def read_address(
    given: str | Secret, setting: str, *, environ: Mapping[str, str] | None = None
) -> str:
    """Return a web address that the settings hold, or that is a secret.

    Raises what ``read_secret`` does, and UsageError where the secret is no web address.
    """
    if isinstance(given, str):
        return given
    found = read_secret(given, setting, environ=environ).reveal()
    if not _is_web_address(found):
        raise UsageError(f"{setting}: the secret is not a web address")
    return found


def read_private(path: Path, setting: str) -> bytes:
    """Return the bytes of a file that nobody but its owner may read, such as a key.

    Raises RefusedError and UsageError as ``read_secret`` does.
    """
    data, status = _read_file(path, setting)
    if status.st_mode & _OTHERS:
        mode, file = stat.S_IMODE(status.st_mode), shlex.quote(str(path))
        raise RefusedError(
            f"{setting}: others than its owner may use {path} (mode {mode:04o}): "
            f"run chmod 600 {file}"
        )
    return data


def without_secrets(
    secrets: Sequence[Secret], environ: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment for programs that digest starts: without the secrets in it."""
    around = os.environ if environ is None else environ
    told = {secret.env for secret in secrets}
    return {name: value for name, value in around.items() if name not in told}


def _read_file(path: Path, setting: str) -> tuple[bytes, os.stat_result]:
    """Return what a file holds and what it was when it was opened."""
    try:
        # Non-blocking, for a pipe that nobody writes to would hold up the run for ever.
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError as err:
        raise RefusedError(f"{setting}: may not read {path}") from err
    except (OSError, ValueError) as err:
        reason = getattr(err, "strerror", None) or "not a path"
        raise UsageError(f"{setting}: cannot read {path}: {reason.lower()}") from err
    try:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{setting}: {path} is not a file")
        with open(opened, "rb", closefd=False) as file:
            return file.read(LARGEST + 1), status
    except OSError as err:
        raise UsageError(f"{setting}: cannot read {path}: {err.strerror}") from err
    finally:
        os.close(opened)


def _read_credential(name: str, setting: str, environ: Mapping[str, str]) -> bytes:
    """Read a credential; who may read it is what systemd or the container sees to."""
    folder = environ.get(CREDENTIALS)
    if not folder:
        raise UsageError(
            f"{setting}: no credential '{name}': {CREDENTIALS} is not set "
            f"(systemd sets it where the service has LoadCredential={name}:PATH)"
        )
    return _read_file(Path(folder) / name, setting)[0]


def _read_variable(name: str, setting: str, environ: Mapping[str, str]) -> bytes:
    if name not in environ:
        raise UsageError(f"{setting}: the environment has no {name}")
    return environ[name].encode("utf-8", "surrogateescape")


def _ask(command: Sequence[str], setting: str) -> bytes:
    """Return what a program prints; what it says on standard error may tell too much."""
    program = command[0]
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that its own children can be ended with it
        )
    except OSError as err:
        reason = (err.strerror or "not a program").lower()
        raise UsageError(f"{setting}: cannot run {program}: {reason}") from err
    overdue = threading.Event()
    clock = threading.Timer(LONGEST_WAIT, _end, (child, overdue))
    clock.start()
    try:
        with child:
            assert child.stdout is not None  # noqa: S101  # for mypy: it is a pipe
            printed = child.stdout.read(LARGEST + 1)
            if len(printed) > LARGEST:
                _end(child, threading.Event())
    finally:
        clock.cancel()
    if overdue.is_set():
        raise TemporaryError(f"{setting}: {program} took over {LONGEST_WAIT:.0f} seconds")
    if child.returncode != 0 and len(printed) <= LARGEST:
        raise RefusedError(f"{setting}: {program} ended with {child.returncode}")
    return printed


def _end(child: subprocess.Popen[bytes], ended: threading.Event) -> None:
    """End a program and those that it started, and say so."""
    ended.set()
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it has ended by itself


def _is_web_address(text: str) -> bool:
    """Say so without an error, which would carry some of the secret with it."""
    try:
        check_web_address(text)
    except ValueError:
        return False
    return True


def _as_line(found: bytes, setting: str) -> str:
    """Return a secret without the line's end; no message shows any of it."""
    if len(found) > LARGEST:
        raise UsageError(f"{setting}: the secret is larger than {LARGEST // 1024} KB")
    # Replaced, not refused by an error: that of decoding would carry the secret with it.
    text = found.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
    if "\ufffd" in text:
        raise UsageError(f"{setting}: the secret is not UTF-8 text")
    if not text.strip():
        raise UsageError(f"{setting}: the secret is empty")
    if set(text) & set("\r\n\0"):
        raise UsageError(f"{setting}: the secret is not one line of text")
    return text
