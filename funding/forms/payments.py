"""Forms of money out: a request with its document, approvals, the file for the bank, what the bank did, accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.forms.bank import line_field
from funding.forms.fields import NONE, AmountField, DecisionField, FundForm, ReasonForm, RowField, document, short_text
from funding.models import BankLine, Payment, PaymentState, ReceiptState
from funding.selectors import matching


class RequestForm(FundForm):
    """What is asked for out of a tranche, with the invoice."""

    amount = AmountField(label=_("Amount"))
    invoice = short_text(_("Invoice or demand, number"), max_length=40)
    file = document(_("Document"))

    def begin(self) -> dict[str, Any]:
        """All that is left of the tranche."""
        return {"amount": self.subject.remaining}


class ApproveForm(FundForm):
    """The second approval; above an amount it names a decision."""

    decision = DecisionField(required=False, empty_label=NONE)

    def prepare(self) -> None:
        """Decisions of the body; needed above the guidelines' amount."""
        field = self.fields["decision"]
        field.offer(self.actor, self.fund)  # type: ignore[attr-defined]
        above = self.subject.guideline.decision_above
        field.required = bool(above) and self.subject.amount > above

    def values(self) -> dict[str, Any]:
        """The decision, and which of the two approvals it is."""
        return {"decision": self.cleaned_data["decision"], "step": "finance"}


class InstructForm(FundForm):
    """Which approved payments go to the bank in one file."""

    account = RowField(label=_("Account of the fund"), empty_label=None)
    chosen: Any = forms.ModelMultipleChoiceField(
        label=_("Payments"), queryset=None, to_field_name="public_id", widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        """Accounts of the fund, payments that two approved or that the bank returned."""
        self.offer("account", self.fund.bank_accounts.order_by("pk"))  # type: ignore[attr-defined]
        rows = Payment.objects.visible_to(self.actor).filter(
            fund=self.fund, state__in=[PaymentState.FINANCE_APPROVED, PaymentState.RETURNED]
        )
        self.offer("chosen", rows.select_related("tranche__grant__participation__organisation", *_READY).order_by("pk"))
        self.fields["chosen"].label_from_instance = _payment  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The account and the payments."""
        return {"account": self.cleaned_data["account"], "chosen": list(self.cleaned_data["chosen"])}


_READY = ("account", "guideline", "tranche__grant__allocation__restriction", "fund__initiative")


def _payment(one: Payment) -> str:
    return f"{one.invoice}, {one.tranche.grant.participation}, {one.account}"


class LineForm(FundForm):
    """The line of the bank that is this payment."""

    line = line_field(_("Line of the bank"))

    def prepare(self) -> None:
        """Lines of exactly this amount that nothing explains."""
        self.offer("line", matching.open_lines(self.fund).filter(amount=-self.subject.amount))


class ReturnForm(ReasonForm):
    """The line by which a payment came back, and why."""

    line = line_field(_("Line by which it came back"), required=False, empty_label=NONE)
    sent = line_field(_("Line by which it had left"), required=False, empty_label=NONE)

    def prepare(self) -> None:
        """Lines of exactly this amount that nobody gave a purpose; where it was reconciled, the way out is known."""
        if self.subject.line_id or not self.subject.entry_id:
            del self.fields["sent"]
        else:
            self.offer("sent", matching.open_lines(self.fund).filter(amount=-self.subject.amount))
        rows = BankLine.objects.filter(account__fund=self.fund, amount=self.subject.amount, returned_payment=None)
        rows = rows.filter(receipt__state=ReceiptState.RECORDED)
        self.offer("line", rows.select_related("account").order_by("-on"))


class AccountForm(FundForm):
    """A grantee's bank account; the number is sealed at once."""

    holder = short_text(_("Account holder"), max_length=120)
    bank_code = short_text(_("Bank and branch"), max_length=20)
    number = forms.CharField(
        label=_("Account number or IBAN"), max_length=50, strip=True,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("It is kept sealed: only its last four digits are shown."),
    )  # fmt: skip
