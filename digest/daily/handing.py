"""Hand over what is due, by each way of delivery that the settings name.

One rule: a way that fails leaves its messages for later and does not stop the others.
"""

from dataclasses import dataclass

from digest.daily.ledger import Ledger, Outbox
from digest.daily.messages import way_name
from digest.deliverers.file import write_file
from digest.deliverers.mails import Mail, results_for
from digest.deliverers.sendmail import Sendmail as SendmailProgram
from digest.deliverers.sendmail import deliver_sendmail
from digest.deliverers.smtp import deliver_smtp
from digest.deliverers.smtp_server import SmtpServer, Timeouts
from digest.deliverers.webhook import Webhook as WebhookAddress
from digest.deliverers.webhook import deliver_webhook
from digest.deliverers.wire import vetted_numbers
from digest.errors import DigestError, OutputError
from digest.renderers import file_name, find_renderer
from digest.renderers.json import decode_digest
from digest.settings.delivery import Delivery, Folder, Sendmail, Smtp, Webhook
from digest.settings.mapping import render_options, web_settings
from digest.settings.secrets import read_address, read_secret
from digest.settings.values import SettingsFile


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
                _deliver(settings, delivery, f"deliver #{number}", due, ledger, outbox)
            except DigestError as err:
                errors.append(err)
    counts = dict.fromkeys(("sent", "later", "uncertain", "refused"), 0)
    final = {one.recipient: one for one in outbox.results}
    for result in final.values():
        counts[result.outcome] += 1
    replies = [f"{one.recipient}: {one.reply}" for one in final.values() if one.outcome != "sent"]
    return Handed(**counts, errors=tuple(errors), replies=tuple(replies))


def _deliver(
    settings: SettingsFile,
    delivery: Delivery,
    place: str,
    due: tuple[Mail, ...],
    ledger: Ledger,
    outbox: Outbox,
) -> None:
    match delivery:
        case Smtp():
            deliver_smtp(due, _server(delivery, place), recorder=outbox)
        case Sendmail():
            program = SendmailProgram(command=delivery.command, longest=delivery.timeout)
            deliver_sendmail(due, program, recorder=outbox)
        case Webhook():
            deliver_webhook(due, _webhook(settings, delivery, place), recorder=outbox)
        case Folder():
            _write_files(settings, delivery, due, ledger, outbox)


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
        timeouts=Timeouts(reply=delivery.timeout),
    )


def _webhook(settings: SettingsFile, delivery: Webhook, place: str) -> WebhookAddress:
    return WebhookAddress(
        address=lambda: read_address(delivery.url, f"{place}.url"),
        reply=delivery.timeout,
        resolve=vetted_numbers(web_settings(settings)),
    )


def _write_files(
    settings: SettingsFile,
    delivery: Folder,
    due: tuple[Mail, ...],
    ledger: Ledger,
    outbox: Outbox,
) -> None:
    """Write the formats of each edition; written again they are the same files."""
    for mail in due:
        edition = ledger.edition_of(mail.message_id)
        digest = decode_digest(edition.digest, f"the digest of {edition.key}")
        options = render_options(settings)
        try:
            for name in delivery.formats or settings.formats:
                data = find_renderer(name)(digest, **options.of(name))
                write_file(delivery.folder / file_name(digest, name), data)
        except OutputError as err:
            outbox.done(mail, results_for(mail.recipients, "later", str(err)))
            raise
        outbox.done(mail, results_for(mail.recipients, "sent", f"in '{delivery.folder}'"))
