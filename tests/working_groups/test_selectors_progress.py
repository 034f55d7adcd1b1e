"""The block of the digest about groups: each part by its window and by what the reader may see."""

from datetime import timedelta

import pytest

from kernel import clock
from tests.factories.working_groups import (
    ApprovedMinutesFactory,
    DecidedFactory,
    HeldMeetingFactory,
    MeetingFactory,
    SeatFactory,
    TaskFactory,
)
from working_groups.selectors import my_bodies, progress, tasks

pytestmark = pytest.mark.django_db


def week():
    return clock.now() - timedelta(days=7), clock.now() + timedelta(minutes=1)


def test_decisions_of_the_window_are_told_to_who_may_read_them(cast):
    DecidedFactory(body=cast.group, visibility="body")
    DecidedFactory(body=cast.group, decided_at=clock.now() - timedelta(days=8))
    assert len(progress.decided(cast.actor("member"), [cast.group], week())) == 1
    assert progress.decided(cast.actor("lead"), [cast.group], week()) == []


def test_done_tells_tasks_meetings_and_minutes_in_time(cast):
    now = clock.now()
    meeting = HeldMeetingFactory(body=cast.group, starts_at=now - timedelta(days=3))
    ApprovedMinutesFactory(meeting=meeting, state="sent", sent_at=now - timedelta(days=1))
    TaskFactory(body=cast.group, state="done", done_at=now - timedelta(days=2))
    lines = progress.done(cast.actor("member"), [cast.group], week())
    assert [line.kind for line in lines] == ["meeting", "task", "minutes"]


def test_minutes_are_late_after_three_days_until_they_were_sent(cast):
    now = clock.now()
    late = HeldMeetingFactory(body=cast.group, starts_at=now - timedelta(days=6))
    HeldMeetingFactory(body=cast.group, starts_at=now - timedelta(days=1))
    actor = cast.actor("coordinator")
    assert [line.body_id for line in progress.late_minutes(actor, [cast.group])] == [cast.group.pk]
    ApprovedMinutesFactory(meeting=late, state="draft", sent_at=now)
    assert progress.late_minutes(actor, [cast.group]) == []


def test_tasks_are_due_late_or_asked_of_others(cast):
    today = clock.today()
    seat = cast.group.seats.get(person=cast.chair)
    TaskFactory(body=cast.group, participation=seat.participation, person=cast.chair, due_on=today)
    TaskFactory(body=cast.group, participation=cast.partner, person=cast.lead, due_on=today - timedelta(days=1))
    TaskFactory(body=cast.group, participation=cast.partner, person=cast.lead, due_on=today + timedelta(days=30))
    actor = cast.actor("member")
    found = tasks.pressing(actor, [cast.group])
    assert [line.person for line in found.due] == [str(cast.chair)]
    assert [line.is_late for line in found.late] == [True]
    assert len(found.asked_of_others) == 2
    assert tasks.pressing(cast.actor("stranger"), [cast.group]) == tasks.Pressing([], [], [])


def test_meetings_to_come_are_those_of_my_bodies_within_three_weeks(cast):
    now = clock.now()
    MeetingFactory(body=cast.group, starts_at=now + timedelta(days=5))
    MeetingFactory(body=cast.group, starts_at=now + timedelta(days=30))
    MeetingFactory(body=cast.group, starts_at=now + timedelta(days=6), state="cancelled")
    assert len(my_bodies.upcoming(cast.actor("member"))) == 1
    assert my_bodies.upcoming(cast.actor("lead")) == []
    SeatFactory(body=cast.group, participation=cast.partner, person=cast.lead)
    assert len(my_bodies.upcoming(cast.actor("lead"))) == 1


def test_bodies_are_mine_by_seat_and_answered_for_by_office(cast):
    assert list(my_bodies.seated(cast.actor("member"))) == [cast.group]
    assert list(my_bodies.answered_for(cast.actor("coordinator"))) == [cast.group]
    assert set(my_bodies.answered_for(cast.actor("director"))) == {cast.group, cast.committee}
    assert set(my_bodies.of_digest(cast.actor("steering"))) == {cast.group, cast.committee}
