from time import perf_counter

import pytest

from digest import outlets
from digest.outlets import agency_name, credited_agency, find_agency, outlet_key, outlet_name

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
