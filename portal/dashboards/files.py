"""The figures of charts as rows of a file: one row a period, whatever the page showed and nothing more."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from kernel.downloads import Column
from measurement.selectors.points import Point, Series
from portal.chart_words import mark_word
from portal.dashboards import lines
from portal.dashboards.words import period, publisher


def columns() -> Sequence[Column]:
    """The columns of a series."""
    titles = (
        ("code", _("Code"), "text"),
        ("measure", _("Measure"), "text"),
        ("period", _("Period code"), "text"),
        ("label", _("Period"), "text"),
        ("value", _("Value"), "number"),
        ("unit", _("Unit"), "text"),
        ("target", _("Target"), "number"),
        ("reported", _("Partners reported"), "whole"),
        ("expected", _("Partners expected"), "whole"),
        ("mark", _("Remark"), "text"),
        ("version", _("Definition version"), "whole"),
        ("series", _("Series"), "text"),
        ("source", _("Source"), "text"),
        ("headline", _("Official series"), "text"),
    )
    return [Column(code, title, itemgetter(code), kind) for code, title, kind in titles]  # type: ignore[arg-type]


def rows(found: Iterable[Series]) -> Iterator[dict[str, Any]]:
    """The figures, the targets of periods to come, then what was published elsewhere."""
    for series in found:
        targets = dict(series.targets)
        for point in series.points:
            yield _row(series, point, targets.pop(point.period, None), _("yes"))
        for code, target in targets.items():
            empty = Point(code, series.definition.version if series.definition else 0, None)
            yield {**_row(series, empty, target, _("yes")), "mark": _("Target"), "source": ""}
        for point in series.elsewhere:
            yield _row(series, point, None, _("no"))


def _row(series: Series, point: Point, target: Any, headline: str) -> dict[str, Any]:
    return {
        "code": series.measure.code,
        "measure": str(series.measure),
        "period": point.period,
        "label": period(point.period),
        "value": point.result,
        "unit": str(series.definition.unit) if series.definition else "",
        "target": target,
        "reported": point.reported if point.expected else None,
        "expected": point.expected or None,
        "mark": mark_word(lines.mark(point)) or _("Final"),
        "version": point.version,
        "series": point.series,
        "source": publisher(point.source) or lines.source(series),
        "headline": headline,
    }
