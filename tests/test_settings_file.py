"""The settings file is found where it should be, and says what is wrong with it, all at once."""

import os
import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from digest.errors import RefusedError, UsageError
from digest.settings import (
    SettingsError,
    SettingsFile,
    decode_settings,
    find_settings,
    kinds,
    read_settings,
    shown,
)
from digest.settings.delivery import Folder, Sendmail, Smtp
from digest.settings.kinds import fill_subject
from digest.settings.secrets import Secret
from digest.settings.sources import Imap
from digest.settings.toml import write_toml
from digest.settings.watch import Watch
from tests.linear import seconds_to_scan

FILE = Path("/srv/desk/digest.toml")
ENOUGH = """
sources = [{ path = "articles" }]
deliver = [{ by = "folder", folder = "digests" }]
"""
MAILED = """
sources = [{ path = "articles" }]
deliver = [{ by = "sendmail" }]
recipients = ["desk@embassy.example"]
mail = { from = "press@embassy.example" }
"""


def decode(text: str) -> SettingsFile:
    return decode_settings(text.encode(), FILE)


def problems(text: str) -> list[str]:
    """Return what is wrong, without the file's name."""
    with pytest.raises(SettingsError) as caught:
        decode(text)
    assert str(caught.value) == "\n".join(caught.value.problems)
    assert all(problem.startswith("digest.toml") for problem in caught.value.problems)
    return [
        problem.removeprefix("digest.toml").removeprefix(": ") for problem in caught.value.problems
    ]


def test_few_lines_are_enough() -> None:
    settings = decode(MAILED)

    assert settings.title == "Daily digest"
    assert settings.recipients[0].addresses == ("desk@embassy.example",)
    assert settings.deliver == (Sendmail(),)
    assert settings.mail.sender == "press@embassy.example"
    assert (settings.zone.key, settings.day_start) == ("UTC", time(0, 0))


def test_paths_are_meant_from_the_folder_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mara")

    settings = decode('templates = "/usr/share/ours"\nlog.file = "~/digest.log"' + ENOUGH)

    assert settings.sources[0].path == Path("/srv/desk/articles")
    assert settings.deliver == (Folder(folder=Path("/srv/desk/digests")),)
    assert settings.templates == Path("/usr/share/ours")
    assert settings.log.file == Path("/home/mara/digest.log")


def test_each_source_tells_what_it_is() -> None:
    settings = decode(
        """
        deliver = [{ by = "folder", folder = "digests" }]
        [[sources]]
        command = ["./fetch", "--today"]
        [[sources]]
        sitemap = "https://herald.example/map.xml"
        [[sources]]
        feed = { file = "feed.address" }
        [[sources]]
        imap = { host = "::1", user = "u", password = { env = "P" }, security = "none" }
        """
    )

    assert [one.kind for one in settings.sources] == ["command", "sitemap", "feed", "imap"]
    assert [one.place for one in settings.sources[:3]] == [
        ("/srv/desk/fetch", "--today"),
        "https://herald.example/map.xml",
        Secret(file=Path("/srv/desk/feed.address")),
    ]
    assert isinstance(settings.sources[3].place, Imap)
    assert settings.sources[3].place.own_port == 143


def test_a_port_left_out_follows_from_the_security() -> None:
    servers = [
        Smtp(host="m.example"),
        *(Smtp(host="m.example", security=s) for s in ("tls", "none")),
    ]

    assert [one.own_port for one in servers] == [587, 465, 25]
    assert Smtp(host="m.example", port=2525).own_port == 2525


def test_a_text_stands_for_a_watched_term() -> None:
    settings = decode('watch = ["Oru Bay", { term = "Pact", aliases = ["the Pact"] }]' + ENOUGH)

    assert settings.watch[0] == Watch(term="Oru Bay")
    assert settings.watch[1].forms == ("Pact", "the Pact")


# A file, and what is said of it: each problem of each file.
WRONG = {
    'titel = "x"': ["titel: unknown setting; did you mean 'title'?"],
    'Day-Starts = "05:00"': ["Day-Starts: unknown setting; did you mean 'day_starts'?"],
    'mail.recipent = "x"': ["mail.recipent: unknown setting; did you mean [[recipients]]?"],
    'mail.title = "x"': [
        "mail.title: unknown setting; did you mean 'title' in the part above the first table?"
    ],
    'log.paper = "a4"': ["log.paper: unknown setting; did you mean 'paper' in [pdf]?"],
    "archive.xyz = 1": ["archive.xyz: unknown setting (known: keep_days)"],
    'run.most_mails = "ten"': ["run.most_mails: expected int, got str"],
    "run.most_mails = 0": ["run.most_mails: expected int >= 1, got 0"],
    "run.not_after = 1.5": ["run.not_after: expected int, got float"],
    "words = true": ["words: expected int, got bool"],
    "words = 1" + "0" * 40: ["words: expected int <= 2000, got a number that large"],
    "web.delay = nan": ["web.delay: expected float >= 0.0, got nan"],
    "web.delay = inf": ["web.delay: expected float <= 3600.0, got inf"],
    "day_starts = 05:00:00": ["day_starts: expected str, got time: put it in quotes"],
    'day_starts = "24:00"': ["day_starts: not a time of day: '24:00' (like 00:00 or 05:30)"],
    'timezone = "Europa/Berlin"': [
        "timezone: unknown time zone 'Europa/Berlin' (like Europe/Berlin or UTC)"
    ],
    'timezone = "../UTC"': ["timezone: unknown time zone '../UTC' (like Europe/Berlin or UTC)"],
    'period = "yesterdy"': [
        "period: unknown value 'yesterdy' (known: since last, yesterday); did you mean 'yesterday'?"
    ],
    "period = 0": ["period: expected int >= 1, got 0"],
    'title = " "': ["title: is empty: give a text or leave it out"],
    'title = "a\\u001b[2J"': ["title: has a line break or a control character: 'a\ufffd[2J'"],
    f'title = "{"x" * 301}"': ["title: has 301 characters: give up to 300"],
    "formats = []": ["formats: is empty"],
    'formats = "pdf"': ["formats: expected array, got str: put [ ] around it"],
    'formats = ["pdf", "pfd"]': [
        "formats #2: unknown value 'pfd' (known: html, pdf, mail, text, json); did you mean 'pdf'?"
    ],
    "mail = 3": ["mail: expected table, got int"],
    "run.heartbeat = 3": ["run.heartbeat: expected str or table, got int"],
    "run.heartbeat = {}": ["run.heartbeat: give one of file, credential, env, command"],
    'templates = ""': ["templates: not a path"],
    "templates = 3": ["templates: expected str, got int"],
    'outlets.domains.herald.example = "The Herald"': [
        "outlets.domains.herald: expected str, got table: a name with a point needs quotes"
    ],
    'outlets.aliases = { "Herald-Post" = "The Herald", "Heraldpost" = "The Post" }': [
        "outlets: two outlets for the alias 'Heraldpost'"
    ],
    'run.operator = "a@b.example"\napproval.ask = ["a@b.example"]': [
        'run.operator: nothing takes mail there: add [[deliver]] by = "smtp" or "sendmail"',
        'approval.ask: nothing takes mail there: add [[deliver]] by = "smtp" or "sendmail"',
        "approval.ask: nobody is asked: set approval.needed = true",
    ],
    'outlets.domains."her ald" = "The Herald"': [
        "outlets.domains.'her ald': not a host: 'her ald' (like herald.example)"
    ],
    'mail.subject = "{title} {lede}"': [
        "mail.subject: unknown field '{lede}' (known: {title}, {day}, {lead}, {events})"
    ],
    'mail.from = "Mara <mara>"': [
        "mail.from: not a mail address: 'mara' (like desk@embassy.example)"
    ],
    'mail.from = "Ilves, Mara <m@b.example>"': [
        (
            "mail.from: not a name with a mail address: 'Ilves, Mara <m@b.example>' "
            "(like Press Office <press@embassy.example>)"
        )
    ],
    'mail.unsubscribe = ["http://b.example/"]': [
        "mail.unsubscribe #1: no https: or mailto: address: 'http://b.example/'"
    ],
    'mail.list_id = "digest"': [
        "mail.list_id: not the id of a list: 'digest' (like digest.embassy.example)"
    ],
    'web.allow_private = ["10.1.0.5/16"]': [
        (
            "web.allow_private #1: not a host or a network: '10.1.0.5/16' "
            "(like wiki.embassy.example or 10.1.0.0/16)"
        )
    ],
    'web.contact = "desk"': ["web.contact: neither a mail nor a web address: 'desk'"],
    'watch = [" -- "]': ["watch #1.term: holds no word: ' -- '"],
    'watch = ["Pact", { term = "Bay", aliases = ["the  pact", "PACT"] }]': [
        "watch #2.aliases #2: the same as watch #1.term"
    ],
    '[[sections]]\nname = "Harbor"': [
        "sections #1: no event fits it: give words, outlets, languages or sources"
    ],
    '[[sections]]\nname = "Harbor"\nlanguages = ["pt-BR"]': [
        "sections #1.languages #1: not the code of a language: 'pt-BR' (like en or pt)"
    ],
    '[[sections]]\nname = "Other News"\nlanguages = ["pt"]': [
        "sections #1.name: the same as other_section"
    ],
    '[[sections]]\nname = "Harbor"\nsources = ["The Herald"]': [
        "sections #1.sources: unknown name 'The Herald' (no sources have a name)"
    ],
    'archive.x = 1\narchive.y = "z"\nlog = []': [
        "archive.x: unknown setting (known: keep_days)",
        "archive.y: unknown setting (known: keep_days)",
        "log: expected table, got array",
    ],
}
WRONG_ALONE = {
    "": [
        "sources: none is given: add [[sources]]",
        'deliver: none is given: add [[deliver]] by = "smtp", "sendmail" or "folder"',
    ],
    "[sources]\npath = 'x'": ["sources: expected array, got table: write [[sources]]"],
    "[[sources]]\nname = 'x'": ["sources #1: give one of path, feed, page, sitemap, imap, command"],
    "[[sources]]\npath = 'x'\nfeed = 'https://b.example/'": [
        "sources #1: has path and feed: give exactly one of them"
    ],
    "[[sources]]\nfeed = 'ftp://b.example/x?key=canary'": [
        "sources #1.feed: not a web address: 'ftp://b.example/x' (like https://herald.example/feed)"
    ],
    "[[sources]]\nfeed = 'https://mara:canary@b.example/'": [
        "sources #1.feed: a web address with a user name or password, which are never sent"
    ],
    "[[sources]]\ncommand = []": ["sources #1.command: is empty"],
    "[[sources]]\ncommand = ['']": ["sources #1.command #1: is empty"],
    "[[sources]]\nimap = { user = 'u', password = 'canary' }": [
        (
            "sources #1.imap.password: a secret never stands in this file: write "
            '{ file = "NAME" } and put it there, or use credential, env or command'
        ),
        "sources #1.imap.host: missing",
    ],
    "[[deliver]]\nfolder = 'x'": [
        "deliver #1.by: missing: give one of smtp, sendmail, folder, webhook"
    ],
    "[[deliver]]\nby = 'smpt'": [
        (
            "deliver #1.by: unknown value 'smpt' (known: smtp, sendmail, folder, webhook); "
            "did you mean 'smtp'?"
        )
    ],
    "[[deliver]]\nby = []": ["deliver #1.by: expected str, got array"],
    "[[deliver]]\nby = 'folder'\nhost = 'x'": [
        (
            "deliver #1.host: unknown setting; did you mean 'host' in [sources.imap] or "
            "'host' in [[deliver]]?"
        ),
        "deliver #1.folder: missing",
    ],
    "title =": [" line 1: invalid value"],
    "\n\ntitle = 'x": [' line 3: expected "\'"'],
    "title = 1\ntitle = 2\n": [" line 2: cannot overwrite a value"],
    "a = " + "[" * 9_999: ["too deeply nested"],
    "a = " + "9" * 9_999: ["a number is too large"],
}


@pytest.mark.parametrize(("text", "said"), WRONG.items(), ids=[text[:40] for text in WRONG])
def test_a_wrong_setting_is_told_by_its_path(text: str, said: list[str]) -> None:
    # Tables stand last, or what is enough would be in them.
    whole = f"{ENOUGH}\n{text}" if text.startswith("[[") else f"{text}\n{ENOUGH}"

    assert problems(whole) == said


@pytest.mark.parametrize(
    ("text", "said"), WRONG_ALONE.items(), ids=[text[:40] for text in WRONG_ALONE]
)
def test_a_wrong_file_is_told_by_its_line_or_path(text: str, said: list[str]) -> None:
    found = problems(text)

    assert found == said
    assert "canary" not in "".join(found)


# What goes wrong between settings that are right by themselves: an array, what is added to
# it, and what is said of that.
BOX = {"host": "m.example", "user": "u", "password": {"env": "P"}, "security": "none"}
AT_ODDS = [
    (
        "recipients",
        {"addresses": ["DESK@embassy.example"]},
        "recipients #2.addresses #1: the same as recipients #1.addresses #1",
    ),
    (
        "recipients",
        {"addresses": ["b@b.example"], "sections": ["Harbor"]},
        "recipients #2.sections: unknown name 'Harbor' (known: Other news)",
    ),
    (
        "deliver",
        {"by": "smtp", "host": "m.example"},
        "deliver #2: mail goes one way, or everybody gets it twice; deliver #1 is one already",
    ),
    (
        "deliver",
        {"by": "folder", "folder": "x", "recipient": "Desk"},
        "deliver #2.recipient: unknown name 'Desk' (no recipients have a name)",
    ),
    ("sources", {"path": "./articles"}, "sources #2.path: the same as sources #1.path"),
    (
        "sources",
        {"page": "https://b.example/", "follow": "never"},
        "sources #2.follow: is for a feed, and this is a page",
    ),
    (
        "sources",
        {"imap": BOX},
        "sources #2.imap.security: 'none' would send the password in the clear: say 'tls'",
    ),
]


@pytest.mark.parametrize(("array", "added", "said"), AT_ODDS)
def test_what_would_go_wrong_in_the_morning_is_told_now(
    array: str, added: dict[str, Any], said: str
) -> None:
    table = tomllib.loads(MAILED)
    table["recipients"] = [{"addresses": table["recipients"]}]
    table[array].append(added)

    assert problems(write_toml(table)) == [said]


def test_mail_needs_a_sender_recipients_and_a_way() -> None:
    by_mail = 'sources = [{ path = "a" }]\ndeliver = [{ by = "sendmail" }]\n'

    assert problems(by_mail) == [
        "recipients: none is given, and mail is to be delivered: add [[recipients]]",
        "mail.from: missing: mail needs a sender (like digest@embassy.example)",
    ]
    assert problems(ENOUGH + 'recipients = ["a@b.example"]') == [
        'recipients: nothing takes mail there: add [[deliver]] by = "smtp" or "sendmail"'
    ]


def test_a_login_needs_both_halves_and_a_wire_that_nobody_reads() -> None:
    table = tomllib.loads(MAILED)
    server: dict[str, Any] = {"by": "smtp", "host": "m.example", "security": "none", "user": "u"}
    table["deliver"] = [server]

    assert problems(write_toml(table)) == [
        "deliver #1.password: missing: to log in needs user and password"
    ]
    server["password"] = {"env": "P"}
    assert problems(write_toml(table)) == [
        "deliver #1.security: 'none' would send the password in the clear: say 'starttls'"
    ]
    server["host"] = "127.0.0.1"
    assert decode(write_toml(table)).deliver[0] == Smtp(
        host="127.0.0.1", security="none", user="u", password=Secret(env="P")
    )


@pytest.mark.parametrize(
    ("port", "security", "right"),
    [(465, "starttls", "tls"), (587, "tls", "starttls"), (587, "starttls", ""), (2525, "tls", "")],
)
def test_a_port_on_which_both_sides_would_wait_is_told(
    port: int, security: str, right: str
) -> None:
    table = tomllib.loads(MAILED)
    server = {"by": "smtp", "host": "m.example", "port": port, "security": security}
    text = write_toml({**table, "deliver": [server]})

    if not right:
        assert decode(text).deliver
        return
    assert problems(text) == [
        f"deliver #1.security: '{security}' is not spoken at port {port}: say '{right}'"
    ]


def test_mail_may_go_to_the_operator_alone() -> None:
    text = MAILED.replace('recipients = ["desk@embassy.example"]', 'run.operator = "o@b.example"')

    assert decode(text).recipients == ()


def test_a_recipient_may_have_sections_of_watched_terms() -> None:
    settings = decode(
        MAILED.replace(
            '["desk@embassy.example"]',
            '[{ addresses = ["desk@embassy.example"], sections = ["Pact", "Bay"], '
            'watch = [{ term = "Bay", section = true }] }]',
        )
        + 'watch = [{ term = "Pact", section = true }]'
    )

    assert settings.recipients[0].sections == ("Pact", "Bay")


def test_of_a_great_many_problems_the_first_are_told() -> None:
    found = problems("\n".join(f"x{n} = 1" for n in range(30)))

    assert len(found) == 21
    assert found[-1] == "and 10 more"


def test_addresses_beyond_ascii_are_addresses() -> None:
    settings = decode(MAILED.replace("desk@embassy", "märta@bücher"))

    assert settings.recipients[0].addresses == ("märta@bücher.example",)


def test_a_mark_before_the_text_is_no_problem() -> None:
    assert decode_settings(b"\xef\xbb\xbf" + ENOUGH.encode(), FILE).sources

    with pytest.raises(SettingsError, match=r"digest\.toml line 2: not UTF-8 text"):
        decode_settings(b"title = 'a'\n\xff", FILE)


def test_a_file_of_a_megabyte_is_refused() -> None:
    with pytest.raises(SettingsError, match="larger than 1024 KB"):
        decode_settings(b"#" * (1024 * 1024 + 1), FILE)


def test_the_first_place_that_has_the_file_wins(tmp_path: Path) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    inside = home / ".config" / "digest" / "digest.toml"
    for folder in (here, inside.parent, tmp_path / "xdg" / "digest"):
        folder.mkdir(parents=True)
    environ = {"HOME": str(home)}
    (tmp_path / "named.toml").touch()

    with pytest.raises(UsageError, match="digest init writes one"):
        find_settings(folder=here, environ=environ)
    inside.touch()
    assert find_settings(folder=here, environ=environ) == inside
    xdg = tmp_path / "xdg" / "digest" / "digest.toml"
    xdg.touch()
    assert (
        find_settings(folder=here, environ={**environ, "XDG_CONFIG_HOME": str(tmp_path / "xdg")})
        == xdg
    )
    assert find_settings(folder=here, environ={**environ, "XDG_CONFIG_HOME": "xdg"}) == inside
    (here / "digest.toml").touch(0o644)
    assert find_settings(folder=here, environ=environ) == here / "digest.toml"
    assert find_settings(tmp_path / "named.toml", folder=here) == tmp_path / "named.toml"


def test_no_home_is_no_problem(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no digest\.toml here, nor in /etc/digest "):
        find_settings(folder=tmp_path, environ={})


def test_a_file_named_and_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no such settings file: 'nowhere\.toml'"):
        find_settings("nowhere.toml")
    with pytest.raises(UsageError, match="is a directory"):
        read_settings(tmp_path)


def test_a_file_here_that_others_may_write_is_not_trusted(tmp_path: Path) -> None:
    file = tmp_path / "digest.toml"
    file.write_text(ENOUGH)
    file.chmod(0o646)

    with pytest.raises(RefusedError, match="settings start programs: name it by --config"):
        find_settings(folder=tmp_path, environ={})
    assert find_settings(file) == file
    assert read_settings(file).sources[0].path == tmp_path / "articles"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_here_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    file = tmp_path / "digest.toml"
    file.write_text(ENOUGH)
    os.chown(file, 12345, -1)

    with pytest.raises(RefusedError, match="others than you may have written it"):
        find_settings(folder=tmp_path, environ={})


def test_a_subject_is_filled_once() -> None:
    subject = fill_subject(
        "{title}, {day}: {lead} ({events})", title="{day}", day="4 March", lead="{x}", events=3
    )

    assert subject == "{day}, 4 March: {x} (3)"


def test_no_pattern_is_slow_on_the_worst_text() -> None:
    patterns = [
        value
        for module in (kinds, shown)
        for value in vars(module).values()
        if isinstance(value, re.Pattern)
    ]

    assert len(patterns) >= 8
    for pattern in patterns:
        assert seconds_to_scan(pattern, ["a", "a.", "-", "?token", "&a", "{", "=", "@", "é "]) < 0.5
