"""The settings file as what the parts of digest take.

One rule: a setting is turned into an option here, and nowhere else.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from digest.config import Settings
from digest.settings.delivery import Recipient
from digest.settings.secrets import Secret
from digest.settings.shapes import all_values
from digest.settings.values import SettingsFile
from digest.settings.watch import Watch

if TYPE_CHECKING:
    from digest.renderers import RenderOptions


def digest_settings(
    settings: SettingsFile, *, day: str = "", recipient: Recipient | None = None
) -> Settings:
    """Return the settings of one digest, made for all or for one group of recipients."""
    return Settings(
        title=settings.title,
        day=day,
        timezone=settings.timezone,
        words=settings.words,
        summarizer=settings.summarizer,
        about=settings.about or "",
        watch=tuple(form for one in watched(settings, recipient) for form in one.forms),
        indirect=settings.indirect,
        jobs=settings.run.jobs,
    )


def watched(settings: SettingsFile, recipient: Recipient | None = None) -> tuple[Watch, ...]:
    """Return what is watched for all, and then what the recipients watch beside that.

    A term that both have is watched as the recipients say.
    """
    own = {one.term.casefold(): one for one in (recipient.watch if recipient else ())}
    known = {one.term.casefold(): one for one in settings.watch}
    return tuple({**known, **own}.values())


def render_options(
    settings: SettingsFile, recipient: Recipient | None = None, *, to: str = ""
) -> "RenderOptions":
    """Return how the formats of a digest are rendered; ``to`` is whom its mail is for."""
    from digest.renderers import RenderOptions

    attach = settings.mail.attach
    if recipient is not None and recipient.attach is not None:
        attach = recipient.attach
    return RenderOptions(
        paper=settings.pdf.paper,
        archive=settings.pdf.archive,
        sender=settings.mail.sender or RenderOptions().sender,
        to=(to,) if to else (),
        attach=attach,
        unsubscribe=settings.mail.unsubscribe,
        templates=settings.templates,
    )


def secrets_of(settings: SettingsFile) -> Mapping[str, Secret]:
    """Return all secrets by the paths of their settings, as messages name them."""
    return {path: one for path, one in all_values(settings) if isinstance(one, Secret)}
