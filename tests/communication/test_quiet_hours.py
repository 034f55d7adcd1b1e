"""Quiet hours: Shabbat, holidays, mourning and nights, in the reader's own zone."""

import datetime
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communication import quiet_hours
from communication.quiet_hours import NIGHT, REST, SOLEMN

D = datetime.date
JERUSALEM, NEW_YORK = ZoneInfo("Asia/Jerusalem"), ZoneInfo("America/New_York")
PROFILES = ("jewish", "muslim", "christian", "druze", "civil", "none")


def at(text, zone=JERUSALEM):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone)


def opens(text, profile="jewish", zone=JERUSALEM):
    return quiet_hours.next_open(at(text, zone), profile, zone, "person").astimezone(zone)


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        ("2026-11-19 12:00", None),  # Thursday
        ("2026-11-20 13:00", None),  # Friday, sunset at 16:37: quiet from 13:37
        ("2026-11-20 13:45", REST),
        ("2026-06-26 13:59", None),  # Friday in summer
        ("2026-06-26 14:00", REST),
        ("2026-11-21 18:00", REST),  # Saturday, an hour after its end is 18:22
        ("2026-11-21 18:40", None),
        ("2026-11-22 21:00", NIGHT),
        ("2026-11-23 06:59", NIGHT),
        ("2026-11-23 07:00", None),
        ("2026-09-20 11:59", None),  # eve of Yom Kippur
        ("2026-09-20 12:00", REST),
        ("2026-07-22 17:59", None),  # eve of the fast of Av
        ("2026-07-22 18:00", SOLEMN),
        ("2026-07-23 20:20", SOLEMN),
        ("2026-07-23 20:45", None),
        ("2026-04-14 10:00", SOLEMN),  # Holocaust Remembrance Day
        ("2026-04-21 10:00", SOLEMN),  # Memorial Day, and Independence Day, which makes one window with it
        ("2026-04-22 10:00", SOLEMN),
        ("2026-09-28 10:00", None),  # Chol HaMoed
    ],
)
def test_moments_of_a_jewish_calendar(moment, reason):
    window = quiet_hours.quiet_at(at(moment), "jewish", JERUSALEM)

    assert (window.reason if window else None) == reason


def test_an_open_moment_stays_as_it_is():
    assert opens("2026-11-19 12:34") == at("2026-11-19 12:34")


def test_what_is_due_on_friday_afternoon_leaves_after_shabbat():
    leaves = opens("2026-11-20 16:00")

    assert leaves.date() == D(2026, 11, 21)
    assert at("2026-11-21 18:30") < leaves < at("2026-11-21 19:15")


def test_the_longest_window_ends_on_saturday_night():
    window = quiet_hours.quiet_at(at("2028-09-21 10:00"), "jewish", JERUSALEM)

    assert window.start.astimezone(JERUSALEM) == at("2028-09-20 14:00")
    assert opens("2028-09-20 15:00").date() == D(2028, 9, 23)


def test_after_a_late_summer_shabbat_the_night_is_kept_too():
    assert opens("2026-06-27 12:00") >= at("2026-06-28 07:00")


def test_second_days_are_kept_abroad_only():
    assert quiet_hours.quiet_at(at("2027-04-23 10:00"), "jewish", JERUSALEM) is None
    assert quiet_hours.quiet_at(at("2027-04-23 10:00", NEW_YORK), "jewish", NEW_YORK).reason == REST
    assert quiet_hours.is_rest_day(D(2027, 4, 23), "jewish", israel=False)


def test_chol_hamoed_is_kept_by_setting():
    assert not quiet_hours.is_rest_day(D(2026, 9, 28), "jewish")
    assert quiet_hours.is_rest_day(D(2026, 9, 28), "jewish", chol_hamoed=True)


def rests(day):
    """Shabbat and holidays, without the days of the state."""
    festive = quiet_hours._days_of_the_state(day.year + 3760)[1]
    return day != festive and quiet_hours._reason(day, "jewish", True, False) == REST


def test_facts_of_five_years():
    days = [D(2026, 1, 1) + datetime.timedelta(days=after) for after in range(5 * 365 + 1)]
    runs = []
    for day in filter(rests, days):
        if runs and day - runs[-1][1] == datetime.timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    lengths = Counter((last - first).days + 1 for first, last in runs)
    longest = max(runs, key=lambda run: run[1] - run[0])

    assert lengths == {1: 269, 2: 9, 3: 1}
    assert longest == (D(2028, 9, 21), D(2028, 9, 23))


@pytest.mark.parametrize(
    ("day", "hour"), [(D(2028, 9, 20), "18:37"), (D(2028, 9, 23), "18:33"), (D(2026, 12, 4), "16:34")]
)
def test_the_sun_sets_when_it_sets(day, hour):
    assert f"{quiet_hours._sunset(day, JERUSALEM).astimezone(JERUSALEM):%H:%M}" == hour


@pytest.mark.parametrize(
    ("year", "shoah", "memorial", "independence"),
    [(2026, D(2026, 4, 14), D(2026, 4, 21), D(2026, 4, 22)), (2024, D(2024, 5, 6), D(2024, 5, 13), D(2024, 5, 14)),
     (2025, D(2025, 4, 24), D(2025, 4, 30), D(2025, 5, 1)), (2023, D(2023, 4, 18), D(2023, 4, 25), D(2023, 4, 26)),
     (2021, D(2021, 4, 8), D(2021, 4, 14), D(2021, 4, 15))],
)  # fmt: skip
def test_the_days_of_the_state_are_kept_when_they_are_kept(year, shoah, memorial, independence):
    solemn, festive = quiet_hours._days_of_the_state(year + 3760)

    assert (solemn[0], solemn[1], festive) == (shoah, memorial, independence)


@pytest.mark.parametrize(
    ("profile", "day", "rests"),
    [
        ("muslim", D(2026, 3, 20), True), ("muslim", D(2026, 5, 27), True), ("muslim", D(2026, 4, 20), False),
        ("muslim", D(2025, 3, 31), True), ("muslim", D(2024, 6, 16), True), ("muslim", D(2026, 11, 21), False),
        ("druze", D(2026, 5, 27), True), ("druze", D(2026, 4, 25), True), ("druze", D(2026, 3, 20), False),
        ("christian", D(2026, 4, 5), True), ("christian", D(2026, 4, 10), True), ("christian", D(2026, 12, 25), True),
        ("christian", D(2026, 11, 22), True), ("christian", D(2026, 11, 21), False), ("christian", D(2024, 5, 3), True),
        ("civil", D(2026, 11, 21), True), ("civil", D(2026, 4, 22), True), ("civil", D(2026, 4, 14), False),
        ("none", D(2026, 11, 21), False), ("none", D(2026, 9, 21), False),
    ],
)  # fmt: skip
def test_every_calendar_has_its_own_days(profile, day, rests):
    assert quiet_hours.is_rest_day(day, profile) is rests


def test_nights_are_quiet_for_everybody():
    for profile in PROFILES:
        assert quiet_hours.quiet_at(at("2026-11-24 23:00"), profile, JERUSALEM).reason == NIGHT


def test_a_deadline_moves_later_and_never_earlier():
    assert quiet_hours.next_working_day(D(2028, 9, 21), "jewish") == D(2028, 9, 24)
    assert quiet_hours.next_working_day(D(2026, 11, 23), "jewish") == D(2026, 11, 23)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        quiet_hours.next_open(datetime.datetime(2026, 11, 21), "jewish", JERUSALEM)


@settings(max_examples=150, deadline=None)
@given(
    st.datetimes(datetime.datetime(2025, 1, 1), datetime.datetime(2032, 1, 1), timezones=st.just(datetime.UTC)),
    st.sampled_from(PROFILES),
    st.sampled_from(["Asia/Jerusalem", "America/New_York", "Europe/London", "Pacific/Auckland", "UTC"]),
)
def test_what_is_shifted_leaves_later_at_an_open_moment(moment, profile, name):
    zone = ZoneInfo(name)
    leaves = quiet_hours.next_open(moment, profile, zone, "person")

    assert leaves >= moment
    assert quiet_hours.quiet_at(leaves, profile, zone) is None
    assert leaves == moment or quiet_hours.quiet_at(moment, profile, zone) is not None
    assert leaves - moment < datetime.timedelta(days=7)
