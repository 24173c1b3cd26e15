"""What cleaning knows of noise: named rules, each an exact pattern.

One rule for the rules: a pattern fits a whole paragraph, a whole closing
sentence, or a stretch with a plain beginning and end, and is linear. What a
pattern names (``(?P<agency>...)``) is kept as a field of the article.
Every rule has a case where it applies and one where it must not in
tests/cases/clean.md.
"""

import re
from dataclasses import dataclass

from digest.quotation_spans import DOUBLE_MARKS

LONGEST_LINE = 500  # characters; longer paragraphs are never noise as a whole


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern for noise, and the name under which its removals are recorded."""

    name: str
    pattern: re.Pattern[str]


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(Rule(name, re.compile(pattern)) for name, pattern in pairs)


# One name: "Rebecca Santana", "J. D. de la Cruz", "María O'Neill-Park".
_WORD = r"[^\W\d_a-z][\w.'’-]{0,30}"
_NAME = rf"{_WORD}(?: (?:(?:de|la|van|von|der|bin|al|el|da|dos) ){{0,2}}{_WORD}){{0,3}}"
_NAMES = rf"{_NAME}(?:(?:, and |, | and | & ){_NAME}){{0,6}}"
_PLACE = rf"{_WORD}(?:[ ,]{{1,2}}{_WORD}){{0,3}}"
_NAMES_IN = rf"{_NAME}(?: in {_PLACE}?)?(?:(?:, and |, | and |; ){_NAME}(?: in {_PLACE}?)?){{0,6}}"
_DASH = r"(?: ?--| ?—| ?–| ?-| ?―| _)(?: |(?=[\"“‘A-Z])|\Z)"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_CAPS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]{2,24}(?: [A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]{0,24}){0,3}"
_TITLED = r"[A-Z][\w.'’-]{1,24}(?: [A-Z][\w.'’-]{1,24}){0,3}"
_REGION = rf"(?:, {_TITLED}){{0,2}}"
_TAG = r"[A-Z][\w.&'’ ]{1,28}(?:/[A-Z][\w.& ]{1,20})?"

# At the head of a paragraph, before its first sentence.
OPENING_RULES = _rules(
    (
        "dateline",
        rf"(?P<place>{_CAPS}{_REGION}),? (?:(?P<date>{_DAY}),? )?\((?P<agency>{_TAG})\){_DASH}",
    ),
    (
        "dateline",
        (
            rf"(?P<place>{_TITLED}{_REGION}), (?P<date>{_DAY}),? \((?P<agency>{_TAG})\)(?:{_DASH}|"
            rf" |\Z)"
        ),
    ),
    ("dateline", rf"(?P<place>{_TITLED}{_REGION}) \((?P<agency>{_TAG})\)(?: ?--| ?—| –)(?: |\Z)"),
    (
        "dateline",
        rf"(?P<place>{_CAPS}{_REGION}), (?P<date>{_DAY})\. /(?P<agency>[A-Z]{{2,12}})/\.(?: |\Z)",
    ),
    ("dateline", rf"(?P<place>{_CAPS}{_REGION}), (?P<date>{_DAY}){_DASH}"),
    ("dateline", rf"(?P<place>{_CAPS}{_REGION})(?: --| —|--|—| –) ?(?=[\"“‘A-Z])"),
    (
        "agency tag",
        r"\((?P<agency>[A-Z][\w.&'’/ ]{1,28})\)(?: ?--| ?—| ?–| -)(?: |(?=[\"“‘A-Z])|\Z)",
    ),
    (
        "dateline",
        (
            r"(?P<agency>新华社|中新社|中新网)(?P<place>[^\W\d_a-zA-Z]{1,8}?)\d{1,2}月\d{1,2}日电"
            r"(?: ?\([^()]{1,40}\)|（[^（）]{1,40}）)? ?"
        ),
    ),
)

LONGEST_OPENING = 200  # characters of a paragraph's head in which a dateline may stand
_OPENING_SIGN = re.compile(r"[-—–―_(/电]")


def match_opening(paragraph: str) -> tuple[Rule, re.Match[str]] | None:
    """Return the rule for the dateline or tag that opens a paragraph, and where it fits."""
    head = paragraph[:LONGEST_OPENING]
    if _OPENING_SIGN.search(head):
        for rule in OPENING_RULES:
            match = rule.pattern.match(head)
            if match and not DOUBLE_MARKS.search(match[0]):
                return rule, match
    return None


# A whole paragraph, wherever it stands.
LINE_RULES = _rules(
    ("image address", r"https?://\S{1,400}\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]\S{0,90})?"),
    ("image address", r"https?://[^\s?]{1,300}/(?:images?|photos?|uploads|media|img)/\S{1,190}"),
    ("address", r"(?:https?://|www\.)\S{1,480}"),
    ("e-mail address", r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}"),
    (
        "advertisement",
        r"(?i:\W{0,3}(?:story continues below |article continues below )?advertisements?\W{0,3})",
    ),
    ("advertisement", r"(?i:(?:story|article) continues (?:after|below)[\w ]{0,30})"),
    (
        "read more",
        (
            r"(?i:(?:>>|»|→|- )? ?(?:read more|read also|also read|read next|see also|must read|"
            r"more on this|related|watch|recommended)) ?[:|>»→][^.]{0,200}[.?!]?"
        ),
    ),
    (
        "teaser heading",
        (
            r"(?i:(?:read more|related|related (?:articles?|stories|news|posts?|topics|content|"
            r"coverage)|hot news(?: now)?|more (?:news|on this story|from .{1,40})|you may "
            r"(?:also )?like|most (?:read|viewed|popular)(?: now)?|trending(?: now)?|recommended"
            r"(?: for you)?|don['’]t miss|top stories|latest news|popular news|what to read next|"
            r"editors?['’]? picks?)):?"
        ),
    ),
    (
        "newsletter",
        (
            r"(?i:(?:sign up|subscribe|register|click here) (?:for|to|now|here|today|"
            r"and) [^\n]{0,200}(?:newsletters?|inbox|e-?mails?|updates|alerts|channel|"
            r"podcast)[^.\n]{0,80}[.!]?)"
        ),
    ),
    (
        "newsletter",
        (
            r"(?i:get (?:the|our|your|all the)\b[^\n]{0,150}(?:newsletters?|delivered|"
            r"inbox)[^.\n]{0,80}[.!]?)"
        ),
    ),
    (
        "social buttons",
        (
            r"(?i:(?:share|tweet|facebook|twitter|x|pinterest|pin it|whatsapp|telegram|linkedin|"
            r"reddit|e-?mail|print|copy link|save|like|like this|loading(?:\.\.\.|…)|comments?"
            r"(?: \(\d{1,5}\))?|leave a comment|\d{1,6} (?:comments?|shares?|likes?|views?)|"
            r"share (?:this|on)(?: \w{1,12}){0,3})):?"
        ),
    ),
    (
        "follow line",
        (
            r"(?:Follow|Like|Find|Join) [^\n.]{1,120}(?: on | at )(?:X|Twitter|Facebook|"
            r"Instagram|Telegram|Threads|Bluesky|LinkedIn|TikTok|YouTube|Google News|WhatsApp|"
            r"https?://\S{1,100})[^\n]{0,80}"
        ),
    ),
    ("follow line", r"Follow [^\n]{1,60}coverage[^\n]{0,30} at:? \S{1,150}"),
    (
        "photo credit",
        (
            r"[(\[]?(?:(?:File )?(?:Photo|Image|Picture)s?(?: courtesy| credit)?(?::| ©|/| by:? "
            r"(?=[A-Z])| of (?=[A-Z]))|Credit:|AP Photo/|Getty Images|REUTERS/)[^\n.]{1,120}"
            r"\.?[)\]]?"
        ),
    ),
    (
        "page furniture",
        (
            r"(?i:please enable java ?script[^\n]{0,80}|(?:page|image|photo|slide) \d{1,3} (?:of|"
            r"/) \d{1,3}|buy photo|watch this story|skip to (?:main )?content)[.!]?"
        ),
    ),
    ("exchange rate", r"\(?\$1 = [\d.,]{1,12} [\w ]{2,30}\)?\.?"),
    (
        "reading time",
        (
            r"(?i:(?:estimated )?(?:reading time:? )?(?:about )?\d{1,2}[ -]min(?:ute)?s?\.? ?"
            r"(?:read|reading time)?(?: time)?)"
        ),
    ),
    ("section mark", r"[#*_=~—–-]{2,80}|(?:[*#] ){1,9}[*#]|■|▲|●"),
    (
        "wire slug",
        (
            r"(?:AP|BC|US)-[A-Z]{2,8}-{1,2}[^\n]{2,80}, (?:\d\w{2} )?(?:Ld|Ld-Writethru|Lead|"
            r"Writethru)[^\n]{0,60}"
        ),
    ),
    (
        "editors' slug",
        (
            r"(?:Eds|Editors):? (?:UPDATES|ADDS|CORRECTS|Updates|Adds|With|RECASTS|"
            r"INCORPORATES)[^\n]{0,300}"
        ),
    ),
    (
        "breaking-news note",
        r"(?P<update>This is a (?:breaking|developing) (?:news )?(?:story|update)[^\n]{0,200})",
    ),
    ("trust principles", r"Our Standards: [^\n]{0,80}Trust Principles\.?"),
    (
        "delivery note",
        (
            r"(?i:\(?(?:check against delivery|as (?:prepared for )?delivered|(?:original|"
            r"transcript of the) [^\n]{0,60}(?:may differ from (?:the )?delivered version|"
            r"exactly as it was delivered))[.)]{0,2})"
        ),
    ),
    ("share counter", r"[-•*] ?\d{1,6} ?(?:dogs?|개|likes?|shares?|views?|votes?)"),
    ("e-mail placeholder", r"\[email[ \xa0]protected\]"),
)

# A whole paragraph among the first ones.
HEAD_RULES = _rules(
    (
        "byline",
        (
            rf"(?:By|BY) (?P<author>{_NAMES})(?:(?:,| \||\s?[-–—/])\s?"
            rf"(?P<byline_outlet>[A-Z][\w.&'’ ]{{1,50}}))?"
        ),
    ),
    ("byline", rf"(?:Written|Reported|Story) by:? (?P<author>{_NAMES})"),
    ("place line", r"(?:Location|Place|Delivered (?:at|in)): ?(?P<place>[^\n]{1,80})"),
    (
        "date line",
        (
            r"(?:Published|Posted|Released|Delivered|Date|First published)(?: on)?(?:: ?| "
            r"(?=[^\n.]{0,30}\d{4}[^\n.]{0,20}\Z))(?P<date>(?=[^\n]{0,20}\d)[^\n]{6,60})"
        ),
    ),
    (
        "update line",
        (
            r"(?P<update>(?:Last )?(?:[Uu]pdated|[Mm]odified)(?: on)?(?:: ?| "
            r"(?=[^\n]{0,30}(?:\d{4}|\d:)))(?=[^\n]{0,20}\d)[^\n]{6,60})"
        ),
    ),
)

# A closing paragraph, or the closing sentences of one.
TAIL_RULES = _rules(
    (
        "assistance credit",
        (
            rf"(?:--|—|–|- ?)? ?With (?:assistance|reporting|contributions|files|help) (?:from|"
            rf"by) (?P<contributor>{_NAMES_IN})\.?"
        ),
    ),
    (
        "contributor credit",
        (
            rf"(?:The )?(?:(?P<agency>AP|Associated Press|Reuters|AFP|[A-Z]\w{{1,20}}) )?(?:"
            rf"(?:[a-z-]{{4,20}} ){{0,2}}(?:[Ww]riters?|[Rr]eporters?|[Jj]ournalists?|"
            rf"[Cc]orrespondents?|[Ss]taff) )?(?P<contributor>{_NAMES_IN}),? "
            rf"(?:also )?contributed (?:to this|reporting)(?: (?:report|story|article|dispatch|"
            rf"from {_PLACE}))?\.?"
        ),
    ),
    (
        "writer credit",
        (
            rf"(?P<author>{_NAMES}) (?:writes?|reports?) for (?P<owner>(?:the |"
            rf"The )?[A-Z][\w.&'’ ]{{1,50}}?)\.?"
        ),
    ),
    ("writer credit", rf"(?P<author>{_NAMES}) reported from (?:{_PLACE})\.?"),
    (
        "reporting credit",
        (
            rf"\(?(?:(?:Additional )?[Rr]eporting|[Ww]riting|[Ww]ritten) (?:and (?:writing|"
            rf"editing) )?by (?P<author>{_NAMES_IN})(?:[;.,] ?(?:(?:Additional |Further )?"
            rf"(?:[Ww]riting|[Ee]diting|[Rr]eporting)(?: and (?:writing|"
            rf"editing))? by {_NAMES_IN}))*\.?\)?\.?"
        ),
    ),
    ("editing credit", rf"\(?[Ee]dit(?:ing|ed) by:? {_NAMES}\.?\)?"),
    (
        "reporter line",
        (
            rf"(?P<place>[A-Z][\w .'’-]{{1,40}}(?:\([\w .'’-]{{1,40}}\))?) ?= ?(?:(?:Staff )?"
            rf"(?:Reporter|Correspondent) )?(?P<author>{_NAME})(?: \[email protected\]|"
            rf" [\w.+-]{{1,40}}@[\w.-]{{3,40}})?"
        ),
    ),
    (
        "reporter line",
        (
            rf"(?:Reporter|Correspondent) (?P<author>{_NAME})(?: \[email protected\]|"
            rf" [\w.+-]{{1,40}}@[\w.-]{{3,40}})"
        ),
    ),
    (
        "update note",
        (
            r"\((?P<update>(?:Adds|Updates|Corrects|Recasts|Rewrites|Refiles|Clarifies|Releads|"
            r"Fixes|Removes|Deletes|Changes|Includes|Repeats|Inserts)\b[^()\n]{1,250})\)\.?"
        ),
    ),
    (
        "update note",
        (
            r"(?P<update>(?:This|The) (?:story|article|report|headline|post)(?: above)? "
            r"(?:has been|was|is) (?:updated|corrected|amended|clarified|edited)\b[^\n]{0,250})"
        ),
    ),
    (
        "copyright line",
        (
            r"(?:©|\([cC]\)|Copyright(?: ©| \([cC]\))?) ?(?:(?P<year>\d{4})(?:[-–]\d{4})?,? )?"
            r"(?:by )?(?P<owner>[A-Z][\w&'’ -]{1,50}?(?:,? (?:L\.P\.|Inc\.|Ltd\.|LLC|L\.P|"
            r"Co\.))?)(?:[.,;]? (?i:all rights reserved|distributed by|published by|"
            r"powered by)[^\n]{0,150})?[.]?(?: (?:This (?:material|content)|No part|Reproduction|"
            r"Unauthori[sz]ed)[^\n]{0,250})?"
        ),
    ),
    (
        "copyright line",
        (
            r"(?:This material|This content|No part of this) [^\n]{0,60}(?:may|can)(?: not|"
            r"not)? be (?:published|reproduced|copied)[^\n]{0,200}"
        ),
    ),
    ("copyright line", r"(?i:all rights reserved)[^\n]{0,80}"),
    ("copyright line", r"(?:©|Copyright)[^.\n]{0,120}"),
    (
        "disclaimer",
        (
            r"(?:\(?Disclaimer:?\)? )?(?:The |Any )?(?:[Vv]iews|[Oo]pinions)(?:,? (?:and|or) "
            r"(?:views|opinions))?,? (?:thoughts,? )?(?:expressed|stated) (?:in this|here|above|"
            r"by the|within)[^\n]{0,250}"
        ),
    ),
    (
        "disclaimer",
        (
            r"(?:\(?Disclaimer:|\(Except for the headline,|\(With the exception of the headline,|"
            r"\(This (?:story|article|report) has not been edited|This (?:story|article|report|"
            r"content) (?:was|is|has been) (?:generated|written|produced|created|auto-?generated|"
            r"published|translated)(?: \w{1,20}){0,3} (?:by|with|from) (?:an? )?(?:AI|artificial|"
            r"machine|automat|syndicat|agency feed|wire)|This (?:story|article) is for "
            r"(?:information|general))[^\n]{0,250}"
        ),
    ),
    ("contact line", r"To contact the (?:reporters?|editors?|authors?)[^\n]{0,300}"),
    (
        "contact line",
        (
            r"(?i:(?:e-?mail|contact|write to):? )(?:\[email protected\]|"
            r"[\w.+-]{1,60}@[\w.-]{3,60})\.?"
        ),
    ),
    (
        "end mark",
        (
            r"\((?:END|ENDS|End|Ends|ends)\)|ENDS?(?: \d{1,2}:\d\d [APap]\.?[Mm]\.?"
            r"(?: [A-Z]{2,4})?)?|Enditem|END OF STORY|-30-|={2}[A-Z]\w{1,20}|\((?:ANI|PTI|IANS|"
            r"Xinhua|AFP|AP|UPI|Reuters|dpa)\)|(?:Item )?ends"
        ),
    ),
    (
        "end mark",
        (
            r"\((?:The |This )?(?:[a-z]{3,20} ){0,3}(?:concluded|ended|was concluded|"
            r"adjourned) at [^()\n]{4,40}\)"
        ),
    ),
    ("desk initials", r"[a-z]{2,4}(?:-[a-z]{2,4})?(?:/[a-z]{2,4}(?:-[a-z]{2,4})?){1,4}"),
)

# A stretch between the sentences of a paragraph, outside quotations: a sentence stays as its
# source has it.
_DIRECTION = (
    r"(?:(?:[Ll]ight|[Ss]cattered|[Ss]ustained|[Ll]oud|[Gg]eneral|[Mm]ore) )?"
    r"(?:[Ll]aughter|[Ll]aughs|[Ll]aughing|[Cc]huckles|[Aa]pplause|[Cc]heers|[Cc]heering|"
    r"[Cc]ross-?talk|[Pp]ause|[Pp]auses|[Bb]oos|[Bb]ooing)"
    r"(?: (?:and|or|continues|from) ?(?:[a-z]{3,12} ?){0,3})?\.?"
)
BETWEEN_RULES = _rules(
    ("stage direction", rf"\({_DIRECTION}\)|\[{_DIRECTION}\]"),
    ("e-mail placeholder", r"\[email protected\]"),
    ("photo credit", r"\((?:AP Photo|REUTERS|Photo|File photo|Reuters Photo)[/:][^()\n]{1,100}\)"),
    ("chart pointer", r"\([Ss]ee (?:also )?(?:chart|graphic|map|table|video)s?\.?\)"),
)
# Markup may stand anywhere. What is named ``text`` stays.
MARKUP_RULES = _rules(
    ("image markup", r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,400}\)"),
    ("link markup", r"\[(?P<text>[^\[\]\n]{1,200})\]\(https?://[^()\s]{1,400}\)"),
    ("bold marks", r"\*\*(?P<text>[^*\n]{1,400})\*\*"),
)
# Without one of these no rule for stretches can apply.
STRETCH_SIGNS = re.compile(r"[(\[]|\*\*|^#")

MARKUP_HEADING = re.compile(r"(#{1,6}) (?=\S)")
TITLE_PREFIX = re.compile(
    r"\((?P<update>(?:LEAD|(?:\d(?:st|nd|rd|th)|URGENT) ?(?:LD|LEAD)?|Yonhap "
    r"(?:Interview|Feature)))\) ?"
)

REACTION = re.compile(
    r"[-•*] ?(?i:i['’]?m (?:sad|angry|sorry|happy|touched|moved|surprised|upset)|i "
    r"(?:like|love|recommend|hate) (?:it|this)|i want (?:a )?follow-up[\w ]{0,20}|(?:sad|"
    r"angry|happy|like|love|wow|haha|surprised|recommend(?:ed)?|cheering))"
)
COUNTER = re.compile(r"[-•*] ?\d{1,6} ?(?:dogs?|개|people|times|likes?|votes?)?")
