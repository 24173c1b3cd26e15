"""The headline of an event: the title of one of its articles, and no word of ours.

One rule: what is printed stands in that title in one piece. Only a label
before it ("WATCH:") and the name of an outlet behind it are ever cut, and
only where words enough remain.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from digest.model import Article, Event, Prepared
from digest.outlets import has_outlet_name, outlet_key
from digest.words import count_words, stems

NEAR = 0.8  # of the likeness of the most central title: what is so near may take its place
FEWEST_WORDS = 2  # that a cut must leave
_MOST_CUTS = 4  # "BREAKING: UPDATE 1-Dam breaks | World News | The Courier"
_DIGITS = 9  # to which likenesses are compared, so that ties are ties on every machine

# What stands before a title and says nothing of the event. "Opinion:" and its like do.
_LABEL = re.compile(
    r"(?i:watch(?: live| now)?|video|breaking(?: news)?|just in|developing|exclusive|urgent|"
    r"updated?(?: \d{1,2})?) ?[:|] ?(?=\S)"
    r"|(?:UPDATE|WRAPUP|REFILE|CORRECTED|RPT|EXCLUSIVE)(?: \d{1,2})? ?[-–—] ?(?=\S)"
)
_DIVIDER = re.compile(r" (?P<sign>\||::|•|-|–|—) ")
_BARS = frozenset({"|", "::", "•"})  # these divide a title from other things, dashes its own parts
_HOST = re.compile(r"[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.[a-z]{2,10}")
_LONGEST_NAME, _LONGEST_DASHED_NAME = 8, 4  # words of an outlet's name, behind a bar and a dash
_NAME_ENDS = frozenset(
    "chronicle courier dispatch examiner gazette guardian herald journal ledger news observer "
    "post press radio telegraph times tribune tv".split()
)

# Titles that tell of the article more than of the event, with what to call them.
_WEAK: Mapping[str, re.Pattern[str]] = {
    "a question": re.compile(r"[?？][\"”’»]?\Z"),
    "a live report": re.compile(
        r"\A(?:live|recap|the latest)\b ?[:|–—-]|\bas it happened\b|[|–—-] live\Z|"
        r"\blive(?:[ -]?blog|[ -]?ticker| updates?| coverage| feed)\b",
        re.IGNORECASE,
    ),
    "a list of what is known": re.compile(
        r"\bwhat (?:we|you|to)(?: need to| should)? know\b|\bthings? (?:to|we|you) know\b|"
        r"\bhere['’]s (?:what|how|why)\b|\btakeaways\b|\bexplain(?:ed|er)\b|\bq ?& ?a\b|"
        r"\A(?:how|why) ",
        re.IGNORECASE,
    ),
    "pictures": re.compile(
        r"\b(?:in (?:pictures|photos)|photo (?:gallery|essay)|slideshow)\b|"
        r"\A(?:photos?|pictures|gallery|listen|podcast)\b ?[:|–—-]|\b(?:photos|video|gallery)\Z",
        re.IGNORECASE,
    ),
    "an opinion or a column": re.compile(
        r"\A(?:opinion|editorial|analysis|comment|commentary|column|op-ed|letters?|"
        r"(?:morning|midday|evening|daily|weekend) (?:briefing|brief|roundup|newsletter))"
        r"\b ?[:|–—-]",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What is printed above an event, the id of the article it is from, and why that one."""

    title: str
    article: str
    reasons: tuple[str, ...]


def choose_headline(event: Event) -> Headline:
    """Return the title of the article that is most like the others, cut to what it says.

    A title that an outlet gave goes before one derived from a first sentence, a report's
    before a transcript's, an original's before a copy's. A question, a live report and the
    like give way to another that is nearly as central. Ties go to the earlier article.
    """
    copies = {copy for copy, _ in event.copies}
    articles = [prepared.article for prepared in event.articles]
    likeness = _mean_likeness(event.articles)
    ranks = [_rank(article, article.id in copies) for article in articles]
    own = [index for index, rank in enumerate(ranks) if rank == min(ranks)]
    central = min(own, key=lambda index: (-likeness[index], index))
    near = [index for index in own if likeness[index] >= NEAR * likeness[central]]
    plain = [index for index in near if not weakness(articles[index])]
    chosen = min(plain or [central], key=lambda index: (-likeness[index], index))
    return Headline(
        title=cut_title(articles[chosen].title, articles[chosen].outlet),
        article=articles[chosen].id,
        reasons=_reasons(articles, likeness, chosen=chosen, central=central),
    )


def cut_title(title: str, outlet: str) -> str:
    """Return the title without labels before it and names of outlets behind it.

    ``outlet`` is who published it.
    """
    kept = title
    for _ in range(_MOST_CUTS):
        label = _LABEL.match(kept)
        shorter = _without_name(kept[label.end() :] if label else kept, outlet)
        if shorter == kept or count_words(shorter) < FEWEST_WORDS:
            break
        kept = shorter
    return kept


def weakness(article: Article) -> str:
    """Return what makes the title one of the article more than of the event, "" for nothing."""
    title = cut_title(article.title, article.outlet)
    return next((name for name, pattern in _WEAK.items() if pattern.search(title)), "")


def _rank(article: Article, is_copy: bool) -> tuple[bool, bool, bool]:
    return (article.title_derived or not article.title, article.kind != "report", is_copy)


def _mean_likeness(articles: Sequence[Prepared]) -> list[float]:
    """Return how alike each article is to the others, 0 to 1; 0 for one alone."""
    from digest.vectors import tfidf

    bags = [
        (*stems(one.article.title), *chain.from_iterable(s.stems for s in one.sentences))
        for one in articles
    ]
    vectors = tfidf(bags)
    to_all = (vectors @ vectors.sum(axis=0)[:, None])[:, 0].tolist()
    to_itself = [1.0 if bag else 0.0 for bag in bags]
    others = max(1, len(articles) - 1)
    pairs = zip(to_all, to_itself, strict=True)
    return [round((whole - own) / others, _DIGITS) for whole, own in pairs]


def _without_name(title: str, outlet: str) -> str:
    dividers = list(_DIVIDER.finditer(title))
    if not dividers:
        return title
    last = dividers[-1]
    if _names_outlet(title[last.end() :], outlet, behind_bar=last["sign"] in _BARS):
        return title[: last.start()]
    return title


def _names_outlet(piece: str, outlet: str, *, behind_bar: bool) -> bool:
    if (outlet and outlet_key(piece) == outlet_key(outlet)) or _HOST.fullmatch(piece):
        return True
    parts = piece.split()
    if behind_bar:
        return has_outlet_name(piece) and len(parts) <= _LONGEST_NAME
    capitalized = all(not part[0].islower() for part in parts)
    ended = bool(parts) and parts[-1].casefold() in _NAME_ENDS
    return capitalized and ended and len(parts) <= _LONGEST_DASHED_NAME


def _reasons(
    articles: Sequence[Article], likeness: Sequence[float], *, chosen: int, central: int
) -> tuple[str, ...]:
    article = articles[chosen]
    if len(articles) == 1:
        return ("the only article",)
    found = [f"alike to the others by {likeness[chosen]:.2f}"]
    if chosen != central:
        better = articles[central]
        found.append(f"{better.id} by {likeness[central]:.2f}, but its title is {weakness(better)}")
    if article.title_derived:
        found.append("made from the first sentence: no article has a title of its own")
    elif article.kind != "report":
        found.append(f"of a {article.kind}: no report has a title of its own")
    return tuple(found)
