"""Start libraries without what they bring along for nothing.

One rule: what is kept out must be missing on purpose, in a way the library knows.
"""

import sys


def import_nltk() -> None:
    """Import nltk without scipy.stats, which it wants for a test of significance only.

    That saves 0.4 s and 50 MB at every start; nltk has its own way out where scipy is missing.
    """
    if "nltk" in sys.modules or "scipy.stats" in sys.modules:
        return
    sys.modules["scipy.stats"] = None  # type: ignore[assignment]  # how Python marks a missing one
    try:
        import nltk  # noqa: F401
    finally:
        del sys.modules["scipy.stats"]
