"""The running totals say what the postings say: at any day, up to any entry, and when they are made anew."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from funding import ledger
from funding.models import Posting, Turnover
from funding.selectors import audit_books, positions
from funding.selectors.positions import Bound
from kernel import clock
from tests.factories.funding import FundWorld
from tests.funding.history import History

pytestmark = pytest.mark.django_db


def by_postings(fund, within):
    """The trial balance counted from the postings alone."""
    legs = [
        ledger.Leg(account, amount, currency)
        for account, amount, currency in positions.postings(fund, within).values_list("account", "amount", "currency")
    ]
    return ledger.trial_balance(legs)


def turns(fund, within, starts_on):
    """What moved by account, before and in the period."""
    out = defaultdict(lambda: [0, 0])
    for turn in positions.turnover(fund, within, starts_on):
        out[turn.account, turn.restriction][0] += turn.before
        out[turn.account, turn.restriction][1] += turn.within
    return {key: tuple(both) for key, both in out.items() if any(both)}


def turns_by_postings(fund, within, starts_on):
    out = defaultdict(lambda: [0, 0])
    rows = positions.postings(fund, within).values_list("account", "restriction", "entry__on", "amount")
    for account, restriction, on, amount in rows:
        out[account, restriction][on >= starts_on] += amount
    return {key: tuple(both) for key, both in out.items() if any(both)}


@pytest.mark.parametrize("seed", range(3))
def test_the_totals_give_what_the_postings_give_at_any_day_and_entry(cast, seed):
    world = FundWorld(cast)
    start = clock.now() - timedelta(days=70)
    with clock.at(start):
        history = History(world, seed)
    for part in range(3):
        with clock.at(start + timedelta(days=part * 30)):
            history.play(14)
    last = world.fund.entries.order_by("-number").first().number
    first_day = (start - timedelta(days=1)).date()
    for number in (last, last - 5, last // 2):
        for days in (3, 17, 40, 75, 120):
            within = Bound(number, first_day + timedelta(days=days))
            assert positions.trial_balance(world.fund, within) == by_postings(world.fund, within)
            for starts_on in (date.min, within.as_of.replace(day=1), within.as_of - timedelta(days=9)):
                given = (world.fund, within, starts_on)
                assert turns(*given) == turns_by_postings(*given)
    assert audit_books.totals_differ() == []


def test_totals_that_were_bent_are_named_and_made_anew(cast):
    world = FundWorld(cast)
    world.receive(100_00)
    world.pay(world.grant(60_00), 40_00)
    assert audit_books.totals_differ() == []
    Turnover.objects.filter(account="bank").update(debit=1)
    assert audit_books.totals_differ() != []
    call_command("rebuild_turnover")
    assert audit_books.totals_differ() == []
    told = sum(Posting.objects.filter(account="bank").values_list("amount", flat=True))
    assert sum(row.debit - row.credit for row in Turnover.objects.filter(account="bank")) == told
