"""The funder's screen: my money, my results, who else is in. What is asked of it stands above, among its duties."""

from dataclasses import dataclass

from funding.selectors import own_board
from funding.selectors.own_board import OwnBoard
from initiative.models import Initiative
from kernel.actor import Actor
from portal.dashboards import steering
from portal.dashboards.steering import GoalBlock


@dataclass(frozen=True)
class Results:
    """The goals' measures; `is_shared`: only those of the results one answers for."""

    goals: tuple[GoalBlock, ...]
    is_shared: bool


def money(actor: Actor, initiative: Initiative) -> tuple[OwnBoard, ...]:
    """The funds one gives to: what was promised and came, what became of it, who else is in."""
    return own_board.of(actor, initiative)


def results(actor: Actor, initiative: Initiative) -> Results:
    """Who shares the responsibility for some goals reads these; who named none reads them all."""
    shared = own_board.shared_goals(actor, initiative)
    blocks = steering.steering(actor, initiative).goals
    mine = tuple(block for block in blocks if any(card.goal_id in shared for card in block.cards))
    return Results(mine or blocks, bool(mine))
