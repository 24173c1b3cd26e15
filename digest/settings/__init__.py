"""The settings file of the daily run: found, read, checked, told, and turned into options.

One rule: what may stand in the file is said once, in ``values`` and the modules beside it;
all else is made of that.
"""

from digest.settings.file import (
    SettingsError,
    decode_settings,
    find_settings,
    read_settings,
)
from digest.settings.mapping import (
    command,
    digest_settings,
    mailbox,
    outlets_of,
    render_options,
    secrets_of,
    watched,
    web_settings,
)
from digest.settings.secrets import (
    Revealed,
    Secret,
    read_address,
    read_private,
    read_secret,
    without_secrets,
)
from digest.settings.shown import show_settings
from digest.settings.starter import starter_text, write_starter
from digest.settings.values import FILE_NAME, SettingsFile

__all__ = [
    "FILE_NAME",
    "Revealed",
    "Secret",
    "SettingsError",
    "SettingsFile",
    "command",
    "decode_settings",
    "digest_settings",
    "find_settings",
    "mailbox",
    "outlets_of",
    "read_address",
    "read_private",
    "read_secret",
    "read_settings",
    "render_options",
    "secrets_of",
    "show_settings",
    "starter_text",
    "watched",
    "web_settings",
    "without_secrets",
    "write_starter",
]
