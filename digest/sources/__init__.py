"""Where articles come from: files, standard input, the web, mailboxes, commands.

One rule: whatever cannot be read becomes a ``Skipped``; only a path that is
not there at all stops the run, before anything is read.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digest.model import Payload, Skipped
from digest.sources.files import check_paths, read_path
from digest.sources.settings import SourceSettings
from digest.sources.stdin import read_stdin

if TYPE_CHECKING:  # the web takes long to import, and files need none of it
    from digest.reading_child import Parsed
    from digest.sources.remote import Remote

__all__ = ["SOURCES", "SourceSettings", "Sources", "is_web", "kind_of_source", "read_payloads"]

Source = Callable[["Sources", Sequence[str]], Iterator[Payload | Skipped]]


class Sources:
    """All that articles can come from, within the settings; open until the ``with`` ends."""

    def __init__(self, settings: SourceSettings | None = None) -> None:
        self.settings = settings or SourceSettings()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @cached_property
    def remote(self) -> "Remote":
        """The web; opened when it is first asked for."""
        from digest.sources.remote import Remote

        return Remote(self.settings, self._stack)

    @property
    def notes(self) -> tuple[Skipped, ...]:
        """What could not be remembered of the web, where it was asked for."""
        return self.remote.notes if "remote" in self.__dict__ else ()

    def known(self, payload: Payload) -> "Parsed | None":
        """Return what was read before out of the same bytes from the web."""
        return self.remote.known(payload) if is_web(payload.file) else None

    def payloads(self, paths: Sequence[str]) -> Iterator[Payload | Skipped]:
        """Return the bytes behind the paths, in their order, each file once.

        Raises InputError at once where a path does not exist.
        """
        check_paths([path for path in paths if self._kind_of(path) == "path"])
        return self._each_once(paths)

    def _each_once(self, paths: Sequence[str]) -> Iterator[Payload | Skipped]:
        seen: set[str] = set()
        for kind, run in groupby(paths, self._kind_of):
            for found in SOURCES[kind](self, tuple(run)):
                name = found.file if isinstance(found, Payload) else found.item
                if name not in seen:
                    seen.add(name)
                    yield found

    def _kind_of(self, path: str) -> str:
        return "named" if path in self.settings.named else kind_of_source(path)


def kind_of_source(path: str) -> str:
    """Return the name of the source that a path asks for; a file's unless it says otherwise."""
    if path == "-":
        return "-"
    scheme, divided, _ = path.partition(":")
    is_known = divided and scheme.lower() in SOURCES and scheme.lower() not in ("path", "named")
    return scheme.lower() if is_known else "path"


def is_web(path: str) -> bool:
    """Tell whether what is called so came from the web."""
    return kind_of_source(path) in ("http", "https")


def read_payloads(paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    """Return the bytes behind paths of files, as ``Sources.payloads`` does."""
    return Sources().payloads(paths)


def _from_files(_sources: Sources, paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    for path in paths:
        yield from read_path(path)


def _from_stdin(_sources: Sources, paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    yield from read_stdin(paths[0])


def _from_web(sources: Sources, urls: Sequence[str]) -> Iterator[Payload | Skipped]:
    return sources.remote.listed(urls)


def _from_mailboxes(sources: Sources, paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    from digest.sources.mailboxes import read_mailbox

    for path in paths:
        yield from read_mailbox(path, days=sources.settings.days)


def _from_commands(_sources: Sources, paths: Sequence[str]) -> Iterator[Payload | Skipped]:
    from digest.sources.command import read_command_line

    for path in paths:
        yield from read_command_line(path)


def _from_named(sources: Sources, names: Sequence[str]) -> Iterator[Payload | Skipped]:
    for name in names:
        yield from sources.settings.named[name]()


SOURCES: dict[str, Source] = {
    "named": _from_named,
    "path": _from_files,
    "-": _from_stdin,
    "http": _from_web,
    "https": _from_web,
    "imap": _from_mailboxes,
    "imaps": _from_mailboxes,
    "command": _from_commands,
}
