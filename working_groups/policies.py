"""Who may do what to a body and what hangs on it, with the reason when not."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy
from working_groups import workflow
from working_groups.models import Body, Meeting, MeetingState, Minutes, MinutesState, Seat, SeatRole, Task

NOT_STAFF = Denied("no_role", _("This act belongs to the backbone's director and coordinators."))
NOT_DIRECTOR = Denied("no_role", _("This act belongs to the backbone's director."))
NOT_RUNNER = Denied("no_role", _("This act belongs to the chair and to the backbone's coordinators."))
NOT_CHAIR = Denied("no_role", _("This act belongs to the chair."))
CLOSED = Denied("closed", _("This body has ended its work."))


def staff(actor: Actor, initiative_id: int) -> bool:
    """Director or coordinator of the backbone."""
    return actor.is_system or actor.has(initiative_id, "partners.director", "partners.coordinator")


def runs(actor: Actor, body: Body) -> bool:
    """Who runs the meetings of a body: its chairs, its facilitator, director and coordinators."""
    return staff(actor, body.initiative_id) or actor.has(body.pk, "working_groups.chair", "working_groups.facilitator")


def chairs(actor: Actor, body: Body) -> bool:
    """Chair or co-chair."""
    return actor.has(body.pk, "working_groups.chair")


def _is(condition: bool, denied: Denied) -> Answer:
    return Allowed() if condition else denied


def _in_life(table: Any, act: str, state: str) -> Answer:
    if table.may(act, state):
        return Allowed()
    return Denied("wrong_state", _("This cannot be done in its present state."))


# ------------------------------------------------------------------ bodies and seats


@policy("working_groups.body.propose")
def may_propose_body(actor: Actor, initiative: Any) -> Answer:
    """Director, coordinator."""
    return _is(staff(actor, initiative.pk), NOT_STAFF)


@policy("working_groups.body.edit")
def may_edit_body(actor: Actor, body: Body) -> Answer:
    """Director, coordinator, while it is not closed."""
    return first(_is(staff(actor, body.initiative_id), NOT_STAFF), _is(body.is_open, CLOSED))


@policy("working_groups.body.charter")
def may_charter(actor: Actor, body: Body) -> Answer:
    """The director."""
    director = actor.is_system or actor.has(body.initiative_id, "partners.director")
    return first(_is(director, NOT_DIRECTOR), _in_life(workflow.BODY, "charter", body.state))


def _chair_sits(body: Body) -> Answer:
    sits = Seat.objects.filter(body=body, role=SeatRole.CHAIR, ends_on__isnull=True).exists()
    return _is(sits, Denied("no_chair", _("A chair must sit here first: give the chair's seat.")))


@policy("working_groups.body.start")
def may_start(actor: Actor, body: Body) -> Answer:
    """Director, coordinator, once a chair sits."""
    role = _is(staff(actor, body.initiative_id), NOT_STAFF)
    return first(role, _in_life(workflow.BODY, "start", body.state)) and _chair_sits(body)


@policy("working_groups.body.rest")
def may_rest(actor: Actor, body: Body) -> Answer:
    """Director, coordinator."""
    return first(_is(staff(actor, body.initiative_id), NOT_STAFF), _in_life(workflow.BODY, "rest", body.state))


@policy("working_groups.body.wake")
def may_wake(actor: Actor, body: Body) -> Answer:
    """Director, coordinator, once a chair sits."""
    role = _is(staff(actor, body.initiative_id), NOT_STAFF)
    return first(role, _in_life(workflow.BODY, "wake", body.state)) and _chair_sits(body)


@policy("working_groups.body.close")
def may_close(actor: Actor, body: Body) -> Answer:
    """The director, when no task is open."""
    director = actor.is_system or actor.has(body.initiative_id, "partners.director")
    answer = first(_is(director, NOT_DIRECTOR), _in_life(workflow.BODY, "close", body.state))
    if not answer:
        return answer
    waits = Task.objects.filter(body=body, state__in=("open", "doing")).exists()
    return _is(not waits, Denied("open_tasks", _("Tasks are still open here: finish, drop or move them first.")))


@policy("working_groups.seat.give")
def may_give_seat(actor: Actor, body: Body) -> Answer:
    """Director, coordinator."""
    return may_edit_body(actor, body)


@policy("working_groups.seat.end")
def may_end_seat(actor: Actor, seat: Seat) -> Answer:
    """Director, coordinator; the person itself."""
    role = staff(actor, seat.body.initiative_id) or (actor.user_id is not None and actor.user_id == seat.person_id)
    return first(
        _is(role, NOT_STAFF), _is(seat.ends_on is None, Denied("wrong_state", _("This seat has an end already.")))
    )


@policy("working_groups.seat.substitute")
def may_name_substitute(actor: Actor, seat: Seat) -> Answer:
    """The person of the seat, the organisation's representative, the backbone."""
    own = actor.user_id is not None and actor.user_id == seat.person_id
    lead = actor.has(seat.participation_id, "partners.representative")
    writes = actor.has(seat.participation_id, "partners.writes")
    role = staff(actor, seat.body.initiative_id) or ((own or lead) and writes)
    return first(
        _is(role, Denied("no_role", _("This act belongs to the seat's own organisation."))),
        _is(seat.ends_on is None, Denied("wrong_state", _("This seat has an end already."))),
    )


# ------------------------------------------------------------------ meetings and agendas


@policy("working_groups.meeting.plan")
def may_plan(actor: Actor, body: Body) -> Answer:
    """Chair, facilitator, director, coordinator, while the body works."""
    return first(_is(runs(actor, body), NOT_RUNNER), _is(body.is_open, CLOSED))


def _run(actor: Actor, meeting: Meeting, act: str) -> Answer:
    return first(_is(runs(actor, meeting.body), NOT_RUNNER), _in_life(workflow.MEETING, act, meeting.state))


@policy("working_groups.meeting.open")
def may_open_agenda(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting."""
    return _run(actor, meeting, "open")


@policy("working_groups.meeting.call")
def may_call(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, once the agenda has an item."""
    answer = _run(actor, meeting, "call")
    if not answer:
        return answer
    has_item = meeting.items.filter(accepted=True).exists()
    return _is(has_item, Denied("no_item", _("The agenda is empty: accept or add at least one item first.")))


@policy("working_groups.meeting.hold")
def may_hold(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, once it has begun."""
    from kernel import clock

    begun = meeting.starts_at <= clock.now()
    return first(
        _run(actor, meeting, "hold"),
        _is(begun, Denied("not_begun", _("It has not begun yet: record it after it starts, or move it."))),
    )


@policy("working_groups.meeting.cancel")
def may_cancel(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting."""
    return _run(actor, meeting, "cancel")


@policy("working_groups.meeting.edit")
def may_edit_meeting(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, until it is held or cancelled; also its day (`move`)."""
    ended = Denied("wrong_state", _("This meeting is over or cancelled."))
    return first(_is(runs(actor, meeting.body), NOT_RUNNER), _is(meeting.is_open, ended))


@policy("working_groups.item.propose")
def may_propose_item(actor: Actor, meeting: Meeting) -> Answer:
    """Who sits there, while the agenda is open; who runs the meeting until it is over."""
    if runs(actor, meeting.body):
        return may_edit_meeting(actor, meeting)
    opened = Denied("agenda_closed", _("The agenda is not open for proposals now."))
    return first(
        _is(actor.has(meeting.body_id, "working_groups.member"), Denied("no_seat", _("Only those who sit here may."))),
        _is(meeting.state == MeetingState.AGENDA_OPEN, opened),
    )


@policy("working_groups.attendance.record")
def may_record_attendance(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, once it was held and until its minutes are locked."""
    minutes = getattr(meeting, "minutes", None)
    locked = minutes is not None and minutes.locked_at is not None
    return first(
        _is(runs(actor, meeting.body), NOT_RUNNER),
        _is(meeting.state == MeetingState.HELD, Denied("not_held", _("Attendance is recorded once it was held."))),
        _is(not locked, Denied("locked", _("The minutes are locked, and attendance with them."))),
    )


# ------------------------------------------------------------------ minutes


@policy("working_groups.minutes.write")
def may_write_minutes(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, once it was held, while they are a draft."""
    minutes = getattr(meeting, "minutes", None)
    is_draft = minutes is None or minutes.state == MinutesState.DRAFT
    return first(
        _is(runs(actor, meeting.body), NOT_RUNNER),
        _is(meeting.state == MeetingState.HELD, Denied("not_held", _("Minutes are written once it was held."))),
        _is(is_draft, Denied("wrong_state", _("These minutes are approved: open them for correction first."))),
    )


@policy("working_groups.minutes.approve")
def may_approve_minutes(actor: Actor, minutes: Minutes) -> Answer:
    """The chair who did not write them; if the chair wrote them, the co-chair or the director."""
    body = minutes.meeting.body
    own = actor.user_id == minutes.written_by_id
    allowed = chairs(actor, body)
    if not allowed and not own and actor.has(body.initiative_id, "partners.director"):
        allowed = Seat.objects.filter(
            body=body, person_id=minutes.written_by_id, role__in=("chair", "co_chair"), ends_on__isnull=True
        ).exists()
    if not allowed:
        return NOT_CHAIR
    return first(
        _is(not own, Denied("own_minutes", _("You wrote these minutes: another person must approve them."))),
        _in_life(workflow.MINUTES, "approve", minutes.state),
    ) and _attendance_complete(minutes)


def _attendance_complete(minutes: Minutes) -> Answer:
    missing = minutes.meeting.attendance.filter(presence="").exists()
    return _is(not missing, Denied("attendance_missing", _("Attendance is not complete: record it for every seat.")))


def _chair_act(actor: Actor, minutes: Minutes, act: str) -> Answer:
    return first(_is(chairs(actor, minutes.meeting.body), NOT_CHAIR), _in_life(workflow.MINUTES, act, minutes.state))


@policy("working_groups.minutes.send")
def may_send_minutes(actor: Actor, minutes: Minutes) -> Answer:
    """The chair."""
    return _chair_act(actor, minutes, "send")


@policy("working_groups.minutes.correct")
def may_correct_minutes(actor: Actor, minutes: Minutes) -> Answer:
    """The chair."""
    return _chair_act(actor, minutes, "correct")


@policy("working_groups.minutes.confirm")
def may_confirm_minutes(actor: Actor, minutes: Minutes) -> Answer:
    """The chair, once a later meeting was held."""
    answer = _chair_act(actor, minutes, "confirm")
    if not answer:
        return answer
    meeting = minutes.meeting
    later = Meeting.objects.filter(
        body=meeting.body_id, state=MeetingState.HELD, starts_at__gt=meeting.starts_at
    ).exists()
    return _is(later, Denied("no_later_meeting", _("Minutes are confirmed at the next meeting: hold it first.")))


@policy("working_groups.minutes.lock")
def may_lock_minutes(actor: Actor, minutes: Minutes) -> Answer:
    """The chair, or the system after its days."""
    if actor.is_system:
        return _in_life(workflow.MINUTES, "lock", minutes.state)
    return _chair_act(actor, minutes, "lock")
