from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.dates import date_in_url, instant, local_day, read_date

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
