"""Allocations: money of a bucket set aside by a decision. Never more than is free, whatever runs at once."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funding import ledger, predicates, workflow
from funding.models import (
    Allocation,
    AllocationState,
    EntryKind,
    Fund,
    JournalEntry,
    Proposal,
    ProposalState,
    Restriction,
)
from funding.policies import rounds as policies
from funding.selectors import buckets
from funding.services import funds, journal
from funding.services.recording import adopted, body_of, note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.formatting import amount as written
from kernel.permissions import require
from kernel.text import sentence
from kernel.workflow import move
from partners.selectors import mandates


@transaction.atomic
def allocate(
    *,
    actor: Actor,
    fund: Fund,
    restriction: Restriction,
    decision: Any,
    amount: int,
    proposal: Proposal | None = None,
    on: date | None = None,
) -> Allocation:
    """The director, by an adopted decision. Sets money of a bucket aside; it cites the guidelines it ran under.

    Refuses without a decision, another bucket than the rule allows, and more than is free, naming how much is.
    """
    require(policies.may_allocate(actor, fund))
    if amount <= 0:
        raise Invalid(_("Allocate more than nothing."), fields={"amount": [_("More than nothing.")]})
    if restriction.fund_id != fund.pk:
        raise Invalid(_("Choose a restriction of this fund."), "foreign")
    day = on or clock.today()
    _check_proposal(proposal, amount, decision)
    _check_decision(fund, decision, amount, proposal)
    buckets.require_use(restriction, _use_of(proposal, restriction, day))
    row = _new(actor, fund, restriction, decision, amount, proposal)
    source = f"allocation:{row.public_id}"
    row.entry = journal.begin(actor, fund, EntryKind.ALLOCATED, day, source, decision=decision)
    writing.insert(row, _("This proposal was allocated already."))
    journal.finish(row.entry, ledger.allocated(amount, restriction.pk, row.pk, restriction.currency))
    if proposal is not None:
        move(proposal, "fund", workflow.PROPOSAL)
    note(
        actor,
        "allocation.made",
        row,
        fund,
        {"amount": [None, amount], "restriction": [None, str(restriction)], "decision": [None, str(decision)]},
        participation=proposal.participation if proposal else None,
    )
    return row


def _check_decision(fund: Fund, decision: Any, amount: int, proposal: Proposal | None) -> None:
    rules = proposal.round.guideline if proposal else funds.in_force(fund)
    organisation = proposal.participation.organisation_id if proposal else getattr(decision, "concerns_id", None)
    adopted(decision, fund, organisation, body=body_of(fund, rules, amount))


def _new(
    actor: Actor, fund: Fund, restriction: Restriction, decision: Any, amount: int, proposal: Proposal | None
) -> Allocation:
    return Allocation(
        fund=fund,
        restriction=restriction,
        decision=decision,
        guideline=funds.in_force(fund),
        round=proposal.round if proposal else None,
        proposal=proposal,
        amount=amount,
        remaining=amount,
        **mandates.stamp(actor, initiative=fund.initiative),
    )


def _check_proposal(proposal: Proposal | None, amount: int, decision: Any) -> None:
    if proposal is None:
        return
    if proposal.state != ProposalState.RECOMMENDED or proposal.decision_id != getattr(decision, "pk", None):
        raise Refused(_("Allocate a recommended proposal by its own decision."), "wrong_state")
    if proposal.recommended is not None and amount > proposal.recommended:
        template = _("The decision is about %(most)s: take no more, or ask the body for another decision.")
        most = written(proposal.recommended, proposal.round.restriction.currency)
        raise Refused(sentence(template, most=most), "over_decision")


def _use_of(proposal: Proposal | None, restriction: Restriction, day: date) -> predicates.Use:
    if proposal is None:  # the grant is held against the rule again
        return buckets.any_use(restriction, day)
    return buckets.use(
        day,
        factor=proposal.round.factor,
        goal=restriction.goal,  # a proposal names none: the grant does, and is held against the rule again
        district=proposal.district,
        cost_type=proposal.cost_type,
        organisation=proposal.participation.organisation,
        like=restriction,
    )


@transaction.atomic
def close(*, actor: Actor, allocation: Allocation, on: date | None = None) -> JournalEntry | None:
    """The director. The rest that no grant has taken is free again, by its own entry."""
    require(policies.may_close_allocation(actor, allocation))
    entry = None
    rest = Allocation.objects.values_list("remaining", flat=True).get(pk=allocation.pk)
    if rest:
        source = f"close:{allocation.public_id}"
        legs = ledger.released(rest, allocation.restriction_id, allocation.pk, None, allocation.restriction.currency)
        entry = journal.post(actor, allocation.fund, EntryKind.RELEASED, on or clock.today(), source, legs)
    won = Allocation.objects.filter(pk=allocation.pk, state="active", remaining=rest).update(
        state="closed", remaining=0
    )
    if won != 1:
        raise Refused(_("A grant was taken out of it meanwhile: reload."), "moved_on")
    allocation.state, allocation.remaining = AllocationState.CLOSED, 0
    note(actor, "allocation.closed", allocation, allocation.fund, {"released": [None, rest]})
    return entry
