"""Tell a watchdog that a run began, ended well or failed.

One rule: it can never break a run. Whatever goes wrong is one line of warning.
"""

import logging
from dataclasses import replace
from typing import Literal, TypeAlias

from digest.errors import DigestError
from digest.settings.mapping import web_settings
from digest.settings.secrets import read_address
from digest.settings.values import SettingsFile
from digest.web.addresses import parse_address

logger = logging.getLogger(__name__)

Beat: TypeAlias = Literal["start", "success", "fail"]
_PATHS: dict[Beat, str] = {"start": "/start", "success": "", "fail": "/fail"}
SECONDS = 10.0  # that the watchdog may take


def tell_watchdog(settings: SettingsFile, beat: Beat) -> None:
    """Ask for the heartbeat's address, with "/start" or "/fail" behind it where that is meant."""
    if settings.run.heartbeat is None:
        return
    try:
        address = read_address(settings.run.heartbeat, "run.heartbeat")
        problem = _ask(settings, address.rstrip("/") + _PATHS[beat])
    except DigestError as err:
        problem = str(err)
    except Exception as err:  # a watchdog is no reason to mail nothing
        problem = type(err).__name__
    if problem:
        logger.warning("the watchdog was not told beat=%s reason=%s", beat, problem)


def _ask(settings: SettingsFile, url: str) -> str:
    """Return what went wrong, "" where nothing did."""
    from digest.web.answers import Failed
    from digest.web.client import Client
    from digest.web.politeness import Turns

    limits = replace(web_settings(settings), total=SECONDS, retries=1)
    client = Client(limits, turns=Turns(0.0))
    try:
        answer = client.fetch(url)
    finally:
        client.close()
    # An empty answer is a failure to a reader of feeds, and all well to us.
    is_heard = not isinstance(answer, Failed) or 200 <= answer.status < 300
    # Who knows the whole address may speak for us, so its host alone is told.
    return "" if is_heard else f"{parse_address(url).host}: {getattr(answer, 'reason', '')}"
