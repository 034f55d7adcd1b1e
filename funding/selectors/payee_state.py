"""What there is to know of the account a payment goes to, told before anybody presses a button."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.models import PayeeAccount, PayeeState, Payment, PaymentState
from kernel import clock
from kernel.formatting import day_words
from kernel.text import sentence

_AHEAD = (
    PaymentState.REQUESTED,
    PaymentState.PROGRAMME_APPROVED,
    PaymentState.FINANCE_APPROVED,
    PaymentState.RETURNED,
)
_PAID = (PaymentState.EXECUTED, PaymentState.RECONCILED)


@dataclass(frozen=True)
class Remark:
    """One sentence; `kind` is watch where payments are held, info where it is only good to know."""

    text: Any
    kind: str = "watch"


def remark(payment: Payment) -> Remark | None:
    """The same reasons for which an approval or the bank's file would be refused, the weightiest; two queries."""
    if payment.state not in _AHEAD:
        return None
    rows = PayeeAccount.objects.filter(participation=payment.tranche.grant.participation_id)
    by_state = {row.state: row for row in rows.filter(state__in=[PayeeState.PROPOSED, PayeeState.CONFIRMED])}
    current = by_state.get(PayeeState.CONFIRMED)
    if PayeeState.PROPOSED in by_state:
        said = _(
            "A new bank account waits for the treasurer's confirmation: payments wait until it is confirmed or refused."
        )
        return Remark(said)
    if current is None or current.pk != payment.account_id:
        return Remark(
            _("The bank account was changed: who asked for the payment takes the new one into the request first.")
        )
    held = (current.confirmed_at or clock.now()) + timedelta(days=payment.guideline.hold_days)
    if payment.guideline.hold_days and held > clock.now():
        template = _("The bank account is new: payments to it wait until %(day)s.")
        return Remark(sentence(template, day=day_words(held, "plain")))
    if not Payment.objects.filter(account=current, state__in=_PAID).exists():
        return Remark(_("Nothing was paid to this account yet: compare its holder with the agreement."), "info")
    return None
