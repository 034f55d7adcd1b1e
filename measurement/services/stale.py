"""Which totals have to be computed anew: noted with the fact, rung for after it."""

from collections import defaultdict
from collections.abc import Iterable

from kernel import bell, clock
from measurement.models import RequestedMeasure, StaleSlice, Value
from partners.models import Organisation

TASK = "measurement.tasks.refresh_rollups"


def mark(period: str, definitions: Iterable[int]) -> list[int]:
    """Write the slices in the caller's transaction and wake the worker after it. A lost bell loses nothing."""
    made = StaleSlice.objects.bulk_create(
        StaleSlice(definition_id=definition, period=period, at=clock.now()) for definition in sorted(set(definitions))
    )
    keys = [one.pk for one in made]
    if keys:
        bell.ring(TASK)
    return keys


def moved(*, organisation: Organisation) -> None:
    """An organisation stands in another sector or district: every total it counts in, or is expected in."""
    request = "request__participation__organisation"
    asked = RequestedMeasure.objects.filter(**{request: organisation}).values_list(
        "request__cycle__period", "definition"
    )
    given = Value.objects.filter(organisation=organisation).values_list("period", "definition")
    found: defaultdict[str, set[int]] = defaultdict(set)
    for period, definition in asked.order_by().union(given.order_by()):
        found[period].add(definition)
    for period, definitions in sorted(found.items()):
        mark(period, definitions)
