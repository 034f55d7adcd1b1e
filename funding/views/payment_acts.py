"""The acts about payments, each another hand's: the file for the bank, reconciled, returned, cancelled; accounts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fresh import FreshSignIn
from funding.forms import payments as forms
from funding.forms.fields import ReasonForm
from funding.models import PayeeAccount, Payment, PaymentFile, PaymentState
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


class Payees(OfFund, ScopedList):
    """Bank accounts of grantees, masked; confirmed by a second person, looked at under log."""

    policy = "funding.payee.list"
    model = PayeeAccount
    template_name = "funding/payee_list.html"
    sorts = {"given": ("-at",)}

    def get_subject(self) -> Any:
        """The fund, also for a finance contact who sees no more of it."""
        return find(self.initiative.funds.select_related("initiative"), public_id=self.kwargs["fund"])

    def get_queryset(self) -> Any:
        """Of partners of this initiative."""
        rows = super().get_queryset().filter(participation__initiative=self.initiative)
        return rows.select_related("participation__organisation", "by", "confirmed_by")

    def shape(self, rows: Any) -> list[Any]:
        """Each with its acts."""
        fund = self.get_subject()
        return [(row, self._acts(fund, row)) for row in rows]

    def _acts(self, fund: Any, row: PayeeAccount) -> list[Any]:
        sure = {
            "confirm": _("Confirm this account?"),
            "confirm_text": _("You checked it by another way. Approvals given for the account before are void."),
        }
        about, out = f"{row.participation} {row}", []
        for name, policy, label, more in (
            ("payee-confirm", "funding.payee.confirm", _("Confirm the account"), sure),
            ("payee-look", "funding.payee.look", _("Show the number"), {}),
        ):
            url = fund_url(name, fund, row.public_id)
            out.append(press(self.actor, policy, row, url, label, small=True, about=about, **more))
        return offered(out)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Accounts of grantees"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Payments"), fund_url("payments", subject)), (_("Accounts of grantees"), "")),
            "tabs": tabs(self.actor, subject, "payments"),
        }


class OfPayee(OfFund):
    """Finds the account of the address."""

    request: HttpRequest

    def get_subject(self) -> Any:
        """The account, or 404."""
        find(self.initiative.funds.all(), public_id=self.kwargs["fund"])
        rows = PayeeAccount.objects.visible_to(self.actor).filter(participation__initiative=self.initiative)
        rows = rows.select_related("participation__organisation", "participation__initiative", "by")
        return find(rows, public_id=self.kwargs["public_id"])

    def get_back_url(self, subject: Any) -> str:
        """The list it stands in."""
        fund = find(self.initiative.funds.select_related("initiative"), public_id=self.kwargs["fund"])
        return fund_url("payees", fund)


class ConfirmPayee(OfPayee, Press):
    """By a second person."""

    policy = "funding.payee.confirm"
    service = staticmethod(payees.confirm)
    argument = "account"
    success_message = gettext_lazy("The account is confirmed. Payments to it may go out after the days of waiting.")

    def get_subject(self) -> Any:
        return OfPayee.get_subject(self)


class LookPayee(FreshSignIn, OfPayee, Page):
    """The whole number, after a fresh sign-in; each look is in the log."""

    policy = "funding.payee.look"
    template_name = "funding/payee.html"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it once."""
        subject = self.get_subject()
        self.check(subject)
        number = payees.look(actor=self.actor, account=subject)
        title = _("Bank account of %(name)s") % {"name": subject.participation}
        back = self.get_back_url(subject)
        crumb = [(_("Accounts of grantees"), back), (title, "")]
        context = {"view": self, "title": title, "object": subject, "number": number, "crumbs": crumb, "back": back}
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response
