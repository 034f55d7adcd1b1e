"""The nightly check: clean books give nothing; each rule, broken on purpose with the guards lifted, is named."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from funding.models import JournalEntry, LedgerCheck, Step
from funding.selectors import duties, ledger_audit
from funding.services import bank, fund_reports, payments, rounds
from funding.tasks import audit_ledger
from kernel import clock, guards
from tests.factories.funding import FundWorld, names
from tests.factories.partners import InterestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    """A fund with everything in it once."""
    made = FundWorld(cast)
    made.pledge(100_00)
    made.receive(100_00)
    grant = made.grant(60_00)
    payment = made.pay(grant, 40_00)
    payments.reconcile(actor=made.treasurer, payment=payment, line=made.line(-40_00))
    today = clock.today()
    bank.reconcile(actor=made.treasurer, account=made.account, until=today, statement=60_00)
    fund_reports.make(actor=made.treasurer, fund=made.fund, starts_on=today - timedelta(days=30), as_of=today)
    made.payment = payment
    return made


def found():
    return {one.rule for one in ledger_audit.findings()}


def bend(sql):
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_clean_books_break_nothing(world):
    assert ledger_audit.findings() == []


def test_the_command_says_so_and_keeps_the_result(world, capsys):
    call_command("audit_ledger")
    assert "0 breaks" in capsys.readouterr().out
    assert LedgerCheck.objects.latest("began_at").breaks_count == 0


BENT = {
    "M22": "UPDATE funding_payeeaccount SET sealed_number = 'gone' || substr(sealed_number, 5)",
    "M1": "UPDATE funding_posting SET amount = amount + 1 WHERE account = 'bank' AND amount > 0",
    "M2": "UPDATE funding_journalentry SET number = number + 5 WHERE kind = 'executed'",
    "M3": "UPDATE funding_restriction SET available = available + 1 WHERE kind = 'free'",
    "M4": "UPDATE funding_tranche SET remaining = remaining - 1",
    "M6": "UPDATE funding_instalment SET received = 5",
    "M7": "UPDATE funding_restriction SET ends_on = '2001-01-01' WHERE kind = 'free'",
    "M9": "UPDATE funding_restriction SET ends_on = '2001-01-01' WHERE kind = 'free'",
    "M10": "DELETE FROM funding_paymentapproval WHERE step = 'finance'",
    "M11": "UPDATE funding_payment SET invoice = 'another'",
    "M13": "UPDATE funding_tranche SET due_on = '2099-01-01'",
    "M15": "UPDATE funding_instalment SET amount = amount - 1",
    "M16": "UPDATE funding_posting SET currency = 'USD'",
    "M18": "UPDATE funding_reconciliation SET book = book + 1, note = 'x'",
    "M20": "UPDATE funding_fundreport SET hash = 'x'",
    "M21": "UPDATE funding_allocation SET amount = amount + 1, remaining = remaining + 1",
}


@pytest.mark.parametrize("rule", BENT)
def test_a_rule_broken_behind_the_guards_is_named(world, rule):
    bend(BENT[rule])
    assert rule in found()


def test_the_command_and_the_task_name_each_break_and_fail(world, capsys):
    bend(BENT["M3"])
    with pytest.raises((SystemExit, CommandError)) as failure:
        call_command("audit_ledger")
    assert failure.value.code == 1
    assert world.free.public_id in capsys.readouterr().err
    assert audit_ledger() == LedgerCheck.objects.latest("pk").breaks_count > 0


def test_an_approval_of_somebody_tied_then_is_found(world):
    InterestFactory(person=world.cast.coordinator, organisation=world.cast.partner.organisation)
    assert "M12" in found()


def test_a_round_that_gave_more_than_its_ceiling_is_found(world):
    today = clock.today()
    values = {**names("סבב"), "restriction": world.free, "ceiling": 60_00, "opens_on": today, "closes_on": today}
    round = rounds.open_round(actor=world.coordinator, fund=world.fund, values=values)
    bend(f"UPDATE funding_allocation SET round_id = {round.pk}")
    assert "M5" not in found()
    bend("UPDATE funding_fundinground SET ceiling = 1")
    assert "M5" in found()


def test_whoever_answers_reads_each_break_with_its_rows_and_is_told(world, page):
    bend(BENT["M3"])
    audit_ledger()
    html = page("treasurer", "fund").content.decode()
    assert "M3" in html and world.free.public_id in html
    for role in ("treasurer", "director"):
        kinds = [one.kind for one in duties.for_person(world.cast.actor(role), clock.today())]
        assert "funding.check" in kinds
    bend("UPDATE funding_restriction SET available = available - 1 WHERE kind = 'free'")
    audit_ledger()
    assert "funding.check" not in [one.kind for one in duties.for_person(world.treasurer, clock.today())]


def test_a_line_booked_twice_is_found(world):
    receipt = world.fund.receipts.get()
    bend(f"UPDATE funding_payment SET line_id = {receipt.line_id}")
    assert "M14" in found()


def test_a_fee_without_a_cause_in_the_bank_is_found(world):
    bend("UPDATE funding_journalentry SET kind = 'assigned' WHERE kind = 'executed'")
    assert "M19" in found()


def test_an_entry_written_after_its_day_was_closed_is_found(world):
    entry = JournalEntry.objects.earliest("pk")
    with clock.at(clock.now() + timedelta(days=2)):
        from funding.services import funds

        funds.close_period(actor=world.treasurer, fund=world.fund, until=entry.on)
    later = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M:%S+00:00")
    bend(f"UPDATE funding_journalentry SET at = '{later}'")
    assert "M17" in found()


def test_a_donors_restriction_lifted_without_consent_is_found(world):
    entry = JournalEntry.objects.filter(kind="charged").first()
    assert entry is None
    bend("UPDATE funding_restriction SET kind = 'donor', funder_id = (SELECT MIN(id) FROM funding_funder)")
    bend("UPDATE funding_journalentry SET kind = 'rededicated' WHERE kind = 'executed'")
    assert "M8" in found()


def test_the_step_names_are_those_of_the_workflow():
    assert {str(step) for step in Step} == {"programme", "finance"}
