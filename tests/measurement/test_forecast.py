"""Forecast: refuses to guess, honest about its width, knows which way is up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurement import forecast
from measurement.forecast import DOWN, NEEDED, NEEDS_ATTENTION, OFF_TRACK, ON_TRACK, UP, Forecast, TooFew


def years(*values, start=2010):
    return [(str(start + place), Decimal(value)) for place, value in enumerate(values)]


def test_few_points_give_no_forecast_and_a_reason():
    answer = forecast.trend(years(1, 2, 3, 4, 5), "2020")

    assert isinstance(answer, TooFew) and not answer
    assert str(NEEDED) in str(answer.sentence) and "5" in str(answer.sentence)


def test_the_same_period_given_often_is_one_point():
    assert isinstance(forecast.trend([("2018", Decimal(5))] * 9, "2020"), TooFew)


def test_a_straight_past_goes_straight_on():
    ahead = forecast.trend(years(10, 20, 30, 40, 50, 60), "2017")

    assert abs(ahead.value - 80) < Decimal("0.1") and abs(ahead.slope - 10) < Decimal("0.1")
    assert ahead.high - ahead.low < 1 and ahead.typical_error < Decimal("0.1")


def test_the_interval_widens_with_the_distance():
    past = years(10, 14, 9, 15, 11, 16, 12)
    near, far = forecast.trend(past, "2018"), forecast.trend(past, "2028")

    assert near.high - near.low < far.high - far.low
    assert near.typical_error > 0


def made(value, low, high):
    return Forecast(Decimal(value), Decimal(low), Decimal(high), Decimal(1), 9, Decimal(1))


@pytest.mark.parametrize(
    ("direction", "target", "ahead", "expected"),
    [
        (UP, 100, made(100, 90, 110), ON_TRACK),
        (UP, 100, made(99, 90, 110), NEEDS_ATTENTION),
        (UP, 100, made(80, 70, 90), OFF_TRACK),
        (DOWN, 10, made(10, 5, 15), ON_TRACK),
        (DOWN, 10, made(12, 9, 15), NEEDS_ATTENTION),
        (DOWN, 0, made(12, 3, 15), OFF_TRACK),
        (DOWN, 0, made(0, -3, 3), ON_TRACK),
    ],
)
def test_the_status_knows_which_way_is_better(direction, target, ahead, expected):
    assert forecast.status(direction, Decimal(target), ahead) == expected


def test_without_target_or_forecast_nothing_is_claimed():
    few = forecast.trend([], "2020")

    assert forecast.status(UP, None, made(1, 1, 1)) == ""
    assert forecast.status(UP, Decimal(9), few, now=Decimal(5)) == ""
    assert forecast.status(UP, Decimal(9), few, now=Decimal(9)) == ON_TRACK
    with pytest.raises(ValueError):
        forecast.status("sideways", Decimal(9), None, now=Decimal(9))


@pytest.mark.parametrize(
    ("baseline", "now", "target", "share"),
    [(100, 150, 200, "0.5"), (40, 30, 20, "0.5"), (10, 5, 0, "0.5"), (0, 0, 9, "0"), (10, 5, 20, "-0.5"),
     (5, 7, 5, None), (None, 7, 5, None)],
)  # fmt: skip
def test_progress_is_the_share_of_the_way(baseline, now, target, share):
    given_ = [None if value is None else Decimal(value) for value in (baseline, now, target)]

    assert forecast.progress(*given_) == (None if share is None else Decimal(share))


@given(st.lists(st.integers(0, 10**9), min_size=NEEDED, max_size=30))
def test_the_forecast_lies_in_its_interval(values):
    ahead = forecast.trend(years(*values), "2045")

    assert ahead.low <= ahead.value <= ahead.high


@given(st.lists(st.integers(0, 10**6), min_size=NEEDED, max_size=20), st.randoms())
def test_the_order_of_the_points_never_matters(values, random):
    points = years(*values)
    mixed = list(points)
    random.shuffle(mixed)

    assert forecast.trend(mixed, "2040") == forecast.trend(points, "2040")
