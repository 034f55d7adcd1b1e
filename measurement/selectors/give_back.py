"""What a partner gets right after sending: its own numbers against the period before and its own targets."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kernel import languages
from measurement import rollup
from measurement.models import ReportingRequest, Target
from measurement.selectors import sheets, shown
from measurement.selectors.slices import scope_of


@dataclass(frozen=True)
class GiveBack:
    """One measure: now, before, change, own target; whether the change is an improvement, and whether one of points."""

    name: Any
    unit: Any
    decimals: int
    now: Decimal | None
    before: Decimal | None
    change: Decimal | None
    target: Decimal | None
    is_better: bool | None
    in_points: bool = False


def rows(request: ReportingRequest) -> list[GiveBack]:
    """The measures that hold a number, in the order of the form."""
    sheet = sheets.sheet(request)
    targets = {
        one.definition_id: one.number
        for one in Target.objects.current().filter(
            definition__in=[line.definition.pk for line in sheet.lines],
            period=request.cycle.period,
            scope_key=scope_of(request.participation.organisation_id),  # type: ignore[arg-type]
        )
    }
    out = []
    for line in sheet.lines:
        kind = line.definition.aggregation
        now = shown.figure(line.definition, rollup.result_of(kind, line.total.number, line.total.weight))
        if now is None:
            continue
        last = line.last.get("")
        before = None
        if last is not None and not line.is_new_version:
            before = shown.figure(line.definition, rollup.result_of(kind, last.number, last.weight))
        change = None if before is None else now - before
        direction = line.definition.measure.direction
        better = None if not change or direction == "none" else (change > 0) == (direction == "up")
        out.append(
            GiveBack(
                name=line.name,
                unit=languages.text(line.definition, "unit"),
                decimals=line.definition.places,
                now=now,
                before=before,
                change=change,
                target=shown.figure(line.definition, targets.get(line.definition.pk)),
                is_better=better,
                in_points=shown.in_points(line.definition),
            )
        )
    return out
