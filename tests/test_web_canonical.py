"""One spelling for the address of a page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.web import canonical
from digest.web.canonical import canonical_url, same_page_key
from tests.linear import seconds_to_scan

PAGE = "https://news.example/world/harbor-reopens"


@pytest.mark.parametrize(
    "shared",
    [
        f"{PAGE}",
        "HTTPS://NEWS.Example:443/world/harbor-reopens",
        "https://news.example./world/harbor-reopens",
        f"  {PAGE}\n",
        f"{PAGE}#comments",
        f"{PAGE}#:~:text=boats",
        f"{PAGE}?",
        f"{PAGE}?utm_source=feed&UTM_Medium=rss&utm_id=17",
        f"{PAGE}?fbclid=IwAR0abc&gclid=1&mc_cid=a1&mc_eid=b2",
        f"{PAGE}?at_medium=RSS&at_campaign=KARANGA&ns_source=x&ns_mchannel=social",
        f"{PAGE}?CMP=share_btn_url&cmpid=rss&xtor=RSS-1&ocid=soc&wt_mc=a",
        f"{PAGE}?ref=rss&via=newsletter",
        f"{PAGE}?%75tm_source=x",
        f"{PAGE}/amp",
        f"{PAGE}?amp",
        f"{PAGE}?amp=1&outputType=amp",
        "https://amp.news.example/world/harbor-reopens",
        "https://news-example.cdn.ampproject.org/c/s/news.example/world/harbor-reopens",
        "https://news-example.cdn.ampproject.org/v/s/news.example/world/harbor-reopens?usqp=mq3#csi=0",
        "https://www.google.com/amp/s/news.example/world/harbor-reopens/amp",
        "https://news.example/world/./today/../harbor-reopens",
        "https://news.example/w%6Frld/harbor%2Dreopens",
        "https://user:secret@news.example/world/harbor-reopens",
    ],
)
def test_one_page_has_one_address(shared: str) -> None:
    assert canonical_url(shared) == PAGE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://news.example", "http://news.example/"),
        ("http://www.news.example:8080/a/", "http://www.news.example:8080/a/"),
        ("https://m.news.example/a", "https://m.news.example/a"),
        ("https://news.example/?p=17&utm_source=x", "https://news.example/?p=17"),
        ("https://news.example/story?id=17&ref=4242", "https://news.example/story?id=17&ref=4242"),
        ("https://news.example/a?page=2", "https://news.example/a?page=2"),
        ("https://news.example/a?b=1&a=2&b=3", "https://news.example/a?b=1&a=2&b=3"),
        ("https://news.example/#!/story/17", "https://news.example/#!/story/17"),
        ("https://shop.example/guitars/amp", "https://shop.example/guitars/amp"),
        ("https://amp.example/a", "https://amp.example/a"),
        ("https://amp.cnn.com/cnn/a", "https://amp.cnn.com/cnn/a"),
        ("https://news.example/A%2fb%3fc", "https://news.example/A%2Fb%3Fc"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://Bücher.example/ü?q=ü", "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC"),
        ("https://www.wsj.com/a-1?mod=rss", "https://www.wsj.com/a-1"),
        ("https://news.example/a?mod=view&id=3", "https://news.example/a?mod=view&id=3"),
        ("https://news.example/a.amp.html", "https://news.example/a.html"),
        ("http://[2620:FE::9]/a", "http://[2620:fe::9]/a"),
        ("https://news.example/a//b", "https://news.example/a//b"),
        ("https://news.example/..", "https://news.example/"),
        ("https://news.example/a/b/..", "https://news.example/a/"),
    ],
)
def test_what_may_name_the_article_stays(given: str, kept: str) -> None:
    assert canonical_url(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "guid-17",
        "mailto:desk@news.example",
        "tag:news.example,2031:17",
        "http://",
        "http://[::1",
        "http://a b/",
        "https://news.example/a\\b",
        "http://news.example:port/",
    ],
)
def test_what_is_no_web_address_stays_as_it_is(given: str) -> None:
    assert canonical_url(given) == given


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PAGE, "http://www.news.example/world/harbor-reopens/?utm_source=x"),
        (PAGE, "https://m.news.example/world/harbor-reopens/amp/"),
        ("https://news.example/?a=1&b=2", "https://news.example/?b=2&a=1"),
        ("https://news.example/a/index.html", "https://news.example/a"),
        ("https://news.example", "http://www.news.example/index.php"),
    ],
)
def test_addresses_of_one_page_share_a_key(one: str, other: str) -> None:
    assert same_page_key(one) == same_page_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/?id=1", "https://news.example/?id=2"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/a", "https://other.example/a"),
        ("https://news.example/a", "https://news.example:8443/a"),
        ("https://news.example/a?b", "https://news.example/a/b"),
        ("https://m.example/a", "https://example/a"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
        ("https://news.example/#!a", "https://news.example/#!b"),
    ],
)
def test_different_articles_keep_different_keys(one: str, other: str) -> None:
    assert same_page_key(one) != same_page_key(other)


_PIECES = st.sampled_from(
    "news.example amp. www. m. cdn.ampproject.org google.com / // /./ /../ amp /amp .amp .html s/ "
    "c/ ? & = # #! utm_source=x ref=rss id=17 % %2e %2F %zz %41 : @ :443 é ü １ a-1 b \\".split()
)


@given(st.lists(_PIECES, max_size=12).map("".join), st.sampled_from(["http://", "https://", ""]))
def test_twice_changes_nothing(rest: str, scheme: str) -> None:
    once = canonical_url(scheme + rest)

    assert canonical_url(once) == once
    assert same_page_key(once) == same_page_key(scheme + rest)


@given(st.text(max_size=80))
def test_no_text_is_an_error(text: str) -> None:
    for url in (text, f"https://{text}", f"https://news.example/{text}"):
        assert canonical_url(canonical_url(url)) == canonical_url(url)
        assert isinstance(same_page_key(url), str)


def test_patterns_stay_quick() -> None:
    patterns = [each for each in vars(canonical).values() if isinstance(each, re.Pattern)]

    assert len(patterns) > 8
    for pattern in patterns:
        assert seconds_to_scan(pattern, ["/", "a", "a.", "/amp", "%", "%4", "/s/a.", "-", "1"]) < 1
