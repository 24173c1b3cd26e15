"""The command line: arguments in, exit codes out; the only module that prints.

Results go to stdout or files, messages to stderr. What works on articles is
imported when a command runs, so that ``digest --help`` answers at once.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.errors import DigestError, InputError, OutputError, UsageError
from digest.failures import explain

if TYPE_CHECKING:
    from digest.model import Article, Digest, Skipped

MADE, PART_MADE, INTERRUPTED = 0, 1, 130
FORMATS = "html,pdf,mail,text,json"


class PaperSize(StrEnum):
    """The sheets that a PDF may be set for."""

    A4 = "a4"
    LETTER = "letter"


app = typer.Typer(
    name="digest",
    help="Articles in, one briefing out: grouped by event, verbatim, every line traceable.",
    epilog="Exit codes: 0 made; 1 made, but something was left out; 2 usage or settings; "
    "65 no usable input; 70 a bug; 73 cannot write; 75 try again later; 77 refused; "
    "130 interrupted.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Paths = Annotated[
    list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="PATH...")
]
DigestFile = Annotated[str, typer.Argument(help="A digest.json, or - for standard input.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="The folder to write into.")]
Formats = Annotated[str, typer.Option(help="What to write, divided by commas.")]
Paper = Annotated[PaperSize, typer.Option(help="The PDF's paper.", case_sensitive=False)]
Sender = Annotated[str, typer.Option("--mail-from", help="The mail's sender.")]
Recipients = Annotated[
    list[str] | None, typer.Option("--mail-to", help="A recipient of the mail; may be repeated.")
]
Summarizer = Annotated[
    str, typer.Option(help="How sentences are chosen: lexrank, lead or sumy (its own LexRank).")
]
Words = Annotated[
    int,
    typer.Option(help="About how many words a summary has: whole sentences, a few over."),
]
About = Annotated[str, typer.Option(help="Words that the summaries should be about.")]
Jobs = Annotated[int, typer.Option(help="How many processes work; the result is the same.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Make nothing when any input had to be skipped.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="List every skipped input and time every step.")
]


class _ReaderLeftError(Exception):
    """Nobody reads our stdout any more; typer would make an error of the closed pipe itself."""


def main() -> None:
    """Run the command line and exit with a code of those in the help."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            _say("digest: interrupted; nothing unfinished was left behind")
    except _ReaderLeftError:
        code = MADE  # who read from us has seen enough
    except Exception as err:
        message, code = explain(err)
        _say(f"digest: {message}")
    _close_stdout()
    sys.exit(code or MADE)


@app.command()
def build(
    paths: Paths,
    out: Out = Path(),
    formats: Formats = FORMATS,
    day: Annotated[
        str, typer.Option(help="The digest's day, YYYY-MM-DD; that of the newest article if unset.")
    ] = "",
    timezone: Annotated[str, typer.Option(help="The zone of days and times.")] = "UTC",
    title: Annotated[str, typer.Option(help="The digest's title.")] = "Daily digest",
    words: Words = 120,
    summarizer: Summarizer = "lexrank",
    about: About = "",
    paper: Paper = PaperSize.A4,
    mail_from: Sender = "digest@localhost",
    mail_to: Recipients = None,
    jobs: Jobs = 1,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Make a digest of articles: digest-YYYY-MM-DD .html .pdf .eml .txt .json."""
    from digest import run
    from digest.config import Settings

    _set_up_messages(quiet=quiet, verbose=verbose)
    wanted = _chosen_formats(formats)
    settings = Settings(
        title=title,
        day=day,
        timezone=timezone,
        words=words,
        summarizer=summarizer,
        about=about,
        jobs=jobs,
    )
    options = _format_options(paper=paper, sender=mail_from, to=tuple(mail_to or ()))
    _import_nltk()
    digest, reading = run.build(_checked(paths), settings, watch=_watch(quiet))
    code = _tell_skipped(reading.skipped, len(reading.articles), strict=strict, verbose=verbose)
    written = _write(digest, wanted, out, options, quiet=quiet)
    return max(code, written, PART_MADE if digest.verified.failed else MADE)


@app.command()
def read(paths: Paths, quiet: Quiet = False, verbose: Verbose = False) -> int:
    """Print the cleaned articles, one JSON object a line."""
    from digest.rows import article_row

    return _print_articles(paths, lambda articles: map(article_row, articles), quiet, verbose)


@app.command()
def quotes(paths: Paths, quiet: Quiet = False, verbose: Verbose = False) -> int:
    """Print the quotes of each article with their speakers, one JSON object a line."""
    from digest.rows import quotes_row
    from digest.steps import prepare

    return _print_articles(
        paths, lambda articles: (quotes_row(prepare(one)) for one in articles), quiet, verbose
    )


@app.command()
def events(paths: Paths, quiet: Quiet = False, verbose: Verbose = False) -> int:
    """Print which articles report the same event and which are copies, one JSON object a line."""
    from digest import run
    from digest.rows import event_rows

    def rows(articles: Iterable["Article"]) -> Iterable[dict[str, Any]]:
        known = tuple(articles)
        found = run.find_events(run.prepare_articles(known, watch=_watch(quiet)))
        return event_rows(found, [article.id for article in known])

    return _print_articles(paths, rows, quiet, verbose)


@app.command()
def summarize(
    paths: Paths,
    words: Words = 120,
    summarizer: Summarizer = "lexrank",
    about: About = "",
    known: Annotated[
        str, typer.Option(help="A digest.json, or a text of a sentence a line, not to tell again.")
    ] = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print a summary of each cluster of documents in JSONL files, one JSON object a line."""
    from digest import run
    from digest.config import Settings
    from digest.rows import summary_row

    _set_up_messages(quiet=quiet, verbose=verbose)
    settings = Settings(words=words, summarizer=summarizer, about=about)
    told = run.parse_known(_read_file(known), known) if known else ()
    clusters, skipped = run.read_clusters(_checked(paths))
    _import_nltk()
    _print_rows(
        summary_row(cluster, settings, known=told)
        for cluster in _watch(quiet)(clusters, "summarizing", len(clusters))
    )
    code = _tell_skipped(skipped, len(clusters), verbose=verbose)
    return code if any(one.step == "read" for one in skipped) else MADE


@app.command()
def verify(
    digest_file: DigestFile,
    sources: Annotated[
        list[str] | None,
        typer.Option(help="Where the sources are now, if not where the digest says; repeatable."),
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Prove that all that a digest prints stands in its sources."""
    from digest import run
    from digest.renderers.json import decode_digest

    digest = decode_digest(_read_file(digest_file), digest_file)
    result = run.verify(digest, sources or ())
    for failure in result.failures:
        _say(f"digest: {failure}")
    wrong = len(result.failures)
    if wrong:
        _say(f"digest: {digest_file}: not proven: {wrong} of its claims failed")
        return PART_MADE
    if not quiet:
        print(f"{result.checked} of {result.checked} sentences and quotes verified")
    return MADE


@app.command()
def render(
    digest_file: DigestFile,
    out: Out = Path(),
    formats: Formats = FORMATS,
    paper: Paper = PaperSize.A4,
    mail_from: Sender = "digest@localhost",
    mail_to: Recipients = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Render a saved digest.json again, reading nothing else."""
    from digest.renderers.json import decode_digest

    _set_up_messages(quiet=quiet, verbose=verbose)
    wanted = _chosen_formats(formats)
    options = _format_options(paper=paper, sender=mail_from, to=tuple(mail_to or ()))
    digest = decode_digest(_read_file(digest_file), digest_file)
    return _write(digest, wanted, out, options, quiet=quiet)


@app.command()
def doctor() -> int:
    """Say what is missing on this machine, and the command that mends it."""
    from digest.doctor import examine

    findings = examine()
    for finding in findings:
        print(f"{'ok     ' if finding.found else 'MISSING'}  {finding.what}: {finding.detail}")
        if not finding.found:
            print(f"         mend it with: {finding.remedy}")
    return MADE if all(finding.found for finding in findings) else PART_MADE


def _print_articles(
    paths: list[str],
    rows: Callable[[Iterable["Article"]], Iterable[dict[str, Any]]],
    quiet: bool,
    verbose: bool,
) -> int:
    from digest import run

    _set_up_messages(quiet=quiet, verbose=verbose)
    watch = _watch(quiet)
    reading = run.read(_checked(paths), watch=watch)
    reading.require_articles()
    _import_nltk()
    _print_rows(watch(rows(reading.articles), "printing", len(reading.articles)))
    return _tell_skipped(reading.skipped, len(reading.articles), verbose=verbose)


def _print_rows(rows: Iterable[dict[str, Any]]) -> None:
    from digest.rows import encode_row

    try:
        for row in rows:
            sys.stdout.buffer.write(encode_row(row))
        sys.stdout.flush()
    except BrokenPipeError as err:
        raise _ReaderLeftError from err


def _write(
    digest: "Digest",
    formats: list[str],
    out: Path,
    options: dict[str, dict[str, Any]],
    *,
    quiet: bool,
) -> int:
    """Render and write each format; one that fails does not stop the others."""
    from digest.deliverers.file import write_file
    from digest.renderers import file_name, find_renderer

    failed: DigestError | None = None
    for name in _watch(quiet)(formats, "rendering", len(formats)):
        try:
            write_file(
                out / file_name(digest, name), find_renderer(name)(digest, **options.get(name, {}))
            )
        except OutputError:
            raise
        except DigestError as err:
            _say(f"digest: no {name}: {err}")
            failed = err
    if failed and len(formats) == 1:
        return failed.exit_code
    return PART_MADE if failed else MADE


def _chosen_formats(formats: str) -> list[str]:
    """Return the formats in the order given, each once; an unknown one is a UsageError."""
    from digest.renderers import find_renderer

    names = list(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    if not names:
        raise UsageError(f"no format is named (known: {FORMATS})")
    for name in names:
        find_renderer(name)
    return names


def _format_options(
    *, paper: PaperSize, sender: str, to: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    return {"pdf": {"paper": paper.value}, "mail": {"sender": sender, "to": to}}


def _tell_skipped(
    skipped: "Iterable[Skipped]", used: int, *, strict: bool = False, verbose: bool
) -> int:
    """Say what was skipped: one line, or one each with ``verbose``."""
    left_out = tuple(skipped)
    if not left_out:
        return MADE
    first = left_out[0]
    if verbose:
        for one in left_out:
            _warn(f"skipped {one.item}: {one.reason}")
    elif len(left_out) == 1:
        _warn(f"skipped {first.item}: {first.reason}")
    else:
        whole = len(left_out) + used
        _warn(
            f"skipped {len(left_out)} of {whole}, first {first.item}: {first.reason} "
            "(list: --verbose)"
        )
    if strict:
        raise InputError("nothing was made, as --strict asks when an input was skipped")
    return PART_MADE


def _checked(paths: list[str]) -> list[str]:
    if "" in paths:
        raise UsageError("a path is empty: name a file, a folder, or - for standard input")
    return paths


def _read_file(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as err:
        raise InputError(f"cannot read '{path}': {err.strerror or err}") from err


def _watch(quiet: bool) -> Callable[[Iterable[Any], str, int], Iterable[Any]]:
    """Return what shows a step's progress: nothing, unless a person looks on."""
    from digest.run import unwatched

    if quiet or not sys.stderr.isatty():
        return unwatched
    from digest.progress import show_progress

    return show_progress


def _set_up_messages(*, quiet: bool, verbose: bool) -> None:
    level = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("digest: %(message)s"))
    logger = logging.getLogger("digest")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False


def _import_nltk() -> None:
    """Import nltk without scipy.stats, which it wants for a test of significance only.

    That saves 0.4 s and 50 MB at every start; nltk has its own way out where scipy is missing.
    """
    if "nltk" in sys.modules or "scipy.stats" in sys.modules:
        return
    sys.modules["scipy.stats"] = None  # type: ignore[assignment]  # how Python marks a missing one
    try:
        import nltk  # noqa: F401
    finally:
        del sys.modules["scipy.stats"]


def _warn(message: str) -> None:
    logging.getLogger("digest").warning(message)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _close_stdout() -> None:
    """Let nothing be written to a closed pipe when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
