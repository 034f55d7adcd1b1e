"""Money in: a file once, a changed line named, books equal bank, closed days, foreign money."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from funding.models import BankLine, JournalEntry, Posting, Receipt
from funding.services import bank, funds, journal, receipts
from funding.services.bank import Line
from kernel import clock
from kernel.errors import Conflict, Invalid, Refused
from kernel.formatting import day_words
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def world(cast):
    return FundWorld(cast)


def file(world, lines, name="a", total=None):
    return bank.take_in(
        actor=world.treasurer, account=world.account, name=f"{name}.csv", hash=name * 64, lines=lines, total=total
    )


LINES = [Line("1", DAY, 100_00, "קרן", row=2), Line("2", DAY, -3_00, "בנק", row=3), Line("3", DAY, 50_00, row=4)]


def test_the_same_file_ten_times_is_one_set_of_entries(world):
    news = [file(world, LINES)[1] for _time in range(10)]
    assert news == [True] + [False] * 9
    assert (BankLine.objects.count(), Receipt.objects.count(), JournalEntry.objects.count()) == (3, 2, 2)


def test_an_overlapping_file_adds_what_is_new(world):
    file(world, LINES)
    got, _new = file(world, [*LINES, Line("4", DAY, 7_00, row=5)], "b")
    assert (got.rows_count, got.new_count) == (4, 1)
    assert journal.bank(world.fund) == 157_00


@pytest.mark.parametrize(
    ("lines", "total", "code", "word"),
    [
        ([Line("1", DAY, 99_00, row=2)], None, "changed_lines", "2"),
        ([Line("9", DAY, 5, row=2), Line("9", DAY, 6, row=3)], None, "changed_lines", "3"),
        ([Line("9", DAY, 0, row=7)], None, "changed_lines", "7"),
        ([Line("9", DAY, 5_00, row=2)], 6_00, "total", "5"),
        ([], None, "empty", ""),
    ],
)
def test_a_file_that_does_not_fit_is_refused_as_a_whole(world, lines, total, code, word):
    file(world, LINES)
    with pytest.raises(Invalid) as refusal:
        file(world, lines, "c", total)
    assert refusal.value.code == code
    assert word in str(refusal.value)
    assert BankLine.objects.count() == 3


def test_the_bank_tells_nothing_of_a_day_to_come(world):
    """A slip in the year would make money free that nobody has."""
    later = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        file(world, [*LINES, Line("9", later, 5_00, row=7)])
    assert (refusal.value.code, "7" in str(refusal.value)) == ("to_come", True)
    with pytest.raises(Invalid) as refusal:
        bank.add_line(actor=world.treasurer, account=world.account, line=Line("9", later, 5_00))
    assert "on" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        bank.reconcile(actor=world.treasurer, account=world.account, until=later, statement=0)
    assert "until" in refusal.value.fields
    assert (BankLine.objects.count(), journal.bank(world.fund)) == (0, 0)


def test_a_line_typed_twice_is_refused(world):
    bank.add_line(actor=world.treasurer, account=world.account, line=Line("1", DAY, 5))
    with pytest.raises(Conflict):
        bank.add_line(actor=world.treasurer, account=world.account, line=Line("1", DAY, 5))


def test_only_the_treasurer_takes_a_file_in(world):
    with pytest.raises(Refused) as refusal:
        bank.take_in(actor=world.director, account=world.account, name="x", hash="x", lines=LINES)
    assert refusal.value.code == "not_treasurer"


def test_books_equal_bank_or_say_why(world):
    file(world, LINES)
    with pytest.raises(Invalid) as refusal:
        bank.reconcile(actor=world.treasurer, account=world.account, until=DAY, statement=147_00)
    assert refusal.value.code == "differs"
    receipts.assign(actor=world.treasurer, receipt=Receipt.objects.get(line__bank_id="1"), parts={world.free: 100_00})
    bank.charge(actor=world.treasurer, line=BankLine.objects.get(bank_id="2"), restriction=world.free)
    row = bank.reconcile(actor=world.treasurer, account=world.account, until=DAY, statement=147_00)
    assert (row.difference, row.open_lines) == (0, 0)
    assert bank.statement_balance(world.account) == journal.bank(world.fund)


def test_a_closed_day_takes_nothing_more(world):
    file(world, LINES)
    funds.close_period(actor=world.treasurer, fund=world.fund, until=DAY)
    with pytest.raises(Refused) as refusal:
        file(world, [Line("8", DAY, 5_00, row=2)], "d")
    assert refusal.value.code == "closed_period"
    assert day_words(DAY, "plain") in str(refusal.value)
    with pytest.raises(Conflict):
        funds.close_period(actor=world.treasurer, fund=world.fund, until=DAY - timedelta(days=1))


def test_what_the_bank_did_before_the_close_is_told_on_the_first_open_day(world):
    """A fee found later, in a month that is closed: the line keeps its day, the entry stands on a day that is open."""
    file(world, LINES)
    receipts.assign(actor=world.treasurer, receipt=Receipt.objects.get(line__bank_id="1"), parts={world.free: 100_00})
    fee = BankLine.objects.get(bank_id="2")
    funds.close_period(actor=world.treasurer, fund=world.fund, until=fee.on)
    entry = bank.charge(actor=world.treasurer, line=fee, restriction=world.free)
    assert (entry.on, BankLine.objects.get(pk=fee.pk).on) == (fee.on + timedelta(days=1), fee.on)


def test_a_file_with_a_closed_day_says_which_rows_and_passes_once_they_are_typed(world):
    file(world, LINES)
    funds.close_period(actor=world.treasurer, fund=world.fund, until=DAY)
    late = [Line("8", DAY, 5_00, row=2), Line("9", DAY + timedelta(days=1), 6_00, row=3)]
    with pytest.raises(Refused) as refusal:
        file(world, late, "d")
    assert " 2 " in str(refusal.value).replace("\u2068", " ").replace("\u2069", " ")
    typed = Line("8", DAY + timedelta(days=1), 5_00)
    bank.add_line(actor=world.treasurer, account=world.account, line=typed)
    assert file(world, late, "d")[0].new_count == 1


def foreign(world, rate):
    account = bank.open_account(
        actor=world.treasurer, fund=world.fund, values={"name": "דולר", "currency": "USD", "last_digits": "0001"}
    )
    dollars = world.fund.restrictions.get(kind="unassigned", currency="USD")
    pledge = world.pledge(
        1000_00,
        restriction=world.free,
        currency="USD",
        rate=Decimal(rate),
        rate_source="בנק ישראל",
        rate_on=DAY,
    )
    receipt = world.line(1000_00, account=account).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    return account, dollars, receipt


@pytest.mark.parametrize(("bought", "difference"), [(3600_00, -100_00), (3700_00, 0), (3800_00, 100_00)])
def test_an_exchange_shows_its_difference_and_the_receipt_bears_it(world, bought, difference):
    account, dollars, receipt = foreign(world, "3.7")
    sold, came = world.line(-1000_00, account=account), world.line(bought)
    receipts.exchange(actor=world.treasurer, receipt=receipt, sold_line=sold, bought_line=came)
    told = Posting.objects.filter(account="exchange", entry__kind="exchanged")
    assert -sum(told.values_list("amount", flat=True)) == difference
    dollars.refresh_from_db()
    assert (dollars.available, receipt.waiting) == (0, bought)
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: bought})
    assert (world.available(), journal.bank(world.fund), journal.bank(world.fund, "USD")) == (bought, bought, 0)


def test_a_foreign_receipt_does_not_meet_a_pledge_in_shekels(world):
    account, _dollars, _receipt = foreign(world, "3.7")
    home = world.pledge(500_00)
    receipt = world.line(500_00, account=account).receipt
    with pytest.raises(Invalid):
        receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=home.instalments.get())


def test_unassigned_money_goes_back_to_its_sender(world):
    receipt = world.line(80_00).receipt
    receipts.refund(actor=world.treasurer, receipt=receipt, line=world.line(-80_00), reason="טעות")
    assert journal.bank(world.fund) == 0
    with pytest.raises(Refused):
        receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 1})


def test_receipts_are_numbered_without_a_gap(world):
    papers = [receipts.issue(actor=world.treasurer, receipt=world.receive(10_00)).paper_number for _ in range(3)]
    assert papers == [1, 2, 3]


def test_what_was_posted_late_is_dated_in_the_open_period(world):
    file(world, LINES)
    funds.close_period(actor=world.treasurer, fund=world.fund, until=DAY)
    receipts.assign(actor=world.treasurer, receipt=Receipt.objects.get(line__bank_id="1"), parts={world.free: 100_00})
    assert JournalEntry.objects.get(kind="assigned").on == clock.today()
