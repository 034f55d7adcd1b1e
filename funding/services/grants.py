"""Grants: awarded out of an allocation, planned in tranches with conditions, sent, signed, active."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils.translation import gettext_lazy as _

from funding import canonical, ledger, workflow
from funding.models import (
    Allocation,
    AllocationState,
    BudgetLine,
    Condition,
    ConditionKind,
    CostType,
    EntryKind,
    Grant,
    GranteeReport,
    ReportKind,
    Tranche,
)
from funding.policies import grants as policies
from funding.schedules import add_months
from funding.selectors import buckets
from funding.services import grant_limits as limits
from funding.services import journal
from funding.services.recording import adopted, body_of, note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.formatting import amount as money
from kernel.permissions import require
from kernel.text import sentence
from kernel.workflow import move
from partners.models import Participation
from partners.selectors import mandates


def _note(actor: Actor, kind: str, subject: Any, grant: Grant, changes: Mapping[str, Any] | None = None) -> None:
    note(actor, kind, subject, grant.fund, changes, participation=grant.participation)


@dataclass(frozen=True)
class TranchePlan:
    """A tranche to be; `after_report` is the number of the report that must be accepted first, 0 for none."""

    due_on: date
    amount: int
    after_report: int = 0
    condition: str = ""


@dataclass(frozen=True)
class BudgetPlan:
    """A line of the budget to be."""

    name: str
    amount: int
    cost_type: str = CostType.PROGRAMME


@transaction.atomic
def award(
    *, actor: Actor, allocation: Allocation, participation: Participation, amount: int, values: Mapping[str, Any]
) -> Grant:
    """The director. Part of an allocation becomes a grant.

    Refuses more than remains of it, a use that the bucket's rule forbids, another organisation than the decision named.
    """
    require(policies.may_award(actor, allocation))
    fund, day = allocation.fund, clock.today()
    if participation.initiative_id != fund.initiative_id or amount <= 0:
        raise Invalid(_("Choose a partner of this initiative and an amount."), "foreign")
    body = body_of(fund, allocation.guideline, allocation.amount)
    adopted(allocation.decision, fund, participation.organisation_id, body=body)
    grant = Grant(
        fund=fund,
        allocation=allocation,
        participation=participation,
        number=1,
        amount=amount,
        awarded_on=day,
        title_language=actor.language,
        **writing.cleaned(values, names=["title"]),
        **mandates.stamp(actor, initiative=fund.initiative),
    )
    writing.in_order(grant.starts_on, grant.ends_on, "ends_on")
    limits.ceiling(grant, amount)
    buckets.require_use(allocation.restriction, use_of(grant, day))
    source = f"grant:{grant.public_id}"
    grant.entry = journal.begin(actor, fund, EntryKind.AWARDED, day, source, decision=allocation.decision)
    grant.number = (Grant.objects.filter(fund=fund).aggregate(last=Max("number"))["last"] or 0) + 1
    claim(allocation, amount)
    writing.check(grant)
    grant.save(force_insert=True)
    bucket = allocation.restriction
    journal.finish(grant.entry, ledger.awarded(amount, bucket.pk, allocation.pk, grant.pk, bucket.currency))
    _note(actor, "grant.awarded", grant, grant, {"amount": [None, amount]})
    return grant


def use_of(grant: Grant, day: date) -> Any:
    """What it spends the bucket's money on, as the bucket's rule asks it."""
    return buckets.use(
        day,
        factor=grant.factor,
        goal=grant.goal,
        district=grant.district,
        cost_type=grant.cost_type,
        organisation=grant.participation.organisation,
        like=grant.allocation.restriction,
    )


def claim(allocation: Allocation, amount: int) -> None:
    """Go on only while the allocation is active and holds that much; the row that uses it takes it."""
    there = Allocation.objects.filter(pk=allocation.pk, state=AllocationState.ACTIVE, remaining__gte=amount)
    if there.update(remaining=F("remaining")) != 1:
        allocation.refresh_from_db()
        template = _(
            "%(rest)s are left of this allocation, and %(wanted)s were asked for: ask for less, or allocate more first."
        )
        currency = allocation.restriction.currency
        words = {"rest": money(allocation.remaining, currency), "wanted": money(amount, currency)}
        raise Refused(sentence(template, **words), "over_allocation")


@transaction.atomic
def plan(
    *,
    actor: Actor,
    grant: Grant,
    tranches: Sequence[TranchePlan],
    budget: Sequence[BudgetPlan] = (),
    reports: Sequence[date] = (),
) -> Grant:
    """The director, until it is signed. Tranches, budget, days of reports: the last is final, a year on one more.

    Refuses tranches or a budget that do not add up to the grant, a budget without its learning line, more in advance
    and a later report than the guidelines allow.
    """
    require(policies.may_plan(actor, grant))
    whole = total(grant)
    found, code = sum(one.amount for one in tranches), grant.allocation.restriction.currency
    if found != whole or any(one.amount <= 0 for one in tranches):
        told = {"sum": money(found, code), "whole": money(whole, code)}
        template = _("The tranches are %(sum)s together and the grant is %(whole)s: mend one of them.")
        raise Invalid(sentence(template, **told), "does_not_add_up")
    limits.budget(grant, budget, whole)
    Condition.objects.filter(tranche__grant=grant).delete()
    for model in (Tranche, BudgetLine, GranteeReport):
        model.objects.filter(grant=grant).delete()
    limits.payout(grant, tranches, reports, whole)
    made = _reports(grant, reports)
    _write_plan(actor, grant, tranches, budget, made)
    _note(actor, "grant.planned", grant, grant, {"tranches": [None, len(tranches)]})
    return grant


def _write_plan(
    actor: Actor,
    grant: Grant,
    tranches: Sequence[TranchePlan],
    budget: Sequence[BudgetPlan],
    made: Mapping[int, GranteeReport],
) -> None:
    for number, one in enumerate(tranches, 1):
        tranche = Tranche.objects.create(
            grant=grant, number=number, due_on=one.due_on, amount=one.amount, remaining=one.amount
        )
        _conditions(actor, tranche, one, made)
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(
                grant=grant,
                position=position,
                name=one.name,
                name_language=actor.language,
                cost_type=one.cost_type,
                amount=one.amount,
            )
            for position, one in enumerate(budget)
        ]
    )


def total(grant: Grant) -> int:
    """The grant with its amendments."""
    changes = grant.changes.aggregate(total=Sum("amount"))["total"] or 0
    return int(grant.amount + changes)


def _reports(grant: Grant, days: Sequence[date]) -> dict[int, GranteeReport]:
    rows_ = [
        GranteeReport(
            grant=grant,
            number=number,
            kind=ReportKind.FINAL if number == len(days) else ReportKind.PROGRESS,
            due_on=day,
            first_due_on=day,
        )
        for number, day in enumerate(sorted(days), 1)
    ]
    if days:
        day = add_months(grant.ends_on, 12)
        rows_.append(
            GranteeReport(grant=grant, number=len(days) + 1, kind=ReportKind.FOLLOW_UP, due_on=day, first_due_on=day)
        )
    return {row.number: row for row in GranteeReport.objects.bulk_create(rows_)}


def _conditions(actor: Actor, tranche: Tranche, one: TranchePlan, reports: Mapping[int, GranteeReport]) -> None:
    if one.after_report:
        if one.after_report not in reports:
            raise Invalid(_("A tranche waits for a report that is not planned."), "no_report")
        Condition.objects.create(tranche=tranche, kind=ConditionKind.REPORT, report=reports[one.after_report])
    if one.condition:
        Condition.objects.create(
            tranche=tranche, kind=ConditionKind.OTHER, **writing.said("text", one.condition, actor)
        )


@transaction.atomic
def send(*, actor: Actor, grant: Grant, agreement: Any = None) -> Grant:
    """The director sends the agreement. Refuses until the tranches add up to the grant, and without a budget."""
    require(policies.may_send(actor, grant))
    if (grant.tranches.aggregate(total=Sum("amount"))["total"] or 0) != total(grant):
        raise Refused(_("Plan the tranches first: they add up to the grant."), "unplanned")
    if not grant.budget.exists():
        raise Refused(_("Write the budget first: its lines add up to the grant, and one is for learning."), "no_budget")
    move(grant, "send", workflow.GRANT, agreement=agreement)
    _note(actor, "grant.sent", grant, grant)
    return grant


def content(grant: Grant) -> dict[str, Any]:
    """What is signed, as values: its hash stands on the grant."""
    return {
        "grant": grant.public_id,
        "grantee": grant.participation.public_id,
        "amount": total(grant),
        "dates": [grant.starts_on, grant.ends_on],
        "agreement": grant.agreement.public_id if grant.agreement else None,
        "tranches": list(grant.tranches.order_by("number").values_list("number", "due_on", "amount")),
        "budget": list(grant.budget.order_by("position").values_list("name", "cost_type", "amount")),
        "reports": list(grant.reports.order_by("number").values_list("number", "kind", "first_due_on")),
    }


@transaction.atomic
def sign(*, actor: Actor, grant: Grant, on: date | None = None) -> Grant:
    """The grantee's representative or signatory, under a mandate valid today. Its tranches add up to it."""
    require(policies.may_sign(actor, grant))
    stamp = mandates.stamp(actor, participation=grant.participation)
    move(
        grant,
        "sign",
        workflow.GRANT,
        signed_on=on or clock.today(),
        signed_by_id=actor.user_id,
        signed_mandate_id=stamp["mandate_id"],
        agreement_hash=canonical.hash_of(content(grant)),
    )
    _note(actor, "grant.signed", grant, grant, {"hash": [None, grant.agreement_hash]})
    return grant


@transaction.atomic
def activate(*, actor: Actor, grant: Grant) -> Grant:
    """The director: signed, or suspended before."""
    require(policies.may_move(actor, grant))
    before = move(grant, "activate", workflow.GRANT)
    note(
        actor, "grant.activated", grant, grant.fund, {"state": [before, grant.state]}, participation=grant.participation
    )
    return grant


@transaction.atomic
def suspend(*, actor: Actor, grant: Grant, reason: str) -> Grant:
    """The director, with a reason: nothing is paid meanwhile."""
    require(policies.may_move(actor, grant))
    reason = writing.needed("reason", reason, _("Say why it is suspended."))
    move(grant, "suspend", workflow.GRANT)
    _note(actor, "grant.suspended", grant, grant, {"reason": ["", reason]})
    return grant
