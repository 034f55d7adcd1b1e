"""Plan, build and send the digests that are due: what the schedule does every quarter of an hour, by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from communication.digests import run
from communication.models import Digest


class Command(BaseCommand):
    """Safe to run at any time and twice: a person and a slot get one digest."""

    help = "Plan, build and send the digests that are due. Running it twice sends nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said."""
        parser.add_argument("--dry-run", action="store_true", help="plan, and say what would be built; build nothing")
        parser.add_argument("--forget-days", type=int, metavar="N", help="first leave entries older than N days untold")
        parser.add_argument(
            "--at-most", type=int, metavar="N", help="look at the first N people, and leave the rest to the worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One round of the worker."""
        if options["forget_days"] is not None:
            run.forget(options["forget_days"])
        if options["dry_run"]:
            keys = run.prepare()
            for row in Digest.objects.filter(pk__in=keys).select_related("person").order_by("pk"):
                self.stdout.write(f"{row.slot} {row.cadence:<12} {row.person.email}")
            self.stdout.write(f"{len(keys)} digests are due.")
            return
        done = run.run(options["at_most"])
        self.stdout.write(f"{done.built} digests left, {done.empty} had nothing to tell.")
