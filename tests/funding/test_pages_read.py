"""What the fund's pages say at a glance: totals, the flow, the way of a round and of a payment."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from funding.forms.bank import BankFileForm, LineForm, ReconcileForm
from funding.models import FundingRound, Payment, Proposal
from funding.selectors import approving, fund_page, journal_page, round_page
from funding.services import bank, grantee_reports, payments, rounds
from kernel import clock
from kernel.formatting import amount, fingerprint, money_short
from tests.actors import actor_of
from tests.factories.funding import names

pytestmark = pytest.mark.django_db


def test_the_total_of_the_buckets_is_the_equation_and_the_flow_is_the_same_money(world):
    world.receive(40_000_00, world.bucket("צפון", kind="designated", decision=world.decision()))
    world.pay(world.grant(30_000_00))
    seen = fund_page.of(world.treasurer, world.fund)
    total = seen.totals[0]
    assert (total.received, total.paid, total.committed) == (seen.received, seen.paid, seen.position.committed)
    assert total.available == seen.position.free
    assert sum(part.amount for part in seen.flow.sources) == seen.received == 140_000_00
    assert sum(part.amount for part in seen.flow.uses) == seen.received


def test_the_flow_is_drawn_for_readers_of_the_journal_alone(world):
    assert fund_page.of(world.treasurer, world.fund).flow is not None
    assert fund_page.of(actor_of(world.cast.evaluator), world.fund).flow is None


def test_a_page_of_the_journal_is_summed_by_currency(world, page):
    lines = journal_page.lines(
        world.treasurer, world.fund.initiative_id, journal_page.entries(world.treasurer, world.fund)
    )
    (sums,) = journal_page.sums(lines)
    assert sums.is_balanced and sums.debit == 200_000_00
    assert amount(sums.debit) in page("treasurer", "ledger").content.decode()


def opened(world):
    return rounds.open_round(
        actor=world.coordinator,
        fund=world.fund,
        values={
            **names("סבב"),
            "restriction": world.free,
            "ceiling": 500_00,
            "opens_on": clock.today(),
            "closes_on": clock.today(),
        },
    )


def test_a_round_tells_how_far_it_is_and_what_would_be_left(world):
    round = opened(world)
    assert [one.state for one in round_page.stages(round)] == ["done", "now", "next", "next", "next", "next"]
    round.restriction.refresh_from_db()
    told = round_page.money(world.treasurer, round, [])
    assert (told.free, told.left) == (100_000_00, 100_000_00)
    round.state = "announced"
    assert {one.state for one in round_page.stages(round)} == {"done"}
    assert round_page.money(world.treasurer, round, []).free is None


def test_a_partner_with_a_proposal_is_offered_no_second_one(world, page):
    """One each: the button goes, and comes again once the first is withdrawn."""
    round, lead = opened(world), world.cast.actor("lead")
    assert "/propose/" in page("lead", "round", round).content.decode()
    values = {"title": "תגבור", "amount": 60_00}
    made = rounds.submit(actor=lead, round=round, participation=world.cast.partner, values=values)
    assert "/propose/" not in page("lead", "round", round).content.decode()
    assert page("lead", "proposal-new", round).status_code == 403
    rounds.withdraw(actor=lead, proposal=made)
    seen = page("lead", "proposal-new", round)
    assert seen.status_code == 200 and "₪500" in seen.content.decode()


def test_a_round_without_proposals_does_not_hint_at_hidden_ones(world, page):
    round = opened(world)
    assert gettext("No proposal yet") in page("director", "round", round).content.decode()
    assert gettext("No proposal yet") not in page("lead", "round", round).content.decode()


def test_forms_of_a_round_tell_the_figures_they_are_held_to(world, page):
    """What was asked, what the round may give and what is free; whoever was declined waits for no body."""
    round, lead = opened(world), world.cast.actor("lead")
    values = {"title": "תגבור", "amount": 600_00}
    made = rounds.submit(actor=lead, round=round, participation=world.cast.partner, values=values)
    FundingRound.objects.update(state="assessed")
    seen = page("director", "round-recommend", round).content.decode()
    assert all(told in seen for told in ("₪600", "₪500", "₪100,000"))
    rounds.recommend(actor=world.director, round=FundingRound.objects.get(), amounts={Proposal.objects.get(): 0})
    seen = page("director", "round", round)
    assert (len(seen.context["proposals"]), seen.context["recusals"]) == (1, [])
    Proposal.objects.update(state="recommended", recommended=400_00)
    assert len(page("director", "round", round).context["recusals"]) == 1
    FundingRound.objects.update(state="decided")
    assert page("director", "round", round).context["recusals"] == []
    assert "₪100,000" in page("director", "proposal-allocate", made).content.decode()


def test_a_district_is_left_out_in_one_way(world, page):
    seen = page("lead", "proposal-new", opened(world)).content.decode()
    assert seen.count('<option value="" selected>') == 2  # district and kind of cost


def test_who_sees_a_round_alone_is_not_told_that_there_is_no_fund(world, signed_in):
    opened(world)
    url = reverse("funding:funds", args=[world.cast.initiative.slug])
    seen = signed_in(world.cast.person("data")).get(url).content.decode()
    assert "סבב" in seen and gettext("No fund yet") not in seen


def test_a_payment_says_whose_hand_is_awaited(world, page):
    grant = world.grant(30_000_00)
    payment = world.request(grant.tranches.get())
    assert [one.kind for one in approving.of(payment, [])] == ["done", "now", "next", "next"]
    assert approving.under_way(world.treasurer, grant).payment == payment
    payments.approve(actor=world.coordinator, payment=payment, step="programme")
    seen = page("treasurer", "grant", grant).content.decode()
    assert fingerprint(payment.fingerprint) in seen and payment.fingerprint not in seen
    payment.refresh_from_db()
    assert [one.kind for one in approving.of(payment, approving.approvals(payment))] == ["done", "done", "now", "next"]
    Payment.objects.filter(pk=payment.pk).update(state="cancelled")
    assert approving.under_way(world.treasurer, grant) is None


def test_the_yen_has_no_smaller_coin_on_pages_and_in_forms(world):
    assert amount(1500, "JPY") == "JPY\xa01,500"
    assert "2.5" in money_short(2_500_000, "JPY") and amount(1500).endswith("15")
    account = bank.open_account(
        actor=world.treasurer, fund=world.fund, values={"name": "ין", "currency": "JPY", "last_digits": "0003"}
    )
    line = {"account": account.public_id, "bank_id": "j1", "on": clock.today(), "direction": "in", "amount": "1500"}
    typed = LineForm(line, actor=world.treasurer, subject=world.fund)
    assert typed.is_valid() and typed.values()["line"].amount == 1500
    half = LineForm({**line, "amount": "15.50"}, actor=world.treasurer, subject=world.fund)
    assert not half.is_valid() and "amount" in half.errors
    month = {"account": account.public_id, "until": clock.today(), "statement": "1500"}
    balance = ReconcileForm(month, actor=world.treasurer, subject=world.fund)
    assert balance.is_valid() and balance.values()["statement"] == 1500
    sent = {"file": SimpleUploadedFile("bank.csv", b"reference,date,amount\n")}
    file = BankFileForm(
        {"account": account.public_id, "total": "-1500"}, sent, actor=world.treasurer, subject=world.fund
    )
    assert file.is_valid() and file.cleaned_data["total"] == -1500


def test_the_page_says_that_books_and_bank_differ(world, page):
    reconcile = {"actor": world.treasurer, "account": world.account, "until": clock.today()}
    bank.reconcile(**reconcile, statement=100_005_00, text="עמלה שטרם נרשמה")
    marks = fund_page.marks(world.fund)
    assert (marks.reconciled_until, marks.difference) == (clock.today(), 5_00)
    assert amount(5_00) in page("treasurer", "ledger").content.decode()


def test_a_trial_balance_is_summed(world, page):
    seen = page("treasurer", "trial-balance").content.decode()
    assert seen.count(amount(200_000_00)) == 2, "debit and credit, all accounts together"


def test_a_returned_report_asks_no_more_than_another_page(world, signed_in):
    grant = world.grant(60_00, reports=[clock.today() + timedelta(days=60)])
    report, lead = grant.reports.get(number=1), world.cast.actor("lead")
    grantee_reports.save(actor=lead, report=report, narrative="מה שנעשה")
    grantee_reports.submit(actor=lead, report=report)
    grantee_reports.return_with_question(actor=world.coordinator, report=report, text="כמה?")
    client, url = signed_in(world.cast.person("lead")), f"{report.get_absolute_url()}write/"
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]) <= 20
