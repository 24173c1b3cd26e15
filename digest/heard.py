"""What the sentences of earlier articles said, kept so small that all of them can be.

One rule: a sentence is its stems, each as a number of two bytes, in no order.
That is enough to tell a sentence that says the same in other words, and it
cannot be read back. Beside them stand the numbers that the sentences count.
"""

import struct
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from zlib import crc32

from digest.amounts import find_amounts, may_hold_amounts, split_tokens
from digest.counted import read_counted

Bag = frozenset[int]
ToldNumber = tuple[str, float]
"""What is counted, in a form that another count of it has again, and its number."""

_NUMBERS = 0xFFFF  # of stems; two stems of a sentence have one number once in 300 sentences


def bag_of(stems: Iterable[str]) -> Bag:
    """Return the numbers of the stems."""
    return frozenset(crc32(stem.encode()) & _NUMBERS for stem in stems)


def pack_bag(bag: Bag) -> str:
    """Return the bag as letters: five for two stems."""
    return b64encode(struct.pack(f">{len(bag)}H", *sorted(bag))).decode().rstrip("=")


def unpack_bag(packed: str) -> Bag:
    """Return the bag again, an empty one where the letters are damaged."""
    try:
        data = b64decode(packed + "=" * (-len(packed) % 4))
        return frozenset(struct.unpack(f">{len(data) // 2}H", data))
    except (NoBase64, struct.error, ValueError):
        return frozenset()


def numbers_in(text: str) -> Iterator[ToldNumber]:
    """Yield what a sentence counts, once for each noun by which it may be known again."""
    if not may_hold_amounts(text):
        return
    tokens = split_tokens(text, 0)
    for one in read_counted("", tokens, find_amounts(tokens)):
        for noun in sorted(one.heads):
            roles = " ".join(sorted(one.roles))
            yield f"{noun}|{one.act}|{one.family}|{roles}", one.amount.base


class Heard:
    """Sentences that were heard, found by their stems."""

    def __init__(self, bags: Iterable[Bag], numbers: Iterable[ToldNumber]) -> None:
        self._holders: dict[int, list[int]] = defaultdict(list)
        for place, bag in enumerate(sorted(set(bags), key=sorted)):
            for stem in bag:
                self._holders[stem].append(place)
        self._numbers: dict[str, set[float]] = defaultdict(set)
        for counted, number in numbers:
            self._numbers[counted].add(number)

    def share(self, bag: Collection[int]) -> float:
        """Return how much of the bag one sentence has, at most: 0 to 1, and 1 of nothing."""
        found = Counter(place for stem in bag for place in self._holders.get(stem, ()))
        return max(found.values(), default=0) / len(bag) if bag else 1.0

    def holds(self, stem: int) -> bool:
        """Tell whether a sentence has the stem."""
        return stem in self._holders

    def counts_otherwise(self, text: str) -> bool:
        """Tell whether the text counts what was counted before, to a number never heard."""
        return any(
            number not in self._numbers[counted]
            for counted, number in numbers_in(text)
            if counted in self._numbers
        )
