"""Who may open, change and lead an initiative through its stages. Roles are names of grants, not mandates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, policy

DIRECTOR = "partners.director"
STAFF = ("partners.director", "partners.coordinator")
NOT_THERE = Denied("not_inside", _("There is nothing at this address that you may see."), hidden=True)


def key_of(obj: Any) -> int | None:
    """The key of the initiative that a thing belongs to, or of the initiative itself."""
    key = getattr(obj, "initiative_id", None)
    if key is None and hasattr(obj, "stage"):
        key = obj.stage.initiative_id
    return key if key is not None else getattr(obj, "pk", None)


def by_staff(actor: Actor, key: int | None) -> Answer:
    """The director and coordinators of an initiative; a sentence for whoever takes part, nothing for others."""
    if actor.is_system or actor.has(key, *STAFF):
        return Allowed()
    if not actor.has(key, "partners.takes_part"):
        return NOT_THERE
    return Denied("not_staff", _("The director or a coordinator of the initiative does this."))


def by_director(actor: Actor, key: int | None) -> Answer:
    """The director of an initiative."""
    if actor.is_system or actor.has(key, DIRECTOR):
        return Allowed()
    if not actor.has(key, "partners.takes_part"):
        return NOT_THERE
    return Denied("not_director", _("The director of the initiative does this."))


@policy("initiative.initiative.open")
def may_open(actor: Actor, obj: Any = None) -> Answer:
    """Open an initiative: administrators, and directors of another one. For others the page is not there."""
    if actor.is_system or actor.keys("accounts.admin", DIRECTOR):
        return Allowed()
    return Denied("no_role", _("An administrator or a director opens an initiative."), hidden=True)


@policy("initiative.initiative.change")
def may_change(actor: Actor, obj: Any) -> Answer:
    """Change names, dates, languages, look and the stages' names."""
    return by_staff(actor, key_of(obj))


@policy("initiative.stage.change")
def may_change_stage(actor: Actor, obj: Any) -> Answer:
    """Change a stage's name and dates."""
    return by_staff(actor, key_of(obj))


@policy("initiative.stage.enter")
def may_enter_stage(actor: Actor, obj: Any) -> Answer:
    """Enter a stage: the director."""
    return by_director(actor, key_of(obj))


@policy("initiative.goal.change")
def may_change_goal(actor: Actor, obj: Any) -> Answer:
    """Add, change and remove goals."""
    return by_staff(actor, key_of(obj))


@policy("initiative.factor.change")
def may_change_factor(actor: Actor, obj: Any) -> Answer:
    """Add, change and remove factors of the road map."""
    return by_staff(actor, key_of(obj))
