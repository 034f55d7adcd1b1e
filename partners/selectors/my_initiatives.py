"""The initiatives that an actor works in."""

from initiative.models import Initiative
from kernel.actor import Actor


def of(actor: Actor, here: Initiative | None = None) -> list[Initiative]:
    """Those that a person works in, by key; `here` is the one of the address and need not be read again."""
    keys = actor.keys("partners.initiative")
    if not keys:
        return []
    if here is not None and keys == {here.pk}:
        return [here]
    return list(Initiative.objects.filter(pk__in=keys).order_by("pk"))
