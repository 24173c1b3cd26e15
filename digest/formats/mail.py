"""Mails into articles: newsletters, press releases, alerts.

One rule: a mail is one article, told in its own words. A newsletter of many
stories stays one, as nothing in its markup says where a story ends; what is
attached, or forwarded as an attachment, is a payload of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from hashlib import sha256

from digest.characters import clean_characters
from digest.dates import read_date
from digest.formats.articles import make_articles
from digest.formats.facts import Facts
from digest.formats.mail_noise import (
    fields_of_forwarded,
    offers_view,
    without_links,
    without_noise,
)
from digest.formats.mail_sender import facts_of_sender
from digest.formats.markup import Tree, parse_markup, text_of_tree
from digest.formats.members import Names, member_of
from digest.formats.mime import Headers, Part, leaves, split_mail
from digest.model import Article, Payload, Removed, Skipped

REAL_SHARE = 0.6  # of the letters of the page, for a plain text that stands for all of it
LINKS_APART = 400  # letters between addresses in a plain text that reads well
LARGEST_TEXT = 20 * 1024 * 1024  # bytes of a text part that are read
LONGEST_SUBJECT = 500  # characters

_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}")
_IN_ANGLES = re.compile(r"<(https?://[^\s<>\"]{4,2000})>")
_HIDING = re.compile(
    r"(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|mso-hide\s{0,5}:\s{0,5}all|"
    r"(?:max-height|font-size|opacity|max-width)\s{0,5}:\s{0,5}0(?:\.0{1,5})?(?:px|pt|em|%)?\s{0,5}(?:[;!]|\Z))",
    re.IGNORECASE,
)
_PREHEADER = re.compile(
    r"(?:\A|\s)(?:mc?n?)?pre-?(?:header|view)(?:[-_]?text)?(?:\Z|\s)", re.IGNORECASE
)
_REPLY = re.compile(
    r"(?:(?:re|fwd?|aw|wg|tr|rv|sv)(?:\[\d{1,2}\])?: ?|\[[^\[\]]{1,40}\] ?){1,6}", re.I
)
_TEXTS = ("text/plain", "text/html", "application/xhtml+xml")
_ENCRYPTED = "an encrypted mail; save what its reader sees as text"
_PGP = "-----BEGIN PGP MESSAGE-----"
_SUFFIXES = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
}
# What is attached and may hold an article, by its type or by its name.
_READABLE = re.compile(
    r"text/(?:plain|html|csv|markdown|xml|rtf)|message/(?:rfc822|global)|application/(?:pdf|xhtml\+xml|"
    r"msword|rtf|zip|gzip|x-gzip|json|x-ndjson|xml|vnd\.openxmlformats-officedocument\."
    r"wordprocessingml\.document|vnd\.ms-word\.document\.macroenabled\.12)"
)
_READABLE_NAME = re.compile(
    r"\.(?:txt|md|html?|xhtml|csv|tsv|pdf|docx|docm|doc|rtf|eml|mbox|jsonl|ndjson|xml|zip|gz|zst)\Z",
    re.I,
)
_LITTLE = re.compile(
    r"image/|audio/|video/|font/|text/(?:calendar|x-?vcard|css)|multipart/|message/"
    r"|application/(?:pgp-signature|pgp-keys|(?:x-)?pkcs7-signature|ics)"
)


def read_mail(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the article that a mail is, and notes about what could not be read in it."""
    if not payload.data.strip():
        return (_skipped(payload.name, "an empty file"),)
    mail = split_mail(payload.data)
    notes = [_skipped(payload.name, f"{note}; the article is kept") for note in mail.notes]
    if _is_encrypted(mail.part):
        return (_skipped(payload.name, _ENCRYPTED),)
    text = clean_characters(_text(_bodies(mail.part, is_whole=True)))
    if _PGP in text:
        return (_skipped(payload.name, _ENCRYPTED),)
    body, removed = without_noise(text)
    published, complaint = _published(mail.part.headers)
    if complaint:
        notes.append(_skipped(payload.name, f"published is {complaint}; the article is kept"))
    forwarded = Headers(fields_of_forwarded(removed))
    facts = _facts(payload, mail.part, published, forwarded)
    found = tuple(_with_removed(one, removed) for one in make_articles(payload, body, facts))
    return (*found, *notes) if isinstance(found[0], Article) else found


def mail_texts(payload: Payload) -> Mapping[str, str]:
    """Return all that a reader sees of the mail's texts, plain ones and pages, by its sha256."""
    mail = split_mail(payload.data)
    texts = [
        _plain_text(part) if part.media_type == "text/plain" else _page_text(part)[0]
        for part in leaves(mail.part)
        if part.media_type in _TEXTS
    ]
    told = "\n".join(
        [mail.part.headers.text("subject"), *map(without_links, map(clean_characters, texts))]
    )
    return {sha256(payload.data).hexdigest(): told}


def unpack_mail(payload: Payload) -> Iterator[Payload | Skipped]:
    """Yield what is attached to a mail and may hold an article; pictures are passed over.

    The mail itself is not among it: ``read_mail`` reads that from the same payload.
    """
    mail = split_mail(payload.data)
    if _is_encrypted(mail.part):
        return
    own = {id(part) for part in _bodies(mail.part, is_whole=True)}
    names, unread = Names(), Names()
    for number, part in enumerate(leaves(mail.part), 1):
        if id(part) in own or (part.media_type in _TEXTS and not part.is_attached):
            continue
        name = part.name or f"part {number}{_SUFFIXES.get(part.media_type, '')}"
        if _READABLE.match(part.media_type) or _READABLE_NAME.search(name[-20:]):
            attached = names.unique(name)
            yield member_of(payload, attached, part.content, media_type=part.media_type)
        elif not _LITTLE.match(part.media_type):
            item = member_of(payload, unread.unique(name), b"").name
            yield _skipped(
                item, f"attached, but of no type that is read ({part.media_type[:60]!r})"
            )


def _facts(payload: Payload, part: Part, published: str | None, forwarded: Headers) -> Facts:
    """Return what the headers tell; of a forwarded mail its own sender and date count."""
    subject = clean_characters(part.headers.text("subject"))[:LONGEST_SUBJECT]
    prefix = _REPLY.match(subject)
    title = subject[prefix.end() :] if prefix else subject
    url = payload.url or _link(part)
    facts = Facts(
        title=" ".join(title.split()),
        published=published,
        url=url,
        language=part.headers.first("content-language").partition(",")[0].strip()[:20],
        evidence=(("title", "subject"), ("published", "date")),
    )
    if not forwarded.first("from"):
        return facts.or_else(facts_of_sender(part.headers))
    sent = _published(forwarded)[0]
    return replace(facts, published=sent or published).or_else(facts_of_sender(forwarded))


def _is_encrypted(part: Part) -> bool:
    if part.media_type == "multipart/encrypted":
        return True
    return part.media_type in ("application/pkcs7-mime", "application/x-pkcs7-mime")


def _bodies(part: Part, *, is_whole: bool = False) -> list[Part]:
    """Return the parts to be read: of alternatives the better one, of others all that are texts."""
    kind = part.media_type
    if not part.parts:
        is_text = kind in _TEXTS or kind in ("text/enriched", "text/markdown")
        return [part] if is_text and (not part.is_attached or is_whole) else []
    if kind == "multipart/alternative":
        return _better([_bodies(inner) for inner in part.parts])
    if kind in ("multipart/related", "multipart/signed"):
        return _bodies(part.parts[0])
    return [body for inner in part.parts for body in _bodies(inner)]


def _better(alternatives: list[list[Part]]) -> list[Part]:
    told = [bodies for bodies in alternatives if bodies]
    plain = [one for one in told if all(part.media_type == "text/plain" for part in one)]
    pages = [one for one in told if one not in plain]
    if not plain or not pages:
        return told[-1] if told else []
    return plain[0] if _is_real(_text(plain[0]), _text(pages[-1])) else pages[-1]


def _is_real(plain: str, page: str) -> bool:
    """Tell whether the plain text was written to be read, and says what the page says."""
    links = len(_ADDRESS.findall(plain))
    letters = sum(map(str.isalnum, _ADDRESS.sub("", plain)))
    if letters < REAL_SHARE * sum(map(str.isalnum, page)) or "</" in plain[:2000]:
        return False
    return links <= 2 + letters // LINKS_APART


def _text(bodies: list[Part]) -> str:
    return "\n\n".join(
        _plain_text(part) if part.media_type == "text/plain" else _page_text(part)[0]
        for part in bodies
    )


def _plain_text(part: Part) -> str:
    text = part.text.replace("\r\n", "\n").replace("\r", "\n")
    if not part.is_flowed:
        return text
    lines = (
        line[1:] if line.startswith((" >", " From ", "  ")) else line for line in text.split("\n")
    )
    joined = "\n".join(line + "\n" if line == "-- " else line for line in lines)
    return joined.replace(" \n", " ")


def _page_text(part: Part) -> "tuple[str, Tree | None]":
    """Return what a reader sees of a page, and its tree without what is hidden."""
    tree = parse_markup(part.text[:LARGEST_TEXT])
    if tree is None:
        return "", None
    for element in [each for each in tree.iter() if _is_hidden(each)]:
        if element.getparent() is not None:
            element.drop_tree()
    return text_of_tree(tree), tree


def _is_hidden(element: "Tree") -> bool:
    """Tell whether an element is there for the list of mails only, not for who opens this one."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body"):
        return False
    style = element.get("style", "")[:2000]
    if style and _HIDING.search(style):
        return True
    return element.get("hidden") is not None or bool(
        _PREHEADER.search(element.get("class", "")[:200])
    )


def _published(headers: Headers) -> tuple[str | None, str]:
    """Return when the mail was sent, else when it came, and what is wrong with its date."""
    complaint = ""
    sent = headers.text("date")
    came = headers.first("received").rpartition(";")[2].strip()
    for value in filter(None, (sent, came)):
        try:
            return _read_date(value[:200]), complaint
        except ValueError as err:
            complaint = complaint or str(err)
    return None, complaint


def _read_date(value: str) -> str:
    try:
        return read_date(value)
    except ValueError as err:
        complaint = err
    try:  # Python knows more forms, and comments in brackets
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        raise complaint from None
    if not 1900 <= moment.year <= 2100:
        raise complaint
    return moment.isoformat()


def _link(part: Part) -> str:
    """Return where the mail can be read on the web: it, not the archive of its whole list."""
    archived = _IN_ANGLES.search(part.headers.first("archived-at"))
    if archived:
        return archived[1]
    for body in _bodies(part, is_whole=True):
        if body.media_type == "text/plain":
            continue
        tree = _page_text(body)[1]
        for anchor in () if tree is None else tree.iter("a"):
            address = anchor.get("href", "").strip()
            if _ADDRESS.fullmatch(address) and offers_view(
                " ".join(anchor.text_content()[:500].split())
            ):
                return str(address)
    return ""


def _with_removed(one: Article | Skipped, removed: tuple[Removed, ...]) -> Article | Skipped:
    if isinstance(one, Skipped) or one.part_of:
        return one
    return replace(one, removed=(*removed, *one.removed))


def _skipped(item: str, reason: str) -> Skipped:
    return Skipped(item=item, step="read", reason=reason)
