"""Settings of where articles come from."""

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from digest.settings.kinds import Command, Days, Language, Line, Port, Server, WebAddress
from digest.settings.secrets import Secret
from digest.settings.tables import Table, told

SourceKind = Literal["path", "feed", "page", "sitemap", "imap", "command"]


class Imap(Table, frozen=True, kw_only=True):
    """The mailbox: newsletters in it are read as articles."""

    host: Annotated[Server, told("The mail server.", "imap.embassy.example")]
    port: Annotated[
        Port | None, told("Its port, if not 993, or 143 with another security than tls.", 993)
    ] = None
    security: Annotated[
        Literal["tls", "starttls", "none"], told("How the connection is kept secret.")
    ] = "tls"
    user: Annotated[Line, told("The name to log in with.", "press@embassy.example")]
    password: Annotated[Secret, told("Where its password is found.", {"file": "imap.password"})]
    folder: Annotated[Line, told("The folder to read.")] = "INBOX"
    unseen_only: Annotated[bool, told("Whether only mails are read that nobody has read.")] = False
    mark_seen: Annotated[
        bool, told("Whether mails are marked as read; else nothing there is changed.")
    ] = False
    ca_file: Annotated[
        Path | None,
        told("Certificates to trust instead of the system's.", "/etc/ssl/embassy.pem"),
    ] = None

    @property
    def own_port(self) -> int:
        """The port to connect to."""
        return self.port or (993 if self.security == "tls" else 143)


class Source(Table, frozen=True, kw_only=True):
    """Where articles come from: one [[sources]] for each place, with exactly one of path,
    feed, page, sitemap, imap and command.
    """

    one_of: ClassVar[tuple[str, ...]] = ("path", "feed", "page", "sitemap", "imap", "command")

    path: Annotated[
        Path | None, told("A file, a folder with all its folders, or a pattern.", "articles")
    ] = None
    feed: Annotated[
        WebAddress | Secret | None,
        told(
            "A feed: RSS, Atom or JSON. An address with a key in it is a secret, and is given as "
            "a password is.",
            "https://herald.example/feed.xml",
        ),
    ] = None
    page: Annotated[
        WebAddress | Secret | None,
        told("One page, read anew by each run.", "https://ministry.example/statement"),
    ] = None
    sitemap: Annotated[
        WebAddress | Secret | None,
        told("A sitemap of news.", "https://tribune.example/news-sitemap.xml"),
    ] = None
    command: Annotated[
        Command | None,
        told(
            "A program that prints articles, one JSON object a line; no shell runs it.",
            ["./fetch-articles", "--today"],
        ),
    ] = None
    name: Annotated[
        Line | None, told("What messages and sections call the source.", "The Herald's feed")
    ] = None
    outlet: Annotated[
        Line | None,
        told("Who publishes what comes from here, where it does not say.", "The Herald"),
    ] = None
    follow: Annotated[
        Literal["teasers", "always", "never"],
        told(
            "Which pages of a feed's articles are fetched: those of which the feed has the first "
            "sentences only, all, or none."
        ),
    ] = "teasers"
    days: Annotated[
        Days | None, told("How many days old an article may be; the period decides if unset.", 3)
    ] = None
    language: Annotated[
        Language | None, told("The language of articles that do not tell theirs.", "en")
    ] = None
    imap: Annotated[Imap | None, told("")] = None

    @property
    def kind(self) -> SourceKind:
        """Which of the six the source is."""
        kinds: tuple[SourceKind, ...] = ("path", "feed", "page", "sitemap", "imap", "command")
        return next(kind for kind in kinds if getattr(self, kind) is not None)

    @property
    def place(self) -> Path | str | Secret | Imap | tuple[str, ...]:
        """The value of that one."""
        place: Path | str | Secret | Imap | tuple[str, ...] = getattr(self, self.kind)
        return place
