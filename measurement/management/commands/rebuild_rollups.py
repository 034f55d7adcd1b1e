"""`manage.py rebuild_rollups`."""

from typing import Any

from django.core.management.base import BaseCommand

from measurement.services import rollups


class Command(BaseCommand):
    """Compute every total anew and write what differs."""

    help = "Compute every roll-up from its facts and write what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell how many rows changed."""
        self.stdout.write(f"{rollups.rebuild()} roll-ups written.")
