"""The set-up of scripts/demo and scripts/check, and what scripts/bench_quotes measures by."""

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", re.MULTILINE)


def _is_prepared(root: Path, kind: str) -> bool:
    command = f'source "{root}/scripts/prepare"; is_prepared {kind}'
    return subprocess.run(["bash", "-euc", command], check=False).returncode == 0


def _stamp(root: Path, kind: str) -> None:
    command = f'source "{root}/scripts/prepare"; state_of {kind} >"$venv/.prepared-{kind}"'
    subprocess.run(["bash", "-euc", command], check=True)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree as it is after a set-up to run, which stands there as two empty programs."""
    tree = tmp_path / "tree"
    (tree / "scripts").mkdir(parents=True)
    for name in (*LOCKS, "pyproject.toml", "scripts/prepare"):
        shutil.copy(ROOT / name, tree / name)
    (tree / ".venv" / "bin").mkdir(parents=True)
    (tree / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tree / ".venv" / "bin" / "digest").touch(0o755)
    _stamp(tree, "run")
    return tree


def test_a_set_up_is_done_once(tree: Path) -> None:
    assert _is_prepared(tree, "run")
    assert not _is_prepared(tree, "dev")


def test_what_is_set_up_for_development_runs_too(tree: Path) -> None:
    (tree / ".venv" / ".prepared-run").unlink()
    _stamp(tree, "dev")

    assert _is_prepared(tree, "dev")
    assert _is_prepared(tree, "run")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock", "pyproject.toml"])
def test_a_change_of_what_it_depends_on_asks_for_a_new_set_up(tree: Path, name: str) -> None:
    with (tree / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    assert not _is_prepared(tree, "run")


def test_a_set_up_that_was_cut_short_is_not_done(tree: Path) -> None:
    (tree / ".venv" / ".preparing").touch()

    assert not _is_prepared(tree, "run")


def test_a_tree_that_was_moved_asks_for_a_new_set_up(tree: Path) -> None:
    moved = tree.rename(tree.with_name("moved"))

    assert not _is_prepared(moved, "run")


@pytest.mark.skipif(not _is_prepared(ROOT, "run"), reason="scripts/check has not set this tree up")
def test_the_demo_runs_from_anywhere_without_network_or_home(tmp_path: Path) -> None:
    cut = ["unshare", "--net"] if os.geteuid() == 0 else []
    cut = cut if subprocess.run([*cut, "true"], check=False).returncode == 0 else []

    done = subprocess.run(
        [*cut, "bash", str(ROOT / "scripts" / "demo")],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    made = [Path(line) for line in done.stdout.splitlines()]
    assert done.stderr == ""
    assert [path.suffix for path in made] == [".eml", ".html", ".json", ".pdf", ".txt"]
    assert all(path.stat().st_size > 1000 for path in made)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_by_hash_and_names_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    pins = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]

    assert len(pins) >= 5
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in lock
    assert "index-url" not in lock


def test_the_locks_hold_all_that_the_project_asks_for_and_agree() -> None:
    pinned = {name: set(PIN.findall((ROOT / name).read_text(encoding="utf-8"))) for name in LOCKS}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {re.split(r"[<>=!~; \[]", one)[0].lower() for one in project["project"]["dependencies"]}

    assert "weasyprint" in asked
    assert asked <= {name for name, _ in pinned["requirements.lock"]}
    assert pinned["requirements.lock"] <= pinned["requirements-dev.lock"]
    assert pinned["requirements-build.lock"] <= pinned["requirements-dev.lock"]


@pytest.fixture
def bench_quotes(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return runpy.run_path(str(ROOT / "scripts" / "bench_quotes"))


def test_the_plain_rival_takes_the_name_nearest_to_the_nearest_cue(
    bench_quotes: dict[str, Any],
) -> None:
    text = "Jo Reeve left.\nThen Ann Abara met Keil. But Marta Keil said, “We will not sign,” Ed."
    run = text.index("We"), text.index(",” Ed")

    (found,) = bench_quotes["name_nearest"](text, [run])

    assert (found["start"], found["end"]) == run
    assert found["speaker"] == "Marta Keil"


def test_the_plain_rival_looks_neither_inside_marks_nor_into_other_paragraphs(
    bench_quotes: dict[str, Any],
) -> None:
    text = "Jo Reeve said so.\n“Ann Abara said that she would,” it read.\nMarta Keil said no."
    run = text.index("Ann"), text.index(",”")

    (found,) = bench_quotes["name_nearest"](text, [run])

    assert found["speaker"] is None


def test_the_plain_rival_leaves_out_what_may_be_a_title(bench_quotes: dict[str, Any]) -> None:
    assert list(bench_quotes["name_nearest"]("“Long Road,” Jo Reeve said.", [(1, 10)])) == []


def test_articles_to_time_end_with_a_paragraph_and_begin_again_with_the_first_text(
    bench_quotes: dict[str, Any],
) -> None:
    articles = bench_quotes["make_articles"](["one\n\ntwo\n", "three"], length=6)

    assert list(islice(articles, 4)) == [
        "one\n\ntwo\n\n",
        "three\n\n",
        "one\n\ntwo\n\n",
        "three\n\n",
    ]


def test_there_are_no_articles_to_time_without_text(bench_quotes: dict[str, Any]) -> None:
    assert list(bench_quotes["make_articles"](["", "\n \n"], length=6)) == []


def test_every_quote_found_is_in_one_column_of_its_source(bench_quotes: dict[str, Any]) -> None:
    counts = {"found": 9, "right": 3, "missing": 2, "resolved, unjudged": 4}

    assert list(bench_quotes["source_cells"](counts)) == ["9", "3", "0", "2", "0", "4"]
    assert list(bench_quotes["source_cells"]({})) == ["0"] * 6


def test_a_figure_of_all_articles_weighs_each_by_its_quotes(bench_quotes: dict[str, Any]) -> None:
    percent = bench_quotes["percent"]

    assert percent([(3, 3), (0, 1)]) == 75
    assert percent([(0, 0)]) == 0


def test_an_interval_holds_the_figure_and_is_drawn_alike_each_time(
    bench_quotes: dict[str, Any],
) -> None:
    counts = [(1, 1), (0, 1)] * 50
    low, high = bench_quotes["interval"](counts, bench_quotes["percent"])

    assert 35 < low < 50 < high < 65
    assert (low, high) == bench_quotes["interval"](counts, bench_quotes["percent"])


def test_what_is_not_there_to_measure_by_is_named(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "bench_quotes")]

    done = subprocess.run(
        [*command, "--scorers", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr == f"bench_quotes: {tmp_path}: no score_quotes.py in it (see --scorers)\n"
