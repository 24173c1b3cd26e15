"""Hand over what is due, by each way of delivery that the settings name.

One rule: a way that fails leaves its messages for later and does not stop the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.daily.ledger import Ledger, Outbox
from digest.daily.messages import bare_sender, digest_for, mail_for, named_group, way_name
from digest.deliverers import find_deliverer
from digest.deliverers.file import write_file
from digest.deliverers.mails import Mail, Recorder, Result, results_for
from digest.deliverers.sendmail import Sendmail as SendmailProgram
from digest.deliverers.smtp_server import SmtpServer, Timeouts
from digest.deliverers.webhook import Webhook as WebhookAddress
from digest.deliverers.wire import vetted_numbers
from digest.errors import DigestError, OutputError, UsageError
from digest.model import Digest
from digest.renderers import file_name, find_renderer
from digest.renderers.json import decode_digest
from digest.settings.delivery import Folder, Sendmail, Smtp, Webhook
from digest.settings.mapping import render_options, web_settings
from digest.settings.secrets import read_address, read_secret
from digest.settings.values import SettingsFile

PAUSES = (2.0, 10.0, 30.0)  # seconds before each further attempt of a run at a mail server


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What came of it: how many arrived, wait for later, are uncertain or refused; and why."""

    sent: int = 0
    later: int = 0
    uncertain: int = 0
    refused: int = 0
    errors: tuple[DigestError, ...] = ()
    replies: tuple[str, ...] = ()


def hand_over(settings: SettingsFile, ledger: Ledger, outbox: Outbox) -> Handed:
    """Hand over all that is due, at most as many as a run may send."""
    errors: list[DigestError] = []
    left = settings.run.most_mails
    for number, delivery in enumerate(settings.deliver, 1):
        due = ledger.due(way_name(settings, delivery), left)
        left -= len(due)
        if due:
            try:
                if isinstance(delivery, Folder):
                    _write_files(settings, delivery, due, ledger, outbox)
                else:
                    _send(settings, delivery, f"deliver #{number}", due, outbox)
            except DigestError as err:
                errors.append(err)
    return _counted(outbox.results.values(), errors)


def mail_at_once(settings: SettingsFile, digest: Digest, to: str) -> Handed:
    """Mail a digest to one address now, by the first way that mails; nothing is written down.

    Raises UsageError where there is no such way.
    """
    for number, delivery in enumerate(settings.deliver, 1):
        if isinstance(delivery, Smtp | Sendmail):
            data = mail_for(settings, digest, to, None)
            sender = delivery.envelope_from or bare_sender(settings)
            mail = Mail(message_id="<test>", sender=sender, recipients=(to,), data=data)
            results = _Results()
            _send(settings, delivery, f"deliver #{number}", (mail,), results)
            return _counted(results.results, [])
    raise UsageError("no [[deliver]] of the settings mails: add one by smtp or sendmail")


class _Results:
    """A recorder for what is handed over for a look."""

    def __init__(self) -> None:
        self.results: list[Result] = []

    def sending(self, mail: Mail, recipients: Sequence[str]) -> None:
        """Note nothing."""

    def done(self, mail: Mail, results: Sequence[Result]) -> None:
        """Keep what became of it in the end."""
        self.results = list(results)


def _counted(results: Iterable[Result], errors: Sequence[DigestError]) -> Handed:
    """Count what became of each message in the end."""
    counts = dict.fromkeys(("sent", "later", "uncertain", "refused"), 0)
    replies = []
    for result in results:
        counts[result.outcome] += 1
        if result.outcome != "sent":
            replies.append(f"{result.recipient}: {result.reply}")
    return Handed(**counts, errors=tuple(errors), replies=tuple(replies))


def _send(
    settings: SettingsFile,
    delivery: Smtp | Sendmail | Webhook,
    place: str,
    mails: Sequence[Mail],
    recorder: Recorder,
) -> None:
    """Hand messages to a way of delivery; ``place`` is that of its settings, for messages."""
    target: SmtpServer | SendmailProgram | WebhookAddress
    match delivery:
        case Smtp():
            target = _server(delivery, place)
        case Sendmail():
            target = SendmailProgram(command=delivery.command, longest=delivery.timeout)
        case Webhook():
            target = _webhook(settings, delivery, place)
    find_deliverer(type(delivery).__name__.lower())(mails, target, recorder=recorder)


def _server(delivery: Smtp, place: str) -> SmtpServer:
    def password() -> str:
        if delivery.password is None:
            return ""
        return read_secret(delivery.password, f"{place}.password").reveal()

    return SmtpServer(
        host=delivery.host,
        port=delivery.own_port,
        security=delivery.security,
        ca_file=delivery.ca_file,
        user=delivery.user or "",
        password=password,
        per_connection=delivery.per_connection,
        pauses=PAUSES,
        timeouts=Timeouts(reply=delivery.timeout),
    )


def _webhook(settings: SettingsFile, delivery: Webhook, place: str) -> WebhookAddress:
    return WebhookAddress(
        address=lambda: read_address(delivery.url, f"{place}.url"),
        reply=delivery.timeout,
        resolve=vetted_numbers(web_settings(settings)),
    )


def write_formats(settings: SettingsFile, delivery: Folder, digest: Digest) -> None:
    """Write a digest, or the part of it that is for its group, into a folder.

    Written again it is the same files.
    """
    digest = digest_for(settings, digest, named_group(settings, delivery))
    options = render_options(settings)
    for name in delivery.formats or settings.formats:
        data = find_renderer(name)(digest, **options.of(name))
        write_file(delivery.folder / file_name(digest, name), data)


def _write_files(
    settings: SettingsFile,
    delivery: Folder,
    due: tuple[Mail, ...],
    ledger: Ledger,
    outbox: Outbox,
) -> None:
    for mail in due:
        edition = ledger.edition_of(mail.message_id)
        digest = decode_digest(edition.digest, f"the digest of {edition.key}")
        try:
            write_formats(settings, delivery, digest)
        except OutputError as err:
            outbox.done(mail, results_for(mail.recipients, "later", str(err)))
            raise
        outbox.done(mail, results_for(mail.recipients, "sent", f"in '{delivery.folder}'"))
