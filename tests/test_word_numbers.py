"""Texts as numbers of their words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from digest.word_numbers import Bags, WordNumbers, followed, number_words
from digest.words import terms_and_stems

TEXTS = st.lists(
    st.text() | st.sampled_from(["The dam broke.", "short-range U.S. 10,000", "Хлеб и 한국어 글"]),
    max_size=5,
)


def spelled(bags: Bags, words: WordNumbers) -> list[tuple[str, ...]]:
    names = list(words.known)
    numbers, starts = bags.words.tolist(), bags.starts.tolist()
    return [
        tuple(names[number] for number in numbers[start:end]) for start, end in pairwise(starts)
    ]


@given(TEXTS, TEXTS)
def test_the_words_are_those_of_each_text_alone(texts: list[str], more: list[str]) -> None:
    found = number_words(texts)
    later = found.words.read(more)

    for numbered, read in ((found, texts), (later, more)):
        assert spelled(numbered.terms, found.words) == [terms_and_stems(one)[0] for one in read]
        assert spelled(numbered.stems, found.words) == [terms_and_stems(one)[1] for one in read]


@given(TEXTS, st.data())
def test_texts_are_taken_cut_and_put_together(texts: list[str], data: st.DataObject) -> None:
    found = number_words(texts)
    bags, words = found.terms, found.words
    alone = spelled(bags, words)
    order = data.draw(st.permutations(range(len(texts))))
    chosen = [bool(at % 2) for at in range(len(texts))]

    assert spelled(bags.take(order), words) == [alone[at] for at in order]
    assert spelled(bags.first(2), words) == [one[:2] for one in alone]
    assert spelled(bags.only(chosen), words) == [
        one if kept else () for one, kept in zip(alone, chosen, strict=True)
    ]
    assert spelled(followed(bags, bags.first(1)), words) == [one + one[:1] for one in alone]
