"""What stands in a mail's text and is not what it says: quoted mails, footers, signatures.

One rule: whole lines go, never words of one, and a footer only where little
comes after it; each is recorded with the rule that took it.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from digest.model import Removed

LONGEST_FOOTER = 2_500  # characters below the line that opens one
LONGEST_SIGNATURE = 1_200  # characters; RFC 3676 would have four lines
LONGEST_LINE = 300  # characters of a line that these rules read
SHORTEST_HEAD = 4  # lines of a header that make a text a forwarded mail, where nothing says so
LONGEST_HEAD = 12  # lines, empty ones among them
FORWARDED = "forwarded mail's header"  # the rule that takes it
FOOTER_LINES = 60  # lines from the end among which a footer begins

_LINK = re.compile(r" ?<(?:https?|mailto):[^<>\s]{1,2000}>")
_ARMOR = re.compile(r"-----(?:BEGIN|END) PGP [A-Z ]{1,30}-----|Hash: [\w, -]{1,60}")
_VIEW = re.compile(
    r"(?:click here to )?(?:view|read|open|see|display) (?:this |the |it |full |entire )?"
    r"(?:e-?mail |message |newsletter |edition |issue |release )?"
    r"(?:(?:as|on|in) (?:an?|the|your) )?"
    r"(?:(?:web ?)?browser|web ?(?:page|site)|online|web version)"
    r"|(?:view |see |read )?(?:the )?(?:web|online|browser) version"
    r"|(?:view|read|open) (?:it |this )?(?:online|in browser|on the web)"
    r"|(?:im browser|online) (?:ansehen|anzeigen|öffnen|lesen)|webversion|online-version"
    r"|voir (?:cet e-?mail |la version |ce message )?(?:dans (?:le|votre) navigateur|en ligne)"
    r"|ver (?:este (?:correo|mensaje) |esta p[aá]gina )?(?:en (?:el|tu|su) navegador|en l[ií]nea)"
    r"|visualizza (?:questa e-?mail |il messaggio )?nel (?:tuo )?browser",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"(?:(?:having )?(?:trouble|problems|difficulty) (?:viewing|reading|seeing)"
    r"|can(?:no|['’])t (?:see|read|view)|not displaying|(?:if|is) (?:this|the) (?:e-?mail|message)"
    r"|images not|wird diese (?:e-?mail|nachricht) nicht)\b.{0,200}",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\b(?:unsubscribe|opt[- ]?out|manage (?:your |my |e-?mail )*(?:preferences|subscriptions?)"
    r"|(?:update|change) (?:your |my )?(?:e-?mail |subscription )?(?:preferences|settings)"
    r"|you(?:['’]re| are)? (?:receiv(?:ed|ing)|getting|got) this (?:e-?mail|message|newsletter)"
    r"|this (?:e-?mail|message|newsletter) was sent to|our mailing address is"
    r"|forward(?:ed)? (?:this )?(?:e-?mail )?to a friend|add us to your address book"
    r"|abmelden|abbestellen|newsletter abmelden|se désabonner|désinscrire|désinscription"
    r"|darse de baja|cancelar (?:la |su )?suscripci[oó]n|disiscriv\w{1,6}|annulla iscrizione"
    r"|отписаться|配信停止|수신거부|退订)",
    re.IGNORECASE,
)
_CONFIDENTIAL = re.compile(
    r"(?:this (?:e-?mail|message|communication)(?: and any \w{4,12})?(?: is| are| may| contains?)"
    r".{0,60}(?:confidential|privileged|intended)|confidentiality notice|disclaimer:)",
    re.IGNORECASE,
)
_LIST_RULE = re.compile(r"[_=]{20,200}")
_LIST_FOOTER = re.compile(r"mailing list|list(?:info|serv)|to unsubscribe|@lists\.", re.IGNORECASE)
_QUOTED = re.compile(r">")
_QUOTING = re.compile(
    r"(?:On|Am|Le|El|Il|Op|Den) .{4,200}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev).{0,60}:"
)
_SAID = re.compile(r".{2,100} (?:wrote|schrieb|a écrit|escribió):")
_REPLIED = re.compile(
    r"-{3,20} ?(?:Original Message|Ursprüngliche Nachricht|Message d['’]origine|Mensaje original)"
    r" ?-{3,20}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"-{3,20} ?(?:Forwarded (?:message|by .{0,80})|Weitergeleitete Nachricht|Message transféré|"
    r"Mensaje reenviado) ?-{0,20}|Begin forwarded message:",
    re.IGNORECASE,
)
_LETTER_HEAD = re.compile(
    r">? ?\*?(?:From|To|Cc|Sent|Date|Subject|Reply-To|Von|An|Gesendet|Datum|Betreff|De|À|Envoyé|"
    r"Objet|Para|Enviado|Asunto|Fecha) ?:\*? ?.{0,280}",
)

_FIELDS = dict.fromkeys(("from", "von", "de"), "from")
_FIELDS |= dict.fromkeys(
    ("date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado"), "date"
)

Lines = list[str]


def without_noise(text: str) -> tuple[str, tuple[Removed, ...]]:
    """Return the text without what belongs to the mail and not to what it says."""
    lines = [line.rstrip() for line in _LINK.sub("", text).split("\n")]
    removed: list[Removed] = []
    for rule in (_armor, _forwarding, _quotations, _ending, _around):
        lines = rule(lines, removed)
    return "\n".join(lines), tuple(removed)


def without_links(text: str) -> str:
    """Return plain text without the addresses behind its words ("the pact <https://...>")."""
    return _LINK.sub("", text)


def fields_of_forwarded(removed: Iterable[Removed]) -> tuple[tuple[str, str], ...]:
    """Return the sender and the date of the mail that was forwarded, as its header names them."""
    head = next((one.text for one in removed if one.rule == FORWARDED), "")
    told = [line.replace("*", "").partition(":") for line in head.split("\n")]
    known = ((_FIELDS.get(name.strip(" >").lower(), ""), value.strip()) for name, _, value in told)
    return tuple((name, value) for name, value in known if name and value)


def offers_view(line: str) -> bool:
    """Tell whether a line, or the text of a link, offers the mail as a page of the web."""
    plain = line.strip(" \t|›»>[]().:→*\xa0")
    return len(plain) <= LONGEST_LINE and bool(_VIEW.fullmatch(plain))


def _armor(lines: Lines, removed: list[Removed]) -> Lines:
    """Take the frame of a signed letter off, and the signature below it."""
    if not any(line.startswith("-----BEGIN PGP SIGNED") for line in lines):
        return lines
    cut = next((n for n, line in enumerate(lines) if line == "-----BEGIN PGP SIGNATURE-----"), None)
    kept = lines if cut is None else lines[:cut]
    _note("signature", lines[len(kept) :], removed)
    kept = [line.removeprefix("- ") for line in kept]  # the frame escapes dashes so
    return _without(kept, lambda line: bool(_ARMOR.fullmatch(line)), "signature", removed)


def _forwarding(lines: Lines, removed: list[Removed]) -> Lines:
    """Take the lines that say what is forwarded from above it; the mail it answers, whole."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    end = _end_of_head(lines, first)
    if sum(1 for line in lines[first:end] if line.strip()) >= SHORTEST_HEAD:
        return _without_head(lines, first, end, removed)
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            continue
        if _REPLIED.fullmatch(line) and number > first:
            _note("mail replied to", lines[number:], removed)
            return lines[:number]
        if _FORWARDED.fullmatch(line.strip()) or _REPLIED.fullmatch(line):
            return _without_head(lines, number, _end_of_head(lines, number + 1), removed)
    return lines


def _without_head(lines: Lines, start: int, end: int, removed: list[Removed]) -> Lines:
    _note(FORWARDED, lines[start:end], removed)
    return [*lines[:start], "", *lines[end:]]


def _end_of_head(lines: Lines, start: int) -> int:
    """Return where the lines end that each name a field of a mail."""
    end = start
    for number in range(start, min(start + LONGEST_HEAD, len(lines))):
        line = lines[number].strip()
        if line and not _LETTER_HEAD.fullmatch(line[:LONGEST_LINE]):
            break
        end = number + 1
    return end


def _quotations(lines: Lines, removed: list[Removed]) -> Lines:
    """Take quoted mails out; a text that is quoted as a whole is what the mail is about."""
    quoted = [bool(_QUOTED.match(line)) for line in lines]
    said = [line for line, is_quoted in zip(lines, quoted, strict=True) if not is_quoted]
    if not any(quoted):
        return lines
    if not any(line.strip() and not _QUOTING.fullmatch(line[:LONGEST_LINE]) for line in said):
        return [line.lstrip("> ") for line in lines]
    kept: Lines = []
    run: Lines = []
    for line, is_quoted in zip(lines, quoted, strict=True):
        if not is_quoted:
            _note("quoted mail", run, removed)
            run = []
            kept.append(line)
            continue
        if not run and kept:
            _take_introduction(kept, removed)
        run.append(line)
        kept += [""] if kept and kept[-1] else []
    _note("quoted mail", run, removed)
    return kept


def _take_introduction(kept: Lines, removed: list[Removed]) -> None:
    """Take "On Friday, Jo Keil wrote:" from above a quotation; it may be wrapped once."""
    last = len(kept)
    while last and not kept[last - 1]:
        last -= 1
    for first, pattern in ((last - 1, _QUOTING), (last - 2, _QUOTING), (last - 1, _SAID)):
        if first >= 0 and pattern.fullmatch(" ".join(kept[first:last])[: 2 * LONGEST_LINE]):
            _note("quoted mail", kept[first:last], removed)
            del kept[first:]
            return


def _ending(lines: Lines, removed: list[Removed]) -> Lines:
    """Cut signatures, list footers and the small print of newsletters off the end."""
    cuts: tuple[tuple[str, int, Callable[[Sequence[str]], bool]], ...] = (
        ("list footer", LONGEST_FOOTER, _opens_list_footer),
        ("newsletter footer", LONGEST_FOOTER, lambda rest: _matches(_FOOTER, rest[0])),
        ("disclaimer", LONGEST_FOOTER, lambda rest: _matches(_CONFIDENTIAL, rest[0])),
        ("signature", LONGEST_SIGNATURE, lambda rest: rest[0] in ("--", "-- ")),
    )
    for rule, longest, opens in cuts:
        for number in range(max(0, len(lines) - FOOTER_LINES), len(lines)):
            rest = lines[number:]
            if opens(rest) and sum(map(len, rest[1:])) <= longest:
                _note(rule, rest, removed)
                lines = lines[:number]
                break
    return lines


def _opens_list_footer(rest: Sequence[str]) -> bool:
    rules = _LIST_RULE.fullmatch(rest[0]) or rest[0] == "--"
    return bool(rules) and any(_matches(_LIST_FOOTER, line) for line in rest[1:8])


def _around(lines: Lines, removed: list[Removed]) -> Lines:
    def is_around(line: str) -> bool:
        plain = line.strip()
        return offers_view(plain) or (
            len(plain) <= LONGEST_LINE and bool(_TROUBLE.match(plain)) and _offers_help(plain)
        )

    return _without(lines, is_around, "view in browser", removed)


def _offers_help(line: str) -> bool:
    """Tell a complaint about mail from a sentence that begins like one."""
    return bool(_VIEW.search(line)) or bool(re.search(r"\b(?:click|view|download|enable)\b", line))


def _matches(pattern: re.Pattern[str], line: str) -> bool:
    return len(line) <= LONGEST_LINE and bool(pattern.search(line))


def _without(
    lines: Lines, is_noise: Callable[[str], bool], rule: str, removed: list[Removed]
) -> Lines:
    noise = [bool(line) and is_noise(line) for line in lines]
    _note(rule, [line for line, goes in zip(lines, noise, strict=True) if goes], removed)
    return [line for line, goes in zip(lines, noise, strict=True) if not goes]


def _note(rule: str, lines: Sequence[str], removed: list[Removed]) -> None:
    text = "\n".join(lines).strip()
    if text:
        removed.append(Removed(rule=rule, text=text))
