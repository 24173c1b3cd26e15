"""One spelling for the address of a page, however it was shared.

One rule: what ``canonical_url`` gives still leads to the page, and two articles
never become one. Only what is known to follow readers around is taken out;
a parameter that may name the article stays.
"""

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from digest.web.addresses import PORTS, read_host

_PREFIXES = (
    *("utm_", "at_", "ns_", "mc_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "_hs", "oly_"),
    *("vero_", "ga_", "stm_", "trk_", "wt_", "wt.", "_branch_", "guce_", "asc_", "itm_"),
)
_NAMES = frozenset(
    (
        "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh "
        "li_fat_id epik rb_clickid s_kwcid ef_id _openstat xtor spm cmp cmpid ocid ncid icid "
        "intcid __twitter_impression guccounter soc_src soc_trk tsrc _ga _gl mkt_tok trk "
        "trkcampaign sr_share smid smtyp wprov traffic_source sref wpisrc wpmm itid ito "
        "referrer ref_src ref_url ftag cvid mkt_medium campaign_id s_cid __source feedref "
        "socialreferrer soc_platform amp_js_v amp_gsa usqp "
        "sc_cid sc_camp sc_campaign sc_channel sc_content sc_medium sc_outcome sc_geo sc_country"
    ).split()
)
# These name the reader's way on one site and the article on another: they go only
# where they hold a word ("ref=rss"), never where they hold a number.
_WORDY = frozenset("ref ref_ emc share shared via".split())
_WORD = re.compile(r"[A-Za-z_.-]{1,40}")
# The same parameter is tracking here and content elsewhere.
_BY_HOST = {
    "wsj.com": ("mod", "st", "reflink"),
    "marketwatch.com": ("mod",),
    "barrons.com": ("mod",),
    "washingtonpost.com": ("tid",),
    "nytimes.com": (
        "partner",
        "hp",
        "pagetype",
        "region",
        "action",
        "module",
        "unlocked_article_code",
    ),
    "theguardian.com": ("dcr",),
    "cnn.com": ("iid", "sr"),
    "reuters.com": ("taid", "rpc", "feedtype", "feedname"),
    "ft.com": ("sharetype", "accesstoken", "segmentid"),
    "youtube.com": ("feature", "si", "pp"),
}
_AMP_ASKED = re.compile(r"(?:amp(?:=(?:1|true|amp)?)?|output(?:type)?=amp|view=amp)", re.IGNORECASE)
# "/guitars/amp" is a page about amplifiers: only what looks like a headline has an AMP twin.
_AMP_END = re.compile(r"(?<=/)([^/]{0,300}[-_.\d][^/]{0,300})/amp(/?)\Z", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"\.amp(\.html?)?\Z", re.IGNORECASE)
_AMP_CACHE = re.compile(r"/(?:[a-z]/)?(s/)?([^/]{1,253}\.[^/]{1,63}/.{0,4000})\Z", re.IGNORECASE)
_AMP_VIEWER = re.compile(r"/amp/(s/)?([^/]{1,253}\.[^/]{1,63}/.{0,4000})\Z", re.IGNORECASE)
_AMP_ONLY = frozenset({"amp.cnn.com"})  # whose paths are others than without "amp."
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE_PATH = "/:@!$&'()*+,;=%~"
_SAFE_QUERY = "/:@!$&'()*+,;=%~?[]"
_SAME_HOST = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]{1,63}\.)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)\Z", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")  # such an address is never asked for
_LONGEST = 4000  # characters; what is longer is left as it is


def canonical_url(url: str) -> str:
    """Return an address without tracking, AMP and fragment, in one spelling.

    What is no web address comes back as it is. Doing it twice changes nothing.
    """
    url = url.strip()
    for _ in range(3):  # an AMP cache may hold the address of an AMP page
        plain = _canonical(url)
        if plain == url:
            break
        url = plain
    return url


def same_page_key(url: str) -> str:
    """Return what the addresses of one page have in common; it need not lead anywhere.

    Scheme, "www." and "m.", a slash at the end, "index.html" and the order of
    parameters make no difference.
    """
    plain = canonical_url(url)
    try:
        parts = urlsplit(plain)
    except ValueError:
        return plain
    if not _is_web(plain):
        return plain
    host = _SAME_HOST.sub("", parts.netloc, count=1)
    path = _INDEX.sub("", parts.path).rstrip("/")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{path}?{query}{fragment}" if query else f"{host}{path}{fragment}"


def _is_web(url: str) -> bool:
    return url.strip()[:8].lower().startswith(("http://", "https://"))


def _canonical(url: str) -> str:
    if not _is_web(url) or len(url) > _LONGEST or _CONTROL.search(url):
        return url
    try:
        parts = urlsplit(url)
        host, port = read_host(parts.netloc.rpartition("@")[2]), parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    cached = _out_of_cache(host, parts.path, parts.query)
    if cached:
        return cached
    path = _without_amp(_spelled(_without_dots(parts.path or "/"), _SAFE_PATH))
    query = "&".join(
        kept for kept in _spelled(parts.query, _SAFE_QUERY).split("&") if _is_kept(kept, host)
    )
    return urlunsplit((scheme, _netloc(scheme, host, port), path, query, _route(parts.fragment)))


def _netloc(scheme: str, host: str, port: int | None) -> str:
    if host.startswith("amp.") and host.count(".") > 1 and host not in _AMP_ONLY:
        host = host.removeprefix("amp.")
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, PORTS[scheme]) else f"{host}:{port}"


def _out_of_cache(host: str, path: str, query: str) -> str:
    """Return the address of the page that an AMP cache or viewer holds, "" elsewhere."""
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        found = _AMP_CACHE.match(path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host):
        found = _AMP_VIEWER.match(path)
    else:
        return ""
    if not found:
        return ""
    scheme = "https" if found[1] else "http"
    return f"{scheme}://{found[2]}" + (f"?{query}" if query else "")


def _without_amp(path: str) -> str:
    return _AMP_SUFFIX.sub(r"\1", _AMP_END.sub(r"\1\2", path))


def _is_kept(parameter: str, host: str) -> bool:
    """Say whether a parameter may name the article."""
    if not parameter or _AMP_ASKED.fullmatch(parameter):
        return False
    name, _, value = parameter.partition("=")
    name = unquote(name).lower()
    if name in _NAMES or name.startswith(_PREFIXES):
        return False
    if name in _WORDY and _WORD.fullmatch(value):
        return False
    site = ".".join(host.split(".")[-2:])
    return name not in _BY_HOST.get(site, ())


def _route(fragment: str) -> str:
    """Return a fragment that names the page ("#!/story/17"), "" for a place within it."""
    return _spelled(fragment, _SAFE_QUERY) if fragment.startswith("!") else ""


def _spelled(text: str, safe: str) -> str:
    """Escape what must be, in capitals, and nothing else; a lone "%" is escaped too."""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(_ESCAPE.sub(_unescaped, text), safe=safe, errors="replace")


def _unescaped(escape: re.Match[str]) -> str:
    letter = chr(int(escape[1], 16))
    return letter if letter in _UNRESERVED else escape[0].upper()


def _without_dots(path: str) -> str:
    """Resolve "." and ".." as RFC 3986 has it."""
    kept: list[str] = []
    for step in path.split("/")[1:]:
        plain = step.replace("%2e", ".").replace("%2E", ".")
        if plain not in (".", ".."):
            kept.append(step)
        elif plain == ".." and kept:
            kept.pop()
    if plain in (".", ".."):  # "/a/.." is the folder "/"
        kept.append("")
    return "/" + "/".join(kept)
