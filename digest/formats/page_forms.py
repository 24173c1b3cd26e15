"""What a page is beside a plain article: live blog, gallery, the open part of a paid article.

Also what is no article at all: an error, a list of articles, a wall of consent
or of scripts. One rule: a page is refused only where its own words or markup
say so and hardly any text stands on it.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from digest.formats.facts import Facts
from digest.formats.markup import Tree, text_of_tree
from digest.formats.page_json import Node, kinds, plain, texts
from digest.formats.page_said import Said
from digest.model import ArticleForm

LONGEST_TEASER = 1_800  # characters; what is open of a paid article is a few paragraphs
LONGEST_GALLERY = 1_500  # characters of text beside the pictures of a gallery
FEWEST_PICTURES = 4  # with captions, of a gallery
FEWEST_ENTRIES = 5  # dated entries of a live blog
LONGEST_WALL = 600  # characters of text on a page that shows an error or a wall
SHORTEST_ARTICLE = 80  # characters of text below which a page without facts holds no article
MOST_LINKED = 0.5  # share of the words on a front page that are links
FEWEST_LONG = 3  # paragraphs of an article, which a front page has not
LONG_LINE = 200  # bytes of such a paragraph; Chinese says as much in them
MOST_UPDATES = 500  # entries of a live blog that are read from its markup

NOTES: dict[ArticleForm, str] = {
    "teaser": "only the open beginning of a paid article; what stands there is kept",
    "gallery": "a gallery; its text and the captions of its pictures are kept",
    "live blog": "a live blog; its entries are kept in the order of the page",
}

_LIVE_URL = re.compile(
    r"/live(?:-?blog|-?news|-?updates?|-?reporting|-?ticker)?/|live-?blog|live-updates|liveticker",
    re.IGNORECASE,
)
_LIVE_CLASS = re.compile(r"live-?_?(?:blog|post|update|ticker|entry|feed)", re.IGNORECASE)
_GALLERY_CLASS = re.compile(r"gallery|slideshow|slide-show|carousel", re.IGNORECASE)
_PAYWALL_CLASS = re.compile(
    r"(?:^|[\s_-])(?:paywall|pay-wall|regwall|meteredContent|metered|"
    r"premium-?(?:content|article|wall)|subscriber-?only|subscription-?(?:wall|required|only)|piano-|tp-container|plus-?wall|"
    r"offer-wall)",
    re.IGNORECASE,
)
_PAYWALL_WORDS = re.compile(
    r"(?:subscribe|sign up|log in|register) (?:now )?to (?:continue|read|keep) |"
    r"(?:this|the full) article is (?:only )?(?:available )?(?:for|to) (?:our )?"
    r"(?:paying |premium )?subscribers|already a subscriber\?|to read the full (?:article|story)|"
    r"unlimited access to|jetzt (?:weiterlesen|abonnieren|testen)|weiterlesen mit|"
    r"réservé aux abonnés|il vous reste \d{1,2} ?% de cet article|"
    r"(?:contenido|artículo) (?:exclusivo )?(?:para|solo) suscriptores|suscríbe(?:te|se) para|"
    r"exclusivo para assinantes|assine para|riservato agli abbonati|abbonati per|"
    r"alleen voor abonnees|endast för prenumeranter|kun for abonnenter|この記事は会員限定|有料会員|"
    r"только для подписчиков",
    re.IGNORECASE,
)
_SCRIPT_WALL = re.compile(
    r"(?:enable|activate|turn on|requires?) (?:java ?script|cookies)|"
    r"java ?script (?:is )?(?:disabled|required|aktivieren)|checking your browser|"
    r"just a moment\.{3}|verify (?:that )?you are (?:a )?human|are you a robot|attention required|"
    r"access (?:to this page has been )?denied|pardon our interruption|unusual traffic|captcha|"
    r"please wait while we|javascript aktivieren|activer javascript|habilite? javascript|"
    r"включите javascript",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:error:? )?(?:40[0134]|410|429|50[0234])\b(?= ?(?:\Z|[|:–—-]|error|not|page|forbidden|bad|"
    r"internal|service|unauthori[sz]ed|gone|too many))|(?:page|seite|página|page non|pagina) "
    r"(?:not found|nicht gefunden|no encontrada|não encontrada|trouvée|non trovata)|not found\Z|"
    r"forbidden\Z|access denied\Z|(?:503 )?service unavailable|bad gateway|"
    r"internal server error|page introuvable|страница не найдена",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:we|our partners|wir|nous|utilizamos|usamos|utilizziamo).{0,80}cookies|"
    r"(?:accept|manage|reject) (?:all )?cookies|cookies? (?:policy|settings|preferences)|"
    r"your (?:privacy )?choices|datenschutz.{0,40}zustimm|zustimmen und weiter|before you continue",
    re.IGNORECASE,
)


def find_form(said: Said, node: Node, tree: Tree, text: str, url: str) -> ArticleForm:
    """Return what the page is beside a plain article, "" for nothing."""
    types = {kind.lower() for one in (node, *said.articles) for kind in kinds(one)}
    if "liveblogposting" in types or _is_live(tree, url):
        return "live blog"
    if types & {"imagegallery", "mediagallery"} or _is_gallery(said, tree, text):
        return "gallery" if len(text) <= LONGEST_GALLERY else ""
    return "teaser" if _is_teaser(said, node, tree, text) else ""


def _is_live(tree: Tree, url: str) -> bool:
    if not _LIVE_URL.search(url[:2000]):
        return False
    entries = 0
    for element in tree.iter("article", "div", "li", "section"):
        entries += bool(_LIVE_CLASS.search(_named(element)))
        if entries >= FEWEST_ENTRIES:
            return True
    return False


def _is_gallery(said: Said, tree: Tree, text: str) -> bool:
    if len(text) > LONGEST_GALLERY:
        return False
    if not any("gallery" in value.lower() for _, value in said.meta("og:type", "pagetype")):
        named = any(
            _GALLERY_CLASS.search(_named(element))
            for element in tree.iter("article", "main", "body")
        )
        if not named:
            return False
    return sum(1 for _ in captions(tree)) >= FEWEST_PICTURES


def _is_teaser(said: Said, node: Node, tree: Tree, text: str) -> bool:
    if len(text) > LONGEST_TEASER:
        return False
    free = [one.get("isAccessibleForFree") for one in (node, *said.articles, *said.pages)]
    if any(str(value).lower() in ("false", "http://schema.org/false") for value in free):
        return True
    tier = [value.lower() for _, value in said.meta("article:content_tier")]
    if "locked" in tier:
        return True
    if not any(
        _PAYWALL_CLASS.search(_named(element)) for element in tree.iter("div", "section", "aside")
    ):
        return False
    return bool(_PAYWALL_WORDS.search(text_of_tree(tree)))


def captions(tree: Tree) -> Iterator[str]:
    """Yield the captions of the page's pictures, each once."""
    seen: set[str] = set()
    for caption in tree.iter("figcaption"):
        line = " ".join(text_of_tree(caption).split())
        if len(line) > 20 and line not in seen:
            seen.add(line)
            yield line


def live_entries(nodes: Iterable[Node]) -> str:
    """Return the entries of a live blog as its markup gives them, a line a paragraph."""
    lines: list[str] = []
    for node in nodes:
        updates = node.get("liveBlogUpdate")
        for update in updates[:MOST_UPDATES] if isinstance(updates, list) else ():
            if isinstance(update, dict):
                lines.extend(texts(update.get("headline"))[:1])
                body = update.get("articleBody")
                lines.append(plain(body, longest=10_000) if isinstance(body, str) else "")
    return "\n".join(filter(None, lines))


def why_no_article(said: Said, tree: Tree, text: str, facts: Facts, url: str) -> str:
    """Return why the page is no article, "" where it may be one."""
    if len(text) <= LONGEST_WALL:
        reason = _wall(said, text or text_of_tree(tree)[:4_000], facts)
        if reason:
            return reason
    if len(text) >= SHORTEST_ARTICLE:
        return _index(said, tree, text, facts, url)
    return "" if text else "a page without the text of an article"


def _wall(said: Said, shown: str, facts: Facts) -> str:
    title = facts.title or said.page_title
    if said.articles:
        return ""
    if _ERROR.match(title):
        return f"an error page ({title!r}), not an article"
    if len(shown) > 2 * LONGEST_WALL or _tells_something(shown):
        return ""
    if _SCRIPT_WALL.search(f"{said.page_title} {shown}"):
        return "a page that asks for JavaScript or for a person; open it in a browser and save it"
    if _CONSENT.search(shown):
        return "a page that asks for consent to cookies; open it in a browser and save the article"
    return ""


def _tells_something(shown: str) -> bool:
    """Tell whether a short text has a paragraph that is about no wall."""
    return any(
        len(line) >= SHORTEST_ARTICLE
        and not _SCRIPT_WALL.search(line)
        and not _CONSENT.search(line)
        for line in shown.split("\n")
    )


def _index(said: Said, tree: Tree, text: str, facts: Facts, url: str) -> str:
    """Tell front pages and lists apart: nothing says article, and most words are links."""
    if said.articles or any(value.lower() == "article" for _, value in said.meta("og:type")):
        return ""
    address = url or facts.url
    if urlsplit(address).path.strip("/") if address else facts.published or facts.authors:
        return ""
    shown = sum(map(len, text_of_tree(tree).split()))
    linked = sum(len("".join(link.text_content().split())) for link in tree.iter("a"))
    long_lines = sum(
        1 for line in text.split("\n") if len(line.encode(errors="replace")) >= LONG_LINE
    )
    if linked > MOST_LINKED * shown and long_lines < FEWEST_LONG:
        return "a front page or a list of articles, not an article; give the articles' addresses"
    return ""


def _named(element: Tree) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
