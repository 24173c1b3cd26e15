"""Average link on a sparse graph."""

import itertools
from collections.abc import Iterator
from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from digest.linkage import Pair, link_groups

FLOOR = -3.0


def test_likely_pairs_are_one_group_and_the_others_alone() -> None:
    labels = link_groups(4, [(0, 2, 1.5), (1, 3, -0.5)], floor=FLOOR, compared=4)

    assert labels == [0, 1, 0, 2]


def test_a_bridge_does_not_join_two_groups() -> None:
    pairs = [(0, 1, 2.0), (2, 3, 2.0), (1, 2, 1.0)]

    assert link_groups(4, pairs, floor=FLOOR, compared=4) == [0, 0, 1, 1]


def test_groups_join_where_their_mean_is_likely() -> None:
    pairs = [(0, 1, 2.0), (2, 3, 2.0), (1, 2, 1.0), (0, 2, 1.0), (0, 3, 1.0), (1, 3, -1.0)]

    assert link_groups(4, pairs, floor=FLOOR, compared=4) == [0, 0, 0, 0]


def test_pairs_beyond_those_compared_count_for_nothing() -> None:
    pairs = [(0, 1, 4.0), (2, 3, 4.0), (0, 2, 4.0)]

    assert link_groups(4, pairs, floor=FLOOR, compared=1) == [0, 0, 0, 0]
    assert link_groups(4, pairs, floor=FLOOR, compared=4) == [0, 0, 1, 1]


def test_order_of_pairs_changes_nothing() -> None:
    pairs = [(0, 1, 1.0), (1, 2, 1.0), (0, 3, 1.0), (2, 3, 1.0)]
    expected = link_groups(4, pairs, floor=FLOOR, compared=4)

    assert all(
        link_groups(4, order, floor=FLOOR, compared=4) == expected for order in permutations(pairs)
    )


def primes() -> Iterator[int]:
    return (n for n in itertools.count(2) if all(n % k for k in range(2, int(n**0.5) + 1)))


@given(
    st.integers(2, 9).flatmap(
        lambda count: st.lists(
            st.floats(FLOOR, 6, allow_nan=False),
            min_size=count * (count - 1) // 2,
            max_size=count * (count - 1) // 2,
            unique=True,
        )
    )
)
def test_complete_graph_gives_the_groups_of_scipys_average_link(odds: list[float]) -> None:
    count = int((1 + (1 + 8 * len(odds)) ** 0.5) / 2)
    # Roots of primes, so that no two means are equal: which of them comes first is up to each.
    odds = [each + 1e-4 * prime**0.5 for each, prime in zip(odds, primes(), strict=False)]
    rows, columns = np.triu_indices(count, 1)
    pairs = list(zip(rows.tolist(), columns.tolist(), odds, strict=True))

    labels = link_groups(count, pairs, floor=FLOOR, compared=count)

    square = np.zeros((count, count))
    square[rows, columns] = square[columns, rows] = [7 - each for each in odds]
    tree = linkage(squareform(square), method="average")
    if np.abs(tree[:, 2] - 7).min() < 1e-6:
        return  # a mean on the very edge may fall to either side
    expected = fcluster(tree, 7, criterion="distance")
    together = {(i, j): labels[i] == labels[j] for i in range(count) for j in range(i)}
    assert together == {(i, j): expected[i] == expected[j] for i in range(count) for j in range(i)}


def ring(size: int, likeness: float) -> list[Pair]:
    return [(one, other, likeness) for one in range(size) for other in range(one + 1, size)]


def test_a_gathered_group_pulls_in_a_single_item_that_two_do_not() -> None:
    late = [(item, 8, -1.0) for item in range(8)]

    plain = link_groups(9, [*ring(8, 2.0), *late], floor=-3, compared=9)
    pulled = link_groups(9, [*ring(8, 2.0), *late], floor=-3, compared=9, pull=2.0)
    by_two = link_groups(3, [(0, 1, 2.0), (0, 2, -1.0), (1, 2, -1.0)], floor=-3, compared=3, pull=2)

    assert plain == [0] * 8 + [1]
    assert pulled == [0] * 9
    assert by_two == [0, 0, 1]


def test_two_groups_need_more_than_two_items() -> None:
    groups = [*ring(4, 3.0), *((one + 4, other + 4, 3.0) for one, other, _ in ring(4, 3.0))]
    across = [(one, other, 0.3) for one in range(4) for other in range(4, 8)]

    plain = link_groups(8, [*groups, *across], floor=-3, compared=8)
    reserved = link_groups(8, [*groups, *across], floor=-3, compared=8, reserve=0.5)

    assert plain == [0] * 8
    assert reserved == [0, 0, 0, 0, 1, 1, 1, 1]
    assert link_groups(2, [(0, 1, 0.3)], floor=-3, compared=2, reserve=0.5) == [0, 0]


def test_no_pull_joins_what_was_never_compared() -> None:
    assert link_groups(9, ring(8, 2.0), floor=-3, compared=9, pull=2.0) == [0] * 8 + [1]
