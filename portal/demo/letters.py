"""What left the house before today: the log of the past is handed out, and last week's digests are sent.

What is older than two weeks was handed out then: it gets its dispatch rows without deliveries, for nobody waits for it.
"""

from datetime import timedelta

from audit.models import Entry
from communication import outbox
from communication.digests import build, plan
from communication.models import Dispatch
from communication.services import mails
from kernel import clock
from portal.demo.stage import Stage, moment

OLD = timedelta(days=9)


def send(stage: Stage) -> int:
    """Hand out, compile and send as the worker did on the last Tuesday; returns how many digests were built."""
    old = Entry.objects.filter(at__lt=clock.now() - OLD, dispatch__isnull=True).values_list("pk", flat=True)
    Dispatch.objects.bulk_create([Dispatch(entry_id=pk) for pk in old], batch_size=1000)
    tuesday = stage.today - timedelta(days=(stage.today.weekday() - 1) % 7 or 7)
    with moment(tuesday, 9, 30):
        while outbox.dispatch():
            pass
        plan.plan()
        due = build.due()
        for key in due:
            build.build(key)
        while sum(mails.send_due().values()):
            pass
    return len(due)
