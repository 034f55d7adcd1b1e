"""How the measures of the groups come on: where each stands, against the period before and its target.

A measure is a group's by its steward. Every number comes through `series`, so its reader sees what may be seen; what is
hidden is told as hidden, and a figure of fewer partners than before is held against nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from kernel import languages, periods
from kernel.actor import Actor
from measurement.models import Aggregation, Measure, Publication, PublicFigure, Value
from measurement.selectors import series, shown
from measurement.selectors.points import Point, Series
from measurement.suppression import SMALL

Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class Movement:
    """One measure of a body, in the numbers people read. `value` is None where it is hidden (`is_small`: few people).

    `change` is None where the two periods may not be compared; `is_better` where neither way is good;
    `in_points`: a change is one of percentage points.
    """

    body_id: int
    measure: languages.Text
    url: str
    unit: str
    places: int
    period: str
    value: Decimal | None
    before_period: str = ""
    change: Decimal | None = None
    is_better: bool | None = None
    target_period: str = ""
    target: Decimal | None = None
    reported: int = 0
    expected: int = 0
    is_provisional: bool = False
    is_share: bool = False
    in_points: bool = False
    is_small: bool = False


@dataclass
class Known:
    """What was read for others: the periods that moved, and the lines of readers who see totals alike."""

    moved: dict[tuple[Window, int], set[str]] = field(default_factory=dict)
    lines: dict[tuple[Any, ...], Movement | None] = field(default_factory=dict)


def by_body(
    actor: Actor, bodies: Iterable[Any], window: Window | None = None, known: Known | None = None
) -> list[Movement]:
    """The measures whose steward is one of these bodies; with a window those that something was accepted, published or
    taken in for after its beginning, up to its end. In the order of their codes; queries do not grow with the measures.

    `known` keeps what was read for the next one; which measures an actor may see is asked each time.
    """
    keys = [getattr(body, "pk", body) for body in bodies]
    rows = Measure.objects.visible_to(actor).filter(steward__in=keys, retired_on__isnull=True)
    measures = list(rows.select_related("initiative").order_by("initiative", "code"))
    known = known or Known()
    moved = None if window is None else _moved(measures, window, known)
    if moved is not None:
        measures = [one for one in measures if moved[one.pk]]
    of_initiative: defaultdict[int, list[Measure]] = defaultdict(list)
    for measure in measures:
        of_initiative[measure.initiative_id].append(measure)
    out = []
    for initiative, found in of_initiative.items():
        # Of the whole a reader's own organisations tell no more than they tell anybody.
        who = replace(series.reader(actor, initiative), organisations=frozenset())
        eyes = (who, window, get_language())
        unknown = [one for one in found if (eyes, one.pk) not in known.lines]
        for key, one in series.many(actor, unknown).items():
            known.lines[eyes, key] = _movement(one, None if moved is None else moved[key])
        out += [line for one in found if (line := known.lines[eyes, one.pk]) is not None]
    return out


def _moved(measures: list[Measure], window: Window, known: Known) -> dict[int, set[str]]:
    """{measure: periods} of which a number came, was corrected or published in the window; none of a still one."""
    unknown = [one for one in measures if (window, one.pk) not in known.moved]
    if unknown:
        found = _read_moved(unknown, window)
        known.moved.update({(window, one.pk): found[one.pk] for one in unknown})
    return {one.pk: known.moved[window, one.pk] for one in measures}


def _read_moved(measures: list[Measure], window: Window) -> defaultdict[int, set[str]]:
    begins, ends = window
    found: defaultdict[int, set[str]] = defaultdict(set)
    facts: tuple[Any, ...] = (Value.objects, PublicFigure.objects)
    for facts_of in facts:
        rows = facts_of.filter(definition__measure__in=measures, at__gt=begins, at__lte=ends)
        for measure, period in rows.order_by().values_list("definition__measure", "period").distinct():
            found[measure].add(period)
    published = Publication.objects.filter(as_of__gt=begins, as_of__lte=ends)
    rows = published.filter(cycle__measure_set__measures__in=measures).order_by()
    for measure, period in rows.values_list("cycle__measure_set__measures", "cycle__period").distinct():
        found[measure].add(period)
    return found


def _movement(found: Series, moved: set[str] | None) -> Movement | None:
    """The line of a measure: of its last figure, or of the last that moved."""
    one = shown.series(_until(found, moved))
    last, definition = one.last, one.definition
    if last is None or definition is None:
        return None
    pair, target = comparable(one), one.target
    step = pair[2] if pair else None
    direction = one.measure.direction
    return Movement(
        body_id=one.measure.steward_id or 0,
        measure=languages.text(one.measure, "name"),
        url=one.measure.get_absolute_url(),
        unit=languages.text(definition, "unit").value,
        places=definition.places,
        period=last.period,
        value=last.result,
        before_period=pair[0].period if pair else "",
        change=step,
        is_better=None if not step or direction == "none" else (step > 0) == (direction == "up"),
        target_period=target[0] if target else "",
        target=target[1] if target else None,
        reported=last.reported,
        expected=last.expected,
        is_provisional=last.is_provisional,
        is_share=definition.is_share,
        in_points=shown.in_points(definition),
        is_small=last.reason == SMALL,
    )


def _until(found: Series, moved: set[str] | None) -> Series:
    """The series with nothing after the last period that moved."""
    if not moved:
        return found
    edge = max(periods.sort_key(period) for period in moved)
    points = tuple(point for point in found.points if periods.sort_key(point.period) <= edge)
    return replace(found, points=points, breaks=tuple(code for code in found.breaks if found.at(code) in points))


def comparable(found: Series) -> tuple[Point, Decimal, Decimal] | None:
    """(the point before, its figure, the step since), if the last two may be held against each other: known, and no sum
    of fewer partners than before."""
    before, last = found.before, found.last
    if before is None or last is None or before.result is None or last.result is None:
        return None
    adds_up = found.definition is not None and found.definition.aggregation in {Aggregation.SUM, Aggregation.LATEST}
    if adds_up and last.reported * before.expected < before.reported * last.expected:
        return None
    return before, before.result, last.result - before.result
