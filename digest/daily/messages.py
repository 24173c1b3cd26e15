"""What an edition sends: a mail for each address, a post for each chat, files for each folder.

One rule: the same edition gives the same messages with the same ids, so that a run
that was killed and begun anew adds nothing to the outbox.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from hashlib import sha256

from digest.daily.ledger import Message
from digest.deliverers.dkim import load_key, sign_mail
from digest.deliverers.mails import Mail
from digest.model import Article, Digest
from digest.renderers import RenderOptions
from digest.renderers.chat import render_chat
from digest.renderers.json import render_json
from digest.renderers.mail import render_mail
from digest.renderers.printable import clean
from digest.sections import for_recipient
from digest.settings.delivery import Delivery, Folder, Recipient, Sendmail, Smtp, Webhook
from digest.settings.kinds import fill_subject
from digest.settings.mapping import digest_settings, render_options
from digest.settings.values import SettingsFile


def way_name(settings: SettingsFile, delivery: Delivery) -> str:
    """Return what a way of delivery is called in the books: "smtp", "folder 2"."""
    alike = [one for one in settings.deliver if type(one) is type(delivery)]
    kind = type(delivery).__name__.lower()
    return kind if len(alike) == 1 else f"{kind} {1 + alike.index(delivery)}"


def make_messages(
    settings: SettingsFile, key: str, digest: Digest, articles: Iterable[Article] = ()
) -> Iterator[Message]:
    """Yield all that an edition hands over, in the order of the settings.

    ``articles`` are those it was made of, in which what groups watch is looked for.
    """
    known = tuple(articles)
    for delivery in settings.deliver:
        way = way_name(settings, delivery)
        if isinstance(delivery, Smtp | Sendmail):
            for mail in _mails(settings, delivery, digest, known):
                yield Message(edition=key, way=way, mail=mail)
        else:
            theirs = digest_for(settings, digest, named_group(settings, delivery), known)
            yield Message(edition=key, way=way, mail=_post(delivery, key, way, theirs))


def named_group(settings: SettingsFile, delivery: Folder | Webhook) -> Recipient | None:
    """Return the group whose digest a folder or chat gets, None for the whole."""
    if not delivery.recipient:
        return None
    return next(one for one in settings.recipients if one.name == delivery.recipient)


def digest_for(
    settings: SettingsFile,
    digest: Digest,
    recipient: Recipient | None,
    articles: Iterable[Article] = (),
) -> Digest:
    """Return the digest that a group gets: its sections, and what it watches."""
    if recipient is None or not (recipient.sections or recipient.watch):
        return digest
    return for_recipient(
        digest,
        recipient.sections,
        digest_settings(settings, recipient=recipient).watch,
        articles={one.id: one for one in articles},
        other_section=settings.other_section,
    )


def draft_messages(settings: SettingsFile, key: str, digest: Digest) -> Iterator[Message]:
    """Yield the mails of a draft to those who are asked for their approval."""
    for delivery in settings.deliver:
        if isinstance(delivery, Smtp | Sendmail):
            way = way_name(settings, delivery)
            draft = replace(digest, title=f"Draft: {digest.title}")
            sign = _signature(delivery)
            for address in settings.approval.ask:
                mail = _mail(settings, delivery, draft, address, sign=sign)
                yield Message(edition=key, way=way, mail=mail)
            return


def mail_for(
    settings: SettingsFile, digest: Digest, address: str, recipient: Recipient | None
) -> bytes:
    """Return the mail of a digest for one address."""
    options = render_options(settings, recipient, to=address)
    subject = None
    if settings.mail.subject:
        lead = clean(digest.events[0].title) if digest.events else "nothing to report"
        subject = fill_subject(
            settings.mail.subject,
            title=clean(digest.title),
            day=digest.day,
            lead=lead,
            events=len(digest.events),
        )
    return render_mail(digest, **{**options.of("mail"), "subject": subject})


def _mails(
    settings: SettingsFile,
    delivery: Smtp | Sendmail,
    digest: Digest,
    articles: Sequence[Article],
) -> Iterator[Mail]:
    sign = _signature(delivery)
    for recipient in settings.recipients:
        theirs = digest_for(settings, digest, recipient, articles)
        if digest.events and not theirs.events:
            continue  # nothing in their sections
        for address in recipient.addresses:
            yield _mail(settings, delivery, theirs, address, recipient, sign=sign)


def _mail(
    settings: SettingsFile,
    delivery: Smtp | Sendmail,
    digest: Digest,
    address: str,
    recipient: Recipient | None = None,
    *,
    sign: Callable[[bytes], bytes],
) -> Mail:
    data = mail_for(settings, digest, address, recipient)
    name = str(message_from_bytes(data.partition(b"\r\n\r\n")[0])["Message-ID"])
    sender = delivery.envelope_from or bare_sender(settings)
    return Mail(message_id=name, sender=sender, recipients=(address,), data=sign(data))


def _signature(delivery: Smtp | Sendmail) -> Callable[[bytes], bytes]:
    """Return what signs a mail; it is signed once, as the signature carries the time."""
    if not isinstance(delivery, Smtp) or delivery.dkim is None:
        return lambda data: data
    dkim = delivery.dkim
    key = load_key(dkim.key_file, domain=dkim.domain, selector=dkim.selector)
    return lambda data: sign_mail(data, key)


def _post(delivery: Folder | Webhook, key: str, way: str, digest: Digest) -> Mail:
    """Return what goes to a chat, or the place of files that are rendered when they are written."""
    data = b""
    recipient = str(delivery.folder) if isinstance(delivery, Folder) else way
    if isinstance(delivery, Webhook):
        data = render_json(digest) if delivery.form == "digest" else render_chat(digest)
    mark = sha256(f"{key}\0{way}\0{recipient}".encode()).hexdigest()[:16]
    return Mail(message_id=f"<{way}.{mark}>", sender="", recipients=(recipient,), data=data)


def bare_sender(settings: SettingsFile) -> str:
    """Return "press@embassy.example" where mails are from "Press <press@embassy.example>"."""
    sender = settings.mail.sender or RenderOptions().sender
    return sender.rpartition("<")[2].rstrip("> ").strip()
