"""M1 to M4, M10, M14, M16 and M17 by raw SQL as the application's own user: the database refuses, on both vendors."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from funding.models import JournalEntry, Posting, Restriction, Step
from funding.services import funds, payments
from kernel import clock
from kernel.models import make_public_id
from tests.factories.funding import FundWorld
from tests.factories.partners import InterestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    return FundWorld(cast)


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql, *values):
    """The database refuses the statement, and says why."""
    with pytest.raises(DatabaseError) as refusal:
        run(sql, *values)
    return str(refusal.value)


def copied(table, pk, **changes):
    """INSERT … SELECT of a row with some columns changed: what a person with a client would type."""
    with connection.cursor() as cursor:
        names = [
            column.name
            for column in connection.introspection.get_table_description(cursor, table)
            if column.name != "id"
        ]
    if "public_id" in names:
        changes.setdefault("public_id", make_public_id())
    columns = ", ".join(f'"{name}"' for name in names)
    picked = ", ".join("%s" if name in changes else f'"{name}"' for name in names)
    values = [changes[name] for name in names if name in changes]
    return f"INSERT INTO {table} ({columns}) SELECT {picked} FROM {table} WHERE id = %s", *values, pk


def open_entry(world, **changes):
    """An open entry, typed by hand."""
    pattern, source = JournalEntry.objects.latest("pk"), f"raw:{make_public_id()}"
    fields = {
        "number": 900,
        "kind": "charged",
        "source": source,
        "state": "open",
        "reverses_id": None,
    }
    run(*copied("funding_journalentry", pattern.pk, **{**fields, **changes}))
    return JournalEntry.objects.get(source=source)


def leg(entry, account, amount, bucket=None, book="cash"):
    run(
        "INSERT INTO funding_posting (entry_id, book, account, currency, amount, restriction_id) "
        "VALUES (%s, %s, %s, 'ILS', %s, %s)",
        entry.pk,
        book,
        account,
        amount,
        bucket.pk if bucket else None,
    )


SEAL = "UPDATE funding_journalentry SET state = 'sealed' WHERE id = %s"


def test_m1_an_entry_that_does_not_balance_is_not_sealed(world):
    world.receive(100)
    entry = open_entry(world)
    leg(entry, "bank", -40)
    assert "two postings" in refused(SEAL, entry.pk)
    leg(entry, "restricted", 39, world.free)
    assert "balances" in refused(SEAL, entry.pk)
    leg(entry, "restricted", 1, world.free)
    run(SEAL, entry.pk)
    assert world.available() == 60


def test_m1_no_posting_is_zero_and_none_is_in_a_book_not_its_own(world):
    world.receive(100)
    entry = open_entry(world)
    for account, amount, book in (("bank", 0, "cash"), ("bank", 5, "committed")):
        with pytest.raises(DatabaseError), transaction.atomic():
            leg(entry, account, amount, book=book)
    assert not entry.postings.exists()


def test_m1_nobody_writes_a_sealed_entry(world):
    world.receive(100)
    pattern = JournalEntry.objects.latest("pk")
    assert "open" in refused(*copied("funding_journalentry", pattern.pk, number=901, source="raw:1", reverses_id=None))
    with pytest.raises(DatabaseError), transaction.atomic():
        leg(pattern, "bank", 5)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funding_posting SET amount = amount * 2",
        "DELETE FROM funding_posting",
        "UPDATE funding_journalentry SET kind = 'charged'",
        "UPDATE funding_journalentry SET state = 'open'",
        "DELETE FROM funding_journalentry",
        "UPDATE funding_bankline SET amount = amount + 1",
        "DELETE FROM funding_bankline",
        "UPDATE funding_receipt SET amount = amount + 1",
    ],
)
def test_m2_what_is_posted_never_changes(world, sql):
    world.receive(100)
    refused(sql)
    assert sum(Posting.objects.values_list("amount", flat=True)) == 0


def test_m3_no_entry_takes_more_than_a_bucket_holds(world):
    world.receive(100)
    entry = open_entry(world)
    leg(entry, "bank", -101)
    leg(entry, "restricted", 101, world.free)
    refused(SEAL, entry.pk)
    refused("UPDATE funding_restriction SET available = -1 WHERE id = %s", world.free.pk)
    assert world.available() == 100


def test_m3_unassigned_money_is_not_reserved(world):
    world.line(100)
    waiting = Restriction.objects.get(kind="unassigned")
    entry = open_entry(world, kind="allocated")
    with pytest.raises(DatabaseError), transaction.atomic():
        leg(entry, "reserve", 100, waiting, "committed")


def test_m4_commitments_are_never_more_than_what_they_come_from(world):
    world.receive(100)
    grant = world.grant(60)
    tranche = grant.tranches.get()
    payment = world.request(tranche, 60)
    assert "more than the allocation" in refused(
        *copied("funding_grant", grant.pk, number=77, entry_id=JournalEntry.objects.earliest("pk").pk)
    )
    assert "more than the grant" in refused(*copied("funding_tranche", tranche.pk, number=9, amount=1, remaining=1))
    assert "more than the tranche" in refused(*copied("funding_payment", payment.pk, invoice="x", state="requested"))
    refused("UPDATE funding_allocation SET remaining = -1")
    refused("UPDATE funding_tranche SET remaining = amount + 1")
    refused("UPDATE funding_grant SET amount = amount + 1")


def test_m4_an_allocation_is_made_with_its_entry(world):
    world.receive(100)
    allocation = world.allocate(60)
    sealed = JournalEntry.objects.earliest("pk")
    assert "its entry" in refused(*copied("funding_allocation", allocation.pk, entry_id=sealed.pk, remaining=60))
    entry = open_entry(world, kind="allocated")
    leg(entry, "reserve", 40, world.free, "committed")
    leg(entry, "allocated", -40, world.free, "committed")
    assert "of its allocation" in refused(SEAL, entry.pk)


def test_m4_tranches_add_up_when_the_agreement_is_signed(world):
    world.receive(100)
    grant = world.award(world.allocate(60), 60)
    assert "add up" in refused(
        "UPDATE funding_grant SET state = 'signed', signed_on = awarded_on, signed_by_id = by_id WHERE id = %s",
        grant.pk,
    )


def test_m4_a_plan_is_taken_back_until_it_is_signed_and_then_no_more(world):
    world.receive(100)
    signed = world.grant(60)
    for table in ("funding_budgetline", "funding_tranche"):
        assert "of a signed grant stays as it is" in refused(f"DELETE FROM {table} WHERE grant_id = {signed.pk}")
    assert signed.tranches.exists() and signed.budget.exists()


def asked(world):
    world.receive(100)
    return world.request(world.grant(60).tranches.get())


def test_m10_nobody_approves_what_they_asked_for_or_twice(world):
    payment = asked(world)
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    first = payment.approvals.get()
    lead = world.cast.lead.pk
    refused(*copied("funding_paymentapproval", first.pk, step="finance", by_id=lead))
    refused(*copied("funding_paymentapproval", first.pk, step="finance"))
    refused(*copied("funding_paymentapproval", first.pk, by_id=world.cast.treasurer.pk))
    lied = copied(
        "funding_paymentapproval", first.pk, step="finance", by_id=lead, requested_by_id=world.cast.director.pk
    )
    assert "exactly" in refused(*lied)


def test_m10_whoever_is_tied_to_the_grantee_approves_nothing(world):
    payment = asked(world)
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    first = payment.approvals.get()
    InterestFactory(person=world.cast.treasurer, organisation=world.cast.partner.organisation)
    tied = copied("funding_paymentapproval", first.pk, step="finance", by_id=world.cast.treasurer.pk)
    assert "interest" in refused(*tied)
    own = copied("funding_paymentapproval", first.pk, step="finance", by_id=world.cast.signatory.pk)
    assert "acts for" in refused(*own)


def test_m10_two_approve_and_a_third_pays(world):
    payment = asked(world)
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    assert "two people" in refused("UPDATE funding_payment SET state = 'instructed' WHERE id = %s", payment.pk)
    payments.approve(actor=world.treasurer, payment=payment, step=Step.FINANCE)
    world.instruct(payment)
    refused(
        "UPDATE funding_payment SET state = 'executed', executed_by_id = %s, executed_on = %s, entry_id = %s "
        "WHERE id = %s",
        world.cast.director.pk, clock.today(), JournalEntry.objects.earliest("pk").pk, payment.pk,
    )  # fmt: skip
    payments.execute(actor=world.director, payment=payment)
    refused("UPDATE funding_payment SET executed_by_id = by_id WHERE id = %s", payment.pk)


def test_m10_a_payment_above_the_second_threshold_names_its_decision(cast):
    world = FundWorld(cast, {"decision_above": 50})
    payment = asked(world)
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    given = world.decision()
    payments.approve(actor=world.treasurer, payment=payment, step=Step.FINANCE, decision=given)
    assert "decision" in refused(
        "UPDATE funding_payment SET state = 'instructed', decision_id = NULL WHERE id = %s", payment.pk
    )


def test_m14_the_same_event_is_told_once(world):
    receipt = world.receive(100)
    payment = world.request(world.grant(60).tranches.get())
    refused(*copied("funding_bankline", receipt.line_id))
    refused(*copied("funding_receipt", receipt.pk))
    refused(*copied("funding_payment", payment.pk))
    entry = receipt.entry
    refused(*copied("funding_journalentry", entry.pk, number=902, state="open"))


def test_m14_a_receipt_is_what_its_line_and_its_entry_say(world):
    receipt = world.receive(100)
    other = world.line(70)
    run("DELETE FROM funding_receipt WHERE id = -1")
    said = refused(
        *copied("funding_receipt", receipt.pk, line_id=other.pk, entry_id=receipt.entry_id, paper_number=None)
    )
    assert "line" in said or "unique" in said.lower()


def test_m16_a_posting_is_in_its_buckets_currency_and_a_rate_has_its_source(world):
    receipt = world.receive(100)
    entry = open_entry(world)
    said = refused(
        "INSERT INTO funding_posting (entry_id, book, account, currency, amount, restriction_id) "
        "VALUES (%s, 'cash', 'restricted', 'USD', -5, %s)",
        entry.pk,
        world.free.pk,
    )
    assert "currency" in said
    other = world.line(70).receipt
    assert "rate" in refused("UPDATE funding_receipt SET rate = 3.7 WHERE id = %s", other.pk)
    assert receipt.currency == "ILS"


def test_m17_a_closed_day_stays_closed(world):
    receipt = world.receive(100)
    with clock.at(clock.now().replace(year=clock.now().year + 1)):
        funds.close_period(actor=world.treasurer, fund=world.fund, until=receipt.on)
        entry = open_entry(world, on=receipt.on)
        leg(entry, "bank", -40)
        leg(entry, "restricted", 40, world.free)
        assert "closed" in refused(SEAL, entry.pk)


def test_m17_what_was_closed_is_not_opened_by_an_earlier_day(world):
    until = clock.today() - timedelta(days=30)
    close = funds.close_period(actor=world.treasurer, fund=world.fund, until=until)
    earlier = copied("funding_periodclose", close.pk, closed_until=until - timedelta(days=1))
    assert "later day" in refused(*earlier)
