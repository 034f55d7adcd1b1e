"""What a person holds on this floor: the administration, by a dated term."""

from datetime import date

from accounts.models import AdminTerm
from kernel.models import dates_cover
from kernel.prepared import Prepared


def grants(user_id: int, on: date) -> dict[str, set[int]]:
    """`accounts.admin` with the key 0 while a term runs."""
    return {"accounts.admin": {0}} if _TERMS.rows(user_id, on) else {}


_TERMS = Prepared(
    lambda person, on: AdminTerm.objects.filter(dates_cover(on), person_id=person).values_list("pk"), int, date
)
