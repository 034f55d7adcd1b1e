"""`manage.py backup --to FOLDER`: the database and the files in a folder of their own, with a manifest of hashes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock
from portal import backups


class Command(BaseCommand):
    """May run while the portal runs: the copy is of one moment."""

    help = "Write the database and the files into a new folder below the one named; the portal may go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("--to", required=True, help="the folder that keeps the backups")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say how much."""
        target = Path(options["to"]) / f"shidra-{clock.now():%Y-%m-%d-%H%M%S}"
        try:
            sums = backups.make(target)
        except backups.BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        size = sum(path.stat().st_size for path in target.iterdir())
        rows = sum(count for count, _total in sums.values())
        self.stdout.write(f"{len(sums)} tables, {rows} rows, {size:,} bytes:")
        self.stdout.write(str(target))
