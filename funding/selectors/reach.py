"""Which funds exist for a reader at an address: those one sees, and those of which one sees a row there.

A grantee reads its own grants and nothing else of the fund, a partner its rounds, a finance contact its account.
"""

from typing import Any

from django.db.models import Q, QuerySet

from funding.models import Fund
from kernel.actor import Actor


def funds(actor: Actor, initiative: Any, model: Any, of: str = "fund") -> QuerySet[Fund]:
    """The funds of an initiative that exist for who reads such rows; `of` leads from a row to its fund."""
    rows = model._default_manager.visible_to(actor).exclude(**{of: None}).values(of)
    mine = Q(pk__in=Fund.objects.visible_to(actor).values("pk")) | Q(pk__in=rows)
    return Fund.objects.filter(mine, initiative=initiative).select_related("initiative", "body")


def opens(actor: Actor, thing: Any) -> bool:
    """Whether an actor may open a thing that another's page names: a way that leads nowhere is not offered."""
    return thing is not None and bool(type(thing)._default_manager.visible_to(actor).filter(pk=thing.pk).exists())
