"""What of an extracted article leads away from it: pointers, invitations, credits, contacts.

One rule: a line goes for what it says only where its links or its length say
the same; a sentence of the article that speaks of a newsletter stays.
"""

import re
from collections.abc import Sequence

from digest.formats.page_blocks import Block

LONGEST_CONTACT = 200  # characters of a line that names an e-mail address, or invites
LONGEST_CREDIT = 120  # characters of a line that credits a picture
LONGEST_TEASER = 60  # characters of a heading above what follows an article
TAIL_MOST = 0.4  # share of a text that may stand below such a heading
MOST_LINKED = 0.3  # share of a line that leads elsewhere, from which it does nothing else
MOST_SIGNS = 0.025  # share of the signs of code in a text that is none
INVITING = 0.2  # the same of a line that invites

_COMMAND = re.compile(r"(?:\$ |npm |pip3? |sudo |import |from \w+ import|def |git |curl |<\w)")
_SIGN = re.compile(r"[{}()\[\]<>=;$\\|_/*]")  # of which code has many
_POINTER = re.compile(
    r"[\[(«“\"👉➡▶►→•*\s-]{0,4}(?:read (?:more|also|next|on)|related|see also|also (?:read|see)|"
    r"more (?:on|from|about|stories)|learn more|further reading|watch(?: now| also)?:|listen:|"
    r"don[’']t miss|in case you missed|lesen sie (?:auch|mehr|hier)|mehr (?:zum thema|dazu|lesen)|"
    r"lire (?:aussi|également|plus)|à lire|voir aussi|lea (?:también|además|más)|leer más|"
    r"le puede interesar|te puede interesar|también puede|vea también|leia (?:também|mais|ainda)|"
    r"veja (?:também|mais)|saiba mais|leggi anche|leggi (?:pure|tutto)|lees (?:ook|meer|verder)|"
    r"läs (?:också|även|mer)|les også|læs også|lue myös|czytaj (?:też|także|również)|"
    r"zobacz (?:też|także)|przeczytaj|читайте (?:також|также)|читать далее|baca juga|"
    r"ilgili haber|okuyun|xem thêm|関連記事|相关阅读|相關新聞|延伸閱讀|관련기사|اقرأ أيضا)",
    re.IGNORECASE,
)
# Lines that invite, by what they link to; that name an address; that credit a picture.
_INVITATION = re.compile(
    r"newsletter|subscri(?:be|ption)|sign(?:ing)? up|whatsapp|telegram|google news|download our|"
    r"follow us|abonnieren|abonnez|suscr[íi]b|inscrivez|iscriviti|inscreva|assine|nieuwsbrief|"
    r"nyhetsbrev|nyhedsbrev|podpis|подпис|подпиш|メールマガジン|订阅|뉴스레터|구독",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,10}", re.IGNORECASE)
_CREDIT = re.compile(
    r"[(\[]?(?:(?:file |stock )?(?:photo|image|picture|foto|bild|fotograf[íi]a|crédito|credit)s?"
    r"(?: credit| by| courtesy| de| di| von)?\s?[:：/]|(?:photo|image|picture)s? (?:by|courtesy)\b|"
    r"photograph(?: by)?\b|©|getty images|afp via getty|shutterstock|istock)",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:(?:you )?(?:might|may) (?:also )?(?:like|be interested)\b.{0,20}|about (?:the )?authors?|"
    r"related(?: (?:articles?|stories|story|news|posts?|content|topics|reading|links|coverage|"
    r"to this story|videos))?|"
    r"recommended(?: (?:for you|reading|stories|articles|posts|videos))?|up next|"
    r"more (?:from|on|in|stories|news|like this)\b.{0,30}|read (?:more|next|also)\b.{0,20}|"
    r"share this\b.{0,20}|leave a (?:comment|reply)|"
    r"(?:\d{1,4} )?comments?(?: ?\(\d{1,5}\))?|join the (?:conversation|discussion)|"
    r"(?:sign up|subscribe)\b.{0,40}|most (?:read|popular|viewed)|trending\b.{0,15}|"
    r"latest (?:news|stories|articles|posts)|popular (?:posts|articles|stories)|next article|"
    r"previous (?:article|post)|über (?:den autor|die autorin)|mehr zum thema|"
    r"das könnte (?:sie|dich) (?:auch )?interessieren|weitere (?:artikel|themen|meldungen)|"
    r"à lire (?:aussi|également)|sur le même (?:sujet|thème)|l[’']auteur|commentaires|"
    r"sobre (?:el|la|o|a) autora?|te puede interesar|noticias relacionadas|más (?:noticias|sobre)|"
    r"leia (?:também|mais)|mais (?:lidas|notícias)|leggi anche|potrebbe interessarti|"
    r"articoli correlati|lees ook|meer over|läs också|les også|læs også|читайте также|"
    r"читайте також|関連記事|関連ニュース|相关(?:阅读|新闻|链接)|관련\s?기사|baca juga)\s?[:：…]?",
    re.IGNORECASE,
)


def leads_away(block: Block) -> bool:
    """Tell whether a line points to other articles, to a subscription, a contact or a credit."""
    text, length = block.text.replace("\xa0", " "), len(block.text)
    if block.element.tag == "pre" and _is_code(block.element.text_content().strip()):
        return True
    if length <= LONGEST_CREDIT and _CREDIT.match(text):
        return True
    if length <= LONGEST_CONTACT and _ADDRESS.search(text):
        return True
    if block.linked > MOST_LINKED * length and _POINTER.match(text):
        return True
    invites = length <= LONGEST_CONTACT and block.linked > INVITING * length
    return invites and bool(_INVITATION.search(text))


def _is_code(text: str) -> bool:
    return bool(_COMMAND.match(text)) or len(_SIGN.findall(text)) > MOST_SIGNS * len(text)


def without_tail(blocks: Sequence[Block], numbers: list[int]) -> list[int]:
    """Leave out what stands below a heading such as "More from the authors", if it is little."""
    lengths = [len(blocks[number].text) for number in numbers]
    whole, below = sum(lengths), 0
    cut = len(numbers)
    for place in range(len(numbers) - 1, -1, -1):
        below += lengths[place]
        if below > TAIL_MOST * whole:
            break
        text = blocks[numbers[place]].text.replace("\xa0", " ")
        if len(text) <= LONGEST_TEASER and _BELOW.fullmatch(text):
            cut = place
    return numbers[:cut]
