"""Find the sources of a digest again, to compare them with what it prints."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from digest.errors import InputError
from digest.formats import parse_payload, source_text
from digest.model import Article, Payload, Skipped, Source
from digest.sources import read_payloads
from digest.verify import Original, fold_letters


class KnownOriginals:
    """The originals of articles that were just read, with the bytes they came from."""

    def __init__(self, articles: Iterable[Article], payloads: Mapping[str, Payload]) -> None:
        self._articles = {article.id: article for article in articles}
        self._letters = cache(lambda file: fold_letters(source_text(payloads[file])))

    def find(self, source: Source) -> Original:
        """Return the original of a source of the digest just made."""
        article = self._articles[source.id]
        return Original(article=article, letters=self._letters(article.file))


class ReadOriginals:
    """The originals as they stand on disk now: where the digest says, or in ``paths``.

    In ``paths`` a source is known by its bytes, so that a folder may have been moved and
    standard input been kept in a file.
    """

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self._read = cache(_read_file)
        self._by_bytes: dict[tuple[str, str], Original] | None = None
        if paths:
            found = [one for payload in read_payloads(paths) for one in _originals(payload)]
            self._by_bytes = {_bytes_key(one.article): one for one in found}

    def find(self, source: Source) -> Original | str:
        """Return the original of a source, or why there is none."""
        if self._by_bytes is not None:
            original = self._by_bytes.get(_bytes_key(source))
            return original or "none of the given sources has its bytes"
        if source.file == "-":
            return "came by standard input; name a file that holds it with --sources"
        found = self._read(source.file)
        if isinstance(found, str):
            return found
        return found.get(source.id, f"no longer in '{source.file}'")


def _bytes_key(article: Article | Source) -> tuple[str, str]:
    """Return what tells one article of a file from another, wherever the file is."""
    return article.sha256, article.id.removeprefix(article.file)


def _read_file(file: str) -> dict[str, Original] | str:
    try:
        payloads = list(read_payloads([file]))
    except InputError as err:
        return str(err)
    return {one.article.id: one for payload in payloads for one in _originals(payload)}


def _originals(payload: Payload | Skipped) -> list[Original]:
    if isinstance(payload, Skipped):
        return []
    letters = fold_letters(source_text(payload))
    return [
        Original(article=article, letters=letters)
        for article in parse_payload(payload)
        if isinstance(article, Article)
    ]
