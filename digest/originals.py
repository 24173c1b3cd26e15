"""Find the sources of a digest again, to compare them with what it prints."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from digest.errors import InputError
from digest.formats import is_guarded, source_texts
from digest.guard import Guard
from digest.identity import completed, stub_of
from digest.model import Article, Origin, Payload, Prepared, Skipped, Source
from digest.quotes import find_quotes
from digest.reading import Reading, unpacked
from digest.sources import Sources, is_web
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

    def __init__(self, guard: Guard, sources: Sources, paths: Sequence[str] = ()) -> None:
        self._guard = guard
        self._sources = sources
        self._read = cache(self._read_file)
        self._fetched = cache(self._read_fetched)
        self._by_bytes: dict[tuple[str, str], _Read] | None = None
        if paths:
            found = self._articles(sources.payloads(paths))
            self._by_bytes = {_bytes_key(article): (article, text) for article, text in found}

    def find(self, source: Source) -> Original | str:
        """Return the original of a source, or why there is none."""
        found = self._find(source)
        if isinstance(found, str):
            return found
        article, letters = found
        others = [self._find(origin) for origin in source.completed_from]
        article = completed(article, (one[0] for one in others if not isinstance(one, str)))
        quotes = find_quotes(article, indirect=True)
        return Original(article=article, quotes=quotes, letters=letters)

    def _find(self, source: Source | Origin) -> _Read | str:
        if self._by_bytes is not None:
            return self._by_bytes.get(_bytes_key(source), "none of the given sources has its bytes")
        if source.file == "-":
            return "came by standard input; name a file that holds it with --sources"
        if is_web(source.file):
            found = self._fetched(source.file, source.sha256)
        else:
            found = self._read(source.file)
        if isinstance(found, str):
            return found
        return found.get(source.id, f"no longer in '{source.file}'")

    def _read_file(self, file: str) -> dict[str, _Read] | str:
        try:
            return self._by_id(self._sources.payloads([file]))
        except InputError as err:
            return str(err)

    def _read_fetched(self, url: str, sha256_hex: str) -> dict[str, _Read] | str:
        """Return what stood at an address when it was fetched; it is not asked again."""
        payload = self._sources.remote.payload_of(url, sha256_hex)
        if payload is None:
            return "what was fetched there is no longer kept; name a copy of it with --sources"
        return self._by_id([payload])

    def _by_id(self, payloads: Iterable[Payload | Skipped]) -> dict[str, _Read]:
        return {article.id: (article, text) for article, text in self._articles(payloads)}

    def _articles(self, payloads: Iterable[Payload | Skipped]) -> Iterator[_Read]:
        each = unpacked(self._guard, payloads)
        for payload, parsed in self._guard.parse(each, work="explore"):
            texts = parsed.texts
            if isinstance(payload, Payload) and not is_guarded(payload):
                texts = dict(source_texts(payload))
            for article in parsed.articles:
                yield article, fold_letters(texts.get(article.sha256, ""))
            if isinstance(payload, Payload):
                told = {article.id for article in parsed.articles}
                for link in parsed.links:
                    if link.item and link.item not in told:
                        yield stub_of(link, payload), ""


def _bytes_key(article: Article | Source | Origin) -> tuple[str, str]:
    """Return what tells one article of a file from another, wherever the file is."""
    return article.sha256, article.id.removeprefix(article.file)
