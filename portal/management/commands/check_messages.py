"""`manage.py check_messages`: no text missing, fuzzy or broken in any language of the setting."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages

from portal.management import catalogues
from portal.management.commands.gather_messages import NOT_OURS


class Scan(makemessages.Command):
    """Reads the texts of the code as makemessages does, and writes into no catalogue."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the texts; they stand in `found` afterwards."""
        self.found: set[tuple[str | None, str]] = set()
        super().handle(*args, **options)

    def build_potfiles(self) -> list[str]:
        """Keep what the gathered files say before makemessages takes them away."""
        gathered: list[str] = super().build_potfiles()
        for path in gathered:
            self.found |= catalogues.keys(Path(path))
        return gathered

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Write nothing."""


class Command(BaseCommand):
    """Fails with a sentence for each text that a reader would see in the wrong language."""

    help = "Check that every text is translated in every language; with GNU gettext, also those not gathered yet."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every catalogue, then the code against the catalogues."""
        found = [fault for language, path in catalogues.files() for fault in catalogues.faults(language, path)]
        languages = [code for code, _name in settings.LANGUAGES]
        own = {code: Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po" for code in languages}
        found += [f"There is no catalogue for {code}: run make messages." for code in own if not own[code].exists()]
        if shutil.which("xgettext"):
            found += self._not_gathered(own)
        else:
            self.stdout.write("Left out: texts not gathered yet (GNU gettext is not installed).")
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} texts to mend."]))

    def _not_gathered(self, own: dict[str, Path]) -> list[str]:
        scan = Scan()
        call_command(scan, locale=list(own), ignore_patterns=NOT_OURS, add_location="file", no_wrap=True, verbosity=0)
        return [
            f"«{text[:70]}» is in the code but not in the catalogue of {code}: run make messages."
            for code, path in own.items()
            if path.exists()
            for _context, text in sorted(scan.found - catalogues.keys(path), key=str)
            if text
        ]
