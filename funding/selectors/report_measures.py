"""The measures in a fund's report: frozen as the public could read them, and told again as lines of a page or a file.

What a report says may go to every funder and, of a public fund, to everybody. So it quotes what is published and
nothing else: a small number stays hidden in it, and so does a total of too few partners.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from funding.models import Fund, FunderGoal
from kernel import languages, periods
from kernel.actor import Actor
from kernel.formatting import change_words, figure
from measurement.models import Definition, Measure
from measurement.selectors import series, shown
from measurement.selectors.points import Series


def frozen(fund: Fund, as_of: date) -> list[dict[str, Any]]:
    """Of each measure the last published figure of a period that was over by then, and the one before it, if no break
    lies between; version and coverage stand beside it, no claim of cause."""
    measures = Measure.objects.filter(initiative=fund.initiative, retired_on__isnull=True).select_related("goal")
    found = series.many(Actor.public(), measures)
    told = (_frozen(one, as_of) for one in sorted(found.values(), key=lambda row: row.measure.code))
    return [one for one in told if one is not None]


def _frozen(one: Series, as_of: date) -> dict[str, Any] | None:
    points = [point for point in one.points if point.result is not None and periods.last_day(point.period) <= as_of]
    if one.definition is None or not points:
        return None
    last, known = points[-1], {point.period for point in points}
    before = points[-2] if len(points) > 1 and not _breaks_between(one, points[-2].period, last.period) else None
    return {
        "measure": one.measure.code,
        "goal": one.measure.goal.public_id if one.measure.goal else None,
        "version": last.version,
        "period": last.period,
        "result": last.result,
        "before": [before.period, before.result] if before is not None else None,
        "reported": last.reported,
        "expected": last.expected,
        "breaks": [code for code in one.breaks if code in known],
    }


def _breaks_between(one: Series, earlier: str, later: str) -> bool:
    first, last = periods.sort_key(earlier), periods.sort_key(later)
    return any(first < periods.sort_key(code) <= last for code in one.breaks)


@dataclass(frozen=True)
class MeasureLine:
    """One measure of a report as people read it. `is_shared`: this funder shares the responsibility for its goal."""

    code: str
    name: str
    url: str
    goal: str
    is_shared: bool
    unit: str
    version: int
    period: str
    result: Decimal
    places: int | None
    before_period: str = ""
    before: Decimal | None = None
    change: str = ""
    reported: int = 0
    expected: int = 0
    breaks: str = ""

    @property
    def figure(self) -> str:
        """The figure in the reader's writing."""
        return figure(self.result, self.places)

    @property
    def figure_before(self) -> str:
        """The figure before it."""
        return figure(self.before, self.places)


def lines(fund: Fund, funder_id: int | None, told: Iterable[Mapping[str, Any]]) -> tuple[MeasureLine, ...]:
    """The lines of a kept content with today's names: the funder's own results first, then goal by goal; two queries
    and one for a funder."""
    rows = list(told)
    if not rows:
        return ()
    versions = Definition.objects.filter(measure__initiative=fund.initiative_id, live_on__isnull=False)
    known = {
        (row.measure.code, row.version): row for row in versions.select_related("measure__goal", "measure__initiative")
    }
    mine = set(FunderGoal.objects.filter(funder=funder_id).values_list("goal", flat=True)) if funder_id else set()
    made = [
        (_order(definition, mine), _line(definition, one, mine))
        for one in rows
        if (definition := known.get((one["measure"], one["version"]))) is not None
    ]
    return tuple(line for _key, line in sorted(made, key=lambda pair: pair[0]))


def _order(definition: Definition, mine: set[int]) -> tuple[bool, int, str]:
    goal = definition.measure.goal
    return (definition.measure.goal_id not in mine, goal.position if goal else 10_000, definition.measure.code)


def _line(definition: Definition, one: Mapping[str, Any], mine: set[int]) -> MeasureLine:
    def read(value: Any) -> Decimal:
        return shown.figure(definition, Decimal(value)) or Decimal(0)

    result, language = read(one["result"]), languages.current()
    before = read(one["before"][1]) if one["before"] else None
    places = shown.places(definition)
    return MeasureLine(
        code=one["measure"],
        name=str(definition.measure),
        url=definition.measure.get_absolute_url(),
        goal=str(definition.measure.goal or ""),
        is_shared=definition.measure.goal_id in mine,
        unit=languages.text(definition, "unit").value,
        version=one["version"],
        period=periods.label(one["period"], language),
        result=result,
        places=places,
        before_period=periods.label(one["before"][0], language) if one["before"] else "",
        before=before,
        change="" if before is None else change_words(result - before, places, in_points=shown.in_points(definition)),
        reported=one["reported"],
        expected=one["expected"],
        breaks=", ".join(periods.label(code, language) for code in one["breaks"]),
    )
