"""What is wrong between settings, each of which is right by itself.

One rule: what would go wrong at six in the morning is told when the file is read: a
section that nobody has, a mail that somebody would get twice, a password in the clear.
"""

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from digest.known_outlets import knowing_outlets, known_outlets
from digest.settings.delivery import Folder, Recipient, Sendmail, Smtp
from digest.settings.kinds import quoted
from digest.settings.mapping import outlets_of
from digest.settings.sources import Source
from digest.settings.values import SettingsFile
from digest.settings.watch import Watch

_T = TypeVar("_T")
_Seen = Iterable[tuple[str, str]]
"""Paths of settings, and what no two of them may have alike."""


def find_problems(settings: SettingsFile) -> tuple[str, ...]:
    """Return what is wrong, each with the path of its setting, in the order of the values."""
    checks: tuple[Callable[[SettingsFile], Iterator[str]], ...] = (
        _sources,
        _deliveries,
        _mail,
        _approval,
        _recipients,
        _sections,
        _watch,
        _outlets,
    )
    return tuple(problem for check in checks for problem in check(settings))


def _sources(settings: SettingsFile) -> Iterator[str]:
    if not settings.sources:
        yield "sources: none is given: add [[sources]]"
    numbered = _numbered("sources", settings.sources)
    yield from _twice((f"{path}.{one.kind}", str(one.place)) for path, one in numbered)
    yield from _twice((f"{path}.name", _plain(one.name)) for path, one in numbered if one.name)
    for path, one in numbered:
        yield from _source(path, one)


def _source(path: str, source: Source) -> Iterator[str]:
    if source.follow != "teasers" and source.kind != "feed":
        yield f"{path}.follow: is for a feed, and this is a {source.kind}"
    box = source.imap
    if box and box.security == "none" and not _is_here(box.host):
        yield f"{path}.imap.security: 'none' would send the password in the clear: say 'tls'"
    if box:
        yield from _port(f"{path}.imap", box.port, box.security, {143: "starttls", 993: "tls"})


def _deliveries(settings: SettingsFile) -> Iterator[str]:
    if not settings.deliver:
        yield 'deliver: none is given: add [[deliver]] by = "smtp", "sendmail" or "folder"'
    numbered = _numbered("deliver", settings.deliver)
    ways = [path for path, one in numbered if isinstance(one, Smtp | Sendmail)]
    if len(ways) > 1:
        yield f"{ways[1]}: mail goes one way, or everybody gets it twice; {ways[0]} is one already"
    folders = [(path, one) for path, one in numbered if isinstance(one, Folder)]
    yield from _twice((f"{path}.folder", str(one.folder)) for path, one in folders)
    names = [one.name for one in settings.recipients if one.name]
    for path, one in numbered:
        if isinstance(one, Smtp):
            yield from _server(path, one)
        elif not isinstance(one, Sendmail) and one.recipient:
            yield from _unknown(f"{path}.recipient", [one.recipient], names, "recipients")


def _server(path: str, server: Smtp) -> Iterator[str]:
    if (server.user is None) != (server.password is None):
        missing = "user" if server.user is None else "password"
        yield f"{path}.{missing}: missing: to log in needs user and password"
    if server.password and server.security == "none" and not _is_here(server.host):
        yield f"{path}.security: 'none' would send the password in the clear: say 'starttls'"
    yield from _port(path, server.port, server.security, {587: "starttls", 465: "tls"})


def _port(path: str, port: int | None, security: str, usual: Mapping[int, str]) -> Iterator[str]:
    """Tell a port on which both sides would wait for the other to begin."""
    wanted = usual.get(port or 0, security)
    if security != "none" and wanted != security:
        yield f"{path}.security: '{security}' is not spoken at port {port}: say '{wanted}'"


def _mail(settings: SettingsFile) -> Iterator[str]:
    by_mail = _goes_by_mail(settings)
    others = settings.run.operator or settings.approval.ask
    if by_mail and not settings.recipients and not others:
        yield "recipients: none is given, and mail is to be delivered: add [[recipients]]"
    if by_mail and settings.mail.sender is None:
        yield "mail.from: missing: mail needs a sender (like digest@embassy.example)"
    if settings.deliver and not by_mail:
        named = {
            "recipients": settings.recipients,
            "run.operator": settings.run.operator,
            "approval.ask": settings.approval.ask,
        }
        for path, wanted in named.items():
            if wanted:
                yield f'{path}: nothing takes mail there: add [[deliver]] by = "smtp" or "sendmail"'


def _approval(settings: SettingsFile) -> Iterator[str]:
    if settings.approval.ask and not settings.approval.needed:
        yield "approval.ask: nobody is asked: set approval.needed = true"


def _goes_by_mail(settings: SettingsFile) -> bool:
    return any(isinstance(one, Smtp | Sendmail) for one in settings.deliver)


def _recipients(settings: SettingsFile) -> Iterator[str]:
    numbered = _numbered("recipients", settings.recipients)
    yield from _twice((f"{path}.name", _plain(one.name)) for path, one in numbered if one.name)
    yield from _twice(
        (f"{path}.addresses #{n}", address.casefold())
        for path, one in numbered
        for n, address in enumerate(one.addresses, 1)
    )
    for path, one in numbered:
        known = [*_section_names(settings), *_own_sections(one)]
        yield from _unknown(f"{path}.sections", one.sections, known, "sections")
        yield from _forms_twice(f"{path}.watch", one.watch)


def _sections(settings: SettingsFile) -> Iterator[str]:
    numbered = _numbered("sections", settings.sections)
    names = [(f"{path}.name", _plain(one.name)) for path, one in numbered]
    yield from _twice([("other_section", _plain(settings.other_section)), *names])
    sources = [one.name for one in settings.sources if one.name]
    for path, one in numbered:
        yield from _unknown(f"{path}.sources", one.sources, sources, "sources")
        if not (one.words or one.outlets or one.languages or one.sources):
            yield f"{path}: no event fits it: give words, outlets, languages or sources"


def _watch(settings: SettingsFile) -> Iterator[str]:
    yield from _forms_twice("watch", settings.watch)


def _outlets(settings: SettingsFile) -> Iterator[str]:
    try:
        with knowing_outlets(outlets_of(settings)):
            known_outlets()
    except ValueError as err:
        yield f"outlets: {err}"


def _forms_twice(path: str, watched: tuple[Watch, ...]) -> Iterator[str]:
    return _twice(
        (f"{where}.aliases #{n}" if n else f"{where}.term", _plain(form))
        for where, one in _numbered(path, watched)
        for n, form in enumerate((one.term, *one.aliases))
    )


def _section_names(settings: SettingsFile) -> list[str]:
    """Return the headings that a digest may have."""
    own = [one.term for one in settings.watch if one.section]
    return [*own, *(one.name for one in settings.sections), settings.other_section]


def _own_sections(recipient: Recipient) -> list[str]:
    return [one.term for one in recipient.watch if one.section]


def _twice(seen: _Seen) -> Iterator[str]:
    first: dict[str, str] = {}
    for path, value in seen:
        if value in first:
            yield f"{path}: the same as {first[value]}"
        first.setdefault(value, path)


def _unknown(path: str, named: Iterable[str], known: Iterable[str], what: str) -> Iterator[str]:
    there = list(known)
    listed = f"known: {', '.join(there)}" if there else f"no {what} have a name"
    for name in named:
        if name not in there:
            yield f"{path}: unknown name {quoted(name)} ({listed})"


def _numbered(path: str, values: Iterable[_T]) -> list[tuple[str, _T]]:
    """Return each value of an array with the path that messages name it by."""
    return [(f"{path} #{n}", value) for n, value in enumerate(values, 1)]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_here(host: str) -> bool:
    """Say whether a server is this machine, so that no wire carries what is sent to it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
