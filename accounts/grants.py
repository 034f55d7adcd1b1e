"""What a person holds on this floor: the administration, by a dated term."""

from datetime import date

from accounts.models import AdminTerm
from kernel.models import dates_cover


def grants(user_id: int, on: date) -> dict[str, set[int]]:
    """`accounts.admin` with the key 0 while a term runs."""
    runs = AdminTerm.objects.filter(dates_cover(on), person_id=user_id).exists()
    return {"accounts.admin": {0}} if runs else {}
