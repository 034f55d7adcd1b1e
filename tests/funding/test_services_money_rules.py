"""Purposes bind: a wrong bucket, an expired one, a donor's; amendments, write-offs, what the morning marks."""

from datetime import timedelta

import pytest

from audit.models import Entry
from funding.models import InstalmentState, RestrictionState
from funding.schedules import Part
from funding.services import marks, pledges, receipts, restrictions
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    return FundWorld(cast)


def refused(code, act, **given):
    with pytest.raises((Refused, Invalid)) as refusal:
        act(**given)
    assert refusal.value.code == code
    return str(refusal.value)


def test_money_for_one_district_is_not_granted_in_another(world):
    north = world.bucket("צפון", district="north")
    world.receive(50_00, north)
    allocation = world.allocate(50_00, north)
    said = refused("district", world.award, allocation=allocation, amount=10_00, district="south")
    assert "צפון" in said
    assert world.award(allocation, 10_00, district="north").amount == 10_00


def test_an_expired_bucket_is_not_allocated(world):
    soon = world.bucket("השנה", ends_on=clock.today() + timedelta(days=1))
    world.receive(50_00, soon)
    with clock.at(clock.now() + timedelta(days=3)):
        refused("expired", world.allocate, amount=1_00, bucket=soon)
        marks.mark_due(actor=Actor.system())
    soon.refresh_from_db()
    assert soon.state == RestrictionState.EXPIRED


def test_a_donors_money_goes_to_its_own_bucket_and_only_the_donor_lifts_it(world):
    bound = world.bucket("של הקרן", kind="donor", funder=world.funder)
    pledge = world.pledge(50_00, restriction=bound)
    receipt = world.line(50_00).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    refused("bound", receipts.assign, actor=world.treasurer, receipt=receipt, parts={world.free: 50_00})
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={bound: 50_00})
    given = {"actor": world.director, "restriction": bound, "target": world.free, "amount": 50_00, "reason": "הסתיים"}
    refused("donor_consent", restrictions.release, **given, decision=world.decision())
    assert world.available(bound) == 50_00


def test_the_committee_lifts_what_it_designated_by_decision(world):
    own = world.bucket("ייעוד", kind="designated", decision=world.decision())
    world.receive(50_00, own)
    given = {"actor": world.director, "restriction": own, "target": world.free, "amount": 50_00, "reason": "שינוי"}
    refused("no_decision", restrictions.release, **given)
    restrictions.release(**given, decision=world.decision())
    assert (world.available(own), world.available()) == (0, 50_00)


def test_a_rule_binds_the_money_that_came_under_it(world):
    world.receive(50_00)
    refused("in_use", restrictions.change, actor=world.director, restriction=world.free, values={"district": "north"})


def test_an_amendment_is_a_later_pledge_and_what_came_stays(world):
    pledge = world.pledge(100_00, 2)
    receipt = world.line(50_00).receipt
    first = pledge.instalments.get(number=1)
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=first)
    later = pledges.amend(
        actor=world.director, pledge=pledge, values={"amount": 30_00}, parts=[Part(1, clock.today(), 30_00)]
    )
    pledges.sign(actor=world.cast.actor("funder"), pledge=later)
    pledge.refresh_from_db()
    states = list(pledge.instalments.order_by("number").values_list("state", flat=True))
    assert (pledge.state, states) == ("ended", [InstalmentState.RECEIVED, InstalmentState.REPLACED])


def test_what_came_after_an_amendment_was_written_is_not_promised_once_more(world):
    pledge = world.pledge(100_00, 2)
    parts = [Part(1, clock.today(), 100_00)]
    later = pledges.amend(actor=world.director, pledge=pledge, values={"amount": 100_00}, parts=parts)
    receipt, first = world.line(50_00).receipt, pledge.instalments.get(number=1)
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=first)
    signing = {"actor": world.cast.actor("funder"), "pledge": later}
    assert "50" in str(refused("came_meanwhile", pledges.sign, **signing))
    later.refresh_from_db()
    pledge.refresh_from_db()
    assert (later.state, pledge.state, pledge.instalments.get(number=2).state) == ("drafted", "signed", "scheduled")
    parts = [Part(1, clock.today(), 50_00)]
    pledges.change(actor=world.director, pledge=later, values={"amount": 50_00}, parts=parts)
    pledges.sign(**signing)
    came = [one.received for one in pledge.instalments.order_by("number")]
    assert (sum(came) + later.amount, later.came_before) == (100_00, 50_00)


def test_only_who_signs_for_the_funder_signs(world):
    pledge = pledges.draft(
        actor=world.director,
        funder=world.funder,
        values={"restriction": world.free, "amount": 10_00},
        parts=[Part(1, clock.today(), 10_00)],
    )
    for role in ("director", "lead", "steering"):
        refused("not_signer", pledges.sign, actor=world.cast.actor(role), pledge=pledge)
    assert pledges.sign(actor=world.cast.actor("funder"), pledge=pledge).signed_mandate is not None
    refused("signed", pledges.change, actor=world.director, pledge=pledge, values={"amount": 11_00})


def test_instalments_that_do_not_add_up_are_refused(world):
    refused(
        "does_not_add_up",
        pledges.draft,
        actor=world.director,
        funder=world.funder,
        values={"restriction": world.free, "amount": 10_00},
        parts=[Part(1, clock.today(), 9_99)],
    )


def test_what_did_not_come_is_written_off_by_decision_only(world):
    instalment = world.pledge(10_00).instalments.get()
    refused("no_decision", pledges.write_off, actor=world.treasurer, instalment=instalment, decision=None)
    pledges.write_off(actor=world.treasurer, instalment=instalment, decision=world.decision())
    assert instalment.state == InstalmentState.WRITTEN_OFF


def test_the_morning_marks_once_and_tells_once(world):
    instalment = world.pledge(10_00).instalments.get()
    with clock.at(clock.now() + timedelta(days=2)):
        assert marks.mark_due(actor=Actor.system()) == 1
        assert marks.mark_due(actor=Actor.system()) == 0
    instalment.refresh_from_db()
    assert instalment.state == InstalmentState.OVERDUE
    assert Entry.objects.filter(kind="funding.instalment.overdue").count() == 1
    refused("not_system", marks.mark_due, actor=world.director)
