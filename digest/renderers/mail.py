"""A digest as a complete mail: plain text and HTML, ready for ``sendmail -t``.

One rule: the HTML part stays below the size at which mail programs cut a
mail off, whatever the digest holds. What is left out for it is said in the
mail; the plain text beside it is always whole.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email import quoprimime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path

from digest.errors import UsageError
from digest.model import Digest
from digest.renderers.dates import issue_time
from digest.renderers.json import render_json
from digest.renderers.printable import clean, shorten
from digest.renderers.shown import DigestView, EventView, SpeakerView
from digest.renderers.templating import render_template
from digest.renderers.view import view_digest

LARGEST_HTML = 99_500  # bytes in quoted-printable; Gmail clips at 99,507 and more
LONGEST_SUBJECT = 150  # characters
ATTACHED = ("pdf", "json")  # the formats that may go with a mail
_NOBODY = "undisclosed-recipients:;"
_POLICY = SMTP.clone(max_line_length=76)  # with the default of 78, bodies get lines of 78
_SKIPPED_SHOWN, _OUTLETS_SHOWN = 25, 40
_PREHEADER = 120  # characters; phones show 40 to 90
_FEWER_STATEMENTS = (40, 20, 12, 8, 5, 3)  # an event, before whole events are cut to a headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of a digest a mail shows: of each event at most so many ``statements``,
    the first ``full`` events whole, the first ``listed`` events at all, the index of
    speakers or not.
    """

    statements: int
    full: int
    listed: int
    skipped: int
    index: bool = False


def render_mail(
    digest: Digest,
    *,
    sender: str = "digest@localhost",
    to: Sequence[str] = (),
    subject: str | None = None,
    attach: Sequence[str] = (),
    unsubscribe: Sequence[str] = (),
    reply_to: str = "",
    list_id: str = "",
    paper: str = "a4",
    archive: bool = False,
    templates: Path | None = None,
) -> bytes:
    """Return the mail as bytes with CRLF; its time and its Message-ID come from the digest.

    ``attach`` names formats whose files go with it ("pdf", "json"); ``paper`` and ``archive``
    are for the PDF. ``unsubscribe`` are the addresses by which a reader leaves: ``https:``
    ones must take a POST (RFC 8058), others are ``mailto:``. ``list_id`` is what filters know
    the mail by (RFC 2919), made of the sender's domain where it is empty. ``templates`` as
    elsewhere.
    """
    view = view_digest(digest)
    html = _fit(view, templates)
    text = render_template("text.txt.j2", view, templates=templates)
    files = [_attachment(digest, name, paper, archive, templates) for name in attach]
    mail = EmailMessage(policy=_POLICY)
    mail["Date"] = format_datetime(issue_time(digest.day, digest.timezone, digest.period.to))
    mail["From"] = _address(sender)
    mail["To"] = ", ".join(map(_address, to)) or _NOBODY
    if reply_to:
        mail["Reply-To"] = _address(reply_to)
    mail["Subject"] = _clean_subject(_default_subject(view) if subject is None else subject)
    fingerprint = _fingerprint(text, html, *map(str, mail.values()), *attach)
    domain = _domain(sender)
    mail["Message-ID"] = f"<digest.{digest.day}.{fingerprint}@{domain}>"
    mail["List-Id"] = f"<{list_id or f'digest.{domain}'}>"
    for header, value in _ways_out(unsubscribe):
        mail[header] = value
    mail["Auto-Submitted"] = "auto-generated"
    mail["Precedence"] = "bulk"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"digest-{fingerprint}")
    for name, subtype, data in files:
        mail.add_attachment(data, maintype="application", subtype=subtype, filename=name)
    if files:
        mail.set_boundary(f"digest-files-{fingerprint}")
    return mail.as_bytes()


def _attachment(
    digest: Digest, name: str, paper: str, archive: bool, templates: Path | None
) -> tuple[str, str, bytes]:
    """Return the name, the MIME subtype and the bytes of the digest in a format."""
    if name == "pdf":
        from digest.renderers.pdf import render_pdf

        data = render_pdf(digest, paper=paper, archive=archive, templates=templates)
    elif name == "json":
        data = render_json(digest)
    else:
        raise UsageError(f"cannot attach {name!r} (known: {', '.join(ATTACHED)})")
    return f"digest-{digest.day}.{name}", name, data


def _ways_out(addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield List-Unsubscribe (RFC 2369), and that one POST does where it can (RFC 8058)."""
    for address in addresses:
        if not re.fullmatch(r"(?:https://|mailto:)[!-;=?-~]{1,900}", address):
            raise UsageError(f"unsubscribe is no https: or mailto: address: {address[:100]!r}")
    if addresses:
        yield "List-Unsubscribe", ", ".join(f"<{address}>" for address in addresses)
    if any(address.startswith("https://") for address in addresses):
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _fit(view: DigestView, templates: Path | None) -> str:
    """Return the fullest HTML that is small enough."""
    least = [0, *accumulate(map(_count_letters, view.events))]
    extents = [one for one in _extents(view) if least[one.full] <= LARGEST_HTML]
    html = _render_html(view, extents[0], templates)
    if _is_small_enough(html):
        return html
    high = len(extents) - 1  # the last one, headlines only, always fits
    low = min(1, high)
    while low < high:
        middle = (low + high) // 2
        if _is_small_enough(_render_html(view, extents[middle], templates)):
            high = middle
        else:
            low = middle + 1
    return _render_html(view, extents[low], templates)


def _count_letters(event: EventView) -> int:
    """Return how many letters an event has in the mail at the very least."""
    lines = (line.words.text for line in event.summary)
    sources = (part for source in event.sources for part in (source.title.text, source.link))
    return sum(map(len, (event.title.text, *lines, *sources)))


def _extents(view: DigestView) -> list[Extent]:
    """Return the extents to try, each showing less than the one before."""
    events = len(view.events)
    most = max((_count_statements(event) for event in view.events), default=0)
    fewer = [most, *(count for count in _FEWER_STATEMENTS if count < most)]
    shown = min(len(view.skipped), _SKIPPED_SHOWN)
    return [
        Extent(statements=most, full=events, listed=events, skipped=shown, index=True),
        *(Extent(statements=n, full=events, listed=events, skipped=shown) for n in fewer),
        *(
            Extent(statements=fewer[-1], full=n, listed=events, skipped=shown)
            for n in range(events - 1, -1, -1)
        ),
        *(Extent(statements=0, full=0, listed=n, skipped=shown) for n in range(events - 1, -1, -1)),
    ]


def _render_html(view: DigestView, extent: Extent, templates: Path | None) -> str:
    import css_inline

    page = render_template(
        "mail.html.j2",
        _cut(view, extent),
        headlines=view.events[extent.full : extent.listed],
        left_out=_left_out(view, extent),
        preheader=_preheader(view),
        more_skipped=len(view.skipped) - extent.skipped,
        templates=templates,
    )
    inliner = css_inline.CSSInliner(
        keep_at_rules=True, minify_css=True, load_remote_stylesheets=False
    )
    return inliner.inline(page)


def _cut(view: DigestView, extent: Extent) -> DigestView:
    events = tuple(_cut_event(event, extent.statements) for event in view.events[: extent.full])
    coverage = replace(view.coverage, outlets=view.coverage.outlets[:_OUTLETS_SHOWN])
    return replace(
        view,
        events=events,
        skipped=view.skipped[: extent.skipped],
        index=view.index if extent.index else (),
        coverage=coverage,
    )


def _cut_event(event: EventView, statements: int) -> EventView:
    """Keep so many statements: the first of every speaker, then the second of every speaker."""
    places = [
        (nth, speaker)
        for speaker, view in enumerate(event.speakers)
        for nth in range(len(view.said))
    ]
    kept = [speaker for _, speaker in sorted(places)[:statements]]
    cut = [_cut_speaker(view, kept.count(place)) for place, view in enumerate(event.speakers)]
    return replace(event, speakers=tuple(view for view in cut if view.said))


def _cut_speaker(speaker: SpeakerView, statements: int) -> SpeakerView:
    return replace(speaker, said=speaker.said[:statements])


def _preheader(view: DigestView) -> str:
    """Return what the list of mails shows beside the subject."""
    lead = first.lead if (first := _first(view)) else None
    return shorten(lead.words.text, limit=_PREHEADER) if lead else ""


def _left_out(view: DigestView, extent: Extent) -> tuple[str, ...]:
    """Say what the mail leaves out at that extent, in words."""
    shown = view.events[: extent.full]
    statements = sum(max(0, _count_statements(event) - extent.statements) for event in shown)
    headlines = extent.listed - extent.full
    absent = len(view.events) - extent.listed
    return tuple(
        phrase
        for count, phrase in (
            (statements, f"{statements:,} statements"),
            (headlines, f"all but the headlines of {headlines:,} events"),
            (absent, f"{absent:,} events"),
        )
        if count
    )


def _count_statements(event: EventView) -> int:
    return sum(len(speaker.said) for speaker in event.speakers)


def _is_small_enough(html: str) -> bool:
    if len(html) > LARGEST_HTML:  # encoding only adds to it, and is slow
        return False
    encoded = quoprimime.body_encode(_as_latin(html), _POLICY.max_line_length or 0)
    return len(encoded) + encoded.count("\n") <= LARGEST_HTML  # each line end becomes CRLF


def _as_latin(text: str) -> str:
    """Return the UTF-8 bytes as letters, the form in which the mail package encodes them."""
    return text.encode().decode("latin-1")


def _default_subject(view: DigestView) -> str:
    first = _first(view)
    lead = f"{'Update: ' * bool(first.update)}{first.title.text}" if first else "nothing to report"
    more = f" (+{len(view.events) - 1})" if len(view.events) > 1 else ""
    start = f"{view.short_title}, {view.short_day}: "
    return start + shorten(lead, limit=LONGEST_SUBJECT - len(start) - len(more)) + more


def _first(view: DigestView) -> EventView | None:
    """Return the event that matters most."""
    return next(iter((*view.top, *view.events)), None)


def _clean_subject(subject: str) -> str:
    """Return the subject on one line; "=?" would be taken for the start of an encoded word."""
    return shorten(clean(subject).replace("=?", "= ?"), limit=LONGEST_SUBJECT)


def _address(address: str) -> str:
    """Return the address as given, after making sure that it is exactly one."""
    refused = UsageError(f"not a mail address: {shorten(repr(address), limit=100)}")
    if not re.fullmatch(r"[^\x00-\x1f\x7f-\x9f]{3,320}", address):
        raise refused
    header = _POLICY.header_factory("To", address)
    mailboxes = header.addresses
    # A named group ("press: a@b.example;") is several people, even of one.
    if header.defects or len(mailboxes) != 1 or header.groups[0].display_name is not None:
        raise refused
    if not _is_plain(mailboxes[0].addr_spec):
        raise refused
    return address


def _is_plain(address: str) -> bool:
    return re.fullmatch(r"[^\s@<>\"]{1,64}@[A-Za-z0-9.-]{1,255}", address, re.ASCII) is not None


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].rstrip("> ")


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
