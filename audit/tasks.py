"""The heartbeat: a beat task every 30 seconds, and one sign at the worker's start."""

from celery import shared_task
from celery.signals import worker_ready

from audit import services


@shared_task
def heartbeat() -> None:
    """Prove beat, broker and worker at once."""
    services.beat()


@worker_ready.connect
def first_beat(**kwargs: object) -> None:
    """The first sign comes at once, not after 30 seconds."""
    heartbeat.delay_on_commit()
