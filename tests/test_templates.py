"""A user's own templates: one by one instead of ours, in a sandbox, with errors that say where."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from digest.errors import UsageError
from digest.renderers.html import render_html
from digest.renderers.json import render_json
from digest.renderers.mail import render_mail
from digest.renderers.pdf import render_pdf
from digest.renderers.templating import FOLDERS, template_names
from digest.renderers.text import render_text
from tests.sample_digest import friendly_digest


def ours(name: str) -> str:
    return next(path for folder in FOLDERS if (path := folder / name).is_file()).read_text()


def own(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_one_template_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    page = ours("page.html.j2").replace("<main", "<p>Of the embassy</p>\n<main")
    templates = own(tmp_path, "page.html.j2", page)

    assert b"<p>Of the embassy</p>" in render_html(friendly_digest(), templates=templates)
    assert render_text(friendly_digest(), templates=templates) == render_text(friendly_digest())


def test_tokens_change_the_colors_of_every_form(tmp_path: Path) -> None:
    templates = own(tmp_path, "tokens.j2", ours("tokens.j2").replace("#1b4f7d", "#005f40"))

    assert b"#005f40" in render_html(friendly_digest(), templates=templates)
    assert b"#005f40" in render_mail(friendly_digest(), templates=templates).replace(b"=\r\n", b"")
    plain = render_pdf(friendly_digest())
    assert render_pdf(friendly_digest(), templates=templates) != plain


def test_what_a_template_of_ones_own_prints_is_escaped(tmp_path: Path) -> None:
    templates = own(tmp_path, "page.html.j2", "{{ '<b>' }}{{ digest.title }}")

    assert render_html(friendly_digest(), templates=templates).startswith(b"&lt;b&gt;")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ digest.nothing }}", "has no attribute 'nothing'"),
        ("{% if %}", "Expected an expression"),
        ("{{ missing }}", "'missing' is undefined"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ digest.title.__init__.__globals__ }}", "unsafe"),
        ("{% for n in range(10 ** 9) %}{% endfor %}", "Range too big"),
        ("{{ 1 // 0 }}", "zero"),
        ("{% include 'none.j2' %}", "none.j2"),
        ("{% include '../../etc/passwd' %}", "passwd"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "recursion"),
    ],
)
def test_a_mistake_names_the_template_and_the_line(tmp_path: Path, line: str, told: str) -> None:
    templates = own(tmp_path, "page.html.j2", f"<p>\n\n{line}\n")

    with pytest.raises(UsageError) as raised:
        render_html(friendly_digest(), templates=templates)

    assert str(raised.value).startswith(f"{tmp_path / 'page.html.j2'} line 3: ")
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_folder_without_templates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        render_html(friendly_digest(), templates=tmp_path / "none")
    own(tmp_path, "Page.html", "")
    with pytest.raises(UsageError, match="holds none of briefing"):
        render_html(friendly_digest(), templates=tmp_path)


def test_every_template_is_documented() -> None:
    told = (Path(__file__).parent.parent / "docs" / "templates.md").read_text()

    assert [name for name in template_names() if f"`{name}`" not in told] == []


def test_a_changed_template_is_rendered_again_until_interrupted(tmp_path: Path) -> None:
    saved = tmp_path / "digest.json"
    saved.write_bytes(render_json(friendly_digest()))
    templates = tmp_path / "own"
    templates.mkdir()
    own(templates, "page.html.j2", "first")
    page = tmp_path / "out" / "digest-2024-11-15.html"
    command = [sys.executable, "-m", "digest", "render", str(saved), "--formats", "html"]
    running = subprocess.Popen(
        [*command, "-o", str(page.parent), "--templates", str(templates), "--watch"],
        stderr=subprocess.PIPE,
    )
    try:
        wait_for(page, "first")
        own(templates, "page.html.j2", "{{ broken")
        sleep(1)
        own(templates, "page.html.j2", "second one")
        wait_for(page, "second one")
    finally:
        running.send_signal(signal.SIGINT)
        told = running.communicate(timeout=30)[1].decode()

    assert running.returncode == 130
    assert "page.html.j2 line 1" in told
    assert "Traceback" not in told


def wait_for(page: Path, text: str) -> None:
    limit = monotonic() + 60
    while monotonic() < limit:
        if os.path.exists(page) and page.read_text() == text:
            return
        sleep(0.1)
    pytest.fail(f"never rendered {text!r}")


def test_the_mail_reads_no_style_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("h1 { color: #123456 }")
    link = f'<link rel="stylesheet" href="file://{tmp_path}/secret.css">'
    mail = ours("mail.html.j2").replace("<style>", f"{link}\n<style>", 1)
    templates = own(tmp_path, "mail.html.j2", mail)

    made = render_mail(friendly_digest(), templates=templates).replace(b"=\r\n", b"")

    assert b"#123456" not in made
