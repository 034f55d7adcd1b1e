"""Doors for the worker: hand out entries, hand over mails, plan and build digests. Each may run twice or not at all."""

from celery import shared_task

from communication import notices, outbox
from communication.digests import build, plan
from communication.services import mails
from kernel import bell


@shared_task
def send_mails() -> None:
    """Hand over the mails that are due; if a whole batch was, ring again."""
    count = sum(mails.send_due().values())
    build.settle()
    if count >= mails.BATCH:
        bell.ring(send_mails)


@shared_task
def dispatch_entries() -> None:
    """Hand out entries of the log, then write what leaves at once; if a whole batch was handed out, ring again."""
    if outbox.dispatch() >= outbox.BATCH:
        bell.ring(dispatch_entries)
    notices.write_due()


@shared_task
def write_mails() -> None:
    """Write the mails of deliveries that leave at once."""
    notices.write_due()


@shared_task
def plan_digests() -> None:
    """Insert the slots that are due, end what came too late, take up what was left, and ring for each to build."""
    outbox.dispatch()
    plan.plan()
    plan.expire()
    build.settle()
    build.take_back()
    for key in build.due():
        bell.ring(build_digest, key)


@shared_task
def build_digest(key: int) -> None:
    """Build one digest, unless somebody else does."""
    build.build(key)
