"""The summary of an event's articles, from scores to reading order."""

from digest.config import Settings
from digest.model import Prepared
from digest.summaries import choose_sentences, score_sentences
from tests.make import prepared

FLOOD = "The dam above Oru Bay broke on Tuesday and flooded the whole lower town."
NAVY = "Boats of the navy carried four hundred people from their roofs by nightfall."
TOLL = "Nineteen people are dead after the dam above Oru Bay broke and flooded the lower town."
WALL = "Engineers put the cost of a new wall at ninety million crowns or more."
SAID = "“We had no warning at all, and nobody came to look at it,” said Ada Pell of the inn."


def summary(
    articles: list[Prepared],
    *,
    words: int = 60,
    about: str = "",
    summarizer: str = "lexrank",
    in_digest: bool = False,
) -> list[str]:
    settings = Settings(words=words, about=about, summarizer=summarizer)
    scores = score_sentences(articles, settings)
    return [s.text for s in choose_sentences(articles, scores, settings, in_digest=in_digest)]


def report(text: str, name: str, hour: int = 0) -> Prepared:
    published = f"2026-03-11T{hour:02}:00:00+00:00" if hour else None
    return prepared(text, id=name, published=published)


def test_a_single_report_is_summed_up_by_its_opening() -> None:
    assert summary([report(f"{FLOOD} {WALL} {NAVY}", "a")], words=28) == [FLOOD, WALL]


def test_a_single_report_is_searched_where_something_is_asked() -> None:
    assert summary([report(f"{FLOOD} {NAVY} {WALL}", "a")], words=20, about="new wall") == [WALL]


def test_in_a_digest_the_latest_report_opens() -> None:
    articles = [report(f"{FLOOD} {NAVY}", "a", 9), report(f"{TOLL} {WALL}", "b", 18)]

    assert summary(articles, words=20, in_digest=True) == [TOLL]
    assert summary(articles, words=20, in_digest=True, about="navy boats") == [NAVY]


def test_in_a_digest_quotations_are_left_to_the_statements() -> None:
    articles = [report(f"{FLOOD} {SAID}", "a"), report(f"{SAID} {NAVY}", "b")]

    assert SAID in summary(articles)
    assert SAID not in summary(articles, in_digest=True)


def test_equal_texts_vote_once() -> None:
    briefs = [report("Rain is expected on the whole coast of Toryun tonight.", n) for n in "abc"]
    articles = [report(f"{FLOOD} {NAVY}", "d"), report(f"{NAVY} {FLOOD}", "e")]

    assert summary([*articles, *briefs], words=40) == summary([*articles, briefs[0]], words=40)


def test_the_lead_takes_first_sentences_and_sumy_the_highest_ratings() -> None:
    articles = [report(f"{FLOOD} {NAVY}", "a"), report(f"{TOLL} {WALL}", "b")]

    assert set(summary(articles, words=28, summarizer="lead")) == {FLOOD, TOLL}
    assert len(summary(articles, words=28, summarizer="sumy")) == 2


def test_nothing_gives_nothing() -> None:
    assert summary([]) == []
    assert summary([report("", "a"), report("", "b")]) == []
