"""Doors for the worker: hand out entries, hand over mails, plan and build digests. Each may run twice or not at all."""

from celery import shared_task

from communication.services import mails


@shared_task
def send_mails() -> None:
    """Hand over the mails that are due; if a whole batch was, ring again."""
    if sum(mails.send_due().values()) >= mails.BATCH:
        send_mails.delay_on_commit()
