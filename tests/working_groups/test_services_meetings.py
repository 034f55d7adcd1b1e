"""A meeting from its plan to its minutes, locked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from audit.models import Entry
from kernel import clock
from kernel.errors import Conflict, Invalid, Refused
from tests.factories.accounts import PersonFactory
from tests.factories.working_groups import (
    AgendaItemFactory,
    ApprovedMinutesFactory,
    AttendanceFactory,
    HeldMeetingFactory,
    MeetingFactory,
    MinutesFactory,
    RecipientFactory,
    SeatFactory,
)
from working_groups.models import Attendance, Meeting, Minutes, MinutesState, Recipient, RecipientKind, Seat
from working_groups.services import agenda, meetings, minutes

pytestmark = pytest.mark.django_db


def plan(cast, **columns):
    begins = clock.now() + timedelta(days=3)
    return meetings.plan(
        actor=cast.actor("chair"),
        body=cast.group,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        values={"topic_he": "תוכנית עבודה", "place": "חיפה", **columns},
    )


def test_meetings_of_a_body_are_numbered_one_after_the_other(cast):
    assert [plan(cast).number, plan(cast).number] == [1, 2]


def test_a_meeting_that_ends_before_it_begins_is_refused(cast):
    now = clock.now()
    with pytest.raises(Invalid) as refusal:
        meetings.plan(actor=cast.actor("chair"), body=cast.group, starts_at=now, ends_at=now)
    assert "ends_at" in refusal.value.fields


def test_a_member_proposes_only_while_the_agenda_is_open(cast):
    meeting = plan(cast)
    member = cast.actor("member")
    with pytest.raises(Refused) as refusal:
        agenda.propose(actor=member, meeting=meeting, title="למידה מהשטח")
    assert refusal.value.code == "agenda_closed"
    meetings.open_agenda(actor=cast.actor("coordinator"), meeting=meeting)
    item = agenda.propose(actor=member, meeting=meeting, title="למידה מהשטח")
    assert item.accepted is None
    with pytest.raises(Refused) as refusal:
        meetings.call(actor=cast.actor("chair"), meeting=meeting)
    assert refusal.value.code == "no_item"
    agenda.accept(actor=cast.actor("chair"), item=item)
    with pytest.raises(Conflict):
        agenda.accept(actor=cast.actor("chair"), item=item)
    meetings.call(actor=cast.actor("chair"), meeting=meeting)
    assert Meeting.objects.get(pk=meeting.pk).state == "agenda_sent"


def test_an_item_of_the_chair_is_on_the_agenda_at_once_and_can_be_put_in_order(cast):
    meeting = plan(cast)
    chair = cast.actor("chair")
    first = agenda.propose(actor=chair, meeting=meeting, title="פתיחה")
    second = agenda.propose(actor=chair, meeting=meeting, title="החלטה", kind="decision")
    agenda.put_in_order(actor=chair, meeting=meeting, order=[second.public_id, first.public_id])
    assert [item.title for item in meeting.items.order_by("position")] == ["החלטה", "פתיחה"]
    with pytest.raises(Invalid):
        agenda.put_in_order(actor=chair, meeting=meeting, order=["nothing"])


def test_moving_and_cancelling_ask_for_a_reason(cast):
    meeting = plan(cast)
    chair = cast.actor("chair")
    later = meeting.starts_at + timedelta(days=7)
    with pytest.raises(Invalid):
        meetings.move(actor=chair, meeting=meeting, starts_at=later, ends_at=later + timedelta(hours=1), reason=" ")
    meetings.move(actor=chair, meeting=meeting, starts_at=later, ends_at=later + timedelta(hours=1), reason="חג")
    assert Meeting.objects.get(pk=meeting.pk).starts_at == later
    with pytest.raises(Invalid):
        meetings.cancel(actor=chair, meeting=meeting, reason="")
    meetings.cancel(actor=chair, meeting=meeting, reason="שביתה")
    with pytest.raises(Refused):
        meetings.cancel(actor=chair, meeting=meeting, reason="שוב")
    assert Entry.objects.filter(kind="working_groups.meeting.cancelled").count() == 1


def test_a_meeting_is_held_only_after_it_began_and_makes_a_row_for_each_seat(cast):
    meeting = plan(cast)
    chair = cast.actor("chair")
    with pytest.raises(Refused) as refusal:
        meetings.hold(actor=chair, meeting=meeting)
    assert refusal.value.code == "not_begun"
    ended = SeatFactory(body=cast.group, ends_on=clock.today())
    with clock.at(meeting.starts_at + timedelta(minutes=5)):
        meetings.hold(actor=chair, meeting=meeting)
    people = set(Attendance.objects.filter(meeting=meeting).values_list("seat__person_id", flat=True))
    assert people == {cast.chair.pk, cast.member.pk}
    assert ended.person_id not in people


def test_attendance_is_recorded_at_once_and_a_substitute_is_the_seats_own(cast):
    meeting = HeldMeetingFactory(body=cast.group)
    stand_in = PersonFactory()
    seat = Seat.objects.get(body=cast.group, person=cast.member)
    Seat.objects.filter(pk=seat.pk).update(substitute=stand_in)
    row = AttendanceFactory(meeting=meeting, seat=seat, presence="")
    chair = cast.actor("chair")
    meetings.record_attendance(actor=chair, meeting=meeting, presence={row.public_id: "substitute"})
    row.refresh_from_db()
    assert (row.presence, row.substitute) == ("substitute", stand_in)
    with pytest.raises(Invalid):
        meetings.record_attendance(actor=chair, meeting=meeting, presence={row.public_id: "asleep"})
    with pytest.raises(Refused):
        meetings.record_attendance(actor=cast.actor("member"), meeting=meeting, presence={})


def test_a_guest_is_noted_once_and_is_not_somebody_who_sits_there(cast):
    meeting = HeldMeetingFactory(body=cast.group)
    chair = cast.actor("chair")
    meetings.add_guest(actor=chair, meeting=meeting, person=cast.ministry)
    with pytest.raises(Conflict):
        meetings.add_guest(actor=chair, meeting=meeting, person=cast.ministry)
    with pytest.raises(Invalid):
        meetings.add_guest(actor=chair, meeting=meeting, person=cast.member)


def test_who_sits_here_to_a_known_last_day_is_no_guest(cast):
    seat = SeatFactory(body=cast.group, ends_on=clock.today() + timedelta(days=30))
    with pytest.raises(Invalid) as refusal:
        meetings.add_guest(actor=cast.actor("chair"), meeting=HeldMeetingFactory(body=cast.group), person=seat.person)
    assert refusal.value.code == "sits_here"


def held(cast, writer="coordinator"):
    meeting = HeldMeetingFactory(body=cast.group)
    for seat in cast.group.seats.all():
        AttendanceFactory(meeting=meeting, seat=seat)
    return minutes.draft(actor=cast.actor(writer), meeting=meeting, texts={"he": "נוכחים ודיון", "en": "Discussion"})


def test_minutes_go_from_draft_to_locked(cast):
    row = held(cast)
    chair = cast.actor("chair")
    version = minutes.approve(actor=chair, minutes=row)
    assert (version.number, row.text_state_he, row.text_state_en) == (1, "approved", "approved")
    sent = minutes.send(actor=chair, minutes=row)
    assert {one.person_id for one in sent} == {cast.chair.pk, cast.member.pk}
    with pytest.raises(Refused) as refusal:
        minutes.confirm(actor=chair, minutes=row)
    assert refusal.value.code == "no_later_meeting"
    HeldMeetingFactory(body=cast.group, starts_at=clock.now() - timedelta(hours=3), number=99)
    minutes.confirm(actor=chair, minutes=row)
    minutes.lock(actor=chair, minutes=row)
    assert Minutes.objects.get(pk=row.pk).state == MinutesState.LOCKED
    with pytest.raises(DatabaseError), transaction.atomic():
        Attendance.objects.filter(meeting=row.meeting).update(presence="absent")


def test_the_writer_does_not_approve_and_the_director_does_it_for_a_writing_chair(cast):
    row = held(cast, writer="chair")
    with pytest.raises(Refused) as refusal:
        minutes.approve(actor=cast.actor("chair"), minutes=row)
    assert refusal.value.code == "own_minutes"
    with pytest.raises(Refused):
        minutes.approve(actor=cast.actor("coordinator"), minutes=row)
    assert minutes.approve(actor=cast.actor("director"), minutes=row).number == 1


def test_the_director_approves_for_a_writing_chair_whose_last_day_is_known(cast):
    Seat.objects.filter(body=cast.group, person=cast.chair).update(ends_on=clock.today() + timedelta(days=30))
    row = held(cast, writer="chair")
    assert minutes.approve(actor=cast.actor("director"), minutes=row).number == 1


def test_what_was_written_since_the_chair_read_the_minutes_is_not_approved(cast):
    read = held(cast)
    minutes.change(actor=cast.actor("coordinator"), minutes=Minutes.objects.get(pk=read.pk), texts={"he": "נוסח אחר"})
    with pytest.raises(Conflict):
        minutes.approve(actor=cast.actor("chair"), minutes=read)
    fresh = Minutes.objects.get(pk=read.pk)
    assert (fresh.state, fresh.versions.count()) == (MinutesState.DRAFT, 0)
    assert minutes.approve(actor=cast.actor("chair"), minutes=fresh).text_he == "נוסח אחר"


def test_the_director_does_not_approve_in_the_chairs_place_otherwise(cast):
    row = held(cast)
    with pytest.raises(Refused):
        minutes.approve(actor=cast.actor("director"), minutes=row)


def test_minutes_wait_for_complete_attendance(cast):
    row = held(cast)
    AttendanceFactory(meeting=row.meeting, presence="")
    with pytest.raises(Refused) as refusal:
        minutes.approve(actor=cast.actor("chair"), minutes=row)
    assert refusal.value.code == "attendance_missing"


def test_an_edit_puts_both_languages_back_to_draft_and_refuses_a_stale_writer(cast):
    row = held(cast)
    seen = row.version
    coordinator = cast.actor("coordinator")
    minutes.change(actor=coordinator, minutes=row, texts={"he": "נוסח אחר", "en": "Discussion"}, seen=seen)
    assert (row.text_state_he, row.text_state_en) == ("draft", "draft")
    with pytest.raises(Conflict):
        minutes.change(actor=coordinator, minutes=row, texts={"he": "ועוד אחד"}, seen=seen)


def test_a_correction_is_a_next_version_that_goes_to_the_same_people_too(cast):
    row = ApprovedMinutesFactory(meeting=HeldMeetingFactory(body=cast.group), state=MinutesState.SENT)
    former = RecipientFactory(version=row.versions.get(), person=PersonFactory(), kind=RecipientKind.FORMER)
    chair = cast.actor("chair")
    with pytest.raises(Invalid):
        minutes.correct(actor=chair, minutes=row, reason="")
    minutes.correct(actor=chair, minutes=row, reason="שם נשמט")
    minutes.change(actor=cast.actor("coordinator"), minutes=row, texts={"he": "נוסח מתוקן", "en": "Corrected"})
    version = minutes.approve(actor=chair, minutes=row)
    assert (version.number, version.reason) == (2, "שם נשמט")
    minutes.send(actor=chair, minutes=row)
    assert Recipient.objects.filter(version=version, person=former.person).exists()


def test_absent_seats_substitutes_guests_and_those_who_left_get_the_minutes(cast):
    meeting = HeldMeetingFactory(body=cast.group)
    left = SeatFactory(body=cast.group, ends_on=clock.today() - timedelta(days=1), substitute=PersonFactory())
    AttendanceFactory(meeting=meeting, seat=left, presence="substitute", substitute=left.substitute)
    guest = AttendanceFactory(meeting=meeting, seat=None, guest=PersonFactory()).guest
    row = MinutesFactory(meeting=meeting)
    assert minutes.recipients(row) == {
        cast.chair.pk: "seat",
        cast.member.pk: "seat",
        left.person_id: "former",
        left.substitute_id: "substitute",
        guest.pk: "guest",
    }


def test_an_approved_version_and_its_recipients_refuse_any_change():
    version = ApprovedMinutesFactory().versions.get()
    recipient = RecipientFactory(version=version)
    for row in (version, recipient):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(text_he="אחר")


def test_a_called_meeting_shows_its_items_minutes(cast):
    meeting = MeetingFactory(body=cast.group)
    AgendaItemFactory(meeting=meeting, minutes=20)
    with pytest.raises(Invalid):
        agenda.propose(actor=cast.actor("chair"), meeting=meeting, title="ארוך", minutes=900)


def test_a_meeting_after_midnight_leaves_in_files_on_its_own_day(cast):
    from working_groups.views.meetings import COLUMNS

    meeting = MeetingFactory(body=cast.group, starts_at=datetime(2030, 1, 14, 23, 0, tzinfo=UTC))
    day = next(column for column in COLUMNS if column.code == "starts_on")
    assert day.value(meeting) == date(2030, 1, 15)
