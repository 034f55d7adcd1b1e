"""The nightly sweep of files that no document names."""

import logging

from celery import shared_task

from documents.services import sweeping
from kernel.actor import Actor

log = logging.getLogger(__name__)


@shared_task
def sweep() -> None:
    """Delete what refused acts left behind. Twice does nothing more."""
    gone = sweeping.sweep(actor=Actor.system())
    if gone:
        log.info("%d files that no document names were deleted", gone)
