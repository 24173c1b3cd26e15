"""The last lines that feeds put below an entry, and whether its page holds more.

One rule: what a feed's software wrote goes ("The post … appeared first on …",
"Read more"), and what the author wrote stays.
"""

import re

from digest.model import Removed
from digest.paragraphs import is_ended

LONGEST_LINE = 600  # characters that one of these lines may have
MOST_LINES = 3  # such lines at the end
LONGEST_TEASER = 2000  # characters; a text that is longer may end with dots and be whole
SHORTEST_SUMMARY = 800  # characters of a summary that can be a whole article
SHORTEST_CONTENT = 300  # the same, of what the feed calls the content
_WIDTH = 2.5  # letters that one of Chinese, Japanese or Korean is worth

# What publishing software writes below each entry, in the languages it is used in.
_CREDITS = (
    "The post .{1,300}? (?:appeared first on|first appeared on) .{1,150}",
    (
        "This (?:article|story|post|piece) (?:was )?(?:originally |first )?"
        "(?:appeared|published) (?:first )?(?:on|at|in|by) .{1,100}"
    ),
    "Der Beitrag .{1,300}? erschien zuerst auf .{1,150}",
    "(?:L['’]article|Cet article) .{1,300}? est apparu en premier sur .{1,150}",
    (
        "(?:La entrada|El post|La publicación|El artículo) .{1,300}? "
        "(?:se publicó primero en|(?:aparece|apareció) primero en) .{1,150}"
    ),
    "O (?:post|conteúdo|artigo) .{1,300}? (?:apareceu|aparece) primeiro em .{1,150}",
    "L['’]articolo .{1,300}? (?:proviene da|sembra essere il primo su) .{1,150}",
    "Het bericht .{1,300}? verscheen eerst op .{1,150}",
    "Inlägget .{1,300}? dök först upp på .{1,150}",
    "Indlægget .{1,300}? blev først udgivet på .{1,150}",
    "Innlegget .{1,300}? (?:dukket|ble) først (?:opp|publisert) på .{1,150}",
    "Artykuł .{1,300}? pochodzi z serwisu .{1,150}",
    "Příspěvek .{1,300}? pochází z .{1,150}",
    "(?:Сообщение|Запись) .{1,300}? появил(?:ась|ись|ось|ся) сначала на .{1,150}",
    "Запис .{1,300}? спершу з['’]явився на .{1,150}",
    ".{1,300} (?:yazısı|gönderisi) ilk önce .{1,150} üzerinde (?:ortaya çıktı|göründü)",
    "Articolul .{1,300}? apare prima dată în .{1,150}",
    "投稿 ?.{1,300}? ?は .{1,150} ?に最初に表示されました",
    ".{1,300} 게시물이 .{1,150}에 처음 등장했습니다",
    r"submitted by /u/\S{1,40}(?: to r/\S{1,40})?(?: ?\[link\])?(?: ?\[comments\])?",
    r"\[?Comments\]?",
)
# What asks for a click, alone or with the title behind it ("Continue reading Ferries →").
_INVITATIONS = (
    (
        "Read (?:more|(?:the )?(?:full|whole|entire|original|complete|rest of the) "
        "(?:story|article|post|entry|text|report))"
    ),
    "Continue reading|Keep reading|Click here (?:to|for) (?:read|continue|view|more)|Read on|More",
    "(?:View|See) (?:more|full (?:article|story|post))|Full (?:story|article)|Learn more",
    "Weiter ?lesen|Mehr lesen|(?:Den )?(?:ganzen|vollständigen) (?:Artikel|Beitrag) lesen",
    "Lire la suite|Lire plus|Continuer la lecture|Lire l['’]article",
    "Leer más|Seguir leyendo|Continuar leyendo|Sigue leyendo|Leer (?:el )?artículo",
    "Leia mais|Ler mais|Continue lendo|Continuar a ler",
    "Continua a leggere|Leggi tutto|Leggi di più|Leggi l['’]articolo",
    "Lees (?:meer|verder)|Verder lezen",
    "Läs mer|Läs hela|Fortsätt läsa|Læs mere|Les mer|Lue lisää",
    "Czytaj (?:dalej|więcej)|Číst (?:dále|více)|Citește mai mult|Nastavi čitati",
    "Читать (?:далее|дальше|полностью)|Читати далі|Подробнее|Devamını (?:oku|okuyun)",
    "続きを(?:読む|見る)|もっと読む|(?:继续|繼續)?(?:阅读|閱讀)(?:全文|更多)|查看(?:全文|原文)",
    "더 ?보기|자세히 보기|계속 읽기|전문 ?보기",
)
_END = r"[\s.:»›→…>)\]。|]{0,12}"
_CREDIT = re.compile(rf"(?:{'|'.join(_CREDITS)}){_END}", re.IGNORECASE)
# A title behind it has no full stop, as "Continue reading to them, she said." has.
_INVITATION = re.compile(
    rf"[\[(<«→\s]{{0,4}}(?:{'|'.join(_INVITATIONS)})"
    rf"(?:{_END}|[: ] ?[^.!?。]{{1,150}}[»›→…>)\]|]{{0,8}})",
    re.IGNORECASE,
)
# The same on the line of the last sentence, behind its end.
_BEHIND = re.compile(
    r"(?<=[.!?…\])”\"»。])\s{1,3}(?=[^.!?…。]{2,120}[.…\])»→\s]{0,6}\Z|The post |Continue reading )"
)
_CUT = re.compile(r"(?:…|\.\.\.|\[\s?(?:…|\.{2,3})\s?\]|\(\s?(?:…|\.{3})\s?\))[\s”\"»]{0,3}\Z")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def without_footer(text: str) -> tuple[str, tuple[Removed, ...], bool]:
    """Return the text without such lines, what went, and whether one said that there is more."""
    removed: list[Removed] = []
    is_more = False
    for _ in range(MOST_LINES):
        body, last = _last_piece(text)
        rule = _rule(last)
        if not rule:
            break
        removed.insert(0, Removed(rule=rule, text=last))
        is_more = is_more or rule == "read on"
        text = body
    return text, tuple(removed), is_more


def is_teaser(text: str, *, has_content: bool, is_more: bool) -> bool:
    """Tell whether a text that links to a page is but the first sentences of it.

    ``has_content`` says that the feed gives it as the content, not as a summary;
    ``is_more``, that it says so itself.
    """
    length = len(text) + (_WIDTH - 1) * len(_WIDE.findall(text[:LONGEST_TEASER]))
    if length > LONGEST_TEASER:
        return False
    if is_more or _CUT.search(text[-20:]):
        return True
    if length < (SHORTEST_CONTENT if has_content else SHORTEST_SUMMARY):
        return True
    return not has_content and not is_ended(text.rsplit("\n", 1)[-1])


def _last_piece(text: str) -> tuple[str, str]:
    """Split off the last line, or what stands behind the last sentence on it."""
    body, _, last = text.rstrip().rpartition("\n")
    if len(last) <= LONGEST_LINE and _rule(last):
        return body.rstrip(), last
    tail = max(0, len(last) - LONGEST_LINE)
    for found in _BEHIND.finditer(last, tail):
        if _rule(last[found.end() :]):
            return f"{body}\n{last[: found.start()]}".strip(), last[found.end() :]
    return text, ""


def _rule(line: str) -> str:
    if not 2 <= len(line) <= LONGEST_LINE:
        return ""
    if _CREDIT.fullmatch(line):
        return "feed credit"
    return "read on" if _INVITATION.fullmatch(line) else ""
