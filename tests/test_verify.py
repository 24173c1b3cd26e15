from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from digest import run
from digest.config import Settings
from digest.model import (
    Digest,
    DisputedSpeaker,
    EventDigest,
    Figure,
    FigureValue,
    Statement,
    SummarySentence,
)
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


def test_words_given_to_another_who_speaks_in_the_article_are_named(folder: Path) -> None:
    text = ONE.replace("The dam", "“Not one wall of ours was sound,” said Jo Reeve.\n\nThe dam")
    (folder / "one.txt").write_text(text, encoding="utf-8")
    made = run.build([str(folder / "one.txt")], Settings())[0]
    one, other = made.events[0].statements
    forged = with_event(
        made, lambda event: replace(event, statements=(replace(one, speaker=other.speaker), other))
    )
    hushed = with_event(
        made, lambda event: replace(event, statements=(replace(one, speaker=None), other))
    )

    assert failures(made) == ""
    assert one.speaker
    assert other.speaker
    assert f"is given to '{other.speaker.name}'" in failures(forged)
    assert f"is given to 'nobody', where the articles say '{one.speaker.name}'" in failures(hushed)


def test_the_writers_own_words_given_to_a_speaker_are_named(digest: Digest) -> None:
    event = digest.events[0]
    statement, sentence = event.statements[0], event.summary[0]
    placed = replace(
        statement.quotes[0],
        article=sentence.article,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
    )
    outlets = tuple(one.outlet for one in event.articles if one.id == sentence.article)
    invented = replace(statement, text=sentence.text, quotes=(placed,), outlets=outlets)
    forged = with_event(digest, lambda event: replace(event, statements=(invented,)))

    assert "is no quotation in the articles named for it" in failures(forged)


REPORTED = ONE.replace(
    "Four hundred", "Marta Keil said the wall would be mended before the winter.\n\nFour hundred"
)


@pytest.fixture
def reporting(folder: Path) -> Digest:
    (folder / "one.txt").write_text(REPORTED, encoding="utf-8")
    return run.build([str(folder / "one.txt")], Settings(indirect=True))[0]


def test_reported_speech_is_proven_with_its_speaker(reporting: Digest) -> None:
    (reported,) = (said for said in reporting.events[0].statements if said.kind == "indirect")

    assert reported.text == "the wall would be mended before the winter"
    assert reported.speaker
    assert reported.speaker.name == "Marta Keil"
    assert failures(reporting) == ""
    assert reporting.verified.failed == 0


def test_reported_speech_is_left_out_unless_asked_for(reporting: Digest, folder: Path) -> None:
    plain = run.build([str(folder / "one.txt")], Settings())[0]
    quoted = tuple(said for said in reporting.events[0].statements if said.kind != "indirect")

    assert plain.events[0].statements == quoted


def test_a_report_passed_off_as_a_quotation_is_named(reporting: Digest) -> None:
    forged = with_event(
        reporting,
        lambda event: replace(
            event, statements=tuple(replace(said, kind="direct") for said in event.statements)
        ),
    )
    hushed = with_event(
        reporting,
        lambda event: replace(
            event, statements=tuple(replace(said, kind="indirect") for said in event.statements)
        ),
    )

    assert failures(forged) == (
        "'the wall would be mended before the winter' is no quotation in the articles named for it"
    )
    assert "We had warned" in failures(hushed)
    assert "is no reported speech in the articles named for it" in failures(hushed)


RIVAL = TWO.replace("Marta Keil", "Tom Reeve").replace("The dam", "On Tuesday the dam")


@pytest.fixture
def disputed(folder: Path) -> Digest:
    """Return a digest whose two articles give the same words to two people, each flagged."""
    (folder / "two.txt").write_text(RIVAL, encoding="utf-8")
    made = run.build([str(folder)], Settings())[0]
    keil, reeve = made.events[0].statements
    return with_statements(
        made,
        replace(keil, disputed=(DisputedSpeaker(name="Tom Reeve", outlets=("Bay Herald",)),)),
        replace(reeve, disputed=(DisputedSpeaker(name="Marta Keil", outlets=("The Courier",)),)),
    )


def with_statements(digest: Digest, *statements: Statement) -> Digest:
    return with_event(digest, lambda event: replace(event, statements=statements))


def test_a_dispute_is_proven(disputed: Digest) -> None:
    assert [said.speaker and said.speaker.name for said in disputed.events[0].statements] == [
        "Marta Keil",
        "Tom Reeve",
    ]
    assert failures(disputed) == ""


def test_a_dispute_that_the_articles_make_is_proven(folder: Path) -> None:
    (folder / "two.txt").write_text(RIVAL, encoding="utf-8")
    made = run.build([str(folder)], Settings())[0]

    assert [said.disputed for said in made.events[0].statements] == [
        (DisputedSpeaker(name="Tom Reeve", outlets=("Bay Herald",)),),
        (DisputedSpeaker(name="Marta Keil", outlets=("The Courier",)),),
    ]
    assert failures(made) == ""


@pytest.mark.parametrize(
    ("name", "outlets", "told"),
    [
        ("Ines Toral", ("Bay Herald",), "to 'Ines Toral' by 'Bay Herald'"),
        ("Tom Reeve", ("The Courier",), "to 'Tom Reeve' by 'The Courier'"),
        ("Tom Reeve", ("Bay Herald", "The Crier"), "to 'Tom Reeve' by 'The Crier'"),
        ("Marta Keil", ("The Courier",), "to 'Marta Keil' by 'The Courier'"),
        ("Tom Reeve", (), "to 'Tom Reeve' by ''"),
    ],
)
def test_an_invented_dispute_is_named(
    disputed: Digest, name: str, outlets: tuple[str, ...], told: str
) -> None:
    keil, reeve = disputed.events[0].statements
    invented = replace(keil, disputed=(DisputedSpeaker(name=name, outlets=outlets),))

    assert failures(with_statements(disputed, invented, reeve)) == (
        "'We had warned the water board of cracks in this wall for yea…' is not given "
        f"{told}, as the digest says"
    )


def test_a_dispute_over_other_words_is_named(folder: Path) -> None:
    other = RIVAL.replace(
        "We had warned the water board of cracks in this wall for years",
        "Nobody downstream got one call that night",
    )
    (folder / "two.txt").write_text(other, encoding="utf-8")
    made = run.build([str(folder)], Settings())[0]
    keil, reeve = made.events[0].statements
    flag = (DisputedSpeaker(name="Tom Reeve", outlets=("Bay Herald",)),)

    assert failures(made) == ""
    assert "is not given to 'Tom Reeve'" in failures(
        with_statements(made, replace(keil, disputed=flag), reeve)
    )


@pytest.mark.parametrize("change", [{"outlets": 3}, {"independent": 2}])
def test_a_changed_count_of_outlets_is_named(digest: Digest, change: dict[str, int]) -> None:
    forged = with_event(digest, lambda event: replace(event, **change))  # type: ignore[arg-type]

    assert "printed as reported by" in failures(forged)


def test_a_copy_that_is_passed_off_as_independent_is_named(digest: Digest) -> None:
    assert [source.copy_of is None for source in digest.events[0].articles].count(False) == 1
    forged = with_event(
        digest,
        lambda event: replace(
            event, articles=tuple(replace(one, copy_of=None) for one in event.articles)
        ),
    )

    assert "2 outlets, 1 independent, not 2 and 2" in failures(forged)


def test_a_statement_given_to_another_outlet_is_named(digest: Digest) -> None:
    forged = with_event(
        digest,
        lambda event: replace(
            event, statements=(replace(event.statements[0], outlets=("The Crier",)),)
        ),
    )

    assert "is not carried by the outlets named" in failures(forged)


def test_a_changed_count_of_proofs_is_named(digest: Digest) -> None:
    forged = replace(digest, verified=replace(digest.verified, checked=99))

    assert "says that 99 sentences and quotes were verified" in failures(forged)


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


def test_a_headline_may_be_a_title_without_its_label_and_outlet(folder: Path) -> None:
    text = ONE.replace("title: Dam above Oru Bay breaks", "title: 'WATCH: Dam breaks | Elin Post'")
    (folder / "one.txt").write_text(text, encoding="utf-8")
    made = run.build([str(folder / "one.txt")], Settings())[0]

    assert made.events[0].title == "Dam breaks"
    assert failures(made) == ""
    for cut in ("Dam", "breaks", "Dam breaks |", ""):
        forged = with_event(made, lambda event, title=cut: replace(event, title=title))  # type: ignore[misc]
        assert f"no article of the event has the title '{cut}'" in failures(forged)


def test_miscounted_outlets_of_a_sentence_or_statement_are_named(digest: Digest) -> None:
    (event,) = digest.events
    told, said = event.summary[0], event.statements[0]

    for forged, named in (
        (replace(event, summary=(replace(told, outlets=9), *event.summary[1:])), "told by 9 outl"),
        (replace(event, summary=(replace(told, independent=7), *event.summary[1:])), " 7 indepen"),
        (
            replace(event, statements=(replace(said, independent=5), *event.statements[1:])),
            "is printed as carried by 5 independent outlets, not ",
        ),
    ):
        assert named in failures(replace(digest, events=(forged,)))


def test_a_figure_that_does_not_stand_in_its_article_is_named(digest: Digest) -> None:
    (event,) = digest.events
    told = event.summary[0]
    text = told.text[:7]
    value = FigureValue(
        text=text, value=1, unit="", article=told.article, start=told.start, end=told.start + 7
    )

    def with_value(changed: FigureValue) -> Digest:
        figure = Figure(about="dams", values=(changed,))
        return replace(digest, events=(replace(event, figures=(figure,)),))

    assert failures(with_value(value)) == ""
    assert "does not read '12 dams'" in failures(with_value(replace(value, text="12 dams")))
    assert "does not read" in failures(with_value(replace(value, start=value.start + 1)))


def built(folder: Path, *texts: str) -> Digest:
    for number, text in enumerate(texts):
        head = f"---\ntitle: Dam above Oru Bay breaks\noutlet: Paper {number}\n---\n"
        (folder / f"{number}.txt").write_text(f"{head}{text}", encoding="utf-8")
    return run.build([str(folder)], Settings())[0]


def test_a_split_quotation_that_leaves_words_out_itself_is_proven(tmp_path: Path) -> None:
    digest = built(
        tmp_path,
        "The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour.\n\n"
        "“The wall was … a standing danger to us all,” said Marta Keil. “We asked for repairs "
        "and nobody in the capital would listen.”\n",
    )
    (statement,) = (one for event in digest.events for one in event.statements)

    assert " … a standing danger to us all … We asked" in statement.text
    assert digest.verified.failed == 0


def test_a_source_of_one_outlet_and_the_source_of_another_are_proven(tmp_path: Path) -> None:
    flood = "The dam above Oru Bay broke on Tuesday and flooded the lower town within an hour."
    digest = built(
        tmp_path,
        f"{flood}\n\n“There was no warning at all before the wall gave way,” a witness said.\n",
        f"{flood}\n\nA witness said: “All of us ran up the hill as fast as we could run.”\n",
    )

    assert {one.speaker.name for event in digest.events for one in event.statements if one.speaker}
    assert digest.verified.failed == 0
