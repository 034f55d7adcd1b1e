"""`manage.py seed_large --size S|peer|M|L`: many partners, measures and values beside the demo, written in bulk."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from initiative.models import Initiative
from measurement.models import Measure
from portal.demo import large


class Command(BaseCommand):
    """Make an initiative as large as a size says."""

    help = "Add partners, measures, periods and values to an initiative, in bulk, the same each time: for benchmarks."

    def add_arguments(self, parser: Any) -> None:
        """The size and the initiative."""
        parser.add_argument("--size", default="S", choices=list(large.SCALES), help="S, peer, M or L (quality)")
        parser.add_argument("--initiative", default="5x2", help="the initiative's short name")

    def handle(self, *args: Any, size: str, initiative: str, **options: Any) -> None:
        """Refuse where there is no such initiative, and a second time; tell how large it is and how long it takes."""
        row = Initiative.objects.filter(slug=initiative).first()
        if row is None:
            raise CommandError(f"There is no initiative {initiative}: make it first, for example by seed_demo.")
        if Measure.objects.filter(initiative=row, code="L-001").exists():
            raise CommandError(f"{initiative} was made large already.")
        scale = large.SCALES[size]
        self.stdout.write(f"{scale.values} values; this takes {scale.takes}.")
        began = time.monotonic()
        for line in large.run(row, scale):
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {line}")
