"""The command line: arguments in, exit codes out.

Results go to stdout or files, messages to stderr. What works on articles is
imported when a command runs, so that ``digest --help`` answers at once.
"""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from digest.cli_daily import add_commands
from digest.errors import DigestError, InputError, OutputError, UsageError
from digest.failures import explain as explain_failure
from digest.lean import import_nltk
from digest.options import (
    FORMATS,
    About,
    AllowPrivate,
    Archive,
    Attach,
    Contact,
    Day,
    DigestFile,
    Explain,
    ExplainEvents,
    ExplainReading,
    Follow,
    Following,
    FollowLinks,
    Formats,
    Indirect,
    Jobs,
    Known,
    Out,
    Paper,
    PaperSize,
    Paths,
    Quiet,
    Recipients,
    Sender,
    Sources,
    State,
    Strict,
    Summarizer,
    Templates,
    Timezone,
    Title,
    Unsubscribe,
    Verbose,
    Watch,
    Words,
)
from digest.terminal import (
    MADE,
    PART_MADE,
    ReaderLeftError,
    close_stdout,
    print_lines,
    print_rows,
    say,
    set_up_messages,
    tell_skipped,
    warnings_of,
    watch_steps,
)

if TYPE_CHECKING:
    from digest.model import Article, Digest
    from digest.reading import Reading
    from digest.renderers import RenderOptions
    from digest.sources import SourceSettings

INTERRUPTED = 130

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


def main() -> None:
    """Run the command line and exit with a code of those in the help."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            say("digest: interrupted; nothing unfinished was left behind")
    except ReaderLeftError:
        code = MADE  # who read from us has seen enough
    except Exception as err:
        message, code = explain_failure(err)
        say(f"digest: {message}")
    close_stdout()
    sys.exit(code or MADE)


@app.command()
def build(
    paths: Paths,
    out: Out = Path(),
    formats: Formats = FORMATS,
    day: Day = "",
    timezone: Timezone = "UTC",
    title: Title = "Daily digest",
    words: Words = 120,
    summarizer: Summarizer = "lexrank",
    about: About = "",
    watch: Watch = None,
    indirect: Indirect = False,
    paper: Paper = PaperSize.A4,
    archive: Archive = False,
    templates: Templates = None,
    mail_from: Sender = "digest@localhost",
    mail_to: Recipients = None,
    attach: Attach = "",
    unsubscribe: Unsubscribe = None,
    follow: FollowLinks = Following.TEASERS,
    allow_private: AllowPrivate = None,
    contact: Contact = "",
    state: State = "",
    jobs: Jobs = None,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Make a digest of articles: digest-YYYY-MM-DD .html .pdf .eml .txt .json."""
    from digest import run
    from digest.config import Settings
    from digest.renderers import find_formats

    set_up_messages(quiet=quiet, verbose=verbose)
    wanted = find_formats(formats)
    settings = Settings(
        title=title,
        day=day,
        timezone=timezone,
        words=words,
        summarizer=summarizer,
        about=about,
        watch=tuple(watch or ()),
        indirect=indirect,
        jobs=jobs,
    )
    options = _options(
        paper, archive, templates, sender=mail_from, to=mail_to, attach=attach, leave=unsubscribe
    )
    import_nltk()
    sources = _source_settings(follow, allow_private, contact, state)
    digest, reading = run.build(
        _checked(paths), settings, sources=sources, watch=watch_steps(quiet)
    )
    code = tell_skipped(reading.skipped, len(reading.articles), strict=strict, verbose=verbose)
    written = _write(digest, wanted, out, options, quiet=quiet)
    return max(code, written, PART_MADE if digest.verified.failed else MADE)


@app.command()
def read(
    paths: Paths,
    explain: ExplainReading = False,
    follow: FollowLinks = Following.TEASERS,
    allow_private: AllowPrivate = None,
    contact: Contact = "",
    state: State = "",
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print the cleaned articles, one JSON object a line."""
    from digest.rows import article_row

    sources = _source_settings(follow, allow_private, contact, state)
    reading = _read_articles(paths, sources, jobs=jobs, seen=explain, quiet=quiet, verbose=verbose)
    if explain:
        return _explain_reading(reading, verbose=verbose)
    return _print_articles(reading, lambda articles: map(article_row, articles), quiet, verbose)


@app.command()
def quotes(
    paths: Paths,
    explain: Explain = False,
    follow: FollowLinks = Following.TEASERS,
    allow_private: AllowPrivate = None,
    contact: Contact = "",
    state: State = "",
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print the quotes of each article with their speakers, one JSON object a line."""
    from digest.quotes import find_quotes
    from digest.rows import quotes_row

    sources = _source_settings(follow, allow_private, contact, state)
    reading = _read_articles(paths, sources, jobs=jobs, quiet=quiet, verbose=verbose)
    if explain:
        return _explain_quotes(reading, verbose=verbose)
    return _print_articles(
        reading,
        lambda articles: (quotes_row(one, find_quotes(one, indirect=True)) for one in articles),
        quiet,
        verbose,
    )


@app.command()
def events(
    paths: Paths,
    explain: ExplainEvents = False,
    follow: FollowLinks = Following.TEASERS,
    allow_private: AllowPrivate = None,
    contact: Contact = "",
    state: State = "",
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print which articles report the same event and which are copies, one JSON object a line."""
    from digest import run
    from digest.rows import event_rows

    sources = _source_settings(follow, allow_private, contact, state)
    if explain:
        return _explain_events(paths, sources, jobs=jobs, quiet=quiet, verbose=verbose)

    def rows(articles: Iterable["Article"]) -> Iterable[dict[str, Any]]:
        known = tuple(articles)
        return event_rows(run.find_groups(known), [article.id for article in known])

    reading = _read_articles(paths, sources, jobs=jobs, quiet=quiet, verbose=verbose)
    return _print_articles(reading, rows, quiet, verbose)


@app.command()
def summarize(
    paths: Paths,
    words: Words = 120,
    summarizer: Summarizer = "lexrank",
    about: About = "",
    known: Known = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print a summary of each cluster of documents in JSONL files, one JSON object a line."""
    from digest import run
    from digest.config import Settings
    from digest.rows import summary_row

    set_up_messages(quiet=quiet, verbose=verbose)
    settings = Settings(words=words, summarizer=summarizer, about=about)
    told = run.parse_known(_read_file(known), known) if known else ()
    clusters, skipped = run.read_clusters(_checked(paths))
    import_nltk()
    print_rows(
        summary_row(cluster, settings, known=told)
        for cluster in watch_steps(quiet)(clusters, "summarizing", len(clusters))
    )
    code = tell_skipped(skipped, len(clusters), verbose=verbose)
    return code if any(one.step == "read" for one in skipped) else MADE


@app.command()
def verify(
    digest_file: DigestFile,
    sources: Sources = None,
    state: State = "",
    quiet: Quiet = False,
) -> int:
    """Prove that all that a digest prints stands in its sources; a PDF made with --archive too."""
    from digest import run
    from digest.renderers.json import decode_digest
    from digest.renderers.pdf_reading import START, find_unprinted, read_attached

    data = _read_file(digest_file)
    is_pdf = data.startswith(START)
    digest = decode_digest(read_attached(data, digest_file) if is_pdf else data, digest_file)
    kept = _source_settings(Following.NEVER, None, "", state)
    result = run.verify(digest, sources or (), sources=kept)
    unprinted = find_unprinted(data, digest_file, digest) if is_pdf else ()
    failures = [*result.failures, *unprinted]
    for failure in failures:
        say(f"digest: {failure}")
    if failures:
        say(f"digest: {digest_file}: not proven: {len(failures)} of its claims failed")
        return PART_MADE
    if not quiet:
        printed = ", and printed in the PDF" if is_pdf else ""
        print(f"{result.checked} of {result.checked} sentences and quotes verified{printed}")
    return MADE


@app.command()
def render(
    digest_file: DigestFile,
    out: Out = Path(),
    formats: Formats = FORMATS,
    paper: Paper = PaperSize.A4,
    archive: Archive = False,
    templates: Templates = None,
    mail_from: Sender = "digest@localhost",
    mail_to: Recipients = None,
    attach: Attach = "",
    unsubscribe: Unsubscribe = None,
    watch: Follow = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Render a saved digest.json again, reading nothing else."""
    from digest.renderers import find_formats

    set_up_messages(quiet=quiet, verbose=verbose)
    wanted = find_formats(formats)
    options = _options(
        paper, archive, templates, sender=mail_from, to=mail_to, attach=attach, leave=unsubscribe
    )
    if watch:
        return _render_again_and_again(digest_file, wanted, out, options)
    digest = _read_digest(digest_file)
    return _write(digest, wanted, out, options, quiet=quiet)


def _render_again_and_again(
    digest_file: str, formats: list[str], out: Path, options: "RenderOptions"
) -> int:
    """Render at every change until interrupted; a mistake in a template is said and waited out."""
    from digest.watching import changes

    if digest_file == "-":
        raise UsageError("--watch needs the digest as a file")
    watched = [Path(digest_file), *([options.templates] if options.templates else [])]
    say(f"digest: watching {' and '.join(map(str, watched))}; Ctrl-C ends it")
    for _ in changes(watched):
        try:
            if _write(_read_digest(digest_file), formats, out, options, quiet=True) == MADE:
                say(f"digest: rendered {', '.join(formats)} into {out}")
        except DigestError as err:
            say(f"digest: {err}")
    return MADE


def _read_digest(name: str) -> "Digest":
    from digest.renderers.json import decode_digest

    return decode_digest(_read_file(name), name)


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
    reading: "Reading",
    rows: Callable[[Iterable["Article"]], Iterable[dict[str, Any]]],
    quiet: bool,
    verbose: bool,
) -> int:
    print_rows(watch_steps(quiet)(rows(reading.articles), "printing", len(reading.articles)))
    return tell_skipped(reading.skipped, len(reading.articles), verbose=verbose)


def _explain_reading(reading: "Reading", *, verbose: bool) -> int:
    from digest.explain_reading import explain_reading
    from digest.originals import seen_texts

    seen = seen_texts(reading)
    print_lines(
        line for article in reading.articles for line in explain_reading(article, seen(article))
    )
    return tell_skipped(reading.skipped, len(reading.articles), verbose=verbose)


def _explain_quotes(reading: "Reading", *, verbose: bool) -> int:
    from digest.explain import explain_quotes
    from digest.quotes import find_quotes

    lines = (
        line
        for article in reading.articles
        for line in explain_quotes(article, find_quotes(article, indirect=True))
    )
    print_lines(lines)
    return tell_skipped(reading.skipped, len(reading.articles), verbose=verbose)


def _explain_events(
    arguments: list[str],
    sources: "SourceSettings",
    *,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Explain all events of the paths, or why two articles, given by id, are joined or not."""
    from digest import run
    from digest.explain_events import explain_groups, named_pair
    from digest.sources import kind_of_source

    paths = [one for one in arguments if kind_of_source(one) != "path" or os.path.lexists(one)]
    ids = [one for one in arguments if one not in paths]
    if not paths:
        raise UsageError(f"no such file or folder: '{ids[0]}'")
    reading = _read_articles(paths, sources, jobs=jobs, quiet=quiet, verbose=verbose)
    pair = named_pair(paths, ids, [article.id for article in reading.articles])
    import_nltk()
    prepared = run.prepare_articles(reading.articles, watch=watch_steps(quiet))
    print_lines(explain_groups(run.find_events(prepared), pair))
    return tell_skipped(reading.skipped, len(reading.articles), verbose=verbose)


def _read_articles(
    paths: list[str],
    sources: "SourceSettings",
    *,
    jobs: int | None,
    seen: bool = False,
    quiet: bool,
    verbose: bool,
) -> "Reading":
    from digest import reading

    set_up_messages(quiet=quiet, verbose=verbose)
    found = reading.read(
        _checked(paths), jobs=jobs, with_texts=seen, settings=sources, watch=watch_steps(quiet)
    )
    found.require_articles()
    return found


def _source_settings(
    follow: Following, allow_private: list[str] | None, contact: str, state: str
) -> "SourceSettings":
    """Return how sources are read, as it stands on the command line."""
    from digest.sources import SourceSettings
    from digest.web.settings import WebSettings, name_ourselves

    return SourceSettings(
        web=WebSettings(
            user_agent=name_ourselves(contact), allow_private=tuple(allow_private or ())
        ),
        follow=follow.value,
        state=state or _own_state(),
    )


def _own_state() -> str:
    """Return the user's folder for state; whoever has none reads without a memory."""
    from digest.state import state_folder

    try:
        return str(state_folder(os.environ))
    except OutputError:
        return ""


def _options(
    paper: PaperSize,
    archive: bool,
    templates: Path | None,
    *,
    sender: str,
    to: list[str] | None,
    attach: str,
    leave: list[str] | None,
) -> "RenderOptions":
    """Return the renderers' options as they stand on the command line."""
    from digest.renderers import RenderOptions

    return RenderOptions(
        paper=paper.value,
        archive=archive,
        templates=templates,
        sender=sender,
        to=tuple(to or ()),
        attach=_parts(attach),
        unsubscribe=tuple(leave or ()),
    )


def _parts(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in listed.split(",") if part.strip()))


def _write(
    digest: "Digest",
    formats: list[str],
    out: Path,
    options: "RenderOptions",
    *,
    quiet: bool,
) -> int:
    """Render and write each format; one that fails does not stop the others."""
    from digest.deliverers.file import write_file
    from digest.renderers import file_name, find_renderer

    failed: DigestError | None = None
    with warnings_of("digest.renderers") as warnings:
        for name in watch_steps(quiet)(formats, "rendering", len(formats)):
            try:
                data = find_renderer(name)(digest, **options.of(name))
                write_file(out / file_name(digest, name), data)
            except OutputError:
                raise
            except DigestError as err:
                say(f"digest: no {name}: {err}")
                failed = err
    if failed and len(formats) == 1:
        return failed.exit_code
    return PART_MADE if failed or warnings else MADE


def _checked(paths: list[str]) -> list[str]:
    if "" in paths:
        raise UsageError("a path is empty: name a file, a folder, or - for standard input")
    return paths


def _read_file(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as err:
        raise InputError(f"cannot read '{path}': {err.strerror or err}") from err


add_commands(app)  # behind ours, as the help lists them in order
