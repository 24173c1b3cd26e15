"""Archives: what is in them, and what they may not do."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import zstandard

from digest.formats import CONTAINERS, detect, unpacking
from digest.formats import archives as archives_module
from digest.formats.unpacking import Allowance, SpentError, UnpackError, gzip_pieces
from digest.model import Payload, Skipped
from digest.reading import read

ARTICLE = b"Ferry leaves the strait\n\nThe ferry left at noon with ninety aboard."


def payload(content: bytes, file: str, member: str = "") -> Payload:
    return Payload(file=file, data=content, member=member)


def unpack(content: bytes, file: str, member: str = "") -> list[Payload | Skipped]:
    one = payload(content, file, member)
    return list(CONTAINERS[detect(one)](one))


def members(found: Sequence[Payload | Skipped]) -> dict[str, bytes]:
    return {one.member: one.data for one in found if isinstance(one, Payload)}


def reasons(found: Sequence[Payload | Skipped]) -> list[tuple[str, str]]:
    return [(one.item, one.reason) for one in found if isinstance(one, Skipped)]


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def tarred(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def test_member_of_a_packed_file_has_its_name_without_the_suffix() -> None:
    gz = unpack(gzip.compress(ARTICLE), "news/a.html.gz")
    zst = unpack(zstandard.compress(ARTICLE), "news/b.txt.zst")
    inner = unpack(gzip.compress(ARTICLE), "day.zip", member="in/c.txt.gz")

    assert members(gz) == {"a.html": ARTICLE}
    assert members(zst) == {"b.txt": ARTICLE}
    assert members(inner) == {"in/c.txt.gz#c.txt": ARTICLE}


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_parts_written_one_after_another_are_one_file(pack: Callable[[bytes], bytes]) -> None:
    packed = b"".join(pack(piece) for piece in (ARTICLE[:10], b"", ARTICLE[10:]))

    assert list(members(unpack(packed, "a")).values()) == [ARTICLE]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_what_does_not_belong_behind_a_packed_file_is_told(
    pack: Callable[[bytes], bytes],
) -> None:
    found = unpack(pack(ARTICLE) + b"<html>", "a.gz")
    padded = unpack(pack(ARTICLE) + b"\0" * 700, "a.gz")

    assert list(members(found).values()) == [ARTICLE]
    reason = "ends in bytes that do not belong to it; what stands before them is kept"
    assert reasons(found) == [("a.gz", reason)]
    assert reasons(padded) == []


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_cut_off_file_is_damaged(pack: Callable[[bytes], bytes]) -> None:
    assert reasons(unpack(pack(ARTICLE)[:-4], "a.gz")) == [("a.gz", "damaged: it ends too early")]


def test_wrong_checksum_is_damage() -> None:
    packed = bytearray(gzip.compress(ARTICLE))
    packed[-6] ^= 0xFF

    ((item, reason),) = reasons(unpack(bytes(packed), "a.gz"))
    assert (item, reason[:8]) == ("a.gz", "damaged:")


def test_bomb_is_given_up_before_it_is_large() -> None:
    packed = gzip.compress(bytes(30 * 1024 * 1024))

    ((_, reason),) = reasons(unpack(packed, "a.gz"))
    assert reason == "packed more than 200 times smaller than it is, as no articles are"
    assert max(map(len, gzip_pieces(packed))) < 1024 * 1024


def test_bomb_of_zstd_comes_in_bounded_pieces() -> None:
    packed = zstandard.compress(bytes(64 * 1024 * 1024))

    ((_, reason),) = reasons(unpack(packed, "a.zst"))
    assert "200 times" in reason
    assert max(map(len, unpacking.zstd_pieces(packed))) <= 20 * 1024 * 1024


def test_many_empty_parts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_FRAMES", 5)

    assert reasons(unpack(gzip.compress(b"") * 6, "a.gz")) == [("a.gz", "in more than 5 parts")]


def test_member_is_bounded_but_rows_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_MEMBER", 1000)
    row = b'{"id": 1, "text": "The ferry left."}\n'

    with pytest.raises(UnpackError, match="larger than 0 MB when unpacked"):
        Allowance(10_000).gather([b"a" * 600, b"b" * 600], "a.txt")
    assert len(Allowance(10_000).gather([row] * 100, "a.jsonl")) == 100 * len(row)


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_TOTAL", 1000)
    found = unpack(zipped(("a.txt", b"a" * 600), ("b.txt", b"b" * 600), ("c.txt", b"c")), "d.zip")

    assert list(members(found)) == ["a.txt"]
    reason = "more than 0 MB when unpacked; its other files are left out"
    assert reasons(found) == [("d.zip", reason)]
    with pytest.raises(SpentError):
        Allowance(10).take(1001)


def test_zip_gives_its_files_in_order_under_labels() -> None:
    found = unpack(
        zipped(
            ("b/", b""),
            ("b/lead.html", b"<html>"),
            ("../../etc/passwd", ARTICLE),
            ("/srv/a#1.txt", ARTICLE),
            ("c:\\x\\y.txt", ARTICLE),
            ("évasion.txt", ARTICLE),
            ("line\nfeed\u202egnp.txt", ARTICLE),
        ),
        "day.zip",
    )

    assert list(members(found)) == [
        "b/lead.html",
        "../../etc/passwd",
        "/srv/a_1.txt",
        "c:/x/y.txt",
        "évasion.txt",
        "linefeedgnp.txt",
    ]
    assert all(one.file == "day.zip" for one in found if isinstance(one, Payload))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_told_apart() -> None:
    found = unpack(zipped(*[("a.txt", ARTICLE)] * 3, ("a (2).txt", b"x")), "d.zip")

    assert list(members(found)) == ["a.txt", "a (2).txt", "a (3).txt", "a (2) (2).txt"]


def test_hidden_files_are_passed_over_and_pictures_told_once() -> None:
    found = unpack(
        zipped(
            ("__MACOSX/._a.txt", b"x"),
            (".git/config", b"x"),
            ("p/1.png", b"x"),
            ("p/2.PNG", b"x"),
            ("style.css", b"x"),
            ("noname", b"\x7fELF\0\0\0"),
            ("a.txt", ARTICLE),
            ("wide.txt", "Ferry".encode("utf-16")),
        ),
        "d.zip",
    )

    assert list(members(found)) == ["a.txt", "wide.txt"]
    reason = "4 files of it hold no text (pictures, styles, programs: .png 2, .css 1, others 1)"
    assert reasons(found) == [("d.zip", reason)]


def test_encrypted_and_strangely_packed_members_are_told_and_the_others_read() -> None:
    locked = bytearray(zipped(("a.txt", ARTICLE), ("b.txt", ARTICLE)))
    place = locked.rindex(b"PK\x01\x02", 0, locked.rindex(b"PK\x01\x02"))
    locked[place + 8] |= 1
    strange = zipped(("a.txt", ARTICLE), method=zipfile.ZIP_BZIP2)

    found = unpack(bytes(locked), "d.zip")
    assert list(members(found)) == ["b.txt"]
    assert reasons(found) == [("d.zip#a.txt", "encrypted; unpack it with its password")]
    reason = "packed in a way that is not read (bzip2); pack it anew"
    assert reasons(unpack(strange, "d.zip")) == [("d.zip#a.txt", reason)]


def test_damaged_member_is_told_and_the_others_read() -> None:
    packed = bytearray(zipped(("a.txt", ARTICLE), ("b.txt", ARTICLE), method=zipfile.ZIP_STORED))
    packed[packed.index(b"ninety")] ^= 1

    found = unpack(bytes(packed), "d.zip")
    assert list(members(found)) == ["b.txt"]
    ((item, reason),) = reasons(found)
    assert (item, reason[:16]) == ("d.zip#a.txt", "damaged: bad crc")


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\xff" * 3000,
        zipped(("a.txt", ARTICLE))[:-30],
        zipped(("a.txt", ARTICLE))[40:].replace(b"PK\x01\x02", b"PK\x03\x04", 1),
    ],
)
def test_what_only_begins_like_a_zip_is_damaged(content: bytes) -> None:
    ((item, reason),) = reasons(unpack(b"PK\x03\x04" + content, "d.zip"))

    assert (item, reason[:21]) == ("d.zip", "a damaged zip archive")


def test_overlapping_entries_are_bounded_by_what_comes_out() -> None:
    """Fifty entries of the table of contents share one packed file, as in 42.zip's heirs."""
    packed = bytearray(zipped(("aa.txt", bytes(5 * 1024 * 1024))))
    start = packed.index(b"PK\x01\x02")
    end = packed.index(b"PK\x05\x06")
    entry = bytes(packed[start:end])
    table = b"".join(entry.replace(b"aa.txt", b"%02d.txt" % number) for number in range(50))
    local = bytes(packed[:start])
    closing = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(table), len(local), 0)

    found = unpack(local + table + closing, "d.zip")
    assert sum(len(one.data) for one in found if isinstance(one, Payload)) <= 15 * 1024 * 1024
    assert reasons(found)


def test_declared_size_is_not_believed() -> None:
    packed = bytearray(zipped(("a.txt", bytes(30 * 1024 * 1024))))
    place = packed.index(b"PK\x01\x02")
    packed[place + 24 : place + 28] = struct.pack("<L", 100)

    found = unpack(bytes(packed), "d.zip")
    assert all(len(content) <= 100 for content in members(found).values())
    assert reasons(found)


def test_more_files_than_may_be_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives_module, "MOST_MEMBERS", 2)
    found = unpack(zipped(*((f"{n}.txt", ARTICLE) for n in range(4))), "d.zip")

    assert list(members(found)) == ["0.txt", "1.txt"]
    reason = "holds more than 2 files; those after them are left out"
    assert reasons(found) == [("d.zip", reason)]


def test_table_of_contents_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives_module, "MOST_ENTRIES", 3)
    packed = zipped(*((f"{n}.txt", b"") for n in range(4)))

    assert reasons(unpack(packed, "d.zip")) == [("d.zip", "a zip archive of more than 3 files")]


@pytest.mark.parametrize(
    ("inside", "remedy"),
    [
        ("xl/workbook.xml", "an Excel workbook, which is not read; save it as CSV"),
        ("ppt/presentation.xml", "a PowerPoint file, which is not read; save it as PDF"),
        ("META-INF/container.xml", "an e-book, which is not read; save it as text"),
        ("META-INF/manifest.xml", "an OpenDocument file, which is not read; save it as .docx"),
    ],
)
def test_zips_that_are_documents_are_named(inside: str, remedy: str) -> None:
    assert reasons(unpack(zipped((inside, b"<x/>")), "a.zip")) == [("a.zip", remedy)]


def test_tar_gives_its_files_and_follows_no_links() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        link = tarfile.TarInfo("etc.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        info = tarfile.TarInfo("../a.txt")
        info.size = len(ARTICLE)
        archive.addfile(info, io.BytesIO(ARTICLE))

    (packed_tar,) = unpack(gzip.compress(packed.getvalue()), "news.tgz")
    assert isinstance(packed_tar, Payload)
    assert packed_tar.member == "news.tar"
    assert members(list(CONTAINERS["tar"](packed_tar))) == {"news.tar#../a.txt": ARTICLE}


def test_cut_off_tar_gives_what_is_whole() -> None:
    packed = tarred(("a.txt", ARTICLE), ("b.txt", b"x" * 5000))[:2500]

    found = unpack(packed, "a.tar")
    assert list(members(found)) == ["a.txt"]
    told = [(item, reason[:8]) for item, reason in reasons(found)]
    assert told == [("a.tar#b.txt", "damaged:"), ("a.tar#the rest", "damaged:")]


def test_archives_lie_two_deep_at_most() -> None:
    one = zipped(("a.txt", ARTICLE))

    (inner,) = unpack(zipped(("b.zip", one)), "c.zip")
    assert isinstance(inner, Payload)
    assert list(members(unpack(inner.data, inner.file, inner.member))) == ["b.zip#a.txt"]
    reason = "an archive too deep inside others; unpack the outer ones first"
    assert reasons(unpack(one, "d.zip", member="c.zip#b.zip")) == [("d.zip#c.zip#b.zip", reason)]
    assert list(members(unpack(one, "x.mbox", member="3#b.zip"))) == ["3#b.zip#a.txt"]


def test_articles_of_archives_are_read(tmp_path: Path) -> None:
    file = f"{tmp_path}/day.zip"
    inner = zipped(("a.txt", ARTICLE), ("b.zip", zipped(("b.txt", ARTICLE))))
    with open(file, "wb") as out:
        packed = gzip.compress(ARTICLE)
        out.write(zipped(("inner.zip", inner), ("c.txt.gz", packed), ("d.txt", ARTICLE)))

    reading = read([file], jobs=1)
    names = [article.id.removeprefix(file) for article in reading.articles]
    assert names == ["#inner.zip#a.txt", "#c.txt.gz#c.txt", "#d.txt"]
    assert [one.item.removeprefix(file) for one in reading.skipped] == ["#inner.zip#b.zip"]


@pytest.mark.parametrize("seed", range(40))
def test_broken_bytes_end_in_a_line_never_in_an_error(seed: int) -> None:
    files = (("a.txt", ARTICLE), ("b.txt", ARTICLE * 50))
    whole = [
        zipped(*files),
        tarred(*files),
        gzip.compress(ARTICLE * 50),
        zstandard.compress(ARTICLE * 50),
    ]
    content = bytearray(whole[seed % 4])
    for number in range(1 + seed // 8):
        place = zlib.crc32(b"%d-%d" % (seed, number)) % (len(content) - 4) + 4
        content[place] ^= 1 + zlib.crc32(b"%d" % place) % 255

    name = ("a.zip", "a.tar", "a.gz", "a.zst")[seed % 4]
    kind = ("zip", "tar", "gzip", "zstd")[seed % 4]
    for one in CONTAINERS[kind](payload(bytes(content), name)):
        assert isinstance(one, Payload) or one.reason
