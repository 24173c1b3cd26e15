"""Five real articles on one meeting, where they lie beside the project."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import digest
from digest import run
from digest.model import Digest, EventDigest

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real articles are not here")


@cache
def made() -> Digest:
    return digest.build(str(FOLDER))


def event() -> EventDigest:
    (only,) = made().events
    return only


def by_number(number: str) -> dict[str, Any]:
    (found,) = [
        source
        for source in json.loads(digest.render(made(), "json"))["events"][0]["articles"]
        if Path(source["id"]).name.startswith(number) and "#" not in source["id"]
    ]
    return dict(found)


@pytest.mark.parametrize(
    ("number", "outlet", "published", "kind"),
    [
        ("000", "The White House", "2024-11-15T18:29:59-05:00", "transcript"),
        ("001", "Bloomberg", None, "report"),
        ("002", "Associated Press", None, "report"),
        ("003", "Time.news", None, "report"),
        ("004", "ICARO Media Group", "2024-11-15T18:36:00", "report"),
    ],
)
def test_each_article_is_read_as_a_careful_reader_would(
    number: str, outlet: str, published: str | None, kind: str
) -> None:
    source = by_number(number)

    assert (source["outlet"], source["published"], source["kind"]) == (outlet, published, kind)
    assert source["title"]


def test_the_pasted_interview_is_an_article_of_its_own() -> None:
    (interview,) = [source for source in event().articles if source.kind == "interview"]

    assert interview.id.endswith("#2")
    assert interview.outlet == "Time.news"


def test_all_is_one_event_and_the_rewrite_is_no_witness() -> None:
    rewrite, original = by_number("004"), by_number("002")

    assert rewrite["copy_of"] == original["id"]
    assert (event().outlets, event().independent) == (5, 4)


def speakers_saying(words: str) -> list[tuple[str | None, int]]:
    return [
        (said.speaker.name if said.speaker else None, len(said.outlets))
        for said in event().statements
        if words in said.text
    ]


def test_one_quote_in_two_outlets_is_one_statement() -> None:
    assert speakers_saying("seventh nuclear test") == [("Jake Sullivan", 2)]


def test_three_spellings_of_one_name_are_one_speaker() -> None:
    named_yoon = [
        said.speaker for said in event().statements if said.speaker and "Yoon" in said.speaker.name
    ]

    assert len(set(named_yoon)) == 1


def test_everybody_who_speaks_is_known_and_nobody_else() -> None:
    names = {said.speaker.name if said.speaker else None for said in event().statements}

    assert {
        "Joe Biden",
        "Jake Sullivan",
        "Shigeru Ishiba",
        "Xi Jinping",
        "Senior Administration Official",
    } <= names
    assert not any("Editor" in name or name == "Moderator" for name in names if name)


def test_the_official_is_never_given_a_question_or_a_name() -> None:
    official = [
        said
        for said in event().statements
        if said.speaker and said.speaker.name == "Senior Administration Official"
    ]

    assert official
    assert not any(said.text.endswith("?") for said in official)


NOISE = ("0dog", "Hot news", "open-uri", "©", "Adds joint", "With assistance", "[email", "Related")


@pytest.mark.parametrize("format_name", ["html", "mail", "text", "json"])
def test_no_noise_reaches_any_output(format_name: str) -> None:
    rendered = digest.render(made(), format_name).decode()
    body = rendered.partition("\r\n\r\n")[2] if format_name == "mail" else rendered

    assert [noise for noise in NOISE if noise in body] == []


def test_the_digest_is_proven() -> None:
    result = run.verify(made())

    assert result.failures == ()
    assert result.checked > 20
