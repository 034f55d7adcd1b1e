"""What waits for whom: minutes, agendas, answers, tasks, empty chairs."""

from datetime import timedelta

import pytest

from kernel import clock
from tests.factories.working_groups import (
    ApprovedMinutesFactory,
    BodyFactory,
    DecisionFactory,
    HeldMeetingFactory,
    MeetingFactory,
    MinutesFactory,
    ResponseFactory,
    TaskFactory,
)
from working_groups.models import DecisionState, MeetingState
from working_groups.selectors import duties

pytestmark = pytest.mark.django_db


def kinds(cast, role, **options):
    return [duty.kind for duty in duties.for_person(cast.actor(role), **options)]


def test_nothing_waits_in_a_quiet_initiative(cast):
    for role in ("director", "coordinator", "chair", "member", "lead", "stranger", "anonymous"):
        assert kinds(cast, role) == []


def test_the_facilitator_writes_and_the_chair_approves_then_sends(cast):
    meeting = HeldMeetingFactory(body=cast.group)
    assert (kinds(cast, "coordinator"), kinds(cast, "chair")) == (["minutes.write"], [])
    minutes = MinutesFactory(meeting=meeting, written_by=cast.coordinator)
    assert (kinds(cast, "coordinator"), kinds(cast, "chair")) == ([], ["minutes.approve"])
    minutes.state = "approved"
    minutes.save()
    assert kinds(cast, "chair") == ["minutes.send"]


def test_minutes_of_a_writing_chair_wait_for_the_director(cast):
    MinutesFactory(meeting=HeldMeetingFactory(body=cast.group), written_by=cast.chair)
    assert (kinds(cast, "chair"), kinds(cast, "director")) == ([], ["minutes.approve"])


def test_minutes_are_late_after_three_days(cast):
    begun = clock.now() - timedelta(days=5)
    HeldMeetingFactory(body=cast.group, starts_at=begun)
    (duty,) = duties.for_person(cast.actor("coordinator"))
    assert (duty.urgency, duty.minutes_needed) == ("late", 20)


def test_sent_minutes_are_confirmed_once_a_later_meeting_was_held(cast):
    ApprovedMinutesFactory(
        meeting=HeldMeetingFactory(body=cast.group, starts_at=clock.now() - timedelta(days=30)), state="sent"
    )
    assert kinds(cast, "chair") == []
    ApprovedMinutesFactory(meeting=HeldMeetingFactory(body=cast.group), state="sent")
    assert kinds(cast, "chair") == ["minutes.confirm"]


@pytest.mark.parametrize(
    ("state", "days", "kind"),
    [
        (MeetingState.PLANNED, 10, ["agenda.open"]),
        (MeetingState.PLANNED, 30, []),
        (MeetingState.AGENDA_OPEN, 5, ["agenda.call"]),
        (MeetingState.AGENDA_OPEN, 12, []),
        (MeetingState.AGENDA_SENT, 2, []),
        (MeetingState.AGENDA_SENT, -1, ["meeting.hold"]),
    ],
)
def test_the_agenda_asks_its_facilitator_in_time(cast, state, days, kind):
    MeetingFactory(body=cast.group, state=state, starts_at=clock.now() + timedelta(days=days))
    assert kinds(cast, "coordinator") == kind
    assert kinds(cast, "member") == []


def test_a_tabled_decision_asks_each_seat_and_then_the_chair(cast):
    decision = DecisionFactory(
        body=cast.committee, state=DecisionState.TABLED, due_on=clock.today() + timedelta(days=3)
    )
    seat = cast.committee.seats.get(person=cast.funder)
    response = ResponseFactory(decision=decision, seat=seat)
    assert kinds(cast, "steering") == []
    (duty,) = duties.for_person(cast.actor("funder"))
    assert (duty.kind, duty.organisation, duty.urgency) == ("decision.respond", str(cast.funding), "due")
    response.answer = "for"
    response.save()
    assert (kinds(cast, "funder"), kinds(cast, "steering")) == ([], ["decision.decide"])


def test_own_tasks_come_late_first_with_their_organisation(cast):
    today = clock.today()
    for days in (3, -2, 40):
        TaskFactory(body=cast.group, participation=cast.partner, person=cast.lead, due_on=today + timedelta(days=days))
    lines = duties.for_person(cast.actor("lead"))
    assert [line.urgency for line in lines] == ["late", "due", "open"]
    assert {line.organisation for line in lines} == {str(cast.partner.organisation)}
    assert kinds(cast, "data") == []


def test_an_empty_chair_is_the_backbones_to_fill(cast):
    BodyFactory(initiative=cast.initiative)
    assert (kinds(cast, "director"), kinds(cast, "coordinator"), kinds(cast, "lead")) == (
        ["body.chair"],
        ["body.chair"],
        [],
    )


def test_duties_of_one_initiative_leave_the_others_out(cast):
    other = BodyFactory()
    TaskFactory(body=other, person=cast.lead)
    assert kinds(cast, "lead") == ["task.do"]
    assert kinds(cast, "lead", initiative=cast.initiative) == []


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, django_assert_max_num_queries):
    for _more in range(4):
        HeldMeetingFactory(body=cast.group)
        TaskFactory(body=cast.group, participation=cast.partner, person=cast.coordinator)
    actor = cast.actor("coordinator")
    with django_assert_max_num_queries(9):
        assert len(duties.for_person(actor)) == 8


def test_late_tasks_of_others_wait_for_chair_and_facilitator_as_one_line(cast):
    yesterday = clock.today() - timedelta(days=1)
    TaskFactory(body=cast.group, person=cast.member, due_on=yesterday)
    TaskFactory(body=cast.group, person=cast.data, due_on=yesterday - timedelta(days=3))
    for role in ("coordinator", "chair"):
        (duty,) = [one for one in duties.for_person(cast.actor(role)) if one.kind == "body.late_tasks"]
        assert (duty.due_on, duty.urgency) == (yesterday - timedelta(days=3), "late")
        assert duty.url.endswith(f"/bodies/{cast.group.public_id}/tasks/")
    for role in ("director", "member", "lead", "steering"):
        assert "body.late_tasks" not in kinds(cast, role)


def test_ones_own_late_task_is_told_once(cast):
    TaskFactory(body=cast.group, person=cast.chair, due_on=clock.today() - timedelta(days=1))
    assert kinds(cast, "chair").count("task.do") == 1
    assert "body.late_tasks" not in kinds(cast, "chair")
