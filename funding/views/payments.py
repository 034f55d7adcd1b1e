"""Payments: the list, one with its approvals, and the acts of four different hands."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.filters import PaymentFilter
from funding.models import Payment, Step
from funding.policies import bank
from funding.policies import payments as policies
from funding.selectors import approving, payee_state, reach
from funding.services import payments
from funding.views import acts, payment_acts
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from kernel.permissions import Allowed
from kernel.views import ActView, Page, ScopedList
from partners.selectors import mandates

SELECT = payment_acts.SELECT

_FOR_THE_BANK = ("finance_approved", "returned")


class PaymentList(OfFund, ScopedList):
    """Payments of a fund."""

    model = Payment
    template_name = "funding/payment_list.html"
    filterset_class = PaymentFilter
    sorts = {"asked": ("-at",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        rows = super().get_queryset().filter(fund=self.get_subject())
        return rows.select_related("fund__initiative", "tranche__grant__participation__organisation")

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Payments"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Payments"), "")),
            "tabs": tabs(self.actor, subject, "payments"),
            "acts": acts.offered(self._acts(subject)),
        }

    def _acts(self, subject: Any) -> list[Any]:
        ready = Payment.objects.filter(fund=subject, state__in=_FOR_THE_BANK).exists()
        out = []
        if ready:
            url, label = fund_url("payment-instruct", subject), _("Make the file for the bank")
            out.append(acts.act(self.actor, "funding.payment.instruct", subject, url, label, kind="primary"))
        if bank.may_list(self.actor, subject):
            out.append(acts.Act(fund_url("payment-files", subject), _("Files for the bank"), Allowed()))
        url = fund_url("payees", subject)
        out.append(acts.act(self.actor, "funding.payee.list", subject, url, _("Accounts of grantees")))
        return out


class OfPayment(InFund):
    """Finds the payment of the address."""

    model = Payment
    select = SELECT


class PaymentPage(OfPayment, Page):
    """One payment: from the bank back to its decision."""

    policy = "visible"
    template_name = "funding/payment.html"

    def get_context(self, subject: Payment) -> Mapping[str, Any]:
        """Approvals of exactly this, the way back, the acts."""
        given = approving.approvals(subject)
        subject.approver_ids = [row.by_id for row in given]  # type: ignore[attr-defined]
        subject.money_hands = mandates.serving(subject.fund.initiative_id, *policies.PAYERS)  # type: ignore[attr-defined]
        remark = payee_state.remark(subject)
        above, undone = subject.guideline.decision_above, approving.reversal(subject)
        return {
            "title": _("Payment %(invoice)s") % {"invoice": subject.invoice},
            "object": subject,
            "crumbs": crumbs(subject.fund, (_("Payments"), fund_url("payments", subject.fund)), (subject.invoice, "")),
            "grant": subject.tranche.grant,
            "marks": approving.of(subject, given),
            "account_remark": remark,
            "opens_accounts": remark is not None and bool(policies.may_list_accounts(self.actor, subject.fund)),
            "may_programme": policies.may_approve_programme(self.actor, subject),
            "may_finance": policies.may_approve_finance(self.actor, subject),
            "may_execute": policies.may_execute(self.actor, subject),
            "needs_decision": bool(above) and subject.amount > above,
            "opens_entry": reach.opens(self.actor, subject.entry),
            "reversal": undone,
            "opens_reversal": reach.opens(self.actor, undone),
            "opens_decision": reach.opens(self.actor, subject.tranche.grant.allocation.decision),
            "acts": [*self._next(subject), *payment_acts.acts_of(self.actor, subject)],
        }

    def _next(self, subject: Payment) -> list[Any]:
        """Once it is approved, or back from the bank: to the file for the bank, for whoever makes it."""
        if subject.state not in _FOR_THE_BANK:
            return []
        url, label = fund_url("payment-instruct", subject.fund), _("Make the file for the bank")
        return acts.offered(
            [acts.act(self.actor, "funding.payment.instruct", subject.fund, url, label, kind="primary")]
        )


class ApproveProgramme(OfPayment, ActView):
    """The first approval."""

    policy = "funding.payment.approve_programme"
    success_message = gettext_lazy("The payment is approved by the programme.")

    def act(self, subject: Any, **data: Any) -> Any:
        """Approve."""
        return payments.approve(actor=self.actor, payment=subject, step=Step.PROGRAMME)


class Execute(OfPayment, ActView):
    """Book what the bank paid."""

    policy = "funding.payment.execute"
    service = staticmethod(payments.execute)
    argument = "payment"
    success_message = gettext_lazy("The payment is booked.")
