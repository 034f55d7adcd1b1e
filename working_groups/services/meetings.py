"""Acts on meetings: plan, change, open the agenda, call, move, hold, cancel; who came."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit import services as audit
from kernel import clock, languages, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.models import dates_cover
from kernel.permissions import require
from kernel.workflow import move as move_state
from working_groups import workflow
from working_groups.models import Attendance, Body, Meeting, Presence, Seat
from working_groups.models.attendance import CAME
from working_groups.policies import meetings as policies
from working_groups.services import numbering

LONGEST = timedelta(days=7)
EDITABLE = ("place", "place_language", "link", "visibility", "time_zone")


def columns() -> tuple[str, ...]:
    """What may be changed of a meeting besides its time."""
    return (*languages.columns("topic"), *EDITABLE)


def _check_time(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        sentence = _("The meeting ends before it begins.")
        raise Invalid(sentence, fields={"ends_at": [sentence]})
    if ends_at - starts_at > LONGEST:
        sentence = _("The meeting lasts longer than a week: look at the day of its end.")
        raise Invalid(sentence, fields={"ends_at": [sentence]})


@transaction.atomic
def plan(
    *, actor: Actor, body: Body, starts_at: datetime, ends_at: datetime, values: Mapping[str, Any] | None = None
) -> Meeting:
    """Who runs the body. A planned meeting with the body's next number. Refuses an end before the beginning."""
    require(policies.may_plan(actor, body))
    _check_time(starts_at, ends_at)
    chosen = _chosen(values or {})
    meeting = Meeting(body=body, starts_at=starts_at, ends_at=ends_at, number=1, **chosen)
    writing.check_columns(meeting)
    meeting.number = numbering.next_number(body, "meetings_count")
    meeting.save(force_insert=True)
    _record(actor, meeting, "planned", {"starts_at": [None, starts_at]})
    return meeting


@transaction.atomic
def change(*, actor: Actor, meeting: Meeting, values: Mapping[str, Any]) -> Meeting:
    """Who runs the meeting. Topic, place, link, who sees it. Refuses once it is over; the time moves by `move`."""
    require(policies.may_edit_meeting(actor, meeting))
    new = _chosen(values)
    differences = audit.differences(meeting, new)
    writing.altered(meeting, new, check=writing.check_columns)
    _record(actor, meeting, "changed", differences)
    return meeting


@transaction.atomic
def open_agenda(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Who runs the meeting. Members may propose items from now on."""
    require(policies.may_open_agenda(actor, meeting))
    move_state(meeting, "open", workflow.MEETING)
    _record(actor, meeting, "opened")
    return meeting


@transaction.atomic
def call(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Who runs the meeting. The agenda goes to those who sit there. Refuses an empty agenda."""
    require(policies.may_call(actor, meeting))
    move_state(meeting, "call", workflow.MEETING)
    _record(actor, meeting, "called", {"starts_at": [None, meeting.starts_at]})
    return meeting


@transaction.atomic
def move(*, actor: Actor, meeting: Meeting, starts_at: datetime, ends_at: datetime, reason: str) -> Meeting:
    """Who runs the meeting. Another time; the state stays. Refuses without a reason, and once it is over."""
    require(policies.may_edit_meeting(actor, meeting))
    _check_reason(reason)
    _check_time(starts_at, ends_at)
    before = meeting.starts_at
    won = Meeting.objects.filter(pk=meeting.pk, state=meeting.state, starts_at=before).update(
        starts_at=starts_at, ends_at=ends_at, version=F("version") + 1
    )
    if won != 1:
        raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
    meeting.starts_at, meeting.ends_at, meeting.version = starts_at, ends_at, meeting.version + 1
    _record(actor, meeting, "moved", {"starts_at": [before, starts_at], "reason": [None, reason]})
    return meeting


@transaction.atomic
def hold(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Who runs the meeting. It was held: one row of attendance for each seat of that day. Refuses before it begins."""
    require(policies.may_hold(actor, meeting))
    move_state(meeting, "hold", workflow.MEETING)
    day = clock.day_of(meeting.starts_at)
    seats = Seat.objects.filter(dates_cover(day), body=meeting.body_id)
    Attendance.objects.bulk_create([Attendance(meeting=meeting, seat=seat) for seat in seats], ignore_conflicts=True)
    _record(actor, meeting, "held")
    return meeting


@transaction.atomic
def cancel(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Who runs the meeting. It does not take place. Refuses without a reason."""
    require(policies.may_cancel(actor, meeting))
    _check_reason(reason)
    move_state(meeting, "cancel", workflow.MEETING)
    _record(actor, meeting, "cancelled", {"reason": [None, reason]})
    return meeting


@transaction.atomic
def record_attendance(*, actor: Actor, meeting: Meeting, presence: Mapping[str, str]) -> Meeting:
    """Who runs the meeting. Row's public id to presence, all at once. Refuses strange rows, locked minutes.

    A substitute who came is the one the seat names.
    """
    require(policies.may_record_attendance(actor, meeting))
    lines = {row.public_id: row for row in meeting.attendance.select_related("seat")}
    unknown = set(presence) - set(lines)
    if unknown or not set(presence.values()) <= {"", *Presence.values}:
        raise Invalid(_("This meeting has no such row of attendance."))
    changed = []
    for public_id, value in presence.items():
        row = lines[public_id]
        if row.presence == value:
            continue
        row.presence = value
        row.substitute_id = row.seat.substitute_id if value == Presence.SUBSTITUTE and row.seat else None
        changed.append(row)
    Attendance.objects.bulk_update(changed, ["presence", "substitute"])
    _record_about_attendance(actor, meeting)
    return meeting


@transaction.atomic
def add_guest(*, actor: Actor, meeting: Meeting, person: Person, presence: str = Presence.PRESENT) -> Attendance:
    """Who runs the meeting. A guest who came or is asked to. Refuses somebody who sits there or is noted."""
    require(policies.may_note_guest(actor, meeting))
    if Seat.objects.filter(dates_cover(clock.today()), body=meeting.body_id, person=person).exists():
        raise Invalid(_("This person sits here: the row of the seat is the place."), "sits_here")
    row: Attendance = writing.insert(
        Attendance(meeting=meeting, guest=person, presence="" if meeting.is_open else presence),
        _("This guest is noted already."),
    )
    _record_about_attendance(actor, meeting)
    return row


def _check_reason(reason: str) -> None:
    if not reason.strip():
        sentence = _("Say why: those who sit here will read it.")
        raise Invalid(sentence, fields={"reason": [sentence]})


def _chosen(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(columns())
    if unknown:
        raise TypeError(f"A meeting has no {sorted(unknown)}.")
    return dict(values)


def _record_about_attendance(actor: Actor, meeting: Meeting) -> None:
    """The entry holds how many came, not who: people can be made anonymous, entries cannot."""
    presences = list(meeting.attendance.values_list("presence", flat=True))
    came = sum(1 for presence in presences if presence in CAME)
    audit.record(
        actor=actor,
        kind="working_groups.attendance.recorded",
        subject=meeting,
        initiative=meeting.body.initiative,
        about={"body": meeting.body_id},
        changes={"attendance": [None, f"{came} / {len(presences)}"]},
    )


def _record(actor: Actor, meeting: Meeting, act: str, changes: Mapping[str, Any] | None = None) -> None:
    guests = list(meeting.attendance.filter(guest__isnull=False).values_list("guest_id", flat=True))
    audit.record(
        actor=actor,
        kind=f"working_groups.meeting.{act}",
        subject=meeting,
        initiative=meeting.body.initiative,
        about={"body": meeting.body_id, **({"people": guests} if guests else {})},
        changes=changes,
    )
