"""The built wheel as a stranger has it: another place, no tree, no home, no network."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DAY = "2031-03-04"
ARTICLE = """Ardvale reopens its harbor

The harbor of Ardvale reopened on Tuesday after a storm that closed it for nine days.

"We are glad to see the boats come home," said Marta Ilves, the harbor master.

Forty boats left before noon, the port authority said.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an environment with the wheel, and without the tree."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    # The libraries are those of this environment. What a .pth file names is searched for
    # modules, not for more .pth files, so the tree that ours may name stays unknown there.
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    into = ("--python", str(folder / "bin" / "python"))
    _pip(*into, "install", "--no-deps", "--no-index", "--ignore-installed", str(wheel))
    return folder


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def _without_network() -> list[str]:
    """Return what to put before a command to take the network away, where that is allowed."""
    cut = ["unshare", "--net"]
    if os.geteuid() != 0:
        return []
    return cut if subprocess.run([*cut, "true"], check=False).returncode == 0 else []


def test_the_wheel_holds_all_that_the_package_reads(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    templates = {path.name for path in (ROOT / "templates").iterdir()}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "digest").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert templates
    assert {f"digest/templates/{name}" for name in templates} <= inside
    assert package <= inside
    assert "digest/py.typed" in inside
    assert any(name.startswith("digest/tables/") for name in inside)
    assert not any(name.startswith(("tests/", "seeds/", "scripts/")) for name in inside)


def test_the_installed_wheel_makes_a_digest_anywhere(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "harbor.txt").write_text(ARTICLE, encoding="utf-8")
    digest = str(installed / "bin" / "digest")
    where = [str(installed / "bin" / "python"), "-c", "import digest; print(digest.__file__)"]

    imported = subprocess.run(where, cwd=tmp_path, env={}, capture_output=True, check=True)
    done = subprocess.run(
        [*_without_network(), digest, "build", "articles", "-o", "out", "--day", DAY],
        cwd=tmp_path,
        env={"PATH": "/usr/sbin:/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )

    assert imported.stdout.decode().startswith(str(installed))
    assert (done.returncode, done.stderr.decode()) == (0, "")
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert made.keys() == {f"digest-{DAY}.{end}" for end in ("eml", "html", "json", "pdf", "txt")}
    assert made[f"digest-{DAY}.pdf"].startswith(b"%PDF-")
    digested = json.loads(made[f"digest-{DAY}.json"])
    assert len(digested["events"]) == 1
    assert digested["verified"]["failed"] == 0
