"""The settings file as what the parts of digest take.

One rule: a setting is turned into an option here, and nowhere else.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import Settings
from digest.mentions import Term
from digest.settings.delivery import Recipient
from digest.settings.secrets import Secret
from digest.settings.shapes import all_values
from digest.settings.sources import Source
from digest.settings.values import SettingsFile
from digest.settings.watch import Watch

if TYPE_CHECKING:
    from digest.outlet_table import OutletTable
    from digest.renderers import RenderOptions
    from digest.sources.command import Command
    from digest.sources.imap import Mailbox
    from digest.web.settings import WebSettings


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
        watch=tuple(map(_term, watched(settings, recipient))),
        indirect=settings.indirect,
        jobs=settings.run.jobs,
    )


def _term(watch: Watch) -> Term:
    return Term(
        name=watch.term, aliases=watch.aliases, highlight=watch.highlight, section=watch.section
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
        reply_to=settings.mail.reply_to or "",
        list_id=settings.mail.list_id or "",
        templates=settings.templates,
    )


def web_settings(settings: SettingsFile) -> "WebSettings":
    """Return how the web is asked."""
    from digest.web.settings import WebSettings, name_ourselves

    web = settings.web
    return WebSettings(
        user_agent=name_ourselves(web.contact or ""),
        total=web.timeout,
        delay=web.delay,
        parallel=web.parallel,
        allow_private=web.allow_private,
    )


def outlet_table(settings: SettingsFile) -> "OutletTable":
    """Return the outlets that are known, those of the settings among them.

    Raises ValueError where two settings name one outlet otherwise; read settings have none.
    """
    from digest.outlet_table import packaged_outlets

    own = settings.outlets
    if not (own.domains or own.aliases or own.agencies):
        return packaged_outlets()
    return packaged_outlets().extended(own.domains, own.aliases, agencies=own.agencies)


def mailbox(source: Source) -> "Mailbox":
    """Return the mailbox that a source of the kind "imap" is."""
    from digest.sources.imap import Mailbox

    box = source.imap
    if box is None:
        raise ValueError(f"no mailbox, but of the kind {source.kind}")
    return Mailbox(
        host=box.host,
        user=box.user,
        folder=box.folder,
        security=box.security,
        port=box.own_port,
        days=source.days or Mailbox(host="", user="").days,
        unseen_only=box.unseen_only,
        mark_seen=box.mark_seen,
        name=source.name or "",
        certificates=str(box.ca_file or ""),
    )


def command(source: Source, folder: Path) -> "Command":
    """Return the command that a source of that kind is; it runs in the folder."""
    from digest.sources.command import Command

    if source.command is None:
        raise ValueError(f"no command, but of the kind {source.kind}")
    name = source.name or Path(source.command[0]).name
    return Command(name=name, arguments=source.command, folder=str(folder))


def secrets_of(settings: SettingsFile) -> Mapping[str, Secret]:
    """Return all secrets by the paths of their settings, as messages name them."""
    return {path: one for path, one in all_values(settings) if isinstance(one, Secret)}
