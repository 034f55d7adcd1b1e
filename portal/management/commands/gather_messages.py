"""`manage.py gather_messages`: the texts of the code and the templates into the catalogues of every language."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages

from portal.management import catalogues

NOT_OURS = [".*", "var", "node_modules", "tests", "scripts", "bench", "static", "staticfiles", "requirements"]


class Gather(makemessages.Command):
    """A text that is new is left empty: a guess from one that looks alike is wrong more often than not."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


class Command(BaseCommand):
    """Django's makemessages with our folders; the source language is filled with its own texts."""

    help = "Gather the texts into locale/<language>/LC_MESSAGES/django.po (needs GNU gettext)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Gather, fill the source language, say what is left to translate."""
        if not shutil.which("xgettext"):
            raise CommandError("GNU gettext is needed for this (Debian, Ubuntu: apt install gettext).")
        languages = [code for code, _name in settings.LANGUAGES]
        call_command(
            Gather(), locale=languages, ignore_patterns=NOT_OURS, add_location="file", no_wrap=True, verbosity=0
        )
        left = 0
        for language in languages:
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            if language == catalogues.SOURCE_LANGUAGE:
                catalogues.fill_source(path)
            catalogues.put_in_order(path)
            for fault in catalogues.faults(language, path):
                left += 1
                self.stdout.write(fault)
        self.stdout.write(f"{left} texts are left to translate or to mend." if left else "Every text is translated.")
