"""The settings file as values: what may stand in it, what it means, and what holds if it does not.

One rule: what stands here is all there is. A setting is added here, and nowhere else, to be
read, checked, told in the starter file and in the documents, and known to editors.
"""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Meta

from digest.settings.delivery import Delivery, Format, Mail, Recipient
from digest.settings.kinds import (
    Allowed,
    Clock,
    Contact,
    Count,
    Days,
    Host,
    Hours,
    Line,
    MailAddress,
    Seconds,
    WebAddress,
    Zone,
)
from digest.settings.secrets import Secret
from digest.settings.sources import Source
from digest.settings.tables import Table, told
from digest.settings.watch import Section, Watch

FILE_NAME = "digest.toml"
FORMATS: tuple[Format, ...] = ("html", "pdf", "mail", "text", "json")

Period: TypeAlias = Literal["since last", "yesterday"] | Hours


class Web(Table, frozen=True, kw_only=True):
    """How the web is asked."""

    contact: Annotated[
        Contact | None,
        told("Whom those asked may write to; goes with each request.", "press@embassy.example"),
    ] = None
    delay: Annotated[
        float, Meta(ge=0, le=3_600), told("The seconds between two requests to one host.")
    ] = 1.0
    timeout: Annotated[
        Seconds, told("The seconds that one address may take, redirects and retries included.")
    ] = 30.0
    parallel: Annotated[
        int, Meta(ge=1, le=64), told("How many hosts are asked at the same time.")
    ] = 8
    robots: Annotated[
        bool,
        told(
            "Whether articles' pages that a robots.txt forbids are left out; feeds always are read."
        ),
    ] = True
    allow_private: Annotated[
        tuple[Allowed, ...],
        told(
            "Hosts and networks that may be asked though they are not public.",
            ["wiki.embassy.example", "10.1.0.0/16"],
        ),
    ] = ()


class Outlets(Table, frozen=True, kw_only=True):
    """Names of outlets, beside those that digest knows."""

    domains: Annotated[
        Mapping[Host, Line],
        told(
            'Who publishes at a host and at those below it ("=" before it: there alone).',
            {"herald.example": "The Herald"},
        ),
    ] = {}
    aliases: Annotated[
        Mapping[Line, Line],
        told("What an outlet is also called, and its name.", {"Herald Online": "The Herald"}),
    ] = {}
    agencies: Annotated[
        tuple[Line, ...],
        told("Outlets whose texts others print; these count once.", ["Ardvale News Agency"]),
    ] = ()


class Pdf(Table, frozen=True, kw_only=True):
    """The PDF."""

    paper: Annotated[Literal["a4", "letter"], told("Its paper.")] = "a4"
    archive: Annotated[
        bool, told("Whether it is a PDF/A-3 with the digest.json inside, else PDF/UA-1.")
    ] = False


class Approval(Table, frozen=True, kw_only=True):
    """Whether somebody looks at a digest before it goes out."""

    needed: Annotated[bool, told("Whether it waits as a draft for `digest approve`.")] = False
    ask: Annotated[
        tuple[MailAddress, ...], told("Who gets the draft by mail.", ["editor@embassy.example"])
    ] = ()


class Run(Table, frozen=True, kw_only=True):
    """The daily run."""

    catch_up: Annotated[
        Literal["combined", "each", "none"],
        told("What is made of missed days: one digest of all, one of each, or none."),
    ] = "combined"
    not_after: Annotated[
        Hours | None,
        told(
            "The hours after its period in which a digest is still mailed; any time if unset.", 12
        ),
    ] = None
    most_mails: Annotated[
        Count, told("How many mails a run sends at most, should a setting have gone wrong.")
    ] = 200
    uncertain: Annotated[
        Literal["hold", "resend"],
        told(
            "What happens to a mail of which nobody can know whether it arrived: it is held and "
            "told, or sent again once."
        ),
    ] = "hold"
    failing_runs: Annotated[
        int, Meta(ge=1, le=100), told("After how many failing runs a source is told as failing.")
    ] = 3
    operator: Annotated[
        MailAddress | None,
        told("Who hears of failures, at most once a day.", "operator@embassy.example"),
    ] = None
    heartbeat: Annotated[
        WebAddress | Secret | None,
        told(
            "Where start, finish and failure are told to a watchdog; it never breaks a run.",
            "https://watchdog.example/ping/digest",
        ),
    ] = None
    jobs: Annotated[
        Annotated[int, Meta(ge=1, le=256)] | None,
        told("How many processes work; the result is the same.", 2),
    ] = None
    state_folder: Annotated[
        Path | None,
        told(
            "Where digest keeps what it has told and sent; the system's place for it if unset.",
            "/var/lib/digest",
        ),
    ] = None


class Archive(Table, frozen=True, kw_only=True):
    """What is kept of articles and digests."""

    keep_days: Annotated[Days | None, told("For how many days; for ever if unset.", 400)] = None


class Log(Table, frozen=True, kw_only=True):
    """What is said on the way; a run that succeeds prints nothing at the level of warnings."""

    level: Annotated[Literal["error", "warning", "info", "debug"], told("How much is said.")] = (
        "warning"
    )
    form: Annotated[Literal["text", "json"], told("For people, or one JSON object a line.")] = (
        "text"
    )
    file: Annotated[
        Path | None, told("The file that it is added to; standard error if unset.", "digest.log")
    ] = None


class SettingsFile(Table, frozen=True, kw_only=True):
    """What digest does every day."""

    title: Annotated[Line, told("The digest's title.")] = "Daily digest"
    timezone: Annotated[
        Zone, told("The zone in which days begin and times are shown, like Europe/Berlin.")
    ] = "UTC"
    day_starts: Annotated[
        Clock, told("When a day begins: what is published before belongs to the day before.")
    ] = "00:00"
    period: Annotated[
        Period,
        told(
            "Which articles are in a digest: those since the last one, those of yesterday, or "
            "those of so many hours before the run (a number)."
        ),
    ] = "since last"
    empty_day: Annotated[
        Literal["skip", "tell"],
        told("What is done when nothing is new: nothing, or a digest that says so."),
    ] = "skip"
    words: Annotated[
        int,
        Meta(ge=20, le=2_000),
        told("About how many words the summary of an event has: whole sentences, a few over."),
    ] = 120
    most_events: Annotated[
        Count | None, told("How many events a digest has at most; all if unset.", 40)
    ] = None
    indirect: Annotated[
        bool, told("Whether reported speech without quotation marks is printed too.")
    ] = False
    summarizer: Annotated[
        Literal["lexrank", "lead", "sumy"],
        told(
            "How sentences are chosen: what the articles agree on, their first ones, or by the "
            "library sumy, to compare."
        ),
    ] = "lexrank"
    about: Annotated[
        Line | None, told("Words that the summaries should be about.", "harbor trade")
    ] = None
    formats: Annotated[
        tuple[Format, ...],
        Meta(min_length=1),
        told("What is written where a delivery names no formats."),
    ] = FORMATS
    templates: Annotated[
        Path | None,
        told("A folder of templates that stand in for ours of the same names.", "templates"),
    ] = None
    other_section: Annotated[Line, told("The heading of the events that fit no section.")] = (
        "Other news"
    )
    sources: tuple[Source, ...] = ()
    deliver: Annotated[
        tuple[Delivery, ...],
        told("Where the digest goes: one [[deliver]] for each way."),
    ] = ()
    recipients: tuple[Recipient, ...] = ()
    mail: Mail = Mail()
    sections: tuple[Section, ...] = ()
    watch: tuple[Watch, ...] = ()
    pdf: Pdf = Pdf()
    web: Web = Web()
    outlets: Outlets = Outlets()
    approval: Approval = Approval()
    run: Run = Run()
    archive: Archive = Archive()
    log: Log = Log()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin."""
        return ZoneInfo(self.timezone)

    @property
    def day_start(self) -> time:
        """When a day begins there."""
        return time.fromisoformat(self.day_starts)
