"""What a funder's money came to: promised, received, still to come, and its share as its own report tells it."""

from datetime import timedelta

import pytest
from django.utils import translation

from funding.selectors import own_money, positions
from funding.services import fund_reports, funders, receipts
from kernel import clock
from kernel.formatting import amount
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db


def came(world):
    """What the funder brought so far."""
    return sum(one.received for one in own_money.of(world.funder))


def test_what_was_promised_is_what_came_and_what_is_to_come(world):
    world.pledge(60_000_00, parts=3)
    (one,) = own_money.of(world.funder)
    assert (one.promised, one.met, one.to_come) == (60_000_00, 0, 60_000_00)
    assert one.next_on == clock.today()


def test_what_came_without_an_instalment_is_received_as_the_ledger_says_and_met_no_promise(world, page):
    world.pledge(60_000_00, parts=3)
    before = came(world)
    world.receive(5_000_00)
    (one,) = own_money.of(world.funder)
    assert one.received == one.beside == before + 5_000_00 and one.to_come == 60_000_00
    state = positions.shares_by_bucket(world.fund, positions.bound(world.fund, clock.today()))
    assert one.received == sum(shared.came.get(world.funder.pk, 0) for shared in state.values())
    read = page("funder", "funder", world.funder).content.decode()
    assert amount(one.received) in read


def test_received_is_what_met_instalments_what_waits_and_less_what_went_back(world):
    pledge = world.pledge(60_000_00, parts=3)
    before, receipt = came(world), world.line(20_000_00).receipt
    first = pledge.instalments.order_by("number").first()
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=first)
    (one,) = own_money.of(world.funder)
    assert (one.received - before, one.met, one.to_come) == (20_000_00, 20_000_00, 40_000_00), "before it has a purpose"
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 15_000_00})
    receipts.refund(actor=world.treasurer, receipt=receipt, line=world.line(-2_000_00), reason="סכום עודף")
    (one,) = own_money.of(world.funder)
    assert (one.received - before, one.met, one.to_come) == (18_000_00, 18_000_00, 42_000_00)
    receipt.refresh_from_db()
    receipts.unassign(actor=world.treasurer, receipt=receipt, reason="שיוך שגוי")
    assert came(world) - before == 18_000_00, "its purpose was taken back, not the money"


def test_who_promised_nothing_and_gave_has_its_money_there(world):
    before = came(world)
    world.receive(7_00)
    (one,) = own_money.of(world.funder)
    assert (one.promised, one.received - before, one.to_come, one.next_on) == (0, 7_00, 0, None)


def test_who_promised_nothing_has_no_row(world):
    other = ParticipationFactory(initiative=world.cast.initiative, kind="funder")
    given = {"participation": other, "values": {"visibility": "name"}}
    assert own_money.of(funders.add(actor=world.director, fund=world.fund, **given)) == []
    assert own_money.share([]) is None


def test_the_funder_reads_its_money_first(world, page):
    world.pledge(60_000_00, parts=3)
    report = fund_reports.make(
        actor=world.treasurer,
        fund=world.fund,
        starts_on=clock.today() - timedelta(days=30),
        as_of=clock.today(),
        funder=world.funder,
    )
    read = page("funder", "funder", world.funder).content.decode()
    assert amount(60_000_00) in read
    assert report.get_absolute_url().split("/", 2)[2] in read
    found = own_money.share([report])
    assert found is not None and found[1]["free"] == found[1]["came"] - found[1]["paid"] - found[1]["committed"]


def test_the_decision_put_to_the_body_is_written_in_each_language(world):
    with translation.override("he"):
        assert "Allocate" not in translation.gettext("Allocate %(amount)s to %(organisation)s for “%(title)s”.")
