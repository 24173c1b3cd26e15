"""The arguments and options that the commands share, with what their help says."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

FORMATS = "html,pdf,mail,text,json"


class PaperSize(StrEnum):
    """The sheets that a PDF may be set for."""

    A4 = "a4"
    LETTER = "letter"


Paths = Annotated[
    list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="PATH...")
]
DigestFile = Annotated[str, typer.Argument(help="A digest.json, or - for standard input.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="The folder to write into.")]
Formats = Annotated[str, typer.Option(help="What to write, divided by commas.")]
Paper = Annotated[PaperSize, typer.Option(help="The PDF's paper.", case_sensitive=False)]
Archive = Annotated[
    bool, typer.Option("--archive", help="The PDF as PDF/A-3, with the digest.json inside.")
]
Attach = Annotated[str, typer.Option(help="What goes with the mail as a file: pdf, json.")]
Unsubscribe = Annotated[
    list[str] | None,
    typer.Option(help="An https: or mailto: address by which a reader leaves; repeatable."),
]
Templates = Annotated[
    Path | None, typer.Option(help="A folder of templates that stand in for ours of that name.")
]
Follow = Annotated[
    bool,
    typer.Option("--watch", help="Render again whenever the digest or a template changes."),
]
Sender = Annotated[str, typer.Option("--mail-from", help="The mail's sender.")]
Recipients = Annotated[
    list[str] | None, typer.Option("--mail-to", help="A recipient of the mail; may be repeated.")
]
Day = Annotated[
    str, typer.Option(help="The digest's day, YYYY-MM-DD; that of the newest article if unset.")
]
Timezone = Annotated[str, typer.Option(help="The zone of days and times.")]
Title = Annotated[str, typer.Option(help="The digest's title.")]
Summarizer = Annotated[
    str, typer.Option(help="How sentences are chosen: lexrank, lead or sumy (its own LexRank).")
]
Words = Annotated[
    int,
    typer.Option(help="About how many words a summary has: whole sentences, a few over."),
]
About = Annotated[str, typer.Option(help="Words that the summaries should be about.")]
Watch = Annotated[
    list[str] | None,
    typer.Option(help="Words that move up the events which mention them; may be repeated."),
]
Indirect = Annotated[
    bool, typer.Option("--indirect", help="Print reported speech without quotation marks too.")
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say for people, not programs, why each is whose it is.")
]
ExplainReading = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Show for people, not programs, what each was taken for and what the rules took out.",
    ),
]
ExplainEvents = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Say for people, not programs, what makes each event; with the ids of two articles "
        "behind the paths, why these are joined or not.",
    ),
]
Known = Annotated[
    str, typer.Option(help="A digest.json, or a text of a sentence a line, not to tell again.")
]
Sources = Annotated[
    list[str] | None,
    typer.Option(help="Where the sources are now, if not where the digest says; repeatable."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        help="How many processes work; the result is the same.",
        show_default="1; all cores for pages",
    ),
]


class Following(StrEnum):
    """Which pages are fetched that a feed from the web links to."""

    TEASERS = "teasers"
    ALWAYS = "always"
    NEVER = "never"


FollowLinks = Annotated[
    Following,
    typer.Option(
        help="Fetch the pages that a feed on the web links to: where it holds teasers only, "
        "always or never.",
    ),
]
AllowPrivate = Annotated[
    list[str] | None,
    typer.Option(
        help="A host or network that may be asked though it is not public; may be repeated.",
    ),
]
Contact = Annotated[
    str, typer.Option(help="An address that web servers are told, to reach who runs this.")
]
State = Annotated[
    str,
    typer.Option(
        help="The folder that keeps what was fetched from the web.",
        show_default="digest's in $XDG_STATE_HOME",
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Make nothing when any input had to be skipped.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="List every skipped input and time every step.")
]
