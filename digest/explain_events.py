"""Say in plain words why events stand in their order, and why articles are of one event or not.

One rule: nothing is worked out anew. What is told here are the figures by
which the events were made, scored and named.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from digest.config import Settings
from digest.edition import order_events
from digest.errors import UsageError
from digest.events import judge_pair
from digest.explain import Line
from digest.headlines import choose_headline
from digest.model import Article, Event, EventDigest
from digest.renderers.dates import moment_in_words
from digest.renderers.printable import TITLE, clean, shorten
from digest.renderers.shown import EventView, SourceView
from digest.renderers.view import view_event
from digest.steps import digest_event

_SHOWN = 100  # characters of a title
_START = "any two articles"  # with what the sum starts, before anything is compared
_LEAST = 0.0005  # what adds less to the sum is not printed
_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReason:
    """One of the things that two articles were compared by.

    ``share`` is what it adds to the sum: the value times its weight.
    """

    name: str
    value: float
    weight: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """How alike two articles are, in log-odds, and what that is made of.

    Above zero it is likelier that they report one event. ``notes`` are what the sum does
    not show.
    """

    score: float
    reasons: tuple[PairReason, ...]
    notes: tuple[str, ...] = ()


def explain_groups(
    events: Sequence[Event], pair: tuple[str, str] | None, settings: Settings = _DEFAULTS
) -> Iterator[Line]:
    """Yield what is to be said of two articles, given by id, or of all events without a pair."""
    if pair is None:
        told = order_events([digest_event(event, settings) for event in events], settings)
        return explain_events(told, events, timezone=settings.timezone)
    known = {one.article.id: one.article for event in events for one in event.articles}
    one, other = known[pair[0]], known[pair[1]]
    verdict = compare_pair(one, other, events)
    return explain_pair((one, other), verdict, events, timezone=settings.timezone)


def compare_pair(one: Article, other: Article, events: Sequence[Event]) -> PairVerdict:
    """Return how alike the two articles are, and what else holds them together."""
    reasons = tuple(
        PairReason(name=name or _START, value=value, weight=weight, share=value * weight)
        for name, value, weight in judge_pair(one, other)
    )
    return PairVerdict(
        score=sum(reason.share for reason in reasons),
        reasons=reasons,
        notes=tuple(_ties(one, other, events)),
    )


def explain_events(
    told: Sequence[EventDigest], events: Sequence[Event], *, timezone: str
) -> Iterator[Line]:
    """Yield for each event, in the order of ``told``, its score, its headline and its articles."""
    by_id = {event.id: event for event in events}
    for number, one in enumerate(told, start=1):
        if number > 1:
            yield (("", ""),)
        yield from _explain_event(one, by_id[one.id], view_event(one, number, timezone))


def explain_pair(
    pair: tuple[Article, Article],
    verdict: PairVerdict,
    events: Sequence[Event],
    *,
    timezone: str,
) -> Iterator[Line]:
    """Yield why the two articles were or were not joined, the weightiest reason first."""
    for article in pair:
        outlet = clean(article.outlet, limit=TITLE) or "unknown outlet"
        when = moment_in_words(article.published, timezone)
        yield ((clean(article.id), "bold"), (f" {outlet}, {when}", "dim"))
        yield ((f"    {_short(article.title)}", ""),)
    alike = "alike enough" if verdict.score > 0 else "not alike enough"
    odds = (
        f": {verdict.score:+.3f}, more than 0 is needed (likelihood {_chance(verdict.score):.1%})"
    )
    yield ((alike, "bold"), (odds, ""))
    yield from _explain_reasons(verdict.reasons)
    for note in verdict.notes:
        yield ((f"    {clean(note)}", ""),)
    yield ((_outcome(pair, events), "bold"),)


def named_pair(
    paths: Sequence[str], ids: Sequence[str], known: Collection[str]
) -> tuple[str, str] | None:
    """Return the two articles that were asked for by id, None where all are to be explained.

    ``known`` are the ids of the articles under the paths. Without ``ids``, two paths that
    are articles themselves are the pair.
    """
    for name in ids:
        if name not in known:
            raise UsageError(f"'{name}' is no file or folder, nor the id of an article in those")
    named = list(dict.fromkeys(ids or [path for path in paths if path in known]))
    if len(named) == 2:
        return named[0], named[1]
    if not ids:
        return None
    raise UsageError(f"--explain takes two ids or none, got {len(named)}: '{', '.join(named)}'")


def _explain_event(told: EventDigest, event: Event, view: EventView) -> Iterator[Line]:
    yield (
        (f"{view.number}. ", "dim"),
        (shorten(view.title.text, limit=_SHOWN), "bold"),
        (f"  {event.id}", "dim"),
    )
    yield ((f"    score {told.score:.2f}", ""),)
    yield from (((f"      {clean(reason)}", ""),) for reason in told.reasons)
    yield ((f"    {view.reported}", ""),)
    yield from _explain_headline(event, {one.id: one.number for one in told.articles})
    places = {source.number: source.id for source in told.articles}
    for source in view.sources:
        yield from _explain_source(source, clean(places[source.number]))
    if len(event.articles) > 1:
        yield ((f"    weakest member: belongs with {event.confidence:.3f}", ""),)


def _explain_headline(event: Event, numbers: Mapping[str, int]) -> Iterator[Line]:
    headline = choose_headline(event)
    why = "; ".join(clean(reason) for reason in headline.reasons)
    yield ((f"    headline of [{numbers[headline.article]}]: {why}", ""),)


def _explain_source(source: SourceView, article: str) -> Iterator[Line]:
    said = ", ".join(filter(None, (source.label, source.kind, source.copy_of, source.shares)))
    yield ((f"    [{source.number}] ", ""), (said, ""), (f"  {article}", "dim"))


def _explain_reasons(reasons: Sequence[PairReason]) -> Iterator[Line]:
    telling = [reason for reason in reasons if abs(reason.share) >= _LEAST]
    width = max((len(reason.name) for reason in telling), default=0)
    for reason in sorted(telling, key=lambda one: (-abs(one.share), one.name)):
        made = f"{reason.value:8.3f} × {reason.weight:+8.3f} = {reason.share:+7.3f}"
        yield ((f"    {clean(reason.name):{width}}  {made}", ""),)


def _ties(one: Article, other: Article, events: Sequence[Event]) -> Iterator[str]:
    """Yield what keeps two articles together whatever the sum says."""
    copies = {pair for event in events for pair in event.copies}
    for first, second in ((one, other), (other, one)):
        if (first.id, second.id) in copies:
            yield f"{first.id} is a copy of {second.id}"
        if first.part_of == second.id:
            yield f"{first.id} stands under {second.id}, on one page"


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _outcome(pair: tuple[Article, Article], events: Sequence[Event]) -> str:
    homes = {one.article.id: event.id for event in events for one in event.articles}
    first, second = (homes[article.id] for article in pair)
    if first == second:
        return f"joined: both are in {first}"
    return f"not joined: they are in {first} and {second}"


def _short(title: str) -> str:
    return shorten(clean(title, limit=TITLE), limit=_SHOWN) or "(no title)"
