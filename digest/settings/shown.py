"""What `digest config` prints: the settings that hold, and no secret.

One rule: secrets are not in the settings, so none can be printed; what may be one all the
same, in the address of a feed, is struck out.
"""

import re
from typing import Any

import msgspec

from digest.settings.toml import write_toml
from digest.settings.values import SettingsFile

STRUCK_OUT = "…"

# Names in the query of an address whose values open doors.
_SECRET = re.compile(
    r"([?&;][^=&;#]{0,40}?(?:token|key|auth|pass|pwd|secret|sig|session|user|login|mail)"
    r"[^=&;#]{0,20}=)[^&;#]{1,4000}",
    re.IGNORECASE,
)
_ADDRESSES = ("feed", "page", "sitemap")


def show_settings(settings: SettingsFile) -> str:
    """Return all settings that hold, as TOML that reads back as the same settings.

    Those that are unset and have no value of their own are left out. Where an address has
    what looks like a secret ("?token="), it is struck out, and reads back without it.
    """
    table = as_table(settings)
    for source in table["sources"]:
        for name in _ADDRESSES:
            if isinstance(source[name], str):
                source[name] = strike_out(source[name])
    heartbeat = table["run"]["heartbeat"]
    if isinstance(heartbeat, str):
        table["run"]["heartbeat"] = strike_out(heartbeat)
    return write_toml(table)


def strike_out(address: str) -> str:
    """Return a web address without what looks like a secret in it."""
    return _SECRET.sub(rf"\1{STRUCK_OUT}", address)


def as_table(settings: SettingsFile) -> dict[str, Any]:
    """Return the settings as plain values; what is unset is None."""
    table: dict[str, Any] = msgspec.to_builtins(settings, enc_hook=str)
    return table
