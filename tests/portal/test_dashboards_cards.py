"""A card tells only what its series holds, and never compares what cannot be compared."""

from decimal import Decimal

import pytest
from django.utils import translation

from kernel.charts import Mark
from measurement.models import Definition, Direction, Measure
from measurement.selectors.points import Point, Series
from measurement.suppression import FEW_PARTNERS, SMALL
from portal.dashboards import cards, files, lines


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def point(period, result, reported=10, expected=10, **more):
    number = None if result is None else Decimal(result)
    return Point(period=period, version=1, result=number, reported=reported, expected=expected, **more)


def series(*points, aggregation="sum", **more):
    measure = Measure(code="M-01", name_he="מדד", name_en="Pupils", direction=Direction.UP)
    definition = Definition(measure=measure, version=1, unit_en="pupils", aggregation=aggregation)
    return Series(measure, definition, "initiative", "", tuple(points), **more)


def test_a_rise_is_told_with_its_share_and_the_period_it_is_held_against():
    card = cards.card(series(point("2017", 200), point("2018", 230)))
    assert card.value == "230"
    assert "+30" in card.change and "+15%" in card.change and "2017" in card.change


def test_a_period_that_is_still_being_collected_is_no_fall():
    card = cards.card(series(point("2017", 200), point("2018", 40, reported=2)))
    assert card.value == "200"
    assert "is being collected" in card.story
    assert card.change == ""


def test_sums_of_fewer_partners_are_not_held_against_each_other():
    assert cards.card(series(point("2017", 200), point("2018", 190, reported=9))).change == ""
    assert cards.card(series(point("2017", 4), point("2018", 3, reported=9), aggregation="mean")).change != ""


def test_a_small_figure_and_a_hidden_one_are_different_blanks():
    small, few = point("2018", None, reason=SMALL), point("2018", None, reason=FEW_PARTNERS)
    assert (lines.mark(small), cards.card(series(small)).value) == (Mark.SUPPRESSED, "<10")
    assert (lines.mark(few), cards.card(series(few)).value) == (Mark.HIDDEN, "hidden")


def test_zero_is_a_number_and_nothing_is_not():
    assert cards.card(series(point("2018", 0))).value == "0"
    assert cards.card(series()).value == ""
    assert "Nobody has reported" in cards.card(series()).story


def test_a_share_is_shown_in_per_cent():
    card = cards.card(series(point("2018", "0.425"), aggregation="ratio", targets=(("2019", Decimal("0.5")),)))
    assert card.value == "42.5"
    assert "50.0" in card.target


def test_a_break_is_told_and_never_crossed():
    one = series(point("2016", 10), point("2017", 20), point("2018", 30), breaks=("2017",))
    card = cards.card(one)
    assert "breaks before" in card.story and "2017" in card.story
    assert lines.unbroken(one) == [("2017", Decimal(20)), ("2018", Decimal(30))]


def test_a_forecast_speaks_from_six_points_on():
    short = series(point("2017", 10), point("2018", 20), targets=(("2020", Decimal(50)),))
    long = series(*(point(str(2012 + n), 10 * n) for n in range(7)), targets=(("2020", Decimal(75)),))
    assert cards.card(short).label == "Too early to tell"
    assert cards.card(long).state == "on_track"
    assert "Forecast for" in cards.card(long).change


def test_the_sector_that_moved_most_is_named():
    beside = (
        ("sector:public", (point("2017", 100), point("2018", 101))),
        ("sector:third", (point("2017", 100), point("2018", 129))),
    )
    card = cards.card(series(point("2017", 200), point("2018", 230), beside=beside))
    assert "Third sector" in card.story and "+29" in card.story


def test_a_change_of_a_percentage_is_one_of_percentage_points():
    share = cards.card(series(point("2017", "0.40"), point("2018", "0.419"), aggregation="ratio"))
    assert "+1.9" in share.change and "percentage points" in share.change
    survey = series(point("2017", 20), point("2018", 21), aggregation="latest")
    survey.definition.unit_he, survey.definition.unit_en = "אחוזים", ""
    assert "percentage point\u2069 since" in cards.card(survey).change
    assert "percentage" not in cards.card(series(point("2017", 20), point("2018", 21))).change


def test_a_national_figure_names_its_publisher_and_a_sum_of_reports_does_not():
    national = series(point("2018", 200, source="Central Bureau of Statistics"))
    summed = series(point("2018", 200))
    summed.definition.source_en = "Records of the organisation"
    assert cards.card(national).publisher == "Central Bureau of Statistics"
    assert (cards.card(summed).publisher, cards.card(summed).source) == ("", "Records of the organisation")


def test_a_file_of_figures_holds_words_targets_to_come_and_publishers():
    one = series(
        point("2017", "200.0000", source="Office"),
        point("2018", None),
        targets=(("2017", Decimal(1)), ("2020", Decimal(9))),
    )
    rows = list(files.rows([one]))
    assert [(row["period"], row["value"], row["target"], row["mark"]) for row in rows] == [
        ("2017", Decimal(200), 1, "Final"),
        ("2018", None, None, "not reported"),
        ("2020", None, 9, "Target"),
    ]
    assert [row["source"] for row in rows][0] == "Office"
