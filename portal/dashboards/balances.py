"""The treasurer's short line of each fund: free, promised, in the bank, as of today. Nobody else has one."""

from dataclasses import dataclass
from datetime import date

from funding.ledger import Position
from funding.models import Fund
from funding.policies import funds as policies
from funding.selectors import positions
from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor


@dataclass(frozen=True)
class Balance:
    """Where one fund stands in shekels."""

    fund: Fund
    position: Position
    as_of: date


def of(actor: Actor, initiative: Initiative) -> list[Balance]:
    """The funds of the initiative that the actor is the treasurer of; three queries, none for anybody else."""
    if not actor.has(initiative.pk, "partners.treasurer"):
        return []
    rows = Fund.objects.visible_to(actor).filter(initiative=initiative).select_related("initiative").order_by("pk")
    funds, today = [fund for fund in rows if policies.may_read_ledger(actor, fund)], clock.today()
    stands = positions.of_many(funds, today)
    return [Balance(fund, position, today) for fund, position in zip(funds, stands, strict=True)]
