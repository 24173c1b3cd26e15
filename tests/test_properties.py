"""What always holds, whatever comes in."""

import random
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import digest
from digest import run
from digest.config import Settings
from digest.formats import parse_payload
from digest.model import Article, Digest, Payload, Skipped
from digest.renderers.json import decode_digest, render_json
from digest.steps import prepare, summarize

SEEDS = str(Path(__file__).resolve().parent.parent / "seeds")

# Text like an article's, and text like nothing: marks, breaks, labels, other scripts.
MARKS = "“ ” \" ' ‘ ’ … , . ? « » `` '' „ — – [ ] ( )".split()
BLANKS = [" ", "\n", "\n\n", "\xa0", "\u200b", "\u202e", "\x00", "    "]
PHRASES = ["he said", "said Marta Keil", "MR. KEIL: ", "The dam broke", "Oru Bay", "洪水。", "السد"]
NOISE = ["---\n", "Related", "©2026 ", "(Agency) — ", "Q    ", "1,000", "U.S. ", "title: a\n"]
PIECES = st.sampled_from([*MARKS, *BLANKS, *PHRASES, *NOISE])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map("".join), st.lists(st.text(), max_size=8).map("".join)
)
THOROUGH = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@THOROUGH
@given(TEXTS)
def test_words_stand_where_we_say(text: str) -> None:
    found = prepare(Article(id="a", text=text))

    places = [(part.start, part.end, part.text) for part in found.sentences]
    places += [(part.start, part.end, part.text) for part in found.quotes]
    for start, end, words in places:
        assert words
        assert text[start:end] == words
    starts = [sentence.start for sentence in found.sentences]
    assert starts == sorted(starts)


@THOROUGH
@given(TEXTS)
def test_reading_never_raises_and_cleaning_is_idempotent(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for one in parse_payload(Payload(file="a.txt", data=data)):
        if isinstance(one, Skipped):
            assert one.reason
            continue
        assert one.text.strip()
        assert all(one.text[turn.start : turn.end].strip() for turn in one.turns)


@THOROUGH
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_whatever_is_read_is_proven(texts: list[str]) -> None:
    payloads = [
        Payload(file=f"{i}.txt", data=text.encode("utf-8", "surrogatepass"))
        for i, text in enumerate(texts)
    ]
    found = [one for payload in payloads for one in parse_payload(payload)]
    reading = run.Reading(
        articles=tuple(one for one in found if isinstance(one, Article)),
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
        payloads={payload.file: payload for payload in payloads},
    )

    made = run.make_digest(reading, Settings(day="2026-03-12"))

    assert made.verified.failed == 0
    assert decode_digest(render_json(made), "x.json") == made


def seeds_digest(paths: list[str], jobs: int = 1) -> bytes:
    return render_json(digest.build(paths, timezone="Europe/Berlin", jobs=jobs))


def test_input_order_and_workers_change_nothing() -> None:
    files = sorted(str(path) for path in Path(SEEDS).iterdir())
    shuffled = random.Random(1).sample(files, len(files))

    expected = seeds_digest(files)

    assert seeds_digest(shuffled) == expected
    assert seeds_digest(files, jobs=2) == expected


def without_copies(made: Digest) -> list[tuple[str, ...]]:
    return [tuple(sentence.text for sentence in event.summary) for event in made.events]


def test_a_copy_adds_no_sentence_and_no_independent_outlet() -> None:
    reading = digest.read(SEEDS)
    report = next(one for one in reading.articles if one.kind == "report")
    copy = replace(report, id="copy", outlet="The Copyist", sha256="f" * 64)

    before = digest.build(reading)
    after = digest.build(replace(reading, articles=(*reading.articles, copy)))

    assert without_copies(after) == without_copies(before)
    assert [e.independent for e in after.events] == [e.independent for e in before.events]
    assert sum(e.outlets for e in after.events) == sum(e.outlets for e in before.events) + 1


FACTS = (
    "The dam above Oru Bay broke on Tuesday and flooded the whole lower town.",
    "On Tuesday the dam at Oru Bay broke and water stood in the lower town.",
    "Boats of the navy carried four hundred people from their roofs by nightfall.",
    "It had been cracked for years, said an inspector of the province.",
    "Engineers put the cost of a new wall at ninety million crowns or more.",
    "“We had no warning at all,” said Ada Pell, who runs the inn by the harbor.",
    "Parliament in Port Ansel will meet on Friday to vote on money for the town.",
    "The governor of the province flew over the bay and promised new houses.",
)
TOLD = st.lists(st.sampled_from(FACTS), min_size=1, max_size=5, unique=True).map(" ".join)
CLUSTERS = st.lists(TOLD, min_size=2, max_size=5, unique=True)


def summary_of(texts: list[str], words: int) -> list[str]:
    articles = [prepare(Article(id=f"{n}", text=text)) for n, text in enumerate(texts)]
    return [one.text for one, _ in summarize(articles, Settings(words=words))]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CLUSTERS, st.integers(20, 90), st.randoms(use_true_random=False))
def test_a_summary_depends_neither_on_order_nor_on_copies(
    texts: list[str], words: int, chance: random.Random
) -> None:
    expected = summary_of(texts, words)

    assert summary_of(chance.sample(texts, len(texts)), words) == expected
    assert summary_of([*texts, chance.choice(texts)], words) == expected
    assert len(" ".join(expected).split()) <= words + 20  # twelve, where they are not copies
