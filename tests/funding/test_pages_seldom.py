"""Acts that are seldom done, each through its page: what it does, and the sentence where it is refused."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils.translation import gettext as _

from funding.models import Exchange, GranteeReport, Instalment, Payment
from funding.selectors import fund_page
from funding.services import bank, grants, payments, receipts
from funding.services.grants import TranchePlan
from kernel import clock
from kernel.formatting import num
from tests.factories.funding import FundWorld, budget
from tests.factories.working_groups import DecidedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(1_000_00)
    return made


@pytest.fixture
def told():
    """`told(answer)`: what a page says, also where a button leads back to it."""

    def read(answer):
        if answer.status_code == 302:
            answer = answer.client.get(answer.url)
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))

    return read


def test_foreign_money_is_exchanged_by_its_two_lines(world, page, told):
    account = bank.open_account(
        actor=world.treasurer, fund=world.fund, values={"name": "דולר", "currency": "USD", "last_digits": "0001"}
    )
    rate = {"currency": "USD", "rate": Decimal("3.50"), "rate_source": "בנק ישראל", "rate_on": clock.today()}
    pledge = world.pledge(100_00, **rate)
    receipt = world.line(100_00, account=account).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    other, sold, bought = (
        world.line(-60_00, account=account), world.line(-100_00, account=account), world.line(347_00)
    )  # fmt: skip
    assert page("treasurer", "receipt-exchange", receipt).status_code == 200
    wrong = page(
        "treasurer", "receipt-exchange", receipt, {"sold_line": other.public_id, "bought_line": bought.public_id}
    )
    assert wrong.status_code == 422 and not Exchange.objects.exists()
    assert _("Choose the line by which exactly this money was sold.") in told(wrong)
    assert f'value="{other.public_id}" selected' in wrong.content.decode()
    data = {"sold_line": sold.public_id, "bought_line": bought.public_id}
    assert page("director", "receipt-exchange", receipt, data).status_code == 403
    assert page("treasurer", "receipt-exchange", receipt, data).status_code == 302
    receipt.refresh_from_db()
    assert receipt.home == 347_00
    assert Exchange.objects.get().booked == 350_00
    assert page("treasurer", "receipt-exchange", receipt, data).status_code in {403, 422}
    assert Exchange.objects.count() == 1


def test_the_treasurer_says_how_probable_an_instalment_is_and_the_forecast_counts_by_it(world, page, told):
    due = world.pledge(90_00).instalments.get()
    assert page("treasurer", "instalment-weigh", due).status_code == 200
    for typed in ("101", "-1", "half"):
        assert page("treasurer", "instalment-weigh", due, {"percent": typed}).status_code == 422
    refusal = told(page("director", "instalment-weigh", due, {"percent": "40"}))
    assert _("This act belongs to the treasurer.") in refusal
    assert page("treasurer", "instalment-weigh", due, {"percent": "40"}).status_code == 302
    ahead = fund_page.of(world.treasurer, world.fund).ahead
    assert sum(one.promised for one in ahead.months) == 90_00
    assert sum(one.comes for one in ahead.months) == 36_00
    said = _("probability %(percent)s per cent") % {"percent": num(40)}
    assert said in page("treasurer", "pledge", due.pledge).content.decode()
    assert said not in page("funder", "pledge", due.pledge).content.decode(), "the funder is not told"


def test_an_instalment_is_written_off_by_a_decision_of_the_body(world, page, told):
    due = world.pledge(90_00).instalments.get()
    assert page("treasurer", "instalment-write-off", due).status_code == 200
    empty = page("treasurer", "instalment-write-off", due, {"decision": ""})
    assert empty.status_code == 422
    assert _("Money moves by a decision: choose the one that says so.") in told(empty)
    foreign = DecidedFactory(decided_on=clock.today())
    assert page("treasurer", "instalment-write-off", due, {"decision": foreign.public_id}).status_code == 422
    assert _("This act belongs to the treasurer.") in told(
        page("director", "instalment-write-off", due, {"decision": world.decision().public_id})
    )
    assert Instalment.objects.get().state == "scheduled"
    done = page("treasurer", "instalment-write-off", due, {"decision": world.decision().public_id})
    assert done.status_code == 302
    assert Instalment.objects.get().state == "written_off"
    again = page("treasurer", "instalment-write-off", due, {"decision": world.decision().public_id})
    assert again.status_code == 403


def granted(world):
    """A grant of two tranches; the second waits for the first report."""
    today = clock.today()
    plans = [TranchePlan(today, 60_00), TranchePlan(today, 40_00, after_report=1)]
    return world.grant(100_00, plans, reports=[today + timedelta(days=60)])


def test_a_report_is_waived_by_decision_and_what_waited_for_it_is_open(world, page, told):
    report = granted(world).reports.get(number=1)
    assert page("director", "grantee-report-waive", report).status_code == 200
    refused = page("coordinator", "grantee-report-waive", report, {"decision": world.decision().public_id})
    assert refused.status_code == 403
    assert page("director", "grantee-report-waive", report, {"decision": ""}).status_code == 422
    assert GranteeReport.objects.get(pk=report.pk).state == "scheduled"
    done = page("director", "grantee-report-waive", report, {"decision": world.decision().public_id})
    assert done.status_code == 302
    report.refresh_from_db()
    assert report.state == "waived"
    assert report.grant.tranches.get(number=2).conditions.get().met_on == clock.today()
    assert page("director", "grantee-report-waive", report, {"decision": world.decision().public_id}).status_code == 403


def test_a_grant_ends_before_its_time_and_what_was_not_paid_is_free(world, page, told):
    grant = granted(world)
    payment = world.request(grant.tranches.get(number=1), 60_00)
    data = {"decision": world.decision().public_id, "reason": "התוכנית נעצרה"}
    under_way = page("director", "grant-terminate", grant, data)
    assert under_way.status_code == 422
    assert _("A payment is under way: finish or cancel it first.") in told(under_way)
    assert "התוכנית נעצרה" in under_way.content.decode(), "what was typed stays"
    payments.cancel(actor=world.director, payment=payment, reason="בוטל")
    assert page("director", "grant-terminate", grant, {**data, "reason": " "}).status_code == 422
    assert world.available() == 900_00
    assert page("director", "grant-terminate", grant, data).status_code == 302
    grant.refresh_from_db()
    assert (grant.state, world.available()) == ("terminated", 1_000_00)


def test_a_grant_grows_by_a_tranche_and_shrinks_by_one_that_nobody_touched(world, page, told):
    grant = granted(world)
    first, second = grant.tranches.order_by("number")
    by = {"decision": world.decision().public_id, "reason": "שינוי היקף"}
    more = {**by, "direction": "more", "amount": "50", "tranche_due_on": clock.today().isoformat()}
    over = page("director", "grant-amend", grant, more)
    assert over.status_code == 422, "nothing is left of the allocation"
    assert "50" in told(over) and 'value="50"' in over.content.decode()
    less = {**by, "direction": "less", "amount": "40", "cancel": first.public_id}
    wrong = page("director", "grant-amend", grant, less)
    assert wrong.status_code == 422
    assert _("Choose the tranche that falls away: the amendment is as large as it.") in told(wrong)
    world.request(first, 10_00)
    touched = page("director", "grant-amend", grant, {**less, "amount": "60"})
    assert touched.status_code == 422
    assert _("Something of this tranche was paid or asked for: it stays.") in told(touched)
    assert page("director", "grant-amend", grant, {**less, "cancel": second.public_id}).status_code == 302
    second.refresh_from_db()
    assert (second.state, grant.changes.get().amount) == ("cancelled", -40_00)
    assert world.available() == 940_00, "what fell away is free, not the allocation's"


def test_a_grant_grows_out_of_what_its_allocation_has_left(world, page):
    grant = world.award(world.allocate(150_00), 100_00)
    tranches = [TranchePlan(clock.today(), 100_00)]
    grants.plan(actor=world.director, grant=grant, tranches=tranches, budget=budget(100_00))
    grants.send(actor=world.director, grant=grant)
    grants.sign(actor=world.cast.actor("signatory"), grant=grant)
    due = (clock.today() + timedelta(days=90)).isoformat()
    more = {"decision": world.decision().public_id, "reason": "הרחבה", "direction": "more", "tranche_due_on": due}
    assert page("director", "grant-amend", grant, {**more, "amount": "51"}).status_code == 422
    assert page("director", "grant-amend", grant, {**more, "amount": "50"}).status_code == 302
    assert grant.tranches.get(number=2).amount == 50_00
    grant.allocation.refresh_from_db()
    assert grant.allocation.remaining == 0


def test_a_request_takes_the_new_account_and_every_approval_is_void(world, page, told):
    payment = world.request(granted(world).tranches.get(number=1))
    same = page("lead", "payment-renew", payment, {})
    assert _("No other account was confirmed.") in told(same)
    world.approve(payment)
    world.payee("99-888-777666")
    page("treasurer", "payment-renew", payment, {})
    assert Payment.objects.get().state == "finance_approved", "only who may ask renews"
    assert page("lead", "payment-renew", payment, {}).status_code == 302
    payment = Payment.objects.get()
    assert (payment.state, payment.account.last_digits) == ("requested", "7666")
    assert payments.policies.approvers(payment) == set()
