"""Cycles: who may plan, open, close and publish them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Answer, Denied, policy
from measurement.models import CycleState
from measurement.policies.rights import director, staff


@policy("measurement.cycle.plan")
def may_plan_cycle(actor: Actor, initiative: Any) -> Answer:
    """Director and coordinators."""
    return staff(actor, initiative.pk)


@policy("measurement.cycle.open")
def may_open_cycle(actor: Actor, cycle: Any) -> Answer:
    """The same; opening an open cycle changes nothing and is allowed."""
    answer = staff(actor, cycle.measure_set.initiative_id)
    if answer and cycle.state not in {CycleState.PLANNED, CycleState.OPENED}:
        return Denied("wrong_state", _("The cycle is closed already."))
    return answer


@policy("measurement.cycle.close")
def may_close_cycle(actor: Actor, cycle: Any) -> Answer:
    """Director and coordinators, while it is open."""
    answer = staff(actor, cycle.measure_set.initiative_id)
    if answer and cycle.state != CycleState.OPENED:
        return Denied("wrong_state", _("Only an open cycle can be closed."))
    return answer


@policy("measurement.cycle.reopen")
def may_reopen_cycle(actor: Actor, cycle: Any) -> Answer:
    """The director, while it is closed and not published."""
    answer = director(actor, cycle.measure_set.initiative_id)
    if answer and cycle.state != CycleState.CLOSED:
        return Denied("wrong_state", _("Only a closed cycle that was not published can be opened again."))
    return answer


@policy("measurement.cycle.publish")
def may_publish_cycle(actor: Actor, cycle: Any) -> Answer:
    """The director, once it is closed."""
    answer = director(actor, cycle.measure_set.initiative_id)
    if answer and cycle.state != CycleState.CLOSED:
        return Denied("wrong_state", _("Close the cycle first; a published one stays as it is."))
    return answer
