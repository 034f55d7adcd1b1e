"""Who may write, approve, send, correct, confirm and lock minutes."""

from django.utils.translation import gettext_lazy as _

from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from kernel.permissions import Answer, Denied, first, policy
from working_groups import workflow
from working_groups.models import Meeting, MeetingState, Minutes, MinutesState, Seat
from working_groups.policies.roles import NOT_CHAIR, NOT_RUNNER, chairs, directs, in_life, only, runs


@policy("working_groups.minutes.write")
def may_write_minutes(actor: Actor, meeting: Meeting) -> Answer:
    """Who runs the meeting, once it was held, while they are a draft."""
    minutes = getattr(meeting, "minutes", None)
    is_draft = minutes is None or minutes.state == MinutesState.DRAFT
    return first(
        only(runs(actor, meeting.body), NOT_RUNNER),
        only(meeting.state == MeetingState.HELD, Denied("not_held", _("Minutes are written once it was held."))),
        only(is_draft, Denied("wrong_state", _("These minutes are approved: open them for correction first."))),
    )


@policy("working_groups.minutes.approve")
def may_approve_minutes(actor: Actor, minutes: Minutes) -> Answer:
    """The chair who did not write them; if the chair wrote them, the co-chair or the director."""
    body = minutes.meeting.body
    own = actor.user_id == minutes.written_by_id
    allowed = chairs(actor, body)
    if not allowed and not own and directs(actor, body.initiative_id):
        allowed = Seat.objects.filter(
            dates_cover(clock.today()), body=body, person_id=minutes.written_by_id, role__in=("chair", "co_chair")
        ).exists()
    if not allowed:
        return NOT_CHAIR
    return first(
        only(not own, Denied("own_minutes", _("You wrote these minutes: another person must approve them."))),
        in_life(workflow.MINUTES, "approve", minutes.state),
    ) and _attendance_complete(minutes)


def _attendance_complete(minutes: Minutes) -> Answer:
    missing = minutes.meeting.attendance.filter(presence="").exists()
    return only(not missing, Denied("attendance_missing", _("Attendance is not complete: record it for every seat.")))


def _chair_act(actor: Actor, minutes: Minutes, act: str) -> Answer:
    return first(only(chairs(actor, minutes.meeting.body), NOT_CHAIR), in_life(workflow.MINUTES, act, minutes.state))


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
    return only(later, Denied("no_later_meeting", _("Minutes are confirmed at the next meeting: hold it first.")))


@policy("working_groups.minutes.lock")
def may_lock_minutes(actor: Actor, minutes: Minutes) -> Answer:
    """The chair, or the system after its days."""
    if actor.is_system:
        return in_life(workflow.MINUTES, "lock", minutes.state)
    return _chair_act(actor, minutes, "lock")
