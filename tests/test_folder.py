"""Mails in a folder."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from digest.deliverers import DELIVERERS, find_deliverer
from digest.deliverers.folder import deliver_folder, mail_file_name
from digest.errors import OutputError, UsageError
from tests.post_office import Book, mail


def test_mails_are_files_and_the_same_ones_when_written_again(tmp_path: Path) -> None:
    folder, book = tmp_path / "out" / "mails", Book()
    for _ in range(2):
        deliver_folder([mail(), mail(id="<digest.2@desk.example>")], folder, recorder=book)

    names = sorted(path.name for path in folder.iterdir())
    assert names == ["digest.1@desk.example.eml", "digest.2@desk.example.eml"]
    assert (folder / names[0]).read_bytes() == mail().data
    assert book.outcomes == ["sent"] * 4
    assert book.last.reply == f"in '{folder / names[1]}'"
    assert not [entry for entry in book.entries if entry[0] == "sending"]


@pytest.mark.parametrize(
    "id",
    [
        "<../../etc/passwd@x>",
        "</etc/passwd>",
        "<.hidden@x>",
        "<a\nb@x>",
        "",
        "<>",
        "<-rf@x>",
        "<" + "x" * 500 + "@x>",
        "<a\ud800\x00@x>",
        "..",
    ],
)
def test_no_message_id_leads_out_of_the_folder(tmp_path: Path, id: str) -> None:
    folder = tmp_path / "mails"
    deliver_folder([replace(mail(), message_id=id)], folder, recorder=Book())

    (path,) = tmp_path.rglob("*.eml")
    assert path.parent == folder
    assert path.name[0] not in ".-"
    assert len(path.name) < 130


def test_ids_that_look_alike_as_names_have_their_own_files() -> None:
    names = {
        mail_file_name(replace(mail(), message_id=one)) for one in ("<a/b>", "<a\\b>", "<a b>")
    }

    assert len(names) == 3


def test_a_folder_that_cannot_be_written_leaves_the_mail_for_later(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    book = Book()
    with pytest.raises(OutputError, match="cannot write"):
        deliver_folder([mail(), mail()], tmp_path / "file", recorder=book)

    assert book.outcomes == ["later"]


def test_a_link_of_that_name_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("mine")
    os.symlink(tmp_path / "target", tmp_path / mail_file_name(mail()))

    deliver_folder([mail()], tmp_path, recorder=Book())

    assert (tmp_path / "target").read_text() == "mine"
    assert (tmp_path / mail_file_name(mail())).read_bytes() == mail().data


def test_every_way_of_delivery_is_found_by_its_name() -> None:
    assert {name: find_deliverer(name).__name__ for name in DELIVERERS} == {
        "smtp": "deliver_smtp",
        "sendmail": "deliver_sendmail",
        "folder": "deliver_folder",
        "webhook": "deliver_webhook",
    }
    with pytest.raises(UsageError, match="unknown way of delivery 'pigeon'"):
        find_deliverer("pigeon")
