"""Damaged articles: torn, doubled, shuffled, sprinkled with marks; still read, still proven."""

import random
from pathlib import Path

import pytest

from digest import run
from digest.config import Settings
from digest.formats import parse_payload
from digest.model import Article, Payload, Skipped
from digest.renderers import find_renderer
from digest.renderers.json import decode_digest

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").iterdir())
DEBRIS = [
    *"“ ” \" ' ‘ ’ … — [ ] ( ) ( «".split(),
    *("\n", "\n\n", "Q    ", "MODERATOR:  ", "(Laughter.)", "---\n", "©2026 ", "(MP) — "),
    *("\u202e", "\x00", "洪水", "?”", "Related\n", "By Jo Keil\n", "- 0dog\n", "Dr. "),
    *("http://x.example/z ", '{"id":1,"text":"x"}\n'),
]


def damage(text: str, source: random.Random) -> str:
    for _ in range(source.randint(1, 25)):
        at = source.randrange(len(text) + 1)
        kind = source.random()
        if kind < 0.4:
            text = text[:at] + source.choice(DEBRIS) + text[at:]
        elif kind < 0.7:
            text = text[:at] + text[at + source.randint(1, 30) :]
        elif kind < 0.85:
            end = at + source.randint(10, 800)
            text = text[:end] + text[at:end] + text[end:]
        elif kind < 0.95:
            lines = text.split("\n")
            lines.insert(source.randrange(len(lines) + 1), source.choice(lines))
            text = "\n".join(lines)
        else:
            text = text[:at]
    return text


@pytest.mark.parametrize("number", range(60))
def test_damaged_samples_make_a_digest_that_is_proven(number: int) -> None:
    source = random.Random(number)
    payloads = {}
    for index, path in enumerate(source.sample(SEEDS, 3)):
        text = damage(path.read_text(encoding="utf-8"), source)
        payloads[f"{index}.txt"] = Payload(file=f"{index}.txt", data=text.encode())
    found = [one for payload in payloads.values() for one in parse_payload(payload)]
    articles = {one.id: one for one in found if isinstance(one, Article)}
    reading = run.Reading(
        articles=tuple(articles.values()),
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
        payloads=payloads,
    )

    made = run.make_digest(reading, Settings(day="2026-03-12"))

    assert made.verified.failed == 0
    assert decode_digest(find_renderer("json")(made), "x.json") == made
    for name in ("html", "mail", "text"):
        assert find_renderer(name)(made)
