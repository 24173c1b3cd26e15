"""Read the sources of the settings, and say of each article where it came from.

One rule: a source that cannot be read costs itself alone.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from functools import partial
from glob import glob
from pathlib import Path

from digest.dates import instant
from digest.errors import DigestError
from digest.languages import UNDETERMINED
from digest.model import Article, Payload, Skipped
from digest.reading import Reading, read
from digest.settings.mapping import command, mailbox, web_settings
from digest.settings.secrets import Secret, read_address, read_secret
from digest.settings.sources import Source
from digest.settings.values import SettingsFile
from digest.sources import SourceSettings
from digest.sources.command import Command, read_command
from digest.sources.imap import Mailbox, fetch_mails
from digest.sources.settings import Follow, Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was read, and the names of the sources by article id."""

    reading: Reading
    source_names: Mapping[str, str] = field(repr=False)


def take_in(
    settings: SettingsFile, state: Path, now: datetime, *, is_offline: bool = False
) -> Intake:
    """Read all sources; what cannot be reached is among the skipped of the reading.

    Offline, those that are not on this machine are left out.
    """
    places, problems = _places(settings, now)
    if is_offline:
        places = {name: one for name, one in places.items() if one.source.kind == "path"}
    sources = SourceSettings(
        web=web_settings(settings),
        state=str(state),
        retry_now=False,
        failing_runs=settings.run.failing_runs,
        robots=settings.web.robots,
        keep_days=settings.archive.keep_days,
        named={name: place.opened for name, place in places.items() if place.opened},
        follow_of={name: place.follow for name, place in places.items()},
    )
    reading = read(list(places), jobs=settings.run.jobs, with_texts=True, settings=sources)
    came_from = {one.id: _place_of(one, reading, places) for one in reading.articles}
    recent = [one for one in reading.articles if _is_recent(one, came_from[one.id], now)]
    completed = tuple(_completed(one, came_from[one.id]) for one in recent)
    names = {
        one.id: place.source.name
        for one in reading.articles
        if (place := came_from[one.id]) and place.source.name
    }
    reading = replace(reading, articles=completed, skipped=(*problems, *reading.skipped))
    return Intake(reading=reading, source_names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A source as the reader takes it; ``opened`` is set where we open it ourselves."""

    source: Source
    opened: Opened | None = None

    @property
    def follow(self) -> Follow:
        return self.source.follow


def _places(settings: SettingsFile, now: datetime) -> tuple[dict[str, _Place], tuple[Skipped, ...]]:
    """Return the sources by what stands for them among the paths, and those that cannot be."""
    found: dict[str, _Place] = {}
    problems: list[Skipped] = []
    for number, source in enumerate(settings.sources, 1):
        setting = f"sources #{number}"
        try:
            name, opened = _opened(source, setting, now)
        except DigestError as err:
            problems.append(Skipped(item=source.name or setting, step="read", reason=str(err)))
        else:
            found.setdefault(name, _Place(source=source, opened=opened))
    return found, tuple(problems)


def _opened(source: Source, setting: str, now: datetime) -> tuple[str, Opened | None]:
    place = source.place
    if isinstance(place, Path):
        if os.path.lexists(place) or glob(str(place), recursive=True):
            return str(place), None
        missing = Skipped(item=str(place), step="read", reason="no such file or folder")
        return str(place), partial(_nothing, missing)
    if isinstance(place, str | Secret):
        return read_address(place, f"{setting}.{source.kind}"), None
    if source.imap is not None:
        box, password = mailbox(source), source.imap.password
        return box.label, partial(_mails, box, password, f"{setting}.imap.password", now)
    program = command(source, Path.cwd())
    return f"command:{program.name}", partial(_command, program)


def _nothing(why: Skipped) -> Iterator[Payload | Skipped]:
    yield why


def _mails(
    box: Mailbox, password: Secret, setting: str, now: datetime
) -> Iterator[Payload | Skipped]:
    try:
        secret = partial(read_secret, password, setting)
        yield from fetch_mails(box, lambda: secret().reveal(), today=now.date()).found
    except DigestError as err:
        yield Skipped(item=box.label, step="fetch", reason=str(err))


def _command(program: Command) -> Iterator[Payload | Skipped]:
    try:
        yield from read_command(program)
    except DigestError as err:
        yield Skipped(item=f"command:{program.name}", step="read", reason=str(err))


def _place_of(article: Article, reading: Reading, places: Mapping[str, _Place]) -> _Place | None:
    """Return the source that an article came from, or whose feed named its page."""
    file = reading.named_by.get(article.file, article.file)
    if file in places:
        return places[file]
    return next((place for name, place in places.items() if _is_below(file, name)), None)


def _is_below(file: str, name: str) -> bool:
    if name.startswith("imap:"):
        return file.startswith(name)
    return file.startswith(f"{name.rstrip('/')}/") or fnmatch(file, name)


def _is_recent(article: Article, place: _Place | None, now: datetime) -> bool:
    """Tell whether an article is no older than its source's settings want; the undated are not."""
    if place is None or place.source.days is None or not article.published:
        return True
    return instant(article.published, UTC) >= now - timedelta(days=place.source.days)


def _completed(article: Article, place: _Place | None) -> Article:
    """Return the article with what its source's settings say where it does not say it itself."""
    if place is None:
        return article
    outlet = article.outlet or place.source.outlet or ""
    language = article.language
    if language == UNDETERMINED and place.source.language:
        language = place.source.language
    return replace(article, outlet=outlet, language=language)
