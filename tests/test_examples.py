"""The examples for cron, systemd and containers say commands and options that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from digest.settings import decode_settings

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "scripts" / "examples"
DAILY = (ROOT / "docs" / "daily.md").read_text(encoding="utf-8")


def test_the_six_lines_of_the_documentation_are_settings(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", DAILY, re.DOTALL)

    settings = decode_settings(text.encode(), tmp_path / "digest.toml")

    assert [one.kind for one in settings.sources] == ["feed", "path"]


def test_the_python_of_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", DAILY, re.DOTALL)
    (tmp_path / "articles").mkdir()
    (tmp_path / "digest.toml").write_text(
        '[[sources]]\npath = "articles"\n[[deliver]]\nby = "folder"\nfolder = "out"\n'
        '[run]\nstate_folder = "state"\n'
    )
    monkeypatch.chdir(tmp_path)
    said: dict[str, object] = {}

    exec(code, said)  # noqa: S102  # our own documentation

    assert said["code"] == 0


def test_the_line_for_cron_is_one_of_five_fields_and_a_command() -> None:
    (line,) = [
        line
        for line in (EXAMPLES / "crontab").read_text().splitlines()
        if line and not line.startswith("#")
    ]

    assert re.fullmatch(r"\d{1,2} \d{1,2} \* \* \*  \S+/digest run --config \S+", line)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in ("digest.service", "digest.timer"):
        text = (EXAMPLES / name).read_text().replace("/opt/digest/.venv/bin/digest", "/bin/true")
        (tmp_path / name).write_text(text)

    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True
    )

    assert "Unknown" not in done.stderr
