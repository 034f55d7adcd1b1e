"""Work that comes round by the clock."""

from datetime import timedelta

from celery import shared_task
from django.utils.translation import override

from kernel import clock, languages
from kernel.actor import Actor
from kernel.errors import DomainError
from working_groups.models import Minutes, MinutesState
from working_groups.services import minutes

LOCK_DAYS = 30
BATCH = 200


@shared_task(ignore_result=True)
def mark_due() -> int:
    """Lock minutes that were confirmed thirty days ago. Twice does nothing: the guarded move has one winner."""
    edge = clock.now() - timedelta(days=LOCK_DAYS)
    rows = Minutes.objects.filter(state=MinutesState.CONFIRMED, confirmed_at__lte=edge)
    locked = 0
    with override(languages.default()):
        for row in rows.select_related("meeting__body__initiative").order_by("pk")[:BATCH]:
            try:
                minutes.lock(actor=Actor.system(), minutes=row)
            except DomainError:  # somebody was faster
                continue
            locked += 1
    return locked
