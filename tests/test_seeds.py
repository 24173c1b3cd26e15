"""The samples, read as a careful reader would read them: expectations in seeds_expected.json."""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import digest
from digest.model import Event, Prepared
from digest.run import find_events, prepare_articles

ROOT = Path(__file__).resolve().parent.parent
EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (ROOT / "tests" / "seeds_expected.json").read_text(encoding="utf-8")
)
ARTICLES = sorted(EXPECTED)


@cache
def samples() -> dict[str, Prepared]:
    """Return the prepared samples by their id within seeds/."""
    reading = digest.read(str(ROOT / "seeds"))
    assert reading.skipped == ()
    return {_key(one.article.id): one for one in prepare_articles(reading.articles)}


@cache
def events() -> tuple[Event, ...]:
    return find_events(tuple(samples().values()))


def _key(article_id: str) -> str:
    return article_id.rpartition("/")[2]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _same_speaker(found: str | None, expected: str | None) -> bool:
    """Compare names; a description counts without its article and capitals."""
    plain = [" ".join((name or "").casefold().split()) for name in (found, expected)]
    bare = [name.removeprefix("a ").removeprefix("an ").removeprefix("the ") for name in plain]
    return bare[0] == bare[1]


def test_every_sample_is_expected_and_the_other_way_round() -> None:
    assert sorted(samples()) == ARTICLES


@pytest.mark.parametrize("key", ARTICLES)
def test_outlet_date_kind_and_title(key: str) -> None:
    article, expected = samples()[key].article, EXPECTED[key]

    assert article.outlet == expected["outlet"]
    assert article.published == expected["published"]
    assert article.kind == expected["kind"]
    if expected["title"] is None:
        assert article.title_derived
        assert article.title
    else:
        assert article.title == expected["title"]
        assert not article.title_derived


@pytest.mark.parametrize("key", ARTICLES)
def test_no_noise_remains(key: str) -> None:
    article = samples()[key].article

    for noise in EXPECTED[key].get("noise", ()):
        assert noise not in article.text


@pytest.mark.parametrize("key", ARTICLES)
def test_every_quotation_has_its_speaker(key: str) -> None:
    found = {_plain(quote.text): quote.speaker for quote in samples()[key].quotes}

    wrong = [
        (quote["text"][:50], found.get(_plain(quote["text"]), "not found"), quote["speaker"])
        for quote in EXPECTED[key]["quotes"]
        if _plain(quote["text"]) not in found
        or not _same_speaker(found[_plain(quote["text"])], quote["speaker"])
    ]

    assert wrong == []


@pytest.mark.parametrize("key", ARTICLES)
def test_words_in_marks_that_nobody_said_are_no_quotes(key: str) -> None:
    found = {_plain(quote.text) for quote in samples()[key].quotes}

    assert found.isdisjoint(map(_plain, EXPECTED[key].get("not_quotes", ())))


def test_the_three_events_are_told_apart() -> None:
    expected = defaultdict(set)
    for key, one in EXPECTED.items():
        expected[one["event"]].add(key)

    found = [{_key(p.article.id) for p in event.articles} for event in events()]

    assert sorted(map(sorted, found)) == sorted(map(sorted, expected.values()))


def test_copies_and_rewrites_point_at_their_originals() -> None:
    found = {_key(copy): _key(original) for event in events() for copy, original in event.copies}

    assert found == {key: one["copy_of"] for key, one in EXPECTED.items() if one["copy_of"]}
