"""Who a mail is from: the outlet of a newsletter or release, or the person who wrote.

One rule: a newsletter's sender is its outlet ("Harbor Gazette"), the sender of
a letter is its author; who is at neither end of "Ana Keil at Harbor Gazette"
is named by the address.
"""

import re
from email.utils import parseaddr

from digest.formats.facts import Facts
from digest.formats.mime import Headers
from digest.outlets import has_outlet_name, outlet_name, outlet_of_url

LONGEST_NAME = 80  # characters

_AT = re.compile(r"(?P<person>.{3,60}?) (?:at|from|via|of|@) (?:the )?(?P<outlet>.{2,60})")
_BETWEEN = re.compile(r" (?:for|\||-|–|—|·|:) |, |: | \(")
_BULK = ("list-unsubscribe", "list-id", "list-post", "x-campaign", "x-mailgun-sid", "feedback-id")
_PERSON = re.compile(r"[^\W\d_a-z][\w’'.-]{0,30}(?: [^\W\d_][\w’'.-]{0,30}){1,3}")
_MAILBOXES = re.compile(  # whose addresses tell nothing of who writes
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|gmx|web|mail|proton|"
    r"protonmail|fastmail|zoho|yandex|qq|163|126|naver|daum|hanmail|t-online|orange|free|laposte|"
    r"libero|seznam|substack|mailchimpapp|beehiiv|ghost|sendgrid|amazonses|mailgun|googlegroups|"
    r"groups|ccsend|constantcontact|hubspot|sailthru|govdelivery)\.[a-z.]{2,10}"
)
_SENDING = re.compile(
    r"(?:e|m|em|mail|email|emails|mailer|mailing|mg|news|newsletter|newsletters|info|link|list|"
    r"lists|send|mktg|marketing|bounce|bounces|reply|notify|updates|alerts|press|media)\."
)


def facts_of_sender(headers: Headers) -> Facts:
    """Return the outlet and the author that the headers of a mail name."""
    name, address = _sender(headers)
    is_bulk = any(headers.first(each) for each in _BULK) or "bulk" in headers.first("precedence")
    outlet, author = _told_apart(name)
    if not outlet and is_bulk:
        listed = _list_name(headers)
        outlet, author = (listed, author) if listed and author == name else (name, "")
    return Facts(
        outlet=outlet_name(outlet) if outlet else _outlet_of_address(address),
        authors=(author,) if author else (),
        evidence=(("outlet", "from"),),
    )


def _told_apart(name: str) -> tuple[str, str]:
    """Return the outlet and the person that a sender's name holds, "" for what it does not."""
    joined = _AT.fullmatch(name)
    if joined and _PERSON.fullmatch(joined["person"]):
        return joined["outlet"], joined["person"]
    parts = [part.strip(" \"'()") for part in _BETWEEN.split(name)]
    outlet = next((part for part in parts if part and _is_outlet(part)), "")
    persons = [part for part in parts if part != outlet and _PERSON.fullmatch(part)]
    return outlet, persons[0] if len(persons) == 1 and (outlet or len(parts) == 1) else ""


def _sender(headers: Headers) -> tuple[str, str]:
    """Return the sender's name and address; encoded words may hold the marks between both."""
    value = headers.first("from").replace("\n", " ").replace("[mailto:", "<").replace("]", ">")
    _, address = parseaddr(value)
    before, bracket, _ = value.rpartition("<")
    name = Headers((("from", before if bracket else ""),)).text("from").strip(" \"'")
    is_name = "@" not in name.replace(" @ ", "") and any(map(str.isalpha, name))
    return name[:LONGEST_NAME] if is_name else "", address


def _is_outlet(name: str) -> bool:
    return has_outlet_name(name) or outlet_name(name) != name or _is_loud(name)


def _is_loud(name: str) -> bool:
    """Tell an acronym ("OSCE") from a name."""
    return " " not in name and name.isupper() and 2 <= len(name) <= 8


def _list_name(headers: Headers) -> str:
    """Return what a list calls itself ("Harbor Gazette Daily <daily.gazette.example>")."""
    name = headers.text("list-id").partition("<")[0].strip(" \"'")
    return name if len(name) <= LONGEST_NAME and _PERSON.match(name) else ""


def _outlet_of_address(address: str) -> str:
    host = address.rpartition("@")[2].strip().lower()
    if not host or _MAILBOXES.fullmatch(host.split(".", host.count(".") - 1)[-1]):
        return ""
    while (sending := _SENDING.match(host)) and host.count(".") > 1:
        host = host[sending.end() :]
    return outlet_of_url(f"https://{host}")
