"""Web pages into articles: one parse, what the page says of itself, and its text.

One rule: a page is read as its bytes stand. Nothing in it is run or fetched,
and a page that is no article is refused with the reason.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from digest.characters import clean_characters
from digest.formats.articles import make_articles
from digest.formats.encodings import decode_declared
from digest.formats.markup import Tree, parse_markup, text_of_tree
from digest.formats.page_facts import find_facts, main_node
from digest.formats.page_forms import NOTES, captions, find_form, live_entries, why_no_article
from digest.formats.page_json import body_texts, is_news
from digest.formats.page_said import read_said
from digest.formats.page_text import extract_text
from digest.model import Article, Payload, Skipped

LARGEST_PAGE = 8 * 1024 * 1024  # bytes; the largest pages of news have 3 MB
SHORTEST_LIVE = 1_500  # characters of a live blog's text, below which its markup has more

_INLINE_FILE = re.compile(r"data:[a-z]{1,12}/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]{200,}")


def read_page(payload: Payload) -> tuple[Article | Skipped, ...]:
    """Return the article of a web page with notes about it, or why there is none."""
    if len(payload.data) > LARGEST_PAGE:
        size = len(payload.data) / (1024 * 1024)
        most = LARGEST_PAGE // (1024 * 1024)
        return (_skipped(payload, f"a page of {size:.1f} MB; up to {most} MB are read"),)
    try:
        markup, note = _markup(payload)
    except ValueError as err:
        return (_skipped(payload, str(err)),)
    tree = parse_markup(markup)
    if tree is None:
        return (_skipped(payload, "a page without text"),)
    found = tuple(_read(payload, tree))
    if note and isinstance(found[0], Article):
        return (*found, _skipped(payload, note))
    return found


def page_texts(payload: Payload) -> Mapping[str, str]:
    """Return all the text of a page, with what its markup gives as the text, by its sha256."""
    if len(payload.data) > LARGEST_PAGE:
        return {}
    try:
        tree = parse_markup(_markup(payload)[0])
    except ValueError:
        return {}
    if tree is None:
        return {}
    articles = read_said(tree).articles
    told = (*body_texts(articles), live_entries(articles))
    shown = clean_characters("\n".join((text_of_tree(tree), *told)))
    return {sha256(payload.data).hexdigest(): shown}


def _markup(payload: Payload) -> tuple[str, str]:
    """Return a page's markup without what only costs time, and a note about broken letters."""
    markup, note = decode_declared(payload.data, payload.media_type)
    if "base64," in markup:
        markup = _INLINE_FILE.sub("data:", markup)
    return markup, note


def _read(payload: Payload, tree: Tree) -> Iterator[Article | Skipped]:
    # lxml makes an element's object anew at each visit, unless somebody holds it.
    held = list(tree.iter())
    said = read_said(tree)
    bodies = body_texts(said.articles)
    extracted = extract_text(tree, bodies, is_news=is_news(said.articles))
    text = extracted.text
    facts = find_facts(said, url=payload.url, text=text)
    node = main_node(said, facts.url)
    form = find_form(said, node, tree, text, facts.url)
    if form == "live blog" and len(text) < SHORTEST_LIVE:
        text = max(text, live_entries(said.articles), key=len)
    if form == "gallery":
        text = "\n".join((text, *captions(tree)))
    reason = why_no_article(said, tree, text, facts, payload.url)
    held.clear()
    if reason:
        yield _skipped(payload, reason)
        return
    facts = replace(facts, form=form, evidence=(*facts.evidence, ("text", extracted.place)))
    found = make_articles(payload, clean_characters(text), facts)
    yield from found
    if form and isinstance(found[0], Article):
        yield _skipped(payload, NOTES[form])


def _skipped(payload: Payload, reason: str) -> Skipped:
    return Skipped(item=payload.name, step="read", reason=reason)
