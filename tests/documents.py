"""What is read out of a file of a known kind, its text proven to stand in the file."""

from digest.formats import detect, parse_payload, source_texts
from digest.model import Article, Payload, Skipped
from digest.verify import fold_letters


def parse_as(kind: str, content: bytes) -> tuple[Article | Skipped, ...]:
    """Return what stands in bytes that must be told as of that kind."""
    payload = Payload(file=f"a.{kind}", data=content)
    assert detect(payload) == kind
    found = parse_payload(payload)
    for one in found:
        if isinstance(one, Article):
            seen = fold_letters(source_texts(payload)[one.sha256])
            assert all(fold_letters(line) in seen for line in one.text.split("\n"))
    return found
