from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from digest import run
from digest.config import Settings
from digest.model import Digest, EventDigest, SummarySentence
from digest.verify import fold_letters

ONE = """---
title: Dam above Oru Bay breaks
outlet: The Courier
date: 2026-03-11T09:00:00+00:00
---
The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour.

“We had warned the water board of cracks in this wall for years,” said Marta Keil.

Four hundred people were carried from their roofs by boats of the navy before nightfall.
"""
TWO = ONE.replace("The Courier", "Bay Herald").replace("Four hundred", "Nearly four hundred")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TWO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def digest(folder: Path) -> Digest:
    return run.build([str(folder)], Settings())[0]


def test_an_honest_digest_is_proven(digest: Digest) -> None:
    result = run.verify(digest)

    assert result.failures == ()
    assert result.checked == digest.verified.checked > 2


def with_event(digest: Digest, change: Callable[[EventDigest], EventDigest]) -> Digest:
    return replace(digest, events=(change(digest.events[0]), *digest.events[1:]))


def with_sentence(digest: Digest, change: Callable[[SummarySentence], SummarySentence]) -> Digest:
    return with_event(
        digest, lambda event: replace(event, summary=(change(event.summary[0]), *event.summary[1:]))
    )


def failures(digest: Digest) -> str:
    return "\n".join(run.verify(digest).failures)


def test_one_changed_character_of_a_sentence_is_named(digest: Digest) -> None:
    forged = with_sentence(digest, lambda one: replace(one, text=one.text.replace("dam", "dim")))

    assert "does not read 'The dim above Oru Bay" in failures(forged)


@pytest.mark.parametrize("change", [{"start": 1}, {"end": 20}, {"start": -5}, {"article": "x"}])
def test_a_changed_offset_or_source_is_named(digest: Digest, change: dict[str, object]) -> None:
    forged = with_sentence(digest, lambda one: replace(one, **change))  # type: ignore[arg-type]

    assert "The dam above Oru Bay" in failures(forged)


def test_a_changed_quote_statement_or_speaker_is_named(digest: Digest) -> None:
    statement = digest.events[0].statements[0]
    quote = replace(statement.quotes[0], text="We had warned nobody")
    assert statement.speaker

    for forged, named in (
        (
            replace(statement, quotes=(quote, *statement.quotes[1:])),
            "does not read 'We had warned nob",
        ),
        (replace(statement, text="We knew"), "'We knew' is none of its quotes"),
        (
            replace(statement, speaker=replace(statement.speaker, name="Ines Toral")),
            "'Ines Toral', given as speaker",
        ),
    ):
        (event, *_) = digest.events
        changed = replace(digest, events=(replace(event, statements=(forged,)),))

        assert named in failures(changed)


def test_a_changed_source_file_is_named(digest: Digest, folder: Path) -> None:
    (folder / "one.txt").write_text(ONE.replace("Tuesday", "Monday"), encoding="utf-8")

    assert "one.txt: the source has changed since the digest was made" in failures(digest)


def test_a_missing_source_file_is_named(digest: Digest, folder: Path) -> None:
    (folder / "one.txt").unlink()

    assert "no such file or folder" in failures(digest)


def test_a_changed_title_or_outlet_is_named(digest: Digest) -> None:
    sources = digest.events[0].articles
    forged = with_event(
        digest,
        lambda event: replace(
            event, articles=(replace(sources[0], outlet="The Crier"), *sources[1:])
        ),
    )

    assert "outlet is printed as 'The Crier'" in failures(forged)


def test_a_headline_that_no_article_has_is_named(digest: Digest) -> None:
    forged = with_event(digest, lambda event: replace(event, title="Dam holds"))

    assert "no article of the event has the title 'Dam holds'" in failures(forged)


def test_sources_may_have_been_moved(digest: Digest, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).rename(elsewhere / name)

    assert run.verify(digest, [str(elsewhere)]).failures == ()
    assert run.verify(digest, [str(elsewhere / "one.txt")]).failures


def test_folding_keeps_every_letter_and_nothing_else() -> None:
    assert fold_letters("Oru  Bay’s “dam”—\nbroke: 9,000 t") == "orubaysdambroke9000t"
