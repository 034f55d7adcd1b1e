"""Figures a grantee may quote: those that are published, as they stand."""

from dataclasses import dataclass
from typing import Any

from funding.models import BudgetActual, ReportQuote
from kernel import periods
from kernel.actor import Actor
from kernel.formatting import figure
from measurement.models import Measure
from measurement.selectors import series

LATEST = 4


@dataclass(frozen=True)
class Quotable:
    """One published figure of a measure."""

    measure: Measure
    period: str
    result: Any

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return key(self.measure, self.period)

    @property
    def label(self) -> str:
        """The measure, the period, the figure."""
        return f"{self.measure}, {periods.label(self.period)}: {figure(self.result)}"


def key(measure: Any, of: str) -> str:
    """What stands for a figure in a form."""
    return f"{measure.public_id}:{of}"


def published(actor: Actor, initiative: Any) -> list[Quotable]:
    """The latest published figures of the measures that this reader sees."""
    measures = list(Measure.objects.visible_to(actor).filter(initiative=initiative).order_by("pk"))
    found = series.many(actor, measures)
    out = []
    for measure in measures:
        one = found.get(measure.pk)
        points = [point for point in one.points if point.result is not None and not point.is_provisional] if one else []
        out += [Quotable(measure, point.period, point.result) for point in reversed(points[-LATEST:])]
    return out


def of_version(version: Any) -> list[Any]:
    """What a version of a report quotes."""
    return list(version.quotes.select_related("definition__measure").order_by("pk"))


def last(report: Any) -> list[Any]:
    """What the last version of a report quotes."""
    rows = ReportQuote.objects.filter(version__report=report, version__number=report.version)
    return list(rows.select_related("definition__measure").order_by("pk"))


def spent(report: Any) -> dict[str, int]:
    """What the last version says was spent, by the public id of the budget's line."""
    rows = BudgetActual.objects.filter(version__report=report, version__number=report.version)
    return dict(rows.values_list("line__public_id", "amount"))
