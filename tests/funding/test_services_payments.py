"""Money out: four hands, an exact thing, nothing before its time; bank numbers sealed, each look in the log."""

from datetime import timedelta

import pytest

from audit.models import Entry
from documents.models import Document
from funding.models import PayeeAccount, Step
from funding.services import grantee_reports, grants, payees, payments
from funding.services.grants import TranchePlan
from kernel import clock
from kernel.errors import Refused
from tests.actors import actor_of
from tests.factories.funding import FundWorld
from tests.factories.partners import InterestFactory, MandateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(100_00)
    return made


@pytest.fixture
def payment(world):
    return world.request(world.grant(60_00).tranches.get())


def refused(code, act, **given):
    with pytest.raises(Refused) as refusal:
        act(**given)
    assert refusal.value.code == code
    return str(refusal.value)


def approve(world, actor, payment, step, **more):
    return payments.approve(actor=actor, payment=payment, step=step, **more)


def test_who_asked_does_not_approve(world, payment):
    # given a finance contact who is the treasurer too
    MandateFactory(participation=world.cast.backbone, person=world.finance, kind="treasurer")
    asked = world.request(world.grant(10_00).tranches.get())
    asked.by_id = world.finance.pk
    refused("asked", payments.approve, actor=actor_of(world.finance), payment=asked, step=Step.FINANCE)


def test_nobody_approves_twice(world, payment):
    MandateFactory(participation=world.cast.backbone, person=world.cast.coordinator, kind="treasurer")
    approve(world, world.coordinator, payment, Step.PROGRAMME)
    refused("approved", payments.approve, actor=world.coordinator, payment=payment, step=Step.FINANCE)


def test_who_approved_does_not_pay(world, payment):
    world.approve(payment)
    world.instruct(payment)
    refused("approver_pays", payments.execute, actor=world.treasurer, payment=payment)
    assert payments.execute(actor=world.director, payment=payment).state == "executed"


def test_an_approval_that_leaves_nobody_to_pay_is_refused_and_the_page_says_who_can(world, payment, signed_in):
    refused("nobody_pays", payments.approve, actor=world.director, payment=payment, step=Step.PROGRAMME)
    html = signed_in(world.cast.director).get(payment.get_absolute_url()).content.decode()
    assert str(world.cast.director) in html and str(payments.policies.NOBODY_PAYS.sentence) in html
    world.approve(payment)
    assert [one.person for one in payments.policies.payers(payment)] == [world.cast.director]
    world.instruct(payment)
    assert payments.execute(actor=world.director, payment=payment).state == "executed"


def test_with_a_second_treasurer_the_director_may_approve_and_another_pays(world, payment):
    second = MandateFactory(participation=world.cast.backbone, kind="treasurer").person
    approve(world, world.director, payment, Step.PROGRAMME)
    approve(world, world.treasurer, payment, Step.FINANCE)
    world.instruct(payment)
    refused("approver_pays", payments.execute, actor=world.director, payment=payment)
    assert payments.execute(actor=actor_of(second), payment=payment).executed_by == second


def test_a_treasurer_who_would_be_the_last_to_pay_approves_nothing_alone(cast):
    world = FundWorld(cast, {"two_approvers_above": 100_00})
    world.receive(100_00)
    payment = world.request(world.grant(60_00).tranches.get())
    director = world.cast.director.mandates.filter(kind="director")
    director.update(ends_on=clock.today() - timedelta(days=1))
    refused("nobody_pays", payments.approve, actor=world.treasurer, payment=payment, step=Step.FINANCE)


def test_finance_alone_is_enough_below_the_first_threshold_and_not_above(cast):
    world = FundWorld(cast, {"two_approvers_above": 50_00})
    world.receive(100_00)
    tranche = world.grant(90_00).tranches.get()
    small, large = world.request(tranche, 30_00), world.request(tranche, 60_00)
    assert approve(world, world.treasurer, small, Step.FINANCE).state == "finance_approved"
    refused("programme_first", payments.approve, actor=world.treasurer, payment=large, step=Step.FINANCE)
    world.instruct(small)
    assert payments.execute(actor=world.director, payment=small).state == "executed"


def test_a_large_payment_names_its_decision(cast):
    world = FundWorld(cast, {"decision_above": 50_00})
    world.receive(100_00)
    payment = world.request(world.grant(90_00).tranches.get())
    approve(world, world.coordinator, payment, Step.PROGRAMME)
    refused("no_decision", payments.approve, actor=world.treasurer, payment=payment, step=Step.FINANCE)
    approve(world, world.treasurer, payment, Step.FINANCE, decision=world.decision())
    assert payment.decision is not None


def test_an_interest_stops_the_approval_and_one_that_came_later_stops_the_payment(world, payment):
    approve(world, world.coordinator, payment, Step.PROGRAMME)
    InterestFactory(person=world.cast.treasurer, organisation=world.cast.partner.organisation)
    refused("interest", payments.approve, actor=world.treasurer, payment=payment, step=Step.FINANCE)


def test_an_approver_who_became_tied_between_the_approvals_blocks_the_payment(world, payment):
    approve(world, world.coordinator, payment, Step.PROGRAMME)
    InterestFactory(person=world.cast.coordinator, organisation=world.cast.partner.organisation)
    approve(world, world.treasurer, payment, Step.FINANCE)
    refused("approver_tied", world.instruct, payment=payment)


def test_a_changed_account_voids_what_was_approved(world, payment):
    world.approve(payment)
    world.payee("99-999-999999")
    refused("account_changed", world.instruct, payment=payment)
    payments.renew(actor=world.cast.actor("lead"), payment=payment)
    assert payment.state == "requested"
    refused("wrong_state", payments.execute, actor=world.director, payment=payment)
    world.approve(payment)
    assert payment.approvals.count() == 4


@pytest.mark.parametrize("thing", ["account", "holder", "amount", "tranche", "invoice", "document"])
def test_an_approval_is_of_the_exact_thing(world, payment, thing):
    before = payments.fingerprint(payment)
    if thing == "account":
        payment.account.public_id = "2" * 12
    elif thing == "holder":
        payment.account.holder += "x"
    elif thing == "tranche":
        payment.tranche.public_id = "2" * 12
    elif thing == "document":
        payment.document = Document(public_id="2" * 12)
    else:
        setattr(payment, thing, {"amount": payment.amount + 1, "invoice": "another"}[thing])
    assert payments.fingerprint(payment) != before


def test_a_new_account_waits_its_days(cast):
    world = FundWorld(cast, {"hold_days": 3})
    world.receive(100_00)
    payment = world.request(world.grant(60_00).tranches.get())
    world.approve(payment)
    refused("account_held", world.instruct, payment=payment)
    with clock.at(clock.now() + timedelta(days=4)):
        world.instruct(payment)


def test_an_account_is_confirmed_by_another_and_nothing_is_asked_without_one(world):
    tranche = world.grant(60_00).tranches.get()
    given = {"tranche": tranche, "amount": 1_00, "invoice": "1"}
    refused("no_account", payments.request, actor=world.cast.actor("lead"), **given)
    account = payees.propose(
        actor=actor_of(world.finance),
        participation=world.cast.partner,
        holder="שותף",
        bank_code="12-345",
        number="123456",
    )
    refused("not_treasurer", payees.confirm, actor=actor_of(world.finance), account=account)


def test_nothing_is_paid_before_the_agreement_the_day_and_the_report(world):
    unsigned = world.award(world.allocate(10_00), 10_00)
    grants.plan(actor=world.director, grant=unsigned, tranches=[TranchePlan(clock.today(), 10_00)])
    refused("no_agreement", world.request, tranche=unsigned.tranches.get())
    later = clock.today() + timedelta(days=30)
    grant = world.grant(
        60_00,
        [TranchePlan(later, 20_00), TranchePlan(clock.today(), 40_00, after_report=1)],
        reports=[clock.today() + timedelta(days=60)],
    )
    refused("not_due", world.request, tranche=grant.tranches.get(number=1))
    waiting = grant.tranches.get(number=2)
    refused("condition", world.request, tranche=waiting)
    # and an accepted report opens it
    report = grant.reports.get(number=1)
    lead = world.cast.actor("lead")
    grantee_reports.save(actor=lead, report=report, narrative="מה שנעשה")
    grantee_reports.submit(actor=lead, report=report)
    grantee_reports.accept(actor=world.coordinator, report=report)
    assert world.request(waiting).amount == 40_00


def test_a_report_goes_back_with_a_question_and_comes_again(world):
    grant = world.grant(60_00, reports=[clock.today() + timedelta(days=60)])
    report, lead = grant.reports.get(number=1), world.cast.actor("lead")
    grantee_reports.save(actor=lead, report=report, narrative="מה שנעשה")
    grantee_reports.submit(actor=lead, report=report)
    question = grantee_reports.return_with_question(actor=world.coordinator, report=report, text="כמה?")
    refused("unanswered", grantee_reports.submit, actor=lead, report=report)
    grantee_reports.answer(actor=lead, question=question, text="שבעה")
    assert grantee_reports.submit(actor=lead, report=report).number == 2
    InterestFactory(person=world.cast.coordinator, organisation=world.cast.partner.organisation)
    refused("interest", grantee_reports.accept, actor=world.coordinator, report=report)


def test_a_bank_number_is_sealed_and_each_look_is_logged(world):
    account = world.payee("IL59-0126-0000-0001-2345-678")
    assert "IL590126000000012345678" not in account.sealed_number
    assert str(account) == "…5678"
    before = Entry.objects.filter(kind="funding.payee.shown").count()
    assert payees.look(actor=world.treasurer, account=account) == "IL590126000000012345678"
    assert Entry.objects.filter(kind="funding.payee.shown").count() == before + 1
    refused("not_treasurer", payees.look, actor=world.director, account=account)
    assert not any("IL590126000000012345678" in str(entry.changes) for entry in Entry.objects.all())


def test_who_sees_an_account(world):
    account = world.payee()
    for role, sees in (
        ("treasurer", True),
        ("director", False),
        ("funder", False),
        ("lead", False),
        ("steering", False),
    ):
        assert PayeeAccount.objects.visible_to(world.cast.actor(role)).filter(pk=account.pk).exists() is sees
    assert PayeeAccount.objects.visible_to(actor_of(world.finance)).exists()
