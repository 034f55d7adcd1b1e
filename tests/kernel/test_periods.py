"""Period codes: what they mean, how they follow each other, what they are called."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import periods

D = datetime.date
SPANS = {
    "2018": (D(2018, 1, 1), D(2018, 12, 31)),
    "2018-Q3": (D(2018, 7, 1), D(2018, 9, 30)),
    "2020-02": (D(2020, 2, 1), D(2020, 2, 29)),
    "2018-12": (D(2018, 12, 1), D(2018, 12, 31)),
    "2018S": (D(2018, 9, 1), D(2019, 8, 31)),
    "2018S-H1": (D(2018, 9, 1), D(2019, 1, 31)),
    "2018S-H2": (D(2019, 2, 1), D(2019, 8, 31)),
    "2018X-winter": (D(2018, 1, 1), D(2018, 3, 31)),
    "2018X-summer": (D(2018, 5, 1), D(2018, 8, 31)),
    "2018W-2": (D(2018, 1, 1), D(2018, 12, 31)),
}
CODES = st.one_of(
    st.builds("{}".format, st.integers(1902, 2097)),
    st.builds("{}-Q{}".format, st.integers(1902, 2097), st.integers(1, 4)),
    st.builds("{}-{:02}".format, st.integers(1902, 2097), st.integers(1, 12)),
    st.builds("{}S".format, st.integers(1902, 2097)),
    st.builds("{}S-H{}".format, st.integers(1902, 2097), st.integers(1, 2)),
    st.builds("{}X-{}".format, st.integers(1902, 2097), st.sampled_from(["winter", "summer"])),
)


@pytest.mark.parametrize(("code", "span"), SPANS.items())
def test_a_period_has_its_first_and_last_day(code, span):
    assert (periods.first_day(code), periods.last_day(code)) == span


@pytest.mark.parametrize(
    "code",
    ["", "18", "2018-Q5", "2018-13", "2018-00", "2018X-spring", "2018W-0", "1899", "2100", "2018s", " 2018", "2018\n",
     "٢٠١٨", "2018-7", "2018-Q3-1"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_a_sentence(code):
    assert not periods.is_valid(code)
    with pytest.raises(periods.InvalidPeriod) as refused:
        periods.parse(code)
    assert "2018-Q3" in str(refused.value)


@pytest.mark.parametrize(
    ("code", "after"),
    [("2018", "2019"), ("2018-Q4", "2019-Q1"), ("2018-12", "2019-01"), ("2018S", "2019S"), ("2018S-H2", "2019S-H1"),
     ("2018X-summer", "2019X-summer"), ("2018W-1", "2018W-2")],
)  # fmt: skip
def test_the_next_period_is_of_the_same_kind(code, after):
    assert periods.next_of(code) == after
    assert periods.previous(after) == code


def test_nothing_stands_before_the_first_wave_or_beyond_the_calendar():
    assert periods.previous("2018W-1") is periods.previous("1900") is periods.next_of("2099-12") is None


@given(CODES)
def test_a_step_forth_and_back_comes_home(code):
    after = periods.next_of(code)

    assert periods.previous(after) == code
    assert periods.kind(after) == periods.kind(code)
    assert periods.sort_key(code) < periods.sort_key(after)
    assert periods.last_day(code) < periods.first_day(after)


@given(
    st.dates(D(1901, 1, 1), D(2098, 12, 31)),
    st.sampled_from(["year", "quarter", "month", "school_year", "school_half"]),
)
def test_every_day_lies_in_one_period_of_each_kind_of_the_calendar(day, kind):
    code = periods.containing(day, kind)

    assert periods.first_day(code) <= day <= periods.last_day(code)
    assert periods.kind(code) == kind


def test_a_whole_stands_before_its_parts_and_parts_stand_in_time():
    shuffled = ["2018-02", "2018-Q1", "2019", "2018-01", "2018S", "2018", "2018X-summer"]

    assert sorted(shuffled, key=periods.sort_key) == [
        "2018", "2018-Q1", "2018-01", "2018-02", "2018X-summer", "2018S", "2019",
    ]  # fmt: skip


def test_months_and_quarters_inside_are_listed():
    assert periods.months("2018-Q1") == ["2018-01", "2018-02", "2018-03"]
    assert len(periods.months("2018S")) == 12
    assert periods.quarters("2018S") == ["2018-Q4", "2019-Q1", "2019-Q2"]
    assert periods.quarters("2018-05") == []


@pytest.mark.parametrize(
    ("code", "english", "hebrew"),
    [
        ("2018", "2018", "2018"),
        ("2018-Q3", "Q3 2018", "רבעון 3, 2018"),
        ("2018-07", "July 2018", "יולי 2018"),
        ("2018S", "2018/19", "תשע״ט"),
        ("1999S", "1999/00", "תש״ס"),
        ("2024S", "2024/25", "תשפ״ה"),
        ("2018S-H1", "2018/19, first half", "תשע״ט, מחצית א׳"),
        ("2018S-H2", "2018/19, second half", "תשע״ט, מחצית ב׳"),
        ("2018X-summer", "Summer exams 2018", "מועד קיץ 2018"),
        ("2018X-winter", "Winter exams 2018", "מועד חורף 2018"),
        ("2018W-2", "Wave 2, 2018", "גל 2, 2018"),
    ],
)
def test_a_period_is_called_as_people_call_it(code, english, hebrew):
    assert periods.label(code, "en") == english
    assert periods.label(code, "he") == hebrew
