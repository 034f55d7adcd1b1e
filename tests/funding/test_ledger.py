"""Double entry as values: every event balances, reversal undoes, the trial balance is equal on both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding import ledger
from funding.ledger import Leg

amounts = st.integers(min_value=1, max_value=10**12)
keys = st.integers(min_value=2, max_value=6)


@st.composite
def events(draw):
    """One event of any kind with any amounts."""
    kind = draw(
        st.sampled_from(
            ["recorded", "refunded", "assigned", "rededicated", "charged", "exchanged", "borne", "allocated", "awarded",
             "executed", "released"]
        )
    )  # fmt: skip
    amount, key = draw(amounts), draw(keys)
    if kind == "assigned":
        return ledger.assigned(draw(st.dictionaries(keys, amounts, min_size=1, max_size=4)), 1, funder=draw(keys))
    if kind == "rededicated":
        return ledger.rededicated(amount, key, key + 1)
    if kind == "exchanged":
        return ledger.exchanged(amount, "USD", 1, draw(amounts), draw(amounts), 9, "ILS")
    if kind == "borne":
        return ledger.exchange_borne(draw(st.sampled_from([-1, 1])) * amount, 9)
    if kind in {"recorded", "refunded"}:
        return getattr(ledger, kind)(amount, 1)
    if kind == "charged":
        return ledger.charged(amount, key)
    if kind == "allocated":
        return ledger.allocated(amount, key, 7)
    return getattr(ledger, kind)(amount, key, 7, draw(st.sampled_from([8, 9])))


@given(events())
def test_every_event_balances_per_book_and_currency(legs):
    sums = {}
    for leg in legs:
        sums[leg.book, leg.currency] = sums.get((leg.book, leg.currency), 0) + leg.amount
    assert set(sums.values()) == {0}
    assert len(legs) >= 2


@given(events())
def test_a_reversal_leaves_no_trace_in_the_balances(legs):
    both = [*legs, *ledger.reversal(legs)]
    assert set(ledger.available(both).values()) <= {0}
    assert all(line.balance == 0 for line in ledger.trial_balance(both))


@given(st.lists(events(), max_size=30))
def test_the_trial_balance_is_equal_on_both_sides(history):
    lines = ledger.trial_balance(leg for legs in history for leg in legs)
    for currency in {line.currency for line in lines}:
        mine = [line for line in lines if line.currency == currency]
        assert sum(line.debit for line in mine) == sum(line.credit for line in mine)


@given(st.lists(events(), max_size=30))
def test_what_the_bank_holds_is_promised_free_or_waits(history):
    legs = [leg for one in history for leg in one if leg.currency == "ILS"]
    balances = {line.account: line.balance for line in ledger.trial_balance(legs)}
    assert ledger.position(balances).adds_up


@given(amounts, amounts)
def test_the_difference_of_an_exchange_is_borne_by_its_own_receipt(bought, booked):
    legs = list(ledger.exchanged(100, "USD", 1, bought, booked, 9, "ILS"))
    difference = bought - booked
    assert sum(leg.amount for leg in legs if leg.account == ledger.EXCHANGE) == -difference
    if difference:
        legs += ledger.exchange_borne(difference, 9)
    assert ledger.available(legs)[9] == bought
    assert sum(leg.amount for leg in legs if leg.account == ledger.EXCHANGE) == 0


def test_a_shekel_from_the_bank_to_a_grantee():
    # given 100 received for bucket 2, 40 of it allocated and granted
    legs = [*ledger.recorded(100, 1), *ledger.assigned({2: 100}, 1), *ledger.allocated(40, 2, 7)]
    legs += ledger.awarded(40, 2, 7, 8)
    assert ledger.available(legs) == {1: 0, 2: 60}
    # when 30 are paid and the rest is released
    legs += [*ledger.executed(30, 2, 7, 8), *ledger.released(10, 2, 7, 8)]
    # then 70 are left, all free
    assert ledger.available(legs) == {1: 0, 2: 70}
    balances = {line.account: line.balance for line in ledger.trial_balance(legs)}
    assert ledger.position(balances) == ledger.Position(bank=70, committed=0, free=70, unassigned=0)


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        ([Leg("bank", 5)], "one_legged"),
        ([Leg("bank", 5), Leg("exchange", -4)], "unbalanced"),
        ([Leg("bank", 5), Leg("exchange", 0), Leg("exchange", -5)], "zero"),
        ([Leg("bank", 5), Leg("reserve", -5, restriction=1)], "unbalanced"),
        ([Leg("bank", 5), Leg("exchange", -5, "USD")], "unbalanced"),
        ([Leg("bank", 5), Leg("restricted", -5)], "no_bucket"),
        ([Leg("bank", 5.0), Leg("exchange", -5.0)], "not_whole"),
    ],
)
def test_what_is_no_entry_is_refused(legs, code):
    with pytest.raises(ledger.Unbalanced) as refusal:
        ledger.check(legs)
    assert refusal.value.code == code


@pytest.mark.parametrize("amount", [0, -1, 1.0])
def test_an_event_is_of_a_positive_whole_amount(amount):
    with pytest.raises(ledger.Unbalanced):
        ledger.recorded(amount, 1)
