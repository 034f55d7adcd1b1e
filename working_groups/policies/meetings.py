"""Who may plan and run meetings, propose items and record attendance."""

from django.utils.translation import gettext_lazy as _

from kernel import clock
from kernel.actor import Actor
from kernel.permissions import Answer, Denied, first, policy
from working_groups import workflow
from working_groups.models import Body, Meeting, MeetingState
from working_groups.policies.roles import CLOSED, NOT_RUNNER, in_life, only, runs


@policy("working_groups.meeting.plan")
def may_plan(actor: Actor, body: Body) -> Answer:
    """Chair, facilitator, director, coordinator, while the body works."""
    return first(only(runs(actor, body), NOT_RUNNER), only(body.is_open, CLOSED))


def _run(actor: Actor, meeting: Meeting, act: str) -> Answer:
    return first(only(runs(actor, meeting.body), NOT_RUNNER), in_life(workflow.MEETING, act, meeting.state))


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
    return only(has_item, Denied("no_item", _("The agenda is empty: accept or add at least one item first.")))


@policy("working_groups.meeting.hold")
def may_hold(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, once it has begun."""
    begun = meeting.starts_at <= clock.now()
    return first(
        _run(actor, meeting, "hold"),
        only(begun, Denied("not_begun", _("It has not begun yet: record it after it starts, or move it."))),
    )


@policy("working_groups.meeting.cancel")
def may_cancel(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting."""
    return _run(actor, meeting, "cancel")


@policy("working_groups.meeting.edit")
def may_edit_meeting(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, until it is held or cancelled; also its day (`move`)."""
    ended = Denied("wrong_state", _("This meeting is over or cancelled."))
    return first(only(runs(actor, meeting.body), NOT_RUNNER), only(meeting.is_open, ended))


@policy("working_groups.item.propose")
def may_propose_item(actor: Actor, meeting: Meeting) -> Answer:
    """Who sits there, while the agenda is open; who runs the meeting until it is over."""
    if runs(actor, meeting.body):
        return may_edit_meeting(actor, meeting)
    opened = Denied("agenda_closed", _("The agenda is not open for proposals now."))
    return first(
        only(actor.has(meeting.body_id, "working_groups.member"), Denied("no_seat", _("Only those who sit here may."))),
        only(meeting.state == MeetingState.AGENDA_OPEN, opened),
    )


@policy("working_groups.attendance.record")
def may_record_attendance(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, once it was held and until its minutes are locked."""
    minutes = getattr(meeting, "minutes", None)
    locked = minutes is not None and minutes.locked_at is not None
    return first(
        only(runs(actor, meeting.body), NOT_RUNNER),
        only(meeting.state == MeetingState.HELD, Denied("not_held", _("Attendance is recorded once it was held."))),
        only(not locked, Denied("locked", _("The minutes are locked, and attendance with them."))),
    )


@policy("working_groups.attendance.guest")
def may_note_guest(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting: asked before it, noted after it."""
    return may_edit_meeting(actor, meeting) if meeting.is_open else may_record_attendance(actor, meeting)
