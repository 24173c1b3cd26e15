"""Settings of whom a digest goes to, and how."""

from pathlib import Path
from typing import Annotated, ClassVar, Literal, TypeAlias

from msgspec import Meta

from digest.settings.kinds import (
    Command,
    Count,
    Line,
    ListId,
    MailAddress,
    Mailbox,
    Port,
    Seconds,
    Server,
    Subject,
    WayOut,
)
from digest.settings.secrets import Secret
from digest.settings.tables import Table, told
from digest.settings.watch import Watch

Format: TypeAlias = Literal["html", "pdf", "mail", "text", "json"]
Attached: TypeAlias = Literal["pdf", "json"]

_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class Mail(Table, frozen=True, kw_only=True, rename={"sender": "from"}):
    """The mail itself, the same by whatever way it goes."""

    sender: Annotated[
        Mailbox | None,
        told("Who it is from; needed to send mail.", "Press Office <press@embassy.example>"),
    ] = None
    reply_to: Annotated[
        Mailbox | None, told("Where replies go, if not to who it is from.", "desk@embassy.example")
    ] = None
    subject: Annotated[
        Subject | None,
        told(
            "Its subject; {title}, {day}, {lead} (the first headline) and {events} (their number) "
            "are filled in.",
            "{title}, {day}: {lead}",
        ),
    ] = None
    attach: Annotated[tuple[Attached, ...], told("What goes with it as files.", ["pdf"])] = ()
    list_id: Annotated[
        ListId | None,
        told(
            "The name that filters know it by; made of the sender's domain if unset.",
            "digest.embassy.example",
        ),
    ] = None
    unsubscribe: Annotated[
        tuple[WayOut, ...],
        told(
            "Where a reader leaves: mailto: addresses, and https: ones that take one POST.",
            ["mailto:press@embassy.example?subject=leave"],
        ),
    ] = ()


class Recipient(Table, frozen=True, kw_only=True):
    """Who gets the digest by mail: one [[recipients]] for each person or group; each address
    gets a mail of its own. A plain list of addresses does for a start.
    """

    in_short: ClassVar[str] = "addresses"

    name: Annotated[
        Line | None, told("What messages and deliveries call them.", "Political section")
    ] = None
    addresses: Annotated[
        tuple[MailAddress, ...],
        Meta(min_length=1),
        told("Their addresses.", ["ambassador@embassy.example", "politics@embassy.example"]),
    ]
    sections: Annotated[
        tuple[Line, ...], told("The sections they get, by name; all if unset.", ["Harbor"])
    ] = ()
    watch: Annotated[
        tuple[Watch, ...], told("What they watch beside what all do.", ["fishing rights"])
    ] = ()
    attach: Annotated[
        tuple[Attached, ...] | None,
        told("What goes with their mail, if not as in [mail].", ["json"]),
    ] = None


class Dkim(Table, frozen=True, kw_only=True):
    """The signature that proves the mail to be from its domain."""

    key_file: Annotated[
        Path, told("The private key, in a file that nobody else may read.", "dkim.pem")
    ]
    selector: Annotated[Line, told("The name under which the domain has the public key.", "digest")]
    domain: Annotated[Server, told("The domain that signs.", "embassy.example")]


class Smtp(Table, frozen=True, kw_only=True, tag="smtp", tag_field="by"):
    """By smtp: mail, handed to a server."""

    host: Annotated[Server, told("The mail server.", "mail.embassy.example")]
    port: Annotated[
        Port | None, told("Its port, if not 587, or 465 with tls, or 25 with none.", 587)
    ] = None
    security: Annotated[
        Literal["starttls", "tls", "none"],
        told("How the connection is kept secret; never less than asked for."),
    ] = "starttls"
    user: Annotated[Line | None, told("The name to log in with.", "press@embassy.example")] = None
    password: Annotated[
        Secret | None, told("Where its password is found.", {"file": "smtp.password"})
    ] = None
    ca_file: Annotated[
        Path | None,
        told("Certificates to trust instead of the system's.", "/etc/ssl/embassy.pem"),
    ] = None
    envelope_from: Annotated[
        MailAddress | None,
        told("Where returned mail goes, if not to who it is from.", "bounces@embassy.example"),
    ] = None
    per_connection: Annotated[
        Count, told("How many mails one connection takes; some servers delay what is more.")
    ] = 10
    timeout: Annotated[Seconds, told("The seconds to wait for an answer.")] = 60.0
    dkim: Annotated[Dkim | None, told("")] = None

    @property
    def own_port(self) -> int:
        """The port to connect to."""
        return self.port or _PORTS[self.security]


class Sendmail(Table, frozen=True, kw_only=True, tag="sendmail", tag_field="by"):
    """By sendmail: mail, handed to a program of this machine."""

    command: Annotated[
        Command, told("The program and its arguments; the address is put behind them.")
    ] = ("/usr/sbin/sendmail", "-i")
    envelope_from: Annotated[
        MailAddress | None,
        told("Where returned mail goes, if not to who it is from.", "bounces@embassy.example"),
    ] = None
    timeout: Annotated[Seconds, told("The seconds that it may take.")] = 60.0


class Folder(Table, frozen=True, kw_only=True, tag="folder", tag_field="by"):
    """By folder: files."""

    folder: Annotated[Path, told("The folder to write into.", "digests")]
    formats: Annotated[
        tuple[Format, ...] | None,
        told("What to write there, if not what `formats` says.", ["html", "pdf"]),
    ] = None
    recipient: Annotated[
        Line | None,
        told(
            "The name of the recipients whose digest it is; the whole if unset.",
            "Political section",
        ),
    ] = None


class Webhook(Table, frozen=True, kw_only=True, tag="webhook", tag_field="by"):
    """By webhook: a message to a chat or another program."""

    url: Annotated[Secret, told("Where its address is found.", {"file": "chat.address"})]
    form: Annotated[
        Literal["text", "digest"],
        told('What is sent: {"text": ...} as chats take it, or the whole digest.json.'),
    ] = "text"
    recipient: Annotated[
        Line | None,
        told(
            "The name of the recipients whose digest it is; the whole if unset.",
            "Political section",
        ),
    ] = None
    timeout: Annotated[Seconds, told("The seconds to wait for an answer.")] = 30.0


Delivery: TypeAlias = Smtp | Sendmail | Folder | Webhook
