"""The databases between runs: damage, two processes, full disks, folders that refuse."""

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from digest.errors import OutputError, TemporaryError
from digest.state import STATE_MIGRATIONS, open_archive, open_database, open_state, state_folder

ONE = ("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);",)
TWO = (*ONE, "ALTER TABLE notes ADD COLUMN day TEXT;\nUPDATE notes SET day = 'unknown';")


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"STATE_DIRECTORY": "/var/lib/digest", "XDG_STATE_HOME": "/x"}, "/var/lib/digest"),
        ({"STATE_DIRECTORY": "/var/lib/a:/var/lib/b"}, "/var/lib/a"),
        ({"XDG_STATE_HOME": "/x", "HOME": "/home/ada"}, "/x/digest"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/home/ada"}, "/home/ada/.local/state/digest"),
        ({"HOME": "/home/ada"}, "/home/ada/.local/state/digest"),
    ],
)
def test_state_lies_where_the_system_wants_it(environment: dict[str, str], folder: str) -> None:
    assert state_folder(environment) == Path(folder)


def test_folder_and_files_are_made_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "digest"
    open_database(folder / "a.db", ONE).close()
    with closing(open_database(folder / "a.db", TWO)):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {"a.db", "a.db-wal", "a.db-shm", "a.db.format-1"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_database_is_made_once_and_kept(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "a.db", ONE)) as first, first.writing() as connection:
        connection.execute("INSERT INTO notes (text) VALUES ('kept')")
    second = open_database(tmp_path / "a.db", ONE)
    with second.reading() as connection:
        rows = connection.execute("SELECT text FROM notes").fetchall()
        mode = connection.execute("PRAGMA journal_mode").fetchone()
    second.close()

    assert rows == [("kept",)]
    assert mode == ("wal",)
    assert second.notes == ()


def test_migrations_run_once_each_and_leave_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(open_database(path, ONE)) as old, old.writing() as connection:
        connection.execute("INSERT INTO notes (text) VALUES ('kept')")
    for _ in range(2):
        open_database(path, TWO).close()

    with closing(sqlite3.connect(path)) as new:
        assert new.execute("SELECT text, day FROM notes").fetchall() == [("kept", "unknown")]
        assert new.execute("PRAGMA user_version").fetchone() == (2,)
    with closing(sqlite3.connect(tmp_path / "a.db.format-1")) as copy:
        assert copy.execute("SELECT * FROM notes").fetchall() == [(1, "kept")]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path, ONE).close()
    broken = (*ONE, "CREATE TABLE more (id INTEGER);\nINSERT INTO nowhere VALUES (1);")

    with pytest.raises(OutputError, match="nowhere"):
        open_database(path, broken)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path, TWO).close()
    before = path.read_bytes()

    with pytest.raises(OutputError, match=r"made by a newer digest \(format 2, known: 1\)"):
        open_database(path, ONE)

    assert path.read_bytes() == before


def test_a_transaction_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db", ONE)

    def write_half() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO notes (text) VALUES ('half')")
            raise KeyError

    with pytest.raises(KeyError):
        write_half()

    with database.writing() as connection:
        assert connection.execute("SELECT * FROM notes").fetchall() == []
    database.close()


# Damage


def test_a_damaged_file_is_set_aside_under_a_number_and_said(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    for number in (1, 2):
        path.write_bytes(b"no database %d" % number * 100)
        database = open_state(tmp_path)
        (note,) = database.notes
        database.close()

        assert note.item == str(path)
        assert note.reason == f"damaged; set aside as 'state.db.damaged-{number}' and begun anew"
    assert (tmp_path / "state.db.damaged-1").read_bytes().startswith(b"no database 1")
    assert open_state(tmp_path).notes == ()


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    (tmp_path / "state.db").touch()

    with closing(open_state(tmp_path)) as database:
        assert database.notes == ()


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_is_a_traceback(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "a.db"
    with closing(open_database(path, ONE)) as database, database.writing() as connection:
        rows = [(f"note {number} " * 20,) for number in range(200)]
        connection.executemany("INSERT INTO notes (text) VALUES (?)", rows)
    drawn = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(20):
        data[drawn.randrange(len(data))] = drawn.randrange(256)
    path.write_bytes(bytes(data if seed % 2 else data[: drawn.randrange(len(data))]))

    told = []
    for _ in range(2):  # what is not seen at the first opening is seen at the second
        try:
            with closing(open_database(path, ONE)) as found, found.writing() as connection:
                connection.execute("SELECT count(*), max(text) FROM notes").fetchall()
                connection.execute("INSERT INTO notes (text) VALUES ('more')")
        except OutputError as err:
            told.append(str(err))

    assert [line for line in told if "damaged" not in line] == []
    assert len(told) < 2


def test_an_archive_found_damaged_in_use_is_set_aside_by_the_next_run(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path)) as archive, archive.writing() as connection:
        rows = [(f"{n:064}", n, 500, os.urandom(500)) for n in range(200)]
        connection.executemany("INSERT INTO bodies VALUES (?, ?, ?, ?)", rows)
    data = bytearray((tmp_path / "archive.db").read_bytes())
    data[3 * 4096 :] = b"\xff" * len(data[3 * 4096 :])
    (tmp_path / "archive.db").write_bytes(bytes(data))

    with (
        closing(open_archive(tmp_path)) as archive,
        pytest.raises(OutputError, match="is damaged; the next run sets it aside"),
        archive.reading() as connection,
    ):
        connection.execute("SELECT sum(length(packed)) FROM bodies").fetchall()

    with closing(open_archive(tmp_path)) as archive:
        assert "set aside as 'archive.db.damaged-1'" in archive.notes[0].reason
    with closing(open_archive(tmp_path)) as archive:
        assert archive.notes == ()


# Others


WRITER = """
import sys
from contextlib import closing
from pathlib import Path
from digest.state import open_database
for number in range(50):
    with closing(open_database(Path(sys.argv[1]), (sys.argv[2],))) as database:
        with database.writing() as connection:
            connection.execute("INSERT INTO notes (text) VALUES (?)", (sys.argv[3],))
"""


def test_processes_at_once_make_and_write_one_database(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.db"
    command = [sys.executable, "-c", WRITER, str(path), ONE[0]]

    running = [subprocess.Popen([*command, str(number)]) for number in range(4)]

    assert [process.wait(60) for process in running] == [0] * 4
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (200,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_whoever_waits_too_long_is_told_to_come_again(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db", ONE)
    database.connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(TemporaryError, match="locked by another process"), database.writing():
            pass
    database.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match=r"cannot make '.*/file/digest': Not a directory"):
        open_state(tmp_path / "file" / "digest")


OPENER = """
import os
import sys
from pathlib import Path
from digest.errors import OutputError
from digest.state import open_state
if os.geteuid() == 0:  # whom no folder refuses
    os.setgid(65534)
    os.setuid(65534)
try:
    open_state(Path(sys.argv[1]))
except OutputError as err:
    print(err)
"""


@pytest.mark.parametrize("has_file", [False, True])
def test_a_read_only_folder_is_told(tmp_path: Path, has_file: bool) -> None:
    folder = Path("/dev/shm" if Path("/dev/shm").is_dir() else tmp_path) / tmp_path.name
    if has_file:
        open_state(folder).close()
        for path in folder.iterdir():
            path.chmod(0o444)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", OPENER, str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)

    assert done.stderr == ""
    assert done.stdout.startswith("cannot write in ")
    assert len(done.stdout.splitlines()) == 1


def test_a_full_disk_keeps_what_was_there_and_is_told(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        database = open_database(disk / "a.db", ONE)
        with database.writing() as connection:
            connection.execute("INSERT INTO notes (text) VALUES ('kept')")

        def write_much() -> None:
            with database.writing() as connection:
                rows = [(os.urandom(50_000).hex(),) for _ in range(40)]
                connection.executemany("INSERT INTO notes (text) VALUES (?)", rows)

        with pytest.raises(OutputError, match="full"):
            write_much()

        with database.reading() as connection:
            assert connection.execute("SELECT text FROM notes").fetchall() == [("kept",)]
        database.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_the_form_of_the_state_is_only_ever_added_to(tmp_path: Path) -> None:
    with closing(open_state(tmp_path)) as database, database.reading() as connection:
        version = connection.execute("PRAGMA user_version").fetchone()

    assert version == (len(STATE_MIGRATIONS),)
