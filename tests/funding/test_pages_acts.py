"""The fund's forms: each opens for whoever acts and for nobody else, keeps what was typed, tells the mend, and acts."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from funding.models import (
    FunderStep,
    Pledge,
    Receipt,
    Reconciliation,
    Restriction,
)
from funding.schedules import Part
from funding.services import pledges
from kernel import clock
from tests.factories.funding import names

pytestmark = pytest.mark.django_db


def iso(days=0):
    return (clock.today() + timedelta(days=days)).isoformat()


FOR_THE_DIRECTOR = ["rules", "fund-edit", "guideline-new", "restriction-new", "outside-new", "funders", "funder-new"]
FOR_THE_TREASURER = [
    "close",
    "account-new",
    "bank-file",
    "bank-line-new",
    "reconciliation-new",
    "bank-lines",
    "reconciliations",
]


def test_every_form_about_the_fund_opens_for_the_money_and_not_for_a_partner(world, page):
    for name in FOR_THE_DIRECTOR:
        assert page("director", name).status_code == 200, name
    for name in (*FOR_THE_TREASURER, "report-new"):
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
    asked = page("funder", "pledge-sign", pledge).content.decode()
    assert all(part in asked for part in ("1,000", "400", "600")), "what is signed stands beside the signature"
    assert page("funder", "pledge-sign", pledge, {}).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, pledge.condition) == ("signed", "תנאי")

    page("treasurer", "pledge-amend", pledge)
    later = {"amount": "300", "visibility": "amount", "instalments_1_due_on": iso(9), "instalments_1_amount": "300"}
    assert page("treasurer", "pledge-amend", pledge, later).status_code == 302
    amendment = pledge.replaced_by.get()
    assert amendment.get_absolute_url() in page("funder", "pledge", pledge).content.decode(), (
        "it leads to what changes it"
    )
    amended = Pledge.objects.get(replaces=pledge)
    again = page("treasurer", "pledge-amend", pledge, later).content.decode()
    assert _("This pledge has an amendment already: change its draft, or sign it.") in again
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
    assert page("treasurer", "receipt-exchange", receipt).status_code == 403
    assert page("treasurer", "receipt-unassign", receipt, {"reason": "שיוך שגוי"}).status_code == 302
    html = page("treasurer", "receipt", receipt).content.decode()
    assert str(pgettext("receipt", "Void")) in html, "the paper that was given stands there as void"


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
    assert (world.funder.role, world.funder.involvement, world.funder.visibility) == ("convener", 3, "band")
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
