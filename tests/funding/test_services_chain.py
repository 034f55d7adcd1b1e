"""A shekel from the pledge to the bank: each act leaves one entry in the log, and the books agree with the rows."""

from datetime import timedelta

import pytest

from audit.models import Entry
from funding import ledger
from funding.models import Allocation, InstalmentState, JournalEntry, Posting, Restriction, Tranche
from funding.selectors import matching, positions
from funding.services import allocations, bank, grant_changes, grants, journal, marks, payments, receipts
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    return FundWorld(cast)


def _in(days):
    return clock.today() + timedelta(days=days)


def entries_of(act):
    """How many entries of the log an act leaves."""
    before = Entry.objects.count()
    act()
    return Entry.objects.count() - before


def books_hold(fund):
    """Available and remainders are what the postings say; the fund's money adds up."""
    within = positions.bound(fund, clock.today() + timedelta(days=400))
    legs = [leg for entry in JournalEntry.objects.filter(fund=fund) for leg in journal.legs_of(entry)]
    told = ledger.available(legs)
    for bucket in Restriction.objects.filter(fund=fund):
        assert bucket.available == told.get(bucket.pk, 0) >= 0
    for one in Allocation.objects.filter(fund=fund):
        left = -sum(leg.amount for leg in legs if leg.account == "allocated" and leg.allocation == one.pk)
        assert one.remaining == left
    assert positions.position(fund, within).adds_up


def test_a_shekel_goes_from_the_pledge_to_the_grantee(world):
    # given a pledge of two instalments, the first received
    pledge = world.pledge(200_000_00, parts=2)
    receipt = world.line(100_000_00).receipt
    first = pledge.instalments.get(number=1)
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=first)
    assert world.available() == 0
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 100_000_00})
    assert world.available() == 100_000_00
    # when a grant of 60,000 is decided, signed and paid
    grant = world.grant(60_000_00)
    assert world.available() == 40_000_00
    payment = world.pay(grant)
    # then bank, commitments and what is free say the same
    within = positions.bound(world.fund, clock.today())
    assert positions.position(world.fund, within) == ledger.Position(40_000_00, 0, 40_000_00, 0)
    payments.reconcile(actor=world.treasurer, payment=payment, line=world.line(-60_000_00))
    first.refresh_from_db()
    assert (first.state, payment.state) == (InstalmentState.RECEIVED, "reconciled")
    assert grant.tranches.get().state == "paid"
    books_hold(world.fund)


def test_each_act_of_money_leaves_one_entry_in_the_log(world):
    assert entries_of(lambda: world.line(50_000_00)) == 1
    receipt = world.fund.receipts.get()
    assert entries_of(lambda: receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder)) == 1
    assert (
        entries_of(lambda: receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 50_000_00})) == 1
    )
    decision = world.decision()
    given = {"fund": world.fund, "restriction": world.free, "decision": decision, "amount": 20_000_00}
    assert entries_of(lambda: allocations.allocate(actor=world.director, **given)) == 1
    assert entries_of(lambda: world.award(Allocation.objects.get(), 10_000_00)) == 1
    assert entries_of(lambda: allocations.close(actor=world.director, allocation=Allocation.objects.get())) == 1
    books_hold(world.fund)


def test_what_is_not_free_is_refused_with_what_is(world):
    world.receive(40_000_00)
    with pytest.raises(Refused) as refusal:
        world.allocate(40_000_01)
    assert refusal.value.code == "not_enough"
    assert "40,000" in str(refusal.value)
    assert "כסף חופשי" in str(refusal.value)
    assert Posting.objects.filter(account="reserve").count() == 0


def test_money_without_a_purpose_cannot_be_spent(world):
    world.line(90_000_00)
    waiting = world.fund.restrictions.get(kind="unassigned")
    assert waiting.available == 90_000_00
    with pytest.raises(Refused) as refusal:
        world.allocate(1_00, waiting)
    assert refusal.value.code == "unassigned"


def test_a_grant_is_no_more_than_is_left_of_its_allocation(world):
    world.receive(100_000_00)
    allocation = world.allocate(50_000_00)
    world.award(allocation, 30_000_00)
    with pytest.raises(Refused) as refusal:
        world.award(allocation, 20_000_01)
    assert refusal.value.code == "over_allocation"
    books_hold(world.fund)


def test_a_payment_is_no_more_than_is_left_of_its_tranche(world):
    world.receive(100_000_00)
    tranche = world.grant(50_000_00).tranches.get()
    world.request(tranche, 30_000_00)
    with pytest.raises(Refused) as refusal:
        world.request(tranche, 20_000_01)
    assert refusal.value.code == "over_tranche"


def test_the_same_invoice_is_asked_for_once(world):
    world.receive(100_000_00)
    tranche = world.grant(50_000_00).tranches.get()
    world.request(tranche, 10_000_00, "A-17")
    with pytest.raises(Conflict) as refusal:
        world.request(tranche, 10_000_00, "A-17")
    assert refusal.value.code == "invoice_twice"
    assert Tranche.objects.get(pk=tranche.pk).remaining == 40_000_00


def test_a_returned_payment_is_reversed_and_the_commitment_stays(world):
    world.receive(100_000_00)
    grant = world.grant(50_000_00)
    payment = world.pay(grant)
    payments.give_back(actor=world.treasurer, payment=payment, reason="חשבון סגור", line=world.line(50_000_00))
    within = positions.bound(world.fund, clock.today())
    assert positions.position(world.fund, within) == ledger.Position(100_000_00, 50_000_00, 50_000_00, 0)
    # and it leaves again, once
    world.instruct(payment)
    payments.execute(actor=world.director, payment=payment)
    within = positions.bound(world.fund, clock.today())
    assert positions.position(world.fund, within).bank == 50_000_00
    books_hold(world.fund)


def test_a_double_click_on_pay_pays_once(world):
    world.receive(100_000_00)
    payment = world.pay(world.grant(50_000_00))
    stale = type(payment).objects.get(pk=payment.pk)
    stale.state = "instructed"
    with pytest.raises((Conflict, Refused)):
        payments.execute(actor=world.director, payment=stale)
    assert JournalEntry.objects.filter(kind="executed").count() == 1


def test_an_amendment_grows_out_of_the_allocation_and_shrinks_by_a_whole_tranche(world):
    world.receive(100_000_00)
    grant = world.grant(50_000_00)
    with pytest.raises(Refused) as refusal:
        grant_changes.amend(actor=world.director, grant=grant, amount=1_00, reason="הרחבה", decision=world.decision())
    assert refusal.value.code == "over_allocation"
    tranche = grant.tranches.get()
    world.request(tranche, 10_000_00)
    with pytest.raises(Refused) as refusal:
        grant_changes.amend(
            actor=world.director, grant=grant, amount=-50_000_00, reason="צמצום", decision=world.decision(),
            cancel=tranche,
        )  # fmt: skip
    assert refusal.value.code == "below_paid"


def test_ending_a_grant_frees_what_was_not_paid(world):
    world.receive(100_000_00)
    grant = world.grant(50_000_00)
    world.pay(grant, 20_000_00)
    grant_changes.terminate(actor=world.director, grant=grant, decision=world.decision(), reason="הופסק")
    assert world.available() == 80_000_00
    books_hold(world.fund)


@pytest.mark.parametrize("paid", [True, False])
def test_ending_a_grant_waives_its_reports_but_the_final_one_about_what_was_paid(world, paid):
    world.receive(100_000_00)
    grant = world.grant(50_000_00)
    kinds = ("progress", "final", "follow_up")
    grant.reports.all().delete()
    for number, kind in enumerate(kinds, 1):
        grant.reports.create(number=number, kind=kind, due_on=_in(100 * number), first_due_on=_in(100 * number))
    if paid:
        world.pay(grant, 20_000_00)
    decision = world.decision()
    grant_changes.terminate(actor=world.director, grant=grant, decision=decision, reason="הופסק")
    states = dict(grant.reports.values_list("kind", "state"))
    assert states == {**dict.fromkeys(kinds, "waived"), "final": "scheduled" if paid else "waived"}
    assert set(grant.reports.filter(state="waived").values_list("decision", flat=True)) == {decision.pk}
    with clock.at(clock.now() + timedelta(days=170)):
        marks.mark_due(actor=Actor.system())
    assert dict(grant.reports.values_list("kind", "state"))["final"] == ("open" if paid else "waived")


def test_a_suspended_grant_still_owes_the_report_that_is_due(world):
    world.receive(100_000_00)
    grant = world.grant(50_000_00)
    report = grant.reports.create(number=9, kind="progress", due_on=_in(3), first_due_on=_in(3))
    grants.suspend(actor=world.director, grant=grant, reason="בדיקה")
    marks.mark_due(actor=Actor.system())
    report.refresh_from_db()
    assert report.state == "open"


def test_an_assignment_is_taken_back_by_a_linked_reversal_once(world):
    receipt = world.receive(40_000_00)
    receipts.unassign(actor=world.treasurer, receipt=receipt, reason="ייעוד שגוי")
    assert world.available() == 0
    made = JournalEntry.objects.get(kind="assigned")
    assert made.reversed_by.count() == 1
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 40_000_00})
    assert world.available() == 40_000_00


def test_a_wrong_match_found_after_the_receipt_was_issued_is_mended_and_its_paper_is_void(world):
    receipt = receipts.issue(actor=world.treasurer, receipt=world.receive(40_000_00))
    other = receipts.issue(actor=world.treasurer, receipt=world.receive(5_000_00))
    receipts.unassign(actor=world.treasurer, receipt=receipt, reason="שויך לתורמת אחרת")
    told = Entry.objects.get(kind="funding.receipt.unassigned").changes
    assert told["paper_number"] == [1, None]
    assert (receipt.state, world.available()) == ("recorded", 5_000_00)
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder)
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 40_000_00})
    receipts.issue(actor=world.treasurer, receipt=receipt)
    assert (other.paper_number, receipt.paper_number) == (2, 3), "a void number is never given again"
    world.allocate(44_000_00)
    with pytest.raises(Refused) as refusal:
        receipts.unassign(actor=world.treasurer, receipt=receipt, reason="טעות")
    assert refusal.value.code == "not_enough"


def test_an_assignment_that_was_spent_is_not_taken_back(world):
    receipt = world.receive(40_000_00)
    world.allocate(30_000_00)
    with pytest.raises(Refused) as refusal:
        receipts.unassign(actor=world.treasurer, receipt=receipt, reason="ייעוד שגוי")
    assert refusal.value.code == "not_enough"


def test_more_than_the_instalment_is_not_matched_to_it(world):
    pledge = world.pledge(10_000_00)
    receipt = world.line(10_000_01).receipt
    with pytest.raises(Invalid) as refusal:
        receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    assert refusal.value.code == "more_than_due"


@pytest.mark.parametrize("is_reconciled", [True, False])
def test_the_line_of_a_returned_payment_is_told_and_taken_for_no_fee(world, is_reconciled):
    world.receive(100_000_00)
    payment = world.pay(world.grant(50_000_00))
    out = world.line(-50_000_00)
    if is_reconciled:
        payments.reconcile(actor=world.treasurer, payment=payment, line=out)
    sent = {} if is_reconciled else {"sent": out}
    back = world.line(50_000_00)
    payments.give_back(actor=world.treasurer, payment=payment, reason="חשבון סגור", line=back, **sent)
    assert not matching.open_lines(world.fund).exists()
    with pytest.raises(Invalid) as refusal:
        bank.charge(actor=world.treasurer, line=out, restriction=world.free)
    assert refusal.value.code == "not_a_fee"
    books_hold(world.fund)


def test_a_line_of_another_amount_or_one_that_is_told_is_not_the_way_out(world):
    world.receive(100_000_00)
    payment = world.pay(world.grant(50_000_00))
    fee = world.line(-9_00)
    with pytest.raises(Invalid) as refusal:
        payments.give_back(actor=world.treasurer, payment=payment, reason="חשבון סגור", sent=fee)
    assert refusal.value.code == "other_amount"
    told = world.line(-50_000_00)
    bank.charge(actor=world.treasurer, line=told, restriction=world.free)
    with pytest.raises(Invalid) as refusal:
        payments.give_back(actor=world.treasurer, payment=payment, reason="חשבון סגור", sent=told)
    assert refusal.value.code == "other_amount"
