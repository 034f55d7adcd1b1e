"""From a series of measurement to a chart: marks, breaks, target, forecast, figures published elsewhere."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kernel import charts, languages, periods
from kernel.charts import Mark
from measurement import forecast
from measurement.forecast import Forecast, TooFew
from measurement.models import Direction, Quality
from measurement.selectors import shown
from measurement.selectors.points import Point, Series
from measurement.suppression import SMALL
from portal.dashboards.words import number, period, publisher, put

QUALITIES = {Quality.PROVISIONAL: Mark.PROVISIONAL, Quality.ESTIMATED: Mark.ESTIMATED}


def mark(point: Point) -> Mark:
    """How sure a figure is, or which blank stands there."""
    if point.reason:
        return Mark.SUPPRESSED if point.reason == SMALL else Mark.HIDDEN
    if point.result is None:
        return Mark.NOT_REPORTED
    if point.is_provisional:
        return Mark.PROVISIONAL
    return QUALITIES.get(Quality(point.quality), Mark.FINAL)


def settled(series: Series) -> tuple[Series, Point | None]:
    """The series without a last period of which less than four fifths have come, and that period: a sum of two partners
    out of thirty is no fall."""
    known = [point for point in series.points if point.expected or not point.is_missing]
    if len(known) < 2 or not known[-1].expected or known[-1].reported * 5 >= known[-1].expected * 4:
        return series, None
    last = known[-1]
    points = tuple(point for point in series.points if point.period != last.period)
    return replace(series, points=points, breaks=tuple(code for code in series.breaks if code != last.period)), last


def better(direction: str) -> Any:
    """The direction of good in words; nothing where neither way is."""
    return Direction(direction).label if direction != Direction.NONE else ""


def unbroken(series: Series) -> list[tuple[str, Decimal]]:
    """The figures since the last break: a line may only be drawn through these."""
    since = periods.sort_key(series.breaks[-1]) if series.breaks else None
    return [
        (point.period, point.result)
        for point in series.points
        if point.result is not None and (since is None or periods.sort_key(point.period) >= since)
    ]


def ahead(series: Series) -> Forecast | TooFew | None:
    """What comes by the target's period if nothing changes, or why nobody can say; nothing where none is aimed at."""
    target, last = series.target, series.last
    if target is None or last is None or periods.sort_key(target[0]) <= periods.sort_key(last.period):
        return None
    return _trend(tuple(unbroken(series)), target[0])


@lru_cache(maxsize=4096)  # the card asks, its chart asks, and the next reader's too
def _trend(points: tuple[tuple[str, Decimal], ...], period: str) -> Forecast | TooFew:
    return forecast.trend(points, period)


def decimals(series: Series) -> int | None:
    """Digits after the point of what is read."""
    return shown.places(series.definition)


def target_words(series: Series) -> str:
    """The target with its period."""
    return _by_when(_("Target: %(number)s by %(period)s"), series)


def aim_words(series: Series) -> str:
    """The same under a head that says "target" already."""
    return _by_when(_("%(number)s by %(period)s"), series)


def _by_when(template: str, series: Series) -> str:
    pair = series.target
    if pair is None:
        return ""
    return put(template, number=number(pair[1], decimals(series)), period=period(pair[0]))


def source(series: Series) -> str:
    """Where the last figure comes from: its publisher, else the source that the definition names."""
    if series.last is not None and series.last.source:
        return publisher(series.last.source)
    return languages.text(series.definition, "source").value if series.definition else ""


def line(series: Series, *, is_demo: bool = False, small: bool = False) -> charts.LineChart:
    """The chart of a series. A small one starts at no zero and holds no figures of others."""
    told = ahead(series)
    points = [_point(one, series) for one in _with_places(series, small)]
    if isinstance(told, Forecast):
        pair = series.target
        label = period(pair[0]) if pair else ""
        points.append(charts.Point(label, told.value, Mark.FORECAST, told.low, told.high))
    pair, last = series.target, series.last
    return charts.LineChart(
        title=languages.text(series.measure, "name").value,
        points=tuple(points),
        target=charts.Target(pair[1], target_words(series)) if pair else None,
        breaks=tuple(charts.Break(period(code), why_broken(series, code)) for code in series.breaks),
        elsewhere=()
        if small
        else tuple(
            charts.Elsewhere(period(one.period), one.result, publisher(one.source))
            for one in series.elsewhere
            if one.result is not None
        ),
        unit=languages.text(series.definition, "unit").value if series.definition else "",
        decimals=decimals(series),
        better=better(series.measure.direction),
        coverage=(last.reported, last.expected) if last and last.expected else None,
        source=source(series),
        from_zero=not small,
        is_demo=is_demo,
    )


def _with_places(series: Series, small: bool) -> list[Point]:
    """The points, with an empty place for each period of which only others published a figure."""
    known = {point.period for point in series.points}
    others = [] if small else [Point(one.period, one.version, None) for one in series.elsewhere]
    extra = {point.period: point for point in others if point.period not in known}
    return sorted((*series.points, *extra.values()), key=lambda point: periods.sort_key(point.period))


def _point(point: Point, series: Series) -> charts.Point:
    notes = []
    if point.revised_on:
        notes.append(put(_("revised on %(day)s"), day=point.revised_on.strftime("%d.%m.%Y")))
    if point.expected and point.reported < point.expected and point.result is not None:
        notes.append(put(_("%(some)s of %(all)s partners"), some=point.reported, all=point.expected))
    return charts.Point(period(point.period), point.result, mark(point), note="; ".join(notes))


def why_broken(series: Series, code: str) -> str:
    """Whether another definition or another source begins at a period."""
    at = series.at(code)
    before = [point for point in series.points if periods.sort_key(point.period) < periods.sort_key(code)]
    if at is not None and before and before[-1].version != at.version:
        return put(_("Break in series: definition %(version)s begins"), version=at.version)
    return _("Break in series: the source changed")
