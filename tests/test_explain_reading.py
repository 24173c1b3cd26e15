"""What an article was taken for, and what cleaning took out of its source, for people."""

from digest.explain_reading import explain_reading
from digest.model import Article, Removed

SOURCE = """Ferry leaves the strait
By Mira Oland
PORT ANSEL (MP) — The ferry left at noon.
Nobody was hurt.
Related
Menu
Weather
Sport
Contact
"""
ARTICLE = Article(
    id="ferry.txt",
    title="Ferry leaves the strait",
    published="2026-03-12",
    text="The ferry left at noon.\n\nNobody was hurt.",
    removed=(
        Removed(rule="title line", text="Ferry leaves the strait"),
        Removed(rule="byline", text="By Mira Oland"),
        Removed(rule="dateline", text="PORT ANSEL (MP) — "),
        Removed(rule="teaser heading", text="Related"),
    ),
    evidence=(("title", "h1, og:title"),),
)


def told(article: Article, seen: str) -> list[str]:
    return ["".join(text for text, _ in line) for line in explain_reading(article, seen)]


def test_each_line_of_the_source_stays_or_names_the_rule_that_took_it() -> None:
    lines = told(ARTICLE, SOURCE)

    assert lines[0] == "ferry.txt"
    assert lines[-7:] == [
        "  - Ferry leaves the strait  [title line]",
        "  - By Mira Oland  [byline]",
        "  - PORT ANSEL (MP) —  [dateline]",
        "    The ferry left at noon.",
        "    Nobody was hurt.",
        "  - Related  [teaser heading]",
        "  … 4 lines around it: Menu … Contact",
    ]


def test_a_field_says_where_it_was_found() -> None:
    lines = told(ARTICLE, SOURCE)

    assert "  title     Ferry leaves the strait  (h1, og:title)" in lines
    assert "  date      2026-03-12" in lines


def test_a_derived_title_says_so() -> None:
    article = Article(id="a", title="The ferry left", title_derived=True, text="The ferry left.")

    assert "(the first sentence, as none is given)" in told(article, "The ferry left.")[1]


def test_control_characters_of_an_article_reach_no_terminal() -> None:
    article = Article(id="a\x1b[31m", text="It left.\x1b]0;x\x07", title="\x1b[2J")

    assert "\x1b" not in "".join(told(article, "It left.\x1b]0;x\x07"))
