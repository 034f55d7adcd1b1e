"""Plan, build and send the digests that are due: what the schedule does every quarter of an hour, by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from communication import notices, outbox
from communication.digests import build, plan
from communication.models import Digest, DigestState
from communication.services import mails
from communication.tasks import send_mails


class Command(BaseCommand):
    """Safe to run at any time and twice: a person and a slot get one digest."""

    help = "Plan, build and send the digests that are due. Running it twice sends nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said."""
        parser.add_argument("--dry-run", action="store_true", help="plan, and say what would be built; build nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """One round of the worker."""
        while outbox.dispatch() >= outbox.BATCH:
            pass
        plan.plan()
        plan.expire()
        build.settle()
        build.take_back()
        keys = build.due(limit=100_000)
        if options["dry_run"]:
            for row in Digest.objects.filter(pk__in=keys).select_related("person").order_by("pk"):
                self.stdout.write(f"{row.slot} {row.cadence:<12} {row.person.email}")
            self.stdout.write(f"{len(keys)} digests are due.")
            return
        ends = [build.build(key) for key in keys]
        while notices.write_due() >= notices.BATCH:
            pass
        while sum(mails.send_due().values()) >= mails.BATCH:
            pass
        send_mails()
        empty = ends.count(DigestState.SKIPPED_EMPTY)
        self.stdout.write(f"{ends.count(DigestState.QUEUED)} digests left, {empty} had nothing to tell.")
