"""Find the sources of a digest again, to compare them with what it prints."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from digest.errors import InputError
from digest.formats import parse_payload, source_texts
from digest.model import Article, Payload, Prepared, Skipped, Source
from digest.quotes import find_quotes
from digest.sources import read_payloads
from digest.verify import Original, fold_letters

_Read = tuple[Article, str]  # an article and the letters of what it came from


class KnownOriginals:
    """The originals of articles that were just prepared, with the bytes they came from.

    ``indirect`` says whether the digest holds reported speech, which is not prepared.
    """

    def __init__(
        self,
        prepared: Iterable[Prepared],
        payloads: Mapping[str, Payload],
        *,
        indirect: bool = False,
    ) -> None:
        self._indirect = indirect
        self._prepared = {one.article.id: one for one in prepared}
        self._texts = cache(lambda file: source_texts(payloads[file]))

    def find(self, source: Source) -> Original:
        """Return the original of a source of the digest just made."""
        known = self._prepared[source.id]
        letters = fold_letters(self._texts(known.article.file).get(known.article.sha256, ""))
        quotes = find_quotes(known.article, indirect=True) if self._indirect else known.quotes
        return Original(article=known.article, quotes=quotes, letters=letters)


class ReadOriginals:
    """The originals as they stand on disk now: where the digest says, or in ``paths``.

    In ``paths`` a source is known by its bytes, so that a folder may have been moved and
    standard input been kept in a file.
    """

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self._read = cache(_read_file)
        self._by_bytes: dict[tuple[str, str], _Read] | None = None
        if paths:
            found = [one for payload in read_payloads(paths) for one in _articles(payload)]
            self._by_bytes = {_bytes_key(article): (article, text) for article, text in found}

    def find(self, source: Source) -> Original | str:
        """Return the original of a source, or why there is none."""
        found = self._find(source)
        if isinstance(found, str):
            return found
        article, letters = found
        quotes = find_quotes(article, indirect=True)
        return Original(article=article, quotes=quotes, letters=letters)

    def _find(self, source: Source) -> _Read | str:
        if self._by_bytes is not None:
            return self._by_bytes.get(_bytes_key(source), "none of the given sources has its bytes")
        if source.file == "-":
            return "came by standard input; name a file that holds it with --sources"
        found = self._read(source.file)
        if isinstance(found, str):
            return found
        return found.get(source.id, f"no longer in '{source.file}'")


def _bytes_key(article: Article | Source) -> tuple[str, str]:
    """Return what tells one article of a file from another, wherever the file is."""
    return article.sha256, article.id.removeprefix(article.file)


def _read_file(file: str) -> dict[str, _Read] | str:
    try:
        payloads = list(read_payloads([file]))
    except InputError as err:
        return str(err)
    found = [one for payload in payloads for one in _articles(payload)]
    return {article.id: (article, letters) for article, letters in found}


def _articles(payload: Payload | Skipped) -> list[_Read]:
    if isinstance(payload, Skipped):
        return []
    texts = source_texts(payload)
    return [
        (one, fold_letters(texts.get(one.sha256, "")))
        for one in parse_payload(payload)
        if isinstance(one, Article)
    ]
