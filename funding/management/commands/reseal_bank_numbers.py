"""`manage.py reseal_bank_numbers`: after a new first key in FIELD_KEYS, seals the numbers of bank accounts with it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from funding.services import payees


class Command(BaseCommand):
    """Makes it safe to take an older key out of FIELD_KEYS; done again it changes nothing."""

    help = "Seal the numbers of bank accounts with the first of FIELD_KEYS, so that older keys may be taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, count, and end with an error when something stays closed."""
        done, lost = payees.reseal()
        self.stdout.write(f"{done} sealed with the first key.")
        if lost:
            raise CommandError(
                f"{lost} cannot be opened by any of FIELD_KEYS: name the key of their time there and run this again, "
                "or let their grantees give the account anew."
            )
