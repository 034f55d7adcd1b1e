"""Doors for the worker: hand out entries, hand over mails, plan and build digests. Each may run twice or not at all."""

from celery import shared_task

from communication import notices, outbox
from communication.services import mails

mails.ask_before(notices.KIND, notices.still_wanted)


@shared_task
def send_mails() -> None:
    """Hand over the mails that are due; if a whole batch was, ring again."""
    if sum(mails.send_due().values()) >= mails.BATCH:
        send_mails.delay_on_commit()


@shared_task
def dispatch_entries() -> None:
    """Hand out entries of the log, then write what leaves at once; if a whole batch was handed out, ring again."""
    if outbox.dispatch() >= outbox.BATCH:
        dispatch_entries.delay_on_commit()
    notices.write_due()


@shared_task
def write_mails() -> None:
    """Write the mails of deliveries that leave at once."""
    notices.write_due()
