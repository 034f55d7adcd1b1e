"""`manage.py audit_ledger`."""

from typing import Any

from django.core.management.base import BaseCommand

from funding.services import checks


class Command(BaseCommand):
    """Ask M1 to M24 of all funds; ends with 1 when one is broken."""

    help = "Check the money rules M1 to M24 over all funds, name each break with its rows, and keep the result."

    def handle(self, *args: Any, **options: Any) -> None:
        """Name each break."""
        row, found = checks.run()
        for one in found:
            self.stderr.write(f"{one.rule}: {one.count} rows. {one.what}")
            for name in one.rows:
                self.stderr.write(f"    {name}")
        self.stdout.write(f"{row.postings_count} postings, {row.breaks_count} breaks, {row.milliseconds} ms.")
        if found:
            raise SystemExit(1)
