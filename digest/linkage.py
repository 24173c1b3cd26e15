"""Average link on a sparse graph: groups of items by the likeness of pairs.

The one rule to know: two groups join while the mean over all their pairs is
above zero, a pair that was never compared counting as unlike as can be. The
components of such a graph would grow together into one.
"""

import heapq
from collections.abc import Iterable

Pair = tuple[int, int, float]  # two items and how alike they are; above zero is alike


def link_groups(count: int, pairs: Iterable[Pair], *, floor: float, compared: int) -> list[int]:
    """Return a group number for each of ``count`` items, in the order of their first items.

    ``floor`` is the likeness of a pair that is not given; an item has been ``compared``
    with so many others at most, and pairs beyond that count for nothing. Ties join the
    groups of the earliest items first (UPGMA, Sokal and Michener 1958).
    """
    near: list[dict[int, float]] = [{} for _ in range(count)]  # sums above the floor
    for one, other, likeness in pairs:
        near[one][other] = near[other][one] = likeness - floor
    members = [[item] for item in range(count)]
    heap: list[tuple[float, int, int]] = []
    for one, others in enumerate(near):
        for other, above in others.items():
            if one < other and (mean := _mean(above, members, one, other, floor, compared)) > 0:
                heap.append((-mean, one, other))
    heapq.heapify(heap)
    while heap:
        likeness, one, other = heapq.heappop(heap)
        if not members[one] or not members[other] or other not in near[one]:
            continue
        if -likeness != _mean(near[one][other], members, one, other, floor, compared):
            continue  # it has changed since
        _merge(near, members, one, other)
        for third, above in near[one].items():
            mean = _mean(above, members, one, third, floor, compared)
            if mean > 0:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    return _numbered(members, count)


def _mean(
    above: float, members: list[list[int]], one: int, other: int, floor: float, compared: int
) -> float:
    """Return the mean likeness of two groups' pairs."""
    sizes = len(members[one]), len(members[other])
    pairs = min(sizes[0] * sizes[1], compared * min(sizes))
    return round(floor + above / pairs, 9)


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
