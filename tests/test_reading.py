import json
import os
from pathlib import Path

import pytest

from digest.errors import InputError
from digest.model import Payload, Skipped
from digest.reading import read
from digest.sources import read_payloads
from digest.sources.files import LARGEST_FILE


def _names(paths: list[str]) -> list[str]:
    return [one.file for one in read_payloads(paths) if isinstance(one, Payload)]


def test_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.jsonl", ".hidden", ".git/x.txt", "plain", "U.S. allies"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    root = str(tmp_path)
    assert _names([root]) == [
        f"{root}/{name}" for name in ("U.S. allies", "a/b/c.jsonl", "a/z.md", "b.txt", "plain")
    ]
    assert _names([f"{root}/"]) == _names([root])


def test_paths_keep_their_order_and_each_file_comes_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("y")
    a, b = str(tmp_path / "a.txt"), str(tmp_path / "b.txt")

    assert _names([b, a, b, str(tmp_path)]) == [b, a]


def test_missing_path_stops_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no such file or folder: 'nowhere\.txt'"):
        read_payloads([str(tmp_path), "nowhere.txt"])


def test_other_formats_in_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("x")
    (tmp_path / "photo.jpg").write_text("x")

    page, photo = read_payloads([str(tmp_path)])

    assert isinstance(page, Payload)
    assert isinstance(photo, Skipped)
    assert photo.reason == "not a format we read ('.jpg' holds no text)"


def test_a_pattern_gives_what_it_fits_in_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text("x")

    found = list(read_payloads([f"{tmp_path}/*.txt"]))

    assert [one.file for one in found if isinstance(one, Payload)] == [
        f"{tmp_path}/a.txt",
        f"{tmp_path}/b.txt",
    ]


def test_a_pattern_that_fits_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_payloads([f"{tmp_path}/*.txt"])


def test_links_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")

    found = list(read_payloads([str(tmp_path)]))

    assert [one.file for one in found if isinstance(one, Payload)] == [f"{tmp_path}/a/x.txt"]
    assert [one.item for one in found if isinstance(one, Skipped)] == [f"{tmp_path}/self.txt"]


def test_pipes_in_a_folder_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert list(read_payloads([str(tmp_path)])) == []


def test_too_large_a_file_is_left_out(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    (found,) = read_payloads([str(large)])

    assert found == Skipped(item=str(large), step="read", reason="larger than 20 MB")


def test_a_file_of_many_articles_may_be_larger(tmp_path: Path) -> None:
    row = json.dumps({"id": "x", "text": "The ferry left. " * 60_000}).encode()
    rows = tmp_path / "day.jsonl"
    count = LARGEST_FILE // len(row) + 1
    rows.write_bytes(b"".join(row.replace(b'"x"', b'"%d"' % n, 1) + b"\n" for n in range(count)))
    assert rows.stat().st_size > LARGEST_FILE

    found = read([str(rows)])

    assert (len(found.articles), found.skipped) == (count, ())


def test_too_large_a_row_is_left_out(tmp_path: Path) -> None:
    rows = tmp_path / "day.jsonl"
    large = json.dumps({"id": "a", "text": "x" * LARGEST_FILE})
    rows.write_text(f'{large}\n{{"id": "b", "text": "The ferry left."}}\n')

    found = read([str(rows)])

    assert [one.id for one in found.articles] == ["b"]
    (left,) = found.skipped
    assert (left.item, left.reason) == (f"{rows} line 1", "larger than 20 MB")


def test_name_that_is_not_utf8_is_left_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")

    (found,) = read_payloads([str(tmp_path)])

    assert isinstance(found, Skipped)
    assert found.item.endswith("caf\\xe9.txt")


def test_standard_input_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "given"
    given.write_bytes(b"The ferry left.")
    with given.open() as file:
        monkeypatch.setattr("sys.stdin", file)

        assert list(read_payloads(["-", "-"])) == [Payload(file="-", data=b"The ferry left.")]
