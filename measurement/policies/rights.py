"""What the policies of this floor have in common: the circles of people, and their sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied
from measurement.models import CycleState

STAFF = ("partners.director", "partners.coordinator")
REVIEWERS = (*STAFF, "partners.evaluator")
FILLERS = ("partners.representative", "partners.alternate", "partners.data_officer")
LEADS = ("partners.representative", "partners.alternate")

_NOT_STAFF = _("This act belongs to the initiative's director and coordinators.")
_NOT_REVIEWER = _("This act belongs to the initiative's director, coordinators and evaluator.")
_NOT_DIRECTOR = _("This act belongs to the initiative's director.")
NOT_FILLER = _("This act belongs to the organisation's representative and data officers.")
_NOT_LEAD = _("This act belongs to the organisation's representative.")


def staff(actor: Actor, initiative_id: int) -> Answer:
    """Director and coordinators of an initiative."""
    return Allowed() if holds(actor, initiative_id, *STAFF) else Denied("not_staff", _NOT_STAFF)


def reviewer(actor: Actor, initiative_id: int) -> Answer:
    """The same and its evaluator."""
    return Allowed() if holds(actor, initiative_id, *REVIEWERS) else Denied("not_reviewer", _NOT_REVIEWER)


def director(actor: Actor, initiative_id: int) -> Answer:
    """Its director."""
    held = holds(actor, initiative_id, "partners.director")
    return Allowed() if held else Denied("not_director", _NOT_DIRECTOR)


def holds(actor: Actor, key: int, *names: str) -> bool:
    """Whether a grant is held; the portal itself holds all."""
    return actor.is_system or actor.has(key, *names)


def fills(actor: Actor, participation_id: int, names: tuple[str, ...] = FILLERS) -> Answer:
    """Who reports for a participation, while it may act."""
    if actor.is_system:
        return Allowed()
    if not actor.has(participation_id, *names):
        return Denied("not_filler", NOT_FILLER) if names is FILLERS else Denied("not_lead", _NOT_LEAD)
    if not actor.has(participation_id, "partners.writes"):
        return Denied(
            "participation_rests", _("The organisation's participation is not active, so its reports can only be read.")
        )
    return Allowed()


def led(actor: Actor) -> frozenset[int]:
    """The participations that the actor represents and that report: neither paused nor a funder's."""
    return (actor.keys(*LEADS) & actor.keys("partners.writes")) - actor.keys("partners.funder")


def initiative_of(request: Any) -> int:
    """The initiative of a request."""
    return int(request.cycle.measure_set.initiative_id)


def cycle_is_open(request: Any) -> Answer:
    """Whether anything can still be filled in."""
    if request.cycle.state == CycleState.OPENED:
        return Allowed()
    return Denied("cycle_closed", _("The cycle is closed, so nothing more can be filled in: ask for a correction."))
