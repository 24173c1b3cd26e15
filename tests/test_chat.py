"""The digest as a post for a chat."""

import json
from dataclasses import replace

import pytest

from digest.errors import UsageError
from digest.model import Digest
from digest.renderers.chat import LONGEST, ChatForm, render_chat
from tests.sample_digest import digest_of, ferry_event, friendly_digest, museum_event

FORMS: tuple[ChatForm, ...] = ("plain", "slack", "markdown")


def text(digest: Digest, form: ChatForm = "plain") -> str:
    post = json.loads(render_chat(digest, form=form))
    assert post.keys() == {"text"}
    return str(post["text"])


def titled(title: str, url: str = "https://courier.example/1") -> Digest:
    event = ferry_event()
    sources = (replace(event.articles[0], url=url), *event.articles[1:])
    return digest_of(replace(event, title=title, articles=sources))


def test_a_post_has_title_carriers_and_link_of_every_event() -> None:
    lines = text(friendly_digest()).split("\n")

    assert lines[0] == "Morning digest, 15 Nov 2024"
    assert lines[1].startswith("1. Two ports agree to run a night ferry again")
    assert "Reported by" in lines[1]
    assert "https://" in lines[1]
    assert len(lines) == 1 + len(friendly_digest().events)


def test_an_empty_day_says_so() -> None:
    assert text(digest_of()).endswith("\nNothing to report")


@pytest.mark.parametrize("form", FORMS)
def test_a_long_digest_is_cut_and_says_how_much(form: ChatForm) -> None:
    said = text(digest_of(*[museum_event()] * 300), form)

    assert LONGEST - 500 < len(said) <= LONGEST
    last = said.split("\n")[-1]
    assert last == f"… and {300 - said.count(chr(10)) + 1} more"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("call", ["@channel", "@here", "@ALL", "@everyone", "@room"])
def test_a_headline_calls_nobody(form: ChatForm, call: str) -> None:
    said = text(titled(f"News {call} now"), form)

    assert call not in said
    assert f"@\u200b{call[1:]}" in said


def test_a_headline_can_have_an_address_in_it() -> None:
    assert "desk@allnews.example" in text(titled("Write to desk@allnews.example"))


def test_slack_sees_words_only() -> None:
    said = text(titled("A <!channel> & <https://evil.example|bank> | x"), "slack")

    assert said.count("<") == said.count(">") == 1
    assert "A &lt;!channel&gt; &amp; &lt;https://evil.example¦bank&gt; ¦ x>" in said


def test_slack_links_stay_whole() -> None:
    said = text(titled("News", "https://courier.example/1?a=1&b=2"), "slack")

    assert "<https://courier.example/1?a=1&amp;b=2|News>" in said


def test_markdown_sees_words_only() -> None:
    said = text(titled("[Bank](https://evil.example) *x* `y` ![z](q)"), "markdown")

    assert said.count("](") == 1
    assert said.count("](https://courier.example/1)") == 1
    assert r"\[Bank\]\(https\://evil.example\) \*x\* \`y\` \!\[z\]\(q\)" in said


def test_markdown_links_stay_whole() -> None:
    said = text(titled("News", "https://courier.example/a_(b)"), "markdown")

    assert "[News](https://courier.example/a_%28b%29)" in said


def test_the_same_digest_gives_the_same_bytes_and_an_unknown_form_is_named() -> None:
    assert render_chat(friendly_digest()) == render_chat(friendly_digest())
    with pytest.raises(UsageError, match="unknown chat form 'fax'"):
        render_chat(friendly_digest(), form="fax")  # type: ignore[arg-type]  # what settings may say
