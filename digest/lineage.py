"""Which of the articles that repeat each other are originals, and whose copies the others are.

One rule: an original is nobody's copy. So a copy of a copy points at the
original of both, and a round-up of two reports makes neither the other's copy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles, by place, of which one repeats the other, in so many word runs.

    ``same_text`` says that hardly anything was added or cut.
    """

    one: int
    other: int
    runs: int = 0
    same_text: bool = False


_Links: TypeAlias = Mapping[int, Mapping[int, Link]]


def point_at_originals(
    links: Iterable[Link], rank: Callable[[Sequence[int]], Sequence[int]]
) -> tuple[tuple[int, int], ...]:
    """Return pairs (copy, original) of linked places, by copy.

    ``rank`` puts those that hang together in order, the most original first.
    """
    linked = _by_place(links)
    found: dict[int, int] = {}
    for family in _families(linked):
        found |= _originals_of(rank(family), linked)
    return tuple(sorted(found.items()))


def find_families(links: Iterable[Link]) -> list[list[int]]:
    """Return the places that hang together, directly or by others, each family rising."""
    return list(_families(_by_place(links)))


def _by_place(links: Iterable[Link]) -> _Links:
    linked: dict[int, dict[int, Link]] = defaultdict(dict)
    for link in links:
        linked[link.one][link.other] = linked[link.other][link.one] = link
    return linked


def _families(linked: _Links) -> Iterator[list[int]]:
    seen: set[int] = set()
    for start in sorted(linked):
        family, waiting = [], [start]
        while waiting:
            index = waiting.pop()
            if index not in seen:
                seen.add(index)
                family.append(index)
                waiting += linked[index]
        if family:
            yield sorted(family)


def _originals_of(ranked: Sequence[int], linked: _Links) -> dict[int, int]:
    """Return the original of each copy: of those that it repeats, the one it shares most with."""
    rank = {index: place for place, index in enumerate(ranked)}
    originals, followed = _choose_originals(rank, linked)
    found = {
        index: max(own, key=lambda one: (linked[index][one].runs, -rank[one]))
        for index in ranked
        if index not in originals and (own := originals & linked[index].keys())
    }
    for index, copy in followed.items():
        found[index] = found[copy]
    return found


def _choose_originals(rank: Mapping[int, int], linked: _Links) -> tuple[set[int], dict[int, int]]:
    """Return the originals, and the copies that are so by being the same text as a copy.

    With a paragraph added here and another cut there, their links to the original fail.
    """
    originals, covered = set[int](), set[int]()
    followed: dict[int, int] = {}
    for index in rank:
        if index in covered:
            continue
        same = {other for other, link in linked[index].items() if link.same_text}
        copy = min(covered & same, key=rank.__getitem__, default=None)
        covered.add(index)
        if copy is None:
            originals.add(index)
            covered |= linked[index].keys()
        else:
            followed[index] = copy
    return originals, followed
