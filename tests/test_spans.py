"""What spans of a text cover."""

from hypothesis import given
from hypothesis import strategies as st

from digest.spans import Spans

SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair)))
)


@given(SPANS, st.integers(0, 50), st.integers(0, 20))
def test_covered_counts_each_character_once(
    spans: list[tuple[int, int]], start: int, length: int
) -> None:
    within = {place for first, last in spans for place in range(first, last)}

    assert Spans(spans).covered(start, start + length) == len(
        within.intersection(range(start, start + length))
    )


def test_a_place_between_two_spans_or_at_an_edge_is_clear() -> None:
    spans = Spans([(2, 5), (5, 9), (3, 4)])

    assert spans.is_clear(2, 5)
    assert spans.is_clear(0, 9)
    assert not spans.is_clear(3, 9)
    assert not spans.is_clear(0, 8)
