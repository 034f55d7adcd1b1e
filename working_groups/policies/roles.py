"""The roles that the policies of this floor speak of, and the refusals they share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied
from working_groups.models import Body

NOT_STAFF = Denied("no_role", _("This act belongs to the backbone's director and coordinators."))
NOT_DIRECTOR = Denied("no_role", _("This act belongs to the backbone's director."))
NOT_RUNNER = Denied("no_role", _("This act belongs to the chair and to the backbone's coordinators."))
NOT_CHAIR = Denied("no_role", _("This act belongs to the chair."))
TIED = Denied(
    "recused",
    _("You have a tie to the organisation this decision is about: another of those who run the body does it."),
)
CLOSED = Denied("closed", _("This body has ended its work."))
WRONG_STATE = Denied(
    "wrong_state", _("This cannot be done in its present state. Reload the page: it shows what can be done now.")
)


def staff(actor: Actor, initiative_id: int) -> bool:
    """Director or coordinator of the backbone."""
    return actor.is_system or actor.has(initiative_id, "partners.director", "partners.coordinator")


def directs(actor: Actor, initiative_id: int) -> bool:
    """Director of the backbone."""
    return actor.is_system or actor.has(initiative_id, "partners.director")


def runs(actor: Actor, body: Body) -> bool:
    """Who runs the meetings of a body: its chairs, its facilitator, director and coordinators."""
    return staff(actor, body.initiative_id) or actor.has(body.pk, "working_groups.chair", "working_groups.facilitator")


def chairs(actor: Actor, body: Body) -> bool:
    """Chair or co-chair."""
    return actor.has(body.pk, "working_groups.chair")


def tied(actor: Actor, organisation_id: int | None) -> bool:
    """Whether the actor declared an interest in this organisation or acts for it."""
    return organisation_id is not None and organisation_id in actor.keys("partners.interest", "partners.organisation")


def only(condition: bool, denied: Denied) -> Answer:
    """Yes if the condition holds, else that refusal."""
    return Allowed() if condition else denied


def in_life(table: Any, act: str, state: str) -> Answer:
    """Whether the act starts from the state."""
    return only(table.may(act, state), WRONG_STATE)
