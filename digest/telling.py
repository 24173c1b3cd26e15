"""The names and words by which an event is known again, most telling first.

One rule: a name is a run of capitalized words that is no headline, no common
word at the start of a sentence and nothing that a page says of itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log, log1p

from digest.model import Article, Prepared
from digest.names import TITLES
from digest.words import document_count, document_frequency, stems, words

MOST_NAMES, MOST_TERMS = 24, 40  # that are kept of an event; twice as many changed no link
LEAD = 400  # characters; what stands there the event is about
LEAD_NAME = 3.0  # how much more a name counts that stands in the lead
_LONGEST_RUN = 5  # words; more is a headline in capitals
_WORD = r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w’'-]*)"
_RUN = re.compile(rf"{_WORD}(?: {_WORD}){{0,5}}")
_ANY_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_HOST_PART = re.compile(r"[^\W_]+")
# What pages say of themselves, and the days, which name nothing.
_NAMELESS = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep
    oct nov dec mon tue tues wed thu thur thurs fri sat sun am pm est edt cst cdt mst mdt pst pdt
    gmt utc copyright updated update posted published download follow weather sports news read
    share photo photos click join watch twitter facebook instagram youtube advertisement newsletter
    subscribe broadcasting corporation rights reserved associated press ap reuters afp email story
    stories video videos image images caption source sources related comments login newschannel
    channel eyewitness breaking latest live report reports reporter app apps android iphone ios
    google inc llc tv radio police officers detectives deputies witnesses witness authorities
    investigators neighbors residents anyone friends family hundreds dozens thousands""".split()
)


def telling_names(articles: Sequence[Prepared]) -> tuple[str, ...]:
    """Return the names by what they tell, how often and how early they stand."""
    counts: dict[tuple[str, ...], float] = defaultdict(float)
    forms: dict[tuple[str, ...], str] = {}
    for prepared in articles:
        for run, (count, form) in _names_of(prepared.article).items():
            counts[run] += count
            forms[run] = min(forms.get(run, form), form)

    def rank(run: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
        first, *others = sorted((_rarity(word) for word in run), reverse=True)
        told = (first + others[0]) / 1.5 if others else first
        return (-round(told * log1p(counts[run]), 9), run)

    return tuple(forms[run] for run in sorted(counts, key=rank)[:MOST_NAMES])


def _names_of(article: Article) -> dict[tuple[str, ...], tuple[float, str]]:
    """Return the names of the article, lower-cased words, with their counts and forms.

    A lone word counts for the longer name that holds it most often: "Toral" for "Ines Toral".
    """
    counts: Counter[tuple[str, ...]] = Counter()
    forms: dict[tuple[str, ...], str] = {}
    early: set[tuple[str, ...]] = set()
    for form, start in _runs(article):
        run = tuple(plain_word(word) for word in form)
        counts[run] += 1
        forms.setdefault(run, " ".join(form))
        if start < LEAD:
            early.add(run)
    homes = _longer_names(counts)
    totals: Counter[tuple[str, ...]] = Counter()
    for run, count in counts.items():
        home = homes.get(run[0], run) if len(run) == 1 else run
        totals[home] += count
        if run in early:
            early.add(home)
    return {
        run: ((1 + log(count)) * (LEAD_NAME if run in early else 1.0), forms[run])
        for run, count in totals.items()
    }


def _longer_names(counts: Counter[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return for each word of the longer names the one that stands most often."""
    homes: dict[str, tuple[str, ...]] = {}
    for run in sorted((run for run in counts if len(run) > 1), key=lambda run: (counts[run], run)):
        homes.update(dict.fromkeys(run, run))
    return homes


def _runs(article: Article) -> Iterable[tuple[tuple[str, ...], int]]:
    """Return the runs of capitalized words that name something, and where they start."""
    text, title = article.text, article.title
    common = {word for word in _ANY_WORD.findall(text) if word[0].islower()}
    nameless = _NAMELESS | _outlet_words(article.outlet)
    heads = () if text.startswith(title) else _RUN.finditer(title)
    found = [(head[0], 0) for head in heads]
    found.extend((run[0], run.start()) for run in _RUN.finditer(text))
    for run, start in found:
        named = _named(run.split(" "), common)
        # "Oru-TV9" of oru.example/tv9 is the page's own too.
        if any(plain_word(word).rpartition("-")[2] not in nameless for word in named):
            kept = tuple(word for word in named if plain_word(word) not in _NAMELESS)
            if 0 < len(kept) <= _LONGEST_RUN:
                yield kept, start


def _named(run: Sequence[str], common: set[str]) -> list[str]:
    """Return the run without stop words, titles before it and common words at its ends."""
    cut = [_unpossessed(word) for word in run if word[0].isupper()]
    kept = [word for word in cut if len(word) > 1 and word[1] != "." and _tells(plain_word(word))]
    while kept and (kept[0].lower() in common or plain_word(kept[0]) in TITLES):
        kept.pop(0)
    while kept and kept[-1].lower() in common:
        kept.pop()
    return kept


@lru_cache(maxsize=1 << 16)
def _tells(word: str) -> bool:
    return bool(stems(word))


def _unpossessed(word: str) -> str:
    word = word.replace("’", "'").strip("'-")
    return word.removesuffix("'s")


@lru_cache(maxsize=1 << 16)
def plain_word(word: str) -> str:
    """Return the word of a name, lower-cased, without marks around it."""
    return "".join(words(word)[:1])


@lru_cache(maxsize=4096)
def _outlet_words(outlet: str) -> frozenset[str]:
    """Return the words by which the outlet's pages name it: "Oru 9 News", "oru9.com"."""
    name = outlet.lower()
    return frozenset(_HOST_PART.findall(name)) | frozenset(
        _HOST_PART.findall(name.replace("-", ""))
    )


def telling_terms(articles: Sequence[Prepared]) -> tuple[str, ...]:
    """Return the stems by what they tell and in how many articles, and how often, they stand."""
    weights: dict[str, float] = defaultdict(float)
    for prepared in articles:
        article = prepared.article
        counts = Counter(stem for one in prepared.sentences for stem in one.stems)
        counts.update(stems(article.title, language=article.language) * 2)
        counts.update(stems(article.text[:LEAD], language=article.language))
        for stem, count in counts.items():
            weights[stem] += 1 + log(count)
    frequency, total = document_frequency(), document_count() + 1

    def rank(stem: str) -> tuple[float, str]:
        # A word that the background lacks is as often a slip as a name.
        return (-round(weights[stem] * log(total / max(frequency.get(stem, 0), 3)), 9), stem)

    return tuple(sorted(weights, key=rank)[:MOST_TERMS])


def _rarity(word: str) -> float:
    return log((document_count() + 1) / max(background_holders(word), 1))


@lru_cache(maxsize=1 << 17)
def background_holders(word: str) -> int:
    """Return in how many documents of the background the rarest stem of the word stands."""
    frequency = document_frequency()
    return min((frequency.get(stem, 0) for stem in stems(word)), default=document_count())
