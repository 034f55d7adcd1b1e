"""`manage.py audit_rollups`."""

from typing import Any

from django.core.management.base import BaseCommand

from measurement.services import rollups


class Command(BaseCommand):
    """Compare every stored total with its facts; ends with 1 when one differs."""

    help = "Compare every stored roll-up with a fresh computation."

    def handle(self, *args: Any, **options: Any) -> None:
        """Name each difference."""
        differences = rollups.audit()
        for one in differences:
            self.stderr.write(
                f"definition {one.definition}, {one.period}, cell {one.combination}, {one.scope_key}: "
                f"stored {one.stored}, facts give {one.fresh}"
            )
        self.stdout.write(f"{len(differences)} differences.")
        if differences:
            raise SystemExit(1)
