"""`manage.py compile_catalogues`: the translated texts as Django reads them, without GNU gettext."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.management import catalogues


class Command(BaseCommand):
    """Writes a .mo beside each .po that is newer."""

    help = "Compile the catalogues of every language; needs no GNU gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, and say how many there were to compile."""
        written = catalogues.compile_all()
        if options["verbosity"] > 1:
            self.stdout.write(f"{written} catalogues compiled.")
