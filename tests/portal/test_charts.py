"""Charts: a break is never joined, a blank is never a zero, time goes left to right, letters stand clear."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kernel.charts import Bar, Bars, Break, Elsewhere, Event, LineChart, Mark, Part, Point, Stack, Target
from portal import chart_words, charts
from portal.drawing import direction_of, letters, nice_ticks
from portal.templatetags import portal as tags


def series(*values, **more):
    """A chart of years from 2013; a value may be a number, a mark or a pair of both."""
    points = []
    for number, value in enumerate(values):
        label = str(2013 + number)
        if isinstance(value, Mark):
            points.append(Point(label, None, value))
        elif isinstance(value, tuple):
            points.append(Point(label, Decimal(value[0]), value[1]))
        else:
            points.append(Point(label, Decimal(value)))
    return LineChart("T", tuple(points), **more)


def wide(chart):
    return charts.drawings(chart)[0]


def shapes(chart, css):
    return [shape for shape in wide(chart).shapes if css in shape.css.split()]


def test_neighbours_are_joined_by_one_solid_line():
    lines = shapes(series(1, 2, 3), "g-line")
    assert len(lines) == 1
    assert lines[0].css == "g-line"
    assert lines[0].at["points"].count(",") == 3


def test_break_is_never_joined_and_is_drawn_by_a_double_stroke():
    chart = series(1, 2, 3, 4, breaks=(Break("2015"),))
    assert [line.at["points"].count(",") for line in shapes(chart, "g-line")] == [2, 2]
    assert len(shapes(chart, "g-break")) == 1


def test_break_inside_a_gap_is_not_joined_by_a_dashed_line():
    chart = series(1, Mark.NOT_REPORTED, Mark.NOT_REPORTED, 4, breaks=(Break("2015"),))
    assert shapes(chart, "g-line") == []
    assert "gap" not in chart_words.keys(chart)


def test_missing_values_are_bridged_by_a_dashed_line_and_never_drawn_as_zero():
    chart = series(5, Mark.NOT_REPORTED, 6)
    assert [line.css for line in shapes(chart, "g-line")] == ["g-line g-line--gap"]
    assert len(shapes(chart, "g-dot")) == 2
    assert [shape.text for shape in shapes(chart, "g-muted")] == ["–"]


def test_suppressed_value_shows_its_mark_and_no_dot():
    chart = series(50, Mark.SUPPRESSED)
    assert [shape.text for shape in shapes(chart, "g-muted")] == ["<10"]
    assert len(shapes(chart, "g-dot")) == 1
    assert chart_words.table(chart).rows[1][1].text == "<10"


def test_provisional_is_hollow_and_a_forecast_is_dotted():
    chart = series(1, (2, Mark.PROVISIONAL), (3, Mark.FORECAST))
    assert [dot.css for dot in shapes(chart, "g-dot")] == ["g-dot", "g-dot g-dot--open", "g-dot g-dot--fc"]
    assert [line.css for line in shapes(chart, "g-line")] == ["g-line", "g-line g-line--fc"]


def test_forecast_is_no_result_in_words_and_figures():
    with translation.override("en"):
        chart = series(1, 2, (9, Mark.FORECAST))
        assert chart_words.sentence(chart) == "T: 1 in 2013, 2 in 2014."
        assert [shape.text for shape in shapes(chart, "g-big")] == ["2"]


def test_time_goes_left_to_right_in_hebrew_too():
    with translation.override("he"):
        places = [float(dot.at["cx"]) for dot in shapes(series(1, 2, 3), "g-dot")]
    assert places == sorted(places)


@given(count=st.integers(2, 40), label=st.sampled_from(["2019", "Q3 2025", "\u05e8\u05d1\u05e2\u05d5\u05df 3, 2025"]))
def test_labels_of_periods_stand_clear_of_each_other(count, label):
    chart = LineChart("T", tuple(Point(label, Decimal(number)) for number in range(count)))
    for drawing in charts.drawings(chart):
        texts = [shape for shape in drawing.shapes if "g-axis" in shape.css.split() and shape.text == label]
        width = len(label) * charts.LETTER
        spans = []
        for text in texts:
            x = float(text.at["x"])
            pinned = text.anchor != "middle"
            spans.append((x - width, x) if pinned else (x - width / 2, x + width / 2))
        assert all(end < begin for (_start, end), (begin, _end) in zip(spans, spans[1:], strict=False))


def test_counts_start_at_zero():
    texts = [shape.text for shape in shapes(series(8872, 16897), "g-axis")]
    assert "0" in texts and "20,000" in texts


def test_target_is_a_line_at_its_value_with_its_words():
    chart = series(1, 2, target=Target(Decimal(4), "Target: 4"))
    line, dots = shapes(chart, "g-target")[0], shapes(chart, "g-dot")
    assert float(line.at["y1"]) < min(float(dot.at["cy"]) for dot in dots)
    assert shapes(chart, "g-goal")[0].text == "Target: 4"


def test_figure_published_elsewhere_is_a_diamond_beside_the_line_with_its_gap_in_the_table():
    chart = series(10, 12, elsewhere=(Elsewhere("2014", Decimal(15), "a newspaper"),))
    assert len(shapes(chart, "g-press")) == 1
    assert len(shapes(chart, "g-line")) == 1
    assert [cell.text for cell in chart_words.table(chart).rows[1]] == ["2014", "12", "15", "3", "a newspaper"]


def test_event_of_an_unknown_period_is_left_out():
    chart = series(1, 2, events=(Event("2014", "x"), Event("1999", "y")))
    assert len(shapes(chart, "g-flag")) == 1


def test_range_is_a_band():
    point = Point("2013", Decimal(5), Mark.ESTIMATED, Decimal(4), Decimal(6))
    chart = LineChart("T", (point, Point("2014", Decimal(6))))
    assert len(shapes(chart, "g-band")) == 1
    assert chart_words.table(chart).rows[0][1].text == "5 (4–6)"


@pytest.mark.parametrize("values", [(), (Mark.NOT_REPORTED,), (7,), (0, 0), (-5, 5)])
def test_odd_series_are_drawn_without_a_fault(values):
    chart = series(*values)
    assert all(drawing.shapes for drawing in charts.drawings(chart))
    assert charts.spark(chart).width == 250
    assert chart_words.sentence(chart)


@given(st.lists(st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=4)), max_size=40))
def test_every_dot_stays_inside_its_drawing(numbers):
    points = tuple(Point(str(1990 + n), value) for n, value in enumerate(numbers))
    for drawing in charts.drawings(LineChart("T", points)):
        for shape in drawing.shapes:
            if shape.kind == "circle":
                assert 0 <= float(shape.at["cx"]) <= drawing.width
                assert 0 <= float(shape.at["cy"]) <= drawing.height


@given(st.decimals(-(10**9), 10**9, places=4), st.decimals(0, 10**9, places=4))
def test_ticks_cover_the_range_and_stay_few(low, span):
    low, span = float(low), float(span)
    ticks = nice_ticks(low, low + span)
    slack = abs(ticks[1] - ticks[0]) * 1e-2
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= 7


def test_hebrew_label_is_pinned_at_its_visual_edge():
    assert direction_of("תשע״ח") == "rtl"
    assert direction_of("2018") == "ltr"
    assert letters(0, 0, "היעד: 5", "x", "left").anchor == "end"
    assert letters(0, 0, "Target: 5", "x", "left").anchor == "start"


def test_bar_without_a_value_has_no_length_and_says_why():
    rows = charts.bar_rows(Bars("T", (Bar("a", Decimal(4)), Bar("b", Decimal(2)), Bar("c", None, Mark.SUPPRESSED))))
    assert [row["length"] for row in rows] == ["100", "50", "0"]
    assert rows[2]["written"] == "<10"


def test_parts_of_a_whole_stand_one_after_another():
    rows = charts.stack_rows(Stack("T", (Part("a", Decimal(1)), Part("b", Decimal(3)))))
    assert [(row["start"], row["length"]) for row in rows] == [("0", "25"), ("25", "75")]
    assert charts.stack_rows(Stack("T", (Part("a", Decimal(0)),)))[0]["share"] is None


def test_a_chart_that_is_kept_is_written_anew_for_another_language_and_another_value(monkeypatch):
    """given charts that were written, when an equal one comes, then it is not drawn again; another one is."""
    drawn = []
    draw = charts.spark
    monkeypatch.setattr(charts, "spark", lambda chart: drawn.append(chart) or draw(chart))
    first, other = series(7001, 7002), series(7001, 7003)
    written = {}
    for language in ("he", "en", "he"):
        with translation.override(language):
            written[language] = tags.sparkline(first), tags.sparkline(series(7001, 7002)), tags.sparkline(other)
    assert len(drawn) == 4
    assert written["he"][0] == written["he"][1] != written["he"][2]
    assert written["he"][0] != written["en"][0]
