"""A secret is read from where the settings say, and shows itself nowhere else."""

import copy
import logging
import os
import pickle
import stat
import sys
import traceback
from pathlib import Path

import pytest

from digest.errors import DigestError, RefusedError, TemporaryError, UsageError
from digest.settings import (
    Revealed,
    Secret,
    decode_settings,
    read_address,
    read_private,
    read_secret,
    secrets,
    secrets_of,
    show_settings,
    without_secrets,
)

CANARY = "c4nary-pässword"
NOBODY = 65_534  # the user of that name


def write(path: Path, data: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(data)
    path.chmod(mode)
    return path


def refused(secret: Secret, **environ: str) -> str:
    """Return why a secret cannot be read, after looking that the reason does not hold it."""
    with pytest.raises(DigestError) as caught:
        read_secret(secret, "mail.password", environ=environ)
    shown = "".join(traceback.format_exception(caught.value))
    assert "c4nary" not in shown
    assert "c4nary" not in repr(caught.value.__context__)
    return str(caught.value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_file_is_read_without_the_end_of_its_line(tmp_path: Path, end: str) -> None:
    file = write(tmp_path / "password", f" {CANARY} {end}".encode())

    assert read_secret(Secret(file=file), "mail.password").reveal() == f" {CANARY} "


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_that_others_may_use_is_refused_with_what_mends_it(
    tmp_path: Path, mode: int
) -> None:
    file = write(tmp_path / "pass word", CANARY.encode(), mode)

    assert refused(Secret(file=file)) == (
        f"mail.password: others than its owner may use {file} (mode {mode:04o}): "
        f"run chmod 600 '{file}'"
    )


def test_a_link_is_as_private_as_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(write(tmp_path / "open", CANARY.encode(), 0o644))

    assert "others than its owner" in refused(Secret(file=tmp_path / "link"))


def test_a_file_that_is_no_file_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)

    assert refused(Secret(file=tmp_path / "pipe")).endswith("pipe is not a file")
    assert refused(Secret(file=tmp_path)).endswith(("is not a file", "is a directory"))
    assert refused(Secret(file=tmp_path / "none")).endswith("none: no such file or directory")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_file_that_may_not_be_read_is_a_refusal(tmp_path: Path) -> None:
    write(tmp_path / "password", CANARY.encode())
    tmp_path.chmod(0o700)
    child = os.fork()
    if not child:
        os.setuid(NOBODY)
        try:
            read_secret(Secret(file=tmp_path / "password"), "mail.password")
        except RefusedError:
            os._exit(77)
        os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 77


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the secret is empty"),
        (b" \n", "the secret is empty"),
        (b"c4nary\nuser: mara\n", "the secret is not one line of text"),
        (b"c4nary\n\n", "the secret is not one line of text"),
        (b"c4nary\0", "the secret is not one line of text"),
        (b"c4nary\xff", "the secret is not UTF-8 text"),
        (b"c4nary" * 20_000, "the secret is larger than 64 KB"),
    ],
)
def test_what_is_no_line_of_text_is_no_secret(tmp_path: Path, data: bytes, reason: str) -> None:
    file = write(tmp_path / "password", data)

    assert refused(Secret(file=file)) == f"mail.password: {reason}"


def test_a_credential_lies_in_the_folder_of_credentials(tmp_path: Path) -> None:
    write(tmp_path / "smtp", CANARY.encode(), 0o440)  # systemd's own are so, by an access list
    secret = Secret(credential="smtp")

    found = read_secret(secret, "mail.password", environ={"CREDENTIALS_DIRECTORY": str(tmp_path)})

    assert found.reveal() == CANARY
    assert "CREDENTIALS_DIRECTORY is not set" in refused(secret)
    assert "LoadCredential=smtp:PATH" in refused(secret)


@pytest.mark.parametrize("name", ["../smtp", "/etc/passwd", ".hidden", "", "a/b"])
def test_a_credential_is_a_name_and_no_path(name: str) -> None:
    text = f"[[sources]]\nfeed = {{ credential = '{name}' }}"

    with pytest.raises(UsageError, match="not the name of a credential"):
        decode_settings(text.encode(), Path("/srv/digest.toml"))


def test_a_variable_is_read_and_kept_from_programs() -> None:
    secret = Secret(env="PASSWORD")
    environ = {"PASSWORD": CANARY, "PATH": "/bin"}

    assert read_secret(secret, "mail.password", environ=environ).reveal() == CANARY
    assert without_secrets([secret, Secret(credential="x")], environ) == {"PATH": "/bin"}
    assert refused(secret) == "mail.password: the environment has no PASSWORD"


def _python(code: str) -> Secret:
    return Secret(command=(sys.executable, "-c", code))


def test_a_program_tells_a_secret() -> None:
    assert read_secret(_python("print('abc')"), "mail.password").reveal() == "abc"


def test_a_program_gets_no_input_and_no_shell() -> None:
    code = "import sys; print(repr(sys.stdin.read()) + sys.argv[1])"
    secret = Secret(command=(sys.executable, "-c", code, "$HOME;ls"))

    assert read_secret(secret, "mail.password").reveal() == "''$HOME;ls"


def test_a_program_that_fails_is_told_without_what_it_says(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code = "import os, sys; print('c4'+'nary'); print('c4'+'nary', file=sys.stderr); sys.exit(3)"

    assert refused(_python(code)).endswith("ended with 3")
    assert "c4nary" not in "".join(capfd.readouterr())


def test_a_program_that_is_not_there_is_told() -> None:
    said = refused(Secret(command=("/nowhere/pass",)))

    assert said == "mail.password: cannot run /nowhere/pass: no such file or directory"


def test_a_program_that_prints_for_ever_is_ended() -> None:
    code = "import sys\nwhile True: sys.stdout.write('c4nary' * 1000)"

    assert refused(_python(code)) == "mail.password: the secret is larger than 64 KB"


def test_a_program_that_waits_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "LONGEST_WAIT", 0.2)
    # The child of the program has the pipe too, and would hold it open.
    secret = Secret(command=("sh", "-c", "sleep 600 & sleep 600"))

    with pytest.raises(TemporaryError, match="sh took over 0 seconds"):
        read_secret(secret, "mail.password")


def test_a_secret_shows_itself_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    found = Revealed(CANARY)
    logging.getLogger("x").warning("login %s %r", found, {"password": found})

    assert f"{found} {found!r} {found:>20}".count("…") == 3
    assert "c4nary" not in caplog.text
    for write_down in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="not sent to other processes"):
            write_down(found)


def test_the_settings_lead_to_secrets_and_hold_none(tmp_path: Path) -> None:
    write(tmp_path / "password", CANARY.encode())
    text = """
    sources = [{ feed = { file = "password" } }, { path = "a" }]
    deliver = [{ by = "webhook", url = { env = "CHAT" } }]
    run.heartbeat = { credential = "ping" }
    """

    settings = decode_settings(text.encode(), tmp_path / "digest.toml")

    found = secrets_of(settings)
    assert {path: one.kind for path, one in found.items()} == {
        "sources #1.feed": "file",
        "deliver #1.url": "env",
        "run.heartbeat": "credential",
    }
    assert read_secret(found["sources #1.feed"], "sources #1.feed").reveal() == CANARY
    assert "c4nary" not in repr(settings) + show_settings(settings)


def test_an_address_may_be_a_secret() -> None:
    secret = Secret(env="FEED")
    address = "https://b.example/feed?key=c4nary"

    assert read_address("https://b.example/", "sources #1.feed") == "https://b.example/"
    assert read_address(secret, "sources #1.feed", environ={"FEED": address}) == address
    with pytest.raises(UsageError) as caught:
        read_address(secret, "sources #1.feed", environ={"FEED": "b.example/c4nary"})
    assert str(caught.value) == "sources #1.feed: the secret is not a web address"
    assert caught.value.__context__ is None


def test_a_key_of_many_lines_is_read_only_where_it_is_private(tmp_path: Path) -> None:
    file = write(tmp_path / "dkim.pem", b"-----BEGIN\nc4nary\n")

    assert read_private(file, "deliver #1.dkim.key_file") == b"-----BEGIN\nc4nary\n"
    file.chmod(stat.S_IRUSR | stat.S_IROTH)
    with pytest.raises(RefusedError, match="run chmod 600"):
        read_private(file, "deliver #1.dkim.key_file")
