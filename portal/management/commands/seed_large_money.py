"""`manage.py seed_large_money --postings 100000`: a fund with a long journal beside the demo's, for benchmarks."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from funding.models import Fund
from initiative.models import Initiative
from portal.demo import large_money


class Command(BaseCommand):
    """Open a large fund."""

    help = "Open a second fund in an initiative of the demo and fill its journal: for benchmarks."

    def add_arguments(self, parser: Any) -> None:
        """How long, and where."""
        parser.add_argument("--postings", type=int, default=100_000)
        parser.add_argument("--initiative", default="5x2", help="the initiative's short name")

    def handle(self, *args: Any, postings: int, initiative: str, **options: Any) -> None:
        """Refuse where there is no fund to take after, and a second time; tell how long it takes."""
        row = Initiative.objects.filter(slug=initiative).first()
        count = Fund.objects.filter(initiative=row).count() if row else 0
        if row is None or count != 1:
            raise CommandError(f"{initiative} must hold exactly the demo's fund: seed_demo makes it.")
        began = time.monotonic()
        for line in large_money.run(row, postings):
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {line}")
