import pickle
import re
import unicodedata
from pathlib import Path
from time import perf_counter

import pytest

from digest import outlets
from digest.outlet_table import ALONE, form_key, packaged_outlets
from digest.outlets import (
    agency_name,
    country_of,
    credited_agency,
    find_agency,
    has_outlet_name,
    is_agency,
    outlet_key,
    outlet_name,
    outlet_named,
    outlet_of_owner,
    outlet_of_url,
)
from digest.tables import read_rows
from digest.words import document_frequency, stems

SLOWEST = 1.0  # seconds for 50 KB of the worst input; a fiftieth of it on a quiet machine


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("AP", "Associated Press"),
        ("The Associated Press", "Associated Press"),
        ("AP News", "Associated Press"),
        ("AFP", "Agence France-Presse"),
        ("Agence France Presse", "Agence France-Presse"),
        ("dpa", "dpa"),
        ("Deutsche Presse-Agentur", "dpa"),
        ("Xinhua News Agency", "Xinhua"),
        ("Kyodo", "Kyodo News"),
        ("Yonhap News Agency", "Yonhap"),
        ("ITAR-TASS", "TASS"),
        ("Press Association", "PA Media"),
        ("United Press International", "UPI"),
        ("Agencia EFE", "EFE"),
        ("ANSA", "ANSA"),
        ("Thomson Reuters", "Reuters"),
        ("WXYZ/AP", "Associated Press"),
    ],
)
def test_an_agency_is_known_by_all_its_written_forms(form: str, name: str) -> None:
    assert find_agency(form) == name
    assert outlet_name(form) == name
    assert agency_name(form) == name


@pytest.mark.parametrize("word", ["", "ap", "Pa", "Uni", "Cp", "The Courier", "ORU BAY", "/"])
def test_words_and_outlets_are_no_agencies(word: str) -> None:
    assert find_agency(word) == ""


@pytest.mark.parametrize(
    "names",
    [
        ("The New York Times", "New York Times", "NYT", "nytimes.com", "THE NEW YORK TIMES"),
        ("BBC News", "BBC", "bbc.co.uk", "https://www.bbc.com/news/world-1"),
        ("Associated Press", "AP", "apnews.com", "Associated Press (AP)", "The Associated Press"),
        ("Bloomberg", "Bloomberg News", "Bloomberg L.P.", "bloomberg.com"),
        ("The Oru Courier", "Oru Courier", "The Oru Courier Ltd", "the oru  courier"),
        ("Bay-Herald", "Bay Herald"),
    ],
)
def test_the_names_of_one_outlet_have_one_key(names: tuple[str, ...]) -> None:
    assert len({outlet_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Time", "Time.news", "The Times"),
        ("ABC News", "ABC News (Australia)"),
        ("Associated Press", "Australian Associated Press"),
        ("Politico", "Politico Europe"),
        ("Oru Courier", "Oru Courier Weekly"),
        ("news.hwansu.example", "hwansu.example"),
    ],
)
def test_outlets_of_like_names_stay_apart(names: tuple[str, ...]) -> None:
    assert len({outlet_key(name) for name in names}) == len(names)


def test_an_outlet_in_no_table_is_named_as_it_is() -> None:
    assert outlet_name("The Oru Courier") == "The Oru Courier"
    assert outlet_name("www.oru-courier.example") == "oru-courier.example"
    assert outlet_key("오루일보") == "오루일보"
    assert outlet_key("") == outlet_key(" ") == ""


@pytest.mark.parametrize(
    "author",
    [
        "Jo Keil, Associated Press",
        "By Jo Keil and Ann Vo, AP",
        "Jo Keil | AP",
        "Jo Keil for The Associated Press",
        "AP",
    ],
)
def test_a_byline_credits_its_agency(author: str) -> None:
    assert credited_agency([author], "") == "Associated Press"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("ORU BAY (AP) — The dam broke.", "Associated Press"),
        ("Dam breaks\n\nORU BAY, March 3 (Xinhua) -- The dam broke.", "Xinhua"),
        ("ORU BAY (dpa) - The dam broke.", "dpa"),
        ("The dam broke.\n\n© 2026 Thomson Reuters", "Reuters"),
        ("It broke. Copyright 2026 The Associated Press. All rights reserved.", "Associated Press"),
        ("It broke.\n\nCopyright (c) 2026 Agence France-Presse", "Agence France-Presse"),
    ],
)
def test_a_dateline_or_copyright_line_credits_its_agency(text: str, agency: str) -> None:
    assert credited_agency((), text) == agency


@pytest.mark.parametrize(
    ("author", "text"),
    [
        ("Jo Keil, Oru Bay, PA", "The dam broke."),
        ("Ann Uni", "The dam broke."),
        ("Jo Keil", "The Associated Press contributed to this report."),
        ("Jo Keil", "Divers at the dam. (AP Photo/Jo Keil) - The dam broke."),
        ("Jo Keil", f"{'The dam broke. ' * 50}ORU BAY (AP) — It held."),
        ("Jo Keil", "The dam broke. Copyright 2026 The Oru Courier"),
    ],
)
def test_places_pictures_and_helpers_are_no_credit(author: str, text: str) -> None:
    assert credited_agency([author], text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "(A" * 25_000,
        "Copyright " * 5_000,
        "©, " * 16_000,
        " - , " * 10_000,
        "a." * 25_000,
    ],
)
def test_credits_are_read_in_time_that_grows_with_the_text(text: str) -> None:
    started = perf_counter()

    credited_agency([text], text)
    outlet_name(text)
    outlets._DATELINE.findall(text)
    outlets._COPYRIGHT.findall(text)

    assert perf_counter() - started < SLOWEST


ROWS = read_rows("outlets")
KINDS = {"newspaper", "broadcaster", "agency", "magazine", "site", "government", "organization"}
# Below these, strangers publish beside each other; nobody has all of it.
SHARED = set(
    "com org net info co.uk org.uk ac.uk gov.uk com.au net.au gov.au co.jp or.jp ne.jp go.jp co.kr "
    "or.kr go.kr com.cn gov.cn com.tw gov.tw com.br gov.br com.mx gob.mx com.ar gob.ar co.in "
    "gov.in co.za gov.za com.tr gov.tr com.ng go.com blogspot.com wordpress.com substack.com "
    "medium.com github.io globo.com indiatimes.com gov.pl gov.il gov.ie gc.ca house.gov "
    "senate.gov facebook.com twitter.com x.com youtube.com t.me naver.com daum.net".split()
)
ORDINARY = set(
    "a an all any are art big but can day end err for get has he her his how i in is it its man "
    "map may me men my new no not now of off on one or our out own rand she shine so sun tap the "
    "time to today two up us war was way we who why win woman world you".split()
)
FREQUENT = 3  # articles of the background in which an ordinary word stands
NAMES_IN_NEWS = {"Pentagon", "Yahoo", "Brookings"}  # frequent, and nobody else's


def test_the_table_knows_outlets_of_many_countries() -> None:
    countries = {country for _, country, *_ in ROWS if country}

    assert len(ROWS) >= 450
    assert len(countries) >= 40
    assert min(sum(row[1] == country for row in ROWS) for country in ("KR", "JP", "DE", "IN")) >= 30


def test_every_row_of_the_table_is_well_formed() -> None:
    for name, country, kinds, domains, aliases in ROWS:
        assert name == " ".join(name.split())
        assert re.fullmatch(r"[A-Z]{2}", country) or name == "Time.news"
        assert set(kinds.split()) <= KINDS
        assert kinds
        assert domains or "agency" in kinds
        assert all(aliases.split(", ")) or not aliases
        for domain in domains.split():
            assert re.fullmatch(r"=?(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,10}", domain), domain
            assert not domain.startswith(("www.", "m.", "amp."))
        assert unicodedata.is_normalized("NFC", name + aliases)
    assert sorted(ROWS, key=lambda row: (row[1] or "~", row[0].casefold())) == ROWS


def test_no_domain_and_no_form_of_a_name_is_that_of_two_outlets() -> None:
    domains = [domain.removeprefix(ALONE) for row in ROWS for domain in row[3].split()]
    forms = [
        key
        for name, _, _, _, aliases in ROWS
        for key in {form_key(form) for form in (name, *aliases.split(", ")) if form}
    ]

    assert len(domains) == len(set(domains))
    assert len(forms) == len(set(forms))
    assert all(forms)


def test_no_outlet_has_a_domain_that_strangers_share() -> None:
    assert not SHARED & {domain for row in ROWS for domain in row[3].split()}


def test_no_domain_repeats_what_the_one_above_it_says() -> None:
    above = {domain: row[0] for row in ROWS for domain in row[3].split()}

    for domain, name in above.items():
        parts = domain.split(".")
        higher = [".".join(parts[start:]) for start in range(1, len(parts))]
        nearest = next((above[one] for one in higher if one in above), "")
        assert nearest != name, domain


def test_no_alias_is_an_ordinary_word() -> None:
    tags, frequency = packaged_outlets().tags, document_frequency()
    aliases = {alias for row in ROWS for alias in row[4].split(", ")} - tags - NAMES_IN_NEWS - {""}
    words = {alias for alias in aliases if alias.isascii() and alias.isalpha()}

    assert not {word for word in words if word.lower() in ORDINARY}
    assert not {
        word
        for word in words
        if not word.isupper() and any(frequency.get(stem, 0) >= FREQUENT for stem in stems(word))
    }


def test_every_outlet_is_found_by_its_names_and_domains() -> None:
    for name, country, _, domains, aliases in ROWS:
        for form in (name, *filter(None, aliases.split(", "))):
            assert outlet_named(form) == outlet_name(form) == name
        assert country_of(name) == country
        for domain in domains.split():
            assert outlet_of_url(f"https://www.{domain.removeprefix(ALONE)}/a?b=c") == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/1", "BBC News"),
        ("https://news.bbc.co.uk/1", "BBC News"),
        ("https://www.bbc.com./news", "BBC News"),
        ("https://BBC.com:443/news", "BBC News"),
        ("https://en.yna.co.kr/view/1", "Yonhap"),
        ("https://english.elpais.com/a", "El País"),
        ("https://cincodias.elpais.com/a", "Cinco Días"),
        ("https://edition.cnn.com/a", "CNN"),
        ("https://amp.cnn.com/a", "CNN"),
        ("https://m.koreaherald.com/a", "The Korea Herald"),
        ("https://abcnews.go.com/a", "ABC News"),
        ("https://www.abc.net.au/news/a", "ABC News (Australia)"),
        ("https://g1.globo.com/a", "G1"),
        ("https://oglobo.globo.com/a", "O Globo"),
        ("https://english.ahram.org.eg/a", "Ahram Online"),
        ("https://www.gov.uk/government/news/a", "GOV.UK"),
        ("https://www.ec.europa.eu/a", "European Commission"),
        ("https://agriculture.europa.eu/a", "European Union"),
        ("https://m.oru-courier.example/a", "oru-courier.example"),
        ("https://m.example/a", "m.example"),
    ],
)
def test_an_address_is_its_outlets_by_the_longest_host(url: str, name: str) -> None:
    assert outlet_of_url(url) == name


@pytest.mark.parametrize(
    "url",
    [
        "https://notbbc.com/",
        "https://bbc.com.example/",
        "https://bbc.com@evil.example/",
        "https://bbc.co.uk.evil.example/bbc.com",
        "https://oru.gov.uk/",
        "https://oru.go.com/",
        "https://oru.globo.com/",
        "https://co.uk/",
        "//",
        "http://[broken",
        "bbc.com",
        "",
    ],
)
def test_an_address_of_strangers_names_no_outlet_of_the_table(url: str) -> None:
    assert outlet_of_url(url) not in packaged_outlets().countries


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("BBC NEWS", "BBC News"),
        ("The Guardian - UK", "The Guardian"),
        ("The Guardian - Nigeria", "The Guardian (Nigeria)"),
        ("World news | The Guardian", "The Guardian"),
        ("NYT > World News", "The New York Times"),
        ("Reuters: World News", "Reuters"),
        ("Yahoo News - Latest News & Headlines", "Yahoo News"),
        ("El Pais", "El País"),
        ("조선일보", "The Chosun Ilbo"),
        ("新华网", "Xinhua"),
        ("दैनिक भास्कर", "Dainik Bhaskar"),
        ("الجزيرة", "Al Jazeera"),
        ("ТАСС", "TASS"),
        ("nytimes.com", "The New York Times"),
        ("https://www.lemonde.fr/", "Le Monde"),
        ("The Associated Press, Inc.", "Associated Press"),
        ("  The  Oru Courier Ltd ", "The Oru Courier Ltd"),
        ("The Sun - Oru Bay", "The Sun - Oru Bay"),
        ("Oru - World News", "Oru - World News"),
        ("BBC " * 60, ("BBC " * 60).strip()),
        ("", ""),
    ],
)
def test_an_outlet_is_named_as_it_names_itself(written: str, name: str) -> None:
    assert outlet_named(written) == name


def test_where_two_outlets_have_a_name_the_address_decides() -> None:
    assert outlet_named("The Guardian") == "The Guardian"
    assert outlet_named("The Guardian", url="https://guardian.ng/a") == "The Guardian (Nigeria)"
    assert outlet_named("SBS", url="https://news.sbs.co.kr/a") == "SBS (South Korea)"
    assert outlet_named("The Guardian", url="https://oru.example") == "The Guardian"


def test_countries_and_agencies_are_told() -> None:
    assert country_of("NYT") == "US"
    assert country_of("연합뉴스") == "KR"
    assert country_of("The Oru Courier") == ""
    assert is_agency("AFP")
    assert is_agency("Newsis")
    assert not is_agency("BBC News")
    assert not is_agency("hina")
    assert outlet_of_owner("the Oru Courier") == "Oru Courier"


@pytest.mark.parametrize("named", ["AKP", "AGI", "GNA", "MAP", "TAP", "WHO", "EU", "APP"])
def test_short_names_of_others_credit_no_agency(named: str) -> None:
    assert credited_agency((), f"The long name ({named}) — known by the short one — met.") == ""


def test_only_a_whole_name_is_an_outlets() -> None:
    assert has_outlet_name("Le Monde")
    assert has_outlet_name("le monde")
    assert not has_outlet_name("Le Monde attend")
    assert not has_outlet_name("")


def test_the_keys_of_names_forget_marks_and_the_article_before() -> None:
    assert form_key("Göteborgs-Posten") == form_key("GOTEBORGS POSTEN")
    assert form_key("Børsen") == form_key("Borsen")
    assert form_key(unicodedata.normalize("NFD", "Clarín")) == form_key("Clarin")
    assert form_key("The\nOru") == form_key("Oru")
    assert form_key("Breathe News") != form_key("Breanews")


def test_a_table_of_ones_own_knows_more_and_decides() -> None:
    packaged = packaged_outlets()

    table = packaged.extended(
        {"Oru-Courier.example": "The Oru Courier", "=www.bay.example": "NYT", "bbc.com": "Bay BBC"},
        {"OC": "The Oru Courier", "The Star": "The Star (Kenya)", "OPA": "Oru Press Agency"},
        agencies=["Oru Press Agency"],
    )

    assert outlet_of_url("https://news.oru-courier.example/a", table=table) == "The Oru Courier"
    assert outlet_of_url("https://bay.example", table=table) == "The New York Times"
    assert outlet_of_url("https://news.bay.example", table=table) == "news.bay.example"
    assert outlet_of_url("https://www.bbc.com/a", table=table) == "Bay BBC"
    assert outlet_named("OC", table=table) == "The Oru Courier"
    assert outlet_key("oc", table=table) == outlet_key("Oru Courier", table=table)
    assert country_of("The Star", table=table) == "KE"
    assert find_agency("OPA", table=table) == "Oru Press Agency"
    assert find_agency("opa", table=table) == ""
    assert credited_agency(["Jo Keil, OPA"], "", table=table) == "Oru Press Agency"
    assert outlet_of_url("https://www.bbc.com/a") == "BBC News"
    assert find_agency("OPA") == ""


def test_an_alias_may_be_taken_from_an_agency_and_from_an_outlet() -> None:
    table = packaged_outlets().extended({}, {"AA": "Oru Auto", "BBC": "Reuters"})

    assert outlet_named("AA", table=table) == "Oru Auto"
    assert find_agency("AA", table=table) == ""
    assert outlet_named("BBC", table=table) == "Reuters"


def test_a_table_goes_to_other_processes_and_comes_back_the_same() -> None:
    table = packaged_outlets().extended({"oru.example": "Oru"}, {})

    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301 - our own bytes
    assert packaged_outlets().extended({}, {}) == packaged_outlets()


@pytest.mark.parametrize(
    ("domains", "aliases", "complaint"),
    [
        ({"https://oru.example/a": "Oru"}, {}, "not a host name: 'https://oru.example/a'"),
        ({"oru": "Oru"}, {}, "not a host name: 'oru'"),
        ({"oru.example": " "}, {}, "an outlet without a name: 'oru.example' = ' '"),
        ({}, {"...": "Oru"}, "an outlet without a name: '...' = 'Oru'"),
        ({}, {"OC": "Oru Courier", "o.c.": "Oru Chronicle"}, "two outlets for the alias 'o.c.'"),
    ],
)
def test_what_names_nothing_extends_no_table(
    domains: dict[str, str], aliases: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        packaged_outlets().extended(domains, aliases)
    with pytest.raises(ValueError, match="an agency without a name"):
        packaged_outlets().extended({}, {}, agencies=["Oru", " "])


def test_what_the_page_about_the_table_says_is_so() -> None:
    page = (Path(__file__).parent.parent / "docs" / "outlets.md").read_text(encoding="utf-8")
    example = page.partition("```python\n")[2].partition("```")[0]
    said = re.findall(r"^(outlet_.*?)  +# (.*)$", example, re.MULTILINE)
    scope: dict[str, object] = {}

    exec(example, scope)  # noqa: S102 - our own page

    assert f"{len(ROWS):,} newspapers" in page
    assert f"of {len({row[1] for row in ROWS if row[1]})} countries" in page
    assert len(said) == 2
    assert all(eval(call, scope) == eval(name) for call, name in said)  # noqa: S307
