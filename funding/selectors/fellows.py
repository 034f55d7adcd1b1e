"""Who else is in: the standing promises of the fund's other funders, each as far as it allows."""

from dataclasses import dataclass
from typing import Any

from funding.models import Funder, Pledge
from funding.selectors import givers
from kernel import clock
from kernel.actor import Actor


@dataclass(frozen=True)
class Fellow:
    """One promise of another: a name unless it is anonymous, an amount, the top of its range, or neither."""

    name: str
    currency: str = ""
    amount: int | None = None
    up_to: int | None = None
    is_over: bool = False
    url: str = ""


def of(actor: Actor, funder: Funder) -> list[Fellow]:
    """Those of the other funders of its fund, the named first. An amount stands only where its page opens too."""
    promises = [one for one in givers.pledges(funder.fund, clock.today(), clock.now()) if one.funder_id != funder.pk]
    keys = [one.pk for one in promises]
    seen = (
        Pledge.objects.visible_to(actor)
        .filter(pk__in=keys)
        .select_related(
            "funder__fund__initiative", "funder__participation__organisation", "funder__participation__person"
        )
    )
    open_to = {one.pk: one for one in seen}
    named = Funder.objects.filter(pk__in=[one.funder_id for one in promises]).select_related(
        "participation__organisation", "participation__person"
    )
    names = {one.pk: str(one) for one in named}
    out = [_fellow(one, open_to.get(one.pk), names[one.funder_id]) for one in promises]
    return sorted(out, key=lambda one: (not one.name, one.name))


def _fellow(pledge: Pledge, seen: Pledge | None, name: str) -> Fellow:
    if seen is not None:
        return Fellow(name, pledge.currency, pledge.amount, url=seen.get_absolute_url())
    told: dict[str, Any] = givers.masked(pledge, held={pledge.funder_id})
    is_band = "up_to" in told
    return Fellow(
        name if "funder" in told else "",
        told.get("currency", ""),
        None,
        told.get("up_to"),
        is_over=is_band and told["up_to"] is None,
    )
