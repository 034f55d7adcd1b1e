"""The file that takes approved payments to the bank. Money never leaves through the portal."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import BankAccount, Payment, PaymentFile
from funding.policies import payments as policies
from funding.services import payees, payments
from funding.services.recording import note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.permissions import require
from kernel.workflow import move

COLUMNS = ("number", "holder", "bank_code", "account", "amount", "currency", "reference")


@transaction.atomic
def instruct(*, actor: Actor, account: BankAccount, chosen: Sequence[Payment]) -> tuple[PaymentFile, str]:
    """Treasurer or director. Approved payments as one file for the bank: all of them, or none. Gives it with its text.

    Refuses a payment that is not ready: a changed, new or unconfirmed account, a tied approver, an ended agreement.
    """
    require(policies.may_instruct(actor, account.fund))
    if not chosen or any(payment.fund_id != account.fund_id for payment in chosen):
        raise Invalid(_("Choose approved payments of this fund."), "nothing_chosen")
    for payment in chosen:
        payees.require_settled(payment.tranche.grant.participation_id)
        payments.check_ready(payment)
    number = (PaymentFile.objects.filter(account=account).aggregate(last=Max("number"))["last"] or 0) + 1
    text = written(number, chosen, account.currency)
    file = PaymentFile(
        account=account,
        number=number,
        count=len(chosen),
        total=sum(payment.amount for payment in chosen),
        hash=hashlib.sha256(text.encode()).hexdigest(),
        by_id=actor.user_id,
        at=clock.now(),
    )
    writing.inserted(file, _("Somebody made a payment file just now: reload."), "moved_on")
    for payment in sorted(chosen, key=lambda one: one.pk):
        move(payment, "instruct", workflow.PAYMENT, file=file)
    note(actor, "payment.instructed", file, account.fund, {"count": [None, file.count], "total": [None, file.total]})
    return file, text


def written(number: int, chosen: Sequence[Payment], currency: str) -> str:
    """The text of the file: one line a payment, the amount in whole minor units."""
    lines = [",".join(COLUMNS)]
    for place, payment in enumerate(sorted(chosen, key=lambda one: one.pk), 1):
        account = payment.account
        bare = payees.number(account)
        holder = account.holder.replace(",", " ").replace('"', "")
        cells = (f"{number}-{place}", holder, account.bank_code, bare, str(payment.amount), currency, payment.public_id)
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def take(*, actor: Actor, file: PaymentFile) -> str:
    """Treasurer or director. The file's text again, for the bank; each taking is an entry of the log.

    Refuses a file whose payments moved on: its text would be another than the one that was made.
    """
    require(policies.may_instruct(actor, file.account.fund))
    chosen = list(file.payments.select_related("account").order_by("pk"))  # type: ignore[attr-defined]
    text = written(file.number, chosen, file.account.currency) if chosen else ""
    if hashlib.sha256(text.encode()).hexdigest() != file.hash:
        raise Refused(_("A payment of this file went out again in another one: take that one."), "moved_on")
    note(actor, "payment.file_taken", file, file.account.fund, {"number": [None, file.number]})
    return text
