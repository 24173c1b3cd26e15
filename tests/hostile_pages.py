"""Pages made to cost time or memory, by name: what a reader must survive.

Each is small enough for a mail or a disk, and takes some parser much longer than its size.
"""

import json
from collections.abc import Callable

HEAD = "<!doctype html><html><head><title>Ferry line opens in Oru Bay</title></head><body>"
STORY = (
    "<article><h1>Ferry line opens in Oru Bay</h1>"
    + "".join(
        f"<p>The harbor office of Oru Bay said on day {day} that the new ferry line carried "
        f"{day} hundred passengers across the strait without a single delay.</p>"
        for day in range(1, 9)
    )
    + "</article>"
)


def _page(body: str, *, head: str = "") -> bytes:
    page = HEAD.replace("</head>", f"{head}</head>") + body + "</body></html>"
    return page.encode("utf-8", "surrogatepass")


def _json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def many_attributes() -> bytes:
    return _page("<div " + " ".join(f'a{n}="{n}"' for n in range(50_000)) + f">{STORY}</div>")


def many_attributes_with_brackets() -> bytes:
    return _page("<div " + " ".join(f'a{n}=">{n}"' for n in range(25_000)) + f">{STORY}</div>")


def deep_divs() -> bytes:
    return _page("<div>" * 50_000 + STORY + "</div>" * 50_000)


def deep_inline() -> bytes:
    return _page("<p>" + "<b><i>" * 25_000 + STORY)


def deep_lists() -> bytes:
    return _page("<ul><li>" * 20_000 + STORY)


def deep_tables() -> bytes:
    return _page("<table><tr><td>" * 5_000 + STORY)


def equal_paragraphs() -> bytes:
    sentence = "The harbor office of Oru Bay said that the ferry line would open again on Monday."
    return _page(STORY + f"<p>{sentence}</p>" * 40_000)


def many_paragraphs() -> bytes:
    return _page("".join(f"<p>The office said that boat {n} had left.</p>" for n in range(45_000)))


def many_links() -> bytes:
    return _page(STORY + "".join(f'<a href="/{n}">Story {n}</a> ' for n in range(60_000)))


def wide_table() -> bytes:
    row = "<tr>" + "".join(f"<td>{n}</td>" for n in range(50)) + "</tr>"
    return _page(f"{STORY}<table>{row * 2_000}</table>")


def one_paragraph() -> bytes:
    return _page(f"<p>{'word ' * 1_000_000}</p>")


def one_word() -> bytes:
    return _page(f"<p>{'w' * 5_000_000}</p>")


def entities() -> bytes:
    return _page(f"{STORY}<p>{'&amp;&nbsp;' * 500_000}</p>")


def wide_cells() -> bytes:
    cell = f'<td colspan="{2**53}" rowspan="{2**53}">Oru Bay</td>'
    return _page(f"{STORY}<table><tr>{cell * 50}</tr></table>")


def much_json_ld() -> bytes:
    nodes = [
        {"@type": "NewsArticle", "headline": f"Ferry {n} opens", "articleBody": "Boats. " * 100}
        for n in range(4_000)
    ]
    return _page(STORY, head=_json_ld({"@graph": nodes}))


def deep_json_ld() -> bytes:
    script = '{"@graph":[' * 100_000
    return _page(STORY, head=f'<script type="application/ld+json">{script}</script>')


def broken_json_ld() -> bytes:
    script = '{"@type":"NewsArticle","author":{"name":"' + 'x\\"' * 500_000
    return _page(STORY, head=f'<script type="application/ld+json">{script}</script>')


def many_metas() -> bytes:
    metas = "".join(f'<meta name="author" content="Jo Keil {n}">' for n in range(100_000))
    return _page(STORY, head=metas)


def open_comments() -> bytes:
    return _page(STORY + "<!--" * 200_000)


def inline_files() -> bytes:
    return _page(STORY + f'<img src="data:image/png;base64,{"QUJD" * 1_500_000}">')


def open_tags() -> bytes:
    return _page(STORY + "<" * 1_000_000 + "<a " * 200_000)


def many_headings() -> bytes:
    return _page("<h1>Ferry line opens in Oru Bay</h1>" * 50_000 + STORY)


def many_bylines() -> bytes:
    return _page(STORY + '<span class="byline author date">By Jo Keil</span>' * 40_000)


def long_class() -> bytes:
    return _page(f'<div class="{"related-share " * 200_000}">{STORY}</div>')


def spaces() -> bytes:
    return _page(f"{STORY}<p>{' ' * 3_000_000}.</p><p>{chr(10) * 1_000_000}</p>")


def lone_surrogates() -> bytes:
    return _page(STORY + "<p>" + "\ud800\udfff&#xD800;&#0;&#x110000;" * 10_000)


def too_large() -> bytes:
    return _page(STORY + "x" * (9 * 1024 * 1024))


HOSTILE: dict[str, Callable[[], bytes]] = {
    make.__name__.replace("_", " "): make
    for make in (
        many_attributes,
        many_attributes_with_brackets,
        deep_divs,
        deep_inline,
        deep_lists,
        deep_tables,
        equal_paragraphs,
        many_paragraphs,
        many_links,
        wide_table,
        one_paragraph,
        one_word,
        entities,
        wide_cells,
        much_json_ld,
        deep_json_ld,
        broken_json_ld,
        many_metas,
        open_comments,
        inline_files,
        open_tags,
        many_headings,
        many_bylines,
        long_class,
        spaces,
        lone_surrogates,
        too_large,
    )
}
