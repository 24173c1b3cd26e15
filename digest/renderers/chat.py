"""A digest as a short post for a chat, in JSON: titles, who reports, links.

One rule: a headline is words. It calls nobody, and no link in it leads where it does not
say.
"""

import json
import re
from collections.abc import Callable
from typing import Literal

from digest.errors import UsageError
from digest.model import Digest
from digest.renderers.shown import EventView
from digest.renderers.view import view_digest

ChatForm = Literal["plain", "slack", "markdown"]

LONGEST = 3500  # characters; Google Chat takes 4,096, Slack advises 4,000
_TITLE = 200  # characters; a headline has 60 to 120
# Names that call everybody of a room, in one chat or another.
_CALL = re.compile(r"@(?=(?:all|channel|everyone|here|room)\b)", re.IGNORECASE)
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+~|!:]")
_UNFOLDED = "@\u200b"  # looks like "@", calls nobody


def render_chat(digest: Digest, *, form: ChatForm = "plain") -> bytes:
    """Return ``{"text": ...}`` with as many events as fit.

    ``plain`` for what shows text as it is, ``slack`` for Slack's and Google Chat's links,
    ``markdown`` for Mattermost, Rocket.Chat and whoever else reads it.
    """
    if form not in _FORMS:
        raise UsageError(f"unknown chat form {form!r} (known: {', '.join(_FORMS)})")
    view = view_digest(digest)
    words, line = _FORMS[form]
    text = words(f"{view.short_title}, {view.short_day}")
    for shown, event in enumerate(view.events):
        added = f"\n{event.number}. {line(event)}"
        left = len(view.events) - shown
        if len(text) + len(added) + len(_more(left)) > LONGEST:
            text += _more(left)
            break
        text += added
    if not view.events:
        text += "\nNothing to report"
    return json.dumps({"text": text}, ensure_ascii=False).encode("utf-8", "replace")


def _more(events: int) -> str:
    return f"\n… and {events:,} more"


def _link(event: EventView) -> str:
    """Return the first link among the sources."""
    return next((source.link for source in event.sources if source.link), "")


def _title(event: EventView) -> str:
    title = event.title.text
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"


def _plain_words(text: str) -> str:
    return _CALL.sub(_UNFOLDED, text)


def _plain_line(event: EventView) -> str:
    link = f" {_link(event)}" if _link(event) else ""
    return f"{_plain_words(_title(event))} ({event.reported}){link}"


def _slack_words(text: str) -> str:
    for letter, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(letter, name)
    return _plain_words(text)


def _slack_line(event: EventView) -> str:
    title, link = _slack_words(_title(event)), _link(event)
    if link:
        # "|" would end the address; it has no "<" or ">".
        title = f"<{link.replace('&', '&amp;').replace('|', '%7C')}|{title.replace('|', '¦')}>"
    return f"{title} ({_slack_words(event.reported)})"


def _markdown_words(text: str) -> str:
    return _plain_words(_MARKDOWN.sub(r"\\\g<0>", text))


def _markdown_line(event: EventView) -> str:
    title, link = _markdown_words(_title(event)), _link(event)
    if link:
        title = f"[{title}]({link.replace('(', '%28').replace(')', '%29')})"
    return f"{title} ({_markdown_words(event.reported)})"


_FORMS: dict[str, tuple[Callable[[str], str], Callable[[EventView], str]]] = {
    "plain": (_plain_words, _plain_line),
    "slack": (_slack_words, _slack_line),
    "markdown": (_markdown_words, _markdown_line),
}
