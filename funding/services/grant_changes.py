"""What changes a running grant: an amendment by decision, its end in good order or before its time."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from funding import ledger, workflow
from funding.models import (
    Account,
    Condition,
    ConditionKind,
    EntryKind,
    Grant,
    GrantChange,
    GranteeReport,
    GranteeReportState,
    JournalEntry,
    Payment,
    PaymentState,
    Posting,
    ReportKind,
    Tranche,
    TrancheState,
)
from funding.policies import grants as policies
from funding.schedules import add_months
from funding.selectors import buckets
from funding.services import grant_limits as limits
from funding.services import grants, journal
from funding.services.recording import adopted, body_of, note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.permissions import require
from kernel.workflow import move
from partners.selectors import mandates

FOLLOW_UP_MONTHS = 12
UNDER_WAY = (
    PaymentState.REQUESTED,
    PaymentState.PROGRAMME_APPROVED,
    PaymentState.FINANCE_APPROVED,
    PaymentState.INSTRUCTED,
    PaymentState.RETURNED,
)

NOT_SENT = (GranteeReportState.SCHEDULED, GranteeReportState.OPEN, GranteeReportState.RETURNED)
PAID = (PaymentState.EXECUTED, PaymentState.RECONCILED)


def unpaid(grant: Grant) -> int:
    """What is promised and not paid yet, from the journal."""
    found = Posting.objects.filter(grant=grant, account=Account.GRANTED, entry__state="sealed")
    return -int(found.aggregate(total=Sum("amount"))["total"] or 0)


def paid(grant: Grant) -> int:
    """What left the bank for it and did not come back, from the journal."""
    found = Posting.objects.filter(grant=grant, account=Account.BANK, entry__state="sealed")
    return -int(found.aggregate(total=Sum("amount"))["total"] or 0)


@transaction.atomic
def amend(
    *,
    actor: Actor,
    grant: Grant,
    amount: int,
    reason: str,
    decision: Any,
    tranche_due_on: date | None = None,
    cancel: Tranche | None = None,
    after_report: GranteeReport | None = None,
) -> GrantChange:
    """The director, by an adopted decision. More comes out of the allocation as a new tranche; less cancels a tranche.

    Refuses a cut below what was paid or asked for: only a tranche that nobody touched is cancelled. Refuses what the
    guidelines and the bucket refuse of a first plan: a ceiling passed, too much before a report, a use or a day that
    the restriction forbids.
    """
    require(policies.may_amend(actor, grant))
    reason = writing.needed("reason", reason, _("Say why it is amended."))
    whole = grants.total(grant) + amount
    _check(grant, amount, whole, decision)
    number = (grant.changes.aggregate(last=Max("number"))["last"] or 0) + 1
    entry = _booked(actor, grant, number, amount, decision, cancel)
    change = GrantChange(
        grant=grant, number=number, amount=amount, decision=decision, entry=entry,
        **writing.said("reason", reason, actor), **mandates.stamp(actor, initiative=grant.fund.initiative),
    )  # fmt: skip
    change.save(force_insert=True)
    if amount > 0:
        _grow(grant, amount, tranche_due_on or grant.ends_on, after_report)
    limits.amended(grant, whole)
    note(
        actor,
        "grant.changed",
        grant,
        grant.fund,
        {"amount": [None, amount], "reason": ["", reason], "decision": [None, str(decision)]},
        participation=grant.participation,
    )
    return change


def _grow(grant: Grant, amount: int, due_on: date, after: GranteeReport | None) -> None:
    """The new tranche, on a day on which it can be paid; a report accepted already meets its condition."""
    if not grant.starts_on <= due_on <= grant.ends_on:
        said = _("Choose a day within the grant's dates.")
        raise Invalid(said, "outside_grant", fields={"tranche_due_on": [said]})
    if after is not None and (after.grant_id != grant.pk or after.kind == ReportKind.FOLLOW_UP):
        said = _("A tranche waits for a report that is not planned.")
        raise Invalid(said, "no_report", fields={"after_report": [said]})
    last = grant.tranches.aggregate(last=Max("number"))["last"] or 0
    tranche = Tranche.objects.create(grant=grant, number=last + 1, due_on=due_on, amount=amount, remaining=amount)
    if after is not None:
        met_on = clock.today() if after.state == GranteeReportState.ACCEPTED else None
        Condition.objects.create(tranche=tranche, kind=ConditionKind.REPORT, report=after, met_on=met_on)


def _check(grant: Grant, amount: int, whole: int, decision: Any) -> None:
    """Whoever decides about the grant as it will be decides about more, the fund's body about less."""
    body = body_of(grant.fund, grant.allocation.guideline, whole) if amount > 0 else None
    adopted(decision, grant.fund, grant.participation.organisation_id, body=body)
    if amount > 0:
        limits.ceiling(grant, whole)
        buckets.require_use(grant.allocation.restriction, grants.use_of(grant, clock.today()))


def _booked(
    actor: Actor, grant: Grant, number: int, amount: int, decision: Any, cancel: Tranche | None
) -> JournalEntry:
    bucket, allocation = grant.allocation.restriction, grant.allocation
    source = f"grant:{grant.public_id}:change:{number}"
    if amount > 0:
        legs = ledger.awarded(amount, bucket.pk, allocation.pk, grant.pk, bucket.currency)
        entry = journal.begin(actor, grant.fund, EntryKind.AWARDED, clock.today(), source, decision=decision)
        grants.claim(allocation, amount)
    else:
        _cancel(grant, cancel, -amount)
        legs = ledger.released(-amount, bucket.pk, allocation.pk, grant.pk, bucket.currency)
        entry = journal.begin(actor, grant.fund, EntryKind.RELEASED, clock.today(), source, decision=decision)
    return journal.finish(entry, legs)


def _cancel(grant: Grant, tranche: Tranche | None, amount: int) -> None:
    if tranche is None or tranche.grant_id != grant.pk or tranche.amount != amount or amount == 0:
        raise Invalid(_("Choose the tranche that falls away: the amendment is as large as it."), "no_tranche")
    untouched = Tranche.objects.filter(
        pk=tranche.pk, remaining=tranche.amount, state__in=[TrancheState.PLANNED, TrancheState.DUE]
    )
    if untouched.update(state=TrancheState.CANCELLED) != 1:
        raise Refused(_("Something of this tranche was paid or asked for: it stays."), "below_paid")


@transaction.atomic
def wind_up(*, actor: Actor, grant: Grant) -> Grant:
    """The director. No more payments; the final report and the account remain. Refuses a payment under way."""
    require(policies.may_move(actor, grant))
    _refuse_under_way(grant)
    move(grant, "wind_up", workflow.GRANT)
    note(actor, "grant.closing", grant, grant.fund, participation=grant.participation)
    return grant


def _refuse_under_way(grant: Grant) -> None:
    if Payment.objects.filter(tranche__grant=grant, state__in=UNDER_WAY).exists():
        raise Refused(_("A payment is under way: finish or cancel it first."), "under_way")


@transaction.atomic
def close(*, actor: Actor, grant: Grant) -> Grant:
    """The director, once the final report is accepted. What was not paid is free again; in a year one more is told."""
    require(policies.may_move(actor, grant))
    done = (GranteeReportState.ACCEPTED, GranteeReportState.WAIVED)
    reports = GranteeReport.objects.filter(grant=grant).exclude(kind=ReportKind.FOLLOW_UP).exclude(state__in=done)
    if reports.exists():
        raise Refused(_("A report is still owed: accept it or waive it by decision first."), "report_owed")
    _refuse_under_way(grant)
    entry = _release(actor, grant, None)
    move(grant, "close", workflow.GRANT, closed_on=clock.today())
    later = add_months(clock.today(), FOLLOW_UP_MONTHS)  # a year after the day it really ended
    GranteeReport.objects.filter(
        grant=grant, kind=ReportKind.FOLLOW_UP, state=GranteeReportState.SCHEDULED, due_on__lt=later
    ).update(due_on=later)
    released = [None, entry.number if entry else None]
    note(actor, "grant.closed", grant, grant.fund, {"released": released}, participation=grant.participation)
    return grant


@transaction.atomic
def terminate(*, actor: Actor, grant: Grant, decision: Any, reason: str) -> Grant:
    """The director, by an adopted decision and with a reason. What was not paid is free again, by its own entry.

    The same decision waives the reports that nobody needs any more: all of them where nothing was paid, else all but
    the final one, which tells what became of what was.
    """
    require(policies.may_move(actor, grant))
    reason = writing.needed("reason", reason, _("Say why it ends."))
    adopted(decision, grant.fund, grant.participation.organisation_id)
    _refuse_under_way(grant)
    _release(actor, grant, decision)
    move(grant, "terminate", workflow.GRANT, closed_on=clock.today())
    waived = _waive_rest(grant, decision)
    note(
        actor,
        "grant.terminated",
        grant,
        grant.fund,
        {"reason": ["", reason], "decision": [None, str(decision)], "reports_waived": [None, waived]},
        participation=grant.participation,
    )
    return grant


def _waive_rest(grant: Grant, decision: Any) -> int:
    """Waive what is neither sent nor accepted; where money was paid, the final report stays owed."""
    owed = GranteeReport.objects.filter(grant=grant, state__in=NOT_SENT)
    if Payment.objects.filter(tranche__grant=grant, state__in=PAID).exists():
        owed = owed.exclude(kind=ReportKind.FINAL)
    rows = list(owed.order_by("number"))
    for report in rows:
        move(report, "waive", workflow.GRANTEE_REPORT, decision=decision)
    return len(rows)


def _release(actor: Actor, grant: Grant, decision: Any) -> JournalEntry | None:
    rest = unpaid(grant)
    Tranche.objects.filter(grant=grant, state__in=[TrancheState.PLANNED, TrancheState.DUE]).update(
        state=TrancheState.CANCELLED
    )
    if not rest:
        return None
    bucket = grant.allocation.restriction
    legs = ledger.released(rest, bucket.pk, grant.allocation_id, grant.pk, bucket.currency)
    source = f"grant:{grant.public_id}:end"
    return journal.post(actor, grant.fund, EntryKind.RELEASED, clock.today(), source, legs, decision=decision)


@transaction.atomic
def meet(*, actor: Actor, condition: Condition, document: Any = None, on: date | None = None) -> Condition:
    """Director or coordinator without a tie. A condition other than a report is met, by a document if there is one."""
    require(policies.may_meet(actor, condition))
    if condition.kind == ConditionKind.REPORT:
        raise Refused(_("This condition is met when the report is accepted."), "by_report")
    day = on or clock.today()
    won = Condition.objects.filter(pk=condition.pk, met_on__isnull=True).update(
        met_on=day, met_by_id=actor.user_id, document=document
    )
    if won != 1:
        raise Refused(_("This condition is met already."), "met")
    condition.met_on = day
    grant = condition.tranche.grant
    told = {"met_on": [None, day]}
    note(actor, "condition.met", condition, grant.fund, told, participation=grant.participation)
    return condition
