"""Articles in, one briefing out: grouped by event, verbatim, every line traceable.

The steps of the command line as functions::

    import digest

    briefing = digest.build(["seeds"], day="2026-03-12", timezone="Europe/Berlin")
    for event in briefing.events:
        print(event.title, event.outlets, event.independent)
    sentences = digest.summarize(["seeds"], words=60, about="harbor")
    page = digest.render(briefing, "html")
    assert digest.verify(briefing).failures == ()

Nothing here reads the clock or the network. Errors are children of
``DigestError``; an input that is given up on is a ``Skipped`` in the result.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError, InputError, OutputError, UsageError

# Imported now, for all: imported later, the module would take the name of our function.
from digest.verify import Verification

if TYPE_CHECKING:
    from digest.model import Digest, Sentence
    from digest.run import Reading

__version__ = "0.1.0"
__all__ = [
    "DigestError",
    "InputError",
    "OutputError",
    "UsageError",
    "build",
    "read",
    "render",
    "summarize",
    "verify",
]


def read(paths: str | Iterable[str]) -> "Reading":
    """Read the articles under files and folders ("-" for standard input).

    Returns the articles, in the order of the paths, and what was skipped with its reason.
    Raises InputError where a path does not exist.
    """
    from digest import run

    return run.read(_listed(paths), with_texts=True)


def build(
    source: "str | Iterable[str] | Reading",
    *,
    day: str = "",
    timezone: str = "UTC",
    title: str = "Daily digest",
    words: int = 120,
    summarizer: str = "lexrank",
    about: str = "",
    watch: str | Iterable[str] = (),
    indirect: bool = False,
    jobs: int | None = None,
) -> "Digest":
    """Make a digest of paths, or of what ``read`` gave.

    ``day`` is ISO 8601 and, left out, the day of the newest article in ``timezone``.
    ``words`` is about how many words each event's summary has, ``about`` what it should
    be about; ``watch`` are words or phrases that move up the events which mention them;
    ``indirect`` adds speech reported without quotation marks; ``jobs`` counts processes
    (left out: one, and one for each core while pages are read).
    Raises InputError where there is no usable article, UsageError for a setting that cannot be.
    """
    from digest import run
    from digest.config import Settings
    from digest.engine import open_mapper

    settings = Settings(
        title=title,
        day=day,
        timezone=timezone,
        words=words,
        summarizer=summarizer,
        about=about,
        watch=tuple(_listed(watch)),
        indirect=indirect,
        jobs=jobs,
    )
    if isinstance(source, run.Reading):
        source.require_articles()
        with open_mapper(jobs or 1) as mapper:
            return run.make_digest(source, settings, mapper=mapper)
    return run.build(_listed(source), settings)[0]


def summarize(
    source: "str | Iterable[str] | Reading",
    *,
    words: int = 120,
    summarizer: str = "lexrank",
    about: str = "",
    known: Iterable[str] = (),
) -> "tuple[Sentence, ...]":
    """Return the sentences that sum up all articles of the paths, in the order to read them.

    Every sentence says where it stands: ``article``, ``start``, ``end``. What the ``known``
    sentences say is not told again. Raises InputError where there is no usable article.
    """
    from digest import run, steps
    from digest.config import Settings

    settings = Settings(words=words, summarizer=summarizer, about=about)
    reading = source if isinstance(source, run.Reading) else run.read(_listed(source))
    reading.require_articles()
    prepared = [steps.prepare(article) for article in reading.articles]
    return tuple(one for one, _ in steps.summarize(prepared, settings, known=tuple(known)))


def render(digest: "Digest", format_name: str, **options: Any) -> bytes:
    """Render a digest as "html", "pdf", "mail", "text" or "json".

    Options are those of the format: ``paper`` ("A4" or "Letter") and ``archive`` for a PDF;
    ``sender``, ``to``, ``subject``, ``attach`` and ``unsubscribe`` besides for a mail;
    ``templates``, a folder of one's own, for all but JSON.
    """
    from digest.renderers import find_renderer

    return find_renderer(format_name)(digest, **options)


def verify(digest: "Digest | bytes", sources: str | Iterable[str] = ()) -> Verification:
    """Compare a digest, or a digest.json, with its sources as they stand now.

    Sources are read from where the digest says, or from ``sources``.
    """
    from digest import run
    from digest.renderers.json import decode_digest

    known = decode_digest(digest, "digest") if isinstance(digest, bytes) else digest
    return run.verify(known, _listed(sources))


def _listed(paths: str | Iterable[str]) -> Sequence[str]:
    return [paths] if isinstance(paths, str) else list(paths)
