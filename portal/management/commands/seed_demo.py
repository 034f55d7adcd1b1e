"""`manage.py seed_demo`: makes the demo world through the same acts as the pages, each at its own moment."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from initiative.models import Initiative
from portal.demo import seed, stage


class Command(BaseCommand):
    """Fill an empty portal with the demo world."""

    help = "Fill an empty portal with the demo world (fictional organisations, public national figures)."

    def add_arguments(self, parser: Any) -> None:
        """A small world for tests."""
        parser.add_argument("--small", action="store_true", help="a few partners and periods only")

    def handle(self, *args: Any, small: bool = False, **options: Any) -> None:
        """Refuse a portal that is not empty; tell what was made and how long it took."""
        if Initiative.objects.exists():
            raise CommandError("There are initiatives already: the demo is only for an empty portal.")
        began = time.monotonic()
        for line in seed.run(stage.SMALL if small else stage.FULL):
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {line}")
