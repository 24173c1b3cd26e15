"""The commands of the daily run: init, config, run, approve, send, outbox, status.

One rule: what a person is told goes to standard output where it was asked for, and
to standard error where it was not; from cron a run that succeeds prints nothing.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.errors import UsageError
from digest.options import Quiet, Verbose

if TYPE_CHECKING:  # most commands need no settings file
    from digest.daily.ledger import Waiting
    from digest.settings import SettingsFile

MADE, PART_MADE = 0, 1
_SHOWN_RUNS = 7


class LogForm(StrEnum):
    """How a run says what it does."""

    TEXT = "text"
    JSON = "json"


Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        "-c",
        help="The settings file.",
        show_default="digest.toml here, or where $XDG_CONFIG_HOME or /etc has it",
    ),
]


def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = Path("digest.toml"),
) -> int:
    """Write a settings file for the daily run, with every setting explained."""
    from digest.settings import write_starter

    write_starter(path)
    print(f"wrote {path}: say in it where articles come from and where the digest goes")
    return MADE


def config(
    config: Config = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print a JSON Schema for editors instead.")
    ] = False,
) -> int:
    """Print the settings that are in effect, without secrets."""
    from digest.settings import show_settings
    from digest.settings.schema import write_schema

    print(write_schema() if schema else show_settings(_settings(config)), end="")
    return MADE


def outbox(
    config: Config = None,
    resend_uncertain: Annotated[
        bool,
        typer.Option(
            "--resend-uncertain",
            help="Let go out again what nobody can know to have arrived; the next run hands it "
            "over.",
        ),
    ] = False,
) -> int:
    """Show what waits to be handed over, is uncertain or was refused."""
    from digest.daily.books import open_books

    with open_books(_settings(config)) as books:
        if resend_uncertain:
            count = books.ledger.resend(books.clock())
            print(f"{count} to be handed over again by the next run")
        for one in books.ledger.waiting():
            print(_line(one))
    return MADE


def status(config: Config = None) -> int:
    """Say when the last digest went to whom, what failed, and which sources are silent."""
    from digest.daily.books import open_books
    from digest.daily.telling import tell_status

    settings = _settings(config)
    with open_books(settings) as books:
        for line in tell_status(settings, books, most=_SHOWN_RUNS):
            print(line)
    return MADE


def run(
    config: Config = None,
    day: Annotated[
        str, typer.Option(help="Make the digest of that day again; nobody is mailed twice.")
    ] = "",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be made and sent; write and send nothing."),
    ] = False,
    log: Annotated[
        LogForm | None, typer.Option(help="What is said: for people, or JSON lines.")
    ] = None,
    wait: Annotated[
        float, typer.Option(help="Seconds to wait for another run to end.", min=0.0)
    ] = 0.0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Make and hand over the digest that is due, by the settings file; made for cron."""
    from digest.daily.job import run_daily
    from digest.daily.logs import set_up_logs
    from digest.daily.rehearsal import rehearse
    from digest.lean import import_nltk

    settings = _settings(config)
    set_up_logs(settings, form=log.value if log else "", quiet=quiet, verbose=verbose)
    import_nltk()
    if dry_run:
        for line in rehearse(settings, day=day):
            print(line)
        return MADE
    return run_daily(settings, day=day, wait=wait)


def approve(
    config: Config = None,
    key: Annotated[str, typer.Argument(help="The edition; left out, all that wait.")] = "",
) -> int:
    """Let a digest go out that waits for approval."""
    from digest.daily.job import approve_drafts

    approved = approve_drafts(_settings(config), key)
    for one in approved:
        print(f"{one} goes out with the next run")
    if not approved:
        raise UsageError(f"no draft {key!r} waits" if key else "no draft waits")
    return MADE


def send(
    to: Annotated[str, typer.Option(help="Who gets it.")],
    config: Config = None,
    test: Annotated[
        bool,
        typer.Option("--test", help="Send the last digest, for a look; it counts for nothing."),
    ] = False,
) -> int:
    """Send the last digest to one address, for a look."""
    from digest.daily.job import send_test

    if not test:
        raise UsageError("send is for a look: say --test (what is due goes out with digest run)")
    handed = send_test(_settings(config), to)
    for reply in handed.replies:
        print(f"digest: {reply}", file=sys.stderr)
    return MADE if handed.sent else PART_MADE


def add_commands(app: typer.Typer) -> None:
    """Add the commands of the daily run to the command line."""
    for command in (run, init, config, approve, send, outbox, status):
        app.command()(command)


def _settings(given: str | None) -> "SettingsFile":
    from digest.settings import SettingsError, find_settings, read_settings

    try:
        return read_settings(find_settings(given))
    except SettingsError as err:
        for problem in err.problems[:-1]:
            print(f"digest: {problem}", file=sys.stderr)
        raise UsageError(err.problems[-1]) from err


def _line(one: "Waiting") -> str:
    when = one.changed.strftime("%Y-%m-%d %H:%M UTC")
    why = f": {one.reply}" if one.reply else ""
    return f"{one.state:<9} {one.edition}  {one.way}  {one.recipient}  {when}{why}"
