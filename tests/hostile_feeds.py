"""Feeds made to hang, to swell or to break whoever reads them, by what they try.

Each is small enough to come through any limit of size.
"""

MANY = 100_000


def _rss(item: str, *, prolog: str = "", channel: str = "") -> bytes:
    head = f'<?xml version="1.0"?>{prolog}<rss version="2.0"><channel><title>t</title>'
    return f"{head}{channel}<item><title>x</title>{item}</item></channel></rss>".encode()


def _attributes(count: int, value: str = "1") -> str:
    return " ".join(f'a{number}="{value}"' for number in range(count))


def _said(text: str) -> str:
    return f"<description>{text}</description>"


def _quoted(text: str) -> str:
    return _said(f"<![CDATA[{text}]]>")


_LAUGHS = '<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{level} "' + f"&l{level - 1};" * 10 + '">' for level in range(1, 10)
)

HOSTILE_FEEDS: dict[str, bytes] = {
    "billion laughs": _rss(_said("&l9;"), prolog=f"<!DOCTYPE rss [{_LAUGHS}]>"),
    "quadratic entities": _rss(
        _said("&a;" * 50_000), prolog='<!DOCTYPE rss [<!ENTITY a "' + "a" * 50_000 + '">]>'
    ),
    "external entity": _rss(
        _said("&x;"), prolog='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "external subset": _rss("", prolog='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/a.dtd">'),
    "parameter entities": _rss(
        "", prolog='<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/a"> %p;]>'
    ),
    "many declarations": _rss("", prolog="<!DOCTYPE rss [" + '<!ENTITY a "b">' * 50_000 + "]>"),
    "open doctypes": _rss("", prolog="<!DOCTYPE rss [" * 50_000),
    "attributes": _rss(f"<x {_attributes(MANY)}/>"),
    "attributes of the item": _rss("</item><item " + _attributes(MANY) + ">"),
    "attributes in content": _rss(_quoted(f"<p {_attributes(MANY)}>hello</p>")),
    "attributes behind marks": _rss(_quoted(f"<p {_attributes(MANY, '<>')}>hello</p>")),
    "attributes in xhtml": _rss(_said(f"<p {_attributes(MANY)}>hello</p>")),
    "one long attribute": _rss(_quoted(f'<img src="data:{"a" * 2_000_000}">hello')),
    "open quotes": _rss(_quoted("<a b='" * 50_000 + '"' + "<a b=" * 50_000)),
    "open comments": _rss(_said("<!--" * 75_000)),
    "escaped open comments": _rss(_said("&lt;!--" * 75_000)),
    "closed comments": _rss(_said("<!---->" * 75_000)),
    "nested tags": _rss(_said("<b>" * 200_000 + "x" + "</b>" * 200_000)),
    "nested content": _rss(_quoted("<div>" * 200_000 + "x" + "</div>" * 200_000)),
    "open tags in content": _rss(_quoted("<div>" * 300_000)),
    "nested tables": _rss(_quoted("<table><tr><td>" * 50_000)),
    "nested forms": _rss(_quoted("<a><b><i><form>" * 50_000)),
    "open lists": _rss(_quoted("<p><li><dd>" * 50_000)),
    "signs": _rss(_said("<" * 300_000)),
    "ampersands": _rss(_said("&" * 300_000)),
    "open cdata": _rss(_said("<![CDATA[" * 50_000)),
    "closed cdata": _rss(_said("<![CDATA[a]]>" * 50_000)),
    "named entities": _rss(_said("&eacute;" * MANY)),
    "twice escaped": _rss(_said("&amp;amp;" * MANY)),
    "items": _rss("</item><item><title>x</title>" * 200_000),
    "open items": _rss("<item><title>x" * 50_000),
    "items in items": _rss("<item>" * 200 + "</item>" * 200),
    "equal links": _rss(
        "".join(
            f"</item><item><title>{n}</title><link>http://a.example/</link>" for n in range(20_000)
        )
    ),
    "equal texts": _rss(f"</item><item><title>x</title>{_said('a' * 400)}" * 15_000),
    "namespaces": _rss("".join(f'<a{n}:b xmlns:a{n}="u{n}"/>' for n in range(20_000))),
    "namespaces of the channel": _rss(
        "", channel="".join(f'<a{n}:b xmlns:a{n}="u{n}"/>' for n in range(20_000))
    ),
    "namespaces of the root": (
        "<rss " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(20_000)) + ">"
        "<channel><item><title>x</title></item></channel></rss>"
    ).encode(),
    "titles": _rss("<title>x</title>" * MANY),
    "open titles": _rss("<title>x" * 50_000),
    "links": _rss("<link>http://a.example/</link>" * MANY),
    "authors": _rss("<author>a@b.example (J)</author>" * MANY),
    "categories": _rss("".join(f"<category>{n}</category>" for n in range(MANY))),
    "categories of the channel": _rss(
        "", channel="".join(f"<category>{n}</category>" for n in range(MANY))
    ),
    "links of the channel": _rss("", channel="<link>http://a.example/</link>" * MANY),
    "long title": _rss(f"<title>{'a ' * 500_000}</title>"),
    "long line": _rss(_said("a" * 3_000_000)),
    "long words": _rss(_said("read more " * 100_000)),
    "blanks": _rss(_said("a" + " " * 3_000_000 + "b")),
    "line feeds": _rss(_said("a\n" * 500_000)),
    "bases": _rss("<a xml:base='http://a.example/b/'>" * 200 + "</a>" * 200),
    "long address": _rss(f"<link>http://a.example/{'a/../' * 200_000}</link>"),
    "long guid": _rss(f"<guid>{'a' * 2_000_000}</guid>"),
    "long date": _rss(f"<pubDate>{'1 ' * 500_000}</pubDate>"),
    "punycode": b'<?xml version="1.0" encoding="punycode"?><rss>' + b"a" * 300_000 + b"</rss>",
    "zlib": b'<?xml version="1.0" encoding="zlib"?><rss><channel><item/></channel></rss>',
    "unknown encoding": (
        b'<?xml version="1.0" encoding="x-none"?><rss><item><title>x</title></item></rss>'
    ),
    "zeros": b"<rss>" + b"\0" * 1_000_000 + b"</rss>",
    "deep json": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * MANY,
    "deep item": (
        b'{"version":"https://jsonfeed.org/version/1","items":[{"id":'
        + b"[" * MANY
        + b"]" * MANY
        + b"}]}"
    ),
    "many json items": (
        b'{"version":"https://jsonfeed.org/version/1","items":['
        + b",".join(b'{"id":%d}' % number for number in range(MANY))
        + b"]}"
    ),
    "wrong json items": (
        b'{"version":"https://jsonfeed.org/version/1","items":[' + b"1," * MANY + b"1]}"
    ),
}
