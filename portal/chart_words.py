"""What is said about a chart: one sentence for those who do not see it, the numbers as a table, the legend's marks.

Reads the values of `kernel.charts`; draws nothing.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kernel.charts import Elsewhere, LineChart, Mark, Point
from kernel.formatting import NOTHING, figure

OPEN = frozenset({Mark.PROVISIONAL, Mark.ESTIMATED})
BLANKS = {Mark.SUPPRESSED: "<10", Mark.HIDDEN: "∗", Mark.NOT_REPORTED: NOTHING, Mark.NOT_APPLICABLE: "×"}


def known(chart: LineChart) -> list[tuple[int, Point]]:
    """The points that have a value, with their places."""
    return [(number, point) for number, point in enumerate(chart.points) if point.value is not None]


def place(chart: LineChart, label: str) -> int | None:
    """The place of a period, or None."""
    return next((number for number, point in enumerate(chart.points) if point.label == label), None)


def is_broken(chart: LineChart, first: int, second: int) -> bool:
    """Whether a break lies between two places."""
    places = {place(chart, cut.before) for cut in chart.breaks}
    return any(cut is not None and first < cut <= second for cut in places)


def sentence(chart: LineChart) -> str:
    """The chart in words: first, last, what breaks it, target."""
    sure = [point for _number, point in known(chart) if point.mark != Mark.FORECAST]
    if not sure:
        return _("%(title)s: no values yet.") % {"title": chart.title}
    said = [
        _("%(title)s: %(first)s in %(start)s, %(last)s in %(end)s.")
        % {
            "title": chart.title,
            "first": figure(sure[0].value, chart.decimals),
            "start": sure[0].label,
            "last": figure(sure[-1].value, chart.decimals),
            "end": sure[-1].label,
        }
        if sure[1:]
        else _("%(title)s: %(last)s in %(end)s.")
        % {"title": chart.title, "last": figure(sure[0].value, chart.decimals), "end": sure[0].label}
    ]
    said += [_("The series breaks before %(period)s.") % {"period": cut.before} for cut in chart.breaks]
    if chart.target:
        said.append(f"{chart.target.label}.")
    if chart.elsewhere:
        said.append(_("Figures published elsewhere stand beside it."))
    if chart.summary:
        said.append(chart.summary)
    return " ".join(said)


@dataclass(frozen=True)
class Cell:
    """A cell of the table beside a chart."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The numbers of a chart, for reading and copying."""

    title: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def mark_word(mark: Mark) -> str:
    """How sure a value is, in a word; final needs none."""
    return {
        Mark.FINAL: "",
        Mark.PROVISIONAL: _("Provisional"),
        Mark.ESTIMATED: _("Estimated"),
        Mark.FORECAST: _("Forecast, not a result"),
        Mark.NOT_REPORTED: _("not reported"),
        Mark.NOT_APPLICABLE: _("Not applicable"),
        Mark.SUPPRESSED: _("suppressed, under 10"),
        Mark.HIDDEN: _("hidden: it would tell of single partners or small groups"),
    }[mark]


def table(chart: LineChart) -> Table:
    """The alternative to a line chart."""
    others: dict[str, list[Elsewhere]] = {}
    for other in chart.elsewhere:
        others.setdefault(other.label, []).append(other)
    breaks = {cut.before: cut for cut in chart.breaks}
    heads = [Cell(_("Period")), Cell(chart.unit or _("Value"), True)]
    heads += [Cell(_("Published elsewhere"), True), Cell(_("Difference"), True)] if others else []
    heads.append(Cell(_("Remarks")))
    rows = []
    for point in chart.points:
        cells = [Cell(point.label), Cell(_written(point, chart.decimals), True)]
        if others:
            beside = others.get(point.label, [])
            gaps = [other.value - point.value for other in beside if point.value is not None]
            cells += [Cell(_listed([other.value for other in beside], chart.decimals), True)]
            cells += [Cell(_listed(gaps, chart.decimals), True)]
        cut = breaks.get(point.label)
        remarks = [mark_word(point.mark), str(point.note), str(cut.label or _("Break in series")) if cut else ""]
        remarks += [other.source for other in others.get(point.label, [])]
        rows.append((*cells, Cell("; ".join(filter(None, remarks)))))
    return Table(chart.title, tuple(heads), tuple(rows))


def _listed(values: list[Decimal], decimals: int | None) -> str:
    return " / ".join(figure(value, decimals) for value in values) or NOTHING


def _written(point: Point, decimals: int | None) -> str:
    if point.value is None:
        return BLANKS.get(point.mark, NOTHING)
    if point.low is not None and point.high is not None:
        return f"{figure(point.value, decimals)} ({figure(point.low, decimals)}–{figure(point.high, decimals)})"
    return figure(point.value, decimals)


def keys(chart: LineChart) -> frozenset[str]:
    """The marks in use, by name: those alone stand in the legend."""
    found = {str(point.mark) for point in chart.points}
    filled = [number for number, _point in known(chart)]
    if any(j - i > 1 and not is_broken(chart, i, j) for i, j in zip(filled, filled[1:], strict=False)):
        found.add("gap")
    found |= {"open"} if found & {str(mark) for mark in OPEN} else set()
    found |= {"target"} if chart.target else set()
    found |= {"break"} if chart.breaks else set()
    found |= {"elsewhere"} if chart.elsewhere else set()
    found |= {"band"} if any(point.low is not None for point in chart.points) else set()
    return frozenset(found)
