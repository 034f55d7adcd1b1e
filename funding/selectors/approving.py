"""The way of one payment as people follow it: asked, approved by two hands, sent to the bank, paid; who may not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import canonical
from funding.models import JournalEntry, Payment, PaymentApproval, PaymentState, Step
from funding.policies import payments as policies
from kernel.actor import Actor
from kernel.text import sentence

OPEN = (
    PaymentState.REQUESTED,
    PaymentState.PROGRAMME_APPROVED,
    PaymentState.FINANCE_APPROVED,
    PaymentState.INSTRUCTED,
    PaymentState.RETURNED,
)
_SENT = {PaymentState.INSTRUCTED, PaymentState.EXECUTED, PaymentState.RECONCILED, PaymentState.RETURNED}
_PAID = {PaymentState.EXECUTED, PaymentState.RECONCILED}


@dataclass(frozen=True)
class Mark:
    """One step: `kind` is done, now, next or bad; who did it and when, or who may."""

    title: Any
    kind: str
    icon: str
    word: Any
    who: Any = ""
    at: datetime | None = None
    on: date | None = None
    rule: Any = ""
    more: Any = ""


def fingerprint(payment: Payment) -> str:
    """The hash of the exact thing that is approved."""
    account, tranche = payment.account, payment.tranche
    return canonical.hash_of(
        {
            "payee": tranche.grant.participation.public_id,
            "account": account.public_id,
            "holder": account.holder,
            "digits": account.last_digits,
            "amount": payment.amount,
            "currency": tranche.grant.allocation.restriction.currency,
            "tranche": tranche.public_id,
            "invoice": payment.invoice,
            "document": payment.document.public_id if payment.document else None,
        }
    )


def of(payment: Payment, given: Iterable[PaymentApproval]) -> list[Mark]:
    """The steps of a payment with the approvals of exactly this, and who can book it; a query while that is open."""
    given = list(given)
    payment.approver_ids = [one.by_id for one in given]  # type: ignore[attr-defined]
    by_step = {one.step: one for one in given}
    state = PaymentState(payment.state)
    needs_two = payment.amount > payment.guideline.two_approvers_above
    marks = [
        Mark(_("Request"), "done", "check", pgettext_lazy("step of a payment", "Made"), payment.by or "", payment.at)
    ]
    waits = state == PaymentState.REQUESTED
    if needs_two or Step.PROGRAMME in by_step:
        marks.append(_approval(_("Programme approval"), by_step.get(Step.PROGRAMME), waits, "user-check"))
        waits = state == PaymentState.PROGRAMME_APPROVED
    marks.append(_approval(_("Finance approval"), by_step.get(Step.FINANCE), waits, "shield-check"))
    if state == PaymentState.CANCELLED:
        return [*marks, Mark(_("The bank"), "bad", "x", pgettext_lazy("payment", "Cancelled"))]
    bank = _bank(payment, state)
    return [*marks, bank if state in _PAID else replace(bank, more=_payers(payment))]


def _payers(payment: Payment) -> Any:
    """Beforehand, who can book it: the director and the treasurers without whoever asked or approved."""
    names = {one.person_id: str(one.person) for one in policies.payers(payment)}
    if names:
        return sentence(_("Booked by somebody who approved nothing: %(names)s."), names=", ".join(names.values()))
    return _(
        "Nobody can book it: everybody who may has asked for it or approved it. Name a further director or treasurer, "
        "or cancel it and ask again."
    )


def _approval(title: Any, given: PaymentApproval | None, waits: bool, icon: str) -> Mark:
    if given is not None:
        return Mark(title, "done", icon, pgettext_lazy("step of a payment", "Approved"), given.by, given.at)
    rule = _("Somebody other than whoever asked for the payment and whoever approved it before.")
    return _ahead(title, waits, "clock", rule)


def _ahead(title: Any, is_now: bool, icon: str, rule: Any) -> Mark:
    word = pgettext_lazy("step of a payment", "Now") if is_now else pgettext_lazy("step of a payment", "Later")
    return Mark(title, "now" if is_now else "next", icon, word, rule=rule)


def _bank(payment: Payment, state: PaymentState) -> Mark:
    title = _("The bank")
    if state == PaymentState.RETURNED:
        return Mark(title, "bad", "arrow-back-up", pgettext_lazy("payment", "Returned by the bank"))
    if state in _PAID:
        return Mark(title, "done", "building-bank", pgettext_lazy("payment", "Paid"), on=payment.executed_on)
    if state in _SENT:
        return Mark(
            title,
            "now",
            "building-bank",
            pgettext_lazy("step of a payment", "Sent"),
            rule=_("The file is with the bank; its line is awaited."),
        )
    rule = _("A file for the bank; the portal itself pays nothing.")
    return _ahead(title, state == PaymentState.FINANCE_APPROVED, "building-bank", rule)


@dataclass(frozen=True)
class OnItsWay:
    """The payment of a grant that is under way, with its steps."""

    payment: Payment
    marks: tuple[Mark, ...]


def under_way(actor: Actor, grant: Any) -> OnItsWay | None:
    """The grant's payment that waits for somebody, the earliest asked first; two queries."""
    rows = Payment.objects.visible_to(actor).filter(tranche__grant=grant, state__in=OPEN)
    payment = rows.select_related("tranche", "account", "document", "guideline", "by").order_by("at", "pk").first()
    if payment is None:
        return None
    payment.fund, payment.tranche.grant = grant.fund, grant
    return OnItsWay(payment, tuple(of(payment, approvals(payment))))


def approvals(payment: Payment) -> list[PaymentApproval]:
    """Those of exactly this, in their order."""
    return list(payment.approvals.filter(fingerprint=payment.fingerprint).select_related("by").order_by("at"))


def reversal(payment: Payment) -> JournalEntry | None:
    """The entry by which the bank's return undid what was booked, with its reason; the last one, if it came back."""
    if payment.state not in {PaymentState.RETURNED, PaymentState.CANCELLED}:
        return None
    rows = JournalEntry.objects.filter(
        fund=payment.fund_id, reverses__source__startswith=f"payment:{payment.public_id}:"
    )
    return rows.select_related("fund__initiative").order_by("number").last()
