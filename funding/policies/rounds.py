"""Rounds, proposals, assessments, allocations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import AllocationState, ProposalState, RoundState
from funding.policies.rights import (
    LEADS,
    NOT_LEAD,
    STAFF,
    acts_for,
    director,
    holds,
    in_life,
    no_tie,
    only,
    staff,
)
from kernel import clock
from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy

NOT_ASSESSOR = Denied("not_assessor", _("Proposals are assessed by the director, the coordinators and the committee."))
RIVAL = Denied("rival", _("An organisation you are tied to applies in this round, so others assess its proposals."))

ANSWER_OWED = Denied(
    "answer_owed", _("Proposals were sent in this round: close the assessment and decline them, and each hears why.")
)


@policy("funding.round.open")
def may_open_round(actor: Actor, fund: Any) -> Answer:
    """Director and coordinators."""
    return staff(actor, fund)


@policy("funding.round.edit")
def may_edit_round(actor: Actor, round: Any) -> Answer:
    """Director and coordinators, until its assessment is closed."""
    over = Denied("assessed", _("The assessment is closed: what the round asked for stays as it was."))
    return first(staff(actor, round.fund), only(round.state == RoundState.OPENED, over))


@policy("funding.round.move")
def may_move_round(actor: Actor, round: Any) -> Answer:
    """Director and coordinators."""
    return staff(actor, round.fund)


@policy("funding.round.cancel")
def may_cancel_round(actor: Actor, round: Any) -> Answer:
    """Director and coordinators, while no proposal stands in it: whoever sent one is owed an answer."""
    return first(
        staff(actor, round.fund), in_life(workflow.ROUND, "cancel", round), only(not round.applicants, ANSWER_OWED)
    )


@policy("funding.round.decide")
def may_decide_round(actor: Actor, round: Any) -> Answer:
    """The director, once the body has decided about each proposal."""
    return first(director(actor, round.fund), in_life(workflow.ROUND, "decide", round))


@policy("funding.proposal.submit")
def may_submit(actor: Actor, subject: tuple[Any, Any]) -> Answer:
    """The representative of a partner, while the round is open. `subject`: the round and the participation."""
    round, participation = subject
    over = Denied("closed", _("The round takes no proposals any more."))
    running = round.state == RoundState.OPENED and round.opens_on <= clock.today() <= round.closes_on
    return first(acts_for(actor, participation.pk, LEADS, NOT_LEAD), only(running, over))


@policy("funding.proposal.withdraw")
def may_withdraw(actor: Actor, proposal: Any) -> Answer:
    """The representative of the applicant."""
    return first(
        acts_for(actor, proposal.participation_id, LEADS, NOT_LEAD), in_life(workflow.PROPOSAL, "withdraw", proposal)
    )


@policy("funding.proposal.assess")
def may_assess(actor: Actor, proposal: Any) -> Answer:
    """Director, coordinators and members of the committee: who reads the proposals.

    Not whoever is tied to the applicant, nor to another one of the round, which competes with it for the same money.
    """
    over = Denied("closed", _("The round is assessed already."))
    assessor = holds(actor, proposal.round.fund.initiative_id, *STAFF, "working_groups.steering")
    return first(
        only(assessor, NOT_ASSESSOR),
        no_tie(actor, proposal.participation.organisation_id),
        only(not (_ties(actor) and _ties(actor) & proposal.round.applicants), RIVAL),
        only(proposal.round.state == RoundState.OPENED and proposal.state == ProposalState.SUBMITTED, over),
    )


def _ties(actor: Actor) -> frozenset[int]:
    """Keys of the organisations the person acts for or has an interest in."""
    return frozenset(actor.keys("partners.interest", "partners.organisation"))


@policy("funding.proposal.recommend")
def may_recommend(actor: Actor, proposal: Any) -> Answer:
    """Director and coordinators without a tie to the applicant, once the round is assessed."""
    early = Denied("not_assessed", _("The round is not assessed yet."))
    return first(
        staff(actor, proposal.round.fund),
        no_tie(actor, proposal.participation.organisation_id),
        only(proposal.round.state == RoundState.ASSESSED, early),
    )


@policy("funding.proposal.read")
def may_read_papers(actor: Actor, proposal: Any) -> Answer:
    """Whoever sees it at all; whoever is tied to the applicant does not."""
    return Allowed()


@policy("funding.allocation.make")
def may_allocate(actor: Actor, fund: Any) -> Answer:
    """The director; the act asks for the decision."""
    return director(actor, fund)


@policy("funding.allocation.close")
def may_close_allocation(actor: Actor, allocation: Any) -> Answer:
    """The director, while it is active."""
    closed = Denied("closed", _("This allocation is closed already."))
    return first(director(actor, allocation.fund), only(allocation.state == AllocationState.ACTIVE, closed))
