"""`manage.py rebuild_turnover`: the running totals of every fund, made anew from its postings."""

from typing import Any

from django.core.management.base import BaseCommand

from funding.services import turnover


class Command(BaseCommand):
    """Throw the totals away and count them again."""

    help = "Make the running totals of all funds anew from their postings; audit_ledger tells when they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and tell how many totals there are."""
        self.stdout.write(f"{turnover.rebuild()} totals.")
