"""When articles were published, and which of them came first.

One rule: the undated come last, and ties go by outlet and content, never by
the order in which the articles were given.
"""

from datetime import tzinfo

from digest.dates import instant
from digest.model import Article


def published_at(article: Article, zone: tzinfo) -> float:
    """Return the second since 1970, not a number for an undated article.

    A time without a zone is read in ``zone``.
    """
    return instant(article.published, zone).timestamp() if article.published else float("nan")


def publication_order(article: Article, zone: tzinfo) -> tuple[bool, float, str, str, str]:
    """Return what to sort articles by, the earliest first; times without a zone are in ``zone``."""
    undated = not article.published
    moment = 0.0 if undated else published_at(article, zone)
    return (undated, moment, article.outlet.casefold(), article.sha256, article.id)
