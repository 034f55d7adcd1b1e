"""What is cut off between any two statements leaves nothing half and nothing double."""

import pytest
from django.db import connection

from funding.models import JournalEntry, Payment, Posting, Restriction, Tranche
from funding.services import payment_files, payments
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


class Cut(Exception):
    """The power went."""


class CutAt:
    """Lets so many statements through, then cuts."""

    def __init__(self, most):
        self.left = most

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):  # the way back is the database's own
            return execute(sql, params, many, context)
        if self.left == 0:
            raise Cut
        self.left -= 1
        return execute(sql, params, many, context)


def picture():
    """All that a payment run touches."""
    return (
        list(Payment.objects.order_by("pk").values_list("state", "entry", "file")),
        list(Tranche.objects.order_by("pk").values_list("remaining", "state")),
        list(Restriction.objects.order_by("pk").values_list("available", flat=True)),
        JournalEntry.objects.count(),
        Posting.objects.count(),
    )


def cut_everywhere(act):
    """Run the act cut at each statement in turn, until it goes through; each cut leaves the picture as it was."""
    before, cuts = picture(), 0
    while True:
        try:
            with connection.execute_wrapper(CutAt(cuts)):
                act()
            return cuts
        except Cut:
            assert picture() == before
            cuts += 1


def test_a_payment_run_cut_at_any_statement_leaves_nothing_half(cast):
    world = FundWorld(cast)
    world.receive(100_00)
    payment = world.request(world.grant(60_00).tranches.get())
    world.approve(payment)

    def fresh():
        return Payment.objects.select_related("fund", "tranche__grant").get(pk=payment.pk)

    given = {"actor": world.treasurer, "account": world.account}
    assert cut_everywhere(lambda: payment_files.instruct(**given, chosen=[fresh()])) > 5
    director = world.director
    assert cut_everywhere(lambda: payments.execute(actor=director, payment=fresh())) > 10
    assert JournalEntry.objects.filter(kind="executed").count() == 1
    assert world.available() == 40_00
