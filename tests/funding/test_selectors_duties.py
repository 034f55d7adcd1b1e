"""What waits for whom: the next hand of a payment, a report, an instalment; whoever is tied is not asked."""

from datetime import timedelta

import pytest

from communication.digests.sections import gather
from funding.models import Step
from funding.selectors import duties
from funding.services import grantee_reports, payees, payments, receipts, rounds
from kernel import clock
from tests.actors import actor_of
from tests.factories.funding import FundWorld, names
from tests.factories.partners import InterestFactory, MandateFactory, ParticipationFactory

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


def test_the_mail_tells_of_lapsing_money_from_ninety_days_on(world):
    soon = world.bucket("השנה", ends_on=clock.today() + timedelta(days=60))
    world.bucket("מאוחר", ends_on=clock.today() + timedelta(days=100))
    world.receive(5_00, soon)
    told = gather(world.treasurer, world.cast.person("treasurer"))
    assert [line.url for line in told.lines if line.key.startswith("funding.lapse")] == [soon.get_absolute_url()]


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
    for role in ("steering", "director", "coordinator"):
        assert kinds(world, role) == ["funding.assess"], role
    for role in ("lead", "treasurer"):
        assert kinds(world, role) == [], role
    points = dict.fromkeys(round.guideline.criteria.all(), 1)
    rounds.assess(actor=world.director, proposal=proposal, points=points)
    assert kinds(world, "steering") == ["funding.assess"], "one more is needed"
    assert kinds(world, "director") == [], "not twice by one person"
    rounds.assess(actor=world.coordinator, proposal=proposal, points=points)
    assert kinds(world, "steering") == []


def test_whoever_is_tied_to_the_applicant_is_not_asked_to_assess(world):
    InterestFactory(person=world.cast.person("steering"), organisation=world.cast.partner.organisation)
    proposed(world)
    assert kinds(world, "steering") == []


def test_whoever_is_tied_to_a_rival_is_not_asked_to_assess(world):
    rival = ParticipationFactory(initiative=world.cast.initiative)
    InterestFactory(person=world.cast.person("steering"), organisation=rival.organisation)
    round, _proposal = proposed(world)
    assert kinds(world, "steering") == ["funding.assess"]
    head = actor_of(MandateFactory(participation=rival).person)
    rounds.submit(actor=head, round=round, participation=rival, values={"title": "מתחרה", "amount": 10_00})
    assert kinds(world, "steering") == []


def test_nobody_else_is_asked_anything(world):
    world.request(world.grant(60_00).tranches.get())
    for role in ("member", "ministry", "stranger", "evaluator"):
        assert kinds(world, role) == []


def test_no_hand_is_asked_twice_and_a_returned_payment_waits_for_the_treasurer(world):
    payment = world.request(world.grant(60_00).tranches.get())
    MandateFactory(participation=world.cast.backbone, kind="treasurer")  # else nobody would be left to pay
    payments.approve(actor=world.director, payment=payment, step=Step.PROGRAMME)
    MandateFactory(participation=world.cast.backbone, person=world.cast.director, kind="treasurer")
    assert kinds(world, "director") == [], "the second approval is another person's"
    payments.approve(actor=world.treasurer, payment=payment, step=Step.FINANCE)
    world.instruct(payment)
    assert (kinds(world, "director"), kinds(world, "treasurer")) == ([], []), "neither of the approvers books it"
    payments.give_back(actor=world.treasurer, payment=payment, reason="חשבון סגור")
    assert kinds(world, "treasurer") == ["funding.payment"]


def test_an_account_waits_for_a_second_person(world):
    world.grant(60_00)
    given = {"participation": world.cast.partner, "holder": "שותף", "bank_code": "12-600", "number": "123456"}
    payees.propose(actor=actor_of(world.finance), **given)
    assert kinds(world, "treasurer") == ["funding.account"]
    MandateFactory(participation=world.cast.backbone, person=world.finance, kind="treasurer")
    asked = duties.for_person(actor_of(world.finance), clock.today(), world.cast.initiative)
    assert "funding.account" not in [one.kind for one in asked], "who gave it does not confirm it"


def test_a_payment_whose_account_changed_waits_for_the_grantee_and_for_nobody_else(world):
    payment = world.request(world.grant(60_00).tranches.get())
    assert (kinds(world, "coordinator"), kinds(world, "lead")) == (["funding.payment"], [])
    given = {"participation": world.cast.partner, "holder": "שותף", "bank_code": "12-600", "number": "123456"}
    account = payees.propose(actor=actor_of(world.finance), **given)
    assert (kinds(world, "coordinator"), kinds(world, "treasurer"), kinds(world, "lead")) == (
        [],
        ["funding.account"],
        [],
    )
    payees.confirm(actor=world.treasurer, account=account)
    assert (kinds(world, "coordinator"), kinds(world, "lead")) == ([], ["funding.renew"])
    payments.renew(actor=world.cast.actor("lead"), payment=payment)
    assert (kinds(world, "coordinator"), kinds(world, "lead")) == (["funding.payment"], [])


def test_a_report_that_is_late_waits_for_its_grantee_and_for_who_runs_the_fund(world):
    report = world.grant(60_00, reports=[clock.today()]).reports.get(number=1)
    grantee_reports.save(actor=world.cast.actor("lead"), report=report, narrative="טיוטה")
    tomorrow = clock.today() + timedelta(days=1)
    assert "funding.late_report" not in kinds(world, "coordinator")
    assert kinds(world, "coordinator", tomorrow) == ["funding.late_report"]
    assert "funding.report" in kinds(world, "lead", tomorrow)
    InterestFactory(person=world.cast.coordinator, organisation=world.cast.partner.organisation)
    assert kinds(world, "coordinator", tomorrow) == [], "whoever is tied is not asked"


def test_a_matching_promise_that_lapses_waits_for_the_treasurer(world):
    until = clock.today() + timedelta(days=20)
    pledge = world.pledge(10_00, match_percent=100, match_until=until)
    assert "funding.match" in kinds(world, "treasurer")
    assert "funding.match" not in kinds(world, "treasurer", until + timedelta(days=1)), "it lapsed"
    receipt = world.line(10_00).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    assert "funding.match" not in kinds(world, "treasurer"), "it was earned and came"
