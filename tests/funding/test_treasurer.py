"""A treasurer's odd cases: whose line, one transfer for two instalments, money back, fees taken back, months."""

from datetime import timedelta

import pytest

from funding import imports
from funding.models import Instalment
from funding.schedules import Part, plan
from funding.selectors import audit_books, fund_page, matching, pledge_bars
from funding.services import bank, funders, journal, pledges, receipts
from kernel import clock
from kernel.errors import Invalid
from partners.models import MandateKind, Organisation
from tests.actors import actor_of
from tests.factories.accounts import PersonFactory
from tests.factories.funding import FundWorld
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    rename(made.cast.funding, "קרן קשת לחינוך", "Keshet Education Foundation")
    return made


def rename(participation, he, en):
    Organisation.objects.filter(pk=participation.organisation_id).update(name_he=he, name_en=en)


def another(world, he="קרן איילון", en="Ayalon Foundation"):
    part = ParticipationFactory(initiative=world.cast.initiative, kind="funder", state="active")
    rename(part, he, en)
    return funders.add(actor=world.director, fund=world.fund, participation=part)


def promised(world, amount, parts=1, funder=None, **values):
    """A pledge that its funder signed, the first instalment late by a day."""
    funder = funder or world.funder
    made = pledges.draft(
        actor=world.director, funder=funder, values={"restriction": world.free, "amount": amount, **values},
        parts=plan(amount, clock.today() - timedelta(days=1), parts, months=6),
    )  # fmt: skip
    who = world.cast.funder if funder == world.funder else PersonFactory()
    if funder != world.funder:
        MandateFactory(participation=funder.participation, person=who, kind=MandateKind.REPRESENTATIVE)
    return pledges.sign(actor=actor_of(who), pledge=made)


def parts_of(pledge):
    return list(pledge.instalments.order_by("number").values_list("received", "state"))


def test_a_word_that_two_funders_share_proposes_nobody(world):
    promised(world, 100_000_00, 2)
    other = another(world)
    theirs = promised(world, 60_000_00, funder=other)
    line = world.line(20_000_00, payer="קרן איילון")
    found = matching.propose(line.receipt)
    assert (found.funder, found.instalment) == (other, theirs.instalments.get())
    assert matching.propose(world.line(17_00, payer="קרן אחרת").receipt) is None


def test_one_transfer_pays_two_instalments_and_is_taken_apart_again(world):
    pledge = promised(world, 300_000_00, 3)
    receipt = world.line(150_000_00, payer="קשת").receipt
    assert matching.propose(receipt).instalment.number == 1
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.first())
    assert parts_of(pledge) == [(100_000_00, "received"), (50_000_00, "part_received"), (0, "scheduled")]
    assert audit_books.m6() == []
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder)
    assert [came for came, _state in parts_of(pledge)] == [0, 0, 0]


def test_more_than_the_pledge_owes_is_refused_with_what_is_still_to_come(world):
    pledge = promised(world, 300_000_00, 3)
    receipt = world.line(250_000_00).receipt
    with pytest.raises(Invalid) as refusal:
        second = pledge.instalments.get(number=2)
        receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=second)
    assert refusal.value.code == "more_than_due" and "200,000" in str(refusal.value)
    assert [came for came, _state in parts_of(pledge)] == [0, 0, 0]


def test_money_that_went_back_is_owed_again(world):
    pledge = promised(world, 100_000_00)
    receipt = world.line(60_000_00).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    back = world.line(-20_000_00)
    receipts.refund(actor=world.treasurer, receipt=receipt, line=back, reason="יתר")
    assert pledge.instalments.get().received == 40_000_00
    assert audit_books.m6() == []


def test_a_purpose_taken_back_does_not_bring_back_what_was_refunded(world):
    receipt = world.line(60_000_00).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder)
    receipts.refund(actor=world.treasurer, receipt=receipt, line=world.line(-20_000_00), reason="יתר")
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 40_000_00})
    receipts.unassign(actor=world.treasurer, receipt=receipt, reason="טעות")
    receipt.refresh_from_db()
    assert receipt.waiting == 40_000_00


def test_what_came_before_an_amendment_counts_beside_it_and_a_mistaken_match_can_be_mended(world):
    pledge = promised(world, 200_000_00, 2)
    receipt = world.line(30_000_00).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.first())
    later = pledges.amend(
        actor=world.director, pledge=pledge, values={"amount": 50_000_00},
        parts=[Part(1, clock.today() + timedelta(days=90), 50_000_00)],
    )  # fmt: skip
    pledges.sign(actor=world.cast.actor("funder"), pledge=later)
    rows = list(pledge.instalments.order_by("number"))
    assert [row.state for row in rows] == ["replaced", "replaced"]
    bars = pledge_bars.of(rows)
    assert [bar.amount for bar in bars.sums] == [30_000_00, 30_000_00]
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=later.instalments.get())
    assert (pledge.instalments.first().received, later.instalments.get().received) == (0, 30_000_00)
    assert pledge.instalments.first().state == "replaced"


def test_a_fee_taken_back_by_mistake_is_booked_anew(world):
    world.receive(1_000_00)
    line = world.line(-9_00)
    entry = bank.charge(actor=world.treasurer, line=line, restriction=world.free)
    journal.reverse(actor=world.director, entry=entry, reason="ייעוד אחר")
    assert not bank.is_booked(line)
    assert list(matching.open_lines(world.fund)) == [line]
    bank.charge(actor=world.treasurer, line=line, restriction=world.free)
    assert bank.is_booked(line)
    assert not matching.open_lines(world.fund).exists()


def test_the_month_says_both_balances_and_only_lines_that_are_open(world):
    world.receive(1_000_00)
    given = {"actor": world.treasurer, "account": world.account, "until": clock.today()}
    with pytest.raises(Invalid) as refusal:
        bank.reconcile(**given, statement=900_00)
    assert "1,000" in str(refusal.value) and "900" in str(refusal.value) and "100" in str(refusal.value)
    assert "line" not in str(refusal.value) and "שור" not in str(refusal.value)
    world.line(-5_00)
    with pytest.raises(Invalid) as refusal:
        bank.reconcile(**given, statement=995_00)
    assert "One line" in str(refusal.value) or "שורה אחת" in str(refusal.value)


def test_a_payment_in_shekels_is_no_open_line_of_the_dollar_account(world):
    world.receive(100_000_00)
    world.pay(world.grant(10_000_00))
    dollars = bank.open_account(actor=world.treasurer, fund=world.fund, values={"name": "דולר", "currency": "USD"})
    row = bank.reconcile(actor=world.treasurer, account=dollars, until=clock.today(), statement=0)
    assert row.open_lines == 0


def test_every_fault_of_a_file_is_told_on_a_line_of_its_own(world):
    data = b"reference,date,amount\nx-1,31/02/2026,5\nx-2,01/03/2026,1e9\n"
    with pytest.raises(Invalid) as refusal:
        imports.lines(data, "bank.csv", "ILS")
    assert len(refusal.value.fields["file"]) == 2


@pytest.mark.parametrize("visibility", ["amount", "band", "name", "anonymous"])
def test_a_funder_on_the_committee_reads_nothing_of_when_another_pays(world, visibility):
    other = another(world)
    late = promised(world, 60_000_00, funder=other, visibility=visibility)
    peer = world.cast.actor("funder")
    page = fund_page.of(peer, world.fund)
    assert (page.promised, page.ahead) == (0, None)
    assert "איילון" not in " ".join(one.title for one in page.waiting)
    assert not Instalment.objects.visible_to(peer).filter(pledge=late).exists()
    assert fund_page.of(world.cast.actor("steering"), world.fund).ahead is not None
    assert Instalment.objects.visible_to(world.treasurer).filter(pledge=late).exists()
