"""A measure as a card: its value and its story, the same for the committee, the public and the funder.

Every word is computed from the series; where nobody can say, the card says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel import languages
from kernel.charts import LineChart, Mark
from measurement import forecast
from measurement.forecast import Forecast, TooFew
from measurement.models import Aggregation, Level
from measurement.selectors import progress, shown
from measurement.selectors.points import Point, Series
from measurement.suppression import FEW_PARTNERS
from partners.models import Sector
from portal.dashboards import lines
from portal.dashboards.words import change, number, period, publisher, put

LABELS = {
    forecast.ON_TRACK: lambda: _("On track"),
    forecast.NEEDS_ATTENTION: lambda: _("Needs attention"),
    forecast.OFF_TRACK: lambda: _("Off track"),
    "": lambda: _("Too early to tell"),
}
Moves = Mapping[str, tuple[Point, Point]]
SECTORS = "sector:"


@dataclass(frozen=True)
class Card:
    """One measure as it may be shown: words and chart, and the series behind them."""

    code: str
    title: languages.Text
    value: str
    unit: str
    period: str
    state: str
    label: str
    target: str
    aim: str
    better: Any
    chart: LineChart
    change: str
    story: str
    reported: int
    expected: int
    quality: str
    quality_label: str
    source: str
    version: int
    series: Series
    goal_id: int | None = None
    url: str = ""

    @property
    def publisher(self) -> str:
        """Who published the figure, where it is not summed from reports."""
        is_outside = self.series.measure.level == Level.POPULATION or (self.series.last and self.series.last.source)
        return self.source if is_outside else ""


def card(series: Series, url: str = "") -> Card:
    """The card of a series; what lies beside it tells which sector moved."""
    series, collecting = lines.settled(shown.series(series))
    measure, last, told = series.measure, series.last, lines.ahead(series)
    aim, places = series.target, lines.decimals(series)
    state = forecast.status(
        measure.direction if measure.direction in {forecast.UP, forecast.DOWN} else forecast.UP,
        aim[1] if aim and measure.direction in {forecast.UP, forecast.DOWN} else None,
        told,
        last.result if last else None,
    )
    quality, label = _quality(last)
    return Card(
        code=measure.code,
        title=languages.text(measure, "name"),
        value=written(last, places),
        unit=languages.text(series.definition, "unit").value if series.definition else "",
        period=period(last.period) if last else "",
        state=state or "unknown",
        label=LABELS[state]() if aim else _("No target set"),
        target=lines.target_words(series),
        aim=lines.aim_words(series),
        better=lines.better(measure.direction),
        chart=lines.line(series, small=True),
        change=moved(series, told),
        story=" ".join(story(series, told, collecting)[:2]),
        reported=last.reported if last else 0,
        expected=last.expected if last else 0,
        quality=quality,
        quality_label=label,
        source=lines.source(series),
        version=last.version if last else 0,
        series=series,
        goal_id=measure.goal_id,
        url=url,
    )


def written(last: Point | None, places: int | None) -> str:
    """A figure in words: the number, or that it is hidden."""
    if last is None:
        return ""
    if last.reason:
        return "<10" if lines.mark(last) == Mark.SUPPRESSED else _("hidden")
    return number(last.result, places)


def _quality(last: Point | None) -> tuple[str, str]:
    if last is None or last.result is None:
        return "", ""
    if last.is_provisional or last.quality == "provisional":
        return "provisional", _("Provisional")
    return (last.quality, _("Estimated")) if last.quality == "estimated" else ("final", _("Final"))


def moved(series: Series, told: Forecast | TooFew | None = None) -> str:
    """The change since the figure before, and the forecast if there is one."""
    pair, places = progress.comparable(series), lines.decimals(series)
    said = []
    if pair is not None:
        before, base, step = pair
        values = {"change": step_words(series, step), "period": period(before.period)}
        if step == 0:
            said.append(put(_("The same as in %(period)s."), period=values["period"]))
        elif base and series.definition and series.definition.aggregation == Aggregation.SUM:
            values["share"] = f"{change((step / base * 100).quantize(Decimal(1)))}%"
            said.append(put(_("%(change)s (%(share)s) since %(period)s."), **values))
        else:
            said.append(put(_("%(change)s since %(period)s."), **values))
    aim = series.target
    if isinstance(told, Forecast) and aim:
        values = {"period": period(aim[0]), "low": number(told.low, places), "high": number(told.high, places)}
        said.append(put(_("Forecast for %(period)s: %(low)s to %(high)s."), **values))
    return " ".join(said)


def step_words(series: Series, step: Decimal) -> str:
    """A step of the series: of a percentage in percentage points."""
    return change(step, lines.decimals(series), in_points=shown.in_points(series.definition))


def moves(series: Series) -> Moves:
    """The sectors that have a figure in both of the last two periods: (before, last) by scope."""
    before, last = series.before, series.last
    if before is None or last is None:
        return {}
    out = {}
    for scope, points in series.beside:
        at = {(point.period, point.version): point for point in points}
        first, second = at.get((before.period, before.version)), at.get((last.period, last.version))
        if first and second and first.result is not None and second.result is not None:
            out[scope] = (first, second)
    return out


def story(series: Series, told: Forecast | TooFew | None, collecting: Point | None = None) -> list[str]:
    """Why it looks as it does, the weightiest first: hidden, broken, who moved, who is missing, what others print."""
    last = series.last
    if last is None:
        return [_("Nobody has reported yet.")]
    said = [
        _hidden(last),
        _broken(series),
        _sectors(series, moves(series)),
        _collecting(collecting),
        _missing(last),
        _elsewhere(series),
    ]
    said = [text for text in said if text]
    return [str(told.sentence)] if isinstance(told, TooFew) and not said else said


def _hidden(last: Point) -> str:
    if not last.reason:
        return ""
    if last.reason == FEW_PARTNERS:
        return _("Hidden: fewer than three partners stand behind the figure.")
    return _("Hidden: the figure would tell of a small group of people.")


def _collecting(point: Point | None) -> str:
    if point is None:
        return ""
    return put(
        _("%(period)s is being collected: %(some)s of %(all)s partners so far."),
        period=period(point.period),
        some=point.reported,
        all=point.expected,
    )


def _broken(series: Series) -> str:
    if not series.breaks:
        return ""
    return put(_("The series breaks before %(period)s: do not compare across it."), period=period(series.breaks[-1]))


def _sectors(series: Series, moves: Moves) -> str:
    """The sector that moved most, in the direction of the whole."""
    pair = progress.comparable(series)
    if pair is None or not moves:
        return ""
    whole = pair[2]
    steps = {
        scope: after.result - first.result
        for scope, (first, after) in moves.items()
        if after.result is not None and first.result is not None
    }
    same = {scope: step for scope, step in steps.items() if step and (step > 0) == (whole > 0)}
    if not whole or not same:
        return ""
    most = max(same, key=lambda scope: abs(same[scope]))
    sector = Sector(most.partition(":")[2]).label
    return put(_("Most of it: %(sector)s (%(change)s)."), sector=sector, change=step_words(series, same[most]))


def _missing(last: Point) -> str:
    count = last.expected - last.reported
    if count <= 0:
        return ""
    text = ngettext(
        "One partner of %(all)s has not reported yet.", "%(count)s partners of %(all)s have not reported yet.", count
    )
    return put(text, count=count, all=last.expected)


def _elsewhere(series: Series) -> str:
    last = series.last
    others = [one for one in series.elsewhere if last and one.period == last.period and one.result is not None]
    if not others or last is None or last.result is None:
        return ""
    return put(
        _("Published elsewhere: %(number)s (%(source)s)."),
        number=number(others[-1].result, lines.decimals(series)),
        source=publisher(others[-1].source),
    )
