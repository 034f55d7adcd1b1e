"""Money out, each step another hand's; the grantees' accounts, masked; the reports of the fund."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from funding import filters
from funding.api.acts import act, made, make, order_of
from funding.api.bases import OfFund
from funding.api.rows_out import (
    PayeeSerializer,
    PaymentFileSerializer,
    PaymentSerializer,
)
from funding.api.rows_reports import FundReportFullSerializer, FundReportSerializer
from funding.forms import payments as forms
from funding.forms import reports as report_forms
from funding.forms.fields import ReasonForm
from funding.models import FundReport, PayeeAccount, Payment, PaymentFile, Step
from funding.policies import funds as fund_policies
from funding.policies import payments as policies
from funding.services import fund_reports, payees, payment_files, payments
from kernel.api_bodies import gate
from kernel.permissions import Allowed, Answer

PAYMENT = (
    "tranche__grant__participation__organisation",
    "tranche__grant__allocation__decision__body",
    "tranche__grant__allocation__restriction",
    "tranche__grant__fund__initiative",
    "account",
    "guideline",
    "by",
    "entry",
    "document",
    "decision",
    "fund__body",
)


def _approve_programme(*, actor: Any, payment: Payment) -> Payment:
    return payments.approve(actor=actor, payment=payment, step=Step.PROGRAMME)


class Payments(OfFund):
    """Payments with their approvals; a grantee reads its own."""

    model = Payment
    serializer_class = PaymentSerializer
    filterset_class = filters.PaymentFilter
    select = PAYMENT
    prefetch = ("approvals__by", "approvals__payment")
    sorts = ("-at", "-pk")

    approve_programme = act(
        "funding.payment.approve_programme", _approve_programme, argument="payment", text="The first approval."
    )
    approve_finance = act(
        "funding.payment.approve_finance", payments.approve, forms.ApproveForm, argument="payment",
        text="The second approval; above an amount it names a decision.",
    )  # fmt: skip
    execute = act("funding.payment.execute", payments.execute, argument="payment", text="Book what the bank paid.")
    reconcile = act(
        "funding.payment.reconcile", payments.reconcile, forms.LineForm, argument="payment",
        text="Say which line of the bank it is.",
    )  # fmt: skip
    give_back = act(
        "funding.payment.return",
        payments.give_back,
        forms.ReturnForm,
        argument="payment",
        text="The bank sent it back.",
    )
    cancel = act("funding.payment.cancel", payments.cancel, ReasonForm, argument="payment", text="Take it back.")
    renew = act(
        "funding.payment.request", payments.renew, argument="payment", asked=lambda row: row.tranche,
        text="Take the newly confirmed account into it: what was approved is void.",
    )  # fmt: skip


class Files(OfFund):
    """Files that went to the bank; the text itself is taken on the page, after a fresh sign-in."""

    model = PaymentFile
    opens = "funding.receipt.list"
    serializer_class = PaymentFileSerializer
    of = "account__fund"
    select = ("account",)
    sorts = ("-number",)

    @extend_schema(request=order_of(forms.InstructForm), responses={201: PaymentFileSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Put approved payments into one file: all of them, or none."""
        fund = self.fund
        gate(policies.may_instruct(self.actor, fund))

        def run() -> Response:
            values = self.typed(forms.InstructForm, fund)
            return made(self, PaymentFileSerializer, payment_files.instruct(actor=self.actor, **values)[0])

        return self.once(run)


class Payees(OfFund):
    """Accounts of grantees, masked: for the treasurer, and for that organisation's finance contact."""

    model = PayeeAccount
    serializer_class = PayeeSerializer
    of = "participation__initiative__funds"
    opens = "funding.payee.list"
    select = ("participation__organisation", "participation__initiative", "by")
    sorts = ("-at", "-pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of partners of this initiative."""
        self.ask_to_open()
        return rows.filter(participation__initiative=self.fund.initiative_id)

    confirm = act(
        "funding.payee.confirm", payees.confirm, argument="account", text="Confirm it, checked by another way."
    )
    refuse = act(
        "funding.payee.confirm", payees.refuse, ReasonForm, argument="account",
        text="Refuse it, with a reason: the one before stays.",
    )  # fmt: skip


class Reports(OfFund):
    """Reports of the fund; a funder's own among them for that funder."""

    model = FundReport
    serializer_class = FundReportSerializer
    select = ("funder__participation__organisation", "replaces", "fund__body")
    sorts = ("-number",)

    def get_serializer_class(self) -> Any:
        """One report comes with its content."""
        return FundReportFullSerializer if self.action == "retrieve" else FundReportSerializer

    create = make(
        "funding.report.make", fund_reports.make, report_forms.FundReportForm, gives=FundReportSerializer,
        asked=lambda actor, fund: may_make(actor, fund),
        text="Make the report of a period: of the whole fund, or of one funder.",
    )  # fmt: skip

    @extend_schema(request=order_of(report_forms.ReissueForm), responses={201: FundReportSerializer})
    def again(self, request: Request, **kwargs: Any) -> Response:
        """Make it again; what it says otherwise is listed on its page."""
        row = self.get_object()
        gate(may_reissue(self.actor, row))

        def run() -> Response:
            values: Mapping[str, Any] = self.typed(report_forms.ReissueForm, row)
            return made(self, FundReportSerializer, fund_reports.make(actor=self.actor, replaces=row, **values))

        return self.once(run)


def may_make(actor: Any, fund: Any) -> Answer:
    """The treasurer any; a funder its own."""
    own = fund.funders.filter(participation__in=actor.keys("partners.funder")).exists()
    return Allowed() if own else fund_policies.may_report(actor, fund)


def may_reissue(actor: Any, report: FundReport) -> Answer:
    """Who might make it the first time."""
    if report.funder is not None:
        return fund_policies.may_report_own(actor, report.funder)
    return fund_policies.may_report(actor, report.fund)
