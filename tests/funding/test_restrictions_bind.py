"""Each kind of restriction is asked when money is set aside for a proposal: factor, district, cost, recipient, days."""

from datetime import timedelta

import pytest

from funding.models import Proposal
from funding.services import allocations, rounds
from kernel import clock
from kernel.errors import Refused
from partners.models.organisations import OrganisationKind
from tests.factories.funding import FundWorld, names
from tests.factories.initiative import FactorFactory, GoalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    return FundWorld(cast)


def proposal_of(world, bucket, factor=None, **values):
    """A proposal that the committee adopted, without the way there."""
    day = clock.today()
    given = {**names("סבב"), "restriction": bucket, "factor": factor, "ceiling": 50_00, "opens_on": day}
    round = rounds.open_round(actor=world.coordinator, fund=world.fund, values={**given, "closes_on": day})
    values = {"title": "תגבור", "amount": 10_00, **values}
    made = rounds.submit(actor=world.cast.actor("lead"), round=round, participation=world.cast.partner, values=values)
    decision = world.decision(world.cast.partner.organisation)
    Proposal.objects.filter(pk=made.pk).update(state="recommended", recommended=10_00, decision=decision)
    made.refresh_from_db()
    return made


def allocate(world, bucket, proposal, on=None):
    return allocations.allocate(
        actor=world.director, fund=world.fund, restriction=bucket, decision=proposal.decision, amount=10_00,
        proposal=proposal, on=on,
    )  # fmt: skip


def other_kind(world):
    mine = world.cast.partner.organisation.kind
    return next(kind for kind in OrganisationKind.values if kind and kind != mine)


@pytest.mark.parametrize(
    ("part", "rule", "asked"),
    [
        ("district", lambda world: {"district": "north"}, {"district": "south"}),
        ("cost_type", lambda world: {"cost_type": "staff"}, {"cost_type": "equipment"}),
        ("recipient_kind", lambda world: {"recipient_kind": other_kind(world)}, {}),
        ("factor", lambda world: {"factor": FactorFactory(initiative=world.cast.initiative)}, {}),
        ("too_early", lambda world: {"starts_on": clock.today() + timedelta(days=9)}, {}),
        ("expired", lambda world: {"ends_on": clock.today() - timedelta(days=1)}, {}),
    ],
)
def test_money_is_set_aside_for_what_its_restriction_allows_only(world, part, rule, asked):
    bucket = world.bucket("מיועד", **rule(world))
    world.receive(20_00, bucket)
    with pytest.raises(Refused) as refusal:
        allocate(world, bucket, proposal_of(world, bucket, **asked))
    assert refusal.value.code == part
    assert "מיועד" in str(refusal.value)
    assert world.available(bucket) == 20_00


def test_money_for_a_goal_is_set_aside_and_the_grant_names_the_goal(world):
    goal = GoalFactory(initiative=world.cast.initiative)
    bucket = world.bucket("ליעד", goal=goal)
    world.receive(20_00, bucket)
    allocation = allocate(world, bucket, proposal_of(world, bucket))
    with pytest.raises(Refused) as refusal:
        world.award(allocation, 10_00)
    assert refusal.value.code == "goal"
    assert world.award(allocation, 10_00, goal=goal).goal == goal
