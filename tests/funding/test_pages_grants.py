"""Rounds, grants, payments and their reports on their pages: from a proposal to money that left and was told about."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from funding.models import Allocation, Grant, PayeeAccount, Payment, PaymentFile, Proposal
from funding.services import rounds
from kernel import clock
from tests.conftest import made_fresh
from tests.factories.funding import names

pytestmark = pytest.mark.django_db


def iso(days=0):
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_round_from_proposals_to_a_grant(world, page):
    cast = world.cast
    data = {
        **names("סבב"),
        "restriction": world.free.public_id,
        "ceiling": "500",
        "opens_on": iso(),
        "closes_on": iso(9),
    }
    assert page("coordinator", "round-new").status_code == 200
    assert page("coordinator", "round-new", data=data).status_code == 302
    round = world.fund.rounds.get()
    asked = {"participation": cast.partner.public_id, "title": "תגבור", "amount": "300"}
    assert page("coordinator", "proposal-new", round).status_code == 403
    assert page("lead", "proposal-new", round).status_code == 200
    assert page("lead", "proposal-new", round, asked).status_code == 302
    proposal = Proposal.objects.get()
    assert page("lead", "proposal", proposal).status_code == 200
    assert page("lead", "proposal-assess", proposal).status_code == 403

    points = {f"points_{one.public_id}": 4 for one in round.guideline.criteria.all()}
    assert page("director", "proposal-assess", proposal).status_code == 200
    over = dict.fromkeys(points, 9)
    assert page("director", "proposal-assess", proposal, over).status_code == 422
    assert page("director", "proposal-assess", proposal, points).status_code == 302
    page("coordinator", "round-assessed", round, {})
    round.refresh_from_db()
    assert round.state == "opened", "two people assess"
    page("coordinator", "proposal-assess", proposal, points)
    page("coordinator", "round-assessed", round, {})
    assert page("coordinator", "round-recommend", round).status_code == 200
    too_much = {f"amount_{proposal.public_id}": "600"}
    assert page("coordinator", "round-recommend", round, too_much).status_code == 422
    assert page("coordinator", "round-recommend", round, {f"amount_{proposal.public_id}": "250"}).status_code == 302
    assert "250" in page("director", "round", round).content.decode()

    proposal.refresh_from_db()
    proposal.decision = world.decision(cast.partner.organisation)
    proposal.save()
    page("director", "round-decide", round, {})
    assert page("director", "proposal-allocate", proposal).status_code == 200
    more = {"restriction": world.free.public_id, "amount": "251"}
    assert page("director", "proposal-allocate", proposal, more).status_code == 422
    assert page("director", "proposal-allocate", proposal, {**more, "amount": "250"}).status_code == 302
    page("director", "round-announce", round, {})
    round.refresh_from_db()
    assert round.state == "announced"
    allocation = Allocation.objects.get()
    assert page("director", "allocation", allocation).status_code == 200
    assert page("director", "grant-new", allocation).status_code == 200
    award = {
        "participation": cast.partner.public_id, "title": "תגבור", "amount": "200",
        "starts_on": iso(), "ends_on": iso(300),
    }  # fmt: skip
    assert page("director", "grant-new", allocation, award).status_code == 302
    assert page("director", "allocation-close", allocation, {}).status_code == 302
    assert Grant.objects.get().amount == 200_00


def test_a_grant_is_planned_signed_paid_and_reported(world, page):
    grant = world.award(world.allocate(1_000_00), 1_000_00)
    plan = {
        "tranches_1_due_on": iso(), "tranches_1_amount": "400", "tranches_1_condition": "אישור מחוז",
        "tranches_2_due_on": iso(30), "tranches_2_amount": "600", "tranches_2_after_report": "1",
        "budget_1_name": "שכר", "budget_1_cost_type": "staff", "budget_1_amount": "990",
        "budget_2_name": "למידה", "budget_2_cost_type": "learning", "budget_2_amount": "10",
        "reports_1_due_on": iso(60),
    }  # fmt: skip
    assert page("director", "grant-plan", grant).status_code == 200
    assert page("director", "grant-plan", grant, plan).status_code == 422, "five per cent are for learning"
    assert (
        page("director", "grant-plan", grant, {**plan, "budget_1_amount": "950", "budget_2_amount": "50"}).status_code
        == 302
    )
    assert page("director", "grant-send", grant).status_code == 200
    assert page("director", "grant-send", grant, {}).status_code == 302
    assert page("signatory", "grant-sign", grant, {}).status_code == 302
    assert page("director", "grant-activate", grant, {}).status_code == 302
    first, second = grant.tranches.order_by("number")
    assert page("lead", "grant", grant).status_code == 200

    def asked():
        file = SimpleUploadedFile("invoice.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        return page("lead", "payment-new", first, {"amount": "400", "invoice": "7-1", "file": file})

    assert page("lead", "payment-new", first).status_code == 200
    assert asked().status_code == 422, "a condition is not met"
    condition = first.conditions.get()
    assert page("coordinator", "condition-meet", condition).status_code == 200
    assert page("coordinator", "condition-meet", condition, {}).status_code == 302
    assert asked().status_code == 422, "no account"
    account = {"holder": "שקד", "bank_code": "12-600", "number": "IL59 0126 0000 0001 2345 678"}
    assert page("lead", "payee-new", grant).status_code == 200
    assert page("lead", "payee-new", grant, {**account, "number": "א"}).status_code == 422
    assert page("lead", "payee-new", grant, account).status_code == 302
    payee = PayeeAccount.objects.get()
    body = page("treasurer", "payees").content.decode()
    assert "5678" in body and "0001234" not in body
    assert page("treasurer", "payee-confirm", payee, {}).status_code == 302
    assert asked().status_code == 302
    payment = Payment.objects.get()
    assert payment.document is not None
    assert page("lead", "payment", payment).status_code == 200
    assert page("lead", "payment-approve-finance", payment, {}).status_code == 403
    page("coordinator", "payment-approve-programme", payment, {})
    assert page("treasurer", "payment-approve-finance", payment).status_code == 200
    page("treasurer", "payment-approve-finance", payment, {})
    assert page("treasurer", "payment-instruct").status_code == 200
    chosen = {"account": world.account.public_id, "chosen": [payment.public_id]}
    assert page("treasurer", "payment-instruct", data=chosen).status_code == 302
    assert page("treasurer", "payment-files").status_code == 200
    page("director", "payment-execute", payment, {})
    line = world.line(-400_00)
    assert page("treasurer", "payment-reconcile", payment).status_code == 200
    assert page("treasurer", "payment-reconcile", payment, {"line": line.public_id}).status_code == 302
    payment.refresh_from_db()
    assert payment.state == "reconciled"

    report = grant.reports.get(number=1)
    assert page("lead", "grantee-report-write", report).status_code == 200
    spent = {f"spent_{line.public_id}": "10" for line in grant.budget.all()}
    written = {"narrative": "נעשה", "narrative_language": "he", **spent}
    assert page("lead", "grantee-report-write", report, {**written, "draft": "1"}).status_code == 302
    report.refresh_from_db()
    assert report.state == "open"
    kept = page("lead", "grantee-report-write", report).content.decode()
    assert kept.count('value="10"') == len(spent), "a draft keeps the amounts"
    assert page("lead", "grantee-report-write", report, {**written, "narrative": ""}).status_code == 422
    assert page("lead", "grantee-report-write", report, written).status_code == 302
    report.refresh_from_db()
    assert report.draft == {}, "what is sent is no draft"
    assert page("coordinator", "grantee-report-return", report).status_code == 200
    assert page("coordinator", "grantee-report-return", report, {"text": "כמה?"}).status_code == 302
    question = report.versions.get().questions.get()
    assert page("lead", "grantee-report-write", report, written).status_code == 422, "unanswered"
    answered = {**written, f"answer_{question.public_id}": "שבע"}
    assert page("lead", "grantee-report-write", report, answered).status_code == 302
    assert page("coordinator", "grantee-report", report).status_code == 200
    page("coordinator", "grantee-report-accept", report, {})
    assert second.conditions.get().met_on is not None
    for name in ("grant-amend", "grant-suspend", "grant-terminate"):
        assert page("director", name, grant).status_code == 200, name


def test_a_payment_comes_back_and_is_cancelled(world, page):
    payment = world.pay(world.grant(500_00), 200_00)
    line = world.line(200_00)
    assert page("treasurer", "payment-return", payment).status_code == 200
    data = {"line": line.public_id, "reason": ""}
    assert page("treasurer", "payment-return", payment, data).status_code == 422
    assert page("treasurer", "payment-return", payment, {**data, "reason": "חשבון שגוי"}).status_code == 302
    assert page("director", "payment-cancel", payment).status_code == 200
    assert page("director", "payment-cancel", payment, {"reason": "המענק הופסק"}).status_code == 302
    payment.refresh_from_db()
    assert payment.state == "cancelled"


def test_whoever_is_tied_to_the_applicant_reads_no_proposal(world, page):
    today = clock.today()
    values = {**names("סבב"), "restriction": world.free, "ceiling": 50_00, "opens_on": today, "closes_on": today}
    round = rounds.open_round(actor=world.coordinator, fund=world.fund, values=values)
    proposal = rounds.submit(
        actor=world.cast.actor("lead"),
        round=round,
        participation=world.cast.partner,
        values={"title": "ה", "amount": 1_00},
    )
    for name in ("proposal", "proposal-assess", "proposal-history"):
        assert page("member", name, proposal).status_code == 404


def test_a_look_at_an_account_wants_a_fresh_sign_in_and_stands_in_the_log(world, page):
    payee = world.payee()
    shown = page("treasurer", "payee-look", payee, {})
    assert shown.status_code == 200
    assert "12345678901" in shown.content.decode()
    assert Entry.objects.filter(kind="funding.payee.shown").count() == 1
    for role in ("director", "lead", "funder", "member", "stranger"):
        assert page(role, "payee-look", payee, {}).status_code == 404, role
    stale = Client()
    stale.force_login(world.cast.treasurer, backend="django.contrib.auth.backends.ModelBackend")
    made_fresh(stale, world.cast.treasurer, age=3600)
    args = [world.cast.initiative.slug, world.fund.public_id, payee.public_id]
    assert stale.post(reverse("funding:payee-look", args=args)).status_code == 302
    assert Entry.objects.filter(kind="funding.payee.shown").count() == 1


def test_the_file_for_the_bank_is_taken_under_log_and_not_by_others(world, page):
    payment = world.request(world.grant(500_00).tranches.get(), 200_00)
    world.approve(payment)
    chosen = {"account": world.account.public_id, "chosen": [payment.public_id]}
    assert page("treasurer", "payment-instruct", data=chosen).status_code == 302
    file = PaymentFile.objects.get()
    taken = page("director", "payment-file-take", file, {})
    assert taken.status_code == 200
    assert str(payment.amount) in taken.content.decode()
    assert Entry.objects.filter(kind="funding.payment.file_taken").count() == 1
    assert page("coordinator", "payment-file-take", file, {}).status_code == 403
    assert page("lead", "payment-file-take", file, {}).status_code == 404


@pytest.mark.parametrize("name", ["rounds", "payees"])
def test_whoever_sees_nothing_of_a_fund_does_not_learn_that_it_is_there(world, page, name):
    assert page("stranger", name).status_code == 404
    assert page("treasurer", name).status_code == 200
