"""Money in: accounts, files and lines of the bank, receipts, reconciliation."""

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from funding import imports
from funding.api.acts import act, make, order_of
from funding.api.bases import OfFund
from funding.api.rows import (
    BankAccountSerializer,
    BankFileSerializer,
    BankLineSerializer,
    ReceiptSerializer,
    ReconciliationSerializer,
)
from funding.forms import bank as forms
from funding.forms.fields import ReasonForm
from funding.models import BankAccount, BankFile, BankLine, Receipt, ReceiptPart, Reconciliation
from funding.policies import bank as policies
from funding.services import bank, receipts
from kernel.api_bodies import gate

LIST = "funding.receipt.list"


class Accounts(OfFund):
    """The fund's accounts, one a currency."""

    model = BankAccount
    opens = LIST
    serializer_class = BankAccountSerializer
    create = make(
        "funding.account.open",
        bank.open_account,
        forms.AccountForm,
        gives=BankAccountSerializer,
        text="Add an account.",
    )


class Files(OfFund):
    """Files of the bank that were taken in."""

    model = BankFile
    opens = LIST
    serializer_class = BankFileSerializer
    of = "account__fund"
    select = ("account",)
    sorts = ("-at", "-pk")

    @extend_schema(request=order_of(forms.BankFileForm), responses={201: BankFileSerializer, 200: BankFileSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Take a file in, all or nothing. The very same file again changes nothing: 200 and the first."""
        fund = self.fund
        gate(policies.may_import(self.actor, fund))
        given = self.typed(forms.BankFileForm, fund)
        taken = imports.taken(given["file"], given["account"], given["total"], listed=20)
        row, is_new = bank.take_in(actor=self.actor, **taken)
        return self.answer(row, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


class Lines(OfFund):
    """Lines of the statement."""

    model = BankLine
    opens = LIST
    serializer_class = BankLineSerializer
    of = "account__fund"
    select = ("account",)
    sorts = ("-on", "-pk")

    create = make(
        "funding.bank.import", bank.add_line, forms.LineForm, argument="", gives=BankLineSerializer, text="Type a line."
    )
    fee = act(
        "funding.bank.reconcile", bank.charge, forms.ChargeForm, argument="line", asked=lambda row: row.account.fund,
        text="Book it as a fee that a bucket bears.",
    )  # fmt: skip


class Receipts(OfFund):
    """Money that came, and where it stands."""

    model = Receipt
    opens = LIST
    serializer_class = ReceiptSerializer
    select = ("line__account", "entry", "funder", "instalment__pledge", "fund__body")
    prefetch = (Prefetch("parts", ReceiptPart.objects.select_related("instalment")),)
    sorts = ("-on", "-pk")

    match = act(
        "funding.receipt.match", receipts.match, forms.MatchForm, argument="receipt",
        text="Say from whom it is and for which instalment.",
    )  # fmt: skip
    assign = act(
        "funding.receipt.assign", receipts.assign, forms.AssignForm, argument="receipt",
        text="Give it its purpose: under which restrictions it goes.",
    )  # fmt: skip
    unassign = act(
        "funding.receipt.unassign", receipts.unassign, ReasonForm, argument="receipt",
        text="Take its purpose back, by linked reversals.",
    )  # fmt: skip
    exchange = act(
        "funding.receipt.exchange", receipts.exchange, forms.ExchangeForm, argument="receipt",
        text="Tell by which two lines foreign money was changed.",
    )  # fmt: skip
    refund = act(
        "funding.receipt.assign", receipts.refund, forms.RefundForm, argument="receipt",
        text="Tell by which line it went back to its sender.",
    )  # fmt: skip
    issue = act("funding.receipt.issue", receipts.issue, argument="receipt", text="Issue the numbered receipt.")


class Reconciliations(OfFund):
    """Days on which books and bank were compared."""

    model = Reconciliation
    opens = LIST
    serializer_class = ReconciliationSerializer
    of = "account__fund"
    select = ("account",)
    sorts = ("-until", "-pk")

    create = make(
        "funding.bank.reconcile", bank.reconcile, forms.ReconcileForm, argument="", gives=ReconciliationSerializer,
        text="Compare books and statement on a day.",
    )  # fmt: skip
