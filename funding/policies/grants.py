"""Grants, their tranches and conditions, and what grantees report."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import GranteeReportState, GrantState
from funding.policies.rights import (
    LEADS,
    NOT_LEAD,
    NOT_SIGNER,
    SIGNERS,
    acts_for,
    director,
    in_life,
    no_tie,
    only,
    staff,
)
from kernel.actor import Actor
from kernel.permissions import Answer, Denied, first, policy

LIVE = (GrantState.SIGNED, GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING)


@policy("funding.grant.award")
def may_award(actor: Actor, allocation: Any) -> Answer:
    """The director."""
    return director(actor, allocation.fund)


@policy("funding.grant.plan")
def may_plan(actor: Actor, grant: Any) -> Answer:
    """The director, until the agreement is signed."""
    signed = Denied("signed", _("The agreement is signed: a change is an amendment."))
    before = (GrantState.APPROVED, GrantState.AGREEMENT_SENT)
    return first(director(actor, grant.fund), only(grant.state in before, signed))


@policy("funding.grant.send")
def may_send(actor: Actor, grant: Any) -> Answer:
    """The director."""
    return first(director(actor, grant.fund), in_life(workflow.GRANT, "send", grant))


@policy("funding.grant.sign")
def may_sign(actor: Actor, grant: Any) -> Answer:
    """Who signs for the grantee: its representative or signatory, under a mandate valid today."""
    return first(acts_for(actor, grant.participation_id, SIGNERS, NOT_SIGNER), in_life(workflow.GRANT, "sign", grant))


@policy("funding.grant.move")
def may_move(actor: Actor, grant: Any) -> Answer:
    """The director: activate, suspend, wind up, close, terminate."""
    return director(actor, grant.fund)


@policy("funding.grant.amend")
def may_amend(actor: Actor, grant: Any) -> Answer:
    """The director, while the agreement runs; the act asks for the decision."""
    over = Denied("wrong_state", _("Only a signed grant that still runs is amended."))
    return first(director(actor, grant.fund), only(grant.state in LIVE, over))


@policy("funding.condition.meet")
def may_meet(actor: Actor, condition: Any) -> Answer:
    """Director and coordinators without a tie to the grantee."""
    grant = condition.tranche.grant
    met = Denied("met", _("This condition is met already."))
    return first(
        staff(actor, grant.fund),
        no_tie(actor, grant.participation.organisation_id),
        only(condition.met_on is None, met),
    )


@policy("funding.grantee_report.write")
def may_write(actor: Actor, report: Any) -> Answer:
    """The grantee's representative, while it is open or returned."""
    open_states = (GranteeReportState.SCHEDULED, GranteeReportState.OPEN, GranteeReportState.RETURNED)
    sent = Denied("wrong_state", _("The report was sent: it waits for its review."))
    over = report.state in (GranteeReportState.ACCEPTED, GranteeReportState.WAIVED)
    return first(
        acts_for(actor, report.grant.participation_id, LEADS, NOT_LEAD),
        only(not over, Denied("wrong_state", _("The report is closed already."))),
        only(report.state in open_states, sent),
    )


@policy("funding.grantee_report.review")
def may_review(actor: Actor, report: Any) -> Answer:
    """Director and coordinators without a tie to the grantee, once it was sent."""
    return first(
        staff(actor, report.grant.fund),
        no_tie(actor, report.grant.participation.organisation_id),
        only(report.state == GranteeReportState.SUBMITTED, _not_sent()),
    )


@policy("funding.grantee_report.extend")
def may_extend(actor: Actor, report: Any) -> Answer:
    """Director and coordinators, also after the day."""
    done = Denied("wrong_state", _("The report is closed already."))
    closed = (GranteeReportState.ACCEPTED, GranteeReportState.WAIVED)
    return first(staff(actor, report.grant.fund), only(report.state not in closed, done))


@policy("funding.grantee_report.waive")
def may_waive(actor: Actor, report: Any) -> Answer:
    """The director; the act asks for the decision."""
    return first(director(actor, report.grant.fund), in_life(workflow.GRANTEE_REPORT, "waive", report))


def _not_sent() -> Denied:
    return Denied("wrong_state", _("The report does not wait for review."))
