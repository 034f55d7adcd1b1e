"""`manage.py join_styles`: one style sheet out of seventy, before `collectstatic`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.management import style_sheet


class Command(BaseCommand):
    """Writes the joined sheet into the first folder of STATICFILES_DIRS, which hides the one with the imports."""

    help = "Join css/shidra.css and what it imports into one sheet in the first folder of STATICFILES_DIRS."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Join; refuses settings that name no folder for the result."""
        folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
        if len(folders) != 2:
            raise CommandError("STATICFILES_DIRS must name two folders: the joined sheet's, then the sources.")
        target, source = folders
        target.mkdir(parents=True, exist_ok=True)
        style_sheet.write(source, target)
