"""Quotes and speakers as the case files have them: articles and conversations."""

import pytest

from digest.formats import parse_payload
from digest.model import Article, Payload, Quote
from digest.quotes import find_quotes
from tests.case_files import Case, read_cases

FIELDS = {"kind", "via", "role", "joined"}
PATTERNS = 25  # of hard quotations, each with a heading of its number in one of the files
CASES_LEAST = 4  # of each


ARTICLES = list(read_cases("quotes.md"))
CONVERSATIONS = list(read_cases("transcripts.md"))


def tidy(text: str) -> str:
    return " ".join(text.split())


def fields_of(quote: Quote, above: Quote | None, asked: dict[str, str]) -> dict[str, str]:
    joined = above is not None and above.group >= 0 and above.group == quote.group
    found = {
        "kind": quote.kind,
        "via": quote.via or "-",
        "role": quote.role or "-",
        "joined": "yes" if joined else "no",
    }
    return {name: found[name] for name in asked}


def check(case: Case, found: list[Quote]) -> None:
    fields = [
        fields_of(quote, above, asked)
        for quote, above, asked in zip(found, [None, *found], case.fields, strict=False)
    ]

    assert [(quote.speaker or "-", tidy(quote.text)) for quote in found] == case.expected
    assert fields == case.fields


def marked(article: Article) -> list[Quote]:
    """Return the quotes but for reported speech, which has case files of its own."""
    return [quote for quote in find_quotes(article) if quote.kind in ("direct", "mixed")]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: f"{case.group}: {case.title}")
def test_article_names_the_speaker_a_reader_names(case: Case) -> None:
    check(case, marked(Article(id="a", text=case.text.strip())))


@pytest.mark.parametrize("case", CONVERSATIONS, ids=lambda case: f"{case.group}: {case.title}")
def test_conversation_gives_the_answers_to_who_gave_them(case: Case) -> None:
    read = parse_payload(Payload(file="a.txt", data=case.text.strip("\n").encode()))

    check(case, [quote for one in read if isinstance(one, Article) for quote in marked(one)])


def test_every_pattern_has_its_cases() -> None:
    groups = [case.group for case in [*ARTICLES, *CONVERSATIONS]]
    counts = [
        sum(group.startswith(f"{number}. ") for group in groups)
        for number in range(1, PATTERNS + 1)
    ]

    assert min(counts) >= CASES_LEAST, counts


def test_every_line_of_the_cases_can_be_compared() -> None:
    for case in ARTICLES:
        assert all(words in tidy(case.text) for _, words in case.expected), case.title
    for case in [*ARTICLES, *CONVERSATIONS]:
        assert all(fields.keys() <= FIELDS for fields in case.fields), case.title
