"""Average link on a sparse graph: groups of items by the likeness of pairs.

The one rule to know: two groups join while the mean over all their pairs is
above zero, a pair that was never compared counting as unlike as can be. The
components of such a graph would grow together into one. A group that has
gathered may pull in a single item for less, as a short or late one is like few
others; two groups need more, as they have had many pairs to meet by.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[int, int, float]  # two items and how alike they are; above zero is alike
PAIR = 2  # items; a group of no more pulls nothing


def link_groups(
    count: int,
    pairs: Iterable[Pair],
    *,
    floor: float,
    compared: int,
    pull: float = 0.0,
    reserve: float = 0.0,
) -> list[int]:
    """Return a group number for each of ``count`` items, in the order of their first items.

    ``floor`` is the likeness of a pair that is not given; an item has been ``compared``
    with so many others at most, and pairs beyond that count for nothing. ``pull`` is what
    a large group adds to the mean with a single item, ``reserve`` what is taken off that of
    two large ones; zero is plain UPGMA (Sokal and Michener 1958). ``pull`` must be less than
    what lies between ``floor`` and zero: more joins what was never compared. Ties join the
    groups of the earliest items first.
    """
    near: list[dict[int, float]] = [{} for _ in range(count)]  # sums above the floor
    rule = _Rule(floor, compared, pull, reserve)
    for one, other, likeness in pairs:
        near[one][other] = near[other][one] = likeness - floor
    members = [[item] for item in range(count)]
    heap: list[tuple[float, int, int]] = []
    for one, others in enumerate(near):
        for other, above in others.items():
            if one < other and (mean := rule.mean(above, members[one], members[other])) > 0:
                heap.append((-mean, one, other))
    heapq.heapify(heap)
    while heap:
        likeness, one, other = heapq.heappop(heap)
        if not members[one] or not members[other] or other not in near[one]:
            continue
        if -likeness != rule.mean(near[one][other], members[one], members[other]):
            continue  # it has changed since
        _merge(near, members, one, other)
        for third, above in near[one].items():
            mean = rule.mean(above, members[one], members[third])
            if mean > 0:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    return _numbered(members, count)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How alike two groups are."""

    floor: float
    compared: int
    pull: float
    reserve: float

    def mean(self, above: float, one: Sequence[int], other: Sequence[int]) -> float:
        """Return the mean likeness of two groups' pairs, with pull and reserve."""
        small, large = sorted((len(one), len(other)))
        pairs = min(small * large, self.compared * small)
        pull = self.pull * max(0.0, 1 - PAIR / large) / small
        return round(self.floor + above / pairs + pull - self.reserve * (1 - 1 / small), 9)


def _merge(near: list[dict[int, float]], members: list[list[int]], one: int, other: int) -> None:
    """Let the first group take in the other, with the sums of both."""
    for third, above in near[other].items():
        if third != one:
            near[one][third] = near[third][one] = near[one].get(third, 0.0) + above
            near[third].pop(other, None)
    near[one].pop(other)
    near[other] = {}
    members[one] += members[other]
    members[other] = []


def _numbered(members: list[list[int]], count: int) -> list[int]:
    groups = sorted((min(group), group) for group in members if group)
    labels = [0] * count
    for number, (_, group) in enumerate(groups):
        for item in group:
            labels[item] = number
    return labels
