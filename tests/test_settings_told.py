"""All that tells of settings is made of what is read: the starter, the documents, the schema."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec import NODEFAULT

from digest.config import Settings
from digest.errors import OutputError
from digest.known_outlets import knowing_outlets, known_outlets
from digest.mentions import Term
from digest.outlet_table import packaged_outlets
from digest.renderers import RENDERERS
from digest.settings import (
    SettingsFile,
    command,
    decode_settings,
    digest_settings,
    mailbox,
    outlets_of,
    render_options,
    secrets_of,
    shapes,
    show_settings,
    starter_text,
    watched,
    web_settings,
    write_starter,
)
from digest.settings.checks import find_problems
from digest.settings.decoding import decode
from digest.settings.outline import Part, Setting, outline, places, walk
from digest.settings.schema import make_schema, write_schema
from digest.settings.starter import shown_value
from digest.settings.table import put_tables
from digest.settings.toml import write_toml
from digest.settings.values import FORMATS
from digest.sources.command import Command
from digest.sources.imap import Mailbox
from digest.summarizers import SUMMARIZERS
from digest.web.settings import WebSettings
from tests.schemas import fits

DOCS = Path(__file__).parent.parent / "docs"
FILE = Path("/srv/desk/digest.toml")
SCHEMA = make_schema()
OFF = re.compile(r"^# (?=\[|[a-z_]+ = )", re.MULTILINE)
EXAMPLE = re.compile(r"^```toml settings\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(text: str) -> SettingsFile:
    return decode_settings(text.encode(), FILE)


def tables(part: Part) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables of one part, with any of its settings and of the parts within."""
    needed = {one.name: values(one) for one in part.settings if one.is_needed}
    free = {one.name: values(one) for one in part.settings if not one.is_needed}
    if part.tag:
        needed[part.tag[0]] = st.just(part.tag[1])
    by_name: dict[str, list[Part]] = {}
    for inner in part.parts:
        by_name.setdefault(inner.path.rpartition(".")[2], []).append(inner)
    for name, inners in by_name.items():
        some = st.one_of([tables(one) for one in inners])
        free[name] = st.lists(some, max_size=2) if inners[0].header.startswith("[[") else some
    if not part.one_of:
        return st.fixed_dictionaries(needed, optional=free)
    others = {name: one for name, one in free.items() if name not in part.one_of}
    return st.one_of(
        [
            st.fixed_dictionaries({**needed, name: free[name]}, optional=others)
            for name in part.one_of
        ]
    )


def values(setting: Setting) -> st.SearchStrategy[Any]:
    """Return values that a setting may have."""
    if setting.name in ("title", "name", "outlet", "about"):
        return st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
    if isinstance(setting.default, bool):
        return st.booleans()
    known = [] if setting.default in (NODEFAULT, None) else [setting.default]
    examples = [] if setting.example is None else [setting.example]
    chosen = [] if shapes.item(setting.kind) else setting.choices
    return st.sampled_from([*known, *examples, *chosen])


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(outline()))
def test_what_is_shown_reads_back_as_the_same_settings(table: dict[str, Any]) -> None:
    found = tomllib.loads(write_toml(table))
    settings, problems = decode(SettingsFile, found, Path("/srv/desk"))
    assert settings is not None, problems

    shown = tomllib.loads(show_settings(settings))

    assert decode(SettingsFile, shown, Path("/elsewhere")) == (settings, ())
    assert fits(found, SCHEMA, SCHEMA)
    assert fits(shown, SCHEMA, SCHEMA)


# Anything that TOML can hold, under names that there are.
NAMES = sorted({"x.y", "by", *places()})
PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["smtp", "folder", "none", "tls", "a@b.example", "https://b.example/", "~x/y"]),
    st.dates(),
    st.times(),
    st.datetimes(),
)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=15,
)


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING, min_size=1))
def test_whatever_stands_in_the_file_is_read_or_told(table: dict[str, Any]) -> None:
    settings, problems = decode(SettingsFile, table, Path("/srv/desk"))

    assert (settings is None) == bool(problems)
    for problem in (*problems, *(find_problems(settings) if settings else ())):
        assert re.match(r"[a-z_'][\w.'# ]*: \S", problem)
        assert problem.isprintable()
        assert "Expected" not in problem


def test_the_starter_works_as_it_is() -> None:
    settings = read(starter_text())

    assert settings.sources[0].path == Path("/srv/desk/articles")
    assert settings.title == SettingsFile().title
    assert fits(tomllib.loads(starter_text()), SCHEMA, SCHEMA)
    assert max(map(len, starter_text().splitlines())) <= 100


def _starter_parts() -> Iterator[tuple[str, set[str]]]:
    """Yield each table of the starter file with the names that it sets, on or off."""
    header, names = "", set[str]()
    for line in OFF.sub("", starter_text()).splitlines():
        if line.startswith("["):
            yield header, names
            header, names = line, set[str]()
        elif found := re.match(r"([a-z_]+) = ", line):
            assert found[1] not in names
            names.add(found[1])
    yield header, names


def test_the_starter_has_every_setting_once() -> None:
    parts = [
        (part.header, {one.name for one in part.settings} | ({"by"} if part.tag else set()))
        for part in walk(outline())
    ]

    assert list(_starter_parts()) == parts
    assert sum(len(names) for _, names in parts) > 90


def test_all_that_the_starter_shows_would_be_read() -> None:
    for part in walk(outline()):
        for setting in part.settings:
            assert setting.description.endswith("."), setting.name
            assert shown_value(setting) not in (None, (), {}), setting.name
    everything = tomllib.loads(OFF.sub("", starter_text()))
    (source,) = everything["sources"]
    for name in ("feed", "page", "sitemap", "command", "imap"):
        del source[name]

    settings, problems = decode(SettingsFile, everything, Path("/srv/desk"))

    assert problems == ()
    assert settings is not None
    assert len(settings.deliver) == 4
    assert fits(everything, SCHEMA, SCHEMA)


def test_the_starter_is_written_once_and_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "digest.toml"

    write_starter(file)

    assert file.read_text(encoding="utf-8") == starter_text()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("title = 'mine'")
    with pytest.raises(OutputError, match="is there already; nothing was changed") as caught:
        write_starter(file)
    assert caught.value.exit_code == 73
    assert file.read_text() == "title = 'mine'"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(OutputError, match="no such file or directory"):
        write_starter(tmp_path / "none" / "digest.toml")


def test_a_starter_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputError, match="is there already"):
        write_starter(tmp_path / "digest.toml")
    assert not (tmp_path / "elsewhere").exists()


def test_secrets_in_addresses_are_struck_out() -> None:
    settings = read(
        """
        sources = [
            { feed = "https://b.example/feed?Auth_Token=c4nary&page=2&key=c4nary#x" },
            { page = "https://b.example/?monkey" },
        ]
        deliver = [{ by = "folder", folder = "x" }]
        run.heartbeat = "https://w.example/?id=1;sig=c4nary"
        """
    )

    shown = show_settings(settings)

    assert "c4nary" not in shown
    assert '"https://b.example/feed?Auth_Token=…&page=2&key=…#x"' in shown
    assert '"https://b.example/?monkey"' in shown
    assert '"https://w.example/?id=1;sig=…"' in shown


def test_toml_that_was_written_reads_back() -> None:
    table = {
        "text": 'a "b" \\ \n \t \x1f \x7f é \u2028 \U0001f600',
        "an odd.key": {"": 1, "'": [1, 2.5, True, "x"], "empty": {}},
        "rows": [{"a": [], "rows": [{"b": -1}, {}]}, {"a": [[1], [{"c": 2}]]}],
        "last": 10**18,
    }

    assert tomllib.loads(write_toml({**table, "none": None})) == table


def test_a_table_of_one_value_is_written_beside_its_name() -> None:
    table = {"a": {"secret": {"file": "x", "env": None}, "two": {"b": 1, "c": 2}}}

    assert write_toml(table) == '[a]\nsecret = { file = "x" }\n\n[a.two]\nb = 1\nc = 2\n'


def test_the_schema_is_that_of_the_documents() -> None:
    assert (DOCS / "digest.schema.json").read_text(encoding="utf-8") == write_schema()
    assert json.loads(write_schema()) == SCHEMA


@pytest.mark.parametrize(
    "text",
    [
        "titel = 'x'",
        "words = 5",
        "words = true",
        "formats = ['pfd']",
        "recipients = [1]",
        "sources = [{ path = 'a', feed = 'https://b.example' }]",
        "sources = [{ feed = { file = 'a', env = 'B' } }]",
        "sources = [{ feed = { value = 'a' } }]",
        "deliver = [{ by = 'smtp' }]",
        "deliver = [{ by = 'folder', folder = 'a', host = 'b' }]",
        "web.timeout = 0",
        "mail.sender = 'a@b.example'",
        "outlets.domains.herald.example = 'x'",
        "day_starts = '24:00'",
    ],
)
def test_the_schema_refuses_what_is_refused(text: str) -> None:
    found = tomllib.loads(text)

    assert not fits(found, SCHEMA, SCHEMA)
    assert decode(SettingsFile, found, Path("/srv/desk"))[1]


def test_the_documents_have_every_setting_with_its_default() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")

    assert put_tables(page) == page
    for part in walk(outline()):
        for setting in part.settings:
            assert f"\n| `{setting.name}` | " in page
    assert "| `words` | whole number, 20 to 2,000 | `120` |" in page
    assert "| `host` | server | must be given |" in page
    with pytest.raises(ValueError, match="no place for the tables"):
        put_tables("# Settings")


def test_the_examples_of_the_documents_are_read() -> None:
    examples = EXAMPLE.findall((DOCS / "settings.md").read_text(encoding="utf-8"))

    assert len(examples) == 2
    for example in examples:
        read(example)
    assert len(examples[0].splitlines()) == 6


def test_settings_of_the_file_are_those_of_a_digest() -> None:
    settings = read(
        """
        title = "Morning briefing"
        timezone = "Asia/Seoul"
        words = 80
        indirect = true
        run.jobs = 2
        watch = [{ term = "Pact", aliases = ["the Treaty"] }, "Oru Bay"]
        sources = [{ path = "a" }]
        deliver = [{ by = "sendmail" }]
        mail = { from = "press@embassy.example", attach = ["pdf"] }
        pdf = { paper = "letter" }
        [[recipients]]
        addresses = ["a@b.example"]
        attach = []
        watch = ["fish", { term = "PACT", highlight = false }]
        [[recipients]]
        addresses = ["c@b.example"]
        """
    )
    (first, second) = settings.recipients

    made = digest_settings(settings, day="2031-03-04", recipient=first)

    assert made == Settings(
        title="Morning briefing",
        day="2031-03-04",
        timezone="Asia/Seoul",
        words=80,
        indirect=True,
        jobs=2,
        watch=(Term(name="PACT", highlight=False), Term(name="Oru Bay"), Term(name="fish")),
    )
    assert digest_settings(settings).watch == (
        Term(name="Pact", aliases=("the Treaty",)),
        Term(name="Oru Bay"),
    )
    assert not watched(settings, first)[0].highlight
    assert render_options(settings, first).attach == ()
    options = render_options(settings, second, to="c@b.example")
    assert (options.attach, options.paper, options.to) == (("pdf",), "letter", ("c@b.example",))
    assert options.sender == "press@embassy.example"


def test_what_the_file_leaves_out_is_what_a_digest_has_anyway() -> None:
    assert digest_settings(SettingsFile()) == Settings()
    assert render_options(SettingsFile()).sender == "digest@localhost"


def test_the_web_and_the_outlets_are_those_of_the_file() -> None:
    settings = read(
        """
        sources = [{ path = "a" }]
        deliver = [{ by = "folder", folder = "b" }]
        web = { contact = "press@embassy.example", timeout = 9, allow_private = ["10.1.0.0/16"] }
        outlets = { domains = { "herald.example" = "The Ardvale Herald" } }
        """
    )

    web = web_settings(settings)

    assert "(+press@embassy.example)" in web.user_agent
    assert (web.total, web.allow_private) == (9.0, ("10.1.0.0/16",))
    with knowing_outlets(outlets_of(settings)):
        assert known_outlets().outlet_at("news.herald.example") == "The Ardvale Herald"
    assert web_settings(SettingsFile()) == WebSettings()
    assert known_outlets() is packaged_outlets()


def test_sources_are_what_reads_them() -> None:
    settings = read(
        """
        deliver = [{ by = "folder", folder = "b" }]
        [[sources]]
        command = ["bin/fetch", "./today"]
        [[sources]]
        command = ["fetch"]
        [[sources]]
        days = 7
        imap = { host = "m.example", user = "u", password = { command = ["./p"] } }
        """
    )
    (beside, on_path, box) = settings.sources

    assert command(beside, Path("/srv/desk")) == Command(
        name="fetch", arguments=("/srv/desk/bin/fetch", "./today"), folder="/srv/desk"
    )
    assert command(on_path, Path("/")).arguments == ("fetch",)
    assert mailbox(box) == Mailbox(host="m.example", user="u", port=993, days=7)
    assert secrets_of(settings)["sources #3.imap.password"].command == ("/srv/desk/p",)
    with pytest.raises(ValueError, match="no mailbox, but of the kind command"):
        mailbox(beside)
    with pytest.raises(ValueError, match="no command, but of the kind imap"):
        command(box, Path("/"))


def test_the_choices_of_the_file_are_those_that_there_are() -> None:
    (summarizer,) = (one for one in outline().settings if one.name == "summarizer")

    assert set(FORMATS) == RENDERERS.keys()
    assert set(summarizer.choices) == SUMMARIZERS.keys()
