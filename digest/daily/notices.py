"""What the operator is told by mail when a run fails.

One rule: one notice a day, whatever fails how often; its id is made of the day.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from digest.daily.ledger import Message
from digest.daily.messages import bare_sender, way_name
from digest.deliverers.mails import Mail
from digest.renderers import RenderOptions
from digest.renderers.printable import clean
from digest.settings.delivery import Sendmail, Smtp
from digest.settings.values import SettingsFile


def failure_notice(settings: SettingsFile, told: str, now: datetime) -> Message | None:
    """Return the notice of the day, None where nobody or no way is named for it."""
    ways = [one for one in settings.deliver if isinstance(one, Smtp | Sendmail)]
    if settings.run.operator is None or not ways:
        return None
    day = now.astimezone(settings.zone).date().isoformat()
    sender = settings.mail.sender or RenderOptions().sender
    domain = bare_sender(settings).rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["Date"] = format_datetime(now)
    mail["From"] = sender
    mail["To"] = settings.run.operator
    mail["Subject"] = f"{clean(settings.title)}: the run of {day} failed"
    mail["Message-ID"] = f"<digest.notice.{day}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{clean(told)}\n\n`digest status` says more.\n")
    return Message(
        edition="",
        way=way_name(settings, ways[0]),
        mail=Mail(
            message_id=mail["Message-ID"],
            sender=bare_sender(settings),
            recipients=(settings.run.operator,),
            data=mail.as_bytes(),
        ),
    )
