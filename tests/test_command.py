"""Articles from a command."""

import os
import sys
import time
from pathlib import Path

import pytest

from digest.errors import InputError
from digest.formats import parse_payload
from digest.model import Article, Payload, Skipped
from digest.sources import command as command_module
from digest.sources.command import Command, read_command

ROW = '{"id": 1, "text": "The ferry left at noon."}'


def run(script: str, *, longest: float = 20) -> Payload | Skipped:
    arguments = (sys.executable, "-c", script)
    (found,) = read_command(Command(name="wires", arguments=arguments, longest=longest))
    return found


def reason(script: str, *, longest: float = 20) -> str:
    found = run(script, longest=longest)
    assert isinstance(found, Skipped)
    assert found.item == "command:wires"
    return found.reason


def test_what_a_command_writes_is_read() -> None:
    found = run(f"print({ROW!r})")

    assert isinstance(found, Payload)
    assert found.file == "command:wires"
    (article,) = parse_payload(found)
    assert isinstance(article, Article)
    assert article.text == "The ferry left at noon."


def test_arguments_reach_the_command_as_they_are() -> None:
    script = "import sys; print(sys.argv[1])"
    arguments = (sys.executable, "-c", script, "$(id); `id` | cat > /tmp/x\n'")
    (found,) = read_command(Command(name="wires", arguments=arguments))

    assert isinstance(found, Payload)
    assert found.data.decode() == "$(id); `id` | cat > /tmp/x\n'\n"


def test_failure_is_told_with_the_last_line_of_its_complaint() -> None:
    script = "import sys; print('x'); sys.stderr.write('first\\nno \\x1b[31m such feed\\n\\n')"

    assert reason(f"{script}; sys.exit(3)") == "ended with status 3: no [31m such feed"
    assert reason("import os; os.kill(os.getpid(), 9)") == "ended with signal 9"
    assert reason("pass") == "wrote nothing"


def test_complaint_of_any_length_is_cut() -> None:
    told = reason("import sys; sys.stderr.write('x' * 5_000_000); sys.exit(1)")

    assert told == f"ended with status 1: {'x' * 300}"


def test_command_that_is_not_there_stops_the_run() -> None:
    with pytest.raises(InputError, match="cannot start 'no-such-program': no such file"):
        list(read_command(Command(name="wires", arguments=("no-such-program",))))
    with pytest.raises(InputError, match="names no program"):
        list(read_command(Command(name="wires", arguments=())))
    with pytest.raises(InputError, match="cannot start"):
        list(read_command(Command(name="wires", arguments=("a\0b",))))


def test_command_has_a_clock_and_ends_with_all_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    child = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    script = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"

    assert reason(script, longest=2) == "takes longer than 2 seconds"
    assert not _is_running(int(pid.read_text()))


def test_what_it_leaves_running_ends_too(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    child = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    quiet = "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL"
    script = (
        "import os, subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}], {quiet})\n"
        f"file = {str(pid)!r}\n"
        "while not (os.path.exists(file) and open(file).read()): time.sleep(0.01)\n"
        f"print({ROW!r})"
    )

    assert isinstance(run(script), Payload)
    assert not _is_running(int(pid.read_text()))


def _is_running(pid: int) -> bool:
    """Tell whether a process is there and not just waiting to be buried."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.01)
    return True


def test_output_is_bounded_for_all_but_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_module, "LARGEST_FILE", 100_000)
    monkeypatch.setattr(command_module, "LARGEST_MANY", 300_000)

    endless = "import sys\nwhile True: sys.stdout.write('word ' * 1000)"
    assert reason(endless) == "writes more than 0 MB"
    rows = f"for _ in range(4000): print({ROW!r})"
    assert isinstance(run(rows), Payload)
    endless_rows = f"while True: print({ROW!r})"
    assert reason(endless_rows) == "writes more than 0 MB"


def test_secrets_of_ours_are_not_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_SMTP_PASSWORD", "secret")
    monkeypatch.setenv("AWS_TOKEN", "secret")
    monkeypatch.setenv("LC_TIME", "C")
    script = "import os, json; print(json.dumps(dict(os.environ)))"
    arguments = (sys.executable, "-c", script)
    more = (("FEED", "wires"),)
    (found,) = read_command(Command(name="wires", arguments=arguments, environment=more))

    assert isinstance(found, Payload)
    assert b"secret" not in found.data
    assert b'"FEED": "wires"' in found.data
    assert b'"LC_TIME": "C"' in found.data
    assert os.environ["PATH"].encode() in found.data


def test_folder_and_input_are_its_own(tmp_path: Path) -> None:
    script = "import os, sys; print(os.getcwd(), repr(sys.stdin.read()))"
    arguments = (sys.executable, "-c", script)
    (found,) = read_command(Command(name="wires", arguments=arguments, folder=str(tmp_path)))

    assert isinstance(found, Payload)
    assert found.data.decode().strip() == f"{tmp_path} ''"
