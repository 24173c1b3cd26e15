"""How sentences are scored: one function a way, from sentences to one score each.

A summarizer only scores. Which sentences are printed, and in which order, is
the business of ``selection``.
"""

from collections.abc import Callable, Sequence

from digest.errors import UsageError
from digest.model import Sentence

Summarizer = Callable[[Sequence[Sentence]], tuple[float, ...]]


def find_summarizer(name: str) -> Summarizer:
    """Return the summarizer of that name; UsageError names the known ones."""
    if name not in SUMMARIZERS:
        known = ", ".join(sorted(SUMMARIZERS))
        raise UsageError(f"unknown summarizer '{name}' (known: {known})")
    return SUMMARIZERS[name]


def _lexrank(sentences: Sequence[Sentence]) -> tuple[float, ...]:
    from digest.summarizers.lexrank import score_sentences

    return score_sentences(sentences)


def _lead(sentences: Sequence[Sentence]) -> tuple[float, ...]:
    from digest.summarizers.lead import score_sentences

    return score_sentences(sentences)


SUMMARIZERS: dict[str, Summarizer] = {"lexrank": _lexrank, "lead": _lead}
