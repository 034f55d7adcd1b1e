"""Which totals have to be computed anew: noted with the fact, rung for after it."""

from collections.abc import Iterable

from kernel import bell, clock
from measurement.models import StaleSlice

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
