"""Who publishes what: names of outlets and agencies, as facts in tables.

One rule: an outlet is named as it names itself. A web address that is in no
table gives its host name, which is a fact too.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

# News agencies by name, and all that tags, datelines and credits write for them. Forms of
# up to five letters are tags: they stand for the agency only with the capitals they have here.
_AGENCY_FORMS = {
    "Agence France-Presse": "AFP, AFP News, AFP News Agency, Agence France Presse",
    "Agerpres": "",
    "Anadolu Agency": "AA, Anadolu, Anadolu Ajansi, Anadolu Ajansı",
    "ANI": "Asian News International",
    "ANP": "Algemeen Nederlands Persbureau",
    "ANSA": "ANSA News Agency, Agenzia ANSA, Agenzia Nazionale Stampa Associata",
    "Antara": "Antara News, Antara News Agency",
    "APA": "Austria Press Agency, Austria Presse Agentur",
    "Associated Press": "AP, AP News, AP Newswire, apnews",
    "Australian Associated Press": "AAP, AAP Newswire",
    "Azertac": "",
    "Bay City News": "BCN, Bay City News Service",
    "Belga": "Belga News Agency",
    "Bernama": "Malaysian National News Agency",
    "Bloomberg": "Bloomberg News",
    "BTA": "Bulgarian News Agency",
    "City News Service": "CNS",
    "CNN": "CNN Newsource, CNN Wire, CNN International, Cable News Network",
    "CTK": "ČTK, Czech News Agency",
    "dpa": "DPA, dpa international, Deutsche Presse-Agentur, German Press Agency",
    "EFE": "Agencia EFE, EFE News Agency, EFE News Service",
    "IANS": "Indo-Asian News Service",
    "Interfax": "Interfax News Agency",
    "IRNA": "Islamic Republic News Agency",
    "Jiji Press": "JIJI",
    "KCNA": "Korean Central News Agency",
    "Keystone-SDA": "SDA, ATS",
    "KUNA": "Kuwait News Agency",
    "Kyodo News": "KYODO, Kyodo, Kyodo News Service, Kyodo News Plus",
    "Lusa": "Lusa News Agency, Agência Lusa",
    "MENA": "Middle East News Agency",
    "MTI": "Hungarian News Agency, Magyar Távirati Iroda",
    "NTB": "Norsk Telegrambyrå",
    "PA Media": "PA, PA News, PA News Agency, Press Association, The Press Association",
    "PAP": "Polish Press Agency, Polska Agencja Prasowa",
    "Press Trust of India": "PTI",
    "Reuters": "Reuters News, Reuters News Agency, Thomson Reuters, Reuters Staff",
    "RIA Novosti": "RIA, RIA News",
    "Ritzau": "",
    "SPA": "Saudi Press Agency",
    "STT": "Finnish News Agency",
    "TASS": "ITAR-TASS, TASS Russian News Agency, Russian News Agency TASS",
    "Télam": "Telam",
    "The Canadian Press": "CP, Canadian Press",
    "Tribune News Service": "TNS",
    "TT": "TT News Agency, Tidningarnas Telegrambyrå",
    "Ukrinform": "",
    "UNI": "United News of India",
    "UPI": "United Press International",
    "VNA": "Vietnam News Agency",
    "WAM": "Emirates News Agency",
    "Xinhua": "Xinhua News, Xinhua News Agency, New China News Agency, 新华社, 新华网",
    "Yonhap": "YNA, Yonhap News, Yonhap News Agency",
}
LONGEST_TAG = 5  # letters
SHORTEST_WORD = 3  # letters; "Ansa" and "Tass" are written as words, "Uni" is one
_DOMAINS = {
    "abc.net.au": "ABC News (Australia)",
    "abcnews.go.com": "ABC News",
    "afp.com": "Agence France-Presse",
    "aljazeera.com": "Al Jazeera",
    "apnews.com": "Associated Press",
    "asahi.com": "The Asahi Shimbun",
    "axios.com": "Axios",
    "bbc.co.uk": "BBC News",
    "bbc.com": "BBC News",
    "bloomberg.com": "Bloomberg",
    "cbc.ca": "CBC News",
    "cbsnews.com": "CBS News",
    "chinadaily.com.cn": "China Daily",
    "cnbc.com": "CNBC",
    "cnn.com": "CNN",
    "csmonitor.com": "The Christian Science Monitor",
    "defense.gov": "U.S. Department of Defense",
    "dw.com": "Deutsche Welle",
    "economist.com": "The Economist",
    "elpais.com": "El País",
    "euronews.com": "Euronews",
    "europa.eu": "European Union",
    "faz.net": "Frankfurter Allgemeine Zeitung",
    "forbes.com": "Forbes",
    "foxnews.com": "Fox News",
    "france24.com": "France 24",
    "ft.com": "Financial Times",
    "globaltimes.cn": "Global Times",
    "gov.uk": "GOV.UK",
    "haaretz.com": "Haaretz",
    "hani.co.kr": "The Hankyoreh",
    "independent.co.uk": "The Independent",
    "indianexpress.com": "The Indian Express",
    "japantimes.co.jp": "The Japan Times",
    "joins.com": "JoongAng Ilbo",
    "kcna.kp": "KCNA",
    "koreaherald.com": "The Korea Herald",
    "koreatimes.co.kr": "The Korea Times",
    "kremlin.ru": "The Kremlin",
    "kyodonews.net": "Kyodo News",
    "latimes.com": "Los Angeles Times",
    "lemonde.fr": "Le Monde",
    "mainichi.jp": "The Mainichi",
    "mofa.go.jp": "Ministry of Foreign Affairs of Japan",
    "nato.int": "NATO",
    "nbcnews.com": "NBC News",
    "ndtv.com": "NDTV",
    "nhk.or.jp": "NHK",
    "nikkei.com": "Nikkei Asia",
    "npr.org": "NPR",
    "nytimes.com": "The New York Times",
    "pbs.org": "PBS",
    "politico.com": "Politico",
    "politico.eu": "Politico Europe",
    "reuters.com": "Reuters",
    "rfi.fr": "RFI",
    "scmp.com": "South China Morning Post",
    "sky.com": "Sky News",
    "spiegel.de": "Der Spiegel",
    "state.gov": "U.S. Department of State",
    "straitstimes.com": "The Straits Times",
    "tass.com": "TASS",
    "telegraph.co.uk": "The Telegraph",
    "theguardian.com": "The Guardian",
    "thehill.com": "The Hill",
    "thehindu.com": "The Hindu",
    "thetimes.com": "The Times",
    "time.com": "Time",
    "time.news": "Time.news",
    "timesofindia.indiatimes.com": "The Times of India",
    "treasury.gov": "U.S. Department of the Treasury",
    "un.org": "United Nations",
    "upi.com": "UPI",
    "usatoday.com": "USA Today",
    "voanews.com": "Voice of America",
    "washingtonpost.com": "The Washington Post",
    "whitehouse.gov": "The White House",
    "wsj.com": "The Wall Street Journal",
    "xinhuanet.com": "Xinhua",
    "news.cn": "Xinhua",
    "yna.co.kr": "Yonhap",
    "yomiuri.co.jp": "The Yomiuri Shimbun",
    "zeit.de": "Die Zeit",
}

# Other outlets by name, and what else they are called. A leading "The" never matters.
_OUTLET_FORMS = {
    "ABC News": "ABC News (US), ABC News Digital",
    "ABC News (Australia)": "ABC News Australia, Australian Broadcasting Corporation",
    "Al Jazeera": "Al Jazeera English, Al Jazeera Media Network, AJE",
    "BBC News": "BBC, BBC News Online, BBC World, BBC World News, BBC World Service",
    "CBC News": "CBC",
    "CBS News": "CBS, CBS News Digital",
    "CNBC": "CNBC International",
    "Deutsche Welle": "DW, DW News, DW English",
    "Euronews": "Euronews English",
    "Financial Times": "FT",
    "Fox News": "Fox News Channel, Fox News Digital, Fox News Network",
    "France 24": "France 24 English, France24",
    "Frankfurter Allgemeine Zeitung": "FAZ, F.A.Z.",
    "HuffPost": "Huffington Post",
    "JoongAng Ilbo": "Korea JoongAng Daily",
    "Los Angeles Times": "LA Times, L.A. Times",
    "NBC News": "NBC, NBC News Digital",
    "NHK": "NHK World, NHK World-Japan",
    "Nikkei Asia": "Nikkei, Nikkei Asian Review",
    "NPR": "National Public Radio",
    "PBS": "PBS News, PBS NewsHour",
    "Politico Europe": "Politico.eu",
    "South China Morning Post": "SCMP",
    "The Guardian": "Guardian News & Media, Guardian US, Guardian Australia",
    "The New York Times": "NYT, NY Times, International New York Times",
    "The Times of India": "TOI, TNN",
    "The Wall Street Journal": "WSJ",
    "The Washington Post": "WaPo",
    "The White House": "White House Press Office, White House Office of the Press Secretary",
    "Time": "TIME Magazine",
    "U.S. Department of Defense": "Department of Defense, US Department of Defense, Pentagon",
    "U.S. Department of State": "State Department, US Department of State, US State Department",
    "U.S. Department of the Treasury": "Treasury Department, US Department of the Treasury",
    "United Nations": "UN, UN News",
    "USA Today": "USAToday",
    "Voice of America": "VOA, VOA News",
}

_OUTLET_WORDS = re.compile(
    r"\b(?:news|media|times|post|herald|press|agency|journal|tribune|gazette|daily|radio|tv|"
    r"television|broadcasting|chronicle|observer|courier|examiner|standard|telegraph|wire|"
    r"review|magazine|network|bulletin|mirror|echo|dispatch|ledger|monitor|sentinel|globe|"
    r"register|star|today|weekly|online)\b",
    re.IGNORECASE,
)
_COMPANY_FORM = re.compile(
    r",? (?:L\.?P|Inc|LLC|L\.L\.C|Ltd|Limited|plc|PLC|GmbH|AG|Corp|Corporation|Co)\.?\Z"
)
_ARTICLE = re.compile(r"the (?=\w)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W_]+")
_HOST = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:/\S*)?")

OPENING = 600  # characters of a text among which its dateline stands
ENDING = 300  # characters of a text among which its copyright line stands
_STATES = frozenset({"PA"})  # "Jo Keil, Oru Bay, PA" writes from Pennsylvania
_AUTHOR_PARTS = re.compile(r"[,;|]|\s[-–—/]\s|\b(?:[Bb]y|and|for|of|via|with)\s")
_DATELINE = re.compile(r"\(([A-Za-z][\w.’' /-]{1,40})\)[ \xa0]{0,2}[-–—]")
_COPYRIGHT = re.compile(r"(?:©|\([cC]\)|[Cc]opyright)[ ,©\d]{0,12}(?:by )?([A-Z][\w’' /-]{1,60})")
_RESERVED = re.compile(r" (?:All|and)\b.*")


def agency_name(tag: str) -> str:
    """Return the name behind an agency's tag; a tag of no known agency is its own name."""
    plain = tag.strip()
    last = plain.rsplit("/", 1)[-1].strip()  # "WXYZ/AP": a station's hybrid
    return _AGENCIES.get(_key(last)) or last


def find_agency(name: str) -> str:
    """Return the agency that goes by the name or tag, "" for anything else ("ap": no tag)."""
    plain = name.strip().rsplit("/", 1)[-1].strip()
    found = _AGENCIES.get(_key(plain), "")
    if len(plain) > LONGEST_TAG or plain in _TAGS:
        return found
    return found if len(plain) > SHORTEST_WORD and _key(plain) == _key(found) else ""


def outlet_name(outlet: str) -> str:
    """Return the name that an outlet goes by, whatever form or web address names it.

    An outlet that no table knows is named as it is.
    """
    plain = _COMPANY_FORM.sub("", " ".join(outlet.split()).strip(" .,"))
    known = find_agency(plain) or _OUTLETS.get(_key(plain))
    if known:
        return known
    if _HOST.fullmatch(plain):
        return outlet_of_url(plain if "//" in plain else f"//{plain.lower()}") or plain
    bare, bracket, _ = plain.partition(" (")  # "Associated Press (AP)"
    return (find_agency(bare) or _OUTLETS.get(_key(bare), plain)) if bracket else plain


def outlet_key(outlet: str) -> str:
    """Return what two names of one outlet have in common; "" where nothing is named."""
    return _key(outlet_name(outlet))


def credited_agency(authors: Iterable[str], text: str) -> str:
    """Return the agency that a byline, a dateline or a copyright line credits, or "".

    A byline may name an agency after a person, or alone.
    """
    parts = [part.strip() for author in authors for part in _AUTHOR_PARTS.split(author)]
    parts = [part for part in parts if part not in _STATES]
    dated = _DATELINE.findall(text[:OPENING])
    owned = [_RESERVED.sub("", owner) for owner in _COPYRIGHT.findall(text[-ENDING:])]
    return next(filter(None, map(find_agency, (*parts, *dated, *owned))), "")


def outlet_of_url(url: str) -> str:
    """Return the outlet that publishes at a web address, the host name where it is unknown."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[broken"
        return ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        known = _DOMAINS.get(".".join(labels[start:]))
        if known:
            return known
    return host if len(labels) > 1 else ""


def outlet_of_owner(owner: str) -> str:
    """Return the outlet behind a name in a copyright line or credit ("Bloomberg L.P.")."""
    plain = _COMPANY_FORM.sub("", owner.strip(" .,"))
    return find_agency(plain) or plain.removeprefix("the ")


def has_outlet_name(line: str) -> bool:
    """Tell whether a short line reads like the name of an outlet."""
    return line.lower() in _NAMES or bool(_OUTLET_WORDS.search(line))


def _key(name: str) -> str:
    """Return the letters and digits of a name, without a leading "The"."""
    return "".join(_LETTERS.findall(_ARTICLE.sub("", name.strip(), 1).casefold()))


def _by_form(forms: Mapping[str, str]) -> dict[str, str]:
    return {
        _key(form): name
        for name, others in forms.items()
        for form in (name, *others.split(", "))
        if form
    }


_AGENCIES = _by_form(_AGENCY_FORMS)
_TAGS = frozenset(
    form
    for name, others in _AGENCY_FORMS.items()
    for form in (name, *others.split(", "))
    if len(form) <= LONGEST_TAG
)
_OUTLETS = _by_form(dict.fromkeys(_DOMAINS.values(), "")) | _by_form(_OUTLET_FORMS)
_NAMES = {name.lower() for name in (*_DOMAINS.values(), *_AGENCY_FORMS)}
