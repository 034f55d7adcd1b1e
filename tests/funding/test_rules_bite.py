"""The guards themselves refuse: with them lifted, each statement that `test_rules_raw` sends goes through."""

import pytest
from django.db import connection

from funding.models import Grant, JournalEntry, Posting, Step
from funding.services import payments
from kernel import guards
from tests.factories.partners import InterestFactory
from tests.funding import test_rules_raw as raw

pytestmark = pytest.mark.django_db
world = raw.world


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funding_posting SET amount = amount * 2",
        "DELETE FROM funding_posting",
        "UPDATE funding_journalentry SET kind = 'charged'",
        "UPDATE funding_journalentry SET state = 'open'",
        "UPDATE funding_bankline SET amount = amount + 1",
        "UPDATE funding_receipt SET amount = amount + 1",
    ],
)
def test_m2_nothing_but_the_guard_keeps_what_is_posted(world, sql):
    world.receive(100)
    raw.refused(sql)
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


def test_m1_and_m3_nothing_but_the_seal_refuses_a_crooked_or_an_overdrawn_entry(world):
    world.receive(100)
    entry = raw.open_entry(world)
    raw.leg(entry, "bank", -40)
    raw.refused(raw.SEAL, entry.pk)
    with guards.lifted():
        raw.run(raw.SEAL, entry.pk)
    assert JournalEntry.objects.get(pk=entry.pk).state == "sealed"
    over = raw.open_entry(world, number=902)
    raw.leg(over, "bank", -101)
    raw.leg(over, "restricted", 101, world.free)
    raw.refused(raw.SEAL, over.pk)
    with guards.lifted():
        raw.run(raw.SEAL, over.pk)
    assert sum(Posting.objects.filter(entry=over).values_list("amount", flat=True)) == 0


def test_m4_nothing_but_the_guard_keeps_grants_within_their_allocation(world):
    world.receive(100)
    grant = world.grant(60)
    free = JournalEntry.objects.earliest("pk").pk
    copy = raw.copied("funding_grant", grant.pk, number=77, entry_id=free)
    raw.refused(*copy)
    with guards.lifted():
        raw.run(*copy)
    assert Grant.objects.filter(number=77).exists()


def test_m10_nothing_but_the_guard_keeps_the_tied_from_approving(world):
    payment = raw.asked(world)
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    InterestFactory(person=world.cast.treasurer, organisation=world.cast.partner.organisation)
    copy = raw.copied(
        "funding_paymentapproval", payment.approvals.get().pk, step="finance", by_id=world.cast.treasurer.pk
    )
    raw.refused(*copy)
    with guards.lifted():
        raw.run(*copy)
    assert payment.approvals.count() == 2
