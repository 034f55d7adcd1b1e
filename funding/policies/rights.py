"""What the policies of this floor have in common: the circles of people, and their sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied

DIRECTOR = ("partners.director",)
TREASURER = ("partners.treasurer",)
STAFF = ("partners.director", "partners.coordinator")
MONEY = ("partners.director", "partners.treasurer")
READERS = ("partners.director", "partners.coordinator", "partners.treasurer", "working_groups.steering")
LEADS = ("partners.representative", "partners.alternate")
SIGNERS = ("partners.representative", "partners.signatory")

NOT_DIRECTOR = Denied("not_director", _("This act belongs to the initiative's director."))
NOT_TREASURER = Denied("not_treasurer", _("This act belongs to the treasurer."))
NOT_STAFF = Denied("not_staff", _("This act belongs to the initiative's director and coordinators."))
NOT_MONEY = Denied("not_money", _("This act belongs to the director and the treasurer."))
NOT_READER = Denied(
    "not_reader", _("The fund's money is read by its staff, its committee and its funders."), hidden=True
)
NOT_LEAD = Denied("not_lead", _("This act belongs to the organisation's representative."))
NOT_SIGNER = Denied("not_signer", _("This act belongs to the organisation's representative or signatory."))
RESTS = Denied("participation_rests", _("The organisation's part in the initiative is not active."))
INTEREST = Denied("interest", _("You declared an interest in this organisation, so another person has to decide."))
OWN = Denied("own_organisation", _("You act for this organisation, so another person has to decide."))
WRONG_STATE = Denied(
    "wrong_state", _("This cannot be done in its present state. Reload the page: it shows what can be done now.")
)


def holds(actor: Actor, key: int | None, *names: str) -> bool:
    """Whether a grant is held; the portal itself holds all."""
    return actor.is_system or actor.has(key, *names)


def only(condition: bool, denied: Denied) -> Answer:
    """Yes if the condition holds, else that refusal."""
    return Allowed() if condition else denied


def director(actor: Actor, fund: Any) -> Answer:
    """The initiative's director."""
    return only(holds(actor, fund.initiative_id, *DIRECTOR), NOT_DIRECTOR)


def treasurer(actor: Actor, fund: Any) -> Answer:
    """The initiative's treasurer."""
    return only(holds(actor, fund.initiative_id, *TREASURER), NOT_TREASURER)


def staff(actor: Actor, fund: Any) -> Answer:
    """Director and coordinators."""
    return only(holds(actor, fund.initiative_id, *STAFF), NOT_STAFF)


def money(actor: Actor, fund: Any) -> Answer:
    """Director and treasurer."""
    return only(holds(actor, fund.initiative_id, *MONEY), NOT_MONEY)


def reads(actor: Actor, fund: Any) -> Answer:
    """Whoever reads the journal: staff of the money and the committee."""
    return only(holds(actor, fund.initiative_id, *READERS), NOT_READER)


def acts_for(actor: Actor, participation_id: int, names: tuple[str, ...], denied: Denied) -> Answer:
    """A mandate of an organisation, while its participation is active."""
    if actor.is_system:
        return Allowed()
    if not actor.has(participation_id, *names):
        return denied
    return only(actor.has(participation_id, "partners.writes"), RESTS)


def no_tie(actor: Actor, organisation_id: int | None) -> Answer:
    """Nobody decides about an organisation they act for or have an interest in."""
    if actor.has(organisation_id, "partners.organisation"):
        return OWN
    return only(not actor.has(organisation_id, "partners.interest"), INTEREST)


def in_life(table: Any, act: str, obj: Any) -> Answer:
    """Whether the act starts from the state of the thing."""
    return only(table.may(act, obj.state), WRONG_STATE)
