"""Where a rendered digest goes: files, mail, chats.

One rule: every deliverer takes mails, its settings and a recorder, and tells the recorder
what became of each mail for each recipient; see ``mails``.
"""

from collections.abc import Callable

from digest.deliverers.folder import deliver_folder
from digest.deliverers.sendmail import deliver_sendmail
from digest.deliverers.smtp import deliver_smtp
from digest.deliverers.webhook import deliver_webhook
from digest.errors import UsageError

Deliverer = Callable[..., None]

DELIVERERS: dict[str, Deliverer] = {
    "smtp": deliver_smtp,
    "sendmail": deliver_sendmail,
    "folder": deliver_folder,
    "webhook": deliver_webhook,
}


def find_deliverer(name: str) -> Deliverer:
    """Return the deliverer of that name; each takes mails, its settings and ``recorder=``."""
    if name not in DELIVERERS:
        raise UsageError(f"unknown way of delivery {name!r} (known: {', '.join(DELIVERERS)})")
    return DELIVERERS[name]
