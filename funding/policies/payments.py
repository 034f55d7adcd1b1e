"""Money out: who asks, who approves exactly that, who sends it to the bank, who pays. Four different hands."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import PayeeAccount, PayeeState, PaymentApproval
from funding.policies.rights import (
    LEADS,
    MONEY,
    NOT_MONEY,
    NOT_READER,
    NOT_STAFF,
    NOT_TREASURER,
    STAFF,
    TREASURER,
    WRONG_STATE,
    acts_for,
    holds,
    in_life,
    money,
    no_tie,
    only,
    treasurer,
)
from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy
from partners.models import Mandate, MandateKind
from partners.selectors import mandates

PAYERS = (MandateKind.DIRECTOR, MandateKind.TREASURER)
CONTACTS = (*LEADS, "partners.finance_contact")
NOT_CONTACT = Denied("not_contact", _("This act belongs to the grantee's representative or finance contact."))
ASKED = Denied("asked", _("You asked for this payment, so another person has to approve it."))
APPROVED = Denied(
    "approved",
    _(
        "You approved this payment already: the second approval is another person's. Nothing more is asked of you; the "
        "payment's page says whom it waits for."
    ),
)
GIVEN = Denied(
    "wrong_state",
    _(
        "Nobody is asked for this approval now. Reload the payment's page: it says what was approved and what comes "
        "next."
    ),
)
NOBODY_PAYS = Denied(
    "nobody_pays",
    _(
        "If you approve this payment nobody is left to pay it, for whoever pays gave no approval. Let another person "
        "approve it, or name a further director or treasurer."
    ),
)
NOT_PAYER = Denied("approver_pays", _("You approved this payment, so another person has to pay it."))


@policy("funding.payment.request")
def may_request(actor: Actor, tranche: Any) -> Answer:
    """The grantee's representative or finance contact."""
    return acts_for(actor, tranche.grant.participation_id, CONTACTS, NOT_CONTACT)


@policy("funding.payment.approve_programme")
def may_approve_programme(actor: Actor, payment: Any) -> Answer:
    """Director and coordinators: not who asked, without a tie to the grantee."""
    return _may_approve(actor, payment, "approve_programme", STAFF, NOT_STAFF)


@policy("funding.payment.approve_finance")
def may_approve_finance(actor: Actor, payment: Any) -> Answer:
    """The treasurer: not who asked, not who approved before, without a tie to the grantee."""
    return _may_approve(actor, payment, "approve_finance", TREASURER, NOT_TREASURER)


def _may_approve(actor: Actor, payment: Any, act: str, circle: tuple[str, ...], denied: Denied) -> Answer:
    answer = first(
        only(holds(actor, payment.fund.initiative_id, *circle), denied),
        only(payment.by_id is None or payment.by_id != actor.user_id, ASKED),
        no_tie(actor, payment.tranche.grant.participation.organisation_id),
    )
    if not answer:
        return answer
    # One's own approval is told before the state: a second click is about what one did, not about a state.
    answer = first(
        only(actor.user_id not in approvers(payment), APPROVED),
        only(workflow.PAYMENT.may(act, payment.state), GIVEN),
    )
    return only(actor.is_system or _can_be_paid(actor, payment, act), NOBODY_PAYS) if answer else answer


def _can_be_paid(actor: Actor, payment: Any, act: str) -> bool:
    """Whether the hands that are still needed can be found among today's director and treasurers after this one."""
    left = [one for one in payers(payment) if one.person_id != actor.user_id]
    people = {one.person_id for one in left}
    if act == "approve_finance":
        return bool(people)
    return len(people) > 1 and any(one.kind == MandateKind.TREASURER for one in left)


@policy("funding.payment.instruct")
def may_instruct(actor: Actor, fund: Any) -> Answer:
    """Treasurer and director."""
    return money(actor, fund)


@policy("funding.payment.execute")
def may_execute(actor: Actor, payment: Any) -> Answer:
    """Treasurer and director who gave no approval and did not ask."""
    answer = first(
        only(holds(actor, payment.fund.initiative_id, *MONEY), NOT_MONEY),
        in_life(workflow.PAYMENT, "execute", payment),
        only(payment.by_id is None or payment.by_id != actor.user_id, ASKED),
    )
    return first(answer, only(actor.user_id not in approvers(payment), NOT_PAYER)) if answer else answer


@policy("funding.payment.reconcile")
def may_reconcile(actor: Actor, payment: Any) -> Answer:
    """The treasurer."""
    return first(treasurer(actor, payment.fund), in_life(workflow.PAYMENT, "reconcile", payment))


@policy("funding.payment.return")
def may_return(actor: Actor, payment: Any) -> Answer:
    """The treasurer, when the bank sent it back."""
    return first(treasurer(actor, payment.fund), in_life(workflow.PAYMENT, "return", payment))


@policy("funding.payment.cancel")
def may_cancel(actor: Actor, payment: Any) -> Answer:
    """The director, and who asked."""
    own = actor.user_id is not None and payment.by_id == actor.user_id
    allowed = own or holds(actor, payment.fund.initiative_id, "partners.director")
    return first(only(allowed, NOT_MONEY), in_life(workflow.PAYMENT, "cancel", payment))


@policy("funding.payee.propose")
def may_propose_account(actor: Actor, participation: Any) -> Answer:
    """The grantee's representative or finance contact."""
    return acts_for(actor, participation.pk, CONTACTS, NOT_CONTACT)


@policy("funding.payee.confirm")
def may_confirm_account(actor: Actor, account: Any) -> Answer:
    """The treasurer, by a second way: another person than who gave it."""
    own = Denied("own_account", _("You gave this account, so another person has to confirm it."))
    return first(
        only(holds(actor, account.participation.initiative_id, *TREASURER), NOT_TREASURER),
        only(account.by_id is None or account.by_id != actor.user_id, own),
        only(account.state == PayeeState.PROPOSED, WRONG_STATE),
    )


@policy("funding.payee.list")
def may_list_accounts(actor: Actor, fund: Any) -> Answer:
    """The treasurer, and whoever sees an account of a grantee; for others there is no such list."""
    rows = PayeeAccount.objects.visible_to(actor).filter(participation__initiative=fund.initiative_id)
    return only(holds(actor, fund.initiative_id, *TREASURER) or rows.exists(), NOT_READER)


@policy("funding.payee.look")
def may_look(actor: Actor, account: Any) -> Answer:
    """The treasurer, and the finance contact of that organisation; each look is logged."""
    if actor.has(account.participation_id, "partners.finance_contact"):
        return Allowed()
    return only(holds(actor, account.participation.initiative_id, *TREASURER), NOT_TREASURER)


def payers(payment: Any) -> list[Mandate]:
    """The mandates under which it could still be paid today: of director and treasurers, but who asked or approved."""
    known = getattr(payment, "money_hands", None)
    hands = mandates.serving(payment.fund.initiative_id, *PAYERS) if known is None else known
    used = {payment.by_id, *approvers(payment)}
    return [one for one in hands if one.person_id not in used]


def approvers(payment: Any) -> frozenset[int]:
    """Who approved the payment as it is now; what was approved before a change is void."""
    known = getattr(payment, "approver_ids", None)
    if known is not None:
        return frozenset(known)
    rows = PaymentApproval.objects.filter(payment=payment.pk, fingerprint=payment.fingerprint)
    return frozenset(rows.values_list("by_id", flat=True))
