"""What of an initiative's funds is a person's own: rounds that take proposals, grants of its partners, its relation."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from funding.models import Funder, FundingRound, Grant, Proposal, RoundState
from kernel import clock
from kernel.actor import Actor


@dataclass(frozen=True)
class OwnSide:
    """Rounds that are open now; the proposals, grants and relations of the organisations one acts for."""

    rounds: tuple[Any, ...] = ()
    proposals: tuple[Any, ...] = ()
    grants: tuple[Any, ...] = ()
    relations: tuple[Any, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything of it."""
        return bool(self.rounds or self.proposals or self.grants or self.relations)


def of(actor: Actor, initiative: Any) -> OwnSide:
    """Four queries, however many."""
    today, mine, giving = clock.today(), actor.keys("partners.own"), actor.keys("partners.funder")
    here = Q(fund__initiative=initiative)
    rounds = FundingRound.objects.visible_to(actor).filter(
        here, state=RoundState.OPENED, opens_on__lte=today, closes_on__gte=today
    )
    proposals = Proposal.objects.visible_to(actor).filter(round__fund__initiative=initiative, participation__in=mine)
    grants = Grant.objects.visible_to(actor).filter(here, participation__in=mine)
    relations = Funder.objects.visible_to(actor).filter(here, participation__in=giving)
    part = "participation__organisation"
    return OwnSide(
        tuple(rounds.select_related("fund__initiative").order_by("closes_on")),
        tuple(proposals.select_related("round__fund__initiative", part).order_by("-pk")[:20]),
        tuple(grants.select_related("fund__initiative", part).order_by("-pk")[:20]),
        tuple(relations.select_related("fund__initiative", part).order_by("pk")),
    )
