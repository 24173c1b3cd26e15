"""Find the sources of a digest again, to compare them with what it prints."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from digest.errors import InputError
from digest.formats import is_guarded, source_texts
from digest.guard import Guard
from digest.model import Article, Payload, Prepared, Source
from digest.quotes import find_quotes
from digest.reading import Reading, unpacked
from digest.verify import Original, fold_letters

_Read = tuple[Article, str]  # an article and the letters of what it came from


def seen_texts(reading: Reading) -> Callable[[Article], str]:
    """Return what gives all that a reader of an article's source sees, noise and all.

    Articles that were read in child processes need a reading that kept their texts.
    """
    payloads: dict[str, list[Payload]] = {}
    for payload in reading.payloads.values():
        payloads.setdefault(payload.file, []).append(payload)

    @cache
    def texts_of(file: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for payload in payloads.get(file, ()):
            found |= source_texts(payload)
        return found

    def seen(article: Article) -> str:
        kept = reading.texts.get(article.sha256)
        return texts_of(article.file).get(article.sha256, "") if kept is None else kept

    return seen


class KnownOriginals:
    """The originals of articles that were just prepared, with what they came from.

    ``indirect`` says whether the digest holds reported speech, which is not prepared.
    """

    def __init__(
        self, prepared: Iterable[Prepared], reading: Reading, *, indirect: bool = False
    ) -> None:
        self._indirect = indirect
        self._prepared = {one.article.id: one for one in prepared}
        self._seen = seen_texts(reading)

    def find(self, source: Source) -> Original:
        """Return the original of a source of the digest just made."""
        known = self._prepared[source.id]
        letters = fold_letters(self._seen(known.article))
        quotes = find_quotes(known.article, indirect=True) if self._indirect else known.quotes
        return Original(article=known.article, quotes=quotes, letters=letters)


class ReadOriginals:
    """The originals as they stand on disk now: where the digest says, or in ``paths``.

    In ``paths`` a source is known by its bytes, so that a folder may have been moved and
    standard input been kept in a file.
    """

    def __init__(self, guard: Guard, paths: Sequence[str] = ()) -> None:
        self._guard = guard
        self._read = cache(self._read_file)
        self._by_bytes: dict[tuple[str, str], _Read] | None = None
        if paths:
            found = self._articles(paths)
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

    def _read_file(self, file: str) -> dict[str, _Read] | str:
        try:
            return {article.id: (article, text) for article, text in self._articles([file])}
        except InputError as err:
            return str(err)

    def _articles(self, paths: Sequence[str]) -> Iterator[_Read]:
        for payload, parsed in self._guard.parse(unpacked(self._guard, paths), with_texts=True):
            texts = parsed.texts
            if isinstance(payload, Payload) and not is_guarded(payload):
                texts = dict(source_texts(payload))
            for article in parsed.articles:
                yield article, fold_letters(texts.get(article.sha256, ""))


def _bytes_key(article: Article | Source) -> tuple[str, str]:
    """Return what tells one article of a file from another, wherever the file is."""
    return article.sha256, article.id.removeprefix(article.file)
