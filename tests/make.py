"""Values for tests, built by hand."""

from digest.model import Article, ArticleKind, Prepared, Quote, QuoteKind, Sentence
from digest.steps import prepare
from digest.words import terms_and_stems


def article(
    text: str,
    *,
    id: str = "a",
    outlet: str = "The Courier",
    published: str | None = "2026-03-11T09:00:00+00:00",
    title: str = "",
    kind: ArticleKind = "report",
    agency: str = "",
    part_of: str = "",
) -> Article:
    return Article(
        id=id,
        file=id,
        text=text,
        outlet=outlet,
        published=published,
        title=title,
        kind=kind,
        agency=agency,
        part_of=part_of,
        sha256=id,
    )


def prepared(text: str, **fields: object) -> Prepared:
    return prepare(article(text, **fields))  # type: ignore[arg-type]  # fields are article()'s


def sentence(text: str, *, article: str = "a", start: int = 0, whole: bool = True) -> Sentence:
    terms, stems = terms_and_stems(text)
    return Sentence(
        article=article,
        start=start,
        end=start + len(text),
        text=text,
        whole=whole,
        terms=terms,
        stems=stems,
    )


def quote(
    text: str,
    *,
    article: str = "a",
    start: int = 0,
    speaker: str | None = None,
    kind: QuoteKind = "direct",
) -> Quote:
    return Quote(
        article=article,
        start=start,
        end=start + len(text),
        text=text,
        kind=kind,
        speaker=speaker,
    )
