"""The command line as a stranger uses it: real processes, odd inputs, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

GOOD = (
    "The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour.\n\n"
    "“We had warned the board of cracks for years,” said Marta Keil, the harbor master.\n"
)
COMMAND = [sys.executable, "-m", "digest"]


def digest(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, input=stdin, capture_output=True, timeout=120, check=False
    )
    return subprocess.CompletedProcess(
        result.args, result.returncode, result.stdout.decode(), result.stderr.decode()
    )


def said(result: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on stderr."""
    assert "Traceback" not in result.stderr
    (line,) = result.stderr.splitlines()
    return line


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


BAD_FILES = {
    "empty": b"",
    "blank": b"\n \n",
    "binary": bytes(range(256)) * 20,
    "front": b"---\ntitle: [unclosed\n---\nText of an article that nobody reads.\n",
    "bomb": b"---\na: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\n---\nText.\n",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_alone_is_no_usable_input(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.txt").write_bytes(BAD_FILES[name])

    result = digest("build", f"{name}.txt", cwd=tmp_path)

    assert result.returncode == 65
    assert f"{name}.txt" in said(result)
    assert list(tmp_path.iterdir()) == [tmp_path / f"{name}.txt"]


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_harms_no_other(name: str, good: Path) -> None:
    (good / f"{name}.txt").write_bytes(BAD_FILES[name])

    result = digest("build", ".", "-o", "out", "--formats", "json", cwd=good)

    assert result.returncode == 1
    assert f"skipped ./{name}.txt: " in said(result)
    (made,) = (good / "out").iterdir()
    assert json.loads(made.read_bytes())["skipped"][0]["item"] == f"./{name}.txt"


def test_strict_makes_nothing_when_an_input_was_skipped(good: Path) -> None:
    (good / "empty.txt").write_bytes(b"")

    result = digest("build", ".", "--strict", "-o", "out", cwd=good)

    assert result.returncode == 65
    assert not (good / "out").exists()


ODD_FILES = {
    "quotes": "“We will not pay for this wall again, not one crown of it,” said Marta Keil.\n",
    "chinese": "洪水淹没了下城。救援船在夜间抵达。\n\n工程师说，大坝早有裂缝。\n",
    "arabic": "غمرت المياه البلدة السفلى بعد انهيار السد. وصلت القوارب قبل الليل.\n",
}


@pytest.mark.parametrize("name", ODD_FILES)
def test_an_odd_article_still_makes_a_digest_that_is_proven(name: str, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text(ODD_FILES[name], encoding="utf-8")

    made = digest("build", "odd.txt", "--day", "2026-03-12", "-o", "out", cwd=tmp_path)
    proven = digest("verify", "out/digest-2026-03-12.json", cwd=tmp_path)

    assert made.returncode in (0, 1)
    assert "Traceback" not in made.stderr
    assert len(list((tmp_path / "out").iterdir())) == 5
    assert proven.returncode == 0, proven.stderr


def test_a_title_alone_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "title.txt").write_text("---\ntitle: Dam breaks\n---\n", encoding="utf-8")

    result = digest("build", "title.txt", cwd=tmp_path)

    assert result.returncode == 65
    assert "title.txt" in said(result)


def test_ten_megabytes_of_one_line_and_broken_utf8_end_in_time(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"word " * 2_000_000)
    (tmp_path / "broken.txt").write_bytes(GOOD.encode() + b"\xff\xfe\x80 broken\n")

    result = digest("build", ".", "-o", "out", "--formats", "text,json", cwd=tmp_path)

    assert result.returncode in (0, 1)
    assert "Traceback" not in result.stderr


def test_a_malformed_row_is_named_by_line_and_the_others_survive(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": GOOD}, {"id": "c", "text": GOOD, "extra": 1}]
    lines = [json.dumps(rows[0]), '{"id": "b", "text":', json.dumps(rows[1]), '{"text": "x"}']
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")

    result = digest("quotes", "rows.jsonl", "-v", cwd=tmp_path)

    assert result.returncode == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert "rows.jsonl line 2" in result.stderr
    assert "rows.jsonl line 4" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("build", "nowhere"), 65, "no such file or folder: 'nowhere'"),
        (("build", "hollow"), 65, "hollow"),
        (("build", "good.txt", "--formats", "docx"), 2, "unknown format 'docx' (known: html"),
        (("build", "good.txt", "--day", "2026-02-30"), 2, "day is not a date: '2026-02-30'"),
        (("build", "good.txt", "--timezone", "Mars/Base"), 2, "unknown time zone 'Mars/Base'"),
        (("build", "good.txt", "--words", "0"), 2, "words is 0"),
        (("build", "good.txt", "--jobs", "0"), 2, "jobs is 0"),
        (("build", "good.txt", "--summarizer", "lexrnak"), 2, "unknown summarizer 'lexrnak'"),
        (("build", "good.txt", "--paper", "A9"), 2, "A9"),
        (("build", "good.txt", "--no-such"), 2, "no such option: --no-such"),
        (("build", "good.txt", "-o", "good.txt/out"), 73, "cannot write 'good.txt/out"),
        (("build", "good.txt", "-o", "/proc/out"), 73, "cannot write '/proc/out"),
        (("verify", "nowhere.json"), 65, "cannot read 'nowhere.json'"),
        (("verify", "good.txt"), 65, "good.txt"),
        (("render", "good.txt"), 65, "good.txt"),
        (("summarize", "good.txt"), 65, "good.txt"),
        (("nonsense",), 2, "no such command 'nonsense'"),
        ((), 2, "missing command"),
    ],
)
def test_a_wrong_call_gets_one_line_and_its_code(
    arguments: tuple[str, ...], code: int, message: str, good: Path
) -> None:
    (good / "hollow").mkdir()

    result = digest(*arguments, cwd=good)

    assert result.returncode == code
    assert message in said(result)
    assert sorted(path.name for path in good.iterdir()) == ["good.txt", "hollow"]


def test_a_closed_pipe_is_no_error(good: Path) -> None:
    for number in range(200):
        (good / f"{number}.txt").write_text(GOOD * 40, encoding="utf-8")
    command = " ".join(COMMAND)

    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} read . | head -1 | cut -c1-4"],
        cwd=good,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 0
    assert (result.stdout, result.stderr) == (b'{"id\n', b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_stdout_is_told(good: Path) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [*COMMAND, "read", "good.txt"],
            cwd=good,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )

    assert result.returncode == 73
    assert result.stderr == b"digest: cannot write: No space left on device\n"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB, which the five formats do not fit on."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_old_files_whole_and_no_parts(good: Path, small_disk: Path) -> None:
    arguments = ("build", "good.txt", "--formats", "text", "--day", "2026-03-12", "-o", "disk")
    assert digest(*arguments, cwd=good).returncode == 0
    old = (small_disk / "digest-2026-03-12.txt").read_bytes()
    (small_disk / "filler").write_bytes(b"x" * 14 * 4096)

    result = digest(*arguments[:3], "html,text", *arguments[4:], cwd=good)

    assert result.returncode == 73
    assert said(result).endswith("No space left on device")
    assert (small_disk / "digest-2026-03-12.txt").read_bytes() == old
    assert sorted(path.name for path in small_disk.iterdir()) == ["digest-2026-03-12.txt", "filler"]


def test_an_interrupt_ends_with_one_line_and_no_half_file(good: Path) -> None:
    for number in range(400):
        (good / f"{number}.txt").write_text(GOOD * 60, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "build", ".", "-o", "out", "--jobs", "2"],
        cwd=good,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # What a shell runs in the background ignores interrupts, and so would all it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(2)

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of the group
    _, messages = process.communicate(timeout=60)

    assert process.returncode == 130
    assert messages == b"digest: interrupted; nothing unfinished was left behind\n"
    assert not (good / "out").exists()


def test_standard_input_is_an_article_and_its_proof_needs_the_file(good: Path) -> None:
    made = digest("build", "-", "-o", "out", "--day", "2026-03-12", stdin=GOOD.encode(), cwd=good)
    unproven = digest("verify", "out/digest-2026-03-12.json", cwd=good)
    proven = digest("verify", "out/digest-2026-03-12.json", "--sources", "good.txt", cwd=good)

    assert made.returncode == 0
    assert unproven.returncode == 1
    assert "standard input" in unproven.stderr
    assert proven.returncode == 0
    assert "sentences and quotes verified" in proven.stdout


def test_clusters_are_summarized_row_by_row_within_the_words(tmp_path: Path) -> None:
    documents = [{"title": "", "date": "", "text": GOOD}, {"text": GOOD.replace("an hour", "two")}]
    rows = [
        json.dumps({"id": 7, "documents": documents}),
        "{}",
        json.dumps({"id": "z", "documents": documents}),
    ]
    (tmp_path / "clusters.jsonl").write_text("\n".join(rows), encoding="utf-8")

    result = digest("summarize", "clusters.jsonl", "--words", "25", cwd=tmp_path)
    found = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.returncode == 1
    assert "clusters.jsonl line 2" in said(result)
    assert [row["id"] for row in found] == [7, "z"]
    for sentence in found[0]["sentences"]:
        text = documents[sentence["document"]]["text"]
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]
    assert len(found[0]["summary"].split()) <= 33  # about 25: of one report and its copy


def test_a_summary_is_about_what_is_asked_for_and_tells_nothing_known(tmp_path: Path) -> None:
    flood = "The dam above Oru Bay broke on Tuesday and flooded the whole lower town."
    salt = "Parliament in Port Ansel raised the price of salt for the third time."
    navy = "Boats of the navy carried four hundred people from their roofs by nightfall."
    documents = [{"text": f"{flood} {salt}"}, {"text": f"{navy} {flood.replace('whole ', '')}"}]
    row = json.dumps({"id": "a", "documents": documents})
    (tmp_path / "known.txt").write_text(f"{flood}\n{salt}\n", encoding="utf-8")

    def summary(*options: str) -> list[str]:
        command = ("summarize", "-", "--words", "20", *options)
        done = digest(*command, stdin=row.encode(), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["summary"]).splitlines()

    assert salt not in summary()
    assert summary("--about", "price of salt") == [salt]
    assert summary("--known", "known.txt") == [navy]


def test_a_document_with_an_unreadable_date_is_summarized_all_the_same(tmp_path: Path) -> None:
    documents = [{"text": GOOD, "date": "some day"}, {"text": GOOD.replace("an hour", "two")}]
    row = json.dumps({"id": "a", "documents": documents})

    result = digest("summarize", "-", stdin=row.encode(), cwd=tmp_path)

    assert result.returncode == 0
    assert "date of document 1 is not a date: 'some day'" in said(result)
    assert json.loads(result.stdout)["sentences"]


def test_what_is_known_may_be_an_earlier_digest(good: Path) -> None:
    digest("build", "good.txt", "--formats", "json", "--day", "2026-03-12", cwd=good)
    row = json.dumps({"id": "a", "documents": [{"text": GOOD}]})
    known = ("--known", "digest-2026-03-12.json")

    before = digest("summarize", "-", stdin=row.encode(), cwd=good)
    after = digest("summarize", "-", *known, stdin=row.encode(), cwd=good)

    told = json.loads((good / known[1]).read_text())["events"][0]["summary"][0]["text"]
    assert told in [sentence["text"] for sentence in json.loads(before.stdout)["sentences"]]
    assert told not in [sentence["text"] for sentence in json.loads(after.stdout)["sentences"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe\xff", "known: neither a digest.json nor text in UTF-8"), (b"{}", "known: ")],
)
def test_what_is_known_must_be_readable(good: Path, content: bytes, message: str) -> None:
    (good / "known").write_bytes(content)
    (good / "a.jsonl").write_text('{"id": 1, "documents": [{"text": "The dam broke."}]}')

    result = digest("summarize", "a.jsonl", "--known", "known", cwd=good)

    assert result.returncode == 65
    assert message in said(result)


def test_events_keep_the_order_of_the_input(tmp_path: Path) -> None:
    rows = [json.dumps({"id": name, "text": GOOD}) for name in ("z", "a", "m")]

    result = digest("events", "-", stdin="\n".join(rows).encode(), cwd=tmp_path)
    found = [json.loads(line) for line in result.stdout.splitlines()]

    assert [row["id"] for row in found] == ["z", "a", "m"]
    assert len({row["event"] for row in found}) == 1
    assert set(found[0]) == {"id", "event", "copy_of", "confidence"}


def test_a_watched_word_moves_its_event_up(tmp_path: Path) -> None:
    quake = "A quake shook the islands of Elin at noon. Nobody was hurt, the governor said."
    rows = [
        {"id": "dam", "text": GOOD, "date": "2026-03-12", "title": "Dam breaks above Oru Bay"},
        {"id": "quake", "text": quake, "date": "2026-03-11", "title": "Quake shakes islands"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    build = ("build", "a.jsonl", "--formats", "json")

    digest(*build, "-o", "plain", cwd=tmp_path)
    digest(*build, "-o", "watched", "--watch", "pier", "--watch", "ELIN", cwd=tmp_path)

    made = {
        folder: json.loads((tmp_path / folder / "digest-2026-03-12.json").read_bytes())["events"]
        for folder in ("plain", "watched")
    }
    assert [event["articles"][0]["id"] for event in made["plain"]] == ["dam", "quake"]
    assert [event["articles"][0]["id"] for event in made["watched"]] == ["quake", "dam"]
    assert "+1.00 watched 'ELIN' in the text" in made["watched"][0]["reasons"]


def test_a_saved_digest_renders_to_the_same_bytes(good: Path) -> None:
    formats = ("--formats", "html,mail,text,json")
    digest("build", "good.txt", *formats, "--day", "2026-03-12", "-o", "one", cwd=good)

    again = digest("render", "one/digest-2026-03-12.json", *formats, "-o", "two", cwd=good)

    assert again.returncode == 0
    for path in (good / "one").iterdir():
        assert path.read_bytes() == (good / "two" / path.name).read_bytes()


def test_success_says_nothing(good: Path) -> None:
    result = digest("build", "good.txt", "-o", "out", cwd=good)

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_doctor_finds_this_machine_well(tmp_path: Path) -> None:
    result = digest("doctor", cwd=tmp_path)

    assert result.returncode == 0, result.stdout
    assert "weasyprint" in result.stdout
    assert "MISSING" not in result.stdout


def test_a_number_given_as_id_comes_back_as_a_number(tmp_path: Path) -> None:
    row = json.dumps({"id": 7, "text": GOOD}).encode()

    for command in ("read", "quotes", "events"):
        assert json.loads(digest(command, "-", stdin=row, cwd=tmp_path).stdout)["id"] == 7


def test_a_person_at_a_terminal_sees_how_far_it_is(good: Path) -> None:
    for number in range(300):
        (good / f"{number}.txt").write_text(GOOD * 60, encoding="utf-8")
    terminal, ours = os.openpty()

    process = subprocess.Popen(
        [*COMMAND, "quotes", "."], cwd=good, stdout=subprocess.DEVNULL, stderr=ours
    )
    os.close(ours)
    shown = b""
    while process.poll() is None or not shown:
        try:
            shown += os.read(terminal, 1024)
        except OSError:  # how Linux says that the other end is closed
            break
    os.close(terminal)

    assert process.wait(timeout=60) == 0
    assert b"printing" in shown
