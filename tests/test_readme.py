"""The README is right: its commands run as given, its tables are complete, its sample is real."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.options import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```([a-z]+)([a-z ]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SET_UP = {"scripts/demo\n", "scripts/check\n"}  # what runs these tests cannot be run by them
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


def _blocks(language: str, mark: str = "") -> list[str]:
    """Return the blocks of the README in that language that carry the mark."""
    return [
        match[3]
        for match in BLOCK.finditer(README)
        if (match[1], match[2].strip()) == (language, mark)
    ]


def _rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading, without its first two lines."""
    section = README.split(f"# {heading}\n")[1].split("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _help_of(*command: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", "from digest.cli import main; main()", *command, "--help"],
        env={**os.environ, "COLUMNS": "500", "NO_COLOR": "1"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout


@pytest.fixture
def reader(tmp_path: Path) -> Path:
    """Return a folder as a reader of the README has it, with a sendmail that keeps the mail."""
    for folder in ("seeds", "scripts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    sendmail = tmp_path / "sendmail"
    sendmail.write_text(f"#!/bin/sh\nexec cat >>{tmp_path}/mailed\n")
    sendmail.chmod(0o755)
    return tmp_path


def _environment(reader: Path) -> dict[str, str]:
    """Return an environment whose digest and python are those of the tests."""
    path = f"{sysconfig.get_path('scripts')}:/usr/bin:/bin"
    return {"PATH": path, "SENDMAIL": str(reader / "sendmail")}


def _run(command: list[str], reader: Path) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        command, cwd=reader, env=_environment(reader), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout[-500:]}\n{done.stderr[-2000:]}"
    return done


def test_every_command_runs_as_given(reader: Path) -> None:
    commands = _blocks("sh", "tested")

    for command in commands:
        done = _run(["bash", "-euo", "pipefail", "-c", command], reader)
        assert done.stderr == ""

    assert len(commands) >= 4
    assert set(_blocks("sh")) == SET_UP
    made = {path.suffix for path in (reader / "out").glob("digest-*")}
    assert made == {".eml", ".html", ".json", ".pdf", ".txt"}
    assert b"To: desk@embassy.example" in (reader / "mailed").read_bytes()


def test_the_python_example_runs_as_given(reader: Path) -> None:
    (example,) = _blocks("python", "tested")

    done = _run([sys.executable, "-c", example], reader)

    assert " articles, 0 skipped" in done.stdout
    assert " independent" in done.stdout


def test_the_sample_is_what_comes_out(reader: Path) -> None:
    (sample,) = _blocks("text", "sample")
    build = ["digest", "build", "seeds", "-o", "out", "--formats", "text"]

    _run(["bash", "-c", " ".join(build)], reader)

    (text,) = [path.read_text(encoding="utf-8") for path in (reader / "out").iterdir()]
    pieces = [piece.strip("\n") for piece in sample.split("\n[...]\n")]
    assert len(sample.splitlines()) > 10
    assert [piece for piece in pieces if piece not in text] == []


def _options_of_build() -> dict[str, str]:
    """Return what the help says of each option, by its names."""
    entries = re.split(r"\n  (?=-)", _help_of("build").split("Options:")[1])[1:]
    return {entry.split("  ")[0].split(" <")[0]: " ".join(entry.split()) for entry in entries}


def test_every_option_of_build_is_in_the_table() -> None:
    known = {option for names in _options_of_build() for option in OPTION.findall(names)}
    told = {
        option for row in _rows("Options of `digest build`") for option in OPTION.findall(row[0])
    }

    assert {"--words", "-o", "--help"} <= told
    assert told == known


def test_the_defaults_in_the_table_are_those_of_build() -> None:
    told = {frozenset(OPTION.findall(row[0])): row[1] for row in _rows("Options of `digest build`")}
    defaults = {
        frozenset(OPTION.findall(names)): found[1]
        for names, about in _options_of_build().items()
        if (found := re.search(r"\[default: (.*?)\]", about))
    }

    assert defaults[frozenset({"--formats"})] == FORMATS
    assert {names: told[names].strip("`") for names in defaults} == defaults


def test_every_command_is_in_the_table() -> None:
    commands = re.findall(r"^  ([a-z]+)  ", _help_of().split("Commands:")[1], re.MULTILINE)
    told = [row[0].strip("`").split()[1] for row in _rows("Commands")]

    assert len(commands) > 5
    assert sorted(told) == sorted(commands)


def _links() -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", README):
        if "://" not in target:
            yield target


def test_the_files_that_it_names_are_there() -> None:
    links = list(_links())

    assert "docs/json.md" in links
    assert [link for link in links if not (ROOT / link).exists()] == []
