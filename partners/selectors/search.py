"""What a search finds on this floor."""

from typing import Any

from django.db.models import QuerySet

from kernel import text
from kernel.actor import Actor
from partners.models import Organisation


def organisations(actor: Actor, typed: str) -> QuerySet[Any]:
    """Organisations the actor may see whose name holds what was typed, spelling folded."""
    key = text.search_key(typed)
    rows: QuerySet[Any] = Organisation.objects.visible_to(actor)
    return rows.filter(name_key__contains=key).order_by("pk") if key else rows.none()
