from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.date_names import is_weekday, month_named
from digest.dates import date_in_url, instant, is_day_first, local_day, read_date

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-11", "2026-03-11"),
        ("20260311", "2026-03-11"),
        ("2026/03/11 10:00:00", "2026-03-11T10:00:00"),
        ("2026-03-11 18:29:59-05:00", "2026-03-11T18:29:59-05:00"),
        ("2026-03-11T18:29:59Z", "2026-03-11T18:29:59+00:00"),
        ("2026-03-11T18:29:59.123+0900 (KST)", "2026-03-11T18:29:59+09:00"),
        ("Wed, 11 Mar 2026 18:29:59 -0500", "2026-03-11T18:29:59-05:00"),
        ("Wed, 11 Mar 2026 18:29 GMT", "2026-03-11T18:29:00+00:00"),
        ("12/03/2026 18h36", "2026-03-12T18:36:00"),
        ("13/03/2026", "2026-03-13"),
        ("03/13/2026", "2026-03-13"),
        ("11/11/2026", "2026-11-11"),
        ("March 11, 2026", "2026-03-11"),
        ("Sept. 9, 2026 6:29 p.m. EDT", "2026-09-09T18:29:00-04:00"),
        ("Wednesday, March 11, 2026 at 2:15 P.M. EST", "2026-03-11T14:15:00-05:00"),
        ("March 11, 2026 12:05 a.m. ET", "2026-03-11T00:05:00-04:00"),
        ("11 March 2026", "2026-03-11"),
        ("11.03.2026, 18:29 Uhr", "2026-03-11T18:29:00"),
        ("2026年3月11日 18:29", "2026-03-11T18:29:00"),
        ("2026. 3. 11.", "2026-03-11"),
        ("2016-05-24 2:17:57 PM CEST", "2016-05-24T14:17:57+02:00"),
    ],
)
def test_date_is_read(text: str, iso: str) -> None:
    assert read_date(text) == iso


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("12/03/2026", "cannot be told apart"),
        ("15 Nov", "not a date"),
        ("yesterday", "not a date"),
        ("", "not a date"),
        ("2026-13-45", "no such day"),
        ("February 30, 2026", "no such day"),
        ("2026-03-11 25:00", "no such time"),
        ("2026-03-11 18", "not a time"),
        ("March 11, 2026 13:00 p.m.", "not a time"),
        ("March 11, 2026 6:29 p.m. IST", "unknown time zone"),
        ("2026-03-11 18:29 +99:00", "no such time zone"),
        ("1731697010", "not a date"),
        ("March 11, 2026 was a cold day", "not a time"),
        ("x" * 200, "not a date"),
    ],
)
def test_what_is_no_sure_date_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_date(text)


# What feeds and pages write; "" is no hint of a language, None a date that must be refused.
FORMS = [
    # mails and RSS
    ("Fri, 15 Nov 2024 18:29:59 GMT", "", "2024-11-15T18:29:59+00:00"),
    ("Fri, 15 Nov 2024 18:29:59 -0000", "", "2024-11-15T18:29:59+00:00"),
    ("Fri, 15 Nov 2024 18:29 EST", "", "2024-11-15T18:29:00-05:00"),
    ("15 Nov 2024 18:29:59 PDT", "", "2024-11-15T18:29:59-07:00"),
    ("Fri,15 Nov 2024 18:29:59 UT", "", "2024-11-15T18:29:59+00:00"),
    ("Fri , 15 November, 2024 18:29:59 +0000", "", "2024-11-15T18:29:59+00:00"),
    ("Fri, 15 Nov 2024 18:29:59 UTC+8", "", "2024-11-15T18:29:59+08:00"),
    ("Fri, 15 Nov 2024 18:29:59 +0530 IST", "", "2024-11-15T18:29:59+05:30"),
    ("Fri, 15 Nov 24 18:29 GMT", "", "2024-11-15T18:29:00+00:00"),
    ("Tue, 15 Nov 94 18:29:59 GMT", "", "1994-11-15T18:29:59+00:00"),
    ("Fri, 15 Nov 2024 18:29:59 A", "", None),  # a military zone
    ("Thu, 02 Sep 2021 20:0:0 Z", "", "2021-09-02T20:00:00+00:00"),
    ("Tue, Jan 23 2018 02:54:55 MST", "", "2018-01-23T02:54:55-07:00"),
    ("ma, 08 okt 2018 10:09:29 +0000", "", "2018-10-08T10:09:29+00:00"),
    ("Fri, 15 Nov 2024 18:29:59 IST", "en-IN", "2024-11-15T18:29:59+05:30"),
    ("Fri, 15 Nov 2024 18:29:59 IST", "", None),  # in India, Ireland or Israel
    ("Fri, 15 Nov 2024 18:29:59 +0900 GMT", "", None),  # two zones
    ("Fri, 15 Nov 2024 18:29:59 +0900 or so", "", None),
    ("Fri, 15 Nov 2024 18:29:59 +2500", "", None),
    ("Sunday, 06-Nov-94 08:49:37 GMT", "", "1994-11-06T08:49:37+00:00"),
    ("24-Nov-15 18:29", "", None),  # of 2015 or of 2024
    ("Sun Nov  6 08:49:37 1994", "", "1994-11-06T08:49:37"),
    ("Fri Nov 15 18:29:59 EST 2024", "", "2024-11-15T18:29:59-05:00"),
    ("Fri Nov 15 18:29:59 CST 2024", "zh-CN", "2024-11-15T18:29:59+08:00"),
    ("Fri Nov 15 2024 18:29:59 GMT+0900 (Korean Standard Time)", "", "2024-11-15T18:29:59+09:00"),
    # ISO 8601 and its kin
    ("2024-11-15t18:29:59z", "", "2024-11-15T18:29:59+00:00"),
    ("2024-11-15 18:29:59,123 +09:00", "", "2024-11-15T18:29:59+09:00"),
    ("2024-11-15T18:29:59.123456789Z", "", "2024-11-15T18:29:59+00:00"),
    ("2024-11-15T18:29:59+09:00[Asia/Seoul]", "", "2024-11-15T18:29:59+09:00"),
    ("2024-11-15T24:00:00Z", "", "2024-11-16T00:00:00+00:00"),
    ("2024-11-15T24:30:00Z", "", None),
    ("2024-11-15 18:29:59 +0000 UTC", "", "2024-11-15T18:29:59+00:00"),
    ("20241115", "", "2024-11-15"),
    ("20241115T182900Z", "", "2024-11-15T18:29:00+00:00"),
    ("20241115182900", "", "2024-11-15T18:29:00"),
    ("2024/11/15 10:00:00", "", "2024-11-15T10:00:00"),
    ("2024-W46-5", "", None),
    ("2024-320", "", None),
    ("2024-11", "", None),
    ("2024-11-15T", "", None),
    ("0000-00-00 00:00:00", "", None),
    ("2024111518", "", None),
    # day and month in figures
    ("11/12/2024", "", None),
    ("11/12/2024", "en", None),
    ("11/12/2024", "ja", None),
    ("11/12/2024", "es-US", None),
    ("11/12/2024", "en-US", "2024-11-12"),
    ("11/12/2024", "en_GB", "2024-12-11"),
    ("11/12/2024", "fr", "2024-12-11"),
    ("11-12-2024", "nl-NL", "2024-12-11"),
    ("11/12-2024", "fr", None),
    ("11.12.2024", "", "2024-12-11"),
    ("11.12.2024", "en-US", None),
    ("15/11/2024 18h36", "", "2024-11-15T18:36:00"),
    ("11/12/24", "fr", None),
    # languages
    ("Nov. 15, 2024 6:29 p.m. EST", "", "2024-11-15T18:29:00-05:00"),
    ("6:29 PM ET, Fri November 15, 2024", "", "2024-11-15T18:29:00-05:00"),
    ("18:29, 15 November 2024", "", "2024-11-15T18:29:00"),
    ("Friday 15th of November 2024", "", "2024-11-15"),
    ("Nov 15, 2024 | 6:29 pm", "", "2024-11-15T18:29:00"),
    ("Mo, 25 Jun 2018", "", "2018-06-25"),
    ("15.11.2024, 18:29 Uhr", "", "2024-11-15T18:29:00"),
    ("Freitag, 15. November 2024 um 18.29 Uhr", "", "2024-11-15T18:29:00"),
    ("3. März 2024", "", "2024-03-03"),
    ("vendredi 15 novembre 2024 à 18h36", "", "2024-11-15T18:36:00"),
    ("1er janvier 2024", "", "2024-01-01"),
    ("15 AOÛT 2024", "", "2024-08-15"),
    ("mar. 12 nov. 2024", "", "2024-11-12"),
    ("mar 12, 2024", "", "2024-03-12"),
    ("viernes, 15 de noviembre de 2024", "", "2024-11-15"),
    ("sexta-feira, 15 de novembro de 2024 às 18h36", "", "2024-11-15T18:36:00"),
    ("venerdì 15 novembre 2024 alle ore 18:29", "", "2024-11-15T18:29:00"),
    ("vrijdag 15 november 2024 om 18.29 uur", "", "2024-11-15T18:29:00"),
    ("den 15 november 2024 kl. 18.29", "", "2024-11-15T18:29:00"),
    ("пятница, 15 ноября 2024 г., 18:29 МСК", "", "2024-11-15T18:29:00+03:00"),
    ("piątek, 15 listopada 2024 r. godz. 18:29", "pl", "2024-11-15T18:29:00"),
    ("15 listopada 2024", "hr", "2024-10-15"),
    ("15 listopada 2024", "", None),  # November in Polish, October in Croatian
    ("15 Kasım 2024 Cuma 18:29", "", "2024-11-15T18:29:00"),
    ("2024. november 15.", "", "2024-11-15"),
    ("2024년 11월 15일 금요일 오후 6:29", "", "2024-11-15T18:29:00"),
    ("2024.11.15 (금) 18:29", "", "2024-11-15T18:29:00"),
    ("2024. 11. 15.", "", "2024-11-15"),
    ("2024年11月15日(金) 18時29分", "", "2024-11-15T18:29:00"),
    ("2024年11月15日 下午6:29", "", "2024-11-15T18:29:00"),
    ("2024-11-15 星期五 18:29", "", "2024-11-15T18:29:00"),
    ("２０２４年１１月１５日 １８：２９", "", "2024-11-15T18:29:00"),
    ("\u200e15/11/2024\u200e", "", "2024-11-15"),
    ("令和6年11月15日", "", None),
    ("15 Brumaire 2024", "", None),
    ("15 Nov", "", None),
    ("15 Nov 18:29:00", "", None),
    ("Nov 15 24 18:29", "", None),
    ("3 hours ago", "", None),
]


@pytest.mark.parametrize(("text", "language", "iso"), FORMS)
def test_form_is_read_right_or_refused(text: str, language: str, iso: str | None) -> None:
    if iso is None:
        with pytest.raises(ValueError, match=r"\S"):
            read_date(text, language=language)
    else:
        assert read_date(text, language=language) == iso


def test_dates_of_one_origin_tell_their_order_together() -> None:
    assert is_day_first(["11/12/2024", "Fri, 15/11/2024 18:29"]) is True
    assert is_day_first(["11/12/2024", "11/15/2024"]) is False
    assert is_day_first(["11/15/2024", "15/11/2024"]) is None
    assert is_day_first(["11/12/2024", "2024-11-15", ""]) is None
    assert read_date("11/12/2024", language="en-US", day_first=True) == "2024-12-11"
    assert read_date("11/12/2024", language="fr", day_first=False) == "2024-11-12"


def test_seconds_since_1970_are_read_where_a_program_wrote_them() -> None:
    assert read_date("1731697010", epoch=True) == "2024-11-15T18:56:50+00:00"
    assert read_date("1731697010123", epoch=True) == "2024-11-15T18:56:50+00:00"
    assert read_date("20241115", epoch=True) == "2024-11-15"
    for text in ("2024111518", "173169701", "17316970101234"):
        with pytest.raises(ValueError, match="not a"):
            read_date(text, epoch=True)


def test_blanks_and_what_follows_them_are_not_cut_off_in_silence() -> None:
    assert read_date(f"\n\t 15 Nov{' ' * 60}2024\n") == "2024-11-15"
    with pytest.raises(ValueError, match="not a date"):
        read_date(f"15 November 2024{' ' * 200}or later")


def test_names_of_months_agree_or_need_their_language() -> None:
    assert month_named("août") == month_named("AOUT") == 8
    assert month_named("mai", "de") == month_named("mai", "fr") == 5
    assert month_named("listopad") is None
    assert month_named("listopad", "cs") == 11
    assert month_named("monday") is None


def test_weekdays_are_known_short_and_whole() -> None:
    assert all(map(is_weekday, ["Mon", "Mo", "vendredi", "MIÉ.", "금", "星期五", "cumartesi"]))
    assert not any(map(is_weekday, ["November", "at", "2024", ""]))


@pytest.mark.parametrize("unit", ["1", "1 ", "a ", "1.", "1/", " ", "a", "Mo ", "(", "+0"])
def test_long_texts_are_refused_at_once(unit: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        read_date(unit * 50_000 + "x")


@given(st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1)), st.integers(-840, 840))
def test_iso_dates_come_back_as_they_are(moment: datetime, minutes: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))

    assert read_date(aware.isoformat()) == aware.isoformat()


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        iso = read_date(text)
    except ValueError:
        return

    assert instant(iso, SEOUL).tzinfo


def test_floating_time_and_day_are_read_in_the_zone() -> None:
    assert instant("2026-03-11T18:36:00", SEOUL).isoformat() == "2026-03-11T18:36:00+09:00"
    assert instant("2026-03-11", SEOUL).isoformat() == "2026-03-11T00:00:00+09:00"


def test_evening_article_falls_on_the_next_day_in_the_east() -> None:
    assert local_day("2026-03-11T18:29:59-05:00", SEOUL) == date(2026, 3, 12)
    assert local_day("2026-03-11", SEOUL) == date(2026, 3, 11)


def test_instant_refuses_what_is_no_iso_date() -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 date: '15 Nov'"):
        instant("15 Nov", SEOUL)


def test_day_in_a_web_address_is_found() -> None:
    assert date_in_url("https://a.example/2026/03/11/islands") == "2026-03-11"
    assert date_in_url("https://a.example/news-2026-02-30") is None
    assert date_in_url("https://a.example/news") is None
