"""Doors for the worker: hand out entries, hand over mails, plan and build digests. Each may run twice or not at all."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from communication import notices, outbox
from communication.digests import build, groups, plan
from communication.services import mails
from kernel import bell

TOGETHER = 50


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
    keys = list(build.due())
    for start in range(0, len(keys), TOGETHER):
        bell.ring(build_digests, keys[start : start + TOGETHER])


@shared_task
def build_digests(keys: list[int]) -> None:
    """Build some digests, unless somebody else does: together, so that what groups did is read once for all of them.

    One that fails does not keep the others: it stays claimed, is taken up again, and waits for staff after the third.
    """
    shared = groups.Shared()
    failed: list[Exception] = []
    for key in keys:
        try:
            build.build(key, shared)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # whatever one person's content raises
            failed.append(error)
    if failed:
        raise ExceptionGroup("Digests that were not built", failed)
