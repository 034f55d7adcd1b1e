"""The pictures of money: the forecast of cash with its lowest point, and the bars of a pledge."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from funding.schedules import Expected
from funding.selectors import cash_ahead, pledge_bars
from kernel.charts import Mark
from kernel.formatting import amount
from portal import chart_words, charts

TODAY = date(2026, 3, 9)


def ahead(*expected, balance=100_00, lapses=()):
    return cash_ahead.of(balance, [Expected(*one) for one in expected], TODAY, lapses)


def test_the_lowest_point_is_named_in_the_picture_and_in_words():
    seen = ahead((date(2026, 4, 1), -80_00), (date(2026, 6, 1), 200_00, 50))
    assert seen.lowest.first == date(2026, 4, 1) and seen.lowest.left == 20_00
    assert not seen.is_short
    (event,) = seen.chart.events
    assert (event.at, amount(20_00) in event.label) == ("04/2026", True)
    assert amount(20_00) in chart_words.sentence(seen.chart)
    assert any(shape.css == "g-flag-t" for shape in charts.drawings(seen.chart)[1].shapes)


def test_the_line_is_weighted_and_its_band_goes_from_nothing_to_all():
    point = ahead((date(2026, 3, 20), 200_00, 25), (date(2026, 3, 20), -30_00)).chart.points[1]
    assert (point.mark, point.low, point.value, point.high) == (Mark.FORECAST, 70, 120, 270)


def test_a_balance_that_never_falls_names_no_lower_point():
    seen = ahead((date(2026, 4, 1), 80_00))
    assert seen.lowest is None and seen.chart.events == ()
    assert [one.first for one in seen.moving] == [date(2026, 4, 1), date(2027, 2, 1)]


def test_cash_that_is_not_enough_is_said_even_if_only_nothing_came():
    assert ahead((date(2026, 5, 1), -120_00)).is_short
    seen = ahead((date(2026, 5, 1), -120_00), (date(2026, 4, 1), 90_00))
    assert not seen.is_short
    assert seen.short.first == date(2026, 5, 1)


def test_money_that_lapses_stands_on_its_month():
    seen = ahead(lapses=[(date(2026, 7, 2), "7"), (date(2029, 7, 2), "far"), (date(2026, 3, 1), "past")])
    assert [event.at for event in seen.chart.events] == ["07/2026"]


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_legend_says_what_the_marks_are_of_money(language):
    with translation.override(language):
        words = dict(ahead((date(2026, 4, 1), 80_00)).chart.legend)
    assert set(words) == {"final", "forecast", "band"}
    assert all(words.values())


def instalment(number, whole, received=0, state="scheduled"):
    return SimpleNamespace(number=number, amount=whole, received=received, state=state, lapsed=0)


def test_the_bars_of_a_pledge_add_up():
    rows = [
        instalment(1, 100, 100, "received"),
        instalment(2, 100, 40, "written_off"),
        instalment(3, 50),
        instalment(4, 70, 0, "replaced"),
    ]
    seen = pledge_bars.of(rows)
    assert [bar.amount for bar in seen.sums] == [250, 140, 60, 50]
    assert [piece.length for bar in seen.sums for piece in bar.pieces] == ["100.0", "56.0", "24.0", "20.0"]
    second = seen.parts[1]
    assert [(one.start, one.length, one.css) for one in second.pieces] == [
        ("0.0", "40.0", "g-bar"),
        ("40.0", "60.0", "g-avail"),
    ]
    assert [len(bar.pieces) for bar in seen.parts] == [1, 2, 1]


def test_one_instalment_has_no_bars_of_its_own_and_none_has_none():
    assert pledge_bars.of([instalment(1, 100)]).parts == ()
    assert pledge_bars.of([]) is None
