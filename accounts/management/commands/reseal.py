"""`manage.py reseal`: after a change of SECRET_KEY, seals the secrets of second factors with the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services import sealing


class Command(BaseCommand):
    """Makes it safe to take an older secret out of SECRET_KEY_FALLBACKS; done again it changes nothing."""

    help = "Seal the secrets of second factors with the present SECRET_KEY, so that older ones may be taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, count, and end with an error when something stays closed."""
        done, lost = sealing.reseal()
        self.stdout.write(f"{done} sealed with the present secret.")
        if lost:
            raise CommandError(
                f"{lost} cannot be opened by SECRET_KEY or SECRET_KEY_FALLBACKS: name the secret of their time there "
                "and run this again, or let their people set up the second factor anew."
            )
