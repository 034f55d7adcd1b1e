"""Funders, pledges and instalments."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import OPEN_INSTALMENTS, PledgeState
from funding.policies.rights import (
    LEADS,
    MONEY,
    NOT_MONEY,
    NOT_READER,
    NOT_SIGNER,
    SIGNERS,
    STAFF,
    WRONG_STATE,
    acts_for,
    holds,
    in_life,
    money,
    only,
    treasurer,
)
from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy


@policy("funding.funder.list")
def may_list_funders(actor: Actor, fund: Any) -> Answer:
    """Director, coordinators, treasurer: prospects stand there too; a funder opens its own relation."""
    return only(holds(actor, fund.initiative_id, *STAFF, *MONEY), NOT_READER)


@policy("funding.funder.add")
def may_add_funder(actor: Actor, fund: Any) -> Answer:
    """Director and treasurer."""
    return money(actor, fund)


@policy("funding.funder.edit")
def may_edit_funder(actor: Actor, funder: Any) -> Answer:
    """Director and treasurer; the funder chooses its own role."""
    own = acts_for(actor, funder.participation_id, LEADS, NOT_MONEY)
    return Allowed() if own else money(actor, funder.fund)


@policy("funding.funder.move")
def may_move_funder(actor: Actor, funder: Any) -> Answer:
    """Director and treasurer."""
    return money(actor, funder.fund)


@policy("funding.pledge.draft")
def may_draft_pledge(actor: Actor, funder: Any) -> Answer:
    """Director, treasurer, and the funder itself."""
    own = acts_for(actor, funder.participation_id, LEADS, NOT_MONEY)
    return Allowed() if own else money(actor, funder.fund)


@policy("funding.pledge.edit")
def may_edit_pledge(actor: Actor, pledge: Any) -> Answer:
    """The same, until it is signed."""
    signed = Denied("signed", _("The pledge is signed: a change is an amendment."))
    return first(may_draft_pledge(actor, pledge.funder), only(pledge.state == PledgeState.DRAFTED, signed))


@policy("funding.pledge.sign")
def may_sign_pledge(actor: Actor, pledge: Any) -> Answer:
    """Who signs for the funder: its representative or signatory, under a mandate valid today."""
    return first(
        acts_for(actor, pledge.funder.participation_id, SIGNERS, NOT_SIGNER), in_life(workflow.PLEDGE, "sign", pledge)
    )


@policy("funding.pledge.amend")
def may_amend_pledge(actor: Actor, pledge: Any) -> Answer:
    """Who may draft one, while it is signed."""
    draft = Denied("not_signed", _("The pledge is still a draft: change it."))
    return first(may_draft_pledge(actor, pledge.funder), only(pledge.state == PledgeState.SIGNED, draft))


@policy("funding.instalment.write_off")
def may_write_off(actor: Actor, instalment: Any) -> Answer:
    """The treasurer, of what did not come; the act asks for the decision."""
    closed = Denied("wrong_state", _("This instalment is closed already."))
    return first(treasurer(actor, instalment.pledge.funder.fund), only(instalment.state in OPEN_INSTALMENTS, closed))


@policy("funding.instalment.weigh")
def may_weigh(actor: Actor, instalment: Any) -> Answer:
    """The treasurer, of what is still expected under a signed pledge."""
    return first(
        treasurer(actor, instalment.pledge.funder.fund),
        only(instalment.state in OPEN_INSTALMENTS and instalment.pledge.state == "signed", WRONG_STATE),
    )


@policy("funding.outside.record")
def may_record_outside(actor: Actor, fund: Any) -> Answer:
    """Director and treasurer."""
    return money(actor, fund)
