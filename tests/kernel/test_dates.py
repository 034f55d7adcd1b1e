"""Dates and periods as people type them: the day first, never a guess."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import dates, periods

READ = {
    "2026-03-01": "2026-03-01", "1.3.2026": "2026-03-01", "01/03/2026": "2026-03-01", "1/3/26": "2026-03-01",
    " 1-3-2026 ": "2026-03-01", "\u200f1/3/2026": "2026-03-01", "29/02/2024": "2024-02-29", "5/6/71": "1971-06-05",
}  # fmt: skip
REFUSED = {
    "3/13/2026": "no_such_month", "31/02/2026": "no_such_day", "2026-13-01": "no_such_month",
    "29/02/2025": "no_such_day",
    "46082": "not_a_date", "מרץ 2026": "not_a_date", "Q1 2026": "not_a_date", "0001-01-01": "far_date",
    "9999-12-31": "far_date", "27/03/2026 02:30": "not_a_date", "1/3.2026": "not_a_date", "٠١/٠٣/٢٠٢٦": "not_a_date",
}  # fmt: skip
PERIODS = {
    "2026": "2026", "2026.0": None, "מרץ 2026": "2026-03", "March 2026": "2026-03", "mar 2026": "2026-03",
    "03/2026": "2026-03", "3.2026": "2026-03", "2026-03": "2026-03", "תשפ״ו": "2025S", 'תשפ"ו': "2025S",
    "תשפו": "2025S", "2025/26": "2025S", "2025-2026": "2025S", "2025/27": None, "Q1 2026": "2026-Q1",
    "2026-Q1": "2026-Q1", "q1/2026": "2026-Q1", "2026 Q1": "2026-Q1", "רבעון 1/2026": "2026-Q1",
    "רבעון 1 2026": "2026-Q1", "2026s-h1": "2026S-H1", "2026x-Summer": "2026X-summer", "2026-03-01": "2026-03",
    "2026-03-02": None, "46082": None, "13/2026": None, "Smarch 2026": None, "": None, "2026-99-01": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), READ.items())
def test_a_date_is_read_with_the_day_first(text, day):
    assert dates.parse_date(text).value == datetime.date.fromisoformat(day)


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_is_no_date_is_refused_with_a_sentence(text, code):
    reading = dates.parse_date(text)

    assert reading.code == code
    assert reading.value is None and str(reading.refusal)


def test_a_day_that_does_not_exist_is_named():
    from django.utils import translation

    with translation.override("en"):
        assert str(dates.parse_date("31/02/2026").refusal) == "there is no 31 February 2026."


def test_an_empty_cell_is_no_error_and_a_number_is_no_date():
    assert dates.parse_date(None) == dates.parse_date(" ") == dates.Reading()
    assert not dates.parse_date(46082).ok and not dates.parse_date(46082.0).ok


def test_a_date_cell_is_taken_and_an_hour_is_refused():
    assert dates.parse_date(datetime.datetime(2026, 3, 1)).value == datetime.date(2026, 3, 1)
    assert not dates.parse_date(datetime.datetime(2026, 3, 1, 2, 30)).ok


@pytest.mark.parametrize(("text", "code"), PERIODS.items())
def test_a_period_is_read_in_every_form_people_use(text, code):
    if code is None:
        with pytest.raises(periods.InvalidPeriod):
            dates.parse_period(text)
    else:
        assert dates.parse_period(text) == code


def test_a_date_cell_stands_for_the_period_it_opens():
    assert dates.parse_period(datetime.datetime(2026, 3, 1), ("month",)) == "2026-03"
    assert dates.parse_period(datetime.date(2026, 4, 1), ("quarter",)) == "2026-Q2"
    assert dates.parse_period(2026.0) == "2026"
    with pytest.raises(periods.InvalidPeriod):
        dates.parse_period(datetime.date(2026, 5, 1), ("quarter",))


def test_a_period_of_another_kind_is_refused_with_an_example():
    with pytest.raises(periods.InvalidPeriod) as refused:
        dates.parse_period("2026-03", ("quarter",))

    assert "2026-Q1" in str(refused.value)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_date_survives_both_ways_of_writing(day):
    assert dates.parse_date(day.isoformat()).value == day
    assert dates.parse_date(f"{day:%d/%m/%Y}").value == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers(text):
    assert dates.parse_date(text).ok in (True, False)
    try:
        assert periods.is_valid(dates.parse_period(text))
    except periods.InvalidPeriod as refused:
        assert str(refused)
