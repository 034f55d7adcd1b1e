"""The fund's forms: each opens for whoever acts and for nobody else, keeps what was typed, tells the mend, and acts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funding.models import (
    Allocation,
    FunderStep,
    Grant,
    PayeeAccount,
    Payment,
    Pledge,
    Proposal,
    Receipt,
    Reconciliation,
    Restriction,
)
from funding.schedules import Part
from funding.services import pledges, rounds
from kernel import clock
from tests.factories.funding import FundWorld, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(100_000_00)
    return made


@pytest.fixture
def page(world, signed_in):
    """`page(role, name, thing)` reads a page; with data it sends the form."""

    def ask(role, name, thing=None, data=None):
        args = [world.cast.initiative.slug, world.fund.public_id, *([thing.public_id] if thing is not None else [])]
        client = signed_in(world.cast.person(role) if isinstance(role, str) else role)
        url = reverse(f"funding:{name}", args=args)
        return client.get(url) if data is None else client.post(url, data)

    return ask


def iso(days=0):
    return (clock.today() + timedelta(days=days)).isoformat()


def test_every_form_about_the_fund_opens_for_the_money_and_not_for_a_partner(world, page):
    for name in ["rules", "fund-edit", "guideline-new", "restriction-new", "outside-new", "funders", "funder-new"]:
        assert page("director", name).status_code == 200, name
    for name in [
        "close",
        "account-new",
        "bank-file",
        "bank-line-new",
        "reconciliation-new",
        "bank-lines",
        "reconciliations",
        "report-new",
    ]:
        assert page("treasurer", name).status_code == 200, name
        assert page("lead", name).status_code in {403, 404}, name


def test_a_pledge_is_drafted_signed_and_amended_on_its_pages(world, page):
    data = {
        "restriction": world.free.public_id, "currency": "ILS", "amount": "1,000", "visibility": "amount",
        "instalments_1_due_on": iso(1), "instalments_1_amount": "400",
        "instalments_2_due_on": iso(40), "instalments_2_amount": "600",
    }  # fmt: skip
    assert page("director", "pledge-new", world.funder).status_code == 200
    wrong = page("director", "pledge-new", world.funder, {**data, "instalments_2_amount": "500"})
    assert wrong.status_code == 422
    assert 'value="500"' in wrong.content.decode()

    assert page("director", "pledge-new", world.funder, data).status_code == 302
    pledge = Pledge.objects.get()
    assert [one.amount for one in pledge.instalments.order_by("number")] == [400_00, 600_00]
    assert (
        page("funder", "pledge-edit", pledge, {**data, "version": pledge.version, "condition": "תנאי"}).status_code
        == 302
    )
    assert page("treasurer", "pledge-sign", pledge, {}).status_code == 403
    assert page("funder", "pledge-sign", pledge, {}).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, pledge.condition) == ("signed", "תנאי")

    page("treasurer", "pledge-amend", pledge)
    later = {"amount": "300", "visibility": "amount", "instalments_1_due_on": iso(9), "instalments_1_amount": "300"}
    assert page("treasurer", "pledge-amend", pledge, later).status_code == 302
    amended = Pledge.objects.get(replaces=pledge)
    assert page("funder", "pledge-sign", amended, {}).status_code == 302
    pledge.refresh_from_db()
    assert pledge.state == "ended"


@pytest.mark.parametrize("typed", ["0.001", "1e9", "100,00", "-5", "0", "abc"])
def test_an_amount_that_is_none_is_told_and_kept(world, page, typed):
    data = {"restriction": world.free.public_id, "currency": "ILS", "amount": typed, "visibility": "amount"}
    answer = page("director", "pledge-new", world.funder, data)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not Pledge.objects.exists()


def test_arabic_digits_are_read(world, page):
    data = {
        "restriction": world.free.public_id, "currency": "ILS", "amount": "١٠٠", "visibility": "amount",
        "instalments_1_due_on": iso(1), "instalments_1_amount": "١٠٠",
    }  # fmt: skip
    assert page("director", "pledge-new", world.funder, data).status_code == 302
    assert Pledge.objects.get().amount == 100_00


def test_money_is_matched_as_proposed_and_given_its_purpose(world, page):
    draft = pledges.draft(
        actor=world.director, funder=world.funder, values={"restriction": world.free, "amount": 50_00},
        parts=[Part(1, clock.today(), 50_00)],
    )  # fmt: skip
    pledges.sign(actor=world.cast.actor("funder"), pledge=draft)
    receipt = world.line(50_00).receipt
    assert "receipts" in page("treasurer", "receipts").content.decode()
    assert page("treasurer", "receipt", receipt).status_code == 200
    assert page("treasurer", "receipt-match", receipt).status_code == 200
    assert page("treasurer", "receipt-confirm", receipt, {}).status_code == 302
    receipt.refresh_from_db()
    assert (receipt.state, receipt.instalment.pledge) == ("matched", draft)

    assert page("treasurer", "receipt-assign", receipt).status_code == 200
    data = {"parts_1_restriction": world.free.public_id, "parts_1_amount": "60"}
    assert page("treasurer", "receipt-assign", receipt, data).status_code == 422
    assert page("treasurer", "receipt-assign", receipt, {**data, "parts_1_amount": "50"}).status_code == 302
    assert page("treasurer", "receipt-issue", receipt, {}).status_code == 302
    receipt.refresh_from_db()
    assert (receipt.state, receipt.paper_number) == ("receipt_issued", 1)
    for name in ("receipt-unassign", "receipt-exchange"):
        assert page("treasurer", name, receipt).status_code == 403


def test_an_assignment_and_an_unmatched_sum_are_taken_back(world, page):
    receipt = Receipt.objects.get()
    assert page("treasurer", "receipt-unassign", receipt).status_code == 200
    assert page("treasurer", "receipt-unassign", receipt, {"reason": ""}).status_code == 422
    assert page("treasurer", "receipt-unassign", receipt, {"reason": "טעות"}).status_code == 302
    back = world.line(-100_000_00)
    assert page("treasurer", "receipt-refund", receipt).status_code == 200
    data = {"line": back.public_id, "reason": "הוחזר לשולח"}
    assert page("treasurer", "receipt-refund", receipt, data).status_code == 302
    receipt.refresh_from_db()
    assert receipt.waiting == 0


def test_a_fee_is_booked_and_the_month_reconciled(world, page):
    line = world.line(-12_00)
    assert line.bank_id in page("treasurer", "bank-lines").content.decode()
    assert page("treasurer", "bank-line", line).status_code == 200
    assert page("treasurer", "bank-line-charge", line).status_code == 200
    assert page("treasurer", "bank-line-charge", line, {"restriction": world.free.public_id}).status_code == 302
    assert line.bank_id not in page("treasurer", "bank-lines").content.decode()
    data = {"account": world.account.public_id, "until": iso(), "statement": "1"}
    assert page("treasurer", "reconciliation-new", data=data).status_code == 422
    assert page("treasurer", "reconciliation-new", data={**data, "statement": "99,988"}).status_code == 302
    assert Reconciliation.objects.get().difference == 0


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
        "participation": cast.partner.public_id, "title": "תגבור", "amount": "200", "starts_on": iso(), "ends_on": iso(300),
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
    account = {"holder": "שקד", "bank_code": "12-600", "number": "IL62 0126 0000 0012 3456 789"}
    assert page("lead", "payee-new", grant).status_code == 200
    assert page("lead", "payee-new", grant, {**account, "number": "א"}).status_code == 422
    assert page("lead", "payee-new", grant, account).status_code == 302
    payee = PayeeAccount.objects.get()
    body = page("treasurer", "payees").content.decode()
    assert "6789" in body and "0012345" not in body
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
    assert page("lead", "grantee-report-write", report, {**written, "narrative": ""}).status_code == 422
    assert page("lead", "grantee-report-write", report, written).status_code == 302
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


def test_guidelines_are_drafted_and_adopted(world, page):
    answer = page("director", "guideline-new")
    assert answer.status_code == 200
    data = {
        **names("קווים", "text"), "learning_percent": "6", "hold_days": "1", "conflict_rule": "hide", "ceiling": "900",
        "criteria_1_name_he": "התאמה", "criteria_1_name_en": "Fit", "criteria_1_weight": "2", "criteria_1_points": "5",
    }  # fmt: skip
    assert page("director", "guideline-new", data=data).status_code == 302
    draft = world.fund.guidelines.get(state="drafted")
    assert page("director", "guideline", draft).status_code == 200
    assert page("director", "guideline-edit", draft, {**data, "hold_days": "2"}).status_code == 302
    assert page("treasurer", "guideline-adopt", draft).status_code == 403
    assert page("director", "guideline-adopt", draft, {"decision": world.decision().public_id}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.hold_days, draft.ceiling) == ("adopted", 2, 900_00)


def test_a_restriction_is_added_and_released_by_its_word_only(world, page):
    data = {**names("פריפריה"), "kind": "designated", "currency": "ILS", "decision": world.decision().public_id}
    assert page("director", "restriction-new", data=data).status_code == 302
    bound = Restriction.objects.get(kind="designated")
    world.receive(50_00, bound)
    bound.refresh_from_db()
    assert page("director", "restriction-edit", bound).status_code == 200
    assert page("director", "restriction-release", bound).status_code == 200
    given = {"target": world.free.public_id, "amount": "50", "reason": "הוסר"}
    assert page("director", "restriction-release", bound, given).status_code == 422
    given["decision"] = world.decision().public_id
    assert page("director", "restriction-release", bound, given).status_code == 302


def test_relations_with_funders_have_their_log(world, page):
    assert page("treasurer", "funder", world.funder).status_code == 200
    assert page("funder", "funder", world.funder).status_code == 200
    assert page("lead", "funder", world.funder).status_code == 404
    data = {"role": "convener", "involvement": "3", "visibility": "band", "version": world.funder.version}
    assert page("funder", "funder-edit", world.funder).status_code == 200
    assert page("funder", "funder-edit", world.funder, data).status_code == 302
    assert page("director", "funder-step", world.funder).status_code == 200
    world.funder.refresh_from_db()
    act = "end"
    assert page("director", "funder-step", world.funder, {"act": act, "note": ""}).status_code == 422
    assert page("director", "funder-step", world.funder, {"act": act, "note": "סיום"}).status_code == 302
    assert FunderStep.objects.filter(state="ended").exists()


def test_a_report_is_made_and_issued_again_once(world, page):
    data = {"starts_on": iso(-30), "as_of": iso()}
    assert page("lead", "report-new").status_code == 404
    assert page("treasurer", "report-new", data={**data, "as_of": iso(1)}).status_code == 422
    assert page("treasurer", "report-new", data=data).status_code == 302
    report = world.fund.reports.get()
    assert page("treasurer", "report-again", report).status_code == 200
    assert page("treasurer", "report-again", report, {"as_of": iso()}).status_code == 302
    assert page("treasurer", "report-again", report, {"as_of": iso()}).status_code == 403


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
