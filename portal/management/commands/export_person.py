"""`manage.py export_person MAIL --to FILE`: everything the portal holds about one person, as a ZIP."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import erasure, people
from kernel.actor import Actor


class Command(BaseCommand):
    """Writes `data.json` and a page for reading into a ZIP that only its owner may read."""

    help = "Write everything the portal holds about a person into a ZIP (data.json, data.html)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and where to."""
        parser.add_argument("person", help="the mail address, or the public id")
        parser.add_argument("--to", required=True, help="the ZIP to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, collect, write."""
        person = erasure.find(options["person"])
        if person is None:
            raise CommandError("Nobody has this mail address or public id: look at the list of accounts.")
        target = Path(options["to"])
        if target.exists():
            raise CommandError(f"{target} is there already: name another file.")
        data = people.take_data(actor=Actor.system(), person=person)
        target.touch(mode=0o600)
        target.write_bytes(data)
        self.stdout.write(f"{target}: {len(data)} bytes.")
