"""Promises over time: parts add up, money fills the earliest, matching stops at its ceiling and its day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from funding import schedules
from funding.schedules import Expected, Match, Month, Owed

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
amounts = st.integers(1, 10**12)


@given(amounts, days, st.integers(1, 24), st.integers(1, 12))
def test_the_parts_of_a_plan_add_up_and_follow_in_time(amount, first, count, months):
    parts = schedules.plan(amount, first, count, months)
    assert sum(part.amount for part in parts) == amount
    assert [part.due_on for part in parts] == sorted(part.due_on for part in parts)
    assert max(part.amount for part in parts) - min(part.amount for part in parts) <= 1


def test_the_last_day_of_a_month_stays_a_last_day():
    assert schedules.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert schedules.add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)


@given(st.integers(0, 10**12), st.lists(st.tuples(days, amounts), max_size=8))
def test_filling_loses_nothing_and_overfills_nothing(amount, rows):
    owed = [Owed(key, day, total) for key, (day, total) in enumerate(rows)]
    parts, left = schedules.fill(amount, owed)
    assert sum(parts.values()) + left == amount
    assert all(0 < part <= owed[key].rest for key, part in parts.items())
    assert left == 0 or sum(parts.values()) == sum(one.rest for one in owed)


@given(amounts, st.integers(0, 10**12), days, days)
def test_an_instalment_is_in_one_state_each_day(amount, received, due_on, today):
    found = schedules.state(due_on, amount, min(received, amount), today)
    assert (found == schedules.RECEIVED) == (received >= amount)
    if today > due_on and received < amount:
        assert found == schedules.OVERDUE


@given(st.integers(1, 300), amounts, st.lists(st.tuples(days, st.integers(0, 10**12)), max_size=10), days, days)
def test_a_match_is_earned_open_or_lapsed_and_never_above_its_ceiling(percent, ceiling, brought, lapses_on, on):
    found = schedules.matched(Match(percent, ceiling, lapses_on), brought, on)
    assert found.total == ceiling
    assert min(found.earned, found.unearned, found.lapsed) >= 0
    assert found.lapsed == 0 or on > lapses_on


def test_one_to_one_up_to_the_ceiling():
    promise = Match(100, 500, date(2026, 12, 31))
    brought = [(date(2026, 3, 1), 300), (date(2026, 6, 1), 400)]
    assert schedules.matched(promise, brought, date(2026, 3, 1)).earned == 300
    assert schedules.matched(promise, brought, date(2026, 7, 1)) == schedules.Matched(500, 0, 0)
    assert schedules.matched(promise, brought[:1], date(2027, 1, 1)) == schedules.Matched(300, 0, 200)


def test_a_line_is_guessed_by_sum_payer_and_day_and_never_by_the_day_alone():
    day = date(2026, 5, 3)
    candidates = [
        (Owed(1, day, 1000), ["keren keshet"]),
        (Owed(2, day, 900), ["ayalon"]),
        (Owed(3, day + timedelta(days=400), 1000), ["nofim"]),
    ]
    guesses = schedules.guess(1000, day, "transfer from keren keshet", candidates)
    assert [(one.key, one.reasons) for one in guesses] == [(1, ("amount", "payer", "date")), (3, ("amount",))]


@given(
    st.integers(0, 10**12),
    st.lists(st.builds(Expected, days, st.integers(-(10**9), 10**9), st.integers(0, 100)), max_size=20),
    days,
)
def test_a_forecast_is_a_running_balance(balance, expected, first):
    rows = schedules.forecast(balance, expected, first, 12)
    left = balance
    for row in rows:
        left += row.comes - row.goes
        assert row.left == left
        assert row.least <= row.left <= row.most
        assert 0 <= row.comes <= row.promised
    low = schedules.lowest(rows)
    assert low.left == min(row.left for row in rows)
    assert all(row.left > low.left for row in rows if row.first < low.first)


def test_what_is_late_counts_in_the_first_month():
    rows = schedules.forecast(0, [Expected(date(2026, 1, 5), 100, 50)], date(2026, 3, 9), 2)
    assert rows == [Month(date(2026, 3, 1), 100, 50, 0, 50, 0, 100), Month(date(2026, 4, 1), 0, 0, 0, 50, 0, 100)]
