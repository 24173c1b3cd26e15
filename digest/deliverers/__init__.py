"""Where a rendered digest goes: files, mail, chats.

One rule: every deliverer takes mails, its settings and a recorder, and tells the recorder
what became of each mail for each recipient; see ``mails``.
"""

from collections.abc import Callable

from digest.errors import UsageError

Deliverer = Callable[..., None]


def find_deliverer(name: str) -> Deliverer:
    """Return the deliverer of that name; each takes mails, its settings and ``recorder=``."""
    if name not in DELIVERERS:
        raise UsageError(f"unknown way of delivery {name!r} (known: {', '.join(DELIVERERS)})")
    return DELIVERERS[name]()


# Imported when asked for, as most runs write files and need no network.
def _load_smtp() -> Deliverer:
    from digest.deliverers.smtp import deliver_smtp

    return deliver_smtp


def _load_sendmail() -> Deliverer:
    from digest.deliverers.sendmail import deliver_sendmail

    return deliver_sendmail


def _load_folder() -> Deliverer:
    from digest.deliverers.folder import deliver_folder

    return deliver_folder


def _load_webhook() -> Deliverer:
    from digest.deliverers.webhook import deliver_webhook

    return deliver_webhook


DELIVERERS: dict[str, Callable[[], Deliverer]] = {
    "smtp": _load_smtp,
    "sendmail": _load_sendmail,
    "folder": _load_folder,
    "webhook": _load_webhook,
}
