"""Sentences: where they end, what stands alone, and what always holds."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digest.clean_rules import match_opening
from digest.model import Article, Turn
from digest.sentence_ends import END
from digest.sentences import sentence_rules, split_sentences
from digest.words import stems

CASES = Path(__file__).parent / "cases" / "sentences.md"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
PAIRED = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*\"|«[^»\n]*»|„[^“\n]*“", re.MULTILINE)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in PAIRED.finditer(text))


def read_cases() -> Iterator[object]:
    for block in CASES.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = block.partition("\n## ")[0].strip().split("\n")
        language = re.search(r" \((\w\w)\)$", title)
        text = "\n".join(line[1:].removeprefix(" ") for line in lines if line.startswith(">"))
        expected = [
            (line[0] == "-", line[2:].replace("⏎", "\n"))
            for line in lines
            if line[:1] in ("-", "~")
        ]
        yield pytest.param(text, language[1] if language else "en", expected, id=title)


@pytest.mark.parametrize(("text", "language", "expected"), list(read_cases()))
def test_sentences_end_where_a_reader_ends_them(
    text: str, language: str, expected: list[tuple[bool, str]]
) -> None:
    article = Article(id="a", text=text, language=language)

    found = split_sentences(article, quotations(text))

    assert [(sentence.whole, sentence.text) for sentence in found] == expected


def test_the_case_file_holds_its_cases() -> None:
    assert len(list(read_cases())) >= 60


def test_only_turns_are_split_and_never_their_labels() -> None:
    text = (
        "Lowport hall\n\nMR. KELL:  We met. It went well.\n\nQ    Why now?\n\nMR. KELL:  No idea."
    )
    said = ("We met. It went well.", "Why now?", "No idea.")
    turns = tuple(
        Turn(speaker="x", start=text.index(words), end=text.index(words) + len(words))
        for words in said
    )

    found = split_sentences(Article(id="a", text=text, kind="transcript", turns=turns), ())

    assert [s.text for s in found] == ["We met.", "It went well.", "Why now?", "No idea."]


def test_a_wrapped_turn_counts_its_label_as_part_of_the_line() -> None:
    text = (
        "MR. KELL:  We met the envoys of three\n"
        "countries in the harbor, and we all of\n"
        "us agreed on little.  It was late then\n"
        "and nobody slept."
    )
    turn = Turn(speaker="Kell", start=text.index("We"), end=len(text))

    found = split_sentences(Article(id="a", text=text, kind="transcript", turns=(turn,)), ())

    assert [s.whole for s in found] == [True, True]
    assert found[1].text == "It was late then\nand nobody slept."


def test_windows_line_ends_divide_paragraphs() -> None:
    text = "Harbor talks\r\n\r\nThe envoys met.\r\n\r\nThey left."

    found = split_sentences(Article(id="a", text=text), ())

    assert [s.text for s in found] == ["Harbor talks", "The envoys met.", "They left."]


def test_a_sentence_that_ends_inside_a_quotation_is_not_whole() -> None:
    text = "He said it plainly. We stay. We work. Then he left."
    inside = (text.index("We stay"), text.index(" Then"))

    found = split_sentences(Article(id="a", text=text), (inside,))

    assert [s.whole for s in found] == [True, False, False, True]


def test_sentences_carry_their_stems() -> None:
    (sentence,) = split_sentences(Article(id="a", text="The envoys launched talks."), ())

    assert sentence.stems == stems("The envoys launched talks.")
    assert sentence.stems == ("envoy", "launch", "talk")


@pytest.mark.parametrize(
    ("language", "rules"),
    [("en", "english"), ("", "english"), ("und", "english"), ("zh", "terminators only")],
)
def test_the_rules_of_a_language_are_named(language: str, rules: str) -> None:
    assert sentence_rules(language) == rules


def test_a_language_without_data_says_what_is_used_instead() -> None:
    assert sentence_rules("de") in ("english", "german from this machine")


def test_punkt_data_of_the_machine_is_used_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "tokenizers" / "punkt_tab" / "german"
    folder.mkdir(parents=True)
    for name in ("collocations.tab", "sent_starters.txt", "ortho_context.tab"):
        (folder / name).write_text("")
    (folder / "abbrev_types.txt").write_text("bzw\n")
    code = (
        "from digest.model import Article; from digest.sentences import *;"
        "print(sentence_rules('de'));"
        "print(len(split_sentences(Article(id='a', text=TEXT, language='de'), ())))"
    ).replace("TEXT", repr("Keil kam bzw. Abara ging. Niemand blieb."))
    environment = {**os.environ, "NLTK_DATA": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )

    assert done.stdout == "german from this machine\n2\n"


def test_a_dateline_is_part_of_no_sentence() -> None:
    bridge, inquiry = "A bridge fell on Monday.", "An inquiry will follow, officials said."
    text = f"Bridge falls\n\nLOWPORT, Va. (HNA) _ {bridge} {inquiry}"
    later = f"{bridge}\n\n{inquiry}\n\n{bridge}\n\nLOWPORT (HNA) — {inquiry}"

    found = split_sentences(Article(id="a", text=text), ())
    assert [s.text for s in found] == ["Bridge falls", bridge, inquiry]
    assert [text[s.start : s.end] for s in found] == [s.text for s in found]
    assert len(split_sentences(Article(id="a", text=later), ())[-1].text) > len(inquiry)
    assert split_sentences(Article(id="a", text="LOWPORT (HNA) —"), ())[0].text == "LOWPORT (HNA) —"


MARKED = st.text(alphabet=st.sampled_from("aB1 .!?…\"'“”‘’()«»„\n-,。؟iSU"), max_size=80)


@given(st.one_of(st.text(max_size=200), MARKED), st.sampled_from(("en", "zh", "de", "x-y")))
@settings(max_examples=300, deadline=None)
def test_every_sentence_stands_at_its_place(text: str, language: str) -> None:
    found = split_sentences(Article(id="a", text=text, language=language), quotations(text))

    assert all(text[s.start : s.end] == s.text == s.text.strip() for s in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(any(c.isalnum() for c in s.text) for s in found)
    assert not any("\n\n" in s.text for s in found)


@given(MARKED)
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost(text: str) -> None:
    assume(not any(match_opening(line.strip()) for line in text.split("\n")))
    found = split_sentences(Article(id="a", text=text), quotations(text))

    kept = "".join(s.text for s in found)
    # Only signs without a word may be left out, and datelines.
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    "text",
    [
        *("." * 50_000, ". " * 25_000, "a." * 25_000, "A. " * 16_000, "." + " " * 50_000),
        *("!”" * 25_000, "a!” " * 12_000, "? " + "Aa " * 16_000, "… " * 25_000, ". . . x " * 6_000),
        *("“" * 50_000, '." ' * 16_000, ". (((" * 10_000, ". " + "( " * 25_000, "。」" * 25_000),
        *("\n" * 50_000, "1\n" * 25_000, "x" * 50_000, ". ” ” ” " * 6_000, "." + ' "' * 25_000),
    ],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    split_sentences(Article(id="warm", text="A. b."), ())

    began = time.perf_counter()
    END.findall(text)
    searched = time.perf_counter()
    split_sentences(Article(id="a", text=text), ())
    split = time.perf_counter()

    assert searched - began < 0.5
    assert split - searched < 5


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real articles are not on this machine")
@pytest.mark.parametrize(
    ("prefix", "sentences"), [("001", 22), ("002", 32), ("003", 60), ("004", 22)]
)
def test_real_articles_are_split_as_by_eye(prefix: str, sentences: int) -> None:
    (path,) = SEEDS.glob(f"{prefix}_*.txt")
    text = path.read_text(encoding="utf-8")

    found = split_sentences(Article(id=prefix, text=text), quotations(text))

    assert sum(s.text.rstrip('"”)')[-1] in ".!?" for s in found) == sentences
    assert not [s.text for s in found if s.text[0].islower() and not s.text.startswith("http")]
