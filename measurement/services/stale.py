"""Which totals have to be computed anew: noted with the fact, rung for after it."""

from collections.abc import Iterable

from celery import current_app
from django.db import transaction

from kernel import clock
from measurement.models import StaleSlice

TASK = "measurement.tasks.refresh_rollups"


def mark(period: str, definitions: Iterable[int]) -> list[int]:
    """Write the slices in the caller's transaction and wake the worker after it. A lost bell loses nothing."""
    made = StaleSlice.objects.bulk_create(
        StaleSlice(definition_id=definition, period=period, at=clock.now()) for definition in sorted(set(definitions))
    )
    keys = [one.pk for one in made]
    if keys:
        transaction.on_commit(ring, robust=True)
    return keys


def ring() -> None:
    """Wake the worker. The task is named, not imported: it stands above the acts."""
    task = current_app.tasks.get(TASK)
    if task is not None:
        task.apply_async(retry=False)
