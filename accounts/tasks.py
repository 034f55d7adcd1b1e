"""The nightly sweep of accounts: kept answers of repeated acts, sessions that have expired."""

from celery import shared_task
from django.core.management import call_command

from accounts.services import idempotency


@shared_task
def sweep() -> None:
    """Forget what is older than its use. Twice does nothing more."""
    idempotency.purge()
    call_command("clearsessions")
