"""What waits for whom: the next hand of a payment, a report, an instalment; whoever is tied is not asked."""

from datetime import timedelta

import pytest

from funding.models import Step
from funding.selectors import duties
from funding.services import payments, rounds
from kernel import clock
from tests.factories.funding import FundWorld, names
from tests.factories.partners import InterestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(100_00)
    return made


def kinds(world, role, on=None):
    return [duty.kind for duty in duties.for_person(world.cast.actor(role), on or clock.today(), world.cast.initiative)]


def test_a_payment_waits_for_its_next_hand(world):
    payment = world.request(world.grant(60_00).tranches.get())
    assert kinds(world, "coordinator") == ["funding.payment"]
    assert kinds(world, "treasurer") == []
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    assert (kinds(world, "coordinator"), kinds(world, "treasurer")) == ([], ["funding.payment"])


def test_whoever_is_tied_to_the_grantee_is_not_asked(world):
    world.request(world.grant(60_00).tranches.get())
    InterestFactory(person=world.cast.coordinator, organisation=world.cast.partner.organisation)
    assert kinds(world, "coordinator") == []
    assert kinds(world, "director") == ["funding.payment"]


def test_an_instalment_waits_for_its_funder_and_late_for_the_treasurer(world):
    world.pledge(10_00)
    assert (kinds(world, "funder"), kinds(world, "treasurer")) == (["funding.instalment"], [])
    late = clock.today() + timedelta(days=1)
    assert kinds(world, "treasurer", late) == ["funding.instalment"]


def test_money_without_a_purpose_and_money_that_lapses_wait_for_the_treasurer(world):
    soon = world.bucket("השנה", ends_on=clock.today() + timedelta(days=20))
    world.receive(5_00, soon)
    world.line(7_00)
    assert sorted(kinds(world, "treasurer")) == ["funding.lapse", "funding.receipt"]


def proposed(world):
    """A round with a proposal of the partner."""
    round = rounds.open_round(
        actor=world.coordinator,
        fund=world.fund,
        values={**names("סבב"), "restriction": world.free, "ceiling": 50_00, "opens_on": clock.today(),
                "closes_on": clock.today() + timedelta(days=5)},
    )  # fmt: skip
    proposal = rounds.submit(
        actor=world.cast.actor("lead"), round=round, participation=world.cast.partner,
        values={"title": "תגבור", "amount": 40_00},
    )  # fmt: skip
    return round, proposal


def test_a_proposal_waits_for_two_people(world):
    round, proposal = proposed(world)
    assert kinds(world, "steering") == ["funding.assess"]
    for role in ("lead", "treasurer", "director", "coordinator"):
        assert kinds(world, role) == [], role
    points = dict.fromkeys(round.guideline.criteria.all(), 1)
    rounds.assess(actor=world.director, proposal=proposal, points=points)
    assert kinds(world, "steering") == ["funding.assess"], "one more is needed"
    rounds.assess(actor=world.coordinator, proposal=proposal, points=points)
    assert kinds(world, "steering") == []


def test_whoever_is_tied_to_the_applicant_is_not_asked_to_assess(world):
    InterestFactory(person=world.cast.person("steering"), organisation=world.cast.partner.organisation)
    proposed(world)
    assert kinds(world, "steering") == []


def test_nobody_else_is_asked_anything(world):
    world.request(world.grant(60_00).tranches.get())
    for role in ("member", "ministry", "stranger", "evaluator"):
        assert kinds(world, role) == []
