"""Which sentences make a summary, and in which order they are read."""

from digest.model import Place, Prepared, Sentence
from digest.selection import (
    in_reading_order,
    latest_opening,
    select_opening,
    select_sentences,
)
from digest.standing import find_passages
from tests.make import prepared, sentence

FLOOD = "The dam above Oru Bay broke on Tuesday and flooded the whole lower town."
AGAIN = "On Tuesday the dam above Oru Bay broke, and the whole lower town was flooded."
NAVY = "Boats of the navy carried four hundred people from their roofs by nightfall."
PRICE = "Engineers put the cost of a new wall at ninety million crowns or more."
WALL = "It had been cracked for years, said an inspector of the province."
QUESTION = "Was the wall of the dam inspected at all in the last two years?"


def articles(*texts: str) -> list[Prepared]:
    return [prepared(text, id="abcdef"[number]) for number, text in enumerate(texts)]


def selected(
    found: list[Prepared],
    scores: dict[str, float] | None = None,
    *,
    words: int = 100,
    covering: bool = True,
    known: tuple[str, ...] = (),
) -> list[str]:
    by_text = scores or {}
    chosen = select_sentences(
        [find_passages(one, statements_follow=True) for one in found],
        {(s.article, s.start): by_text.get(s.text, 0.5) for one in found for s in one.sentences},
        words=words,
        covering=covering,
        known=[sentence(text, article="") for text in known],
    )
    return [one.text for one in chosen]


def test_a_sentence_that_says_the_same_again_is_left_out() -> None:
    found = selected(articles(FLOOD, AGAIN, NAVY), {FLOOD: 0.9, AGAIN: 0.8})

    assert found == [FLOOD, NAVY]


def test_a_summary_has_about_as_many_words_as_asked_for() -> None:
    found = articles(FLOOD, NAVY, PRICE)  # 14, 13 and 14 words

    assert len(selected(found, words=27)) == 2
    assert len(selected(found, words=28)) == 2  # 13 more would be over a fifth
    assert len(selected(found, words=35)) == 3  # six over
    assert len(selected(found, words=3)) == 1


def test_a_leaning_sentence_is_chosen_with_the_one_before_it_only() -> None:
    with_wall = articles(f"{FLOOD} {WALL}")

    assert selected(with_wall, {WALL: 0.9}, words=20) == [FLOOD]
    assert selected(with_wall, {WALL: 0.9}) == [FLOOD, WALL]


def test_where_nothing_can_stand_alone_the_first_whole_sentence_is_all() -> None:
    assert selected(articles(f"{QUESTION} Who knew?")) == [QUESTION]


def test_in_score_order_the_highest_come_first_while_the_words_last() -> None:
    found = articles(f"{FLOOD} {AGAIN} {NAVY}", PRICE)
    scores = {PRICE: 0.9, FLOOD: 0.8, AGAIN: 0.7, NAVY: 0.1}

    assert selected(found, scores, covering=False, words=41) == [PRICE, FLOOD, AGAIN]
    assert selected(found, scores, covering=False, words=14) == [PRICE]


def test_what_the_reader_knows_is_not_told_again() -> None:
    found = articles(FLOOD, NAVY)

    assert selected(found, known=(AGAIN,)) == [NAVY]
    assert selected(found, known=(AGAIN, NAVY)) == []


def test_by_rank_too_what_the_reader_knows_is_not_told_again() -> None:
    assert selected(articles(FLOOD, NAVY), covering=False, known=(AGAIN,)) == [NAVY]


def opening(text: str, *, words: int) -> list[str]:
    passages = find_passages(prepared(text), statements_follow=False)
    return [one.text for one in select_opening(passages, words=words)]


def test_an_opening_is_taken_as_it_stands_while_the_words_last() -> None:
    text = f"{FLOOD} {WALL} {QUESTION} {NAVY} {PRICE}"

    assert opening(text, words=39) == [FLOOD, WALL, NAVY]
    assert opening(text, words=5) == [FLOOD]


def test_an_opening_does_not_break_off_a_quotation() -> None:
    said = [
        "Ada Pell, who runs the inn, said: “Nobody came to look at it.",
        "We asked them twice.”",
    ]
    text = f"{FLOOD} {' '.join(said)} {PRICE}"

    assert opening(text, words=30) == [FLOOD, *said]
    assert opening(text, words=20) == [FLOOD]


def test_a_leaning_sentence_opens_nothing() -> None:
    assert opening(f"{QUESTION} {WALL} {PRICE}", words=60) == [PRICE]


def test_an_opening_of_nothing_printable_is_its_first_whole_sentence() -> None:
    assert opening(QUESTION, words=50) == [QUESTION]


def read(
    chosen: list[tuple[str, str, int]],
    *,
    moments: dict[str, float] | None = None,
    scores: dict[str, float] | None = None,
    asked: bool = False,
) -> list[str]:
    sentences: list[Sentence] = []
    places: dict[Place, int] = {}
    for text, article, place in chosen:
        sentences.append(sentence(text, article=article, start=100 * place))
        places[article, 100 * place] = place
    known = scores or {}
    by_place = {(s.article, s.start): known.get(s.text, 1.0) for s in sentences}
    found = in_reading_order(sentences, by_place, places, moments or {}, asked=asked)
    return [one.text for one in found]


def test_sentences_are_read_in_the_order_of_their_places() -> None:
    assert read([(PRICE, "a", 7), (NAVY, "b", 2), (FLOOD, "c", 0)]) == [FLOOD, NAVY, PRICE]


def test_the_opening_of_the_latest_report_comes_first() -> None:
    chosen = [(FLOOD, "a", 0), (NAVY, "a", 3), (PRICE, "b", 0)]

    assert read(chosen, moments={"a": 1.0, "b": 2.0}) == [PRICE, FLOOD, NAVY]
    assert read(chosen, moments={"a": 1.0}) == [FLOOD, PRICE, NAVY]


def test_a_latest_opening_that_says_little_of_the_event_does_not_come_first() -> None:
    chosen = [(FLOOD, "a", 0), (PRICE, "b", 0)]
    moments = {"a": 1.0, "b": 2.0}

    assert read(chosen, moments=moments, scores={PRICE: 0.8}) == [PRICE, FLOOD]
    assert read(chosen, moments=moments, scores={PRICE: 0.5}) == [FLOOD, PRICE]


def test_of_undated_openings_the_shortest_comes_first() -> None:
    assert read([(PRICE, "a", 0), (NAVY, "b", 0), (FLOOD, "c", 0)]) == [NAVY, PRICE, FLOOD]


def test_neighbors_of_one_article_stay_together() -> None:
    chosen = [(WALL, "a", 4), (FLOOD, "a", 3), (NAVY, "b", 4), (PRICE, "b", 1)]

    assert read(chosen) == [PRICE, FLOOD, WALL, NAVY]


def test_what_was_asked_for_comes_first() -> None:
    chosen = [(FLOOD, "a", 0), (PRICE, "a", 1), (NAVY, "b", 5)]
    scores = {FLOOD: 0.1, PRICE: 0.5, NAVY: 0.9}

    assert read(chosen, scores=scores, asked=True) == [NAVY, FLOOD, PRICE]


def test_nothing_chosen_is_nothing_to_read() -> None:
    assert read([]) == []


def latest(texts: list[str], scores: list[float], moments: dict[str, float]) -> str | None:
    found = articles(*texts)
    places = {(one.article.id, 0): score for one, score in zip(found, scores, strict=True)}
    passages = [find_passages(one, statements_follow=True) for one in found]
    opening = latest_opening(passages, places, moments)
    return opening.sentences[0].text if opening else None


def test_the_latest_report_opens_where_it_tells_of_the_event() -> None:
    dated = {"a": 1.0, "b": 2.0}

    assert latest([FLOOD, PRICE], [1.0, 0.8], dated) == PRICE
    assert latest([FLOOD, PRICE], [1.0, 0.5], dated) is None
    assert latest([FLOOD, WALL], [1.0, 1.0], dated) is None
    assert latest([QUESTION, QUESTION], [1.0, 1.0], dated) is None
    assert latest([FLOOD, PRICE], [1.0, 0.8], {"b": 2.0}) is None
    assert latest([FLOOD, PRICE], [1.0, 0.8], {"a": 2.0, "b": 2.0}) is None
    assert latest([], [], {}) is None


def test_the_sentence_to_come_first_is_chosen_before_a_better_one() -> None:
    passages = [find_passages(one, statements_follow=True) for one in articles(FLOOD, PRICE)]
    chosen = select_sentences(
        passages, {("a", 0): 1.0, ("b", 0): 0.1}, words=10, first=passages[1][0]
    )

    assert [one.text for one in chosen] == [PRICE]
