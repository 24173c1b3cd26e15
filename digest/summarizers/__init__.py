"""How the sentences of an event are scored: one function a way.

A summarizer gives every sentence a score by its place, and says whether the
summary then covers what the articles say, or takes the highest scores as they
come. Which sentences can be printed, and in which order, is the business of
``selection``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digest.errors import UsageError
from digest.model import Place, Prepared


@dataclass(frozen=True, slots=True)
class Summarizer:
    """A way to score: ``score(articles, about)``, where ``about`` may be empty."""

    score: Callable[[Sequence[Prepared], str], Mapping[Place, float]]
    covering: bool = False


def find_summarizer(name: str) -> Summarizer:
    """Return the summarizer of that name; UsageError names the known ones."""
    if name not in SUMMARIZERS:
        known = ", ".join(sorted(SUMMARIZERS))
        raise UsageError(f"unknown summarizer '{name}' (known: {known})")
    return SUMMARIZERS[name]


def _lexrank(articles: Sequence[Prepared], about: str) -> Mapping[Place, float]:
    from digest.summarizers.lexrank import score_articles

    return score_articles(articles, about=about)


def _lead(articles: Sequence[Prepared], _: str) -> Mapping[Place, float]:
    from digest.summarizers.lead import score_articles

    return score_articles(articles)


def _sumy(articles: Sequence[Prepared], _: str) -> Mapping[Place, float]:
    from digest.summarizers.sumy import score_articles

    return score_articles(articles)


SUMMARIZERS = {
    "lexrank": Summarizer(_lexrank, covering=True),
    "lead": Summarizer(_lead),
    "sumy": Summarizer(_sumy),
}
