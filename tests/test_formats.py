import json
import time
from pathlib import Path

import pytest

from digest.formats import Cluster, parse_clusters, parse_payload, source_texts
from digest.formats.facts import split_names
from digest.formats.transcript import find_turns
from digest.model import Article, Payload, Skipped
from digest.outlets import agency_name, outlet_of_url
from digest.titles import LONGEST_TITLE, derive_title

SAMPLES = Path(__file__).resolve().parent.parent / "seeds"
SLOWEST = 2.0  # seconds for 50 KB of the worst input; a fiftieth of it on a quiet machine
REAL = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def parse(text: str | bytes, file: str = "a.txt") -> tuple[Article | Skipped, ...]:
    return parse_payload(Payload(file=file, data=text.encode() if isinstance(text, str) else text))


def article(text: str | bytes, file: str = "a.txt") -> Article:
    found = parse(text, file)[0]
    assert isinstance(found, Article), found
    return found


def reason(text: str | bytes, file: str = "a.txt") -> str:
    found = parse(text, file)
    assert [type(one) for one in found] == [Skipped]
    assert isinstance(found[0], Skipped)
    return found[0].reason


def test_front_matter_tells_the_fields() -> None:
    found = article(
        "---\n"
        "date: '2026-03-11'\n"
        "published_time: 2026-03-11 18:29:59-05:00\n"
        "source_url: https://www.hwansucourier.example/islands\n"
        'title: "Islands\\_guard"\n'
        "outlet: Hwansu Courier\n"
        "authors: [Im Sol-ah, Pyo Jun-seo]\n"
        "---\n\nThe ferry left at noon.\n"
    )

    assert found.title == "Islands guard"
    assert not found.title_derived
    assert found.published == "2026-03-11T18:29:59-05:00"
    assert found.outlet == "Hwansu Courier"
    assert found.authors == ("Im Sol-ah", "Pyo Jun-seo")
    assert found.url == "https://www.hwansucourier.example/islands"
    assert found.text == "The ferry left at noon."


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("title: [one", "front matter line"),
        ("a: &a [1]\nb: *a", "front matter line 2: anchors and aliases are refused"),
        ("a: " + "[" * 5000, "too deeply nested"),
        ("title: x\n- y", "front matter line"),
    ],
)
def test_broken_front_matter_names_its_line(block: str, problem: str) -> None:
    assert problem in reason(f"---\n{block}\n---\nThe ferry left.")


def test_front_matter_that_never_closes_is_refused() -> None:
    assert "no closing '---' line" in reason("---\ntitle: x\nThe ferry left.")


def test_front_matter_values_are_strings_whatever_yaml_makes_of_them() -> None:
    found = parse("---\ntitle: on\ndate: 2026-13-45\n---\nThe ferry left.")

    assert isinstance(found[0], Article)
    assert found[0].title == "on"
    assert found[0].published is None
    assert isinstance(found[1], Skipped)
    assert found[1].reason == "published is no such day: '2026-13-45'; the article is kept"


def test_header_lines_become_fields() -> None:
    found = article(
        "Ferry Pact: Three States Join Forces\n\n"
        "https://img.vantora.example/uploads/9f31c7e2?1773301920\n"
        "VANTORA Media Group\nWorld\n12/03/2026 07h52\n\n"
        "**Three States Launch Patrol**\n\n"
        "The three states agreed on Wednesday.\n\nRelated\n"
    )

    assert found.title == "Ferry Pact: Three States Join Forces"
    assert found.outlet == "VANTORA Media Group"
    assert found.published == "2026-03-12T07:52:00"
    assert found.url == ""
    assert found.text == "The three states agreed on Wednesday."


def test_first_line_without_a_stop_is_the_title() -> None:
    found = article("Ferry leaves the strait\n\nThe ferry left at noon with ninety aboard.")

    assert (found.title, found.title_derived) == ("Ferry leaves the strait", False)
    assert found.text == "The ferry left at noon with ninety aboard."


def test_article_without_title_and_date_gets_a_clause_and_no_date() -> None:
    found = article("The ferry left the harbor at noon, the operator said, and nobody knew why.")

    assert found.title_derived
    assert found.title
    assert found.published is None


def test_pasted_interview_becomes_an_article_of_its_own() -> None:
    prose = "The three states agreed on a patrol of nine ships for the strait. " * 4
    report, interview = parse(
        f"{prose}\n{prose}\n"
        "Port Ansel (Ostmere) = Reporter Nam Ji-hwan [email protected]\n- I’m sad\n- 0dog\n"
        "Hot news now\n"
        "Interview Between Tidewire Editor and Dr. Tessaly Vorn, Scholar of the Sea\n"
        "Tidewire Editor: What does it mean?\nDr. Tessaly Vorn: It means ships.\n"
        "And patience.\nTidewire Editor: Thank you.\nDr. Tessaly Vorn: Not at all."
    )

    assert isinstance(report, Article)
    assert isinstance(interview, Article)
    assert (report.outlet, report.authors, report.place) == (
        "Tidewire",
        ("Nam Ji-hwan",),
        "Port Ansel, Ostmere",
    )
    assert report.turns == ()
    assert report.text == f"{prose.strip()}\n\n{prose.strip()}"
    assert (interview.id, interview.part_of, interview.kind) == ("a.txt#2", "a.txt", "interview")
    assert interview.title.startswith("Interview Between")
    turns = [
        (turn.speaker, turn.role, turn.asks, interview.text[turn.start : turn.end])
        for turn in interview.turns
    ]
    guest = ("Dr. Tessaly Vorn", "Scholar of the Sea", False)
    assert turns == [
        ("Tidewire Editor", "", True, "What does it mean?"),
        (*guest, "It means ships.\n\nAnd patience."),
        ("Tidewire Editor", "", True, "Thank you."),
        (*guest, "Not at all."),
    ]


TRANSCRIPT = (
    "Customs House\nPort Ansel, Ostmere\n2:15 P.M. EST\n\n"
    "MODERATOR:  We begin.\n\n"
    "SENIOR CABINET OFFICIAL:  Thank you.  (Laughter.)  Two things: ships\n"
    "and patience.\n\nThat is all.\n\n"
    "Q    Who pays (inaudible)?\n\n"
    "MR. KELL:  Nobody.\n\nMR KELL:  Yet.\n\nEND\n"
)


def test_transcript_becomes_turns() -> None:
    found = article(TRANSCRIPT)

    said = [(turn.speaker, turn.asks, found.text[turn.start : turn.end]) for turn in found.turns]
    assert found.kind == "transcript"
    assert found.place == "Port Ansel, Ostmere"
    assert said == [
        ("Moderator", True, "We begin."),
        (
            "Senior Cabinet Official",
            False,
            "Thank you. Two things: ships and patience.\n\nThat is all.",
        ),
        ("Reporter", True, "Who pays (inaudible)?"),
        ("Mr. Kell", False, "Nobody."),
        ("Mr Kell", False, "Yet."),
    ]


def test_surname_label_is_completed_where_one_such_person_is_named() -> None:
    text = "QUESTION: Who is it?\nMR. KELL: I am Aaron Kell.\nMS. JEAN-VAIL: And I."

    assert [turn.speaker for turn in find_turns(text)] == [
        "Reporter",
        "Aaron Kell",
        "Ms. Jean-Vail",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Two things: first, the ferry.\nThe second: the bridge.",
        "Ostmere: 1,204\nToryun: 880\nOstmere: 90\nToryun: 12",
        "Q fever came back to the valley.\nNobody was ill.",
        "He said: “No.”",
        "PORT ANSEL - MAY 4: Boats at the pier.\nPORT ANSEL - MAY 5: The boats are gone.\n" * 2,
        "Editor: Jo Keil\nReporter: Ann Reeve\nPhotos: Tom Abara",
        "Press: Bring a badge.\nOpening Hours: Nine to five.",
        "Q: Who?\nQ: When?\nShe left the room.",
    ],
)
def test_colons_alone_make_no_conversation(text: str) -> None:
    assert find_turns(text) == ()


def test_letters_without_colons_are_believed_between_others() -> None:
    text = "QWhy now?\nA: A storm is near.\nQAnd then?\nA: A calm.\nA Toryun trawler left."

    assert [(turn.asks, text[turn.start : turn.end]) for turn in find_turns(text)] == [
        (True, "Why now?"),
        (False, "A storm is near."),
        (True, "And then?"),
        (False, "A calm.\nA Toryun trawler left."),
    ]


def test_report_below_a_conversation_is_nobodys_words() -> None:
    talk = (
        "KEIL: Did you see the lights, and from which of the two boats, Jon?\n\nABARA: I did.\n\n"
    )
    report = "Nobody else saw them. The board will meet on Friday at nine.\n\n" * 4
    text = f"{talk * 4}{report}".strip()

    turns = find_turns(text)

    assert len(turns) == 8
    assert text[turns[-1].start : turns[-1].end] == "I did."


def test_report_between_turns_is_told_by_the_speakers_name_in_it() -> None:
    said = "KEIL: What did you see, Jon?\n\nABARA: I saw nothing at all, and I looked.\n\n"
    text = f"{said}Abara left the room.\n\n{said}Abara came back.\n\nIt rained.\n\n{said}".strip()

    answers = {text[turn.start : turn.end] for turn in find_turns(text) if not turn.asks}

    assert answers == {"I saw nothing at all, and I looked."}


def test_few_labelled_lines_leave_a_report_a_report() -> None:
    prose = "The hearing took four minutes, and a dog heard all of it. " * 20
    lines = "ROSSI: Did you sign?\n\nCARVALHO: I did.\n\n" * 2

    assert find_turns(f"{prose}\n\n{lines}{prose}") == ()


def test_who_only_asks_among_several_is_not_quoted() -> None:
    text = "\n".join(
        f"Ann Keil: Is it true, {name}?\n{name}: It is what I saw."
        for name in ("Jo Abara", "Ed Moss")
    )
    turns = find_turns(f"{text}\n{text}")

    assert {turn.speaker for turn in turns if turn.asks} == {"Ann Keil"}
    assert {turn.speaker for turn in turns if not turn.asks} == {"Jo Abara", "Ed Moss"}


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Remarks by President Samuel Okello and President Ilse Vandermeer", ""),
        ("Remarks by President Samuel Okello on the Lake", "Samuel Okello"),
        ("Remarks by President Okello Announcing a Bridge", ""),
        ("Remarks by President Okello to President Ilse Vandermeer", ""),
        ("Remarks by Vice President Ada Brandt", ""),
    ],
)
def test_president_is_named_where_the_title_leaves_no_doubt(title: str, speaker: str) -> None:
    (turn,) = find_turns("THE PRESIDENT: I have come to thank you.", context=title)

    assert turn.speaker == (speaker or "The President")


def test_answers_are_the_guests_where_the_title_names_one() -> None:
    text = "Q: Why?\nA: I was cold."

    named = find_turns(text, context="Interview with Harbor Minister Nadia Rahimi")
    several = find_turns(text, context="Interview with Nadia Rahimi and Jon Abara")

    assert [turn.speaker for turn in named] == ["Reporter", "Nadia Rahimi"]
    assert [turn.speaker for turn in several] == ["Reporter", ""]


@pytest.mark.parametrize(
    "worst",
    [
        "Q " * 25_000,
        "A" * 50_000,
        "Keil " * 10_000,
        "Keil: I.\n" * 6_000,
        "Q: " + "(in " * 12_500,
        "KEIL: I did.\n" + "[Speaking" * 6_000,
        "".join(f"MR. K{'x' * (number % 50)}{number}l: I.\n" for number in range(3_000)),
        "".join(
            f"K{chr(97 + number % 26)}{chr(97 + number // 26)}il: I am.\n" for number in range(600)
        )
        * 8,
        "Interview with " * 3_500 + "\nQ: Why?\nA: No.",
        "— Jo Reeve, nurse\n" * 2_800,
        "I left.\n— Jo Reeve\n" * 2_500,
        "\n \n" * 16_000 + "Q: Why?\nA: No.",
        "12:31 " * 8_000,
    ],
)
def test_turns_are_found_in_time_that_grows_with_the_text(worst: str) -> None:
    begun = time.perf_counter()
    find_turns(worst, context=worst)

    assert time.perf_counter() - begun < SLOWEST


def test_rows_keep_their_text_and_ids_and_bad_ones_are_named() -> None:
    text = "(Calder) --  The ferry\xa0left.\nRelated\n"
    rows = [
        json.dumps({"id": "x", "text": text, "date": "March 11, 2026", "extra": 1}),
        "{broken",
        json.dumps({"id": "x", "text": "again"}),
        json.dumps({"id": "y"}),
        json.dumps({"id": 7, "text": "MS. VAIL: Yes.\nQ: No?", "title": "Talk"}),
        json.dumps({"id": "z", "text": "The ferry left.", "date": "15 Nov"}),
    ]
    found = parse("\n".join(rows), "rows.jsonl")

    articles = [one for one in found if isinstance(one, Article)]
    skipped = {one.item: one.reason for one in found if isinstance(one, Skipped)}
    assert [one.id for one in articles] == ["x", "7", "z"]
    assert articles[0].text == text
    assert articles[0].removed == ()
    assert articles[0].published == "2026-03-11"
    assert [turn.speaker for turn in articles[1].turns] == ["Ms. Vail", "Reporter"]
    assert set(skipped) == {f"rows.jsonl line {number}" for number in (2, 3, 4, 6)}
    assert skipped["rows.jsonl line 3"] == "its id 'x' stands on an earlier line"
    assert skipped["rows.jsonl line 4"] == "object missing required field 'text'"
    assert "not a date: '15 Nov'" in skipped["rows.jsonl line 6"]


def test_clusters_keep_their_documents() -> None:
    rows = '{"id":"c","documents":[{"title":"T","date":"","text":" One. "},{"text":"Two."}]}\n{}'
    cluster, bad = parse_clusters(Payload(file="c.jsonl", data=rows.encode()))

    assert isinstance(cluster, Cluster)
    assert [(one.id, one.title, one.text) for one in cluster.documents] == [
        ("c#1", "T", " One. "),
        ("c#2", "", "Two."),
    ]
    assert isinstance(bad, Skipped)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "an empty file"),
        (b" \n\n ", "an empty file"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a binary file"),
        (b"{\\rtf1 ...", "an RTF file"),
        (b"<?xml version='1.0'?><plist/>", "XML"),
        (b'[{"id": 1}]', "one object a line"),
        (b"https://a.example/x.jpg", "without text"),
        (b"Ferry leaves the strait\n", "only a title: 'Ferry leaves the strait'"),
        (b"Title: Ferry leaves", "only a title: 'Ferry leaves'"),
    ],
)
def test_what_is_no_article_is_said_in_one_line(data: bytes, problem: str) -> None:
    assert problem in reason(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252", "iso8859-2"])
def test_encodings_are_found(encoding: str) -> None:
    text = "Die Fähre verließ den Hafen über Nacht, sagte Ministerin Müller. Größe: zwölf Schiffe."

    assert article(text.encode(encoding)).text == text


def test_few_broken_bytes_do_not_turn_the_others() -> None:
    kept, note = parse("“The ferry” left – at “noon”.".encode() + b" \xff Then it sank.")

    assert isinstance(kept, Article)
    assert kept.text == "“The ferry” left – at “noon”. \ufffd Then it sank."
    assert isinstance(note, Skipped)
    assert note.reason == "a broken character in its UTF-8 text; the article is kept"


def test_other_scripts_are_read() -> None:
    chinese = article("渡轮中午离开港口，船上有九十人。部长们周三会面。")
    arabic = article("غادرت العبارة الميناء ظهرا وعلى متنها تسعون شخصا، بحسب الوزارة.")

    assert (chinese.language, arabic.language) == ("zh", "ar")
    assert chinese.title == "渡轮中午离开港口，船上有九十人"


def test_article_of_quotes_alone_keeps_them_all() -> None:
    text = "“We wait,” she said.\n\n“We left.”\n\n“We are back.”"

    assert article(text).text == text


def test_source_text_gives_what_a_reader_of_the_source_sees() -> None:
    rows = Payload(file="a.jsonl", data=b'{"id":"x","text":"Caf\\u00e9"}')
    link = Payload(file="a.md", data=b"The [ferry](https://a.example/x) left.")

    assert [text.strip() for text in source_texts(rows).values()] == ["Café"]
    assert list(source_texts(link).values()) == ["The [ferry] left."]
    for payload in (rows, link):
        (found,) = parse_payload(payload)
        assert isinstance(found, Article)
        assert found.sha256 in source_texts(payload)


def test_derived_titles_are_clauses_with_balanced_marks() -> None:
    long = (
        "The presidents of Ostmere and Toryun told the forum that their fleets were essential to "
        "“countering the dangerous cooperation of others” as they met on Friday in Port Ansel."
    )

    title = derive_title(long)

    assert len(title) <= LONGEST_TITLE
    assert long.startswith(title)
    assert title.count("“") == title.count("”")
    assert derive_title("The U.S. ferry left. It sank.") == "The U.S. ferry left"


def test_outlets_are_known_by_address_and_tag() -> None:
    assert outlet_of_url("https://www.whitehouse.gov/x") == "The White House"
    assert outlet_of_url("https://news.hwansu.example/x") == "news.hwansu.example"
    assert outlet_of_url("http://[broken") == ""
    assert agency_name("WXYZ/AP") == "Associated Press"


def test_samples_are_read_as_expected() -> None:
    expected = json.loads((SAMPLES.parent / "tests" / "seeds_expected.json").read_text())
    read = {
        one.id: one
        for path in sorted(SAMPLES.iterdir())
        for one in parse(path.read_bytes(), path.name)
        if isinstance(one, Article)
    }

    assert set(read) == set(expected)
    for name, want in expected.items():
        found = read[name]
        told = (found.outlet, found.published, found.kind)
        assert told == (want["outlet"], want["published"], want["kind"]), name
        assert (None if found.title_derived else found.title) == want["title"], name
        assert not [sign for sign in want.get("noise", ()) if sign in found.text], name


def _real(number: str) -> tuple[Article | Skipped, ...]:
    path = next(REAL.glob(f"{number}_*.txt"))
    return parse(path.read_bytes(), path.name)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real articles are not here")
def test_real_articles_are_read_as_a_careful_reader_would() -> None:
    read = [one for number in ("000", "001", "002", "003", "004") for one in _real(number)]

    assert all(isinstance(one, Article) for one in read)
    told = [
        (one.outlet, one.published, one.kind, one.title_derived, len(one.turns))
        for one in read
        if isinstance(one, Article)
    ]
    assert told == [
        ("The White House", "2024-11-15T18:29:59-05:00", "transcript", False, 29),
        ("Bloomberg", None, "report", True, 0),
        ("Associated Press", None, "report", True, 0),
        ("Time.news", None, "report", True, 0),
        ("Time.news", None, "interview", False, 14),
        ("ICARO Media Group", "2024-11-15T18:36:00", "report", False, 0),
    ]
    text = "\n".join(one.text for one in read if isinstance(one, Article))
    noise = ("0dog", "protected]", "Hot news", "©", "**", "https:", "Related", "contributed to")
    assert [sign for sign in noise if sign in text] == []


def test_bylines_of_other_languages_name_each_person() -> None:
    assert split_names("Ada Birk y Juan Sable") == ("Ada Birk", "Juan Sable")
    assert split_names("Ada Birk, Jan Sable und Jo Vail") == ("Ada Birk", "Jan Sable", "Jo Vail")
    assert split_names("José Ortega y Gasset") == ("José Ortega y Gasset",)
