"""`manage.py restore FOLDER`: a backup back into an empty database, compared table by table; erasures are repeated."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import erasure
from kernel.actor import Actor
from portal import backups, erased


class Command(BaseCommand):
    """The manifest first, then the database and the files, then the comparison, then the list of erasures."""

    help = "Bring a backup back into an empty portal that does not run; every table is compared with its sums."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("folder", help="the folder that `backup` wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse, or restore and tell."""
        try:
            sums = backups.restore(Path(options["folder"]))
        except backups.BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{len(sums)} tables, {sum(count for count, _ in sums.values())} rows, all as they were.")
        again = erasure.again(actor=Actor.system(), public_ids=erased.all_ids())
        if again:
            self.stdout.write(f"{again} people who were made anonymous after this backup are anonymous again.")
        self.stdout.write("Next: manage.py migrate, audit_rollups; open three files.")
