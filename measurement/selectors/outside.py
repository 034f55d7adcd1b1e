"""What comes from outside partners' reports: public figures as points, and the targets; now or as known at a moment."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from kernel import clock
from measurement import rollup
from measurement.models import PublicFigure, Target
from measurement.selectors.points import Point

ByDefinition = dict[int, list[Point]]


def _standing(rows: Any, moment: datetime | None) -> Any:
    return rows.current() if moment is None else rows.as_of(moment)


def figures(
    definitions: Collection[int], combination: str, moment: datetime | None = None
) -> tuple[ByDefinition, ByDefinition]:
    """The series themselves, and the figures published elsewhere that stand beside them."""
    rows = _standing(PublicFigure.objects.filter(definition__in=definitions, combination__code=combination), moment)
    headline: defaultdict[int, list[Point]] = defaultdict(list)
    elsewhere: defaultdict[int, list[Point]] = defaultdict(list)
    for row in rows.select_related("definition", "combination").order_by("period", "pk"):
        (headline if row.is_headline else elsewhere)[row.definition_id].append(point(row))
    return headline, elsewhere


def of_period(definitions: Collection[int], period: str, moment: datetime | None = None) -> list[Point]:
    """The cells of the series itself in one period."""
    rows = PublicFigure.objects.filter(definition__in=definitions, period=period, is_headline=True)
    return [point(row) for row in _standing(rows, moment).select_related("definition", "combination")]


def point(row: PublicFigure) -> Point:
    """A public figure as a point."""
    return Point(
        period=row.period,
        version=row.definition.version,
        result=rollup.result_of(row.definition.aggregation, row.number, row.weight),
        number=row.number,
        weight=row.weight,
        quality=row.quality,
        series=row.series,
        source=row.source,
        url=row.url,
        combination=row.combination.code,
        revised_on=clock.day_of(row.at) if row.replaces_id else None,
    )


def targets(
    definitions: Collection[int], scope: str, moment: datetime | None = None
) -> dict[int, list[tuple[str, Decimal]]]:
    """What each definition aims at: {definition: [(period, number)]}."""
    out: defaultdict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    rows = _standing(Target.objects.filter(definition__in=definitions, scope_key=scope), moment)
    for definition, period, number in rows.values_list("definition", "period", "number"):
        out[definition].append((period, number))
    return out
