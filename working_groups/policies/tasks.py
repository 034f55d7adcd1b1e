"""Who may give tasks and move them along: the owner, the giver, the owner's organisation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Answer, Denied, first, policy
from working_groups import workflow
from working_groups.models import Body, Task
from working_groups.policies.roles import CLOSED, directs, in_life, only, runs, staff

NOT_GIVER = Denied("no_role", _("This act belongs to whoever gave the task."))
NOT_OWNER = Denied("no_role", _("This act belongs to the task's owner."))
NOT_BOTH = Denied("no_role", _("This act belongs to the task's owner and to whoever gave it."))
PAUSED = Denied("paused", _("Your organisation's part is paused: it reads, and acts again when it is resumed."))


def _owns(actor: Actor, task: Task) -> bool:
    return actor.user_id is not None and actor.user_id == task.person_id


def _gave(actor: Actor, task: Task) -> bool:
    return (actor.user_id is not None and actor.user_id == task.by_id) or directs(actor, task.initiative_id)


def _writes(actor: Actor, task: Task) -> Answer:
    return only(actor.has(task.participation_id, "partners.writes"), PAUSED)


@policy("working_groups.task.give")
def may_give_task(actor: Actor, body: Body) -> Answer:
    """Who runs the body: chair, facilitator, director, coordinator."""
    denied = Denied("no_role", _("This act belongs to the chair and to the backbone's coordinators."))
    return first(only(runs(actor, body), denied), only(body.is_open, CLOSED))


@policy("working_groups.task.give_inside")
def may_give_inside(actor: Actor, participation: Any) -> Answer:
    """The backbone to any partner; a representative at home."""
    role = staff(actor, participation.initiative_id) or (
        actor.has(participation.initiative_id, "partners.takes_part")
        and actor.has(participation.pk, "partners.representative")
        and actor.has(participation.pk, "partners.writes")
    )
    return only(
        role, Denied("no_role", _("This act belongs to the backbone and to the organisation's representative."))
    )


@policy("working_groups.task.give_here")
def may_give_here(actor: Actor, initiative: Any) -> Answer:
    """Whoever may give a task to somebody in the initiative; to whom exactly is asked with the participation.

    A guest has tasks and gives none.
    """
    takes_part = actor.has(initiative.pk, "partners.takes_part")
    role = staff(actor, initiative.pk) or (
        takes_part
        and (
            bool(actor.keys("partners.representative") & actor.keys("partners.writes"))
            or bool(actor.keys("working_groups.chair", "working_groups.facilitator"))
        )
    )
    return only(role, Denied("no_role", _("This act belongs to the backbone, to chairs and to representatives.")))


@policy("working_groups.task.start")
def may_start_task(actor: Actor, task: Task) -> Answer:
    """The owner."""
    return first(only(_owns(actor, task), NOT_OWNER), _writes(actor, task), in_life(workflow.TASK, "start", task.state))


@policy("working_groups.task.finish")
def may_finish_task(actor: Actor, task: Task) -> Answer:
    """The owner."""
    return first(
        only(_owns(actor, task), NOT_OWNER), _writes(actor, task), in_life(workflow.TASK, "finish", task.state)
    )


@policy("working_groups.task.drop")
def may_drop_task(actor: Actor, task: Task) -> Answer:
    """The owner, the giver."""
    role = first(only(_owns(actor, task) or _gave(actor, task), NOT_BOTH), in_life(workflow.TASK, "drop", task.state))
    return role if _gave(actor, task) or not role else _writes(actor, task)


@policy("working_groups.task.reopen")
def may_reopen_task(actor: Actor, task: Task) -> Answer:
    """The giver."""
    return first(only(_gave(actor, task), NOT_GIVER), in_life(workflow.TASK, "reopen", task.state))


@policy("working_groups.task.move")
def may_move_task(actor: Actor, task: Task) -> Answer:
    """The owner, the giver; a reason is asked for."""
    live = Denied("wrong_state", _("This task is no longer open."))
    role = first(only(_owns(actor, task) or _gave(actor, task), NOT_BOTH), only(task.is_live, live))
    return role if _gave(actor, task) or not role else _writes(actor, task)


@policy("working_groups.task.hand_over")
def may_hand_over(actor: Actor, task: Task) -> Answer:
    """The representative, to somebody of the same organisation."""
    lead = actor.has(task.participation_id, "partners.representative")
    return first(
        only(lead, Denied("no_role", _("This act belongs to the organisation's representative."))),
        _writes(actor, task),
        only(task.is_live, Denied("wrong_state", _("This task is no longer open."))),
    )


@policy("working_groups.task.edit")
def may_edit_task(actor: Actor, task: Task) -> Answer:
    """The giver, while it is open: its words."""
    return first(
        only(_gave(actor, task), NOT_GIVER),
        only(task.is_live, Denied("wrong_state", _("This task is no longer open."))),
    )
