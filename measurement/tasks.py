"""Background work of measurement: each task is a bell that looks at rows."""

import logging

from celery import shared_task

from kernel.actor import Actor
from measurement.services import requests, rollups

log = logging.getLogger("measurement.tasks")


@shared_task
def refresh_rollups() -> int:
    """Compute what went stale."""
    return rollups.refresh()


@shared_task
def audit_rollups() -> int:
    """Compare the stored totals with their facts, every night; a difference is an error in the log."""
    differences = rollups.audit()
    for one in differences[:20]:
        log.error("Roll-up differs: %s", one)
    return len(differences)


@shared_task
def remind() -> int:
    """Send the reminders of today; twice sends once."""
    return requests.remind(actor=Actor.system())
