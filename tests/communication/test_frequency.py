"""Slots: dates of the reader's calendar, found again whenever one looks."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communication import frequency
from communication.frequency import DAILY, FORTNIGHTLY, MONTHLY, OFF, QUARTERLY, TWICE_WEEKLY, WEEKLY

D = datetime.date
JERUSALEM = ZoneInfo("Asia/Jerusalem")
HOUR = datetime.timedelta(hours=1)
SENDING = [one for one in frequency.CADENCES if one != OFF]
MOMENTS = st.datetimes(datetime.datetime(2025, 1, 1), datetime.datetime(2031, 1, 1), timezones=st.just(datetime.UTC))
ZONES = st.sampled_from(["Asia/Jerusalem", "America/New_York", "Europe/London", "Australia/Sydney", "UTC"]).map(
    ZoneInfo
)


def at(text, zone=JERUSALEM):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("cadence", "now", "day"),
    [
        (DAILY, "2026-11-22 07:29:59", D(2026, 11, 19)),  # Sunday before the hour: Thursday's
        (DAILY, "2026-11-22 07:30", D(2026, 11, 22)),
        (DAILY, "2026-11-21 12:00", D(2026, 11, 19)),
        (TWICE_WEEKLY, "2026-11-24 12:00", D(2026, 11, 22)),
        (WEEKLY, "2026-11-24 07:59", D(2026, 11, 17)),
        (WEEKLY, "2026-11-24 08:00", D(2026, 11, 24)),
        (MONTHLY, "2026-11-24 08:00", D(2026, 11, 3)),
        (QUARTERLY, "2026-11-24 08:00", D(2026, 10, 6)),
    ],
)
def test_the_last_slot_that_is_due(cadence, now, day):
    slot = frequency.last_due(cadence, at(now), JERUSALEM)

    assert slot.day == day and slot.key == f"{cadence}:{day}"


def test_off_has_no_slots():
    assert frequency.last_due(OFF, at("2026-11-24 08:00"), JERUSALEM) is None
    assert frequency.next_due(OFF, at("2026-11-24 08:00"), JERUSALEM) is None


def test_the_hour_is_the_readers_own():
    new_york = ZoneInfo("America/New_York")
    slot = frequency.last_due(WEEKLY, at("2026-11-24 14:59"), new_york)

    assert slot.day == D(2026, 11, 17)
    assert frequency.last_due(WEEKLY, at("2026-11-24 15:00"), new_york).day == D(2026, 11, 24)


@pytest.mark.parametrize("day", [D(2026, 3, 29), D(2026, 10, 25)])
def test_a_change_of_the_clock_moves_no_slot(day):
    for after in range(3):
        near = datetime.datetime.combine(day + datetime.timedelta(days=after), datetime.time(12), JERUSALEM)
        due = frequency.last_due(DAILY, near, JERUSALEM).due_at.astimezone(JERUSALEM)
        assert (due.hour, due.minute) == (7, 30)


def test_fortnights_keep_their_beat_over_the_new_year():
    slot = frequency.last_due(FORTNIGHTLY, at("2033-01-31 12:00"), JERUSALEM)
    for _step in range(200):
        earlier = frequency.before(slot, JERUSALEM)
        assert slot.day - earlier.day == datetime.timedelta(days=14)
        slot = earlier


@given(st.sampled_from(SENDING), MOMENTS, ZONES)
def test_the_last_slot_is_past_and_the_next_is_not(cadence, now, zone):
    last, following = frequency.last_due(cadence, now, zone), frequency.next_due(cadence, now, zone)

    assert last.due_at <= now < following.due_at
    assert frequency.before(following, zone) == last
    assert frequency.last_due(cadence, following.due_at - HOUR, zone) in (last, frequency.before(last, zone))


@given(st.sampled_from(SENDING), MOMENTS, ZONES, st.text(max_size=9))
def test_a_mail_leaves_within_half_an_hour_and_at_the_same_minute_each_time(cadence, now, zone, key):
    slot = frequency.last_due(cadence, now, zone)
    leaves = frequency.leaves_at(slot, key)

    assert slot.due_at <= leaves < slot.due_at + HOUR / 2
    assert leaves == frequency.leaves_at(slot, key)
    assert not frequency.is_expired(slot, leaves)


@pytest.mark.parametrize(("cadence", "hours"), [(DAILY, 20), (WEEKLY, 96), (FORTNIGHTLY, 96)])
def test_a_slot_expires(cadence, hours):
    slot = frequency.last_due(cadence, at("2026-11-24 12:00"), JERUSALEM)

    assert not frequency.is_expired(slot, slot.due_at + hours * HOUR)
    assert frequency.is_expired(slot, slot.due_at + hours * HOUR + HOUR)


def test_of_several_roles_the_most_frequent_counts():
    assert frequency.most_frequent([QUARTERLY, WEEKLY, OFF]) == WEEKLY
    assert frequency.most_frequent([]) == OFF


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        frequency.last_due(DAILY, datetime.datetime(2026, 11, 21), JERUSALEM)
