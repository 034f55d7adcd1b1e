"""The acts about payments, each another hand's: the file for the bank, reconciled, returned, cancelled; accounts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fresh import FreshSignIn
from funding.forms import payments as forms
from funding.forms.fields import ReasonForm
from funding.models import Payment, PaymentFile, PaymentState
from funding.selectors import payee_state
from funding.services import payees, payment_files, payments
from funding.views.acts import FundAct, Press, ThingAct, act, offered, press
from funding.views.bases import OfFund, crumbs, fund_url, tabs
from kernel import permissions
from kernel.formatting import amount as written
from kernel.views import Page, ScopedList, find

SELECT = (
    "tranche__grant__participation__organisation",
    "tranche__grant__allocation__decision__body__initiative",
    "tranche__grant__allocation__restriction",
    "tranche__grant__fund__initiative",
    "account",
    "guideline",
    "by",
    "entry",
    "document",
)


class OfPayment(ThingAct):
    """A form about a payment."""

    model = Payment
    select = SELECT
    argument = "payment"


class ApproveFinance(OfPayment):
    """The second approval; above an amount it names a decision."""

    policy = "funding.payment.approve_finance"
    form_class = forms.ApproveForm
    service = staticmethod(payments.approve)
    title = gettext_lazy("Approval of a payment by finance")
    submit = gettext_lazy("Approve the payment")
    success_message = gettext_lazy("The payment is approved by finance.")

    def get_facts(self, subject: Payment) -> Any:
        """The exact thing that is approved."""
        amount = written(subject.amount)
        payee = subject.tranche.grant.participation
        return [
            (_("Payee"), payee),
            (_("Account"), subject.account),
            (_("Amount"), amount),
            (_("Invoice"), subject.invoice),
        ]

    def get_warnings(self, subject: Payment) -> Any:
        """Why it would be refused, or what to look at first, as the payment's own page says it."""
        remark = payee_state.remark(subject)
        return [] if remark is None else [remark.text]


class Reconcile(OfPayment):
    """Which line of the bank it is."""

    policy = "funding.payment.reconcile"
    form_class = forms.LineForm
    service = staticmethod(payments.reconcile)
    title = gettext_lazy("Reconcile a payment")
    submit = gettext_lazy("Reconcile the payment")
    success_message = gettext_lazy("The payment is reconciled.")


class GiveBack(OfPayment):
    """The bank sent it back."""

    policy = "funding.payment.return"
    form_class = forms.ReturnForm
    service = staticmethod(payments.give_back)
    title = gettext_lazy("Payment returned by the bank")
    submit = gettext_lazy("Mark as returned")
    danger = True
    success_message = gettext_lazy("The payment is marked as returned; what was booked is reversed.")
    after = (gettext_lazy("The commitment stays until the payment goes out again or is cancelled."),)


class Cancel(OfPayment):
    """The request is taken back."""

    policy = "funding.payment.cancel"
    form_class = ReasonForm
    service = staticmethod(payments.cancel)
    title = gettext_lazy("Cancel a payment")
    submit = gettext_lazy("Cancel the payment")
    danger = True
    success_message = gettext_lazy("The payment is cancelled; its tranche holds the amount again.")


class Renew(Press):
    """Take the new account into the request."""

    policy = "funding.payment.request"
    model = Payment
    select = SELECT
    service = staticmethod(payments.renew)
    argument = "payment"
    success_message = gettext_lazy("The new account is in the request. It is approved again from the beginning.")

    def ask(self, subject: Any) -> permissions.Answer:
        """Asked about the tranche."""
        return permissions.ask(self.policy, self.actor, subject.tranche)


def acts_of(actor: Any, payment: Payment) -> list[Any]:
    """What can be done about a payment besides approving and booking it."""
    fund, out = payment.fund, []

    def offer(make: Any, name: str, policy: str, label: Any, **more: Any) -> None:
        url = fund_url(name, fund, payment.public_id)
        out.append(make(actor, f"funding.payment.{policy}", payment, url, label, **more))

    offer(act, "payment-reconcile", "reconcile", _("Reconcile the payment"), kind="primary", icon="building-bank")
    offer(act, "payment-return", "return", _("Returned by the bank"))
    offer(act, "payment-cancel", "cancel", _("Cancel the payment"))
    now = payees.current(payment.tranche.grant.participation_id)
    under_way = {
        PaymentState.REQUESTED,
        PaymentState.PROGRAMME_APPROVED,
        PaymentState.FINANCE_APPROVED,
        PaymentState.RETURNED,
    }
    if now is not None and now.pk != payment.account_id and payment.state in under_way:
        url = fund_url("payment-renew", fund, payment.public_id)
        label = _("Take the new account into the request")
        out.append(press(actor, "funding.payment.request", payment.tranche, url, label, kind="primary"))
    return offered(out)


class Instruct(FundAct):
    """Approved payments go to the bank as one file."""

    policy = "funding.payment.instruct"
    form_class = forms.InstructForm
    back = "payments"
    title = gettext_lazy("File of payments for the bank")
    submit = gettext_lazy("Make the file")
    success_message = gettext_lazy("The file is made. Take it to the bank; money never leaves through the portal.")

    def act(self, subject: Any, form: Any) -> Any:
        """Make it."""
        return payment_files.instruct(actor=self.actor, **form.values())[0]

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the files."""
        return fund_url("payment-files", subject)


class PaymentFiles(OfFund, ScopedList):
    """Files that went to the bank."""

    policy = "funding.receipt.list"
    model = PaymentFile
    template_name = "funding/payment_file_list.html"
    sorts = {"number": ("-number",)}

    def get_queryset(self) -> Any:
        """Of this fund."""
        return super().get_queryset().filter(account__fund=self.get_subject()).select_related("account", "by")

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title, tabs, the act."""
        url, label = fund_url("payment-instruct", subject), _("New file for the bank")
        new = act(self.actor, "funding.payment.instruct", subject, url, label, kind="primary")
        return {
            "title": _("Files for the bank"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Payments"), fund_url("payments", subject)), (_("Files for the bank"), "")),
            "tabs": tabs(self.actor, subject, "payments"),
            "acts": offered([new]),
            "may_take": permissions.ask("funding.payment.instruct", self.actor, subject),
        }


class TakeFile(FreshSignIn, OfFund, Page):
    """The file itself, after a fresh sign-in; each taking is in the log."""

    policy = "funding.payment.instruct"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The bytes."""
        subject = self.get_subject()
        self.check(subject)
        rows = PaymentFile.objects.visible_to(self.actor).filter(account__fund=subject)
        file = find(rows.select_related("account__fund__initiative"), public_id=self.kwargs["public_id"])
        text = payment_files.take(actor=self.actor, file=file)
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="payments-{file.number}.csv"'
        response["Cache-Control"] = "no-store"
        return response
