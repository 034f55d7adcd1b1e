"""Payments: asked for, approved by two, sent to the bank as a file, paid, reconciled or returned.

An approval is of an exact thing: payee, account, amount, tranche, invoice, document. Another account voids it.
"""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from funding import ledger, workflow
from funding.models import (
    BankLine,
    EntryKind,
    GrantState,
    Payment,
    PaymentApproval,
    PaymentState,
    Step,
    Tranche,
    TrancheState,
)
from funding.policies import payments as policies
from funding.selectors.approving import fingerprint
from funding.services import bank, funds, journal, payees, receipts
from funding.services.recording import adopted, note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.formatting import amount as money
from kernel.formatting import day_words
from kernel.permissions import require
from kernel.text import sentence
from kernel.workflow import move
from partners.selectors import mandates

SETTLED = (TrancheState.PAID, TrancheState.CANCELLED)


@transaction.atomic
def request(*, actor: Actor, tranche: Tranche, amount: int, invoice: str, document: Any = None) -> Payment:
    """The grantee's representative or finance contact. Refuses before the agreement, the day, the report; without a
    confirmed account; more than is left of the tranche; the same invoice twice."""
    require(policies.may_request(actor, tranche))
    check_payable(tranche, clock.today())
    account = payees.current(tranche.grant.participation_id)
    if account is None:
        raise Refused(_("Give your bank account first; the treasurer confirms it by another way."), "no_account")
    values = writing.cleaned({"invoice": invoice}, names=["invoice"])
    payment = Payment(
        fund=tranche.grant.fund,
        tranche=tranche,
        account=account,
        guideline=funds.in_force(tranche.grant.fund),
        amount=amount,
        document=document,
        fingerprint="-",
        **values,
        **mandates.stamp(actor, participation=tranche.grant.participation),
    )
    payment.fingerprint = fingerprint(payment)
    writing.check(payment)
    _claim(tranche, amount)
    writing.inserted(payment, _("This invoice was asked for already."), "invoice_twice")
    note(
        actor,
        "payment.requested",
        payment,
        payment.fund,
        {"amount": [None, amount], "invoice": [None, payment.invoice]},
        participation=tranche.grant.participation,
    )
    return payment


def _claim(tranche: Tranche, amount: int) -> None:
    if Tranche.objects.filter(pk=tranche.pk, remaining__gte=amount).update(remaining=F("remaining")) != 1:
        tranche.refresh_from_db()
        template = _("%(rest)s are left of this tranche, and %(wanted)s were asked for.")
        currency = tranche.grant.allocation.restriction.currency
        words = {"rest": money(tranche.remaining, currency), "wanted": money(amount, currency)}
        raise Refused(sentence(template, **words), "over_tranche")


def check_payable(tranche: Tranche, on: date) -> None:
    """M13: what must be true before money leaves; each reason has its sentence and none can be overridden."""
    grant = tranche.grant
    if grant.state != GrantState.ACTIVE:
        raise Refused(_("The agreement is not signed and active: nothing is paid."), "no_agreement")
    if not grant.starts_on <= on <= grant.ends_on + timedelta(days=90):
        raise Refused(_("The agreement does not cover this day."), "agreement_over")
    if tranche.state in SETTLED:
        raise Refused(_("This tranche is paid or cancelled."), "settled")
    if tranche.due_on > on:
        template = _("This tranche is due on %(day)s, not before.")
        raise Refused(sentence(template, day=day_words(tranche.due_on, "plain")), "not_due")
    if tranche.conditions.filter(met_on__isnull=True).exists():
        raise Refused(_("A condition of this tranche is not met: accept the report, or meet it."), "condition")


@transaction.atomic
def approve(*, actor: Actor, payment: Payment, step: str, decision: Any = None) -> Payment:
    """Programme, then finance; two people, neither who asked nor tied to the grantee. Refuses a changed account.

    Up to the guidelines' first amount the treasurer's approval is enough; above the second it names a decision.
    """
    ask = policies.may_approve_programme if step == Step.PROGRAMME else policies.may_approve_finance
    require(ask(actor, payment))
    account = payees.current(payment.tranche.grant.participation_id)
    if account is None or account.pk != payment.account_id:
        raise Refused(
            _("The bank account was changed: who asked for the payment takes the new one into the request first."),
            "account_changed",
        )
    payees.require_settled(payment.tranche.grant.participation_id)
    if step == Step.FINANCE:
        _check_second(payment, decision)
    stamp = mandates.stamp(actor, initiative=payment.fund.initiative)
    known = {"requested_by_id": payment.by_id, "fingerprint": payment.fingerprint}
    row = PaymentApproval(payment=payment, step=step, **known, **stamp)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("Somebody approved it just now, or it was changed: reload."), "moved_on") from None
    changes: dict[str, Any] = {"decision": decision} if decision is not None else {}
    move(payment, f"approve_{step}", workflow.PAYMENT, **changes)
    note(
        actor,
        "payment.approved",
        payment,
        payment.fund,
        {"step": [None, step], "fingerprint": [None, payment.fingerprint]},
        participation=payment.tranche.grant.participation,
    )
    return payment


def _check_second(payment: Payment, decision: Any) -> None:
    rules = payment.guideline
    if payment.state == PaymentState.REQUESTED and payment.amount > rules.two_approvers_above:
        raise Refused(_("A payment of this size is approved by the programme first."), "programme_first")
    if rules.decision_above and payment.amount > rules.decision_above:
        adopted(decision, payment.fund, payment.tranche.grant.participation.organisation_id)


@transaction.atomic
def renew(*, actor: Actor, payment: Payment) -> Payment:
    """Who asked takes the newly confirmed account into the request: every approval given so far is void."""
    require(policies.may_request(actor, payment.tranche))
    account = payees.current(payment.tranche.grant.participation_id)
    if account is None or account.pk == payment.account_id:
        raise Invalid(_("No other account was confirmed."), "same_account")
    payment.account = account
    new: dict[str, Any] = {"account": account, "fingerprint": fingerprint(payment)}
    if payment.state == PaymentState.REQUESTED:
        if Payment.objects.filter(pk=payment.pk, state=PaymentState.REQUESTED).update(**new) != 1:
            raise Conflict(_("Somebody was here first: reload to see the present state."), "moved_on")
        payment.fingerprint = new["fingerprint"]
    else:
        move(payment, "void", workflow.PAYMENT, **new)
    note(
        actor,
        "payment.voided",
        payment,
        payment.fund,
        {"fingerprint": [None, payment.fingerprint]},
        participation=payment.tranche.grant.participation,
    )
    return payment


@transaction.atomic
def execute(*, actor: Actor, payment: Payment, on: date | None = None) -> Payment:
    """Treasurer or director who approved nothing. Books what the bank paid; a second click finds it paid.

    Refuses a condition that no longer holds, an approver who became tied, a changed account.
    """
    require(policies.may_execute(actor, payment))
    grant = payment.tranche.grant
    check_ready(payment)
    bucket, day = grant.allocation.restriction, on or clock.today()
    legs = ledger.executed(payment.amount, bucket.pk, grant.allocation_id, grant.pk, bucket.currency)
    sendings = payment.fund.entries.filter(source__startswith=f"payment:{payment.public_id}:").count()
    source = f"payment:{payment.public_id}:{sendings + 1}"
    entry = journal.post(actor, payment.fund, EntryKind.EXECUTED, day, source, legs, decision=grant.allocation.decision)
    move(payment, "execute", workflow.PAYMENT, entry=entry, executed_on=day, executed_by_id=actor.user_id)
    settle(payment.tranche)
    note(
        actor,
        "payment.executed",
        payment,
        payment.fund,
        {"amount": [None, payment.amount], "entry": [None, entry.number]},
        participation=grant.participation,
    )
    return payment


def check_ready(payment: Payment) -> None:
    """What is asked again before money leaves: account, agreement, and that no approver became tied meanwhile."""
    from funding.selectors import recusal

    account = payees.current(payment.tranche.grant.participation_id)
    if account is None or account.pk != payment.account_id:
        raise Refused(
            _("The bank account was changed: who asked for the payment takes the new one into the request first."),
            "account_changed",
        )
    if payment.tranche.grant.state != GrantState.ACTIVE:
        raise Refused(_("The agreement is not signed and active: nothing is paid."), "no_agreement")
    organisation = payment.tranche.grant.participation.organisation_id
    if recusal.tied(policies.approvers(payment), organisation, clock.today()):
        raise Refused(
            _("Somebody who approved it has an interest in the grantee now: another person approves it again."),
            "approver_tied",
        )
    held = (account.confirmed_at or clock.now()) + timedelta(days=payment.guideline.hold_days)
    if payment.guideline.hold_days and held > clock.now():
        template = _("The bank account is new: payments to it wait until %(day)s.")
        raise Refused(sentence(template, day=day_words(held, "plain")), "account_held")


def settle(tranche: Tranche) -> None:
    """A tranche is paid when payments took all of it and each of them left the bank."""
    waiting = Payment.objects.filter(tranche=tranche).exclude(
        state__in=[PaymentState.EXECUTED, PaymentState.RECONCILED, PaymentState.CANCELLED]
    )
    if not waiting.exists():
        Tranche.objects.filter(pk=tranche.pk, remaining=0).update(state=TrancheState.PAID)


@transaction.atomic
def reconcile(*, actor: Actor, payment: Payment, line: BankLine) -> Payment:
    """The treasurer: this line of the bank is this payment. Refuses another amount and a line that is used."""
    require(policies.may_reconcile(actor, payment))
    if line.account.fund_id != payment.fund_id or -line.amount != payment.amount:
        raise Invalid(_("Choose the line of the bank with exactly this amount."), "other_amount")
    try:
        with transaction.atomic():
            move(payment, "reconcile", workflow.PAYMENT, line=line)
    except IntegrityError:
        raise Conflict(_("This line is another payment's."), "line_used") from None
    note(actor, "payment.reconciled", payment, payment.fund, {"line": [None, line.bank_id]})
    return payment


@transaction.atomic
def give_back(
    *, actor: Actor, payment: Payment, reason: str, line: BankLine | None = None, sent: BankLine | None = None
) -> Payment:
    """The treasurer: the bank sent it back. What was booked is reversed; the commitment stays until it is released.

    `line`: by which it came back. `sent`: by which it had left, if it was not reconciled. The reversal tells that line
    from now on, so that nobody takes it for something else.
    """
    require(policies.may_return(actor, payment))
    reason = writing.needed("reason", reason, _("Say why the bank returned it."))
    if payment.entry is not None:
        day = journal.open_day(payment.fund, line.on) if line is not None else clock.today()
        if line is not None:
            if line.amount != payment.amount:
                raise Invalid(_("Choose the line of the bank with exactly this amount."), "other_amount")
            receipts.take_back(actor, line, _("What came is a returned payment."))
        left = payment.line or sent
        if left is not None and (left.amount != -payment.amount or (payment.line is None and bank.is_booked(left))):
            raise Invalid(_("Choose an open line of the bank with exactly this amount."), "other_amount")
        source = f"line:{left.public_id}:returned" if left is not None else ""
        journal.undo(actor, payment.entry, day, reason, source)
    move(payment, "return", workflow.PAYMENT, entry=None, line=None, returned_line=line, executed_on=None)
    Tranche.objects.filter(pk=payment.tranche_id, state=TrancheState.PAID).update(state=TrancheState.DUE)
    note(
        actor,
        "payment.returned",
        payment,
        payment.fund,
        {"reason": ["", reason], "amount": [None, payment.amount]},
        participation=payment.tranche.grant.participation,
    )
    return payment


@transaction.atomic
def cancel(*, actor: Actor, payment: Payment, reason: str) -> Payment:
    """The director, and who asked, with a reason. The tranche holds the amount again: the commitment stays."""
    require(policies.may_cancel(actor, payment))
    reason = writing.needed("reason", reason, _("Say why it is cancelled."))
    move(payment, "cancel", workflow.PAYMENT)
    note(
        actor,
        "payment.cancelled",
        payment,
        payment.fund,
        {"reason": ["", reason]},
        participation=payment.tranche.grant.participation,
    )
    return payment
