"""The example in docs/delivery.md runs as it stands, but for the server's address."""

import re
from pathlib import Path

import pytest

from tests.post_office import mail, obeying, office

PAGE = Path(__file__).resolve().parent.parent / "docs" / "delivery.md"


def test_the_example_delivers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "digest-2024-11-15.eml").write_bytes(mail().data)
    (tmp_path / "password").write_text("secret")
    monkeypatch.chdir(tmp_path)
    script = obeying(
        {"AUTH": "235 ok", "RCPT TO:<bo@press.example>": "550 no such user"},
        ("250-mx", "250 AUTH PLAIN"),
    )
    with office(script) as opened:
        here = f'host="localhost", port={opened.port}, security="none", '
        exec(example.replace('host="mail.desk.example", ', here), {})  # noqa: S102 - our own page

    assert opened.taken == [mail().data]
    assert capsys.readouterr().out.splitlines() == [
        "ana@press.example sent 250 taken",
        "bo@press.example failed 550 no such user",
    ]
