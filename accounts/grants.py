"""What a person holds on this floor: the administration, by a dated term.

accounts.admin      the key 0 while a term runs
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import AdminTerm
from kernel.grants import Fact, Source, facts, word


def _rows(user_id: int, on: date) -> list[Any]:
    return [facts("accounts", AdminTerm.objects.running(on).filter(person_id=user_id), word("admin"))]


def _fold(user_id: int, found: Iterable[Fact]) -> dict[str, set[int]]:
    return {"accounts.admin": {0}} if any(True for _fact in found) else {}


grants = Source("accounts", _rows, _fold)
