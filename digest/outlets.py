"""Who publishes what: names of outlets and agencies, as facts in tables.

One rule: an outlet is named as it names itself. A web address that is in no
table gives its host name, which is a fact too.
"""

import re
from urllib.parse import urlsplit

# Agencies as their tags and datelines write them.
AGENCIES = {
    "AA": "Anadolu Agency",
    "AAP": "Australian Associated Press",
    "AFP": "Agence France-Presse",
    "ANI": "ANI",
    "ANSA": "ANSA",
    "AP": "Associated Press",
    "ASSOCIATED PRESS": "Associated Press",
    "THE ASSOCIATED PRESS": "Associated Press",
    "BLOOMBERG": "Bloomberg",
    "BLOOMBERG NEWS": "Bloomberg",
    "CNN": "CNN",
    "CP": "The Canadian Press",
    "DPA": "dpa",
    "EFE": "EFE",
    "IANS": "IANS",
    "INTERFAX": "Interfax",
    "KYODO": "Kyodo News",
    "KYODO NEWS": "Kyodo News",
    "PA": "PA Media",
    "PTI": "Press Trust of India",
    "REUTERS": "Reuters",
    "TASS": "TASS",
    "UPI": "UPI",
    "XINHUA": "Xinhua",
    "YONHAP": "Yonhap",
}

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

_NAMES = {name.lower() for name in (*_DOMAINS.values(), *AGENCIES.values())}
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


def agency_name(tag: str) -> str:
    """Return the name behind an agency's tag; a tag of no known agency is its own name."""
    plain = tag.strip()
    last = plain.rsplit("/", 1)[-1].strip()  # "WXYZ/AP": a station's hybrid
    return AGENCIES.get(last.upper(), last)


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
    return AGENCIES.get(_ARTICLE.sub("", plain, 1).upper()) or plain.removeprefix("the ")


def has_outlet_name(line: str) -> bool:
    """Tell whether a short line reads like the name of an outlet."""
    return line.lower() in _NAMES or bool(_OUTLET_WORDS.search(line))
