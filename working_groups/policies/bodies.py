"""Who may propose, charter, start, rest and close a body, and give or end its seats."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from kernel.permissions import Answer, Denied, first, policy
from working_groups import workflow
from working_groups.models import Body, Seat, SeatRole, Task
from working_groups.policies.roles import CLOSED, NOT_DIRECTOR, NOT_STAFF, directs, in_life, only, staff


@policy("working_groups.body.propose")
def may_propose_body(actor: Actor, initiative: Any) -> Answer:
    """Director, coordinator."""
    return only(staff(actor, initiative.pk), NOT_STAFF)


@policy("working_groups.body.edit")
def may_edit_body(actor: Actor, body: Body) -> Answer:
    """Director, coordinator, while it is not closed."""
    return first(only(staff(actor, body.initiative_id), NOT_STAFF), only(body.is_open, CLOSED))


@policy("working_groups.body.charter")
def may_charter(actor: Actor, body: Body) -> Answer:
    """The director."""
    return first(only(directs(actor, body.initiative_id), NOT_DIRECTOR), in_life(workflow.BODY, "charter", body.state))


def _chair_sits(body: Body) -> Answer:
    sits = Seat.objects.filter(dates_cover(clock.today()), body=body, role=SeatRole.CHAIR).exists()
    return only(sits, Denied("no_chair", _("A chair must sit here first: give the chair's seat.")))


@policy("working_groups.body.start")
def may_start(actor: Actor, body: Body) -> Answer:
    """Director, coordinator, once a chair sits."""
    role = only(staff(actor, body.initiative_id), NOT_STAFF)
    return first(role, in_life(workflow.BODY, "start", body.state)) and _chair_sits(body)


@policy("working_groups.body.rest")
def may_rest(actor: Actor, body: Body) -> Answer:
    """Director, coordinator."""
    return first(only(staff(actor, body.initiative_id), NOT_STAFF), in_life(workflow.BODY, "rest", body.state))


@policy("working_groups.body.wake")
def may_wake(actor: Actor, body: Body) -> Answer:
    """Director, coordinator, once a chair sits."""
    role = only(staff(actor, body.initiative_id), NOT_STAFF)
    return first(role, in_life(workflow.BODY, "wake", body.state)) and _chair_sits(body)


@policy("working_groups.body.close")
def may_close(actor: Actor, body: Body) -> Answer:
    """The director, when no task is open."""
    answer = first(only(directs(actor, body.initiative_id), NOT_DIRECTOR), in_life(workflow.BODY, "close", body.state))
    if not answer:
        return answer
    waits = Task.objects.filter(body=body, state__in=("open", "doing")).exists()
    return only(not waits, Denied("open_tasks", _("Tasks are still open here: finish, drop or move them first.")))


@policy("working_groups.seat.give")
def may_give_seat(actor: Actor, body: Body) -> Answer:
    """Director, coordinator."""
    return may_edit_body(actor, body)


def _is_running(seat: Seat) -> bool:
    return seat.ends_on is None or seat.ends_on >= clock.today()


@policy("working_groups.seat.end")
def may_end_seat(actor: Actor, seat: Seat) -> Answer:
    """Director, coordinator; the person itself."""
    role = staff(actor, seat.body.initiative_id) or (actor.user_id is not None and actor.user_id == seat.person_id)
    return first(
        only(role, NOT_STAFF), only(_is_running(seat), Denied("wrong_state", _("This seat has an end already.")))
    )


@policy("working_groups.seat.substitute")
def may_name_substitute(actor: Actor, seat: Seat) -> Answer:
    """The person of the seat, the organisation's representative, the backbone."""
    own = actor.user_id is not None and actor.user_id == seat.person_id
    lead = actor.has(seat.participation_id, "partners.representative")
    writes = actor.has(seat.participation_id, "partners.writes")
    role = staff(actor, seat.body.initiative_id) or ((own or lead) and writes)
    return first(
        only(role, Denied("no_role", _("This act belongs to the seat's own organisation."))),
        only(_is_running(seat), Denied("wrong_state", _("This seat has an end already."))),
    )
